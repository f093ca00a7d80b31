//! `dancu find`: people who fulfil conditions, in every form.

use serde_json::Value;

use crate::support::{Output, dancu, population_folder, program};

fn find(arguments: &[&str]) -> Output {
    let data = population_folder().to_str().unwrap();
    let day = ["--data", data, "--as-of", "2025-07-01"];
    dancu(&[&["find"], arguments, &day].concat())
}

#[test]
fn every_form_tells_the_same_people() {
    let question = ["nữ, sinh 1980-1999", "--count", "7", "--seed", "5"];
    let in_form = |form| {
        find(&[&question[..], &["--format", form]].concat())
            .succeeded()
            .out
    };
    let numbers: Vec<String> = in_form("numbers").lines().map(str::to_owned).collect();
    assert_eq!(numbers.len(), 7);
    let number_of = |record: &Value| record["number"].as_str().unwrap().to_owned();
    let records: Vec<Value> = serde_json::from_str(&in_form("json")).unwrap();
    assert_eq!(records.iter().map(number_of).collect::<Vec<_>>(), numbers);
    let lines = in_form("ndjson");
    let lines = lines
        .lines()
        .map(|line| number_of(&serde_json::from_str(line).unwrap()));
    assert_eq!(lines.collect::<Vec<_>>(), numbers);
    let table = in_form("csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.records().map(|row| row.unwrap()[0].to_owned());
    assert_eq!(rows.collect::<Vec<_>>(), numbers);
    let table = in_form("table");
    assert_eq!(table.lines().count(), 8);
    assert!(numbers.iter().all(|number| table.contains(number)));
}

#[test]
fn flags_say_the_same_as_the_expression() {
    let by_flags = find(&[
        "--gender",
        "female",
        "--born",
        "1980-1999",
        "--marital-status",
        "married",
        "--format",
        "numbers",
    ]);
    let by_words = find(&["female", "born 1980-1999", "married", "--format", "numbers"]);
    let numbers = by_words.succeeded().out;
    assert!(!numbers.is_empty());
    assert_eq!(by_flags.succeeded().out, numbers);
}

#[test]
fn nobody_is_said_and_no_error() {
    let nobody = find(&["born 1871, ethnic group Brâu"]).succeeded();
    assert_eq!(nobody.out, "nobody\n");
    assert_eq!(
        find(&["born 1871, Brâu", "--format", "json"])
            .succeeded()
            .json(),
        serde_json::json!([])
    );
}

#[test]
fn what_cannot_be_read_is_told_with_the_nearest_word() {
    let refused = find(&["widdow"]).failed_in_one_line(1);
    assert!(refused.err.contains("'widow'"), "{}", refused.err);
    let output = program()
        .args(["find", "góaa"])
        .env("LANG", "vi_VN.UTF-8")
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("Có phải 'góa'"), "{told}");
}

#[test]
fn help_lists_every_condition() {
    let help = dancu(&["find", "--help"]).succeeded().out;
    for words in [
        "widowed, widow",
        "góa",
        "born 2000-2010",
        "sinh trước 1950",
        "hộ hai người",
        "moved since the merge",
    ] {
        assert!(help.contains(words), "{words}: {help}");
    }
}
