//! The law acted out by the business date, with `--portal-accounts by-date`.

use super::{
    LOG_IN, LOGGED_IN, SERVICE, account, approve_and_agree, enter, log_in_with_vneid, try_number,
};
use crate::support::{AppOptions, TestApp, Visitor};

const HATINH_SERVICE: &str = "/hatinh/services/dang-ky-ho-kinh-doanh";

fn spawn_on(day: &str) -> TestApp {
    TestApp::spawn_with(AppOptions {
        as_of: Some(day),
        arguments: &["--portal-accounts", "by-date"],
        ..AppOptions::default()
    })
}

/// What the head of the pages says about the date.
fn day_of(visitor: &Visitor, path: &str) -> String {
    visitor.open(path).markup().of_class("day").join(" ")
}

#[test]
fn pages_name_the_date_they_live_in_and_what_it_means() {
    for (day, shown, meaning) in [
        ("2024-06-30", "30/06/2024", "đến hết ngày 30/06/2024"),
        (
            "2024-07-01",
            "01/07/2024",
            "Từ ngày 01/07/2024 chỉ đăng nhập bằng VNeID",
        ),
        (
            "2025-06-30",
            "30/06/2025",
            "Từ ngày 01/07/2024 chỉ đăng nhập bằng VNeID",
        ),
        (
            "2025-07-01",
            "01/07/2025",
            "Từ ngày 01/07/2025 cổng dịch vụ công cấp tỉnh",
        ),
    ] {
        let app = spawn_on(day);
        let visitor = Visitor::new(&app);
        for path in [
            "/portal",
            SERVICE,
            "/portal/login",
            "/hatinh",
            HATINH_SERVICE,
        ] {
            let told = day_of(&visitor, path);
            assert!(
                told.contains(&format!("Ngày nghiệp vụ {shown}")),
                "{path}: {told}"
            );
            assert!(told.contains(meaning), "{path}: {told}");
        }
    }
    let told = day_of(&Visitor::new(&TestApp::spawn_on("2026-01-01")), "/portal");
    assert!(
        told.contains("01/01/2026") && told.contains("chuyển tiếp giữa năm 2024"),
        "{told}"
    );
}

#[test]
fn on_the_last_day_of_the_portals_own_accounts_they_log_in() {
    let app = spawn_on("2024-06-30");
    let (visitor, page) = try_number(&app, "nguyenvanthanh");
    let page = page.stands_at(SERVICE);
    assert_eq!(page.state().as_deref(), Some(LOGGED_IN));
    let page = visitor.open("/hatinh/login").stands_at("/hatinh");
    assert_eq!(
        page.state().as_deref(),
        Some(LOGGED_IN),
        "{}",
        page.message()
    );
}

#[test]
fn since_the_first_of_july_2024_only_vneid_logs_in() {
    for day in ["2024-07-01", "2025-06-30", "2025-07-01"] {
        let app = spawn_on(day);
        let visitor = Visitor::new(&app);
        let service = visitor.open(SERVICE);
        let choice = visitor.click(&service, LOG_IN);
        let notice = visitor.click(&choice, "Tài khoản được cấp bởi Cổng");
        assert_eq!(notice.heading(), "Thông báo hệ thống", "{day}");
        assert!(
            notice.message().contains("01/07/2024"),
            "{}",
            notice.message()
        );
        assert!(!notice.has_button(LOG_IN));
        // Nor does a form that was opened before, or written by hand.
        let csrf = visitor.open("/portal/sign-out").csrf();
        let by_hand = [
            ("csrf", csrf.as_str()),
            ("username", "nguyenvanthanh"),
            ("password", "matkhau"),
            ("return_to", "/portal"),
        ];
        let refused = visitor.post("/portal/login/account", &by_hand);
        assert_eq!(refused.heading(), "Thông báo hệ thống", "{day}");
        assert_eq!(visitor.open("/portal").state(), None, "{day}");
        // The notice's own button leads through VNeID to where the citizen was going.
        let at_vneid = visitor.click(&notice, "Đăng nhập bằng VNeID");
        let number = account(&app, "phantrongnghia").cccd;
        let page = approve_and_agree(&visitor, &at_vneid, &number).stands_at(SERVICE);
        assert_eq!(page.state().as_deref(), Some(LOGGED_IN), "{day}");
    }
}

#[test]
fn a_provincial_system_is_open_to_citizens_until_the_end_of_june_2025() {
    let app = spawn_on("2025-06-30");
    let number = account(&app, "phantrongnghia").cccd;
    let visitor = Visitor::new(&app);
    log_in_with_vneid(&visitor, &number);
    let service = visitor.open(HATINH_SERVICE);
    let page = visitor.click(&service, LOG_IN).stands_at(HATINH_SERVICE);
    assert_eq!(page.state().as_deref(), Some(LOGGED_IN));
    assert_eq!(page.fact("Số định danh"), number);
}

#[test]
fn since_the_first_of_july_2025_the_province_lets_in_officers_alone() {
    let app = spawn_on("2025-07-01");
    let citizen = Visitor::new(&app);
    log_in_with_vneid(&citizen, &account(&app, "phantrongnghia").cccd);
    let service = citizen.open(HATINH_SERVICE);
    assert!(
        service.message().contains("01/07/2025"),
        "{}",
        service.message()
    );
    assert!(
        service
            .markup()
            .link("Đến Cổng Dịch vụ công Quốc gia")
            .is_some()
    );
    let page = citizen
        .click(&service, "Cán bộ đăng nhập")
        .stands_at("/hatinh");
    assert_eq!(page.state(), None);
    assert!(page.message().contains("đã đóng"), "{}", page.message());
    assert_eq!(citizen.open(HATINH_SERVICE).state(), None);

    let officer = Visitor::new(&app);
    log_in_with_vneid(&officer, &account(&app, "canbo.lekhanhan").cccd).stands_at(SERVICE);
    let service = officer.open(HATINH_SERVICE);
    let page = officer
        .click(&service, "Cán bộ đăng nhập")
        .stands_at(HATINH_SERVICE);
    assert_eq!(page.state().as_deref(), Some(LOGGED_IN));
}

#[test]
fn in_the_transition_everything_is_open_on_any_day() {
    for day in ["2024-07-01", "2026-01-01"] {
        let app = TestApp::spawn_on(day);
        let (visitor, page) = enter(&app, "phantrongnghia");
        assert_eq!(page.stands_at(SERVICE).state().as_deref(), Some(LOGGED_IN));
        let page = visitor.open("/hatinh/login").stands_at("/hatinh");
        assert_eq!(page.state().as_deref(), Some(LOGGED_IN), "{day}");
    }
}
