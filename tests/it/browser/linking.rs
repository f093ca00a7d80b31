//! What goes wrong between an account and its number, as the citizen sees it.

use super::citizen::{Citizen, SERVICE};
use crate::support::{AppOptions, TestApp, eventually};

/// A port where nobody answers.
const SILENT: &str = "http://127.0.0.1:9";

#[test]
fn a_number_of_another_account_is_told_apart() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    let account = citizen.log_in_to_link("nghia1985");
    citizen.submit_number(&account.cccd);
    citizen.expect(
        "Số CCCD đã được liên kết với tài khoản khác.",
        "The CCCD number is linked to another account.",
    );
    citizen.press("Bỏ qua", "Skip");
    citizen.expect("Tài khoản chưa liên kết số CCCD.", "No number linked.");
    assert_eq!(citizen.browser.path(), SERVICE);
}

#[test]
fn a_registry_that_does_not_answer_is_no_mismatch() {
    let app = TestApp::spawn();
    assert_unavailable(&Citizen::arrive(&app), "vothihoaithuong");
}

#[test]
fn a_portal_pointed_at_a_registry_that_is_down_says_so_in_english() {
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &["--portal-registry-url", SILENT],
        ..AppOptions::default()
    });
    let citizen = Citizen::arrive(&app).reading_english();
    assert_unavailable(&citizen, "nguyenvanthanh");
}

#[track_caller]
fn assert_unavailable(citizen: &Citizen<'_>, username: &str) {
    let account = citizen.log_in_to_link(username);
    citizen.submit_number(&account.cccd);
    citizen.expect(
        "Hệ thống đang bảo trì. Vui lòng thử lại sau.",
        "The system is under maintenance. Please try again later.",
    );
    assert!(!citizen.sees("không khớp", "do not match"));
    assert!(!citizen.sees("Không tìm thấy", "not found"));
    // The panel shows the call that was not answered.
    citizen.expect(
        "POST http://127.0.0.1:9/v1/match",
        "POST http://127.0.0.1:9/v1/match",
    );
    citizen.press("Bỏ qua", "Skip");
    citizen.expect("Đã đăng nhập", "Logged in");
    assert_eq!(citizen.browser.path(), SERVICE);
}

#[test]
fn a_link_stays_when_the_registry_does_not_answer() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    let account = citizen.account("vumanhcuong");
    citizen.log_in(&account.username, &account.password);
    citizen.expect("Đã đăng nhập", "Logged in");
    citizen.browser.go("/portal/profile/identity");
    citizen.press(
        "Cập nhật từ CSDL Quốc gia về Dân cư",
        "Update from the national population database",
    );
    citizen.expect("liên kết hiện có vẫn giữ nguyên", "the present link stays");
    citizen.expect(&account.cccd, &account.cccd);
}

#[test]
fn five_wrong_answers_lock_the_account() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    let number = citizen.log_in_to_link("nguyenthihanh1991").cccd;
    for _ in 0..4 {
        citizen.submit_number(&number);
        citizen.expect("Hãy kiểm tra lại số CCCD", "Check the CCCD number");
    }
    citizen.submit_number(&number);
    citizen.expect(
        "Tài khoản tạm thời không thể liên kết",
        "The account cannot be linked for a while",
    );
    citizen.submit_number(&number);
    citizen.expect(
        "Thời gian khóa chưa hết nên yêu cầu chưa được gửi đi.",
        "The lock is not over yet, so nothing was asked.",
    );
    citizen.press("Bỏ qua", "Skip");
    citizen.expect("Bạn tiếp tục mà chưa liên kết số CCCD.", "You go on");
}

#[test]
fn a_number_tried_too_often_is_locked_for_its_holder_too() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    let guesser = citizen.log_in_to_link("nguyenminhanh.lo");
    for _ in 0..5 {
        citizen.submit_number(&guesser.cccd);
    }
    citizen.expect("Tài khoản tạm thời không thể liên kết", "cannot be linked");
    citizen.log_out(&guesser.full_name);
    let holder = citizen.log_in_to_link("nguyenminhanh");
    citizen.submit_number(&holder.cccd);
    citizen.expect(
        "Số CCCD này đã bị nhập sai thông tin quá nhiều lần",
        "This CCCD number was tried with wrong data too many times",
    );
}

#[test]
fn a_lock_ends_and_the_corrected_account_is_linked() {
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &["--link-lockout", "1"],
        ..AppOptions::default()
    });
    let citizen = Citizen::arrive(&app);
    let number = citizen.log_in_to_link("nguyenthihanh1991").cccd;
    for _ in 0..5 {
        citizen.submit_number(&number);
    }
    eventually("the end of the lock", || {
        citizen.browser.go("/portal/link");
        citizen
            .sees("Đã hết thời gian khóa.", "The lock is over.")
            .then_some(())
    });
    citizen.browser.go("/portal/profile/identity");
    citizen.browser.fill("Ngày sinh", "20/08/1991");
    citizen.press("Lưu", "Save");
    citizen.expect("Đã lưu họ tên và ngày sinh của tài khoản.", "saved");
    citizen.browser.go("/portal/link");
    citizen.submit_number(&number);
    citizen.expect("Tài khoản đã liên kết với số CCCD", "The account is linked");
}
