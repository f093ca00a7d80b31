//! `dancu export`: everybody, as NDJSON, JSON or CSV.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::arguments::DataArguments;
use super::output::{CliError, Output};
use super::seed::progress_bar;
use super::table_file::{COLUMNS, cells_of};
use crate::domain::citizen::Citizen;
use crate::domain::civil_date::CivilDate;
use crate::record::{Audience, record_of};
use crate::reference::province_since_of;
use crate::worlds::World;

/// The forms of a file of people.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FileFormat {
    /// One JSON record a line
    #[default]
    Ndjson,
    /// One JSON array
    Json,
    /// A table; nested keys are columns like `card.issued_on`
    Csv,
}

/// Write everybody to standard output or a file
///
/// The population in the order of its rows, with the edits of the default world, then those added.
/// Needs no server. `dancu import` reads what this writes. CSV has columns for the numbers of father, mother,
/// spouse and children besides.
///
///   dancu export --format csv --output people.csv
///   dancu export | head -3 | jq .`full_name`
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Export {
    #[command(flatten)]
    data: DataArguments,

    /// Form of the file
    #[arg(long, default_value = "ndjson", value_name = "FORM")]
    format: FileFormat,

    /// Write to this file, whole or not at all [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let world = self.data.world()?;
        match &self.output {
            None => write_people(&world, self.format, output.writer())?,
            Some(path) => {
                write_file(path, |file| write_people(&world, self.format, file))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes beside the place and renames.
pub fn write_file(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let named = |error: std::io::Error| {
        CliError::told(
            format!("không ghi được {}: {error}", path.display()),
            format!("{} cannot be written: {error}", path.display()),
        )
    };
    let beside = path.with_extension(format!("{}.part", std::process::id()));
    let written = File::create(&beside).map_err(named).and_then(|file| {
        let mut file = BufWriter::new(file);
        write(&mut file)?;
        let file = file
            .into_inner()
            .map_err(|error| named(error.into_error()))?;
        file.sync_all().map_err(named)
    });
    let placed = written.and_then(|()| std::fs::rename(&beside, path).map_err(named));
    if placed.is_err() {
        // The half-written file helps nobody; that it could not be removed changes nothing.
        let _removed = std::fs::remove_file(&beside);
    }
    placed
}

fn write_people(world: &World, format: FileFormat, out: &mut impl Write) -> Result<(), CliError> {
    let day = world.business_date();
    let progress = progress_bar(world.population_facts().people, "export");
    let mut sheet = Sheet::begin(format, day, out)?;
    let mut failure = None;
    world.people().for_each(|citizen| {
        progress.inc(1);
        match sheet.row(&citizen) {
            Ok(()) => true,
            Err(error) => {
                failure = Some(error);
                false
            }
        }
    })?;
    progress.finish_and_clear();
    match failure {
        Some(error) => Err(error),
        None => sheet.end(),
    }
}

/// A file in the making.
pub(super) struct Sheet<'a, Out: Write> {
    format: FileFormat,
    day: CivilDate,
    count: u64,
    out: &'a mut Out,
}

impl<'a, Out: Write> Sheet<'a, Out> {
    /// Writes what stands before the first person.
    pub(super) fn begin(
        format: FileFormat,
        day: CivilDate,
        out: &'a mut Out,
    ) -> Result<Self, CliError> {
        let mut sheet = Self {
            format,
            day,
            count: 0,
            out,
        };
        match format {
            FileFormat::Ndjson => {}
            FileFormat::Json => sheet.out.write_all(b"[")?,
            FileFormat::Csv => {
                sheet.csv_line(COLUMNS.iter().map(|column| (*column).to_owned()).collect())?;
            }
        }
        Ok(sheet)
    }

    /// Writes a person.
    pub(super) fn row(&mut self, citizen: &Citizen) -> Result<(), CliError> {
        let mut record = record_of(citizen, self.day, Audience::Storage);
        record.record_status = Some(citizen.identity.status_on(self.day).as_str().to_owned());
        for (place, told) in [
            (
                &citizen.permanent_residence,
                &mut record.permanent_residence,
            ),
            (
                &citizen.temporary_residence,
                &mut record.temporary_residence,
            ),
            (&citizen.current_residence, &mut record.current_residence),
        ] {
            let province = place.as_ref().and_then(province_since_of);
            if let (Some(told), Some(code)) = (told, province) {
                told.province = Some(format!("{code:02}"));
            }
        }
        match self.format {
            FileFormat::Ndjson => {
                serde_json::to_writer(&mut *self.out, &record).map_err(std::io::Error::from)?;
                self.out.write_all(b"\n")?;
            }
            FileFormat::Json => {
                self.out
                    .write_all(if self.count > 0 { b",\n" } else { b"\n" })?;
                serde_json::to_writer(&mut *self.out, &record).map_err(std::io::Error::from)?;
            }
            FileFormat::Csv => {
                self.csv_line(cells_of(&serde_json::to_value(&record).unwrap_or_default()))?;
            }
        }
        self.count += 1;
        Ok(())
    }

    /// Writes what stands behind the last person.
    pub(super) fn end(&mut self) -> Result<(), CliError> {
        if self.format == FileFormat::Json {
            self.out.write_all(b"\n]\n")?;
        }
        Ok(self.out.flush()?)
    }

    fn csv_line(&mut self, cells: Vec<String>) -> Result<(), CliError> {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        let written = writer.write_record(cells);
        let bytes = writer.into_inner().unwrap_or_default();
        written.map_err(std::io::Error::from)?;
        Ok(self.out.write_all(&bytes)?)
    }
}
