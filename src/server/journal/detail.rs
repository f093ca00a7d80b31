//! Everything there is to tell of one call: how to make it again, and on a miss who was probably meant.

use serde::Serialize;
use utoipa::ToSchema;

use super::curl;
use super::line::{self, ItemLine, JournalLine, Telling};
use crate::clock::Timestamp;
use crate::domain::citizen_number::CitizenNumber;
use crate::registry::{self, FieldVerdict, Nearest};
use crate::server::problem::Problem;
use crate::worlds::JournalQuestion;
use crate::worlds::journal::{KeptBody, Numbered};

/// Outcomes that say of a question that it missed.
const MISSES: [&str; 4] = ["no_match", "citizen_not_found", "nobody", "card_not_found"];
/// Of more questions at once none is looked into: each costs a hundred reads.
const MOST_LOOKED_INTO: usize = 100;

/// One call with everything there is to tell of it.
#[derive(Serialize, ToSchema, Debug)]
pub struct JournalDetail {
    /// What the list tells of it.
    #[serde(flatten)]
    pub line: JournalLine,
    /// What was sent.
    pub request: RequestDetail,
    /// What was answered, but for its text, which is not kept.
    pub response: ResponseDetail,
    /// A command that makes the call again. Keys are variables: `DANCU_KEY`. With masked data it is only to be read.
    pub curl: String,
    /// The questions, where several were asked at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<ItemLine>,
    /// Of each question that missed: who was probably meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<NearestDetail>,
}

/// What was sent.
#[derive(Serialize, ToSchema, Debug)]
pub struct RequestDetail {
    /// The address, path and query masked unless the administrator asks otherwise.
    pub url: String,
    /// Headers that tell nothing of who called.
    pub headers: Vec<HeaderDetail>,
    /// The body, where it was kept and can be told; without `unmask`, one that can be masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// How many bytes it had.
    pub body_bytes: usize,
    /// Whether it was too large to be kept (8 KiB).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub body_dropped: bool,
}

/// A header.
#[derive(Serialize, ToSchema, Debug)]
pub struct HeaderDetail {
    /// Its name, in small letters.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// What was answered.
#[derive(Serialize, ToSchema, Debug)]
pub struct ResponseDetail {
    /// The status.
    pub status: u16,
    /// The media type; empty without a body.
    #[schema(value_type = String)]
    pub media_type: &'static str,
    /// How many bytes; absent where the answer was sent in pieces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

/// Who was probably meant by a question that missed, as the world is now.
#[derive(Serialize, ToSchema, Debug)]
pub struct NearestDetail {
    /// Which of the questions; 0 where there was one.
    pub index: usize,
    /// How they were found: `number`, `like_number` or `name_and_date`.
    #[schema(value_type = String)]
    pub by: &'static str,
    /// The person.
    pub person: line::QuestionLine,
    /// `active`, `deceased`, `missing`, `inactive` or `cancelled`.
    #[schema(value_type = String)]
    pub record_status: &'static str,
    /// Whether they are protected, and unknown to everybody but administrators.
    pub restricted: bool,
    /// The fields that do not agree; none where the state of the record is what made it a miss.
    pub differs: Vec<DifferenceDetail>,
}

/// A field in which question and record differ.
#[derive(Serialize, ToSchema, Debug)]
pub struct DifferenceDetail {
    /// `number`, `full_name`, `date_of_birth` or `gender`.
    #[schema(value_type = String)]
    pub field: &'static str,
    /// How the two values relate.
    #[schema(value_type = String)]
    pub verdict: &'static str,
    /// `review` or `no`.
    #[schema(value_type = String)]
    pub decision: &'static str,
    /// What was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// What is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<String>,
    /// The reason in words.
    pub message: String,
}

impl JournalDetail {
    /// A call on its way out.
    pub fn of(numbered: &Numbered, telling: Telling<'_>, now: Timestamp) -> Result<Self, Problem> {
        let call = &*numbered.call;
        let body = curl::body(call, telling.unmask);
        let headers = curl::headers(call).map(|(name, value)| HeaderDetail {
            name: name.to_owned(),
            value: value.to_owned(),
        });
        let questions = if call.findings.len() > 1 {
            ItemLine::all(call, telling.unmask)
        } else {
            Vec::new()
        };
        Ok(Self {
            line: JournalLine::of(numbered, telling),
            request: RequestDetail {
                url: curl::url(call, telling),
                headers: headers.collect(),
                body: body.map(|body| String::from_utf8_lossy(&body).into_owned()),
                body_bytes: call.raw.body.length(),
                body_dropped: matches!(call.raw.body, KeptBody::TooLarge(_)),
            },
            response: ResponseDetail {
                status: call.status,
                media_type: call.answer.media_type,
                bytes: call.answer.bytes,
            },
            curl: curl::command(call, telling, now),
            questions,
            nearest: nearest(numbered, telling)?,
        })
    }
}

fn nearest(numbered: &Numbered, telling: Telling<'_>) -> Result<Vec<NearestDetail>, Problem> {
    let mut found = Vec::new();
    let findings = numbered.call.findings.iter().enumerate();
    let missed = findings.filter(|(_, finding)| MISSES.contains(&finding.outcome));
    for (index, finding) in missed.take(MOST_LOOKED_INTO) {
        let Some(question) = &finding.question else {
            continue;
        };
        if let Some(nearest) = registry::nearest(&telling.app.world, question)? {
            found.push(NearestDetail::of(index, &nearest, question, telling));
        }
    }
    Ok(found)
}

impl NearestDetail {
    fn of(
        index: usize,
        nearest: &Nearest,
        question: &JournalQuestion,
        telling: Telling<'_>,
    ) -> Self {
        let day = telling.app.world.business_date();
        let person = JournalQuestion {
            number: nearest.number,
            full_name: Some(nearest.identity.full_name_on(day).as_str().into()),
            date_of_birth: Some(nearest.identity.date_of_birth),
            ..JournalQuestion::default()
        };
        let differs = nearest.differing();
        let differs =
            differs.map(|verdict| DifferenceDetail::of(verdict, question, &person, telling));
        Self {
            index,
            by: nearest.by.as_str(),
            differs: differs.collect(),
            person: line::QuestionLine::of(&person, telling.unmask),
            record_status: nearest.status.as_str(),
            restricted: nearest.identity.restricted,
        }
    }
}

impl DifferenceDetail {
    fn of(
        verdict: &FieldVerdict,
        question: &JournalQuestion,
        person: &JournalQuestion,
        telling: Telling<'_>,
    ) -> Self {
        let value = |of: &JournalQuestion| {
            let number = |number: CitizenNumber| line::number(number, telling.unmask);
            match verdict.field {
                "number" => of.number.map(number),
                "full_name" => {
                    let name = of.full_name.as_deref();
                    name.map(|name| line::name(name, telling.unmask))
                }
                "date_of_birth" => {
                    let date = of.date_of_birth;
                    date.map(|date| line::date(date, telling.unmask))
                }
                _ => None,
            }
        };
        Self {
            field: verdict.field,
            verdict: verdict.verdict,
            decision: verdict.decision.as_str(),
            asked: value(question),
            recorded: value(person),
            message: telling
                .language
                .pick(verdict.vietnamese, verdict.english)
                .to_owned(),
        }
    }
}
