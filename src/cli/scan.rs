//! `dancu scan`: finds numbers that may be real people's in test data.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::output::{CliError, Output};
use crate::domain::citizen_number::{PersonalNumber, plain_digit};
use crate::reference::{NumberPlace, number_place};

/// List the lines whose 12-digit numbers lack the check digit of invented people
///
/// Real personal numbers have no check digit, so nine in ten of them are found; one in ten passes by
/// chance. Numbers are shown masked. Exit code 0: nothing found; 1: something found; 2: not readable.
///
///   dancu scan testdata.csv fixtures/*.sql
///   git diff --cached | dancu scan -
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Scan {
    /// Files of any text or CSV; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// A number without the check digit.
#[derive(Serialize, Debug, PartialEq, Eq)]
struct Finding {
    file: String,
    line: usize,
    /// In characters, from 1.
    column: usize,
    /// Masked: `042*******37`.
    number: String,
    /// Whether the first three digits are those of a province: then it looks like a person's.
    province: Option<&'static str>,
}

impl Scan {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let mut findings = Vec::new();
        let mut checked = 0;
        for path in &self.files {
            let name = path.display().to_string();
            let read = if name == "-" {
                scan_text(std::io::stdin().lock(), &name, &mut findings)
            } else {
                File::open(path)
                    .and_then(|file| scan_text(BufReader::new(file), &name, &mut findings))
            };
            match read {
                Ok(numbers) => checked += numbers,
                Err(error) => return unreadable(&name, &error, output),
            }
        }
        if self.json {
            output.json(&json!({"numbers_checked": checked, "findings": findings}))?;
        } else {
            for Finding {
                file,
                line,
                column,
                number,
                province,
            } in &findings
            {
                let place = province.unwrap_or("-");
                output.line(format!("{file}:{line}:{column}: {number} {place}"))?;
            }
            let found = findings.len();
            output.say(
                format!("{found} trong {checked} số 12 chữ số không có chữ số kiểm tra của dữ liệu giả lập"),
                format!("{found} of {checked} 12-digit numbers lack the check digit of invented people"),
            )?;
        }
        Ok(if findings.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

#[expect(
    clippy::print_stderr,
    reason = "where a command line tells its failures"
)]
fn unreadable(
    name: &str,
    error: &std::io::Error,
    output: &mut Output,
) -> Result<ExitCode, CliError> {
    output.flush()?;
    eprintln!("{}: {name}: {error}", output.language.pick("lỗi", "error"));
    Ok(ExitCode::from(2))
}

/// Reads line by line, whatever the bytes, and returns how many 12-digit numbers there were.
fn scan_text(
    mut reader: impl BufRead,
    file: &str,
    findings: &mut Vec<Finding>,
) -> std::io::Result<usize> {
    let mut bytes = Vec::new();
    let mut checked = 0;
    let mut line = 0;
    while {
        bytes.clear();
        reader.read_until(b'\n', &mut bytes)? > 0
    } {
        line += 1;
        for (column, number) in numbers_in(&String::from_utf8_lossy(&bytes)) {
            checked += 1;
            if !number.is_marked() {
                let province = match number_place(number.place_code()) {
                    NumberPlace::Province(province) => Some(province.name),
                    NumberPlace::Reserved | NumberPlace::Unassigned | NumberPlace::Country => None,
                };
                findings.push(Finding {
                    file: file.to_owned(),
                    line,
                    column,
                    number: format!("{number:?}"),
                    province,
                });
            }
        }
    }
    Ok(checked)
}

/// The 12-digit numbers of a line with their columns: unbroken, or in groups with a space, dot or dash
/// between them that come to twelve together.
fn numbers_in(line: &str) -> Vec<(usize, PersonalNumber)> {
    let mut numbers = Vec::new();
    let mut groups: Vec<(usize, String)> = Vec::new();
    let mut previous = Glyph::Other;
    for (index, character) in line.chars().chain(std::iter::once('\n')).enumerate() {
        let glyph = Glyph::of(character);
        match (previous, glyph) {
            (Glyph::Digit(_), Glyph::Digit(digit)) => {
                if let Some((_, group)) = groups.last_mut() {
                    group.push(digit);
                }
            }
            (_, Glyph::Digit(digit)) => groups.push((index + 1, digit.to_string())),
            (Glyph::Digit(_), Glyph::Separator) => {}
            (_, Glyph::Separator | Glyph::Other) => numbers.extend(take_numbers(&mut groups)),
        }
        previous = glyph;
    }
    numbers
}

fn take_numbers(groups: &mut Vec<(usize, String)>) -> Vec<(usize, PersonalNumber)> {
    let groups = std::mem::take(groups);
    let whole: String = groups.iter().map(|(_, digits)| digits.as_str()).collect();
    let candidates = if whole.len() == 12 {
        groups
            .first()
            .map(|(column, _)| (*column, whole))
            .into_iter()
            .collect()
    } else {
        groups
    };
    candidates
        .into_iter()
        .filter(|(_, digits)| digits.len() == 12)
        .filter_map(|(column, digits)| Some((column, PersonalNumber::parse(&digits).ok()?)))
        .collect()
}

#[derive(Clone, Copy)]
enum Glyph {
    Digit(char),
    Separator,
    Other,
}

impl Glyph {
    fn of(character: char) -> Self {
        match plain_digit(character) {
            Some(digit) => Self::Digit(char::from(b'0' + digit)),
            None if matches!(character, ' ' | '\u{a0}' | '.' | '-') => Self::Separator,
            None => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Vec<(usize, String)> {
        numbers_in(line)
            .into_iter()
            .map(|(column, number)| (column, number.to_string()))
            .collect()
    }

    #[test]
    fn twelve_digits_are_found_alone_in_groups_and_in_csv() {
        for line in [
            "042085001237",
            "x042085001237,",
            "042 085 001237",
            "042.085.001.237",
            "０４２０８５００１２３７",
        ] {
            assert_eq!(found(line).len(), 1, "{line}");
            assert_eq!(found(line)[0].1, "042085001237", "{line}");
        }
        assert_eq!(
            found("a,042085001237,1985-05-12,079190000017"),
            [(3, "042085001237".into()), (27, "079190000017".into())]
        );
        assert_eq!(found("042085001237 079190000017").len(), 2);
    }

    #[test]
    fn longer_and_shorter_runs_are_no_numbers() {
        for line in [
            "0420850012371",
            "42085001237",
            "",
            "1985-05-12",
            "42.085.001.237.000",
        ] {
            assert_eq!(found(line), [], "{line}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_do_not_stop_the_scan() {
        let mut findings = Vec::new();
        let checked = scan_text(
            &b"\xff\xfe 042085001238\n\x00042085001237\n"[..],
            "f",
            &mut findings,
        )
        .expect("bytes");
        assert_eq!(checked, 2);
        assert!(
            findings
                .iter()
                .all(|finding| !finding.number.contains("08500"))
        );
    }
}
