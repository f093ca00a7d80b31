//! The same question gets the same verdict on every wire, under the policy that the wire compares by.

use reqwest::Method;
use serde_json::{Value, json};

use super::{call, envelope, lgsp_token};
use crate::equivalence::questions;
use crate::support::{Answer, TestApp};

/// One way of asking whether somebody is found.
type Asks<'a> = Box<dyn Fn(&[String; 3]) -> bool + 'a>;

#[test]
fn one_question_one_verdict_on_every_wire() {
    let app = TestApp::spawn();
    let token = lgsp_token(&app);
    let questions = questions();
    assert!(questions.len() >= 200);
    let surfaces: Vec<(&str, Asks<'_>)> = vec![
        (
            "direct",
            Box::new(|asked| soap(&app, "/ndxp", "TraCuuThongTinCongDan", asked)),
        ),
        (
            "verify",
            Box::new(|asked| soap(&app, "/ndxp/a/b", "XacThucThongTinCongDan", asked)),
        ),
        (
            "parents",
            Box::new(|asked| soap(&app, "/ndxp", "XacMinhThongTinNhanThan", asked)),
        ),
        (
            "household",
            Box::new(|asked| soap(&app, "/ndxp", "TraCuuThongTinHoGiaDinh", asked)),
        ),
        (
            "qcvn109",
            Box::new(|asked| soap(&app, "/ndxp/qcvn109", "TraCuuThongTinCongDan", asked)),
        ),
        ("lgsp", Box::new(|asked| lgsp(&app, &token, asked))),
        (
            "json wrapper",
            Box::new(|asked| {
                let answer = flat(&app, "/lgsp/json/tracuu", None, asked);
                says_somebody(answer["message"].as_str().unwrap())
            }),
        ),
        (
            "json boolean",
            Box::new(|asked| {
                flat(&app, "/lgsp/dongthap/xacthuc", Some(&token), asked) == json!(true)
            }),
        ),
        (
            "json view",
            Box::new(|asked| {
                let answer = flat(&app, "/lgsp/opencps/o/rest/v2/qldc", None, asked);
                answer["Body"]["CongdanCollection"]["CongDan"]["SoDinhDanh"].is_string()
            }),
        ),
        ("json string", Box::new(|asked| sharepoint(&app, asked))),
    ];
    let mut verdicts = [0, 0];
    for question in &questions {
        let found = by_rest(&app, question);
        verdicts[usize::from(found)] += 1;
        for (surface, asks) in &surfaces {
            assert_eq!(asks(question), found, "{surface}: {question:?}");
        }
    }
    // Both verdicts were compared often.
    assert!(verdicts.iter().all(|count| *count >= 50), "{verdicts:?}");
}

/// A key with the scopes of the wire; a cancelled number is a miss, as at every look-up.
fn by_rest(app: &TestApp, [number, name, date]: &[String; 3]) -> bool {
    let body =
        json!({"number": number, "full_name": name, "date_of_birth": date, "policy": "fold"});
    let answer = app.one_stop().post("/v1/match", &body).expect(200).json();
    let found = answer["outcome"] == "match" && answer["record_status"] != "cancelled";
    assert_eq!(
        app.one_stop().post("/v1/lookup", &body).status == 200,
        found
    );
    found
}

fn number_element(number: &str) -> &'static str {
    if number.len() == 9 {
        "SoCMND"
    } else {
        "SoDinhDanh"
    }
}

fn envelope_of(operation: &str, [number, name, date]: &[String; 3]) -> String {
    envelope(
        operation,
        &[
            (number_element(number), number),
            ("HoVaTen", name),
            ("NgayThangNamSinh", date),
        ],
    )
}

fn soap(app: &TestApp, path: &str, operation: &str, question: &[String; 3]) -> bool {
    says_somebody(
        &call(app, path, envelope_of(operation, question))
            .expect(200)
            .text,
    )
}

fn lgsp(app: &TestApp, token: &str, question: &[String; 3]) -> bool {
    let request = app.nobody().request(Method::POST, "/lgsp/tracuu");
    let request = request
        .header("content-type", "application/xml")
        .header("accept", "*")
        .bearer_auth(token);
    let body = envelope_of("TraCuuThongTinCongDan", question);
    says_somebody(&Answer::of(request.body(body)).expect(200).text)
}

fn flat(
    app: &TestApp,
    path: &str,
    token: Option<&str>,
    [number, name, date]: &[String; 3],
) -> Value {
    let body = json!({
        "MaDVC": "1.004222", "GovAgencyCode": "000.00.00.H00", "StaffEmail": "canbo@example.vn",
        "MaTichHop": "037", "HoVaTen": name, number_element(number): number, "NgayThangNamSinh": date,
    });
    let mut request = app.nobody().request(Method::POST, path);
    request = request.header("content-type", "application/json");
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    Answer::of(request.body(body.to_string()))
        .expect(200)
        .json()
}

fn sharepoint(app: &TestApp, [number, name, date]: &[String; 3]) -> bool {
    let key = if number.len() == 9 { "soCMND" } else { "cccd" };
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([(key, number), ("fullName", name), ("dob", date)])
        .finish();
    let path = "/lgsp/sharepoint/_vti_bin/DVCM/CommonServices.svc/GetInfoCitizenFromCSDLQG";
    let answer = app.nobody().get(&format!("{path}?{query}")).expect(200);
    says_somebody(answer.json().as_str().unwrap())
}

fn says_somebody(envelope: &str) -> bool {
    envelope.contains(":CongDan>") || envelope.contains("TonTai>true<")
}
