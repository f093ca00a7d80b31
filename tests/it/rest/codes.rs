//! `GET /v1/codes` and `/v1/codes/{list}`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::TestApp;

fn entries(app: &TestApp, list: &str) -> Vec<Value> {
    let answer = app.nobody().get(&format!("/v1/codes/{list}")).expect(200);
    answer.json()["entries"].as_array().unwrap().clone()
}

#[test]
fn every_list_is_named_and_answers() {
    let app = TestApp::spawn();
    let lists = app.nobody().get("/v1/codes").expect(200).json();
    let mut ids = BTreeSet::new();
    for list in lists.as_array().unwrap() {
        assert_eq!(list.get("entries"), None);
        assert!(list["source"].as_str().is_some_and(|text| !text.is_empty()));
        let id = list["id"].as_str().unwrap();
        assert!(ids.insert(id.to_owned()));
        let mut rows = BTreeSet::new();
        for entry in entries(&app, id) {
            for key in ["code", "name_vi"] {
                assert!(!entry[key].as_str().unwrap().is_empty(), "{id}: {entry}");
            }
            // A CMND prefix stands there once for each province that had it.
            assert!(rows.insert(entry.to_string()), "twice in {id}: {entry}");
        }
        assert!(!rows.is_empty(), "{id}");
    }
    for id in [
        "provinces_before",
        "provinces_since",
        "wards_since",
        "ethnic_groups",
        "problems",
    ] {
        assert!(ids.contains(id), "{id}");
    }
}

#[test]
fn sixty_three_provinces_merge_into_thirty_four() {
    let app = TestApp::spawn();
    let before = entries(&app, "provinces_before");
    let since = entries(&app, "provinces_since");
    assert_eq!((before.len(), since.len()), (63, 34));
    let codes: BTreeSet<_> = since
        .iter()
        .map(|entry| entry["code"].to_string())
        .collect();
    let successors: BTreeSet<_> = before
        .iter()
        .map(|entry| entry["successor"].to_string())
        .collect();
    assert_eq!(codes, successors);
    let hai_duong = before.iter().find(|entry| entry["code"] == "30").unwrap();
    assert_eq!(hai_duong["successor"], "31");
}

#[test]
fn lists_have_the_size_the_law_gives_them() {
    let app = TestApp::spawn();
    for (list, size) in [
        ("wards_before", 10_035),
        ("wards_since", 3_321),
        ("districts_before", 696),
        ("relations_to_head", 30),
        ("ethnic_groups", 56),
    ] {
        assert_eq!(entries(&app, list).len(), size, "{list}");
    }
}

#[test]
fn a_list_that_does_not_exist_is_a_404_that_names_the_lists() {
    let app = TestApp::spawn();
    let problem = app
        .nobody()
        .in_language("en")
        .get("/v1/codes/planets")
        .problem(404, "list_not_found");
    assert_eq!(problem.json()["detail"], "The lists are at /v1/codes.");
}

#[test]
fn every_problem_stands_in_its_list_with_its_status() {
    let app = TestApp::spawn();
    let problems = entries(&app, "problems");
    let missing = problems
        .iter()
        .find(|entry| entry["code"] == "key_missing")
        .unwrap();
    assert_eq!(missing["status"], "401");
    assert!(problems.len() >= 20);
}
