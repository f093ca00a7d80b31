//! `GET /v1/recipes` and `POST /v1/recipes/{name}`: groups of people made on demand.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::{TestApp, dancu, data_folder};

const DAY: &str = "2025-07-01";

fn make(app: &TestApp, name: &str, body: &Value) -> Value {
    let answer = app.dev().post(&format!("/v1/recipes/{name}"), body);
    answer.expect(201).json()
}

fn people(answer: &Value) -> Vec<Value> {
    let groups = answer["groups"].as_array().unwrap().iter();
    let people = groups.flat_map(|group| group["people"].as_array().unwrap());
    people.cloned().collect()
}

fn number(person: &Value) -> &str {
    person["citizen"]["number"].as_str().unwrap()
}

fn names(app: &TestApp) -> Vec<String> {
    let list = app.nobody().get("/v1/recipes").expect(200).json();
    let list = list.as_array().unwrap().iter();
    list.map(|recipe| recipe["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_list_needs_no_key_and_tells_every_recipe_in_both_languages() {
    let app = TestApp::spawn();
    let list = app.nobody().get("/v1/recipes").expect(200).json();
    let list = list.as_array().unwrap();
    assert!(list.len() >= 10);
    for recipe in list {
        assert!(recipe["title_vi"].as_str().unwrap().len() > 10);
        assert!(recipe["title_en"].as_str().unwrap().len() > 10);
        assert!(!recipe["roles"].as_array().unwrap().is_empty());
    }
}

#[test]
fn every_recipe_makes_people_whom_every_call_knows() {
    let app = TestApp::spawn_on(DAY);
    let dev = app.dev();
    for name in names(&app) {
        for person in people(&make(&app, &name, &json!({"count": 2, "seed": 5}))) {
            let citizen = &person["citizen"];
            let Some(number) = citizen["number"].as_str() else {
                assert_eq!(citizen["record_status"], "deceased", "{name}");
                continue;
            };
            let got = dev.get(&format!("/v1/citizens/{number}")).expect(200);
            assert_eq!(&got.json(), citizen, "{name}");
            let matched = dev.match_person(
                number,
                citizen["full_name"].as_str().unwrap(),
                citizen["date_of_birth"].as_str().unwrap(),
            );
            assert_eq!(matched.expect(200).json()["outcome"], "match", "{name}");
            let decoded = app.nobody().get(&format!("/v1/numbers/{number}"));
            assert_eq!(
                decoded.expect(200).json()["check_digit_fits"],
                true,
                "{name}"
            );
        }
    }
}

#[test]
fn links_agree_in_both_directions_and_every_household_has_one_head() {
    let app = TestApp::spawn_on(DAY);
    for name in names(&app) {
        let answer = make(&app, &name, &json!({"count": 3, "seed": 1}));
        for group in answer["groups"].as_array().unwrap() {
            let people = group["people"].as_array().unwrap();
            let mut heads: BTreeMap<u64, usize> = BTreeMap::new();
            for person in people {
                for relative in person["relatives"].as_array().unwrap() {
                    let back = back_of(people, &relative["role"], &person["role"]);
                    let expected: &[&str] = match relative["relation"].as_str().unwrap() {
                        "father" | "mother" => &["child"],
                        "child" => &["father", "mother"],
                        "spouse" => &["spouse"],
                        "representative" => &["represented"],
                        _ => &["representative"],
                    };
                    assert!(
                        back.iter().any(|back| expected.contains(&back.as_str())),
                        "{name}: {person}"
                    );
                }
                named_as_recorded(people, person);
                if let Some(household) = person["citizen"]["household"]["id"].as_u64() {
                    let leads = person["citizen"]["household"]["relation_to_head"] == "CH01";
                    *heads.entry(household).or_default() += usize::from(leads);
                }
            }
            assert!(heads.values().all(|heads| *heads == 1), "{name}: {heads:?}");
            for household in heads.keys() {
                let members = app.dev().get(&format!("/v1/households/{household}"));
                let members = members.expect(200).json();
                let living = people
                    .iter()
                    .filter(|person| person["citizen"]["household"]["id"] == *household);
                assert_eq!(members["members"].as_array().unwrap().len(), living.count());
            }
        }
    }
}

/// What the person with a role says that another one is.
fn back_of(people: &[Value], role: &Value, other: &Value) -> Vec<String> {
    let person = people
        .iter()
        .find(|person| person["role"] == *role)
        .unwrap();
    let relatives = person["relatives"].as_array().unwrap().iter();
    relatives
        .filter(|relative| relative["role"] == *other)
        .map(|relative| relative["relation"].as_str().unwrap().to_owned())
        .collect()
}

/// The record names the relatives that the roles name, with their numbers.
fn named_as_recorded(people: &[Value], person: &Value) {
    let recorded = person["citizen"]["relatives"].as_array();
    let recorded = recorded.cloned().unwrap_or_default();
    let by_role = person["relatives"].as_array().unwrap();
    assert_eq!(recorded.len(), by_role.len());
    for (recorded, by_role) in recorded.iter().zip(by_role) {
        let relative = people
            .iter()
            .find(|person| person["role"] == by_role["role"])
            .unwrap();
        assert_eq!(recorded["relation"], by_role["relation"]);
        assert_eq!(recorded["full_name"], relative["citizen"]["full_name"]);
        assert_eq!(recorded["number"], relative["citizen"]["number"]);
    }
}

#[test]
fn the_same_seed_makes_the_same_people_after_a_reset_and_others_in_between() {
    let app = TestApp::spawn_on(DAY);
    let order = json!({"count": 4, "seed": 11});
    let first = make(&app, "second-marriage", &order);
    let again = make(&app, "second-marriage", &order);
    let numbers = |answer: &Value| -> BTreeSet<String> {
        let people = people(answer);
        people
            .iter()
            .map(|person| number(person).to_owned())
            .collect()
    };
    assert!(
        numbers(&first).is_disjoint(&numbers(&again)),
        "numbers are nobody else's"
    );
    app.dev().post("/admin/reset", &json!({})).expect(204);
    assert_eq!(make(&app, "second-marriage", &order), first);
    let (one, other) = (
        make(&app, "single-mother", &json!({})),
        make(&app, "single-mother", &json!({})),
    );
    assert_ne!(one["seed"], other["seed"]);
    let name = |answer: &Value| people(answer)[0]["citizen"]["full_name"].clone();
    assert_ne!(name(&one), name(&other));
}

#[test]
fn numbers_and_households_of_many_groups_are_unique() {
    let app = TestApp::spawn_on(DAY);
    let made = people(&make(
        &app,
        "twins",
        &json!({"count": 60, "seed": 3, "province": "42"}),
    ));
    let numbers: BTreeSet<&str> = made.iter().map(number).collect();
    assert_eq!(numbers.len(), 300);
    assert!(numbers.iter().all(|number| number.starts_with("042")));
    let mut cmnd = BTreeSet::new();
    for person in &made {
        for card in person["citizen"]["cmnd"].as_array().into_iter().flatten() {
            assert!(cmnd.insert(card["number"].to_string()));
        }
    }
    assert!(cmnd.len() > 100);
    let households: BTreeSet<String> = made
        .iter()
        .map(|person| person["citizen"]["household"]["id"].to_string())
        .collect();
    assert_eq!(households.len(), 60);
}

#[test]
fn what_was_made_is_found_by_what_was_asked_for() {
    let app = TestApp::spawn_on(DAY);
    for (recipe, role, question) in [
        (
            "grandmother-with-birth-year",
            "grandmother",
            "widow, only birth year, Hà Tĩnh",
        ),
        ("twins", "twin-girl", "twin, minor"),
        ("widow-with-two-cmnd", "widow", "widow, two CMND, head"),
        (
            "moved-since-merge",
            "wife",
            "moved since the merge, temporary resident",
        ),
        ("namesakes", "second", "namesake, male"),
        (
            "student-away",
            "student",
            "lives elsewhere, temporary resident, absent",
        ),
        (
            "stateless-person",
            "person",
            "undetermined nationality, identity certificate",
        ),
        ("card-expired", "holder", "card expired, no eID"),
        (
            "single-mother",
            "mother",
            "single parent, female, never married",
        ),
        ("ede-matrilineal", "daughter", "Ê Đê, under 18, female"),
        ("number-reissued", "re-issued", "former number, male"),
        (
            "orphans-with-guardian",
            "sister",
            "has guardian, female, minor",
        ),
        (
            "lost-card-locked-account",
            "holder",
            "card lost, eID locked",
        ),
    ] {
        let made = people(&make(&app, recipe, &json!({"seed": 2})));
        let wanted = made.iter().find(|person| person["role"] == role).unwrap();
        let query: String = url::form_urlencoded::byte_serialize(question.as_bytes()).collect();
        let found = app.dev().get(&format!("/v1/find?q={query}&count=1000"));
        let found = found.expect(200).json();
        let found = found["citizens"].as_array().unwrap();
        assert!(
            found
                .iter()
                .any(|citizen| citizen["number"] == wanted["citizen"]["number"]),
            "{recipe}: {question}"
        );
    }
}

#[test]
fn orders_that_cannot_be_are_refused_and_make_nobody() {
    let app = TestApp::spawn();
    let dev = app.dev();
    dev.post("/v1/recipes/planets", &json!({}))
        .problem(404, "recipe_not_found");
    for (body, field) in [
        (json!({"count": 0}), "count"),
        (json!({"count": 1001}), "count"),
        (json!({"province": "Atlantis"}), "province"),
        (json!({"ethnic_group": "Klingon"}), "ethnic_group"),
        (json!({"colour": "red"}), "colour"),
    ] {
        let refused = dev.post("/v1/recipes/twins", &body);
        assert!(
            matches!(refused.status, 400 | 422),
            "{body}: {}",
            refused.text
        );
        assert_eq!(refused.json()["errors"][0]["field"], field);
    }
    app.portal()
        .post("/v1/recipes/twins", &json!({}))
        .problem(403, "scope_missing");
    app.nobody()
        .post("/v1/recipes/twins", &json!({}))
        .problem(401, "key_missing");
    let made = make(&app, "card-expired", &json!({}));
    assert_eq!(made["seed"], 0, "nobody was added before");
}

#[test]
fn groups_are_kept_in_the_data_folder() {
    let folder = data_folder();
    let app = TestApp::spawn_over(folder.path());
    let made = make(&app, "twins", &json!({"seed": 9}));
    drop(app);
    let data = folder.path().to_str().unwrap();
    let exported = dancu(&["export", "--data", data]).succeeded().out;
    for person in people(&made) {
        assert!(exported.contains(number(&person)));
    }
}
