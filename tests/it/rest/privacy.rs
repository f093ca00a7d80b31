//! A miss tells nothing: whatever was wrong, the portal sees one answer.

use std::collections::BTreeMap;

use crate::support::{Answer, TestApp, question};

const RESTRICTED: (&str, &str, &str) = ("042094000666", "Lương Tuấn Khanh", "1994-09-21");

/// Questions that miss, each for another reason.
const MISSES: [(&str, &str, &str); 7] = [
    ("042085999995", "Nguyễn Văn Thành", "1985-05-12"), // nobody has the number
    ("999999999", "Nguyễn Văn Thành", "1985-05-12"),    // nobody has the CMND
    ("042085000488", "Lê Thị Hoa", "1985-05-12"),       // another name
    ("042085000488", "Nguyễn Văn Thành", "1985-05-13"), // another day
    ("042085000488", "Lê Thị Hoa", "1901"),             // all of it
    RESTRICTED,                                         // protected
    ("271450027", "Lê Thị Hoa", "1976-03-19"),          // a CMND of two people, neither
];

/// What of an answer may not differ: status, headers, body, but for date and id. The order within
/// the cross-origin headers is another one in each worker thread, whatever was asked.
fn visible(answer: &Answer) -> (u16, BTreeMap<String, String>, serde_json::Value) {
    let headers = answer
        .headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "date" | "x-request-id"))
        .filter(|(name, _)| !name.as_str().starts_with("access-control-"))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    (answer.status, headers, answer.without_id())
}

#[test]
fn every_miss_is_the_same_answer_to_a_portal() {
    let app = TestApp::spawn();
    let answers = MISSES.map(|(number, name, date)| app.portal().match_person(number, name, date));
    for answer in &answers {
        assert_eq!(visible(answer), visible(&answers[0]));
    }
    assert_eq!(
        answers[0].without_id(),
        serde_json::json!({
            "outcome": "no_match", "grade": "certainly-not", "rule": "no_match",
            "policy": "standard",
        })
    );
}

#[test]
fn every_miss_is_the_same_answer_in_a_batch_too() {
    let app = TestApp::spawn();
    let questions = MISSES.map(|(number, name, date)| question(number, name, date));
    let answer = app
        .portal()
        .post("/v1/match/batch", &questions.as_slice().into())
        .expect(200)
        .json();
    for item in answer.as_array().unwrap() {
        assert_eq!(item["answer"], answer[0]["answer"]);
        assert_eq!(item["status"], 200);
    }
}

#[test]
fn every_miss_of_a_lookup_is_one_404() {
    let app = TestApp::spawn();
    let answers = MISSES.map(|(number, name, date)| {
        let answer = app
            .one_stop()
            .post("/v1/lookup", &question(number, name, date));
        answer.problem(404, "citizen_not_found")
    });
    for answer in &answers {
        assert_eq!(visible(answer), visible(&answers[0]));
    }
}

#[test]
fn an_officer_is_told_what_was_wrong() {
    let app = TestApp::spawn();
    let rules = [
        "number_unknown",
        "number_unknown",
        "name_differs",
        "date_differs",
    ];
    for ((number, name, date), rule) in MISSES.into_iter().zip(rules) {
        let answer = app.officer().match_person(number, name, date).expect(200);
        assert_eq!(answer.json()["rule"], rule, "{number}");
        assert!(answer.json()["fields"].is_array(), "{number}");
    }
}

#[test]
fn a_protected_person_is_unknown_to_an_officer_in_every_call() {
    let app = TestApp::spawn();
    let (number, name, date) = RESTRICTED;
    let officer = app.officer();
    let unknown = officer.match_person("042085999995", name, date);
    let protected = officer.match_person(number, name, date);
    assert_eq!(visible(&protected), visible(&unknown));
    let asked = question(number, name, date);
    officer
        .post("/v1/lookup", &asked)
        .problem(404, "citizen_not_found");
    officer
        .get(&format!("/v1/citizens/{number}"))
        .problem(404, "citizen_not_found");
    let search = serde_json::json!({"full_name": name, "date_of_birth": date});
    let found = officer.post("/v1/search", &search).expect(200).json();
    assert_eq!(found["total"], 0);
}

#[test]
fn an_administrator_sees_the_protected_person() {
    let app = TestApp::spawn();
    let (number, name, date) = RESTRICTED;
    let dev = app.dev();
    let answer = dev.match_person(number, name, date).expect(200).json();
    assert_eq!(answer["outcome"], "match");
    let (record, _) = dev.record(number);
    assert_eq!(record["restricted"], true);
    let search = serde_json::json!({"full_name": name, "date_of_birth": date});
    assert_eq!(
        dev.post("/v1/search", &search).expect(200).json()["total"],
        1
    );
}

#[test]
fn the_journal_masks_whom_it_was_about() {
    let app = TestApp::spawn();
    app.portal()
        .match_person("042085000488", "Nguyễn Văn Thành", "1985-05-12");
    app.portal()
        .get("/admin/journal")
        .problem(403, "scope_missing");
    let answer = app.dev().get("/admin/journal?limit=1").expect(200);
    let entry = answer.json()["entries"][0].clone();
    assert_eq!(entry["number"], "042*******88");
    assert_eq!(entry["full_name"], "N. V. T.");
    assert_eq!(entry["year_of_birth"], 1985);
    assert_eq!(entry["client"], "portal");
    assert_eq!(entry["outcome"], "match");
    assert!(!answer.text.contains("042085000488"));
    assert!(!answer.text.contains("Thành"));
}
