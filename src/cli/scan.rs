//! `dancu scan`: finds numbers that may be real people's in test data.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::output::{CliError, Output};
use crate::domain::citizen_number::{PersonalNumber, is_number_separator, plain_digit};
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
        let mut unreadable = Vec::new();
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
                Err(error) => unreadable.push((name, error)),
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
        if !unreadable.is_empty() {
            return tell_unreadable(&unreadable, output);
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
fn tell_unreadable(
    files: &[(String, std::io::Error)],
    output: &mut Output,
) -> Result<ExitCode, CliError> {
    output.flush()?;
    for (name, error) in files {
        eprintln!("{}: {name}: {error}", output.language.pick("lỗi", "error"));
    }
    Ok(ExitCode::from(2))
}

/// Reads line by line, whatever the bytes, and returns how many 12-digit numbers there were. UTF-16,
/// as spreadsheets write it, shows as text with zeros between, which are passed over.
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
        let zeros = bytes
            .iter()
            .map(|byte| usize::from(*byte == 0))
            .sum::<usize>();
        if zeros * 3 > bytes.len() {
            bytes.retain(|byte| *byte != 0);
        }
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

/// A stretch of digits: where it begins, and the digits.
type Group = (usize, String);

/// The 12-digit numbers of a line with their columns: unbroken, or neighbouring groups, one separator
/// apart, that come to twelve together. Of overlapping readings the first counts.
fn numbers_in(line: &str) -> Vec<(usize, PersonalNumber)> {
    let mut numbers = Vec::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut gap = 0;
    for (index, character) in line.chars().enumerate() {
        match plain_digit(character) {
            Some(digit) => {
                let digit = char::from(b'0' + digit);
                match groups.last_mut() {
                    Some((_, group)) if gap == 0 => group.push(digit),
                    Some(_) | None => groups.push((index + 1, digit.to_string())),
                }
                gap = 0;
            }
            None if is_separator(character) && gap == 0 && !groups.is_empty() => gap = 1,
            None => {
                take_numbers(&mut groups, &mut numbers);
                gap = 0;
            }
        }
    }
    take_numbers(&mut groups, &mut numbers);
    numbers
}

/// What may stand between the digits of one number.
fn is_separator(character: char) -> bool {
    is_number_separator(character) || character == '/'
}

fn take_numbers(groups: &mut Vec<Group>, numbers: &mut Vec<(usize, PersonalNumber)>) {
    let groups = std::mem::take(groups);
    let mut first = 0;
    while first < groups.len() {
        let mut digits = String::new();
        let mut end = first;
        while end < groups.len() && digits.len() < 12 {
            digits.push_str(&groups[end].1);
            end += 1;
        }
        match PersonalNumber::parse(&digits) {
            Ok(number) if digits.len() == 12 => {
                numbers.push((groups[first].0, number));
                first = end;
            }
            Ok(_) | Err(_) => first += 1,
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
    fn numbers_in_groups_are_found_among_other_digits() {
        for line in [
            "1 042 085 001237",
            "042 085 001237 12",
            "042/085/001237",
            "042\u{2011}085\u{2011}001237",
        ] {
            assert_eq!(found(line).len(), 1, "{line}");
        }
        assert_eq!(found("042 085 001237 079 190 000017").len(), 2);
        let excel: Vec<u8> = "a\t042085001238\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let mut findings = Vec::new();
        let text = [&[0xff, 0xfe][..], &excel].concat();
        assert_eq!(scan_text(&text[..], "f", &mut findings).expect("bytes"), 1);
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn longer_and_shorter_runs_are_no_numbers() {
        for line in [
            "0420850012371",
            "42085001237",
            "",
            "1985-05-12",
            "42.085.001.237.0000",
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
