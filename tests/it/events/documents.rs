//! Names, numbers, cards and electronic identities.

use serde_json::json;

use super::{family, happened, kin, number, record, send};
use crate::support::TestApp;

#[test]
fn a_renaming_keeps_the_former_name_and_is_told_to_relatives() {
    let app = TestApp::spawn();
    let [husband, wife, child] = family(&app);
    let hers = number(&wife);
    let renaming = json!({"type": "renaming", "on": "2025-06-10", "number": hers, "full_name": "Lưu Thị Ánh Tuyết"});
    let told = happened(&app, &renaming);
    assert_eq!(told[0].2, ["full_name", "former_names"]);
    let now = record(&app, &hers);
    let former = json!({"full_name": wife["full_name"], "until": "2025-06-09"});
    assert_eq!(now["full_name"], "Lưu Thị Ánh Tuyết");
    assert_eq!(
        now["former_names"].as_array().unwrap().last(),
        Some(&former)
    );
    for (relative, relation) in [(&husband, "spouse"), (&child, "mother")] {
        let record = record(&app, &number(relative));
        let relatives = record["relatives"].as_array().unwrap();
        let link = relatives
            .iter()
            .find(|link| link["relation"] == relation && link["number"] == *hers);
        assert_eq!(link.unwrap()["full_name"], "Lưu Thị Ánh Tuyết");
    }
    let born = wife["date_of_birth"].as_str().unwrap();
    let matched = app.portal().match_person(&hers, "LƯU THỊ ÁNH TUYẾT", born);
    assert_eq!(matched.expect(200).json()["outcome"], "match");
    // The day before, the former name was in use.
    let earlier = json!({"as_of": "2025-06-09"});
    app.dev().put("/admin/clock", &earlier).expect(200);
    assert_eq!(record(&app, &hers)["full_name"], wife["full_name"]);
    let again = json!({"type": "renaming", "on": "2025-06-05", "number": hers, "full_name": "Lưu Thị Tuyết"});
    send(&app, &again).wrong_field(422, "on", "contradicts_record");
}

#[test]
fn a_number_is_cancelled_and_every_link_follows_the_new_one() {
    let app = TestApp::spawn();
    let [husband, wife, child] = family(&app);
    let old = number(&wife);
    let reissue = json!({"type": "number_reissued", "on": "2025-06-12", "number": old, "reason": "collected_wrongly",
        "place_of_birth_registration": {"province_before": "48"}});
    let told = happened(&app, &reissue);
    let new = told[0].0.clone();
    assert!(new.starts_with("048") && new != old, "{new}");
    app.dev()
        .get(&format!("/v1/citizens/{old}"))
        .problem(410, "number_cancelled");
    let now = record(&app, &new);
    assert_eq!(
        now["former_numbers"],
        json!([{"number": old, "cancelled_on": "2025-06-12", "reason": "collected_wrongly"}])
    );
    assert_eq!(now["household"], wife["household"]);
    assert_eq!(
        kin(&record(&app, &number(&husband)), "spouse"),
        [new.as_str()]
    );
    let child = record(&app, &number(&child));
    assert!(kin(&child, "mother").contains(&new));
    // The family is whole: brothers and sisters are found through her.
    let relatives = app
        .dev()
        .get(&format!("/v1/citizens/{}/family", number(&child)));
    assert!(relatives.expect(200).text.contains(&new));
    send(&app, &reissue).wrong_field(422, "number", "number_cancelled");
}

#[test]
fn a_corrected_sex_is_in_the_number() {
    let app = TestApp::spawn();
    let reissue = json!({"type": "number_reissued", "number": "042088000178", "reason": "sex_or_year_corrected",
        "date_of_birth": "1989-09-14"});
    let new = happened(&app, &reissue).remove(0).0;
    let now = record(&app, &new);
    assert_eq!(
        (now["gender"].as_str(), now["date_of_birth"].as_str()),
        (Some("female"), Some("1989-09-14"))
    );
    assert!(new.starts_with("042189"), "{new}");
    let bound = json!({"type": "number_reissued", "number": "042085000488", "reason": "sex_or_year_corrected",
        "gender": "female"});
    send(&app, &bound).wrong_field(422, "gender", "contradicts_record");
}

