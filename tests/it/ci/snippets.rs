//! The snippets of `docs/ci/README.md` start a registry and end it.

use std::path::Path;
use std::process::Command;

use super::text_of;
use crate::support::{Output, finish, scratch_folder};

/// What a test of a portal would do with it.
const PYTHON_TRIAL: &str = r#"
import sys, urllib.request

if sys.argv[1] == "refused":
    with dancu("--size", "none"):
        pass
with dancu("--size", "50", "--as-of", "2025-07-01") as registry:
    with urllib.request.urlopen(registry["base_url"] + "/version") as answer:
        version = json.load(answer)
    print(json.dumps({"version": version, "key": registry["dev_key"]}))
"#;

/// The same in JavaScript.
const NODE_TRIAL: &str = r#"
if (process.argv[2] === "refused") await dancu("--size", "none");
const registry = await dancu("--size", "50", "--as-of", "2025-07-01");
const answer = await fetch(registry.base_url + "/version");
console.log(JSON.stringify({ version: await answer.json(), key: registry.dev_key }));
await registry.stop();
"#;

#[test]
fn the_snippet_for_python_starts_a_registry_and_ends_it() {
    starts_and_ends("python", PYTHON_TRIAL, "trial.py", "python3");
}

#[test]
fn the_snippet_for_node_starts_a_registry_and_ends_it() {
    starts_and_ends("js", NODE_TRIAL, "trial.mjs", "node");
}

#[track_caller]
fn starts_and_ends(language: &str, trial: &str, file: &str, interpreter: &str) {
    let folder = scratch_folder();
    let program = folder.path().join(file);
    std::fs::write(&program, format!("{}{trial}", snippet(language))).unwrap();
    let run = |argument: &str| run(interpreter, &program, argument);
    let told = run("").succeeded();
    assert_eq!(told.json()["version"]["population"]["size"], 50);
    assert_eq!(told.json()["key"], "dev-key");
    let refused = run("refused");
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.err.contains("dancu ended with 2"), "{refused:?}");
    assert_eq!(refused.out, "");
    // The snippets make their folders where this one is, and leave none.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// Runs a program that finds `dancu` on its path and makes temporary files beside itself.
fn run(interpreter: &str, program: &Path, argument: &str) -> Output {
    let mut command = Command::new(interpreter);
    command.arg(program).arg(argument);
    finish(
        super::with_dancu_on_path(&mut command).env("TMPDIR", program.parent().unwrap()),
        "",
    )
}

/// The block of this language.
fn snippet(language: &str) -> String {
    let page = text_of("README.md");
    let (_, rest) = page.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_snippet_for_rust_is_the_one_that_the_example_runs() {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let example = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/examples/registry_in_a_test.rs"
    );
    let example = squeezed(&std::fs::read_to_string(example).unwrap());
    let snippet = snippet("rust");
    for line in snippet.lines() {
        assert!(example.contains(&squeezed(line)), "{line}");
    }
    assert!(snippet.lines().count() > 3);
}
