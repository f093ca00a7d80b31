//! Sessions and cookies: a new id at login and logout, dead old ones, restarts, passwords that are guessed.

use super::{
    IDENTITY, LOG_IN, LOGGED_IN, SERVICE, account, approve, enter, log_in, log_in_with_vneid,
    log_out, spawn_with, try_number,
};
use crate::support::{AppOptions, Page, TestApp, Visitor, data_folder};

/// The cookies that were set on the way to a page.
fn set_cookies(page: &Page) -> Vec<String> {
    let headers = page
        .hops
        .iter()
        .map(|hop| hop.headers.get_all("set-cookie"));
    let cookies = headers.flat_map(|cookies| cookies.iter());
    cookies
        .map(|cookie| cookie.to_str().unwrap().to_owned())
        .collect()
}

/// The cookie of a site's session.
fn session(visitor: &Visitor, site: &str) -> String {
    let name = format!("dancu_{site}=");
    let cookies = visitor.cookies(&format!("/{site}"));
    let found = cookies
        .split("; ")
        .find_map(|cookie| cookie.strip_prefix(&name));
    found
        .unwrap_or_else(|| panic!("no session at {site}: {cookies}"))
        .to_owned()
}

#[test]
fn cookies_are_out_of_reach_of_scripts_and_other_sites() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    for (path, site) in [
        ("/portal", "portal"),
        ("/hatinh", "hatinh"),
        ("/vneid", "vneid"),
    ] {
        let cookies = set_cookies(&visitor.open(path));
        let [cookie] = &cookies[..] else {
            panic!("{cookies:?}");
        };
        let attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
        assert_eq!(
            attributes,
            ["HttpOnly", "SameSite=Lax", &format!("Path=/{site}")],
            "{path}"
        );
        // No second one once the browser has it.
        assert_eq!(set_cookies(&visitor.open(path)), [""; 0]);
    }
    let chosen = set_cookies(&visitor.ask("/portal/preferences?language=en&panel=off"));
    assert_eq!(chosen.len(), 2);
    for cookie in chosen {
        assert!(
            cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"),
            "{cookie}"
        );
    }
}

#[test]
fn cookies_go_over_https_alone_where_the_sites_do() {
    let app = spawn_with(&["--public-url", "https://dancu.example"]);
    let visitor = Visitor::new(&app);
    for site in ["/portal", "/hatinh", "/vneid"] {
        for cookie in set_cookies(&visitor.ask(site)) {
            assert!(cookie.contains("; Secure"), "{cookie}");
        }
    }
    for cookie in set_cookies(&visitor.ask("/portal/preferences?language=en")) {
        assert!(cookie.contains("; Secure"), "{cookie}");
    }
}

#[test]
fn the_session_id_changes_at_login_and_logout_and_the_old_one_is_dead() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    let page = visitor.open("/portal/login/account");
    let (before, thief) = (session(&visitor, "portal"), visitor.with_stolen_cookies());
    let old_token = page.csrf();
    log_in(&app, &visitor, "phantrongnghia").stands_at(SERVICE);
    let during = session(&visitor, "portal");
    assert_ne!(before, during);
    assert_eq!(
        thief.open("/portal").state(),
        None,
        "whoever planted the id is not logged in"
    );
    let thief = visitor.with_stolen_cookies();
    assert_eq!(thief.open("/portal").state().as_deref(), Some(LOGGED_IN));
    let refused = visitor.post("/portal/logout", &[("csrf", &old_token)]);
    refused.expect(403);
    log_out(&visitor);
    assert_ne!(during, session(&visitor, "portal"));
    for visitor in [&visitor, &thief] {
        assert_eq!(visitor.open("/portal").state(), None);
        visitor.open(IDENTITY).stands_at("/portal/login");
    }
}

#[test]
fn the_session_id_changes_at_every_login_with_vneid_too() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    let at_vneid = visitor.open("/portal/login/vneid");
    let thief = visitor.with_stolen_cookies();
    let before = (session(&visitor, "portal"), session(&visitor, "vneid"));
    let consent = approve(&visitor, &at_vneid, &account(&app, "phantrongnghia").cccd);
    visitor.press(&consent, "Đồng ý", &[]);
    assert_ne!(before.0, session(&visitor, "portal"));
    assert_ne!(before.1, session(&visitor, "vneid"));
    for site in ["/portal", "/vneid"] {
        assert_eq!(
            visitor.open(site).state().as_deref(),
            Some(LOGGED_IN),
            "{site}"
        );
        assert_eq!(thief.open(site).state(), None, "{site}");
    }
    visitor.open("/hatinh/login");
    let at_province = session(&visitor, "hatinh");
    let home = visitor.open("/hatinh");
    assert_eq!(home.state().as_deref(), Some(LOGGED_IN));
    visitor.press(&home, "Đăng xuất", &[]);
    assert_ne!(at_province, session(&visitor, "hatinh"));
}

