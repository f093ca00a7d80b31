//! Bodies that cannot be read or are refused: each says which field and why, and nothing panics.

use serde_json::{Value, json};

use crate::support::{TestApp, question};

/// The question of a match with one key changed.
fn with(key: &str, value: Value) -> Value {
    let mut body = question("042085000488", "Nguyễn Văn Thành", "1985-05-12");
    body[key] = value;
    body
}

#[test]
fn every_wrong_value_is_named_with_its_reason() {
    let app = TestApp::spawn();
    for (field, value, code) in [
        ("number", json!("42085000488"), "number_leading_zero_lost"),
        ("number", json!("0420850004"), "number_wrong_length"),
        ("number", json!("04208500048a"), "number_not_digits"),
        (
            "number",
            json!("042085000488|183000048|Nguyễn Văn Thành"),
            "number_is_qr_code",
        ),
        ("number", json!(""), "number_missing"),
        ("number", json!(42_085_000_488_u64), "field_type"),
        ("number", json!(true), "field_type"),
        ("number", json!(["042085000488"]), "field_type"),
        ("number", Value::Null, "field_missing"),
        ("full_name", json!(" \u{200b}"), "name_empty"),
        ("full_name", json!("12345"), "name_no_letter"),
        ("full_name", json!("a".repeat(201)), "name_too_long"),
        (
            "full_name",
            json!("Nguyễn\u{0}Văn Thành"),
            "name_control_character",
        ),
        ("full_name", json!({"vi": "x"}), "field_type"),
        ("date_of_birth", json!("31/04/1985"), "date_impossible"),
        ("date_of_birth", json!("29/02/2023"), "date_impossible"),
        ("date_of_birth", json!("12/05/85"), "date_unreadable"),
        ("date_of_birth", json!("soon"), "date_unreadable"),
        ("date_of_birth", json!("1700-01-01"), "date_out_of_range"),
        ("date_of_birth", json!(""), "date_missing"),
        ("date_of_birth", json!(1985), "field_type"),
        ("polcy", json!("fold"), "field_unknown"),
    ] {
        let answer = app.portal().post("/v1/match", &with(field, value.clone()));
        answer
            .problem(400, "fields_invalid")
            .wrong_field(400, field, code);
    }
}

#[test]
fn a_word_that_is_none_of_the_known_ones_is_readable_and_refused() {
    let app = TestApp::spawn();
    for (field, word) in [("gender", "helicopter"), ("policy", "Standard")] {
        let answer = app.portal().post("/v1/match", &with(field, json!(word)));
        answer
            .problem(422, "fields_refused")
            .wrong_field(422, field, "value_unknown");
    }
}

#[test]
fn everything_that_is_wrong_is_named_at_once() {
    let app = TestApp::spawn();
    let body = json!({"number": "1", "date_of_birth": "31/04/1985", "policy": "x"});
    let answer = app
        .portal()
        .post("/v1/match", &body)
        .problem(400, "fields_invalid");
    let errors = answer.json()["errors"].clone();
    let told: Vec<_> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            (
                error["field"].as_str().unwrap(),
                error["code"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("number", "number_wrong_length"),
            ("full_name", "field_missing"),
            ("date_of_birth", "date_impossible"),
            ("policy", "value_unknown"),
        ]
    );
}

#[test]
fn a_field_that_stands_there_twice_is_refused_by_name() {
    let app = TestApp::spawn();
    let twice = r#"{"number":"042085000488","full_name":"A","date_of_birth":"1985","number":"1"}"#;
    for path in ["/v1/match", "/v1/lookup"] {
        app.dev()
            .post_text(path, twice)
            .problem(400, "fields_invalid")
            .wrong_field(400, "number", "field_duplicate");
    }
    let person = r#"{"full_name":"A B","date_of_birth":"1985","gender":"male","gender":"female"}"#;
    app.dev()
        .post_text("/v1/citizens", person)
        .wrong_field(400, "gender", "field_duplicate");
    let deep = r#"{"full_name":"A B","date_of_birth":"1985","gender":"male",
        "card":{"kind":"cmnd_12","issued_on":"2014-01-01","kind":"cmnd_12"}}"#;
    app.dev()
        .post_text("/v1/citizens", deep)
        .wrong_field(400, "card.kind", "field_duplicate");
}

#[test]
fn an_unknown_field_is_answered_with_the_known_ones() {
    let app = TestApp::spawn();
    let answer = app
        .portal()
        .in_language("en")
        .post("/v1/match", &with("polcy", json!("fold")));
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    for known in [
        "polcy",
        "number",
        "full_name",
        "date_of_birth",
        "gender",
        "policy",
    ] {
        assert!(detail.contains(known), "{detail}");
    }
}

#[test]
fn broken_json_is_answered_with_the_place() {
    let app = TestApp::spawn();
    for body in [
        "",
        " ",
        "{",
        "nul",
        "{\"number\": \"0420",
        "{'number': 1}",
        "{} {}",
        "{\"number\": \"1\",}",
        "\u{feff}{}",
        "{\"number\": \"\\ud800\"}",
        "{\"number\": \"a\nb\"}",
        "NaN",
    ] {
        app.portal()
            .post_text("/v1/match", body)
            .problem(400, "body_unreadable");
    }
    let answer = app
        .portal()
        .in_language("en")
        .post_text("/v1/match", "{\n  \"number\" 1}");
    assert_eq!(
        answer.json()["detail"],
        "The JSON is broken at line 2, column 12."
    );
}

