//! `dancu seed`: makes the population.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::arguments::{Numbers, PopulationArguments};
use super::output::{CliError, Output};
use crate::domain::language::Language;
use crate::population::{self, PICTURE_DATE, Settings};
use crate::store::{
    FolderLock, POPULATION_FILE, PopulationWriter, StateFile, StoreError, WriterFacts, remove_state,
};

/// Make the population: people who do not exist, in one file that is never changed afterwards
///
/// The same size and seed give the same people on every machine: the digest tells. The file is built
/// beside its place and renamed, so a seed that is stopped leaves what was there before.
///
///   dancu seed --size 100000 --seed 7
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Seed {
    /// Folder to make it in
    #[arg(long, env = "DANCU_DATA", default_value = "data", value_name = "DIR")]
    data: PathBuf,

    #[command(flatten)]
    population: PopulationArguments,

    /// Replace a population that is there; edits made over it are dropped if the people differ
    #[arg(long)]
    force: bool,

    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// What was made.
#[derive(Serialize, Debug)]
pub struct Seeded {
    /// All people: the living asked for, personas, and the dead, missing and cancelled.
    pub people: u64,
    /// Living people asked for.
    pub size: u64,
    /// The seed.
    pub seed: u64,
    /// Digest of the logical content.
    pub digest: String,
    /// Where it stands.
    pub path: PathBuf,
}

impl Seed {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let _lock = FolderLock::take(&self.data)?;
        let path = self.data.join(POPULATION_FILE);
        if path.exists() && !self.force && !agreed(&path, output.language)? {
            return Err(CliError::told(
                format!("đã có {}; thêm --force để tạo lại", path.display()),
                format!("{} exists; add --force to make it again", path.display()),
            ));
        }
        let seeded = seed(&self.data, &self.population, output.language)?;
        if self.json {
            output.json(&seeded)?;
        } else {
            output.say(
                format!(
                    "Đã tạo {} người trong {}",
                    seeded.people,
                    seeded.path.display()
                ),
                format!("Made {} people in {}", seeded.people, seeded.path.display()),
            )?;
            output.line(format!("digest {}", seeded.digest))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Makes the population of a folder whose lock the caller holds.
pub fn seed(
    folder: &Path,
    arguments: &PopulationArguments,
    language: Language,
) -> Result<Seeded, CliError> {
    let settings = Settings {
        size: arguments.size,
        seed: arguments.seed,
        numbers: arguments.numbers.into(),
    };
    check_state(folder)?;
    let mut writer = PopulationWriter::begin(folder)?;
    let progress = progress_bar(
        settings.size,
        language.pick("tạo dữ liệu dân cư", "making people"),
    );
    for citizen in population::generate(&settings) {
        let citizen =
            citizen.map_err(|error| CliError::told(error.to_string(), error.to_string()))?;
        writer.add(&citizen)?;
        if writer.people().is_multiple_of(1024) {
            progress.set_position(writer.people().min(settings.size));
        }
    }
    let people = writer.people();
    progress.set_message(language.pick("lập chỉ mục", "building indexes"));
    let digest = writer.finish(&WriterFacts {
        size: settings.size,
        seed: settings.seed,
        numbers: match arguments.numbers {
            Numbers::Provinces => "provinces".to_owned(),
            Numbers::Reserved => "reserved".to_owned(),
        },
        picture_date: PICTURE_DATE.to_string(),
    })?;
    progress.finish_and_clear();
    drop_foreign_state(folder, &digest)?;
    Ok(Seeded {
        people,
        size: settings.size,
        seed: settings.seed,
        digest,
        path: folder.join(POPULATION_FILE),
    })
}

/// A state file that cannot be read is a matter to settle before the people are made again.
fn check_state(folder: &Path) -> Result<(), CliError> {
    match StateFile::read(folder, "") {
        Ok(_) | Err(StoreError::OtherPopulation { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Edits of other people mean nothing over these.
fn drop_foreign_state(folder: &Path, digest: &str) -> Result<(), CliError> {
    match StateFile::read(folder, digest) {
        Err(StoreError::OtherPopulation { .. }) => Ok(remove_state(folder)?),
        Ok(_) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// A bar with rate and time left, on a terminal.
pub fn progress_bar(length: u64, message: &'static str) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr_with_hz(10)
    } else {
        ProgressDrawTarget::hidden()
    };
    let style =
        ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {per_sec} {eta}");
    let bar = ProgressBar::with_draw_target(Some(length), target).with_message(message);
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Asks a person at a terminal; nobody there means no.
fn agreed(path: &Path, language: Language) -> Result<bool, CliError> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Ok(false);
    }
    let question = match language {
        Language::Vietnamese => format!("Đã có {}. Tạo lại? [c/K] ", path.display()),
        Language::English => format!("{} exists. Make it again? [y/N] ", path.display()),
    };
    std::io::stderr().write_all(question.as_bytes())?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(
        answer.trim().to_lowercase().as_str(),
        "y" | "yes" | "c" | "có" | "co"
    ))
}
