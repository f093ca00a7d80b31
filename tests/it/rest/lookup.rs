//! `POST /v1/lookup`: the record, when everything matches.

use serde_json::json;

use crate::support::{TestApp, question};

#[test]
fn the_record_is_released_when_everything_matches() {
    let app = TestApp::spawn();
    let asked = question("042085000488", "Nguyễn Văn Thành", "12/05/1985");
    let answer = app.one_stop().post("/v1/lookup", &asked).expect(200);
    let record = answer.json();
    assert_eq!(record["number"], "042085000488");
    assert_eq!(record["full_name"], "Nguyễn Văn Thành");
    assert_eq!(record["date_of_birth"], "1985-05-12");
    assert_eq!(record["gender"], "male");
    assert_eq!(record["record_status"], "active");
    assert_eq!(record["card"]["kind"], "citizen_card_chip");
    assert_eq!(record["card"]["state"], "valid");
    assert_eq!(record["permanent_residence"]["ward_before"], "18079");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.header("etag").starts_with('"'));
}

#[test]
fn a_review_releases_nothing() {
    let app = TestApp::spawn();
    let asked = question("042085000488", "Nguyen Van Thanh", "1985-05-12");
    app.one_stop()
        .post("/v1/lookup", &asked)
        .problem(404, "citizen_not_found");
}

#[test]
fn the_policy_decides_what_releases() {
    let app = TestApp::spawn();
    for (policy, status) in [
        ("strict", 404),
        ("standard", 404),
        ("lenient", 200),
        ("fold", 200),
    ] {
        let asked = json!({
            "number": "042085000488", "full_name": "Nguyen Van Thanh",
            "date_of_birth": "1985-05-12", "policy": policy,
        });
        app.one_stop().post("/v1/lookup", &asked).expect(status);
    }
}

#[test]
fn a_cancelled_number_releases_nothing_though_it_matches() {
    let app = TestApp::spawn();
    for (number, name, date) in [
        ("042193000182", "Phạm Gia Bảo", "1993-08-30"),
        ("042079000211", "Mai Xuân Quyền", "1979-10-25"),
    ] {
        let matched = app.one_stop().match_person(number, name, date).expect(200);
        assert_eq!(matched.json()["outcome"], "match");
        assert_eq!(matched.json()["record_status"], "cancelled");
        app.one_stop()
            .post("/v1/lookup", &question(number, name, date))
            .problem(404, "citizen_not_found");
    }
}

#[test]
fn the_dead_are_released_and_said_to_be_dead() {
    let app = TestApp::spawn();
    let asked = question("042051000289", "Phan Đình Lợi", "1951-01-20");
    let record = app.one_stop().post("/v1/lookup", &asked).expect(200).json();
    assert_eq!(record["record_status"], "deceased");
}

#[test]
fn what_only_administrators_may_know_is_left_out() {
    let app = TestApp::spawn();
    let asked = question("042093000189", "Phạm Gia Bảo", "1993-08-30");
    let theirs = app.officer().post("/v1/lookup", &asked).expect(200);
    assert!(!theirs.text.contains("042193000182"));
    assert!(theirs.json().get("former_numbers").is_none());
    let ours = app.dev().post("/v1/lookup", &asked).expect(200).json();
    assert_eq!(ours["former_numbers"][0]["number"], "042193000182");
}

#[test]
fn bad_questions_are_refused_as_a_match_refuses_them() {
    let app = TestApp::spawn();
    let asked = question("42085000488", "Nguyễn Văn Thành", "1985-05-12");
    app.one_stop()
        .post("/v1/lookup", &asked)
        .problem(400, "fields_invalid")
        .wrong_field(400, "number", "number_leading_zero_lost");
}
