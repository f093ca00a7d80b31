//! `X-Dancu-Scenario`: what one caller wants for one call.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{BORN, NAME, NUMBER, asked, last_scenario, matched, switch, under};
use crate::support::{AppOptions, TestApp, pause};

#[test]
fn an_unknown_scenario_is_refused_with_the_list_of_what_there_is() {
    let app = TestApp::spawn();
    for (language, words) in [
        ("vi", "Không có kịch bản 'tiemout'"),
        ("en", "no scenario 'tiemout'"),
    ] {
        let portal = app.portal().in_language(language);
        let refused = under(&portal, "tiemout", "/v1/match", &asked());
        let refused = refused.problem(400, "scenario_unreadable");
        assert!(refused.text.contains(words), "{}", refused.text);
        for form in ["slow=2s", "timeout", "mismatch:full_name", "token=expired"] {
            assert!(refused.text.contains(form), "{}", refused.text);
        }
    }
    for (scenario, words) in [
        ("slow=2", "slow=lognormal:"),
        ("timeout,reset", "Only one of these"),
        ("", "empty"),
        ("token=stale", "wrong_nonce"),
    ] {
        let portal = app.portal().in_language("en");
        let refused = under(&portal, scenario, "/v1/match", &asked());
        let refused = refused.problem(400, "scenario_unreadable");
        assert!(refused.text.contains(words), "{}", refused.text);
    }
}

#[test]
fn each_error_has_its_status_and_its_code() {
    let app = TestApp::spawn();
    for (scenario, status, code, retry_after) in [
        ("unavailable", 503, "unavailable", Some("1")),
        ("rate_limit", 429, "rate_limited", Some("30")),
        ("rate_limit=5s", 429, "rate_limited", Some("5")),
        ("maintenance", 503, "maintenance", Some("3600")),
        ("status=404", 404, "forced_status", None),
        ("status=500", 500, "forced_status", None),
    ] {
        let answer = under(&app.portal(), scenario, "/v1/match", &asked());
        let answer = answer.problem(status, code);
        let told = answer.headers.get("retry-after");
        assert_eq!(
            told.map(|value| value.to_str().unwrap()),
            retry_after,
            "{scenario}"
        );
        let expected = scenario.split('=').next().unwrap();
        let noted = last_scenario(&app);
        assert!(noted.as_str().unwrap().starts_with(expected), "{noted}");
    }
}

#[test]
fn a_forced_outcome_is_that_of_the_registry() {
    let app = TestApp::spawn();
    let with_gender =
        json!({"number": NUMBER, "full_name": NAME, "date_of_birth": BORN, "gender": "male"});
    for (scenario, body, outcome, grade) in [
        ("not_found", asked(), "no_match", "certainly-not"),
        ("mismatch:full_name", asked(), "no_match", "certainly-not"),
        (
            "mismatch:date_of_birth",
            asked(),
            "no_match",
            "certainly-not",
        ),
        ("mismatch:number", asked(), "no_match", "certainly-not"),
        ("mismatch:gender", with_gender, "review", "probable"),
        ("review", asked(), "review", "probable"),
        ("pass", asked(), "match", "certain"),
    ] {
        let answer = under(&app.portal(), scenario, "/v1/match", &body).expect(200);
        assert_eq!(answer.json()["outcome"], outcome, "{scenario}");
        assert_eq!(answer.json()["grade"], grade, "{scenario}");
        let noted = last_scenario(&app);
        assert_eq!(noted.as_str().unwrap_or("pass"), scenario);
    }
    // A miss tells nothing, a forced one neither.
    let forced = under(&app.portal(), "mismatch:full_name", "/v1/match", &asked());
    let missed = app.portal().match_person(NUMBER, "Nguyễn Thị Nga", BORN);
    let body = |answer: &crate::support::Answer| {
        let mut body = answer.json();
        body["request_id"] = json!(null);
        body
    };
    assert_eq!(body(&forced), body(&missed));
}

#[test]
fn an_explained_mismatch_names_the_field_that_differs() {
    let app = TestApp::spawn();
    let answer = under(&app.dev(), "mismatch:date_of_birth", "/v1/match", &asked());
    let fields = answer.expect(200).json()["fields"].clone();
    let verdicts: Vec<_> = fields
        .as_array()
        .unwrap()
        .iter()
        .map(|field| (field["field"].clone(), field["decision"].clone()))
        .collect();
    let expected = [
        ("number", "agree"),
        ("full_name", "agree"),
        ("date_of_birth", "no"),
    ];
    assert_eq!(
        verdicts,
        expected.map(|(field, decision)| (json!(field), json!(decision)))
    );
}

