//! `dancu find`: people who fulfil conditions, found again by the same seed.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::arguments::{DataArguments, owner};
use super::export::{FileFormat, Sheet};
use super::output::{CliError, Output};
use crate::domain::citizen::Citizen;
use crate::domain::civil_date::CivilDate;
use crate::record::{Audience, record_of};
use crate::registry::finding::{
    self, ENTRIES, FORMS, FindQuery, FoundPeople, Parameter, read_question,
};

/// The forms of an answer.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FindFormat {
    /// A table for people
    #[default]
    Table,
    /// A table as `dancu export` writes it
    Csv,
    /// One JSON array
    Json,
    /// One JSON record a line
    Ndjson,
    /// The numbers alone, one a line
    Numbers,
}

/// Find people who fulfil conditions
///
/// Conditions stand in one expression, in English or Vietnamese, with or without diacritics, between commas;
/// `not` or `không` before one turns it round. Flags say the same. The living are found unless a
/// condition speaks of the state of the record. The same seed finds the same people.
///
///   dancu find "female, born 2000-2010, Cần Thơ, never married" --count 200 --format csv
///   dancu find "góa, hai CMND, chỉ có năm sinh" --seed 7
///   dancu find --province "Hà Tĩnh" --card expired --format numbers
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_long_help = conditions_help())]
pub struct Find {
    /// Conditions between commas, e.g. "widow, two CMND, card expired"
    #[arg(value_name = "CONDITIONS")]
    expression: Vec<String>,

    #[command(flatten)]
    parameters: FindParameters,

    /// How many people at most
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,

    /// The same seed finds the same people
    #[arg(long, default_value_t = 0, value_name = "S")]
    seed: u64,

    /// Form of the answer
    #[arg(long, default_value = "table", value_name = "FORM")]
    format: FindFormat,

    #[command(flatten)]
    data: DataArguments,
}

/// The conditions as flags.
#[derive(Args, Debug)]
struct FindParameters {
    /// male or female
    #[arg(long, value_name = "GENDER")]
    gender: Option<String>,

    /// A date, a year or a range, e.g. 2000-2010
    #[arg(long, value_name = "DATES")]
    born: Option<String>,

    /// Years or a range, e.g. 30-40
    #[arg(long, value_name = "YEARS")]
    age: Option<String>,

    /// Province of permanent residence, name or code of the 34
    #[arg(long, value_name = "PROVINCE")]
    province: Option<String>,

    /// The same by the 63 provinces before 01/07/2025
    #[arg(long, value_name = "PROVINCE")]
    old_province: Option<String>,

    /// Ethnic group, name or code
    #[arg(long, value_name = "GROUP")]
    ethnic_group: Option<String>,

    /// Religion, name or code
    #[arg(long, value_name = "RELIGION")]
    religion: Option<String>,

    /// `never_married`, married, widowed, divorced, separated or unknown
    #[arg(long, value_name = "STATUS")]
    marital_status: Option<String>,

    /// A, B, AB or O
    #[arg(long, value_name = "GROUP")]
    blood_group: Option<String>,

    /// How many CMND numbers
    #[arg(long, value_name = "N")]
    cmnd_count: Option<String>,

    /// How many words the name has
    #[arg(long, value_name = "N")]
    name_words: Option<String>,

    /// How many living members the household has
    #[arg(long, value_name = "N")]
    household_size: Option<String>,

    /// How much of the date of birth is known: year, month or day
    #[arg(long, value_name = "PART")]
    birth_known: Option<String>,

    /// none, valid, expired, lost, held, withdrawn, or a kind of card
    #[arg(long, value_name = "STATE")]
    card: Option<String>,

    /// Electronic identity: none, 1, 2, locked or "not activated"
    #[arg(long, value_name = "STATE")]
    eid: Option<String>,

    /// active, deceased, missing, inactive, cancelled or any
    #[arg(long, value_name = "STATE")]
    status: Option<String>,
}

