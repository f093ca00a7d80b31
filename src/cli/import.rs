//! `dancu import`: people of one's own, from CSV, JSON or NDJSON; all of them or none.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use super::arguments::DataArguments;
use super::export::FileFormat;
use super::output::{CliError, Output};
use super::table_file::record_of_cells;
use crate::clock::real_time;
use crate::domain::language::Language;
use crate::record::{CitizenRecord, FieldError, read_json};
use crate::registry::{self, ImportError, MAX_IMPORT, Refusal};
use crate::store::{FolderLock, Population};
use crate::worlds::World;

/// How many faulty lines are listed.
const LISTED: usize = 20;

/// Add people from a file to the default world
///
/// CSV with a header of record keys (`full_name`, `date_of_birth` and gender are needed), a JSON array, or
/// NDJSON. Errors name the line; if there is one, nothing is added. Numbers without the check digit of
/// invented people are refused: they could be real people's. A number is made where none is given.
/// The server must not run on the same folder: send people to `POST /v1/citizens` instead.
///
///   dancu import people.csv
///   cat people.ndjson | dancu import - --format ndjson
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Import {
    /// The file; - is standard input
    file: PathBuf,

    /// Form of the file [default: by its ending]
    #[arg(long, value_name = "FORM")]
    format: Option<FileFormat>,

    /// Take numbers without the check digit; they may be real people's
    #[arg(long)]
    allow_unmarked: bool,

    #[command(flatten)]
    data: DataArguments,

    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

impl Import {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let text = self.text()?;
        let records = match self.format()? {
            FileFormat::Csv => from_csv(&text),
            FileFormat::Ndjson => from_lines(&text),
            FileFormat::Json => from_array(&text),
        }
        .map_err(|lines| faulty(&lines))?;
        let folder = &self.data.data;
        let _lock = FolderLock::take(folder)?;
        let world = World::open(
            folder,
            Arc::new(Population::open(folder)?),
            self.data.clock(),
        )?;
        let added = registry::import(&world, real_time(), &records, self.allow_unmarked)
            .map_err(import_error)?;
        let numbers = added
            .iter()
            .map(|citizen| citizen.identity.number.map(|number| number.to_string()));
        if self.json {
            output
                .json(&json!({"imported": added.len(), "numbers": numbers.collect::<Vec<_>>()}))?;
        } else {
            let count = added.len();
            output.say(
                format!("Đã thêm {count} người."),
                format!("Added {count} people."),
            )?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn text(&self) -> Result<String, CliError> {
        let mut bytes = Vec::new();
        let read = if self.file.as_os_str() == "-" {
            std::io::stdin()
                .lock()
                .read_to_end(&mut bytes)
                .map(|_length| ())
        } else {
            std::fs::read(&self.file).map(|content| bytes = content)
        };
        let name = self.file.display();
        read.map_err(|error| {
            CliError::told(
                format!("không đọc được {name}: {error}"),
                format!("{name} cannot be read: {error}"),
            )
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
                .split(|byte| *byte == b'\n')
                .count();
            CliError::told(
                format!("{name}, dòng {line}: không phải UTF-8; hãy lưu lại tệp với mã UTF-8"),
                format!("{name}, line {line}: not UTF-8; save the file as UTF-8"),
            )
        })?;
        // Spreadsheets begin their UTF-8 files with a mark.
        Ok(text
            .strip_prefix('\u{feff}')
            .map_or_else(|| text.clone(), str::to_owned))
    }

    fn format(&self) -> Result<FileFormat, CliError> {
        let ending = self
            .file
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        self.format
            .or(match ending.as_deref() {
                Some("csv") => Some(FileFormat::Csv),
                Some("json") => Some(FileFormat::Json),
                Some("ndjson" | "jsonl") => Some(FileFormat::Ndjson),
                Some(_) | None => None,
            })
            .ok_or_else(|| {
                CliError::told(
                    "thêm --format csv, json hoặc ndjson",
                    "add --format csv, json or ndjson",
                )
            })
    }
}

type Records = Result<Vec<(usize, CitizenRecord)>, Vec<(usize, Refusal)>>;

/// Gathers records and what is wrong with others.
#[derive(Default)]
struct Gathered {
    records: Vec<(usize, CitizenRecord)>,
    refused: Vec<(usize, Refusal)>,
}

impl Gathered {
    fn add(&mut self, line: usize, record: Result<CitizenRecord, FieldError>) {
        match record {
            Ok(record) => self.records.push((line, record)),
            Err(error) => self.refused.push((line, Refusal::Fields(vec![error]))),
        }
    }

    fn finish(self) -> Records {
        if self.refused.is_empty() {
            Ok(self.records)
        } else {
            Err(self.refused)
        }
    }
}

fn from_csv(text: &str) -> Records {
    let delimiter = delimiter_of(text);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut gathered = Gathered::default();
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            gathered.add(1, Err(broken_row(&error)));
            return gathered.finish();
        }
    };
    for (index, column) in header.iter().enumerate() {
        if header.iter().take(index).any(|earlier| earlier == column) {
            gathered.add(
                1,
                Err(FieldError::told(
                    column,
                    "field_duplicate",
                    "Cột này xuất hiện hai lần.",
                    "This column stands here twice.",
                )),
            );
        }
    }
    for row in reader.records() {
        match row {
            Ok(row) => gathered.add(line_of(text, row.position()), record_of_row(&header, &row)),
            Err(error) => gathered.add(line_of(text, error.position()), Err(broken_row(&error))),
        }
    }
    gathered.finish()
}

