//! Rules: to which calls, what, how often.

use serde_json::{Value, json};

use super::{NUMBER, asked, last_scenario, matched, put, rule, statuses, under};
use crate::support::{TestApp, question};

#[test]
fn a_sequence_goes_first_second_then() {
    let app = TestApp::spawn();
    rule(
        &app,
        &json!({"condition": {"path": "/v1/match"}, "sequence": ["unavailable", "status=500", "pass"]}),
    );
    assert_eq!(statuses(&app, 5), [503, 500, 200, 200, 200]);
    for (then, expected) in [
        ("last", [503, 429, 429, 429, 429]),
        ("again", [503, 429, 503, 429, 503]),
        ("pass", [503, 429, 200, 200, 200]),
    ] {
        let body = json!({"sequence": ["unavailable", "rate_limit"], "then": then});
        put(&app, "/admin/rules/1", &body).expect(200);
        assert_eq!(statuses(&app, 5), expected, "{then}");
    }
}

#[test]
fn what_falls_by_chance_is_repeated_by_its_seed() {
    let app = TestApp::spawn();
    let run = |seed: u64| {
        let body = json!({"scenario": "unavailable", "probability": 0.5, "seed": seed});
        put(&app, "/admin/rules/flaky", &body);
        statuses(&app, 40)
    };
    let first = run(7);
    assert_eq!(run(7), first);
    assert_ne!(run(8), first);
    let failed = first.iter().filter(|status| **status == 503).count();
    assert!((8..32).contains(&failed), "{first:?}");
    let other = TestApp::spawn();
    rule(
        &other,
        &json!({"id": "flaky", "scenario": "unavailable", "probability": 0.5, "seed": 7}),
    );
    assert_eq!(statuses(&other, 40), first, "on another server too");
}

#[test]
fn a_rule_counts_and_ends_after_its_times() {
    let app = TestApp::spawn();
    let id = rule(
        &app,
        &json!({"scenario": "reset,bom", "times": 1, "enabled": false}),
    );
    assert_eq!(statuses(&app, 1), [200]);
    let body = json!({"scenario": "status=500", "times": 2});
    put(&app, &format!("/admin/rules/{id}"), &body).expect(200);
    assert_eq!(statuses(&app, 3), [500, 500, 200]);
    let told = app.dev().get(&format!("/admin/rules/{id}")).expect(200);
    let told = told.json();
    assert_eq!((&told["matched"], &told["acted"]), (&json!(3), &json!(2)));
    assert!(told["last_at"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn the_first_rule_that_strikes_decides_and_pass_shields() {
    let app = TestApp::spawn();
    rule(
        &app,
        &json!({"condition": {"client": "portal"}, "scenario": "pass"}),
    );
    rule(&app, &json!({"scenario": "unavailable"}));
    matched(&app).expect(200);
    app.one_stop().post("/v1/match", &asked()).expect(503);
    app.dev().post("/v1/match", &asked()).expect(503);
}

#[test]
fn a_rule_may_ask_for_anything_of_the_question() {
    let app = TestApp::spawn();
    let lan = question("042190000099", "TRẦN LAN", "17/06/1990");
    for (condition, field) in [
        (json!({"number": NUMBER}), "number"),
        (json!({"full_name": "NGUYEN VAN THANH"}), "full_name"),
        (json!({"date_of_birth": "12/05/1985"}), "date_of_birth"),
    ] {
        let id = rule(
            &app,
            &json!({"condition": condition, "scenario": "status=418"}),
        );
        matched(&app).problem(418, "forced_status");
        assert_eq!(last_scenario(&app), "status=418");
        app.portal().post("/v1/match", &lan).expect(200);
        let told = app.dev().get(&format!("/admin/rules/{id}")).expect(200);
        assert!(told.json()["condition"][field].is_string());
        app.dev()
            .delete(&format!("/admin/rules/{id}"), "*")
            .expect(204);
    }
    rule(
        &app,
        &json!({"condition": {"operation": "lookup"}, "scenario": "not_found"}),
    );
    matched(&app).expect(200);
    app.dev().post("/v1/lookup", &asked()).expect(404);
}

#[test]
fn a_rule_that_must_know_whom_it_is_about_strikes_items_of_a_batch() {
    let app = TestApp::spawn();
    rule(
        &app,
        &json!({"condition": {"number": NUMBER}, "sequence": ["not_found", "rate_limit", "empty"]}),
    );
    let lan = question("042190000099", "TRẦN LAN", "17/06/1990");
    let batch = json!([asked(), lan, asked(), asked()]);
    let items = app
        .portal()
        .post("/v1/match/batch", &batch)
        .expect(200)
        .json();
    let told: Vec<Value> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            json!([
                item["status"],
                item["answer"]["outcome"],
                item["problem"]["code"]
            ])
        })
        .collect();
    assert_eq!(
        told,
        [
            json!([200, "no_match", null]),
            json!([200, "match", null]),
            json!([429, null, "rate_limited"]),
            json!([200, "match", null]),
        ]
    );
}

#[test]
fn a_page_is_hit_only_where_its_path_is_named() {
    let app = TestApp::spawn();
    rule(&app, &json!({"scenario": "unavailable"}));
    app.nobody().get("/portal").expect(200);
    app.nobody().get("/vneid/jwks").expect(503);
    rule(
        &app,
        &json!({"condition": {"path": "/portal*"}, "scenario": "maintenance"}),
    );
    let page = app.nobody().get("/portal").expect(503);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text.contains("bảo trì"), "{}", page.text);
    app.nobody().get("/hatinh").expect(200);
}

