//! The portal asks the registry over HTTP and nothing else; whatever is odd about the answer reads as a
//! registry that is out of order.

use serde_json::{Value, json};

use super::listener::Listener;
use super::{SERVICE, UPDATE, enter, message_of, spawn_with, update};
use crate::support::{Page, TestApp, Visitor};

/// A portal that asks a registry of the test's own, and somebody who stands where the number is asked for.
fn portal_at(listener: &Listener, path: &str) -> (TestApp, Visitor, Page) {
    let url = format!("{}{path}", listener.url());
    let app = spawn_with(&["--portal-registry-url", &url]);
    let (visitor, page) = enter(&app, "nguyenvanthanh");
    (app, visitor, page)
}

/// The call that stands first in the panel: its outcome.
fn outcome(page: &Page) -> String {
    page.markup()
        .of_class("status")
        .into_iter()
        .next()
        .unwrap_or_default()
}

#[test]
fn the_request_is_as_documented() {
    let listener = Listener::start();
    let (app, visitor, page) = portal_at(&listener, "/registry/");
    let matched = json!({"outcome": "match", "record_status": "active"});
    listener.answers(200, "application/json", &matched.to_string());
    let page = update(&app, &visitor, &page, "nguyenvanthanh").stands_at(SERVICE);
    assert_eq!(page.message(), message_of(&app, "linked"));
    let heard = listener.heard();
    let [request] = &heard[..] else {
        panic!("one question is asked once: {heard:?}");
    };
    assert_eq!(request.request_line, "POST /registry/v1/match HTTP/1.1\r\n");
    for (name, value) in [
        ("content-type", "application/json"),
        ("accept", "application/json"),
        ("accept-language", "vi"),
        ("authorization", "Bearer portal-key"),
    ] {
        assert_eq!(request.header(name), value);
    }
    assert!(!request.header("x-request-id").is_empty());
    let names: Vec<&str> = request.headers.iter().map(|(name, _)| &**name).collect();
    assert!(
        !names.contains(&"cookie") && !names.contains(&"referer"),
        "{names:?}"
    );
    let body: Value = serde_json::from_str(&request.body).unwrap();
    let expected = json!({
        "number": "042085000488",
        "full_name": "Nguyễn Văn Thành",
        "date_of_birth": "1985-05-12",
    });
    assert_eq!(body, expected);
}