#[test]
fn an_outcome_reaches_every_question_of_the_api() {
    let app = TestApp::spawn();
    under(&app.dev(), "not_found", "/v1/lookup", &asked()).problem(404, "citizen_not_found");
    under(&app.dev(), "mismatch:full_name", "/v1/lookup", &asked())
        .problem(404, "citizen_not_found");
    let search = json!({"full_name": NAME, "date_of_birth": BORN});
    let found = under(&app.dev(), "not_found", "/v1/search", &search).expect(200);
    assert_eq!(found.json()["total"], 0);
    let found = under(&app.dev(), "pass", "/v1/search", &search).expect(200);
    assert_eq!(found.json()["candidates"][0]["citizen"]["number"], NUMBER);
    for path in ["", "/family", "/card"] {
        let path = format!("/v1/citizens/{NUMBER}{path}");
        let request = app.dev().request(reqwest::Method::GET, &path);
        let answer = crate::support::Answer::of(request.header("x-dancu-scenario", "not_found"));
        answer.problem(404, "citizen_not_found");
        app.dev().get(&path).expect(200);
    }
    let batch = under(
        &app.dev(),
        "not_found",
        "/v1/match/batch",
        &json!([asked(), asked()]),
    );
    for item in batch.expect(200).json().as_array().unwrap() {
        assert_eq!(item["answer"]["outcome"], "no_match");
    }
}

#[test]
fn a_slow_answer_comes_late_and_whole() {
    let app = TestApp::spawn();
    let before = Instant::now();
    let answer = under(&app.portal(), "slow=50ms", "/v1/match", &asked()).expect(200);
    assert_eq!(answer.json()["outcome"], "match");
    assert!(before.elapsed() >= Duration::from_millis(50));
    let wait = "slow=lognormal:median=10ms,sigma=0.5,not_found";
    let answer = under(&app.portal(), wait, "/v1/match", &asked()).expect(200);
    assert_eq!(answer.json()["outcome"], "no_match");
    let noted = last_scenario(&app);
    let noted = noted.as_str().unwrap();
    assert!(
        noted.starts_with("slow=") && noted.ends_with("ms,not_found"),
        "{noted}"
    );
}

#[test]
fn a_timeout_holds_the_call_and_is_cut_when_the_server_stops() {
    let mut app = TestApp::spawn();
    let portal = app.portal();
    let held = std::thread::spawn(move || {
        let before = Instant::now();
        let answer = under(&portal, "timeout", "/v1/match", &asked());
        (answer.status, before.elapsed())
    });
    // Others are served meanwhile; that the first one is held shows only in time.
    for _call in 0..20 {
        matched(&app).expect(200);
        pause(Duration::from_millis(20));
    }
    assert!(!held.is_finished());
    app.signal("TERM");
    let (status, time) = held.join().unwrap();
    assert_eq!(status, 504);
    assert!(time < Duration::from_secs(30), "{time:?}");
    assert_eq!(app.exit_code(), Some(0));
}

#[test]
fn what_the_caller_names_happens_alone_and_what_controls_the_server_is_never_hit() {
    let app = TestApp::spawn();
    switch(&app, &json!({"always": "unavailable"}));
    matched(&app).problem(503, "unavailable");
    under(&app.portal(), "pass", "/v1/match", &asked()).expect(200);
    for path in [
        "/healthz",
        "/readyz",
        "/metrics",
        "/version",
        "/docs/",
        "/openapi.json",
    ] {
        let request = app.nobody().request(reqwest::Method::GET, path);
        let answer = crate::support::Answer::of(request.header("x-dancu-scenario", "reset"));
        answer.expect(200);
    }
    app.dev().get("/admin/faults").expect(200);
    app.dev().get("/admin/journal").expect(200);
}

#[test]
fn a_browser_on_another_origin_sees_the_error_too() {
    let app = TestApp::spawn_with(AppOptions::default());
    let request = app
        .portal()
        .request(reqwest::Method::POST, "/v1/match")
        .header("origin", "http://localhost:5173")
        .header("x-dancu-scenario", "rate_limit")
        .header("content-type", "application/json");
    let answer = crate::support::Answer::of(request.body(asked().to_string())).expect(429);
    assert_eq!(
        answer.header("access-control-allow-origin"),
        "http://localhost:5173"
    );
    assert!(
        answer
            .header("access-control-expose-headers")
            .contains("retry-after")
    );
}
