//! `dancu check-number`: what the digits of a number say.

use std::process::ExitCode;

use clap::Args;

use super::output::{CliError, Output};
use crate::record::decode_number;
use crate::registry::question::read_number;

/// Explain a number: place of registration, century, sex, year, check digit
///
/// No registry is asked. A number that cannot be read ends with exit code 1 and says why.
///
///   dancu check-number 042085000488
///   dancu check-number 42085000488        (the zero that a spreadsheet ate)
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CheckNumber {
    /// 12 or 9 digits; spaces and dots are fine
    number: String,

    /// Print as JSON
    #[arg(long)]
    json: bool,
}

impl CheckNumber {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let number = read_number(&self.number).map_err(|error| CliError::Fields(vec![error]))?;
        let decoding = decode_number(number);
        if self.json {
            output.json(&decoding)?;
            return Ok(ExitCode::SUCCESS);
        }
        let heading = output.bold(&decoding.number);
        output.line(format!("{heading}  {}", decoding.kind))?;
        if let Some(place) = &decoding.place {
            let since = place
                .province_since_2025
                .zip(place.province_code_since_2025.as_ref());
            let since = since.map_or(String::new(), |(name, code)| {
                format!("  (2025: {name}, {code})")
            });
            let before = place.province.unwrap_or(place.kind);
            let (vietnamese, english) = if decoding.kind == "cmnd" {
                ("nơi cấp      ", "issued by    ")
            } else {
                ("nơi đăng ký  ", "place        ")
            };
            output.say(
                format!("  {vietnamese} {} {before}{since}", place.code),
                format!("  {english} {} {before}{since}", place.code),
            )?;
        }
        if let Some((gender, year)) = decoding.gender.zip(decoding.year_of_birth) {
            output.say(
                format!(
                    "  giới tính     {}",
                    if gender == "male" { "nam" } else { "nữ" }
                ),
                format!("  gender        {gender}"),
            )?;
            output.say(
                format!("  năm sinh      {year}"),
                format!("  year of birth {year}"),
            )?;
        }
        for warning in &decoding.warnings {
            output.say(format!("  ! {}", warning.vi), format!("  ! {}", warning.en))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
