//! A call of the journal is a command that makes it again, run by a real shell and a real curl.

use std::process::Command;

use reqwest::Method;
use serde_json::{Value, json};

use super::{LAN, THANH, ask, ask_by_soap, body, detail, newest};
use crate::support::{Answer, TestApp, finish};

/// Runs the command of a call as its reader would, with a key, and tells what came back.
#[track_caller]
fn replay(app: &TestApp, key: &str) -> (String, String) {
    let curl = detail(app, &newest(app), "unmask=true")["curl"].clone();
    let curl = curl.as_str().unwrap();
    let mut shell = Command::new("sh");
    let command = format!("{curl} --noproxy '*' -w '\\n%{{http_code}}'");
    shell.args(["-c", &command]).env("DANCU_KEY", key);
    let run = finish(&mut shell, "").succeeded();
    let (body, status) = run.out.rsplit_once('\n').unwrap();
    (status.to_owned(), body.to_owned())
}

/// The newest two calls are the same but for when and by which id they were made.
#[track_caller]
fn assert_made_again(app: &TestApp) {
    let mut calls = super::entries(app, "limit=2&unmask=true");
    for call in &mut calls {
        let call = call.as_object_mut().unwrap();
        for own in ["sequence", "at", "duration_us", "request_id", "advice"] {
            call.remove(own);
        }
    }
    assert_eq!(calls[0], calls[1]);
}

#[test]
fn a_call_of_the_api_is_made_again() {
    let app = TestApp::spawn();
    let awkward = "Nguyễn 'Văn'; \"$HOME\" `id` \\ Thành";
    for person in [THANH, (LAN.0, awkward, LAN.2)] {
        let first = ask(&app.portal(), person);
        let (status, second) = replay(&app, "portal-key");
        assert_eq!(status, "200");
        let second: Value = serde_json::from_str(&second).unwrap();
        assert_eq!(first["outcome"], second["outcome"]);
        assert_made_again(&app);
    }
    let address = "/v1/find?q=female,%20born%202000&count=1";
    app.officer().get(address).expect(200);
    assert_eq!(replay(&app, "officer-key").0, "200");
    assert_made_again(&app);
    let (_, version) = app.dev().record(THANH.0);
    let patch = json!({"mobile": "0100000049"});
    let request = app
        .dev()
        .request(Method::PATCH, "/v1/citizens/042085000488")
        .header("if-match", &version)
        .header("content-type", "application/merge-patch+json");
    Answer::of(request.body(patch.to_string())).expect(200);
    // The record has another version since.
    assert_eq!(replay(&app, "dev-key").0, "412");
}

#[test]
fn bytes_that_are_no_text_are_made_again() {
    let app = TestApp::spawn();
    let bytes = b"{\"number\": \"\xff\xfe\0%s\\'\"}".to_vec();
    app.portal()
        .post_as("/v1/match", "application/json", bytes.clone())
        .expect(400);
    assert_eq!(replay(&app, "portal-key").0, "400");
    assert_made_again(&app);
    app.portal()
        .post_as("/v1/match", "text/plain", bytes)
        .expect(415);
    assert_eq!(replay(&app, "portal-key").0, "415");
}

#[test]
fn a_direct_call_is_signed_anew() {
    let app = TestApp::spawn();
    let first = ask_by_soap(&app, "demo-secret", THANH).expect(200);
    let (status, second) = replay(&app, "");
    assert_eq!((status.as_str(), second), ("200", first.text.clone()));
    assert_made_again(&app);
    // One that was refused is signed as it should have been; its body was never read.
    ask_by_soap(&app, "another-secret", THANH).expect(401);
    let told = detail(&app, &newest(&app), "unmask=true");
    let curl = told["curl"].as_str().unwrap();
    assert!(curl.contains("Authorization: Basic "), "{curl}");
    assert!(!curl.contains("1763877600123"), "{curl}");
}

#[test]
fn a_call_in_a_sandbox_is_made_again_in_it() {
    let app = TestApp::spawn();
    let made = app
        .dev()
        .post("/admin/sandboxes", &json!({"id": "one"}))
        .expect(201)
        .json();
    // Chosen by header.
    let request = app.portal().request(Method::POST, "/v1/match");
    Answer::of(request.header("x-dancu-sandbox", "one").json(&body(THANH))).expect(200);
    let told = app
        .dev()
        .get("/admin/sandboxes/one/journal/1?unmask=true")
        .expect(200)
        .json();
    let curl = told["curl"].as_str().unwrap();
    assert!(curl.contains("/s/one/v1/match'"), "{curl}");
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("{curl} --noproxy '*'")])
        .env("DANCU_KEY", made["key"].as_str().unwrap());
    let run = finish(&mut shell, "").succeeded();
    assert!(run.out.contains("\"match\""), "{}", run.out);
    let count = app
        .dev()
        .get("/admin/sandboxes/one/journal/count")
        .expect(200)
        .json();
    assert_eq!(count["count"], 2);
}

#[test]
fn without_unmask_the_command_is_only_to_be_read() {
    let app = TestApp::spawn();
    ask(&app.portal(), THANH);
    let curl = detail(&app, &newest(&app), "")["curl"].clone();
    let curl = curl.as_str().unwrap();
    assert!(curl.contains("\"number\":\"042*******88\""), "{curl}");
    assert!(
        curl.contains("$DANCU_KEY") && !curl.contains("portal-key"),
        "{curl}"
    );
}
