//! Forms come from our own pages: whatever else is posted is refused and changes nothing.

use std::io::Write as _;
use std::time::Instant;

use super::{
    IDENTITY, LOGGED_IN, SERVICE, account, approve, coverage, enter, log_in_with_vneid, try_number,
};
use crate::support::{Page, TestApp, Visitor};

/// Every address that takes a form from a page, with what would change something there.
fn posts(interaction: &str, sign_out: &str) -> Vec<(String, Vec<(&'static str, &'static str)>)> {
    let own = [
        (
            "/portal/login/account",
            vec![("username", "tranlan"), ("password", "matkhau")],
        ),
        (
            "/portal/link",
            vec![("number", "042085000488"), ("action", "update")],
        ),
        ("/portal/link", vec![("action", "skip")]),
        (IDENTITY, vec![("action", "unlink")]),
        (
            IDENTITY,
            vec![("action", "check"), ("number", "042085000488")],
        ),
        ("/portal/vneid-account", vec![("action", "create")]),
        ("/portal/logout", vec![]),
        ("/hatinh/logout", vec![]),
        ("/vneid/sign-out", vec![]),
    ];
    let own = own.map(|(path, fields)| (path.to_owned(), fields));
    let mut all = own.to_vec();
    all.push((
        interaction.to_owned(),
        vec![("action", "approve"), ("number", "042085000488")],
    ));
    all.push((sign_out.to_owned(), vec![]));
    all
}

/// Somebody logged in everywhere, linked, with a login on its way at VNeID in another window.
struct Everywhere {
    visitor: Visitor,
    interaction: String,
    sign_out: String,
}

impl Everywhere {
    fn new(app: &TestApp) -> Self {
        let visitor = Visitor::new(app);
        log_in_with_vneid(&visitor, &account(app, "phantrongnghia").cccd).stands_at(SERVICE);
        visitor.open("/hatinh/login").stands_at("/hatinh");
        let authorize = "/vneid/authorize?client_id=example-web&response_type=code&scope=openid\
             &redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Fcallback&prompt=login&state=s";
        let interaction = visitor.open(authorize).path().to_owned();
        assert!(
            interaction.starts_with("/vneid/interaction/"),
            "{interaction}"
        );
        let sign_out = visitor.open("/vneid/logout").path().to_owned();
        assert!(sign_out.starts_with("/vneid/sign-out/"), "{sign_out}");
        Self {
            visitor,
            interaction,
            sign_out,
        }
    }

    #[track_caller]
    fn is_unchanged(&self, what: &str) {
        for site in ["/portal", "/hatinh", "/vneid"] {
            let state = self.visitor.open(site).state();
            assert_eq!(state.as_deref(), Some(LOGGED_IN), "{site} after {what}");
        }
        assert!(
            self.visitor.open(IDENTITY).has_button("Hủy liên kết"),
            "{what}"
        );
    }
}

#[track_caller]
fn is_refused(page: Page, what: &str) {
    let page = page.expect(403);
    assert_eq!(page.heading(), "Phiên làm việc đã thay đổi", "{what}");
    assert!(page.message().contains("Dữ liệu chưa thay đổi"), "{what}");
    assert!(page.answer.header("content-type").starts_with("text/html"));
}

#[test]
fn a_form_without_the_token_of_its_session_is_refused_everywhere() {
    let app = TestApp::spawn();
    let everywhere = Everywhere::new(&app);
    let visitor = &everywhere.visitor;
    let stranger = Visitor::new(&app);
    let foreign = stranger.open("/portal/sign-out").csrf();
    let own_elsewhere = visitor.open("/hatinh").csrf();
    let before = coverage(&app);
    for (path, fields) in posts(&everywhere.interaction, &everywhere.sign_out) {
        for token in [None, Some(""), Some("x"), Some(foreign.as_str())] {
            let mut fields = fields.clone();
            fields.extend(token.map(|token| ("csrf", token)));
            is_refused(
                visitor.post(&path, &fields),
                &format!("{path} with {token:?}"),
            );
        }
        // Nor does the token of the same browser at another site.
        if !path.starts_with("/hatinh") {
            let mut fields = fields.clone();
            fields.push(("csrf", &own_elsewhere));
            is_refused(visitor.post(&path, &fields), &path);
        }
        everywhere.is_unchanged(&path);
    }
    assert_eq!(coverage(&app), before);
}

