//! Every page, in both languages: nobody is kept out, nothing is wrong on the console, no other host is asked,
//! and no page is wider than a phone.

use super::citizen::{Citizen, PHONE, PROVINCIAL_SERVICE, SERVICE, VNEID_PASSWORD};
use crate::support::{AppOptions, BrowserOptions, TestApp};

/// The window in which pages are looked at first.
const DESK: (u32, u32) = (1100, 800);

/// Looks closely at the page with this text.
#[track_caller]
fn look(citizen: &Citizen<'_>, vietnamese: &str, english: &str) {
    citizen.expect(vietnamese, english);
    let browser = &citizen.browser;
    let mut faults = browser.accessibility_violations();
    browser.set_window(PHONE.0, PHONE.1);
    if browser.overflows() {
        faults.push("wider than a phone".to_owned());
    }
    browser.set_window(DESK.0, DESK.1);
    faults.extend(browser.console_errors());
    faults.extend(browser.requests_to_other_hosts());
    assert!(
        faults.is_empty(),
        "{}\n{}",
        browser.url(),
        faults.join("\n")
    );
}

/// Opens a page and looks at it.
#[track_caller]
fn look_at(citizen: &Citizen<'_>, path: &str, vietnamese: &str, english: &str) {
    citizen.browser.go(path);
    look(citizen, vietnamese, english);
}

/// A reader of Vietnamese and one of English go the same way.
#[track_caller]
fn both(app: &TestApp, tour: fn(&Citizen<'_>)) {
    tour(&Citizen::arrive(app));
    let options = BrowserOptions {
        language: "en",
        ..BrowserOptions::default()
    };
    tour(&Citizen::arrive_with(app, options).reading_english());
}

#[test]
fn the_portal_from_outside() {
    both(&TestApp::spawn(), |citizen| {
        look_at(
            citizen,
            "/portal",
            "Dịch vụ công trực tuyến",
            "Online public services",
        );
        look_at(citizen, SERVICE, "Chưa đăng nhập", "Not logged in");
        look_at(
            citizen,
            "/portal/login",
            "Chọn cách đăng nhập",
            "Choose how to log in",
        );
        look_at(
            citizen,
            "/portal/login/account",
            "Tài khoản thử",
            "Test accounts",
        );
        citizen
            .browser
            .fill(citizen.say("Tên đăng nhập", "User name"), "khongai");
        citizen
            .browser
            .fill(citizen.say("Mật khẩu", "Password"), "sai");
        citizen.press("Đăng nhập", "Log in");
        look(citizen, "không đúng", "wrong");
        look_at(
            citizen,
            "/portal/profile",
            "Hãy đăng nhập để mở trang này.",
            "Log in to open this page.",
        );
        look_at(
            citizen,
            "/portal/coverage",
            "Các bước liên kết đã đi qua",
            "Steps of linking walked so far",
        );
        look_at(
            citizen,
            "/portal/sign-out",
            "Bạn muốn đăng xuất",
            "Log out of the national portal",
        );
        look_at(
            citizen,
            "/portal/khong-co",
            "Không có trang này",
            "No such page",
        );
        look_at(
            citizen,
            "/portal/sso?interaction=khong-co",
            "Lượt đăng nhập đã kết thúc",
            "This login is over",
        );
        look_at(
            citizen,
            "/portal/vneid/callback?state=la&code=la",
            "Phiên đăng nhập không còn hiệu lực.",
            "This login is no longer known.",
        );
    });
}

#[test]
fn a_form_of_an_old_session() {
    let app = TestApp::spawn();
    let citizen = Citizen::arrive(&app);
    citizen.browser.go("/portal/login/account");
    citizen.browser.forget_cookies();
    citizen.browser.fill("Tên đăng nhập", "nguyenvanthanh");
    citizen.browser.fill("Mật khẩu", "matkhau");
    citizen.press("Đăng nhập", "Log in");
    look(
        &citizen,
        "Phiên làm việc đã thay đổi",
        "The session has changed",
    );
}

#[test]
fn the_portal_from_inside_without_a_number() {
    both(&TestApp::spawn(), |citizen| {
        let username = citizen.say("tranlan", "nguyenvanthanh");
        let account = citizen.log_in_to_link(username);
        look(citizen, "Bỏ qua", "Skip");
        let of_somebody_else = citizen.account("phamthibao").cccd;
        citizen.submit_number(&of_somebody_else);
        look(citizen, "không khớp", "do not match");
        citizen.press("Bỏ qua", "Skip");
        look(citizen, "Bạn đã bỏ qua", "You skipped");
        look_at(citizen, "/portal/profile", "Thông tin tài khoản", "Account");
        look_at(
            citizen,
            "/portal/profile/identity",
            "Sửa họ tên",
            "Correct name and date",
        );
        citizen
            .browser
            .fill(citizen.say("Số CCCD", "CCCD number"), &account.cccd);
        citizen.press(
            "Cập nhật từ CSDL Quốc gia về Dân cư",
            "Update from the national population database",
        );
        look(
            citizen,
            "✔ đã xác thực với CSDL",
            "✔ confirmed by the population database",
        );
        citizen.press("Cập nhật", "Update");
        look(citizen, "Đã cập nhật.", "Updated.");
        look_at(citizen, SERVICE, "✔ đã xác thực", "✔ confirmed");
        citizen.open_menu(&account.full_name);
        look(citizen, "Thông tin cá nhân", "Personal information");
        look_at(citizen, "/portal", "Đã đăng nhập", "Logged in");
        look_at(citizen, "/portal/coverage", "✔ ", "✔ ");
        citizen.log_out(&account.full_name);
        look(citizen, "Đã đăng xuất.", "Logged out.");
    });
}

#[test]
fn the_province() {
    both(&TestApp::spawn(), |citizen| {
        look_at(
            citizen,
            "/hatinh",
            "Thủ tục hành chính của tỉnh Hà Tĩnh",
            "Administrative procedures of Hà Tĩnh",
        );
        look_at(
            citizen,
            PROVINCIAL_SERVICE,
            "Chưa đăng nhập",
            "Not logged in",
        );
        look_at(
            citizen,
            "/hatinh/khong-co",
            "Không có trang này",
            "No such page",
        );
        look_at(
            citizen,
            "/hatinh/sso/callback?state=la&code=la",
            "Phiên đăng nhập không còn hiệu lực.",
            "This login is no longer known.",
        );
        let account = citizen.account("phantrongnghia");
        citizen.log_in(&account.username, &account.password);
        citizen.browser.go(PROVINCIAL_SERVICE);
        citizen.press("Đăng nhập", "Log in");
        look(
            citizen,
            "qua Cổng Dịch vụ công Quốc gia",
            "through the national portal",
        );
        look_at(citizen, "/hatinh", "Đã đăng nhập", "Logged in");
    });
}

#[test]
fn the_portals_after_the_law_closed_their_doors() {
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &["--portal-accounts", "by-date"],
        ..AppOptions::default()
    });
    both(&app, |citizen| {
        look_at(citizen, "/portal", "Từ ngày 01/07/2025", "Since 01/07/2025");
        look_at(
            citizen,
            "/portal/login/account",
            "Thông báo hệ thống",
            "System notice",
        );
        look_at(
            citizen,
            "/hatinh",
            "phần dành cho công dân của hệ thống tỉnh đã đóng",
            "the citizens' side of the provincial system is closed",
        );
        look_at(
            citizen,
            PROVINCIAL_SERVICE,
            "Cán bộ đăng nhập",
            "Officers log in",
        );
    });
}