impl FindParameters {
    fn given(&self) -> [(Parameter, Option<&str>); 16] {
        [
            (Parameter::Gender, self.gender.as_deref()),
            (Parameter::Born, self.born.as_deref()),
            (Parameter::Age, self.age.as_deref()),
            (Parameter::Province, self.province.as_deref()),
            (Parameter::OldProvince, self.old_province.as_deref()),
            (Parameter::EthnicGroup, self.ethnic_group.as_deref()),
            (Parameter::Religion, self.religion.as_deref()),
            (Parameter::MaritalStatus, self.marital_status.as_deref()),
            (Parameter::BloodGroup, self.blood_group.as_deref()),
            (Parameter::CmndCount, self.cmnd_count.as_deref()),
            (Parameter::NameWords, self.name_words.as_deref()),
            (Parameter::HouseholdSize, self.household_size.as_deref()),
            (Parameter::BirthKnown, self.birth_known.as_deref()),
            (Parameter::Card, self.card.as_deref()),
            (Parameter::Eid, self.eid.as_deref()),
            (Parameter::Status, self.status.as_deref()),
        ]
    }
}

impl Find {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let expression = self.expression.join(", ");
        let wanted = read_question(Some(&expression), &self.parameters.given());
        let query = FindQuery {
            without: std::collections::BTreeSet::new(),
            wanted: wanted.map_err(CliError::Fields)?,
            count: usize::try_from(self.count).unwrap_or(usize::MAX),
            seed: self.seed,
        };
        let world = self.data.world()?;
        let owner = owner();
        let found = finding::find(&world, &owner.context(), &query)?;
        print(&found, self.format, world.business_date(), output)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print(
    found: &FoundPeople,
    format: FindFormat,
    day: CivilDate,
    output: &mut Output,
) -> Result<(), CliError> {
    let file = match format {
        FindFormat::Table => return print_table(&found.citizens, day, output),
        FindFormat::Numbers => {
            let numbers = found
                .citizens
                .iter()
                .filter_map(|citizen| citizen.identity.number);
            for number in numbers {
                output.line(number.to_string())?;
            }
            return Ok(());
        }
        FindFormat::Csv => FileFormat::Csv,
        FindFormat::Json => FileFormat::Json,
        FindFormat::Ndjson => FileFormat::Ndjson,
    };
    let mut sheet = Sheet::begin(file, day, output.writer())?;
    for citizen in &found.citizens {
        sheet.row(citizen)?;
    }
    sheet.end()
}

fn print_table(citizens: &[Citizen], day: CivilDate, output: &mut Output) -> Result<(), CliError> {
    if citizens.is_empty() {
        return output.say("không có ai", "nobody");
    }
    let mut table = output.table();
    table.set_header(output.language.pick(
        [
            "Số",
            "Họ tên",
            "Ngày sinh",
            "Giới tính",
            "Thường trú",
            "Trạng thái",
        ],
        ["Number", "Name", "Born", "Gender", "Residence", "Status"],
    ));
    for citizen in citizens {
        let record = record_of(citizen, day, Audience::Administrator);
        let residence = record.permanent_residence.and_then(|place| place.text);
        table.add_row([
            record.number.unwrap_or_default(),
            record.full_name.unwrap_or_default(),
            record.date_of_birth.unwrap_or_default(),
            record.gender.unwrap_or_default(),
            residence.unwrap_or_default(),
            record.record_status.unwrap_or_default(),
        ]);
    }
    output.line(table.to_string())
}

/// Every condition by its words, for `--help`.
fn conditions_help() -> String {
    let mut text = "Conditions:\n".to_owned();
    for form in FORMS {
        let written = |(before, after): (&str, &str), value: &str| {
            [before, value, after].join(" ").trim().to_owned()
        };
        let english = written(form.english[0], form.example.0);
        let vietnamese = written(form.vietnamese[0], form.example.1);
        text.extend(["  ", &english, "; ", &vietnamese, "\n"]);
    }
    for entry in ENTRIES {
        let words: Vec<&str> = entry
            .english
            .iter()
            .chain(entry.vietnamese)
            .copied()
            .collect();
        text.extend(["  ", &words.join(", "), "\n"]);
    }
    text.push_str("  the name of a province (of the 34, or an old one that ended), ethnic group or religion alone\n");
    text
}