#[test]
fn a_form_sent_from_another_site_is_refused_though_it_carries_the_token() {
    let app = TestApp::spawn();
    let everywhere = Everywhere::new(&app);
    let visitor = &everywhere.visitor;
    for (path, fields) in posts(&everywhere.interaction, &everywhere.sign_out) {
        let site = path.split('/').nth(1).unwrap();
        let csrf = match site {
            "portal" => visitor.open("/portal/sign-out").csrf(),
            site => visitor.open(&format!("/{site}")).csrf(),
        };
        for from in ["cross-site", "same-site"] {
            let mut fields = fields.clone();
            fields.push(("csrf", &csrf));
            let request = visitor
                .request(reqwest::Method::POST, &path)
                .header("sec-fetch-site", from)
                .form(&fields);
            is_refused(visitor.send(&path, request), &format!("{path} from {from}"));
        }
        everywhere.is_unchanged(&path);
    }
}

#[test]
fn a_form_that_is_none_or_too_large_says_so_and_changes_nothing() {
    let app = TestApp::spawn();
    let (visitor, page) = try_number(&app, "nguyenvanthanh");
    page.stands_at(SERVICE);
    let csrf = visitor.open("/portal/sign-out").csrf();
    let form = "application/x-www-form-urlencoded";
    let large = format!("csrf={csrf}&action=unlink&x={}", "a".repeat(70_000));
    for (kind, body) in [
        (form, large),
        ("application/json", "{\"action\":\"unlink\"}".to_owned()),
        ("text/plain", format!("csrf={csrf}&action=unlink")),
        ("multipart/form-data; boundary=x", "--x--".to_owned()),
    ] {
        let request = visitor
            .posting(IDENTITY)
            .header("content-type", kind)
            .body(body);
        let page = visitor.send(IDENTITY, request).expect(400);
        assert_eq!(page.heading(), "Không đọc được biểu mẫu", "{kind}");
        assert!(visitor.open(IDENTITY).has_button("Hủy liên kết"), "{kind}");
    }
    // The fields may be any bytes.
    let mut bytes = format!("csrf={csrf}&action=").into_bytes();
    bytes.extend(b"%ff%00%zz\xff&number=%f0%9f%98%80");
    let request = visitor
        .posting("/portal/link")
        .header("content-type", form)
        .body(bytes);
    let page = visitor.follow(visitor.send("/portal/link", request));
    assert!(page.status() < 500, "{}", page.answer.text);
}

#[test]
fn a_form_that_trickles_in_is_cut_and_holds_up_nobody() {
    let app = TestApp::spawn();
    let (visitor, _) = enter(&app, "nguyenvanthanh");
    let started = Instant::now();
    let mut slow: Vec<_> = (0..8).map(|_| app.connect()).collect();
    for stream in &mut slow {
        let head = "POST /portal/link HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\ncsrf=";
        stream.write_all(head.as_bytes()).unwrap();
    }
    visitor.open("/portal").expect(200);
    assert!(
        started.elapsed().as_secs() < 10,
        "others are answered meanwhile"
    );
    let mut answer = String::new();
    let read = std::io::Read::read_to_string(&mut slow[0], &mut answer);
    assert!(
        read.is_err() || answer.starts_with("HTTP/1.1 400"),
        "{answer}"
    );
    assert!(started.elapsed().as_secs() < 30, "it is cut");
}

#[test]
fn an_approval_does_not_carry_over_to_another_login() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    let page = visitor.open("/portal/login/vneid");
    let consent = approve(&visitor, &page, &account(&app, "phantrongnghia").cccd);
    // The page of somebody else's login is theirs alone: this browser has not logged in to it.
    let other = Visitor::new(&app);
    let theirs = other.open(consent.path());
    assert_eq!(theirs.heading(), "Đăng nhập VNeID", "{:?}", theirs.paths());
    let fields = [("csrf", theirs.csrf()), ("action", "consent".to_owned())];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let answer = other.post(consent.path(), &fields);
    assert_ne!(answer.status(), 200);
    let leads_to = answer.leads_to().unwrap_or_default();
    assert!(!leads_to.contains("code="), "{leads_to}");
}
