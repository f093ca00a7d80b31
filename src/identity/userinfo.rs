//! The userinfo endpoint: what the bearer of an access token may know of the person.

use serde_json::{Map, Value, json};

use super::claims::{Told, told_of};
use super::provider::OpenIdProvider;
use super::subjects::{self, SubjectError};
use crate::clock::Timestamp;
use crate::domain::login::{Issuer, LoginScope};
use crate::store::StoreError;
use crate::worlds::World;

/// Why nothing is told.
#[derive(Debug)]
pub enum UserinfoError {
    /// There is no token.
    TokenMissing,
    /// The token stands in two places, or twice (RFC 6750 2).
    TokenTwice,
    /// Nobody knows the token, it is over or revoked, or its person may not log in any more.
    TokenUnknown,
    /// The token was narrowed to scopes without `openid`.
    ScopeMissing,
    /// The store failed.
    Store(StoreError),
}

impl OpenIdProvider {
    /// The claims that the token is good for.
    pub fn userinfo(
        &self,
        world: &World,
        issuer: Issuer,
        token: &str,
        now: Timestamp,
    ) -> Result<Map<String, Value>, UserinfoError> {
        let found = world.logins().access_token(token, now);
        let (access, grant) = found
            .filter(|(_, grant)| grant.issuer == issuer)
            .ok_or(UserinfoError::TokenUnknown)?;
        if !access.scopes.contains(&LoginScope::OpenId) {
            return Err(UserinfoError::ScopeMissing);
        }
        let known = subjects::known(world, &grant.subject).map_err(|error| match error {
            SubjectError::Account(_) => UserinfoError::TokenUnknown,
            SubjectError::Store(error) => UserinfoError::Store(error),
        })?;
        let told = Told {
            known: &known,
            day: world.business_date(),
            level: grant.level,
        };
        let mut claims = told_of(&told, &access.scopes, &grant.claims.userinfo);
        claims.insert("sub".to_owned(), json!(grant.subject.identifier()));
        Ok(claims)
    }
}
