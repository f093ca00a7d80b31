//! Logout: here, there and everywhere that was entered from here.

use super::listener::Listener;
use super::{
    IDENTITY, LOG_IN, LOG_OUT, LOGGED_IN, SERVICE, account, approve, enter, log_in_with_vneid,
    log_out, spawn_with,
};
use crate::support::{Answer, Page, TestApp, Visitor};

const HATINH_SERVICE: &str = "/hatinh/services/dang-ky-ho-kinh-doanh";

/// The sites at which a browser is logged in.
fn logged_in_at(visitor: &Visitor) -> Vec<&'static str> {
    let sites = ["/portal", "/hatinh", "/vneid"].into_iter();
    sites
        .filter(|site| visitor.open(site).expect(200).state().as_deref() == Some(LOGGED_IN))
        .collect()
}

/// A browser that logged in with VNeID and went on to the province.
fn everywhere(app: &TestApp) -> Visitor {
    let visitor = Visitor::new(app);
    log_in_with_vneid(&visitor, &account(app, "phantrongnghia").cccd).stands_at(SERVICE);
    let service = visitor.open(HATINH_SERVICE);
    visitor
        .click(&service, "Đăng nhập")
        .stands_at(HATINH_SERVICE);
    assert_eq!(logged_in_at(&visitor), ["/portal", "/hatinh", "/vneid"]);
    visitor
}

/// The purposes of the calls in the panel.
fn purposes(page: &Page) -> String {
    page.markup().of_name("summary").join("\n")
}

#[test]
fn the_province_gets_the_same_person_from_the_portal() {
    let app = TestApp::spawn();
    let visitor = everywhere(&app);
    let page = visitor.open(HATINH_SERVICE);
    assert_eq!(
        page.fact("Số định danh"),
        account(&app, "phantrongnghia").cccd
    );
    assert_eq!(page.fact("Họ và tên"), "Phan Trọng Nghĩa");
    assert!(
        purposes(&page).contains("Đổi mã lấy token"),
        "{}",
        purposes(&page)
    );
    // An account without a number comes without one, and not at all before it has logged in.
    let other = Visitor::new(&app);
    let login = other.open("/hatinh/login").stands_at("/portal/login");
    let form = other.click(&login, "Tài khoản được cấp bởi Cổng");
    let fields = [("username", "tranlan"), ("password", "matkhau")];
    let page = other
        .press(&form, "Đăng nhập", &fields)
        .stands_at("/portal/link");
    let page = other.press(&page, "skip", &[]).stands_at("/hatinh");
    assert_eq!(page.state().as_deref(), Some(LOGGED_IN));
    assert_eq!(
        other.open(HATINH_SERVICE).fact("Số định danh"),
        "(chưa liên kết)"
    );
}

#[test]
fn logging_out_of_the_portal_ends_everything() {
    let app = TestApp::spawn();
    let visitor = everywhere(&app);
    let bystander = everywhere(&app);
    let page = log_out(&visitor).stands_at("/portal/");
    assert!(
        page.message().contains("Đã đăng xuất"),
        "{}",
        page.message()
    );
    assert!(
        page.paths()
            .iter()
            .any(|path| path.starts_with("/vneid/logout?")),
        "{:?}",
        page.paths()
    );
    assert_eq!(logged_in_at(&visitor), [""; 0]);
    assert!(
        purposes(&page).contains("Báo đăng xuất"),
        "{}",
        purposes(&page)
    );
    visitor.open(IDENTITY).stands_at("/portal/login");
    // The same citizen's other browser is left alone.
    assert_eq!(logged_in_at(&bystander), ["/portal", "/hatinh", "/vneid"]);
}

#[test]
fn logging_out_of_an_account_ends_the_province() {
    let app = TestApp::spawn();
    let (visitor, page) = enter(&app, "phantrongnghia");
    page.stands_at(SERVICE);
    visitor.open("/hatinh/login").stands_at("/hatinh");
    assert_eq!(logged_in_at(&visitor), ["/portal", "/hatinh"]);
    log_out(&visitor);
    assert_eq!(logged_in_at(&visitor), [""; 0]);
}

#[test]
fn logging_out_at_vneid_ends_the_portal_and_what_was_entered_from_it() {
    let app = TestApp::spawn();
    let visitor = everywhere(&app);
    let bystander = everywhere(&app);
    let home = visitor.open("/vneid");
    visitor
        .press(&home, "Đăng xuất khỏi mọi nơi", &[])
        .stands_at("/vneid");
    assert_eq!(logged_in_at(&visitor), [""; 0]);
    assert_eq!(logged_in_at(&bystander), ["/portal", "/hatinh", "/vneid"]);
    // A login with the account's own password is no business of VNeID's.
    let (by_account, _) = enter(&app, "phantrongnghia");
    log_in_at_vneid_alone(&by_account, &app);
    let home = by_account.open("/vneid");
    by_account.press(&home, "Đăng xuất khỏi mọi nơi", &[]);
    assert_eq!(logged_in_at(&by_account), ["/portal"]);
}

