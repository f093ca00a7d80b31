//! What the issuers say of themselves, and that it is so (`DiscoveryEndpointVerification`).

use reqwest::Method;

use crate::support::relying_party::{RelyingParty, spawn_provider};
use crate::support::{Answer, TestApp};

#[test]
fn every_endpoint_that_is_named_answers() {
    let app = spawn_provider();
    for issuer in ["/vneid", "/dvcqg"] {
        let party = RelyingParty::new(&app, issuer);
        let said = party.get("/.well-known/openid-configuration").expect(200);
        let said = said.json();
        assert_eq!(said["issuer"], party.issuer);
        let mut endpoints = 0;
        for (name, value) in said.as_object().unwrap() {
            if !name.ends_with("_endpoint") && name != "jwks_uri" {
                continue;
            }
            let path = value.as_str().unwrap().strip_prefix(&app.base_url).unwrap();
            let answer = app.nobody().get(path);
            assert_ne!(answer.status, 404, "{name}");
            endpoints += 1;
        }
        assert_eq!(endpoints, 7);
        for required in [
            "response_types_supported",
            "subject_types_supported",
            "id_token_signing_alg_values_supported",
            "scopes_supported",
            "claims_supported",
            "acr_values_supported",
            "code_challenge_methods_supported",
        ] {
            assert!(!said[required].as_array().unwrap().is_empty(), "{required}");
        }
    }
}

#[test]
fn every_scope_and_claim_that_is_told_is_announced() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let said = party.get("/.well-known/openid-configuration").expect(200);
    let said = said.json();
    let scopes = said["scopes_supported"].as_array().unwrap();
    let words: Vec<&str> = scopes.iter().map(|scope| scope.as_str().unwrap()).collect();
    let tokens = party.log_in(&[("scope", &words.join(" "))]);
    assert_eq!(tokens.answer["scope"], words.join(" "));
    let announced = said["claims_supported"].as_array().unwrap();
    let told = party.userinfo(&tokens.access).expect(200).json();
    let in_token = tokens.claims.as_object().unwrap();
    for name in told.as_object().unwrap().keys().chain(in_token.keys()) {
        let known = name == "at_hash" || announced.iter().any(|claim| claim == name);
        assert!(known, "{name}");
    }
}

#[test]
fn a_wrong_method_is_answered_with_the_right_ones() {
    let app = TestApp::spawn();
    for (method, path, allowed) in [
        (Method::GET, "/vneid/token", "POST"),
        (Method::DELETE, "/dvcqg/userinfo", "GET, POST"),
        (Method::POST, "/vneid/jwks", "GET"),
    ] {
        let answer = Answer::of(app.nobody().request(method, path));
        let answer = answer.problem(405, "method_not_allowed");
        assert_eq!(answer.header("allow"), allowed);
    }
    app.nobody()
        .get("/dvcqg/nothing")
        .problem(404, "route_not_found");
}

#[test]
fn pages_of_other_origins_may_ask() {
    let app = spawn_provider();
    for (method, path) in [
        (Method::GET, "/vneid/.well-known/openid-configuration"),
        (Method::GET, "/dvcqg/jwks"),
        (Method::POST, "/vneid/token"),
        (Method::GET, "/vneid/userinfo"),
    ] {
        let request = app.nobody().request(method.clone(), path);
        let answer = Answer::of(request.header("origin", "http://localhost:3000"));
        assert!(
            answer.headers.contains_key("access-control-allow-origin"),
            "{path}"
        );
        let preflight = app
            .nobody()
            .request(Method::OPTIONS, path)
            .header("origin", "http://localhost:3000")
            .header("access-control-request-method", method.as_str())
            .header("access-control-request-headers", "authorization");
        Answer::of(preflight).expect(200);
    }
}
