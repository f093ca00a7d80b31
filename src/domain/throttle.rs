//! How many failures are borne before somebody has to wait, and for how long.

use super::timestamp::Timestamp;

/// Failures in a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Attempts {
    /// How many.
    pub failures: u32,
    /// The last one.
    pub last: Timestamp,
}
