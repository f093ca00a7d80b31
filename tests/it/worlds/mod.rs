//! Worlds of one's own: sandboxes, their clocks, snapshots and leases.

mod clock;
mod isolation;
mod leases;
mod sites;
mod snapshots;

use serde_json::{Value, json};

use crate::support::{Caller, TestApp};

/// A persona whom these tests change.
const THANH: &str = "042085000488";

/// A sandbox, and a client with its key.
struct Sandbox {
    id: String,
    told: Value,
    owner: Caller,
}

#[track_caller]
fn sandbox_with(app: &TestApp, wanted: &Value) -> Sandbox {
    let told = app
        .dev()
        .post("/admin/sandboxes", wanted)
        .expect(201)
        .json();
    Sandbox {
        id: told["id"].as_str().unwrap().to_owned(),
        owner: Caller::new(&app.base_url, told["key"].as_str()),
        told,
    }
}

#[track_caller]
fn sandbox(app: &TestApp) -> Sandbox {
    sandbox_with(app, &json!({}))
}

/// The mobile number of a persona, as a client sees it.
#[track_caller]
fn mobile(caller: &Caller) -> Value {
    caller.record(THANH).0["mobile"].clone()
}

#[track_caller]
fn set_mobile(caller: &Caller, mobile: &str) {
    let path = format!("/v1/citizens/{THANH}");
    let (_, version) = caller.record(THANH);
    caller
        .patch(&path, &version, &json!({"mobile": mobile}))
        .expect(200);
}
