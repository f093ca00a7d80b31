//! A relying party: begins logins, redeems codes, asks, refreshes, leaves, and checks every signature.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{DecodingKey, Header, Validation};
use reqwest::Method;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::form_urlencoded::Serializer;

use super::{Answer, AppOptions, Caller, TestApp};

/// Where the example relying parties are sent back to.
pub const CALLBACK: &str = "http://localhost:3000/callback";
/// The persona whose record is plain and whose account is of level 2.
pub const THANH: &str = "042085000488";
/// A verifier and its challenge (RFC 7636, appendix B).
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// The challenge of [`VERIFIER`].
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A server that believes a `login_hint`.
pub fn spawn_provider() -> TestApp {
    spawn_provider_with(&[])
}

/// The same with more arguments.
pub fn spawn_provider_with(more: &[&str]) -> TestApp {
    let arguments = [&["--auto-approve"], more].concat();
    TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &arguments,
        ..AppOptions::default()
    })
}

/// A relying party at one issuer of one server.
#[derive(Debug, Clone)]
pub struct RelyingParty {
    /// Sends its calls, without a key.
    pub caller: Caller,
    /// The issuer identifier.
    pub issuer: String,
    /// The path of the issuer: `/vneid`.
    pub path: String,
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: Option<String>,
    /// Where it is sent back to.
    pub redirect_uri: String,
    /// Who logs in, by `login_hint`.
    pub person: String,
}

/// What a token request brought.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// The whole answer.
    pub answer: Value,
    /// For userinfo.
    pub access: String,
    /// For the next ones.
    pub refresh: String,
    /// As it came.
    pub id_token: String,
    /// Its claims, signature checked.
    pub claims: Value,
}

impl RelyingParty {
    /// `example-web` with its secret, for Nguyễn Văn Thành, at `/vneid` or `/dvcqg`.
    pub fn new(app: &TestApp, issuer: &str) -> Self {
        Self {
            caller: app.nobody(),
            issuer: format!("{}{issuer}", app.base_url),
            path: issuer.to_owned(),
            id: "example-web".to_owned(),
            secret: Some("example-web-secret".to_owned()),
            redirect_uri: CALLBACK.to_owned(),
            person: THANH.to_owned(),
        }
    }

    /// `example-spa`, which has no secret.
    pub fn public(app: &TestApp) -> Self {
        Self {
            id: "example-spa".to_owned(),
            secret: None,
            ..Self::new(app, "/vneid")
        }
    }

    /// The same for another person.
    pub fn with_person(&self, person: &str) -> Self {
        Self {
            person: person.to_owned(),
            ..self.clone()
        }
    }

