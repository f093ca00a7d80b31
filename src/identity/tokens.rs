//! The token endpoint: codes and refresh tokens become access tokens and ID tokens.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::claims::{Told, told_of};
use super::client_authentication::{ClientError, PresentedClient};
use super::forged_tokens;
use super::keys::KeyError;
use super::parameters::Parameters;
use super::pkce::{self, VerifierError};
use super::provider::OpenIdProvider;
use super::relying_parties::RelyingParty;
use super::subjects::{self, AccountRefusal, SubjectError};
use crate::chance::NoChance;
use crate::clock::Timestamp;
use crate::domain::login::{Issuer, LoginScope};
use crate::domain::scenario::TokenFault;
use crate::store::StoreError;
use crate::worlds::World;
use crate::worlds::logins::{ACCESS_TOKEN_MILLIS, Code, Grant, NewTokens, NotRedeemed};

/// An ID token says who somebody is for so long.
const ID_TOKEN_SECONDS: u64 = 60 * 60;

/// What a relying party receives (RFC 6749 5.1).
#[derive(Serialize)]
pub struct TokenAnswer {
    /// For the userinfo endpoint.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: &'static str,
    /// Seconds.
    pub expires_in: u64,
    /// For the next access token, once.
    pub refresh_token: String,
    /// Who logged in, signed; missing only where a tester wants it so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// What the access token is good for.
    pub scope: String,
}

impl std::fmt::Debug for TokenAnswer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TokenAnswer(…)")
    }
}

/// Why there are no tokens.
#[derive(Debug)]
pub enum TokenError {
    /// A parameter stands there twice.
    ParameterRepeated,
    /// The client is not believed.
    Client(ClientError),
    /// There is no `grant_type`.
    GrantTypeMissing,
    /// It is neither `authorization_code` nor `refresh_token`.
    GrantTypeUnsupported,
    /// There is no `code`.
    CodeMissing,
    /// Nobody knows the code, its minute is over, it is another client's, or it was used before: a thief
    /// is not told which.
    CodeUnknown,
    /// There is no `redirect_uri`.
    RedirectUriMissing,
    /// It is another than in the authorization request.
    RedirectUriDiffers,
    /// The verifier of PKCE.
    Verifier(VerifierError),
    /// There is no `refresh_token`.
    RefreshTokenMissing,
    /// Nobody knows it, it is over, another client's, or it was used before.
    RefreshTokenUnknown,
    /// `scope` asks for more than was granted.
    ScopeExceeded,
    /// The account can no longer be used.
    Account(AccountRefusal),
    /// The store failed.
    Store(StoreError),
    /// A key failed.
    Key(KeyError),
    /// There is no randomness.
    Chance(NoChance),
}

impl From<ClientError> for TokenError {
    fn from(error: ClientError) -> Self {
        Self::Client(error)
    }
}

impl From<SubjectError> for TokenError {
    fn from(error: SubjectError) -> Self {
        match error {
            SubjectError::Account(refusal) => Self::Account(refusal),
            SubjectError::Store(error) => Self::Store(error),
        }
    }
}

impl From<KeyError> for TokenError {
    fn from(error: KeyError) -> Self {
        Self::Key(error)
    }
}

impl From<NoChance> for TokenError {
    fn from(error: NoChance) -> Self {
        Self::Chance(error)
    }
}

/// A request for tokens, its client proved.
#[derive(Clone, Copy)]
struct Asked<'a> {
    issuer: Issuer,
    client: &'a RelyingParty,
    parameters: &'a Parameters,
    now: Timestamp,
    fault: Option<TokenFault>,
}

impl OpenIdProvider {
    /// Tokens for a code or a refresh token; the ID token is wrong in the way that `fault` says.
    pub fn tokens(
        &self,
        world: &World,
        issuer: Issuer,
        presented: PresentedClient<'_>,
        now: Timestamp,
        fault: Option<TokenFault>,
    ) -> Result<TokenAnswer, TokenError> {
        let parameters = presented.parameters;
        if parameters.repeats_any() {
            return Err(TokenError::ParameterRepeated);
        }
        let client = self.authenticate(world, issuer, presented, now)?;
        let asked = Asked {
            issuer,
            client: &client,
            parameters,
            now,
            fault,
        };
        match parameters.get("grant_type") {
            None => Err(TokenError::GrantTypeMissing),
            Some("authorization_code") => self.redeem(world, &asked),
            Some("refresh_token") => self.refresh(world, &asked),
            Some(_) => Err(TokenError::GrantTypeUnsupported),
        }
    }

    fn redeem(&self, world: &World, asked: &Asked<'_>) -> Result<TokenAnswer, TokenError> {
        let Asked {
            issuer,
            client,
            parameters,
            now,
            fault: _,
        } = *asked;
        let code = parameters.get("code").ok_or(TokenError::CodeMissing)?;
        let redirect_uri = parameters.get("redirect_uri");
        let redirect_uri = redirect_uri.ok_or(TokenError::RedirectUriMissing)?;
        let verifier = parameters.get("code_verifier");
        let check = |entry: &Code| {
            if entry.grant.issuer != issuer || entry.grant.client != client.id {
                return Err(TokenError::CodeUnknown);
            }
            if *entry.redirect_uri != *redirect_uri {
                return Err(TokenError::RedirectUriDiffers);
            }
            pkce::check(entry.code_challenge.as_deref(), verifier).map_err(TokenError::Verifier)
        };
        let (access, refresh) = (self.chance.secret()?, self.chance.secret()?);
        let tokens = NewTokens {
            access: &access,
            refresh: &refresh,
        };
        let redeemed = world.logins().redeem_code(code, tokens, now, check);
        let grant = redeemed.map_err(|error| match error {
            NotRedeemed::Unknown | NotRedeemed::Replayed => TokenError::CodeUnknown,
            NotRedeemed::Refused(error) => error,
        })?;
        let nonce = grant.nonce.as_deref();
        let id_token = self.id_token(world, asked, &grant, &access, nonce)?;
        Ok(answer(access, refresh, id_token, &grant.scopes))
    }

