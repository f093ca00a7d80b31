//! `dancu personas`: the named people and what they show.

use std::process::ExitCode;

use clap::Args;

use super::arguments::Numbers;
use super::output::{CliError, Output};
use crate::population::personas;
use crate::server::PersonaAnswer;

/// List the named people: number, name, date of birth and what each shows
///
/// They are in every population, with the same numbers. What the registry answers to which question
/// stands at `GET /v1/personas`.
///
///   dancu personas
///   dancu personas --json | jq -r '.[].key'
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Personas {
    /// Prefixes of the numbers, as given to `dancu seed`
    #[arg(
        long,
        env = "DANCU_NUMBERS",
        default_value = "provinces",
        value_name = "KIND"
    )]
    numbers: Numbers,

    /// Print as JSON
    #[arg(long)]
    json: bool,
}

impl Personas {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let people = personas(self.numbers.into())
            .map_err(|error| CliError::told(error.to_string(), error.to_string()))?;
        let number = |persona: &crate::population::Persona| {
            persona
                .person
                .as_ref()
                .and_then(|citizen| citizen.identity.number)
                .map(|number| number.to_string())
        };
        if self.json {
            output.json(&people.iter().map(PersonaAnswer::from).collect::<Vec<_>>())?;
            return Ok(ExitCode::SUCCESS);
        }
        let mut table = output.table();
        table.set_header(output.language.pick(
            ["Số", "Họ tên", "Ngày sinh", "Cho thấy"],
            ["Number", "Name", "Born", "Shows"],
        ));
        for persona in &people {
            table.add_row([
                number(persona).unwrap_or_else(|| "-".to_owned()),
                persona.full_name.clone(),
                persona.date_of_birth.to_string(),
                output
                    .language
                    .pick(&persona.shows_vi, &persona.shows_en)
                    .clone(),
            ]);
        }
        output.line(table.to_string())?;
        Ok(ExitCode::SUCCESS)
    }
}
