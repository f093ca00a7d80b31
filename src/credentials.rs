//! Secrets that people and programs prove themselves with: passwords hashed with Argon2id, messages signed, and
//! comparison in constant time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use argon2::password_hash::try_generate_salt;
use argon2::{Argon2, Block, Params};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;

/// The memory of hashes, 19 MiB each, made when a hash first needs it and used again by the next ones. So
/// many are made at a time, and the others wait. Taken from the system's allocator for each hash, eight
/// logins at a time left a process of 1.7 GB: aligned blocks of this size leave holes that none of the next
/// fits into.
static MEMORIES: [Mutex<Vec<Block>>; 4] = [const { Mutex::new(Vec::new()) }; 4];
/// Where the next hash waits that finds no memory free.
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A password as a site keeps it: salt and digest of Argon2id with the crate's defaults (19 MiB, two
/// passes), which follow the OWASP cheat sheet. Making and checking one takes tens of milliseconds and
/// belongs on a blocking thread.
#[derive(Clone, PartialEq, Eq)]
pub struct HashedPassword {
    salt: [u8; 16],
    digest: Digest,
}

type Digest = [u8; Params::DEFAULT_OUTPUT_LEN];

/// A password that cannot be hashed: longer than 4 GiB, or the system has no randomness.
#[derive(Debug, thiserror::Error)]
#[error("the password cannot be hashed: {0}")]
pub struct HashError(String);

impl HashedPassword {
    /// Hashes a password with a salt of the system's randomness.
    pub fn of(password: &str) -> Result<Self, HashError> {
        let salt = try_generate_salt().map_err(|error| HashError(error.to_string()))?;
        let digest = digest(password, &salt).map_err(|error| HashError(error.to_string()))?;
        Ok(Self { salt, digest })
    }

    /// Whether this is the password.
    pub fn is(&self, password: &str) -> bool {
        digest(password, &self.salt)
            .is_ok_and(|digest| verify_slices_are_equal(&digest, &self.digest).is_ok())
    }
}

fn digest(password: &str, salt: &[u8]) -> argon2::Result<Digest> {
    let mut digest = Digest::default();
    let hasher = Argon2::default();
    let mut memory = free_memory();
    memory.resize(hasher.params().block_count(), Block::new());
    hasher.hash_password_into_with_memory(password.as_bytes(), salt, &mut digest, &mut **memory)?;
    Ok(digest)
}

/// Memory that no other hash uses now; waits for one if there is none. What stands in it does not matter:
/// the first pass writes every block before it is read (RFC 9106 3.2).
fn free_memory() -> MutexGuard<'static, Vec<Block>> {
    let free = MEMORIES.iter().find_map(|memory| match memory.try_lock() {
        Ok(free) => Some(free),
        Err(TryLockError::Poisoned(left)) => Some(left.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    });
    free.unwrap_or_else(|| {
        let next = &MEMORIES[NEXT.fetch_add(1, Ordering::Relaxed) % MEMORIES.len()];
        next.lock().unwrap_or_else(PoisonError::into_inner)
    })
}

impl std::fmt::Debug for HashedPassword {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("HashedPassword(…)")
    }
}

/// The HMAC-SHA-256 of a message (RFC 2104): who knows the key can tell that the message is of somebody who does.
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message);
    let mut bytes = [0; 32];
    bytes.copy_from_slice(tag.as_ref());
    bytes
}

/// Whether two secrets are equal, in a time that does not tell how much of them is.
pub fn same_secret(one: &str, other: &str) -> bool {
    verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_never_shown() {
        let kept = HashedPassword::of("dancu").expect("hashed");
        assert!(kept.is("dancu"));
        assert!(!kept.is("Dancu"));
        assert_eq!(format!("{kept:?}"), "HashedPassword(…)");
        assert_ne!(kept, HashedPassword::of("dancu").expect("hashed"));
    }

    #[test]
    fn hashes_are_those_of_the_crate_whatever_stands_in_the_memory() {
        let kept = HashedPassword::of("dancu").expect("hashed");
        let mut expected = Digest::default();
        Argon2::default()
            .hash_password_into(b"dancu", &kept.salt, &mut expected)
            .expect("hashed");
        assert_eq!(kept.digest, expected);
    }

    #[test]
    fn more_hashes_at_a_time_than_there_are_memories_wait_and_are_right() {
        let kept = HashedPassword::of("dancu").expect("hashed");
        std::thread::scope(|scope| {
            for turn in 0..3 * MEMORIES.len() {
                let kept = &kept;
                scope.spawn(move || {
                    let password = if turn % 2 == 0 { "dancu" } else { "other" };
                    assert_eq!(kept.is(password), turn % 2 == 0, "{turn}");
                });
            }
        });
    }

    #[test]
    fn messages_are_signed_as_the_standard_says() {
        // RFC 4231 section 4.3.
        let tag = hmac_sha256(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(tag[..4], [0x5b, 0xdc, 0xc1, 0x46]);
        assert_eq!(tag[28..], [0x64, 0xec, 0x38, 0x43]);
    }

    #[test]
    fn secrets_are_compared_whole() {
        assert!(same_secret("secret", "secret"));
        assert!(!same_secret("secret", "secre"));
        assert!(!same_secret("", "secret"));
    }
}
