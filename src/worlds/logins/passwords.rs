//! Wrong passwords: counted for each number, and after five in a row somebody has to wait.

use super::expiring::Key;
use super::{Logins, after};
use crate::clock::Timestamp;
use crate::domain::citizen_number::PersonalNumber;

/// So many are borne in a row.
const BORNE: u32 = 5;
/// The first wait; each further failure doubles it.
const FIRST_WAIT_MILLIS: u64 = 60_000;
/// The longest wait: somebody else's guesses shall not shut a person out for a day.
const LONGEST_WAIT_MILLIS: u64 = 15 * 60_000;
/// Failures are forgotten so long after the last one.
const MEMORY_MILLIS: u64 = 60 * 60_000;

/// Failures in a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Failures {
    count: u32,
    locked_until: Option<Timestamp>,
}

impl Logins {
    /// Begins an attempt, which counts as failed until [`forget_failures`](Self::forget_failures): a
    /// hundred at once are five. `Err` tells until when nothing may be tried.
    pub fn begin_attempt(&self, number: PersonalNumber, now: Timestamp) -> Result<(), Timestamp> {
        let mut kept = self.lock();
        let key = key_of(number);
        let before = kept.failures.get(key, now);
        if let Some(until) = before.as_ref().and_then(|before| before.locked_until)
            && until > now
        {
            return Err(until);
        }
        let count = before.map_or(0, |before| before.count).saturating_add(1);
        let locked_until = count.checked_sub(BORNE).map(|beyond| {
            let doubled = FIRST_WAIT_MILLIS.saturating_mul(1 << beyond.min(10));
            after(now, doubled.min(LONGEST_WAIT_MILLIS))
        });
        let failures = Failures {
            count,
            locked_until,
        };
        kept.failures
            .put(key, failures, after(now, MEMORY_MILLIS), now);
        Ok(())
    }

    /// The password was right.
    pub fn forget_failures(&self, number: PersonalNumber) {
        self.lock().failures.remove(key_of(number));
    }
}

fn key_of(number: PersonalNumber) -> Key {
    Key::of(&format!("password of {number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_lock_for_a_minute_and_then_twice_as_long_up_to_a_quarter_of_an_hour() {
        let logins = Logins::default();
        let number = PersonalNumber::parse("042085000488").expect("a number");
        let mut now = Timestamp(1_000);
        for _failure in 0..5 {
            assert_eq!(logins.begin_attempt(number, now), Ok(()));
        }
        for minutes in [1, 2, 4, 8, 15, 15] {
            let until = after(now, minutes * 60_000);
            assert_eq!(logins.begin_attempt(number, now), Err(until), "{minutes}");
            now = until;
            assert_eq!(logins.begin_attempt(number, now), Ok(()), "{minutes}");
        }
        logins.forget_failures(number);
        assert_eq!(logins.begin_attempt(number, now), Ok(()));
    }

    #[test]
    fn another_number_is_not_locked_and_an_hour_forgets() {
        let logins = Logins::default();
        let number = PersonalNumber::parse("042085000488").expect("a number");
        let other = PersonalNumber::parse("042142000012").expect("a number");
        for _failure in 0..5 {
            assert_eq!(logins.begin_attempt(number, Timestamp(0)), Ok(()));
        }
        assert_eq!(logins.begin_attempt(other, Timestamp(0)), Ok(()));
        let later = Timestamp(MEMORY_MILLIS);
        for _failure in 0..5 {
            assert_eq!(logins.begin_attempt(number, later), Ok(()));
        }
    }
}
