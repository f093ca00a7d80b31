//! What is to happen to one call, where testers want somebody else's bad day: an answer that comes late, wrong,
//! damaged or not at all.
//!
//! [`Scenario`] is what happens to one call, [`Script`] what happens from call to call, [`Condition`] to which
//! calls. Everything here is a function of what is handed in: time and chance are parameters.

mod condition;
mod delay;
mod dice;
mod duration;
mod parts;
mod reading;
mod script;
mod table;
#[cfg(test)]
mod tests;
mod window;

use std::fmt;
use std::time::Duration;

pub use condition::{CallFacts, Condition, PathPattern};
pub use delay::Delay;
pub use dice::{Dice, Probability};
pub use duration::{read_duration, write_duration};
pub use parts::{
    Damage, ForcedOutcome, Instead, MAINTENANCE_SECONDS, MismatchField, RATE_LIMIT_SECONDS,
    TIMEOUT, TokenFault,
};
pub use reading::ScenarioError;
pub use script::{MAX_STEPS, Script, Seen, Then};
pub use table::{KINDS, Kind, Stage};
pub use window::{Moment, Window, WindowError};

use parts::Part;

/// What is to happen to one call: at most one thing at each stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Scenario {
    /// How late the answer comes.
    pub delay: Option<Delay>,
    /// Which verdict the registry comes to.
    pub outcome: Option<ForcedOutcome>,
    /// What comes in place of the answer.
    pub instead: Option<Instead>,
    /// What becomes of the answer on its way.
    pub damage: Option<Damage>,
    /// What is wrong with the ID token.
    pub token: Option<TokenFault>,
}

impl Scenario {
    /// Nothing.
    pub const PASS: Self = Self {
        delay: None,
        outcome: None,
        instead: None,
        damage: None,
        token: None,
    };

    /// Whether nothing is to happen.
    pub fn is_pass(&self) -> bool {
        *self == Self::PASS
    }

    /// Only the ID token is wrong.
    pub const fn of_token(fault: TokenFault) -> Self {
        Self {
            token: Some(fault),
            ..Self::PASS
        }
    }

    /// Only something else comes in place of the answer.
    pub const fn of_answer(instead: Instead) -> Self {
        Self {
            instead: Some(instead),
            ..Self::PASS
        }
    }

    /// Puts a part into its place; the stage, where something stands there already.
    fn take(&mut self, part: Part) -> Result<(), Stage> {
        fn put<T>(place: &mut Option<T>, value: T, stage: Stage) -> Result<(), Stage> {
            match place.replace(value) {
                None => Ok(()),
                Some(_) => Err(stage),
            }
        }
        match part {
            Part::Pass => Ok(()),
            Part::Delay(delay) => put(&mut self.delay, delay, Stage::Time),
            Part::Outcome(outcome) => put(&mut self.outcome, outcome, Stage::Registry),
            Part::Instead(instead) => put(&mut self.instead, instead, Stage::Wire),
            Part::Damage(damage) => put(&mut self.damage, damage, Stage::Damage),
            Part::Token(fault) => put(&mut self.token, fault, Stage::Token),
        }
    }

    /// With the waits drawn: what [`Effect`] is made of.
    pub fn drawn(&self, bits: u64) -> Effect {
        Effect {
            wait: self.delay.map_or(Duration::ZERO, |delay| delay.draw(bits)),
            scenario: *self,
        }
    }
}

impl fmt::Display for Scenario {
    /// As it is read.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            self.delay.map(|delay| format!("slow={delay}")),
            self.outcome.map(|outcome| match outcome {
                ForcedOutcome::NotFound => "not_found".to_owned(),
                ForcedOutcome::Mismatch(field) => format!("mismatch:{}", field.as_str()),
                ForcedOutcome::Review => "review".to_owned(),
            }),
            self.instead.map(|instead| match instead {
                Instead::Timeout => "timeout".to_owned(),
                Instead::Unavailable => "unavailable".to_owned(),
                Instead::RateLimit { seconds } if seconds == RATE_LIMIT_SECONDS => {
                    "rate_limit".to_owned()
                }
                Instead::RateLimit { seconds } => format!("rate_limit={seconds}s"),
                Instead::Reset => "reset".to_owned(),
                Instead::GatewayHtml => "gateway_html".to_owned(),
                Instead::Empty => "empty".to_owned(),
                Instead::WrongBody => "wrong_body".to_owned(),
                Instead::Garbage => "garbage".to_owned(),
                Instead::Maintenance { .. } => "maintenance".to_owned(),
                Instead::Status(status) => format!("status={status}"),
            }),
            self.damage.map(|damage| damage.as_str().to_owned()),
            self.token.map(|fault| match fault {
                TokenFault::KeysRotated => fault.as_str().to_owned(),
                _of_the_table => format!("token={}", fault.as_str()),
            }),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            return formatter.write_str("pass");
        }
        formatter.write_str(&parts.join(","))
    }
}

/// What happens to a call once everybody was asked: scenarios laid over each other, waits drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Effect {
    /// How long the answer waits, all together.
    pub wait: Duration,
    /// Everything else.
    pub scenario: Scenario,
}

impl Effect {
    /// With what another source wants: waits add up, and at every other stage the first one stays.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let (one, two) = (self.scenario, other.scenario);
        Self {
            wait: self.wait.saturating_add(other.wait),
            scenario: Scenario {
                delay: one.delay.or(two.delay),
                outcome: one.outcome.or(two.outcome),
                instead: one.instead.or(two.instead),
                damage: one.damage.or(two.damage),
                token: one.token.or(two.token),
            },
        }
    }

    /// Whether nothing happens.
    pub fn is_pass(&self) -> bool {
        self.scenario.is_pass()
    }
}

impl fmt::Display for Effect {
    /// As the journal tells it: with the wait as it was, not as it was drawn from.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let delay = (!self.wait.is_zero()).then_some(Delay::Fixed(self.wait));
        Scenario {
            delay,
            ..self.scenario
        }
        .fmt(formatter)
    }
}
