//! Somebody else's bad day on demand: by header, by rule, by switch, by magic person.

mod docs;
mod faults;
mod header;
mod magic;
mod rules;
mod tokens;
mod wire;

use std::io::Write as _;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Caller, TestApp, question};

const NUMBER: &str = "042085000488";
const NAME: &str = "Nguyễn Văn Thành";
const BORN: &str = "1985-05-12";

/// A question that matches.
fn asked() -> Value {
    question(NUMBER, NAME, BORN)
}

/// `POST` under a scenario that the header names.
fn under(caller: &Caller, scenario: &str, path: &str, body: &Value) -> Answer {
    let request = caller
        .request(Method::POST, path)
        .header("x-dancu-scenario", scenario)
        .header("content-type", "application/json");
    Answer::of(request.body(body.to_string()))
}

/// `POST /v1/match` that would match.
fn matched(app: &TestApp) -> Answer {
    app.portal().post("/v1/match", &asked())
}

/// PUT of a JSON body by the developer.
fn put(app: &TestApp, path: &str, body: &Value) -> Answer {
    let request = app
        .dev()
        .request(Method::PUT, path)
        .header("content-type", "application/json");
    Answer::of(request.body(body.to_string()))
}

/// Sets the switches.
fn switch(app: &TestApp, faults: &Value) {
    put(app, "/admin/faults", faults).expect(200);
}

/// Adds a rule; its id.
fn rule(app: &TestApp, body: &Value) -> String {
    let answer = app.dev().post("/admin/rules", body).expect(201).json();
    answer["id"].as_str().unwrap().to_owned()
}

/// The status of each of `count` calls that would match.
fn statuses(app: &TestApp, count: usize) -> Vec<u16> {
    (0..count).map(|_nth| matched(app).status).collect()
}

/// The scenario in the newest line of the journal.
fn last_scenario(app: &TestApp) -> Value {
    let journal = app.dev().get("/admin/journal?limit=1").expect(200).json();
    journal["entries"][0]["scenario"].clone()
}

/// The bytes that come for `POST /v1/match` under a scenario, and how the connection ended.
fn raw(app: &TestApp, scenario: &str) -> (Vec<u8>, std::io::Result<()>) {
    let body = asked().to_string();
    let request = format!(
        "POST /v1/match HTTP/1.1\r\nhost: x\r\nx-api-key: portal-key\r\nx-dancu-scenario: {scenario}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = app.connect();
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let end = std::io::copy(&mut stream, &mut bytes).map(|_length| ());
    (bytes, end)
}

/// One of two JSON texts, told apart by nothing else than their words.
fn scenarios_of(value: &Value) -> Vec<String> {
    let lines = value.as_array().unwrap().iter();
    lines
        .map(|line| line["code"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_list_of_scenarios_is_served_like_any_code_list() {
    let app = TestApp::spawn();
    let list = app.nobody().get("/v1/codes/scenarios").expect(200).json();
    let codes = scenarios_of(&list["entries"]);
    for code in ["pass", "slow", "timeout", "token=wrong_nonce"] {
        assert!(codes.contains(&code.to_owned()), "{codes:?}");
    }
    let lists = app.nobody().get("/v1/codes").expect(200).json();
    let is_listed = |id: &str| {
        lists
            .as_array()
            .unwrap()
            .iter()
            .any(|list| list["id"] == id)
    };
    assert!(is_listed("scenarios") && !is_listed("nothing"));
    assert_eq!(json!(codes)[0], "pass");
}
