//! Reads a scenario from its text: `slow=2s,unavailable`.

use super::Scenario;
use super::parts::{Part, TokenFault};
use super::table::{KINDS, Kind, LONGEST_TEXT, PARAMETERS, Stage};
use crate::domain::language::Language;

/// How much of what was written is told back, in letters.
const TOLD_LETTERS: usize = 40;

/// Why a text is no scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ScenarioError {
    /// There is nothing, or a comma with nothing beside it.
    Empty,
    /// It is too long.
    TooLong,
    /// There is no such scenario.
    Unknown(String),
    /// The scenario is there, and what stands behind its word is wrong.
    Argument(&'static Kind, String),
    /// Two of one kind: only one of them could happen.
    Twice(Stage),
}

impl Scenario {
    /// Reads scenarios joined by commas.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        if text.len() > LONGEST_TEXT {
            return Err(ScenarioError::TooLong);
        }
        let mut scenario = Self::default();
        let mut is_pass = false;
        for item in items(text) {
            let part = part(item)?;
            is_pass |= part == Part::Pass;
            scenario.take(part).map_err(ScenarioError::Twice)?;
        }
        if is_pass && !scenario.is_pass() {
            return Err(ScenarioError::Twice(Stage::Nowhere));
        }
        Ok(scenario)
    }
}

/// The scenarios of a text: a comma before a parameter (`sigma=`) does not part them.
fn items(text: &str) -> impl Iterator<Item = &str> {
    let is_parameter = |rest: &str| {
        let word = rest.trim_start().split('=').next().unwrap_or_default();
        PARAMETERS.contains(&word.trim_end())
    };
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let whole = rest?;
        let mut commas = whole.match_indices(',');
        let end = commas.find(|(at, _)| !is_parameter(&whole[at + 1..]));
        let (item, left) = match end {
            Some((at, _)) => (&whole[..at], Some(&whole[at + 1..])),
            None => (whole, None),
        };
        rest = left;
        Some(item.trim())
    })
}

fn part(item: &str) -> Result<Part, ScenarioError> {
    if item.is_empty() {
        return Err(ScenarioError::Empty);
    }
    let (word, argument) = match item.find(['=', ':']) {
        Some(at) => (item[..at].trim_end(), Some(item[at + 1..].trim_start())),
        None => (item, None),
    };
    let kind = KINDS.iter().find(|kind| kind.word == word);
    let kind = kind.ok_or_else(|| ScenarioError::Unknown(told(item)))?;
    (kind.read)(argument).ok_or_else(|| ScenarioError::Argument(kind, told(item)))
}

/// What was written, fit for a message.
fn told(item: &str) -> String {
    let escaped = item.chars().take(TOLD_LETTERS).flat_map(char::escape_debug);
    escaped.collect()
}

impl ScenarioError {
    /// What is wrong, and everything there is.
    pub fn message(&self, language: Language) -> String {
        match self {
            Self::Empty => with_list(language, "Kịch bản trống.", "The scenario is empty."),
            Self::TooLong => language.pick(
                format!("Kịch bản dài quá {LONGEST_TEXT} byte."),
                format!("The scenario is longer than {LONGEST_TEXT} bytes."),
            ),
            Self::Unknown(item) => with_list(
                language,
                &format!("Không có kịch bản '{item}'."),
                &format!("There is no scenario '{item}'."),
            ),
            Self::Argument(kind, item) => {
                let form = if kind.stage == Stage::Token {
                    token_forms()
                } else {
                    kind.form.to_owned()
                };
                language.pick(
                    format!("Không đọc được '{item}'; cách viết: {form}."),
                    format!("'{item}' cannot be read; it is written {form}."),
                )
            }
            Self::Twice(Stage::Nowhere) => language
                .pick("'pass' đứng một mình.", "'pass' stands alone.")
                .to_owned(),
            Self::Twice(stage) => {
                let alike = KINDS.iter().filter(|kind| kind.stage == *stage);
                let alike: Vec<&str> = alike.map(|kind| kind.word).collect();
                let alike = alike.join(", ");
                language.pick(
                    format!("Chỉ một trong các kịch bản này có thể xảy ra: {alike}."),
                    format!("Only one of these can happen: {alike}."),
                )
            }
        }
    }
}

fn with_list(language: Language, vietnamese: &str, english: &str) -> String {
    let forms: Vec<&str> = KINDS.iter().map(|kind| kind.form).collect();
    let forms = forms.join("; ");
    language.pick(
        format!("{vietnamese} Có: {forms}; nhiều kịch bản nối bằng dấu phẩy."),
        format!("{english} There are: {forms}; several are joined by commas."),
    )
}

fn token_forms() -> String {
    let words: Vec<&str> = TokenFault::ALL.iter().map(|fault| fault.as_str()).collect();
    format!("token={}", words.join(" | "))
}
