//! People of one's own: `POST`, `PATCH`, `DELETE /v1/citizens`, and the reset.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

const THANH: &str = "/v1/citizens/042085000488";

fn newcomer() -> Value {
    json!({"full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03", "gender": "female"})
}

/// The newcomer with more in it.
fn newcomer_with(more: &Value) -> Value {
    let mut person = newcomer();
    let object = person.as_object_mut().unwrap();
    object.extend(more.as_object().unwrap().clone());
    person
}

#[test]
fn a_person_is_created_with_a_number_that_fits_and_carries_the_check_digit() {
    let app = TestApp::spawn();
    let person = newcomer_with(&json!({"hometown": {"province_before": "42"}}));
    let made = app.dev().post("/v1/citizens", &person).expect(201);
    let record = made.json();
    let number = record["number"].as_str().unwrap();
    assert!(number.starts_with("042190"), "{number}");
    assert_eq!(made.header("location"), format!("/v1/citizens/{number}"));
    let decoded = app.nobody().get(&format!("/v1/numbers/{number}")).json();
    assert_eq!(decoded["check_digit_fits"], true);
    let (read, version) = app.dev().record(number);
    assert_eq!(read, record);
    assert_eq!(version, made.header("etag"));
    let matched = app
        .portal()
        .match_person(number, "Trần Thị Thử", "03/02/1990");
    assert_eq!(matched.expect(200).json()["outcome"], "match");
}

#[test]
fn each_person_gets_a_number_of_their_own() {
    let app = TestApp::spawn();
    let mut numbers = std::collections::BTreeSet::new();
    for _ in 0..20 {
        let made = app.dev().post("/v1/citizens", &newcomer()).expect(201);
        assert!(numbers.insert(made.json()["number"].as_str().unwrap().to_owned()));
    }
}

#[test]
fn a_record_that_was_read_can_be_sent_back_as_a_new_person() {
    let app = TestApp::spawn();
    let (mut record, _) = app.dev().record("042085000488");
    for key in ["number", "cmnd"] {
        record.as_object_mut().unwrap().remove(key);
    }
    let made = app.dev().post("/v1/citizens", &record).expect(201).json();
    let mut sent = record.clone();
    sent["number"] = made["number"].clone();
    assert_eq!(made, sent);
}

#[test]
fn what_is_needed_is_asked_for_by_name() {
    let app = TestApp::spawn();
    for key in ["full_name", "date_of_birth", "gender"] {
        let mut person = newcomer();
        person.as_object_mut().unwrap().remove(key);
        app.dev()
            .post("/v1/citizens", &person)
            .problem(400, "fields_invalid")
            .wrong_field(400, key, "field_missing");
    }
}

#[test]
fn a_person_is_checked_like_all_input() {
    let app = TestApp::spawn();
    for (more, status, field, code) in [
        (
            json!({"date_of_birth": "1990-02-30"}),
            400,
            "date_of_birth",
            "date_impossible",
        ),
        (json!({"gender": "x"}), 422, "gender", "value_unknown"),
        (
            json!({"full_name": "12"}),
            400,
            "full_name",
            "name_no_letter",
        ),
        (
            json!({"number": "12"}),
            400,
            "number",
            "number_wrong_length",
        ),
        (json!({"religion": "77"}), 422, "religion", "code_unknown"),
        (
            json!({"ethnic_group": "99"}),
            422,
            "ethnic_group",
            "code_unknown",
        ),
        (
            json!({"hometown": {"ward": "99999"}}),
            422,
            "hometown",
            "ward_unknown",
        ),
        (json!({"ful_name": "x"}), 400, "ful_name", "field_unknown"),
        (
            json!({"card": {"kind": "x"}}),
            400,
            "card.issued_on",
            "field_missing",
        ),
        (json!({"blood_group": 1}), 400, "blood_group", "field_type"),
        (
            json!({"allow_unmarked": "yes"}),
            400,
            "allow_unmarked",
            "field_type",
        ),
    ] {
        app.dev()
            .post("/v1/citizens", &newcomer_with(&more))
            .wrong_field(status, field, code);
    }
}

#[test]
fn a_number_without_the_check_digit_is_refused_unless_insisted_on() {
    let app = TestApp::spawn();
    let person = newcomer_with(&json!({"number": "042190123456"}));
    let refused = app.dev().post("/v1/citizens", &person);
    refused
        .problem(422, "number_unmarked")
        .wrong_field(422, "number", "number_unmarked");
    let insisted = newcomer_with(&json!({"number": "042190123456", "allow_unmarked": true}));
    let made = app.dev().post("/v1/citizens", &insisted).expect(201).json();
    assert_eq!(made["number"], "042190123456");
    assert_eq!(made.get("allow_unmarked"), None);
}

