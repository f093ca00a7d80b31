//! What nobody should send: a fault with a reason, at once, and a server that goes on.

use reqwest::Method;
use serde_json::json;

use super::{call, envelope, lgsp_token};
use crate::support::{Answer, TestApp, eventually};

/// A good envelope, as text.
fn good() -> String {
    envelope(
        "TraCuuThongTinCongDan",
        &[
            ("SoDinhDanh", "042085000488"),
            ("HoVaTen", "NGUYENVANTHANH"),
            ("NgayThangNamSinh", "19850512"),
        ],
    )
}

/// Bad bodies, and the code of the fault.
fn bad_bodies() -> Vec<(Vec<u8>, &'static str)> {
    let good = good();
    let twice = good.replace(
        "</soapenv:Body>",
        "<dan:XacThucThongTinCongDan/></soapenv:Body>",
    );
    let entities = "<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">";
    let file = "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_be_bytes).collect();
    vec![
        (Vec::new(), "body_empty"),
        (good.as_bytes()[..good.len() / 2].to_vec(), "xml_truncated"),
        (vec![b'a'; 5 << 20], "body_too_large"),
        ("<a>".repeat(21_000).into_bytes(), "no_envelope"),
        (
            good.replace("042085000488", &"<a>".repeat(20_000))
                .into_bytes(),
            "too_deep",
        ),
        // Deeper still is larger than anything that is read.
        ("<a>".repeat(80_000).into_bytes(), "body_too_large"),
        (
            format!("<!DOCTYPE a [{entities}]>{good}").into_bytes(),
            "document_type",
        ),
        (
            format!("{file}{}", good.replace("NGUYENVANTHANH", "&f;")).into_bytes(),
            "document_type",
        ),
        (
            good.replace("NGUYENVANTHANH", "&f;").into_bytes(),
            "unknown_entity",
        ),
        (
            format!("<?xml version=\"1.0\" encoding=\"windows-1258\"?>{good}").into_bytes(),
            "encoding_label",
        ),
        (utf16, "forbidden_character"),
        (format!("\u{FEFF}{good}").into_bytes(), "byte_order_mark"),
        (
            good.replace("NGUYENVANTHANH", "A\0B").into_bytes(),
            "forbidden_character",
        ),
        (twice.into_bytes(), "several_operations"),
        (b"{\"soDinhDanh\":\"1\"}".to_vec(), "xml_malformed"),
        (
            good.replace("042085000488", "42085000488").into_bytes(),
            "fields_invalid",
        ),
    ]
}

#[test]
fn bad_envelopes_get_a_fault_with_a_reason_at_once() {
    let app = TestApp::spawn();
    for (body, code) in bad_bodies() {
        let answer = call(&app, "/ndxp", body).expect(500);
        let fault = roxmltree::Document::parse(&answer.text).unwrap();
        let text = |name: &str| {
            let mut all = fault.descendants();
            let found = all.find(|node| node.tag_name().name() == name);
            found
                .and_then(|node| node.text())
                .unwrap_or_default()
                .to_owned()
        };
        assert_eq!(text("code"), code, "{}", answer.text);
        assert_eq!(text("faultcode"), "soapenv:Client");
        assert!(text("faultstring").len() > 10, "{}", answer.text);
        assert!(!answer.text.contains("root:"), "{}", answer.text);
    }
    // And the next one is served.
    assert!(
        call(&app, "/ndxp", good())
            .expect(200)
            .text
            .contains("042085000488")
    );
}

#[test]
fn the_language_of_the_reason_is_the_callers() {
    let app = TestApp::spawn();
    let request = app
        .nobody()
        .in_language("en")
        .request(Method::POST, "/ndxp");
    let refused = Answer::of(request.body("")).expect(401);
    assert!(
        refused.text.contains("The caller is not known"),
        "{}",
        refused.text
    );
    assert!(refused.header("www-authenticate").starts_with("Basic"));
}

