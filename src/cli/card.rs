//! `dancu card`: what scanners read off somebody's card, and a specimen of it.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::arguments::{DataArguments, owner};
use super::export::write_file;
use super::output::{CliError, Output};
use crate::registry::question::read_number;
use crate::registry::{self, CardError, PrintedCard};
use crate::server::{CardAnswer, draw_specimen};

/// The forms of a card.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
enum CardFormat {
    /// The text of the QR code, then the machine-readable zone, a line each
    #[default]
    Text,
    /// As `GET /v1/citizens/{number}/card` answers
    Json,
    /// A picture, with MẪU across it
    Svg,
}

/// Show what scanners read off a card: QR text and machine-readable zone
///
/// For tests of forms that are filled by scanning. What in it is a guess is told in docs/cards.md.
///
///   dancu card 042085000488
///   dancu card 042085000488 --format svg --output card.svg
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ShowCard {
    /// CCCD (12 digits) or CMND (9 digits) of the holder
    #[arg(value_name = "NUMBER")]
    number: String,

    /// Form of the answer
    #[arg(long, default_value = "text", value_name = "FORM")]
    format: CardFormat,

    /// Write to this file, whole or not at all [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    data: DataArguments,
}

impl ShowCard {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let number = read_number(&self.number).map_err(|error| CliError::Fields(vec![error]))?;
        let world = self.data.world()?;
        let owner = owner();
        let card = registry::get_card(&world, &owner.context(), number);
        let text = self.worded(&card.map_err(told)?)?;
        match &self.output {
            None => output.line(text.trim_end())?,
            Some(path) => write_file(path, |file| {
                writeln!(file, "{}", text.trim_end()).map_err(CliError::Write)
            })?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn worded(&self, card: &PrintedCard) -> Result<String, CliError> {
        match self.format {
            CardFormat::Text => {
                let lines: Vec<&str> = card
                    .qr_text
                    .iter()
                    .chain(card.mrz.iter().flatten())
                    .map(String::as_str)
                    .collect();
                if lines.is_empty() {
                    let kind = card.card.kind.as_str();
                    return Err(CliError::told(
                        format!("loại thẻ này ({kind}) không có mã QR và vùng máy đọc"),
                        format!(
                            "cards of this kind ({kind}) have no QR code and no machine-readable zone"
                        ),
                    ));
                }
                Ok(lines.join("\n"))
            }
            CardFormat::Json => {
                Ok(serde_json::to_string_pretty(&CardAnswer::from(card)).unwrap_or_default())
            }
            CardFormat::Svg => Ok(draw_specimen(card)),
        }
    }
}

/// Why there is no card, in words.
fn told(error: CardError) -> CliError {
    match error {
        CardError::Person(error) => error.into(),
        CardError::NoCard => CliError::told(
            "vào ngày nghiệp vụ, công dân này chưa được cấp thẻ 12 số nào",
            "on the business date no card with 12 digits has been issued to this citizen",
        ),
    }
}
