//! Nobody in one world sees what happens in another.

use std::thread;

use reqwest::Method;
use serde_json::json;

use super::{THANH, mobile, sandbox, sandbox_with, set_mobile};
use crate::support::{Answer, Caller, TestApp, eventually};

#[test]
fn an_edit_shows_in_its_own_world_alone() {
    let app = TestApp::spawn();
    let before = mobile(&app.dev());
    let (one, other) = (sandbox(&app), sandbox(&app));
    set_mobile(&one.owner, "0100000001");
    set_mobile(&other.owner, "0100000002");
    assert_eq!(mobile(&one.owner), "0100000001");
    assert_eq!(mobile(&other.owner), "0100000002");
    assert_eq!(mobile(&app.dev()), before);
    one.owner.post("/admin/reset", &json!({})).expect(204);
    assert_eq!(mobile(&one.owner), before);
    assert_eq!(mobile(&other.owner), "0100000002");
}

#[test]
fn header_key_and_path_choose_the_same_world() {
    let app = TestApp::spawn();
    let made = sandbox_with(&app, &json!({"id": "job-17"}));
    set_mobile(&made.owner, "0100000003");
    let by_path = Caller::new(
        made.told["urls"]["base_url"].as_str().unwrap(),
        Some("dev-key"),
    );
    assert_eq!(mobile(&by_path), "0100000003");
    let path = format!("/v1/citizens/{THANH}");
    let by_header = app.dev().request(Method::GET, &path);
    let by_header = Answer::of(by_header.header("x-dancu-sandbox", "job-17")).expect(200);
    assert_eq!(by_header.json()["mobile"], "0100000003");
    // The same handler from outside.
    let journal = app
        .dev()
        .get("/admin/sandboxes/job-17/journal")
        .expect(200)
        .json();
    assert!(journal["entries"].as_array().unwrap().len() >= 4);
    let own = app.dev().get("/admin/journal").expect(200).json();
    let asked = own["entries"].as_array().unwrap().iter();
    assert!(
        asked
            .into_iter()
            .all(|entry| entry["operation"] != "get_citizen")
    );
}

#[test]
fn a_request_that_names_two_worlds_is_refused() {
    let app = TestApp::spawn();
    let made = sandbox_with(&app, &json!({"id": "a"}));
    let contradictory = |path: &str, header: &str| {
        let request = made.owner.request(Method::GET, path);
        Answer::of(request.header("x-dancu-sandbox", header))
    };
    contradictory("/v1/personas", "b").problem(400, "sandbox_ambiguous");
    contradictory("/s/b/v1/personas", "a").problem(400, "sandbox_ambiguous");
    contradictory("/s/a/v1/personas", "a").expect(200);
    app.dev()
        .get("/s/b/v1/personas")
        .problem(404, "sandbox_not_found");
}

#[test]
fn the_key_of_a_sandbox_opens_nothing_else() {
    let app = TestApp::spawn();
    let (one, other) = (sandbox(&app), sandbox(&app));
    one.owner
        .get("/admin/sandboxes")
        .problem(403, "sandbox_key_bound");
    let beside = format!("/admin/sandboxes/{}", other.id);
    one.owner.get(&beside).problem(403, "sandbox_key_bound");
    one.owner
        .delete(&beside, "*")
        .problem(403, "sandbox_key_bound");
    one.owner
        .post("/admin/sandboxes", &json!({}))
        .problem(403, "sandbox_key_bound");
    let own = format!("/admin/sandboxes/{}", one.id);
    assert_eq!(one.owner.get(&own).expect(200).json()["id"], one.id);
    // A key that only begins like one is nobody's.
    let forged = format!("sandbox.{}.guess", one.id);
    let guesser = Caller::new(&app.base_url, Some(&forged));
    guesser
        .get(&format!("/v1/citizens/{THANH}"))
        .problem(401, "key_missing");
    one.owner.delete(&own, "*").expect(204);
    one.owner
        .get("/v1/personas")
        .problem(404, "sandbox_not_found");
}