#[test]
fn the_panel_shows_the_call_that_was_heard() {
    let listener = Listener::start();
    let (app, visitor, page) = portal_at(&listener, "");
    listener.answers(200, "application/json", r#"{"outcome":"no_match"}"#);
    let page = update(&app, &visitor, &page, "nguyenvanthanh");
    let line = format!("POST {}/v1/match", listener.url());
    assert_eq!(page.markup().of_class("line"), [line]);
    // The command from the panel, run by a shell, is heard as the same request.
    let command = page.markup().of_id("curl-1").unwrap();
    let output = std::process::Command::new("sh")
        .args(["-c", &command])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let heard = listener.heard();
    let [own, repeated] = &heard[..] else {
        panic!("{heard:?}");
    };
    assert_eq!(own.request_line, repeated.request_line);
    assert_eq!(own.body, repeated.body);
    for name in [
        "content-type",
        "accept",
        "accept-language",
        "authorization",
        "x-request-id",
    ] {
        assert_eq!(own.header(name), repeated.header(name));
    }
}

#[test]
fn every_answer_of_a_registry_is_understood() {
    let listener = Listener::start();
    let (app, visitor, mut page) = portal_at(&listener, "");
    for (answer, edge) in [
        (json!({"outcome": "no_match", "hint": "?"}), "mismatch"),
        (json!({"outcome": "review"}), "review"),
        (
            json!({"outcome": "match", "record_status": "deceased"}),
            "person_deceased",
        ),
        (
            json!({"outcome": "match", "record_status": "missing"}),
            "person_missing",
        ),
        (
            json!({"outcome": "match", "record_status": "inactive"}),
            "person_inactive",
        ),
        (
            json!({"outcome": "match", "record_status": "cancelled"}),
            "number_cancelled",
        ),
        // A state that nobody knows is no reason to link.
        (
            json!({"outcome": "match", "record_status": "frozen"}),
            "registry_unavailable",
        ),
        (json!({"outcome": "match"}), "registry_unavailable"),
    ] {
        listener.answers(200, "application/json", &answer.to_string());
        page = update(&app, &visitor, &page, "nguyenvanthanh").stands_at("/portal/link");
        assert_eq!(page.message(), message_of(&app, edge), "{answer}");
    }
    // What the registry cannot read is told in its own words.
    let problem = json!({
        "title": "Dữ liệu sai",
        "errors": [{"field": "number", "detail": "Số <b>này</b> & số kia."}],
    });
    listener.answers(422, "application/problem+json", &problem.to_string());
    let page = update(&app, &visitor, &page, "nguyenvanthanh");
    assert_eq!(page.message(), "Số <b>này</b> & số kia.");
    assert!(!page.answer.text.contains("<b>này"), "escaped");
}

#[test]
fn an_odd_answer_is_a_registry_out_of_order() {
    let listener = Listener::start();
    let (app, visitor, mut page) = portal_at(&listener, "");
    let mut reasons = 0;
    let text = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    for (what, reply, shown) in [
        (
            "a failure",
            "HTTP/1.1 500 Told\r\nContent-Length: 4\r\n\r\noops".to_owned(),
            "500",
        ),
        (
            "too busy",
            "HTTP/1.1 503 Told\r\nContent-Length: 0\r\n\r\n".to_owned(),
            "503",
        ),
        (
            "too many calls",
            "HTTP/1.1 429 Told\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n".to_owned(),
            "429",
        ),
        (
            "another address",
            "HTTP/1.1 404 Told\r\nContent-Length: 0\r\n\r\n".to_owned(),
            "404",
        ),
        (
            "a redirect",
            "HTTP/1.1 302 Told\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
                .to_owned(),
            "302",
        ),
        (
            "a page",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"
                .to_owned(),
            "200",
        ),
        ("nothing", format!("{text}Content-Length: 0\r\n\r\n"), "200"),
        (
            "an outcome nobody knows",
            format!("{text}Content-Length: 19\r\n\r\n{{\"outcome\":\"maybe\"}}"),
            "200",
        ),
        (
            "a list",
            format!("{text}Content-Length: 2\r\n\r\n[]"),
            "200",
        ),
        (
            "half an answer",
            format!("{text}Content-Length: 400\r\n\r\n{{\"outcome\":"),
            "",
        ),
        ("no HTTP", "SSH-2.0-OpenSSH\r\n".to_owned(), ""),
    ] {
        listener.sends(&reply);
        page = update(&app, &visitor, &page, "nguyenvanthanh").stands_at("/portal/link");
        assert_eq!(
            page.message(),
            message_of(&app, "registry_unavailable"),
            "{what}"
        );
        let outcome = outcome(&page);
        assert!(outcome.starts_with(shown), "{what}: {outcome}");
        // The developer sees that it was no good, and why.
        assert!(page.answer.text.contains("class=\"status bad\""), "{what}");
        reasons += usize::from(!shown.is_empty());
        let told = page.markup().of_class("trouble");
        assert_eq!(told.len(), reasons, "{what}: {told:?}");
    }
    // None of these counts as a wrong answer.
    listener.answers(
        200,
        "application/json",
        r#"{"outcome":"match","record_status":"active"}"#,
    );
    update(&app, &visitor, &page, "nguyenvanthanh").stands_at(SERVICE);
}

#[test]
fn a_registry_that_does_not_answer_in_time_is_out_of_order() {
    let listener = Listener::start();
    let (app, visitor, page) = portal_at(&listener, "");
    let page = update(&app, &visitor, &page, "nguyenvanthanh").stands_at("/portal/link");
    assert_eq!(page.message(), message_of(&app, "registry_unavailable"));
    assert!(outcome(&page).starts_with(|letter: char| !letter.is_ascii_digit()));
}

#[test]
fn a_registry_whose_port_is_closed_is_out_of_order() {
    let listener = Listener::start();
    let url = listener.url();
    drop(listener);
    let app = spawn_with(&["--portal-registry-url", &url]);
    let (visitor, page) = enter(&app, "nguyenvanthanh");
    let page = update(&app, &visitor, &page, "nguyenvanthanh");
    assert_eq!(page.message(), message_of(&app, "registry_unavailable"));
}

#[test]
fn a_portal_with_a_wrong_key_tells_the_developer_and_not_the_key() {
    let app = spawn_with(&["--portal-registry-key", "wrong-key-of-the-test"]);
    let (visitor, page) = enter(&app, "nguyenvanthanh");
    let page = update(&app, &visitor, &page, "nguyenvanthanh").stands_at("/portal/link");
    assert_eq!(page.message(), message_of(&app, "registry_unavailable"));
    assert_eq!(outcome(&page), "401");
    let reason = page.markup().of_class("trouble").join(" ");
    assert!(reason.contains("kiểm tra cấu hình khóa"), "{reason}");
    let command = page.markup().of_id("curl-1").unwrap();
    assert!(command.contains("$PORTAL_KEY"), "{command}");
    assert!(!page.answer.text.contains("wrong-key-of-the-test"));
    assert!(!app.log().contains("wrong-key-of-the-test"));
}

#[test]
fn two_portals_ask_one_registry() {
    let registry = TestApp::spawn();
    let app = spawn_with(&["--portal-registry-url", &registry.base_url]);
    let (visitor, page) = enter(&app, "nguyenvanthanh");
    let number = [("number", "042085000488")];
    let page = visitor.press(&page, UPDATE, &number).stands_at(SERVICE);
    assert_eq!(page.message(), message_of(&app, "linked"));
    let asked = |app: &TestApp| {
        let count = app.dev().get("/admin/journal/count?client=portal");
        count.expect(200).json()["count"].as_u64().unwrap()
    };
    assert!(asked(&registry) > 0);
    assert_eq!(asked(&app), 0);
}
