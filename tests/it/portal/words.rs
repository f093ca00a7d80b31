//! Languages and the panel of calls.

use serde_json::Value;

use super::{
    IDENTITY, LOGGED_IN, SERVICE, account, coverage, enter, log_in_with_vneid, try_number, update,
};
use crate::support::{Page, TestApp, Visitor};

/// Pages that anybody can open.
const OPEN_PAGES: [&str; 9] = [
    "/portal",
    SERVICE,
    "/portal/login",
    "/portal/login/account",
    "/portal/coverage",
    "/portal/no-such-page",
    "/hatinh",
    "/hatinh/services/dang-ky-ho-kinh-doanh",
    "/vneid",
];

#[track_caller]
fn is_in(page: &Page, language: &str) {
    let html = page.markup().tags().find(|tag| tag.name == "html").unwrap();
    assert_eq!(html.attribute("lang"), Some(language), "{}", page.path());
    assert_eq!(page.answer.header("content-language"), language);
}

fn message_in(app: &TestApp, edge: &str, language: &str) -> String {
    let coverage = coverage(app);
    let steps = coverage["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["name"] == edge).unwrap();
    step[format!("message_{language}")]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn pages_are_vietnamese_whatever_the_browser_prefers() {
    let app = TestApp::spawn();
    let vietnamese = Visitor::new(&app);
    let english = Visitor::new(&app).preferring("en");
    for path in OPEN_PAGES {
        let page = english.open(path);
        is_in(&page, "vi");
        assert_eq!(page.heading(), vietnamese.open(path).heading(), "{path}");
    }
    is_in(&english.open("/portal/login/vneid"), "vi");
}

#[test]
fn a_switch_on_any_page_changes_the_language_of_all_sites_and_leads_back() {
    let app = TestApp::spawn();
    for path in OPEN_PAGES {
        let visitor = Visitor::new(&app);
        let here = format!("{path}?return_to=%2Fportal%2Fprofile");
        let before = visitor.open(&here);
        let after = visitor.click(&before, "English");
        assert_eq!(after.path(), here, "{:?}", after.paths());
        is_in(&after, "en");
        assert_ne!(after.heading(), before.heading(), "{path}");
        for site in ["/portal", "/hatinh", "/vneid"] {
            is_in(&visitor.open(site), "en");
        }
        is_in(&visitor.click(&after, "Tiếng Việt"), "vi");
    }
}

#[test]
fn every_message_is_said_in_english_after_the_switch() {
    let app = TestApp::spawn();
    for (username, edge) in [
        ("nguyenvanthanh", "linked"),
        ("nguyenthihuong", "mismatch"),
        ("nguyenthihanh", "review"),
        ("nghia1985", "number_taken"),
        ("phandinhloi", "person_deceased"),
        ("tranhaidang", "person_missing"),
        ("thaithiquynhgiang", "person_inactive"),
        ("maixuanquyen", "number_cancelled"),
        ("vothihoaithuong", "registry_unavailable"),
    ] {
        let (visitor, page) = enter(&app, username);
        visitor.open("/portal/preferences?language=en");
        let number = account(&app, username).cccd;
        let page = visitor.press(&page, "update", &[("number", &number)]);
        is_in(&page, "en");
        assert_eq!(page.message(), message_in(&app, edge, "en"));
        assert_ne!(page.message(), message_in(&app, edge, "vi"));
    }
}

#[test]
fn refusals_speak_the_language_of_the_page() {
    let app = TestApp::spawn();
    for (language, password, number, login, vneid) in [
        (
            "vi",
            "không đúng",
            "12 chữ số",
            "Hãy đăng nhập",
            "12 chữ số",
        ),
        ("en", "is wrong", "has 12", "Log in to open", "12 digits"),
    ] {
        let visitor = Visitor::new(&app);
        visitor.open(&format!("/portal/preferences?language={language}"));
        assert!(visitor.open(IDENTITY).message().contains(login));
        let form = visitor.open("/portal/login/account");
        let wrong = [("username", "tranlan"), ("password", "sai")];
        let button = if language == "vi" {
            "Đăng nhập"
        } else {
            "Log in"
        };
        let refused = visitor.press(&form, button, &wrong).expect(403);
        assert!(
            refused.message().contains(password),
            "{}",
            refused.message()
        );
        is_in(&refused, language);
        // The switch on the refused page leads to a page.
        let other = if language == "vi" {
            "English"
        } else {
            "Tiếng Việt"
        };
        visitor
            .click(&refused, other)
            .expect(200)
            .stands_at("/portal/login/account");
        visitor.open(&format!("/portal/preferences?language={language}"));
        let right = [("username", "tranlan"), ("password", "matkhau")];
        let page = visitor.press(&form, button, &right).expect(200);
        let refused = visitor.press(&page, "update", &[("number", "12")]);
        assert!(refused.message().contains(number), "{}", refused.message());
        let at_vneid = visitor.open("/portal/login/vneid");
        is_in(&at_vneid, language);
        let refused = visitor.press(&at_vneid, "password", &[("number", "12")]);
        assert!(refused.message().contains(vneid), "{}", refused.message());
    }
}

/// The calls of the panel: purpose, command and answer, newest first.
fn calls(page: &Page) -> Vec<(String, String, String)> {
    let markup = page.markup();
    let summaries = markup.of_name("summary").into_iter();
    let purposes: Vec<String> = summaries.filter(|text| text.ends_with(" ms")).collect();
    let texts = markup.raw_of_name("pre");
    let pairs = texts
        .chunks(2)
        .map(|pair| (pair[0].clone(), pair[1].clone()));
    let calls = purposes.into_iter().zip(pairs);
    calls
        .map(|(purpose, (curl, answer))| (purpose, curl, answer))
        .collect()
}

/// What a shell prints for a command from the panel: the status and the body.
fn run(command: &str) -> (String, String) {
    let output = std::process::Command::new("sh")
        .args(["-c", command])
        .output()
        .unwrap();
    assert!(output.status.success(), "{command}: {output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap();
    (status.to_owned(), body.to_owned())
}

#[test]
fn a_command_from_the_panel_gives_the_answer_that_stands_below_it() {
    let app = TestApp::spawn();
    for username in [
        "nguyenvanthanh",
        "nguyenthihuong",
        "hnhi.eban",
        "dangthinhan",
    ] {
        let (_, page) = try_number(&app, username);
        let calls = calls(&page);
        let [(purpose, curl, answer)] = &calls[..] else {
            panic!("{calls:?}");
        };
        assert!(purpose.contains("CSDL quốc gia về dân cư"), "{purpose}");
        let (status, body) = run(curl);
        assert!(purpose.starts_with(&status), "{purpose}");
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(read(&body), read(answer), "{username}");
    }
}

#[test]
fn the_panel_shows_each_call_of_a_vneid_login() {
    let app = TestApp::spawn();
    let number = account(&app, "phantrongnghia").cccd;
    let visitor = Visitor::new(&app);
    let page = log_in_with_vneid(&visitor, &number).stands_at(SERVICE);
    let calls = calls(&page);
    let purposes: Vec<&str> = calls.iter().map(|(purpose, ..)| &**purpose).collect();
    for (purpose, again) in [
        ("Đọc cấu hình OpenID", true),
        ("Lấy khóa công khai", true),
        // Sent again, it would revoke what came of it.
        ("Đổi mã lấy token", false),
        ("Lấy thông tin người dùng", true),
    ] {
        let call = calls.iter().find(|(told, ..)| told.contains(purpose));
        let (told, curl, answer) = call.unwrap_or_else(|| panic!("no {purpose}: {purposes:?}"));
        assert!(told.starts_with("200"), "{told}");
        if again {
            let (status, body) = run(curl);
            assert_eq!(status, "200", "{purpose}");
            let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
            assert_eq!(read(&body), read(answer), "{purpose}");
        }
    }
}

#[test]
fn the_panel_can_be_put_away_and_taken_out_again() {
    let app = TestApp::spawn();
    let (visitor, page) = try_number(&app, "nguyenvanthanh");
    assert_eq!(calls(&page).len(), 1);
    let without = visitor.click(&page, "Ẩn").stands_at(SERVICE);
    assert!(!without.answer.text.contains("/v1/match"));
    assert_eq!(without.state().as_deref(), Some(LOGGED_IN));
    assert!(!visitor.open("/hatinh").answer.text.contains("Ẩn</a>"));
    let again = visitor
        .click(&without, "Hiện lời gọi HTTP")
        .stands_at(SERVICE);
    assert_eq!(calls(&again).len(), 1);
    // Another browser sees nothing of it, and VNeID calls nobody.
    assert_eq!(calls(&Visitor::new(&app).open("/portal")).len(), 0);
    assert!(visitor.open("/vneid").markup().of_class("panel").is_empty());
}

#[test]
fn the_panel_keeps_the_last_calls_newest_first() {
    let app = TestApp::spawn();
    let (visitor, mut page) = enter(&app, "nguyenthihanh");
    for _ in 0..15 {
        page = update(&app, &visitor, &page, "nguyenthihanh");
    }
    let calls = calls(&page);
    assert_eq!(calls.len(), 12);
    let ids: Vec<Value> = calls
        .iter()
        .map(|(.., answer)| serde_json::from_str::<Value>(answer).unwrap()["request_id"].clone())
        .collect();
    assert!(
        ids.windows(2)
            .all(|pair| pair[0].as_str() > pair[1].as_str()),
        "{ids:?}"
    );
}
