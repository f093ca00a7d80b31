//! `dancu match`: a question to the registry, without a server.

use std::process::ExitCode;

use clap::Args;

use super::arguments::{DataArguments, PersonArguments, owner};
use super::output::{CliError, Output};
use crate::registry::{self, MatchReport};
use crate::server::match_answer;

/// Does this name and date of birth belong to this number?
///
/// Answers as `POST /v1/match` does, with the reasons field by field. The exit code is 0 whatever the
/// verdict; with --exit-code it is 0 for match, 10 for review and 11 for no match.
///
///   dancu match 042085000488 "Nguyễn Văn Thành" 1985-05-12
///   dancu match --number 183000048 --full-name "Nguyen Van Thanh" --date-of-birth 1985 --json
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Match {
    #[command(flatten)]
    person: PersonArguments,

    #[command(flatten)]
    data: DataArguments,

    /// Tell the verdict by the exit code too
    #[arg(long)]
    exit_code: bool,

    /// Print the answer as JSON, as the API would
    #[arg(long)]
    json: bool,
}

impl Match {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let query = self.person.query()?;
        let world = self.data.world()?;
        let owner = owner();
        let report = registry::match_person(&world, &owner.context(), &query)?;
        if self.json {
            output.json(&match_answer(&report, owner.context().request_id))?;
        } else {
            print(&report, output)?;
        }
        let code = match report.outcome {
            crate::domain::matching::Outcome::Match => 0,
            crate::domain::matching::Outcome::Review => 10,
            crate::domain::matching::Outcome::NoMatch => 11,
        };
        Ok(ExitCode::from(if self.exit_code { code } else { 0 }))
    }
}

fn print(report: &MatchReport, output: &mut Output) -> Result<(), CliError> {
    let verdict = output.verdict(report.outcome.as_str());
    let status = report.record_status.map_or(String::new(), |status| {
        format!(", record_status {}", status.as_str())
    });
    let (grade, rule, policy) = (report.grade.as_str(), report.rule, report.policy.as_str());
    output.line(format!(
        "{verdict}  (grade {grade}, rule {rule}, policy {policy}{status})"
    ))?;
    for field in report.fields.iter().flatten() {
        let decision = output.verdict(field.decision.as_str());
        let message = output.language.pick(field.vietnamese, field.english);
        output.line(format!(
            "  {:14} {decision:7} {}: {message}",
            field.field, field.verdict
        ))?;
    }
    Ok(())
}
