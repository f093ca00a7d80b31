//! `dancu healthcheck`: asked as an image asks it.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;

use crate::support::{Output, TestApp, dancu, finish, program};

fn with(variables: &[(&str, &str)]) -> Output {
    finish(healthcheck().envs(variables.iter().copied()), "")
}

fn healthcheck() -> Command {
    let mut command = program();
    command.arg("healthcheck");
    command
}

/// A server that answers one request with these bytes.
fn server_saying(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/readyz", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _asked = stream.read(&mut [0; 1024]).unwrap();
        stream.write_all(answer.as_bytes()).unwrap();
    });
    url
}

#[test]
fn a_server_that_answers_is_ready() {
    let app = TestApp::spawn();
    let port = app.base_url.rsplit(':').next().unwrap();
    let told = with(&[("DANCU_PORT", port)]).succeeded();
    assert_eq!(told.out, format!("{}/readyz is ready\n", app.base_url));
    let everywhere = [("DANCU_PORT", port), ("DANCU_HOST", "0.0.0.0")];
    assert_eq!(with(&everywhere).succeeded().out, told.out);
    let vietnamese = with(&[("DANCU_PORT", port), ("LANG", "vi_VN.UTF-8")]).succeeded();
    assert_eq!(
        vietnamese.out,
        format!("{}/readyz sẵn sàng\n", app.base_url)
    );
    let health = format!("{}/healthz", app.base_url);
    dancu(&["healthcheck", "--url", &health]).succeeded();
}

#[test]
fn nobody_at_the_port_is_not_ready() {
    // No free port that the system gives away.
    let failed = with(&[("DANCU_PORT", "1")]).failed_in_one_line(1);
    assert!(failed.err.contains("does not answer"), "{}", failed.err);
}

#[test]
fn an_answer_that_is_not_200_is_not_ready_and_told() {
    let app = TestApp::spawn();
    let missing = format!("{}/no-such-page", app.base_url);
    let failed = dancu(&["healthcheck", "--url", &missing]).failed_in_one_line(1);
    assert!(failed.err.contains("404"), "{}", failed.err);
    let busy = server_saying("HTTP/1.1 503 Service Unavailable\r\n\r\n");
    let failed = dancu(&["healthcheck", "--url", &busy]).failed_in_one_line(1);
    assert!(failed.err.contains("503"), "{}", failed.err);
}

#[test]
fn what_is_no_http_is_not_ready() {
    for answer in [
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 2xx what\r\n",
        "HTTP",
        "",
    ] {
        let url = server_saying(answer);
        let failed = dancu(&["healthcheck", "--url", &url]).failed_in_one_line(1);
        assert!(
            failed.err.contains("does not answer"),
            "{answer}: {}",
            failed.err
        );
    }
}

#[test]
fn only_plain_http_is_asked() {
    let failed = dancu(&["healthcheck", "--url", "https://127.0.0.1:1/"]).failed_in_one_line(1);
    assert!(failed.err.contains("http://"), "{}", failed.err);
    assert_eq!(dancu(&["healthcheck", "--url", "nonsense"]).code, Some(2));
}
