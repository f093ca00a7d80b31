//! The switches of a whole world: what is always so, what is sometimes so, when it is shut.

use crate::domain::scenario::{
    Dice, Effect, Instead, Moment, Probability, Scenario, TokenFault, Window,
};

/// The most kinds of sometimes.
pub const MAX_SOMETIMES: usize = 10;

/// The switches. By default nothing is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Faults {
    /// Happens to every call.
    pub always: Option<Scenario>,
    /// Happens to some, each for itself.
    pub sometimes: Vec<Sometimes>,
    /// Within it every call is answered by `maintenance`.
    pub maintenance: Option<Window>,
    /// What is wrong with every ID token.
    pub tokens: Option<TokenFault>,
}

/// What happens to some calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sometimes {
    /// What.
    pub scenario: Scenario,
    /// How likely.
    pub probability: Probability,
    /// What the dice are thrown with.
    pub seed: u64,
}

impl Faults {
    /// Whether nothing is wrong.
    pub fn is_off(&self) -> bool {
        *self == Self::default()
    }

    /// What happens to the `nth` call, at this moment of the world.
    pub fn effect(&self, nth: u64, now: Moment) -> Effect {
        let left = self.maintenance.and_then(|window| window.minutes_left(now));
        let maintenance = left.map(|minutes| Instead::Maintenance {
            seconds: minutes.saturating_mul(60),
        });
        let mut effect = Effect {
            scenario: Scenario {
                instead: maintenance,
                token: self.tokens,
                ..Scenario::PASS
            },
            ..Effect::default()
        };
        for (index, sometimes) in self.sometimes.iter().enumerate() {
            let dice = Dice::new(sometimes.seed, &format!("sometimes {index}"));
            if sometimes.probability.happens(dice.bits(nth)) {
                effect = effect.and(sometimes.scenario.drawn(dice.bits(u64::MAX - nth)));
            }
        }
        if let Some(always) = &self.always {
            effect = effect.and(always.drawn(Dice::new(0, "always").bits(nth)));
        }
        effect
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::civil_date::CivilDate;

    fn at(minute: u16) -> Moment {
        Moment {
            day: CivilDate::new(2025, 7, 1).expect("a day"),
            minute,
        }
    }

    fn scenario(text: &str) -> Scenario {
        Scenario::parse(text).expect("a scenario")
    }

    #[test]
    fn within_the_window_it_is_maintenance_with_the_seconds_that_are_left() {
        let faults = Faults {
            maintenance: Window::parse("22:00", "23:00").ok(),
            always: Some(scenario("slow=10ms")),
            ..Faults::default()
        };
        let inside = faults.effect(0, at(22 * 60 + 45));
        let expected = Instead::Maintenance { seconds: 900 };
        assert_eq!(inside.scenario.instead, Some(expected));
        assert_eq!(faults.effect(0, at(23 * 60)).to_string(), "slow=10ms");
    }

    #[test]
    fn sometimes_is_repeated_by_its_seed_and_each_is_thrown_for_itself() {
        let sometimes = |text, share, seed| Sometimes {
            scenario: scenario(text),
            probability: Probability::of_share(share).expect("a share"),
            seed,
        };
        let faults = |seed| Faults {
            sometimes: vec![
                sometimes("unavailable", 0.5, seed),
                sometimes("slow=1s", 0.5, seed),
            ],
            ..Faults::default()
        };
        let run = |seed| -> Vec<String> {
            let faults = faults(seed);
            (0..200)
                .map(|nth| faults.effect(nth, at(0)).to_string())
                .collect()
        };
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
        for effect in ["pass", "unavailable", "slow=1s", "slow=1s,unavailable"] {
            let count = run(7).iter().filter(|one| *one == effect).count();
            assert!((30..70).contains(&count), "{effect}: {count}");
        }
    }
}
