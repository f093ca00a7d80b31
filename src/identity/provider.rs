//! The engine: who may ask, which keys sign, and what the issuers are called.

use std::sync::OnceLock;

use serde_json::Value;

use super::keys::{KeyError, Keys};
use super::relying_parties::{RelyingParties, RelyingParty};
use crate::chance::Chance;
use crate::credentials::HashedPassword;
use crate::domain::login::Issuer;
use crate::worlds::logins::AuthorizationRequest;

/// How a provider is set up.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    /// Where browsers and relying parties find this server: `http://127.0.0.1:8080`, no slash behind.
    pub public_url: String,
    /// Who may ask.
    pub relying_parties: RelyingParties,
    /// Whether a `login_hint` is a login: for tests that have no browser.
    pub auto_approve: bool,
}

/// The OpenID provider.
#[derive(Debug)]
pub struct OpenIdProvider {
    pub(super) public_url: String,
    pub(super) relying_parties: RelyingParties,
    pub(super) auto_approve: bool,
    pub(super) chance: Chance,
    /// The VNeID password, hashed when the first person types one.
    pub(super) vneid_password: OnceLock<HashedPassword>,
    vneid_keys: Keys,
    dvcqg_keys: Keys,
}

impl OpenIdProvider {
    /// A provider without keys; they are made when they are first needed.
    pub fn new(settings: ProviderSettings) -> Self {
        Self {
            public_url: settings.public_url,
            relying_parties: settings.relying_parties,
            auto_approve: settings.auto_approve,
            chance: Chance,
            vneid_password: OnceLock::new(),
            vneid_keys: Keys::default(),
            dvcqg_keys: Keys::default(),
        }
    }

    /// The address of this server, without slash behind.
    pub fn public_url(&self) -> &str {
        &self.public_url
    }

    /// The issuer identifier: `{public_url}/vneid`.
    pub fn issuer_url(&self, issuer: Issuer) -> String {
        format!("{}/{}", self.public_url, issuer.as_str())
    }

    /// The relying parties.
    pub fn relying_parties(&self) -> &RelyingParties {
        &self.relying_parties
    }

    /// Whether the keys of an issuer are made; if not, [`make_keys`](Self::make_keys) is called on a
    /// thread that may wait.
    pub fn has_keys(&self, issuer: Issuer) -> bool {
        self.keys(issuer).are_made()
    }

    /// Makes the keys of an issuer, unless they are there. Takes up to a second.
    pub fn make_keys(&self, issuer: Issuer) -> Result<(), KeyError> {
        self.keys(issuer).make()
    }

    /// New keys for both issuers; those of before still verify. Takes up to a second.
    pub fn rotate_keys(&self) -> Result<(), KeyError> {
        for issuer in Issuer::ALL {
            self.keys(*issuer).rotate()?;
        }
        Ok(())
    }

    /// The public keys of an issuer (RFC 7517 5).
    pub fn public_keys(&self, issuer: Issuer) -> Result<Value, KeyError> {
        self.keys(issuer).public_set()
    }

    pub(super) fn keys(&self, issuer: Issuer) -> &Keys {
        match issuer {
            Issuer::Vneid => &self.vneid_keys,
            Issuer::Dvcqg => &self.dvcqg_keys,
        }
    }

    /// The relying party, if it may ask at this issuer.
    pub(super) fn client(&self, issuer: Issuer, id: &str) -> Option<std::sync::Arc<RelyingParty>> {
        let found = self.relying_parties.find(id);
        found.filter(|client| client.issuers.contains(&issuer))
    }

    /// Where the person decides about a request.
    pub(super) fn interaction_url(&self, request: &AuthorizationRequest, id: &str) -> String {
        let public_url = &self.public_url;
        match request.issuer {
            Issuer::Vneid => format!("{public_url}/vneid/interaction/{id}"),
            Issuer::Dvcqg => format!("{public_url}/portal/sso?interaction={id}"),
        }
    }
}
