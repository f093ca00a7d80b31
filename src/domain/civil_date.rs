//! A day of the Gregorian calendar, as civil status knows it: no time, no zone.

use std::fmt;

/// A real day: 30 February cannot be made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate {
    year: u16,
    month: u8,
    day: u8,
}

impl CivilDate {
    /// The earliest year we keep: nobody alive, and nobody's recorded parent, is older.
    pub const MIN_YEAR: u16 = 1800;
    /// The last year a personal number can speak of (century digits 8 and 9).
    pub const MAX_YEAR: u16 = 2399;

    /// The day, or `None` where the calendar has no such day or the year is out of range.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year < Self::MIN_YEAR || year > Self::MAX_YEAR || day == 0 {
            return None;
        }
        if month == 0 || month > 12 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// The calendar year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1-12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1-31.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Reads `yyyy-MM-dd` and nothing else.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number = |from: usize, to: usize| -> Option<u16> {
            let part = text.get(from..to)?;
            part.bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| part.parse().ok())?
        };
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// Days since 0000-03-01 in the proleptic Gregorian calendar; differences are what matters.
    pub const fn day_number(self) -> i32 {
        let month = (self.month as i32 + 9) % 12;
        let year = self.year as i32 - month / 10;
        365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + self.day as i32
            - 1
    }

    /// The day with this [`day_number`](Self::day_number), or `None` outside the kept years.
    ///
    /// By multiplications alone (Neri and Schneider, "Euclidean affine functions and their application to
    /// calendar algorithms", 2023): most of the days of a population come through here.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "months and days of a year are small, and the lower half of a product is wanted"
    )]
    pub fn from_day_number(number: i32) -> Option<Self> {
        const MOST: u32 = 2_400 * 366;
        let number = u32::try_from(number).ok().filter(|number| *number < MOST)?;
        let in_centuries = 4 * number + 3;
        let (century, of_century) = (in_centuries / 146_097, in_centuries % 146_097 / 4);
        let in_years = 2_939_745 * u64::from(4 * of_century + 3);
        let year_of_century = (in_years >> 32) as u32;
        // Years begin with March here, so that the day that comes and goes is their last.
        let day_of_year = in_years as u32 / 2_939_745 / 4;
        let in_months = 2_141 * day_of_year + 197_913;
        let (month, day) = (in_months >> 16, in_months % (1 << 16) / 2_141 + 1);
        let after_december = u32::from(day_of_year >= 306);
        let year = 100 * century + year_of_century + after_december;
        let kept = u32::from(Self::MIN_YEAR)..=u32::from(Self::MAX_YEAR);
        kept.contains(&year).then_some(Self {
            year: year as u16,
            month: (month - 12 * after_december) as u8,
            day: day as u8,
        })
    }

    /// The day `days` later (earlier when negative), or `None` outside the kept years.
    pub fn plus_days(self, days: i32) -> Option<Self> {
        Self::from_day_number(self.day_number().checked_add(days)?)
    }

    /// The same day of another year. Somebody born on 29 February has the birthday on 28 February
    /// in common years: the term ends with the last day of the month (Bộ luật Dân sự Điều 148).
    pub const fn birthday_in(self, year: u16) -> Option<Self> {
        match Self::new(year, self.month, self.day) {
            Some(date) => Some(date),
            None => Self::new(year, self.month, 28),
        }
    }

    /// Whole years from this day of birth to `on`: the age in the sense of the law.
    pub const fn age_on(self, on: Self) -> u16 {
        let years = on.year.saturating_sub(self.year);
        match self.birthday_in(on.year) {
            Some(birthday) if birthday.day_number() > on.day_number() => years.saturating_sub(1),
            Some(_) | None => years,
        }
    }

    /// One integer in calendar order, `(year * 16 + month) * 32 + day`: how dates are stored.
    pub const fn packed(self) -> u32 {
        (self.year as u32 * 16 + self.month as u32) * 32 + self.day as u32
    }

    /// Reads [`packed`](Self::packed) back.
    pub fn from_packed(packed: u32) -> Option<Self> {
        let year = u16::try_from(packed / 512).ok()?;
        Self::new(year, (packed / 32 % 16) as u8, (packed % 32) as u8)
    }
}

/// How many days `month` (1-12) of `year` has.
pub const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Whether `year` has a 29 February.
pub const fn is_leap_year(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

impl CivilDate {
    /// As people write it: `12/05/1985`.
    pub fn vietnamese(self) -> String {
        format!("{:02}/{:02}/{:04}", self.day(), self.month(), self.year())
    }
}

impl fmt::Display for CivilDate {
    /// ISO 8601, `yyyy-MM-dd`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:04}-{:02}-{:02}",
            self.year, self.month, self.day
        )
    }
}

impl fmt::Debug for CivilDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> CivilDate {
        CivilDate::parse_iso(text).expect(text)
    }

    #[test]
    fn days_that_do_not_exist_cannot_be_made() {
        for text in [
            "1990-04-31",
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-00-10",
            "1799-12-31",
            "2024-1-1",
            "+024-01-01",
        ] {
            assert_eq!(CivilDate::parse_iso(text), None, "{text}");
        }
        assert!(CivilDate::new(2000, 2, 29).is_some());
    }

    #[test]
    fn day_numbers_go_both_ways_over_six_centuries() {
        let mut expected = date("1800-01-01");
        for number in expected.day_number()..=date("2399-12-31").day_number() {
            let day = CivilDate::from_day_number(number).expect("inside the range");
            assert_eq!(day.day_number(), number);
            assert!(day >= expected);
            assert_eq!(CivilDate::from_packed(day.packed()), Some(day));
            expected = day;
        }
        assert_eq!(date("2024-02-28").plus_days(2), Some(date("2024-03-01")));
        assert_eq!(date("2399-12-31").plus_days(1), None);
    }

    #[test]
    fn age_counts_birthdays_and_the_29th_of_february_falls_on_the_28th() {
        for (born, on, age) in [
            ("2004-02-29", "2029-02-27", 24),
            ("2004-02-29", "2029-02-28", 25),
            ("1985-05-12", "2025-05-11", 39),
            ("1985-05-12", "2025-05-12", 40),
            ("2025-05-12", "2020-01-01", 0),
        ] {
            assert_eq!(date(born).age_on(date(on)), age, "{born} on {on}");
        }
    }
}
