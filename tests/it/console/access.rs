//! Who may open the console, where, and for how long.

use serde_json::json;

use super::{DEV_KEY, operator, try_key};
use crate::support::{AppOptions, Page, TestApp, Visitor};

/// Pages of the console.
const PAGES: [&str; 10] = [
    "/console",
    "/console/people",
    "/console/people/1",
    "/console/people/1/card.svg",
    "/console/match",
    "/console/match/file",
    "/console/sandboxes",
    "/console/world",
    "/console/journal",
    "/console/scenarios",
];

fn session(visitor: &Visitor) -> String {
    let cookies = visitor.cookies("/console");
    let mut cookies = cookies.split("; ");
    let found = cookies.find_map(|cookie| cookie.strip_prefix("dancu_console="));
    found.unwrap().to_owned()
}

#[track_caller]
fn key_of(app: &TestApp, id: &str) -> String {
    let made = app.dev().post("/admin/sandboxes", &json!({"id": id}));
    made.expect(201).json()["key"].as_str().unwrap().to_owned()
}

#[test]
fn without_a_key_every_page_leads_to_the_login_and_back_again() {
    let app = TestApp::spawn();
    for page in PAGES {
        let visitor = Visitor::new(&app);
        let form = visitor.open(page).expect(200).stands_at("/console/login");
        assert_eq!(form.heading(), "Mở bàn điều khiển");
        let opened = visitor.press(&form, "Mở", &[("key", DEV_KEY)]);
        assert_eq!(opened.expect(200).path(), page);
    }
    let nobody = Visitor::new(&app);
    let sent = nobody.post("/console/world/reset", &[]);
    assert_eq!(sent.status(), 403, "a form of nobody's");
}

#[test]
fn only_an_administrator_s_key_opens_it() {
    let app = TestApp::spawn();
    for (key, said) in [
        ("wrong", "Khóa không đúng"),
        ("officer-key", "Khóa này không có quyền admin."),
        ("sandbox.gone.xyz", "sandbox của nó không còn"),
    ] {
        let visitor = Visitor::new(&app);
        let refused = try_key(&visitor, "", key).expect(403);
        assert!(refused.message().contains(said), "{}", refused.message());
        assert!(
            !refused.answer.text.contains(key),
            "the key is not shown again"
        );
        visitor.open("/console").stands_at("/console/login");
    }
}

#[test]
fn away_from_loopback_the_documented_key_is_refused_and_nobody_reads_of_it() {
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &["--host", "0.0.0.0", "--admin-key", "geheim"],
        ..AppOptions::default()
    });
    let visitor = Visitor::at(&app.base_url);
    let form = visitor.open("/console").stands_at("/console/login");
    assert!(!form.answer.text.contains(DEV_KEY));
    let refused = try_key(&visitor, "", DEV_KEY).expect(403);
    assert!(refused.message().contains("địa chỉ cục bộ"));
    let opened = try_key(&visitor, "", "geheim").expect(200);
    assert_eq!(opened.path(), "/console");
    // Calls to copy carry no key that is anybody's secret.
    let person = visitor.open("/console/people?who=042085000488").expect(200);
    assert!(person.answer.text.contains("$DANCU_ADMIN_KEY"));
    assert!(!person.answer.text.contains("geheim"));
}

#[test]
fn the_cookie_is_out_of_reach_of_scripts_and_its_id_changes_at_login_and_logout() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    let form = visitor.ask("/console/login");
    let cookie = form.answer.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.ends_with("HttpOnly; SameSite=Lax; Path=/console"),
        "{cookie}"
    );
    let before = session(&visitor);
    try_key(&visitor, "", DEV_KEY).stands_at("/console");
    let (within, thief) = (session(&visitor), visitor.clone());
    assert_ne!(before, within);
    let page = visitor.open("/console");
    let out = visitor.press(&page, "Đăng xuất (dev)", &[]);
    assert_eq!(out.stands_at("/console/login").message(), "Đã đăng xuất.");
    assert_ne!(within, session(&visitor));
    thief.open("/console").stands_at("/console/login");
}

