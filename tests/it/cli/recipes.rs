//! `dancu recipe` and `dancu recipes`: groups of people made from the command line.

use serde_json::Value;

use crate::support::{dancu, data_folder, scratch_folder};

#[test]
fn the_recipes_are_listed_by_name() {
    let table = dancu(&["recipes"]).succeeded().out;
    let list: Value = dancu(&["recipes", "--json"]).succeeded().json();
    for recipe in list.as_array().unwrap() {
        assert!(table.contains(recipe["name"].as_str().unwrap()), "{table}");
    }
}

#[test]
fn a_group_is_made_and_told_in_every_form() {
    let folder = data_folder();
    let data = folder.path().to_str().unwrap();
    let make = |form: &str| {
        let order = [
            "recipe", "twins", "--seed", "4", "--count", "2", "--data", data, "--format", form,
        ];
        dancu(&order).succeeded().out
    };
    let table = make("table");
    assert!(
        table.contains("twin-girl") && table.contains("mother: mother"),
        "{table}"
    );
    let json: Value = serde_json::from_str(&make("json")).unwrap();
    assert_eq!(json["groups"].as_array().unwrap().len(), 2);
    assert_eq!(json["seed"], 4);
    let numbers = make("numbers");
    assert_eq!(numbers.lines().count(), 10);
    assert_eq!(make("csv").lines().count(), 11);
    let exported = dancu(&["export", "--data", data]).succeeded().out;
    assert!(numbers.lines().all(|number| exported.contains(number)));
    let ndjson = make("ndjson");
    for line in ndjson.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        assert!(record["number"].is_string());
    }
}

#[test]
fn a_recipe_of_ones_own_is_taken_from_a_file() {
    let folder = data_folder();
    let data = folder.path().to_str().unwrap();
    let file = folder.path().join("siblings.toml");
    let text = r#"
title_vi = "Hai chị em"
title_en = "Two sisters"
province = "Huế"

[[member]]
role = "elder"
gender = "female"
age = 30

[[member]]
role = "younger"
gender = "nữ"
age = 25
full_name = "Tôn Nữ Thị Thử"
"#;
    std::fs::write(&file, text).unwrap();
    let path = file.to_str().unwrap();
    let made = dancu(&["recipe", "--file", path, "--data", data, "--format", "json"]);
    let made: Value = made.succeeded().json();
    let people = made["groups"][0]["people"].as_array().unwrap();
    assert_eq!(people[1]["citizen"]["full_name"], "Tôn Nữ Thị Thử");
    assert!(
        people[0]["citizen"]["number"]
            .as_str()
            .unwrap()
            .starts_with("046")
    );
}

#[test]
fn mistakes_in_a_file_are_named_by_file_and_line() {
    let folder = scratch_folder();
    let file = folder.path().join("wrong.toml");
    std::fs::write(&file, "title_vi = \"v\"\ntitle_en = \"e\"\n[[member]]\nrole = \"a\"\ngender = \"male\"\nage = 40\ncard = \"gold\"\n").unwrap();
    let path = file.to_str().unwrap();
    let data = folder.path().to_str().unwrap();
    let failed = dancu(&["recipe", "--file", path, "--data", data]).failed_in_one_line(1);
    assert!(
        failed.err.contains("wrong.toml:7: 'gold' is none of"),
        "{}",
        failed.err
    );
    let unknown = dancu(&["recipe", "planets", "--data", data]).failed_in_one_line(1);
    assert!(unknown.err.contains("dancu recipes"), "{}", unknown.err);
}
