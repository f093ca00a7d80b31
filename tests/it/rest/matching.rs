//! `POST /v1/match`: start reading here.

use serde_json::{Value, json};

use crate::support::TestApp;

const NUMBER: &str = "042085000488";
const NAME: &str = "Nguyễn Văn Thành";
const DATE: &str = "1985-05-12";

#[test]
fn the_right_name_and_date_of_a_number_match() {
    let app = TestApp::spawn();
    let answer = app.portal().match_person(NUMBER, NAME, DATE).expect(200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(
        answer.without_id(),
        json!({
            "outcome": "match",
            "grade": "certain",
            "rule": "all_agree",
            "policy": "standard",
            "record_status": "active",
        })
    );
    assert_eq!(answer.json()["request_id"], answer.header("x-request-id"));
    assert_eq!(answer.header("x-dancu-data"), "synthetic");
}

#[test]
fn each_policy_judges_by_its_own_column() {
    let app = TestApp::spawn();
    // name as typed, date as typed: strict, standard, lenient, fold
    let rows = [
        (NAME, DATE, ["match", "match", "match", "match"]),
        (
            "NGUYỄN  VĂN THÀNH",
            DATE,
            ["match", "match", "match", "match"],
        ),
        (
            "Ông Nguyễn Văn Thành",
            DATE,
            ["no_match", "match", "match", "no_match"],
        ),
        (
            "Nguyen Van Thanh",
            DATE,
            ["no_match", "review", "match", "match"],
        ),
        (
            "Nguyen Van Thanh",
            "1985",
            ["no_match", "review", "review", "match"],
        ),
        (
            "Nguyễn Thành",
            DATE,
            ["no_match", "review", "match", "no_match"],
        ),
        (
            "Nguyễn Văn Thanh",
            DATE,
            ["no_match", "no_match", "no_match", "match"],
        ),
        (NAME, "1985", ["review", "review", "review", "match"]),
        (
            NAME,
            "1985-05-13",
            ["no_match", "no_match", "no_match", "no_match"],
        ),
    ];
    for (name, date, outcomes) in rows {
        for (policy, outcome) in ["strict", "standard", "lenient", "fold"]
            .iter()
            .zip(outcomes)
        {
            let question = json!({
                "number": NUMBER, "full_name": name, "date_of_birth": date, "policy": policy,
            });
            let answer = app.dev().post("/v1/match", &question).expect(200).json();
            assert_eq!(
                answer["outcome"], outcome,
                "{name} {date} {policy}: {answer}"
            );
            assert_eq!(answer["policy"], *policy);
        }
    }
}

#[test]
fn grades_follow_the_outcome_and_the_date() {
    let app = TestApp::spawn();
    for (name, date, grade) in [
        (NAME, DATE, "certain"),
        ("Nguyen Van Thanh", DATE, "probable"),
        ("Nguyen Van Thanh", "1985", "possible"),
        (NAME, "1985", "possible"),
        ("Lê Thị Hoa", DATE, "certainly-not"),
    ] {
        let answer = app.portal().match_person(NUMBER, name, date).expect(200);
        assert_eq!(answer.json()["grade"], grade, "{name} {date}");
    }
}

#[test]
fn gender_is_compared_only_when_sent() {
    let app = TestApp::spawn();
    let ask = |gender: Value, policy: &str| {
        let mut question = json!({
            "number": NUMBER, "full_name": NAME, "date_of_birth": DATE, "policy": policy,
        });
        question["gender"] = gender;
        app.dev().post("/v1/match", &question).expect(200).json()
    };
    assert_eq!(ask(json!("male"), "standard")["outcome"], "match");
    assert_eq!(ask(json!("Nam"), "standard")["outcome"], "match");
    assert_eq!(ask(Value::Null, "standard")["outcome"], "match");
    let review = ask(json!("female"), "standard");
    assert_eq!(review["outcome"], "review");
    assert_eq!(review["grade"], "probable");
    assert_eq!(review["rule"], "gender_review");
    assert_eq!(ask(json!("female"), "strict")["outcome"], "no_match");
    assert_eq!(ask(json!("female"), "fold")["outcome"], "match");
}

#[test]
fn numbers_and_dates_are_read_as_people_type_them() {
    let app = TestApp::spawn();
    for number in [
        "042 085 000488",
        "042.085.000.488",
        "０４２０８５０００４８８",
        " 042085000488\n",
        "183000048",
        "183 000 048",
    ] {
        for date in ["1985-05-12", "12/05/1985", "19850512"] {
            let answer = app.portal().match_person(number, NAME, date).expect(200);
            assert_eq!(answer.json()["outcome"], "match", "{number:?} {date}");
        }
    }
}

#[test]
fn the_reasons_are_given_to_clients_with_scope_explain_and_to_nobody_else() {
    let app = TestApp::spawn();
    let asked = |caller: crate::support::Caller| {
        caller
            .match_person(NUMBER, "Nguyen Van Thanh", DATE)
            .expect(200)
            .json()
    };
    assert_eq!(asked(app.portal())["fields"], Value::Null);
    assert_eq!(asked(app.one_stop())["fields"], Value::Null);
    for caller in [app.officer(), app.dev()] {
        let answer = asked(caller);
        let fields = answer["fields"].as_array().unwrap();
        let told: Vec<_> = fields
            .iter()
            .map(|field| (&field["field"], &field["verdict"], &field["decision"]))
            .collect();
        assert_eq!(
            told,
            [
                (&json!("number"), &json!("found"), &json!("agree")),
                (
                    &json!("full_name"),
                    &json!("without_diacritics"),
                    &json!("review")
                ),
                (
                    &json!("date_of_birth"),
                    &json!("identical"),
                    &json!("agree")
                ),
            ]
        );
        for field in fields {
            assert_ne!(field["message"]["vi"], field["message"]["en"]);
            assert!(
                field["message"]["vi"]
                    .as_str()
                    .is_some_and(|text| !text.is_empty())
            );
        }
    }
}

#[test]
fn a_cmnd_of_two_people_matches_whoever_fits() {
    let app = TestApp::spawn();
    let shared = "271450027";
    for (name, date, outcome) in [
        ("Huỳnh Tấn Lộc", "1976-03-19", "match"),
        ("Võ Thị Mỹ Dung", "1981-12-05", "match"),
        ("Võ Thị Mỹ Dung", "1976-03-19", "no_match"),
    ] {
        let answer = app.portal().match_person(shared, name, date).expect(200);
        assert_eq!(answer.json()["outcome"], outcome, "{name}");
    }
}

#[test]
fn two_holders_of_a_cmnd_who_both_fit_are_for_review_and_told_so() {
    let app = TestApp::spawn();
    for place in ["75", "77"] {
        let twin = json!({
            "full_name": "Đoàn Văn Trùng", "date_of_birth": "1970-01-02", "gender": "male",
            "cmnd": [{"number": "271450099", "issued_by": place}],
        });
        app.dev().post("/v1/citizens", &twin).expect(201);
    }
    let answer = app
        .portal()
        .match_person("271450099", "Đoàn Văn Trùng", "1970-01-02")
        .expect(200);
    assert_eq!(
        answer.without_id(),
        json!({
            "outcome": "review", "grade": "possible", "rule": "number_ambiguous",
            "policy": "standard", "code": "number_ambiguous",
        })
    );
    let question = crate::support::question("271450099", "Đoàn Văn Trùng", "1970-01-02");
    app.dev()
        .post("/v1/lookup", &question)
        .problem(404, "citizen_not_found");
    app.dev()
        .get("/v1/citizens/271450099")
        .problem(409, "number_ambiguous");
}
