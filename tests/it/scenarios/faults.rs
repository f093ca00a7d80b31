//! The switches of a whole world.

use serde_json::json;

use super::{asked, matched, put, statuses, switch};
use crate::support::{AppOptions, TestApp};

#[test]
fn what_is_always_so_hits_every_program_and_no_page() {
    let app = TestApp::spawn();
    switch(&app, &json!({"always": "status=500"}));
    matched(&app).problem(500, "forced_status");
    app.nobody().get("/v1/personas").expect(500);
    let token = app
        .nobody()
        .post_as("/vneid/token", "application/x-www-form-urlencoded", "");
    assert_eq!(token.expect(500).json()["error"], "server_error");
    app.nobody().get("/portal").expect(200);
    app.dev().delete("/admin/faults", "*").expect(204);
    matched(&app).expect(200);
    let off = app.dev().get("/admin/faults").expect(200).json();
    assert_eq!(off, json!({}));
}

#[test]
fn what_is_sometimes_so_is_repeated_by_its_seed() {
    let app = TestApp::spawn();
    let run = |seed: u64| {
        let sometimes = json!([
            {"scenario": "unavailable", "probability": 0.3, "seed": seed},
            {"scenario": "rate_limit", "probability": 0.3, "seed": seed},
        ]);
        switch(&app, &json!({"sometimes": sometimes}));
        statuses(&app, 40)
    };
    let first = run(5);
    assert_eq!(run(5), first);
    assert_ne!(run(6), first);
    for status in [200, 429, 503] {
        assert!(first.contains(&status), "{first:?}");
    }
}

#[test]
fn maintenance_begins_and_ends_by_the_clock_of_the_world() {
    let app = TestApp::spawn();
    switch(
        &app,
        &json!({"maintenance": {"from": "2025-06-30", "to": "2025-07-02"}}),
    );
    let shut = matched(&app).problem(503, "maintenance");
    let seconds: u32 = shut.header("retry-after").parse().unwrap();
    // From some time of the first of July to the end of that day.
    assert!((60..=86_400).contains(&seconds), "{seconds}");
    put(&app, "/admin/clock", &json!({"as_of": "2025-07-02"})).expect(200);
    matched(&app).expect(200);
    put(&app, "/admin/clock", &json!({"as_of": "2025-06-30"})).expect(200);
    matched(&app).problem(503, "maintenance");
    // The whole day in two windows of every day, so that it does not matter when the test runs.
    for (from, to) in [("00:00", "12:00"), ("12:00", "00:00")] {
        switch(&app, &json!({"maintenance": {"from": from, "to": to}}));
        let told = app.dev().get("/admin/faults").expect(200).json();
        assert_eq!(told["maintenance"], json!({"from": from, "to": to}));
    }
}

#[test]
fn switches_end_with_a_reset_and_a_restart() {
    let app = TestApp::spawn();
    switch(&app, &json!({"always": "unavailable", "tokens": "expired"}));
    app.dev().post_text("/admin/reset", "").expect(204);
    matched(&app).expect(200);
    switch(&app, &json!({"always": "unavailable"}));
    let folder = app.kill().unwrap();
    let again = TestApp::spawn_with(AppOptions {
        data: Some(folder.path()),
        as_of: Some("2025-07-01"),
        ..AppOptions::default()
    });
    again.portal().post("/v1/match", &asked()).expect(200);
}

#[test]
fn what_is_wrong_with_switches_is_named_field_by_field() {
    let app = TestApp::spawn();
    for (faults, field, code) in [
        (json!({"always": "hmm"}), "always", "scenario_unreadable"),
        (
            json!({"sometimes": [{"scenario": "bom", "probability": 1.5}]}),
            "sometimes[0].probability",
            "value_out_of_range",
        ),
        (json!({"tokens": "stale"}), "tokens", "value_unknown"),
        (
            json!({"maintenance": {"from": "25:00", "to": "05:00"}}),
            "maintenance.from",
            "window_unreadable",
        ),
        (
            json!({"maintenance": {"from": "05:00", "to": "05:00"}}),
            "maintenance",
            "window_unreadable",
        ),
    ] {
        let refused = put(&app, "/admin/faults", &faults);
        let is_read = matches!(code, "value_out_of_range" | "value_unknown");
        let status = if is_read { 422 } else { 400 };
        refused.wrong_field(status, field, code);
    }
    matched(&app).expect(200);
}
