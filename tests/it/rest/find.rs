//! `GET /v1/find`: people who fulfil conditions, found again by the same seed.

use serde_json::{Value, json};

use crate::support::{Answer, Caller, TestApp};

fn ask(caller: &Caller, parameters: &[(&str, &str)]) -> Answer {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    caller.get(&format!("/v1/find?{query}"))
}

fn find(app: &TestApp, parameters: &[(&str, &str)]) -> Value {
    ask(&app.dev(), parameters).expect(200).json()
}

fn numbers(answer: &Value) -> Vec<String> {
    let citizens = answer["citizens"].as_array().unwrap().iter();
    citizens
        .filter_map(|citizen| citizen["number"].as_str().map(str::to_owned))
        .collect()
}

fn create(app: &TestApp, person: &Value) -> String {
    let made: Value = app.dev().post("/v1/citizens", person).expect(201).json();
    made["number"].as_str().unwrap().to_owned()
}

#[test]
fn everybody_found_fulfils_what_was_asked() {
    let app = TestApp::spawn();
    let answer = find(
        &app,
        &[("q", "nữ, sinh 1980-1999, đã kết hôn"), ("count", "50")],
    );
    let citizens = answer["citizens"].as_array().unwrap();
    assert_eq!(citizens.len(), 50);
    for citizen in citizens {
        assert_eq!(citizen["gender"], "female");
        assert_eq!(citizen["marital_status"], "married");
        assert_eq!(citizen["record_status"], "active");
        let year = &citizen["date_of_birth"].as_str().unwrap()[..4];
        assert!(("1980"..="1999").contains(&year), "{year}");
    }
    assert_eq!(answer["q"], "female, born 1980..1999, married");
    assert_eq!(answer["complete"], false);
    let scanned = answer["total_scanned"].as_u64().unwrap();
    assert!((50..4_000).contains(&scanned), "{scanned}");
}

#[test]
fn parameters_say_the_same_as_the_expression() {
    let app = TestApp::spawn();
    for (expression, parameters) in [
        (
            "female, born 1980-1999",
            vec![("gender", "nữ"), ("born", "1980-1999")],
        ),
        (
            "card expired, eID level 2",
            vec![("card", "expired"), ("eid", "2")],
        ),
        (
            "Kinh, married, age 30-60",
            vec![
                ("ethnic_group", "01"),
                ("marital_status", "married"),
                ("age", "30-60"),
            ],
        ),
        (
            "only birth year, not male",
            vec![("birth_known", "year"), ("gender", "not male")],
        ),
        (
            "name of 4 words, no cmnd",
            vec![("name_words", "4"), ("cmnd_count", "0")],
        ),
    ] {
        let by_expression = find(&app, &[("q", expression)]);
        let by_parameters = find(&app, &parameters);
        assert!(!numbers(&by_expression).is_empty(), "{expression}");
        assert_eq!(
            by_expression["citizens"], by_parameters["citizens"],
            "{expression}"
        );
        let again = find(&app, &[("q", by_parameters["q"].as_str().unwrap())]);
        assert_eq!(again["citizens"], by_expression["citizens"], "{expression}");
    }
}

#[test]
fn the_seed_chooses_whom_and_the_same_one_finds_the_same() {
    let app = TestApp::spawn();
    let with_seed = |seed| numbers(&find(&app, &[("q", "male"), ("seed", seed)]));
    assert_eq!(with_seed("7"), with_seed("7"));
    assert_ne!(with_seed("7"), with_seed("8"));
    let everybody = [("q", "female, married"), ("count", "1000")];
    let mut one = numbers(&find(&app, &[&everybody[..], &[("seed", "1")]].concat()));
    let mut other = numbers(&find(&app, &[&everybody[..], &[("seed", "999")]].concat()));
    assert_ne!(one, other, "from another place");
    one.sort_unstable();
    other.sort_unstable();
    assert_eq!(one, other, "but the same people once around");
    one.dedup();
    assert_eq!(one.len(), other.len(), "nobody twice");
}

#[test]
fn people_created_changed_and_deleted_are_found_as_they_are_now() {
    let app = TestApp::spawn();
    let question = [("q", "born 1871, ethnic group Brâu")];
    let nobody = find(&app, &question);
    assert_eq!(nobody["citizens"], json!([]));
    assert_eq!(nobody["complete"], true);
    let everybody = nobody["total_scanned"].as_u64().unwrap();
    assert!(everybody >= 2_000);
    let person = json!({
        "full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03", "gender": "female", "ethnic_group": "53",
    });
    let number = create(&app, &person);
    let path = format!("/v1/citizens/{number}");
    assert_eq!(find(&app, &question)["total_scanned"], everybody + 1);
    let (_, version) = app.dev().record(&number);
    let change = json!({"date_of_birth": "1871-01-01"});
    app.dev().patch(&path, &version, &change).expect(200);
    for seed in ["0", "1", "2", "3"] {
        let found = find(&app, &[&question[..], &[("seed", seed)]].concat());
        assert_eq!(numbers(&found), std::slice::from_ref(&number), "{seed}");
    }
    let (_, version) = app.dev().record(&number);
    app.dev().delete(&path, &version).expect(204);
    assert_eq!(find(&app, &question)["citizens"], json!([]));
}