#[test]
fn vneid() {
    both(&TestApp::spawn(), |citizen| {
        look_at(
            citizen,
            "/vneid",
            "Việc đăng nhập bắt đầu từ một cổng",
            "A login begins at a portal",
        );
        look_at(
            citizen,
            "/vneid/khong-co",
            "Không có trang này",
            "No such page",
        );
        look_at(
            citizen,
            "/vneid/interaction/khong-co",
            "Lượt đăng nhập đã kết thúc",
            "This login is over",
        );
        look_at(
            citizen,
            "/vneid/sign-out/khong-co",
            "Bạn muốn đăng xuất",
            "Log out of VNeID",
        );
        citizen.go_to_vneid();
        look(citizen, "Chọn người đăng nhập", "Choose who logs in");
        citizen.browser.click("details.more summary");
        look(citizen, "khóa (đã chết)", "locked (death)");
        citizen.enter_vneid_password("042085000488", "sai");
        look(
            citizen,
            "Số định danh hoặc mật khẩu không đúng",
            "Number or password is wrong",
        );
        citizen.browser.fill("#q", "Nguyễn 1985");
        citizen.press("Tìm", "Search");
        look(citizen, "Tìm thấy", "found");
        let newcomer = super::citizen::number_of("born_abroad_registered_here");
        citizen.enter_vneid_password(&newcomer, VNEID_PASSWORD);
        look(citizen, "Đồng ý chia sẻ thông tin", "Consent to share");
        citizen.agree();
        look(
            citizen,
            "chưa có tài khoản trên Cổng",
            "no account on the portal yet",
        );
        look_at(
            citizen,
            "/vneid",
            "Đăng xuất khỏi mọi nơi",
            "Log out everywhere",
        );
    });
}

#[test]
fn a_login_that_nobody_can_be_told_about() {
    both(&TestApp::spawn(), |citizen| {
        look_at(
            citizen,
            "/vneid/authorize?client_id=la",
            "chưa đăng ký",
            "not registered",
        );
        look_at(
            citizen,
            "/vneid/logout?id_token_hint=la",
            "Không thể đăng xuất",
            "This logout cannot begin",
        );
    });
}

