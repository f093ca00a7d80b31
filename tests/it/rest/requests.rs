//! Headers, paths and methods: languages, request ids, routes that do not exist.

use std::collections::BTreeSet;

use reqwest::Method;

use crate::support::{Answer, TestApp};

#[test]
fn problems_speak_vietnamese_unless_english_is_preferred() {
    let app = TestApp::spawn();
    let title = |language: Option<&str>| {
        let caller = match language {
            Some(language) => app.nobody().in_language(language),
            None => app.nobody(),
        };
        let answer = caller
            .get("/v1/codes/planets")
            .problem(404, "list_not_found");
        answer.json()["title"].as_str().unwrap().to_owned()
    };
    let (vietnamese, english) = ("Không có danh mục này.", "No such code list.");
    for (language, expected) in [
        (None, vietnamese),
        (Some("vi"), vietnamese),
        (Some("vi-VN,vi;q=0.9,en;q=0.8"), vietnamese),
        (Some("en"), english),
        (Some("en-GB, vi;q=0.5"), english),
        (Some("vi;q=0.2, en;q=0.9"), english),
        (Some("fr, en;q=0.1"), english),
        (Some("fr"), vietnamese),
        (Some("*"), vietnamese),
        (Some(";;;q=,,"), vietnamese),
        (Some("en;q=NaN"), vietnamese),
    ] {
        assert_eq!(title(language), expected, "{language:?}");
    }
}

#[test]
fn a_request_id_is_echoed_in_header_and_body() {
    let app = TestApp::spawn();
    for id in [
        "abc",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        "a\"b<c>",
        &"x".repeat(128),
    ] {
        let request = app
            .nobody()
            .request(Method::GET, "/v1/numbers/042085000488")
            .header("x-request-id", id);
        let answer = Answer::of(request).expect(200);
        assert_eq!(answer.header("x-request-id"), id);
        assert_eq!(answer.json()["request_id"], id);
    }
}

#[test]
fn a_hostile_request_id_is_replaced() {
    let app = TestApp::spawn();
    for id in [
        &b"two words"[..],
        b"",
        b"tab\there",
        "số".as_bytes(),
        &[b'x'; 129],
        b"\xff",
    ] {
        let request = app
            .nobody()
            .request(Method::GET, "/v1/numbers/042085000488")
            .header("x-request-id", id);
        let answer = Answer::of(request).expect(200);
        let made = answer.header("x-request-id");
        assert_ne!(made.as_bytes(), id);
        assert_eq!(made.len(), 20, "{made}");
        assert_eq!(answer.json()["request_id"], made);
    }
}

#[test]
fn every_request_has_an_id_of_its_own() {
    let app = TestApp::spawn();
    let ids: BTreeSet<String> = (0..20)
        .map(|_| {
            app.nobody()
                .get("/healthz")
                .header("x-request-id")
                .to_owned()
        })
        .collect();
    assert_eq!(ids.len(), 20);
}

#[test]
fn what_does_not_exist_is_a_problem_too() {
    let app = TestApp::spawn();
    for path in [
        "/nothing",
        "/v1",
        "/v1/",
        "/v1/match/",
        "/v2/match",
        "/v1/citizens/",
        "/v1/citizens/042085000488/nothing",
        "/%00",
        "/%ff",
        "/v1/codes/../../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/docs/..%2f..%2f..%2fetc%2fpasswd",
        "/docs/%2e%2e/%2e%2e/etc/passwd",
        "/docs/no-such-file.js",
    ] {
        let answer = app.dev().get(path);
        answer.problem(404, "route_not_found");
    }
}

#[test]
fn raw_paths_out_of_the_tree_find_nothing() {
    let app = TestApp::spawn();
    for path in [
        "/docs/../../../../etc/passwd",
        "/../etc/passwd",
        "//etc/passwd",
        "/./healthz",
    ] {
        let answer = app.send_raw(format!(
            "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
        ));
        assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
        assert!(!answer.contains("root:"), "{path}");
    }
}

#[test]
fn the_wrong_method_is_told_the_right_ones() {
    let app = TestApp::spawn();
    for (method, path, allowed) in [
        (Method::GET, "/v1/match", "POST"),
        (Method::PUT, "/v1/match", "POST"),
        (Method::DELETE, "/v1/match/batch", "POST"),
        (Method::GET, "/v1/lookup", "POST"),
        (Method::GET, "/v1/search", "POST"),
        (Method::GET, "/v1/citizens", "POST"),
        (
            Method::PUT,
            "/v1/citizens/042085000488",
            "DELETE, GET, PATCH",
        ),
        (Method::POST, "/v1/numbers/042085000488", "GET"),
        (Method::POST, "/v1/codes", "GET"),
        (Method::DELETE, "/v1/codes/problems", "GET"),
        (Method::POST, "/v1/personas", "GET"),
        (Method::GET, "/admin/reset", "POST"),
        (Method::POST, "/admin/journal", "DELETE, GET"),
        (Method::POST, "/healthz", "GET"),
        (Method::DELETE, "/metrics", "GET"),
    ] {
        let name = format!("{method} {path}");
        let answer = Answer::of(app.dev().request(method, path)).problem(405, "method_not_allowed");
        let mut told: Vec<&str> = answer.header("allow").split(',').map(str::trim).collect();
        told.sort_unstable();
        assert_eq!(told.join(", "), allowed, "{name}");
    }
}

#[test]
fn bytes_in_a_path_that_are_no_text_are_refused() {
    let app = TestApp::spawn();
    for path in [
        "/v1/citizens/%ff",
        "/v1/numbers/%ff%fe",
        "/v1/codes/%ff",
        "/v1/citizens/%00",
    ] {
        let answer = app.dev().get(path);
        assert!(
            matches!(answer.status, 400 | 404),
            "{path}: {}",
            answer.status
        );
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
}

#[test]
fn a_query_that_cannot_be_read_is_named() {
    let app = TestApp::spawn();
    app.dev()
        .get("/admin/journal?limit=many")
        .problem(400, "fields_invalid");
    app.dev()
        .get("/admin/journal?offset=1")
        .problem(400, "fields_invalid")
        .wrong_field(400, "offset", "field_unknown");
    app.dev()
        .get("/admin/journal?limit=-1")
        .problem(400, "fields_invalid");
}

#[test]
fn requests_that_are_no_http_are_refused_and_harm_nobody() {
    let app = TestApp::spawn();
    for request in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /v1/match HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        b"POST /v1/match HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\nx",
    ] {
        let answer = app.send_raw(request);
        assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
    }
    app.nobody().get("/healthz").expect(200);
}

#[test]
fn a_header_larger_than_any_client_sends_is_refused() {
    let app = TestApp::spawn();
    let answer = app.send_raw(format!(
        "GET /healthz HTTP/1.1\r\nhost: x\r\nx-large: {}\r\n\r\n",
        "a".repeat(1 << 20)
    ));
    assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
    app.nobody().get("/healthz").expect(200);
}