#[test]
fn somebody_of_the_population_who_was_changed_is_found_by_the_new_value_alone() {
    let app = TestApp::spawn();
    let anybody = find(
        &app,
        &[("q", "female, not Brâu"), ("count", "1"), ("seed", "3")],
    );
    let number = numbers(&anybody).remove(0);
    let path = format!("/v1/citizens/{number}");
    let (_, version) = app.dev().record(&number);
    let change = json!({"ethnic_group": "53", "date_of_birth": "1872-01-01"});
    app.dev().patch(&path, &version, &change).expect(200);
    let found = find(&app, &[("q", "female, Brâu, born 1872")]);
    assert_eq!(numbers(&found), std::slice::from_ref(&number));
    let others = find(&app, &[("q", "female, not Brâu"), ("count", "1000")]);
    assert!(!numbers(&others).contains(&number));
}

#[test]
fn namesakes_are_found_together_and_not_after_one_is_gone() {
    let app = TestApp::spawn();
    let person = json!({"full_name": "Đoàn Thị Bích Thử", "date_of_birth": "1991-02-03", "gender": "female"});
    let (one, other) = (create(&app, &person), create(&app, &person));
    let question = [("q", "namesake, born 1991-02-03")];
    for seed in ["0", "5"] {
        let found = numbers(&find(&app, &[&question[..], &[("seed", seed)]].concat()));
        assert!(found.contains(&one) && found.contains(&other), "{found:?}");
    }
    let opposite = numbers(&find(
        &app,
        &[("q", "not namesake, born 1991-02-03"), ("count", "1000")],
    ));
    assert!(!opposite.contains(&one));
    let path = format!("/v1/citizens/{one}");
    let (_, version) = app.dev().record(&one);
    app.dev().delete(&path, &version).expect(204);
    assert!(!numbers(&find(&app, &question)).contains(&other));
}

#[test]
fn twins_are_told_by_the_children_of_a_mother() {
    let app = TestApp::spawn();
    let child = |name: &str, date: &str| json!({"full_name": name, "date_of_birth": date, "gender": "female"});
    let numbers_of: Vec<String> = [
        ("Lê Thử An", "2011-01-02"),
        ("Lê Thử Bình", "2011-01-02"),
        ("Lê Thử Cúc", "2013-01-02"),
    ]
    .iter()
    .map(|(name, date)| create(&app, &child(name, date)))
    .collect();
    let relative = |relation: &str, name: &str, number: &str| json!({"relation": relation, "full_name": name, "number": number});
    let children: Vec<Value> = numbers_of
        .iter()
        .map(|number| relative("child", "Lê Thử", number))
        .collect();
    let mother = create(
        &app,
        &json!({
            "full_name": "Lê Thị Mẹ Thử", "date_of_birth": "1985-01-01", "gender": "female", "relatives": children,
        }),
    );
    for number in &numbers_of {
        let path = format!("/v1/citizens/{number}");
        let (_, version) = app.dev().record(number);
        let change = json!({"relatives": [relative("mother", "Lê Thị Mẹ Thử", &mother)]});
        app.dev().patch(&path, &version, &change).expect(200);
    }
    let found = numbers(&find(
        &app,
        &[("q", "sinh đôi, sinh 2011-2013"), ("count", "1000")],
    ));
    assert!(
        numbers_of[..2].iter().all(|twin| found.contains(twin)),
        "{found:?}"
    );
    assert!(!found.contains(&numbers_of[2]));
}

#[test]
fn protected_people_and_cancelled_records_are_for_administrators() {
    let app = TestApp::spawn();
    for question in ["restricted", "record cancelled"] {
        let parameters = [("q", question), ("count", "1000")];
        let seen = find(&app, &parameters);
        assert!(
            !seen["citizens"].as_array().unwrap().is_empty(),
            "{question}"
        );
        let officer: Value = ask(&app.officer(), &parameters).expect(200).json();
        assert_eq!(officer["citizens"], json!([]), "{question}");
    }
}

#[test]
fn only_clients_who_may_search_may_find() {
    let app = TestApp::spawn();
    ask(&app.nobody(), &[]).problem(401, "key_missing");
    ask(&app.portal(), &[]).problem(403, "scope_missing");
    ask(&app.officer(), &[]).expect(200);
}

#[test]
fn the_dead_are_found_when_asked_for() {
    let app = TestApp::spawn();
    let dead = find(&app, &[("status", "deceased")]);
    let dead = dead["citizens"].as_array().unwrap();
    assert!(!dead.is_empty());
    assert!(
        dead.iter()
            .all(|citizen| citizen["record_status"] == "deceased")
    );
    let living = find(&app, &[("count", "1000")]);
    let mut living = living["citizens"].as_array().unwrap().iter();
    assert!(living.all(|citizen| citizen["record_status"] == "active"));
}

#[test]
fn everything_wrong_is_named_at_once() {
    let app = TestApp::spawn();
    let refused = ask(
        &app.dev().in_language("en"),
        &[
            ("q", "widdow, female"),
            ("card", "purple"),
            ("count", "1001"),
            ("born", "2010-2000"),
        ],
    );
    let problem: Value = refused.expect(422).json();
    let fields: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["q", "born", "card", "count"]);
    let first = problem["errors"][0]["detail"].as_str().unwrap();
    assert!(
        first.contains("'widow'") && first.contains("docs/find.md"),
        "{first}"
    );
    let vietnamese: Value = ask(&app.dev().in_language("vi"), &[("q", "widdow")])
        .expect(422)
        .json();
    assert!(
        vietnamese["detail"]
            .as_str()
            .unwrap()
            .contains("Không hiểu")
    );
    ask(&app.dev(), &[("colour", "red")]).problem(400, "fields_invalid");
    ask(&app.dev(), &[("count", "many")]).problem(400, "fields_invalid");
}