/// Spreadsheets of Vietnamese machines separate with semicolons, others with commas or tabs.
fn delimiter_of(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
    // Of equals the last counts: the comma.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

fn record_of_row(
    header: &csv::StringRecord,
    row: &csv::StringRecord,
) -> Result<CitizenRecord, FieldError> {
    if row.len() != header.len() {
        let (found, wanted) = (row.len(), header.len());
        return Err(FieldError::told(
            "",
            "row_broken",
            format!("dòng có {found} ô, tiêu đề có {wanted} cột"),
            format!("the row has {found} cells, the header {wanted} columns"),
        ));
    }
    let cells = header.iter().map(str::trim).zip(row.iter());
    let value = record_of_cells(cells).map_err(|column| {
        FieldError::told(
            column,
            "field_type",
            "Sai kiểu dữ liệu trong ô này.",
            "The cell is of the wrong type.",
        )
    })?;
    read_json(value.to_string().as_bytes())
}

fn broken_row(error: &csv::Error) -> FieldError {
    FieldError::told(
        "",
        "row_broken",
        format!("không đọc được dòng CSV: {error}"),
        format!("the CSV row is broken: {error}"),
    )
}

/// The line a row begins on; blank lines before it count, though csv passes over them.
fn line_of(text: &str, position: Option<&csv::Position>) -> usize {
    let byte = position.map_or(0, |position| {
        usize::try_from(position.byte()).unwrap_or(usize::MAX)
    });
    let (before, row) = text.split_at_checked(byte).unwrap_or((text, ""));
    let blank = row.len() - row.trim_start_matches(['\r', '\n']).len();
    before.matches('\n').count() + row[..blank].matches('\n').count() + 1
}

fn from_lines(text: &str) -> Records {
    let mut gathered = Gathered::default();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        gathered.add(index + 1, read_json(line.as_bytes()));
    }
    gathered.finish()
}

/// The line of an item is where it begins.
fn from_array(text: &str) -> Records {
    let mut gathered = Gathered::default();
    let items: Vec<&serde_json::value::RawValue> = match serde_json::from_str(text) {
        Ok(items) => items,
        Err(error) => {
            let sentence = |language: Language| match language {
                Language::Vietnamese => "cần một mảng JSON đúng cú pháp".to_owned(),
                Language::English => "a JSON array is needed".to_owned(),
            };
            gathered.add(
                error.line(),
                Err(FieldError::new("", "json_broken", sentence)),
            );
            return gathered.finish();
        }
    };
    for item in items {
        let start = item.get().as_ptr().addr() - text.as_ptr().addr();
        gathered.add(
            text[..start].matches('\n').count() + 1,
            read_json(item.get().as_bytes()),
        );
    }
    gathered.finish()
}

fn import_error(error: ImportError) -> CliError {
    match error {
        ImportError::Lines(lines) => faulty(&lines),
        ImportError::TooMany { people } => CliError::told(
            format!(
                "{people} người là quá nhiều (tối đa {MAX_IMPORT}); hãy tạo dữ liệu dân cư bằng `dancu seed --size`"
            ),
            format!(
                "{people} people are too many (at most {MAX_IMPORT}); make a population with `dancu seed --size`"
            ),
        ),
        ImportError::Store(error) => error.into(),
    }
}

fn faulty(lines: &[(usize, Refusal)]) -> CliError {
    let tell = |language: Language| {
        let mut text = match language {
            Language::Vietnamese => format!("chưa thêm ai; số dòng có lỗi: {}", lines.len()),
            Language::English => format!("nobody was added; faulty lines: {}", lines.len()),
        };
        for (line, refusal) in lines.iter().take(LISTED) {
            for reason in reasons(refusal, language) {
                // Writing to a String cannot fail.
                let _written = match language {
                    Language::Vietnamese => write!(text, "\n  dòng {line}: {reason}"),
                    Language::English => write!(text, "\n  line {line}: {reason}"),
                };
            }
        }
        if lines.len() > LISTED {
            text.push_str("\n  …");
        }
        text
    };
    CliError::told(tell(Language::Vietnamese), tell(Language::English))
}

/// Why somebody was refused, in a language.
pub(super) fn reasons(refusal: &Refusal, language: Language) -> Vec<String> {
    match refusal {
        Refusal::Fields(errors) => errors.iter().map(|error| error.sentence(language)).collect(),
        Refusal::NumberTaken { field } => {
            vec![format!("{field}: {}", language.pick("số đã thuộc về người khác", "the number belongs to somebody"))]
        }
        Refusal::NumberUnmarked { fields } => vec![format!(
            "{}: {}",
            fields.join(", "),
            language.pick(
                "không có chữ số kiểm tra, có thể là số của người thật (--allow-unmarked để vẫn nhận)",
                "no check digit, this may be a real person's number (--allow-unmarked takes it all the same)"
            )
        )],
        Refusal::NumbersExhausted => vec![language
            .pick(
                "đã hết số cho tỉnh, giới tính và năm sinh này",
                "all numbers of this province, sex and year are given",
            )
            .to_owned()],
        // An import adds and changes nobody.
        Refusal::NotFound
        | Refusal::Ambiguous
        | Refusal::Cancelled(_)
        | Refusal::VersionMissing
        | Refusal::VersionDiffers => Vec::new(),
    }
}
