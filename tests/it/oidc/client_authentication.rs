//! How clients prove themselves, and how they fail to.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::support::relying_party::{
    CALLBACK, RelyingParty, basic, owned, spawn_provider, spawn_provider_with,
};
use crate::support::{Answer, TestApp, scratch_folder};

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Redeems a fresh code with this header and these fields.
fn redeem_with(party: &RelyingParty, header: Option<&str>, fields: &[(&str, &str)]) -> Answer {
    let code = party.code(&[]);
    let usual = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", party.redirect_uri.as_str()),
    ];
    party.post_raw("/token", header, &owned(&[&usual, fields].concat()))
}

/// `ServerTestClientSecretPost`, and the other places of a secret.
#[test]
fn a_secret_is_taken_from_the_header_or_from_the_form() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let header = basic("example-web", "example-web-secret");
    let id = ("client_id", "example-web");
    let secret = ("client_secret", "example-web-secret");
    redeem_with(&party, Some(&header), &[]).expect(200);
    redeem_with(&party, Some(&header), &[id]).expect(200);
    redeem_with(&party, None, &[id, secret]).expect(200);
    let lower = header.replace("Basic", "basic");
    redeem_with(&party, Some(&lower), &[]).expect(200);
}

#[test]
fn a_client_that_is_not_believed_gets_401_and_a_challenge() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let id = ("client_id", "example-web");
    let wrong = basic("example-web", "guess");
    let unknown = basic("nobody", "example-web-secret");
    let public = basic("example-spa", "guess");
    for (header, fields) in [
        (Some(wrong.as_str()), &[][..]),
        (Some(unknown.as_str()), &[]),
        (Some(public.as_str()), &[]),
        (None, &[]),
        (None, &[id]),
        (None, &[id, ("client_secret", "guess")]),
        (None, &[id, ("client_secret", "")]),
        (None, &[id, ("client_secret", "example-web-secret ")]),
        (
            None,
            &[
                ("client_id", "hatinh-web"),
                ("client_secret", "hatinh-web-secret"),
            ],
        ),
    ] {
        let answer = redeem_with(&party, header, fields).expect(401);
        assert_eq!(answer.json()["error"], "invalid_client", "{fields:?}");
        assert!(answer.header("www-authenticate").starts_with("Basic "));
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[test]
fn two_ways_at_once_are_refused() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let header = basic("example-web", "example-web-secret");
    for fields in [
        &[("client_secret", "example-web-secret")][..],
        &[
            ("client_assertion", "x"),
            ("client_assertion_type", ASSERTION_TYPE),
        ],
        &[("client_id", "example-spa")],
        &[("grant_type", "refresh_token")],
    ] {
        let answer = redeem_with(&party, Some(&header), fields).expect(400);
        assert_eq!(answer.json()["error"], "invalid_request", "{fields:?}");
    }
    for broken in ["Basic", "Basic !", "Basic ZXhhbXBsZS13ZWI="] {
        let answer = redeem_with(&party, Some(broken), &[]);
        assert!(matches!(answer.status, 400 | 401), "{broken}");
    }
}

/// A server with a client that signs assertions with this key.
struct Signing {
    app: TestApp,
    party: RelyingParty,
    key: EncodingKey,
    _list: tempfile::TempDir,
}

fn new_key() -> EncodingKey {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    EncodingKey::from_ec_der(pair.to_pkcs8v1().unwrap().as_ref())
}

fn spawn_signing() -> Signing {
    let key = new_key();
    let jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
    let jwk = serde_json::to_value(jwk).unwrap();
    let text = |name: &str| jwk[name].as_str().unwrap().to_owned();
    let list = format!(
        "client = []\n[[relying_party]]\nid = \"signer\"\nname_vi = \"Ký\"\nname_en = \"Signer\"\n\
         issuers = [\"vneid\"]\nredirect_uris = [\"{CALLBACK}\"]\n\
         jwks = {{ keys = [{{ kty = \"EC\", crv = \"P-256\", x = \"{}\", y = \"{}\" }}] }}\n",
        text("x"),
        text("y"),
    );
    let folder = scratch_folder();
    let path = folder.path().join("clients.toml");
    std::fs::write(&path, list).unwrap();
    let app = spawn_provider_with(&["--clients", path.to_str().unwrap()]);
    let party = RelyingParty {
        id: "signer".to_owned(),
        secret: None,
        ..RelyingParty::new(&app, "/vneid")
    };
    Signing {
        app,
        party,
        key,
        _list: folder,
    }
}

impl Signing {
    fn claims(&self, jti: &str) -> Value {
        let now = jsonwebtoken::get_current_timestamp();
        json!({
            "iss": "signer", "sub": "signer", "aud": format!("{}/token", self.party.issuer),
            "iat": now, "exp": now + 60, "jti": jti,
        })
    }

    fn assertion(&self, claims: &Value) -> String {
        jsonwebtoken::encode(&Header::new(Algorithm::ES256), claims, &self.key).unwrap()
    }

    fn redeem(&self, assertion: &str) -> Answer {
        let fields = [
            ("client_assertion_type", ASSERTION_TYPE),
            ("client_assertion", assertion),
        ];
        redeem_with(&self.party, None, &fields)
    }
}

#[test]
fn a_signed_assertion_is_taken_once() {
    let signing = spawn_signing();
    let assertion = signing.assertion(&signing.claims("one"));
    let answer = signing.redeem(&assertion).expect(200);
    signing.party.tokens_of(&answer);
    let replayed = signing.redeem(&assertion).expect(401);
    assert_eq!(replayed.json()["error"], "invalid_client");
    let issuer = signing.party.issuer.clone();
    for (jti, audience) in [
        ("two", json!(issuer)),
        ("three", json!([issuer, "https://elsewhere.example"])),
    ] {
        let mut claims = signing.claims(jti);
        claims["aud"] = audience;
        signing.redeem(&signing.assertion(&claims)).expect(200);
    }
    drop(signing.app);
}

#[test]
fn an_assertion_that_is_not_exactly_right_is_refused() {
    let signing = spawn_signing();
    let now = jsonwebtoken::get_current_timestamp();
    for (name, value) in [
        ("iss", json!("example-web")),
        ("sub", json!("somebody")),
        ("sub", Value::Null),
        ("aud", json!("https://elsewhere.example/token")),
        ("aud", Value::Null),
        ("exp", json!(now - 120)),
        ("exp", json!(now + 86_400)),
        ("exp", Value::Null),
        ("nbf", json!(now + 300)),
        ("iat", json!(now + 300)),
        ("jti", Value::Null),
        ("jti", json!("")),
    ] {
        let mut claims = signing.claims(name);
        claims[name] = value.clone();
        let answer = signing.redeem(&signing.assertion(&claims)).expect(401);
        assert_eq!(answer.json()["error"], "invalid_client", "{name}={value}");
    }
    let claims = signing.claims("other key");
    let forged = jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &new_key());
    signing.redeem(&forged.unwrap()).expect(401);
    let secret = EncodingKey::from_secret(b"signer");
    let symmetric = jsonwebtoken::encode(&Header::default(), &claims, &secret);
    signing.redeem(&symmetric.unwrap()).expect(401);
    for text in ["x", "a.b.c", "..", ""] {
        let answer = signing.redeem(text);
        assert_eq!(answer.status, 401, "{text}");
    }
    let good = signing.assertion(&signing.claims("type"));
    let fields = [
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
        ),
        ("client_assertion", good.as_str()),
    ];
    let answer = redeem_with(&signing.party, None, &fields).expect(400);
    assert_eq!(answer.json()["error"], "invalid_request");
}