#[test]
fn a_form_without_the_token_changes_nothing() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    for (path, fields) in [
        ("/console/sandboxes", vec![("id", "evil")]),
        ("/console/world/clock", vec![("as_of", "2000-01-01")]),
        ("/console/world/reset", vec![]),
        ("/console/enter", vec![("world", "")]),
        ("/console/logout", vec![]),
    ] {
        visitor.post(path, &fields).expect(403);
    }
    let listed = app.dev().get("/admin/sandboxes").expect(200).json();
    assert_eq!(listed["sandboxes"], json!([]));
    visitor.open("/console").stands_at("/console");
}

#[test]
fn the_key_of_a_sandbox_opens_its_world_and_nothing_else() {
    let app = TestApp::spawn();
    let (key, other) = (key_of(&app, "own"), key_of(&app, "other"));
    let visitor = Visitor::new(&app);
    // Typed at the door of the default world it leads to its own.
    let page = try_key(&visitor, "", &key).expect(200);
    let page = page.stands_at("/s/own/console");
    assert!(!page.answer.text.contains("Thế giới mặc định"));
    visitor.open("/console").stands_at("/console/login");
    let listed = visitor.open("/s/own/console/sandboxes").expect(200);
    assert!(listed.answer.text.contains(&key) && !listed.answer.text.contains(&other));
    let csrf = page.csrf();
    for (path, field) in [
        ("/s/own/console/enter", ("world", "")),
        ("/s/own/console/enter", ("world", "other")),
        ("/s/own/console/sandboxes", ("id", "third")),
        ("/s/own/console/sandboxes/delete", ("id", "other")),
    ] {
        let sent = visitor.post(path, &[("csrf", &csrf), field]);
        let told = visitor.follow(sent).expect(200);
        assert!(
            told.message().contains("chỉ mở sandbox của nó"),
            "{path}: {}",
            told.message()
        );
    }
    // The key of one is wrong in the other, also by address.
    let stranger = Visitor::new(&app);
    try_key(&stranger, "/s/other", &key).stands_at("/s/own/console");
    stranger
        .open("/s/other/console")
        .stands_at("/s/other/console/login");
}

#[test]
fn an_administrator_goes_from_world_to_world_and_leaves_all_of_them_at_once() {
    let app = TestApp::spawn();
    key_of(&app, "one");
    let visitor = operator(&app);
    let page = visitor.open("/console");
    let page = visitor.press(&page, "one", &[]).expect(200);
    let page = page.stands_at("/s/one/console");
    let back = visitor.press(&page, "Thế giới mặc định", &[]);
    back.expect(200).stands_at("/console");
    let within = visitor.open("/s/one/console").stands_at("/s/one/console");
    visitor.press(&within, "Đăng xuất (dev)", &[]);
    for base in ["", "/s/one"] {
        let login = format!("{base}/console/login");
        visitor.open(&format!("{base}/console")).stands_at(&login);
    }
}

#[test]
fn who_sets_the_clock_of_a_world_or_resets_it_stays_where_they_are() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let said = |page: Page| page.expect(200).stands_at("/console/world").message();
    let page = visitor.open("/console/world");
    let later = [("token_time", "P2D")];
    let page = visitor.press(&page, "Đặt đồng hồ", &later);
    assert_eq!(said(page), "Đã đặt đồng hồ.");
    let page = visitor.open("/console/world");
    let page = visitor.press(&page, "Đặt lại thế giới này", &[]);
    assert_eq!(said(page), "Thế giới này lại như lúc bắt đầu.");
}

#[test]
fn the_policy_lets_its_script_follow_its_own_server_and_its_forms_go_nowhere_else() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let policy = |path: &str| {
        let page = visitor.open(path);
        let policy = &page.answer.headers["content-security-policy"];
        policy.to_str().unwrap().to_owned()
    };
    let console = policy("/console");
    assert!(console.contains("connect-src 'self'; form-action 'self';"));
    assert!(!console.contains("unsafe"), "{console}");
    assert!(!policy("/portal").contains("connect-src"));
}
