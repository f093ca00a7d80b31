//! Names: what a registry officer would answer, row by row, and properties over arbitrary text.

mod damage;
mod levels;
mod properties;
mod spelling;
mod structure;

use dancu::domain::name::{FullName, NameClass, NameLevel, compare, fold, fold_equal};

/// What the standard policy makes of a level: the `decision` column of the fixture.
fn decision(level: NameLevel) -> &'static str {
    match level.class() {
        NameClass::Same | NameClass::SameSpelling => "MATCH",
        NameClass::Variant | NameClass::Repaired => "REVIEW",
        NameClass::Different => "NO",
    }
}

fn name(text: &str) -> FullName {
    FullName::parse(text).expect("a name of this file can be recorded")
}

/// Checks rows of `recorded | asked | decision | reason`, in both orders.
fn check(rows: &str) {
    let mut wrong = Vec::new();
    for row in rows.lines().filter(|row| !row.trim().is_empty()) {
        let cells: Vec<&str> = row.split('|').map(|cell| cell.trim_matches(' ')).collect();
        let [recorded, asked, wanted, reason] = cells[..] else {
            panic!("a row has four cells: {row}");
        };
        let asked = &unescaped(asked);
        for (one, other) in [(recorded, asked.as_str()), (asked.as_str(), recorded)] {
            let Ok(one) = FullName::parse(one) else {
                continue;
            };
            let level = compare(&one, other);
            if decision(level) != wanted {
                wrong.push(format!(
                    "{one} | {other} is {}, wanted {wanted}: {reason}",
                    level.as_str()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Checks that a recorded name and a typed one are decided so; for rows that make no sense the other way round.
fn check_one_way(recorded: &str, asked: &str, wanted: &str) {
    let level = compare(&name(recorded), asked);
    assert_eq!(
        decision(level),
        wanted,
        "{recorded} | {asked} is {}",
        level.as_str()
    );
}

/// `{2003}` in a row stands for the character U+2003, so that nothing invisible hides in this file.
fn unescaped(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some((before, inside)) = rest.split_once('{') {
        let (code, after) = inside.split_once('}').expect("a code ends with }");
        text.push_str(before);
        let code = u32::from_str_radix(code, 16).expect("a code is hexadecimal");
        text.extend(char::from_u32(code));
        rest = after;
    }
    text + rest
}

#[test]
fn every_labelled_pair_is_decided_as_labelled_in_both_orders() {
    let file: serde_json::Value =
        serde_json::from_str(include_str!("../../../fixtures/name_match_pairs.json")).unwrap();
    let mut wrong = Vec::new();
    for pair in file["pairs"].as_array().unwrap() {
        let (one, other) = (pair["a"].as_str().unwrap(), pair["b"].as_str().unwrap());
        for (one, other) in [(one, other), (other, one)] {
            let level = compare(&name(one), other);
            if decision(level) != pair["decision"] {
                wrong.push(format!(
                    "{}: {one} | {other} is {}",
                    pair["id"],
                    level.as_str()
                ));
            }
        }
        assert_eq!(
            fold_equal(&name(one), other),
            pair["fold_equal"],
            "{}",
            pair["id"]
        );
        assert_eq!(
            fold(one) == fold(other),
            pair["fold_equal"],
            "{}",
            pair["id"]
        );
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
