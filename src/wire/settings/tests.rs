//! Settings that are right, and each way of getting them wrong.

use super::*;

#[test]
fn the_built_in_settings_are_right() {
    let settings = WireSettings::parse(BUILT_IN).expect("right");
    assert_eq!(settings.ndxp_path, "/ndxp");
    assert!(
        settings
            .account("demo")
            .is_some_and(|account| account.secret.is_some())
    );
    assert!(
        settings
            .accounts
            .iter()
            .all(|account| account.loopback_only)
    );
    assert!(
        settings
            .partners
            .iter()
            .all(|partner| partner.loopback_only)
    );
}

#[test]
fn secrets_do_not_show() {
    let settings = WireSettings::parse(BUILT_IN).expect("right");
    let shown = format!("{settings:?}");
    assert!(
        !shown.contains("demo-secret") && !shown.contains("\"sk\""),
        "{shown}"
    );
}

#[test]
fn an_error_tells_its_line_and_not_what_stands_there() {
    let text = BUILT_IN.replacen("secret = \"demo-secret\"", "secret = \"demo-secret", 1);
    let error = WireSettings::parse(&text)
        .expect_err("unclosed")
        .to_string();
    assert!(
        error.starts_with("line ") && !error.contains("demo-secret"),
        "{error}"
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    for (right, wrong, says) in [
        (
            "ndxp_path = \"/ndxp\"",
            "ndxp_path = \"ndxp\"",
            "no address",
        ),
        ("ndxp_path = \"/ndxp\"", "ndxp_path = \"/\"", "no address"),
        (
            "ndxp_path = \"/ndxp\"",
            "ndxp_path = \"/portal\"",
            "no address",
        ),
        (
            "ndxp_path = \"/ndxp\"",
            "ndxp_path = \"/lgsp\"",
            "direct calls go there",
        ),
        (
            "ndxp_path = \"/ndxp\"",
            "ndxp_path = \"/lgsp/token\"",
            "direct calls go there",
        ),
        (
            "\"/lgsp/{operation}\"",
            "\"/lgsp/{operation\"",
            "no address",
        ),
        ("\"/lgsp/{operation}\"", "\"/lgsp/{x}\"", "no address"),
        ("\"/lgsp/{operation}\"", "\"/lgsp/token\"", "stands twice"),
        ("user = \"demo-qcvn109\"", "user = \"demo\"", "stands twice"),
        (
            "user = \"demo-qcvn109\"",
            "user = \"\"",
            "stands twice, or is empty",
        ),
        (
            "account = \"open\"",
            "account = \"demo\"",
            "without a secret",
        ),
        (
            "account = \"open\"",
            "account = \"nobody\"",
            "without a secret",
        ),
        ("reads = \"nothing\"", "reads = \"json\"", "a token"),
        (
            "answers = \"json_boolean\"",
            "answers = \"token\"",
            "a token",
        ),
        (
            "operation = \"tracuu\"",
            "operation = \"xoa\"",
            "no operation xoa",
        ),
        (
            "unauthorized_status = 401",
            "unauthorized_status = 1000",
            "no HTTP status",
        ),
        ("deceased = \"found\"", "deceased = \"lost\"", "lost"),
        (
            "secret = \"demo-secret\"",
            "secret = \"\"",
            "demo: a secret",
        ),
        ("auth = \"YWs6c2s=\"", "auth = \"\"", "H00: a secret"),
        ("id = \"H00\"", "id = \"demo\"", "stands twice"),
        (
            "ndxp_path = \"/ndxp\"",
            "ndxp_path = \"/{operation}\"",
            "no address",
        ),
        (
            "token_seconds = 3600",
            "token_seconds = 3600\nminutes = 1",
            "minutes",
        ),
    ] {
        assert!(BUILT_IN.contains(right), "{right}");
        let text = BUILT_IN.replacen(right, wrong, 1);
        let error = WireSettings::parse(&text).expect_err(wrong).to_string();
        assert!(error.contains(says), "{wrong}: {error}");
    }
}

#[test]
fn another_address_for_direct_calls_is_checked_too() {
    let settings = || WireSettings::parse(BUILT_IN).expect("right");
    let moved = settings().with_ndxp_path("/XacThucC06/").expect("right");
    assert_eq!(moved.ndxp_path, "/XacThucC06");
    assert!(settings().with_ndxp_path("/v1").is_err());
}
