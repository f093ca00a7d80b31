//! Moves: residences, and which household somebody is in.

use serde_json::json;

use super::{family, happened, kin, number, place, record, relation, send};
use crate::support::TestApp;

#[test]
fn a_permanent_move_leaves_the_household_and_begins_another() {
    let app = TestApp::spawn();
    let [husband, wife, child] = family(&app);
    let (his, hers, theirs) = (number(&husband), number(&wife), number(&child));
    let moving = json!({"type": "move", "number": hers, "with": [theirs], "place": place("00070")});
    let told = happened(&app, &moving);
    let subjects: Vec<_> = told
        .iter()
        .filter(|(_, role, _)| role == "subject")
        .map(|(number, _, _)| number.as_str())
        .collect();
    assert_eq!(subjects, [hers.as_str(), theirs.as_str()]);
    let (wife, child) = (record(&app, &hers), record(&app, &theirs));
    assert_eq!(wife["permanent_residence"]["ward"], "00070");
    assert_eq!(wife["current_residence"], wife["permanent_residence"]);
    assert_ne!(wife["household"]["id"], husband["household"]["id"]);
    assert_eq!(wife["household"]["id"], child["household"]["id"]);
    assert_eq!(
        (relation(&wife), relation(&child)),
        (Some("CH01"), Some("CH04"))
    );
    assert_eq!(wife["residence_file"], child["residence_file"]);
    assert!(
        wife["residence_file"]
            .as_str()
            .unwrap()
            .starts_with("HS01-")
    );
    assert_eq!(
        record(&app, &his)["household"],
        husband["household"],
        "he stays the head"
    );
    let household = app
        .dev()
        .get(&format!("/v1/households/{}", wife["household"]["id"]));
    assert_eq!(
        household.expect(200).json()["members"]
            .as_array()
            .unwrap()
            .len(),
        2
    );

    // Back again, into his household.
    let back = json!({"type": "move", "number": hers, "with": [theirs], "join": his});
    happened(&app, &back);
    let (wife, child) = (record(&app, &hers), record(&app, &theirs));
    assert_eq!(
        (relation(&wife), relation(&child)),
        (Some("CH02"), Some("CH04"))
    );
    assert_eq!(wife["household"]["id"], husband["household"]["id"]);
    assert_eq!(wife["permanent_residence"], husband["permanent_residence"]);
}

#[test]
fn a_head_who_moves_out_leaves_a_head_behind() {
    let app = TestApp::spawn();
    let [husband, wife, _child] = family(&app);
    happened(
        &app,
        &json!({"type": "move", "number": number(&husband), "place": place("00070")}),
    );
    let wife = record(&app, &number(&wife));
    assert_eq!(relation(&wife), Some("CH01"));
    assert_eq!(wife["household"]["id"], husband["household"]["id"]);
}

#[test]
fn a_whole_household_moves_and_stays_one() {
    let app = TestApp::spawn();
    let [husband, wife, child] = family(&app);
    let moving = json!({"type": "move", "number": number(&wife), "whole_household": true, "place": place("00070")});
    let told = happened(&app, &moving);
    assert!(told.len() >= 3 && told.iter().all(|(_, role, _)| role == "subject"));
    for before in [&husband, &wife, &child] {
        let now = record(&app, &number(before));
        assert_eq!(now["household"], before["household"]);
        assert_eq!(now["permanent_residence"]["ward"], "00070");
    }
}

#[test]
fn a_temporary_residence_leaves_the_permanent_one_and_the_household() {
    let app = TestApp::spawn();
    let [husband, _wife, _child] = family(&app);
    let his = number(&husband);
    let moving = json!({"type": "move", "on": "2025-06-01", "number": his, "residence": "temporary", "place": place("00070")});
    let told = happened(&app, &moving);
    assert_eq!(told.len(), 1);
    let now = record(&app, &his);
    assert_eq!(now["temporary_residence"]["ward"], "00070");
    assert_eq!(now["current_residence"], now["temporary_residence"]);
    assert_eq!(now["permanent_residence"], husband["permanent_residence"]);
    assert_eq!(now["absent_since"], "2025-06-01");
    assert_eq!(now["household"], husband["household"]);
    let ward = husband["permanent_residence"]["ward"].as_str().unwrap();
    let at_home =
        json!({"type": "move", "number": his, "residence": "temporary", "place": place(ward)});
    send(&app, &at_home).wrong_field(422, "place", "contradicts_record");

    let abroad =
        json!({"type": "move", "number": his, "residence": "current", "place": {"country": "JP"}});
    happened(&app, &abroad);
    let now = record(&app, &his);
    assert_eq!(now["current_residence"]["country"], "JP");
    assert_eq!(now["temporary_residence"]["ward"], "00070");
    let settled = json!({"type": "move", "number": his, "place": {"country": "JP"}});
    send(&app, &settled).wrong_field(422, "place", "contradicts_record");
}

#[test]
fn a_lodger_is_what_the_event_says_and_the_host_gets_a_household() {
    let app = TestApp::spawn();
    let (host, lodger) = ("042187000137", "042204000033");
    assert_eq!(record(&app, host).get("household"), None);
    let moving = json!({"type": "move", "number": lodger, "residence": "temporary", "join": host, "relation_to_head": "CH28"});
    let told = happened(&app, &moving);
    assert_eq!(told[1].1, "affected");
    let (host, lodger) = (record(&app, host), record(&app, lodger));
    assert_eq!(
        (relation(&host), relation(&lodger)),
        (Some("CH01"), Some("CH28"))
    );
    assert_eq!(host["household"]["id"], lodger["household"]["id"]);
    assert_eq!(
        lodger["temporary_residence"], host["permanent_residence"],
        "no other is on record"
    );
}

#[test]
fn every_relation_to_a_head_is_told_again_by_links() {
    let app = TestApp::spawn();
    let [husband, _wife, _child] = family(&app);
    // Two generations more: the grandchild of the head.
    let (his, home) = (number(&husband), husband["household"]["id"].clone());
    let members = app
        .dev()
        .get(&format!("/v1/households/{home}"))
        .expect(200)
        .json();
    for member in members["members"].as_array().unwrap() {
        let Some(number) = member["number"].as_str().filter(|number| **number != *his) else {
            continue;
        };
        let before = record(&app, number);
        if before["record_status"] != "active" {
            continue;
        }
        happened(
            &app,
            &json!({"type": "move", "number": number, "place": place("00070")}),
        );
        happened(
            &app,
            &json!({"type": "move", "number": number, "join": his}),
        );
        assert_eq!(record(&app, number)["household"], before["household"]);
        assert_eq!(kin(&record(&app, number), "child"), kin(&before, "child"));
    }
}