#[test]
fn who_obtains_a_nationality_gets_another_number_and_loses_the_certificate() {
    let app = TestApp::spawn();
    let obtained = |number: &str| json!({"type": "number_reissued", "number": number, "reason": "nationality_obtained"});
    send(&app, &obtained("042085000488")).wrong_field(422, "reason", "contradicts_record");
    let new = happened(&app, &obtained("079069000368")).remove(0).0;
    let now = record(&app, &new);
    assert_eq!(now["nationality"], json!(["VN"]));
    assert_eq!(now.get("undetermined_nationality"), None);
    assert_eq!(now["card"]["custody"], "withdrawn");
    happened(&app, &json!({"type": "card_renewed", "number": new}));
    assert_eq!(record(&app, &new)["card"]["kind"], "identity_card");
}

#[test]
fn a_card_is_renewed_by_the_ages_of_the_law() {
    let app = TestApp::spawn();
    let expired = "042085000445";
    assert_eq!(record(&app, expired)["card"]["state"], "expired");
    let told = happened(
        &app,
        &json!({"type": "card_renewed", "on": "2025-06-30", "number": expired}),
    );
    assert_eq!(told[0].2, ["card"]);
    let card = &record(&app, expired)["card"];
    assert_eq!(
        (card["kind"].as_str(), card["issued_on"].as_str()),
        (Some("identity_card"), Some("2025-06-30"))
    );
    // Born 1985-02-10: 40 by then, so until 60.
    assert_eq!(
        (card["state"].as_str(), card["expires_on"].as_str()),
        (Some("valid"), Some("2045-02-10"))
    );

    let good = json!({"type": "card_renewed", "number": "042198000450"});
    send(&app, &good).wrong_field(422, "reason", "card_not_due");
    let lost = json!({"type": "card_renewed", "number": "042198000450", "reason": "lost"});
    happened(&app, &lost);
    // A child receives the first one, whatever the reason.
    happened(
        &app,
        &json!({"type": "card_renewed", "number": "042317000407"}),
    );
    assert_eq!(
        record(&app, "042317000407")["card"]["expires_on"],
        "2031-04-10"
    );
    let held = json!({"type": "card_renewed", "number": "042089000475", "reason": "lost"});
    send(&app, &held).wrong_field(422, "number", "contradicts_record");
}

#[test]
fn an_electronic_identity_is_locked_with_its_reason_and_unlocked() {
    let app = TestApp::spawn();
    let whose = "042204000033";
    let lock = |reason: &str| json!({"type": "identity_locked", "number": whose, "reason": reason});
    let told = happened(&app, &lock("holder_request"));
    assert_eq!(
        told,
        [(
            whose.to_owned(),
            "subject".to_owned(),
            vec!["electronic_identity".to_owned()]
        )]
    );
    assert_eq!(
        record(&app, whose)["electronic_identity"]["locked"],
        "holder_request"
    );
    send(&app, &lock("holder_request")).wrong_field(422, "number", "nothing_changes");
    happened(&app, &lock("authority_request"));
    send(&app, &lock("death")).wrong_field(422, "reason", "value_unknown");
    let unlock = json!({"type": "identity_unlocked", "number": whose});
    happened(&app, &unlock);
    assert_eq!(
        record(&app, whose)["electronic_identity"].get("locked"),
        None
    );
    send(&app, &unlock).wrong_field(422, "number", "nothing_changes");
    let none = json!({"type": "identity_unlocked", "number": "042142000012"});
    send(&app, &none).wrong_field(422, "number", "identity_missing");
}
