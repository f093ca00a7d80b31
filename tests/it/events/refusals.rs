//! What is refused, and that nothing happens then.

use serde_json::{Value, json};

use super::{changes, family, found, kin, number, record, send};
use crate::support::TestApp;

/// What is refused: the body, the status, the field and its code.
const REFUSED: &[(&str, u16, &str, &str)] = &[
    ("{}", 400, "type", "field_missing"),
    (r#"{"type": "miracle"}"#, 422, "type", "value_unknown"),
    (r#"{"type": "created"}"#, 422, "type", "value_unknown"),
    (r#"{"type": 1}"#, 422, "type", "value_unknown"),
    (r#"{"type": "death"}"#, 400, "number", "field_missing"),
    (
        r#"{"type": "death", "number": "12"}"#,
        400,
        "number",
        "number_wrong_length",
    ),
    (
        r#"{"type": "death", "number": "042085000488", "spouse": "042085000488"}"#,
        400,
        "spouse",
        "field_unknown",
    ),
    (
        r#"{"type": "death", "number": "042085000488", "on": "2025"}"#,
        400,
        "on",
        "date_incomplete",
    ),
    (
        r#"{"type": "death", "number": "042085000488", "on": "2025-07-02"}"#,
        422,
        "on",
        "date_in_future",
    ),
    (
        r#"{"type": "death", "number": "042085000488", "on": "1985-05-11"}"#,
        422,
        "on",
        "contradicts_record",
    ),
    (
        r#"{"type": "death", "number": "042085999995"}"#,
        422,
        "number",
        "person_unknown",
    ),
    (
        r#"{"type": "death", "number": "271450027"}"#,
        422,
        "number",
        "person_ambiguous",
    ),
    (
        r#"{"type": "death", "number": "042193000182"}"#,
        422,
        "number",
        "number_cancelled",
    ),
    (
        r#"{"type": "death", "number": "042186000372"}"#,
        422,
        "number",
        "person_not_living",
    ),
    (
        r#"{"type": "divorce", "number": "042204000033"}"#,
        422,
        "number",
        "person_not_married",
    ),
    (
        r#"{"type": "renaming", "number": "042077000308", "full_name": "A B"}"#,
        422,
        "number",
        "person_not_living",
    ),
    (
        r#"{"type": "marriage", "number": "042068000267", "spouse": "042068000267"}"#,
        422,
        "spouse",
        "person_repeated",
    ),
    (
        r#"{"type": "marriage", "number": "042068000267", "spouse": "042204000033"}"#,
        422,
        "spouse",
        "gender_unfit",
    ),
    (
        r#"{"type": "marriage", "number": "042068000267", "spouse": "042187000137"}"#,
        422,
        "spouse",
        "person_married",
    ),
    (
        r#"{"type": "marriage", "number": "042068000267", "spouse": "042309000154"}"#,
        422,
        "spouse",
        "person_under_age",
    ),
    (
        r#"{"type": "marriage", "number": "042223000410", "spouse": "042195000563"}"#,
        422,
        "number",
        "person_under_age",
    ),
    (
        r#"{"type": "birth", "gender": "male", "given_name": "A"}"#,
        400,
        "mother",
        "field_missing",
    ),
    (
        r#"{"type": "birth", "mother": "042085000488", "gender": "male", "given_name": "A"}"#,
        422,
        "mother",
        "gender_unfit",
    ),
    (
        r#"{"type": "birth", "mother": "042121000062", "gender": "male", "given_name": "A"}"#,
        422,
        "mother",
        "contradicts_record",
    ),
    (
        r#"{"type": "birth", "mother": "042187000137", "gender": "male"}"#,
        400,
        "given_name",
        "field_missing",
    ),
    (
        r#"{"type": "birth", "mother": "042187000137", "gender": "male", "given_name": "A", "full_name": "B A"}"#,
        422,
        "given_name",
        "contradicts_record",
    ),
    (
        r#"{"type": "birth", "mother": "042187000137", "gender": "male", "given_name": "A", "line": "aunt"}"#,
        422,
        "line",
        "value_unknown",
    ),
    (
        r#"{"type": "birth", "mother": "042187000137", "gender": "x", "given_name": "A"}"#,
        422,
        "gender",
        "value_unknown",
    ),
    (
        r#"{"type": "move", "number": "042085000488"}"#,
        400,
        "place",
        "field_missing",
    ),
    (
        r#"{"type": "move", "number": "042085000488", "place": {"ward": "99999"}}"#,
        422,
        "place",
        "ward_unknown",
    ),
    (
        r#"{"type": "move", "number": "042085000488", "place": {"wrd": "00070"}}"#,
        400,
        "place.wrd",
        "field_unknown",
    ),
    (
        r#"{"type": "move", "number": "042085000488", "join": "042085000488"}"#,
        422,
        "join",
        "person_repeated",
    ),
    (
        r#"{"type": "move", "number": "042085000488", "join": "042187000137", "place": {"ward": "00070"}}"#,
        422,
        "place",
        "place_contradiction",
    ),
    (
        r#"{"type": "move", "number": "042085000488", "place": {"ward": "00070"}, "relation_to_head": "CH28"}"#,
        422,
        "relation_to_head",
        "contradicts_record",
    ),
    (
        r#"{"type": "move", "number": "042085000488", "join": "042187000137", "relation_to_head": "CH01"}"#,
        422,
        "relation_to_head",
        "code_unknown",
    ),
    (
        r#"{"type": "move", "number": "042085000488", "with": ["042187000137"], "place": {"ward": "00070"}}"#,
        422,
        "with[0]",
        "person_elsewhere",
    ),
    (
        r#"{"type": "move", "number": "042085000488", "with": ["042085000488"], "place": {"ward": "00070"}}"#,
        422,
        "with[0]",
        "person_repeated",
    ),
    (
        r#"{"type": "move", "number": "042085000488", "residence": "eternal", "place": {"ward": "00070"}}"#,
        422,
        "residence",
        "value_unknown",
    ),
    (
        r#"{"type": "renaming", "number": "042085000488", "full_name": "Nguyễn Văn Thành"}"#,
        422,
        "full_name",
        "nothing_changes",
    ),
    (
        r#"{"type": "number_reissued", "number": "042085000488", "reason": "boredom"}"#,
        422,
        "reason",
        "value_unknown",
    ),
    (
        r#"{"type": "number_reissued", "number": "042085000488", "reason": "collected_wrongly", "date_of_birth": "2024-01-01"}"#,
        422,
        "date_of_birth",
        "contradicts_record",
    ),
    (
        r#"{"type": "card_renewed", "number": "183000005"}"#,
        422,
        "number",
        "contradicts_record",
    ),
    (
        r#"{"type": "card_renewed", "number": "042085000488", "on": "2023-05-15", "reason": "lost"}"#,
        422,
        "on",
        "contradicts_record",
    ),
    (
        r#"{"type": "card_renewed", "number": "042317000407", "on": "2024-06-30"}"#,
        422,
        "on",
        "person_under_age",
    ),
    (
        r#"{"type": "identity_locked", "number": "042142000012", "reason": "holder_request"}"#,
        422,
        "number",
        "identity_missing",
    ),
];

#[test]
fn every_refusal_names_its_field_in_both_languages_and_changes_nothing() {
    let app = TestApp::spawn();
    for (event, status, field, code) in REFUSED {
        let event: Value = serde_json::from_str(event).unwrap();
        let vietnamese = send(&app, &event).wrong_field(*status, field, code);
        let english = app.dev().in_language("en").post("/v1/events", &event);
        let english = english.wrong_field(*status, field, code).json();
        let detail = |answer: &Value| answer["errors"][0]["detail"].clone();
        assert_ne!(detail(&vietnamese.json()), detail(&english), "{event}");
    }
    assert_eq!(changes(&app.dev(), 0), [], "nothing has happened");
    app.dev()
        .post("/v1/events", &json!([1]))
        .problem(400, "body_unreadable");
    for caller in [app.portal(), app.officer()] {
        let refused = caller.post(
            "/v1/events",
            &json!({"type": "death", "number": "042085000488"}),
        );
        refused.problem(403, "scope_missing");
    }
}

#[test]
fn kin_do_not_marry() {
    let app = TestApp::spawn();
    let [husband, _wife, child] = family(&app);
    // Free, of age and of the other sex: what is left is that they are kin.
    let free = |number: &str, gender: &str, relatives: Value| {
        let (_, version) = app.dev().record(number);
        let mut patch = json!({"marital_status": "never_married", "gender": gender, "date_of_birth": "1990-01-01"});
        if !relatives.is_null() {
            patch["relatives"] = relatives;
        }
        app.dev()
            .patch(&format!("/v1/citizens/{number}"), &version, &patch)
            .expect(200);
    };
    let marry = |one: &str, other: &str| {
        send(
            &app,
            &json!({"type": "marriage", "number": one, "spouse": other}),
        )
    };
    let (his, theirs) = (number(&husband), number(&child));
    // Father and child.
    let only_child =
        json!([{"relation": "child", "full_name": child["full_name"], "number": theirs}]);
    free(&his, "male", only_child);
    free(&theirs, "female", Value::Null);
    marry(&his, &theirs).wrong_field(422, "spouse", "persons_related");
    // Two children of one mother.
    let siblings = found(&app, "has children, female", 300);
    let siblings = siblings.iter().map(|mother| kin(mother, "child"));
    let pair = siblings.into_iter().find(|children| {
        children.len() >= 2
            && children.iter().all(|child| {
                let child = record(&app, child);
                child["record_status"] == "active" && kin(&child, "spouse").is_empty()
            })
    });
    let pair = pair.expect("brothers and sisters");
    free(&pair[0], "male", Value::Null);
    free(&pair[1], "female", Value::Null);
    marry(&pair[0], &pair[1]).wrong_field(422, "spouse", "persons_related");
}
