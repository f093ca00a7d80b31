//! The calls of a world as they are made: server-sent events.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;

use reqwest::Method;
use serde_json::{Value, json};

use super::{LAN, THANH, ask};
use crate::support::{Answer, TestApp, eventually};

/// Somebody who follows the journal.
struct Follower {
    lines: BufReader<TcpStream>,
}

/// An event: its name, its id, its data.
type Event = (String, Option<u64>, Value);

impl Follower {
    fn follow(app: &TestApp, query: &str, headers: &str) -> Self {
        let mut stream = app.connect();
        let request = format!(
            "GET /admin/journal/stream?{query} HTTP/1.1\r\nhost: x\r\nx-api-key: dev-key\r\n{headers}\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut follower = Self {
            lines: BufReader::new(stream),
        };
        let status = follower.line().unwrap();
        assert!(status.starts_with("HTTP/1.1 200"), "{status}");
        while follower.line().unwrap() != "retry: 2000" {}
        follower
    }

    /// The next line, without the sizes of chunks; `None` at the end.
    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.lines.read_line(&mut line).unwrap();
        (read > 0).then(|| line.trim_end().to_owned())
    }

    /// The next event.
    #[track_caller]
    fn event(&mut self) -> Event {
        let (mut name, mut id) = (String::new(), None);
        loop {
            let line = self.line().expect("an event before the end");
            if let Some(event) = line.strip_prefix("event: ") {
                event.clone_into(&mut name);
            } else if let Some(text) = line.strip_prefix("id: ") {
                id = Some(text.parse().unwrap());
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (name, id, serde_json::from_str(data).unwrap());
            }
        }
    }

    /// The next call: its number and what came of it.
    #[track_caller]
    fn call(&mut self) -> (u64, String) {
        let (name, id, data) = self.event();
        assert_eq!(name, "call", "{data}");
        assert_eq!(data["sequence"].as_u64(), id);
        (id.unwrap(), data["outcome"].as_str().unwrap().to_owned())
    }
}

#[test]
fn calls_are_told_as_they_are_made_and_masked() {
    let app = TestApp::spawn();
    ask(&app.portal(), THANH);
    let mut follower = Follower::follow(&app, "", "");
    let mut filtered = Follower::follow(&app, "outcome=no_match", "");
    ask(&app.portal(), THANH);
    let (_, id, data) = follower.event();
    assert_eq!(
        (id, &data["number"], &data["full_name"]),
        (Some(2), &json!("042*******88"), &json!("N. V. T."))
    );
    ask(&app.portal(), (LAN.0, "Lê Văn Sai", LAN.2));
    assert_eq!(follower.call(), (3, "no_match".to_owned()));
    assert_eq!(filtered.call(), (3, "no_match".to_owned()));
}

#[test]
fn who_was_away_reads_on_from_where_they_were() {
    let app = TestApp::spawn();
    for _ in 0..200 {
        ask(&app.portal(), THANH);
    }
    let mut follower = Follower::follow(&app, "", "last-event-id: 20\r\n");
    for sequence in 21..=200 {
        assert_eq!(follower.call().0, sequence);
    }
    let mut follower = Follower::follow(&app, "since=199", "");
    assert_eq!(follower.call().0, 200);
    // An id of another beginning of this world.
    let mut follower = Follower::follow(&app, "", "last-event-id: 5000\r\n");
    assert_eq!(follower.call().0, 1);
}

#[test]
fn what_is_gone_is_told_as_a_gap_and_a_new_beginning_as_one() {
    let app = TestApp::spawn();
    for _ in 0..3 {
        ask(&app.portal(), THANH);
    }
    Answer::of(app.dev().request(Method::DELETE, "/admin/journal")).expect(204);
    ask(&app.portal(), THANH);
    let mut follower = Follower::follow(&app, "since=1", "");
    assert_eq!(
        follower.event(),
        ("gap".to_owned(), Some(3), json!({"missing": 2}))
    );
    assert_eq!(follower.call().0, 4);
    Answer::of(app.dev().request(Method::POST, "/admin/reset")).expect(204);
    assert_eq!(follower.event().0, "restart");
    ask(&app.portal(), THANH);
    assert_eq!(follower.call().0, 1);
}

#[test]
fn it_ends_when_the_server_stops_or_the_sandbox_is_deleted() {
    let mut app = TestApp::spawn();
    app.dev()
        .post("/admin/sandboxes", &json!({"id": "one"}))
        .expect(201);
    let mut inside = Follower::follow(&app, "", "x-dancu-sandbox: one\r\n");
    let mut outside = Follower::follow(&app, "", "");
    Answer::of(app.dev().request(Method::DELETE, "/admin/sandboxes/one")).expect(204);
    while inside.line().is_some_and(|line| line != "0") {}
    app.signal("TERM");
    while outside.line().is_some_and(|line| line != "0") {}
    assert_eq!(app.exit_code(), Some(0));
}

#[test]
fn too_many_followers_are_refused_and_make_room_when_they_leave() {
    let app = TestApp::spawn();
    let mut followers: Vec<Follower> = (0..32).map(|_| Follower::follow(&app, "", "")).collect();
    let refused = app.dev().get("/admin/journal/stream");
    refused.problem(503, "followers_too_many");
    followers.truncate(1);
    eventually("room for one more", || {
        // Who has left is noticed when something is written to them.
        ask(&app.portal(), THANH);
        let mut stream = app.connect();
        let request = "GET /admin/journal/stream HTTP/1.1\r\nhost: x\r\nx-api-key: dev-key\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        let mut status = String::new();
        BufReader::new(stream).read_line(&mut status).unwrap();
        status.starts_with("HTTP/1.1 200").then_some(())
    });
}
