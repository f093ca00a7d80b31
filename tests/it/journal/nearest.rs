//! Of a question that missed, the owner of the world reads who was probably meant, and nobody else does.

use serde_json::{Value, json};

use super::{LAN, THANH, ask, ask_by_soap, body, detail, newest};
use crate::support::{Caller, TestApp};

/// What is told of the newest call: how the nearest was found, their number and the fields that differ.
#[track_caller]
fn nearest(app: &TestApp, query: &str) -> Value {
    let told = detail(app, &newest(app), query);
    let nearest = told["nearest"].as_array().cloned().unwrap_or_default();
    assert!(nearest.len() <= 1, "{told}");
    nearest.into_iter().next().unwrap_or(Value::Null)
}

#[track_caller]
fn assert_nearest(app: &TestApp, by: &str, number: &str, differs: &[&str]) {
    let nearest = nearest(app, "unmask=true");
    assert_eq!(nearest["by"], by, "{nearest}");
    assert_eq!(nearest["person"]["number"], number, "{nearest}");
    let fields: Vec<&str> = nearest["differs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|differs| differs["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, differs, "{nearest}");
}

#[test]
fn the_field_that_made_it_miss_is_named() {
    let app = TestApp::spawn();
    let portal = app.portal();
    let (number, name, date) = THANH;
    let miss = |asked: (&str, &str, &str), by: &str, differs: &[&str]| {
        assert_eq!(ask(&portal, asked)["outcome"], "no_match");
        assert_nearest(&app, by, number, differs);
    };
    miss((number, "Lê Văn Sai", date), "number", &["full_name"]);
    miss((number, name, "1985-05-13"), "number", &["date_of_birth"]);
    miss(
        (number, "Lê Văn Sai", "1970"),
        "number",
        &["full_name", "date_of_birth"],
    );
    // One digit of the number is mistaken, and the name lacks its marks too.
    miss(("042085000480", name, date), "like_number", &["number"]);
    miss(
        ("042085000480", "NGUYEN VAN THANH", date),
        "like_number",
        &["number", "full_name"],
    );
    // Two digits changed places.
    miss(("042085004088", name, date), "like_number", &["number"]);
    // The number of nobody, far from that of anybody with the name.
    miss(("001099999990", name, date), "name_and_date", &["number"]);
}

#[test]
fn both_sides_are_told_and_masked() {
    let app = TestApp::spawn();
    ask(&app.portal(), (THANH.0, "Lê Văn Sai", THANH.2));
    let masked = nearest(&app, "");
    assert_eq!(masked["person"]["full_name"], "N. V. T.");
    let differs = &masked["differs"][0];
    assert_eq!(
        (&differs["asked"], &differs["recorded"]),
        (&json!("L. V. S."), &json!("N. V. T."))
    );
    assert_eq!(
        (&differs["verdict"], &differs["decision"]),
        (&json!("different"), &json!("no"))
    );
    let opened = nearest(&app, "unmask=true");
    assert_eq!(opened["differs"][0]["asked"], "Lê Văn Sai");
    assert_eq!(opened["differs"][0]["recorded"], THANH.1);
}

#[test]
fn nobody_is_near_a_question_about_nobody() {
    let app = TestApp::spawn();
    ask(&app.portal(), ("001099999990", "Zz Qq Xx", "1801-01-01"));
    assert_eq!(nearest(&app, ""), Value::Null);
    ask(&app.portal(), THANH);
    assert_eq!(nearest(&app, ""), Value::Null);
}

#[test]
fn lookups_searches_and_the_national_wire_are_explained_alike() {
    let app = TestApp::spawn();
    let misspelt = (THANH.0, "Trần Thị Hoa", THANH.2);
    app.one_stop()
        .post("/v1/lookup", &body(misspelt))
        .expect(404);
    assert_nearest(&app, "number", THANH.0, &["full_name"]);
    ask_by_soap(&app, "demo-secret", misspelt);
    assert_nearest(&app, "number", THANH.0, &["full_name"]);
    app.officer().get("/v1/citizens/042085000480").expect(404);
    assert_nearest(&app, "like_number", THANH.0, &["number"]);
    let search = json!({"full_name": LAN.1, "date_of_birth": "1990-06-18"});
    let found = app.officer().post("/v1/search", &search).expect(200).json();
    assert_eq!(found["total"], 0);
    let told = nearest(&app, "");
    assert_eq!(told["by"], "name_and_date", "{told}");
}

#[test]
fn a_miss_that_agrees_in_every_field_tells_of_the_record() {
    let app = TestApp::spawn();
    // Protected: unknown to everybody but administrators.
    let answer = ask(
        &app.officer(),
        ("042094000666", "Lương Tuấn Khanh", "1994-09-21"),
    );
    assert_eq!(answer["outcome"], "no_match");
    let told = nearest(&app, "");
    assert_eq!(
        (&told["restricted"], &told["differs"]),
        (&json!(true), &json!([]))
    );
}

#[test]
fn each_question_of_a_batch_has_its_own() {
    let app = TestApp::spawn();
    let batch = json!([body(THANH), body((LAN.0, "Lê Văn Sai", LAN.2))]);
    app.portal().post("/v1/match/batch", &batch).expect(200);
    let told = nearest(&app, "");
    assert_eq!(told["index"], 1, "{told}");
    assert_eq!(told["person"]["number"], "042*******99");
}

#[test]
fn who_asked_is_told_nothing_of_it() {
    let app = TestApp::spawn();
    let answer = app.portal().match_person(THANH.0, "Lê Văn Sai", THANH.2);
    assert!(
        !answer.text.contains("nearest") && !answer.text.contains("number"),
        "{}",
        answer.text
    );
    let portal: Caller = app.portal();
    portal.get("/admin/journal/1").problem(403, "scope_missing");
}
