//! `dancu::testing`: a registry in the test's own process.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;

use dancu::testing::{Registry, StartError};
use serde_json::{Value, json};

use crate::support::{Caller, eventually, finish, scratch_folder};

#[path = "../../examples/registry_in_a_test.rs"]
mod example;

/// Set in the process that a test makes of this program, to have it for itself.
const ALONE: &str = "DANCU_TEST_ALONE";

fn lan() -> Value {
    json!({"number": "001190000015", "full_name": "Lê Thị Lan", "date_of_birth": "1990-02-03", "gender": "female"})
}

/// Small, so that many of them start quickly; the personas are in it.
fn small() -> dancu::testing::Builder {
    Registry::builder().size(0).as_of("2025-07-01")
}

/// What a caller is told of Lê Thị Lan.
fn outcome(base_url: &str, key: &str) -> Value {
    let caller = Caller::new(base_url, Some(key));
    let answer = caller.match_person("001190000015", "Lê Thị Lan", "1990-02-03");
    answer.expect(200).json()["outcome"].clone()
}

#[test]
fn the_example_runs() {
    example::main();
}

#[test]
fn a_registry_has_its_people_its_day_and_its_addresses() {
    let registry = Registry::builder()
        .size(50)
        .seed(3)
        .as_of("2024-02-29")
        .people([lan()])
        .start();
    let version = registry.get("/version");
    assert_eq!(version["business_date"], "2024-02-29");
    assert_eq!(version["population"]["size"], 50);
    assert_eq!(version["population"]["seed"], 3);
    assert_eq!(outcome(registry.base_url(), "portal-key"), "match");
    for surface in [
        "portal",
        "hatinh",
        "vneid_issuer",
        "dvcqg_issuer",
        "ndxp",
        "lgsp",
    ] {
        assert!(
            registry.url(surface).starts_with(registry.base_url()),
            "{surface}"
        );
    }
    let metadata = format!(
        "{}/.well-known/openid-configuration",
        registry.url("vneid_issuer")
    );
    let metadata = metadata.replace(registry.base_url(), "");
    assert_eq!(
        registry.get(&metadata)["issuer"],
        registry.url("vneid_issuer")
    );
}

#[test]
fn registries_beside_each_other_do_not_see_each_other() {
    let (one, other) = (small().people([lan()]).start(), small().start());
    assert_ne!(one.base_url(), other.base_url());
    assert_eq!(outcome(one.base_url(), one.key()), "match");
    assert_eq!(outcome(other.base_url(), other.key()), "no_match");
    let digest = |registry: &Registry| registry.get("/version")["population"]["digest"].clone();
    assert_eq!(digest(&one), digest(&other));
}

#[test]
fn sandboxes_begin_like_their_registry_and_keep_to_themselves() {
    let registry = small().people([lan()]).start();
    let (one, other) = (registry.sandbox(), registry.sandbox());
    assert_ne!(one.id(), other.id());
    one.add(&json!({"number": "001090000020", "full_name": "Vũ Minh", "date_of_birth": "1990-01-01", "gender": "male"}));
    one.get("/v1/citizens/001090000020");
    for world in [registry.base_url(), other.base_url()] {
        let caller = Caller::new(world, Some("dev-key"));
        caller.get("/v1/citizens/001090000020").expect(404);
    }
    for (base_url, key) in [
        (one.base_url(), one.key()),
        (one.base_url(), "portal-key"),
        (registry.base_url(), other.key()),
    ] {
        assert_eq!(outcome(base_url, key), "match");
    }
    let id = one.id().to_owned();
    drop(one);
    let admin = Caller::new(registry.base_url(), Some(registry.key()));
    admin.get(&format!("/admin/sandboxes/{id}")).expect(404);
    assert!(other.url("portal").contains(other.id()));
}

#[test]
fn a_reset_leaves_what_a_world_began_with() {
    let registry = small().people([lan()]).start();
    for world in [&*registry, &*registry.sandbox()] {
        world.add(&json!({"number": "001090000020", "full_name": "Vũ Minh", "date_of_birth": "1990-01-01", "gender": "male"}));
        world.reset();
        let caller = Caller::new(world.base_url(), Some(world.key()));
        caller.get("/v1/citizens/001090000020").expect(404);
        assert_eq!(outcome(world.base_url(), world.key()), "match");
    }
}

