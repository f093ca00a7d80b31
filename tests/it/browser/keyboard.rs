//! Pages without a mouse: by keys alone, with a focus that shows; and the button that copies a call.

use super::citizen::{Citizen, SERVICE, VNEID_PASSWORD};
use crate::support::{BrowserOptions, Key, TestApp};

/// More stops than any page has before what is looked for.
const MOST_STOPS: usize = 40;

/// Goes from stop to stop until the focus is on what is called so. It shows at every stop.
#[track_caller]
fn tab_to(citizen: &Citizen<'_>, name: &str) {
    let browser = &citizen.browser;
    let mut stops = Vec::new();
    for _ in 0..MOST_STOPS {
        browser.press_keys(Key::Tab);
        let stop = browser.focused();
        assert!(
            stop.is_empty() || browser.focus_shows(),
            "no focus shows on {stop}"
        );
        if stop == name {
            return;
        }
        stops.push(stop);
    }
    panic!("the keyboard does not come to {name}: {stops:?}");
}

#[track_caller]
fn press(citizen: &Citizen<'_>, name: &str) {
    tab_to(citizen, name);
    citizen.browser.press_keys(Key::Enter);
}

#[track_caller]
fn fill(citizen: &Citizen<'_>, name: &str, text: &str) {
    tab_to(citizen, name);
    citizen.browser.press_keys(text);
}

/// The first stop of a page leads past its head.
#[track_caller]
fn skip_the_head(citizen: &Citizen<'_>) {
    let browser = &citizen.browser;
    browser.press_keys(Key::Tab);
    assert_eq!(browser.focused(), "Đến nội dung chính");
    assert!(browser.focus_shows());
    browser.press_keys(Key::Enter);
}

#[test]
fn an_account_is_linked_and_left_by_keys_alone() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    let account = citizen.account("nguyenvanthanh");
    citizen.browser.go(SERVICE);
    skip_the_head(&citizen);
    // The same words stand in the head, and lead elsewhere.
    press(&citizen, "Đăng nhập");
    citizen.expect("Chọn cách đăng nhập", "Choose how to log in");
    press(
        &citizen,
        "Tài khoản được cấp bởi Cổng dịch vụ công Quốc gia",
    );
    citizen.expect("Mật khẩu", "Password");
    fill(&citizen, "Tên đăng nhập", &account.username);
    fill(&citizen, "Mật khẩu", &account.password);
    press(&citizen, "Đăng nhập");
    citizen.expect("So khớp với CSDL", "Compare");
    fill(&citizen, "Số CCCD", &account.cccd);
    citizen.browser.press_keys(Key::Enter);
    citizen.expect("✔ đã xác thực", "confirmed");
    assert_eq!(citizen.browser.path(), SERVICE);

    press(&citizen, &account.full_name);
    press(&citizen, "Đăng xuất");
    citizen.expect("Đã đăng xuất.", "Logged out.");
}

#[test]
fn vneid_opens_by_keys_alone() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    let number = citizen.account("phantrongnghia").cccd;
    citizen.browser.go(SERVICE);
    skip_the_head(&citizen);
    press(&citizen, "Đăng nhập");
    citizen.expect("Chọn cách đăng nhập", "Choose how to log in");
    press(&citizen, "VNeID");
    citizen.expect("Đăng nhập VNeID", "Log in with VNeID");
    skip_the_head(&citizen);
    fill(&citizen, "Số định danh cá nhân", &number);
    fill(&citizen, "Mật khẩu", VNEID_PASSWORD);
    citizen.browser.press_keys(Key::Enter);
    citizen.expect("Đồng ý chia sẻ thông tin", "Consent to share");
    press(&citizen, "Đồng ý");
    citizen.expect("Đã đăng nhập", "Logged in");
    assert_eq!(citizen.browser.path(), SERVICE);
}

#[test]
fn a_call_of_the_panel_is_copied_by_its_button() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    let browser = &citizen.browser;
    citizen.log_in_to_link("nguyenvanthanh");
    let number = citizen.account("tranlan").cccd;
    citizen.submit_number(&number);
    citizen.expect("không khớp", "do not match");
    citizen.press("Chép", "Copy");
    citizen.expect("Đã chép", "Copied");
    browser.click("#number");
    // The number that was refused stands there still.
    browser.press_together(Key::Control, 'a');
    browser.press_together(Key::Control, 'v');
    let pasted = browser.focused_value();
    assert!(
        pasted.starts_with("curl --include 'http://127.0.0.1:"),
        "{pasted}"
    );
    assert!(
        pasted.contains("/v1/match") && pasted.contains(&number),
        "{pasted}"
    );
}

#[test]
fn without_scripts_nothing_is_offered_that_needs_them() {
    let app = TestApp::spawn();
    let options = BrowserOptions {
        scripts: false,
        ..BrowserOptions::default()
    };
    let citizen = Citizen::arrive_with(&app, options);
    citizen.log_in_to_link("nguyenvanthanh");
    let number = citizen.account("tranlan").cccd;
    citizen.submit_number(&number);
    citizen.expect("curl --include", "curl --include");
    assert!(!citizen.sees("Chép", "Copy"));
}

#[test]
fn the_panel_is_hidden_and_shown_again() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    citizen.browser.go(SERVICE);
    citizen.expect("Chưa có lời gọi nào.", "No call yet.");
    citizen.press("Ẩn", "Hide");
    citizen.expect("Hiện lời gọi HTTP", "Show HTTP calls");
    assert!(!citizen.sees("Chưa có lời gọi nào.", "No call yet."));
    assert_eq!(citizen.browser.path(), SERVICE);
    citizen.press("Hiện lời gọi HTTP", "Show HTTP calls");
    citizen.expect("Chưa có lời gọi nào.", "No call yet.");
}
