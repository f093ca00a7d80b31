//! The clock of a world: the business date, and apart from it the time that tokens are stamped with.

use std::sync::{PoisonError, RwLock};

use crate::clock::BusinessDate;
use crate::domain::civil_date::CivilDate;
use crate::domain::period::Period;
use crate::domain::timestamp::Timestamp;

/// How a clock is set. Everything absent is the real one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ClockSetting {
    /// The business date, which then stands still.
    pub as_of: Option<CivilDate>,
    /// Moves the business date: the one that was set, or today's, which goes on running.
    pub shift: Option<Period>,
    /// By how many milliseconds the time of tokens is ahead of the real one. It goes on running.
    pub token_millis: Option<i64>,
}

/// The clock of a world.
#[derive(Debug)]
pub struct WorldClock {
    /// What it was set to at the start, and is again after a reset.
    began_with: ClockSetting,
    now: RwLock<ClockSetting>,
}

impl ClockSetting {
    /// The business date, when the real day is `today`. A shift beyond the calendar moves nothing; it is refused
    /// before it is set.
    pub fn day(self, today: CivilDate) -> CivilDate {
        let day = self.as_of.unwrap_or(today);
        self.shift.and_then(|shift| shift.moved(day)).unwrap_or(day)
    }

    /// The time that tokens are stamped with, when it really is `real`.
    pub fn token_time(self, real: Timestamp) -> Timestamp {
        self.token_millis.map_or(real, |millis| {
            Timestamp(real.0.saturating_add_signed(millis))
        })
    }
}

impl From<BusinessDate> for ClockSetting {
    fn from(date: BusinessDate) -> Self {
        Self {
            as_of: match date {
                BusinessDate::Today => None,
                BusinessDate::Fixed(day) => Some(day),
            },
            ..Self::default()
        }
    }
}

impl WorldClock {
    /// A clock that begins like this.
    pub fn new(began_with: ClockSetting) -> Self {
        Self {
            began_with,
            now: RwLock::new(began_with),
        }
    }

    /// How it is set now.
    pub fn setting(&self) -> ClockSetting {
        *self.now.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// How it was set at the start.
    pub fn began_with(&self) -> ClockSetting {
        self.began_with
    }

    /// Sets it.
    pub fn set(&self, setting: ClockSetting) {
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = setting;
    }

    /// The business date.
    pub fn day(&self) -> CivilDate {
        let setting = self.setting();
        match (setting.as_of, setting.shift) {
            // The system's clock is not asked for a day that stands still.
            (Some(day), None) => day,
            (Some(_), Some(_)) | (None, _) => setting.day(BusinessDate::Today.day()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> CivilDate {
        CivilDate::parse_iso(text).expect("a date")
    }

    #[test]
    fn a_day_that_was_set_stands_still_and_a_shift_moves_it_or_today() {
        let today = date("2026-11-28");
        let as_of = Some(date("2024-07-02"));
        let shift = Period::parse("P30D");
        for (as_of, shift, day) in [
            (None, None, "2026-11-28"),
            (as_of, None, "2024-07-02"),
            (None, shift, "2026-12-28"),
            (as_of, shift, "2024-08-01"),
        ] {
            let setting = ClockSetting {
                as_of,
                shift,
                token_millis: None,
            };
            assert_eq!(setting.day(today).to_string(), day);
        }
    }

    #[test]
    fn the_time_of_tokens_is_the_real_one_unless_it_was_moved() {
        let moved = |token_millis| {
            let setting = ClockSetting {
                token_millis,
                ..ClockSetting::default()
            };
            setting.token_time(Timestamp(1000)).0
        };
        assert_eq!(moved(None), 1000);
        assert_eq!(moved(Some(500)), 1500);
        assert_eq!(moved(Some(-1500)), 0);
    }
}