#[test]
fn a_sandbox_nobody_asks_for_goes() {
    let app = TestApp::spawn();
    let kept = sandbox_with(&app, &json!({"idle_seconds": 0}));
    assert!(kept.told.get("ends_at").is_none());
    let brief = sandbox_with(&app, &json!({"idle_seconds": 1}));
    let list = || {
        let list = app.dev().get("/admin/sandboxes").expect(200).json();
        let ids = list["sandboxes"].as_array().unwrap().clone();
        ids.iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(list(), [kept.id.clone(), brief.id.clone()]);
    eventually("the end of the sandbox", || {
        (list() == [kept.id.clone()]).then_some(())
    });
    brief
        .owner
        .get("/v1/personas")
        .problem(404, "sandbox_not_found");
}

#[test]
fn wrong_wishes_are_named() {
    let app = TestApp::spawn();
    for (wish, field, code) in [
        (json!({"id": "A b"}), "id", "value_out_of_range"),
        (
            json!({"idle_seconds": 99_999_999}),
            "idle_seconds",
            "value_out_of_range",
        ),
        (
            json!({"clock": {"as_of": "1/2"}}),
            "clock.as_of",
            "date_unreadable",
        ),
    ] {
        let answer = app.dev().post("/admin/sandboxes", &wish);
        let status = answer.status;
        answer.wrong_field(status, field, code);
        assert!(matches!(status, 400 | 422));
    }
    sandbox_with(&app, &json!({"id": "taken"}));
    let again = app.dev().post("/admin/sandboxes", &json!({"id": "taken"}));
    again.problem(409, "sandbox_exists");
}

#[test]
fn fifty_tests_at_once_on_one_server_never_see_each_other() {
    let app = TestApp::spawn();
    thread::scope(|scope| {
        let tests: Vec<_> = (0..50)
            .map(|count| {
                let app = &app;
                scope.spawn(move || one_of_many(app, count))
            })
            .collect();
        for test in tests {
            test.join().unwrap();
        }
    });
    let list = app.dev().get("/admin/sandboxes").expect(200).json();
    assert_eq!(list["sandboxes"].as_array().unwrap().len(), 0);
    assert_eq!(
        app.dev().get("/admin/journal").expect(200).json()["entries"],
        json!([])
    );
}

/// What one test does: the same as all others, with values of its own.
fn one_of_many(app: &TestApp, count: u32) {
    let made = sandbox(app);
    let own_mobile = format!("01000{count:05}");
    set_mobile(&made.owner, &own_mobile);
    let name = format!(
        "Trần Thử Nghiệm {}",
        ["An", "Bình", "Chi", "Dung"][count as usize % 4]
    );
    let person = json!({"full_name": name, "date_of_birth": "1990-02-03", "gender": "female"});
    let added = made.owner.post("/v1/citizens", &person).expect(201).json();
    let number = added["number"].as_str().unwrap();
    let matched = made
        .owner
        .match_person(number, &name, "1990-02-03")
        .expect(200)
        .json();
    assert_eq!(matched["outcome"], "match");
    let day = format!("20{:02}-07-01", 10 + count % 40);
    let clock = made
        .owner
        .put("/admin/clock", &json!({"as_of": day}))
        .expect(200)
        .json();
    assert_eq!(clock["business_date"], day);
    for _again in 0..5 {
        assert_eq!(mobile(&made.owner), own_mobile);
        assert_eq!(
            made.owner.get("/admin/clock").expect(200).json()["business_date"],
            day
        );
    }
    let journal = made.owner.get("/admin/journal").expect(200).json();
    let entries = journal["entries"].as_array().unwrap();
    let client = format!("sandbox:{}", made.id);
    assert!(
        entries
            .iter()
            .all(|entry| entry["client"] == client.as_str())
    );
    let own = format!("/admin/sandboxes/{}", made.id);
    made.owner.delete(&own, "*").expect(204);
}
