//! Tokens that nobody made, or that were made for something else.

use std::io::Read as _;
use std::net::TcpListener;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::support::relying_party::{RelyingParty, Tokens, spawn_provider};

/// A good ID token, to be spoilt.
struct Good {
    token: String,
    kid: String,
    claims: Value,
    /// The published keys.
    keys: Value,
}

impl Good {
    fn of(party: &RelyingParty, tokens: &Tokens) -> Self {
        let (header, claims) = party.verified(&tokens.id_token);
        Self {
            token: tokens.id_token.clone(),
            kid: header.kid.unwrap(),
            claims,
            keys: party.keys(),
        }
    }

    fn piece(&self, index: usize) -> &str {
        self.token.split('.').nth(index).unwrap()
    }

    /// The token under another header, its signature as it was.
    fn under(&self, more: &Value) -> String {
        let mut header = json!({"alg": "RS256", "typ": "JWT", "kid": self.kid});
        let members = header.as_object_mut().unwrap();
        members.extend(more.as_object().unwrap().clone());
        members.retain(|_name, value| *value != json!("absent"));
        let header = URL_SAFE_NO_PAD.encode(header.to_string());
        format!("{header}.{}.{}", self.piece(1), self.piece(2))
    }

    /// The token with another claim, its signature as it was.
    fn with(&self, name: &str, value: Value) -> String {
        let mut claims = self.claims.clone();
        claims[name] = value;
        let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
        format!("{}.{claims}.{}", self.piece(0), self.piece(2))
    }

    /// The claims signed by HMAC with something public as the secret.
    fn confused(&self, secret: &[u8]) -> String {
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some(self.kid.clone());
        jsonwebtoken::encode(&header, &self.claims, &EncodingKey::from_secret(secret)).unwrap()
    }
}

/// Tokens that are worth nothing, by what is wrong with them. `listener` is where some of them say that
/// their key lies.
fn evil(good: &Good, listener: &str) -> Vec<(String, String)> {
    let headers = [
        json!({"alg": "none"}),
        json!({"alg": "None"}),
        json!({"alg": "nOnE"}),
        json!({"alg": "absent"}),
        json!({"alg": null}),
        json!({"alg": "RS512"}),
        json!({"alg": "PS256"}),
        json!({"alg": "ES256"}),
        json!({"alg": "HS256"}),
        json!({"kid": "absent"}),
        json!({"kid": "other"}),
        json!({"kid": "../../../dev/null"}),
        json!({"kid": "x' UNION SELECT 'y"}),
        json!({"kid": 1}),
        json!({"jku": listener}),
        json!({"x5u": listener}),
        json!({"jku": listener, "kid": "other"}),
        json!({"jwk": good.keys["keys"][0]}),
        json!({"crit": ["exp"]}),
    ];
    let claims = [
        ("sub", json!("042197000542")),
        ("iss", json!("https://evil.example")),
        ("aud", json!("dvcqg-web")),
        ("exp", json!(9_999_999_999_u64)),
    ];
    let modulus = good.keys["keys"][0]["n"].as_str().unwrap();
    let other_signature = URL_SAFE_NO_PAD.encode([7; 256]);
    let (header, body) = (good.piece(0), good.piece(1));
    let unsigned = good.under(&json!({"alg": "none"}));
    let shapes = [
        good.confused(modulus.as_bytes()),
        good.confused(good.keys.to_string().as_bytes()),
        good.confused(b""),
        unsigned[..=unsigned.rfind('.').unwrap()].to_owned(),
        format!("{header}.{body}."),
        format!("{header}.{body}"),
        format!("{header}.{body}.{other_signature}"),
        format!("{}.x", good.token),
        good.token[..good.token.len() - 4].to_owned(),
        "..".to_owned(),
        "e30.e30.".to_owned(),
    ];
    let headers = headers
        .iter()
        .map(|more| (more.to_string(), good.under(more)));
    let claims = claims.map(|(name, value)| (name.to_owned(), good.with(name, value)));
    let shapes = shapes.into_iter().map(|token| (token.clone(), token));
    headers.chain(claims).chain(shapes).collect()
}

#[test]
fn a_token_that_nobody_made_is_worth_nothing_anywhere() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("http://{}/jwks", listener.local_addr().unwrap());
    let evil = evil(&Good::of(&party, &tokens), &address);
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