/// Looks closely at a page of the console, in light and in dark colours.
#[track_caller]
fn look_in_both_colours(citizen: &Citizen<'_>, path: &str, vietnamese: &str, english: &str) {
    look_at(citizen, path, vietnamese, english);
    citizen.browser.prefer_dark(true);
    look(citizen, vietnamese, english);
    citizen.browser.prefer_dark(false);
}

#[test]
fn the_console() {
    both(&TestApp::spawn(), |citizen| {
        citizen.browser.go("/console");
        look(citizen, "Mở bàn điều khiển", "Open the console");
        super::console::type_key(citizen, "wrong");
        look(citizen, "Khóa không đúng", "The key is wrong");
        super::console::type_key(citizen, "dev-key");
        citizen.expect("Dân số của bản giả lập này", "The population of this mock");
        let lab = "/console/match?recorded_name=Nguy%E1%BB%85n+Th%E1%BB%8B+H%E1%BA%A1nh&recorded_date=1987-11-02&recorded_gender=male\
                   &typed_name=NGUYEN+THI+HANH&typed_date=1987-11-02&typed_gender=female&number=042187000137";
        for (path, vietnamese, english) in [
            (
                "/console",
                "Dân số của bản giả lập này",
                "The population of this mock",
            ),
            ("/console/people", "Tìm công dân", "Find people"),
            ("/console/people?q=twin", "Kết quả", "Found"),
            ("/console/people?who=12", "12", "12"),
            ("/console/people?who=042085000488", "Danh tính", "Identity"),
            ("/console/people?who=042051000289", "Đã chết", "Deceased"),
            ("/console/match", "Phòng so khớp", "Match lab"),
            (lab, "Mọi luật", "Every rule"),
            ("/console/match/file", "Theo loại lỗi", "By kind of error"),
            (
                "/console/journal",
                "Nhật ký của thế giới này",
                "The journal of this world",
            ),
            (
                "/console/scenarios",
                "Mọi công tắc đều tắt.",
                "Every switch is off.",
            ),
            ("/console/world", "Đồng hồ", "Clock"),
            ("/console/sandboxes", "Tạo sandbox", "Make a sandbox"),
            ("/console/coverage", "Các bước liên kết", "Steps of linking"),
            ("/console/nothing", "Không có trang này", "No such page"),
        ] {
            look_in_both_colours(citizen, path, vietnamese, english);
        }
    });
}

#[test]
fn the_console_with_something_done() {
    both(&TestApp::spawn(), |citizen| {
        let question = serde_json::json!({
            "number": "042085000488", "full_name": "Ai Đó", "date_of_birth": "1985-05-12",
        });
        citizen
            .app()
            .portal()
            .post("/v1/match", &question)
            .expect(200);
        citizen.browser.go("/console");
        super::console::type_key(citizen, "dev-key");
        citizen.expect("Dân số của bản giả lập này", "The population of this mock");
        citizen.browser.go("/console/scenarios");
        citizen.browser.fill("#id", "walked");
        citizen.browser.fill("#sequence", "unavailable; pass");
        citizen.press("Thêm luật", "Add the rule");
        look(citizen, "Đã thêm luật", "is added.");
        citizen.press("timeout: tắt", "timeout: off");
        look(citizen, "Đã đặt công tắc.", "The switches are set.");
        look_in_both_colours(
            citizen,
            "/console/scenarios",
            "Có công tắc đang bật",
            "Something is switched on",
        );
        citizen.press("Tắt hết", "Switch everything off");
        look(citizen, "Không còn gì sai.", "Nothing is wrong any more.");
        citizen.press("Xóa luật walked", "Delete rule walked");
        citizen.expect("Đã xóa luật.", "The rule is gone.");
        citizen.browser.go("/console/sandboxes");
        citizen.press("Tạo sandbox", "Make a sandbox");
        look(citizen, "Đã tạo sandbox", "is made.");
        citizen.browser.go("/console/world");
        citizen.browser.fill("#name", "seeded");
        citizen.press("Chụp", "Take");
        look(citizen, "Đã chụp.", "The snapshot is taken.");
        citizen.press("Giữ", "Lease");
        look(citizen, "Đã giữ", "yours for a while");
        citizen.browser.fill("#as_of", "soon");
        citizen.press("Đặt đồng hồ", "Set the clock");
        look(citizen, "as_of", "as_of");
        look_in_both_colours(citizen, "/console/journal", "no_match", "no_match");
        look_in_both_colours(
            citizen,
            "/console/journal/1",
            "Người gần nhất",
            "The nearest person",
        );
        look_at(citizen, "/console/journal/1?unmask=true", "Ai Đó", "Ai Đó");
        look_at(
            citizen,
            "/console/people?who=042085000488",
            "Ai đã tra cứu",
            "Who looked this person up",
        );
    });
}
