//! `dancu serve --parent`: a server ends with whoever started it.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::{dancu, data_folder, eventually, program, scratch_folder};

/// Starts what it is told to, as test runners do, tells its id, and waits for its end.
const PARENT: &str = "
import subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)
print(child.pid, flush=True)
child.wait()
";

/// A folder with people, for a server that writes its log and its ready file there.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(data_folder())
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    /// `dancu serve --parent` over this folder.
    fn server(&self) -> Command {
        let mut command = program();
        command
            .args(["serve", "--port", "0", "--parent", "--data"])
            .arg(self.0.path())
            .arg("--ready-file")
            .arg(self.file("ready.json"))
            .stdout(Stdio::null())
            .stderr(File::create(self.file("log")).unwrap());
        command
    }

    fn wait_until_ready(&self) {
        let ready = self.file("ready.json");
        eventually("the ready file", || ready.exists().then_some(()));
    }

    #[track_caller]
    fn assert_it_ended_because_of_its_parent(&self) {
        let log = std::fs::read_to_string(self.file("log")).unwrap();
        assert!(log.contains("standard input is closed"), "{log}");
        assert!(!log.contains("panicked"), "{log}");
    }
}

#[test]
fn a_server_ends_in_good_order_when_its_standard_input_is_closed() {
    let place = Place::new();
    let mut child = place.server().stdin(Stdio::piped()).spawn().unwrap();
    place.wait_until_ready();
    assert_eq!(
        child.try_wait().unwrap(),
        None,
        "it runs while the pipe is open"
    );
    drop(child.stdin.take());
    let status = eventually("the end of the server", || child.try_wait().unwrap());
    assert_eq!(status.code(), Some(0));
    place.assert_it_ended_because_of_its_parent();
}

#[test]
fn a_server_ends_when_its_parent_is_killed() {
    let place = Place::new();
    let server = place.server();
    let mut parent = Command::new("python3");
    parent.args(["-c", PARENT]).arg(server.get_program());
    let mut parent = parent
        .args(server.get_args())
        .env("LANG", "C.UTF-8")
        .env_remove("LC_ALL")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(File::create(place.file("log")).unwrap())
        .spawn()
        .unwrap();
    let mut id = String::new();
    let mut told = BufReader::new(parent.stdout.take().unwrap());
    told.read_line(&mut id).unwrap();
    place.wait_until_ready();
    assert!(runs(id.trim()));
    parent.kill().unwrap();
    parent.wait().unwrap();
    eventually("the end of the child", || (!runs(id.trim())).then_some(()));
    place.assert_it_ended_because_of_its_parent();
}

#[test]
fn a_server_that_nobody_holds_ends_at_once_and_says_why() {
    let place = Place::new();
    let mut child = place.server().stdin(Stdio::null()).spawn().unwrap();
    let status = eventually("the end of the server", || child.try_wait().unwrap());
    assert_eq!(status.code(), Some(0));
    place.assert_it_ended_because_of_its_parent();
}

#[test]
fn people_that_nobody_waits_for_are_not_made() {
    let folder = scratch_folder();
    let data = folder.path().to_str().unwrap();
    let size = ["--size", "5000000"];
    let serve = ["serve", "--port", "0", "--parent", "--data", data];
    let stopped = dancu(&[&serve[..], &size].concat());
    assert_eq!(stopped.code, Some(130), "{stopped:?}");
    assert!(!folder.path().join("population.db").exists());
}

/// Whether a process runs. Who has ended and was not asked for yet has a line too, with a Z.
fn runs(id: &str) -> bool {
    let line = std::fs::read_to_string(Path::new("/proc").join(id).join("stat"));
    line.is_ok_and(|line| !line.rsplit(')').next().unwrap().starts_with(" Z"))
}