#[test]
fn a_world_tells_what_was_asked() {
    let registry = small().people([lan()]).start();
    let sandbox = registry.sandbox();
    outcome(sandbox.base_url(), "portal-key");
    let asked = |journal: Vec<Value>| {
        let by_portal = journal
            .into_iter()
            .filter(|entry| entry["client"] == "portal");
        by_portal.count()
    };
    assert_eq!(asked(sandbox.journal()), 1);
    assert_eq!(asked(registry.journal()), 0);
}

#[test]
fn a_world_verifies_what_was_asked() {
    let registry = small().people([lan()]).start();
    let sandbox = registry.sandbox();
    outcome(sandbox.base_url(), "portal-key");
    let asked = json!({"client": "portal", "operation": "match", "outcome": "match"});
    sandbox.verify(&json!({"call": asked, "times": 1}));
    registry.verify(&json!([{"call": asked, "times": 0}]));
    let told =
        panic_of(|| sandbox.verify(&json!({"name": "asked twice", "call": asked, "times": 2})));
    assert!(told.contains("asked twice"), "{told}");
    let told = panic_of(|| sandbox.verify(&json!({"call": {"colour": "red"}})));
    assert!(told.contains("colour"), "{told}");
}

/// What a call panics with.
fn panic_of<T: std::fmt::Debug>(call: impl FnOnce() -> T) -> String {
    let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).unwrap_err();
    *told.downcast::<String>().unwrap()
}

#[test]
fn what_is_refused_panics_with_the_answer() {
    let registry = small().start();
    let told = panic_of(|| registry.add(&json!({"full_name": "?"})));
    assert!(
        told.contains("POST /v1/citizens is answered with 4"),
        "{told}"
    );
    assert!(told.contains("full_name"), "{told}");
}

#[test]
fn a_day_that_is_none_does_not_start() {
    for day in ["", "2025", "2025-02-30", "tomorrow"] {
        let error = Registry::builder().as_of(day).try_start().unwrap_err();
        assert!(
            matches!(&error, StartError::Day(text) if text == day),
            "{error}"
        );
    }
}

#[test]
fn a_registry_starts_within_a_runtime_too() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let registry = small().start();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let health = client.get(format!("{}/readyz", registry.base_url()));
        assert_eq!(health.send().await.unwrap().status(), 200);
    });
}

#[test]
fn a_client_that_holds_its_connection_holds_up_nobody() {
    let registry = small().start();
    let address = registry.base_url().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    assert!(stream.read(&mut [0; 1024]).unwrap() > 0);
    drop(registry);
    // Closed or cut, but not open.
    assert_eq!(stream.read(&mut [0; 1024]).unwrap_or(0), 0);
}

#[test]
fn nothing_is_left_of_a_dropped_registry() {
    const NAME: &str = "testing::nothing_is_left_of_a_dropped_registry";
    if std::env::var_os(ALONE).is_none() {
        let folder = scratch_folder();
        let mut alone = Command::new(std::env::current_exe().unwrap());
        alone
            .args(["--exact", NAME, "--nocapture"])
            .env(ALONE, "1")
            .env("TMPDIR", folder.path());
        let output = finish(&mut alone, "").succeeded();
        assert!(output.out.contains("1 passed"), "{output:?}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        return;
    }
    let before = threads();
    let registries = [small().start(), small().start()];
    let temporary = std::fs::read_dir(std::env::temp_dir()).unwrap().count();
    assert_eq!(temporary, 1, "both share their people");
    assert!(threads().len() > before.len());
    for registry in &registries {
        registry.sandbox().get("/v1/personas");
    }
    drop(registries);
    eventually("the threads of before", || {
        (threads() == before).then_some(())
    });
}

/// The threads of this process.
fn threads() -> Vec<std::ffi::OsString> {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let mut ids: Vec<_> = tasks.map(|task| task.file_name()).collect();
    ids.sort();
    ids
}
