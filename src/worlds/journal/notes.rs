//! What becomes known of a call while it is answered: its entry is made of it, once, before the answer goes out.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::Journal;
use super::body::KeptBody;
use super::entry::{Advice, Finding, Findings, JournalEntry};
use crate::worlds::rules::Play;

/// The notes of one call. Use cases write into them from whatever thread they run on.
#[derive(Debug, Default)]
pub struct CallNotes {
    noted: Mutex<Noted>,
    /// What happens to the call besides; nothing where nobody began it.
    play: OnceLock<Play>,
}

/// What was noted.
#[derive(Debug, Default)]
pub struct Noted {
    /// What the use cases found out.
    pub findings: Findings,
    /// What came of the call, where no use case knows and the status says too little.
    pub outcome: Option<Cow<'static, str>>,
    /// Who called, or claimed to, where no key says so.
    pub client: Option<Arc<str>>,
    /// What the developer of a refused client can mend.
    pub advice: Option<Box<Advice>>,
    /// The misbehaviour that the call is answered with on demand.
    pub scenario: Option<Box<str>>,
    /// The body.
    pub body: KeptBody,
    /// Work that goes on while the answer is sent.
    late: Late,
}

/// An answer that is sent in pieces finds things out after its head has gone.
#[derive(Debug, Default)]
enum Late {
    /// It does not.
    #[default]
    No,
    /// It does; the entry is not made yet.
    Awaited,
    /// It does; the entry waits for the findings.
    Waiting(Box<JournalEntry>),
}

impl CallNotes {
    fn lock(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says what happens to the call besides; whoever says it first has said it.
    pub fn begin(&self, play: Play) -> &Play {
        self.play.get_or_init(|| play)
    }

    /// What happens to the call besides.
    pub fn play(&self) -> Option<&Play> {
        self.play.get()
    }

    /// Notes for one item of a call that has many: what happens to it is decided for itself.
    #[must_use]
    pub fn of_item(&self) -> Self {
        let notes = Self::default();
        if let Some(play) = self.play() {
            notes.begin(play.of_item());
        }
        notes
    }

    /// Takes what was found out for an item.
    pub fn absorb(&self, item: &Self) {
        let found = item.take().findings;
        let mut noted = self.lock();
        for finding in found.iter() {
            noted.findings.push(finding.clone());
        }
    }

    /// Notes what a use case found out.
    pub fn add(&self, finding: Finding) {
        self.lock().findings.push(finding);
    }

    /// Notes something else.
    pub fn note(&self, note: impl FnOnce(&mut Noted)) {
        note(&mut self.lock());
    }

    /// Keeps a body.
    pub fn keep_body(&self, bytes: &[u8]) {
        let body = KeptBody::of(bytes);
        self.lock().body = body;
    }

    /// Takes everything that was noted so far.
    pub fn take(&self) -> Noted {
        std::mem::take(&mut self.lock())
    }

    /// Says that findings will come while the answer is sent; [`Self::finish`] must follow.
    pub fn await_more(&self) {
        self.lock().late = Late::Awaited;
    }

    /// Appends the entry that `make` makes of the notes, or lets it wait for what is still to be found out.
    pub fn close(&self, journal: &Journal, make: impl FnOnce(Noted) -> JournalEntry) {
        let mut noted = self.lock();
        if matches!(noted.late, Late::Awaited) {
            let entry = make(std::mem::take(&mut noted));
            noted.late = Late::Waiting(Box::new(entry));
            return;
        }
        let taken = std::mem::take(&mut *noted);
        drop(noted);
        journal.append(make(taken));
    }

    /// Appends an entry that waited, with all findings.
    pub fn finish(&self, journal: &Journal) {
        let mut noted = self.lock();
        let late = std::mem::take(&mut noted.late);
        if let Late::Waiting(mut entry) = late {
            entry.findings = std::mem::take(&mut noted.findings);
            drop(noted);
            if let Some(outcome) = entry.findings.outcome() {
                entry.outcome = outcome.into();
            }
            journal.append(*entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::About;
    use super::super::tests::entry;
    use super::*;

    fn finding(outcome: &'static str) -> Finding {
        Finding {
            operation: "match",
            question: None,
            outcome,
            rule: None,
            about: About::Nobody,
        }
    }

    fn close(notes: &CallNotes, journal: &Journal) {
        notes.close(journal, |noted| JournalEntry {
            findings: noted.findings,
            ..entry("match_batch")
        });
    }

    #[test]
    fn findings_stand_in_the_entry_of_their_call() {
        let (notes, journal) = (CallNotes::default(), Journal::default());
        notes.add(finding("match"));
        close(&notes, &journal);
        let calls = journal.read(0).calls;
        assert_eq!(calls.len(), 1);
        assert_eq!(calls[0].call.findings.outcome(), Some("match"));
        notes.finish(&journal);
        assert_eq!(journal.read(0).calls.len(), 1);
    }

    #[test]
    fn an_answer_in_pieces_is_entered_when_all_of_it_is_known() {
        let (notes, journal) = (CallNotes::default(), Journal::default());
        notes.await_more();
        close(&notes, &journal);
        assert!(journal.read(0).calls.is_empty());
        notes.add(finding("match"));
        notes.add(finding("no_match"));
        notes.finish(&journal);
        let calls = journal.read(0).calls;
        assert_eq!(calls[0].call.findings.len(), 2);
        assert_eq!(calls[0].call.outcome, "mixed");
    }

    #[test]
    fn an_answer_that_was_given_up_before_its_head_went_is_entered_at_once() {
        let (notes, journal) = (CallNotes::default(), Journal::default());
        notes.await_more();
        notes.finish(&journal);
        assert!(journal.read(0).calls.is_empty());
        close(&notes, &journal);
        assert_eq!(journal.read(0).calls.len(), 1);
    }
}