#[test]
fn json_forms_say_what_is_wrong_in_their_own_form() {
    let app = TestApp::spawn();
    let post = |path: &str, body: &str| {
        let request = app.nobody().request(Method::POST, path);
        Answer::of(
            request
                .header("content-type", "application/json")
                .body(body.to_owned()),
        )
    };
    let wrapped = post("/lgsp/json/tracuu", "{").expect(500).json();
    assert_eq!(wrapped["error_code"], "1");
    assert!(
        wrapped["message"]
            .as_str()
            .unwrap()
            .contains("question_unreadable")
    );
    let front = post("/lgsp/opencps/o/rest/v2/qldc", "{\"MaDVC\":\"1\"}")
        .expect(400)
        .json();
    assert_eq!(front, json!({"message": "Error", "errorCode": "002"}));
    let nobody = post("/lgsp/dongthap/xacthuc", "{}").expect(401).json();
    assert_eq!(nobody["errorCode"], "unauthorized");
}

#[test]
fn a_token_ends_with_a_reset() {
    let app = TestApp::spawn();
    let token = lgsp_token(&app);
    let ask = || {
        let request = app.nobody().request(Method::POST, "/lgsp/tracuu");
        Answer::of(request.bearer_auth(&token).body(good()))
    };
    ask().expect(200);
    app.dev().post("/admin/reset", &json!({})).expect(204);
    ask().expect(401);
}

#[test]
fn nothing_of_a_person_reaches_the_log() {
    let app = TestApp::spawn();
    call(&app, "/ndxp/042085000488", good()).expect(200);
    call(&app, "/ndxp", good().replace("19850512", "31041985")).expect(500);
    let path = "/lgsp/sharepoint/_vti_bin/DVCM/CommonServices.svc/GetInfoCitizenFromCSDLQG";
    let query = "cccd=042085000488&fullName=NGUYENVANTHANH&dob=19850512";
    app.nobody().get(&format!("{path}?{query}")).expect(200);
    // Lines are written in one go, in the order of the calls.
    let log = eventually("the last call in the log", || {
        Some(app.log()).filter(|log| log.contains("/lgsp/sharepoint"))
    });
    assert!(log.contains("/ndxp"), "{log}");
    for word in [
        "042085000488",
        "NGUYEN",
        "19850512",
        "31041985",
        "demo-secret",
    ] {
        assert!(!log.contains(word), "{word}: {log}");
    }
}

#[test]
fn a_wrong_method_is_told_the_right_one() {
    let app = TestApp::spawn();
    for (method, path, allowed) in [
        (Method::PUT, "/ndxp/any", "GET, POST"),
        (Method::GET, "/lgsp/token", "POST"),
        (Method::DELETE, "/lgsp/tracuu", "POST"),
        (Method::POST, "/lgsp", "GET"),
    ] {
        let answer =
            Answer::of(app.nobody().request(method, path)).problem(405, "method_not_allowed");
        assert_eq!(answer.header("allow"), allowed, "{path}");
    }
    app.nobody()
        .get("/lgsp/no/such")
        .problem(404, "route_not_found");
}

#[test]
fn a_host_that_is_no_host_harms_nobody() {
    let app = TestApp::spawn();
    for (header, value) in [
        ("x-forwarded-host", "a b"),
        ("x-forwarded-proto", "1"),
        ("forwarded", "host=\"evil.example/'\";proto=:"),
    ] {
        let request = app.nobody().request(Method::POST, "/ndxp");
        let request = request
            .header(header, value)
            .header("timestamp", "17")
            .header("authorization", "Basic ZGVtbzp4");
        Answer::of(request.body(good())).expect(401);
        // The advice sends nobody's header to a stranger.
        let journal = app.dev().get("/admin/journal?limit=1").expect(200).json();
        let curl = journal["entries"][0]["advice"]["curl"].as_str().unwrap();
        assert!(
            curl.starts_with(&format!("curl -sS '{}/ndxp'", app.base_url)),
            "{curl}"
        );
    }
}
