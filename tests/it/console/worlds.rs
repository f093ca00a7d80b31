//! Worlds from the console: sandboxes made and thrown away, clocks, snapshots, leases.

use serde_json::json;

use super::{THANH, operator};
use crate::support::{TestApp, Visitor};

#[test]
fn a_sandbox_is_made_entered_and_thrown_away() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = visitor.open("/console/sandboxes");
    let wanted = [
        ("id", "job-17"),
        ("idle_seconds", "60"),
        ("as_of", "2024-07-02"),
    ];
    let page = visitor.press(&page, "Tạo sandbox", &wanted).expect(200);
    assert_eq!(page.message(), "Đã tạo sandbox job-17.");
    let told = app.dev().get("/admin/sandboxes/job-17").expect(200).json();
    assert!(page.answer.text.contains(told["key"].as_str().unwrap()));
    assert!(page.answer.text.contains("02/07/2024"));
    let again = visitor.press(&page, "Tạo sandbox", &wanted).expect(200);
    assert_eq!(again.message(), "Đã có sandbox với mã này.");
    let within = visitor.press(&page, "Vào", &[]).expect(200);
    let within = within.stands_at("/s/job-17/console");
    assert!(within.answer.text.contains("02/07/2024"));
    let there = visitor.open("/s/job-17/console/sandboxes").expect(200);
    // Whoever deletes the world they stand in is in the default one afterwards.
    let outside = visitor.press(&there, "Xóa", &[]).expect(200);
    outside.stands_at("/console");
    app.dev().get("/admin/sandboxes/job-17").expect(404);
}

#[test]
fn what_is_wrong_with_a_sandbox_or_a_clock_is_explained() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = visitor.open("/console/sandboxes");
    for (field, value, said) in [
        ("id", "Not An Id", "chữ cái thường"),
        ("idle_seconds", "soon", "số giây"),
        ("as_of", "2024", "yyyy-MM-dd"),
    ] {
        let told = visitor.press(&page, "Tạo sandbox", &[(field, value)]);
        assert!(told.message().contains(said), "{field}: {}", told.message());
    }
    let page = visitor.open("/console/world");
    let told = visitor.press(&page, "Đặt đồng hồ", &[("shift", "PT1H"), ("as_of", "x")]);
    let said = told.message();
    assert!(said.contains("as_of") && said.contains("shift"), "{said}");
}

#[test]
fn the_clock_of_the_world_is_set_and_is_the_real_one_where_nothing_is_said() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = visitor.open("/console/world");
    let wanted = [
        ("as_of", "2024-01-15"),
        ("shift", "P1M"),
        ("token_time", "-PT5M"),
    ];
    visitor.press(&page, "Đặt đồng hồ", &wanted).expect(200);
    let told = app.dev().get("/admin/clock").expect(200).json();
    assert_eq!(told["business_date"], "2024-02-15");
    assert_eq!(told["token_time"], "-PT5M");
    let page = visitor.open("/console/world");
    assert!(page.answer.text.contains("15/02/2024"));
    let nothing = [("as_of", ""), ("shift", ""), ("token_time", "")];
    visitor.press(&page, "Đặt đồng hồ", &nothing).expect(200);
    let told = app.dev().get("/admin/clock").expect(200).json();
    assert_eq!(
        (&told["as_of"], &told["token_time"]),
        (&json!(null), &json!(null))
    );
}

#[test]
fn a_snapshot_is_taken_gone_back_to_and_thrown_away() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = visitor.open("/console/world");
    let page = visitor.press(&page, "Chụp", &[("name", "before")]);
    assert_eq!(page.message(), "Đã chụp.");
    let (_, version) = app.dev().record(THANH);
    let path = format!("/v1/citizens/{THANH}");
    app.dev()
        .patch(&path, &version, &json!({"mobile": "0100000999"}))
        .expect(200);
    let page = visitor.press(&page, "Quay về", &[]).expect(200);
    assert_eq!(page.message(), "Đã quay về bản chụp.");
    assert_ne!(app.dev().record(THANH).0["mobile"], "0100000999");
    let page = visitor.press(&page, "Xóa", &[]);
    assert_eq!(page.message(), "Đã xóa bản chụp.");
    let told = app.dev().get("/admin/snapshots").expect(200).json();
    assert_eq!(told["snapshots"], json!([]));
}

#[test]
fn people_are_leased_and_free_again() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = visitor.open("/console/world");
    let wanted = [("q", "nữ, thành niên"), ("count", "2"), ("seconds", "60")];
    let page = visitor.press(&page, "Giữ", &wanted).expect(200);
    assert_eq!(page.message(), "Đã giữ những người này cho bạn.");
    let told = app.dev().get("/admin/leases").expect(200).json();
    assert_eq!(told["leases"][0]["people"], 2);
    let page = visitor.press(&page, "Trả lại", &[]).expect(200);
    assert_eq!(page.message(), "Đã trả lại.");
    let told = app.dev().get("/admin/leases").expect(200).json();
    assert_eq!(told["leases"], json!([]));
    let nobody = [("q", "nữ, nam")];
    let page = visitor.press(&page, "Giữ", &nobody).expect(200);
    assert!(
        page.message().contains("Chỉ còn 0 người"),
        "{}",
        page.message()
    );
}

#[test]
fn a_reset_drops_what_was_done_and_lets_nobody_stay_logged_in_but_the_operator() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let (_, version) = app.dev().record(THANH);
    let path = format!("/v1/citizens/{THANH}");
    app.dev()
        .patch(&path, &version, &json!({"mobile": "0100000999"}))
        .expect(200);
    let page = visitor.open("/console/world");
    visitor
        .press(&page, "Đặt lại thế giới này", &[])
        .expect(200);
    assert_ne!(app.dev().record(THANH).0["mobile"], "0100000999");
    visitor.open("/console").stands_at("/console");
}

#[test]
fn the_steps_of_linking_stand_in_the_console_as_in_the_portal() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let there = Visitor::new(&app).open("/portal/coverage").expect(200);
    let here = visitor.open("/console/coverage").expect(200);
    let rows = |page: &crate::support::Page| page.markup().of_name("tr");
    assert_eq!(rows(&here), rows(&there));
    // The language of a page is that of every site.
    let english = visitor.open("/console/preferences?language=en&return_to=/console/coverage");
    assert_eq!(english.heading(), "Steps of linking walked so far");
}
