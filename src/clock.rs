//! Time as a parameter: the real clock, and the business date that decides law, ages and cards.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::civil_date::CivilDate;

/// Milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Timestamp(pub u64);

/// Days from the epoch of [`CivilDate::day_number`] (0000-03-01) to 1970-01-01.
const UNIX_EPOCH_DAY: i64 = 719_468;
/// Viet Nam keeps UTC+7 all year.
const VIET_NAM_OFFSET_MILLIS: u64 = 7 * 3_600_000;
const DAY_MILLIS: u64 = 86_400_000;

/// The real time. Tokens, logs and journal always carry it.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the system clock is read"
)]
pub fn real_time() -> Timestamp {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX))
}

impl Timestamp {
    /// The day in Viet Nam.
    pub fn date_in_viet_nam(self) -> CivilDate {
        let days = (self.0 + VIET_NAM_OFFSET_MILLIS) / DAY_MILLIS;
        let number = UNIX_EPOCH_DAY + i64::try_from(days).unwrap_or(0);
        let latest = || CivilDate::new(CivilDate::MAX_YEAR, 12, 31);
        i32::try_from(number)
            .ok()
            .and_then(CivilDate::from_day_number)
            .or_else(latest)
            .unwrap_or_else(|| unreachable!("31 December exists"))
    }

    /// ISO 8601 in UTC with milliseconds, `2026-11-23T16:00:00.123Z`.
    pub fn write_iso(self, out: &mut String) {
        use std::fmt::Write as _;
        let day = UNIX_EPOCH_DAY + i64::try_from(self.0 / DAY_MILLIS).unwrap_or(0);
        let date = i32::try_from(day).ok().and_then(CivilDate::from_day_number);
        let millis = self.0 % DAY_MILLIS;
        let (hours, minutes) = (millis / 3_600_000, millis / 60_000 % 60);
        let (seconds, rest) = (millis / 1000 % 60, millis % 1000);
        if let Some(date) = date {
            // Writing to a String cannot fail.
            let _written = write!(
                out,
                "{date}T{hours:02}:{minutes:02}:{seconds:02}.{rest:03}Z"
            );
        }
    }
}

/// The business date of a world: today in Viet Nam, or a day it was set to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum BusinessDate {
    /// The real day, as it passes.
    #[default]
    Today,
    /// A day that stands still.
    Fixed(CivilDate),
}

impl BusinessDate {
    /// The day it is now.
    pub fn day(self) -> CivilDate {
        match self {
            Self::Today => real_time().date_in_viet_nam(),
            Self::Fixed(day) => day,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_begins_at_midnight_in_viet_nam() {
        assert_eq!(Timestamp(0).date_in_viet_nam().to_string(), "1970-01-01");
        assert_eq!(
            Timestamp(1_751_302_799_999).date_in_viet_nam().to_string(),
            "2025-06-30"
        );
        assert_eq!(
            Timestamp(1_751_302_800_000).date_in_viet_nam().to_string(),
            "2025-07-01"
        );
    }

    #[test]
    fn logs_carry_utc() {
        let mut text = String::new();
        Timestamp(1_751_302_800_007).write_iso(&mut text);
        assert_eq!(text, "2025-06-30T17:00:00.007Z");
    }
}
