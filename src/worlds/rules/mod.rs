//! What happens to calls in a world: its rules, the switches of the whole world, and the magic people.
//!
//! Three sources, asked in this order, each call once: the switches, the first rule that strikes, the magic person
//! the call is about. Waits add up; of everything else the first one stays. A rule whose step is `pass` ends the
//! asking.

mod faults;
mod magic;
mod play;
mod rule;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

pub use faults::{Faults, MAX_SOMETIMES, Sometimes};
pub use magic::{FORGOTTEN_AFTER_MILLIS, MagicPeople};
pub use play::Play;
pub use rule::{NewRule, Rule};

use crate::domain::scenario::{CallFacts, Dice, Effect, Moment, Scenario};
use crate::domain::timestamp::Timestamp;

/// The most rules that a world has: each call may have to ask them all.
pub const MAX_RULES: usize = 100;

/// The rules of a world, its switches, and its magic people.
#[derive(Debug, Default)]
pub struct Rules {
    /// Whether there is a rule or a switch is on: without, nothing is locked and nothing asked.
    armed: AtomicBool,
    state: RwLock<State>,
    met: magic::Met,
    /// Calls that the switches were asked for.
    asked: AtomicU64,
    /// Scenarios that callers named, which draw waits too.
    named: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    rules: Vec<Arc<Rule>>,
    faults: Faults,
    /// Rules without a name get the next number; none is given twice.
    last: u64,
}

/// Rules and switches as they once were.
#[derive(Debug)]
pub struct KeptRules(State);

/// Why a rule was not added.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RuleError {
    /// There are as many as there may be.
    TooMany,
    /// There is one with this id.
    Exists,
}

impl Rules {
    /// Who is magic in this world.
    pub fn begin_with(&self, people: MagicPeople) {
        self.met.begin_with(people);
    }

    /// Whether there is a rule or a switch is on. Nothing is locked to learn it.
    pub fn are_armed(&self) -> bool {
        self.armed.load(Ordering::Relaxed)
    }

    /// The rules, in the order they are asked.
    pub fn all(&self) -> Vec<Arc<Rule>> {
        self.read(|state| state.rules.clone())
    }

    /// The rule with this id.
    pub fn find(&self, id: &str) -> Option<Arc<Rule>> {
        self.read(|state| state.rules.iter().find(|rule| *rule.id == *id).cloned())
    }

    /// Adds a rule behind the others. Without an id it gets a number.
    pub fn add(&self, id: Option<&str>, told: NewRule) -> Result<Arc<Rule>, RuleError> {
        self.write(|state| {
            if state.rules.len() >= MAX_RULES {
                return Err(RuleError::TooMany);
            }
            let id = match id {
                Some(id) => id.to_owned(),
                None => state.next_number(),
            };
            if state.rules.iter().any(|rule| *rule.id == *id) {
                return Err(RuleError::Exists);
            }
            let rule = Arc::new(Rule::new(id.into(), told));
            state.rules.push(Arc::clone(&rule));
            Ok(rule)
        })
    }

    /// Puts a rule in the place of the one with this id, counts from nothing, or adds it. The second says whether
    /// it was added.
    pub fn put(&self, id: &str, told: NewRule) -> Result<(Arc<Rule>, bool), RuleError> {
        self.write(|state| {
            let rule = Arc::new(Rule::new(id.into(), told));
            if let Some(place) = state.rules.iter_mut().find(|rule| *rule.id == *id) {
                *place = Arc::clone(&rule);
                return Ok((rule, false));
            }
            if state.rules.len() >= MAX_RULES {
                return Err(RuleError::TooMany);
            }
            state.rules.push(Arc::clone(&rule));
            Ok((rule, true))
        })
    }

    /// Takes a rule away; whether there was one.
    pub fn remove(&self, id: &str) -> bool {
        self.write(|state| {
            let before = state.rules.len();
            state.rules.retain(|rule| *rule.id != *id);
            state.rules.len() < before
        })
    }

    /// Takes all rules away.
    pub fn remove_all(&self) {
        self.write(|state| state.rules.clear());
    }

    /// The switches.
    pub fn faults(&self) -> Faults {
        self.read(|state| state.faults.clone())
    }

