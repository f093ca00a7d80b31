//! Death, marriage and divorce: what follows from them for those who are left.

use serde_json::json;

use super::{family, found, happened, kin, number, record, relation, send};
use crate::support::TestApp;

#[test]
fn death_ends_a_record_widows_and_hands_the_household_over() {
    let app = TestApp::spawn();
    let [husband, wife, child] = family(&app);
    let (his, hers) = (number(&husband), number(&wife));
    let told = happened(
        &app,
        &json!({"type": "death", "on": "2025-06-28", "number": his}),
    );
    assert_eq!(
        (told[0].0.as_str(), told[0].1.as_str()),
        (his.as_str(), "subject")
    );
    assert!(told[1..].iter().all(|(_, role, _)| role == "affected"));

    let dead = record(&app, &his);
    assert_eq!(dead["record_status"], "deceased");
    assert_eq!(dead["status_periods"][0]["from"], "2025-06-28");
    for key in [
        "household",
        "mobile",
        "email",
        "occupation",
        "temporary_residence",
    ] {
        assert!(dead.get(key).is_none(), "{key}");
    }
    // The last home stays on record, and so does the wife.
    assert_eq!(dead["permanent_residence"], husband["permanent_residence"]);
    assert_eq!(kin(&dead, "spouse"), [hers.as_str()]);
    assert_eq!(dead["marital_status"], "married");

    let widow = record(&app, &hers);
    assert_eq!(widow["marital_status"], "widowed");
    assert_eq!(relation(&widow), Some("CH01"));
    assert_eq!(widow["household"]["id"], husband["household"]["id"]);
    assert_eq!(kin(&widow, "spouse"), [his.as_str()]);
    let orphan = record(&app, &number(&child));
    assert_eq!(relation(&orphan), Some("CH04"), "the child of the new head");

    // The dead are told by a match as ever, and nobody dies twice.
    let name = husband["full_name"].as_str().unwrap();
    let born = husband["date_of_birth"].as_str().unwrap();
    let matched = app
        .portal()
        .match_person(&his, name, born)
        .expect(200)
        .json();
    assert_eq!(matched["record_status"], "deceased");
    let again = json!({"type": "death", "number": his});
    send(&app, &again).wrong_field(422, "number", "person_not_living");
}

#[test]
fn death_locks_the_electronic_identity() {
    let app = TestApp::spawn();
    happened(&app, &json!({"type": "death", "number": "042187000137"}));
    let dead = record(&app, "042187000137");
    assert_eq!(dead["electronic_identity"]["locked"], "death");
    // Stored so, and not only told: on an earlier business date it is not locked yet.
    assert_eq!(dead["status_periods"][0]["from"], "2025-07-01");
}

#[test]
fn a_household_may_name_its_next_head_and_nobody_from_elsewhere() {
    let app = TestApp::spawn();
    let [husband, wife, child] = family(&app);
    let his = number(&husband);
    let elsewhere = json!({"type": "death", "number": his, "new_head": "042187000137"});
    send(&app, &elsewhere).wrong_field(422, "new_head", "person_elsewhere");
    let himself = json!({"type": "death", "number": his, "new_head": his});
    send(&app, &himself).wrong_field(422, "new_head", "person_elsewhere");
    let death = json!({"type": "death", "number": his, "new_head": number(&child)});
    happened(&app, &death);
    assert_eq!(relation(&record(&app, &number(&child))), Some("CH01"));
    assert_eq!(relation(&record(&app, &number(&wife))), Some("CH07"));
}

#[test]
fn death_ends_guardianships_on_both_sides() {
    let app = TestApp::spawn();
    let wards = found(&app, "has guardian, minor", 50);
    let ward = wards
        .iter()
        .find(|ward| !kin(ward, "representative").is_empty());
    let ward = number(ward.expect("a ward"));
    let guardian = kin(&record(&app, &ward), "representative").remove(0);
    assert_eq!(
        kin(&record(&app, &guardian), "represented"),
        [ward.as_str()]
    );
    happened(&app, &json!({"type": "death", "number": guardian}));
    assert!(kin(&record(&app, &ward), "representative").is_empty());
    assert!(kin(&record(&app, &guardian), "represented").is_empty());
}

#[test]
fn marriage_links_both_and_divorce_parts_them() {
    let app = TestApp::spawn();
    let (his, hers) = ("042068000267", "042195000563");
    let marriage = json!({"type": "marriage", "on": "2025-06-15", "number": his, "spouse": hers});
    let told = happened(&app, &marriage);
    let roles: Vec<_> = told
        .iter()
        .map(|(number, role, _)| (number.as_str(), role.as_str()))
        .collect();
    assert_eq!(roles, [(his, "subject"), (hers, "subject")]);
    assert_eq!(told[0].2, ["relatives", "marital_status"]);
    let (husband, wife) = (record(&app, his), record(&app, hers));
    assert_eq!(
        (kin(&husband, "spouse"), kin(&wife, "spouse")),
        (vec![hers.to_owned()], vec![his.to_owned()])
    );
    assert_eq!(
        (&husband["marital_status"], &wife["marital_status"]),
        (&json!("married"), &json!("married"))
    );
    assert_eq!(
        husband.get("household"),
        None,
        "who lives where is another event"
    );
    let link = &husband["relatives"][0];
    assert_eq!(link["full_name"], wife["full_name"]);

    let parted = happened(&app, &json!({"type": "divorce", "number": hers}));
    assert_eq!(parted.len(), 2);
    assert!(parted.iter().all(|(_, role, _)| role == "subject"));
    for number in [his, hers] {
        let divorced = record(&app, number);
        assert_eq!(divorced["marital_status"], "divorced");
        assert!(kin(&divorced, "spouse").is_empty());
    }
    // Free to marry others.
    let again = json!({"type": "marriage", "number": his, "spouse": "042198000450"});
    happened(&app, &again);
}

#[test]
fn who_marries_again_is_linked_to_the_late_one_no_more() {
    let app = TestApp::spawn();
    let [husband, wife, _child] = family(&app);
    let (his, hers) = (number(&husband), number(&wife));
    happened(
        &app,
        &json!({"type": "death", "on": "2025-06-20", "number": his}),
    );
    let early =
        json!({"type": "marriage", "on": "2025-06-19", "number": hers, "spouse": "042068000267"});
    send(&app, &early).wrong_field(422, "on", "contradicts_record");
    let later =
        json!({"type": "marriage", "on": "2025-06-30", "number": hers, "spouse": "042068000267"});
    happened(&app, &later);
    assert_eq!(kin(&record(&app, &hers), "spouse"), ["042068000267"]);
    assert!(kin(&record(&app, &his), "spouse").is_empty());
}

#[test]
fn a_divorce_changes_the_relation_to_the_head_and_nobody_s_home() {
    let app = TestApp::spawn();
    let [husband, wife, child] = family(&app);
    happened(
        &app,
        &json!({"type": "divorce", "number": number(&husband)}),
    );
    let wife = record(&app, &number(&wife));
    assert_eq!(relation(&wife), Some("CH30"));
    assert_eq!(wife["household"]["id"], husband["household"]["id"]);
    assert_eq!(
        record(&app, &number(&child))["household"],
        child["household"]
    );
}
