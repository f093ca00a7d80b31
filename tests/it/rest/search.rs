//! `POST /v1/search`: everybody who may be meant, best first.

use serde_json::{Value, json};

use crate::support::TestApp;

fn search(app: &TestApp, query: &Value) -> Value {
    app.officer().post("/v1/search", query).expect(200).json()
}

#[test]
fn two_people_with_one_name_and_date_are_both_answered_and_said_to_be_ambiguous() {
    let app = TestApp::spawn();
    let query = json!({"full_name": "Nguyễn Thị Hương", "date_of_birth": "1985-05-12"});
    let answer = search(&app, &query);
    assert_eq!(answer["ambiguous"], true);
    assert!(answer["total"].as_u64().unwrap() >= 2);
    let numbers: Vec<_> = answer["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|candidate| candidate["grade"] == "certain")
        .map(|candidate| candidate["citizen"]["number"].as_str().unwrap())
        .collect();
    assert!(numbers.contains(&"042185000166") && numbers.contains(&"040185000162"));
}

#[test]
fn one_certain_person_is_not_ambiguous() {
    let app = TestApp::spawn();
    let query = json!({"full_name": "Nguyễn Văn Thành", "date_of_birth": "1985-05-12"});
    let answer = search(&app, &query);
    assert_eq!(answer["ambiguous"], false);
    assert_eq!(answer["candidates"][0]["score"], 100);
    assert_eq!(answer["candidates"][0]["grade"], "certain");
    assert_eq!(answer["candidates"][0]["citizen"]["number"], "042085000488");
}

#[test]
fn candidates_stand_best_first() {
    let app = TestApp::spawn();
    for (name, date) in [
        ("nguyen thi huong", "1985"),
        ("Nguyễn Minh Anh", "2009-10-03"),
    ] {
        let answer = search(&app, &json!({"full_name": name, "date_of_birth": date}));
        let scores: Vec<_> = answer["candidates"]
            .as_array()
            .unwrap()
            .iter()
            .map(|candidate| candidate["score"].as_u64().unwrap())
            .collect();
        assert!(!scores.is_empty(), "{name}");
        assert!(
            scores.is_sorted_by(|left, right| left >= right),
            "{scores:?}"
        );
    }
}

#[test]
fn province_and_gender_narrow_the_search() {
    let app = TestApp::spawn();
    let numbers = |more: Value| {
        let mut query = json!({"full_name": "Nguyễn Thị Hương", "date_of_birth": "1985-05-12"});
        query
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let answer = search(&app, &query);
        let candidates = answer["candidates"].as_array().unwrap().clone();
        candidates
            .iter()
            .map(|candidate| candidate["citizen"]["number"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(numbers(json!({"province": "40"})).contains(&"040185000162".to_owned()));
    assert!(!numbers(json!({"province": "40"})).contains(&"042185000166".to_owned()));
    assert_eq!(numbers(json!({"gender": "male"})), Vec::<String>::new());
    assert!(numbers(json!({"gender": "female"})).len() >= 2);
}

#[test]
fn the_limit_cuts_the_list_and_not_the_total() {
    let app = TestApp::spawn();
    let query = json!({
        "full_name": "Nguyễn Thị Hương", "date_of_birth": "1985-05-12", "limit": 1,
    });
    let answer = search(&app, &query);
    assert_eq!(answer["candidates"].as_array().unwrap().len(), 1);
    assert!(answer["total"].as_u64().unwrap() >= 2);
    assert_eq!(answer["ambiguous"], true);
}

#[test]
fn below_name_and_year_a_search_is_too_broad() {
    let app = TestApp::spawn();
    for query in [
        json!({}),
        json!({"full_name": "Nguyễn Thị Hương"}),
        json!({"date_of_birth": "1985-05-12"}),
        json!({"full_name": null, "date_of_birth": "1985"}),
    ] {
        app.officer()
            .post("/v1/search", &query)
            .problem(422, "search_too_broad");
    }
}

#[test]
fn a_year_alone_finds_those_of_whom_only_the_year_is_known_first() {
    let app = TestApp::spawn();
    let query = json!({"full_name": "Đặng Thị Nhàn", "date_of_birth": "1942"});
    let answer = search(&app, &query);
    assert_eq!(answer["candidates"][0]["citizen"]["number"], "042142000012");
    assert_eq!(answer["candidates"][0]["grade"], "certain");
}

/// 0 for O is no likely name: only by going through everybody born on the day are they found.
#[test]
fn a_slip_of_the_pen_is_found_where_nobody_has_the_name_itself() {
    let app = TestApp::spawn();
    let query = json!({"full_name": "Nguyễn Văn 7hành", "date_of_birth": "1985-05-12"});
    let slip = search(&app, &query);
    assert_eq!(slip["candidates"][0]["citizen"]["number"], "042085000488");
    assert_eq!(slip["candidates"][0]["grade"], "probable");
}

/// A name that a column of twenty characters cut off is a name too: whoever bears it is told alone, but not where they live
/// elsewhere than is asked.
#[test]
fn slips_of_the_pen_are_looked_for_where_nobody_with_the_name_lives() {
    let app = TestApp::spawn();
    let cut = "Nguyễn Thị Hoàng Phư";
    for (name, ward) in [(cut, "00070"), ("Nguyễn Thị Hoàng Phương", "18079")] {
        let person = json!({
            "full_name": name, "date_of_birth": "1990-02-03", "gender": "female",
            "permanent_residence": {"ward_before": ward},
        });
        app.dev().post("/v1/citizens", &person).expect(201);
    }
    let names = |mut query: Value| {
        query["full_name"] = cut.into();
        query["date_of_birth"] = "1990-02-03".into();
        let answer = search(&app, &query);
        let candidates = answer["candidates"].as_array().unwrap().iter();
        candidates
            .map(|candidate| candidate["citizen"]["full_name"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(json!({})), [cut]);
    assert_eq!(
        names(json!({"province": "42"})),
        ["Nguyễn Thị Hoàng Phương"]
    );
}

/// A whole year is searched for the likeliest names first, and for others where nobody has them.
#[test]
fn a_year_finds_names_in_another_order_too() {
    let app = TestApp::spawn();
    for name in ["Thành Nguyễn Văn", "Ông Nguyễn Văn Thành"] {
        let answer = search(&app, &json!({"full_name": name, "date_of_birth": "1985"}));
        let candidates = answer["candidates"].as_array().unwrap();
        let numbers: Vec<_> = candidates
            .iter()
            .map(|candidate| candidate["citizen"]["number"].as_str().unwrap())
            .collect();
        assert!(numbers.contains(&"042085000488"), "{name}: {numbers:?}");
    }
}

#[test]
fn cancelled_numbers_are_no_candidates() {
    let app = TestApp::spawn();
    let query = json!({"full_name": "Mai Xuân Quyền", "date_of_birth": "1979-10-25"});
    assert_eq!(search(&app, &query)["total"], 0);
}

#[test]
fn people_of_ones_own_are_found_and_deleted_ones_are_not() {
    let app = TestApp::spawn();
    let query = json!({"full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03"});
    assert_eq!(search(&app, &query)["total"], 0);
    let mut person = query.clone();
    person["gender"] = "female".into();
    let made = app.dev().post("/v1/citizens", &person).expect(201);
    assert_eq!(search(&app, &query)["total"], 1);
    app.dev()
        .delete(made.header("location"), made.header("etag"))
        .expect(204);
    assert_eq!(search(&app, &query)["total"], 0);
}

#[test]
fn what_is_wrong_with_a_search_is_named() {
    let app = TestApp::spawn();
    let with = |key: &str, value: Value| {
        let mut query = json!({"full_name": "Nguyễn Thị Hương", "date_of_birth": "1985-05-12"});
        query[key] = value;
        app.officer().post("/v1/search", &query)
    };
    with("province", json!("99")).wrong_field(422, "province", "code_unknown");
    with("province", json!("HN")).wrong_field(422, "province", "code_unknown");
    with("gender", json!("x")).wrong_field(422, "gender", "value_unknown");
    with("limit", json!(0)).wrong_field(422, "limit", "value_out_of_range");
    with("limit", json!(101)).wrong_field(422, "limit", "value_out_of_range");
    with("limit", json!("5")).wrong_field(400, "limit", "field_type");
    with("date_of_birth", json!("31/04/1985")).wrong_field(400, "date_of_birth", "date_impossible");
    with("full_name", json!("123")).wrong_field(400, "full_name", "name_no_letter");
    with("name", json!("x")).wrong_field(400, "name", "field_unknown");
}
