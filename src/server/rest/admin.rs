//! The default world: its journal, masked, and its reset.

#![expect(
    unused_qualifications,
    reason = "the contract macro qualifies the query type"
)]

use actix_web::{HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::language::Language;
use crate::record::FieldError;
use crate::server::App;
use crate::server::body::Query;
use crate::server::call::{Call, MayAdminister};
use crate::server::problem::{INTERNAL, Problem, ProblemBody};
use crate::worlds::{Advice, JournalEntry};

/// Entries answered when no limit is given.
const DEFAULT_LIMIT: usize = 100;
/// Entries answered at the most; the ring has no more.
const MAX_LIMIT: usize = 10_000;

/// How many entries to answer.
#[derive(Deserialize, IntoParams, Debug)]
#[serde(deny_unknown_fields)]
pub struct JournalQuery {
    /// 1 to 10,000; 100 when absent.
    pub limit: Option<usize>,
}

/// The newest calls.
#[derive(Serialize, ToSchema, Debug)]
pub struct JournalAnswer {
    /// Newest first.
    pub entries: Vec<JournalLine>,
    /// How many older ones were dropped since the last reset.
    pub dropped: u64,
}

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

/// Drop all edits, accounts, logins, sessions and the journal of the default world
#[utoipa::path(
    tag = "operations",
    responses(
        (status = 204, description = "Reset"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/admin/reset")]
pub async fn reset_world(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
) -> Result<HttpResponse, Problem> {
    let kept = app.clone();
    web::block(move || app.world.reset())
        .await
        .map_err(|error| Problem {
            cause: Some(error.to_string()),
            ..Problem::new(&INTERNAL)
        })??;
    kept.browsers.clear();
    Ok(HttpResponse::NoContent().finish())
}

/// Sign with new keys from now on
///
/// Both OpenID providers change their keys. Those of before stay in the set of public keys, so that tokens
/// that are still out are verified; those before them leave it.
#[utoipa::path(
    tag = "operations",
    responses(
        (status = 204, description = "New keys sign"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/admin/keys/rotate")]
pub async fn rotate_keys(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
) -> Result<HttpResponse, Problem> {
    let failed = |cause: String| Problem {
        cause: Some(cause),
        ..Problem::new(&INTERNAL)
    };
    let rotated = web::block(move || app.provider.rotate_keys()).await;
    rotated
        .map_err(|error| failed(error.to_string()))?
        .map_err(|error| failed(error.to_string()))?;
    Ok(HttpResponse::NoContent().finish())
}

/// What was asked of the default world
#[utoipa::path(
    tag = "operations",
    params(JournalQuery),
    responses(
        (status = 200, body = JournalAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/journal")]
pub async fn list_journal(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    language: Language,
    Query(query): Query<JournalQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Problem::fields(vec![FieldError::told(
            "limit",
            "value_out_of_range",
            format!("Từ 1 đến {MAX_LIMIT}."),
            format!("From 1 to {MAX_LIMIT}."),
        )]));
    }
    let (entries, dropped) = app.world.journal().latest(limit);
    Ok(HttpResponse::Ok().json(JournalAnswer {
        entries: entries
            .iter()
            .map(|entry| JournalLine::of(entry, language))
            .collect(),
        dropped,
    }))
}

impl JournalLine {
    fn of(entry: &JournalEntry, language: Language) -> Self {
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
                .map(crate::domain::citizen_number::CitizenNumber::masked),
            full_name: question
                .and_then(|question| question.full_name.as_deref())
                .map(initials),
            year_of_birth: question
                .and_then(|question| question.date_of_birth)
                .map(crate::domain::birth_date::BirthDate::year),
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
