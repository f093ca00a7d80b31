//! What subscribers are told: an event in a few words, with numbers and nothing else of people.

use crate::clock::Timestamp;
use crate::domain::change::{Change, ChangeKind};
use crate::domain::citizen_number::PersonalNumber;

/// People named in one notice; the change feed has the others.
const MAX_PEOPLE: usize = 100;

/// What is told: one event, with the people whom it changed.
#[derive(Debug)]
pub struct Notice {
    /// What it is about.
    pub kind: NoticeKind,
    /// When it was told to the registry, in real time.
    pub at: Timestamp,
    /// The cursor before the event: the change feed tells all of it after this.
    pub since: u64,
    /// The cursor behind the event.
    pub cursor: u64,
    /// The first hundred people.
    pub people: Vec<NoticePerson>,
    /// How many there are.
    pub total: usize,
}

/// What a notice is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoticeKind {
    /// Something happened.
    Change(ChangeKind),
    /// Nothing: the subscriber tries out what happens.
    Test,
}

impl NoticeKind {
    /// The word used in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Change(kind) => kind.as_str(),
            Self::Test => "test",
        }
    }
}

/// Somebody whom an event changed.
#[derive(Clone, Copy, Debug)]
pub struct NoticePerson {
    /// Whether it happened to them.
    pub is_subject: bool,
    /// The number in force; a person may lack one.
    pub number: Option<PersonalNumber>,
    /// The number that the event cancelled.
    pub former_number: Option<PersonalNumber>,
}

impl Notice {
    /// The notice of an event, by its changes; `None` without any.
    pub fn of(event: &[Change]) -> Option<Self> {
        let (first, last) = (event.first()?, event.last()?);
        let people = event.iter().take(MAX_PEOPLE).map(|change| NoticePerson {
            is_subject: change.is_subject,
            number: change.number,
            former_number: change.former_number,
        });
        Some(Self {
            kind: NoticeKind::Change(first.kind),
            at: first.at,
            since: first.sequence - 1,
            cursor: last.sequence,
            people: people.collect(),
            total: event.len(),
        })
    }

    /// A notice that tells of nothing.
    pub const fn test(at: Timestamp, cursor: u64) -> Self {
        Self {
            kind: NoticeKind::Test,
            at,
            since: cursor,
            cursor,
            people: Vec::new(),
            total: 0,
        }
    }
}
