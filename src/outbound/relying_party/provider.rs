//! The provider as it describes itself: discovery and keys, each kept for a while.

use std::sync::{Arc, Mutex, PoisonError};

use jsonwebtoken::jwk::Jwk;
use serde::Deserialize;

use crate::clock::Timestamp;
use crate::outbound::Reach;
use crate::outbound::calling::Call;
use crate::outbound::wire_call::Purpose;

use super::error::{DiscoveryFault, LoginError};
use super::walk::Walk;

/// How long a description is kept: a tester who changes the provider waits no longer than this.
const DISCOVERY_MILLIS: u64 = 60_000;
/// How long keys are kept, so that one the provider has taken back stops to count.
pub(super) const KEYS_MILLIS: u64 = 600_000;

/// A provider, known by its issuer.
#[derive(Debug)]
pub(super) struct Provider {
    pub issuer: String,
    pub reach: Option<Reach>,
    discovery: Kept<Discovery>,
    keys: Kept<Vec<Jwk>>,
}

/// The keys of a description that matter here (OpenID Connect Discovery 1.0, RFC 8414, RFC 9207).
#[derive(Deserialize, Debug)]
pub(super) struct Discovery {
    issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    jwks_uri: String,
    pub userinfo_endpoint: Option<String>,
    pub end_session_endpoint: Option<String>,
    #[serde(default)]
    code_challenge_methods_supported: Vec<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

/// A set of keys as published.
#[derive(Deserialize)]
struct PublishedKeys {
    keys: Vec<serde_json::Value>,
}

/// Something that was fetched, and when. The lock is never held over a call: two callers at once may
/// both fetch, and the later one stays.
#[derive(Debug)]
struct Kept<T>(Mutex<Option<(Timestamp, Arc<T>)>>);

impl<T> Kept<T> {
    const fn nothing() -> Self {
        Self(Mutex::new(None))
    }

    /// What was fetched less than `millis` before `now`.
    fn younger_than(&self, millis: u64, now: Timestamp) -> Option<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, value) = kept.as_ref()?;
        let age = now.0.checked_sub(at.0)?;
        (age < millis).then(|| Arc::clone(value))
    }

    fn keep(&self, value: T, now: Timestamp) -> Arc<T> {
        let value = Arc::new(value);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((now, Arc::clone(&value)));
        value
    }
}

impl Provider {
    pub const fn new(issuer: String, reach: Option<Reach>) -> Self {
        Self {
            issuer,
            reach,
            discovery: Kept::nothing(),
            keys: Kept::nothing(),
        }
    }

    /// The description, fetched and checked or still fresh.
    pub async fn discovery(&self, walk: &mut Walk<'_>) -> Result<Arc<Discovery>, LoginError> {
        if let Some(kept) = self.discovery.younger_than(DISCOVERY_MILLIS, walk.now()) {
            return Ok(kept);
        }
        let url = format!(
            "{}/.well-known/openid-configuration",
            self.issuer.trim_end_matches('/')
        );
        let call = Call::get(Purpose::Discovery, url)
            .header("accept", "application/json")
            .through(self.reach.as_ref());
        let discovery: Discovery = walk.fetch(Purpose::Discovery, call).await?;
        discovery
            .check(&self.issuer)
            .map_err(LoginError::DiscoveryRefused)?;
        Ok(self.discovery.keep(discovery, walk.now()))
    }

    /// The public keys, fetched less than `millis` ago. Keys of kinds we cannot read are left out.
    pub async fn keys(
        &self,
        walk: &mut Walk<'_>,
        discovery: &Discovery,
        millis: u64,
    ) -> Result<Arc<Vec<Jwk>>, LoginError> {
        if let Some(kept) = self.keys.younger_than(millis, walk.now()) {
            return Ok(kept);
        }
        let call = Call::get(Purpose::Keys, &discovery.jwks_uri)
            .header("accept", "application/json")
            .through(self.reach.as_ref());
        let published: PublishedKeys = walk.fetch(Purpose::Keys, call).await?;
        let readable = published
            .keys
            .into_iter()
            .filter_map(|key| serde_json::from_value(key).ok())
            .collect();
        Ok(self.keys.keep(readable, walk.now()))
    }
}

impl Discovery {
    fn check(&self, issuer: &str) -> Result<(), DiscoveryFault> {
        if self.issuer != issuer {
            return Err(DiscoveryFault::OtherIssuer);
        }
        if !offers(&self.code_challenge_methods_supported, "S256") {
            return Err(DiscoveryFault::WithoutS256);
        }
        // Absent means client_secret_basic (OpenID Connect Discovery 1.0, section 3).
        let methods = self.token_endpoint_auth_methods_supported.as_deref();
        if methods.is_some_and(|methods| !offers(methods, "client_secret_basic")) {
            return Err(DiscoveryFault::WithoutSecretBasic);
        }
        Ok(())
    }
}

fn offers(list: &[String], word: &str) -> bool {
    list.iter().any(|offered| offered == word)
}
