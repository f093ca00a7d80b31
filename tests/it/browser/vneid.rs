//! The pages of VNeID: every way to log in as somebody, and what can go wrong with it.

use super::citizen::{Citizen, PROVINCIAL_SERVICE, SERVICE, VNEID_PASSWORD, number_of};
use crate::support::{AppOptions, TestApp};

/// The message at the portal after a refusal.
const DENIED: &str = "Bạn đã từ chối đăng nhập hoặc chia sẻ thông tin.";
const WRONG_PASSWORD: &str = "Số định danh hoặc mật khẩu không đúng";

#[test]
fn the_phone_approves_after_the_code_was_scanned() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    citizen.go_to_vneid();
    let number = citizen.account("phantrongnghia").cccd;
    citizen.browser.fill("Người cầm điện thoại", &number);
    citizen.press("Chấp thuận trên điện thoại", "Approve on the phone");
    citizen.agree();
    citizen.expect("Đã đăng nhập bằng VNeID vào tài khoản", "Logged in");
    assert_eq!(citizen.browser.path(), SERVICE);
}

#[test]
fn somebody_picked_from_the_list_makes_an_account() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    citizen.go_to_vneid();
    // People who cannot log in are out of the way.
    assert!(!citizen.sees("khóa (đã chết)", "locked (death)"));
    citizen.press("Nguyễn Hữu Đức", "Nguyễn Hữu Đức");
    citizen.agree();
    citizen.expect(
        "Đã đăng nhập VNeID, chưa có tài khoản trên Cổng",
        "no account",
    );
    citizen.press("Tạo tài khoản", "Make the account");
    citizen.expect("một tài khoản mới đã được lập", "a new one was made");
    let number = number_of("born_abroad_registered_here");
    citizen.expect(&number, &number);
    // The green mark is the registry's, which nobody asked.
    assert!(!citizen.sees("✔", "✔"));
    assert_eq!(citizen.browser.path(), SERVICE);
}

#[test]
fn somebody_found_by_the_search_links_an_account_they_have() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    let account = citizen.account("nguyenvanthanh");
    citizen.go_to_vneid();
    let search = "Tìm theo số định danh, hoặc họ tên và năm sinh";
    citizen.browser.fill(search, "nguyen van thanh 1985");
    citizen.press("Tìm", "Search");
    citizen.expect("Tìm thấy", "found");
    assert!(citizen.sees(&account.full_name, ""));
    assert!(!citizen.sees("Đặng Thị Nhàn", ""));
    citizen.browser.fill(search, &account.cccd);
    citizen.press("Tìm", "Search");
    citizen.expect("Tìm thấy 1 người.", "1 people found.");
    citizen.press(&account.full_name, &account.full_name);
    citizen.agree();

    citizen.browser.fill("Tên đăng nhập", &account.username);
    citizen.browser.fill("Mật khẩu", "sai");
    citizen.press("Liên kết", "Link");
    citizen.expect("không đúng", "wrong");
    citizen.browser.fill("Tên đăng nhập", &account.username);
    citizen.browser.fill("Mật khẩu", &account.password);
    citizen.press("Liên kết", "Link");
    citizen.expect("VNeID đã xác thực số định danh", "VNeID proved");
    assert_eq!(citizen.browser.path(), SERVICE);
}

#[test]
fn an_account_that_is_open_is_linked_by_vneid_and_by_nobody_elses() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    let account = citizen.log_in_to_link("congtangtonnu");
    citizen.press("Bỏ qua", "Skip");
    link_with_vneid(&citizen, &account.cccd);
    citizen.expect("VNeID đã xác thực số định danh", "VNeID proved");
    citizen.expect(&account.cccd, &account.cccd);

    // This logout ended the login at VNeID as well, which therefore asks again.
    citizen.log_out(&account.full_name);
    citizen.expect("Đã đăng xuất.", "Logged out.");
    let other = citizen.account("phantrongnghia");
    citizen.log_in(&other.username, &other.password);
    link_with_vneid(&citizen, &account.cccd);
    citizen.expect("Số định danh của VNeID khác số đã liên kết", "differs");
    citizen.expect(&other.cccd, &other.cccd);
}

#[track_caller]
fn link_with_vneid(citizen: &Citizen<'_>, number: &str) {
    citizen.expect("Đã đăng nhập", "Logged in");
    citizen.browser.go("/portal/profile/identity");
    citizen.press("Liên kết bằng VNeID", "Link with VNeID");
    citizen.enter_vneid_password(number, VNEID_PASSWORD);
    citizen.agree();
    citizen.expect("Thông tin định danh", "Identity information");
    assert_eq!(citizen.browser.path(), "/portal/profile/identity");
}

#[test]
fn what_can_go_wrong_goes_wrong() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    citizen.go_to_vneid();
    for (button, message) in [
        ("Sai mật khẩu", WRONG_PASSWORD),
        (
            "Tài khoản bị khóa",
            "Tài khoản định danh điện tử đang bị khóa.",
        ),
        (
            "Chưa kích hoạt",
            "Tài khoản định danh điện tử chưa được kích hoạt.",
        ),
    ] {
        citizen.press(button, button);
        citizen.expect(message, message);
        assert!(citizen.browser.path().starts_with("/vneid/interaction/"));
    }
    citizen.press("Chỉ có mức độ 1", "Level 1 only");
    citizen.agree();
    citizen.expect("mức độ 1 chưa dùng được cho dịch vụ công", "level 1");
}

