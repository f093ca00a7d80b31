//! The link between a portal account and a personal number, as a state machine.

use super::words::words;

/// Where an account stands with its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum LinkState {
    /// No number yet; the portal asks for one at the next login.
    #[default]
    NotLinked,
    /// Asked and put off with "Bỏ qua"; the profile still offers it.
    Skipped,
    /// Confirmed by the registry in the profile, waiting for "Cập nhật".
    Matched,
    /// Close, and not for a machine to decide.
    Review,
    /// Number, name and date do not belong together.
    Mismatch,
    /// The number is another account's.
    NumberTaken,
    /// The data are right, but the person is dead, missing or no citizen any more, or the number cancelled.
    NotActive,
    /// The registry gave no answer, which says nothing about the person.
    Unavailable,
    /// Locked for a while.
    TooManyAttempts,
    /// Linked.
    Linked,
    /// Linked to a number that was cancelled since; another may have been issued.
    Outdated,
    /// Was linked, and the citizen took the link away.
    Unlinked,
}

words!(LinkState {
    NotLinked => "not_linked",
    Skipped => "skipped",
    Matched => "matched",
    Review => "review",
    Mismatch => "mismatch",
    NumberTaken => "number_taken",
    NotActive => "not_active",
    Unavailable => "unavailable",
    TooManyAttempts => "too_many_attempts",
    Linked => "linked",
    Outdated => "outdated",
    Unlinked => "unlinked",
});

impl LinkState {
    /// Whether the account holds its number, so that no other account may have it.
    pub const fn holds_number(self) -> bool {
        matches!(self, Self::Linked | Self::Outdated)
    }
}
