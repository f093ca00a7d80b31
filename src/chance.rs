//! Chance as a parameter: the system's randomness, read in one place.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Bytes of a secret: 256 bits, far beyond guessing.
const SECRET_BYTES: usize = 32;

/// Where secrets come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chance;

/// The system has no randomness to give.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no randomness: {0}")]
pub struct NoChance(String);

impl Chance {
    /// 256 random bits as 43 letters of base64url: session ids, codes, tokens, nonces.
    pub fn secret(self) -> Result<String, NoChance> {
        Ok(URL_SAFE_NO_PAD.encode(self.bytes::<SECRET_BYTES>()?))
    }

    /// Random bytes.
    pub fn bytes<const N: usize>(self) -> Result<[u8; N], NoChance> {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).map_err(|error| NoChance(error.to_string()))?;
        Ok(bytes)
    }
}
