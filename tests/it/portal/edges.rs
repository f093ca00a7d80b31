//! Every edge of the state machine, walked over HTTP by whoever the coverage says reaches it; and the reset.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    IDENTITY, SERVICE, SKIP, UPDATE, UPDATE_FROM_REGISTRY, account, approve_and_agree, coverage,
    enter, log_in, log_in_with_vneid, log_out, message_of, spawn_with, try_number, update,
};
use crate::support::{Page, TestApp, Visitor, eventually};

/// Walks ways; what was walked on the way to another edge is not walked again.
struct Walker<'app> {
    app: &'app TestApp,
    walked: BTreeSet<(String, String)>,
}

impl Walker<'_> {
    /// Walks an edge as an account, unless that was done.
    fn walk(&mut self, edge: &str, who: &str) {
        if self.walked.contains(&(edge.to_owned(), who.to_owned())) {
            return;
        }
        let before = walks(&coverage(self.app), edge);
        let page = self.go(edge, who);
        assert_eq!(
            page.message(),
            message_of(self.app, edge),
            "{edge} as {who}"
        );
        assert!(walks(&coverage(self.app), edge) > before, "{edge} as {who}");
        self.walked.insert((edge.to_owned(), who.to_owned()));
    }

    /// The way, as `how_vi` of the coverage tells it; ends on the page that says the message.
    fn go(&mut self, edge: &str, who: &str) -> Page {
        let app = self.app;
        match edge {
            "linked"
            | "review"
            | "mismatch"
            | "number_taken"
            | "person_deceased"
            | "person_missing"
            | "person_inactive"
            | "number_cancelled"
            | "registry_unavailable"
            | "linked_again"
            | "relinked_after_reissue" => try_number(app, who).1,
            "already_linked" => enter(app, who).1.stands_at(SERVICE),
            "skipped" | "skipped_as_it_stands" => {
                let (visitor, page) = enter(app, who);
                visitor.press(&page, SKIP, &[]).stands_at(SERVICE)
            }
            "matched_in_profile" => {
                let (visitor, page) = enter(app, who);
                visitor.press(&page, SKIP, &[]);
                let number = account(app, who).cccd;
                let identity = visitor.open(IDENTITY);
                visitor.press(&identity, UPDATE_FROM_REGISTRY, &[("number", &number)])
            }
            "confirmed" => press_in_profile(app, who, UPDATE),
            "unlinked" => press_in_profile(app, who, "Hủy liên kết"),
            "still_matches"
            | "data_differ"
            | "unavailable_link_kept"
            | "person_no_longer_active"
            | "number_cancelled_since" => press_in_profile(app, who, UPDATE_FROM_REGISTRY),
            "account_locked" => fifth_wrong_try(app, who),
            "still_locked" => {
                let (visitor, page) = enter(app, who);
                let page = until_locked(app, &visitor, page, who);
                update(app, &visitor, &page, who)
            }
            "lock_over" => {
                let (visitor, page) = enter(app, who);
                until_locked(app, &visitor, page, who);
                wait_for_the_lock(app, &visitor)
            }
            "number_locked" => {
                let (visitor, page) = enter(app, who);
                self.walk("account_locked", "nguyenminhanh.lo");
                update(app, &visitor, &page, who)
            }
            "vneid_login" => log_in_with_vneid(&Visitor::new(app), &account(app, who).cccd),
            "vneid_number_differs" => {
                let (visitor, _) = enter(app, who);
                let other = account(app, "nguyenvanthanh").cccd;
                approve_and_agree(&visitor, &visitor.open("/portal/login/vneid"), &other)
            }
            "linked_by_vneid" => {
                let (visitor, page) = enter(app, who);
                visitor.press(&page, SKIP, &[]);
                let page = visitor.click(&visitor.open(IDENTITY), "Liên kết bằng VNeID");
                approve_and_agree(&visitor, &page, &account(app, who).cccd)
            }
            "created_by_vneid" => {
                let number = number_of_persona(app, who);
                let visitor = Visitor::new(app);
                let page = log_in_with_vneid(&visitor, &number).stands_at("/portal/vneid-account");
                visitor
                    .press(&page, "Tạo tài khoản", &[])
                    .stands_at(SERVICE)
            }
            other => panic!("no way over {other} is written down here"),
        }
    }
}

fn press_in_profile(app: &TestApp, who: &str, button: &str) -> Page {
    let (visitor, _) = enter(app, who);
    visitor
        .press(&visitor.open(IDENTITY), button, &[])
        .stands_at(IDENTITY)
}

fn fifth_wrong_try(app: &TestApp, who: &str) -> Page {
    let (visitor, page) = enter(app, who);
    until_locked(app, &visitor, page, who)
}

/// Enters the number until the account is locked.
fn until_locked(app: &TestApp, visitor: &Visitor, page: Page, who: &str) -> Page {
    let locked = [
        message_of(app, "account_locked"),
        message_of(app, "still_locked"),
    ];
    let mut page = page;
    for _ in 0..5 {
        page = update(app, visitor, &page, who);
        if locked.contains(&page.message()) {
            return page;
        }
    }
    panic!("five wrong tries do not lock: {}", page.message());
}

fn wait_for_the_lock(app: &TestApp, visitor: &Visitor) -> Page {
    let over = message_of(app, "lock_over");
    eventually("the end of the lock", || {
        let page = visitor.open("/portal/link");
        (page.message() == over).then_some(page)
    })
}

