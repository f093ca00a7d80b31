//! How calls reach the server: under any path below the prefix, under another prefix, with a body that waits.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use super::court::{Court, envelope};
use super::http::send;
use super::people::THANH;
use super::signing::Signer;
use super::view::{Client as _, View};
use crate::support::{AppOptions, TestApp};

fn is_found(view: &View) -> bool {
    matches!(view, View::Found(person) if person.number == THANH.number)
}

#[test]
fn any_path_below_the_prefix_is_the_service() {
    let app = TestApp::spawn();
    let url = app.url_of("ndxp");
    for path in [
        "",
        "/",
        "/XacThucC06",
        "/a/b/c.svc",
        "/a%20b",
        "?x=1",
        "/a/?operation=037",
    ] {
        let court = Court::now(&format!("{url}{path}"), &Signer::demo());
        assert!(is_found(&court.look_up(THANH)), "{path}");
    }
    let beside = Court::now(&format!("{url}x"), &Signer::demo());
    assert_eq!(beside.send(THANH).status, 404);
}

/// Three code bases hash three things: a setting, the whole address called, its path.
#[test]
fn the_address_that_is_hashed_may_be_the_one_called_or_its_path() {
    let app = TestApp::spawn();
    let url = format!("{}/XacThucC06", app.url_of("ndxp"));
    for sv_url in [url.as_str(), "/ndxp/XacThucC06"] {
        let signer = Signer::new(sv_url, "demo", "demo-secret");
        assert!(
            is_found(&Court::now(&url, &signer).look_up(THANH)),
            "{sv_url}"
        );
    }
    let other = Signer::new("/XacThucC06", "demo", "demo-secret");
    assert!(Court::now(&url, &other).look_up(THANH).is_error());
}

#[test]
fn another_prefix_can_be_set() {
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &["--ndxp-path", "/c06/csdldc"],
        ..AppOptions::default()
    });
    assert_eq!(app.url_of("ndxp"), format!("{}/c06/csdldc", app.base_url));
    let court = Court::now(&app.url_of("ndxp"), &Signer::demo());
    assert!(is_found(&court.look_up(THANH)));
    let old = Court::now(&format!("{}/ndxp", app.base_url), &Signer::demo());
    assert_eq!(old.send(THANH).status, 404);
}

/// .NET Framework sends the head alone and waits.
#[test]
fn a_client_that_waits_for_100_gets_it_before_it_sends_its_body() {
    let app = TestApp::spawn();
    let mut stream = app.connect();
    let timestamp = "1763877600123";
    let body = envelope(THANH);
    let head = format!(
        "POST /ndxp HTTP/1.1\r\nHost: ndxp.example\r\nContent-Type: application/xml; charset=utf-8\r\n\
         Timestamp: {timestamp}\r\nAuthorization: {}\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        Signer::demo().authorization(timestamp),
        body.len(),
    );
    stream.write_all(head.as_bytes()).unwrap();
    let limit = Some(Duration::from_secs(10));
    stream.set_read_timeout(limit).unwrap();
    let mut first = [0; 25];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("<ns1:SoDinhDanh>042085000488</ns1:SoDinhDanh>"));
}

/// Nobody sends `text/xml`, and somebody accepts `*`, which is no media range.
#[test]
fn no_content_type_and_no_accept_header_is_refused() {
    let app = TestApp::spawn();
    let timestamp = "1763877600";
    let authorization = Signer::demo().authorization(timestamp);
    for kind in [
        "application/xml",
        "application/xml; charset=utf-8",
        "text/xml",
        "application/soap+xml",
        "text/plain",
    ] {
        let headers = [
            ("Content-Type", kind),
            ("Accept", "*"),
            ("Timestamp", timestamp),
            ("Authorization", &authorization),
        ];
        let reply = send("POST", &app.url_of("ndxp"), &headers, &envelope(THANH));
        assert_eq!(reply.status, 200, "{kind}: {}", reply.body);
    }
}