#[test]
fn whoever_is_struck_before_the_call_changes_nothing_and_afterwards_does() {
    let app = TestApp::spawn();
    let person =
        json!({"full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03", "gender": "female"});
    let search = json!({"full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03"});
    let found = || app.dev().post("/v1/search", &search).expect(200).json()["total"].clone();
    let before = found();
    rule(
        &app,
        &json!({"id": "early", "condition": {"method": "POST", "path": "/v1/citizens"}, "scenario": "unavailable"}),
    );
    app.dev()
        .post("/v1/citizens", &person)
        .problem(503, "unavailable");
    assert_eq!(found(), before);
    put(&app, "/admin/rules/early", &json!({"condition": {"client": "dev", "method": "POST", "path": "/v1/citizens"}, "scenario": "unavailable"})).expect(200);
    app.dev()
        .post("/v1/citizens", &person)
        .problem(503, "unavailable");
    assert_eq!(found().as_u64(), before.as_u64().map(|total| total + 1));
}

#[test]
fn rules_are_listed_replaced_and_taken_away() {
    let app = TestApp::spawn();
    let body =
        json!({"id": "late", "scenario": "slow=5ms", "for": "60s", "seed": 3, "probability": 0.25});
    let created = app.dev().post("/admin/rules", &body).expect(201);
    assert_eq!(created.header("location"), "/admin/rules/late");
    assert_eq!(
        created.json(),
        json!({"id": "late", "condition": {}, "sequence": ["slow=5ms"], "then": "last", "probability": 0.25,
               "seed": 3, "for": "1m", "enabled": true, "matched": 0, "acted": 0})
    );
    app.dev()
        .post("/admin/rules", &body)
        .problem(409, "rule_exists");
    assert_eq!(rule(&app, &json!({"scenario": "bom"})), "1");
    let new = put(&app, "/admin/rules/new", &json!({"scenario": "bom"})).expect(201);
    assert_eq!(new.header("location"), "/admin/rules/new");
    let list = app.dev().get("/admin/rules").expect(200).json();
    let ids: Vec<_> = list["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| &rule["id"])
        .collect();
    assert_eq!(ids, ["late", "1", "new"]);
    app.dev().delete("/admin/rules/late", "*").expect(204);
    app.dev()
        .delete("/admin/rules/late", "*")
        .problem(404, "rule_not_found");
    app.dev()
        .get("/admin/rules/late")
        .problem(404, "rule_not_found");
    app.dev().delete("/admin/rules", "*").expect(204);
    assert_eq!(
        app.dev().get("/admin/rules").expect(200).json(),
        json!({"rules": []})
    );
    app.portal()
        .get("/admin/rules")
        .problem(403, "scope_missing");
}

#[test]
fn what_is_wrong_with_a_rule_is_named_field_by_field() {
    let app = TestApp::spawn();
    let refused = app.dev().post(
        "/admin/rules",
        &json!({"id": "Ä", "condition": {"path": "v1", "number": "12", "method": ""}, "sequence": ["pass", "hmm"],
                "then": "stop", "probability": 2, "for": "1 hour"}),
    );
    let refused = refused.problem(400, "fields_invalid").json();
    let fields: Vec<_> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].as_str().unwrap())
        .collect();
    for field in [
        "id",
        "condition.path",
        "condition.number",
        "condition.method",
        "sequence[1]",
        "then",
        "probability",
        "for",
    ] {
        assert!(fields.contains(&field), "{field}: {fields:?}");
    }
    let nothing = app.dev().post("/admin/rules", &json!({}));
    nothing.wrong_field(400, "scenario", "field_missing");
    let both = json!({"scenario": "bom", "sequence": ["bom"]});
    app.dev()
        .post("/admin/rules", &both)
        .wrong_field(400, "sequence", "field_duplicate");
    let none = json!({"sequence": []});
    app.dev()
        .post("/admin/rules", &none)
        .wrong_field(422, "sequence", "value_out_of_range");
}

#[test]
fn rules_belong_to_their_world_and_end_with_a_reset() {
    let app = TestApp::spawn();
    let sandbox = app
        .dev()
        .post("/admin/sandboxes", &json!({"id": "one"}))
        .expect(201);
    let key = sandbox.json()["key"].as_str().unwrap().to_owned();
    let body = json!({"scenario": "unavailable"});
    let added = app
        .dev()
        .post("/admin/sandboxes/one/rules", &body)
        .expect(201);
    assert_eq!(added.header("location"), "/s/one/admin/rules/1");
    matched(&app).expect(200);
    let inside = crate::support::Caller::new(&app.base_url, Some(&key));
    inside
        .post("/v1/match", &asked())
        .problem(503, "unavailable");
    under(&inside, "pass", "/v1/match", &asked()).expect(200);
    inside
        .post("/admin/snapshots", &json!({"name": "out-of-order"}))
        .expect(201);
    inside.post_text("/admin/reset", "").expect(204);
    inside.post("/v1/match", &asked()).expect(200);
    inside
        .post_text("/admin/snapshots/out-of-order/restore", "")
        .expect(204);
    inside
        .post("/v1/match", &asked())
        .problem(503, "unavailable");
}
