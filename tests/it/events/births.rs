//! Birth: a person with a number, parents and a home.

use serde_json::json;

use super::{family, happened, kin, number, record, relation, send};
use crate::support::TestApp;

#[test]
fn a_child_has_number_name_people_and_home_of_its_parents() {
    let app = TestApp::spawn();
    let (mother, father) = ("042187000137", "042085000488");
    let birth = json!({"type": "birth", "on": "2025-06-20", "mother": mother, "father": father,
        "gender": "female", "given_name": "Thảo My"});
    let told = happened(&app, &birth);
    let roles: Vec<_> = told.iter().map(|(_, role, _)| role.as_str()).collect();
    assert_eq!(roles, ["subject", "affected", "affected"]);
    assert!(
        told[1..]
            .iter()
            .all(|(_, _, changed)| changed == &["relatives"])
    );
    let child = record(&app, &told[0].0);
    // Hà Tĩnh, where the mother lives; a girl of this century; 25.
    assert!(told[0].0.starts_with("042325"), "{}", told[0].0);
    let decoded = app
        .nobody()
        .get(&format!("/v1/numbers/{}", told[0].0))
        .json();
    assert_eq!(decoded["check_digit_fits"], true);
    assert_eq!(child["full_name"], "Nguyễn Thảo My", "the father's surname");
    assert_eq!(child["date_of_birth"], "2025-06-20");
    let (hers, his) = (record(&app, mother), record(&app, father));
    assert_eq!(child["ethnic_group"], his["ethnic_group"]);
    assert_eq!(child["hometown"], his["hometown"]);
    assert_eq!(child["nationality"], json!(["VN"]));
    assert_eq!(child["marital_status"], "never_married");
    assert_eq!(child["permanent_residence"], hers["permanent_residence"]);
    let registered = &child["place_of_birth_registration"];
    assert_eq!(registered["ward"], hers["permanent_residence"]["ward"]);
    assert_eq!(registered.get("detail"), None, "a ward, no house");
    assert_eq!(
        (kin(&child, "mother"), kin(&child, "father")),
        (vec![mother.to_owned()], vec![father.to_owned()])
    );
    for parent in [&hers, &his] {
        assert!(kin(parent, "child").contains(&told[0].0));
    }
    let matched = app
        .portal()
        .match_person(&told[0].0, "NGUYỄN THẢO MY", "20/06/2025");
    assert_eq!(matched.expect(200).json()["outcome"], "match");
}

#[test]
fn a_child_joins_the_household_of_its_mother() {
    let app = TestApp::spawn();
    let [_husband, wife, _child] = family(&app);
    let birth = json!({"type": "birth", "mother": number(&wife), "gender": "male", "full_name": "Trần Bé",
        "line": "mother"});
    let answer = send(&app, &birth);
    if answer.status == 422 {
        // Of an age to have no more children: the rule says so, and nothing has changed.
        answer.wrong_field(422, "mother", "contradicts_record");
        return;
    }
    let child = answer.expect(201).json()["people"][0]["number"]
        .as_str()
        .unwrap()
        .to_owned();
    let child = record(&app, &child);
    assert_eq!(child["household"]["id"], wife["household"]["id"]);
    assert_eq!(
        relation(&child),
        Some("CH04"),
        "a stepchild counts as a child of the head"
    );
    assert_eq!(child["residence_file"], wife["residence_file"]);
}

#[test]
fn the_number_begins_with_the_place_of_registration() {
    let app = TestApp::spawn();
    // Registered in the old Bình Dương on the last day of the old map.
    let birth = |on: &str| {
        json!({"type": "birth", "on": on, "mother": "042187000137", "gender": "male",
        "given_name": "Gia Huy", "place_of_birth_registration": {"ward_before": "25747"}})
    };
    let before = happened(&app, &birth("2025-06-30")).remove(0).0;
    assert!(before.starts_with("074225"), "{before}");
    // Since the merger by the province that it belongs to (a guess): Thành phố Hồ Chí Minh.
    let since = happened(&app, &birth("2025-07-01")).remove(0).0;
    assert!(since.starts_with("079225"), "{since}");
    let child = record(&app, &since);
    assert_eq!(
        child["full_name"], "Nguyễn Gia Huy",
        "the mother's surname where no father is told"
    );
}

#[test]
fn peoples_whose_children_follow_the_mother_do() {
    let app = TestApp::spawn();
    let (mother, father) = ("066199000114", "042085000488");
    let with = |more: serde_json::Value| {
        let mut birth =
            json!({"type": "birth", "mother": mother, "father": father, "gender": "female"});
        birth
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        birth
    };
    // Among the Ê Đê the clan stands last: no rule puts such a name together.
    let given = with(json!({"given_name": "H’Lan"}));
    send(&app, &given).wrong_field(400, "full_name", "field_missing");
    let whole = happened(&app, &with(json!({"full_name": "H’Lan Êban"})));
    assert_eq!(record(&app, &whole[0].0)["ethnic_group"], "11");
    let by_agreement = with(json!({"given_name": "Thị Lan", "line": "father"}));
    let child = record(&app, &happened(&app, &by_agreement)[0].0);
    assert_eq!(
        (child["full_name"].as_str(), child["ethnic_group"].as_str()),
        (Some("Nguyễn Thị Lan"), Some("01"))
    );
}

#[test]
fn a_child_may_live_with_the_father() {
    let app = TestApp::spawn();
    let father = "042085000488";
    let birth = json!({"type": "birth", "mother": "042187000137", "father": father, "gender": "male",
        "given_name": "Minh", "lives_with": "father"});
    let child = record(&app, &happened(&app, &birth)[0].0);
    let his = record(&app, father);
    assert_eq!(
        child["household"],
        json!({"id": his["household"]["id"], "relation_to_head": "CH04"})
    );
    assert_eq!(child["current_residence"], his["current_residence"]);
    let without = json!({"type": "birth", "mother": "042187000137", "gender": "male", "given_name": "Minh",
        "lives_with": "father"});
    send(&app, &without).wrong_field(400, "father", "field_missing");
}
