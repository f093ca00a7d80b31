//! Every persona answers every example as the list of personas says.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::support::{Answer, Caller, TestApp};

/// All examples with the keys of their personas, by the business date they are asked on.
fn examples() -> BTreeMap<String, Vec<(String, Value)>> {
    let app = TestApp::spawn();
    let personas = app.nobody().get("/v1/personas").expect(200).json();
    let mut by_day: BTreeMap<String, Vec<(String, Value)>> = BTreeMap::new();
    for persona in personas.as_array().unwrap() {
        let key = persona["key"].as_str().unwrap();
        for example in persona["examples"].as_array().unwrap() {
            let days = match example["as_of"].as_str() {
                Some(day) => vec![day],
                None => vec!["2025-07-01", "2026-11-23"],
            };
            for day in days {
                let list = by_day.entry(day.to_owned()).or_default();
                list.push((key.to_owned(), example.clone()));
            }
        }
    }
    by_day
}

#[test]
fn every_example_of_every_persona_is_answered_as_it_says() {
    let mut asked = 0;
    for (day, examples) in examples() {
        let app = TestApp::spawn_on(&day);
        let officer = app.officer();
        for (key, example) in examples {
            let answer = ask(&officer, &example);
            let wrong = differences(&example, &answer);
            assert_eq!(wrong, [""; 0], "{key} on {day}: {example}\n{}", answer.text);
            asked += 1;
        }
    }
    assert!(asked > 200, "{asked}");
}

#[test]
fn a_persona_is_told_with_number_name_date_and_purpose() {
    let app = TestApp::spawn();
    let personas = app.nobody().get("/v1/personas").expect(200).json();
    let personas = personas.as_array().unwrap();
    assert!(personas.len() > 60);
    let mut keys = std::collections::BTreeSet::new();
    for persona in personas {
        assert!(keys.insert(persona["key"].as_str().unwrap()));
        assert!(
            persona["shows"]["vi"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
        assert_ne!(persona["shows"]["vi"], persona["shows"]["en"]);
        assert!(!persona["examples"].as_array().unwrap().is_empty());
        if let Some(number) = persona["number"].as_str() {
            let decoded = app.nobody().get(&format!("/v1/numbers/{number}"));
            assert_eq!(decoded.expect(200).json()["check_digit_fits"], true);
        }
    }
}

fn ask(caller: &Caller, example: &Value) -> Answer {
    let number = example["number"].as_str().unwrap_or_default();
    let mut body = Map::new();
    for key in ["number", "full_name", "date_of_birth", "policy"] {
        if let Some(value) = example.get(key) {
            body.insert(key.to_owned(), value.clone());
        }
    }
    let body = Value::Object(body);
    match example["call"].as_str().unwrap() {
        "match" => caller.post("/v1/match", &body),
        "lookup" => caller.post("/v1/lookup", &body),
        "search" => caller.post("/v1/search", &body),
        "get" => caller.get(&format!("/v1/citizens/{number}")),
        "decode" => caller.get(&format!("/v1/numbers/{number}")),
        other => panic!("no such call: {other}"),
    }
}

/// What of the expected answer is not so.
fn differences(example: &Value, answer: &Answer) -> Vec<&'static str> {
    let wanted = &example["answer"];
    let body = answer.json();
    let mut wrong = Vec::new();
    if wanted["status"] != answer.status {
        wrong.push("status");
    }
    let code = &wanted["code"];
    if !code.is_null() && body["code"] != *code && body["errors"][0]["code"] != *code {
        wrong.push("code");
    }
    for key in [
        "outcome",
        "grade",
        "record_status",
        "gender",
        "year_of_birth",
    ] {
        if wanted.get(key).is_some_and(|value| body[key] != *value) {
            wrong.push(key);
        }
    }
    if wanted
        .get("place")
        .is_some_and(|place| body["place"]["code"] != *place)
    {
        wrong.push("place");
    }
    let count = body["total"].as_u64().unwrap_or_default();
    if wanted["at_least"]
        .as_u64()
        .is_some_and(|least| count < least)
        || wanted["at_most"].as_u64().is_some_and(|most| count > most)
    {
        wrong.push("count");
    }
    wrong
}
