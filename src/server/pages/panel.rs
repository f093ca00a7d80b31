//! The panel: the HTTP calls a site made for this browser, as a developer wants to see them.

use crate::domain::language::Language;
use crate::outbound::wire_call::WireCall;

/// Calls remembered for one browser.
const MOST: usize = 12;

/// One call, ready to be shown.
#[derive(Clone, Debug)]
pub struct CallView {
    /// What it was for.
    pub purpose: &'static str,
    /// `POST http://…`.
    pub request_line: String,
    /// `200`, or what went wrong.
    pub outcome: String,
    /// Whether an answer came that could be used.
    pub is_good: bool,
    /// Why it could not, and what to look at.
    pub trouble: Option<String>,
    /// How long it took, in milliseconds.
    pub millis: u128,
    /// The call to copy.
    pub curl: String,
    /// The body of the answer.
    pub answer: String,
}

impl CallView {
    /// The call in words.
    pub fn of(call: &WireCall, language: Language) -> Self {
        Self {
            purpose: call.purpose.label(language),
            request_line: format!("{} {}", call.method.as_str(), call.url),
            outcome: call.status(language),
            is_good: call.trouble.is_none()
                && call.answer.as_ref().is_ok_and(|answer| answer.status < 400),
            trouble: call.trouble.map(|why| why.message(language)),
            millis: call.milliseconds(),
            curl: call.curl(),
            answer: call
                .answer
                .as_ref()
                .map_or_else(|_no_answer| String::new(), |answer| answer.body.clone()),
        }
    }

    #[cfg(test)]
    pub fn sample() -> Self {
        Self {
            purpose: "So khớp với CSDL quốc gia về dân cư",
            request_line: "POST http://127.0.0.1:8080/v1/match".to_owned(),
            outcome: "200".to_owned(),
            is_good: true,
            trouble: Some("<b>".to_owned()),
            millis: 3,
            curl: "curl -s 'http://127.0.0.1:8080/v1/match' -d '{\"full_name\":\"<b>&\"}'"
                .to_owned(),
            answer: "{\n  \"outcome\": \"match\"\n}".to_owned(),
        }
    }
}

/// Adds calls to those remembered, dropping the oldest.
pub fn remember_calls(kept: &mut Vec<WireCall>, new: impl IntoIterator<Item = WireCall>) {
    kept.extend(new);
    let surplus = kept.len().saturating_sub(MOST);
    kept.drain(..surplus);
}
