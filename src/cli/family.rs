//! `dancu family`: who belongs to a citizen, as a small tree.

use std::process::ExitCode;

use clap::Args;

use super::arguments::{DataArguments, owner};
use super::output::{CliError, Output};
use crate::reference::relation_to_head;
use crate::registry;
use crate::registry::question::read_number;
use crate::server::{FamilyAnswer, PersonAnswer, family_answer};

/// Show the family and the household of a citizen
///
/// Father, mother, spouse, children and representatives as the record names them, brothers and sisters by their
/// parents' records. Nobody found ends with exit code 1.
///
///   dancu family 042085000488
///   dancu family 042085000488 --json
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Family {
    /// CCCD (12 digits) or CMND (9 digits)
    #[arg(value_name = "NUMBER")]
    number: String,

    #[command(flatten)]
    data: DataArguments,

    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

impl Family {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let number = read_number(&self.number).map_err(|error| CliError::Fields(vec![error]))?;
        let world = self.data.world()?;
        let owner = owner();
        let family = registry::family_of(&world, &owner.context(), number);
        let answer = family_answer(&family?, world.business_date());
        if self.json {
            output.json(&answer)?;
        } else {
            print(&answer, output)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &FamilyAnswer, output: &mut Output) -> Result<(), CliError> {
    output.line(output.bold(&line_of(&answer.citizen)))?;
    let relatives = answer.relatives.iter().map(|relative| {
        let relation = relative.relation.as_deref().unwrap_or_default();
        let word = output.language.pick(vietnamese(relation), relation);
        format!("{word}: {}", line_of(relative))
    });
    let relatives: Vec<String> = relatives.collect();
    branches(&relatives, output)?;
    let Some(household) = &answer.household else {
        return Ok(());
    };
    output.say(
        format!("Hộ gia đình {}", household.id),
        format!("Household {}", household.id),
    )?;
    let members = household.members.iter().map(|member| {
        let code = member.relation.as_deref().unwrap_or_default();
        let number = code
            .strip_prefix("CH")
            .and_then(|digits| digits.parse().ok());
        let row = number.and_then(relation_to_head);
        let word = row.map_or(code, |row| output.language.pick(row.name_vi, row.name_en));
        format!("{word}: {}", line_of(member))
    });
    let members: Vec<String> = members.collect();
    branches(&members, output)
}

fn branches(lines: &[String], output: &mut Output) -> Result<(), CliError> {
    for (index, line) in lines.iter().enumerate() {
        let branch = if index + 1 == lines.len() {
            "└─"
        } else {
            "├─"
        };
        output.line(format!("{branch} {line}"))?;
    }
    Ok(())
}

/// Name, number, birth and, unless alive, the state of the record.
fn line_of(person: &PersonAnswer) -> String {
    let status = person
        .record_status
        .as_deref()
        .filter(|status| *status != "active");
    let parts = [
        Some(person.full_name.as_str()),
        person.number.as_deref().or(person.cmnd.as_deref()),
        person.date_of_birth.as_deref(),
        person.gender.as_deref(),
        status,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

fn vietnamese(relation: &str) -> &str {
    match relation {
        "father" => "cha",
        "mother" => "mẹ",
        "spouse" => "vợ/chồng",
        "child" => "con",
        "representative" => "người đại diện",
        "represented" => "người được đại diện",
        "sibling" => "anh chị em",
        other => other,
    }
}
