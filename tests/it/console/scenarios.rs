//! Scenarios and faults from the console: switches, rules, and what they do to calls.

use serde_json::json;

use super::{THANH, operator};
use crate::support::{Page, TestApp, Visitor};

const HERE: &str = "/console/scenarios";

/// The status of a question of the portal.
fn status(app: &TestApp) -> u16 {
    let question = json!({
        "number": THANH, "full_name": "Nguyễn Văn Thành", "date_of_birth": "1985-05-12",
    });
    app.portal().post("/v1/match", &question).status
}

/// Presses the switch of a scenario.
#[track_caller]
fn switch(visitor: &Visitor, scenario: &str) -> Page {
    let csrf = visitor.open(HERE).csrf();
    let fields = [("csrf", &*csrf), ("scenario", scenario)];
    visitor.follow(visitor.post(&format!("{HERE}/always"), &fields))
}

/// The labels of the switches that are on.
fn switched_on(page: &Page) -> Vec<String> {
    let tags = page.markup().tags();
    let on =
        tags.filter(|tag| tag.name == "button" && tag.attribute("aria-pressed") == Some("true"));
    on.map(|tag| tag.attribute("aria-label").unwrap().to_owned())
        .collect()
}

#[test]
fn a_switch_hits_every_call_of_a_program_and_no_page() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    assert_eq!(switched_on(&visitor.open(HERE)), [""; 0]);
    let page = switch(&visitor, "unavailable").expect(200);
    assert_eq!(page.message(), "Đã đặt công tắc.");
    assert_eq!(switched_on(&page), ["unavailable: bật"]);
    assert_eq!(status(&app), 503);
    visitor.open("/portal").expect(200);
    // Its own button, pressed again, sends nothing.
    let page = switch(&visitor, "").expect(200);
    assert_eq!(switched_on(&page), [""; 0]);
    assert_eq!(status(&app), 200);
    let refused = switch(&visitor, "explode").expect(200);
    assert!(
        refused.message().contains("always"),
        "{}",
        refused.message()
    );
}

#[test]
fn every_switch_of_the_form_is_one_of_the_api() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = visitor.open(HERE);
    let csrf = page.csrf();
    let wanted = [
        ("csrf", &*csrf),
        ("always", "slow=1ms"),
        ("scenario_1", "unavailable"),
        ("probability_1", "0.25"),
        ("seed_1", "7"),
        ("scenario_3", "bom"),
        ("from", "22:00"),
        ("to", "05:00"),
        ("tokens", "expired"),
    ];
    let path = format!("{HERE}/faults");
    let page = visitor.follow(visitor.post(&path, &wanted)).expect(200);
    assert_eq!(page.message(), "Đã đặt công tắc.");
    let told = app.dev().get("/admin/faults").expect(200).json();
    let expected = json!({
        "always": "slow=1ms",
        "sometimes": [
            {"scenario": "unavailable", "probability": 0.25, "seed": 7},
            {"scenario": "bom", "probability": 1.0, "seed": 0},
        ],
        "maintenance": {"from": "22:00", "to": "05:00"},
        "tokens": "expired",
    });
    assert_eq!(told, expected);
    // The switch of one scenario leaves the others as they are.
    switch(&visitor, "").expect(200);
    let told = app.dev().get("/admin/faults").expect(200).json();
    assert_eq!(
        (&told["tokens"], &told["always"]),
        (&json!("expired"), &json!(null))
    );
    let wrong = [
        ("csrf", &*csrf),
        ("scenario_1", "bom"),
        ("probability_1", "often"),
        ("from", "22:00"),
    ];
    let page = visitor.follow(visitor.post(&path, &wrong)).expect(200);
    assert!(
        page.message().contains("probability_1"),
        "{}",
        page.message()
    );
    let page = visitor.open(HERE);
    let page = visitor.press(&page, "Tắt hết", &[]).expect(200);
    assert_eq!(page.message(), "Không còn gì sai.");
    assert_eq!(app.dev().get("/admin/faults").expect(200).json(), json!({}));
}

#[test]
fn a_rule_is_added_counts_is_switched_and_taken_away() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = visitor.open(HERE);
    let wanted = [
        ("id", "flaky"),
        ("path", "/v1/match"),
        ("client", "portal"),
        ("sequence", "unavailable; status=500"),
        ("times", "3"),
    ];
    let page = visitor.press(&page, "Thêm luật", &wanted).expect(200);
    assert_eq!(page.message(), "Đã thêm luật flaky.");
    let statuses: Vec<u16> = (0..4).map(|_| status(&app)).collect();
    assert_eq!(statuses, [503, 500, 500, 200]);
    let page = visitor.open(HERE);
    let rows = page.markup().rows();
    let row = rows.iter().find(|row| row[0] == "flaky").unwrap();
    assert_eq!(row[1], "path /v1/match client portal");
    assert_eq!(row[2], "unavailable; status=500, 3 times");
    assert_eq!(row[3], "4 / 3");
    // Off, and on again, where it counts from nothing.
    for (said, expected) in [
        ("Luật đã tắt.", 200),
        ("Luật đã bật, và đếm lại từ đầu.", 503),
    ] {
        let page = visitor
            .press(&visitor.open(HERE), "switch", &[])
            .expect(200);
        assert_eq!(page.message(), said);
        assert_eq!(status(&app), expected);
    }
    let page = visitor.press(&visitor.open(HERE), "Xóa", &[]).expect(200);
    assert_eq!(page.message(), "Đã xóa luật.");
    assert_eq!(status(&app), 200);
    let wrong = [
        ("id", "Not An Id"),
        ("sequence", "explode"),
        ("probability", "often"),
    ];
    let page = visitor.press(&page, "Thêm luật", &wrong).expect(200);
    assert!(page.message().contains("probability"), "{}", page.message());
    let wrong = [("id", "Not An Id"), ("sequence", "explode")];
    let page = visitor.press(&page, "Thêm luật", &wrong).expect(200);
    let said = page.message();
    assert!(
        said.contains("id") && said.contains("sequence[0]"),
        "{said}"
    );
}

#[test]
fn rules_and_switches_are_those_of_the_world_one_is_in() {
    let app = TestApp::spawn();
    app.dev()
        .post("/admin/sandboxes", &json!({"id": "bad-day"}))
        .expect(201);
    let visitor = operator(&app);
    let page = visitor.open("/console");
    visitor.press(&page, "bad-day", &[]).expect(200);
    let csrf = visitor.open("/s/bad-day/console/scenarios").csrf();
    let fields = [("csrf", &*csrf), ("scenario", "unavailable")];
    visitor
        .post("/s/bad-day/console/scenarios/always", &fields)
        .expect(303);
    assert_eq!(status(&app), 200);
    let told = app
        .dev()
        .get("/admin/sandboxes/bad-day/faults")
        .expect(200)
        .json();
    assert_eq!(told, json!({"always": "unavailable"}));
}
