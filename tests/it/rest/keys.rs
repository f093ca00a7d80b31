//! Who may call what.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, AppOptions, Caller, TestApp, question};

fn thanh() -> serde_json::Value {
    question("042085000488", "Nguyễn Văn Thành", "1985-05-12")
}

#[test]
fn a_key_works_in_either_header() {
    let app = TestApp::spawn();
    for (name, value) in [
        ("authorization", "Bearer portal-key"),
        ("authorization", "bearer portal-key"),
        ("x-api-key", "portal-key"),
        ("x-api-key", " portal-key "),
    ] {
        let request = app.nobody().request(Method::POST, "/v1/match");
        let request = request.header(name, value).json(&thanh());
        assert_eq!(Answer::of(request).expect(200).json()["outcome"], "match");
    }
}

#[test]
fn without_a_known_key_every_call_that_needs_one_is_refused() {
    let app = TestApp::spawn();
    let strangers = [
        app.nobody(),
        Caller::new(&app.base_url, Some("no-such-key")),
        Caller::new(&app.base_url, Some("dev-key2")),
    ];
    for stranger in strangers {
        for (method, path) in [
            (Method::POST, "/v1/match"),
            (Method::POST, "/v1/match/batch"),
            (Method::POST, "/v1/lookup"),
            (Method::GET, "/v1/citizens/042085000488"),
            (Method::POST, "/v1/search"),
            (Method::POST, "/v1/citizens"),
            (Method::PATCH, "/v1/citizens/042085000488"),
            (Method::DELETE, "/v1/citizens/042085000488"),
            (Method::POST, "/admin/reset"),
            (Method::GET, "/admin/journal"),
        ] {
            let answer = Answer::of(stranger.request(method, path)).problem(401, "key_missing");
            assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"dancu\"");
            assert!(
                answer.json()["detail"]
                    .as_str()
                    .unwrap()
                    .contains("X-API-Key")
            );
        }
    }
}

#[test]
fn a_scope_opens_its_calls_and_no_other() {
    let app = TestApp::spawn();
    // call, then who may: portal, one-stop, officer
    let calls = [
        (Method::POST, "/v1/match", [true, true, true]),
        (Method::POST, "/v1/match/batch", [true, true, true]),
        (Method::POST, "/v1/lookup", [false, true, true]),
        (
            Method::GET,
            "/v1/citizens/042085000488",
            [false, false, true],
        ),
        (Method::POST, "/v1/search", [false, false, true]),
        (Method::POST, "/v1/citizens", [false, false, false]),
        (
            Method::PATCH,
            "/v1/citizens/042085000488",
            [false, false, false],
        ),
        (
            Method::DELETE,
            "/v1/citizens/042085000488",
            [false, false, false],
        ),
        (Method::POST, "/admin/reset", [false, false, false]),
        (Method::GET, "/admin/journal", [false, false, false]),
    ];
    for (method, path, allowed) in calls {
        for (caller, may) in [app.portal(), app.one_stop(), app.officer()]
            .iter()
            .zip(allowed)
        {
            let answer = Answer::of(caller.request(method.clone(), path));
            if may {
                assert_ne!(answer.status, 403, "{method} {path}");
            } else {
                answer.problem(403, "scope_missing");
            }
        }
    }
}

#[test]
fn a_refusal_names_the_scope_that_is_missing() {
    let app = TestApp::spawn();
    let refused = app.portal().in_language("en").post("/v1/lookup", &thanh());
    assert_eq!(
        refused.problem(403, "scope_missing").json()["detail"],
        "This key lacks the scope 'lookup'."
    );
}

#[test]
fn the_key_is_asked_for_before_the_body_is_read() {
    let app = TestApp::spawn();
    app.nobody()
        .post_text("/v1/match", "{broken")
        .problem(401, "key_missing");
    app.portal()
        .post_as("/v1/lookup", "text/plain", "{broken")
        .problem(403, "scope_missing");
}

#[test]
fn dev_key_is_refused_where_the_server_is_not_bound_to_loopback() {
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &["--host", "0.0.0.0", "--admin-key", "key-of-this-test"],
        ..AppOptions::default()
    });
    assert_eq!(app.ready["dev_key"], "key-of-this-test");
    // Everywhere is no address to call: the one of this machine is told.
    for address in [&app.ready["base_url"], &app.ready["urls"]["ndxp"]] {
        let address = address.as_str().unwrap();
        assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    }
    Caller::new(&app.base_url, Some("dev-key"))
        .post("/v1/match", &thanh())
        .problem(403, "key_loopback_only");
    Caller::new(&app.base_url, Some("portal-key"))
        .post("/v1/match", &thanh())
        .expect(200);
    Caller::new(&app.base_url, Some("key-of-this-test"))
        .get("/admin/journal")
        .expect(200);
}

#[test]
fn off_loopback_an_administrator_key_is_made_where_none_is_given() {
    let app = TestApp::spawn_with(AppOptions {
        arguments: &["--host", "0.0.0.0"],
        ..AppOptions::default()
    });
    let key = app.ready["dev_key"].as_str().unwrap();
    assert_eq!(key.len(), 43, "256 bits in base64url");
    Caller::new(&app.base_url, Some(key))
        .get("/admin/journal")
        .expect(200);
}

#[test]
fn clients_of_ones_own_replace_the_built_in_ones() {
    let folder = crate::support::scratch_folder();
    let file = folder.path().join("clients.toml");
    let text =
        "[[client]]\nid = \"mine\"\nkey = \"mine\"\nscopes = [\"match\"]\npurpose = \"test\"\n";
    std::fs::write(&file, text).unwrap();
    let app = TestApp::spawn_with(AppOptions {
        arguments: &["--clients", file.to_str().unwrap()],
        ..AppOptions::default()
    });
    Caller::new(&app.base_url, Some("mine"))
        .post("/v1/match", &thanh())
        .expect(200);
    app.portal()
        .post("/v1/match", &thanh())
        .problem(401, "key_missing");
}

#[test]
fn pages_on_any_origin_may_call_a_server_on_loopback() {
    let app = TestApp::spawn();
    let preflight = app
        .nobody()
        .request(Method::OPTIONS, "/v1/citizens/042085000488")
        .header("origin", "http://localhost:3000")
        .header("access-control-request-method", "PATCH")
        .header(
            "access-control-request-headers",
            "authorization,if-match,content-type",
        );
    let answer = Answer::of(preflight).expect(200);
    assert!(
        answer
            .header("access-control-allow-methods")
            .contains("PATCH")
    );
    assert!(["*", "http://localhost:3000"].contains(&answer.header("access-control-allow-origin")));
    let call = app
        .portal()
        .request(Method::POST, "/v1/match")
        .header("origin", "http://localhost:3000")
        .json(&json!({}));
    let answer = Answer::of(call).problem(400, "fields_invalid");
    assert!(answer.headers.contains_key("access-control-allow-origin"));
}
