//! The registry as the portal sees it: `POST /v1/match` of any registry, and every way it can answer.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::domain::language::Language;

use super::calling::{Answer, Call};
use super::wire_call::{Purpose, WireCall};
use super::{CallFailure, Outbound, Secret};

#[cfg(test)]
mod tests;

/// How much of a word or sentence of another system is kept, in letters.
const KEPT_LETTERS: usize = 300;

/// A registry and the portal's key to it.
#[derive(Clone, Debug)]
pub struct RegistryClient {
    base_url: String,
    key: Secret,
}

/// A question about one person.
#[derive(Clone, Copy, Serialize)]
pub struct MatchQuestion<'question> {
    /// The number that was typed.
    pub number: &'question str,
    /// The name of the account.
    pub full_name: &'question str,
    /// The date of birth of the account.
    pub date_of_birth: &'question str,
}

/// The state of a record, as a registry names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RecordStatusWord {
    /// Alive and in use.
    Active,
    /// Dead.
    Deceased,
    /// Declared missing.
    Missing,
    /// Kept and not used.
    Inactive,
    /// The number was cancelled.
    Cancelled,
    /// A word that we do not know; empty when the registry names no state.
    Unknown(String),
}

impl RecordStatusWord {
    fn from_word(word: &str) -> Self {
        match word {
            "active" => Self::Active,
            "deceased" => Self::Deceased,
            "missing" => Self::Missing,
            "inactive" => Self::Inactive,
            "cancelled" => Self::Cancelled,
            _ => Self::Unknown(shortened(word)),
        }
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Deceased => "deceased",
            Self::Missing => "missing",
            Self::Inactive => "inactive",
            Self::Cancelled => "cancelled",
            Self::Unknown(word) => word,
        }
    }
}

/// What a registry says.
#[derive(Clone, PartialEq, Eq)]
pub enum RegistryAnswer {
    /// Number, name and date belong together.
    Match {
        /// What became of the record.
        record_status: RecordStatusWord,
    },
    /// Perhaps: a person has to look.
    Review,
    /// They do not, or nobody holds the number; a registry tells neither.
    NoMatch,
    /// A value cannot be read or is not accepted (400, 422).
    Refused {
        /// The field, where the registry names one.
        field: Option<String>,
        /// The reason, in the language that was asked for.
        detail: String,
    },
    /// No answer to the question; never to be shown as "not found".
    Unavailable(Why),
}

/// Why a registry gave no answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Why {
    /// The call itself failed: refused, too slow, cut off.
    Call(CallFailure),
    /// It refuses the portal's own key (401, 403): the operator has to mend the setting.
    KeyRefused(u16),
    /// Too many calls (429); the seconds to wait, where it says so.
    TooManyCalls(Option<u64>),
    /// It failed (5xx).
    Failed(u16),
    /// A status that no registry gives here (a redirect, 404): the URL is probably wrong.
    UnexpectedStatus(u16),
    /// The body is not the JSON that was asked for: HTML, cut off, empty.
    Unreadable,
    /// An outcome we do not know.
    UnknownOutcome,
}

impl Why {
    /// The reason in words, for the developer's panel; the remedy is in it.
    pub fn message(self, language: Language) -> String {
        match self {
            Self::Call(failure) => failure.message(language).to_owned(),
            Self::KeyRefused(status) => language.pick(
                format!("CSDL không chấp nhận khóa của cổng ({status}): kiểm tra cấu hình khóa."),
                format!("The registry refuses the portal's key ({status}): check the setting."),
            ),
            Self::TooManyCalls(wait) => {
                let wait = wait.map_or_else(String::new, |seconds| format!(" ({seconds} s)"));
                language.pick(
                    format!("Cổng gọi CSDL quá nhiều lần{wait}."),
                    format!("The portal has called the registry too often{wait}."),
                )
            }
            Self::Failed(status) => language.pick(
                format!("CSDL gặp lỗi ({status})."),
                format!("The registry failed ({status})."),
            ),
            Self::UnexpectedStatus(status) => language.pick(
                format!("CSDL trả lời ngoài dự kiến ({status}): kiểm tra cấu hình địa chỉ."),
                format!("The registry gave an unexpected answer ({status}): check its address."),
            ),
            Self::Unreadable => language
                .pick(
                    "Không đọc được câu trả lời của CSDL.",
                    "The registry's answer cannot be read.",
                )
                .to_owned(),
            Self::UnknownOutcome => language
                .pick(
                    "CSDL trả lời bằng một kết quả không rõ.",
                    "The registry answered with an unknown outcome.",
                )
                .to_owned(),
        }
    }
}

