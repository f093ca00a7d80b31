//! The signing keys of an issuer: made when they are first needed, and changed without breaking tokens that
//! are still out.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RsaPublicKeyComponents,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Map, Value, json};

/// How a token is signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SigningAlgorithm {
    /// RSA of 2048 bits, PKCS #1 v1.5, SHA-256: what every relying party understands.
    #[default]
    Rs256,
    /// ECDSA on P-256.
    Es256,
}

impl SigningAlgorithm {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Rs256, Self::Es256];

    /// The value of `alg`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }

    /// Reads the value of `alg`.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == word)
    }

    const fn algorithm(self) -> Algorithm {
        match self {
            Self::Rs256 => Algorithm::RS256,
            Self::Es256 => Algorithm::ES256,
        }
    }
}

/// A key could not be made or used: the machine has no randomness, or no memory.
#[derive(Debug, Clone, thiserror::Error)]
#[error("a signing key cannot be {0}")]
pub struct KeyError(&'static str);

/// The keys of one issuer.
#[derive(Debug, Default)]
pub struct Keys {
    ring: RwLock<Option<Arc<Ring>>>,
    /// Held while keys are made, which takes up to a second: nobody makes them twice.
    making: Mutex<()>,
}

/// What signs, and what signed before.
#[derive(Debug)]
struct Ring {
    current: [Arc<Key>; 2],
    previous: Option<[Arc<Key>; 2]>,
}

struct Key {
    algorithm: SigningAlgorithm,
    id: String,
    pair: Pair,
    /// The public half, as the set of keys shows it.
    public: Value,
    /// The public half, to read one's own tokens with.
    verifies: DecodingKey,
}

enum Pair {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Key({})", self.id)
    }
}

impl Keys {
    /// Whether there are keys; if not, [`make`](Self::make) is called on a thread that may wait.
    pub fn are_made(&self) -> bool {
        self.ring().is_some()
    }

    /// Makes the first keys, unless they are there.
    pub fn make(&self) -> Result<(), KeyError> {
        let _one_at_a_time = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if self.are_made() {
            return Ok(());
        }
        self.show(Ring {
            current: new_keys()?,
            previous: None,
        });
        Ok(())
    }

    /// New keys sign from now on. Those of before stay in the set; those before them leave it.
    pub fn rotate(&self) -> Result<(), KeyError> {
        let _one_at_a_time = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        let current = new_keys()?;
        let previous = self.ring().map(|ring| ring.current.clone());
        self.show(Ring { current, previous });
        Ok(())
    }

    /// The set of public keys (RFC 7517 5).
    pub fn public_set(&self) -> Result<Value, KeyError> {
        self.make()?;
        let ring = self.ring().ok_or(KeyError("found"))?;
        let keys: Vec<&Value> = ring.all().map(|key| &key.public).collect();
        Ok(json!({"keys": keys}))
    }

    /// A signed token of this type (`JWT`, `logout+jwt`).
    pub fn sign(
        &self,
        algorithm: SigningAlgorithm,
        kind: &str,
        claims: &Map<String, Value>,
    ) -> Result<String, KeyError> {
        let signer = self.signer(algorithm)?;
        signer.token(&signer.header(kind), claims)
    }

    /// The key that signs so now.
    pub(super) fn signer(&self, algorithm: SigningAlgorithm) -> Result<Signer, KeyError> {
        self.make()?;
        let ring = self.ring().ok_or(KeyError("found"))?;
        let signs = ring.current.iter().find(|key| key.algorithm == algorithm);
        signs
            .map(|key| Signer(Arc::clone(key)))
            .ok_or(KeyError("found"))
    }

    /// The claims of a token that these keys signed, whatever its time: a hint may be old.
    pub fn own_token(&self, token: &str, issuer: &str) -> Option<Map<String, Value>> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let ring = self.ring()?;
        let key = ring
            .all()
            .find(|key| Some(&key.id) == header.kid.as_ref())?;
        // The algorithm is the key's and never the token's.
        let mut rules = Validation::new(key.algorithm.algorithm());
        rules.validate_exp = false;
        rules.validate_aud = false;
        rules.set_required_spec_claims(&["iss", "sub", "aud"]);
        rules.set_issuer(&[issuer]);
        let read = jsonwebtoken::decode(token, &key.verifies, &rules).ok()?;
        Some(read.claims)
    }

    fn ring(&self) -> Option<Arc<Ring>> {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        ring.clone()
    }

    fn show(&self, ring: Ring) {
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(ring));
    }
}

/// A key at work.
pub(super) struct Signer(Arc<Key>);

impl Signer {
    /// The header of its tokens.
    pub fn header(&self, kind: &str) -> Value {
        json!({"alg": self.0.algorithm.as_str(), "typ": kind, "kid": self.0.id})
    }

    /// A token with this header.
    pub fn token(&self, header: &Value, claims: &Map<String, Value>) -> Result<String, KeyError> {
        let signed = joined(header, claims)?;
        let signature = self.0.pair.sign(signed.as_bytes())?;
        Ok(with_signature(signed, &signature))
    }

