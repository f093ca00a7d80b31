//! The change feed: order, pages, who sees what, and what a reset or a restart does to it.

use serde_json::{Value, json};

use super::{changes, family, happened, number, record, send};
use crate::support::{AppOptions, TestApp, data_folder, eventually};
use crate::wire::clients::told_by_the_sync_feed;
use dancu::clock::real_time;

const THANH: &str = "042085000488";

fn newcomer(more: &Value) -> Value {
    let mut person =
        json!({"full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03", "gender": "female"});
    person
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    person
}

fn add(app: &TestApp, more: &Value) -> String {
    let made = app.dev().post("/v1/citizens", &newcomer(more)).expect(201);
    number(&made.json())
}

fn told(expected: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    expected
        .iter()
        .map(|(event, role, number)| {
            (
                (*event).to_owned(),
                (*role).to_owned(),
                (*number).to_owned(),
            )
        })
        .collect()
}

#[test]
fn everything_that_happens_is_told_in_order() {
    let app = TestApp::spawn();
    assert_eq!(changes(&app.dev(), 0), []);
    let made = add(&app, &json!({}));
    let (_, version) = app.dev().record(THANH);
    app.dev()
        .patch(
            &format!("/v1/citizens/{THANH}"),
            &version,
            &json!({"mobile": "0100000001"}),
        )
        .expect(200);
    app.dev()
        .delete(&format!("/v1/citizens/{made}"), "*")
        .expect(204);
    let event = json!({"type": "identity_locked", "number": THANH, "reason": "holder_request"});
    let answer = send(&app, &event).expect(201);
    assert_eq!(answer.header("location"), format!("/v1/citizens/{THANH}"));
    let cursors = (
        answer.json()["since"].as_u64(),
        answer.json()["cursor"].as_u64(),
    );
    assert_eq!(cursors, (Some(3), Some(4)));
    let expected = told(&[
        ("created", "subject", &made),
        ("edited", "subject", THANH),
        ("deleted", "subject", &made),
        ("identity_locked", "subject", THANH),
    ]);
    assert_eq!(changes(&app.dev(), 0), expected);
    assert_eq!(changes(&app.dev(), 3), expected[3..]);
    let page = app
        .dev()
        .get("/v1/changes?since=1&limit=2")
        .expect(200)
        .json();
    assert_eq!(
        (
            page["next"].as_u64(),
            page["more"].as_bool(),
            page["dropped"].as_u64()
        ),
        (Some(3), Some(true), Some(0))
    );
    let last = app.dev().get("/v1/changes?since=4").expect(200).json();
    assert_eq!(
        (last["next"].as_u64(), last["more"].as_bool()),
        (Some(4), Some(false))
    );
    for (query, status, field, code) in [
        ("since=5", 422, "since", "value_out_of_range"),
        ("limit=0", 422, "limit", "value_out_of_range"),
        ("limit=1001", 422, "limit", "value_out_of_range"),
        ("until=5", 400, "until", "field_unknown"),
    ] {
        let refused = app.dev().get(&format!("/v1/changes?{query}"));
        refused.wrong_field(status, field, code);
    }
}

