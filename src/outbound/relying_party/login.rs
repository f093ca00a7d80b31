//! A login as pages see it: what is wished for, what stays in the session, what comes back.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::token::LEEWAY;
use crate::clock::Timestamp;

/// The claims of a token or of userinfo.
pub type Claims = Map<String, Value>;

/// What a login is to be like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LoginWish<'wish> {
    /// The scopes, with spaces in between.
    pub scope: &'wish str,
    /// `acr_values`.
    pub acr_values: Option<&'wish str>,
    /// `prompt`.
    pub prompt: Option<&'wish str>,
    /// `login_hint`.
    pub login_hint: Option<&'wish str>,
    /// `ui_locales`.
    pub ui_locales: Option<&'wish str>,
    /// `max_age`, in seconds; held against `auth_time` afterwards.
    pub max_age: Option<u64>,
}

impl Default for LoginWish<'_> {
    /// Who it is, and nothing more.
    fn default() -> Self {
        Self {
            scope: "openid",
            acr_values: None,
            prompt: None,
            login_hint: None,
            ui_locales: None,
            max_age: None,
        }
    }
}

/// A login that has begun. It belongs into the session of the browser and serves once.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginStart {
    /// Where to send the browser.
    pub url: String,
    /// The state that comes back.
    pub state: String,
    /// The nonce of the ID token.
    pub nonce: String,
    /// The PKCE verifier.
    pub code_verifier: String,
    pub(super) max_age: Option<u64>,
    pub(super) answer_names_issuer: bool,
}

/// The parameters the browser comes back with; a page reads them with `web::Query`.
#[derive(Clone, Default, Deserialize)]
pub struct Callback {
    /// The code to exchange.
    pub code: Option<String>,
    /// The state of the login.
    pub state: Option<String>,
    /// Who answers (RFC 9207).
    pub iss: Option<String>,
    /// The code of an error.
    pub error: Option<String>,
    /// Its description.
    pub error_description: Option<String>,
}

/// Somebody has logged in.
#[derive(Clone, PartialEq)]
pub struct SignedIn {
    /// Who, at this provider (`sub`).
    pub subject: String,
    /// All claims: those of the ID token, which are signed, and whatever else userinfo tells.
    pub claims: Claims,
    /// The ID token, for the logout.
    pub id_token: String,
    /// How strong the login was.
    pub acr: Option<String>,
    /// By which means.
    pub amr: Vec<String>,
    /// When the person really logged in, in seconds since 1970.
    pub auth_time: Option<u64>,
    /// The session at the provider, for back-channel logout.
    pub sid: Option<String>,
}

/// Whom a logout token logs out: every session of the subject, or the one that is named.
#[derive(Clone, PartialEq, Eq)]
pub struct LogoutToken {
    /// Who.
    pub subject: Option<String>,
    /// Which session at the provider.
    pub sid: Option<String>,
    /// The token's id: the same one twice is a replay.
    pub token_id: String,
    /// From then on it is refused anyway.
    pub ends_at: Timestamp,
}

impl SignedIn {
    pub(super) fn new(mut claims: Claims, userinfo: Claims, id_token: String) -> Self {
        for (name, value) in userinfo {
            claims.entry(name).or_insert(value);
        }
        let amr = claims.get("amr").and_then(Value::as_array);
        let means = amr.into_iter().flatten().filter_map(Value::as_str);
        Self {
            subject: owned(&claims, "sub").unwrap_or_default(),
            id_token,
            acr: owned(&claims, "acr"),
            amr: means.map(str::to_owned).collect(),
            auth_time: claims.get("auth_time").and_then(Value::as_u64),
            sid: owned(&claims, "sid"),
            claims,
        }
    }
}

impl LogoutToken {
    pub(super) fn new(claims: &Claims) -> Self {
        let end = claims.get("exp").and_then(Value::as_u64);
        let seconds = end.unwrap_or_default().saturating_add(LEEWAY);
        Self {
            subject: owned(claims, "sub"),
            sid: owned(claims, "sid"),
            token_id: owned(claims, "jti").unwrap_or_default(),
            ends_at: Timestamp(seconds.saturating_mul(1000)),
        }
    }

    /// Whether it ends this session: the one it names, or else every one of its subject (section 2.7).
    pub fn means(&self, subject: &str, sid: Option<&str>) -> bool {
        match &self.sid {
            Some(named) => sid == Some(named),
            None => self.subject.as_deref() == Some(subject),
        }
    }
}

fn owned(claims: &Claims, name: &str) -> Option<String> {
    claims.get(name)?.as_str().map(str::to_owned)
}

/// Gives types that carry secrets or tell of people a `Debug` with their name alone.
macro_rules! hidden_debug {
    ($($type:ident),+) => {$(
        impl std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($type), "(…)"))
            }
        }
    )+};
}

hidden_debug!(LoginStart, Callback, SignedIn, LogoutToken);
