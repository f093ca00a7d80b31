//! Calls of the journal as an HTTP archive (HAR 1.2), which browsers and test tools open.

use serde_json::{Value, json};

use super::curl;
use super::line::{JournalLine, Telling, iso};
use crate::worlds::journal::{JournalEntry, KeptBody, Numbered};

/// The archive of some calls, oldest first.
pub fn archive(calls: &[Numbered], telling: Telling<'_>) -> Value {
    let entries: Vec<Value> = calls.iter().map(|call| entry(call, telling)).collect();
    json!({
        "log": {
            "version": "1.2",
            "creator": {"name": "dancu", "version": env!("CARGO_PKG_VERSION")},
            "entries": entries,
            "comment": if telling.unmask {
                "People who do not exist. Texts of answers are not kept."
            } else {
                "People who do not exist, masked. Texts of answers are not kept."
            },
        }
    })
}

fn entry(numbered: &Numbered, telling: Telling<'_>) -> Value {
    let call = &*numbered.call;
    let millis = f64::from(call.micros) / 1000.0;
    json!({
        "startedDateTime": iso(call.at),
        "time": millis,
        "request": request(call, telling),
        "response": response(call),
        "cache": {},
        "timings": {"send": 0, "wait": millis, "receive": 0},
        "comment": format!("{} {}", call.operation, call.outcome),
        "_dancu": JournalLine::of(numbered, telling),
    })
}

fn request(call: &JournalEntry, telling: Telling<'_>) -> Value {
    let url = curl::url(call, telling);
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let query: Vec<Value> = url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    let headers: Vec<Value> = curl::headers(call)
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    let mut request = json!({
        "method": call.method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers,
        "queryString": query,
        "headersSize": -1,
        "bodySize": call.raw.body.length(),
    });
    if !matches!(call.raw.body, KeptBody::None) {
        request["postData"] = post_data(call, telling);
    }
    request
}

fn post_data(call: &JournalEntry, telling: Telling<'_>) -> Value {
    let body = curl::body(call, telling.unmask);
    let text = body.as_deref().map(String::from_utf8_lossy);
    let comment = match (&call.raw.body, &text) {
        (KeptBody::TooLarge(_), _) => "too large to be kept",
        (_, None) => "cannot be masked",
        (_, Some(_)) => "",
    };
    json!({
        "mimeType": curl::media_type(call),
        "text": text.unwrap_or_default(),
        "comment": comment,
    })
}

fn response(call: &JournalEntry) -> Value {
    let size = call
        .answer
        .bytes
        .and_then(|bytes| i64::try_from(bytes).ok());
    let reason = actix_web::http::StatusCode::from_u16(call.status)
        .ok()
        .and_then(|status| status.canonical_reason());
    json!({
        "status": call.status,
        "statusText": reason.unwrap_or_default(),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [],
        "content": {"size": size.unwrap_or(0), "mimeType": call.answer.media_type},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": size.unwrap_or(-1),
    })
}
