//! The page on which citizens read who asked about them.

use serde_json::json;

use super::citizen::Citizen;
use crate::support::{TestApp, question};

/// Who looks.
const THANH: (&str, &str, &str) = ("042085000488", "Nguyễn Văn Thành", "1985-05-12");
/// Somebody else.
const LAN: (&str, &str, &str) = ("042190000099", "Trần Lan", "1990-06-17");

#[test]
fn a_citizen_reads_every_call_about_them_and_no_other() {
    let app = TestApp::spawn();
    let body = |(number, name, date): (&str, &str, &str)| question(number, name, date);
    let portal = app.portal();
    portal.match_person(THANH.0, THANH.1, THANH.2).expect(200);
    portal
        .match_person(THANH.0, "Lê Văn Sai", THANH.2)
        .expect(200);
    app.one_stop().match_person(LAN.0, LAN.1, LAN.2).expect(200);
    app.one_stop().post("/v1/lookup", &body(THANH)).expect(200);
    // By the number of before, and by name alone.
    app.officer()
        .match_person("183000048", THANH.1, THANH.2)
        .expect(200);
    let search = json!({"full_name": THANH.1, "date_of_birth": THANH.2});
    app.officer().post("/v1/search", &search).expect(200);
    app.portal()
        .post("/v1/match/batch", &json!([body(LAN), body(THANH)]))
        .expect(200);

    let citizen = Citizen::arrive(&app);
    let number = THANH.0.to_owned();
    citizen.go_to_vneid();
    citizen.browser.fill("Người cầm điện thoại", &number);
    citizen.press("Chấp thuận trên điện thoại", "Approve on the phone");
    citizen.agree();
    citizen.browser.go("/vneid");
    citizen
        .browser
        .click_text("Ai đã tra cứu thông tin của tôi");
    citizen.browser.expect_text("Xem thông tin công dân");
    citizen.browser.screenshot_step("09-lookups");
    let told = citizen.browser.text();
    for (words, times) in [
        ("So khớp họ tên, ngày sinh", 4),
        ("Xem thông tin công dân", 1),
        ("Tìm kiếm", 1),
        ("Khớp\n", 3),
        ("Không khớp, không cung cấp gì", 1),
        ("one-stop", 1),
        ("Cổng Dịch vụ công Quốc gia", 1),
    ] {
        let text = told.replace('\t', "\n") + "\n";
        let counted = text.matches(words).count();
        assert!(counted >= times, "{words}: {counted} of {times} in {told}");
    }
    for other in ["Lan", LAN.0, "042*******99"] {
        assert!(!told.contains(other), "{other}: {told}");
    }
    assert_eq!(
        citizen.browser.accessibility_violations(),
        Vec::<String>::new()
    );
    citizen.browser.click_text("English");
    citizen.browser.expect_text("Who looked me up");
    citizen.browser.expect_text("Read the record");
    citizen.browser.screenshot_step("10-lookups-english");
    citizen.browser.set_window(400, 800);
    assert!(!citizen.browser.overflows());
}
