//! A provider whose every answer can be bent, with keys made on the spot.

use std::cell::Cell;
use std::net::TcpListener;
use std::sync::{Arc, LazyLock, Mutex};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::super::*;
use crate::outbound::canned::{Canned, Reply, Request, outbound};

/// The real time in these tests, in milliseconds; [`NOW`] in seconds.
pub const AT: Timestamp = Timestamp(NOW * 1000);
pub const NOW: u64 = 1_795_000_000;
pub const CLIENT: &str = "portal";
pub const REDIRECT: &str = "http://127.0.0.1:1/callback";
pub const ACCESS_TOKEN: &str = "access-1";

/// One RSA key is enough for all tests: making it is slow.
static RSA: LazyLock<RsaKeyPair> =
    LazyLock::new(|| RsaKeyPair::generate(KeySize::Rsa2048).expect("a key"));
static ELLIPTIC: LazyLock<EcdsaKeyPair> =
    LazyLock::new(|| EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key"));
static STRANGER: LazyLock<EcdsaKeyPair> =
    LazyLock::new(|| EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key"));

/// How a token is signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signer {
    Rs256,
    Es256,
    /// ES256 with a key the provider does not have.
    Stranger,
    /// Not at all.
    Nobody,
    /// HS256 with the RSA public key as the secret: the classic confusion.
    PublicKeyAsSecret,
}

/// The answers, any of which a test may bend.
#[derive(Clone)]
pub struct Script {
    pub discovery: Value,
    pub keys: Value,
    pub signer: Signer,
    pub header: Value,
    pub claims: Value,
    pub token: Option<Reply>,
    pub userinfo: Reply,
    pub discovery_reply: Option<Reply>,
    pub keys_reply: Option<Reply>,
}

/// The provider, and a relying party registered there.
pub struct Stage {
    pub server: Canned,
    pub script: Arc<Mutex<Script>>,
    pub party: RelyingParty,
    pub outbound: Outbound,
    /// The real time of the next login; each takes ten seconds.
    clock: Cell<u64>,
}

impl Stage {
    /// An honest provider that signs with `signer`.
    pub fn with(signer: Signer) -> Self {
        Self::reached(signer, None)
    }

    /// An honest provider with another public name than its address, `named` in place of its URL.
    pub fn reached(signer: Signer, named: Option<&str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("bound"));
        let issuer = format!("{}/vneid", named.unwrap_or(&address));
        let script = Arc::new(Mutex::new(Script::honest(&issuer, signer)));
        let told = Arc::clone(&script);
        let server = Canned::on(listener, move |request| {
            told.lock().expect("sound").answer(request)
        });
        let party = RelyingParty::new(Registration {
            issuer,
            client_id: CLIENT.to_owned(),
            client_secret: Secret::hidden("s&cret", "PORTAL_SECRET"),
            redirect_uri: REDIRECT.to_owned(),
            reach: named.map(|named| Reach::new(named, &address)),
        });
        Self {
            server,
            script,
            party,
            outbound: outbound(),
            clock: Cell::new(AT.0),
        }
    }

    /// Changes the script.
    pub fn bend(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.script.lock().expect("sound"));
    }

    pub async fn begin(&self) -> Result<LoginStart, LoginError> {
        let wish = LoginWish::default();
        let (start, _) = self.party.begin(&self.outbound, &wish, Chance, AT).await;
        start
    }

    /// Begins a login, puts its nonce into the ID token (unless one stands there) and comes back.
    pub async fn log_in(&self) -> (Result<SignedIn, LoginError>, Vec<WireCall>) {
        self.log_in_wishing(&LoginWish::default()).await
    }

    pub async fn log_in_wishing(
        &self,
        wish: &LoginWish<'_>,
    ) -> (Result<SignedIn, LoginError>, Vec<WireCall>) {
        let now = self.clock.replace(self.clock.get() + 10_000);
        let (start, mut calls) = self
            .party
            .begin(&self.outbound, wish, Chance, Timestamp(now))
            .await;
        let start = match start {
            Ok(start) => start,
            Err(error) => return (Err(error), calls),
        };
        self.bend(|script| {
            if script.claims["nonce"].is_null() {
                script.claims["nonce"] = json!(start.nonce);
            }
        });
        let later = Timestamp(now + 5000);
        let callback = self.callback(&start);
        let (signed_in, more) = self
            .party
            .finish(&self.outbound, &start, &callback, later)
            .await;
        calls.extend(more);
        (signed_in, calls)
    }

    /// The answer of an honest provider.
    pub fn callback(&self, start: &LoginStart) -> Callback {
        Callback {
            code: Some("code-1".to_owned()),
            state: Some(start.state.clone()),
            iss: Some(self.party.issuer().to_owned()),
            ..Callback::default()
        }
    }
}

