//! The entries of one world, oldest first, numbered without gaps.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::budget::JournalBudget;
use super::entry::JournalEntry;

/// How many entries a world keeps; older ones are dropped and counted.
pub const CAPACITY: usize = 10_000;

/// An entry and its number.
#[derive(Clone, Debug)]
pub struct Numbered {
    /// Counts from 1 since the start or the last reset.
    pub sequence: u64,
    /// The call.
    pub call: Arc<JournalEntry>,
}

/// The entries as they were at one moment.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The calls, oldest first.
    pub calls: Vec<Numbered>,
    /// The number of the newest call there has been; 0 without one.
    pub last: u64,
    /// How many were dropped since the last time the journal was emptied.
    pub dropped: u64,
    /// Counts how often the numbers began anew.
    pub epoch: u64,
}

/// The entries and what they weigh.
#[derive(Debug)]
pub struct Shelf {
    ring: Mutex<Ring>,
    /// Beside the ring, so that others see who keeps the most without waiting for each.
    bytes: AtomicUsize,
    budget: Arc<JournalBudget>,
}

#[derive(Debug)]
struct Ring {
    entries: VecDeque<Arc<JournalEntry>>,
    /// The number of the oldest entry, or of the next one where there is none.
    first: u64,
    dropped: u64,
    epoch: u64,
}

impl Ring {
    fn next(&self) -> u64 {
        self.first + self.entries.len() as u64
    }

    fn drop_oldest(&mut self) -> Option<Arc<JournalEntry>> {
        let oldest = self.entries.pop_front()?;
        self.first += 1;
        self.dropped += 1;
        Some(oldest)
    }

    fn reading(&self, since: u64, most: usize) -> Reading {
        let skipped = (since + 1).saturating_sub(self.first);
        let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
        let numbered = self.entries.iter().zip(self.first..).skip(skipped);
        Reading {
            calls: numbered
                .take(most)
                .map(|(call, sequence)| Numbered {
                    sequence,
                    call: Arc::clone(call),
                })
                .collect(),
            last: self.next() - 1,
            dropped: self.dropped,
            epoch: self.epoch,
        }
    }
}

impl Shelf {
    /// An empty shelf.
    pub fn new(budget: Arc<JournalBudget>) -> Self {
        let ring = Ring {
            entries: VecDeque::new(),
            first: 1,
            dropped: 0,
            epoch: 0,
        };
        Self {
            ring: Mutex::new(ring),
            bytes: AtomicUsize::new(0),
            budget,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bytes of its entries.
    pub fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Adds an entry and tells its number.
    pub fn append(&self, entry: JournalEntry) -> u64 {
        let came = entry.bytes();
        let entry = Arc::new(entry);
        let mut ring = self.lock();
        let sequence = ring.next();
        ring.entries.push_back(entry);
        let oldest = if ring.entries.len() > CAPACITY {
            ring.drop_oldest()
        } else {
            None
        };
        let went = oldest.as_ref().map_or(0, |oldest| oldest.bytes());
        // Within the lock, so that nobody takes out what is not counted yet.
        self.bytes
            .fetch_add(came.wrapping_sub(went), Ordering::Relaxed);
        drop(ring);
        drop(oldest);
        self.budget.settle(came, went);
        sequence
    }

    /// Drops the oldest entries until so many bytes are free, all but the newest, and tells how many are.
    pub fn drop_oldest(&self, wanted: usize) -> usize {
        let mut freed = 0;
        let mut gone = Vec::new();
        let mut ring = self.lock();
        while freed < wanted && ring.entries.len() > 1 {
            let Some(oldest) = ring.drop_oldest() else {
                break;
            };
            freed += oldest.bytes();
            gone.push(oldest);
        }
        self.bytes.fetch_sub(freed, Ordering::Relaxed);
        drop(ring);
        freed
    }

    /// At most so many entries after a number, oldest first.
    pub fn read(&self, since: u64, most: usize) -> Reading {
        self.lock().reading(since, most)
    }

    /// The entry with this number.
    pub fn get(&self, sequence: u64) -> Option<Arc<JournalEntry>> {
        let ring = self.lock();
        let index = usize::try_from(sequence.checked_sub(ring.first)?).ok()?;
        ring.entries.get(index).cloned()
    }

    /// Forgets everything; `anew` numbers from 1 again.
    pub fn clear(&self, anew: bool) {
        let mut ring = self.lock();
        let next = ring.next();
        let entries = std::mem::take(&mut ring.entries);
        ring.dropped = 0;
        ring.first = next;
        if anew {
            ring.first = 1;
            ring.epoch += 1;
        }
        let went = self.bytes.swap(0, Ordering::Relaxed);
        drop(ring);
        drop(entries);
        self.budget.give_back(went);
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        self.budget.give_back(self.bytes());
    }
}
