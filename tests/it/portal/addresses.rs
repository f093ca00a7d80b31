//! Addresses that pages are asked for with: where a login leads, what is no page, what pages carry with them.

use super::{
    IDENTITY, LOG_IN, SERVICE, SKIP, account, approve, approve_and_agree, enter, spawn_with,
    try_number,
};
use crate::support::{Page, TestApp, Visitor, scratch_folder};

/// Where nobody may be sent.
const EVIL: [&str; 16] = [
    "https://evil.example/",
    "http://evil.example/portal",
    "//evil.example",
    "//evil.example/portal",
    "/\\evil.example",
    "\\\\evil.example",
    "https:/evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/portal/../../evil",
    "/portal//evil.example",
    "/portal\t//evil.example",
    "/portal%2f%2fevil.example",
    "@evil.example",
    "/portal\r\nset-cookie: a=b",
];

fn query(address: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("return_to", address).finish()
}

/// Fails if any answer on the way leads out of the server, or sets a header that was smuggled in.
#[track_caller]
fn stays_inside(page: &Page, evil: &str) {
    for hop in &page.hops {
        let leads_to = hop.leads_to.as_deref().unwrap_or("/");
        assert!(
            leads_to.starts_with('/') && !leads_to.starts_with("//"),
            "{evil:?}: {leads_to}"
        );
        for cookie in hop.headers.get_all("set-cookie") {
            assert!(
                cookie.to_str().unwrap().starts_with("dancu_"),
                "{evil:?}: {cookie:?}"
            );
        }
    }
    let path = page.path();
    assert!(
        page.status() == 200 && !path.contains("evil"),
        "{evil:?}: {:?}",
        page.paths()
    );
}

#[test]
fn an_address_elsewhere_is_never_led_to() {
    let app = TestApp::spawn();
    let number = account(&app, "phantrongnghia").cccd;
    for evil in EVIL {
        let query = query(evil);
        // Preferences, at each site.
        for site in ["/portal", "/hatinh", "/vneid"] {
            let visitor = Visitor::new(&app);
            let page = visitor.open(&format!("{site}/preferences?language=vi&{query}"));
            stays_inside(&page, evil);
            assert_eq!(page.path(), site, "{evil:?}");
        }
        // The login with an account, and the number's screen.
        let visitor = Visitor::new(&app);
        let choice = visitor.open(&format!("/portal/login?{query}"));
        let form = visitor.click(&choice, "Tài khoản được cấp bởi Cổng");
        let mut by_hand = vec![("username", "tranlan"), ("password", "matkhau")];
        by_hand.push(("return_to", evil));
        let page = visitor
            .press(&form, LOG_IN, &by_hand)
            .stands_at("/portal/link");
        stays_inside(&page, evil);
        let page = visitor.open(&format!("/portal/link?{query}"));
        let page = visitor
            .press(&page, SKIP, &[("return_to", evil)])
            .stands_at("/portal");
        stays_inside(&page, evil);
        // VNeID, there and back.
        let visitor = Visitor::new(&app);
        let page = visitor.open(&format!("/portal/login/vneid?{query}"));
        let page = approve_and_agree(&visitor, &page, &number).stands_at("/portal");
        stays_inside(&page, evil);
        // The province.
        let page = visitor
            .open(&format!("/hatinh/login?{query}"))
            .stands_at("/hatinh");
        stays_inside(&page, evil);
    }
}

#[test]
fn an_address_inside_is_led_to_whole() {
    let app = TestApp::spawn();
    for wanted in [
        "/portal/profile",
        "/portal/services/dang-ky-khai-sinh?step=2&x=%C4%91#top",
    ] {
        let visitor = Visitor::new(&app);
        let form = visitor.open(&format!("/portal/login/account?{}", query(wanted)));
        let fields = [("username", "phantrongnghia"), ("password", "matkhau")];
        let page = visitor.press(&form, LOG_IN, &fields).expect(200);
        assert_eq!(page.path(), wanted);
    }
}

/// Fails unless the page tells the browser what it may do with it.
#[track_caller]
fn is_well_behaved(page: &Page) {
    let answer = &page.answer;
    assert!(
        answer.text.starts_with("<!doctype html>"),
        "{}: {}",
        page.path(),
        answer.text
    );
    let policy = answer.header("content-security-policy");
    for wanted in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(wanted), "{}: {policy}", page.path());
    }
    assert!(
        !policy.contains("unsafe") && !policy.contains('*'),
        "{policy}"
    );
    assert_eq!(
        answer.header("cache-control"),
        "no-store",
        "{}",
        page.path()
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("x-frame-options"), "DENY");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert!(!answer.header("referrer-policy").is_empty());
    // One heading, a title, the mark that all of it is invented; nothing inline, nothing from elsewhere.
    page.heading();
    assert!(
        page.markup().of_class("invented")[0].contains("giả lập"),
        "{}",
        page.path()
    );
    for tag in page.markup().tags() {
        assert!(
            tag.name != "style" && tag.name != "iframe",
            "{}",
            page.path()
        );
        assert!(
            tag.name != "script" || tag.attribute("src").is_some(),
            "{}",
            page.path()
        );
        for (name, value) in tag.attributes() {
            assert!(
                !name.starts_with("on") && name != "style",
                "{name} at {}",
                page.path()
            );
            let is_address = ["src", "href", "action"].contains(&name);
            assert!(
                !is_address || value.starts_with(['/', '#']),
                "{value} at {}",
                page.path()
            );
        }
    }
}

