//! `docs/ci/portal-job.sh`: the whole job, as a CI machine runs it.

use std::path::Path;
use std::process::Command;

use super::{text_of, with_dancu_on_path};
use crate::support::{Output, finish, scratch_folder};

const JOB: &str = "portal-job.sh";
const TESTS: &str = "portal_tests.py";

/// Runs the job, each file changed so, and looks that nothing is left of it.
#[track_caller]
fn run(changes: &[(&str, &str, &str)]) -> Output {
    let folder = scratch_folder();
    for file in [JOB, TESTS] {
        let mut text = text_of(file);
        for (_, from, to) in changes.iter().filter(|(changed, ..)| *changed == file) {
            assert!(text.contains(from), "{file} has no {from}");
            text = text.replace(from, to);
        }
        std::fs::write(folder.path().join(file), text).unwrap();
    }
    let temporary = scratch_folder();
    let mut command = Command::new("sh");
    command
        .arg(folder.path().join(JOB))
        .env("TMPDIR", temporary.path());
    let output = finish(with_dancu_on_path(&mut command), "");
    assert_eq!(files_in(temporary.path()), 0, "{output:?}");
    output
}

fn files_in(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().count()
}

#[test]
fn the_job_passes_and_tells_what_was_called() {
    let output = run(&[]).succeeded();
    for expectation in ["An, right", "Bình, once", "Chi, in vain", "Chi, again"] {
        assert!(output.out.contains(expectation), "{output:?}");
    }
    // The tests of the portal ran, each in a process of its own.
    assert_eq!(output.err.matches("Ran 1 test").count(), 3, "{output:?}");
}

#[test]
fn a_portal_that_gives_up_at_once_fails_the_job() {
    let output = run(&[(TESTS, "TRIES = 2", "TRIES = 1")]);
    assert_eq!(output.code, Some(1), "{output:?}");
    assert!(output.err.contains("'later' != 'linked'"), "{output:?}");
}

#[test]
fn a_call_too_many_fails_the_job() {
    let expected = r#""number": "001190000015"}, "times": 1"#;
    let output = run(&[(JOB, expected, r#""number": "001190000015"}, "times": 2"#)]);
    // How curl ends when an answer is an error.
    assert_eq!(output.code, Some(22), "{output:?}");
    assert!(output.out.contains("FAILED  Bình"), "{output:?}");
}

#[test]
fn a_server_that_does_not_start_fails_the_job_and_says_why() {
    let output = run(&[(JOB, "serve --port 0", "serve --port 0 --size none")]);
    assert_eq!(output.code, Some(1), "{output:?}");
    assert!(output.out.contains("--size"), "{output:?}");
}
