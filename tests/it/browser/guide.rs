//! The guide from its first page to its last, by readers of both languages, on a phone, without scripts.

use super::citizen::{Citizen, PHONE, PROVINCIAL_SERVICE, SERVICE, VNEID_PASSWORD, steps_walked};
use crate::support::{BrowserOptions, TestApp};

/// The account of the guide: it has no number yet, and the number it enters is right.
const USERNAME: &str = "nguyenvanthanh";

/// What is done at each step that the documentation shows.
type Picture<'a> = &'a dyn Fn(&str);

#[test]
fn the_guide_is_walked_in_vietnamese() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    walk(&citizen, &|name| citizen.browser.screenshot_step(name));
    assert_eq!(
        steps_walked(&app),
        ["already_linked", "linked", "mismatch", "vneid_login"]
    );
}

#[test]
fn the_guide_is_walked_in_english() {
    let app = TestApp::spawn();
    walk(&Citizen::arrive(&app).reading_english(), &|_name| ());
}

#[test]
fn the_guide_is_walked_without_scripts() {
    let app = TestApp::spawn();
    let options = BrowserOptions {
        scripts: false,
        ..BrowserOptions::default()
    };
    walk(&Citizen::arrive_with(&app, options), &|_name| ());
}

#[test]
fn the_guide_is_walked_on_a_phone() {
    let app = TestApp::spawn();
    let options = BrowserOptions {
        window: PHONE,
        ..BrowserOptions::default()
    };
    walk(&Citizen::arrive_with(&app, options), &|_name| ());
}

/// The whole guide.
fn walk(citizen: &Citizen<'_>, picture: Picture<'_>) {
    link(citizen, picture);
    log_in_again(citizen);
    log_in_with_vneid(citizen, picture);
    go_on_to_the_province(citizen, picture);
}

/// Logs in with an account of the portal, is asked for the number, types a wrong one, then the right one.
fn link(citizen: &Citizen<'_>, picture: Picture<'_>) {
    let browser = &citizen.browser;
    browser.go(SERVICE);
    citizen.expect("Chưa đăng nhập", "Not logged in");
    citizen.press("Đăng nhập", "Log in");
    citizen.expect("Chọn cách đăng nhập", "Choose how to log in");
    picture("01-login");

    let account = citizen.log_in_to_link(USERNAME);
    picture("02-link");
    let of_somebody_else = citizen.account("tranlan").cccd;
    citizen.submit_number(&of_somebody_else);
    citizen.expect(
        "Thông tin công dân không khớp với CSDL quốc gia về Dân cư.",
        "The data do not match the population database.",
    );
    assert!(browser.path().starts_with("/portal/link?"));

    citizen.submit_number(&account.cccd);
    citizen.expect(
        "Thông tin đã được CSDL quốc gia về Dân cư xác nhận.",
        "The population database confirmed your data.",
    );
    expect_the_applicant(citizen, &account.cccd);
    citizen.expect("bằng tài khoản của Cổng", "with a portal account");
    picture("03-linked");

    citizen.log_out(&account.full_name);
    citizen.expect("Đã đăng xuất.", "Logged out.");
    browser.go(SERVICE);
    citizen.expect("Chưa đăng nhập", "Not logged in");
}

/// An account that has its number goes straight on.
fn log_in_again(citizen: &Citizen<'_>) {
    let account = citizen.account(USERNAME);
    citizen.log_in(&account.username, &account.password);
    expect_the_applicant(citizen, &account.cccd);
    citizen.log_out(&account.full_name);
    citizen.expect("Đã đăng xuất.", "Logged out.");
}

/// The same business page by way of VNeID.
fn log_in_with_vneid(citizen: &Citizen<'_>, picture: Picture<'_>) {
    let account = citizen.account(USERNAME);
    citizen.go_to_vneid();
    picture("04-vneid");
    citizen.enter_vneid_password(&account.cccd, VNEID_PASSWORD);
    citizen.expect(&account.full_name, &account.full_name);
    citizen.expect("Đồng ý chia sẻ thông tin", "Consent to share");
    picture("05-consent");
    citizen.agree();
    expect_the_applicant(citizen, &account.cccd);
    citizen.expect("bằng VNeID", "with VNeID");
    picture("06-logged-in");
}

