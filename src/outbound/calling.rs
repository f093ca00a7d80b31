//! One call on the wire: sent, its answer read up to the limit, and noted down for the page.

use std::time::{Duration, Instant};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::clock::Timestamp;
use crate::domain::language::Language;

use super::secret::Secret;
use super::wire_call::{Method, Purpose, ShownAnswer, ShownHeader, WireCall};
use super::{Outbound, Reach};

/// The headers of an answer that a page shows.
const SHOWN: [&str; 2] = ["content-type", "x-request-id"];

/// Why a call has no answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CallFailure {
    /// The URL is none of http or https, or a header has letters that no header may have.
    Unsendable,
    /// Nobody listens there, or the name is unknown.
    NoConnection,
    /// It took too long.
    TimedOut,
    /// The answer is longer than the limit.
    TooLong,
    /// The connection ended before the answer did, or what came is not HTTP.
    BrokenOff,
}

impl CallFailure {
    /// The failure in words.
    pub const fn message(self, language: Language) -> &'static str {
        let (vietnamese, english) = match self {
            Self::Unsendable => (
                "Không gửi được: địa chỉ hoặc tiêu đề không hợp lệ.",
                "Not sent: the address or a header is invalid.",
            ),
            Self::NoConnection => ("Không kết nối được.", "No connection."),
            Self::TimedOut => ("Quá thời gian chờ.", "Timed out."),
            Self::TooLong => ("Câu trả lời quá dài.", "The answer is too long."),
            Self::BrokenOff => (
                "Kết nối bị ngắt giữa chừng.",
                "The connection broke off before the answer ended.",
            ),
        };
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
    }
}

/// A header on its way: what is sent, and what is shown of it.
struct SentHeader {
    value: String,
    shown: ShownHeader,
}

/// A call to be made.
pub(super) struct Call<'call> {
    purpose: Purpose,
    method: Method,
    url: String,
    headers: Vec<SentHeader>,
    body: Option<String>,
    reach: Option<&'call Reach>,
    total: Option<Duration>,
}

/// What came back.
pub(super) struct Answer {
    /// The status.
    pub status: u16,
    /// The header `Retry-After`, in seconds.
    pub retry_after: Option<u64>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl<'call> Call<'call> {
    /// A GET.
    pub fn get(purpose: Purpose, url: impl Into<String>) -> Self {
        Self {
            purpose,
            method: Method::Get,
            url: url.into(),
            headers: Vec::new(),
            body: None,
            reach: None,
            total: None,
        }
    }

    /// A POST of a JSON text.
    pub fn post_json(purpose: Purpose, url: impl Into<String>, body: String) -> Self {
        Self {
            method: Method::Post,
            body: Some(body),
            ..Self::get(purpose, url)
        }
        .header("content-type", "application/json")
    }

    /// A POST of a form.
    pub fn post_form(purpose: Purpose, url: impl Into<String>, fields: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        Self {
            method: Method::Post,
            body: Some(body),
            ..Self::get(purpose, url)
        }
        .header("content-type", "application/x-www-form-urlencoded")
    }

    /// With a header that everybody may see.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push(SentHeader {
            value: value.to_owned(),
            shown: ShownHeader::plain(name, value),
        });
        self
    }

    /// With `Authorization: Bearer`.
    pub fn bearer(mut self, key: &Secret) -> Self {
        self.headers.push(SentHeader {
            value: format!("Bearer {}", key.value()),
            shown: ShownHeader::bearer(key),
        });
        self
    }

    /// With `Authorization: Basic`, both halves form-encoded first (RFC 6749 section 2.3.1).
    pub fn basic(mut self, client: &str, secret: &Secret) -> Self {
        use base64::Engine as _;
        let encode = |text: &str| -> String {
            url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
        };
        let client = encode(client);
        let pair = format!("{client}:{}", encode(secret.value()));
        let value = format!(
            "Basic {}",
            base64::engine::general_purpose::STANDARD.encode(pair)
        );
        let shown = ShownHeader::basic(&client, secret, &value);
        self.headers.push(SentHeader { value, shown });
        self
    }

    /// Through another address than the URL names.
    pub fn through(mut self, reach: Option<&'call Reach>) -> Self {
        self.reach = reach;
        self
    }

    /// With less time than others.
    pub fn within(mut self, total: Duration) -> Self {
        self.total = Some(total);
        self
    }

    fn sent_headers(&self) -> Result<HeaderMap, CallFailure> {
        let mut headers = HeaderMap::new();
        for header in &self.headers {
            let name = HeaderName::from_static(header.shown.name);
            let mut value = HeaderValue::from_str(&header.value)
                .map_err(|_not_a_header| CallFailure::Unsendable)?;
            value.set_sensitive(name == reqwest::header::AUTHORIZATION);
            headers.insert(name, value);
        }
        Ok(headers)
    }
}

impl Outbound {
    /// Makes a call; `now` is the real time. The second half says on a page what happened.
    pub(super) async fn send(
        &self,
        call: Call<'_>,
        now: Timestamp,
    ) -> (Result<Answer, CallFailure>, WireCall) {
        let started = Instant::now();
        let called = call.reach.and_then(|reach| reach.url_to_call(&call.url));
        let outcome = self.exchange(&call, called.as_deref()).await;
        let (answer, shown) = match outcome {
            Ok((answer, shown)) => (Ok(answer), Ok(shown)),
            Err(failure) => (Err(failure), Err(failure)),
        };
        let wire_call = WireCall {
            at: now,
            purpose: call.purpose,
            method: call.method,
            url: call.url,
            called,
            headers: call
                .headers
                .into_iter()
                .map(|header| header.shown)
                .collect(),
            body: call.body,
            answer: shown,
            took: started.elapsed(),
            trouble: None,
        };
        (answer, wire_call)
    }

    async fn exchange(
        &self,
        call: &Call<'_>,
        called: Option<&str>,
    ) -> Result<(Answer, ShownAnswer), CallFailure> {
        let url = url::Url::parse(called.unwrap_or(&call.url))
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or(CallFailure::Unsendable)?;
        let method = match call.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
        };
        let mut request = self
            .client_for(&url)
            .request(method, url)
            .headers(call.sent_headers()?);
        if let Some(total) = call.total {
            request = request.timeout(total.min(self.limits.total));
        }
        if let Some(body) = &call.body {
            request = request.body(body.clone());
        }
        let mut response = request.send().await.map_err(|error| failure_of(&error))?;
        let status = response.status().as_u16();
        let headers = shown_headers(response.headers());
        let retry_after = text_of(response.headers(), "retry-after")
            .and_then(|seconds| seconds.trim().parse().ok());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| failure_of(&error))? {
            if body.len() + chunk.len() > self.limits.answer_bytes {
                return Err(CallFailure::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        let shown = ShownAnswer::new(status, headers, &body);
        let answer = Answer {
            status,
            retry_after,
            body,
        };
        Ok((answer, shown))
    }
}

fn failure_of(error: &reqwest::Error) -> CallFailure {
    if error.is_timeout() {
        CallFailure::TimedOut
    } else if error.is_connect() {
        CallFailure::NoConnection
    } else if error.is_builder() {
        CallFailure::Unsendable
    } else {
        CallFailure::BrokenOff
    }
}

fn shown_headers(headers: &HeaderMap) -> Vec<(&'static str, String)> {
    SHOWN
        .into_iter()
        .filter_map(|name| Some((name, text_of(headers, name)?.to_owned())))
        .collect()
}

fn text_of<'map>(headers: &'map HeaderMap, name: &str) -> Option<&'map str> {
    headers.get(name)?.to_str().ok()
}
