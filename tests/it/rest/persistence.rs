//! An answered edit outlives the process, however it ends.

use serde_json::json;

use crate::support::{TestApp, data_folder};

#[test]
fn edits_survive_a_kill_right_after_their_answer() {
    let folder = data_folder();
    let app = TestApp::spawn_over(folder.path());
    let dev = app.dev();
    let person =
        json!({"full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03", "gender": "female"});
    let made = dev.post("/v1/citizens", &person).expect(201);
    dev.patch(
        "/v1/citizens/042085000488",
        "*",
        &json!({"occupation": "Thợ điện"}),
    )
    .expect(200);
    dev.delete("/v1/citizens/042142000012", "*").expect(204);
    app.kill();

    let app = TestApp::spawn_over(folder.path());
    let dev = app.dev();
    let again = dev.get(made.header("location")).expect(200);
    assert_eq!(again.json(), made.json());
    assert_eq!(again.header("etag"), made.header("etag"));
    assert_eq!(dev.record("042085000488").0["occupation"], "Thợ điện");
    dev.get("/v1/citizens/042142000012").expect(404);
}

#[test]
fn an_edited_record_reads_the_same_before_and_after_a_restart() {
    let folder = data_folder();
    let app = TestApp::spawn_over(folder.path());
    let numbers = [
        "042085000488",
        "042093000189",
        "042073000315",
        "042317000407",
    ];
    let patch = json!({"email": "a@example.example", "other_name": "Tí"});
    let before = numbers.map(|number| {
        app.dev()
            .patch(&format!("/v1/citizens/{number}"), "*", &patch)
            .expect(200);
        app.dev().record(number)
    });
    drop(app);
    let app = TestApp::spawn_over(folder.path());
    assert_eq!(numbers.map(|number| app.dev().record(number)), before);
}

#[test]
fn a_reset_survives_too() {
    let folder = data_folder();
    let app = TestApp::spawn_over(folder.path());
    app.dev()
        .delete("/v1/citizens/042142000012", "*")
        .expect(204);
    app.dev().post("/admin/reset", &json!({})).expect(204);
    app.kill();
    let app = TestApp::spawn_over(folder.path());
    app.dev().get("/v1/citizens/042142000012").expect(200);
}

#[test]
fn the_population_file_is_never_written_to() {
    let folder = data_folder();
    let file = folder.path().join("population.db");
    let before = std::fs::metadata(&file).unwrap().modified().unwrap();
    let app = TestApp::spawn_over(folder.path());
    app.dev()
        .delete("/v1/citizens/042142000012", "*")
        .expect(204);
    app.dev().post("/admin/reset", &json!({})).expect(204);
    drop(app);
    assert_eq!(
        std::fs::metadata(&file).unwrap().modified().unwrap(),
        before
    );
    for stray in [
        "population.db-wal",
        "population.db-shm",
        "population.db-journal",
    ] {
        assert!(!folder.path().join(stray).exists());
    }
}
