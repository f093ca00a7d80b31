//! The sites and wires of a sandbox: links, cookies, issuers and calls stay within it.

use reqwest::Method;
use serde_json::json;

use super::{sandbox_with, set_mobile};
use crate::support::{Answer, Page, TestApp, Visitor};

const SERVICE: &str = "/portal/services/dang-ky-thuong-tru";
const LOGGED_IN: &str = "Đã đăng nhập";

/// Logs somebody in with VNeID whose account is linked already.
fn log_in_with_vneid(app: &TestApp, base: &str) -> (Visitor, Page) {
    let accounts = app.nobody().get("/portal/accounts.json").expect(200).json();
    let mut accounts = accounts.as_array().unwrap().iter();
    let linked = accounts.find(|one| one["username"] == "phantrongnghia");
    let number = linked.unwrap()["cccd"].as_str().unwrap();
    let visitor = Visitor::new(app);
    let service = visitor.open(&format!("{base}{SERVICE}"));
    let choice = visitor.click(&service, "Đăng nhập");
    let page = visitor.click(&choice, "VNeID");
    let approve = [("number", number)];
    let consent = visitor.press(&page, "Chấp thuận trên điện thoại", &approve);
    let page = visitor.press(&consent, "Đồng ý", &[]);
    (visitor, page)
}

#[test]
fn the_guide_is_walked_within_a_sandbox_and_nothing_shows_outside() {
    let app = TestApp::spawn();
    let made = sandbox_with(&app, &json!({"id": "walk"}));
    let accounts = app
        .nobody()
        .get("/s/walk/portal/accounts.json")
        .expect(200)
        .json();
    let account = accounts.as_array().unwrap().iter();
    let account = account
        .into_iter()
        .find(|one| one["username"] == "nguyenvanthanh")
        .unwrap();
    let text = |name: &str| account[name].as_str().unwrap().to_owned();
    let (password, cccd) = (text("password"), text("cccd"));
    let visitor = Visitor::new(&app);
    let service = visitor.open("/s/walk/portal/services/dang-ky-thuong-tru");
    let choice = visitor
        .click(&service, "Đăng nhập")
        .stands_at("/s/walk/portal/login");
    let form = visitor.click(&choice, "Tài khoản được cấp bởi Cổng dịch vụ công Quốc gia");
    let fields = [("username", "nguyenvanthanh"), ("password", &password)];
    let page = visitor
        .press(&form, "Đăng nhập", &fields)
        .stands_at("/s/walk/portal/link");
    let page = visitor.press(&page, "Cập nhật", &[("number", &cccd)]);
    page.stands_at("/s/walk/portal/services/dang-ky-thuong-tru");
    // The call the portal made is in the journal of the sandbox.
    let journal = made.owner.get("/admin/journal").expect(200).json();
    let entries = journal["entries"].as_array().unwrap();
    assert!(
        entries
            .iter()
            .any(|one| one["operation"] == "match" && one["outcome"] == "match")
    );
    // The cookie goes nowhere else, and the account is not linked in the default world.
    assert!(!visitor.cookies("/s/walk/portal").is_empty());
    let outside = visitor.open("/portal/services/dang-ky-thuong-tru");
    assert_ne!(outside.state().as_deref(), Some("Đã đăng nhập"));
    let walked = |base: &str| {
        let coverage = app
            .nobody()
            .get(&format!("{base}/portal/coverage?format=json"));
        coverage.expect(200).text.contains("\"linked\"")
    };
    assert!(walked("/s/walk"));
}

#[test]
fn vneid_of_a_sandbox_is_an_issuer_of_its_own_and_logs_in_to_its_portal() {
    let app = TestApp::spawn();
    let made = sandbox_with(&app, &json!({"id": "own"}));
    let issuer = made.told["urls"]["vneid_issuer"].as_str().unwrap();
    let configuration = "/s/own/vneid/.well-known/openid-configuration";
    let told = app.nobody().get(configuration).expect(200).json();
    assert_eq!(told["issuer"], issuer);
    assert_eq!(issuer, format!("{}/s/own/vneid", app.base_url));
    for address in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        assert!(
            told[address].as_str().unwrap().starts_with(issuer),
            "{address}"
        );
    }
    let (_visitor, page) = log_in_with_vneid(&app, "/s/own");
    let page = page.stands_at(&format!("/s/own{SERVICE}"));
    assert_eq!(page.state().as_deref(), Some(LOGGED_IN));
}

#[test]
fn the_time_of_tokens_ends_a_login_of_its_world() {
    let app = TestApp::spawn();
    let made = sandbox_with(&app, &json!({"id": "later"}));
    let (visitor, page) = log_in_with_vneid(&app, "/s/later");
    assert_eq!(page.state().as_deref(), Some(LOGGED_IN));
    made.owner
        .put("/admin/clock", &json!({"token_time": "P2D"}))
        .expect(200);
    let page = visitor.open(&format!("/s/later{SERVICE}"));
    assert_ne!(page.state().as_deref(), Some(LOGGED_IN));
}

#[test]
fn soap_and_lgsp_answer_from_the_sandbox_in_their_path() {
    let app = TestApp::spawn();
    let made = sandbox_with(&app, &json!({"id": "wire"}));
    set_mobile(&made.owner, "0100000777");
    let (_, version) = made.owner.record("042085000488");
    let renamed = json!({"full_name": "Nguyễn Văn Khác"});
    let renamed = made
        .owner
        .patch("/v1/citizens/042085000488", &version, &renamed);
    renamed.expect(200);
    for (base, name, exists) in [
        ("", "NGUYENVANTHANH", "true"),
        ("/s/wire", "NGUYENVANTHANH", "false"),
        ("/s/wire", "NGUYENVANKHAC", "true"),
    ] {
        let answer = verify(&app, base, name);
        assert!(
            answer.contains(&format!("TonTai>{exists}<")),
            "{base} {name}: {answer}"
        );
    }
}

/// Asks whether somebody of this name has the number, as a client of the national service signs it: over the whole
/// address that it calls.
fn verify(app: &TestApp, base: &str, name: &str) -> String {
    let url = format!("{}{base}/ndxp", app.base_url);
    let timestamp = "1751302800000";
    let hash = dancu::wire::signature::hash_of(&url, "demo", timestamp, "demo-secret");
    let body = format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><XacThucThongTinCongDan \
         xmlns=\"http://dancuquocgia.bca\"><SoDinhDanh>042085000488</SoDinhDanh><HoVaTen>{name}</HoVaTen>\
         <NgayThangNamSinh><NgayThangNam>19850512</NgayThangNam></NgayThangNamSinh></XacThucThongTinCongDan></s:Body></s:Envelope>"
    );
    let request = app.nobody().request(Method::POST, &format!("{base}/ndxp"));
    let request = request
        .basic_auth("demo", Some(hash))
        .header("timestamp", timestamp)
        .header("content-type", "application/xml")
        .body(body);
    Answer::of(request).expect(200).text
}
