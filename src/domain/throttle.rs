//! How many failures are borne before somebody has to wait, and for how long.

use std::time::Duration;

use super::citizen_number::PersonalNumber;
use super::timestamp::Timestamp;

/// Whose failures are counted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Subject {
    /// Those of one account, whatever it tried.
    Account(Box<str>),
    /// Those at one number, over all accounts: otherwise many accounts could guess at one person.
    Number(PersonalNumber),
}

/// Failures so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Attempts {
    /// How many.
    pub failures: u32,
    /// The last one.
    pub last: Timestamp,
}

/// A rule: after every `bears` failures a wait, twice as long each time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ThrottleRule {
    /// Failures that are borne before each wait; at least one.
    pub bears: u32,
    /// The first wait.
    pub wait: Duration,
}

/// Whether one may try.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Throttle {
    /// Yes, and so many failures are borne before the next wait.
    Allowed {
        /// At least one.
        left: u32,
    },
    /// Not before that moment.
    LockedUntil(Timestamp),
}

/// The wait grows to at most 2^6 = 64 times the first: 16 hours for the default of 15 minutes.
const MOST_DOUBLINGS: u32 = 6;
/// Failures are forgotten after a day without another: people come back, and sixteen hours are over by then.
const FORGOTTEN_AFTER_MILLIS: u64 = 24 * 3_600_000;

impl ThrottleRule {
    /// Five wrong answers, then a wait: the rule of linking.
    pub const fn linking(wait: Duration) -> Self {
        Self { bears: 5, wait }
    }

    /// Whether one may try now.
    pub fn check(&self, attempts: Option<Attempts>, now: Timestamp) -> Throttle {
        let bears = self.bears.max(1);
        let failures = self.counted(attempts, now);
        if let Some(attempts) = attempts
            && failures > 0
            && failures.is_multiple_of(bears)
        {
            let end = Timestamp(attempts.last.0.saturating_add(self.wait_after(failures)));
            if now < end {
                return Throttle::LockedUntil(end);
            }
        }
        Throttle::Allowed {
            left: bears - failures % bears,
        }
    }

    /// The count after one more failure.
    pub fn failed(&self, attempts: Option<Attempts>, now: Timestamp) -> Attempts {
        Attempts {
            failures: self.counted(attempts, now).saturating_add(1),
            last: now,
        }
    }

    /// The end of the wait in force, if any.
    pub fn locked_until(&self, attempts: Option<Attempts>, now: Timestamp) -> Option<Timestamp> {
        match self.check(attempts, now) {
            Throttle::LockedUntil(end) => Some(end),
            Throttle::Allowed { .. } => None,
        }
    }

    /// The failures that still count.
    fn counted(&self, attempts: Option<Attempts>, now: Timestamp) -> u32 {
        attempts.map_or(0, |attempts| {
            let wait = self.wait_after(attempts.failures);
            let kept = FORGOTTEN_AFTER_MILLIS.max(wait.saturating_mul(2));
            if now.0 < attempts.last.0.saturating_add(kept) {
                attempts.failures
            } else {
                0
            }
        })
    }

    /// Milliseconds to wait after that many failures.
    fn wait_after(&self, failures: u32) -> u64 {
        let doublings = (failures / self.bears.max(1)).saturating_sub(1);
        let wait = u64::try_from(self.wait.as_millis()).unwrap_or(u64::MAX);
        wait.saturating_mul(1 << doublings.min(MOST_DOUBLINGS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: ThrottleRule = ThrottleRule::linking(Duration::from_secs(1));

    const fn after(failures: u32) -> Attempts {
        Attempts {
            failures,
            last: Timestamp(0),
        }
    }

    #[test]
    fn each_fifth_failure_locks_twice_as_long() {
        for (attempts, now, expected) in [
            (None, 0, Throttle::Allowed { left: 5 }),
            (Some(after(1)), 0, Throttle::Allowed { left: 4 }),
            (Some(after(4)), 0, Throttle::Allowed { left: 1 }),
            (Some(after(5)), 999, Throttle::LockedUntil(Timestamp(1000))),
            (Some(after(5)), 1000, Throttle::Allowed { left: 5 }),
            (Some(after(6)), 0, Throttle::Allowed { left: 4 }),
            (
                Some(after(10)),
                1999,
                Throttle::LockedUntil(Timestamp(2000)),
            ),
            (
                Some(after(15)),
                3999,
                Throttle::LockedUntil(Timestamp(4000)),
            ),
            (
                Some(after(1000)),
                63_999,
                Throttle::LockedUntil(Timestamp(64_000)),
            ),
        ] {
            assert_eq!(
                RULE.check(attempts, Timestamp(now)),
                expected,
                "{attempts:?} at {now}"
            );
        }
    }

    #[test]
    fn failures_are_forgotten_after_a_day() {
        let day = FORGOTTEN_AFTER_MILLIS;
        assert_eq!(RULE.failed(Some(after(4)), Timestamp(day - 1)).failures, 5);
        assert_eq!(RULE.failed(Some(after(4)), Timestamp(day)).failures, 1);
        // A wait that is longer than a day is not forgotten while it lasts.
        let long = ThrottleRule::linking(Duration::from_hours(48));
        assert_eq!(
            long.locked_until(Some(after(5)), Timestamp(day)),
            Some(Timestamp(2 * day))
        );
    }
}
