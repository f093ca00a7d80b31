//! A call of the journal as it is told: personal data masked unless the administrator asks otherwise.

use serde::Serialize;
use utoipa::ToSchema;

use super::mask;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::language::Language;
use crate::server::App;
use crate::worlds::journal::{Condition, Finding, JournalEntry, JournalQuestion, Numbered, View};
use crate::worlds::{Advice, journal};

/// How a call is told.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// The world it was made in.
    pub app: &'a App,
    /// The language of advice and messages.
    pub language: Language,
    /// Whether personal data is told.
    pub unmask: bool,
}

/// One call, personal data masked unless the administrator asks otherwise.
#[derive(Serialize, ToSchema, Debug)]
pub struct JournalLine {
    /// Counts from 1.
    pub sequence: u64,
    /// When it came in, in UTC.
    pub at: String,
    /// How long the answer took, in microseconds.
    pub duration_us: u32,
    /// The id of the request.
    pub request_id: String,
    /// The sandbox; absent in the default world.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sandbox: Option<String>,
    /// Who asked, as far as it is known or was claimed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// `GET`, `POST`, …
    #[schema(value_type = String)]
    pub method: &'static str,
    /// The pattern of the address; `-` where there is no such address.
    pub route: String,
    /// The status of the answer.
    pub status: u16,
    /// What was asked.
    #[schema(value_type = String)]
    pub operation: &'static str,
    /// What came of it.
    pub outcome: String,
    /// The rule that decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub rule: Option<&'static str>,
    /// The question, where there was one about one person.
    #[serde(flatten)]
    pub question: QuestionLine,
    /// How many questions were asked at once, where there were several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<usize>,
    /// The misbehaviour that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// Why a call was refused, and how to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<AdviceLine>,
}

