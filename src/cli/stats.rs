//! `dancu stats`: who is in the population, beside the published figures.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use comfy_table::CellAlignment;

use super::arguments::DataArguments;
use super::export::write_file;
use super::output::{CliError, Output};
use super::seed::progress_bar;
use crate::domain::language::Language;
use crate::registry::statistics::{self, Report, Row, Statistics, Table, TableKind};
use crate::server::{Chart, StatisticsAnswer, draw_chart, grouped, number, percent};
use crate::worlds::World;

/// How many rows of a long table are printed; JSON has them all.
const ROWS: usize = 15;

/// Count the people and hold them against the published figures; tell the digest
///
/// Ages by sex, provinces, ethnic groups, surnames, households, marriages and more, each beside its published share,
/// with the total variation distance between both: 0 where they are the same, 1 where they have nothing in common.
/// The digest tells whether two files hold the same people; put it into bug reports.
///
///   dancu stats
///   dancu stats --svg charts
///   dancu stats --json | jq -r .digest
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Stats {
    #[command(flatten)]
    data: DataArguments,

    /// Print everything as JSON, as `GET /v1/statistics` answers
    #[arg(long)]
    json: bool,

    /// Draw the charts into this folder, too
    #[arg(long, value_name = "DIR")]
    svg: Option<PathBuf>,
}

impl Stats {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let world = self.data.world()?;
        let progress = progress_bar(world.population_facts().people, "stats");
        let mut read = 0_u64;
        let counted = statistics::count(&world, || {
            read += 1;
            // The bar is behind a lock, which a million people need not take.
            if read.is_multiple_of(1024) {
                progress.set_position(read);
            }
            true
        })?;
        progress.finish_and_clear();
        // The count is never stopped here.
        let report = Report::of(counted.unwrap_or_default());
        if let Some(folder) = &self.svg {
            draw_all(folder, &report, output.language)?;
        }
        if self.json {
            output.json(&StatisticsAnswer::of(&report, &world, true))?;
        } else {
            print(&report, &world, output)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes every chart, named as its address is.
fn draw_all(folder: &Path, report: &Report, language: Language) -> Result<(), CliError> {
    std::fs::create_dir_all(folder).map_err(|error| {
        CliError::told(
            format!("không tạo được thư mục {}: {error}", folder.display()),
            format!("{} cannot be made: {error}", folder.display()),
        )
    })?;
    for chart in Chart::ALL {
        let path = folder.join(format!("{}.svg", chart.as_str()));
        write_file(&path, |file| {
            file.write_all(draw_chart(chart, report, language).as_bytes())
                .map_err(CliError::Write)
        })?;
    }
    Ok(())
}

fn print(report: &Report, world: &World, output: &mut Output) -> Result<(), CliError> {
    let facts = world.population_facts();
    output.line(format!("digest {}", facts.digest))?;
    output.line(format!(
        "size {}, seed {}, numbers {}, dancu {}",
        facts.size, facts.seed, facts.numbers, facts.made_by
    ))?;
    print_counts(&report.statistics, world, output)?;
    print_households(report, output)?;
    for table in &report.tables {
        match table.kind {
            TableKind::Ages => print_ages(table, output)?,
            TableKind::MaritalStatus => print_distance(table, output)?,
            TableKind::Provinces
            | TableKind::ProvincesSince
            | TableKind::EthnicGroups
            | TableKind::Surnames
            | TableKind::FirstWords
            | TableKind::HouseholdSizes
            | TableKind::Religions
            | TableKind::BloodGroups
            | TableKind::Cards
            | TableKind::CardStates
            | TableKind::IdentityLevels => print_table(table, output)?,
        }
    }
    Ok(())
}

fn print_counts(counted: &Statistics, world: &World, output: &mut Output) -> Result<(), CliError> {
    let (people, day) = (counted.people, world.business_date());
    output.say(
        format!("{people} người vào ngày {day}"),
        format!("{people} people on {day}"),
    )?;
    for (status, count) in &counted.by_status {
        output.line(format!("  {count:>10}  {status}"))?;
    }
    for (vietnamese, english, count) in [
        (
            "không có số 12 chữ số",
            "without a 12-digit number",
            counted.without_number,
        ),
        ("có CMND 9 số", "with a 9-digit CMND", counted.with_cmnd),
        ("có thẻ", "with a card", counted.with_card),
        (
            "có định danh điện tử",
            "with an electronic identity",
            counted.with_electronic_identity,
        ),
        (
            "thiếu ngày hoặc tháng sinh",
            "born on an unknown day",
            counted.birth_date_incomplete,
        ),
    ] {
        let words = output.language.pick(vietnamese, english);
        output.line(format!("  {count:>10}  {words}"))?;
    }
    Ok(())
}

fn print_households(report: &Report, output: &mut Output) -> Result<(), CliError> {
    let (households, language) = (&report.households, output.language);
    let count = grouped(households.count, language);
    let without = grouped(households.without, language);
    let (mean, published) = (
        number(households.mean, 2, language),
        number(households.published_mean, 1, language),
    );
    let (alone, published_alone) = (
        percent(households.one_person_share, 1, language),
        percent(households.published_one_person_share, 1, language),
    );
    output.line("")?;
    output.say(
        format!("{count} hộ, trung bình {mean} người (công bố {published}), hộ một người {alone} (công bố {published_alone}); {without} người không thuộc hộ nào"),
        format!("{count} households, mean {mean} people (published {published}), of one person {alone} (published {published_alone}); {without} people in none"),
    )
}

/// The heading of a table, with its distance.
fn heading(table: &Table, language: Language) -> String {
    let title = table.kind.title(language);
    match table.distance {
        None => title.to_owned(),
        Some(distance) => format!("{title} · TVD {}", number(distance, 4, language)),
    }
}

fn print_distance(table: &Table, output: &mut Output) -> Result<(), CliError> {
    output.line("")?;
    let text = heading(table, output.language);
    output.line(output.bold(&text))
}

/// A pyramid in letters, oldest first: one mark for each quarter of a per cent.
fn print_ages(table: &Table, output: &mut Output) -> Result<(), CliError> {
    print_distance(table, output)?;
    let (men, women) = table.rows.split_at(table.rows.len() / 2);
    let bar = |row: &Row| {
        let marks = (0..40_u8).take_while(|mark| row.share * 400.0 >= f64::from(*mark) + 0.5);
        "#".repeat(marks.count())
    };
    for (man, woman) in men.iter().zip(women).rev() {
        let age = man.key.split(' ').next_back().unwrap_or_default();
        output.line(format!(
            "{age:>7} {:>10} {:>22}|{:22} {}",
            man.count,
            bar(man),
            bar(woman),
            woman.count
        ))?;
    }
    Ok(())
}

fn print_table(table: &Table, output: &mut Output) -> Result<(), CliError> {
    let language = output.language;
    let mut rows: Vec<&Row> = table.rows.iter().collect();
    if rows.len() > ROWS + 1 {
        rows.sort_by_key(|row| std::cmp::Reverse(row.count));
        rows.truncate(ROWS);
    }
    let mut lines = output.table();
    let published = language.pick("công bố", "published");
    lines.set_header([heading(table, language).as_str(), "", "%", published]);
    for row in rows {
        lines.add_row([
            language.pick(&row.vietnamese, &row.english).clone(),
            row.count.to_string(),
            number(row.share * 100.0, 2, language),
            row.published
                .map_or_else(String::new, |share| number(share * 100.0, 2, language)),
        ]);
    }
    for column in lines.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    output.line("")?;
    output.line(lines.to_string())
}
