//! `GET /v1/citizens/{number}` and `GET /v1/numbers/{number}`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

#[test]
fn a_number_gives_its_record_and_so_does_each_cmnd() {
    let app = TestApp::spawn();
    let (record, version) = app.officer().record("042068000267");
    assert_eq!(record["full_name"], "Ngô Đức Thịnh");
    for cmnd in ["183000026", "186000026", "020000026"] {
        assert_eq!(
            app.officer().record(cmnd),
            (record.clone(), version.clone())
        );
    }
}

#[test]
fn a_person_without_a_twelve_digit_number_is_found_by_cmnd() {
    let app = TestApp::spawn();
    let personas = app.nobody().get("/v1/personas").expect(200).json();
    let without = personas
        .as_array()
        .unwrap()
        .iter()
        .filter(|persona| persona["registered"] == true && persona.get("number").is_none());
    let mut count = 0;
    for persona in without {
        let cmnd = persona["examples"][0]["number"].as_str().unwrap();
        let (record, _) = app.officer().record(cmnd);
        assert_eq!(record["full_name"], persona["full_name"]);
        assert!(record.get("number").is_none());
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn only_the_fields_asked_for_are_answered() {
    let app = TestApp::spawn();
    let get = |fields: &str| {
        app.officer()
            .get(&format!("/v1/citizens/042085000488?fields={fields}"))
    };
    assert_eq!(
        get("number,full_name").expect(200).json(),
        json!({"number": "042085000488", "full_name": "Nguyễn Văn Thành"})
    );
    assert_eq!(
        get("%20gender%20").expect(200).json(),
        json!({"gender": "male"})
    );
    assert_eq!(get("restricted").expect(200).json(), json!({}));
    get("number,ful_name").wrong_field(400, "fields", "field_unknown");
    get("").wrong_field(400, "fields", "field_unknown");
    app.officer()
        .get("/v1/citizens/042085000488?field=number")
        .problem(400, "fields_invalid");
}

#[test]
fn an_unchanged_record_has_an_unchanged_version() {
    let app = TestApp::spawn();
    let (_, first) = app.officer().record("042085000488");
    let (_, again) = app.dev().record("042085000488");
    assert_eq!(first, again);
    let (_, another) = app.dev().record("042142000012");
    assert_ne!(first, another);
}

#[test]
fn a_cancelled_number_is_gone_and_its_successor_told_to_administrators_alone() {
    let app = TestApp::spawn();
    let get = |caller: crate::support::Caller, number: &str| -> Value {
        caller
            .get(&format!("/v1/citizens/{number}"))
            .problem(410, "number_cancelled")
            .json()
    };
    let theirs = get(app.officer(), "042193000182");
    assert_eq!(theirs.get("successor"), None);
    assert_eq!(theirs.get("reason"), None);
    let ours = get(app.dev(), "042193000182");
    assert_eq!(ours["successor"], "042093000189");
    assert_eq!(ours["reason"], "sex_or_year_corrected");
    let without_successor = get(app.dev(), "042079000211");
    assert_eq!(without_successor.get("successor"), None);
    assert_eq!(without_successor["reason"], "false_papers");
}

#[test]
fn nobody_is_a_404_and_a_shared_cmnd_a_409() {
    let app = TestApp::spawn();
    let officer = app.officer();
    officer
        .get("/v1/citizens/042085999995")
        .problem(404, "citizen_not_found");
    officer
        .get("/v1/citizens/271450027")
        .problem(409, "number_ambiguous");
}

#[test]
fn a_number_that_is_none_is_explained() {
    let app = TestApp::spawn();
    for (path, code) in [
        ("42085000488", "number_leading_zero_lost"),
        ("0420850004881", "number_wrong_length"),
        ("04208500048x", "number_not_digits"),
        ("%20", "number_missing"),
        ("042085000488%7CNguyen", "number_is_qr_code"),
    ] {
        for prefix in ["/v1/citizens/", "/v1/numbers/"] {
            app.dev()
                .get(&format!("{prefix}{path}"))
                .wrong_field(400, "number", code);
        }
    }
}

#[test]
fn a_number_is_decoded_without_a_key_and_without_the_registry() {
    let app = TestApp::spawn();
    let decoded = app
        .nobody()
        .get("/v1/numbers/030078000498")
        .expect(200)
        .json();
    assert_eq!(decoded["kind"], "personal_number");
    assert_eq!(decoded["place"]["code"], "030");
    assert_eq!(decoded["place"]["province"], "Hải Dương");
    assert_eq!(decoded["place"]["province_since_2025"], "Hải Phòng");
    assert_eq!(decoded["gender"], "male");
    assert_eq!(decoded["year_of_birth"], 1978);
    assert_eq!(decoded["check_digit_fits"], true);
    assert_eq!(decoded["warnings"][0]["code"], "may_disagree_with_record");
}

#[test]
fn a_number_without_the_check_digit_is_warned_of_and_not_refused() {
    let app = TestApp::spawn();
    let decoded = app
        .nobody()
        .get("/v1/numbers/042085000489")
        .expect(200)
        .json();
    assert_eq!(decoded["check_digit_fits"], false);
    let warning = &decoded["warnings"][0];
    assert!(warning["vi"].is_string() && warning["en"].is_string());
    let cmnd = app.nobody().get("/v1/numbers/183000048").expect(200).json();
    assert_eq!(cmnd["kind"], "cmnd");
    assert_eq!(cmnd.get("year_of_birth"), None);
}

#[test]
fn head_and_options_do_no_harm() {
    let app = TestApp::spawn();
    for method in [Method::HEAD, Method::OPTIONS] {
        let answer = Answer::of(app.officer().request(method, "/v1/citizens/042085000488"));
        assert!(answer.status < 500);
    }
}