    fn refresh(&self, world: &World, asked: &Asked<'_>) -> Result<TokenAnswer, TokenError> {
        let Asked {
            issuer,
            client,
            parameters,
            now,
            fault: _,
        } = *asked;
        let token = parameters.get("refresh_token");
        let token = token.ok_or(TokenError::RefreshTokenMissing)?;
        let (access, refresh) = (self.chance.secret()?, self.chance.secret()?);
        let tokens = NewTokens {
            access: &access,
            refresh: &refresh,
        };
        // A person who may not log in any more does not stay logged in.
        if let Some((_, grant)) = world.logins().refresh_token(token, now) {
            subjects::known(world, &grant.subject)?;
        }
        let mut scopes = BTreeSet::new();
        let narrowed = |grant: &Grant| {
            if grant.issuer != issuer || grant.client != client.id {
                return Err(TokenError::RefreshTokenUnknown);
            }
            scopes = narrowed_scopes(grant, parameters)?;
            Ok(scopes.clone())
        };
        let rotated = world.logins().rotate(token, tokens, now, narrowed);
        let grant = rotated.map_err(|error| match error {
            NotRedeemed::Unknown | NotRedeemed::Replayed => TokenError::RefreshTokenUnknown,
            NotRedeemed::Refused(error) => error,
        })?;
        // Without nonce: it belongs to the first ID token (OpenID Connect Core 12.2).
        let id_token = self.id_token(world, asked, &grant, &access, None)?;
        Ok(answer(access, refresh, id_token, &scopes))
    }

    fn id_token(
        &self,
        world: &World,
        asked: &Asked<'_>,
        grant: &Grant,
        access_token: &str,
        nonce: Option<&str>,
    ) -> Result<Option<String>, TokenError> {
        let known = subjects::known(world, &grant.subject)?;
        let told = Told {
            known: &known,
            day: world.business_date(),
            level: grant.level,
        };
        let no_scope = BTreeSet::new();
        let mut claims = told_of(&told, &no_scope, &grant.claims.id_token);
        claims.extend(self.login_claims(grant, asked.now));
        claims.insert("at_hash".to_owned(), json!(half_digest(access_token)));
        if let Some(nonce) = nonce {
            claims.insert("nonce".to_owned(), json!(nonce));
        }
        let keys = self.keys(grant.issuer);
        let algorithm = asked.client.signed_with;
        Ok(forged_tokens::id_token(
            keys,
            algorithm,
            claims,
            asked.fault,
        )?)
    }

    /// What every ID token says of the login.
    fn login_claims(&self, grant: &Grant, now: Timestamp) -> Map<String, Value> {
        let seconds = now.0 / 1000;
        let proofs: Vec<&str> = grant.proofs.iter().map(|proof| proof.as_str()).collect();
        let claims = [
            ("iss", json!(self.issuer_url(grant.issuer))),
            ("sub", json!(grant.subject.identifier())),
            ("aud", json!(grant.client)),
            ("azp", json!(grant.client)),
            ("exp", json!(seconds + ID_TOKEN_SECONDS)),
            ("iat", json!(seconds)),
            ("auth_time", json!(grant.authenticated_at.0 / 1000)),
            ("acr", json!(grant.level.acr())),
            ("amr", json!(proofs)),
            ("sid", json!(grant.sign_on.to_text())),
        ];
        claims
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}

/// The scopes of a new access token: those asked for, if they were granted; all, if none is asked for.
fn narrowed_scopes(
    grant: &Grant,
    parameters: &Parameters,
) -> Result<BTreeSet<LoginScope>, TokenError> {
    if parameters.get("scope").is_none() {
        return Ok(grant.scopes.clone());
    }
    let words = parameters.words("scope").map(LoginScope::from_word);
    let asked: Option<BTreeSet<LoginScope>> = words.collect();
    asked
        .filter(|asked| asked.is_subset(&grant.scopes))
        .ok_or(TokenError::ScopeExceeded)
}

fn answer(
    access_token: String,
    refresh_token: String,
    id_token: Option<String>,
    scopes: &BTreeSet<LoginScope>,
) -> TokenAnswer {
    TokenAnswer {
        access_token,
        token_type: "Bearer",
        expires_in: ACCESS_TOKEN_MILLIS / 1000,
        refresh_token,
        id_token,
        scope: scope_words(scopes),
    }
}

/// Scopes as a list of words.
pub(super) fn scope_words(scopes: &BTreeSet<LoginScope>) -> String {
    let words: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    words.join(" ")
}

/// `at_hash`: the left half of the digest (OpenID Connect Core 3.1.3.6).
pub(super) fn half_digest(token: &str) -> String {
    let digest = Sha256::digest(token.as_bytes());
    URL_SAFE_NO_PAD.encode(&digest[..digest.len() / 2])
}
