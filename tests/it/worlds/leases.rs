//! Leases: nobody is in two of them.

use std::collections::BTreeSet;
use std::thread;

use serde_json::{Value, json};

use super::sandbox;
use crate::support::{Caller, TestApp, eventually};

fn numbers(lease: &Value) -> Vec<String> {
    let people = lease["citizens"].as_array().unwrap().iter();
    people
        .map(|one| one["number"].as_str().unwrap().to_owned())
        .collect()
}

fn lease(caller: &Caller, count: u32, seconds: u32) -> Value {
    let wanted = json!({"q": "female, card valid", "count": count, "seconds": seconds});
    caller.post("/admin/leases", &wanted).expect(201).json()
}

#[test]
fn tests_that_lease_at_once_never_share_a_person() {
    let app = TestApp::spawn();
    let owner = sandbox(&app).owner;
    let leased: Vec<String> = thread::scope(|scope| {
        let tests: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| numbers(&lease(&owner, 5, 600))))
            .collect();
        tests
            .into_iter()
            .flat_map(|test| test.join().unwrap())
            .collect()
    });
    assert_eq!(leased.len(), 40);
    assert_eq!(leased.iter().collect::<BTreeSet<_>>().len(), 40);
    let list = owner.get("/admin/leases").expect(200).json();
    assert_eq!(list["leases"].as_array().unwrap().len(), 8);
    // Another world has everybody.
    let elsewhere = numbers(&lease(&app.dev(), 5, 600));
    assert!(elsewhere.iter().all(|number| leased.contains(number)));
}

#[test]
fn people_are_free_again_when_a_lease_ends_or_is_over() {
    let app = TestApp::spawn();
    let owner = sandbox(&app).owner;
    let first = lease(&owner, 3, 600);
    let path = format!("/admin/leases/{}", first["id"].as_str().unwrap());
    owner.delete(&path, "*").expect(204);
    owner.delete(&path, "*").problem(404, "lease_not_found");
    let second = lease(&owner, 3, 1);
    assert_eq!(numbers(&first), numbers(&second));
    eventually("the end of the lease", || {
        (numbers(&lease(&owner, 3, 1)) == numbers(&first)).then_some(())
    });
    let everybody = json!({"q": "born 1800", "count": 1});
    owner
        .post("/admin/leases", &everybody)
        .problem(409, "nobody_to_lease");
    owner
        .post("/admin/leases", &json!({"count": 0}))
        .problem(422, "fields_refused");
}
