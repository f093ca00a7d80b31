//! One rule: which calls it means, what happens to them, and what it has seen so far.

use std::sync::{Mutex, PoisonError};

use crate::domain::scenario::{CallFacts, Condition, Dice, Effect, Script, Seen};
use crate::domain::timestamp::Timestamp;

/// A rule as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewRule {
    /// Which calls.
    pub condition: Condition,
    /// What happens to them.
    pub script: Script,
    /// What its dice are thrown with: the same seed and id give the same run.
    pub seed: u64,
    /// Whether it is switched on.
    pub enabled: bool,
}

/// A rule of a world.
#[derive(Debug)]
pub struct Rule {
    /// Its name in addresses and in the journal.
    pub id: Box<str>,
    /// What it says.
    pub told: NewRule,
    dice: Dice,
    seen: Mutex<Seen>,
}

impl Rule {
    /// A rule that has seen nothing yet.
    pub(super) fn new(id: Box<str>, told: NewRule) -> Self {
        Self {
            dice: Dice::new(told.seed, &id),
            id,
            told,
            seen: Mutex::default(),
        }
    }

    /// The same rule with the same counts, apart from this one.
    pub(super) fn copied(&self) -> Self {
        Self {
            id: self.id.clone(),
            told: self.told.clone(),
            dice: self.dice,
            seen: Mutex::new(self.seen()),
        }
    }

    /// What it has seen.
    pub fn seen(&self) -> Seen {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What happens to a call; `None` where it is not meant or not struck.
    pub(super) fn strikes(&self, facts: &CallFacts<'_>, now: Timestamp) -> Option<Effect> {
        if !self.told.enabled || !self.told.condition.fits(facts) {
            return None;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        self.told.script.next(&mut seen, self.dice, now)
    }
}
