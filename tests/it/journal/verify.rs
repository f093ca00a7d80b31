//! Whether a call was made as often as a test expects, in one line of a script.

use std::process::Command;

use serde_json::json;

use super::{LAN, THANH, ask, expect, verify};
use crate::support::{TestApp, finish};

fn asked() -> TestApp {
    let app = TestApp::spawn();
    ask(&app.portal(), THANH);
    ask(&app.portal(), THANH);
    ask(&app.portal(), (LAN.0, "Lê Văn Sai", LAN.2));
    app
}

#[test]
fn an_expectation_holds_or_does_not() {
    let app = asked();
    let matched = || json!({"operation": "match", "outcome": "match", "number": THANH.0});
    for (call, times, holds) in [
        (matched(), json!(2), true),
        (matched(), json!(1), false),
        (matched(), json!({"exactly": 2}), true),
        (matched(), json!({"at_least": 2}), true),
        (matched(), json!({"at_least": 3}), false),
        (matched(), json!({"at_most": 1}), false),
        (matched(), json!({"at_least": 1, "at_most": 2}), true),
        (json!({"client": "portal", "status": 200}), json!(3), true),
        (json!({"operation": ["match", "lookup"]}), json!(3), true),
        (json!({"operation": "lookup"}), json!(0), true),
        (json!({"operation": "lookup"}), json!(null), false),
        (json!({}), json!(null), true),
    ] {
        let (status, report) = verify(&app, &expect(&call, &times));
        assert_eq!(report["holds"], holds, "{call} {times}: {report}");
        assert_eq!(status, if holds { 200 } else { 417 });
    }
}

#[test]
fn what_came_nearest_is_told_by_the_field_it_differs_in() {
    let app = asked();
    let call = json!({"operation": "match", "outcome": "match", "number": LAN.0});
    let (status, report) = verify(&app, &expect(&call, &json!(1)));
    assert_eq!(status, 417);
    let told = &report["expectations"][0];
    assert_eq!(told["count"], 0);
    assert_eq!(told["message"], "called 0 times, expected 1");
    let near = told["near_misses"].as_array().unwrap();
    // The call about the other person differs in one field, as do both calls that matched.
    assert_eq!(near.len(), 3);
    assert_eq!(near[0]["call"]["sequence"], 3);
    assert_eq!(
        near[0]["differs"],
        json!([{"field": "outcome", "expected": "match", "actual": "no_match"}])
    );
    assert_eq!(
        near[1]["differs"],
        json!([{"field": "number", "expected": "042*******99", "actual": "042*******88"}])
    );
}

#[test]
fn several_expectations_are_told_in_their_order() {
    let app = asked();
    let expectations = json!([
        {"name": "thrice", "call": {"operation": "match"}, "times": 3},
        {"name": "never <refused> & \"free\"", "call": {"status": "4xx"}, "times": 0},
        {"call": {"operation": "lookup"}},
    ]);
    let (status, report) = verify(&app, &expectations);
    assert_eq!((status, &report["holds"]), (417, &json!(false)));
    let told: Vec<_> = report["expectations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["name"].as_str().unwrap(),
                one["holds"].as_bool().unwrap(),
            )
        })
        .collect();
    let names = [
        ("thrice", true),
        ("never <refused> & \"free\"", true),
        ("expectation 3", false),
    ];
    assert_eq!(told, names);

    let path = "/admin/verify?format=text";
    let text = app.dev().in_language("en").post(path, &expectations).text;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "ok  thrice: called 3 times, expected 3");
    assert_eq!(
        lines[2],
        "FAILED  expectation 3: called 0 times, expected at least 1"
    );
    assert!(
        lines[3].contains(
            "near: #3 POST /v1/match 200 no_match portal: operation match (expected lookup)"
        ),
        "{text}"
    );

    let xml = app.dev().post("/admin/verify?format=junit", &expectations);
    assert_eq!(xml.header("content-type"), "application/xml; charset=utf-8");
    let document = roxmltree::Document::parse(&xml.text).unwrap();
    let cases: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("testcase"))
        .collect();
    assert_eq!(cases.len(), 3);
    assert_eq!(
        cases[1].attribute("name"),
        Some("never <refused> & \"free\"")
    );
    assert_eq!(cases.iter().filter(|case| case.has_children()).count(), 1);
    let suite = document
        .descendants()
        .find(|node| node.has_tag_name("testsuite"))
        .unwrap();
    assert_eq!(
        (suite.attribute("tests"), suite.attribute("failures")),
        (Some("3"), Some("1"))
    );
}

