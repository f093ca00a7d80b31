//! `GET /v1/personas`: the named people, what each shows and what the registry answers.

use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::population::Persona;
use crate::population::personas::{Call, Example, Expectation};
use crate::server::App;

/// A named person.
#[derive(Serialize, ToSchema, Debug)]
pub struct PersonaAnswer {
    /// The name that docs and tests use.
    pub key: String,
    /// 12 digits; absent for those who have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The name on record.
    pub full_name: String,
    /// The date of birth on record.
    pub date_of_birth: String,
    /// Whether the registry has a record at all.
    pub registered: bool,
    /// What the person shows.
    pub shows: PersonaText,
    /// What happens to whoever asks for a magic person, step by step (`docs/scenarios.md`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "unavailable; unavailable; then pass")]
    pub scenario: Option<String>,
    /// Questions, and what the registry answers to a client without scope admin.
    pub examples: Vec<PersonaExample>,
}

/// A text in both languages.
#[derive(Serialize, ToSchema, Debug)]
pub struct PersonaText {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

/// A question and its answer.
#[derive(Serialize, ToSchema, Debug)]
pub struct PersonaExample {
    /// `match`, `lookup`, `get`, `search` or `decode`.
    #[schema(value_type = String)]
    pub call: &'static str,
    /// The number as typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The name as typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// The date as typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// The policy, when not the standard one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub policy: Option<&'static str>,
    /// The business date it holds on, when not any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// The answer.
    pub answer: PersonaExpectation,
}

/// What is answered; each kind of call has its own keys.
#[derive(Serialize, ToSchema, Debug, Default)]
pub struct PersonaExpectation {
    /// The HTTP status.
    pub status: u16,
    /// The code of the problem, or of the field at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The verdict of a match.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub outcome: Option<&'static str>,
    /// Its grade.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub grade: Option<&'static str>,
    /// The state of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_status: Option<String>,
    /// How many candidates a search has, at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u32>,
    /// How many candidates a search has, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u32>,
    /// What the digits say: place code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What the digits say: gender.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub gender: Option<&'static str>,
    /// What the digits say: year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_of_birth: Option<u16>,
}

/// The named people
#[utoipa::path(tag = "reference", responses((status = 200, body = Vec<PersonaAnswer>)))]
#[get("/v1/personas")]
pub async fn list_personas(app: web::Data<App>) -> HttpResponse {
    HttpResponse::Ok().json(
        app.shared
            .personas
            .iter()
            .map(PersonaAnswer::from)
            .collect::<Vec<_>>(),
    )
}

impl From<&Persona> for PersonaAnswer {
    fn from(persona: &Persona) -> Self {
        let number = persona
            .person
            .as_ref()
            .and_then(|citizen| citizen.identity.number);
        Self {
            key: persona.key.clone(),
            number: number.map(|number| number.to_string()),
            full_name: persona.full_name.clone(),
            date_of_birth: persona.date_of_birth.to_string(),
            registered: persona.person.is_some(),
            shows: PersonaText {
                vi: persona.shows_vi.clone(),
                en: persona.shows_en.clone(),
            },
            scenario: persona.script.as_ref().map(ToString::to_string),
            examples: persona.examples.iter().map(PersonaExample::from).collect(),
        }
    }
}

impl From<&Example> for PersonaExample {
    fn from(example: &Example) -> Self {
        Self {
            call: match example.call {
                Call::Match => "match",
                Call::Lookup => "lookup",
                Call::GetByNumber => "get",
                Call::Search => "search",
                Call::DecodeNumber => "decode",
            },
            number: example.number.clone(),
            full_name: example.full_name.clone(),
            date_of_birth: example.date_of_birth.clone(),
            policy: example.policy.map(crate::domain::matching::Policy::as_str),
            as_of: example.as_of.map(|day| day.to_string()),
            answer: PersonaExpectation::from(&example.expect),
        }
    }
}

impl From<&Expectation> for PersonaExpectation {
    fn from(expectation: &Expectation) -> Self {
        let status = |status| Self {
            status,
            ..Self::default()
        };
        match expectation {
            Expectation::Verdict {
                outcome,
                grade,
                record_status,
            } => Self {
                outcome: Some(outcome.as_str()),
                grade: grade.map(crate::domain::matching::Grade::as_str),
                record_status: record_status.clone(),
                ..status(200)
            },
            Expectation::Refused { code } => Self {
                code: Some(code.clone()),
                ..status(400)
            },
            Expectation::Found(true) => status(200),
            Expectation::Found(false) => Self {
                code: Some("citizen_not_found".to_owned()),
                ..status(404)
            },
            Expectation::Answer {
                status: answered,
                code,
            } => Self {
                code: code.clone(),
                ..status(*answered)
            },
            Expectation::Count { at_least, at_most } => Self {
                at_least: Some(*at_least),
                at_most: *at_most,
                ..status(200)
            },
            Expectation::Digits {
                place,
                gender,
                year,
            } => Self {
                place: Some(place.clone()),
                gender: Some(gender.as_str()),
                year_of_birth: Some(*year),
                ..status(200)
            },
        }
    }
}
