//! The link between a portal account and a personal number, as a state machine.
//!
//! [`EDGES`] is the machine: use cases, pages, docs and the coverage read it there.

mod edges;

use super::language::Language;
use super::words::words;
pub use edges::EDGES;

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

/// What happens to a link.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LinkEvent {
    /// The citizen logged in with the account's own name and password.
    LoggedIn,
    /// "Bỏ qua".
    Skip,
    /// The registry confirmed number, name and date on the screen after the login.
    Match,
    /// The registry confirmed them in the profile.
    ProfileMatch,
    /// "Cập nhật" in the profile, after a match.
    Confirm,
    /// The registry cannot decide.
    Review,
    /// Number, name and date do not belong together, or nobody has the number: the portal cannot know which.
    Mismatch,
    /// The data are right, and another account has the number. Told only after the registry said match:
    /// otherwise the portal would tell which numbers have accounts.
    NumberTaken,
    /// The data are right, and the person is dead.
    Deceased,
    /// The data are right, and a court declared the person missing.
    Missing,
    /// The data are right, and the record is not in use any more (citizenship given up, …).
    Inactive,
    /// The data are right, and the number was cancelled.
    NumberCancelled,
    /// No answer, or none that can be understood.
    Unavailable,
    /// Too many wrong answers of this account.
    AccountLocked,
    /// Too many wrong answers at this number, from whatever accounts.
    NumberLocked,
    /// Another try while locked.
    StillLocked,
    /// The wait is over.
    LockOver,
    /// The citizen takes the link away.
    Unlink,
    /// Logged in with VNeID under the linked number.
    VneidLogin,
    /// Logged in with VNeID while logged in to an account without a link.
    VneidLink,
    /// Logged in with VNeID under another number than the linked one.
    VneidNumberDiffers,
    /// An account was made from a VNeID login whose number no account had.
    VneidAccountMade,
}

words!(LinkEvent {
    LoggedIn => "logged_in",
    Skip => "skip",
    Match => "match",
    ProfileMatch => "profile_match",
    Confirm => "confirm",
    Review => "review",
    Mismatch => "mismatch",
    NumberTaken => "number_taken",
    Deceased => "deceased",
    Missing => "missing",
    Inactive => "inactive",
    NumberCancelled => "number_cancelled",
    Unavailable => "unavailable",
    AccountLocked => "account_locked",
    NumberLocked => "number_locked",
    StillLocked => "still_locked",
    LockOver => "lock_over",
    Unlink => "unlink",
    VneidLogin => "vneid_login",
    VneidLink => "vneid_link",
    VneidNumberDiffers => "vneid_number_differs",
    VneidAccountMade => "vneid_account_made",
});

/// A step of the machine, with what the citizen reads when it is taken.
#[derive(PartialEq, Eq, Debug)]
pub struct Edge {
    /// Its name in tests, docs and the coverage.
    pub name: &'static str,
    /// The states it leaves.
    pub from: &'static [LinkState],
    /// What makes it be taken.
    pub events: &'static [LinkEvent],
    /// The state it leads to; `None` when the account stays where it is.
    pub to: Option<LinkState>,
    /// What happened and what to do next, in Vietnamese.
    pub message_vi: &'static str,
    /// The same in English.
    pub message_en: &'static str,
}

impl Edge {
    /// What happened and what to do next.
    pub fn message(&self, language: Language) -> &'static str {
        language.pick(self.message_vi, self.message_en)
    }

    /// The edge with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        EDGES.iter().find(|edge| edge.name == name)
    }
}

/// The edge to take, or `None` where the event cannot happen in that state.
pub fn step(state: LinkState, event: LinkEvent) -> Option<&'static Edge> {
    EDGES
        .iter()
        .find(|edge| edge.from.contains(&state) && edge.events.contains(&event))
}

/// What a registry said of a number, a name and a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RegistryVerdict {
    /// They belong together; the record is in that state.
    Match(MatchedRecord),
    /// A person has to look at it.
    Review,
    /// They do not, or nobody has the number.
    NoMatch,
    /// There was no answer that can be understood.
    Unavailable,
}

/// The state of a matched record, as `record_status` of an answer names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MatchedRecord {
    /// Alive and in use.
    Active,
    /// Dead.
    Deceased,
    /// Declared missing.
    Missing,
    /// Not in use any more.
    Inactive,
    /// The number was cancelled.
    Cancelled,
}

words!(MatchedRecord {
    Active => "active",
    Deceased => "deceased",
    Missing => "missing",
    Inactive => "inactive",
    Cancelled => "cancelled",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_state_has_two_ways_for_one_event() {
        for &state in LinkState::ALL {
            for &event in LinkEvent::ALL {
                let ways = EDGES
                    .iter()
                    .filter(|edge| edge.from.contains(&state) && edge.events.contains(&event));
                assert!(ways.count() <= 1, "{state:?} on {event:?}");
            }
        }
    }

    #[test]
    fn every_state_and_event_is_used_and_every_state_reached() {
        for &state in LinkState::ALL {
            assert!(
                EDGES.iter().any(|edge| edge.from.contains(&state)),
                "nothing leads out of {state:?}"
            );
            assert!(
                state == LinkState::NotLinked || EDGES.iter().any(|edge| edge.to == Some(state)),
                "nothing leads to {state:?}"
            );
        }
        for &event in LinkEvent::ALL {
            assert!(
                EDGES.iter().any(|edge| edge.events.contains(&event)),
                "nothing happens on {event:?}"
            );
        }
    }

    #[test]
    fn names_are_unique_and_every_edge_speaks_both_languages() {
        let mut names: Vec<&str> = EDGES.iter().map(|edge| edge.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), EDGES.len());
        for edge in EDGES {
            for text in [edge.message_vi, edge.message_en] {
                assert!(text.ends_with('.') && text.len() > 30, "{}", edge.name);
            }
            assert_ne!(edge.message_vi, edge.message_en, "{}", edge.name);
        }
    }

    #[test]
    fn a_registry_that_is_down_is_never_worded_as_somebody_not_found() {
        for edge in EDGES {
            if !edge.events.contains(&LinkEvent::Unavailable) {
                continue;
            }
            for word in [
                "không tồn tại",
                "không tìm thấy",
                "không có thông tin",
                "not found",
                "no such",
            ] {
                assert!(
                    !edge.message_vi.to_lowercase().contains(word),
                    "{}",
                    edge.name
                );
                assert!(
                    !edge.message_en.to_lowercase().contains(word),
                    "{}",
                    edge.name
                );
            }
        }
    }

    #[test]
    fn a_linked_account_stays_linked_while_the_registry_is_down() {
        for state in [LinkState::Linked, LinkState::Outdated] {
            let edge = step(state, LinkEvent::Unavailable).expect("an edge");
            assert_eq!(edge.to, None);
        }
    }

    /// Whatever the registry says is an edge in each state that may ask it.
    #[test]
    fn every_answer_is_foreseen() {
        use LinkEvent as Event;
        let answers = [
            Event::ProfileMatch,
            Event::Match,
            Event::Review,
            Event::Mismatch,
            Event::Deceased,
            Event::Missing,
            Event::Inactive,
            Event::NumberCancelled,
            Event::Unavailable,
        ];
        for &state in LinkState::ALL {
            for event in answers {
                let asks = state != LinkState::TooManyAttempts;
                assert_eq!(step(state, event).is_some(), asks, "{state:?} on {event:?}");
            }
        }
    }
}
