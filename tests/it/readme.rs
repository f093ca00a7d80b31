//! The transcripts of the READMEs are what the program really answers.

use std::path::Path;
use std::process::Command;

use crate::support::{TestApp, data_folder};

#[test]
fn the_transcript_of_the_english_readme_is_true() {
    every_answer_is_true("README.md", "en_US.UTF-8");
}

#[test]
fn the_transcript_of_the_vietnamese_readme_is_true() {
    every_answer_is_true("README.vi.md", "vi_VN.UTF-8");
}

fn every_answer_is_true(file: &str, locale: &str) {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let app = TestApp::spawn_on("2026-11-23");
    let data = data_folder();
    let mut checked = 0;
    for (command, expected) in transcript(&page) {
        let runnable = command.replacen("dancu ", concat!(env!("CARGO_BIN_EXE_dancu"), " "), 1);
        let run = if command.starts_with("dancu ") {
            &runnable
        } else {
            &command
        };
        let output = Command::new("sh")
            .args(["-c", run])
            .env("DANCU", &app.base_url)
            .env("DANCU_DATA", data.path())
            .env("LC_ALL", locale)
            .output()
            .unwrap();
        let answer = without_request_id(&String::from_utf8(output.stdout).unwrap());
        assert_eq!(answer.trim(), expected.trim(), "{file}: {command}");
        checked += 1;
    }
    assert!(checked >= 7, "{file} shows {checked} answers");
}

/// The commands of the page that show what they answer, and the answers.
fn transcript(page: &str) -> Vec<(String, String)> {
    let blocks = page.split("```console\n").skip(1);
    let blocks = blocks.map(|rest| rest.split("```").next().unwrap());
    let entries = blocks.flat_map(|block| block.split("$ ").skip(1));
    entries
        .map(|entry| entry.split_once('\n').unwrap())
        .filter(|(_, answer)| !answer.trim().is_empty())
        .map(|(command, answer)| (command.to_owned(), answer.to_owned()))
        .collect()
}

fn without_request_id(answer: &str) -> String {
    let Some((before, rest)) = answer.split_once("\"request_id\":\"") else {
        return answer.to_owned();
    };
    let (_, after) = rest.split_once('"').unwrap();
    format!("{before}\"request_id\":\"…\"{after}")
}
