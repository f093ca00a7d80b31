//! What a page shows a developer of one call: what was sent, what came back, and the same call as a
//! command to paste into a shell.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::domain::language::Language;

use super::calling::CallFailure;
use super::registry::Why;
use super::secret::Secret;
use super::shell::quote;

#[cfg(test)]
mod tests;

/// How much of an answer body a page shows, in bytes.
const SHOWN_BODY: usize = 4 * 1024;

/// What a call is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Purpose {
    /// Number, name and date of birth compared with the registry.
    Match,
    /// The provider's description of itself.
    Discovery,
    /// A code exchanged for tokens.
    TokenExchange,
    /// The provider's public keys.
    Keys,
    /// What the provider tells of the person.
    Userinfo,
    /// A relying party told that somebody has logged out.
    LogoutNotice,
    /// A subscriber told of a change.
    Webhook,
}

impl Purpose {
    /// What the call is for, in words.
    pub fn label(self, language: Language) -> &'static str {
        match self {
            Self::Match => language.pick(
                "Đối chiếu với CSDL quốc gia về dân cư",
                "Match with the population registry",
            ),
            Self::Discovery => language.pick("Đọc cấu hình OpenID", "OpenID discovery"),
            Self::TokenExchange => {
                language.pick("Đổi mã lấy token", "Exchange the code for tokens")
            }
            Self::Keys => language.pick("Lấy khóa công khai", "Fetch the public keys"),
            Self::Userinfo => {
                language.pick("Lấy thông tin người dùng", "Fetch the person's claims")
            }
            Self::LogoutNotice => language.pick(
                "Báo đăng xuất cho hệ thống khác",
                "Tell another system of the logout",
            ),
            Self::Webhook => language.pick("Báo thay đổi", "Tell a subscriber of a change"),
        }
    }
}

/// The method of a call.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
}

impl Method {
    /// The word of the request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A header as a page shows it. A hidden key is a variable here; its value is not kept.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownHeader {
    /// The name, in lower case.
    pub name: &'static str,
    /// The value to show.
    pub value: String,
    /// `name: value` as a word of the shell.
    word: String,
}

impl ShownHeader {
    /// A header without secrets.
    pub(in crate::outbound) fn plain(name: &'static str, value: &str) -> Self {
        Self {
            name,
            value: value.to_owned(),
            word: quote(&format!("{name}: {value}")),
        }
    }

    /// `Authorization: Bearer` with a key of ours.
    pub(in crate::outbound) fn bearer(key: &Secret) -> Self {
        let Some(variable) = key.variable() else {
            return Self::plain("authorization", &format!("Bearer {}", key.value()));
        };
        Self {
            name: "authorization",
            value: format!("Bearer ${variable}"),
            word: format!("{}\"${variable}\"", quote("authorization: Bearer ")),
        }
    }

    /// `Authorization: Basic` of a client and its secret; `ready` is the value that is sent.
    pub(in crate::outbound) fn basic(client: &str, secret: &Secret, ready: &str) -> Self {
        let Some(variable) = secret.variable() else {
            return Self::plain("authorization", ready);
        };
        let before = quote(&format!("{client}:"));
        Self {
            name: "authorization",
            value: format!("Basic base64({client}:${variable})"),
            word: format!(
                "{}\"$(printf %s {before}\"${variable}\" | base64 | tr -d '\\n')\"",
                quote("authorization: Basic ")
            ),
        }
    }
}

/// The answer as a page shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownAnswer {
    /// The status.
    pub status: u16,
    /// The headers worth showing: content-type and x-request-id, as far as they came.
    pub headers: Vec<(&'static str, String)>,
    /// The body: JSON set out in lines, anything else as it came.
    pub body: String,
    /// Whether the body was longer than what is shown.
    pub cut: bool,
}

/// One call, for the developer's panel.
#[derive(Clone, PartialEq, Eq)]
pub struct WireCall {
    /// The real time at which it began.
    pub at: Timestamp,
    /// What it was for.
    pub purpose: Purpose,
    /// The method.
    pub method: Method,
    /// The URL as the other system names itself.
    pub url: String,
    /// The URL that was really called, where it is another (see [`super::Reach`]).
    pub called: Option<String>,
    /// The headers that were sent.
    pub headers: Vec<ShownHeader>,
    /// The body that was sent.
    pub body: Option<String>,
    /// What came back.
    pub answer: Result<ShownAnswer, CallFailure>,
    /// How long it took.
    pub took: Duration,
    /// Why the answer could not be used, though one came.
    pub trouble: Option<Why>,
}

impl WireCall {
    /// How long it took, in whole milliseconds, rounded up: no call takes none.
    pub fn milliseconds(&self) -> u128 {
        self.took.as_micros().div_ceil(1000)
    }

    /// The status, or the failure in words.
    pub fn status(&self, language: Language) -> String {
        match &self.answer {
            Ok(answer) => answer.status.to_string(),
            Err(failure) => failure.message(language).to_owned(),
        }
    }

    /// The same call as a command for a POSIX shell.
    pub fn curl(&self) -> String {
        let mut command = String::from("curl --include");
        if self.method == Method::Post && self.body.is_none() {
            command.push_str(" --request POST");
        }
        // curl takes brackets and braces in a URL for lists.
        if self.url.contains(['[', ']', '{', '}']) {
            command.push_str(" --globoff");
        }
        command.push(' ');
        command.push_str(&quote(&self.url));
        for header in &self.headers {
            command.push_str(" \\\n  --header ");
            command.push_str(&header.word);
        }
        if let Some(body) = &self.body {
            command.push_str(" \\\n  --data-raw ");
            command.push_str(&quote(body));
        }
        command
    }
}

impl ShownAnswer {
    /// An answer, made ready for a page.
    pub(in crate::outbound) fn new(
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: &[u8],
    ) -> Self {
        let mut text = serde_json::from_slice::<serde_json::Value>(body)
            .and_then(|value| serde_json::to_string_pretty(&value))
            .unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned());
        let cut = text.len() > SHOWN_BODY;
        text.truncate(text.floor_char_boundary(SHOWN_BODY));
        Self {
            status,
            headers,
            body: text,
            cut,
        }
    }
}

impl std::fmt::Debug for ShownHeader {
    /// The name alone: values may be keys.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

impl std::fmt::Debug for ShownAnswer {
    /// Without the body, which tells of people.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ShownAnswer({})", self.status)
    }
}

impl std::fmt::Debug for WireCall {
    /// Without query, headers' values and bodies, which carry keys and tell of people.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("WireCall")
            .field("at", &self.at)
            .field("purpose", &self.purpose)
            .field("method", &self.method)
            .field(
                "url",
                &self.url.split(['?', '#']).next().unwrap_or_default(),
            )
            .field("headers", &self.headers)
            .field("answer", &self.answer)
            .field("took", &self.took)
            .finish_non_exhaustive()
    }
}
