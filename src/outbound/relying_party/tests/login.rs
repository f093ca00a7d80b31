//! The ID token and userinfo: the honest ones come through, every forged one is named.

use serde_json::{Value, json};

use super::super::*;
use super::forger::{
    ACCESS_TOKEN, CLIENT, NOW, Signer, Stage, at_hash, elliptic_key_named, rsa_key,
};
use crate::outbound::canned::Reply;

/// The fault of a login whose ID token has been bent.
async fn fault(signer: Signer, change: impl FnOnce(&mut super::forger::Script)) -> TokenFault {
    let stage = Stage::with(signer);
    stage.bend(change);
    match stage.log_in().await.0 {
        Err(LoginError::TokenInvalid(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

/// The fault when one claim is another.
async fn fault_of_claim(name: &str, value: Value) -> TokenFault {
    fault(Signer::Es256, |script| script.claims[name] = value).await
}

#[tokio::test]
async fn an_honest_login_comes_through_with_both_algorithms() {
    for signer in [Signer::Rs256, Signer::Es256] {
        let stage = Stage::with(signer);
        let (signed_in, calls) = stage.log_in().await;
        let signed_in = signed_in.expect("signed in");
        assert_eq!(signed_in.subject, "p-1");
        assert_eq!(signed_in.acr.as_deref(), Some("LoA2"));
        assert_eq!(signed_in.amr, ["pwd", "otp"]);
        assert_eq!(signed_in.auth_time, Some(NOW - 10));
        assert_eq!(signed_in.sid.as_deref(), Some("s-1"));
        assert_eq!(signed_in.claims["name"], "signed");
        assert_eq!(signed_in.claims["citizen"], "x");
        let script = stage.script.lock().expect("sound");
        assert_eq!(
            signed_in.id_token.split('.').next(),
            script.signed_token().split('.').next()
        );
        let steps: Vec<_> = calls.iter().map(|call| call.purpose).collect();
        assert_eq!(
            steps,
            [
                Purpose::Discovery,
                Purpose::TokenExchange,
                Purpose::Keys,
                Purpose::Userinfo
            ]
        );
    }
}

#[tokio::test]
async fn signatures_that_are_not_the_providers_are_refused() {
    let nothing = |_: &mut super::forger::Script| {};
    assert_eq!(fault(Signer::Nobody, nothing).await, TokenFault::Algorithm);
    assert_eq!(
        fault(Signer::PublicKeyAsSecret, nothing).await,
        TokenFault::Algorithm
    );
    assert_eq!(
        fault(Signer::Stranger, nothing).await,
        TokenFault::Signature
    );
    // The kind of key decides and not the word in the header.
    let crossed = |script: &mut super::forger::Script| script.header["kid"] = json!("rsa");
    assert_eq!(fault(Signer::Es256, crossed).await, TokenFault::KeyUnknown);
    let unsigned = |script: &mut super::forger::Script| {
        script.header = json!({"alg": "RS256", "kid": "rsa"});
    };
    assert_eq!(fault(Signer::Nobody, unsigned).await, TokenFault::Signature);
    for algorithm in ["None", "HS256", "RS384", "PS256", "ES384", "EdDSA", ""] {
        let named = |script: &mut super::forger::Script| script.header["alg"] = json!(algorithm);
        assert_eq!(fault(Signer::Rs256, named).await, TokenFault::Algorithm);
    }
}

#[tokio::test]
async fn headers_that_demand_something_are_refused() {
    for (name, value, expected) in [
        ("crit", json!(["b64"]), TokenFault::Malformed),
        ("alg", json!(7), TokenFault::Malformed),
        ("typ", json!("logout+jwt"), TokenFault::Type),
        ("typ", json!("at+jwt"), TokenFault::Type),
        ("kid", json!("../../etc/passwd"), TokenFault::KeyUnknown),
        ("kid", json!("' OR 1=1 --"), TokenFault::KeyUnknown),
    ] {
        let bent = |script: &mut super::forger::Script| script.header[name] = value;
        assert_eq!(fault(Signer::Rs256, bent).await, expected, "{name}");
    }
}

#[tokio::test]
async fn a_key_in_the_header_is_not_looked_at() {
    let stage = Stage::with(Signer::Stranger);
    let url = stage.server.url();
    stage.bend(|script| {
        script.header["jku"] = json!(format!("{url}/evil"));
        script.header["x5u"] = json!(format!("{url}/evil"));
    });
    let (signed_in, _) = stage.log_in().await;
    assert_eq!(
        signed_in,
        Err(LoginError::TokenInvalid(TokenFault::Signature))
    );
    assert_eq!(stage.server.count("/evil"), 0);
}

#[tokio::test]
async fn texts_that_are_no_token_are_refused() {
    for text in [
        "",
        ".",
        "..",
        "a.b",
        "a.b.c",
        "e30.e30.e30",
        "W10.W10.",
        "\u{7f}.é.ế",
    ] {
        let stage = Stage::with(Signer::Rs256);
        let body = json!({"access_token": "a", "token_type": "bearer", "id_token": text});
        stage.bend(|script| script.token = Some(Reply::json(200, &body)));
        let (signed_in, _) = stage.log_in().await;
        let expected = LoginError::TokenInvalid(TokenFault::Malformed);
        assert_eq!(signed_in, Err(expected), "{text:?}");
    }
}

#[tokio::test]
async fn claims_that_do_not_fit_are_named() {
    let both = json!([CLIENT, "another"]);
    for (name, value, expected) in [
        ("iss", json!("http://127.0.0.1:1/vneid"), TokenFault::Issuer),
        ("iss", Value::Null, TokenFault::Issuer),
        ("aud", json!("another"), TokenFault::Audience),
        ("aud", json!([]), TokenFault::Audience),
        ("aud", Value::Null, TokenFault::Audience),
        ("aud", both, TokenFault::Audience),
        ("azp", json!("another"), TokenFault::AuthorizedParty),
        ("azp", json!(7), TokenFault::AuthorizedParty),
        ("nonce", json!("another"), TokenFault::Nonce),
        ("nonce", json!(""), TokenFault::Nonce),
        ("nonce", json!(false), TokenFault::Nonce),
        ("exp", json!(NOW - 55), TokenFault::Expired),
        ("exp", json!("soon"), TokenFault::Claim("exp")),
        ("exp", Value::Null, TokenFault::Claim("exp")),
        ("iat", json!(NOW + 120), TokenFault::IssuedInFuture),
        ("iat", Value::Null, TokenFault::Claim("iat")),
        ("sub", json!(""), TokenFault::Claim("sub")),
        ("sub", json!(7), TokenFault::Claim("sub")),
        (
            "at_hash",
            json!(at_hash("another")),
            TokenFault::AccessTokenHash,
        ),
        ("at_hash", json!(7), TokenFault::AccessTokenHash),
    ] {
        assert_eq!(
            fault_of_claim(name, value.clone()).await,
            expected,
            "{name} {value}"
        );
    }
}

#[tokio::test]
async fn what_the_standard_allows_is_taken() {
    for (name, value) in [
        ("aud", json!([CLIENT])),
        ("azp", json!(CLIENT)),
        ("exp", json!(NOW - 30)),
        ("exp", json!(u64::MAX)),
        ("iat", json!(NOW + 30)),
    ] {
        let stage = Stage::with(Signer::Es256);
        stage.bend(|script| script.claims[name] = value);
        assert!(stage.log_in().await.0.is_ok(), "{name}");
    }
    let stage = Stage::with(Signer::Es256);
    stage.bend(|script| {
        let claims = script.claims.as_object_mut().expect("an object");
        claims.remove("at_hash");
        claims.insert("aud".to_owned(), json!(["another", CLIENT]));
        claims.insert("azp".to_owned(), json!(CLIENT));
    });
    assert!(stage.log_in().await.0.is_ok());
}

#[tokio::test]
async fn max_age_is_held_against_the_login() {
    for (max_age, expected) in [(1000, None), (0, Some(TokenFault::TooOld))] {
        let stage = Stage::with(Signer::Es256);
        stage.bend(|script| script.claims["auth_time"] = json!(NOW - 100));
        let wish = LoginWish {
            max_age: Some(max_age),
            ..LoginWish::default()
        };
        let (signed_in, _) = stage.log_in_wishing(&wish).await;
        assert_eq!(signed_in.err(), expected.map(LoginError::TokenInvalid));
    }
    let stage = Stage::with(Signer::Es256);
    stage.bend(|script| script.claims["auth_time"] = Value::Null);
    let wish = LoginWish {
        max_age: Some(1000),
        ..LoginWish::default()
    };
    let missing = LoginError::TokenInvalid(TokenFault::Claim("auth_time"));
    assert_eq!(stage.log_in_wishing(&wish).await.0, Err(missing));
}

#[tokio::test]
async fn a_new_key_is_fetched_once_more() {
    let stage = Stage::with(Signer::Es256);
    for _ in 0..3 {
        assert!(stage.log_in().await.0.is_ok());
        stage.bend(|script| script.claims["nonce"] = Value::Null);
    }
    assert_eq!(stage.server.count("/vneid/keys"), 1);
    stage.bend(|script| {
        script.keys = json!({"keys": [elliptic_key_named("ec-2")]});
        script.header["kid"] = json!("ec-2");
    });
    assert!(stage.log_in().await.0.is_ok());
    assert_eq!(stage.server.count("/vneid/keys"), 2);
    stage.bend(|script| {
        script.header["kid"] = json!("ec-3");
        script.claims["nonce"] = Value::Null;
    });
    let unknown = LoginError::TokenInvalid(TokenFault::KeyUnknown);
    assert_eq!(stage.log_in().await.0, Err(unknown));
    assert_eq!(stage.server.count("/vneid/keys"), 3);
}

#[tokio::test]
async fn an_unknown_key_right_at_the_start_costs_one_call() {
    let stage = Stage::with(Signer::Es256);
    stage.bend(|script| script.header["kid"] = json!("ec-9"));
    let unknown = LoginError::TokenInvalid(TokenFault::KeyUnknown);
    assert_eq!(stage.log_in().await.0, Err(unknown));
    assert_eq!(stage.server.count("/vneid/keys"), 1);
}

#[tokio::test]
async fn keys_we_cannot_read_or_use_are_passed_over() {
    let nameless = json!({"alg": "RS256"});
    let stage = Stage::with(Signer::Rs256);
    stage.bend(|script| {
        let mut to_encrypt = rsa_key("rsa");
        to_encrypt["use"] = json!("enc");
        let mut of_another_kind = rsa_key("rsa");
        of_another_kind["alg"] = json!("PS256");
        let odd = json!({"kty": "LATTICE", "kid": "rsa", "x": 7});
        script.keys = json!({"keys": [odd, 7, to_encrypt, of_another_kind, rsa_key("rsa")]});
        script.header = nameless.clone();
    });
    assert!(stage.log_in().await.0.is_ok());
    // Two keys that would do, and none named: no guessing.
    let two = |script: &mut super::forger::Script| {
        script.keys = json!({"keys": [rsa_key("a"), rsa_key("b")]});
        script.header = nameless.clone();
    };
    assert_eq!(fault(Signer::Rs256, two).await, TokenFault::KeyUnknown);
}

#[tokio::test]
async fn userinfo_of_somebody_else_ends_the_login() {
    for told in [
        json!({"sub": "p-2"}),
        json!({"name": "x"}),
        json!({"sub": null}),
    ] {
        let stage = Stage::with(Signer::Es256);
        stage.bend(|script| script.userinfo = Reply::json(200, &told));
        assert_eq!(
            stage.log_in().await.0,
            Err(LoginError::SubjectDiffers),
            "{told}"
        );
    }
}

#[tokio::test]
async fn the_calls_carry_what_the_standards_say() {
    let stage = Stage::with(Signer::Es256);
    let (_, calls) = stage.log_in().await;
    let heard = stage.server.heard();
    // Both halves are form-encoded first: "portal:s%26cret".
    let exchange = heard.iter().find(|request| request.path == "/vneid/token");
    let exchange = exchange.expect("exchanged");
    assert_eq!(exchange.method, "POST");
    assert_eq!(
        exchange.header("authorization"),
        Some("Basic cG9ydGFsOnMlMjZjcmV0")
    );
    assert!(exchange.body.starts_with(
        "grant_type=authorization_code&code=code-1&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback&code_verifier="
    ));
    let userinfo = heard
        .iter()
        .find(|request| request.path == "/vneid/userinfo");
    let bearer = format!("Bearer {ACCESS_TOKEN}");
    let authorization = userinfo.expect("asked").header("authorization");
    assert_eq!(authorization, Some(bearer.as_str()));
    // The page shows the exchange without our secret, in any form.
    let shown: String = calls.iter().map(WireCall::curl).collect();
    assert!(shown.contains("$PORTAL_SECRET"));
    assert!(
        !shown.contains("cG9ydGFs") && !shown.contains("s%26cret"),
        "{shown}"
    );
    assert!(!format!("{calls:?}{:?}", stage.party).contains("s&cret"));
}
