//! `dancu export`: everybody, in three forms, to standard output or a file.

use std::io::Read as _;
use std::process::Stdio;

use serde_json::Value;

use crate::support::{dancu, population_folder, program, scratch_folder};

fn data() -> &'static str {
    population_folder().to_str().unwrap()
}

fn export(form: &str) -> String {
    let arguments = [
        "export",
        "--data",
        data(),
        "--format",
        form,
        "--as-of",
        "2025-07-01",
    ];
    dancu(&arguments).succeeded().out
}

/// The records of an NDJSON export.
fn records() -> Vec<Value> {
    let text = export("ndjson");
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn three_forms_hold_the_same_people() {
    let records = records();
    let array: Vec<Value> = serde_json::from_str(&export("json")).unwrap();
    assert_eq!(array, records);
    let table = export("csv");
    let mut rows = csv_rows(&table);
    let header = rows.remove(0);
    assert_eq!(rows.len(), records.len());
    for (row, record) in rows.iter().zip(&records) {
        for (column, cell) in header.iter().zip(row) {
            let value = column
                .split('.')
                .try_fold(record, |value, key| value.get(key));
            let text = match value {
                None => String::new(),
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            };
            assert_eq!(*cell, text, "{column}");
        }
    }
}

/// The cells of a table in which quotes occur only around whole cells.
fn csv_rows(table: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = table.chars().peekable();
    while let Some(character) = characters.next() {
        let row = rows.last_mut().unwrap();
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                row.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            other => row.last_mut().unwrap().push(other),
        }
    }
    rows.pop();
    rows
}

#[test]
fn every_twelve_digit_number_carries_the_check_digit() {
    let folder = scratch_folder();
    let file = folder.path().join("people.csv");
    std::fs::write(&file, export("csv")).unwrap();
    let scan = dancu(&["scan", "--json", file.to_str().unwrap()]).succeeded();
    assert!(scan.json()["numbers_checked"].as_u64().unwrap() >= 2000);
}

#[test]
fn the_same_people_are_the_same_bytes() {
    assert_eq!(export("ndjson"), export("ndjson"));
}

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let mut child = program()
        .args(["export", "--data", data()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = scratch_folder();
    let file = folder.path().join("people.ndjson");
    let path = file.to_str().unwrap();
    let arguments = [
        "export",
        "--data",
        data(),
        "--as-of",
        "2025-07-01",
        "--output",
        path,
    ];
    dancu(&arguments).succeeded();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), export("ndjson"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let nowhere = folder.path().join("no/such/folder/people.ndjson");
    let failed = dancu(&["export", "--data", data(), "-o", nowhere.to_str().unwrap()]);
    let failed = failed.failed_in_one_line(1);
    assert!(failed.err.contains("people.ndjson"), "{}", failed.err);
}

#[test]
fn edits_of_the_default_world_are_in_it() {
    let folder = crate::support::data_folder();
    let app = crate::support::TestApp::spawn_over(folder.path());
    let person = serde_json::json!({
        "full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03", "gender": "female",
    });
    app.dev().post("/v1/citizens", &person).expect(201);
    app.dev()
        .delete("/v1/citizens/042142000012", "*")
        .expect(204);
    let exported = dancu(&["export", "--data", folder.path().to_str().unwrap()]).succeeded();
    assert!(
        exported
            .out
            .lines()
            .last()
            .unwrap()
            .contains("Trần Thị Thử")
    );
    assert!(!exported.out.contains("042142000012\""));
}