    /// A token signed by HMAC with the public key as the secret, for whoever takes the algorithm from the token
    /// (RFC 8725 2.1).
    pub fn confused_token(&self, claims: &Map<String, Value>) -> Result<String, KeyError> {
        let header = json!({"alg": "HS256", "typ": "JWT", "kid": self.0.id});
        let signed = joined(&header, claims)?;
        let secret = hmac::Key::new(hmac::HMAC_SHA256, self.0.pair.public_key());
        let signature = hmac::sign(&secret, signed.as_bytes());
        Ok(with_signature(signed, signature.as_ref()))
    }
}

/// A token that says of itself that it is not signed (RFC 7519 6).
pub(super) fn unsigned_token(claims: &Map<String, Value>) -> Result<String, KeyError> {
    let header = json!({"alg": "none", "typ": "JWT"});
    Ok(with_signature(joined(&header, claims)?, &[]))
}

fn joined(header: &Value, claims: &Map<String, Value>) -> Result<String, KeyError> {
    let claims = serde_json::to_vec(claims).map_err(|_unwritable| KeyError("used"))?;
    let mut token = URL_SAFE_NO_PAD.encode(header.to_string());
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(claims, &mut token);
    Ok(token)
}

fn with_signature(mut signed: String, signature: &[u8]) -> String {
    signed.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut signed);
    signed
}

impl Ring {
    fn all(&self) -> impl Iterator<Item = &Arc<Key>> {
        self.current.iter().chain(self.previous.iter().flatten())
    }
}

impl Pair {
    fn public_key(&self) -> &[u8] {
        match self {
            Self::Rsa(pair) => pair.public_key().as_ref(),
            Self::Ec(pair) => pair.public_key().as_ref(),
        }
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .map_err(|_unspecified| KeyError("used"))?;
                Ok(signature)
            }
            Self::Ec(pair) => {
                let signature = pair
                    .sign(&random, message)
                    .map_err(|_unspecified| KeyError("used"))?;
                Ok(signature.as_ref().to_vec())
            }
        }
    }
}

fn new_keys() -> Result<[Arc<Key>; 2], KeyError> {
    Ok([Arc::new(new_rsa_key()?), Arc::new(new_ec_key()?)])
}

fn new_rsa_key() -> Result<Key, KeyError> {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_unspecified| KeyError("made"))?;
    let public = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
    let members = json!({
        "kty": "RSA",
        "n": URL_SAFE_NO_PAD.encode(&public.n),
        "e": URL_SAFE_NO_PAD.encode(&public.e),
    });
    key_of(SigningAlgorithm::Rs256, Pair::Rsa(pair), members)
}

fn new_ec_key() -> Result<Key, KeyError> {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)
        .map_err(|_unspecified| KeyError("made"))?;
    // An uncompressed point: 4, then both coordinates of 32 bytes (SEC 1, 2.3.3).
    let point = pair.public_key().as_ref();
    let (x, y) = point
        .get(1..33)
        .zip(point.get(33..65))
        .ok_or(KeyError("made"))?;
    let members = json!({
        "kty": "EC",
        "crv": "P-256",
        "x": URL_SAFE_NO_PAD.encode(x),
        "y": URL_SAFE_NO_PAD.encode(y),
    });
    key_of(SigningAlgorithm::Es256, Pair::Ec(pair), members)
}

/// The key with its id: the thumbprint of its public half (RFC 7638).
fn key_of(algorithm: SigningAlgorithm, pair: Pair, mut public: Value) -> Result<Key, KeyError> {
    let jwk: Jwk = serde_json::from_value(public.clone()).map_err(|_no_key| KeyError("made"))?;
    let verifies = DecodingKey::from_jwk(&jwk).map_err(|_no_key| KeyError("made"))?;
    let id = jwk
        .thumbprint(ThumbprintHash::SHA256)
        .map_err(|_no_digest| KeyError("made"))?;
    public["kid"] = json!(id);
    public["use"] = json!("sig");
    public["alg"] = json!(algorithm.as_str());
    Ok(Key {
        algorithm,
        id,
        pair,
        public,
        verifies,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Map<String, Value> {
        let claims = json!({"iss": "https://issuer", "sub": "x", "aud": "web", "exp": 1});
        claims.as_object().cloned().expect("an object")
    }

    #[test]
    fn tokens_of_the_last_two_generations_are_known_again_even_when_old() {
        let keys = Keys::default();
        for algorithm in SigningAlgorithm::ALL {
            let token = keys.sign(algorithm, "JWT", &claims()).expect("signed");
            assert_eq!(keys.own_token(&token, "https://issuer"), Some(claims()));
            assert_eq!(keys.own_token(&token, "https://other"), None);
            keys.rotate().expect("rotated");
            assert_eq!(keys.own_token(&token, "https://issuer"), Some(claims()));
            keys.rotate().expect("rotated");
            assert_eq!(keys.own_token(&token, "https://issuer"), None);
        }
    }

    #[test]
    fn the_set_shows_the_public_halves_of_two_generations() {
        let keys = Keys::default();
        assert!(!keys.are_made());
        for expected in [2, 4, 4] {
            let set = keys.public_set().expect("a set");
            let shown = set["keys"].as_array().expect("an array");
            assert_eq!(shown.len(), expected);
            for key in shown {
                for private in ["d", "p", "q", "dp", "dq", "qi"] {
                    assert!(key.get(private).is_none(), "{private}");
                }
                assert_eq!(key["use"], "sig");
            }
            keys.rotate().expect("rotated");
        }
    }
}