#[test]
fn an_id_that_we_did_not_make_is_not_taken_on() {
    let app = TestApp::spawn();
    for planted in ["", "1", &"a".repeat(44), "../../etc", "%00"] {
        let visitor = Visitor::new(&app);
        let request = visitor.request(reqwest::Method::GET, "/portal");
        let request = request.header("cookie", format!("dancu_portal={planted}"));
        let page = visitor.send("/portal", request).expect(200);
        assert_eq!(set_cookies(&page).len(), 1, "{planted}");
    }
}

#[test]
fn guessing_passwords_is_stopped_also_for_the_right_one() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    let form = visitor.open("/portal/login/account");
    for username in ["tranlan", "nobody-has-this-name"] {
        let try_password = |password: &str| {
            let fields = [("username", username), ("password", password)];
            visitor.press(&form, LOG_IN, &fields).expect(403).message()
        };
        for _ in 0..4 {
            assert!(try_password("sai").contains("không đúng"), "{username}");
        }
        assert!(try_password("sai").contains("quá nhiều lần"), "{username}");
        assert!(
            try_password("matkhau").contains("quá nhiều lần"),
            "{username}"
        );
    }
    assert_eq!(visitor.open("/portal").state(), None);
    // Others are not shut out.
    log_in(&app, &visitor, "phantrongnghia").stands_at(SERVICE);
}

#[test]
fn a_refused_login_keeps_the_name_and_never_the_password() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    let form = visitor.open("/portal/login/account?return_to=%2Fportal%2Fprofile");
    let fields = [("username", "tranlan"), ("password", "sai-mat-khau-nay")];
    let refused = visitor.press(&form, LOG_IN, &fields).expect(403);
    assert!(!refused.answer.text.contains("sai-mat-khau-nay"));
    let own = |page: &Page| {
        let mut forms = page.markup().forms().into_iter();
        forms.rfind(|form| form.button(LOG_IN).is_some()).unwrap()
    };
    assert_eq!(own(&refused).field("username"), Some("tranlan"));
    // The right password leads to where the citizen was going, over the number's screen.
    let page = visitor.press(&refused, LOG_IN, &[("password", "matkhau")]);
    let page = page.stands_at("/portal/link");
    visitor
        .press(&page, "skip", &[])
        .stands_at("/portal/profile");
}

#[test]
fn links_survive_a_restart_and_sessions_do_not() {
    let folder = data_folder();
    let options = AppOptions {
        data: Some(folder.path()),
        as_of: Some("2025-07-01"),
        arguments: &[],
    };
    let app = TestApp::spawn_with(options);
    let (linked, page) = try_number(&app, "nguyenvanthanh");
    page.stands_at(SERVICE);
    let (_, page) = enter(&app, "tranlan");
    page.stands_at("/portal/link");
    let newcomer = Visitor::new(&app);
    let number = account(&app, "hnhi.eban").cccd;
    let page = log_in_with_vneid(&newcomer, &number).stands_at("/portal/vneid-account");
    newcomer
        .press(&page, "Tạo tài khoản", &[])
        .stands_at(SERVICE);
    app.kill();

    let app = TestApp::spawn_with(options);
    // The very same browsers, with their old cookies.
    let (linked, newcomer) = (linked.moved_to(&app), newcomer.moved_to(&app));
    for visitor in [&linked, &newcomer] {
        assert_eq!(visitor.open("/portal").expect(200).state(), None);
        assert_eq!(visitor.open("/vneid").expect(200).state(), None);
    }
    let page = log_in(&app, &linked, "nguyenvanthanh").stands_at(SERVICE);
    assert!(page.fact("Số CCCD").contains('✔'), "green as before");
    log_in_with_vneid(&newcomer, &number).stands_at(SERVICE);
    enter(&app, "tranlan").1.stands_at("/portal/link");
}
