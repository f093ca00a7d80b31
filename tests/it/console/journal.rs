//! The journal at the console: filtered, opened, followed, exported, emptied, and never written into.

use std::io::{BufRead as _, BufReader, Write as _};

use serde_json::json;

use super::{THANH, operator, try_key};
use crate::support::{Page, TestApp, Visitor};

/// A question that matches, and one that misses by a word.
fn ask(app: &TestApp) {
    for (name, outcome) in [
        ("Nguyễn Văn Thành", "match"),
        ("Nguyễn Văn Thanh Tùng", "no_match"),
    ] {
        let question = json!({"number": THANH, "full_name": name, "date_of_birth": "1985-05-12"});
        let answer = app.portal().post("/v1/match", &question).expect(200).json();
        assert_eq!(answer["outcome"], outcome);
    }
}

/// The rows of the table of calls.
fn calls(page: &Page) -> Vec<Vec<String>> {
    let rows = page.markup().rows().into_iter();
    rows.filter(|row| row.len() == 9 && row[0].parse::<u64>().is_ok())
        .collect()
}

#[test]
fn calls_are_listed_masked_and_the_console_itself_leaves_no_trace() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    ask(&app);
    for path in [
        "/console/charts/ages.svg",
        "/console",
        "/console/people?q=twin",
        "/console/people?who=042085000488",
    ] {
        visitor.open(path).expect(200);
    }
    visitor
        .open("/console/match?typed_name=A&typed_date=1985&number=042085000488")
        .expect(200);
    let page = visitor.open("/console/journal").expect(200);
    let listed = calls(&page);
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert_eq!(listed[0][4], "042*******88 N. V. T. T. 1985");
    assert_eq!(
        [&*listed[0][5], &*listed[0][6]],
        ["no_match", "name_differs"]
    );
    assert!(!page.answer.text.contains(THANH));
}

#[test]
fn a_filter_keeps_what_it_asks_for_and_what_is_left_empty_asks_for_nothing() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    ask(&app);
    app.nobody().get("/v1/citizens/042085000488").expect(401);
    for (query, count) in [
        ("operation=&outcome=&client=&status=&number=&limit=", 3),
        ("outcome=no_match", 1),
        ("operation=match&status=4xx", 0),
        ("status=4xx", 1),
        ("number=042085000488", 2),
        ("text=portal", 2),
        ("limit=1", 1),
    ] {
        let page = visitor
            .open(&format!("/console/journal?{query}"))
            .expect(200);
        assert_eq!(calls(&page).len(), count, "{query}");
    }
    for wrong in ["status=abc", "limit=many", "number=12"] {
        let page = visitor
            .open(&format!("/console/journal?{wrong}"))
            .expect(200);
        assert!(!page.message().is_empty(), "{wrong}");
    }
}

#[test]
fn a_miss_names_the_nearest_person_and_leads_to_the_match_lab_for_who_may_see_it() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    ask(&app);
    let page = visitor.open("/console/journal?outcome=no_match");
    let masked = visitor.click(&page, &calls(&page)[0][0]).expect(200);
    assert!(masked.answer.text.contains("Người gần nhất"));
    for secret in [THANH, "Nguyễn", "12/05/1985"] {
        assert!(!masked.answer.text.contains(secret), "{secret}");
    }
    let opened = visitor.click(&masked, "Hiện dữ liệu cá nhân").expect(200);
    let rows = opened.markup().rows();
    let differs = rows.iter().find(|row| row[0] == "full_name").unwrap();
    assert_eq!(differs[1], "Nguyễn Văn Thanh Tùng");
    assert_eq!(differs[2], "Nguyễn Văn Thành");
    let curl = opened.markup().of_id("curl").unwrap();
    assert!(curl.contains("/v1/match") && curl.contains(THANH), "{curl}");
    let lab = visitor.click(&opened, "Vào phòng so khớp").expect(200);
    assert_eq!(lab.markup().of_class("decides").len(), 4);
    visitor.open("/console/journal/999").expect(404);
    visitor.open("/console/journal/abc").expect(404);
}

#[test]
fn the_key_of_a_sandbox_reads_its_journal_masked_whatever_it_asks() {
    let app = TestApp::spawn();
    let made = app
        .dev()
        .post("/admin/sandboxes", &json!({"id": "own"}))
        .expect(201);
    let key = made.json()["key"].as_str().unwrap().to_owned();
    app.portal()
        .post(
            "/s/own/v1/match",
            &json!({"number": THANH, "full_name": "Ai Đó", "date_of_birth": "1985-05-12"}),
        )
        .expect(200);
    let visitor = Visitor::new(&app);
    try_key(&visitor, "", &key);
    for path in [
        "/s/own/console/journal?unmask=true",
        "/s/own/console/journal/1?unmask=true",
    ] {
        let page = visitor.open(path).expect(200);
        assert!(page.answer.text.contains("042*******88"), "{path}");
        assert!(!page.answer.text.contains(THANH), "{path}");
        assert!(!page.answer.text.contains("Hiện dữ liệu cá nhân"), "{path}");
    }
    let archive = visitor.open("/s/own/console/journal/archive.har?unmask=true");
    assert!(!archive.expect(200).answer.text.contains(THANH));
}

#[test]
fn the_journal_is_exported_and_emptied() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    ask(&app);
    let page = visitor.open("/console/journal");
    let archive = visitor
        .open("/console/journal/archive.har?outcome=match")
        .expect(200);
    let archive: serde_json::Value = serde_json::from_str(&archive.answer.text).unwrap();
    assert_eq!(archive["log"]["entries"].as_array().unwrap().len(), 1);
    let page = visitor.press(&page, "Xóa nhật ký", &[]).expect(200);
    assert_eq!(page.message(), "Đã xóa nhật ký.");
    let told = app.dev().get("/admin/journal/count").expect(200).json();
    assert_eq!(told["count"], 0);
}

#[test]
fn whoever_is_signed_in_follows_the_calls_and_nobody_else() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let mut stream = app.connect();
    let cookies = visitor.cookies("/console");
    let request = format!(
        "GET /console/journal/stream?outcome=match HTTP/1.1\r\nHost: x\r\nCookie: {cookies}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    assert!(lines.next().unwrap().contains("200"));
    // The stream has begun before the calls are made.
    lines.find(|line| line.contains("retry")).unwrap();
    ask(&app);
    let event = lines.find(|line| line.starts_with("data: ")).unwrap();
    assert!(event.contains("\"outcome\":\"match\"") && event.contains("042*******88"));
    let nobody = Visitor::new(&app).ask("/console/journal/stream");
    assert_eq!(
        nobody.leads_to(),
        Some("/console/login?return_to=%2Fconsole%2Fjournal%2Fstream")
    );
}

#[test]
fn a_person_shows_who_looked_them_up() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    ask(&app);
    let page = visitor
        .open(&format!("/console/people?who={THANH}"))
        .expect(200);
    let rows = page.markup().rows();
    let asked = rows
        .iter()
        .filter(|row| row.len() == 4 && row[2] == "match");
    let outcomes: Vec<&str> = asked.map(|row| &*row[3]).collect();
    assert_eq!(outcomes, ["no_match", "match"]);
}