#[test]
fn unmarked_numbers_of_relatives_are_refused_too() {
    let app = TestApp::spawn();
    let relative =
        json!({"relation": "mother", "full_name": "Lê Thị Mẹ", "number": "042165123456"});
    app.dev()
        .post(
            "/v1/citizens",
            &newcomer_with(&json!({"relatives": [relative]})),
        )
        .problem(422, "number_unmarked")
        .wrong_field(422, "relatives[0].number", "number_unmarked");
}

#[test]
fn a_number_belongs_to_one_person() {
    let app = TestApp::spawn();
    // in force, and cancelled: a cancelled number is never given out again
    for number in ["042085000488", "042193000182"] {
        app.dev()
            .post("/v1/citizens", &newcomer_with(&json!({"number": number})))
            .problem(409, "number_taken")
            .wrong_field(409, "number", "number_taken");
    }
}

#[test]
fn a_patch_changes_what_it_names_and_removes_what_is_null() {
    let app = TestApp::spawn();
    let (before, version) = app.dev().record("042085000488");
    let patch = json!({
        "full_name": "Nguyễn Văn Thành Đạt", "occupation": null,
        "card": {"custody": "lost"}, "blood_group": "AB",
    });
    let answer = app.dev().patch(THANH, &version, &patch).expect(200);
    let mut wanted = before.clone();
    wanted["full_name"] = "Nguyễn Văn Thành Đạt".into();
    wanted["card"]["custody"] = "lost".into();
    wanted["card"]["state"] = "lost".into();
    wanted["blood_group"] = "AB".into();
    wanted.as_object_mut().unwrap().remove("occupation");
    assert_eq!(answer.json(), wanted);
    assert_ne!(answer.header("etag"), version);
    assert_eq!(app.dev().record("042085000488").0, wanted);
    let matched = |name: &str| {
        let answer = app
            .portal()
            .match_person("042085000488", name, "1985-05-12");
        answer.json()["outcome"].clone()
    };
    assert_eq!(matched("Nguyễn Văn Thành Đạt"), "match");
    assert_eq!(matched("Nguyễn Văn Thành"), "no_match");
}

#[test]
fn a_write_names_the_version_it_is_meant_for() {
    let app = TestApp::spawn();
    let patch = json!({"occupation": "Thợ điện"});
    for method in [Method::PATCH, Method::DELETE] {
        let request = app.dev().request(method, THANH).json(&patch);
        Answer::of(request).problem(428, "version_required");
    }
    let (_, version) = app.dev().record("042085000488");
    app.dev().patch(THANH, &version, &patch).expect(200);
    app.dev()
        .patch(THANH, &version, &json!({"occupation": "Nông dân"}))
        .problem(412, "version_differs");
    app.dev()
        .delete(THANH, &version)
        .problem(412, "version_differs");
    app.dev().patch(THANH, "*", &json!({})).expect(200);
}

#[test]
fn an_edit_of_a_persona_shows_on_the_login_page_at_once_and_the_reset_takes_it_back() {
    let app = TestApp::spawn();
    let page = || {
        let asked = app.nobody().get(
            "/vneid/authorize?response_type=code&client_id=example-web&scope=openid\
             &redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Fcallback",
        );
        let url = asked.expect(303).header("location").to_owned();
        let path = url.strip_prefix(&app.base_url).unwrap();
        app.nobody().get(path).expect(200).text
    };
    let edited = "Nguyễn Văn Thành Đạt";
    let before = page();
    assert!(before.contains("Nguyễn Văn Thành") && !before.contains(edited));
    let (_, version) = app.dev().record("042085000488");
    let patch = json!({"full_name": edited});
    app.dev().patch(THANH, &version, &patch).expect(200);
    assert!(page().contains(edited));
    Answer::of(app.dev().request(Method::POST, "/admin/reset")).expect(204);
    assert!(!page().contains(edited));
}

#[test]
fn a_patch_that_changes_nothing_keeps_the_version() {
    let app = TestApp::spawn();
    let (record, version) = app.dev().record("042085000488");
    let answer = app.dev().patch(THANH, &version, &json!({})).expect(200);
    assert_eq!(answer.json(), record);
    assert_eq!(answer.header("etag"), version);
}

