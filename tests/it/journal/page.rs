//! Every command on the page about the journal does what it says.

use std::process::Command;

use crate::support::{TestApp, finish, scratch_folder};

const PAGE: &str = include_str!("../../../docs/journal.md");

#[test]
fn the_commands_of_the_page_succeed_one_after_another() {
    let app = TestApp::spawn();
    let commands: Vec<&str> = PAGE
        .lines()
        .filter_map(|line| line.strip_prefix("$ "))
        .collect();
    assert!(commands.len() > 10);
    let mut script = String::from("set -e\n");
    for command in commands {
        script.push_str(&command.replace("http://127.0.0.1:8080", &app.base_url));
        script.push_str(" || { echo \"$?: a command failed\" >&2; exit 1; }\necho\n");
    }
    let folder = scratch_folder();
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &script])
        .current_dir(folder.path())
        .env("NO_PROXY", "*");
    let run = finish(&mut shell, "").succeeded();
    for shown in [
        r#""outcome":"no_match","rule":"name_differs","number":"042*******88","full_name":"N. V. S.","year_of_birth":1985"#,
        r#""by":"like_number""#,
        r#""differs":[{"field":"number","verdict":"unknown","decision":"no","asked":"042*******80","recorded":"042*******88","message":"Nobody holds this number."}]"#,
        "ok  expectation 1: ",
    ] {
        assert!(run.out.contains(shown), "{shown}: {}", run.out);
    }
    let report = std::fs::read_to_string(folder.path().join("verify.xml")).unwrap();
    assert!(report.contains("failures=\"0\""), "{report}");
    let archive = std::fs::read(folder.path().join("portal.har")).unwrap();
    assert!(archive.starts_with(b"{\"log\":"));
}
