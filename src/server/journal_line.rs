//! A line of the journal as it is told: personal data masked, advice in the caller's language.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::language::Language;
use crate::worlds::{Advice, JournalEntry};

/// One call, personal data masked.
#[derive(Serialize, ToSchema, Debug)]
pub struct JournalLine {
    /// Counts from 1.
    pub sequence: u64,
    /// When, in UTC.
    pub at: String,
    /// The id of the request.
    pub request_id: String,
    /// Who asked.
    pub client: String,
    /// What was asked.
    #[schema(value_type = String)]
    pub operation: &'static str,
    /// Three digits, stars, two digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Initials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// The year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_of_birth: Option<u16>,
    /// What came of it.
    #[schema(value_type = String)]
    pub outcome: &'static str,
    /// The rule that decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub rule: Option<&'static str>,
    /// Why a call was refused, and how to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<AdviceLine>,
}

/// What the developer of a refused client can mend.
#[derive(Serialize, ToSchema, Debug)]
pub struct AdviceLine {
    /// A stable code.
    #[schema(value_type = String)]
    pub reason: &'static str,
    /// What was wrong and what to do, in the language asked for.
    pub detail: String,
    /// A call that would be let in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curl: Option<String>,
}

impl JournalLine {
    /// An entry on its way out; advice in the language asked for.
    pub fn of(entry: &JournalEntry, language: Language) -> Self {
        let question = entry.question.as_ref();
        let mut at = String::new();
        entry.at.write_iso(&mut at);
        Self {
            sequence: entry.sequence,
            at,
            request_id: entry.request_id.to_string(),
            client: entry.client.to_string(),
            operation: entry.operation,
            number: question
                .and_then(|question| question.number)
                .map(CitizenNumber::masked),
            full_name: question
                .and_then(|question| question.full_name.as_deref())
                .map(initials),
            year_of_birth: question
                .and_then(|question| question.date_of_birth)
                .map(BirthDate::year),
            outcome: entry.outcome,
            rule: entry.rule,
            advice: entry
                .advice
                .as_deref()
                .map(|advice| AdviceLine::of(advice, language)),
        }
    }
}

impl AdviceLine {
    fn of(advice: &Advice, language: Language) -> Self {
        Self {
            reason: advice.reason,
            detail: language.pick(&advice.vietnamese, &advice.english).clone(),
            curl: advice.curl.clone(),
        }
    }
}

/// `N. V. A.`
fn initials(name: &str) -> String {
    let letters = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|letter| letter.is_alphabetic()));
    letters
        .map(|letter| format!("{letter}."))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    #[test]
    fn advice_is_told_in_the_language_asked_for() {
        let entry = JournalEntry {
            sequence: 1,
            at: Timestamp(0),
            request_id: "id".into(),
            client: "demo".into(),
            operation: "tra_cuu",
            question: None,
            outcome: "refused",
            rule: None,
            advice: Some(Box::new(Advice {
                reason: "timestamp_in_milliseconds",
                vietnamese: "Tính bằng giây.".to_owned(),
                english: "Count in seconds.".to_owned(),
                curl: None,
            })),
        };
        for (language, detail) in [
            (Language::Vietnamese, "Tính bằng giây."),
            (Language::English, "Count in seconds."),
        ] {
            let line = serde_json::to_value(JournalLine::of(&entry, language)).expect("JSON");
            let expected =
                serde_json::json!({"reason": "timestamp_in_milliseconds", "detail": detail});
            assert_eq!(line["advice"], expected);
        }
        let ordinary = JournalEntry {
            advice: None,
            ..entry
        };
        let line = serde_json::to_value(JournalLine::of(&ordinary, Language::English));
        assert!(line.expect("JSON").get("advice").is_none());
    }
}
