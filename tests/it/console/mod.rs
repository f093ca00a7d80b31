//! The console: opened with a key, in one world or another, and everything that can be done from it.

mod access;
mod journal;
mod lab;
mod people;
mod scenarios;
mod worlds;

use crate::support::{Page, TestApp, Visitor};

/// The developer's key.
const DEV_KEY: &str = "dev-key";
/// A persona whom these tests look at.
const THANH: &str = "042085000488";

/// Somebody at the form of the key.
#[track_caller]
fn try_key(visitor: &Visitor, base: &str, key: &str) -> Page {
    let form = visitor.open(&format!("{base}/console/login"));
    visitor.press(&form, "Mở", &[("key", key)])
}

/// Somebody who has opened the console.
#[track_caller]
fn operator(app: &TestApp) -> Visitor {
    let visitor = Visitor::new(app);
    try_key(&visitor, "", DEV_KEY)
        .expect(200)
        .stands_at("/console");
    visitor
}
