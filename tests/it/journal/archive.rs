//! The archive of the journal is one that others read.

use std::process::{Command, Stdio};

use serde_json::json;

use super::{LAN, THANH, ask, ask_by_soap, body};
use crate::support::{TestApp, Visitor, finish};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/npm/check_har.mjs");

#[track_caller]
fn assert_valid(archive: &str) {
    let mut node = Command::new("node");
    let run = finish(node.arg(SCRIPT).stdin(Stdio::piped()), archive).succeeded();
    assert_eq!(run.out.trim(), "valid");
}

#[test]
fn every_kind_of_call_is_valid_by_the_schema() {
    let app = TestApp::spawn();
    assert_valid(&app.dev().get("/admin/journal.har").expect(200).text);
    ask(&app.portal(), THANH);
    app.nobody().get("/v1/codes?x=%C3%A0&y");
    app.portal().post_text("/v1/match", " ".repeat(20_000));
    app.portal()
        .post("/v1/match/batch", &json!([body(LAN)]))
        .expect(200);
    app.portal()
        .post_as("/v1/match", "text/plain", vec![0xff_u8])
        .expect(415);
    ask_by_soap(&app, "demo-secret", THANH);
    ask_by_soap(&app, "another-secret", THANH);
    Visitor::new(&app).open("/portal/login/account");
    for query in ["", "?unmask=true"] {
        let answer = app
            .dev()
            .get(&format!("/admin/journal.har{query}"))
            .expect(200);
        assert_valid(&answer.text);
        let entries = answer.json()["log"]["entries"].as_array().unwrap().len();
        assert!(entries >= 8, "{entries}");
    }
}

#[test]
fn a_call_in_it_is_the_call_that_was_made() {
    let app = TestApp::spawn();
    ask(&app.portal(), THANH);
    ask(&app.portal(), LAN);
    let archive = app
        .dev()
        .get("/admin/journal.har?unmask=true&limit=1")
        .expect(200);
    assert_eq!(
        archive.header("content-disposition"),
        "attachment; filename=\"journal.har\""
    );
    let entries = archive.json()["log"]["entries"].as_array().unwrap().clone();
    assert_eq!(entries.len(), 1);
    let (request, response) = (&entries[0]["request"], &entries[0]["response"]);
    assert_eq!(request["method"], "POST");
    assert_eq!(request["url"], format!("{}/v1/match", app.base_url));
    assert_eq!(request["postData"]["text"], body(LAN).to_string());
    assert_eq!(request["postData"]["mimeType"], "application/json");
    assert_eq!(
        (&response["status"], &response["statusText"]),
        (&json!(200), &json!("OK"))
    );
    assert_eq!(response["content"]["mimeType"], "application/json");
    assert!(response["content"]["size"].as_i64().unwrap() > 50);
    assert_eq!(entries[0]["_dancu"]["outcome"], "match");
}
