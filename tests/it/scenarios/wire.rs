//! Faults as they look on the wire, byte by byte.

use std::io::ErrorKind;

use super::{asked, last_scenario, matched, raw, under};
use crate::support::TestApp;

/// Head and body of an answer as it came.
fn parts(bytes: &[u8]) -> (String, &[u8]) {
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    (head.to_ascii_lowercase(), &bytes[end + 4..])
}

#[test]
fn a_reset_connection_is_reset_before_a_byte_has_come() {
    let app = TestApp::spawn();
    let (bytes, end) = raw(&app, "reset");
    assert_eq!(bytes, b"");
    assert_eq!(end.unwrap_err().kind(), ErrorKind::ConnectionReset);
    assert_eq!(last_scenario(&app), "reset");
    matched(&app).expect(200);
}

#[test]
fn a_truncated_answer_is_half_of_what_its_length_promises() {
    let app = TestApp::spawn();
    let whole = matched(&app).expect(200);
    let (bytes, end) = raw(&app, "truncated");
    let (head, body) = parts(&bytes);
    assert!(head.starts_with("http/1.1 200 "), "{head}");
    let length = format!("content-length: {}", whole.text.len());
    assert!(head.contains(&length), "{head}");
    assert_eq!(body.len(), whole.text.len() / 2);
    assert!(whole.text.as_bytes().starts_with(&body[..20]));
    end.unwrap();
    // A client that reads to the promised length notices.
    let request = app
        .portal()
        .request(reqwest::Method::POST, "/v1/match")
        .header("x-dancu-scenario", "truncated")
        .header("content-type", "application/json");
    let response = request.body(asked().to_string()).send().unwrap();
    assert!(response.text().is_err());
}

#[test]
fn a_byte_order_mark_stands_before_the_body() {
    let app = TestApp::spawn();
    let answer = under(&app.portal(), "bom", "/v1/match", &asked()).expect(200);
    let whole = answer.text.strip_prefix('\u{FEFF}').unwrap();
    let body: serde_json::Value = serde_json::from_str(whole).unwrap();
    assert_eq!(body["outcome"], "match");
    assert_eq!(
        answer.header("content-length"),
        answer.text.len().to_string()
    );
    // Errors are damaged as well.
    let error = under(&app.portal(), "unavailable,bom", "/v1/match", &asked()).expect(503);
    assert!(
        error.text.starts_with("\u{FEFF}{\"type\""),
        "{}",
        error.text
    );
}

#[test]
fn a_wrong_label_leaves_the_bytes_as_they_are() {
    let app = TestApp::spawn();
    let answer = under(&app.dev(), "wrong_charset", "/v1/match", &asked()).expect(200);
    assert_eq!(
        answer.header("content-type"),
        "application/json; charset=ISO-8859-1"
    );
    let request = app
        .dev()
        .request(reqwest::Method::POST, "/v1/match")
        .header("x-dancu-scenario", "wrong_charset")
        .header("content-type", "application/json");
    let bytes = request
        .body(asked().to_string())
        .send()
        .unwrap()
        .bytes()
        .unwrap();
    assert!(
        String::from_utf8(bytes.to_vec())
            .unwrap()
            .contains("Họ tên")
    );
}

#[test]
fn a_gateway_answers_in_html_whatever_was_asked() {
    let app = TestApp::spawn();
    for path in ["/v1/match", "/ndxp", "/vneid/token"] {
        let answer = under(&app.portal(), "gateway_html", path, &asked()).expect(502);
        assert_eq!(answer.header("content-type"), "text/html");
        assert!(
            answer.text.contains("<h1>502 Bad Gateway</h1>"),
            "{}",
            answer.text
        );
    }
}

#[test]
fn an_answer_can_be_empty_foreign_or_rubbish() {
    let app = TestApp::spawn();
    let empty = under(&app.portal(), "empty", "/v1/match", &asked()).expect(200);
    assert_eq!(
        (empty.text.as_str(), empty.header("content-length")),
        ("", "0")
    );
    let foreign = under(&app.portal(), "wrong_body", "/v1/match", &asked()).expect(200);
    assert_eq!(foreign.header("content-type"), "application/json");
    assert!(foreign.json().get("outcome").is_none(), "{}", foreign.text);
    let (bytes, _) = raw_once(&app, "garbage");
    let (head, body) = parts(&bytes);
    assert!(head.starts_with("http/1.1 200 "), "{head}");
    assert_eq!(body.len(), 256);
    assert!(std::str::from_utf8(body).is_err());
    assert_eq!(raw_once(&app, "garbage").0.len(), bytes.len());
}

/// The same on a connection that the server closes afterwards.
fn raw_once(app: &TestApp, scenario: &str) -> (Vec<u8>, std::io::Result<()>) {
    raw(app, &format!("{scenario}\r\nconnection: close"))
}
