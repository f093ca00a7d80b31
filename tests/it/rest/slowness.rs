//! Callers who are slow on purpose are cut, and nobody waits for them.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use crate::support::{TestApp, pause};

const HEAD: &str = "POST /v1/match HTTP/1.1\r\nhost: x\r\nx-api-key: portal-key\r\n\
                    content-type: application/json\r\n";

#[test]
fn a_body_that_comes_byte_by_byte_is_cut_after_a_while() {
    let app = TestApp::spawn();
    let mut stream = app.connect();
    stream
        .write_all(format!("{HEAD}content-length: 60000\r\n\r\n").as_bytes())
        .unwrap();
    let mut answer = String::new();
    stream
        .set_read_timeout(Some(Duration::from_millis(500)))
        .unwrap();
    for _byte in 0..60 {
        // The server may have closed the connection already; what it said is read below.
        let _sent = stream.write_all(b" ");
        let mut bytes = [0; 4096];
        match stream.read(&mut bytes) {
            Ok(0) => break,
            Ok(length) => answer.push_str(&String::from_utf8_lossy(&bytes[..length])),
            Err(_nothing_yet) => {}
        }
        if answer.contains("body_too_slow") {
            break;
        }
        pause(Duration::from_millis(500));
    }
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("body_too_slow"), "{answer}");
}

#[test]
fn headers_that_do_not_come_are_cut() {
    let app = TestApp::spawn();
    let mut stream = app.connect();
    stream
        .write_all(b"POST /v1/match HTTP/1.1\r\nhost")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 408 "),
        "{answer}"
    );
}

#[test]
fn slow_callers_do_not_keep_others_waiting() {
    let app = TestApp::spawn();
    let mut slow: Vec<_> = (0..200).map(|_| app.connect()).collect();
    for stream in &mut slow {
        stream
            .write_all(format!("{HEAD}content-length: 100\r\n\r\n{{").as_bytes())
            .unwrap();
    }
    app.portal()
        .match_person("042085000488", "Nguyễn Văn Thành", "1985-05-12")
        .expect(200);
}
