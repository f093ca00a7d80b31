//! Secrets that people and programs prove themselves with: passwords hashed with Argon2id, and comparison
//! in constant time.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

/// A password as a site keeps it: the PHC string of Argon2id with the crate's defaults (19 MiB, two
/// passes), which follow the OWASP cheat sheet. Making and checking one takes tens of milliseconds and
/// belongs on a blocking thread.
#[derive(Clone, PartialEq, Eq)]
pub struct HashedPassword(String);

/// A password that cannot be hashed: longer than 4 GiB, or the system has no randomness.
#[derive(Debug, thiserror::Error)]
#[error("the password cannot be hashed: {0}")]
pub struct HashError(String);

impl HashedPassword {
    /// Hashes a password with a salt of the system's randomness.
    pub fn of(password: &str) -> Result<Self, HashError> {
        let hash = Argon2::default()
            .hash_password(password.as_bytes())
            .map_err(|error| HashError(error.to_string()))?;
        Ok(Self(hash.to_string()))
    }

    /// Whether this is the password.
    pub fn is(&self, password: &str) -> bool {
        PasswordHash::new(&self.0).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        })
    }
}

impl std::fmt::Debug for HashedPassword {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("HashedPassword(…)")
    }
}

/// Whether two secrets are equal, in a time that does not tell how much of them is.
pub fn same_secret(one: &str, other: &str) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_never_shown() {
        let kept = HashedPassword::of("dancu").expect("hashed");
        assert!(kept.is("dancu"));
        assert!(!kept.is("Dancu"));
        assert!(kept.0.starts_with("$argon2id$"), "{}", kept.0);
        assert_eq!(format!("{kept:?}"), "HashedPassword(…)");
        assert_ne!(kept, HashedPassword::of("dancu").expect("hashed"));
    }

    #[test]
    fn secrets_are_compared_whole() {
        assert!(same_secret("secret", "secret"));
        assert!(!same_secret("secret", "secre"));
        assert!(!same_secret("", "secret"));
    }
}
