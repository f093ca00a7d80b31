//! How a relying party proves itself: a secret in a header or a form, a signed assertion, or nothing at all.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;

use super::parameters::Parameters;
use super::provider::OpenIdProvider;
use super::relying_parties::RelyingParty;
use crate::clock::Timestamp;
use crate::credentials::same_secret;
use crate::domain::login::Issuer;
use crate::worlds::World;

/// The one kind of assertion (RFC 7523 2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How an assertion may be signed.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::PS256];
/// How far the clocks of two machines may be apart.
const LEEWAY_SECONDS: u64 = 30;
/// An assertion that lasts longer is no single use.
const LONGEST_ASSERTION_SECONDS: u64 = 60 * 60;

/// What a client presents: the header `Authorization`, where there is one, and its parameters.
#[derive(Clone, Copy, Debug)]
pub struct PresentedClient<'a> {
    /// The value of `Authorization`.
    pub authorization: Option<&'a str>,
    /// The form.
    pub parameters: &'a Parameters,
    /// The endpoint that is called, relative to the issuer: `token`.
    pub endpoint: &'static str,
}

/// Why a client is not believed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ClientError {
    /// The header, or the assertion's type, cannot be read.
    Unreadable,
    /// It proves itself in more than one way (RFC 6749 2.3).
    TwoWays,
    /// It names two different ids.
    TwoIds,
    /// There is no id.
    Missing,
    /// There is no such client at this issuer.
    Unknown,
    /// It has a secret or keys, and used neither.
    Unproved,
    /// The secret is another, or there is none.
    WrongSecret,
    /// A public client sends a secret: it cannot keep one.
    SecretOfPublic,
    /// The assertion is not signed by its keys, not for us, or over.
    WrongAssertion,
    /// The assertion was used before.
    AssertionReplayed,
}

enum Proof<'a> {
    Nothing,
    Secret(String),
    Assertion(&'a str),
}

#[derive(Deserialize)]
struct AssertionClaims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: u64,
    nbf: Option<u64>,
    iat: Option<u64>,
    jti: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    fn contains(&self, name: &str) -> bool {
        match self {
            Self::One(one) => one == name,
            Self::Many(many) => many.iter().any(|one| one == name),
        }
    }
}

impl OpenIdProvider {
    /// The client that calls an endpoint, proved.
    pub(super) fn authenticate(
        &self,
        world: &World,
        issuer: Issuer,
        presented: PresentedClient<'_>,
        now: Timestamp,
    ) -> Result<Arc<RelyingParty>, ClientError> {
        let (id, proof) = presented.read()?;
        let client = self.client(issuer, &id).ok_or(ClientError::Unknown)?;
        if client.unregistered {
            return Ok(client);
        }
        match proof {
            Proof::Nothing if client.is_public() => Ok(client),
            Proof::Nothing => Err(ClientError::Unproved),
            Proof::Secret(_) if client.is_public() => Err(ClientError::SecretOfPublic),
            Proof::Secret(secret) => {
                let known = client.secret.as_deref();
                if known.is_some_and(|known| same_secret(known, &secret)) {
                    Ok(client)
                } else {
                    Err(ClientError::WrongSecret)
                }
            }
            Proof::Assertion(assertion) => {
                let issuer_url = self.issuer_url(issuer);
                let endpoint = format!("{issuer_url}/{}", presented.endpoint);
                let token_endpoint = format!("{issuer_url}/token");
                let audiences = [issuer_url.as_str(), &endpoint, &token_endpoint];
                let claims = read_assertion(&client, assertion, &audiences, now)
                    .ok_or(ClientError::WrongAssertion)?;
                let end = Timestamp((claims.exp + LEEWAY_SECONDS).saturating_mul(1000));
                if world
                    .logins()
                    .use_token_id(&client.id, &claims.jti, end, now)
                {
                    Ok(client)
                } else {
                    Err(ClientError::AssertionReplayed)
                }
            }
        }
    }
}

impl<'a> PresentedClient<'a> {
    /// Whom the call claims to come from; not proved.
    pub fn claimed_id(&self) -> Option<String> {
        self.read().ok().map(|(id, _proof)| id)
    }

    fn read(&self) -> Result<(String, Proof<'a>), ClientError> {
        let given = |name| self.parameters.get(name);
        let basic = self.authorization.and_then(after_basic);
        let basic = basic
            .map(|text| basic_parts(text).ok_or(ClientError::Unreadable))
            .transpose()?;
        let secret = given("client_secret");
        let assertion = given("client_assertion");
        let ways = [basic.is_some(), secret.is_some(), assertion.is_some()];
        if ways.iter().filter(|used| **used).count() > 1 {
            return Err(ClientError::TwoWays);
        }
        if assertion.is_some() && given("client_assertion_type") != Some(ASSERTION_TYPE) {
            return Err(ClientError::Unreadable);
        }
        let named = given("client_id").map(str::to_owned);
        let (proved_id, proof) = match (basic, secret, assertion) {
            (Some((id, secret)), ..) if secret.is_empty() => (Some(id), Proof::Nothing),
            (Some((id, secret)), ..) => (Some(id), Proof::Secret(secret)),
            (None, Some(secret), _) => (None, Proof::Secret(secret.to_owned())),
            (None, None, Some(assertion)) => (issuer_of(assertion), Proof::Assertion(assertion)),
            (None, None, None) => (None, Proof::Nothing),
        };
        match (proved_id, named) {
            (Some(one), Some(other)) if one != other => Err(ClientError::TwoIds),
            (one, other) => Ok((one.or(other).ok_or(ClientError::Missing)?, proof)),
        }
    }
}