    /// Sets the switches; their dice begin anew.
    pub fn set_faults(&self, faults: Faults) {
        self.write(|state| state.faults = faults);
        self.asked.store(0, Ordering::Relaxed);
    }

    /// Everything as at the start of the world.
    pub fn clear(&self) {
        self.write(|state| *state = State::default());
        self.asked.store(0, Ordering::Relaxed);
        self.named.store(0, Ordering::Relaxed);
        self.met.clear();
    }

    /// The rules and switches as they are now, with their counts, for a snapshot.
    pub fn kept(&self) -> Arc<KeptRules> {
        Arc::new(KeptRules(self.read(State::copied)))
    }

    /// Rules, switches and counts as they were kept.
    pub fn restore(&self, kept: &KeptRules) {
        self.write(|state| *state = kept.0.copied());
    }

    /// What the caller named happens, and nothing else.
    pub fn named(&self, scenario: &Scenario) -> Play {
        let nth = self.named.fetch_add(1, Ordering::Relaxed);
        Play::alone(scenario.drawn(Dice::new(0, "named").bits(nth)))
    }

    /// Begins a call of which method and path are known.
    pub fn begin(
        &self,
        facts: &CallFacts<'_>,
        now: Timestamp,
        moment: impl FnOnce() -> Moment,
    ) -> Play {
        if !self.are_armed() {
            return Play::default();
        }
        self.read(|state| {
            let mut effect = Effect::default();
            if !state.faults.is_off() && !facts.is_page {
                let nth = self.asked.fetch_add(1, Ordering::Relaxed);
                effect = state.faults.effect(nth, moment());
            }
            if state.waits_for_more() {
                return Play::begun(effect, false).waiting(facts);
            }
            let struck = state.struck(facts, now);
            let alone = struck.is_some_and(|effect| effect.is_pass());
            let effect = struck.map_or(effect, |struck| effect.and(struck));
            Play::begun(effect, alone)
        })
    }

    /// Decides the rest of a call, of which everything is known now; what was decided already stays.
    pub fn settle(&self, play: &Play, facts: &CallFacts<'_>, now: Timestamp) -> Effect {
        play.settle(|| self.struck_late(play, facts, now).unwrap_or_default())
    }

    /// Decides the rest of a question about a person, who may be magic.
    pub fn settle_question(&self, play: &Play, facts: &CallFacts<'_>, now: Timestamp) -> Effect {
        play.settle(|| {
            let struck = self.struck_late(play, facts, now);
            if struck.is_some_and(|effect| effect.is_pass()) {
                return Effect::default();
            }
            let number = facts.number;
            let met = number.and_then(|number| self.met.strikes(number, now));
            struck.unwrap_or_default().and(met.unwrap_or_default())
        })
    }

    fn struck_late(&self, play: &Play, facts: &CallFacts<'_>, now: Timestamp) -> Option<Effect> {
        let facts = play.on_the_line(facts)?;
        self.read(|state| state.struck(&facts, now))
    }

    fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let answer = change(&mut state);
        let armed = !state.rules.is_empty() || !state.faults.is_off();
        self.armed.store(armed, Ordering::Relaxed);
        answer
    }
}

impl State {
    /// The same with counts of its own.
    fn copied(&self) -> Self {
        let rules = self.rules.iter().map(|rule| Arc::new(rule.copied()));
        Self {
            rules: rules.collect(),
            faults: self.faults.clone(),
            last: self.last,
        }
    }

    fn next_number(&mut self) -> String {
        loop {
            self.last += 1;
            let id = self.last.to_string();
            if self.rules.iter().all(|rule| *rule.id != *id) {
                return id;
            }
        }
    }

    /// Whether a rule has to know more than method and path: then all wait, since the first that strikes decides.
    fn waits_for_more(&self) -> bool {
        let mut rules = self.rules.iter().filter(|rule| rule.told.enabled);
        rules.any(|rule| !rule.told.condition.is_of_the_request_line())
    }

    /// What the first rule that strikes says.
    fn struck(&self, facts: &CallFacts<'_>, now: Timestamp) -> Option<Effect> {
        self.rules.iter().find_map(|rule| rule.strikes(facts, now))
    }
}
