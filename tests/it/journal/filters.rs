//! Which calls are told: filters, limits, counts.

use super::{LAN, THANH, ask, entries};
use crate::support::TestApp;

fn asked() -> TestApp {
    let app = TestApp::spawn();
    ask(&app.portal(), THANH);
    ask(&app.officer(), (LAN.0, "Lê Văn Sai", LAN.2));
    app.nobody()
        .match_person(THANH.0, THANH.1, THANH.2)
        .expect(401);
    app.officer().get("/v1/citizens/042085000488").expect(200);
    app
}

#[test]
fn filters_name_the_calls_that_are_meant() {
    let app = asked();
    let found = |query: &str| -> Vec<u64> {
        let all = entries(&app, query);
        all.iter()
            .map(|entry| entry["sequence"].as_u64().unwrap())
            .collect()
    };
    for (query, expected) in [
        ("", &[4, 3, 2, 1][..]),
        ("limit=2", &[4, 3]),
        ("operation=match", &[3, 2, 1]),
        ("operation=match,get_citizen&status=200", &[4, 2, 1]),
        ("method=get", &[4]),
        ("route=/v1/citizens/{number}", &[4]),
        ("route=/v1/citizens/042085000488", &[4]),
        ("outcome=no_match", &[2]),
        ("rule=name_differs", &[2]),
        ("client=officer", &[4, 2]),
        ("status=4xx", &[3]),
        ("status=401,200", &[4, 3, 2, 1]),
        ("number=042085000488", &[4, 1]),
        ("number=042 085 000 488", &[4, 1]),
        ("full_name=Lê Văn Sai", &[2]),
        ("date_of_birth=17/06/1990", &[2]),
        ("since=2", &[4, 3]),
        ("from=2000-01-01T00:00:00Z", &[4, 3, 2, 1]),
        ("from=2000-01-01T00:00:00+07:00", &[4, 3, 2, 1]),
        ("to=2000-01-01T00:00:00Z", &[]),
        ("text=lê văn", &[2]),
        ("text=KEY_MISSING", &[3]),
        ("scenario=timeout", &[]),
        ("request_id=none", &[]),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
}

#[test]
fn calls_are_counted_without_being_told() {
    let app = asked();
    let count = app
        .dev()
        .get("/admin/journal/count?client=officer")
        .expect(200)
        .json();
    assert_eq!(
        count,
        serde_json::json!({"count": 2, "dropped": 0, "last": 4})
    );
    let counted = app
        .dev()
        .get("/admin/journal?client=officer&count_only=true")
        .expect(200)
        .json();
    assert_eq!(counted, count);
    let limited = app
        .dev()
        .get("/admin/journal?client=officer&limit=1")
        .expect(200)
        .json();
    assert_eq!(limited["count"], 2);
    assert_eq!(limited["entries"].as_array().unwrap().len(), 1);
}

#[test]
fn a_filter_that_cannot_be_read_is_named() {
    let app = TestApp::spawn();
    for (query, field, code) in [
        ("status=9xx", "status", "value_out_of_range"),
        ("number=12", "number", "number_wrong_length"),
        ("date_of_birth=soon", "date_of_birth", "date_unreadable"),
        ("from=yesterday", "from", "date_unreadable"),
        ("unknown=1", "unknown", "field_unknown"),
    ] {
        for path in [
            "/admin/journal",
            "/admin/journal.har",
            "/admin/journal/count",
            "/admin/verify",
        ] {
            let answer = app.dev().get(&format!("{path}?{query}"));
            let status = answer.status;
            assert!(
                matches!(status, 400 | 422),
                "{path} {query}: {}",
                answer.text
            );
            answer.wrong_field(status, field, code);
        }
    }
    app.dev()
        .get("/admin/journal?limit=0")
        .wrong_field(422, "limit", "value_out_of_range");
    app.dev()
        .get("/admin/journal/7")
        .problem(404, "call_not_found");
    app.dev()
        .get("/admin/journal/x")
        .problem(404, "call_not_found");
}

#[test]
fn nobody_reads_the_journal_but_an_administrator() {
    let app = asked();
    for path in [
        "/admin/journal",
        "/admin/journal/count",
        "/admin/journal/1",
        "/admin/journal.har",
        "/admin/journal/stream",
        "/admin/verify",
    ] {
        app.nobody().get(path).problem(401, "key_missing");
        app.officer().get(path).problem(403, "scope_missing");
    }
}