#[test]
fn a_patch_is_checked_like_all_input() {
    let app = TestApp::spawn();
    let patch = |patch: Value| app.dev().patch(THANH, "*", &patch);
    patch(json!({"ful_name": "x"})).wrong_field(400, "ful_name", "field_unknown");
    patch(json!({"ful_name": null})).wrong_field(400, "ful_name", "field_unknown");
    patch(json!({"full_name": null})).wrong_field(400, "full_name", "field_missing");
    patch(json!({"religion": "77"})).wrong_field(422, "religion", "code_unknown");
    patch(json!({"number": "042142000012"})).problem(409, "number_taken");
    patch(json!({"number": "042085123456"})).problem(422, "number_unmarked");
    patch(json!(["full_name"])).expect(400);
    let unchanged = app.dev().record("042085000488").0;
    assert_eq!(unchanged["full_name"], "Nguyễn Văn Thành");
}

#[test]
fn a_wrong_type_in_a_patch_is_named_by_its_path() {
    let app = TestApp::spawn();
    app.dev()
        .patch(THANH, "*", &json!({"card": {"issued_on": 5}}))
        .problem(400, "fields_invalid")
        .wrong_field(400, "card.issued_on", "field_type");
    app.dev()
        .patch(THANH, "*", &json!({"card": {"isued_on": "2023-05-15"}}))
        .problem(400, "fields_invalid")
        .wrong_field(400, "card.isued_on", "field_unknown");
}

#[test]
fn a_deleted_person_is_unknown_to_every_call() {
    let app = TestApp::spawn();
    let (_, version) = app.dev().record("042085000488");
    let answer = app.dev().delete(THANH, &version).expect(204);
    assert_eq!(answer.text, "");
    app.dev().get(THANH).problem(404, "citizen_not_found");
    app.dev()
        .get("/v1/citizens/183000048")
        .problem(404, "citizen_not_found");
    app.dev()
        .delete(THANH, "*")
        .problem(404, "citizen_not_found");
    let matched = app
        .dev()
        .match_person("042085000488", "Nguyễn Văn Thành", "1985-05-12");
    assert_eq!(matched.json()["rule"], "number_unknown");
}

#[test]
fn edits_of_a_cmnd_of_two_people_are_refused() {
    let app = TestApp::spawn();
    app.dev()
        .patch("/v1/citizens/271450027", "*", &json!({"occupation": "x"}))
        .problem(409, "number_ambiguous");
}

#[test]
fn a_reset_brings_everything_back() {
    let app = TestApp::spawn();
    let (before, version) = app.dev().record("042085000488");
    let made = app.dev().post("/v1/citizens", &newcomer()).expect(201);
    app.dev().delete(THANH, &version).expect(204);
    app.dev()
        .patch("/v1/citizens/042142000012", "*", &json!({"gender": "male"}))
        .expect(200);
    let reset = app.dev().request(Method::POST, "/admin/reset");
    Answer::of(reset).expect(204);
    assert_eq!(app.dev().record("042085000488"), (before, version));
    assert_eq!(app.dev().record("042142000012").0["gender"], "female");
    app.dev().get(made.header("location")).expect(404);
    let journal = app
        .dev()
        .get("/admin/journal?limit=10000")
        .expect(200)
        .json();
    assert_eq!(journal["dropped"], 0);
    assert!(journal["entries"].as_array().unwrap().len() <= 3);
}

#[test]
fn many_edits_at_once_lose_nobody() {
    let app = TestApp::spawn();
    let dev = app.dev();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    dev.post("/v1/citizens", &newcomer()).expect(201);
                }
            });
        }
    });
    let search = json!({"full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03"});
    assert_eq!(dev.post("/v1/search", &search).json()["total"], 20);
}

#[test]
fn of_two_writers_of_one_version_one_wins() {
    let app = TestApp::spawn();
    let dev = app.dev();
    let (_, version) = dev.record("042085000488");
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let writers: Vec<_> = ["Thợ điện", "Nông dân", "Kế toán", "Lái xe"]
            .into_iter()
            .map(|occupation| {
                let (dev, version) = (&dev, &version);
                scope.spawn(move || {
                    let patch = json!({"occupation": occupation});
                    dev.patch(THANH, version, &patch).status
                })
            })
            .collect();
        writers
            .into_iter()
            .map(|writer| writer.join().unwrap())
            .collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(statuses.iter().filter(|status| **status == 412).count(), 3);
}
