//! Tokens that nobody made, or that were made for something else.

use std::io::Read as _;
use std::net::TcpListener;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::support::relying_party::{RelyingParty, Tokens, spawn_provider};

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// The claims of the token under another header, signed by nobody.
fn unsigned(header: &Value, claims: &Value, signature: &str) -> String {
    format!("{}.{}.{signature}", part(header), part(claims))
}

/// Thirty tokens that are worth nothing. `listener` is where some of them say their key lies.
fn evil(party: &RelyingParty, tokens: &Tokens, listener: &str) -> Vec<(&'static str, String)> {
    let (header, claims) = party.verified(&tokens.id_token);
    let kid = header.kid.unwrap();
    let parts: Vec<&str> = tokens.id_token.split('.').collect();
    let with = |name: &str, value: Value| {
        let mut changed = claims.clone();
        changed[name] = value;
        changed
    };
    let head = |more: Value| {
        let mut header = json!({"alg": "RS256", "typ": "JWT", "kid": kid});
        let header_map = header.as_object_mut().unwrap();
        header_map.extend(more.as_object().unwrap().clone());
        header
    };
    let set = party.keys();
    let modulus = set["keys"][0]["n"].as_str().unwrap();
    // HMAC with the public key as its secret.
    let mut confused = Header::new(Algorithm::HS256);
    confused.kid = Some(kid.clone());
    let hmac = |secret: &[u8]| {
        jsonwebtoken::encode(&confused, &claims, &EncodingKey::from_secret(secret)).unwrap()
    };
    let signature = parts[2];
    vec![
        (
            "alg none",
            unsigned(&head(json!({"alg": "none"})), &claims, ""),
        ),
        (
            "alg None",
            unsigned(&head(json!({"alg": "None"})), &claims, ""),
        ),
        (
            "alg nOnE with signature",
            unsigned(&head(json!({"alg": "nOnE"})), &claims, signature),
        ),
        (
            "no alg",
            unsigned(&json!({"typ": "JWT", "kid": kid}), &claims, signature),
        ),
        (
            "alg null",
            unsigned(&head(json!({"alg": null})), &claims, signature),
        ),
        ("HS256 with the modulus", hmac(modulus.as_bytes())),
        (
            "HS256 with the set of keys",
            hmac(set.to_string().as_bytes()),
        ),
        ("HS256 with nothing", hmac(b"")),
        (
            "RS512 for RS256",
            unsigned(&head(json!({"alg": "RS512"})), &claims, signature),
        ),
        (
            "PS256 for RS256",
            unsigned(&head(json!({"alg": "PS256"})), &claims, signature),
        ),
        (
            "ES256 for RS256",
            unsigned(&head(json!({"alg": "ES256"})), &claims, signature),
        ),
        (
            "no kid",
            unsigned(&json!({"alg": "RS256"}), &claims, signature),
        ),
        (
            "kid unknown",
            unsigned(&head(json!({"kid": "other"})), &claims, signature),
        ),
        (
            "kid traversal",
            unsigned(
                &head(json!({"kid": "../../../dev/null"})),
                &claims,
                signature,
            ),
        ),
        (
            "kid sql",
            unsigned(
                &head(json!({"kid": "x' UNION SELECT 'y"})),
                &claims,
                signature,
            ),
        ),
        (
            "kid number",
            unsigned(&head(json!({"kid": 1})), &claims, signature),
        ),
        (
            "jku",
            unsigned(&head(json!({"jku": listener})), &claims, signature),
        ),
        (
            "x5u",
            unsigned(&head(json!({"x5u": listener})), &claims, signature),
        ),
        (
            "jku and unknown kid",
            unsigned(&head(json!({"jku": listener, "kid": "z"})), &claims, "x"),
        ),
        (
            "jwk inside",
            unsigned(&head(json!({"jwk": set["keys"][0]})), &claims, "AAAA"),
        ),
        (
            "crit",
            unsigned(&head(json!({"crit": ["exp"]})), &claims, signature),
        ),
        (
            "other sub",
            format!(
                "{}.{}.{signature}",
                parts[0],
                part(&with("sub", json!("042197000542")))
            ),
        ),
        (
            "other iss",
            format!(
                "{}.{}.{signature}",
                parts[0],
                part(&with("iss", json!("https://evil.example")))
            ),
        ),
        (
            "other aud",
            format!(
                "{}.{}.{signature}",
                parts[0],
                part(&with("aud", json!("dvcqg-web")))
            ),
        ),
        (
            "other exp",
            format!(
                "{}.{}.{signature}",
                parts[0],
                part(&with("exp", json!(9_999_999_999_u64)))
            ),
        ),
        ("no signature", format!("{}.{}.", parts[0], parts[1])),
        ("two parts", format!("{}.{}", parts[0], parts[1])),
        ("four parts", format!("{}.x", tokens.id_token)),
        (
            "signature cut",
            tokens.id_token[..tokens.id_token.len() - 4].to_owned(),
        ),
        (
            "signature of another",
            format!(
                "{}.{}.{}",
                parts[0],
                parts[1],
                URL_SAFE_NO_PAD.encode([7; 256])
            ),
        ),
        ("only dots", "..".to_owned()),
        ("empty object", "e30.e30.".to_owned()),
    ]
}

#[test]
fn a_token_that_nobody_made_is_worth_nothing_anywhere() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("http://{}/jwks", listener.local_addr().unwrap());
    let evil = evil(&party, &tokens, &address);
    assert!(evil.len() >= 30);
    for (name, token) in evil {
        let refused = party.userinfo(&token).expect(401);
        assert_eq!(refused.json()["error"], "invalid_token", "{name}");
        assert!(refused.header("www-authenticate").starts_with("Bearer "));
        let hint = [("id_token_hint", token.as_str())];
        assert_eq!(party.error(&hint), "invalid_request", "{name}");
        let logout = party.get(&format!("/logout?id_token_hint={token}"));
        assert_eq!(logout.status, 400, "{name}");
        assert_eq!(party.introspect(&token)["active"], false, "{name}");
        party.revoke(&token).expect(200);
    }
    // Nobody came to fetch a key, and the good tokens are still good.
    let mut byte = [0];
    let came = listener.accept().map(|(mut stream, _)| {
        stream
            .set_read_timeout(Some(Duration::from_secs(1)))
            .unwrap();
        stream.read(&mut byte).unwrap_or(0)
    });
    assert!(came.is_err(), "an outward request was made");
    party.userinfo(&tokens.access).expect(200);
}

#[test]
fn good_tokens_are_good_for_their_own_purpose_alone() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    let code = party.code(&[]);
    for token in [&tokens.id_token, &tokens.refresh, &code] {
        party.userinfo(token).expect(401);
    }
    let elsewhere = RelyingParty::new(&app, "/dvcqg");
    elsewhere.userinfo(&tokens.access).expect(401);
    let missing = party.get("/userinfo").expect(401);
    assert_eq!(missing.header("www-authenticate"), "Bearer realm=\"dancu\"");
    let in_address = party.get(&format!("/userinfo?access_token={}", tokens.access));
    in_address.expect(401);
    let twice = party.post_raw(
        "/userinfo",
        Some(&format!("Bearer {}", tokens.access)),
        &[("access_token".to_owned(), tokens.access.clone())],
    );
    assert_eq!(twice.expect(400).json()["error"], "invalid_request");
    party
        .post_raw("/userinfo", Some("Basic x"), &[])
        .expect(401);
}
