//! Every command that a page of docs/ shows is run as it stands, one after another, and answers with the status told here.

use std::path::Path;
use std::process::Command;

use crate::support::{TestApp, data_folder, finish};

/// Tells the status of each call beside the answer.
const CURL: &str = "curl() { command curl -w '%{stderr}status %{http_code}\\n' \"$@\"; }\n";

/// The commands of a page one after another: what they print, and the statuses of their calls.
fn run(page: &str) -> (String, Vec<u16>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(page);
    let text = std::fs::read_to_string(path).unwrap();
    let app = TestApp::spawn();
    let data = data_folder();
    let recipe = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/recipes/twins.toml");
    std::fs::copy(recipe, data.path().join("my-family.toml")).unwrap();
    let script = commands(&text).replace("http://127.0.0.1:8080", &app.base_url);
    let programs = Path::new(env!("CARGO_BIN_EXE_dancu")).parent().unwrap();
    let mut shell = Command::new("bash");
    shell
        .args(["-euo", "pipefail", "-c", &format!("{CURL}{script}")])
        .current_dir(data.path())
        .env("DANCU", &app.base_url)
        .env("DANCU_DATA", data.path())
        .env("LC_ALL", "en_US.UTF-8")
        .env("NO_PROXY", "*")
        .env(
            "PATH",
            format!("{}:{}", programs.display(), std::env::var("PATH").unwrap()),
        );
    let run = finish(&mut shell, "").succeeded();
    let statuses = run
        .err
        .lines()
        .filter_map(|line| line.strip_prefix("status "));
    (
        run.out.clone(),
        statuses.map(|status| status.parse().unwrap()).collect(),
    )
}

/// The calls of a page are answered with these statuses.
#[track_caller]
fn answers(page: &str, statuses: &[u16]) {
    let (out, found) = run(page);
    assert_eq!(found, statuses, "{out}");
}

/// What stands in blocks of `sh` and behind the dollars in blocks of `console`.
fn commands(page: &str) -> String {
    let mut script = String::new();
    for block in page.split("\n```").skip(1).step_by(2) {
        let (kind, text) = block.split_once('\n').unwrap();
        match kind {
            "sh" => script.push_str(text),
            "console" => script.push_str(&text.replace("\n$ ", "\n").replacen("$ ", "", 1)),
            _ => {}
        }
        script.push('\n');
    }
    script
}

#[test]
fn scenarios() {
    answers("scenarios.md", &[503, 201, 201, 204, 200, 204]);
}

#[test]
fn sandboxes() {
    answers("sandboxes.md", &[201]);
}

#[test]
fn events() {
    answers("events.md", &[201, 201]);
}

#[test]
fn finding() {
    answers("find.md", &[200]);
}

#[test]
fn statistics() {
    let (out, statuses) = run("statistics.md");
    assert!(out.contains("Surnames") && statuses.is_empty(), "{out}");
}

#[test]
fn recipes() {
    answers("recipes.md", &[201, 200]);
}

#[test]
fn the_national_wire() {
    let (out, statuses) = run("wire.md");
    let (last, others) = statuses.split_last().unwrap();
    assert_eq!(others, [200; 10], "{out}");
    assert_eq!(
        *last, 404,
        "it asks for a route of the settings shown above it, which this server does not have"
    );
}