/// Logs in at VNeID for another relying party, and stops there.
fn log_in_at_vneid_alone(visitor: &Visitor, app: &TestApp) {
    let page = visitor.open(
        "/vneid/authorize?client_id=example-web&response_type=code&scope=openid&state=s\
         &redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Fcallback",
    );
    let number = account(app, "phantrongnghia").cccd;
    visitor.press(&page, "approve", &[("number", &number)]);
}

/// Proves at VNeID once more who it is, for another relying party.
fn log_in_at_vneid_again(visitor: &Visitor, number: &str) {
    let page = visitor.open(
        "/vneid/authorize?client_id=example-web&response_type=code&scope=openid&state=s\
         &redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Fcallback&prompt=login",
    );
    approve(visitor, &page, number).expect(200);
}

#[test]
fn who_proves_themselves_again_stays_logged_in_and_can_still_log_out_everywhere() {
    let app = TestApp::spawn();
    let visitor = everywhere(&app);
    log_in_at_vneid_again(&visitor, &account(&app, "phantrongnghia").cccd);
    assert_eq!(logged_in_at(&visitor), ["/portal", "/hatinh", "/vneid"]);
    let form = visitor.open("/portal/login/account");
    let fields = [("username", "phantrongnghia"), ("password", "matkhau")];
    visitor.press(&form, LOG_IN, &fields).stands_at("/portal");
    assert_eq!(logged_in_at(&visitor), ["/portal", "/hatinh", "/vneid"]);
    log_out(&visitor);
    assert_eq!(logged_in_at(&visitor), ["/vneid"], "the province is told");

    let visitor = everywhere(&app);
    log_in_at_vneid_again(&visitor, &account(&app, "phantrongnghia").cccd);
    let home = visitor.open("/vneid");
    visitor.press(&home, "Đăng xuất khỏi mọi nơi", &[]);
    assert_eq!(logged_in_at(&visitor), [""; 0]);
}

#[test]
fn somebody_else_at_vneid_ends_what_was_entered_with_the_login_before() {
    let app = TestApp::spawn();
    let visitor = everywhere(&app);
    log_in_at_vneid_again(&visitor, &account(&app, "tranlan").cccd);
    assert_eq!(logged_in_at(&visitor), ["/vneid"]);
}

#[test]
fn logging_out_of_the_province_ends_the_portal_too() {
    let app = TestApp::spawn();
    let visitor = everywhere(&app);
    let home = visitor.open("/hatinh");
    let page = visitor.press(&home, LOG_OUT, &[]).stands_at("/hatinh/");
    assert!(
        page.paths()
            .iter()
            .any(|path| path.starts_with("/dvcqg/logout?")),
        "{:?}",
        page.paths()
    );
    assert_eq!(logged_in_at(&visitor), ["/vneid"]);
    visitor.open(IDENTITY).stands_at("/portal/login");
    // The province asks the portal again, and the portal asks for a login.
    visitor.open("/hatinh/login").stands_at("/portal/login");
}

#[test]
fn a_logout_that_does_not_say_whose_it_is_asks_first() {
    let app = TestApp::spawn();
    for (address, question, still) in [
        ("/vneid/logout", "/vneid/sign-out/", "/vneid"),
        ("/dvcqg/logout", "/portal/sign-out", "/portal"),
    ] {
        let visitor = everywhere(&app);
        let page = visitor.open(address).expect(200);
        assert!(page.path().starts_with(question), "{:?}", page.paths());
        assert_eq!(page.heading(), "Đăng xuất");
        assert_eq!(logged_in_at(&visitor).len(), 3, "nothing has happened yet");
        visitor.click(&page, "Ở lại").stands_at(still);
        assert_eq!(
            logged_in_at(&visitor).len(),
            3,
            "who stays is still logged in"
        );
        let page = own_form(&visitor, &page);
        assert_eq!(page.status(), 200, "{:?}", page.paths());
        assert_eq!(logged_in_at(&visitor), [""; 0], "{address}");
    }
}

/// Presses the button of the page itself; the head of the page has one of the same name.
fn own_form(visitor: &Visitor, page: &Page) -> Page {
    let forms = page.markup().forms();
    let form = forms.last().unwrap();
    let fields: Vec<(&str, &str)> = form
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    visitor.follow(visitor.post(&form.action, &fields))
}

