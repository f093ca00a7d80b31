//! `POST /v1/match/batch`: many questions, a status for each.

use serde_json::{Value, json};

use crate::support::{TestApp, question};

const LINES: &str = "application/x-ndjson";

fn good() -> Value {
    question("042085000488", "Nguyễn Văn Thành", "1985-05-12")
}

#[test]
fn a_bad_item_harms_no_other() {
    let app = TestApp::spawn();
    let batch = json!([
        good(),
        question("42085000488", "Nguyễn Văn Thành", "1985-05-12"),
        question("042085000488", "Lê Thị Hoa", "1985-05-12"),
        {"number": "042085000488", "polcy": "fold"},
        17,
        null,
        question("042142000012", "Đặng Thị Nhàn", "1942"),
    ]);
    let answer = app.portal().post("/v1/match/batch", &batch).expect(200);
    assert_eq!(answer.header("content-type"), "application/json");
    let items = answer.json();
    let told: Vec<_> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            (
                item["index"].as_u64().unwrap(),
                item["status"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (0, 200),
            (1, 400),
            (2, 200),
            (3, 400),
            (4, 400),
            (5, 400),
            (6, 200)
        ]
    );
    assert_eq!(items[0]["answer"]["outcome"], "match");
    assert_eq!(
        items[1]["problem"]["errors"][0]["code"],
        "number_leading_zero_lost"
    );
    assert_eq!(items[1].get("answer"), None);
    assert_eq!(items[2]["answer"]["outcome"], "no_match");
    assert_eq!(items[3]["problem"]["errors"][0]["field"], "polcy");
    assert_eq!(items[6]["answer"]["outcome"], "match");
    for item in items.as_array().unwrap() {
        let told = item.get("answer").or(item.get("problem")).unwrap();
        assert_eq!(told["request_id"], answer.header("x-request-id"));
    }
}

#[test]
fn lines_are_answered_by_lines() {
    let app = TestApp::spawn();
    let batch = format!(
        "{}\n\n{{broken\r\n  \n{}\r\n{{\"number\": \"\u{0}\"",
        good(),
        question("042085000488", "Nguyen Van Thanh", "1985-05-12")
    );
    for kind in [
        LINES,
        "application/ndjson",
        "application/jsonl; charset=utf-8",
    ] {
        let answer = app
            .portal()
            .post_as("/v1/match/batch", kind, batch.clone())
            .expect(200);
        assert_eq!(answer.header("content-type"), LINES);
        let items: Vec<Value> = answer
            .text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let told: Vec<_> = items
            .iter()
            .map(|item| (item["index"].as_u64(), item["status"].as_u64()))
            .collect();
        let wanted = [(0, 200), (1, 400), (2, 200), (3, 400)].map(|(i, s)| (Some(i), Some(s)));
        assert_eq!(told, wanted);
        assert_eq!(items[1]["problem"]["code"], "body_unreadable");
        assert_eq!(items[2]["answer"]["outcome"], "review");
    }
}

#[test]
fn ten_thousand_items_are_answered_in_order_and_one_more_is_too_many() {
    let app = TestApp::spawn();
    let mut items = vec![good(); 10_000];
    items[9_999] = question("042142000012", "Đặng Thị Nhàn", "1942");
    let answer = app
        .portal()
        .post("/v1/match/batch", &json!(items))
        .expect(200)
        .json();
    let answers = answer.as_array().unwrap();
    assert_eq!(answers.len(), 10_000);
    for (index, item) in answers.iter().enumerate() {
        assert_eq!(item["index"], index);
        assert_eq!(item["answer"]["outcome"], "match");
    }
    items.push(good());
    app.portal()
        .post("/v1/match/batch", &json!(items))
        .problem(413, "body_too_large");
}

#[test]
fn an_empty_batch_has_an_empty_answer() {
    let app = TestApp::spawn();
    let answer = app.portal().post("/v1/match/batch", &json!([])).expect(200);
    assert_eq!(answer.json(), json!([]));
    let lines = app.portal().post_as("/v1/match/batch", LINES, "\n\n");
    assert_eq!(lines.expect(200).text, "");
}

#[test]
fn a_batch_that_is_no_array_is_unreadable_as_a_whole() {
    let app = TestApp::spawn();
    for body in ["{}", "[{\"number\": \"1\"}", "", "[1,]", "[] []"] {
        app.portal()
            .post_text("/v1/match/batch", body)
            .problem(400, "body_unreadable");
    }
}

#[test]
fn a_batch_may_have_8_mib_and_not_more() {
    let app = TestApp::spawn();
    let padded = |length: usize| format!("[{}]", " ".repeat(length - 2));
    app.portal()
        .post_text("/v1/match/batch", padded(8 << 20))
        .expect(200);
    app.portal()
        .post_text("/v1/match/batch", padded((8 << 20) + 1))
        .problem(413, "body_too_large");
}

#[test]
fn problems_of_items_speak_the_language_of_the_call() {
    let app = TestApp::spawn();
    let told = |language: &str| {
        let answer = app
            .portal()
            .in_language(language)
            .post("/v1/match/batch", &json!([{}]));
        answer.expect(200).json()[0]["problem"]["title"].clone()
    };
    assert_eq!(told("en"), "Some fields cannot be read.");
    assert_eq!(told("vi"), "Có trường không hợp lệ.");
}

#[test]
fn a_caller_who_goes_away_in_the_middle_harms_nobody() {
    use std::io::Write as _;
    let app = TestApp::spawn();
    let body = json!(vec![good(); 10_000]).to_string();
    {
        let mut stream = app.connect();
        let head = format!(
            "POST /v1/match/batch HTTP/1.1\r\nhost: x\r\nx-api-key: portal-key\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
    }
    app.portal().post("/v1/match", &good()).expect(200);
}