#[test]
fn the_form_is_that_of_accept() {
    let app = asked();
    for (accept, kind) in [
        ("application/json", "application/json"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("application/xml", "application/xml; charset=utf-8"),
        (
            "text/html, text/xml;q=0.5",
            "application/xml; charset=utf-8",
        ),
        ("*/*", "application/json"),
    ] {
        let request = app
            .dev()
            .request(
                reqwest::Method::GET,
                "/admin/verify?operation=match&exactly=3",
            )
            .header("accept", accept);
        let answer = crate::support::Answer::of(request).expect(200);
        assert_eq!(answer.header("content-type"), kind, "{accept}");
    }
    app.dev()
        .get("/admin/verify?format=pdf")
        .wrong_field(422, "format", "value_unknown");
}

#[test]
fn one_line_of_a_script_fails_when_it_does_not_hold() {
    let app = asked();
    let run = |query: &str| {
        let url = format!("{}/admin/verify?{query}&format=text", app.base_url);
        let mut curl = Command::new("curl");
        curl.args([
            "-sS",
            "--fail-with-body",
            "--noproxy",
            "*",
            "-H",
            "X-API-Key: dev-key",
            &url,
        ]);
        finish(&mut curl, "")
    };
    let held = run("operation=match&outcome=match&exactly=2");
    assert_eq!(held.code, Some(0), "{held:?}");
    assert!(held.out.starts_with("ok  "), "{held:?}");
    let failed = run("operation=lookup");
    assert_eq!(failed.code, Some(22), "{failed:?}");
    assert!(failed.out.starts_with("FAILED  "), "{failed:?}");
}

#[test]
fn what_cannot_be_read_is_named_where_it_stands() {
    let app = TestApp::spawn();
    let dev = app.dev();
    for (body, field, code) in [
        (
            json!({"call": {"status": "9xx"}}),
            "call.status",
            "value_out_of_range",
        ),
        (
            json!([{}, {"call": {"number": "12"}}]),
            "[1].call.number",
            "number_wrong_length",
        ),
        (json!([{"calls": {}}]), "[0].calls", "field_unknown"),
        (
            json!({"times": {"exactly": 1, "at_most": 2}}),
            "times",
            "value_out_of_range",
        ),
        (
            json!({"times": {"at_least": 3, "at_most": 2}}),
            "times",
            "value_out_of_range",
        ),
        (json!([]), "", "value_out_of_range"),
    ] {
        let answer = dev.post("/admin/verify", &body);
        let status = answer.status;
        assert!(matches!(status, 400 | 422), "{body}: {}", answer.text);
        answer.wrong_field(status, field, code);
    }
    dev.post_text("/admin/verify", "{")
        .problem(400, "body_unreadable");
}

#[test]
fn a_sandbox_is_verified_by_its_own_calls() {
    let app = asked();
    app.dev()
        .post("/admin/sandboxes", &json!({"id": "one"}))
        .expect(201);
    let path = "/admin/sandboxes/one/verify?operation=match&exactly=0";
    app.dev().get(path).expect(200);
    let request = app.portal().request(reqwest::Method::POST, "/v1/match");
    let request = request
        .header("x-dancu-sandbox", "one")
        .json(&super::body(THANH));
    crate::support::Answer::of(request).expect(200);
    app.dev().get(path).expect(417);
}
