//! The clock of a world: one date for the law, one time for tokens.

use serde_json::{Value, json};

use super::{sandbox, sandbox_with};
use crate::support::TestApp;

/// The last day before the provinces merged, and the first after.
const DATES: [&str; 2] = ["2025-06-30", "2025-07-01"];

#[test]
fn a_business_date_stands_still_moves_or_runs() {
    let app = TestApp::spawn();
    let made = sandbox(&app);
    let set = |clock: &Value| {
        let told = made.owner.put("/admin/clock", clock).expect(200).json();
        told["business_date"].as_str().unwrap().to_owned()
    };
    assert_eq!(set(&json!({"as_of": "2024-07-02"})), "2024-07-02");
    assert_eq!(
        set(&json!({"as_of": "2024-07-02", "shift": "P30D"})),
        "2024-08-01"
    );
    let today = set(&json!({}));
    assert!(today.as_str() > "2026-01-01", "{today}");
    assert!(set(&json!({"shift": "P10Y"})) > today);
    // Another world has a clock of its own, and a reset sets this one back to how it began.
    assert_eq!(
        app.dev().get("/admin/clock").expect(200).json()["business_date"],
        "2025-07-01"
    );
    made.owner.post("/admin/reset", &json!({})).expect(204);
    assert_eq!(
        made.owner.get("/admin/clock").expect(200).json()["business_date"],
        "2025-07-01"
    );
}

#[test]
fn provinces_merge_and_cards_expire_by_the_business_date() {
    let app = TestApp::spawn();
    let path = "/v1/citizens/042085000488";
    let told = DATES.map(|day| {
        let made = sandbox_with(&app, &json!({"clock": {"as_of": day}}));
        made.owner.get(path).expect(200).json()
    });
    let [before, after] = told;
    assert_ne!(before["permanent_residence"], after["permanent_residence"]);
    let state = |day: &str| {
        let made = sandbox_with(&app, &json!({"clock": {"as_of": day}}));
        made.owner.get(path).expect(200).json()["card"]["state"].clone()
    };
    assert_eq!(
        [state("2025-07-01"), state("2060-01-01")],
        ["valid", "expired"]
    );
}

#[test]
fn the_time_of_tokens_moves_apart_from_the_date() {
    let app = TestApp::spawn();
    let made = sandbox(&app);
    let set = |time: &str| {
        let clock = json!({"as_of": "2025-07-01", "token_time": time});
        made.owner.put("/admin/clock", &clock).expect(200).json()
    };
    let told = set("2031-01-02T03:04:05Z");
    assert!(
        told["token_now"]
            .as_str()
            .unwrap()
            .starts_with("2031-01-02T03:04:0")
    );
    assert_eq!(told["business_date"], "2025-07-01");
    assert_eq!(set("-PT90M")["token_time"], "-PT1H30M");
    let wrong = made.owner.put(
        "/admin/clock",
        &json!({"token_time": "soon", "shift": "PT1H"}),
    );
    wrong.problem(400, "fields_invalid");
}
