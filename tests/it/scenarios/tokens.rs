//! Broken ID tokens on demand, and what a careful relying party makes of each.

use reqwest::Method;
use serde_json::{Value, json};

use super::{matched, rule, switch};
use crate::support::relying_party::{RelyingParty, spawn_provider};
use crate::support::{Answer, TestApp, Visitor};
use dancu::domain::scenario::TokenFault;

/// Redeems a fresh code under a scenario.
fn redeemed(party: &RelyingParty, scenario: Option<&str>) -> Answer {
    let code = party.code(&[]);
    let secret = party.secret.clone().unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", &party.redirect_uri),
        ("client_id", &party.id),
        ("client_secret", &secret),
    ];
    let request = party
        .caller
        .request(Method::POST, &format!("{}/token", party.path));
    let request = match scenario {
        Some(scenario) => request.header("x-dancu-scenario", scenario),
        None => request,
    };
    Answer::of(request.form(&form)).expect(200)
}

/// Header and claims, nothing checked.
fn opened(token: &str) -> [Value; 2] {
    use base64::Engine as _;
    let mut parts = token.split('.').map(|part| {
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part);
        serde_json::from_slice(&bytes.unwrap()).unwrap()
    });
    [parts.next().unwrap(), parts.next().unwrap()]
}

#[test]
fn each_fault_is_the_one_it_says_and_the_rest_of_the_answer_is_sound() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let sound = redeemed(&party, None).json();
    let [sound_header, sound_claims] = opened(sound["id_token"].as_str().unwrap());
    let now = sound_claims["iat"].as_u64().unwrap();
    for (fault, part, expected) in [
        ("wrong_iss", "iss", json!("https://another-issuer.example")),
        ("wrong_aud", "aud", json!("another-client")),
        ("wrong_nonce", "nonce", json!("nonce-of-another-login")),
        ("no_nonce", "nonce", Value::Null),
        ("wrong_sub", "sub", json!("somebody-else")),
        ("low_acr", "acr", json!("LoA1")),
    ] {
        let answer = redeemed(&party, Some(&format!("token={fault}"))).json();
        let token = answer["id_token"].as_str().unwrap();
        let claims = party.signature_checked(token);
        assert_eq!(claims[part], expected, "{fault}");
        assert_ne!(claims[part], sound_claims[part], "{fault}");
        party
            .userinfo(answer["access_token"].as_str().unwrap())
            .expect(200);
    }
    let claims_of = |fault: &str| {
        let answer = redeemed(&party, Some(&format!("token={fault}"))).json();
        party.signature_checked(answer["id_token"].as_str().unwrap())
    };
    let expired = claims_of("expired");
    assert!(
        expired["exp"].as_u64().unwrap() < now && expired["iat"].as_u64() < expired["exp"].as_u64()
    );
    let early = claims_of("not_yet_valid");
    assert!(
        early["nbf"].as_u64().unwrap() > now + 3000
            && early["exp"].as_u64() > early["nbf"].as_u64()
    );
    assert_ne!(claims_of("wrong_at_hash")["at_hash"], Value::Null);
    let header_of = |fault: &str| {
        let answer = redeemed(&party, Some(&format!("token={fault}"))).json();
        opened(answer["id_token"].as_str().unwrap())[0].clone()
    };
    assert_eq!(header_of("alg_none")["alg"], "none");
    assert_eq!(header_of("alg_hs256")["alg"], "HS256");
    assert_eq!(
        header_of("wrong_kid")["kid"],
        "a-key-that-is-not-in-the-set"
    );
    assert_eq!(header_of("broken_signature"), sound_header);
    let missing = redeemed(&party, Some("token=no_id_token")).json();
    assert!(missing.get("id_token").is_none() && missing["access_token"].is_string());
    let malformed = redeemed(&party, Some("token=malformed")).json();
    assert_eq!(malformed["id_token"], "this.is-no.token");
}

#[test]
fn new_keys_sign_at_once_and_stand_in_the_set() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let before = redeemed(&party, None).json();
    let [before, _] = opened(before["id_token"].as_str().unwrap());
    let answer = redeemed(&party, Some("keys_rotated")).json();
    let token = answer["id_token"].as_str().unwrap();
    let [after, _] = opened(token);
    assert_ne!(after["kid"], before["kid"]);
    party.signature_checked(token);
    let keys = party.keys();
    let known: Vec<&Value> = keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| &key["kid"])
        .collect();
    assert!(known.contains(&&before["kid"]) && known.contains(&&after["kid"]));
}

#[test]
fn a_switch_or_a_rule_breaks_tokens_too() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let issuer = || {
        let answer = redeemed(&party, None).json();
        opened(answer["id_token"].as_str().unwrap())[1]["iss"].clone()
    };
    switch(&app, &json!({"tokens": "wrong_iss"}));
    assert_eq!(issuer(), "https://another-issuer.example");
    matched(&app).expect(200);
    switch(&app, &json!({}));
    rule(
        &app,
        &json!({"condition": {"operation": "token", "client": "example-web"}, "scenario": "token=wrong_iss", "times": 1}),
    );
    assert_eq!(issuer(), "https://another-issuer.example");
    assert_eq!(issuer(), party.issuer);
}

/// Somebody of whom the portal knows nothing yet.
const NEWCOMER: &str = "042092000339";

/// Where a login at the portal with VNeID ends.
fn end_of_login(app: &TestApp) -> String {
    let page = crate::portal::log_in_with_vneid(&Visitor::new(app), NEWCOMER);
    page.path().to_owned()
}

#[test]
fn the_portal_lets_nobody_in_by_a_broken_token() {
    let app = TestApp::spawn();
    assert_eq!(end_of_login(&app), "/portal/vneid-account");
    for fault in TokenFault::ALL {
        // Any level is good enough for the portal.
        if matches!(fault, TokenFault::LowAcr | TokenFault::KeysRotated) {
            continue;
        }
        switch(&app, &json!({"tokens": fault.as_str()}));
        let end = end_of_login(&app);
        assert!(end.starts_with("/portal/login?"), "{fault:?}: {end}");
    }
}

#[test]
fn the_portal_fetches_new_keys_when_a_token_is_signed_by_them() {
    let app = TestApp::spawn();
    assert_eq!(end_of_login(&app), "/portal/vneid-account");
    switch(&app, &json!({"tokens": "keys_rotated"}));
    assert_eq!(end_of_login(&app), "/portal/vneid-account");
}
