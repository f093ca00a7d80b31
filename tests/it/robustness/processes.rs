//! Ports, locks, signals and kills.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use crate::support::{TestApp, dancu, data_folder, eventually, pause, program, scratch_folder};

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let folder = data_folder();
    let data = folder.path().to_str().unwrap();
    let failed = dancu(&["serve", "--data", data, "--port", &port]).failed_in_one_line(1);
    assert!(
        failed.err.contains(&port) && failed.err.contains("--port"),
        "{}",
        failed.err
    );
}

#[test]
fn an_address_that_is_not_of_this_machine_is_named() {
    let folder = data_folder();
    let data = folder.path().to_str().unwrap();
    let failed = dancu(&[
        "serve",
        "--data",
        data,
        "--host",
        "192.0.2.1",
        "--port",
        "0",
    ]);
    assert!(failed.failed_in_one_line(1).err.contains("--host"));
}

#[test]
fn a_ready_file_that_cannot_be_written_stops_the_server() {
    let folder = data_folder();
    let data = folder.path().to_str().unwrap();
    let ready = "/no/such/folder/ready.json";
    let failed = dancu(&[
        "serve",
        "--data",
        data,
        "--port",
        "0",
        "--ready-file",
        ready,
    ]);
    assert!(failed.failed_in_one_line(1).err.contains(ready));
}

#[test]
fn a_data_folder_that_cannot_be_made_is_named() {
    let folder = scratch_folder();
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    for data in [file.clone(), file.join("below"), "/proc/dancu".into()] {
        let data = data.to_str().unwrap();
        for command in [&["serve", "--port", "0"][..], &["seed"]] {
            let failed = dancu(&[command, &["--data", data]].concat()).failed_in_one_line(1);
            assert!(
                failed.err.contains(data) && failed.err.contains("--data"),
                "{}",
                failed.err
            );
        }
    }
}

#[test]
fn a_second_writer_is_refused_and_told_who_has_the_folder() {
    let app = TestApp::spawn();
    let data = app.folder().to_str().unwrap();
    let process = app.process_id().to_string();
    let people = app.folder().join("people.ndjson");
    std::fs::write(&people, "").unwrap();
    for command in [
        &["serve", "--port", "0"][..],
        &["seed", "--force"],
        &["import", people.to_str().unwrap()],
    ] {
        let failed = dancu(&[command, &["--data", data]].concat()).failed_in_one_line(1);
        assert!(
            failed.err.contains(&format!("process {process}")),
            "{}",
            failed.err
        );
    }
    app.nobody().get("/readyz").expect(200);
}

#[test]
fn a_killed_server_leaves_the_folder_free() {
    let folder = data_folder();
    TestApp::spawn_over(folder.path()).kill();
    drop(TestApp::spawn_over(folder.path()));
}

#[test]
fn a_server_makes_its_population_where_there_is_none() {
    let folder = scratch_folder();
    let data = folder.path().join("new");
    let app = TestApp::spawn_with(crate::support::AppOptions {
        data: Some(&data),
        as_of: None,
        arguments: &["--size", "50", "--seed", "3"],
    });
    let version = app.nobody().get("/version").expect(200).json();
    assert_eq!(version["population"]["size"], 50);
    assert_eq!(version["population"]["seed"], 3);
}

#[test]
fn a_seed_that_is_killed_leaves_nothing_and_the_next_one_sweeps() {
    let folder = scratch_folder();
    let data = folder.path().to_str().unwrap();
    for moment in [0, 5, 20, 60, 120, 250, 500] {
        let mut child = program()
            .args(["seed", "--data", data, "--size", "200000"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        pause(Duration::from_millis(moment));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(
            !folder.path().join("population.db").exists(),
            "after {moment} ms"
        );
    }
    // Whatever the clock did above: what a kill in the middle leaves.
    std::fs::write(folder.path().join("population.db.1.part"), "half").unwrap();
    dancu(&["seed", "--data", data, "--size", "10"]).succeeded();
    assert_eq!(parts(folder.path()), 0);
    dancu(&["stats", "--data", data]).succeeded();
}

#[test]
fn a_seed_over_a_population_that_is_killed_leaves_the_old_one() {
    let folder = data_folder();
    let data = folder.path().to_str().unwrap();
    let mut child = program()
        .args(["seed", "--data", data, "--size", "200000", "--force"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    eventually("the unfinished file", || {
        (parts(folder.path()) > 0).then_some(())
    });
    child.kill().unwrap();
    child.wait().unwrap();
    drop(TestApp::spawn_over(folder.path()));
}

#[test]
fn a_seed_that_is_interrupted_says_so_and_leaves_what_was_there() {
    for (signal, over_another) in [("INT", false), ("TERM", true)] {
        let folder = if over_another {
            data_folder()
        } else {
            scratch_folder()
        };
        let before = files(folder.path());
        let data = folder.path().to_str().unwrap();
        let child = program()
            .args(["seed", "--data", data, "--size", "1000000", "--force"])
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        eventually("the unfinished file", || {
            (parts(folder.path()) > 0).then_some(())
        });
        let process = child.id().to_string();
        let sent = std::process::Command::new("kill")
            .args(["-s", signal, &process])
            .status();
        assert!(sent.unwrap().success());
        let output = child.wait_with_output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(130), "{error}");
        assert!(error.contains("nothing was changed"), "{error}");
        assert_eq!(files(folder.path()), before);
        if over_another {
            drop(TestApp::spawn_over(folder.path()));
        }
    }
}

/// Names of all files but the lock, which stays.
fn files(folder: &Path) -> Vec<std::ffi::OsString> {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.file_name())
        .filter(|name| name != "dancu.lock")
        .collect();
    names.sort();
    names
}

fn parts(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    entries
        .filter(|entry| entry.file_name().to_string_lossy().contains(".part"))
        .count()
}

#[test]
fn a_request_in_flight_is_answered_before_the_server_ends() {
    let mut app = TestApp::spawn();
    let body =
        r#"{"number":"042085000488","full_name":"Nguyễn Văn Thành","date_of_birth":"1985-05-12"}"#;
    let mut stream = app.connect();
    let head = format!(
        "POST /v1/match HTTP/1.1\r\nhost: x\r\nx-api-key: portal-key\r\nexpect: 100-continue\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    // The handler reads the body now: it has asked for it.
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    app.signal("TERM");
    pause(Duration::from_millis(100));
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8(answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(answer.contains("\"outcome\":\"match\""), "{answer}");
    assert_eq!(app.exit_code(), Some(0));
}

#[test]
fn control_c_ends_a_server_in_good_order_too() {
    let mut app = TestApp::spawn();
    app.signal("INT");
    assert_eq!(app.exit_code(), Some(0));
}
