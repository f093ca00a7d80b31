//! What is kept of a request to send it again, without anything that lets somebody in.

use std::sync::Arc;

use actix_web::body::{BodySize, MessageBody as _};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName};
use actix_web::{HttpMessage as _, HttpRequest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::secrets::{form_without_secrets, json_without_secrets};
use crate::server::call::Visit;
use crate::worlds::CallNotes;
use crate::worlds::journal::{AnswerFacts, Credential, KeptBody, RawCall};

/// Headers that are kept: what a call is made of, and nothing of who made it.
static KEPT: [HeaderName; 12] = [
    HeaderName::from_static("content-type"),
    HeaderName::from_static("accept"),
    HeaderName::from_static("accept-language"),
    HeaderName::from_static("if-match"),
    HeaderName::from_static("if-none-match"),
    HeaderName::from_static("soapaction"),
    HeaderName::from_static("timestamp"),
    HeaderName::from_static("x-road-client"),
    HeaderName::from_static("x-dancu-scenario"),
    HeaderName::from_static("last-event-id"),
    HeaderName::from_static("user-agent"),
    HeaderName::from_static("origin"),
];
static X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");
static LGSP_ACCESS_TOKEN: HeaderName = HeaderName::from_static("lgspaccesstoken");
static AUTH: HeaderName = HeaderName::from_static("auth");
/// A longer value is no part of any call that is meant to be made.
const MOST_HEADER: usize = 256;
/// Longer targets are cut: nobody sends them again.
const MOST_TARGET: usize = 2048;
/// Longer names of clients are cut.
const MOST_CLIENT: usize = 64;

/// Notes a body for the journal.
pub fn keep_body(request: &HttpRequest, bytes: &[u8]) {
    with_notes(request, |notes| {
        let hidden = (bytes.first() == Some(&b'{')).then(|| json_without_secrets(bytes));
        match hidden.flatten() {
            Some(hidden) => notes.keep_body(hidden.as_bytes()),
            None => notes.keep_body(bytes),
        }
    });
}

/// Notes a form for the journal.
pub fn keep_form(request: &HttpRequest, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    with_notes(request, |notes| {
        notes.keep_body(form_without_secrets(&text).as_bytes());
    });
}

fn with_notes(request: &HttpRequest, note: impl FnOnce(&CallNotes)) {
    if let Some(visit) = request.extensions().get::<Visit>() {
        note(&visit.facts.notes);
    }
}

/// The request as it is kept.
pub fn raw_call(request: &HttpRequest, route: &str, body: KeptBody) -> RawCall {
    RawCall {
        target: target(request, route),
        headers: kept_headers(request.headers()).into(),
        credential: credential(request),
        body,
    }
}

/// The headers that are kept, a line each, in the order of [`KEPT`]. Gone through once: most requests have few of them.
fn kept_headers(headers: &HeaderMap) -> String {
    let mut values = [None; KEPT.len()];
    for (name, value) in headers {
        let place = KEPT.iter().position(|kept| kept == name);
        let text = value.to_str().ok();
        if let (Some(place), Some(text)) = (place, text.filter(|text| text.len() <= MOST_HEADER)) {
            values[place].get_or_insert(text);
        }
    }
    let mut lines = String::with_capacity(64);
    for (name, value) in KEPT.iter().zip(values) {
        if let Some(value) = value {
            for part in [name.as_str(), ": ", value, "\n"] {
                lines.push_str(part);
            }
        }
    }
    lines
}

/// Path and query, where the route does not say as much.
fn target(request: &HttpRequest, route: &str) -> Option<Box<str>> {
    let (path, query) = (request.path(), request.query_string());
    if query.is_empty() {
        return (path != route).then(|| cut(path, MOST_TARGET).into());
    }
    let query = form_without_secrets(query);
    Some(cut(&format!("{path}?{query}"), MOST_TARGET).into())
}

/// A text, cut where it is longer than so many bytes.
fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

fn credential(request: &HttpRequest) -> Credential {
    let headers = request.headers();
    if headers.contains_key(&X_API_KEY) {
        return Credential::ApiKey;
    }
    if let Some(value) = headers.get(AUTHORIZATION) {
        let is_bearer = value
            .as_bytes()
            .get(..7)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer "));
        return if is_bearer {
            Credential::Bearer
        } else {
            Credential::Basic
        };
    }
    if headers.contains_key(&LGSP_ACCESS_TOKEN) || headers.contains_key(&AUTH) {
        Credential::Wire
    } else if headers.contains_key(COOKIE) {
        Credential::Cookie
    } else {
        Credential::None
    }
}

/// Whom a call to an OpenID provider says it comes from: `client_id` in query or form, or the user of a
/// `Basic` header.
pub fn claimed_client(request: &HttpRequest, body: &KeptBody) -> Option<Arc<str>> {
    let path = request.path();
    if !(path.starts_with("/vneid/") || path.starts_with("/dvcqg/")) {
        return None;
    }
    let named = |pairs: &[u8]| {
        url::form_urlencoded::parse(pairs)
            .find(|(name, _)| name == "client_id")
            .map(|(_, client)| client.into_owned())
    };
    let client = named(request.query_string().as_bytes())
        .or_else(|| named(body.whole().unwrap_or_default()))
        .or_else(|| basic_user(request))?;
    Some(cut(&client, MOST_CLIENT).into()).filter(|client: &Arc<str>| !client.is_empty())
}

fn basic_user(request: &HttpRequest) -> Option<String> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, code) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(code.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(user, _)| user.to_owned())
}

/// What is kept of the answer.
pub fn answer_facts(response: &ServiceResponse) -> AnswerFacts {
    AnswerFacts {
        bytes: match response.response().body().size() {
            BodySize::Sized(bytes) => Some(bytes),
            BodySize::None => Some(0),
            BodySize::Stream => None,
        },
        media_type: response
            .headers()
            .get(CONTENT_TYPE)
            .map_or("", |kind| media_type(kind.as_bytes())),
    }
}

/// The kinds of bodies there are; a word of ours costs nothing to keep.
fn media_type(kind: &[u8]) -> &'static str {
    const KNOWN: [&str; 9] = [
        "application/json",
        "application/problem+json",
        "text/xml",
        "text/html",
        "application/x-ndjson",
        "image/svg+xml",
        "text/plain",
        "text/event-stream",
        "application/jwt",
    ];
    let end = kind.iter().position(|byte| *byte == b';');
    let kind = kind[..end.unwrap_or(kind.len())].trim_ascii();
    let mut known = KNOWN.iter();
    known
        .find(|known| known.as_bytes() == kind)
        .map_or("application/octet-stream", |known| *known)
}