/// What stands behind `Basic`.
fn after_basic(header: &str) -> Option<&str> {
    let (scheme, rest) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("basic").then(|| rest.trim())
}

/// Id and secret; both are form-urlencoded before they are joined (RFC 6749 2.3.1).
fn basic_parts(text: &str) -> Option<(String, String)> {
    let joined = String::from_utf8(STANDARD.decode(text).ok()?).ok()?;
    let (id, secret) = joined.split_once(':')?;
    Some((decoded(id), decoded(secret)))
}

fn decoded(text: &str) -> String {
    // A name without value: the whole text is decoded, an equals sign too.
    let escaped = text.replace('=', "%3D").replace('&', "%26");
    let mut pairs = url::form_urlencoded::parse(escaped.as_bytes());
    pairs
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}

/// Who an assertion says it is from; believed only once its signature is checked with that client's keys.
fn issuer_of(assertion: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Sender {
        iss: String,
    }
    let sender: Sender = jsonwebtoken::dangerous::insecure_decode_claims(assertion).ok()?;
    Some(sender.iss)
}

fn read_assertion(
    client: &RelyingParty,
    assertion: &str,
    audiences: &[&str],
    now: Timestamp,
) -> Option<AssertionClaims> {
    let header = jsonwebtoken::decode_header(assertion).ok()?;
    let algorithm = ALGORITHMS.into_iter().find(|known| *known == header.alg)?;
    let fits = |key: &&Jwk| {
        header.kid.is_none() || key.common.key_id.is_none() || key.common.key_id == header.kid
    };
    let mut keys = client.keys.as_ref()?.keys.iter().filter(fits);
    let claims = keys.find_map(|key| signed_claims(key, algorithm, assertion))?;
    let seconds = now.0 / 1000;
    let begun = |begin: Option<u64>| begin.is_none_or(|begin| begin <= seconds + LEEWAY_SECONDS);
    let lasts = claims.exp.saturating_add(LEEWAY_SECONDS) > seconds
        && claims.exp <= seconds + LONGEST_ASSERTION_SECONDS + LEEWAY_SECONDS;
    let for_us = audiences.iter().any(|name| claims.aud.contains(name));
    let own = claims.iss == *client.id && claims.sub == *client.id;
    let good =
        lasts && begun(claims.nbf) && begun(claims.iat) && for_us && own && !claims.jti.is_empty();
    good.then_some(claims)
}

/// The claims, if this key signed them. Times are checked by our own clock, which tests can set.
fn signed_claims(key: &Jwk, algorithm: Algorithm, assertion: &str) -> Option<AssertionClaims> {
    let mut rules = Validation::new(algorithm);
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.required_spec_claims.clear();
    let key = DecodingKey::from_jwk(key).ok()?;
    let read = jsonwebtoken::decode(assertion, &key, &rules).ok()?;
    Some(read.claims)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'a>(
        authorization: Option<&'a str>,
        parameters: &'a Parameters,
    ) -> Result<(String, Proof<'a>), ClientError> {
        PresentedClient {
            authorization,
            parameters,
            endpoint: "token",
        }
        .read()
    }

    #[test]
    fn the_parts_of_basic_are_decoded_one_by_one() {
        let header = format!("Basic {}", STANDARD.encode("a%3Ab+c:s%25=&x%2B"));
        let parameters = Parameters::default();
        let Ok((id, Proof::Secret(secret))) = read(Some(&header), &parameters) else {
            panic!("id and secret");
        };
        assert_eq!((id.as_str(), secret.as_str()), ("a:b c", "s%=&x+"));
    }

    #[test]
    fn one_way_and_one_id_are_asked_for() {
        let basic = format!("Basic {}", STANDARD.encode("web:secret"));
        let basic = Some(basic.as_str());
        for (header, form, error) in [
            (basic, "client_secret=secret", ClientError::TwoWays),
            (basic, "client_assertion=x", ClientError::TwoWays),
            (
                None,
                "client_secret=x&client_assertion=y",
                ClientError::TwoWays,
            ),
            (basic, "client_id=other", ClientError::TwoIds),
            (None, "", ClientError::Missing),
            (None, "client_secret=x", ClientError::Missing),
            (Some("Basic ???"), "", ClientError::Unreadable),
            (Some("Basic d2Vi"), "", ClientError::Unreadable), // no colon
            (
                None,
                "client_id=web&client_assertion=x",
                ClientError::Unreadable,
            ),
        ] {
            let parameters = Parameters::read(form.as_bytes());
            let refused = read(header, &parameters).map(|(id, _)| id);
            assert_eq!(refused, Err(error), "{form}");
        }
        let parameters = Parameters::read(b"client_id=web");
        assert!(read(basic, &parameters).is_ok());
    }
}