/// The province knows who is at the portal; whoever leaves it has left both.
fn go_on_to_the_province(citizen: &Citizen<'_>, picture: Picture<'_>) {
    let (browser, account) = (&citizen.browser, citizen.account(USERNAME));
    browser.go(PROVINCIAL_SERVICE);
    citizen.expect("Chưa đăng nhập", "Not logged in");
    citizen.press("Đăng nhập", "Log in");
    citizen.expect(
        "qua Cổng Dịch vụ công Quốc gia",
        "through the national portal",
    );
    citizen.expect("Đã đăng nhập", "Logged in");
    citizen.expect(&account.cccd, &account.cccd);
    assert_eq!(browser.path(), PROVINCIAL_SERVICE);
    picture("07-hatinh");

    browser.go("/portal/coverage");
    citizen.expect(
        "Các bước liên kết đã đi qua",
        "Steps of linking walked so far",
    );
    citizen.expect("4 / 30", "4 / 30");
    picture("08-coverage");

    browser.go(PROVINCIAL_SERVICE);
    citizen.log_out(&account.full_name);
    citizen.expect(
        "Hệ thống nhận người dùng từ Cổng",
        "The system takes its users from",
    );
    browser.go(PROVINCIAL_SERVICE);
    citizen.expect("Chưa đăng nhập", "Not logged in");
    browser.go(SERVICE);
    citizen.expect("Chưa đăng nhập", "Not logged in");
}

/// The business page that the citizen came for, with somebody signed in whom the registry confirmed.
fn expect_the_applicant(citizen: &Citizen<'_>, number: &str) {
    citizen.expect("Đã đăng nhập", "Logged in");
    let (vietnamese, english) = (
        format!("{number} ✔ đã xác thực"),
        format!("{number} ✔ confirmed"),
    );
    citizen.expect(&vietnamese, &english);
    assert_eq!(citizen.browser.path(), SERVICE);
}

#[test]
fn who_skips_updates_later_under_the_account_name() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    skip_and_update_later(&citizen);
    assert_eq!(
        steps_walked(&app),
        ["skipped", "matched_in_profile", "confirmed"]
    );
}

#[test]
fn who_skips_updates_later_in_english() {
    let app = TestApp::spawn();
    skip_and_update_later(&Citizen::arrive(&app).reading_english());
}

fn skip_and_update_later(citizen: &Citizen<'_>) {
    let browser = &citizen.browser;
    let account = citizen.log_in_to_link("tranlan");
    citizen.press("Bỏ qua", "Skip");
    citizen.expect(
        "Bạn đã bỏ qua việc nhập số CCCD.",
        "You skipped the CCCD number.",
    );
    assert_eq!(browser.path(), SERVICE);
    citizen.expect("Đã đăng nhập", "Logged in");
    citizen.expect(
        "Tài khoản chưa liên kết số CCCD.",
        "The account has no CCCD number linked.",
    );
    assert!(!citizen.sees("✔", "✔"));

    citizen.open_menu(&account.full_name);
    citizen.press("Thông tin cá nhân", "Personal information");
    citizen.expect("Tên đăng nhập", "User name");
    citizen.press("Thông tin định danh", "Identity information");
    assert!(!citizen.sees("✔", "✔"));
    browser.fill(citizen.say("Số CCCD", "CCCD number"), &account.cccd);
    citizen.press(
        "Cập nhật từ CSDL Quốc gia về Dân cư",
        "Update from the national population database",
    );
    for value in [&account.cccd, &account.full_name, "17/06/1990"] {
        let (vietnamese, english) = (
            format!("{value} ✔ đã xác thực với CSDL Quốc gia về Dân cư"),
            format!("{value} ✔ confirmed by the population database"),
        );
        citizen.expect(&vietnamese, &english);
    }
    citizen.press("Cập nhật", "Update");
    citizen.expect("Đã cập nhật.", "Updated.");
    browser.go(SERVICE);
    expect_the_applicant(citizen, &account.cccd);
}

#[test]
fn officers_go_the_same_way() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    let account = citizen.log_in_to_link("canbo.buiquangnhuan");
    citizen.submit_number(&account.cccd);
    expect_the_applicant(&citizen, &account.cccd);
    citizen.open_menu(&account.full_name);
    citizen.press("Thông tin cá nhân", "Personal information");
    citizen.expect("Cán bộ", "Officer");
}
