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

    /// As people in Viet Nam read it, `01/07/2025 00:00:00`.
    pub fn in_viet_nam(self) -> String {
        let seconds = (self.0 + VIET_NAM_OFFSET_MILLIS) / 1000 % 86_400;
        format!(
            "{} {:02}:{:02}:{:02}",
            self.date_in_viet_nam().vietnamese(),
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        )
    }

    /// Reads a moment of RFC 3339 to the second or millisecond, `2026-11-23T16:00:00Z` or with an offset
    /// (`+07:00`). Leap seconds do not count.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let date = CivilDate::parse_iso(date)?;
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let (time, offset_minutes) = split_offset(rest)?;
        let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
        let [hour, minute, second] = two_digits(time)?;
        let fraction = format!("{fraction:0<3}");
        let is_fraction =
            fraction.len() <= 9 && fraction.bytes().all(|digit| digit.is_ascii_digit());
        if hour > 23 || minute > 59 || second > 59 || !is_fraction {
            return None;
        }
        let millis: i64 = fraction[..3].parse().ok()?;
        let days = i64::from(date.day_number()) - UNIX_EPOCH_DAY;
        let seconds = ((days * 24 + hour) * 60 + minute - offset_minutes) * 60 + second;
        u64::try_from(seconds * 1000 + millis).ok().map(Self)
    }

    /// ISO 8601 in UTC with milliseconds, as a text of its own.
    pub fn iso(self) -> String {
        let mut text = String::new();
        self.write_iso(&mut text);
        text
    }

    /// The time of day in Viet Nam: minutes since midnight.
    pub fn minute_in_viet_nam(self) -> u16 {
        let of_day = (self.0 + VIET_NAM_OFFSET_MILLIS) % DAY_MILLIS;
        u16::try_from(of_day / 60_000).unwrap_or(0)
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

/// A time and the minutes that its offset is ahead of UTC.
fn split_offset(text: &str) -> Option<(&str, i64)> {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return Some((time, 0));
    }
    let place = text.rfind(['+', '-'])?;
    let (time, offset) = text.split_at(place);
    let (hours, minutes) = offset[1..].split_once(':')?;
    let [hours, minutes] = [number_of_two(hours)?, number_of_two(minutes)?];
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    (hours <= 23 && minutes <= 59).then_some((time, sign * (hours * 60 + minutes)))
}

fn two_digits(time: &str) -> Option<[i64; 3]> {
    let mut parts = time.split(':').map(number_of_two);
    let three = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(three)
}

fn number_of_two(text: &str) -> Option<i64> {
    let is_two = text.len() == 2 && text.bytes().all(|digit| digit.is_ascii_digit());
    is_two.then(|| text.parse().ok())?
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
    fn moments_are_read_with_any_offset() {
        for (text, millis) in [
            ("2025-06-30T17:00:00.007Z", Some(1_751_302_800_007)),
            ("2025-07-01T00:00:00+07:00", Some(1_751_302_800_000)),
            ("2025-06-30 12:00:00.5-05:00", Some(1_751_302_800_500)),
            ("1970-01-01T00:00:00Z", Some(0)),
            ("1969-12-31T23:59:59Z", None),
            ("2025-07-01", None),
            ("2025-07-01T00:00:00", None),
            ("2025-07-01T24:00:00Z", None),
            ("2025-02-30T00:00:00Z", None),
            ("2025-07-01T00:00Z", None),
            ("2025-07-01T00:00:00.Zé", None),
        ] {
            assert_eq!(Timestamp::parse_iso(text).map(|at| at.0), millis, "{text}");
        }
    }

    #[test]
    fn the_time_of_day_is_that_of_viet_nam() {
        assert_eq!(Timestamp(0).minute_in_viet_nam(), 7 * 60);
        assert_eq!(Timestamp(1_751_302_799_999).minute_in_viet_nam(), 1439);
        assert_eq!(Timestamp(1_751_302_800_000).minute_in_viet_nam(), 0);
    }

    #[test]
    fn logs_carry_utc() {
        let mut text = String::new();
        Timestamp(1_751_302_800_007).write_iso(&mut text);
        assert_eq!(text, "2025-06-30T17:00:00.007Z");
    }

    #[test]
    fn people_read_the_time_of_viet_nam() {
        let text = Timestamp(1_751_302_800_007).in_viet_nam();
        assert_eq!(text, "01/07/2025 00:00:00");
    }
}
