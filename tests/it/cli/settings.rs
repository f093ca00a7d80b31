//! `dancu config`, `openapi` and `stats`.

use serde_json::Value;

use crate::support::{dancu, population_folder, program};

/// One setting of `dancu config --json`.
fn setting(list: &Value, flag: &str) -> Value {
    let list = list.as_array().unwrap();
    let found = list.iter().find(|setting| setting["flag"] == flag);
    found
        .unwrap_or_else(|| panic!("no {flag}: {list:?}"))
        .clone()
}

#[test]
fn every_setting_is_told_with_its_variable_value_and_source() {
    let output = program()
        .args(["config", "--json", "--log", "json"])
        .env("DANCU_PORT", "9000")
        .output()
        .unwrap();
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    let port = setting(&list, "--port");
    assert_eq!(port["variable"], "DANCU_PORT");
    assert_eq!(
        (&port["value"], &port["source"]),
        (&"9000".into(), &"variable".into())
    );
    let log = setting(&list, "--log");
    assert_eq!(
        (&log["value"], &log["source"]),
        (&"json".into(), &"flag".into())
    );
    let host = setting(&list, "--host");
    assert_eq!(
        (&host["value"], &host["source"]),
        (&"127.0.0.1".into(), &"default".into())
    );
    assert_eq!(setting(&list, "--as-of")["source"], "unset");
    for setting in list.as_array().unwrap() {
        assert!(setting["variable"].as_str().unwrap().starts_with("DANCU_"));
        assert!(!setting["help"].as_str().unwrap().is_empty());
    }
}

#[test]
fn a_key_is_never_shown() {
    let shown = dancu(&["config", "--admin-key", "very-secret"]).succeeded();
    assert!(!shown.out.contains("very-secret"));
    assert!(shown.out.contains("***"));
    let help = program()
        .args(["serve", "--help"])
        .env("DANCU_ADMIN_KEY", "very-secret")
        .output()
        .unwrap();
    assert!(
        !String::from_utf8(help.stdout)
            .unwrap()
            .contains("very-secret")
    );
}

#[test]
fn settings_that_make_no_sense_stop_the_start() {
    for arguments in [
        &["serve", "--port", "70000"][..],
        &["serve", "--host", "localhost:80"],
        &["serve", "--workers", "0"],
        &["serve", "--as-of", "1985"],
        &["serve", "--as-of", "31/04/2025"],
        &["serve", "--log", "loud"],
        &["serve", "--numbers", "none"],
    ] {
        let refused = dancu(arguments);
        assert_eq!(refused.code, Some(2), "{arguments:?}: {refused:?}");
    }
}

#[test]
fn a_variable_that_makes_no_sense_stops_the_start_too() {
    let output = program()
        .args(["serve"])
        .env("DANCU_PORT", "many")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_contract_is_printed_as_json() {
    let contract = dancu(&["openapi"]).succeeded();
    assert_eq!(contract.json()["info"]["title"], "dancu");
    assert_eq!(contract.out, dancu(&["openapi"]).succeeded().out);
}

#[test]
fn stats_count_everybody_and_name_the_digest() {
    let data = population_folder().to_str().unwrap();
    let arguments = ["stats", "--data", data, "--as-of", "2025-07-01"];
    let counts = dancu(&[&arguments[..], &["--json"]].concat())
        .succeeded()
        .json();
    assert_eq!(counts["size"], 2000);
    assert_eq!(counts["business_date"], "2025-07-01");
    let by_status = counts["by_status"].as_object().unwrap();
    let all: u64 = by_status.values().filter_map(Value::as_u64).sum();
    assert_eq!(counts["people"], all);
    assert!(by_status["active"].as_u64().unwrap() >= 2000);
    let words = dancu(&arguments).succeeded().out;
    assert!(words.contains(counts["digest"].as_str().unwrap()));
}

#[test]
fn stats_draw_their_charts_into_a_folder() {
    let data = population_folder().to_str().unwrap();
    let folder = crate::support::scratch_folder();
    let charts = folder.path().join("new/charts");
    let arguments = ["stats", "--data", data, "--svg", charts.to_str().unwrap()];
    dancu(&arguments).succeeded();
    for chart in [
        "ages",
        "provinces",
        "surnames",
        "households",
        "ethnic_groups",
    ] {
        let picture = std::fs::read_to_string(charts.join(format!("{chart}.svg"))).unwrap();
        roxmltree::Document::parse(&picture).unwrap();
    }
    assert_eq!(std::fs::read_dir(&charts).unwrap().count(), 5);
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    dancu(&["stats", "--data", data, "--svg", file.to_str().unwrap()]).failed_in_one_line(1);
}

#[test]
fn stats_stand_beside_the_published_figures_in_both_languages() {
    let data = population_folder().to_str().unwrap();
    let english = dancu(&["stats", "--data", data]).succeeded().out;
    for words in [
        "Age by sex · TVD 0.",
        "Marital status (from 15 on) · TVD 0.",
        "published",
    ] {
        assert!(english.contains(words), "{words}: {english}");
    }
    let output = program()
        .args(["stats", "--data", data])
        .env("LANG", "vi_VN.UTF-8")
        .output();
    let vietnamese = String::from_utf8(output.unwrap().stdout).unwrap();
    for words in ["Tuổi và giới tính · TVD 0,", "công bố"] {
        assert!(vietnamese.contains(words), "{words}: {vietnamese}");
    }
}