    /// The parameters of an authorization request; `more` replaces, adds, and takes away (empty values).
    pub fn request(&self, more: &[(&str, &str)]) -> Vec<(String, String)> {
        let usual = [
            ("response_type", "code"),
            ("client_id", &self.id),
            ("redirect_uri", &self.redirect_uri),
            ("scope", "openid"),
            ("state", "a state"),
            ("nonce", "a nonce"),
            ("login_hint", &self.person),
        ];
        let kept = usual
            .into_iter()
            .filter(|(name, _)| more.iter().all(|(other, _)| other != name));
        let added = more.iter().copied().filter(|(_, value)| !value.is_empty());
        kept.chain(added)
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// `GET /authorize`.
    pub fn authorize(&self, more: &[(&str, &str)]) -> Answer {
        let query = form(&self.request(more));
        self.get(&format!("/authorize?{query}"))
    }

    /// Where `/authorize` sends the browser, which is back to the relying party.
    #[track_caller]
    pub fn sent_back(&self, more: &[(&str, &str)]) -> Landing {
        let answer = self.authorize(more).expect(303);
        let landing = Landing::of(&answer);
        assert_eq!(landing.address, self.redirect_uri);
        assert_eq!(landing.get("iss"), Some(self.issuer.as_str()));
        landing
    }

    /// A code.
    #[track_caller]
    pub fn code(&self, more: &[(&str, &str)]) -> String {
        let landing = self.sent_back(more);
        let code = landing.get("code");
        code.unwrap_or_else(|| panic!("{landing:?}")).to_owned()
    }

    /// The error that a request comes back with.
    #[track_caller]
    pub fn error(&self, more: &[(&str, &str)]) -> String {
        let landing = self.sent_back(more);
        assert_eq!(landing.get("code"), None);
        assert!(landing.get("error_description").is_some());
        landing.get("error").unwrap().to_owned()
    }

    /// `POST /token` as this client; the secret goes into the header.
    pub fn token(&self, fields: &[(&str, &str)]) -> Answer {
        self.post("/token", fields)
    }

    /// Redeems a code.
    pub fn redeem(&self, code: &str, more: &[(&str, &str)]) -> Answer {
        let usual = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.redirect_uri),
        ];
        let kept = usual
            .into_iter()
            .filter(|(name, _)| more.iter().all(|(other, _)| other != name));
        let fields: Vec<_> = kept
            .chain(more.iter().copied())
            .filter(|(_, value)| !value.is_empty())
            .collect();
        self.token(&fields)
    }

    /// A whole login: code, tokens, ID token checked.
    #[track_caller]
    pub fn log_in(&self, more: &[(&str, &str)]) -> Tokens {
        let code = self.code(more);
        self.tokens_of(&self.redeem(&code, &[]).expect(200))
    }

    /// A whole login with PKCE.
    #[track_caller]
    pub fn log_in_with_pkce(&self) -> Tokens {
        let code = self.code(&[
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        let answer = self.redeem(&code, &[("code_verifier", VERIFIER)]);
        self.tokens_of(&answer.expect(200))
    }

    /// What a token answer holds, the ID token checked as a relying party must.
    #[track_caller]
    pub fn tokens_of(&self, answer: &Answer) -> Tokens {
        assert_eq!(answer.header("cache-control"), "no-store");
        let body = answer.json();
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(body["token_type"], "Bearer");
        let (access, id_token) = (text("access_token"), text("id_token"));
        let (_, claims) = self.verified(&id_token);
        let digest = Sha256::digest(access.as_bytes());
        assert_eq!(claims["at_hash"], URL_SAFE_NO_PAD.encode(&digest[..16]));
        Tokens {
            refresh: text("refresh_token"),
            answer: body,
            access,
            id_token,
            claims,
        }
    }

    /// Header and claims of a token of the issuer for this client: signature, issuer, audience and times
    /// checked against the published keys.
    #[track_caller]
    pub fn verified(&self, token: &str) -> (Header, Value) {
        let header = jsonwebtoken::decode_header(token).unwrap();
        let keys: JwkSet = serde_json::from_value(self.keys()).unwrap();
        let key = keys.find(header.kid.as_ref().unwrap()).unwrap();
        let mut rules = Validation::new(header.alg);
        rules.set_issuer(&[&self.issuer]);
        rules.set_audience(&[&self.id]);
        rules.set_required_spec_claims(&["exp", "iss", "sub", "aud"]);
        let key = DecodingKey::from_jwk(key).unwrap();
        let read = jsonwebtoken::decode::<Value>(token, &key, &rules).unwrap();
        (header, read.claims)
    }

    /// The claims of a token that a published key has signed, whatever they say.
    #[track_caller]
    pub fn signature_checked(&self, token: &str) -> Value {
        let header = jsonwebtoken::decode_header(token).unwrap();
        let keys: JwkSet = serde_json::from_value(self.keys()).unwrap();
        let key = keys.find(header.kid.as_ref().unwrap()).unwrap();
        let mut rules = Validation::new(header.alg);
        rules.validate_exp = false;
        rules.validate_aud = false;
        rules.set_required_spec_claims::<&str>(&[]);
        let key = DecodingKey::from_jwk(key).unwrap();
        jsonwebtoken::decode::<Value>(token, &key, &rules)
            .unwrap()
            .claims
    }

    /// The published keys.
    pub fn keys(&self) -> Value {
        self.get("/jwks").expect(200).json()
    }

    /// `GET /userinfo`.
    pub fn userinfo(&self, access: &str) -> Answer {
        let request = self.caller.request(Method::GET, &self.at("/userinfo"));
        Answer::of(request.bearer_auth(access))
    }

    /// Rotates a refresh token.
    pub fn refresh(&self, refresh: &str, more: &[(&str, &str)]) -> Answer {
        let usual = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
        self.token(&[&usual, more].concat())
    }

    /// `POST /introspect`.
    #[track_caller]
    pub fn introspect(&self, token: &str) -> Value {
        let answer = self.post("/introspect", &[("token", token)]).expect(200);
        assert_eq!(answer.header("cache-control"), "no-store");
        answer.json()
    }

    /// `POST /revoke`.
    pub fn revoke(&self, token: &str) -> Answer {
        self.post("/revoke", &[("token", token)])
    }

    /// GET of a path behind the issuer.
    pub fn get(&self, path: &str) -> Answer {
        self.caller.get(&self.at(path))
    }

    /// POST of a form as this client.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut fields = owned(fields);
        let mut header = None;
        match &self.secret {
            Some(secret) => header = Some(basic(&self.id, secret)),
            None => fields.push(("client_id".to_owned(), self.id.clone())),
        }
        self.post_raw(path, header.as_deref(), &fields)
    }

    /// POST of a form with this `Authorization` and nothing else.
    pub fn post_raw(
        &self,
        path: &str,
        authorization: Option<&str>,
        fields: &[(String, String)],
    ) -> Answer {
        let mut request = self
            .caller
            .request(Method::POST, &self.at(path))
            .header("content-type", "application/x-www-form-urlencoded");
        if let Some(header) = authorization {
            request = request.header("authorization", header);
        }
        Answer::of(request.body(form(fields)))
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.path)
    }
}

/// Where a browser was sent.
#[derive(Debug, Clone)]
pub struct Landing {
    /// The address up to its query.
    pub address: String,
    query: Vec<(String, String)>,
}

impl Landing {
    /// The target of a redirect.
    pub fn of(answer: &Answer) -> Self {
        let location = answer.header("location");
        let (address, query) = location.split_once('?').unwrap_or((location, ""));
        let query = url::form_urlencoded::parse(query.as_bytes());
        Self {
            address: address.to_owned(),
            query: query.into_owned().collect(),
        }
    }

    /// A parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The header of `client_secret_basic`.
pub fn basic(id: &str, secret: &str) -> String {
    let escaped = |text: &str| {
        let escaped: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        escaped
    };
    let joined = format!("{}:{}", escaped(id), escaped(secret));
    format!("Basic {}", STANDARD.encode(joined))
}

/// Fields with texts of their own.
pub fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = fields.iter().copied();
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// A form.
pub fn form(fields: &[(String, String)]) -> String {
    let mut form = Serializer::new(String::new());
    form.extend_pairs(fields);
    form.finish()
}
