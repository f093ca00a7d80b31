//! The console, walked by whoever runs the mock: in both languages, on a phone, without scripts.

use serde_json::json;

use super::citizen::{Citizen, PHONE};
use crate::support::{BrowserOptions, Key, TestApp};

/// A window in which wide tables stand whole, as the pictures of the documentation have it.
const DESK: (u32, u32) = (1280, 900);

/// Types a key into the door of the console.
#[track_caller]
pub fn type_key(citizen: &Citizen<'_>, key: &str) {
    let field = citizen.say("Khóa quản trị", "Administrator's key");
    citizen.browser.fill(field, key);
    citizen.press("Mở", "Open");
}

/// A question that misses by a name.
fn ask(app: &TestApp, name: &str) {
    let question =
        json!({"number": "042085000488", "full_name": name, "date_of_birth": "1985-05-12"});
    app.portal().post("/v1/match", &question).expect(200);
}

/// Every page once, and something changed on the way.
fn walk(citizen: &Citizen<'_>, picture: &dyn Fn(&str)) {
    let browser = &citizen.browser;
    browser.go("/console");
    type_key(citizen, "dev-key");
    citizen.expect("Dân số của bản giả lập này", "The population of this mock");
    picture("09-console");

    citizen.browser.click(".tabs a[href$='/people']");
    browser.fill("#q", "góa, hai cmnd");
    browser.click("main form:nth-of-type(2) .buttons button");
    citizen.expect("Hiểu là: widowed, 2 cmnd", "Understood as: widowed, 2 cmnd");
    browser.fill("#who", "042085000488");
    browser.press_keys(Key::Enter);
    citizen.expect(
        "Thẻ và những gì máy đọc được",
        "The card and what machines read off it",
    );
    picture("10-person");

    citizen.press("Vào phòng so khớp", "Into the match lab");
    browser.fill("#typed_name", "NGUYEN VAN THANH");
    citizen.press("So khớp", "Compare");
    citizen.expect("cần xem xét", "review");
    citizen.expect("quyết định", "decides");
    picture("11-match-lab");
    citizen.press("Chạy một tệp có nhãn", "Run a labelled file");
    browser.fill("#pasted", "a,b,same_person\nLê An,LE AN,no");
    citizen.press("Chạy", "Run");
    citizen.expect("Các cặp của bạn:", "Your pairs:");

    browser.go("/console/sandboxes");
    browser.fill("#id", "walked");
    browser.fill("#as_of", "2024-07-02");
    citizen.press("Tạo sandbox", "Make a sandbox");
    citizen.expect("Đã tạo sandbox walked.", "Sandbox walked is made.");
    citizen.press("Vào walked", "Enter walked");
    citizen.expect("Ngày nghiệp vụ 02/07/2024", "Business date 02/07/2024");
    assert_eq!(browser.path(), "/s/walked/console");
    browser.go("/s/walked/console/world");
    browser.fill("#shift", "P1Y");
    citizen.press("Đặt đồng hồ", "Set the clock");
    citizen.expect("Ngày nghiệp vụ 02/07/2025", "Business date 02/07/2025");
    browser.go("/s/walked/console/coverage");
    citizen.expect("0 / 30", "0 / 30");

    browser.go("/console/journal");
    citizen.expect("no_match", "no_match");
    browser.go("/console/journal/1?unmask=true");
    citizen.expect("Người gần nhất", "The nearest person");
    picture("12-journal");
    browser.click("form[action$='/logout'] button");
    citizen.expect("Đã đăng xuất.", "Logged out.");
    browser.go("/s/walked/console");
    citizen.expect("Mở bàn điều khiển", "Open the console");
}

#[test]
fn the_console_is_walked_in_vietnamese() {
    let app = TestApp::spawn();
    ask(&app, "Nguyễn Văn Thanh Tùng");
    let options = BrowserOptions {
        window: DESK,
        ..BrowserOptions::default()
    };
    let citizen = Citizen::arrive_with(&app, options);
    walk(&citizen, &|name| citizen.browser.screenshot_step(name));
    assert!(app.dev().get("/admin/sandboxes/walked").expect(200).status == 200);
}

#[test]
fn the_console_is_walked_in_english_on_a_phone_and_without_scripts() {
    let app = TestApp::spawn();
    ask(&app, "Nguyễn Văn Thanh Tùng");
    let options = BrowserOptions {
        window: PHONE,
        scripts: false,
        ..BrowserOptions::default()
    };
    let citizen = Citizen::arrive_with(&app, options).reading_english();
    walk(&citizen, &|_name| ());
    citizen.browser.go("/console");
    type_key(&citizen, "dev-key");
    citizen.expect("Dân số của bản giả lập này", "The population of this mock");
    citizen.browser.go("/console/journal");
    // Nothing is offered that needs scripts.
    assert!(!citizen.sees("Theo dõi trực tiếp", "Follow live"));
    citizen.browser.go("/console/people?who=042085000488");
    citizen.expect("042085000488", "042085000488");
    assert!(!citizen.sees("Chép", "Copy"));
}

#[test]
fn calls_come_into_the_journal_as_they_are_made() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    let browser = &citizen.browser;
    browser.go("/console/journal?outcome=no_match");
    type_key(&citizen, "dev-key");
    citizen.expect("Chưa có lời gọi nào như vậy.", "There is no such call yet.");
    citizen.press("Theo dõi trực tiếp", "Follow live");
    citizen.expect("Đang theo dõi.", "Following.");
    ask(&app, "Nguyễn Văn Thành");
    ask(&app, "Ai Đó");
    citizen.expect("042*******88 A. Đ. 1985", "042*******88 A. Đ. 1985");
    citizen.expect("name_differs", "name_differs");
    assert!(
        !citizen.sees("all_agree", "all_agree"),
        "what the filter leaves out"
    );
    browser.click(".calls tbody a");
    citizen.expect("Người gần nhất", "The nearest person");
    assert_eq!(browser.path(), "/console/journal/2");
    browser.go("/console/journal");
    citizen.press("Theo dõi trực tiếp", "Follow live");
    citizen.expect("Đang theo dõi.", "Following.");
    citizen.press("Theo dõi trực tiếp", "Follow live");
    citizen.expect("Đã dừng.", "Stopped.");
}

#[test]
fn a_value_is_copied_by_its_button_and_the_session_is_out_of_reach_of_scripts() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    let browser = &citizen.browser;
    browser.go("/console/people?who=042085000488");
    type_key(&citizen, "dev-key");
    citizen.expect("Danh tính", "Identity");
    let cookie = browser.cookie("dancu_console").unwrap();
    assert_eq!(cookie.http_only, Some(true));
    citizen.press("Chép vùng máy đọc", "Copy the machine-readable zone");
    browser.go("/console/match/file");
    browser.click("#pasted");
    browser.press_together(Key::Control, 'v');
    let pasted = browser.focused_value();
    assert!(pasted.starts_with("IDVNM085000488"), "{pasted}");
    assert_eq!(pasted.lines().count(), 3);
}