#[test]
fn wrong_numbers_and_passwords_are_refused_and_right_ones_let_in() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app).reading_english();
    let number = citizen.account("phantrongnghia").cccd;
    citizen.go_to_vneid();
    for (number, password, message) in [
        (&*number, "wrong", "Number or password is wrong"),
        ("12", VNEID_PASSWORD, "A personal number has 12 digits."),
    ] {
        citizen.enter_vneid_password(number, password);
        citizen.expect(message, message);
    }
    citizen.enter_vneid_password(&number, VNEID_PASSWORD);
    citizen.agree();
    citizen.expect("Đã đăng nhập", "Logged in");
    assert_eq!(citizen.browser.path(), SERVICE);
}

#[test]
fn whoever_denies_is_back_at_the_portal_and_may_try_again() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    let number = citizen.account("phantrongnghia").cccd;
    for button in ["Từ chối", "Người dùng từ chối"] {
        citizen.go_to_vneid();
        citizen.press(button, button);
        citizen.expect(DENIED, DENIED);
    }
    citizen.press("VNeID", "VNeID");
    citizen.enter_vneid_password(&number, VNEID_PASSWORD);
    citizen.expect("Đồng ý chia sẻ thông tin", "Consent to share");
    citizen.press("Từ chối", "Deny");
    citizen.expect(DENIED, DENIED);
    citizen.browser.go(SERVICE);
    citizen.expect("Chưa đăng nhập", "Not logged in");
}

#[test]
fn leaving_vneid_leaves_both_portals() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    log_in_to_both_portals(&citizen);
    citizen.browser.go("/vneid");
    citizen.press("Đăng xuất khỏi mọi nơi", "Log out everywhere");
    citizen.expect(
        "Việc đăng nhập bắt đầu từ một cổng",
        "A login begins at a portal",
    );
    assert_nobody_is_signed_in(&citizen);
}

#[test]
fn leaving_the_portal_leaves_vneid_and_the_province() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    log_in_to_both_portals(&citizen);
    citizen.browser.go(SERVICE);
    citizen.log_out("Phan Trọng Nghĩa");
    citizen.expect("Đã đăng xuất.", "Logged out.");
    assert_nobody_is_signed_in(&citizen);
    citizen.go_to_vneid();
}

#[track_caller]
fn log_in_to_both_portals(citizen: &Citizen<'_>) {
    let number = citizen.account("phantrongnghia").cccd;
    citizen.go_to_vneid();
    citizen.enter_vneid_password(&number, VNEID_PASSWORD);
    citizen.agree();
    citizen.expect("bằng VNeID", "with VNeID");
    citizen.browser.go(PROVINCIAL_SERVICE);
    citizen.press("Đăng nhập", "Log in");
    citizen.expect(
        "qua Cổng Dịch vụ công Quốc gia",
        "through the national portal",
    );
}

#[track_caller]
fn assert_nobody_is_signed_in(citizen: &Citizen<'_>) {
    for page in [SERVICE, PROVINCIAL_SERVICE] {
        citizen.browser.go(page);
        citizen.expect("Chưa đăng nhập", "Not logged in");
    }
    citizen.browser.go("/vneid");
    citizen.expect(
        "Việc đăng nhập bắt đầu từ một cổng",
        "A login begins at a portal",
    );
}

#[test]
fn since_the_law_only_vneid_opens_the_portal_and_only_officers_the_province() {
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &["--portal-accounts", "by-date"],
        ..AppOptions::default()
    });
    let officer = Citizen::arrive(&app);
    officer.browser.go("/portal/login/account");
    officer.expect(
        "Từ ngày 01/07/2024, tài khoản do Cổng cấp không còn",
        "Since",
    );
    officer.browser.go(PROVINCIAL_SERVICE);
    officer.expect("công dân nộp hồ sơ tại Cổng Dịch vụ công Quốc gia", "apply");
    officer.press("Cán bộ đăng nhập", "Officers log in");
    officer.press("VNeID", "VNeID");
    let number = officer.account("canbo.lekhanhan").cccd;
    officer.enter_vneid_password(&number, VNEID_PASSWORD);
    officer.agree();
    officer.expect(
        "qua Cổng Dịch vụ công Quốc gia",
        "through the national portal",
    );
    assert_eq!(officer.browser.path(), PROVINCIAL_SERVICE);

    let citizen = Citizen::arrive(&app);
    log_in_with_vneid_on_the_way_to_the_province(&citizen);
    citizen.expect("phần dành cho công dân của hệ thống tỉnh đã đóng", "closed");
    citizen.browser.go(PROVINCIAL_SERVICE);
    assert!(!citizen.sees("Đã đăng nhập", "Logged in"));
}

#[track_caller]
fn log_in_with_vneid_on_the_way_to_the_province(citizen: &Citizen<'_>) {
    let number = citizen.account("phantrongnghia").cccd;
    citizen.browser.go(PROVINCIAL_SERVICE);
    citizen.press("Cán bộ đăng nhập", "Officers log in");
    citizen.press("VNeID", "VNeID");
    citizen.enter_vneid_password(&number, VNEID_PASSWORD);
    citizen.agree();
}
