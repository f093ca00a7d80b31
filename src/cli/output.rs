//! What commands print, and how they fail.

use std::io::{BufWriter, IsTerminal as _, StdoutLock, Write};
use std::process::ExitCode;

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

use crate::domain::language::Language;
use crate::record::FieldError;
use crate::registry::GetError;
use crate::store::StoreError;

/// Why a command failed.
#[derive(Debug)]
pub enum CliError {
    /// The store failed.
    Store(StoreError),
    /// Standard output or a file could not be written.
    Write(std::io::Error),
    /// The arguments cannot be read.
    Fields(Vec<FieldError>),
    /// Anything else, in words that say what to do (Vietnamese, English).
    Told(String, String),
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<GetError> for CliError {
    fn from(error: GetError) -> Self {
        match error {
            GetError::NotFound => Self::nobody(),
            GetError::Ambiguous => Self::told(
                "nhiều người cùng mang số này; thêm họ tên và ngày sinh",
                "more than one person holds this number; add name and date of birth",
            ),
            GetError::Cancelled { reason, successor } => {
                let reason = reason.map_or("", |reason| reason.as_str());
                let successor =
                    successor.map_or_else(|| "-".to_owned(), |number| number.to_string());
                Self::told(
                    format!("số đã bị hủy ({reason}); số thay thế: {successor}"),
                    format!("the number was cancelled ({reason}); set in its place: {successor}"),
                )
            }
            GetError::Store(error) => error.into(),
        }
    }
}

impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        Self::Write(error)
    }
}

impl CliError {
    /// A failure in words.
    pub fn told(vietnamese: impl Into<String>, english: impl Into<String>) -> Self {
        Self::Told(vietnamese.into(), english.into())
    }

    /// No such citizen.
    pub fn nobody() -> Self {
        Self::told("không tìm thấy công dân", "no such citizen")
    }

    /// Whether the reader of our output went away.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Write(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }

    /// What went wrong, in a language.
    pub fn message(&self, language: Language) -> String {
        match self {
            Self::Store(error) => error.advice(language),
            Self::Write(error) => match language {
                Language::Vietnamese => format!("không ghi được kết quả: {error}"),
                Language::English => format!("the output cannot be written: {error}"),
            },
            Self::Fields(errors) => {
                let lines = errors.iter().map(|error| error.sentence(language));
                lines.collect::<Vec<_>>().join("\n       ")
            }
            Self::Told(vietnamese, english) => language.pick(vietnamese, english).clone(),
        }
    }

    /// Tells the failure on standard error. Damaged files end with 3, a signal with 130 as in shells, everything else with 1.
    #[expect(
        clippy::print_stderr,
        reason = "where a command line tells its failures"
    )]
    pub fn tell(&self, language: Language) -> ExitCode {
        eprintln!(
            "{}: {}",
            language.pick("lỗi", "error"),
            self.message(language)
        );
        match self {
            Self::Store(StoreError::Damaged { .. } | StoreError::Foreign { .. }) => {
                ExitCode::from(3)
            }
            Self::Store(StoreError::Stopped) => ExitCode::from(130),
            Self::Store(_) | Self::Write(_) | Self::Fields(_) | Self::Told(..) => ExitCode::FAILURE,
        }
    }
}

/// Standard output, gathered, and what is known of the terminal behind it.
#[derive(Debug)]
pub struct Output {
    writer: BufWriter<StdoutLock<'static>>,
    /// Whether a person reads it.
    pub is_terminal: bool,
    /// The language of messages.
    pub language: Language,
    colour: bool,
}

impl Output {
    /// The standard output of the process.
    pub fn standard() -> Self {
        let stdout = std::io::stdout();
        let is_terminal = stdout.is_terminal();
        Self {
            colour: is_terminal && std::env::var_os("NO_COLOR").is_none(),
            is_terminal,
            language: language_of_environment(),
            writer: BufWriter::new(stdout.lock()),
        }
    }

    /// Writes a line.
    pub fn line(&mut self, text: impl AsRef<str>) -> Result<(), CliError> {
        writeln!(self.writer, "{}", text.as_ref()).map_err(CliError::Write)
    }

    /// Writes a line in the language of the environment.
    pub fn say(
        &mut self,
        vietnamese: impl AsRef<str>,
        english: impl AsRef<str>,
    ) -> Result<(), CliError> {
        let language = self.language;
        self.line(language.pick(vietnamese.as_ref(), english.as_ref()))
    }

    /// Writes a value as indented JSON.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), CliError> {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        self.line(text)
    }

    /// The text in bold on a terminal.
    pub fn bold(&self, text: &str) -> String {
        self.painted("1", text)
    }

    /// Green for a match, yellow for a review, red for a miss; on a terminal.
    pub fn verdict(&self, word: &str) -> String {
        let colour = match word {
            "match" | "agree" => "32",
            "review" => "33",
            _ => "31",
        };
        self.painted(colour, word)
    }

    /// An empty table: with lines, and as wide as the terminal, for people; bare columns otherwise.
    pub fn table(&self) -> Table {
        let mut table = Table::new();
        if self.is_terminal {
            table.load_style(presets::UTF8_FULL_CONDENSED);
            table.set_content_arrangement(ContentArrangement::Dynamic);
        } else {
            table.load_style(presets::NOTHING);
        }
        table
    }

    fn painted(&self, code: &str, text: &str) -> String {
        if self.colour {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// Hands everything gathered to the system.
    pub fn flush(&mut self) -> Result<(), CliError> {
        self.writer.flush().map_err(CliError::Write)
    }

    /// The writer itself, for long exports.
    pub fn writer(&mut self) -> &mut impl Write {
        &mut self.writer
    }
}

/// Vietnamese when `LC_ALL`, `LC_MESSAGES` or `LANG` (the first that is set) begins with `vi`.
pub fn language_of_environment() -> Language {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL")
        .or_else(|| set("LC_MESSAGES"))
        .or_else(|| set("LANG"))
        .unwrap_or_default();
    if locale.starts_with("vi") {
        Language::Vietnamese
    } else {
        Language::English
    }
}
