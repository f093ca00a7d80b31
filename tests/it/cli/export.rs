//! `dancu export`: everybody, in three forms, to standard output or a file.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::process::Stdio;

use serde_json::Value;

use crate::support::{dancu, data_folder, population_folder, program, scratch_folder};

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
            if RELATIVES.iter().any(|(name, _)| name == column) {
                continue;
            }
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

/// The columns of relatives, and the relation they stand for.
const RELATIVES: [(&str, &str); 4] = [
    ("father", "father"),
    ("mother", "mother"),
    ("spouse", "spouse"),
    ("children", "child"),
];

#[test]
fn families_households_and_provinces_can_be_checked_from_the_table() {
    let mut rows = csv_rows(&export("csv"));
    let header = rows.remove(0);
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let number_of = at("number");
    let by_number: BTreeMap<&str, &Vec<String>> = rows
        .iter()
        .filter(|row| !row[number_of].is_empty())
        .map(|row| (row[number_of].as_str(), row))
        .collect();
    let (mut seen, mut housed) = (BTreeMap::new(), 0);
    for (row, record) in rows.iter().zip(records()) {
        for (column, relation) in RELATIVES {
            let relatives = record["relatives"].as_array().cloned().unwrap_or_default();
            let told: Vec<&str> = relatives
                .iter()
                .filter(|relative| relative["relation"] == relation)
                .filter_map(|relative| relative["number"].as_str().or(relative["cmnd"].as_str()))
                .collect();
            assert_eq!(row[at(column)], told.join(" "));
            // Personas may name relatives whom the registry does not know.
            for other in told.iter().filter_map(|number| by_number.get(number)) {
                let own = row[number_of].as_str();
                let back: Vec<&str> = match column {
                    "father" | "mother" => other[at("children")].split(' ').collect(),
                    "children" => vec![&other[at("father")], &other[at("mother")]],
                    _ => vec![&other[at("spouse")]],
                };
                assert!(own.is_empty() || back.contains(&own), "{column} of {own}");
                *seen.entry(column).or_insert(0) += 1;
            }
        }
        let home = |key: &str| row[at(&format!("permanent_residence.{key}"))].as_str();
        let somewhere = !home("ward").is_empty() || !home("province_before").is_empty();
        assert_eq!(somewhere, home("province").len() == 2, "{row:?}");
        housed += usize::from(!row[at("household.id")].is_empty());
    }
    assert!(
        seen.len() == 4 && seen.values().all(|count| *count > 200),
        "{seen:?}"
    );
    assert!(housed * 10 > rows.len() * 8, "{housed}");
}

#[test]
fn people_made_by_a_recipe_are_the_same_in_another_world() {
    let folder = data_folder();
    let data = folder.path().to_str().unwrap();
    let made = ["recipe", "twins", "--seed", "6", "--data", data, "--format"];
    for form in ["csv", "ndjson"] {
        let written = dancu(&[&made[..], &[form]].concat()).succeeded().out;
        let file = folder.path().join(format!("people.{form}"));
        std::fs::write(&file, &written).unwrap();
        let other = data_folder();
        let other = other.path().to_str().unwrap();
        dancu(&["import", file.to_str().unwrap(), "--data", other]).succeeded();
        let export = ["export", "--data", other, "--format", form];
        let all = dancu(&export).succeeded().out;
        for line in written.lines() {
            assert!(all.contains(line), "{line}");
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
    let folder = data_folder();
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
