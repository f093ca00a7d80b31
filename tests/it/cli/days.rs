//! The business date decides who is born, who has died, and which units an address names.

use serde_json::Value;

use crate::support::{Output, dancu, population_folder};

fn on(day: &str, arguments: &[&str]) -> Output {
    let data = population_folder().to_str().unwrap();
    dancu(&[arguments, &["--data", data, "--as-of", day]].concat())
}

fn verdict(day: &str, question: [&str; 3]) -> Value {
    let arguments = [&["match", "--json"], &question[..]].concat();
    on(day, &arguments).succeeded().json()
}

#[test]
fn whoever_is_born_later_is_unknown() {
    let newborn = ["042225000421", "Trần Minh Khôi", "2025-06-30"];
    assert_eq!(verdict("2025-06-29", newborn)["rule"], "number_unknown");
    assert_eq!(verdict("2025-06-30", newborn)["outcome"], "match");
    let before = on("2025-06-29", &["lookup", "--by-number", newborn[0]]);
    assert_eq!(before.code, Some(1));
    let search = ["search", newborn[1], newborn[2], "--json"];
    assert_eq!(on("2025-06-29", &search).succeeded().json()["total"], 0);
}

#[test]
fn whoever_dies_later_is_alive() {
    let man = ["042051000289", "Phan Đình Lợi", "1951-01-20"];
    assert_eq!(verdict("2024-02-08", man)["record_status"], "active");
    assert_eq!(verdict("2024-02-09", man)["record_status"], "deceased");
}

#[test]
fn a_number_is_in_force_until_it_is_cancelled() {
    let old = ["040196000203", "Dương Thị Kim Liên", "1996-03-08"];
    assert_eq!(verdict("2024-09-09", old)["record_status"], "active");
    assert_eq!(verdict("2024-09-10", old)["record_status"], "cancelled");
}

#[test]
fn an_address_names_the_units_of_the_day() {
    let place = |day: &str| {
        let record = on(day, &["lookup", "--by-number", "042182000517", "--json"]);
        record.succeeded().json()["permanent_residence"].clone()
    };
    let (before, since) = (place("2025-06-30"), place("2025-07-01"));
    assert_ne!(before["text"], since["text"]);
    assert_eq!(before["text"], before["text_before"]);
    assert_eq!(before["text_before"], since["text_before"]);
    for key in ["ward", "ward_before", "province"] {
        assert_eq!(before[key], since[key], "{key}");
    }
    // Districts ended with the merger.
    let commas = |text: &Value| text.as_str().unwrap().matches(", ").count();
    assert_eq!(
        commas(&before["text"]),
        commas(&since["text"]) + 1,
        "{before} {since}"
    );
}

#[test]
fn a_card_is_valid_until_its_last_day() {
    let state = |day: &str| {
        let record = on(day, &["lookup", "--by-number", "042085000445", "--json"]);
        record.succeeded().json()["card"]["state"].clone()
    };
    assert_eq!(state("2025-02-10"), "valid");
    assert_eq!(state("2025-02-11"), "expired");
}

#[test]
fn any_form_of_a_whole_day_is_taken_and_nothing_less() {
    let newborn = ["042225000421", "Trần Minh Khôi", "2025-06-30"];
    for day in ["2025-06-30", "30/06/2025", "20250630"] {
        assert_eq!(verdict(day, newborn)["outcome"], "match");
    }
    assert_eq!(on("2025-06", &["stats"]).code, Some(2));
}
