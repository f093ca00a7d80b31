//! Snapshots: a world is what it was, as often as one likes.

use serde_json::{Value, json};

use super::{mobile, sandbox, set_mobile};
use crate::support::{AppOptions, Caller, TestApp, data_folder};

fn take(caller: &Caller, name: &str) {
    caller
        .post("/admin/snapshots", &json!({"name": name}))
        .expect(201);
}

fn restore(caller: &Caller, name: &str) {
    let path = format!("/admin/snapshots/{name}/restore");
    caller.post(&path, &Value::Null).expect(204);
}

#[test]
fn a_world_goes_back_to_a_snapshot_as_often_as_one_likes() {
    let app = TestApp::spawn();
    let owner = sandbox(&app).owner;
    set_mobile(&owner, "0100000001");
    owner
        .put("/admin/clock", &json!({"as_of": "2024-07-02"}))
        .expect(200);
    take(&owner, "first");
    for _again in 0..2 {
        set_mobile(&owner, "0100000002");
        owner.put("/admin/clock", &json!({})).expect(200);
        restore(&owner, "first");
        assert_eq!(mobile(&owner), "0100000001");
        assert_eq!(
            owner.get("/admin/clock").expect(200).json()["as_of"],
            "2024-07-02"
        );
    }
    // It outlives a reset, and is nobody else's.
    owner.post("/admin/reset", &json!({})).expect(204);
    restore(&owner, "first");
    assert_eq!(mobile(&owner), "0100000001");
    let missing = app
        .dev()
        .post("/admin/snapshots/first/restore", &Value::Null);
    missing.problem(404, "snapshot_not_found");
    let names = owner.get("/admin/snapshots").expect(200).json();
    assert_eq!(names["snapshots"][0]["name"], "first");
    owner.delete("/admin/snapshots/first", "*").expect(204);
    owner
        .delete("/admin/snapshots/first", "*")
        .problem(404, "snapshot_not_found");
}

#[test]
fn what_the_default_world_went_back_to_outlives_the_process() {
    let folder = data_folder();
    let spawn = || {
        TestApp::spawn_with(AppOptions {
            data: Some(folder.path()),
            as_of: Some("2025-07-01"),
            ..AppOptions::default()
        })
    };
    let app = spawn();
    let dev = app.dev();
    set_mobile(&dev, "0100000001");
    take(&dev, "first");
    set_mobile(&dev, "0100000002");
    let person =
        json!({"full_name": "Trần Thử", "date_of_birth": "1990-02-03", "gender": "female"});
    let added = dev.post("/v1/citizens", &person).expect(201).json();
    restore(&dev, "first");
    drop(app);
    let app = spawn();
    assert_eq!(mobile(&app.dev()), "0100000001");
    let number = added["number"].as_str().unwrap();
    app.dev().get(&format!("/v1/citizens/{number}")).expect(404);
}
