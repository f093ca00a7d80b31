//! Conditions whose meaning depends on the day, and that the prefilter never holds back who fulfils one.

use super::super::necessary::prefilter;
use super::super::{Wanted, read_expression};
use super::*;
use crate::domain::citizen::PersonId;
use crate::record::{CitizenRecord, read_record};
use serde_json::{Value, json};

fn person(id: i64, more: &Value) -> Citizen {
    let mut record =
        json!({"full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03", "gender": "female"});
    let fields = record.as_object_mut().expect("an object");
    fields.extend(more.as_object().expect("an object").clone());
    let record: CitizenRecord = serde_json::from_value(record).expect("a record");
    read_record(&record, PersonId(id)).expect("a citizen")
}

fn day(text: &str) -> CivilDate {
    CivilDate::parse_iso(text).expect(text)
}

fn condition(text: &str) -> Condition {
    read_expression("q", text).expect(text)[0].condition
}

fn holds(text: &str, citizen: &Citizen, on: &str) -> bool {
    condition(text).holds(citizen, day(on), &Others::default())
}

#[test]
fn a_card_expires_and_is_none_before_it_was_issued() {
    let card = json!({"card": {"kind": "citizen_card_chip", "issued_on": "2021-06-01", "expires_on": "2030-02-03"}});
    let citizen = person(1, &card);
    for (on, state) in [
        ("2021-05-31", "no card"),
        ("2030-02-03", "card valid"),
        ("2030-02-04", "card expired"),
    ] {
        for asked in ["no card", "card valid", "card expired"] {
            assert_eq!(
                holds(asked, &citizen, on),
                asked == state,
                "{asked} on {on}"
            );
        }
    }
}

#[test]
fn who_is_known_by_the_year_alone_is_found_where_the_whole_year_is_asked_for() {
    let citizen = person(1, &json!({"date_of_birth": "1942"}));
    assert!(holds("born 1942", &citizen, "2025-07-01"));
    assert!(holds("born 1940-1945", &citizen, "2025-07-01"));
    assert!(!holds("born 1942-03", &citizen, "2025-07-01"));
    assert!(!holds("born 1942-03-01..1945", &citizen, "2025-07-01"));
    assert!(holds("only birth year", &citizen, "2025-07-01"));
    // The last day of the year counts as the birthday.
    assert!(holds("age 82", &citizen, "2025-12-30"));
    assert!(holds("age 83", &citizen, "2025-12-31"));
}

#[test]
fn majority_comes_on_the_eighteenth_birthday() {
    let citizen = person(1, &json!({"date_of_birth": "2007-07-02"}));
    assert!(holds("minor", &citizen, "2025-07-01"));
    assert!(holds("adult", &citizen, "2025-07-02"));
}

#[test]
fn moved_since_the_merge_is_an_absence_declared_from_that_day_on() {
    for (since, expected) in [
        ("2025-06-30", false),
        ("2025-07-01", true),
        ("2026-01-01", false),
    ] {
        let citizen = person(1, &json!({"absent_since": since}));
        assert_eq!(
            holds("moved since the merge", &citizen, "2025-12-31"),
            expected,
            "{since}"
        );
    }
}

#[test]
fn a_province_is_that_of_the_permanent_residence_in_both_tables() {
    let citizen = person(
        1,
        &json!({"permanent_residence": {"province_before": "94"}}),
    );
    for (asked, expected) in [
        ("Cần Thơ", true),
        ("Sóc Trăng", true),
        ("old province Cần Thơ", false),
        ("province merged", true),
        ("Hà Tĩnh", false),
    ] {
        assert_eq!(holds(asked, &citizen, "2025-07-01"), expected, "{asked}");
    }
}

#[test]
fn a_twin_has_a_sibling_of_the_same_day() {
    let citizen = person(1, &json!({}));
    let others = |id, date| Others {
        siblings: vec![person(id, &json!({"date_of_birth": date})).identity],
        ..Others::default()
    };
    let twin = condition("twin");
    let on = day("2025-07-01");
    assert!(twin.holds(&citizen, on, &others(2, "1990-02-03")));
    assert!(
        !twin.holds(&citizen, on, &others(1, "1990-02-03")),
        "oneself"
    );
    assert!(!twin.holds(&citizen, on, &others(2, "1990-02-04")));
    let by_year = person(1, &json!({"date_of_birth": "1990"}));
    assert!(!twin.holds(&by_year, on, &others(2, "1990")));
}

#[test]
fn a_household_of_one_living_member_is_somebody_who_lives_alone() {
    let member = |id: i64, relation: &str, more: Value| {
        let mut fields = json!({"household": {"id": 7, "relation_to_head": relation}});
        let object = fields.as_object_mut().expect("an object");
        object.extend(more.as_object().expect("an object").clone());
        person(id, &fields)
    };
    let dead = json!({"status_periods": [{"status": "deceased", "from": "2020-01-01"}]});
    let head = member(1, "CH01", json!({"marital_status": "widowed"}));
    let child = member(3, "CH04", json!({"date_of_birth": "2015-01-01"}));
    let on = day("2025-07-01");
    let with = |others: &[&Citizen]| Others {
        household: others.iter().copied().chain([&head]).cloned().collect(),
        ..Others::default()
    };
    let husband = member(2, "CH03", json!({}));
    let late_husband = member(2, "CH03", dead);
    for (others, alone, parent, size) in [
        (with(&[]), true, false, "household of 1"),
        (with(&[&late_husband]), true, false, "household of 1"),
        (with(&[&child]), false, true, "household of two"),
        (
            with(&[&child, &late_husband]),
            false,
            true,
            "household of two",
        ),
        (
            with(&[&child, &husband]),
            false,
            false,
            "household of three",
        ),
    ] {
        assert_eq!(
            condition("lives alone").holds(&head, on, &others),
            alone,
            "{size}"
        );
        assert_eq!(
            condition("single parent").holds(&head, on, &others),
            parent,
            "{size}"
        );
        assert!(condition(size).holds(&head, on, &others), "{size}");
    }
}

#[test]
fn the_prefilter_is_empty_for_opposites_but_for_the_gender() {
    let wanted =
        read_expression("q", "not married, not born 1990, not Khmer, not twin").expect("read");
    assert_eq!(
        prefilter(&wanted, day("2025-07-01")),
        crate::store::Prefilter::default()
    );
    let not_male = Wanted {
        negated: true,
        ..condition("male").into()
    };
    let female = Wanted::from(condition("female"));
    let on = day("2025-07-01");
    assert_eq!(prefilter(&[not_male], on), prefilter(&[female], on));
}
