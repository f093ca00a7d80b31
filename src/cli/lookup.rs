//! `dancu lookup`: a record, after a match or by its number alone.

use std::process::ExitCode;

use clap::Args;

use super::arguments::{DataArguments, PersonArguments, owner};
use super::output::{CliError, Output};
use crate::domain::citizen::Citizen;
use crate::domain::language::Language;
use crate::record::{Audience, record_of};
use crate::registry::question::read_number;
use crate::registry::{self, Dead, LookupError};
use crate::worlds::World;

/// Show the record of a citizen
///
/// With name and date it is shown when they match, as `POST /v1/lookup` does; with --by-number by the
/// number alone, as `GET /v1/citizens/{number}` does. Nobody found ends with exit code 1.
///
///   dancu lookup 042085000488 "Nguyễn Văn Thành" 1985-05-12
///   dancu lookup --by-number 042085000488 --json
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Lookup {
    #[command(flatten)]
    person: PersonArguments,

    /// Look up by this number alone (12 or 9 digits)
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["person", "number", "full_name", "date_of_birth"])]
    by_number: Option<String>,

    #[command(flatten)]
    data: DataArguments,

    /// Print the record as JSON
    #[arg(long)]
    json: bool,
}

impl Lookup {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let citizen = match &self.by_number {
            Some(number) => self.by_number(number)?,
            None => self.by_match()?,
        };
        let (world, citizen) = citizen;
        let record = record_of(&citizen, world.business_date(), Audience::Administrator);
        if self.json {
            output.json(&record)?;
        } else {
            print(
                &serde_json::to_value(&record).unwrap_or_default(),
                0,
                output,
            )?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn by_match(&self) -> Result<(World, Citizen), CliError> {
        let query = self.person.query()?;
        let world = self.data.world()?;
        let owner = owner();
        let found = registry::look_up(&world, &owner.context(), &query, Dead::Found);
        let citizen = found.map_err(|error| match error {
            LookupError::NotFound => CliError::nobody(),
            LookupError::Store(error) => error.into(),
        })?;
        Ok((world, citizen))
    }

    fn by_number(&self, number: &str) -> Result<(World, Citizen), CliError> {
        let number = read_number(number).map_err(|error| CliError::Fields(vec![error]))?;
        let world = self.data.world()?;
        let owner = owner();
        let found = registry::get_by_number(&world, &owner.context(), number);
        Ok((world, found?))
    }
}

/// Prints an object as indented lines of key and value.
fn print(value: &serde_json::Value, depth: usize, output: &mut Output) -> Result<(), CliError> {
    let indent = "  ".repeat(depth);
    for (key, value) in value.as_object().into_iter().flatten() {
        match value {
            serde_json::Value::Object(_) => {
                output.line(format!("{indent}{key}"))?;
                print(value, depth + 1, output)?;
            }
            serde_json::Value::Array(items) => {
                for item in items {
                    let text = item
                        .as_str()
                        .map_or_else(|| item.to_string(), str::to_owned);
                    output.line(format!("{indent}{key:28} {text}"))?;
                }
            }
            other => {
                let text = match (other.as_str(), other.as_bool(), output.language) {
                    (Some(text), ..) => text.to_owned(),
                    (None, Some(flag), Language::Vietnamese) => {
                        if flag { "có" } else { "không" }.to_owned()
                    }
                    (None, Some(flag), Language::English) => {
                        if flag { "yes" } else { "no" }.to_owned()
                    }
                    (None, None, _) => other.to_string(),
                };
                output.line(format!("{indent}{key:28} {text}"))?;
            }
        }
    }
    Ok(())
}
