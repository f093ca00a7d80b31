//! Periods of time: `P30D`, `-P1Y6M`, `PT90S` (ISO 8601-1:2019, 5.5.2), without fractions.

use std::fmt;

use super::civil_date::{CivilDate, days_in_month};

/// The longest period, in days: a thousand years. Longer ones are typing mistakes.
const MOST_DAYS: u64 = 366_000;
const SECONDS_OF_DAY: i64 = 86_400;

/// A period, forward or back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Period {
    /// Calendar months, years counted as twelve.
    months: i32,
    /// Days, weeks counted as seven.
    days: i32,
    /// What stands behind `T`, in seconds.
    seconds: i64,
}

impl Period {
    /// Reads a period: a sign or none, `P`, numbers before `Y`, `M`, `W`, `D`, and behind `T` before `H`, `M`, `S`,
    /// each once and in this order.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, rest) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let rest = rest.strip_prefix('P')?;
        let (date, time) = match rest.split_once('T') {
            Some((_, "")) => return None,
            Some((date, time)) => (date, time),
            None => (rest, ""),
        };
        if date.is_empty() && time.is_empty() {
            return None;
        }
        let [years, months, weeks, days] = amounts(date, ['Y', 'M', 'W', 'D'])?;
        let [hours, minutes, seconds, _] = amounts(time, ['H', 'M', 'S', '\0'])?;
        let all_days = years * 366 + months * 31 + weeks * 7 + days;
        let all_seconds = hours * 3600 + minutes * 60 + seconds;
        if all_days + all_seconds / 86_400 > MOST_DAYS {
            return None;
        }
        Some(Self {
            months: sign * i32::try_from(years * 12 + months).ok()?,
            days: sign * i32::try_from(weeks * 7 + days).ok()?,
            seconds: i64::from(sign) * i64::try_from(all_seconds).ok()?,
        })
    }

    /// So many seconds.
    pub const fn of_seconds(seconds: i64) -> Self {
        Self {
            months: 0,
            days: 0,
            seconds,
        }
    }

    /// Whether it has whole days alone, so that it can move a date.
    pub const fn is_of_days(self) -> bool {
        self.seconds == 0
    }

    /// The date moved by months, kept within the month (31/01 and a month: the last of February), then by days;
    /// hours and less do not count. `None` beyond the calendar.
    pub fn moved(self, date: CivilDate) -> Option<CivilDate> {
        let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 + self.months;
        let year = u16::try_from(month.div_euclid(12)).ok()?;
        let month = u8::try_from(month.rem_euclid(12)).ok()? + 1;
        let day = date.day().min(days_in_month(year, month));
        CivilDate::new(year, month, day)?.plus_days(self.days)
    }

    /// Its length in milliseconds, a month counted as thirty days.
    pub fn millis(self) -> i64 {
        let days = i64::from(self.months) * 30 + i64::from(self.days);
        (days * SECONDS_OF_DAY + self.seconds) * 1000
    }
}

/// The numbers before each of these letters, 0 where one is missing.
fn amounts(text: &str, letters: [char; 4]) -> Option<[u64; 4]> {
    let mut amounts = [0; 4];
    let mut rest = text;
    for (amount, letter) in amounts.iter_mut().zip(letters) {
        let Some((digits, behind)) = rest.split_once(letter) else {
            continue;
        };
        let is_number =
            (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if !is_number {
            return None;
        }
        *amount = digits.parse().ok()?;
        rest = behind;
    }
    rest.is_empty().then_some(amounts)
}

impl fmt::Display for Period {
    /// In the form it is read in: `P1Y2M3DT4H5M6S`; nothing at all is `P0D`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.months < 0 || self.days < 0 || self.seconds < 0 {
            formatter.write_str("-")?;
        }
        formatter.write_str("P")?;
        let months = self.months.unsigned_abs();
        let seconds = self.seconds.unsigned_abs();
        let date = [
            (months / 12, 'Y'),
            (months % 12, 'M'),
            (self.days.unsigned_abs(), 'D'),
        ];
        for (amount, letter) in date {
            if amount != 0 {
                write!(formatter, "{amount}{letter}")?;
            }
        }
        if seconds != 0 {
            formatter.write_str("T")?;
        } else if months == 0 && self.days == 0 {
            return formatter.write_str("0D");
        }
        for (amount, letter) in [
            (seconds / 3600, 'H'),
            (seconds / 60 % 60, 'M'),
            (seconds % 60, 'S'),
        ] {
            if amount != 0 {
                write!(formatter, "{amount}{letter}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_and_written() {
        for (text, written) in [
            ("P30D", "P30D"),
            ("P1Y2M3DT4H5M6S", "P1Y2M3DT4H5M6S"),
            ("P2W", "P14D"),
            ("-P1M", "-P1M"),
            ("PT90S", "PT1M30S"),
            ("P18M", "P1Y6M"),
            ("P0D", "P0D"),
        ] {
            let period = Period::parse(text).expect(text);
            assert_eq!(period.to_string(), written);
            assert_eq!(Period::parse(written), Some(period), "{written}");
        }
        for wrong in [
            "",
            "P",
            "PT",
            "30D",
            "P30",
            "P1D2Y",
            "P1.5D",
            "P-1D",
            "PD",
            "P1DT",
            "P9999999999D",
            "P2000Y",
            "p1d",
        ] {
            assert_eq!(Period::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_date_moves_by_months_within_the_month_and_then_by_days() {
        let moved = |date: &str, period: &str| {
            let date = CivilDate::parse_iso(date).expect("a date");
            let moved = Period::parse(period).expect("a period").moved(date);
            moved.expect("a date").to_string()
        };
        assert_eq!(moved("2024-01-31", "P1M"), "2024-02-29");
        assert_eq!(moved("2024-02-29", "-P1Y"), "2023-02-28");
        assert_eq!(moved("2024-07-02", "P30D"), "2024-08-01");
        assert_eq!(moved("2024-12-31", "P1M1D"), "2025-02-01");
        let last = CivilDate::new(CivilDate::MAX_YEAR, 12, 31).expect("a date");
        assert_eq!(Period::parse("P1D").expect("a period").moved(last), None);
    }
}
