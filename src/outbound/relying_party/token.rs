//! What a signed token must be before anything in it is believed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::clock::Timestamp;
use crate::credentials::same_secret;

use super::error::TokenFault;
use super::login::Claims;

/// How far the clocks of two systems may be apart, in seconds.
pub(super) const LEEWAY: u64 = 60;
/// The event of a logout token (Back-Channel Logout 1.0, section 2.4).
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// A token cut into its parts, of which nothing is believed yet.
pub(super) struct Token<'token> {
    algorithm: Algorithm,
    kind: Option<String>,
    key_id: Option<String>,
    signed: &'token str,
    signature: &'token str,
    claims: Claims,
}

/// Whom a token must come from and be meant for, and when.
pub(super) struct Expected<'expected> {
    pub issuer: &'expected str,
    pub client_id: &'expected str,
    pub now: Timestamp,
}

/// What an ID token must fit besides.
pub(super) struct Login<'login> {
    pub nonce: &'login str,
    pub access_token: &'login str,
    pub max_age: Option<u64>,
}

impl<'token> Token<'token> {
    /// Cuts a token apart. The algorithm is looked at first: a list of two, so that neither `none` nor
    /// the public key as an HMAC secret comes any further (RFC 8725, section 3.1).
    pub fn read(token: &'token str) -> Result<Self, TokenFault> {
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenFault::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(TokenFault::Malformed)?;
        let header = object_of(header)?;
        let algorithm = match text(&header, "alg") {
            Some("RS256") => Algorithm::RS256,
            Some("ES256") => Algorithm::ES256,
            Some(_) => return Err(TokenFault::Algorithm),
            None => return Err(TokenFault::Malformed),
        };
        if header.contains_key("crit") {
            return Err(TokenFault::Malformed);
        }
        Ok(Self {
            algorithm,
            kind: text(&header, "typ").map(str::to_ascii_lowercase),
            key_id: text(&header, "kid").map(str::to_owned),
            signed,
            signature,
            claims: object_of(payload)?,
        })
    }

    /// The key that the token was signed with: the one it names, or the only one of its kind.
    pub fn key<'keys>(&self, keys: &'keys [Jwk]) -> Option<&'keys Jwk> {
        let mut fitting = keys.iter().filter(|key| {
            let named = self.key_id.is_none() || self.key_id == key.common.key_id;
            named && self.could_be_signed_with(key)
        });
        let key = fitting.next()?;
        (self.key_id.is_some() || fitting.next().is_none()).then_some(key)
    }

    fn could_be_signed_with(&self, key: &Jwk) -> bool {
        let to_sign = matches!(
            key.common.public_key_use,
            None | Some(PublicKeyUse::Signature)
        );
        let (named, kind) = match &key.algorithm {
            AlgorithmParameters::RSA(_) => (KeyAlgorithm::RS256, Algorithm::RS256),
            AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P256 => {
                (KeyAlgorithm::ES256, Algorithm::ES256)
            }
            _ => return false,
        };
        let algorithm = key.common.key_algorithm;
        to_sign && kind == self.algorithm && algorithm.is_none_or(|algorithm| algorithm == named)
    }

    /// The claims, once the signature holds.
    pub fn verified_with(self, key: &Jwk) -> Result<Verified, TokenFault> {
        let key = DecodingKey::from_jwk(key).map_err(|_unreadable| TokenFault::KeyUnknown)?;
        let signed = self.signed.as_bytes();
        let holds = jsonwebtoken::crypto::verify(self.signature, signed, &key, self.algorithm);
        if !matches!(holds, Ok(true)) {
            return Err(TokenFault::Signature);
        }
        Ok(Verified {
            kind: self.kind,
            claims: self.claims,
        })
    }
}

/// A token with the provider's signature.
pub(super) struct Verified {
    kind: Option<String>,
    claims: Claims,
}

