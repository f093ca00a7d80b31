//! What a world keeps of logins: requests, sign-ons, codes, grants and tokens.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::expiring::Key;
use crate::clock::Timestamp;
use crate::domain::card::IdentityLevel;
use crate::domain::citizen_number::PersonalNumber;
use crate::domain::login::{Issuer, LoginScope, Prompt, Proof};

/// Somebody who logs in.
#[derive(Clone, PartialEq, Eq)]
pub enum Subject {
    /// A citizen, by the number in force: VNeID.
    Citizen(PersonalNumber),
    /// An account of the portal.
    Account {
        /// The name to log in with.
        username: Box<str>,
        /// The id that never changes, `TechID` of the portal's login service.
        tech_id: Box<str>,
    },
}

impl Subject {
    /// The `sub` of tokens.
    pub fn identifier(&self) -> String {
        match self {
            Self::Citizen(number) => number.to_string(),
            Self::Account { tech_id, .. } => tech_id.to_string(),
        }
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Subject(…)")
    }
}

/// How a claim is asked for by name (OpenID Connect Core 5.5.1).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ClaimDemand {
    /// Whether the relying party says it cannot do without.
    pub essential: bool,
    /// The values it would accept; any, where there are none.
    pub values: Vec<serde_json::Value>,
}

/// The parameter `claims`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ClaimsRequest {
    /// To be told by the userinfo endpoint.
    pub userinfo: BTreeMap<Box<str>, ClaimDemand>,
    /// To be told in the ID token.
    pub id_token: BTreeMap<Box<str>, ClaimDemand>,
}

/// Which levels a relying party asks for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WantedLevels {
    /// Any of these; no wish where there are none.
    pub levels: Vec<IdentityLevel>,
    /// Whether anything less is a failure (OpenID Connect Core 5.5.1.1).
    pub essential: bool,
}

/// A checked authorization request.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationRequest {
    /// Whose.
    pub issuer: Issuer,
    /// The relying party.
    pub client: Box<str>,
    /// Where the answer goes; registered, letter by letter.
    pub redirect_uri: Box<str>,
    /// Echoed.
    pub state: Option<Box<str>>,
    /// Echoed in the ID token.
    pub nonce: Option<Box<str>>,
    /// What is asked for; unknown words were left out.
    pub scopes: BTreeSet<LoginScope>,
    /// The S256 challenge of PKCE.
    pub code_challenge: Option<Box<str>>,
    /// What to show.
    pub prompts: BTreeSet<Prompt>,
    /// How many seconds ago the login may lie.
    pub max_age: Option<u64>,
    /// Whom the relying party expects: a personal number or a user name, as it was sent.
    pub login_hint: Option<Box<str>>,
    /// The `sub` that the login must come to: of `id_token_hint`, or of `claims`.
    pub expected_subject: Option<Box<str>>,
    /// The sign-on that `id_token_hint` speaks of.
    pub hinted_sign_on: Option<Key>,
    /// `acr_values`, or the claim `acr`.
    pub wanted: WantedLevels,
    /// Claims asked for by name.
    pub claims: ClaimsRequest,
    /// The languages the person reads, best first.
    pub ui_locales: Vec<Box<str>>,
    /// When it came in.
    pub created_at: Timestamp,
}

impl fmt::Debug for AuthorizationRequest {
    /// Without hint, state and nonce.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AuthorizationRequest")
            .field("issuer", &self.issuer)
            .field("client", &self.client)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// What somebody has agreed to tell a relying party.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consent {
    /// The scopes.
    pub scopes: BTreeSet<LoginScope>,
    /// The claims asked for by name.
    pub claims: BTreeSet<Box<str>>,
    /// When.
    pub at: Timestamp,
}

/// Somebody is logged in at an issuer: the session that relying parties share.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignOn {
    /// At which issuer.
    pub issuer: Issuer,
    /// Who.
    pub subject: Subject,
    /// The level of the login.
    pub level: IdentityLevel,
    /// How it was proved.
    pub proofs: Vec<Proof>,
    /// When.
    pub authenticated_at: Timestamp,
    /// Who received a code: they are told of the logout.
    pub relying_parties: BTreeSet<Box<str>>,
    /// What was agreed to, by relying party; it ends with the sign-on.
    pub consents: BTreeMap<Box<str>, Consent>,
}

/// What a code stands for, and then the tokens made of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// Whose.
    pub issuer: Issuer,
    /// The relying party.
    pub client: Box<str>,
    /// Who logged in.
    pub subject: Subject,
    /// The sign-on it began in.
    pub sign_on: Key,
    /// What may be told.
    pub scopes: BTreeSet<LoginScope>,
    /// Claims asked for by name.
    pub claims: ClaimsRequest,
    /// Echoed in the ID token.
    pub nonce: Option<Box<str>>,
    /// The level that is told as `acr`.
    pub level: IdentityLevel,
    /// How it was proved.
    pub proofs: Vec<Proof>,
    /// When the person logged in.
    pub authenticated_at: Timestamp,
}

impl Grant {
    /// Whether it outlives the logout.
    pub fn is_offline(&self) -> bool {
        self.scopes.contains(&LoginScope::OfflineAccess)
    }
}

/// A code on its way through the browser.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Code {
    /// What it stands for.
    pub grant: Arc<Grant>,
    /// Where it was sent.
    pub redirect_uri: Box<str>,
    /// The S256 challenge of PKCE.
    pub code_challenge: Option<Box<str>>,
    /// From then on it is worth nothing.
    pub ends_at: Timestamp,
    /// Whether it was redeemed; kept so that a replay is noticed.
    pub is_spent: bool,
}

/// An access token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccessToken {
    /// The grant; a token whose grant is gone is worth nothing.
    pub grant: Key,
    /// What may be told to its bearer.
    pub scopes: BTreeSet<LoginScope>,
    /// When it was made.
    pub issued_at: Timestamp,
    /// From then on it is worth nothing.
    pub ends_at: Timestamp,
}

/// A refresh token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefreshToken {
    /// The grant.
    pub grant: Key,
    /// From then on it is worth nothing.
    pub ends_at: Timestamp,
    /// Whether it was used; kept so that a second use is noticed.
    pub is_spent: bool,
}

/// A logout that waits for the person's word, because nothing in it proved whose it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogoutRequest {
    /// At which issuer.
    pub issuer: Issuer,
    /// The relying party that asks, where it said so.
    pub client: Option<Box<str>>,
    /// Where to go afterwards, state included; registered.
    pub return_to: Option<Box<str>>,
}
