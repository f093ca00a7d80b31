//! What is kept stays small, however much is sent.

use serde_json::json;

use super::{THANH, ask, body, detail, entries, newest};
use crate::support::TestApp;

#[test]
fn a_large_body_is_not_kept_and_its_size_is() {
    let app = TestApp::spawn();
    let batch: Vec<_> = (0..500).map(|_| body(THANH)).collect();
    let sent = json!(batch).to_string();
    app.portal()
        .post_text("/v1/match/batch", sent.clone())
        .expect(200);
    let told = detail(&app, &newest(&app), "unmask=true");
    assert_eq!(told["request"]["body_bytes"], sent.len());
    assert_eq!(told["request"]["body_dropped"], true);
    assert_eq!(told["request"].get("body"), None);
    assert!(
        told["curl"]
            .as_str()
            .unwrap()
            .contains("--data-binary @body")
    );
    // What was asked is known all the same.
    assert_eq!(told["questions"].as_array().unwrap().len(), 500);
}

#[test]
fn ten_thousand_calls_are_kept_and_older_ones_counted() {
    let app = TestApp::spawn();
    let calls = "GET /v1/numbers/042085000488 HTTP/1.1\r\nhost: x\r\n\r\n".repeat(1000);
    for _round in 0..11 {
        let last = "GET /v1/numbers/1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        app.send_raw(format!("{calls}{last}"));
    }
    let told = app
        .dev()
        .get("/admin/journal?count_only=true")
        .expect(200)
        .json();
    let (count, dropped) = (
        told["count"].as_u64().unwrap(),
        told["dropped"].as_u64().unwrap(),
    );
    assert_eq!((count, count + dropped), (10_000, 11_011));
    ask(&app.portal(), THANH);
    assert_eq!(entries(&app, "operation=match").len(), 1);
}

#[test]
fn a_long_address_is_cut() {
    let app = TestApp::spawn();
    let long = "x".repeat(20_000);
    app.nobody().get(&format!("/v1/codes?{long}"));
    let told = detail(&app, &newest(&app), "unmask=true");
    assert!(told["request"]["url"].as_str().unwrap().len() < 2200);
}
