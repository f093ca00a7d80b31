//! Subscribers: told in order, signed, again and again, and only where it is allowed.

use serde_json::{Value, json};

use super::happened;
use super::listener::Listener;
use crate::support::{AppOptions, Caller, TestApp, eventually};

const THANH: &str = "042085000488";
const SECRET: &str = "a secret of the test";

/// Subscribes a listener; the id.
fn subscribe(caller: &Caller, listener: &Listener, more: &Value) -> u64 {
    let mut webhook = json!({"url": listener.url(), "secret": SECRET, "first_pause_ms": 1});
    webhook
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let made = caller.post("/admin/webhooks", &webhook).expect(201).json();
    assert_eq!(made["secret"], webhook["secret"]);
    made["id"].as_u64().unwrap()
}

fn deliveries(caller: &Caller, id: u64) -> Value {
    caller
        .get(&format!("/admin/webhooks/{id}/deliveries"))
        .expect(200)
        .json()
}

/// The deliveries, when none waits any more.
fn all_over(caller: &Caller, id: u64) -> Value {
    eventually("the end of deliveries", || {
        let known = deliveries(caller, id);
        (known["waiting"] == 0).then_some(known)
    })
}

fn lock(app: &TestApp, reason: &str) {
    happened(
        app,
        &json!({"type": "identity_locked", "number": THANH, "reason": reason}),
    );
}

#[test]
fn a_subscriber_hears_of_every_event_in_order_with_numbers_alone() {
    let app = TestApp::spawn();
    let listener = Listener::answering(&[]);
    let id = subscribe(&app.dev(), &listener, &json!({}));
    lock(&app, "holder_request");
    let reissue = json!({"type": "number_reissued", "number": THANH, "reason": "false_papers"});
    let new = happened(&app, &reissue).remove(0).0;
    let heard = listener.wait_for(2);
    assert_eq!(heard[0].event(), "identity_locked");
    assert_eq!(heard[0].header("x-dancu-event"), "identity_locked");
    assert_eq!(heard[0].header("x-dancu-delivery"), format!("{id}-1"));
    assert_eq!(heard[0].header("content-type"), "application/json");
    let mut body = heard[1].json();
    assert!(body["at"].as_str().unwrap().ends_with('Z'));
    body.as_object_mut().unwrap().remove("at");
    let expected = json!({
        "event": "number_reissued", "since": 1, "cursor": 3,
        "people": [
            {"role": "subject", "number": new, "former_number": THANH},
            {"role": "affected", "number": "042317000407"}
        ],
        "total": 2
    });
    assert_eq!(body, expected);
    let known = all_over(&app.dev(), id);
    let statuses: Vec<_> = known["deliveries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|delivery| {
            (
                delivery["id"].clone(),
                delivery["status"].clone(),
                delivery["tries"][0]["status"].clone(),
            )
        })
        .collect();
    let expected = [2, 1].map(|count| {
        (
            json!(format!("{id}-{count}")),
            json!("delivered"),
            json!(200),
        )
    });
    assert_eq!(statuses, expected);
}

