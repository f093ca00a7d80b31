//! Every call stands in the journal once, before its answer is out, whatever it was and whatever came of it.

use reqwest::Method;
use serde_json::json;

use super::{LAN, THANH, ask, ask_by_soap, body, entries, newest};
use crate::support::{Answer, Caller, TestApp, Visitor};

#[test]
fn a_match_is_one_entry_with_everything_that_is_known_of_it() {
    let app = TestApp::spawn();
    let request = app.portal().request(Method::POST, "/v1/match");
    let request = request.header("x-request-id", "test-1").json(&body(THANH));
    Answer::of(request).expect(200);
    let all = entries(&app, "");
    assert_eq!(all.len(), 1, "{all:?}");
    let entry = &all[0];
    for (key, value) in [
        ("sequence", json!(1)),
        ("method", json!("POST")),
        ("route", json!("/v1/match")),
        ("status", json!(200)),
        ("client", json!("portal")),
        ("request_id", json!("test-1")),
        ("operation", json!("match")),
        ("outcome", json!("match")),
        ("rule", json!("all_agree")),
    ] {
        assert_eq!(entry[key], value, "{entry}");
    }
    assert!(entry["duration_us"].as_u64().unwrap() > 0);
    assert!(entry["at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(entry.get("sandbox"), None);
}

/// Key, method, path, body; then status, operation, outcome and route of the entry.
const CALLS: &str = r#"
-           POST  /v1/match                  {}                     401 match         key_missing         /v1/match
portal-key  POST  /v1/lookup                 {}                     403 lookup        scope_missing       /v1/lookup
portal-key  POST  /v1/match                  {                      400 match         body_unreadable     /v1/match
portal-key  POST  /v1/match                  {"full_name":"A"}      400 match         fields_invalid      /v1/match
portal-key  GET   /v1/match                  -                      405 unknown       method_not_allowed  /v1/match
officer-key GET   /v1/citizens/042085000488  -                      200 get_citizen   found               /v1/citizens/{number}
officer-key GET   /v1/citizens/042085999995  -                      404 get_citizen   citizen_not_found   /v1/citizens/{number}
-           GET   /v1/codes                  -                      200 list_codes    ok                  /v1/codes
-           GET   /v1/numbers/042085000488   -                      200 decode_number ok                  /v1/numbers/{number}
-           GET   /v2/match                  -                      404 unknown       route_not_found     -
-           GET   /portal/services/none      -                      404 page          page_not_found      /portal/services/{service}
-           GET   /dvcqg/jwks                -                      200 jwks          ok                  /dvcqg/jwks
"#;

#[test]
fn calls_without_a_use_case_and_calls_that_are_refused_are_there_too() {
    let app = TestApp::spawn();
    let calls: Vec<&str> = CALLS.trim().lines().collect();
    for call in &calls {
        let [key, method, path, sent, status, operation, outcome, route] =
            call.split_whitespace().collect::<Vec<_>>()[..]
        else {
            panic!("eight columns: {call}");
        };
        let caller = Caller::new(&app.base_url, Some(key).filter(|key| *key != "-"));
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = caller.request(method, path);
        if sent != "-" {
            request = request
                .header("content-type", "application/json")
                .body(sent.to_owned());
        }
        let status: u16 = status.parse().unwrap();
        Answer::of(request).expect(status);
        let entry = newest(&app);
        let told = ["operation", "outcome", "route"].map(|key| entry[key].clone());
        assert_eq!(entry["status"], status, "{call}");
        assert_eq!(
            told,
            [json!(operation), json!(outcome), json!(route)],
            "{call}"
        );
    }
    assert_eq!(entries(&app, "").len(), calls.len());
}

#[test]
fn whoever_looks_at_a_world_leaves_no_trace_in_it() {
    let app = TestApp::spawn();
    for path in [
        "/admin/journal",
        "/admin/journal/count",
        "/admin/journal.har",
        "/admin/verify",
        "/healthz",
        "/readyz",
        "/metrics",
        "/version",
        "/docs/",
        "/",
        "/openapi.json",
        "/assets/site.css",
        "/admin/nothing",
    ] {
        app.dev().get(path);
    }
    let preflight = app
        .nobody()
        .request(Method::OPTIONS, "/v1/match")
        .header("origin", "http://127.0.0.1:3000")
        .header("access-control-request-method", "POST");
    Answer::of(preflight);
    assert_eq!(entries(&app, ""), Vec::<serde_json::Value>::new());
}

#[test]
fn a_batch_is_one_entry_with_every_question_in_it() {
    let app = TestApp::spawn();
    let batch = json!([body(THANH), body((LAN.0, "Lê Văn Sai", LAN.2)), {"number": "1"}]);
    app.portal().post("/v1/match/batch", &batch).expect(200);
    let all = entries(&app, "");
    assert_eq!(all.len(), 1, "{all:?}");
    let entry = &all[0];
    assert_eq!(
        (&entry["operation"], &entry["outcome"]),
        (&json!("match_batch"), &json!("mixed"))
    );
    assert_eq!(entry["items"], 3);
    let detail = super::detail(&app, entry, "");
    let outcomes: Vec<&str> = detail["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["match", "no_match", "fields_invalid"]);
    // Each item is looked at by itself.
    assert_eq!(entries(&app, "number=042085000488&outcome=match").len(), 1);
    assert_eq!(entries(&app, "number=042190000099&outcome=match").len(), 0);
}

#[test]
fn a_batch_that_nobody_reads_to_its_end_is_entered_all_the_same() {
    let app = TestApp::spawn();
    let items: Vec<serde_json::Value> = (0..5000).map(|_| body(THANH)).collect();
    let sent = serde_json::Value::from(items).to_string();
    let mut stream = app.connect();
    let head = format!(
        "POST /v1/match/batch HTTP/1.1\r\nhost: x\r\nx-api-key: portal-key\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        sent.len()
    );
    std::io::Write::write_all(&mut stream, head.as_bytes()).unwrap();
    std::io::Write::write_all(&mut stream, sent.as_bytes()).unwrap();
    let mut first = [0; 100];
    std::io::Read::read_exact(&mut stream, &mut first).unwrap();
    drop(stream);
    let entry = crate::support::eventually("the entry of the batch", || entries(&app, "").pop());
    assert_eq!(entry["operation"], "match_batch");
}

#[test]
fn the_national_wire_says_the_same_words() {
    let app = TestApp::spawn();
    ask_by_soap(&app, "demo-secret", THANH).expect(200);
    let entry = newest(&app);
    assert_eq!(
        (&entry["operation"], &entry["outcome"]),
        (&json!("lookup"), &json!("found"))
    );
    assert_eq!(
        (&entry["client"], &entry["method"]),
        (&json!("demo"), &json!("POST"))
    );
    assert_eq!(entry["number"], "042*******88");
    ask_by_soap(&app, "another-secret", THANH).expect(401);
    let entry = newest(&app);
    assert_eq!(
        (&entry["status"], &entry["outcome"]),
        (&json!(401), &json!("unauthorized"))
    );
    assert_eq!(entry["advice"]["reason"], "secret_or_unknown_sv_url");
    assert_eq!(entries(&app, "").len(), 2);
}

#[test]
fn the_portal_s_page_and_the_call_it_makes_are_two_entries() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    visitor.open("/portal");
    let entry = newest(&app);
    assert_eq!(
        (&entry["operation"], &entry["route"]),
        (&json!("page"), &json!("/portal"))
    );
    assert_eq!(entry.get("client"), None);
    ask(&app.portal(), THANH);
    assert_eq!(entries(&app, "").len(), 2);
}

#[test]
fn the_providers_tell_which_client_asked() {
    let app = TestApp::spawn();
    app.nobody()
        .get("/vneid/authorize?client_id=example-web&response_type=code");
    let entry = newest(&app);
    assert_eq!(
        (&entry["operation"], &entry["client"]),
        (&json!("authorize"), &json!("example-web"))
    );
    let form = "grant_type=authorization_code&code=abc&client_id=nobody&client_secret=geheim";
    app.nobody()
        .post_as("/vneid/token", "application/x-www-form-urlencoded", form)
        .expect(401);
    let entry = newest(&app);
    assert_eq!(entry["operation"], "token");
    assert_eq!(entry["outcome"], "invalid_client");
    assert_eq!(entry["client"], "nobody");
}

#[test]
fn a_sandbox_has_a_journal_of_its_own() {
    let app = TestApp::spawn();
    app.dev()
        .post("/admin/sandboxes", &json!({"id": "one"}))
        .expect(201);
    ask(&app.portal(), THANH);
    app.portal().post("/s/one/v1/match", &body(LAN)).expect(200);
    let inside = app
        .dev()
        .get("/admin/sandboxes/one/journal")
        .expect(200)
        .json();
    let calls = inside["entries"].as_array().unwrap();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0]["sandbox"], "one");
    assert_eq!(calls[0]["route"], "/v1/match");
    assert_eq!(calls[0]["number"], "042*******99");
    assert_eq!(entries(&app, "").len(), 1);
    // Whoever names a sandbox that is not there finds the call in the world they came to.
    app.portal().post("/s/two/v1/match", &body(LAN)).expect(404);
    assert_eq!(newest(&app)["outcome"], "sandbox_not_found");
}

#[test]
fn a_reset_counts_anew_and_emptying_does_not() {
    let app = TestApp::spawn();
    ask(&app.portal(), THANH);
    ask(&app.portal(), THANH);
    let request = app.dev().request(Method::DELETE, "/admin/journal");
    Answer::of(request).expect(204);
    assert!(entries(&app, "").is_empty());
    ask(&app.portal(), THANH);
    assert_eq!(newest(&app)["sequence"], 3);
    Answer::of(app.dev().request(Method::POST, "/admin/reset")).expect(204);
    ask(&app.portal(), THANH);
    assert_eq!(newest(&app)["sequence"], 1);
}
