//! A portal's test with a registry of its own: `cargo run --example registry_in_a_test`.

use dancu::testing::Registry;
use serde_json::{Value, json};

/// The program under test: a portal that asks a registry who somebody is.
struct Portal {
    registry_url: String,
}

impl Portal {
    fn asking(registry_url: &str) -> Self {
        Self {
            registry_url: registry_url.to_owned(),
        }
    }

    fn may_link(&self, number: &str, name: &str, date_of_birth: &str) -> bool {
        let question = json!({"number": number, "full_name": name, "date_of_birth": date_of_birth});
        let answer = reqwest::blocking::Client::new()
            .post(format!("{}/v1/match", self.registry_url))
            .header("X-API-Key", "portal-key")
            .json(&question)
            .send()
            .and_then(reqwest::blocking::Response::error_for_status)
            .and_then(reqwest::blocking::Response::json::<Value>);
        answer.is_ok_and(|answer| answer["outcome"] == "match")
    }
}

/// What would be a test.
pub fn main() {
    let lan = json!({"number": "001190000015", "full_name": "Lê Thị Lan", "date_of_birth": "1990-02-03", "gender": "female"});
    let registry = Registry::builder()
        .people([lan])
        .size(100)
        .seed(7)
        .as_of("2025-07-01")
        .start();
    let portal = Portal::asking(registry.base_url());
    assert!(portal.may_link("001190000015", "LÊ THỊ LAN", "03/02/1990"));
    registry.verify(&json!({"call": {"number": "001190000015", "outcome": "match"}, "times": 1}));

    // Another test, at the same time: a world in which the registry is down.
    let sandbox = registry.sandbox();
    sandbox.post(
        "/admin/rules",
        &json!({"scenario": "unavailable", "condition": {"path": "/v1/match"}}),
    );
    let portal = Portal::asking(sandbox.base_url());
    assert!(!portal.may_link("001190000015", "Lê Thị Lan", "1990-02-03"));
    sandbox.verify(&json!({"call": {"status": 503}, "times": 1}));
}