#[test]
fn changes_of_one_event_stand_together() {
    let app = TestApp::spawn();
    let [husband, _wife, _child] = family(&app);
    add(&app, &json!({}));
    let people = happened(&app, &json!({"type": "death", "number": number(&husband)}));
    let answer = app.dev().get("/v1/changes?since=1").expect(200).json();
    let changes = answer["changes"].as_array().unwrap();
    let numbers: Vec<_> = changes
        .iter()
        .map(|change| change["number"].as_str().unwrap())
        .collect();
    let expected: Vec<_> = people
        .iter()
        .map(|(number, _, _)| number.as_str())
        .collect();
    assert_eq!(numbers, expected);
    assert!(
        changes
            .iter()
            .all(|change| change["event_id"] == 2 && change["event"] == "death")
    );
    assert!(changes[0]["at"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn who_may_look_up_sees_everybody_but_the_protected_and_no_cancelled_number() {
    let app = TestApp::spawn();
    let hidden = add(&app, &json!({"restricted": true}));
    let deleted = add(&app, &json!({"restricted": true}));
    app.dev()
        .delete(&format!("/v1/citizens/{deleted}"), "*")
        .expect(204);
    let reissue = json!({"type": "number_reissued", "number": THANH, "reason": "false_papers"});
    let new = happened(&app, &reissue).remove(0).0;
    let child = "042317000407";
    let all = told(&[
        ("created", "subject", &hidden),
        ("created", "subject", &deleted),
        ("deleted", "subject", &deleted),
        ("number_reissued", "subject", &new),
        ("number_reissued", "affected", child),
    ]);
    assert_eq!(changes(&app.dev(), 0), all);
    assert_eq!(changes(&app.one_stop(), 0), all[3..]);
    let former = |answer: crate::support::Answer| {
        let changes = answer.expect(200).json()["changes"].clone();
        let mut changes = changes.as_array().unwrap().iter();
        let reissued = changes.find(|change| change["number"] == *new);
        reissued.unwrap()["former_number"].clone()
    };
    assert_eq!(former(app.dev().get("/v1/changes")), THANH);
    assert_eq!(former(app.one_stop().get("/v1/changes")), Value::Null);
    app.portal()
        .get("/v1/changes")
        .problem(403, "scope_missing");
    app.nobody().get("/v1/changes").problem(401, "key_missing");
    // Whom a caller does not see stands between no two pages.
    let page = app.one_stop().get("/v1/changes?limit=1").expect(200).json();
    assert_eq!(
        (page["next"].as_u64(), page["more"].as_bool()),
        (Some(4), Some(true))
    );
}

#[test]
fn the_feed_counts_on_over_a_restart_and_a_reset() {
    let data = data_folder();
    let app = TestApp::spawn_over(data.path());
    let [husband, _wife, _child] = family(&app);
    happened(&app, &json!({"type": "death", "number": number(&husband)}));
    let before = changes(&app.dev(), 0);
    let count = before.len() as u64;
    drop(app);
    let app = TestApp::spawn_over(data.path());
    assert_eq!(changes(&app.dev(), 0), before);
    app.dev().post("/admin/reset", &json!({})).expect(204);
    let reset = told(&[("reset", "", "")]);
    assert_eq!(changes(&app.dev(), 0), reset);
    assert_eq!(
        changes(&app.dev(), count),
        reset,
        "a cursor of before reads on"
    );
    drop(app);
    let app = TestApp::spawn_over(data.path());
    assert_eq!(changes(&app.one_stop(), 0), reset);
    let made = add(&app, &json!({}));
    assert_eq!(
        changes(&app.dev(), count + 1),
        told(&[("created", "subject", &made)])
    );
    let dropped = app.dev().get("/v1/changes").expect(200).json()["dropped"].clone();
    assert_eq!(dropped, count, "what the reset made void is dropped");
}

#[test]
fn going_back_to_a_snapshot_tells_all_of_it_anew() {
    let app = TestApp::spawn();
    let made = add(&app, &json!({}));
    let deleted = "042187000137";
    app.dev()
        .delete(&format!("/v1/citizens/{deleted}"), "*")
        .expect(204);
    app.dev()
        .post("/admin/snapshots", &json!({"name": "two"}))
        .expect(201);
    add(&app, &json!({}));
    app.dev()
        .post("/admin/snapshots/two/restore", &json!({}))
        .expect(204);
    let anew = told(&[
        ("reset", "", ""),
        ("created", "subject", &made),
        ("deleted", "subject", deleted),
    ]);
    assert_eq!(changes(&app.dev(), 3), anew);
}

#[test]
fn sandboxes_have_feeds_of_their_own() {
    let app = TestApp::spawn();
    add(&app, &json!({}));
    let sandbox = app
        .dev()
        .post("/admin/sandboxes", &json!({}))
        .expect(201)
        .json();
    let base = sandbox["urls"]["base_url"]
        .as_str()
        .unwrap()
        .replace(&app.base_url, "");
    let read = || {
        app.dev()
            .get(&format!("{base}/v1/changes"))
            .expect(200)
            .json()
    };
    assert_eq!(read()["changes"], json!([]));
    let birth =
        json!({"type": "birth", "mother": "042187000137", "gender": "male", "given_name": "Minh"});
    let answer = app
        .dev()
        .post(&format!("{base}/v1/events"), &birth)
        .expect(201);
    assert!(answer.header("location").starts_with(&base));
    assert_eq!(read()["changes"].as_array().unwrap().len(), 2);
    assert_eq!(changes(&app.dev(), 0).len(), 1);
}

#[test]
fn the_sync_feed_of_the_national_wire_tells_of_the_same_people() {
    let app = TestApp::spawn();
    let start = real_time().0;
    let [husband, wife, _child] = family(&app);
    happened(&app, &json!({"type": "death", "number": number(&husband)}));
    // The wire tells people by the time of their last change.
    let done = real_time();
    eventually("the next millisecond", || {
        (real_time() > done).then_some(())
    });
    let marriage = json!({"type": "marriage", "number": number(&wife), "spouse": "042068000267"});
    happened(&app, &marriage);
    let mut synced = told_by_the_sync_feed(&app, start, real_time().0);
    let mut rest: Vec<String> = changes(&app.one_stop(), 0)
        .into_iter()
        .map(|(_, _, number)| number)
        .collect();
    rest.sort();
    rest.dedup();
    synced.sort();
    assert_eq!(synced, rest);
    assert!(record(&app, &number(&wife))["marital_status"] == "married");
}

#[test]
fn the_dead_of_a_later_day_are_alive_on_an_earlier_one() {
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2026-03-01"),
        ..AppOptions::default()
    });
    let death = json!({"type": "death", "on": "2026-01-02", "number": THANH});
    happened(&app, &death);
    assert_eq!(record(&app, THANH)["record_status"], "deceased");
    app.dev()
        .put("/admin/clock", &json!({"as_of": "2026-01-01"}))
        .expect(200);
    assert_eq!(record(&app, THANH)["record_status"], "active");
}
