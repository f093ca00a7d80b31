//! `dancu stats`: who is in the population.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::Args;
use comfy_table::CellAlignment;
use serde::Serialize;

use super::arguments::DataArguments;
use super::output::{CliError, Output};
use super::seed::progress_bar;
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::place::Place;
use crate::domain::status::RecordStatus;
use crate::reference;

/// Years in an age group.
const GROUP: u16 = 10;
/// How many surnames are listed.
const SURNAMES: usize = 15;

/// Count the people: states, ages by sex, provinces, ethnic groups, surnames; and the digest
///
/// The digest tells whether two files hold the same people; put it into bug reports.
///
///   dancu stats
///   dancu stats --json | jq -r .digest
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Stats {
    #[command(flatten)]
    data: DataArguments,

    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// The counts.
#[derive(Serialize, Debug, Default)]
struct Counts {
    digest: String,
    size: u64,
    seed: u64,
    numbers: String,
    made_by: String,
    business_date: String,
    people: u64,
    by_status: BTreeMap<&'static str, u64>,
    without_number: u64,
    with_cmnd: u64,
    with_card: u64,
    with_electronic_identity: u64,
    birth_date_incomplete: u64,
    /// Living people by the first year of their age group: male, female.
    by_age: BTreeMap<u16, (u64, u64)>,
    /// Living people by province since 01/07/2025.
    by_province: BTreeMap<&'static str, u64>,
    by_ethnic_group: BTreeMap<&'static str, u64>,
    /// The first word of the name, the commonest.
    first_words: Vec<(String, u64)>,
}

impl Stats {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let world = self.data.world()?;
        let facts = world.population_facts().clone();
        let day = world.business_date();
        let mut counts = Counts {
            digest: facts.digest,
            size: facts.size,
            seed: facts.seed,
            numbers: facts.numbers,
            made_by: facts.made_by,
            business_date: day.to_string(),
            ..Counts::default()
        };
        let mut words = BTreeMap::new();
        let progress = progress_bar(facts.people, "stats");
        world.people().for_each(|citizen| {
            progress.inc(1);
            counts.add(&citizen, day);
            let first = citizen
                .identity
                .full_name
                .as_str()
                .split(' ')
                .next()
                .unwrap_or_default();
            *words.entry(first.to_owned()).or_insert(0) += 1;
            true
        })?;
        progress.finish_and_clear();
        counts.first_words = words.into_iter().collect();
        counts
            .first_words
            .sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        counts.first_words.truncate(SURNAMES);
        if self.json {
            output.json(&counts)
        } else {
            counts.print(output)
        }?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Counts {
    fn add(&mut self, citizen: &Citizen, day: CivilDate) {
        let identity = &citizen.identity;
        if !identity.is_known_on(day) {
            return;
        }
        self.people += 1;
        let status = identity.status_on(day);
        *self.by_status.entry(status.as_str()).or_default() += 1;
        self.without_number += u64::from(identity.number.is_none());
        self.with_cmnd += u64::from(!citizen.cmnd.is_empty());
        self.with_card += u64::from(citizen.card.is_some());
        self.with_electronic_identity += u64::from(citizen.electronic_identity.is_some());
        self.birth_date_incomplete += u64::from(identity.date_of_birth.day().is_none());
        if status != RecordStatus::Active {
            return;
        }
        let group = identity.date_of_birth.latest().age_on(day) / GROUP * GROUP;
        let ages = self.by_age.entry(group).or_default();
        match identity.gender {
            Gender::Male => ages.0 += 1,
            Gender::Female => ages.1 += 1,
        }
        if let Some(province) = citizen.permanent_residence.as_ref().and_then(province_of) {
            *self.by_province.entry(province).or_default() += 1;
        }
        if let Some(group) = reference::ethnic_group(citizen.ethnic_group) {
            *self.by_ethnic_group.entry(group.name).or_default() += 1;
        }
    }

    fn print(&self, output: &mut Output) -> Result<(), CliError> {
        let language = output.language;
        output.line(format!("digest {}", self.digest))?;
        output.line(format!(
            "size {}, seed {}, numbers {}, dancu {}",
            self.size, self.seed, self.numbers, self.made_by
        ))?;
        output.say(
            format!("{} người vào ngày {}", self.people, self.business_date),
            format!("{} people on {}", self.people, self.business_date),
        )?;
        for (vietnamese, english, count) in [
            (
                "không có số 12 chữ số",
                "without a 12-digit number",
                self.without_number,
            ),
            ("có CMND 9 số", "with a 9-digit CMND", self.with_cmnd),
            ("có thẻ", "with a card", self.with_card),
            (
                "có định danh điện tử",
                "with an electronic identity",
                self.with_electronic_identity,
            ),
            (
                "thiếu ngày hoặc tháng sinh",
                "born on an unknown day",
                self.birth_date_incomplete,
            ),
        ] {
            output.line(format!(
                "  {count:>10}  {}",
                language.pick(vietnamese, english)
            ))?;
        }
        let counted = |counts: &BTreeMap<&'static str, u64>| {
            let mut rows: Vec<(String, u64)> = counts
                .iter()
                .map(|(name, count)| ((*name).to_owned(), *count))
                .collect();
            rows.sort_by_key(|row| std::cmp::Reverse(row.1));
            rows
        };
        section(
            output,
            language.pick("Trạng thái", "Status"),
            &counted(&self.by_status),
        )?;
        self.print_ages(output)?;
        section(
            output,
            language.pick("Tỉnh, thành phố", "Province"),
            &counted(&self.by_province),
        )?;
        section(
            output,
            language.pick("Dân tộc", "Ethnic group"),
            &counted(&self.by_ethnic_group),
        )?;
        section(
            output,
            language.pick("Họ (từ đầu của tên)", "First word of the name"),
            &self.first_words,
        )
    }

    /// A pyramid in letters: one mark for each half percent.
    fn print_ages(&self, output: &mut Output) -> Result<(), CliError> {
        let living = self
            .by_age
            .values()
            .map(|(male, female)| male + female)
            .sum::<u64>()
            .max(1);
        output.line("")?;
        output.say("Tuổi            nam | nữ", "Age            male | female")?;
        for (first, (male, female)) in self.by_age.iter().rev() {
            let bar = |count: u64| "#".repeat(usize::try_from(count * 200 / living).unwrap_or(0));
            output.line(format!(
                "{first:>3}+ {male:>8} {:>20}|{:20} {female}",
                bar(*male),
                bar(*female)
            ))?;
        }
        Ok(())
    }
}

fn section(output: &mut Output, title: &str, rows: &[(String, u64)]) -> Result<(), CliError> {
    let all = rows.iter().map(|(_, count)| count).sum::<u64>().max(1);
    let mut table = output.table();
    table.set_header([title, "", "%"]);
    for (name, count) in rows {
        let permille = count * 1000 / all;
        table.add_row([
            name.clone(),
            count.to_string(),
            format!("{}.{}", permille / 10, permille % 10),
        ]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    output.line("")?;
    output.line(table.to_string())
}

fn province_of(place: &Place) -> Option<&'static str> {
    let code = match place {
        Place::Ward { link, .. } => reference::ward_link(*link)?.province_since,
        Place::Province(code) => reference::province_before(*code)?.successor,
        Place::Abroad { .. } => return None,
    };
    reference::province_since(code).map(|province| province.name)
}