/// One of every page there is, failures among them.
fn every_page(app: &TestApp) -> Vec<Page> {
    let guest = Visitor::new(app);
    let mut pages: Vec<Page> = [
        "/portal",
        "/portal/",
        SERVICE,
        "/portal/login",
        "/portal/login/account",
        "/portal/coverage",
        "/portal/sign-out",
        "/portal/nothing",
        "/portal/services/nothing",
        "/hatinh",
        "/hatinh/",
        "/hatinh/services/dang-ky-ho-kinh-doanh",
        "/hatinh/nothing",
        "/hatinh/services/nothing",
        "/vneid",
        "/vneid/",
        "/vneid/nothing",
        "/vneid/sign-out/nothing",
        "/vneid/interaction/nothing",
        "/portal/sso?interaction=nothing",
        "/portal/sso",
        "/portal/logout",
        "/hatinh/logout",
        "/vneid/sign-out",
        "/portal/login?return_to=a&return_to=b",
        "/portal/vneid/callback?code=a&code=b",
        "/portal/vneid/callback",
        "/hatinh/sso/callback",
        "/portal/login/nothing/at/all",
        "/vneid/interaction/x/y",
        "/portal/%ff",
        "/portal/services/%ff",
        "/hatinh/services/%ff",
        "/vneid/interaction/%ff",
        "/hatinh/%00",
        "/vneid/preferences?language=vi&language=en",
    ]
    .map(|path| guest.open(path))
    .into();
    let (citizen, page) = enter(app, "nguyenvanthanh");
    pages.push(page);
    pages.extend(["/portal", SERVICE, "/portal/profile", IDENTITY].map(|path| citizen.open(path)));
    pages.push(citizen.open("/hatinh/login"));
    pages.push(citizen.open("/hatinh/services/dang-ky-ho-kinh-doanh"));
    pages.push(citizen.post("/portal/link", &[]));
    let none = citizen.posting("/portal/link").body("");
    pages.push(citizen.send("/portal/link", none));
    pages.push(try_number(app, "nguyenthihuong").1);
    let newcomer = Visitor::new(app);
    let login = newcomer.open("/portal/login/vneid");
    pages.push(newcomer.press(&login, "wrong_password", &[]));
    let consent = approve(&newcomer, &login, &account(app, "hnhi.eban").cccd);
    let newcomers = newcomer
        .press(&consent, "Đồng ý", &[])
        .stands_at("/portal/vneid-account");
    pages.extend([login, consent, newcomers, newcomer.open("/vneid")]);
    pages.push(newcomer.open("/vneid/logout"));
    pages
}

#[test]
fn every_page_tells_the_browser_what_it_may_do() {
    let app = TestApp::spawn();
    let pages = every_page(&app);
    pages.iter().for_each(is_well_behaved);
    for status in [200, 400, 403, 404, 410] {
        assert!(
            pages.iter().any(|page| page.status() == status),
            "no page with {status}"
        );
    }
}

#[test]
fn an_unknown_page_is_a_page_and_leads_home() {
    let app = TestApp::spawn();
    let visitor = Visitor::new(&app);
    for (path, home) in [
        ("/portal/nothing", "/portal"),
        ("/portal/services/nothing", "/portal"),
        ("/hatinh/nothing/at/all", "/hatinh"),
        ("/vneid/nothing", "/vneid"),
    ] {
        let page = visitor.open(path).expect(404);
        assert_eq!(page.heading(), "Không có trang này");
        assert_eq!(
            visitor.click(&page, "Về trang chủ").expect(200).path(),
            home
        );
    }
}

#[test]
fn names_with_markup_in_them_are_shown_as_they_are() {
    const NAME: &str = "Nguyễn O'Văn";
    let folder = scratch_folder();
    let file = folder.path().join("accounts.toml");
    let account = format!(
        "[[account]]\nusername = \"thu&<b>'quote'</b>\"\npassword = \"<&\\\"'>\"\n\
         persona = \"plain_ha_tinh\"\nfull_name = \"{NAME}\"\nemail = \"<i>&\\\"@x.example\"\n\
         shows_vi = \"<script>alert(1)</script>\"\nshows_en = \"<b>&\\\"'</b>\"\n\
         reaches = [{{ edge = \"review\", how_vi = \"<u>&\\\"'</u>\", how_en = \"<u>&\\\"'</u>\" }}]\n"
    );
    std::fs::write(&file, account).unwrap();
    let app = spawn_with(&["--accounts", file.to_str().unwrap()]);
    let visitor = Visitor::new(&app);
    let form = visitor.open("/portal/login/account");
    let fields = [("username", "thu&<b>'quote'</b>"), ("password", "<&\"'>")];
    let refused = visitor.press(&form, LOG_IN, &[("username", "\"><b>x"), ("password", "y")]);
    let page = visitor
        .press(&form, LOG_IN, &fields)
        .stands_at("/portal/link");
    let page = visitor.press(&page, SKIP, &[]);
    assert_eq!(page.status(), 200);
    let profile = visitor.open("/portal/profile");
    assert_eq!(profile.fact("Tên đăng nhập"), "thu&<b>'quote'</b>");
    assert_eq!(profile.fact("Họ và tên"), NAME);
    assert_eq!(profile.fact("Thư điện tử"), "<i>&\"@x.example");
    let coverage = visitor.open("/portal/coverage");
    let search = visitor.open("/portal/login/vneid");
    let search = visitor.press(&search, "Tìm", &[("q", "\"><b>&' 1985")]);
    for page in [form, refused, page, profile, coverage, search] {
        let names = page.markup().tags().map(|tag| tag.name.as_str());
        for name in names {
            assert!(
                !["b", "i", "u"].contains(&name),
                "{name} at {}",
                page.path()
            );
        }
        assert_eq!(page.markup().of_name("script"), [""], "{}", page.path());
    }
}
