//! A relying party that others wrote, openid-client of npm, logs people in at both issuers.

use std::process::Command;

use aws_lc_rs::encoding::AsBigEndian as _;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{AppOptions, Output, TestApp, finish, scratch_folder};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/npm/relying_party.mjs");
const REDIRECT_URI: &str = "http://127.0.0.1:3000/callback";

/// A personal number of the personas, with a usable electronic identity of level 2.
const CITIZEN: &str = "042085000488";

/// A user name of fixtures/accounts.toml.
const ACCOUNT: &str = "nguyenvanthanh";

/// A client: its id, its credential, how it proves who it is.
type Client<'a> = [&'a str; 3];

const WEB: Client<'_> = ["example-web", "example-web-secret", "client_secret_basic"];

#[test]
fn a_citizen_logs_in_at_vneid() {
    let app = spawn(&[]);
    let told = log_in(&app, "vneid", CITIZEN, WEB);
    assert_eq!(told["claims"]["sub"], CITIZEN);
    assert_eq!(told["claims"]["acr"], "LoA2");
    assert_eq!(told["userinfo"]["name"], "Nguyễn Văn Thành");
    assert_eq!(told["userinfo"]["birthdate"], "1985-05-12");
    assert_eq!(told["userinfo"]["personal_number"], CITIZEN);
}

#[test]
fn an_account_of_the_portal_logs_in_at_dvcqg() {
    let app = spawn(&[]);
    let told = log_in(&app, "dvcqg", ACCOUNT, WEB);
    assert_eq!(told["claims"]["acr"], "LoA1");
    assert_eq!(told["userinfo"]["name"], "Nguyễn Văn Thành");
    assert_eq!(told["userinfo"]["preferred_username"], ACCOUNT);
}

#[test]
fn a_client_proves_who_it_is_in_each_way() {
    let keys = Keys::make();
    let app = spawn(&["--clients", &keys.path("clients.toml")]);
    let [id, secret, _] = WEB;
    for (client, algorithm) in [
        ([id, secret, "client_secret_post"], "RS256"),
        (["example-spa", "-", "none"], "ES256"),
        (
            ["example-jwt", &keys.path("private.jwk"), "private_key_jwt"],
            "RS256",
        ),
    ] {
        let told = log_in(&app, "vneid", CITIZEN, client);
        assert_eq!(told["id_token_header"]["alg"], algorithm, "{client:?}");
    }
}

#[test]
fn a_client_that_is_not_let_in_says_why() {
    let app = spawn(&[]);
    for (hint, client, why) in [
        (
            CITIZEN,
            ["example-web", "wrong", "client_secret_basic"],
            "401",
        ),
        (
            CITIZEN,
            ["nobody", "secret", "client_secret_basic"],
            "no redirect",
        ),
        ("042085000489", WEB, "access_denied"),
    ] {
        let output = relying_party(&app, "vneid", hint, client);
        assert_eq!(output.code, Some(1), "{output:?}");
        assert!(output.err.contains(why), "{output:?}");
    }
}

fn spawn(arguments: &[&str]) -> TestApp {
    TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &[&["--auto-approve"], arguments].concat(),
        ..AppOptions::default()
    })
}

/// Runs the relying party against an issuer.
fn relying_party(app: &TestApp, issuer: &str, hint: &str, client: Client<'_>) -> Output {
    let [id, credential, method] = client;
    let issuer = format!("{}/{issuer}", app.base_url);
    let mut command = Command::new("node");
    command.args([SCRIPT, &issuer, id, credential, REDIRECT_URI, hint, method]);
    finish(&mut command, "")
}

/// What the relying party got, if all went well: it checks itself what it must not accept.
#[track_caller]
fn log_in(app: &TestApp, issuer: &str, hint: &str, client: Client<'_>) -> Value {
    let told = relying_party(app, issuer, hint, client).succeeded().json();
    let issuer = format!("{}/{issuer}", app.base_url);
    assert_eq!(told["answer"]["iss"], issuer);
    for claims in ["claims", "refreshed_claims"] {
        assert_eq!(told[claims]["iss"], issuer, "{claims}");
        assert_eq!(told[claims]["aud"], client[0], "{claims}");
        assert_eq!(told[claims]["sub"], told["claims"]["sub"], "{claims}");
    }
    assert_eq!(told["userinfo"], told["refreshed_userinfo"]);
    let end_session = told["end_session_url"].as_str().unwrap();
    assert!(
        end_session.starts_with(&format!("{issuer}/")),
        "{end_session}"
    );
    told
}

/// A key pair for `private_key_jwt`, made for one test, and a list of clients with its public half.
struct Keys(TempDir);

impl Keys {
    fn make() -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        // An uncompressed point: 4, then both coordinates of 32 bytes (SEC 1, 2.3.3).
        let point = pair.public_key().as_ref();
        let [x, y] = [&point[1..33], &point[33..]].map(|part| BASE64_URL_SAFE_NO_PAD.encode(part));
        let secret = pair.private_key().as_be_bytes().unwrap();
        let secret = BASE64_URL_SAFE_NO_PAD.encode(secret.as_ref());
        let private =
            json!({"kty": "EC", "crv": "P-256", "kid": "one", "x": x, "y": y, "d": secret});
        let list = format!(
            "{}\n[[relying_party]]\nid = \"example-jwt\"\nname_vi = \"Khóa\"\nname_en = \"Key\"\n\
             issuers = [\"vneid\"]\nredirect_uris = [\"{REDIRECT_URI}\"]\n\
             jwks = {{ keys = [{{ kty = \"EC\", crv = \"P-256\", kid = \"one\", x = \"{x}\", y = \"{y}\" }}] }}\n",
            include_str!("../../fixtures/clients.toml")
        );
        let keys = Self(scratch_folder());
        std::fs::write(keys.path("private.jwk"), private.to_string()).unwrap();
        std::fs::write(keys.path("clients.toml"), list).unwrap();
        keys
    }

    fn path(&self, file: &str) -> String {
        self.0.path().join(file).to_str().unwrap().to_owned()
    }
}
