//! Proof Key for Code Exchange (RFC 7636), S256 alone: `plain` shows the verifier to whoever sees the request.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::credentials::same_secret;

/// Letters of the base64url form of a SHA-256 digest.
const CHALLENGE_LENGTH: usize = 43;

/// What is wrong with a verifier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VerifierError {
    /// The request had a challenge; there is no verifier.
    Missing,
    /// The request had no challenge: somebody took it out on the way (RFC 9700 4.8).
    Unexpected,
    /// It is not what the challenge was made of.
    Wrong,
}

/// Whether a text can be a challenge.
pub fn is_challenge(text: &str) -> bool {
    text.len() == CHALLENGE_LENGTH && URL_SAFE_NO_PAD.decode(text).is_ok()
}

/// Compares the verifier of a token request with the challenge of the authorization request.
pub fn check(challenge: Option<&str>, verifier: Option<&str>) -> Result<(), VerifierError> {
    match (challenge, verifier) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(VerifierError::Unexpected),
        (Some(_), None) => Err(VerifierError::Missing),
        (Some(challenge), Some(verifier)) => {
            let made = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
            if is_verifier(verifier) && same_secret(&made, challenge) {
                Ok(())
            } else {
                Err(VerifierError::Wrong)
            }
        }
    }
}

/// 43 to 128 unreserved letters (RFC 7636 4.1).
fn is_verifier(text: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (43..=128).contains(&text.len()) && text.bytes().all(unreserved)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_example_of_the_rfc_fits() {
        assert!(is_challenge(CHALLENGE));
        assert_eq!(check(Some(CHALLENGE), Some(VERIFIER)), Ok(()));
        assert_eq!(check(None, None), Ok(()));
    }

    #[test]
    fn everything_else_is_refused() {
        let longest = "a".repeat(129);
        for (challenge, verifier, error) in [
            (Some(CHALLENGE), None, VerifierError::Missing),
            (None, Some(VERIFIER), VerifierError::Unexpected),
            (Some(CHALLENGE), Some(CHALLENGE), VerifierError::Wrong),
            (Some(VERIFIER), Some(VERIFIER), VerifierError::Wrong), // plain
            (Some(CHALLENGE), Some("short"), VerifierError::Wrong),
            (
                Some(CHALLENGE),
                Some(longest.as_str()),
                VerifierError::Wrong,
            ),
        ] {
            assert_eq!(check(challenge, verifier), Err(error), "{verifier:?}");
        }
        for text in [
            "",
            "short",
            &format!("{CHALLENGE}A"),
            &CHALLENGE.replace('-', "+"),
        ] {
            assert!(!is_challenge(text), "{text}");
        }
    }
}