#[test]
fn json_that_is_no_object_is_refused() {
    let app = TestApp::spawn();
    for path in ["/v1/match", "/v1/lookup", "/v1/search", "/v1/citizens"] {
        for body in ["null", "17", "\"text\"", "true", "[]"] {
            let answer = app.dev().post_text(path, body);
            assert_eq!(answer.status, 400, "{path} {body}: {}", answer.text);
            assert!(
                !answer.text.contains("struct"),
                "{path} {body}: {}",
                answer.text
            );
        }
    }
}

#[test]
fn an_array_of_values_is_no_question() {
    let app = TestApp::spawn();
    let values = json!(["042085000488", "Nguyễn Văn Thành", "1985-05-12", null, null]);
    for path in ["/v1/match", "/v1/lookup", "/v1/search", "/v1/citizens"] {
        let answer = app.dev().post(path, &values);
        assert_eq!(answer.status, 400, "{path}: {}", answer.text);
    }
    let batch = app
        .dev()
        .post("/v1/match/batch", &json!([values]))
        .expect(200);
    assert_eq!(batch.json()[0]["status"], 400);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let app = TestApp::spawn();
    let mut body = br#"{"number":"042085000488","full_name":"Nguy"#.to_vec();
    body.extend(b"\xff\xfe\",\"date_of_birth\":\"1985-05-12\"}");
    app.portal()
        .post_text("/v1/match", body)
        .problem(400, "body_unreadable");
    app.portal()
        .post_text("/v1/match", vec![0; 1000])
        .problem(400, "body_unreadable");
}

#[test]
fn values_are_not_repeated_in_problems() {
    let app = TestApp::spawn();
    for body in [
        r#"{"number":"042085000488x","full_name":"Nguyễn Văn Thành","date_of_birth":"soon"}"#,
        r#"{"number":42085000488,"full_name":"Nguyễn Văn Thành"}"#,
        r#"{"number":"042085000488","full_name":"Nguyễn Văn Thành""#,
    ] {
        let answer = app.portal().post_text("/v1/match", body).expect(400);
        assert!(!answer.text.contains("042085000488"), "{}", answer.text);
        assert!(!answer.text.contains("42085000488"), "{}", answer.text);
        assert!(!answer.text.contains("Thành"), "{}", answer.text);
    }
}

#[test]
fn deep_json_is_refused_and_not_recursed_into() {
    let app = TestApp::spawn();
    for (path, length) in [
        ("/v1/match", 60_000),
        ("/v1/citizens", 60_000),
        ("/v1/match/batch", 200_000),
    ] {
        for piece in ["[", "{\"a\":", "{\"card\":", "{\"number\":"] {
            let body = piece.repeat(length / piece.len());
            let answer = app.dev().post_text(path, body);
            assert_eq!(answer.status, 400, "{path} {piece}: {}", answer.text);
        }
    }
    app.dev().get("/healthz").expect(200);
}

#[test]
fn huge_numbers_are_no_reason_to_stop() {
    let app = TestApp::spawn();
    let digits = "9".repeat(50_000);
    app.portal()
        .post_text("/v1/match", format!("{{\"number\": \"{digits}\"}}"))
        .wrong_field(400, "number", "number_wrong_length");
    let answer = app
        .portal()
        .post_text("/v1/match", format!("{{\"number\": {digits}}}"));
    assert_eq!(answer.status, 400);
    let answer = app
        .dev()
        .post_text("/v1/citizens", format!("{{\"number\": {digits}}}"));
    assert_eq!(answer.status, 400);
    app.nobody()
        .get(&format!("/v1/numbers/{}", &digits[..4000]))
        .wrong_field(400, "number", "number_wrong_length");
}

#[test]
fn only_json_is_taken_and_only_plain() {
    let app = TestApp::spawn();
    let body = question("042085000488", "Nguyễn Văn Thành", "1985-05-12").to_string();
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/xml",
        "json",
        "",
    ] {
        app.portal()
            .post_as("/v1/match", kind, body.clone())
            .problem(415, "media_type_unsupported");
    }
    for kind in [
        "application/json; charset=utf-8",
        "APPLICATION/JSON",
        "application/vnd.x+json",
    ] {
        app.portal()
            .post_as("/v1/match", kind, body.clone())
            .expect(200);
    }
    for encoding in ["gzip", "br"] {
        let request = app
            .portal()
            .request(reqwest::Method::POST, "/v1/match")
            .header("content-type", "application/json")
            .header("content-encoding", encoding)
            .body(&b"\x1f\x8b\x08\x00garbage"[..]);
        crate::support::Answer::of(request).problem(415, "media_type_unsupported");
    }
    let without = app
        .portal()
        .request(reqwest::Method::POST, "/v1/match")
        .body(body);
    crate::support::Answer::of(without).problem(415, "media_type_unsupported");
}

#[test]
fn a_body_may_have_64_kib_and_not_more() {
    let app = TestApp::spawn();
    let body = question("042085000488", "Nguyễn Văn Thành", "1985-05-12").to_string();
    let padded = |length: usize| format!("{body}{}", " ".repeat(length - body.len()));
    app.portal()
        .post_text("/v1/match", padded(64 << 10))
        .expect(200);
    app.portal()
        .post_text("/v1/match", padded((64 << 10) + 1))
        .problem(413, "body_too_large");
}

#[test]
fn a_body_of_unknown_length_is_cut_at_the_limit_too() {
    let app = TestApp::spawn();
    let chunk = format!("{:x}\r\n{}\r\n", 40_000, " ".repeat(40_000));
    let request = format!(
        "POST /v1/match HTTP/1.1\r\nhost: x\r\nx-api-key: portal-key\r\nconnection: close\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{chunk}{chunk}0\r\n\r\n"
    );
    let answer = app.send_raw(request);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("body_too_large"), "{answer}");
}