impl RegistryClient {
    /// A registry at a base URL (`http://127.0.0.1:8080`, with or without a path), and the key to it.
    pub fn new(base_url: &str, key: Secret) -> Self {
        Self {
            base_url: base_url.trim_end_matches('/').to_owned(),
            key,
        }
    }

    /// The same client of a registry at another base URL.
    #[must_use]
    pub fn at(&self, base_url: &str) -> Self {
        Self::new(base_url, self.key.clone())
    }

    /// Asks whether name and date belong to the number. `now` is the real time; messages of a refusal come
    /// in `language`.
    pub async fn match_person(
        &self,
        outbound: &Outbound,
        question: &MatchQuestion<'_>,
        language: Language,
        request_id: &str,
        now: Timestamp,
    ) -> (RegistryAnswer, WireCall) {
        let url = format!("{}/v1/match", self.base_url);
        // Three strings always become JSON.
        let body = serde_json::to_string(question).unwrap_or_default();
        let call = Call::post_json(Purpose::Match, url, body)
            .header("accept", "application/json")
            .header("accept-language", language.pick("vi", "en"))
            .header("x-request-id", request_id)
            .bearer(&self.key);
        let (answer, mut wire_call) = outbound.send(call, now).await;
        let answer = match answer {
            Ok(answer) => {
                let understood = answer_of(&answer);
                if let RegistryAnswer::Unavailable(why) = understood {
                    wire_call.trouble = Some(why);
                }
                understood
            }
            Err(failure) => RegistryAnswer::Unavailable(Why::Call(failure)),
        };
        (answer, wire_call)
    }
}

/// The keys of a match answer that matter here; others come and go.
#[derive(Deserialize)]
struct MatchBody {
    outcome: String,
    record_status: Option<String>,
}

/// The keys of a problem (RFC 9457) that matter here.
#[derive(Deserialize)]
struct ProblemBody {
    title: Option<String>,
    detail: Option<String>,
    #[serde(default)]
    errors: Vec<FieldProblem>,
}

/// One wrong field.
#[derive(Deserialize)]
struct FieldProblem {
    field: String,
    detail: Option<String>,
}

fn answer_of(answer: &Answer) -> RegistryAnswer {
    let why = match answer.status {
        200 => return matched(&answer.body),
        400 | 422 => return refused(&answer.body),
        401 | 403 => Why::KeyRefused(answer.status),
        429 => Why::TooManyCalls(answer.retry_after),
        500..=599 => Why::Failed(answer.status),
        other => Why::UnexpectedStatus(other),
    };
    RegistryAnswer::Unavailable(why)
}

fn matched(body: &[u8]) -> RegistryAnswer {
    let Ok(body) = serde_json::from_slice::<MatchBody>(body) else {
        return RegistryAnswer::Unavailable(Why::Unreadable);
    };
    match body.outcome.as_str() {
        "match" => RegistryAnswer::Match {
            record_status: RecordStatusWord::from_word(&body.record_status.unwrap_or_default()),
        },
        "review" => RegistryAnswer::Review,
        "no_match" => RegistryAnswer::NoMatch,
        _ => RegistryAnswer::Unavailable(Why::UnknownOutcome),
    }
}

fn refused(body: &[u8]) -> RegistryAnswer {
    let Ok(problem) = serde_json::from_slice::<ProblemBody>(body) else {
        return RegistryAnswer::Unavailable(Why::Unreadable);
    };
    let general = problem.detail.or(problem.title);
    let (field, detail) = match problem.errors.into_iter().next() {
        Some(error) => (Some(shortened(&error.field)), error.detail.or(general)),
        None => (None, general),
    };
    RegistryAnswer::Refused {
        field,
        detail: shortened(&detail.unwrap_or_default()),
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(KEPT_LETTERS).collect()
}

impl std::fmt::Debug for RegistryAnswer {
    /// Without the detail of a refusal: another registry may repeat the number in it.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Match { record_status } => write!(formatter, "Match({record_status:?})"),
            Self::Review => formatter.write_str("Review"),
            Self::NoMatch => formatter.write_str("NoMatch"),
            Self::Refused { field, .. } => write!(formatter, "Refused({field:?})"),
            Self::Unavailable(why) => write!(formatter, "Unavailable({why:?})"),
        }
    }
}

impl std::fmt::Debug for MatchQuestion<'_> {
    /// Nothing of the person.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("MatchQuestion(…)")
    }
}