impl Script {
    fn honest(issuer: &str, signer: Signer) -> Self {
        let claims = json!({
            "iss": issuer, "aud": CLIENT, "sub": "p-1", "exp": NOW + 300, "iat": NOW,
            "auth_time": NOW - 10, "acr": "LoA2", "amr": ["pwd", "otp"], "sid": "s-1",
            "at_hash": at_hash(ACCESS_TOKEN), "name": "signed",
        });
        Self {
            discovery: json!({
                "issuer": issuer,
                "authorization_endpoint": format!("{issuer}/auth?tenant=a"),
                "token_endpoint": format!("{issuer}/token"),
                "jwks_uri": format!("{issuer}/keys"),
                "userinfo_endpoint": format!("{issuer}/userinfo"),
                "end_session_endpoint": format!("{issuer}/logout"),
                "code_challenge_methods_supported": ["plain", "S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "authorization_response_iss_parameter_supported": true,
            }),
            keys: json!({"keys": [rsa_key("rsa"), elliptic_key(&ELLIPTIC, "ec")]}),
            signer,
            header: signer.header(),
            claims,
            token: None,
            userinfo: Reply::json(200, &json!({"sub": "p-1", "name": "told", "citizen": "x"})),
            discovery_reply: None,
            keys_reply: None,
        }
    }

    /// The ID token as the script has it.
    pub fn signed_token(&self) -> String {
        self.signer.sign(&self.header, &self.claims)
    }

    fn answer(&self, request: &Request) -> Reply {
        match request.path.as_str() {
            "/vneid/.well-known/openid-configuration" => {
                let honest = || Reply::json(200, &self.discovery);
                self.discovery_reply.clone().unwrap_or_else(honest)
            }
            "/vneid/keys" => {
                let honest = || Reply::json(200, &self.keys);
                self.keys_reply.clone().unwrap_or_else(honest)
            }
            "/vneid/token" => {
                let body = json!({
                    "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 300,
                    "id_token": self.signed_token(),
                });
                let honest = || Reply::json(200, &body);
                self.token.clone().unwrap_or_else(honest)
            }
            "/vneid/userinfo" => self.userinfo.clone(),
            _ => Reply::json(404, &json!({})),
        }
    }
}

impl Signer {
    /// The header such a token has.
    pub fn header(self) -> Value {
        match self {
            Self::Rs256 => json!({"alg": "RS256", "kid": "rsa"}),
            Self::Es256 => json!({"alg": "ES256", "kid": "ec", "typ": "JWT"}),
            Self::Stranger => json!({"alg": "ES256", "kid": "ec"}),
            Self::Nobody => json!({"alg": "none"}),
            Self::PublicKeyAsSecret => json!({"alg": "HS256", "kid": "rsa"}),
        }
    }

    /// A token with this header, these claims and such a signature.
    pub fn sign(self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let message = signed.as_bytes();
        let random = SystemRandom::new();
        let signature = match self {
            Self::Rs256 => {
                let mut signature = vec![0; RSA.public_modulus_len()];
                RSA.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .expect("signed");
                signature
            }
            Self::Es256 => ELLIPTIC
                .sign(&random, message)
                .expect("signed")
                .as_ref()
                .to_vec(),
            Self::Stranger => STRANGER
                .sign(&random, message)
                .expect("signed")
                .as_ref()
                .to_vec(),
            Self::Nobody => Vec::new(),
            Self::PublicKeyAsSecret => {
                use aws_lc_rs::hmac;
                let key = hmac::Key::new(hmac::HMAC_SHA256, RSA.public_key().as_ref());
                hmac::sign(&key, message).as_ref().to_vec()
            }
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// The left half of the token's hash.
pub fn at_hash(access_token: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token)[..16])
}

/// The provider's elliptic key under another name.
pub fn elliptic_key_named(kid: &str) -> Value {
    elliptic_key(&ELLIPTIC, kid)
}

/// The provider's RSA key. In the DER of a 2048-bit key the modulus fills bytes 9 to 264, and the
/// exponent is 65537.
pub fn rsa_key(kid: &str) -> Value {
    let der = RSA.public_key().as_ref();
    assert_eq!(der.len(), 270);
    json!({
        "kty": "RSA", "kid": kid, "use": "sig", "alg": "RS256",
        "n": URL_SAFE_NO_PAD.encode(&der[9..265]), "e": "AQAB",
    })
}

fn elliptic_key(key: &EcdsaKeyPair, kid: &str) -> Value {
    let point = key.public_key().as_ref();
    json!({
        "kty": "EC", "kid": kid, "crv": "P-256", "use": "sig",
        "x": URL_SAFE_NO_PAD.encode(&point[1..33]), "y": URL_SAFE_NO_PAD.encode(&point[33..65]),
    })
}
