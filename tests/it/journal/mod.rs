//! The journal of a world: what stands in it, who is masked in it, what is verified by it.

mod archive;
mod bounds;
mod entries;
mod filters;
mod live;
mod lookups;
mod masks;
mod nearest;
mod page;
mod replay;
mod verify;

use dancu::wire::signature;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Caller, TestApp, question};

/// A persona who is found by everything.
const THANH: (&str, &str, &str) = ("042085000488", "Nguyễn Văn Thành", "1985-05-12");
/// Another one.
const LAN: (&str, &str, &str) = ("042190000099", "Trần Lan", "1990-06-17");

/// The calls of the journal, newest first.
#[track_caller]
fn entries(app: &TestApp, query: &str) -> Vec<Value> {
    let answer = app.dev().get(&format!("/admin/journal?{query}"));
    let body = answer.expect(200).json();
    body["entries"].as_array().unwrap().clone()
}

/// The newest call.
#[track_caller]
fn newest(app: &TestApp) -> Value {
    let newest = entries(app, "limit=1").pop();
    newest.expect("a call in the journal")
}

/// Everything that is told of a call.
#[track_caller]
fn detail(app: &TestApp, entry: &Value, query: &str) -> Value {
    let path = format!("/admin/journal/{}?{query}", entry["sequence"]);
    app.dev().in_language("en").get(&path).expect(200).json()
}

/// Asks about a persona.
#[track_caller]
fn ask(caller: &Caller, person: (&str, &str, &str)) -> Value {
    let (number, name, date) = person;
    caller.match_person(number, name, date).expect(200).json()
}

/// The body of a match.
fn body((number, name, date): (&str, &str, &str)) -> Value {
    question(number, name, date)
}

/// What an expectation came to: status and report.
#[track_caller]
fn verify(app: &TestApp, expectation: &Value) -> (u16, Value) {
    let answer = app
        .dev()
        .in_language("en")
        .post("/admin/verify", expectation);
    (answer.status, answer.json())
}

/// An expectation of calls with these fields, so many times.
fn expect(call: &Value, times: &Value) -> Value {
    json!({"call": call, "times": times})
}

/// A direct call on the national wire, signed with this secret: who holds the number, under this name?
#[track_caller]
fn ask_by_soap(app: &TestApp, secret: &str, (number, name, date): (&str, &str, &str)) -> Answer {
    let timestamp = "1763877600123";
    let hash = signature::hash_of(
        "https://ndxp.example/csdldc/tracuu",
        "demo",
        timestamp,
        secret,
    );
    let date = date.replace('-', "");
    let envelope = format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>\
         <TraCuuThongTinCongDan xmlns=\"http://dancuquocgia.bca\"><SoDinhDanh>{number}</SoDinhDanh>\
         <HoVaTen>{name}</HoVaTen><NgayThangNamSinh><NgayThangNam>{date}</NgayThangNam></NgayThangNamSinh>\
         </TraCuuThongTinCongDan></s:Body></s:Envelope>"
    );
    let request = app
        .nobody()
        .request(Method::POST, "/ndxp")
        .header("content-type", "application/xml; charset=utf-8")
        .header("timestamp", timestamp)
        .header("authorization", signature::header_of("demo", &hash));
    Answer::of(request.body(envelope))
}