impl Verified {
    /// The claims of an ID token (OpenID Connect Core 1.0, section 3.1.3.7).
    pub fn id_token(
        self,
        expected: &Expected<'_>,
        login: &Login<'_>,
    ) -> Result<Claims, TokenFault> {
        if !matches!(self.kind.as_deref(), None | Some("jwt")) {
            return Err(TokenFault::Type);
        }
        let claims = self.claims;
        check_envelope(&claims, expected)?;
        let nonce = text(&claims, "nonce").ok_or(TokenFault::Nonce)?;
        if !same_secret(nonce, login.nonce) {
            return Err(TokenFault::Nonce);
        }
        if text(&claims, "sub").is_none_or(str::is_empty) {
            return Err(TokenFault::Claim("sub"));
        }
        if let Some(hash) = claims.get("at_hash") {
            let fits = hash.as_str() == Some(half_hash(login.access_token).as_str());
            fits.then_some(()).ok_or(TokenFault::AccessTokenHash)?;
        }
        if let Some(max_age) = login.max_age {
            let since = seconds(&claims, "auth_time")?;
            let latest = since.saturating_add(max_age).saturating_add(LEEWAY);
            (expected.seconds() <= latest)
                .then_some(())
                .ok_or(TokenFault::TooOld)?;
        }
        Ok(claims)
    }

    /// The claims of a logout token (Back-Channel Logout 1.0, section 2.6).
    pub fn logout_token(self, expected: &Expected<'_>) -> Result<Claims, TokenFault> {
        let kind = self.kind.as_deref();
        if !matches!(kind, Some("logout+jwt" | "application/logout+jwt")) {
            return Err(TokenFault::Type);
        }
        let claims = self.claims;
        check_envelope(&claims, expected)?;
        let event = claims
            .get("events")
            .and_then(|events| events.get(LOGOUT_EVENT));
        if !event.is_some_and(Value::is_object) {
            return Err(TokenFault::Event);
        }
        if claims.contains_key("nonce") {
            return Err(TokenFault::NonceForbidden);
        }
        if text(&claims, "jti").is_none_or(str::is_empty) {
            return Err(TokenFault::Claim("jti"));
        }
        if text(&claims, "sub").is_none() && text(&claims, "sid").is_none() {
            return Err(TokenFault::Claim("sub"));
        }
        Ok(claims)
    }
}

impl Expected<'_> {
    fn seconds(&self) -> u64 {
        self.now.0 / 1000
    }
}

/// Issuer, audience, authorized party and times.
fn check_envelope(claims: &Claims, expected: &Expected<'_>) -> Result<(), TokenFault> {
    if text(claims, "iss") != Some(expected.issuer) {
        return Err(TokenFault::Issuer);
    }
    let audience = match claims.get("aud") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one.as_str()],
        Some(_) | None => return Err(TokenFault::Audience),
    };
    if !audience.contains(&expected.client_id) {
        return Err(TokenFault::Audience);
    }
    // Others besides us are fine only if the token says that we are the one it was made for.
    match claims.get("azp") {
        Some(party) if party.as_str() != Some(expected.client_id) => {
            return Err(TokenFault::AuthorizedParty);
        }
        None if audience.len() > 1 => return Err(TokenFault::Audience),
        Some(_) | None => {}
    }
    let now = expected.seconds();
    if seconds(claims, "exp")?.saturating_add(LEEWAY) <= now {
        return Err(TokenFault::Expired);
    }
    if seconds(claims, "iat")? > now.saturating_add(LEEWAY) {
        return Err(TokenFault::IssuedInFuture);
    }
    Ok(())
}

/// A claim that is a text.
fn text<'claims>(claims: &'claims Claims, name: &str) -> Option<&'claims str> {
    claims.get(name)?.as_str()
}

fn seconds(claims: &Claims, name: &'static str) -> Result<u64, TokenFault> {
    let value = claims.get(name).and_then(Value::as_u64);
    value.ok_or(TokenFault::Claim(name))
}

fn object_of(part: &str) -> Result<Claims, TokenFault> {
    let bytes = URL_SAFE_NO_PAD.decode(part).ok();
    bytes
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .ok_or(TokenFault::Malformed)
}

/// SHA-256 in base64url: the challenge of a PKCE verifier (RFC 7636, section 4.2).
pub(super) fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// The left half of SHA-256 in base64url: `at_hash` for both our algorithms (section 3.1.3.6).
fn half_hash(access_token: &str) -> String {
    let hash = Sha256::digest(access_token);
    URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])
}