#[test]
fn a_notice_is_tried_again_until_it_arrives_and_keeps_its_place() {
    let app = TestApp::spawn();
    let listener = Listener::answering(&[500, 301]);
    let id = subscribe(&app.dev(), &listener, &json!({}));
    lock(&app, "holder_request");
    lock(&app, "authority_request");
    let heard = listener.wait_for(4);
    let told: Vec<_> = heard
        .iter()
        .map(|heard| heard.header("x-dancu-delivery").to_owned())
        .collect();
    let expected = [1, 1, 1, 2].map(|count| format!("{id}-{count}"));
    assert_eq!(told, expected, "the second waits for the first");
    assert_eq!(heard[0].body, heard[2].body, "the same in every try");
    let known = all_over(&app.dev(), id);
    let first = &known["deliveries"][1];
    let tries: Vec<_> = first["tries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tried| tried["status"].clone())
        .collect();
    assert_eq!(
        (tries, first["status"].as_str()),
        (vec![json!(500), json!(301), json!(200)], Some("delivered"))
    );
}

#[test]
fn a_notice_that_never_arrives_is_given_up_after_five_tries() {
    let app = TestApp::spawn();
    let listener = Listener::answering(&[]);
    let url = listener.url();
    let id = subscribe(&app.dev(), &listener, &json!({}));
    drop(listener);
    lock(&app, "holder_request");
    let known = all_over(&app.dev(), id);
    let delivery = &known["deliveries"][0];
    assert_eq!(delivery["status"], "failed");
    let tries = delivery["tries"].as_array().unwrap();
    assert_eq!(tries.len(), 5);
    assert!(
        tries
            .iter()
            .all(|tried| tried["failure"] == "no_connection"),
        "{tries:?}"
    );
    let told = app.dev().get("/admin/webhooks").expect(200).json();
    let expected = json!({"id": id, "url": url, "events": [], "first_pause_ms": 1, "waiting": 0, "dropped": 0});
    assert_eq!(
        told,
        json!({"webhooks": [expected]}),
        "no secret is shown again"
    );
}

#[test]
fn who_asked_for_some_events_hears_of_no_others() {
    let app = TestApp::spawn();
    let listener = Listener::answering(&[]);
    let id = subscribe(
        &app.dev(),
        &listener,
        &json!({"events": ["death", "created"]}),
    );
    lock(&app, "holder_request");
    happened(&app, &json!({"type": "death", "number": THANH}));
    let path = format!("/admin/webhooks/{id}/test");
    let test = app.dev().post(&path, &json!({})).expect(202).json();
    assert_eq!(
        (test["event"].as_str(), test["status"].as_str()),
        (Some("test"), Some("waiting"))
    );
    let told: Vec<_> = listener
        .wait_for(2)
        .iter()
        .map(super::listener::Heard::event)
        .collect();
    assert_eq!(told, ["death", "test"]);
}

#[test]
fn who_is_removed_or_of_a_world_that_was_reset_hears_nothing_more() {
    let app = TestApp::spawn();
    let (one, other) = (Listener::answering(&[]), Listener::answering(&[]));
    let first = subscribe(&app.dev(), &one, &json!({}));
    subscribe(&app.dev(), &other, &json!({}));
    app.dev()
        .delete(&format!("/admin/webhooks/{first}"), "*")
        .expect(204);
    lock(&app, "holder_request");
    other.wait_for(1);
    assert!(one.heard().is_empty());
    app.dev()
        .delete(&format!("/admin/webhooks/{first}"), "*")
        .problem(404, "webhook_not_found");
    app.dev().post("/admin/reset", &json!({})).expect(204);
    assert_eq!(
        app.dev().get("/admin/webhooks").expect(200).json(),
        json!({"webhooks": []})
    );
    // Whoever subscribes now hears of what happens now, and the one of before does not.
    let third = Listener::answering(&[]);
    assert_eq!(subscribe(&app.dev(), &third, &json!({})), 1);
    lock(&app, "authority_request");
    third.wait_for(1);
    assert_eq!(other.heard().len(), 1);
}

#[test]
fn a_sandbox_tells_its_own_subscribers_and_says_which_it_is() {
    let app = TestApp::spawn();
    let (inside, outside) = (Listener::answering(&[]), Listener::answering(&[]));
    subscribe(&app.dev(), &outside, &json!({}));
    let sandbox = app
        .dev()
        .post("/admin/sandboxes", &json!({"id": "told"}))
        .expect(201)
        .json();
    let owner = Caller::new(&app.base_url, sandbox["key"].as_str());
    subscribe(&owner, &inside, &json!({}));
    let death = json!({"type": "death", "number": THANH});
    owner.post("/v1/events", &death).expect(201);
    let heard = inside.wait_for(1);
    assert_eq!(heard[0].json()["sandbox"], "told");
    // Going back is told to those who stay.
    owner
        .post("/admin/snapshots", &json!({"name": "now"}))
        .expect(201);
    owner
        .post("/admin/snapshots/now/restore", &json!({}))
        .expect(204);
    assert_eq!(inside.wait_for(2)[1].event(), "reset");
    lock(&app, "holder_request");
    let heard = outside.wait_for(1);
    assert_eq!(
        (heard.len(), heard[0].event().as_str()),
        (1, "identity_locked")
    );
    assert_eq!(heard[0].json().get("sandbox"), None);
}

#[test]
fn notices_go_to_this_machine_and_to_listed_hosts_alone() {
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &[
            "--webhook-host",
            "app.example",
            "--webhook-host",
            "10.9.8.7",
        ],
        ..AppOptions::default()
    });
    let post = |webhook: &Value| app.dev().post("/admin/webhooks", webhook);
    for url in [
        "http://localhost:9/x",
        "http://[::1]:9/",
        "https://app.example/hook",
        "http://10.9.8.7/",
    ] {
        post(&json!({"url": url})).expect(201);
    }
    for url in [
        "http://10.9.8.6/",
        "http://example.com/",
        "http://169.254.169.254/",
        "ftp://localhost/",
        "http://a@localhost/",
        "x",
    ] {
        post(&json!({"url": url}))
            .problem(422, "fields_refused")
            .wrong_field(422, "url", "url_refused");
    }
    let loopback = "http://127.0.0.1:9/";
    for (more, status, field, code) in [
        (json!({"secret": "short"}), 422, "secret", "text_refused"),
        (
            json!({"secret": "mật khẩu dài"}),
            422,
            "secret",
            "text_refused",
        ),
        (
            json!({"events": ["death", "miracle"]}),
            422,
            "events[1]",
            "value_unknown",
        ),
        (
            json!({"first_pause_ms": 0}),
            422,
            "first_pause_ms",
            "value_out_of_range",
        ),
        (json!({"key": "x"}), 400, "key", "field_unknown"),
    ] {
        let mut webhook = json!({"url": loopback});
        webhook
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        post(&webhook).wrong_field(status, field, code);
    }
    app.officer()
        .get("/admin/webhooks")
        .problem(403, "scope_missing");
    app.dev()
        .get("/admin/webhooks/99/deliveries")
        .problem(404, "webhook_not_found");
    app.dev()
        .get("/admin/webhooks/x/deliveries")
        .problem(404, "webhook_not_found");
    app.dev()
        .get("/admin/webhooks/1/deliveries?limit=0")
        .wrong_field(422, "limit", "value_out_of_range");
    // Two secrets that were made are two.
    let made = [0, 1].map(|_| post(&json!({"url": loopback})).expect(201).json()["secret"].clone());
    assert_ne!(made[0], made[1]);
    for _ in 0..10 {
        post(&json!({"url": loopback})).expect(201);
    }
    post(&json!({"url": loopback})).problem(429, "webhooks_too_many");
}
