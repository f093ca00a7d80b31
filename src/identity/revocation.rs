//! Token revocation (RFC 7009): a client says that a token of its own is no longer needed.

use super::client_authentication::{ClientError, PresentedClient};
use super::provider::OpenIdProvider;
use crate::clock::Timestamp;
use crate::domain::login::Issuer;
use crate::worlds::World;
use crate::worlds::logins::{Grant, Key};

/// Why nothing is revoked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RevocationError {
    /// A parameter stands there twice.
    ParameterRepeated,
    /// The client is not believed.
    Client(ClientError),
    /// There is no `token`.
    TokenMissing,
    /// The token is another client's.
    TokenOfAnother,
}

impl OpenIdProvider {
    /// Revokes an access token alone, or with a refresh token everything that was granted with it. A token
    /// that nobody knows is as good as revoked (section 2.2).
    ///
    /// Portals are seen to send the ID token: everything that this client was granted in that sign-on is
    /// revoked then.
    pub fn revoke(
        &self,
        world: &World,
        issuer: Issuer,
        presented: PresentedClient<'_>,
        now: Timestamp,
    ) -> Result<(), RevocationError> {
        if presented.parameters.repeats_any() {
            return Err(RevocationError::ParameterRepeated);
        }
        let client = self
            .authenticate(world, issuer, presented, now)
            .map_err(RevocationError::Client)?;
        let token = presented.parameters.get("token");
        let token = token.ok_or(RevocationError::TokenMissing)?;
        let logins = world.logins();
        let check = |grant: &Grant| {
            if grant.issuer == issuer && grant.client == client.id {
                Ok(())
            } else {
                Err(RevocationError::TokenOfAnother)
            }
        };
        if let Some((_, grant)) = logins.access_token(token, now) {
            check(&grant)?;
            logins.revoke_access_token(token);
        } else if let Some((refresh, grant)) = logins.refresh_token(token, now) {
            check(&grant)?;
            logins.revoke_grant(refresh.grant);
        } else if let Some(sign_on) = self.sign_on_of_id_token(issuer, &client.id, token)? {
            logins.revoke_grants_of(sign_on, &client.id, now);
        }
        Ok(())
    }

    fn sign_on_of_id_token(
        &self,
        issuer: Issuer,
        client: &str,
        token: &str,
    ) -> Result<Option<Key>, RevocationError> {
        let claims = self.keys(issuer).own_token(token, &self.issuer_url(issuer));
        let Some(claims) = claims else {
            return Ok(None);
        };
        let text = |name| claims.get(name).and_then(serde_json::Value::as_str);
        if text("aud") != Some(client) {
            return Err(RevocationError::TokenOfAnother);
        }
        Ok(text("sid").and_then(Key::from_text))
    }
}
