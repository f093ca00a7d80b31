//! What was asked of a world: a ring in memory, appended before the answer goes out.
//!
//! Raw inside, because the owner of a world may ask why something did not match; masked on the way
//! out. It is never written to a disk.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Timestamp;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::CitizenNumber;

/// How many entries a world keeps; older ones are dropped and counted.
const CAPACITY: usize = 10_000;
/// How many bytes of names, ids and advice they may hold together.
const CAPACITY_BYTES: usize = 8 << 20;

/// One call.
#[derive(Clone, Debug)]
pub struct JournalEntry {
    /// Counts from 1 since the start or the last reset; gaps at the front are dropped entries.
    pub sequence: u64,
    /// When it was asked, in real time.
    pub at: Timestamp,
    /// The id of the request.
    pub request_id: Arc<str>,
    /// Who asked.
    pub client: Arc<str>,
    /// What was asked: `match`, `lookup`, `get_citizen`, `search`, …
    pub operation: &'static str,
    /// About whom, where the call was about one person.
    pub question: Option<JournalQuestion>,
    /// What came of it: `match`, `review`, `no_match`, `found`, `citizen_not_found`, …
    pub outcome: &'static str,
    /// The rule that decided, even where the answer does not say it.
    pub rule: Option<&'static str>,
    /// What the developer of a refused client can mend.
    pub advice: Option<Box<Advice>>,
}

/// Why a call was refused and how to mend it, in words for whoever writes the client. Only the owner
/// of the world reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct Advice {
    /// The stable code: `timestamp_in_milliseconds`, `secret_or_unknown_sv_url`, …
    pub reason: &'static str,
    /// The advice in Vietnamese.
    pub vietnamese: String,
    /// The advice in English.
    pub english: String,
    /// A call that would be let in, where one can be told.
    pub curl: Option<String>,
}

impl fmt::Debug for Advice {
    /// The reason alone: the call in it carries a signature.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Advice({})", self.reason)
    }
}

/// The question as it was put.
#[derive(Clone, Debug)]
pub struct JournalQuestion {
    /// The number, where one was given.
    pub number: Option<CitizenNumber>,
    /// The name, where one was given.
    pub full_name: Option<Box<str>>,
    /// The date of birth, where one was given.
    pub date_of_birth: Option<BirthDate>,
}

/// The ring.
#[derive(Debug, Default)]
pub struct Journal {
    ring: Mutex<Ring>,
}

#[derive(Debug, Default)]
struct Ring {
    entries: VecDeque<JournalEntry>,
    bytes: usize,
    last: u64,
}

impl Ring {
    /// Takes the oldest entry out while there are too many or too large ones.
    fn drop_one(&mut self) -> Option<JournalEntry> {
        if self.entries.len() <= CAPACITY && self.bytes <= CAPACITY_BYTES {
            return None;
        }
        let oldest = self.entries.pop_front()?;
        self.bytes -= oldest.bytes();
        Some(oldest)
    }
}

impl JournalEntry {
    /// The bytes it keeps outside itself.
    fn bytes(&self) -> usize {
        let name = self
            .question
            .as_ref()
            .and_then(|question| question.full_name.as_ref());
        let advice = self.advice.as_deref().map_or(0, Advice::bytes);
        // The client too: who was refused may have called themselves anything.
        self.client.len() + self.request_id.len() + name.map_or(0, |name| name.len()) + advice
    }
}

impl Advice {
    fn bytes(&self) -> usize {
        let curl = self.curl.as_ref().map_or(0, String::len);
        size_of::<Self>() + self.vietnamese.len() + self.english.len() + curl
    }
}

impl Journal {
    /// Adds an entry; its `sequence` is set here.
    pub fn append(&self, mut entry: JournalEntry) {
        let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        ring.last += 1;
        entry.sequence = ring.last;
        ring.bytes += entry.bytes();
        ring.entries.push_back(entry);
        while let Some(oldest) = ring.drop_one() {
            drop(oldest);
        }
    }

    /// The newest entries, newest first, and how many were dropped since the last reset.
    pub fn latest(&self, limit: usize) -> (Vec<JournalEntry>, u64) {
        let ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        let dropped = ring.last - ring.entries.len() as u64;
        (
            ring.entries.iter().rev().take(limit).cloned().collect(),
            dropped,
        )
    }

    /// Forgets everything.
    pub fn clear(&self) {
        *self.ring.lock().unwrap_or_else(PoisonError::into_inner) = Ring::default();
    }
}