fn number_of_persona(app: &TestApp, key: &str) -> String {
    let personas = app.nobody().get("/v1/personas").expect(200).json();
    let person = personas
        .as_array()
        .unwrap()
        .iter()
        .find(|person| person["key"] == key)
        .unwrap();
    person["number"].as_str().unwrap().to_owned()
}

fn walks(coverage: &Value, edge: &str) -> u64 {
    let steps = coverage["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["name"] == edge).unwrap();
    step["walked"].as_u64().unwrap()
}

/// The ways of the coverage, in the order of the accounts and of the ways of each.
fn ways(app: &TestApp) -> Vec<(String, String)> {
    let accounts = app.nobody().get("/portal/accounts.json").expect(200).json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut ways = Vec::new();
    for account in accounts.as_array().unwrap() {
        for edge in account["reaches"].as_array().unwrap() {
            ways.push((text(edge), text(&account["username"])));
        }
    }
    for step in coverage(app)["steps"].as_array().unwrap() {
        for way in step["reached_by"].as_array().unwrap() {
            assert!(!text(&way["how_vi"]).is_empty() && !text(&way["how_en"]).is_empty());
            if let Some(persona) = way["persona"].as_str() {
                ways.push((text(&step["name"]), persona.to_owned()));
            }
        }
    }
    // Skipping "when asked for the new number" is over once the new number is linked.
    ways.sort_by_key(|(edge, _)| edge == "relinked_after_reissue");
    ways
}

#[test]
fn every_edge_is_walked_by_everybody_who_is_said_to_reach_it() {
    let app = spawn_with(&["--link-lockout", "2"]);
    let begun = coverage(&app);
    assert_eq!(begun["walked"], 0);
    let never_walked = begun["never_walked"].as_array().unwrap();
    assert_eq!(never_walked.len(), begun["steps"].as_array().unwrap().len());
    let mut walker = Walker {
        app: &app,
        walked: BTreeSet::new(),
    };
    for (edge, who) in ways(&app) {
        walker.walk(&edge, &who);
    }
    let done = coverage(&app);
    assert_eq!(
        done["never_walked"].as_array().unwrap().len(),
        0,
        "{}",
        done["never_walked"]
    );
    assert_eq!(done["walked"], done["edges"]);
}

#[test]
fn the_coverage_is_a_page_for_people_and_json_for_programs() {
    let app = TestApp::spawn();
    try_number(&app, "nguyenvanthanh");
    let visitor = Visitor::new(&app);
    let page = visitor.open("/portal/coverage").expect(200);
    assert_eq!(page.heading(), "Các bước liên kết đã đi qua");
    let json = visitor.click(&page, "JSON").expect(200).answer.json();
    assert_eq!(json["walked"], 1);
    assert_eq!(walks(&json, "linked"), 1);
    assert!(page.answer.text.contains(&format!("1 / {}", json["edges"])));
    visitor.open("/portal/preferences?language=en");
    let page = visitor.open("/portal/coverage");
    let message = json["steps"][0]["message_en"].as_str().unwrap();
    assert!(page.answer.text.contains(message));
}

#[test]
fn the_reset_empties_coverage_links_sessions_and_logins() {
    let app = TestApp::spawn();
    let (visitor, page) = try_number(&app, "nguyenvanthanh");
    page.stands_at(SERVICE);
    let with_vneid = Visitor::new(&app);
    let number = account(&app, "phantrongnghia").cccd;
    log_in_with_vneid(&with_vneid, &number).stands_at(SERVICE);
    let at_province = with_vneid.open("/hatinh/login");
    assert!(at_province.state().is_some(), "{:?}", at_province.paths());
    let half_way = Visitor::new(&app);
    let at_vneid = half_way.open("/portal/login/vneid");

    let reset = app
        .dev()
        .request(reqwest::Method::POST, "/admin/reset")
        .send()
        .unwrap();
    assert_eq!(reset.status(), 204);

    assert_eq!(coverage(&app)["walked"], 0);
    for site in ["/portal", "/hatinh", "/vneid"] {
        for visitor in [&visitor, &with_vneid] {
            let home = visitor.open(site).expect(200);
            assert_eq!(home.state(), None, "{site}");
            assert!(home.markup().of_class("menu").is_empty(), "{site}");
        }
    }
    // The login that was on its way is over, and says so.
    half_way
        .press(&at_vneid, "Chấp thuận trên điện thoại", &[])
        .expect(410);
    // The account is as it was in the beginning; VNeID asks for everything anew.
    log_in(&app, &visitor, "nguyenvanthanh").stands_at("/portal/link");
    let page = with_vneid.open("/portal/login/vneid");
    assert_eq!(page.heading(), "Đăng nhập VNeID");
}

#[test]
fn a_reset_while_somebody_fills_in_a_form_is_told_and_breaks_nothing() {
    let app = TestApp::spawn();
    let (visitor, page) = enter(&app, "nguyenvanthanh");
    let reset = app
        .dev()
        .request(reqwest::Method::POST, "/admin/reset")
        .send()
        .unwrap();
    assert_eq!(reset.status(), 204);
    let number = account(&app, "nguyenvanthanh").cccd;
    let page = visitor
        .press(&page, UPDATE, &[("number", &number)])
        .expect(200);
    let page = page.stands_at("/portal/login");
    assert!(
        page.message().contains("Hãy đăng nhập"),
        "{}",
        page.message()
    );
    assert_eq!(coverage(&app)["walked"], 0);
    log_in(&app, &visitor, "nguyenvanthanh").stands_at("/portal/link");
    log_out(&visitor);
}
