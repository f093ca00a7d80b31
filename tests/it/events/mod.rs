//! Events of life, the change feed, and who is told of changes.

mod births;
mod documents;
mod examples;
mod families;
mod feed;
mod homes;
mod listener;
mod property;
mod refusals;
mod webhooks;

use serde_json::{Value, json};

use crate::support::{Answer, Caller, TestApp};

/// Sends an event.
fn send(app: &TestApp, event: &Value) -> Answer {
    app.dev().post("/v1/events", event)
}

/// Sends an event that is accepted; whom it changed, by number: the role and the keys.
fn happened(app: &TestApp, event: &Value) -> Vec<(String, String, Vec<String>)> {
    let answer = send(app, event).expect(201).json();
    assert_eq!(answer["event"], event["type"]);
    let people = answer["people"].as_array().unwrap().iter();
    let told = people.map(|person| {
        let text = |key: &str| person[key].as_str().unwrap_or_default().to_owned();
        let changed = person["changed"].as_array().unwrap().iter();
        let changed = changed.map(|key| key.as_str().unwrap().to_owned());
        (text("number"), text("role"), changed.collect())
    });
    told.collect()
}

/// The record of a number as an administrator sees it.
fn record(app: &TestApp, number: &str) -> Value {
    app.dev().record(number).0
}

/// People who fulfil conditions, found by the developer's key.
fn found(app: &TestApp, conditions: &str, count: usize) -> Vec<Value> {
    let query = url::form_urlencoded::byte_serialize(conditions.as_bytes()).collect::<String>();
    let path = format!("/v1/find?q={query}&count={count}");
    let answer = app.dev().get(&path).expect(200).json();
    answer["citizens"].as_array().unwrap().clone()
}

/// The number of a record.
fn number(record: &Value) -> String {
    record["number"].as_str().unwrap().to_owned()
}

/// The numbers of relatives of that kind.
fn kin(record: &Value, relation: &str) -> Vec<String> {
    let relatives = record["relatives"].as_array().into_iter().flatten();
    let wanted = relatives.filter(|relative| relative["relation"] == relation);
    let numbers = wanted.filter_map(|relative| relative["number"].as_str());
    numbers.map(str::to_owned).collect()
}

/// The changes after a cursor: event, role and number.
fn changes(caller: &Caller, since: u64) -> Vec<(String, String, String)> {
    let answer = caller.get(&format!("/v1/changes?since={since}&limit=1000"));
    let answer = answer.expect(200).json();
    let changes = answer["changes"].as_array().unwrap().iter();
    let told = changes.map(|change| {
        let text = |key: &str| change[key].as_str().unwrap_or_default().to_owned();
        (text("event"), text("role"), text("number"))
    });
    told.collect()
}

/// The relation to the head of the household.
fn relation(record: &Value) -> Option<&str> {
    record["household"]["relation_to_head"].as_str()
}

/// Where somebody lives who is asked for by a ward.
fn place(ward: &str) -> Value {
    json!({"ward": ward, "detail": "Số 5, ngõ 1"})
}

/// A couple who head a household with a child of theirs in it: husband, wife, child.
fn family(app: &TestApp) -> [Value; 3] {
    let heads = found(app, "male, head of household, married, has children", 200);
    let families = heads.into_iter().filter_map(|husband| {
        let wife = record(app, kin(&husband, "spouse").first()?);
        let at_home = |other: &Value| other["household"]["id"] == husband["household"]["id"];
        let children = kin(&husband, "child");
        let mut children = children.iter().map(|child| record(app, child));
        let child = children.find(|child| at_home(child) && child["record_status"] == "active")?;
        (at_home(&wife) && wife["record_status"] == "active").then_some([husband, wife, child])
    });
    let mut families = families;
    families.next().expect("a family")
}
