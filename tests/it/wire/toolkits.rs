//! SOAP clients that others wrote, zeep of Python and soap of npm, call every operation from the WSDL alone.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Output, TestApp, finish};

const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/.venv/bin/python");
const ZEEP: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/python/call_national_wire.py"
);
const SOAP: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/npm/call_national_wire.mjs"
);

/// Each WSDL with each of its operations.
const OPERATIONS: [(&str, &str); 6] = [
    ("ndxp", "TraCuuThongTinCongDan"),
    ("ndxp", "XacThucThongTinCongDan"),
    ("ndxp", "TraCuuThongTinHoGiaDinh"),
    ("ndxp", "XacThucThongTinHoGiaDinh"),
    ("ndxp-qcvn109", "XacMinhThongTinNhanThan"),
    ("ndxp-qcvn109", "TraCuuThongTinCongDan"),
];

#[test]
fn zeep_calls_every_operation() {
    calls_every_operation(&[PYTHON, ZEEP]);
}

#[test]
fn soap_of_npm_calls_every_operation() {
    calls_every_operation(&["node", SOAP]);
}

#[test]
fn a_toolkit_that_is_not_served_says_why() {
    let app = TestApp::spawn();
    let nowhere = format!("{}/healthz", app.base_url);
    for toolkit in [[PYTHON, ZEEP], ["node", SOAP]] {
        let output = call(&toolkit, &nowhere);
        assert_eq!(output.code, Some(1), "{output:?}");
        assert!(output.err.contains("Error"), "{output:?}");
        assert_eq!(output.out, "", "{output:?}");
    }
}

/// Each operation finds the person, and does not find a name that nobody has.
#[track_caller]
fn calls_every_operation(toolkit: &[&str]) {
    let app = TestApp::spawn();
    let endpoint = app.ready["urls"]["ndxp"].as_str().unwrap();
    let told = call(toolkit, endpoint).succeeded().json();
    let expected = OPERATIONS.iter().flat_map(|(wsdl, operation)| {
        [("known", true), ("unknown", false)].map(|(asked, found)| {
            json!({"wsdl": wsdl, "operation": operation, "asked": asked, "found": found})
        })
    });
    assert_eq!(told, expected.collect::<Value>());
}

/// Asks about a person of the personas, whose name the script sends as portals do.
fn call(toolkit: &[&str], endpoint: &str) -> Output {
    let mut command = Command::new(toolkit[0]);
    command
        .args(&toolkit[1..])
        .args([endpoint, "042085000488", "NGUYENVANTHANH", "19850512"])
        // The proxy of this environment does not know of the test's server.
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1");
    finish(&mut command, "")
}
