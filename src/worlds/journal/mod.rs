//! What was asked of a world: every call in memory, appended before its answer goes out.
//!
//! Raw inside, because the owner of a world may ask why something did not match; masked on the way
//! out. It is never written to a disk.

mod body;
mod budget;
mod entry;
mod filter;
mod notes;
mod shelf;
#[cfg(test)]
mod tests;
mod verification;

use std::sync::Arc;

use tokio::sync::watch;

pub use body::{KeptBody, MOST_BODY};
pub use budget::{ALL_BYTES, JournalBudget};
pub use entry::{
    About, Advice, AnswerFacts, Credential, Finding, Findings, JournalEntry, JournalQuestion,
    RawCall,
};
pub use filter::{CallFilter, Condition, StatusRange, View};
pub use notes::{CallNotes, Noted};
pub use shelf::{CAPACITY, Numbered, Reading};
pub use verification::{Checked, Expectation, NearMiss, Times, check};

use shelf::Shelf;

/// How many may follow one journal live; each holds a connection.
pub const MOST_FOLLOWERS: usize = 32;

/// The calls of a world.
#[derive(Debug)]
pub struct Journal {
    shelf: Arc<Shelf>,
    budget: Arc<JournalBudget>,
    /// Carries nothing: who follows reads the journal itself.
    told: watch::Sender<()>,
}

/// Somebody who follows a journal live. Nothing is queued for them: they read on from where they were, and
/// what was dropped in between is gone.
#[derive(Debug)]
pub struct Follower(watch::Receiver<()>);

impl Default for Journal {
    fn default() -> Self {
        Self::within(Arc::default())
    }
}

impl Journal {
    /// An empty journal within a budget.
    pub fn within(budget: Arc<JournalBudget>) -> Self {
        let shelf = Arc::new(Shelf::new(Arc::clone(&budget)));
        budget.enter(&shelf);
        Self {
            shelf,
            budget,
            told: watch::Sender::new(()),
        }
    }

    /// The budget it shares.
    pub fn budget(&self) -> &Arc<JournalBudget> {
        &self.budget
    }

    /// Adds a call and tells its number.
    pub fn append(&self, entry: JournalEntry) -> u64 {
        let sequence = self.shelf.append(entry);
        self.tell();
        sequence
    }

    /// The calls after a number, oldest first.
    pub fn read(&self, since: u64) -> Reading {
        self.shelf.read(since, usize::MAX)
    }

    /// At most so many calls after a number, oldest first.
    pub fn read_some(&self, since: u64, most: usize) -> Reading {
        self.shelf.read(since, most)
    }

    /// The call with this number.
    pub fn get(&self, sequence: u64) -> Option<Arc<JournalEntry>> {
        self.shelf.get(sequence)
    }

    /// Forgets every call; the numbers go on, so that who has seen one knows where to read on.
    pub fn clear(&self) {
        self.shelf.clear(false);
        self.tell();
    }

    /// Forgets every call and numbers from 1 again, as the world itself begins anew.
    pub fn restart(&self) {
        self.shelf.clear(true);
        self.tell();
    }

    /// Follows it from now on; nobody when too many do.
    pub fn follow(&self) -> Option<Follower> {
        let follower = self.told.subscribe();
        (self.told.receiver_count() <= MOST_FOLLOWERS).then_some(Follower(follower))
    }

    fn tell(&self) {
        if self.told.receiver_count() > 0 {
            self.told.send_replace(());
        }
    }
}

impl Follower {
    /// Waits until something has happened since the last time; `false` when the journal is gone with its world.
    pub async fn wait(&mut self) -> bool {
        self.0.changed().await.is_ok()
    }
}
