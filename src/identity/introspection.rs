//! Token introspection (RFC 7662): a client asks what one of its own tokens is worth.

use std::sync::Arc;

use serde_json::{Value, json};

use super::client_authentication::{ClientError, PresentedClient};
use super::provider::OpenIdProvider;
use super::relying_parties::RelyingParty;
use super::tokens::scope_words;
use crate::clock::Timestamp;
use crate::domain::login::Issuer;
use crate::worlds::World;
use crate::worlds::logins::Grant;

/// Why nothing is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IntrospectionError {
    /// A parameter stands there twice.
    ParameterRepeated,
    /// The client is not believed, or is a public one.
    Client(ClientError),
    /// The access token in the header is worth nothing.
    BearerUnknown,
    /// There is no `token`.
    TokenMissing,
}

impl OpenIdProvider {
    /// What the token is worth. Tokens of other clients are told like tokens that do not exist.
    ///
    /// The client proves itself as at the token endpoint, or with an access token of its own as bearer,
    /// as portals are seen to do.
    pub fn introspect(
        &self,
        world: &World,
        issuer: Issuer,
        presented: PresentedClient<'_>,
        now: Timestamp,
    ) -> Result<Value, IntrospectionError> {
        if presented.parameters.repeats_any() {
            return Err(IntrospectionError::ParameterRepeated);
        }
        let client = self.introspecting(world, issuer, presented, now)?;
        let token = presented.parameters.get("token");
        let token = token.ok_or(IntrospectionError::TokenMissing)?;
        let own = |grant: &Arc<Grant>| grant.issuer == issuer && grant.client == client.id;
        let logins = world.logins();
        if let Some((access, grant)) = logins.access_token(token, now)
            && own(&grant)
        {
            let mut told = self.told_of_grant(&grant, &scope_words(&access.scopes));
            told["token_type"] = json!("Bearer");
            told["iat"] = json!(access.issued_at.0 / 1000);
            told["exp"] = json!(access.ends_at.0 / 1000);
            return Ok(told);
        }
        if let Some((refresh, grant)) = logins.refresh_token(token, now)
            && own(&grant)
        {
            let mut told = self.told_of_grant(&grant, &scope_words(&grant.scopes));
            told["exp"] = json!(refresh.ends_at.0 / 1000);
            return Ok(told);
        }
        Ok(json!({"active": false}))
    }

    fn introspecting(
        &self,
        world: &World,
        issuer: Issuer,
        presented: PresentedClient<'_>,
        now: Timestamp,
    ) -> Result<Arc<RelyingParty>, IntrospectionError> {
        let bearer = presented.authorization.and_then(|header| {
            let (scheme, token) = header.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let client = match bearer {
            None => self
                .authenticate(world, issuer, presented, now)
                .map_err(IntrospectionError::Client)?,
            Some(token) => {
                let found = world.logins().access_token(token, now);
                let of_issuer = found.filter(|(_, grant)| grant.issuer == issuer);
                return of_issuer
                    .and_then(|(_, grant)| self.client(issuer, &grant.client))
                    .ok_or(IntrospectionError::BearerUnknown);
            }
        };
        if client.is_public() {
            // Whoever knows its id could ask (RFC 7662 2.1 wants the caller authorized).
            return Err(IntrospectionError::Client(ClientError::Unproved));
        }
        Ok(client)
    }

    fn told_of_grant(&self, grant: &Grant, scope: &str) -> Value {
        json!({
            "active": true,
            "iss": self.issuer_url(grant.issuer),
            "sub": grant.subject.identifier(),
            "aud": grant.client,
            "client_id": grant.client,
            "scope": scope,
            "acr": grant.level.acr(),
            "auth_time": grant.authenticated_at.0 / 1000,
        })
    }
}
