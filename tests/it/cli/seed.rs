//! `dancu seed`: the same seed makes the same people.

use std::process::Stdio;

use serde_json::Value;

use crate::support::{dancu, finish, scratch_folder};

/// The people of size 1,000 and seed 7, on every machine. Whoever changes it changes everybody's
/// test data: bump the version and say so in the change log.
const GOLDEN: &str = "62431002f8cf6758d2773346ea9657ee";

fn seed(arguments: &[&str]) -> Value {
    let folder = scratch_folder();
    let data = folder.path().to_str().unwrap();
    let all = [&["seed", "--json", "--data", data], arguments].concat();
    dancu(&all).succeeded().json()
}

#[test]
fn the_digest_of_a_seed_is_the_same_on_every_machine() {
    let made = seed(&["--size", "1000", "--seed", "7"]);
    assert_eq!(made["digest"], GOLDEN);
    assert_eq!(made["size"], 1000);
    assert_eq!(made["seed"], 7);
    assert!(made["people"].as_u64().unwrap() > 1000);
}

#[test]
fn the_same_seed_makes_the_same_people_and_another_makes_others() {
    let digest = |seed_text| seed(&["--size", "300", "--seed", seed_text])["digest"].clone();
    assert_eq!(digest("1"), digest("1"));
    assert_ne!(digest("1"), digest("2"));
}

#[test]
fn any_number_of_threads_makes_the_same_file() {
    let file = |threads: &str| {
        let folder = scratch_folder();
        let data = folder.path().to_str().unwrap();
        let size = [
            "seed",
            "--data",
            data,
            "--size",
            "3000",
            "--threads",
            threads,
        ];
        dancu(&size).succeeded();
        std::fs::read(folder.path().join("population.db")).unwrap()
    };
    let one = file("1");
    assert!(one == file("2"), "two threads");
    assert!(one == file("5"), "five threads");
}

#[test]
fn reserved_numbers_make_another_population() {
    let reserved = seed(&["--size", "300", "--numbers", "reserved"]);
    assert_ne!(reserved["digest"], seed(&["--size", "300"])["digest"]);
}

#[test]
fn under_reserved_prefixes_nobody_has_the_number_of_a_province() {
    let folder = scratch_folder();
    let data = folder.path().to_str().unwrap();
    dancu(&[
        "seed",
        "--data",
        data,
        "--size",
        "300",
        "--numbers",
        "reserved",
    ])
    .succeeded();
    let people = dancu(&["export", "--data", data]).succeeded().out;
    let mut numbered = 0;
    for line in people.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        if let Some(number) = record["number"].as_str() {
            assert!(matches!(&number[..3], "097" | "098" | "099"), "{number}");
            numbered += 1;
        }
    }
    assert!(numbered >= 300);
}

#[test]
fn a_small_population_is_the_beginning_of_a_larger_one() {
    let people = |size: &str| {
        let folder = scratch_folder();
        let data = folder.path().to_str().unwrap();
        dancu(&["seed", "--data", data, "--size", size]).succeeded();
        dancu(&["export", "--data", data]).succeeded().out
    };
    let (small, large) = (people("100"), people("400"));
    assert!(large.starts_with(&small));
    assert!(large.len() > small.len());
}

#[test]
fn a_population_of_nobody_still_has_the_personas() {
    let made = seed(&["--size", "0"]);
    assert!(made["people"].as_u64().unwrap() > 50);
}

#[test]
fn sizes_may_be_grouped_as_people_write_them() {
    assert_eq!(seed(&["--size", "1_0"])["size"], 10);
    assert_eq!(seed(&["--size", "0,010"])["size"], 10);
}

#[test]
fn a_population_that_is_there_is_not_replaced_unasked() {
    let folder = scratch_folder();
    let data = folder.path().to_str().unwrap();
    let first = dancu(&["seed", "--data", data, "--size", "10", "--json"]).succeeded();
    let refused = dancu(&["seed", "--data", data, "--size", "20"]).failed_in_one_line(1);
    assert!(refused.err.contains("--force"), "{}", refused.err);
    let stats = dancu(&["stats", "--data", data, "--json"]).succeeded();
    assert_eq!(stats.json()["digest"], first.json()["digest"]);
    let forced = ["seed", "--data", data, "--size", "20", "--force", "--json"];
    assert_ne!(
        dancu(&forced).succeeded().json()["digest"],
        first.json()["digest"]
    );
}

/// What a terminal shows of a call, with this typed in. `script` gives a terminal; every Debian has it (package bsdutils).
fn at_a_terminal(arguments: &[&str], typed: &str) -> String {
    let call = [&[env!("CARGO_BIN_EXE_dancu")], arguments]
        .concat()
        .join(" ");
    let mut command = std::process::Command::new("script");
    command
        .args(["-qec", &call, "/dev/null"])
        .env("LANG", "C.UTF-8");
    finish(command.stdin(Stdio::piped()), typed).out
}

#[test]
fn at_a_terminal_seed_asks_before_it_replaces_and_shows_how_far_it_is() {
    let folder = scratch_folder();
    let data = folder.path().to_str().unwrap();
    let digest = || {
        let stats = dancu(&["stats", "--data", data, "--json"]).succeeded();
        stats.json()["digest"].clone()
    };
    dancu(&["seed", "--data", data, "--size", "10"]).succeeded();
    let before = digest();
    let again = ["seed", "--data", data, "--size", "50000"];
    let refused = at_a_terminal(&again, "n\n");
    assert!(
        refused.contains("Make it again? [y/N]") && refused.contains("--force"),
        "{refused}"
    );
    assert_eq!(digest(), before);
    let made = at_a_terminal(&again, "y\n");
    for word in ["making people", "/50,000", "/s", "digest"] {
        assert!(made.contains(word), "{word}: {made}");
    }
    assert_ne!(digest(), before);
}

#[test]
fn edits_are_kept_when_the_same_people_are_made_again_and_dropped_when_others_are() {
    let folder = scratch_folder();
    let data = folder.path().to_str().unwrap();
    let count = || {
        let stats = dancu(&["stats", "--data", data, "--json", "--as-of", "2026-01-01"]);
        stats.succeeded().json()["people"].as_u64().unwrap()
    };
    dancu(&["seed", "--data", data, "--size", "10"]).succeeded();
    let before = count();
    let person = folder.path().join("own.ndjson");
    std::fs::write(
        &person,
        r#"{"full_name":"Trần Thị Thử","date_of_birth":"1990-02-03","gender":"female"}"#,
    )
    .unwrap();
    dancu(&["import", "--data", data, person.to_str().unwrap()]).succeeded();
    assert_eq!(count(), before + 1);
    dancu(&["seed", "--data", data, "--size", "10", "--force"]).succeeded();
    assert_eq!(count(), before + 1);
    dancu(&["seed", "--data", data, "--size", "1000", "--force"]).succeeded();
    dancu(&["seed", "--data", data, "--size", "10", "--force"]).succeeded();
    assert_eq!(count(), before);
}

#[test]
fn the_digest_and_the_place_are_told_in_words_too() {
    let folder = scratch_folder();
    let data = folder.path().join("new/deep");
    let told = dancu(&["seed", "--data", data.to_str().unwrap(), "--size", "10"]).succeeded();
    assert!(told.out.contains("population.db"), "{}", told.out);
    let digest = told
        .out
        .lines()
        .last()
        .unwrap()
        .strip_prefix("digest ")
        .unwrap();
    assert_eq!(digest.len(), 32);
}
