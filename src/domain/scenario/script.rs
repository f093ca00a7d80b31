//! What happens from call to call: one scenario each time, a sequence, by chance, so many times, for so long.

use std::fmt;
use std::time::Duration;

use super::dice::{Dice, Probability};
use super::duration::write_duration;
use super::{Effect, Scenario};
use crate::domain::timestamp::Timestamp;
use crate::domain::words::words;

/// The most steps a sequence may have.
pub const MAX_STEPS: usize = 100;

/// What comes behind the last step of a sequence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Then {
    /// The last step, again and again.
    #[default]
    Last,
    /// The sequence from its beginning.
    Again,
    /// Nothing: the calls pass.
    Pass,
}

words!(Then {
    Last => "last",
    Again => "again",
    Pass => "pass",
});

/// What happens to the calls that a rule or a magic person meets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Script {
    /// First, second, then; at least one.
    pub steps: Vec<Scenario>,
    /// What comes behind the last.
    pub then: Then,
    /// How likely a call is struck. One that is not struck takes no step.
    pub probability: Probability,
    /// How many calls are struck at the most.
    pub times: Option<u32>,
    /// For how long, from the first call that fits.
    pub lasting: Option<Duration>,
}

/// What a script has seen so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Seen {
    /// Calls that fitted.
    pub matched: u64,
    /// Calls that were struck.
    pub acted: u64,
    /// The first call that fitted.
    pub first: Option<Timestamp>,
    /// The last one.
    pub last: Option<Timestamp>,
}

impl Script {
    /// The same each time.
    pub fn always(scenario: Scenario) -> Self {
        Self {
            steps: vec![scenario],
            then: Then::Last,
            probability: Probability::ALWAYS,
            times: None,
            lasting: None,
        }
    }

    /// What happens to the next call that fits, made at `now`: counts it in `seen`. `None` when it is not
    /// struck: the dice, the times or the time say no.
    pub fn next(&self, seen: &mut Seen, dice: Dice, now: Timestamp) -> Option<Effect> {
        let bits = dice.bits(seen.matched);
        let first = *seen.first.get_or_insert(now);
        seen.matched += 1;
        seen.last = Some(now);
        let over = self.lasting.is_some_and(|lasting| {
            let lasting = u64::try_from(lasting.as_millis()).unwrap_or(u64::MAX);
            now.0 >= first.0.saturating_add(lasting)
        });
        let used_up = self
            .times
            .is_some_and(|times| seen.acted >= u64::from(times));
        if over || used_up || !self.probability.happens(bits) {
            return None;
        }
        let step = self.step(seen.acted);
        seen.acted += 1;
        // Other bits than those that struck: the first wait would else always be a short one.
        Some(step.drawn(dice.bits(u64::MAX - seen.acted)))
    }

    /// The scenario of the `nth` call that is struck, from 0.
    fn step(&self, nth: u64) -> Scenario {
        let count = self.steps.len();
        let nth = usize::try_from(nth).unwrap_or(usize::MAX);
        let index = match self.then {
            _ if nth < count => nth,
            Then::Pass => return Scenario::PASS,
            Then::Last => count.saturating_sub(1),
            Then::Again => nth.checked_rem(count).unwrap_or(0),
        };
        self.steps.get(index).copied().unwrap_or_default()
    }
}

impl fmt::Display for Script {
    /// `unavailable; unavailable; then pass`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps: Vec<String> = self.steps.iter().map(ToString::to_string).collect();
        formatter.write_str(&steps.join("; "))?;
        match self.then {
            Then::Last => {}
            Then::Again => formatter.write_str("; then again")?,
            Then::Pass => formatter.write_str("; then pass")?,
        }
        if let Some(lasting) = self.lasting {
            write!(formatter, " for {}", write_duration(lasting))?;
        }
        if let Some(times) = self.times {
            write!(formatter, ", {times} times")?;
        }
        if self.probability != Probability::ALWAYS {
            write!(formatter, ", probability {}", self.probability.share())?;
        }
        Ok(())
    }
}