#[test]
fn a_logout_leads_back_to_whoever_asked_if_they_are_known() {
    let app = TestApp::spawn();
    let visitor = everywhere(&app);
    let back = "http%3A%2F%2F127.0.0.1%3A3000%2F";
    let page = visitor.open(&format!(
        "/vneid/logout?client_id=example-web&post_logout_redirect_uri={back}&state=x%26y"
    ));
    assert!(
        page.answer.text.contains("Ứng dụng mẫu"),
        "who asks is named"
    );
    let page = own_form(&visitor, &page);
    assert_eq!(page.leads_to(), Some("http://127.0.0.1:3000/?state=x%26y"));
    for (query, status) in [
        (
            "client_id=example-web&post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F",
            400,
        ),
        (
            "post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2F",
            400,
        ),
        ("client_id=nobody", 400),
        ("id_token_hint=a.b.c", 400),
    ] {
        let page = visitor
            .open(&format!("/vneid/logout?{query}"))
            .expect(status);
        assert_eq!(page.hops.len(), 1, "{query}");
    }
}

#[test]
fn a_logout_that_another_relying_party_began_ends_the_portal_as_well() {
    let app = TestApp::spawn();
    let visitor = everywhere(&app);
    let consent = visitor.open(
        "/vneid/authorize?client_id=example-web&response_type=code&scope=openid&state=s\
         &redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Fcallback",
    );
    let answer = visitor.press(&consent, "Đồng ý", &[]);
    let back = url::Url::parse(answer.leads_to().unwrap()).unwrap();
    let code = back.query_pairs().find(|(name, _)| name == "code").unwrap();
    let request = app.nobody().request(reqwest::Method::POST, "/vneid/token");
    let request = request
        .basic_auth("example-web", Some("example-web-secret"))
        .form(&[
            ("grant_type", "authorization_code"),
            ("redirect_uri", "http://127.0.0.1:3000/callback"),
            ("code", &code.1),
        ]);
    let tokens = Answer::of(request).expect(200).json();
    let hint = tokens["id_token"].as_str().unwrap();
    let page = visitor
        .open(&format!("/vneid/logout?id_token_hint={hint}"))
        .expect(200);
    assert!(
        page.answer.text.contains("Đã đăng xuất"),
        "{}",
        page.answer.text
    );
    assert_eq!(logged_in_at(&visitor), [""; 0]);
}

#[test]
fn a_notice_of_logout_that_the_provider_did_not_write_is_refused() {
    let app = TestApp::spawn();
    let visitor = everywhere(&app);
    for site in ["/portal", "/hatinh"] {
        let path = format!("{site}/backchannel-logout");
        for token in ["", "a.b.c", "eyJhbGciOiJub25lIn0.e30."] {
            let page = Visitor::new(&app)
                .post(&path, &[("logout_token", token)])
                .expect(400);
            assert_eq!(page.answer.json()["error"], "invalid_request");
        }
        Visitor::new(&app).post(&path, &[]).expect(400);
    }
    assert_eq!(logged_in_at(&visitor), ["/portal", "/hatinh", "/vneid"]);
}

#[test]
fn a_notice_of_logout_counts_once() {
    // The portal's notices go to a listener, which hands them on.
    let listener = Listener::start();
    listener.answers(200, "text/plain", "");
    let clients = std::fs::read_to_string("fixtures/clients.toml").unwrap();
    let clients = clients.replace("{public_url}/portal/backchannel-logout", &listener.url());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("clients.toml");
    std::fs::write(&file, clients).unwrap();
    let app = spawn_with(&["--clients", file.to_str().unwrap()]);
    let visitor = everywhere(&app);
    let home = visitor.open("/vneid");
    visitor.press(&home, "Đăng xuất khỏi mọi nơi", &[]);
    assert_eq!(
        logged_in_at(&visitor),
        ["/portal", "/hatinh"],
        "not told yet"
    );
    let heard = listener.heard();
    let (_, token) = heard[0].body.split_once("logout_token=").unwrap();
    let hand_on =
        || Visitor::new(&app).post("/portal/backchannel-logout", &[("logout_token", token)]);
    hand_on().expect(200);
    assert_eq!(logged_in_at(&visitor), [""; 0]);
    hand_on().expect(400);
}

#[test]
fn logging_out_twice_is_no_failure() {
    let app = TestApp::spawn();
    let (visitor, _) = enter(&app, "phantrongnghia");
    let page = visitor.open("/portal/sign-out");
    let page = own_form(&visitor, &page).expect(200);
    assert!(page.message().contains("Đã đăng xuất"));
    // The old page's token died with the session; a new page works and says the same.
    let page = visitor.open("/portal/sign-out");
    own_form(&visitor, &page).expect(200).stands_at("/portal/");
}
