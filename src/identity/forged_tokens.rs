//! ID tokens with one thing wrong, for relying parties that want to see themselves refuse them.

use serde_json::{Map, Value, json};

use super::keys::{KeyError, Keys, Signer, SigningAlgorithm, unsigned_token};
use super::tokens::half_digest;
use crate::domain::card::IdentityLevel;
use crate::domain::scenario::TokenFault;

/// How far a token that is out of its time is out of it, in seconds.
const HOUR: u64 = 60 * 60;

/// The token that these claims make, wrong in the way asked for; `None` where it is to be missing.
pub(super) fn id_token(
    keys: &Keys,
    algorithm: SigningAlgorithm,
    mut claims: Map<String, Value>,
    fault: Option<TokenFault>,
) -> Result<Option<String>, KeyError> {
    let signer = keys.signer(algorithm)?;
    let Some(fault) = fault else {
        return signer.token(&signer.header("JWT"), &claims).map(Some);
    };
    spoil(&mut claims, fault);
    forged(&signer, &claims, fault)
}

/// Changes the claims that the fault is about.
fn spoil(claims: &mut Map<String, Value>, fault: TokenFault) {
    let issued = claims.get("iat").and_then(Value::as_u64).unwrap_or(0);
    let mut set = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    match fault {
        TokenFault::Expired => {
            set("iat", json!(issued.saturating_sub(2 * HOUR)));
            set("exp", json!(issued.saturating_sub(HOUR)));
        }
        TokenFault::NotYetValid => {
            set("iat", json!(issued + HOUR));
            set("nbf", json!(issued + HOUR));
            set("exp", json!(issued + 2 * HOUR));
        }
        TokenFault::WrongIss => {
            set("iss", json!("https://another-issuer.example"));
        }
        TokenFault::WrongAud => {
            set("aud", json!("another-client"));
            set("azp", json!("another-client"));
        }
        TokenFault::WrongNonce => {
            set("nonce", json!("nonce-of-another-login"));
        }
        TokenFault::NoNonce => {
            claims.remove("nonce");
        }
        TokenFault::WrongSub => {
            set("sub", json!("somebody-else"));
        }
        TokenFault::WrongAtHash => {
            set("at_hash", json!(half_digest("another access token")));
        }
        TokenFault::LowAcr => {
            set("acr", json!(IdentityLevel::One.acr()));
        }
        TokenFault::BrokenSignature
        | TokenFault::WrongKid
        | TokenFault::AlgNone
        | TokenFault::AlgHs256
        | TokenFault::Malformed
        | TokenFault::NoIdToken
        | TokenFault::KeysRotated => {}
    }
}

/// Signs as the fault wants it.
fn forged(
    signer: &Signer,
    claims: &Map<String, Value>,
    fault: TokenFault,
) -> Result<Option<String>, KeyError> {
    let mut header = signer.header("JWT");
    let token = match fault {
        TokenFault::NoIdToken => return Ok(None),
        TokenFault::Malformed => "this.is-no.token".to_owned(),
        TokenFault::BrokenSignature => {
            let mut other = claims.clone();
            other.insert("jti".to_owned(), json!("another token"));
            let [sound, other] = [
                signer.token(&header, claims)?,
                signer.token(&header, &other)?,
            ];
            let (content, _) = sound.rsplit_once('.').unwrap_or_default();
            let (_, signature) = other.rsplit_once('.').unwrap_or_default();
            format!("{content}.{signature}")
        }
        TokenFault::WrongKid => {
            header["kid"] = json!("a-key-that-is-not-in-the-set");
            signer.token(&header, claims)?
        }
        TokenFault::AlgNone => unsigned_token(claims)?,
        TokenFault::AlgHs256 => signer.confused_token(claims)?,
        TokenFault::Expired
        | TokenFault::NotYetValid
        | TokenFault::WrongIss
        | TokenFault::WrongAud
        | TokenFault::WrongNonce
        | TokenFault::NoNonce
        | TokenFault::WrongSub
        | TokenFault::WrongAtHash
        | TokenFault::LowAcr
        | TokenFault::KeysRotated => signer.token(&header, claims)?,
    };
    Ok(Some(token))
}
