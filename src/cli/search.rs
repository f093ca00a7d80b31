//! `dancu search`: who may be meant by a name and a date?

use std::process::ExitCode;

use clap::Args;

use super::arguments::{DataArguments, owner, parse_gender};
use super::output::{CliError, Output};
use crate::domain::citizen_number::Gender;
use crate::registry::question::{keep, read_date, read_name, read_province};
use crate::registry::{self, SearchError, SearchQuery};
use crate::server::{SearchResult, search_result};

/// Search citizens by name and date of birth
///
/// Candidates come best first, with score and grade; namesakes born on the same day all come.
///
///   dancu search "Nguyễn Thị Hương" 1985-05-12
///   dancu search "nguyen thi huong" 1985 --province 42 --json
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Search {
    /// Full name
    full_name: String,

    /// Date of birth, at least the year
    date_of_birth: String,

    /// Only this gender
    #[arg(long, value_name = "GENDER", value_parser = parse_gender)]
    gender: Option<Gender>,

    /// Only this province of permanent residence (2-digit code since 01/07/2025)
    #[arg(long, value_name = "CODE")]
    province: Option<String>,

    /// How many candidates at most
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=100))]
    limit: u16,

    #[command(flatten)]
    data: DataArguments,

    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

impl Search {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let mut errors = Vec::new();
        let full_name = keep(read_name(&self.full_name), &mut errors);
        let date_of_birth = keep(read_date(&self.date_of_birth), &mut errors);
        let province = keep(
            self.province.as_deref().map(read_province).transpose(),
            &mut errors,
        );
        let (Some(full_name), Some(date_of_birth), Some(province)) =
            (full_name, date_of_birth, province)
        else {
            return Err(CliError::Fields(errors));
        };
        let query = SearchQuery {
            full_name,
            date_of_birth,
            gender: self.gender,
            province,
            limit: usize::from(self.limit),
        };
        let world = self.data.world()?;
        let owner = owner();
        let answer =
            registry::search(&world, &owner.context(), &query).map_err(|error| match error {
                SearchError::TooBroad => CliError::told(
                    "quá nhiều người phù hợp; hãy cung cấp cả ngày, tháng sinh",
                    "too many people would fit; give day and month of birth",
                ),
                SearchError::Store(error) => error.into(),
            })?;
        let result = search_result(&answer, &owner.context(), world.business_date());
        if self.json {
            output.json(&result)
        } else {
            print_table(&result, output)
        }?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print_table(answer: &SearchResult, output: &mut Output) -> Result<(), CliError> {
    if answer.candidates.is_empty() {
        return output.say("không có ai", "nobody");
    }
    let mut table = output.table();
    table.set_header(output.language.pick(
        [
            "Điểm",
            "Mức",
            "Số",
            "Họ tên",
            "Ngày sinh",
            "Giới tính",
            "Thường trú",
            "Trạng thái",
        ],
        [
            "Score",
            "Grade",
            "Number",
            "Name",
            "Born",
            "Gender",
            "Residence",
            "Status",
        ],
    ));
    for candidate in &answer.candidates {
        let record = candidate.citizen.clone();
        let residence = record.permanent_residence.and_then(|place| place.text);
        table.add_row([
            candidate.score.to_string(),
            candidate.grade.to_owned(),
            record.number.unwrap_or_default(),
            record.full_name.unwrap_or_default(),
            record.date_of_birth.unwrap_or_default(),
            record.gender.unwrap_or_default(),
            residence.unwrap_or_default(),
            record.record_status.unwrap_or_default(),
        ]);
    }
    output.line(table.to_string())?;
    if answer.ambiguous {
        output.say(
            "Nhiều người trùng cả họ tên và ngày sinh: cần số định danh để phân biệt.",
            "More than one person has this name and date of birth: only a number tells them apart.",
        )?;
    }
    Ok(())
}
