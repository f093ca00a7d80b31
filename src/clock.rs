//! Time as a parameter: the real clock, and the business date that decides law, ages and cards.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::civil_date::CivilDate;
pub use crate::domain::timestamp::Timestamp;

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
        let day = UNIX_EPOCH_DAY + i64::try_from(self.0 / DAY_MILLIS).unwrap_or(0);
        let Some(date) = i32::try_from(day).ok().and_then(CivilDate::from_day_number) else {
            return;
        };
        let millis = self.0 % DAY_MILLIS;
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let parts = [
            (0..4, u64::from(date.year())),
            (5..7, u64::from(date.month())),
            (8..10, u64::from(date.day())),
            (11..13, millis / 3_600_000),
            (14..16, millis / 60_000 % 60),
            (17..19, millis / 1000 % 60),
            (20..23, millis % 1000),
        ];
        // By hand: every log line has one, and the formatting machinery costs ten times as much.
        for (place, number) in parts {
            let mut rest = number;
            for slot in text[place].iter_mut().rev() {
                *slot = b'0' + u8::try_from(rest % 10).unwrap_or(0);
                rest /= 10;
            }
        }
        out.push_str(std::str::from_utf8(&text).unwrap_or_default());
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