/// A question about one person.
#[derive(Serialize, ToSchema, Clone, PartialEq, Eq, Debug, Default)]
pub struct QuestionLine {
    /// Three digits, stars, two digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Initials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// The year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_of_birth: Option<u16>,
    /// The whole date, told with `unmask` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
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

/// A question of several that were asked at once.
#[derive(Serialize, ToSchema, Debug)]
pub struct ItemLine {
    /// The use case.
    #[schema(value_type = String)]
    pub operation: &'static str,
    /// The question.
    #[serde(flatten)]
    pub question: QuestionLine,
    /// What came of it.
    #[schema(value_type = String)]
    pub outcome: &'static str,
    /// The rule that decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub rule: Option<&'static str>,
}

impl JournalLine {
    /// A call on its way out.
    pub fn of(numbered: &Numbered, telling: Telling<'_>) -> Self {
        let call = &*numbered.call;
        let sandbox = telling.app.sandbox.as_ref();
        let question = call.question();
        Self {
            sequence: numbered.sequence,
            at: iso(call.at),
            duration_us: call.micros,
            request_id: call.request_id.to_string(),
            sandbox: sandbox.map(|sandbox| sandbox.id.to_string()),
            client: call.client.as_ref().map(ToString::to_string),
            method: call.method,
            route: call.route.to_string(),
            status: call.status,
            operation: call.operation,
            outcome: call.outcome.to_string(),
            rule: call.rule(),
            question: question.map_or_else(QuestionLine::default, |question| {
                QuestionLine::of(question, telling.unmask)
            }),
            items: Some(call.findings.len()).filter(|count| *count > 1),
            scenario: call.scenario.as_ref().map(ToString::to_string),
            advice: call
                .advice
                .as_deref()
                .map(|advice| AdviceLine::of(advice, telling.language)),
        }
    }
}

impl QuestionLine {
    /// A question on its way out.
    pub fn of(question: &JournalQuestion, unmask: bool) -> Self {
        let name = question.full_name.as_deref();
        Self {
            number: question.number.map(|one| number(one, unmask)),
            full_name: name.map(|name| self::name(name, unmask)),
            year_of_birth: question.date_of_birth.map(BirthDate::year),
            date_of_birth: question
                .date_of_birth
                .filter(|_| unmask)
                .map(|date| date.to_string()),
        }
    }
}

impl ItemLine {
    /// Every question of a call.
    pub fn all(call: &JournalEntry, unmask: bool) -> Vec<Self> {
        let of = |finding: &Finding| Self {
            operation: finding.operation,
            question: finding
                .question
                .as_ref()
                .map_or_else(QuestionLine::default, |question| {
                    QuestionLine::of(question, unmask)
                }),
            outcome: finding.outcome,
            rule: finding.rule,
        };
        call.findings.iter().map(of).collect()
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

/// A moment in UTC.
pub fn iso(at: crate::clock::Timestamp) -> String {
    let mut text = String::new();
    at.write_iso(&mut text);
    text
}

/// A number, whole or masked.
pub fn number(number: CitizenNumber, unmask: bool) -> String {
    if unmask {
        number.to_string()
    } else {
        number.masked()
    }
}

/// A name, whole or its initials.
pub fn name(name: &str, unmask: bool) -> String {
    if unmask {
        name.to_owned()
    } else {
        mask::initials(name)
    }
}

/// A date of birth, whole or its year.
pub fn date(date: BirthDate, unmask: bool) -> String {
    if unmask {
        date.to_string()
    } else {
        date.year().to_string()
    }
}

/// What a call has where a condition asks for something; `None` where it has nothing of the kind.
pub fn value_of(condition: Condition, view: &View<'_>, unmask: bool) -> Option<String> {
    let call = view.call;
    let question = || view.finding.and_then(|finding| finding.question.as_ref());
    match condition {
        Condition::Operation => Some(call.operation.to_owned()),
        Condition::Method => Some(call.method.to_owned()),
        Condition::Route => Some(call.route.to_string()),
        Condition::Outcome => Some(view.outcome().to_owned()),
        Condition::Rule => view.finding?.rule.map(str::to_owned),
        Condition::Client => call.client.as_ref().map(ToString::to_string),
        Condition::Status => Some(call.status.to_string()),
        Condition::Scenario => call.scenario.as_ref().map(ToString::to_string),
        Condition::RequestId => Some(call.request_id.to_string()),
        Condition::Number => Some(number(question()?.number?, unmask)),
        Condition::FullName => Some(name(question()?.full_name.as_deref()?, unmask)),
        Condition::DateOfBirth => Some(date(question()?.date_of_birth?, unmask)),
        Condition::Since => Some(view.sequence.to_string()),
        Condition::From | Condition::To => Some(iso(call.at)),
        Condition::Text => None,
    }
}

/// What a filter asks for.
pub fn wanted_of(
    condition: Condition,
    filter: &journal::CallFilter,
    unmask: bool,
) -> Option<String> {
    let words = |words: &[Box<str>]| (!words.is_empty()).then(|| words.join(","));
    match condition {
        Condition::Operation => words(&filter.operation),
        Condition::Method => words(&filter.method),
        Condition::Route => words(&filter.route).map(|route| mask_routes(&route, unmask)),
        Condition::Outcome => words(&filter.outcome),
        Condition::Rule => words(&filter.rule),
        Condition::Client => words(&filter.client),
        Condition::Status => {
            let ranges: Vec<String> = filter.status.iter().map(ToString::to_string).collect();
            (!ranges.is_empty()).then(|| ranges.join(","))
        }
        Condition::Scenario => words(&filter.scenario),
        Condition::RequestId => words(&filter.request_id),
        Condition::Number => filter.number.map(|one| number(one, unmask)),
        Condition::FullName => filter.full_name.as_deref().map(|one| name(one, unmask)),
        Condition::DateOfBirth => filter.date_of_birth.map(|one| date(one, unmask)),
        Condition::Since => filter.since.map(|since| since.to_string()),
        Condition::From => filter.from.map(iso),
        Condition::To => filter.to.map(iso),
        Condition::Text => filter.text.as_deref().map(|text| {
            if unmask {
                text.to_owned()
            } else {
                mask::text(text)
            }
        }),
    }
}

/// A path may have been asked for by itself, with somebody's number in it.
fn mask_routes(routes: &str, unmask: bool) -> String {
    if unmask || routes.contains('{') {
        return routes.to_owned();
    }
    let routes = routes.split(',').map(|route| mask::target("-", route));
    routes.collect::<Vec<_>>().join(",")
}
