//! Dates of birth, which for many old people are a year or a month only.

use std::fmt;

use super::citizen_number::plain_digit;
use super::civil_date::{CivilDate, days_in_month};
use super::language::Language;

/// A date of birth as precisely as it is known (Luật Căn cước 2023 Điều 9(4); the national message
/// carries either `NgayThangNam` or `Nam`).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum BirthDate {
    /// Only the year is known.
    Year(u16),
    /// Year and month are known.
    YearMonth {
        /// The calendar year.
        year: u16,
        /// The month, 1-12.
        month: u8,
    },
    /// The whole date is known.
    Day(CivilDate),
}

/// How much of a date of birth is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DatePrecision {
    /// The year.
    Year,
    /// Year and month.
    YearMonth,
    /// Year, month and day.
    Day,
}

impl DatePrecision {
    /// The word used in answers: `year`, `year_month` or `day`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::YearMonth => "year_month",
            Self::Day => "day",
        }
    }
}

/// Why a text is no date of birth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BirthDateError {
    /// Nothing was given.
    Empty,
    /// The text has none of the accepted forms.
    UnknownForm,
    /// The form is right, but the calendar has no such day (31/04, 29/02 of a common year).
    NoSuchDay {
        /// The year as read.
        year: u16,
        /// The month as read.
        month: u8,
        /// The day as read.
        day: u8,
    },
    /// The form is right, but there is no such month.
    NoSuchMonth {
        /// The month as read.
        month: u8,
    },
    /// The year lies outside 1800-2399.
    YearOutOfRange {
        /// The year as read.
        year: u16,
    },
    /// Eight digits that only make sense as ddMMyyyy, the order of the card's QR code.
    DayFirstDigits,
    /// A year of two digits.
    TwoDigitYear,
}

impl BirthDateError {
    /// The stable code of answers.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "date_missing",
            Self::UnknownForm | Self::DayFirstDigits | Self::TwoDigitYear => "date_unreadable",
            Self::NoSuchDay { .. } | Self::NoSuchMonth { .. } => "date_impossible",
            Self::YearOutOfRange { .. } => "date_out_of_range",
        }
    }

    /// What is wrong and what to send instead.
    pub fn message(&self, language: Language) -> String {
        let accepted = language.pick(
            "Hãy dùng yyyy-MM-dd, dd/MM/yyyy, yyyyMMdd, MM/yyyy, yyyy-MM hoặc chỉ năm yyyy.",
            "Use yyyy-MM-dd, dd/MM/yyyy, yyyyMMdd, MM/yyyy, yyyy-MM or the year alone, yyyy.",
        );
        match self {
            Self::Empty => format!("{} {accepted}", language.pick("Chưa có ngày sinh.", "The date of birth is missing.")),
            Self::UnknownForm => {
                format!("{} {accepted}", language.pick("Không đọc được ngày sinh.", "The date of birth cannot be read."))
            }
            Self::NoSuchDay { year, month, day } => match language {
                Language::Vietnamese => format!("Không có ngày {day:02}/{month:02}/{year} trong lịch."),
                Language::English => format!("The calendar has no {day:02}/{month:02}/{year} (dd/MM/yyyy)."),
            },
            Self::NoSuchMonth { month } => match language {
                Language::Vietnamese => format!("Không có tháng {month}. Ngày đứng trước tháng: dd/MM/yyyy."),
                Language::English => format!("There is no month {month}. The day comes before the month: dd/MM/yyyy."),
            },
            Self::YearOutOfRange { year } => match language {
                Language::Vietnamese => format!("Năm {year} nằm ngoài khoảng 1800-2399."),
                Language::English => format!("The year {year} is outside 1800-2399."),
            },
            Self::DayFirstDigits => language
                .pick(
                    "Tám chữ số được đọc là yyyyMMdd; chuỗi này có vẻ là ddMMyyyy (như trong mã QR). Hãy gửi dd/MM/yyyy.",
                    "Eight digits are read as yyyyMMdd; these look like ddMMyyyy (as in the QR code). Send dd/MM/yyyy.",
                )
                .into(),
            Self::TwoDigitYear => language
                .pick(
                    "Năm sinh phải có bốn chữ số: năm 25 có thể là 1925 hoặc 2025.",
                    "The year needs four digits: 25 could be 1925 or 2025.",
                )
                .into(),
        }
    }
}

impl fmt::Display for BirthDateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message(Language::English))
    }
}

impl std::error::Error for BirthDateError {}

impl BirthDate {
    /// Reads ISO (`1985-05-12`, `1950-03`), Vietnamese (`12/05/1985`, `03/1950`, also with `-` or
    /// `.`), the wire's `19850512`, or a year alone. Full-width and Arabic-Indic digits count.
    pub fn parse(text: &str) -> Result<Self, BirthDateError> {
        let mut plain = [0_u8; 10];
        let mut length = 0;
        for character in text.trim().chars() {
            let byte = match plain_digit(character) {
                Some(digit) => b'0' + digit,
                None if matches!(character, '/' | '-' | '.' | '／' | '－' | '．') => b'/',
                None if character.is_whitespace() => continue,
                None => return Err(BirthDateError::UnknownForm),
            };
            *plain.get_mut(length).ok_or(BirthDateError::UnknownForm)? = byte;
            length += 1;
        }
        let plain = std::str::from_utf8(&plain[..length]).unwrap_or_default(); // ASCII, by construction
        if plain.is_empty() {
            return Err(BirthDateError::Empty);
        }
        let mut parts = plain.split('/');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(digits), None, ..) => Self::from_digits(digits),
            (Some(first), Some(second), None, _) => Self::from_two_parts(first, second),
            (Some(first), Some(second), Some(third), None) => {
                Self::from_three_parts(first, second, third)
            }
            _ => Err(BirthDateError::UnknownForm),
        }
    }

    fn from_digits(digits: &str) -> Result<Self, BirthDateError> {
        match digits.len() {
            4 => Self::checked(number(digits)?, None, None),
            8 => {
                let (year, month, day) = (
                    number(&digits[..4])?,
                    number(&digits[4..6])?,
                    number(&digits[6..])?,
                );
                Self::checked(year, Some(month), Some(day)).map_err(|error| {
                    let day_first =
                        Self::from_three_parts(&digits[..2], &digits[2..4], &digits[4..]);
                    if day_first.is_ok() {
                        BirthDateError::DayFirstDigits
                    } else {
                        error
                    }
                })
            }
            _ => Err(BirthDateError::UnknownForm),
        }
    }

    fn from_two_parts(first: &str, second: &str) -> Result<Self, BirthDateError> {
        match (first.len(), second.len()) {
            (4, 1 | 2) => Self::checked(number(first)?, Some(number(second)?), None),
            (1 | 2, 4) => Self::checked(number(second)?, Some(number(first)?), None),
            _ => Err(BirthDateError::UnknownForm),
        }
    }

    fn from_three_parts(first: &str, second: &str, third: &str) -> Result<Self, BirthDateError> {
        match (first.len(), second.len(), third.len()) {
            (4, 1 | 2, 1 | 2) => {
                Self::checked(number(first)?, Some(number(second)?), Some(number(third)?))
            }
            (1 | 2, 1 | 2, 4) => {
                Self::checked(number(third)?, Some(number(second)?), Some(number(first)?))
            }
            (1 | 2, 1 | 2, 2) => Err(BirthDateError::TwoDigitYear),
            _ => Err(BirthDateError::UnknownForm),
        }
    }

    fn checked(year: u16, month: Option<u16>, day: Option<u16>) -> Result<Self, BirthDateError> {
        if !(CivilDate::MIN_YEAR..=CivilDate::MAX_YEAR).contains(&year) {
            return Err(BirthDateError::YearOutOfRange { year });
        }
        let Some(month) = month.map(narrow) else {
            return Ok(Self::Year(year));
        };
        if !(1..=12).contains(&month) {
            return Err(BirthDateError::NoSuchMonth { month });
        }
        let Some(day) = day.map(narrow) else {
            return Ok(Self::YearMonth { year, month });
        };
        CivilDate::new(year, month, day)
            .map(Self::Day)
            .ok_or(BirthDateError::NoSuchDay { year, month, day })
    }

    /// The year, always known.
    pub const fn year(self) -> u16 {
        match self {
            Self::Year(year) | Self::YearMonth { year, .. } => year,
            Self::Day(date) => date.year(),
        }
    }

    /// The month, where known.
    pub const fn month(self) -> Option<u8> {
        match self {
            Self::Year(_) => None,
            Self::YearMonth { month, .. } => Some(month),
            Self::Day(date) => Some(date.month()),
        }
    }

    /// The whole date, where known.
    pub const fn day(self) -> Option<CivilDate> {
        match self {
            Self::Year(_) | Self::YearMonth { .. } => None,
            Self::Day(date) => Some(date),
        }
    }

    /// How much is known.
    pub const fn precision(self) -> DatePrecision {
        match self {
            Self::Year(_) => DatePrecision::Year,
            Self::YearMonth { .. } => DatePrecision::YearMonth,
            Self::Day(_) => DatePrecision::Day,
        }
    }

    /// The earliest day it can mean: who is born on it is known to have lived from then on.
    pub const fn earliest(self) -> CivilDate {
        let first = match self {
            Self::Year(year) => CivilDate::new(year, 1, 1),
            Self::YearMonth { year, month } => CivilDate::new(year, month, 1),
            Self::Day(date) => Some(date),
        };
        match first {
            Some(date) => date,
            None => unreachable!(), // the first day of a checked month exists
        }
    }

    /// The latest day it can mean.
    pub const fn latest(self) -> CivilDate {
        let last = match self {
            Self::Year(year) => CivilDate::new(year, 12, 31),
            Self::YearMonth { year, month } => {
                CivilDate::new(year, month, days_in_month(year, month))
            }
            Self::Day(date) => Some(date),
        };
        match last {
            Some(date) => date,
            None => unreachable!(), // the last day of a checked month exists
        }
    }

    /// One integer that keeps the precision, `(year * 16 + month) * 32 + day` with 0 for unknown.
    pub const fn packed(self) -> u32 {
        match self {
            Self::Year(year) => year as u32 * 512,
            Self::YearMonth { year, month } => (year as u32 * 16 + month as u32) * 32,
            Self::Day(date) => date.packed(),
        }
    }

    /// Reads [`packed`](Self::packed) back.
    pub fn from_packed(packed: u32) -> Option<Self> {
        let year = u16::try_from(packed / 512).ok()?;
        let month = (packed / 32 % 16) as u16;
        let day = (packed % 32) as u16;
        Self::checked(year, (month > 0).then_some(month), (day > 0).then_some(day)).ok()
    }
}

impl BirthDate {
    /// As people write it: `12/05/1985`, `03/1950`, `1942`.
    pub fn vietnamese(self) -> String {
        match self {
            Self::Year(year) => format!("{year:04}"),
            Self::YearMonth { year, month } => format!("{month:02}/{year:04}"),
            Self::Day(date) => date.vietnamese(),
        }
    }
}

/// Saturating: a month or day past 255 is as impossible as 255.
fn narrow(value: u16) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

fn number(digits: &str) -> Result<u16, BirthDateError> {
    digits
        .parse()
        .map_err(|_not_a_number| BirthDateError::UnknownForm)
}

impl fmt::Display for BirthDate {
    /// ISO 8601 with reduced precision: `1942`, `1950-03`, `1985-05-12`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(formatter, "{year:04}"),
            Self::YearMonth { year, month } => write!(formatter, "{year:04}-{month:02}"),
            Self::Day(date) => write!(formatter, "{date}"),
        }
    }
}

impl fmt::Debug for BirthDate {
    /// The year alone: a date of birth is personal data and does not belong in a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "BirthDate({:04}-…)", self.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accepted_form_is_read() {
        for (text, expected) in [
            ("1985-05-12", "1985-05-12"),
            ("1985-5-2", "1985-05-02"),
            ("12/05/1985", "1985-05-12"),
            ("2/5/1985", "1985-05-02"),
            ("12-05-1985", "1985-05-12"),
            ("12.05.1985", "1985-05-12"),
            ("19850512", "1985-05-12"),
            ("1985/05/12", "1985-05-12"),
            ("1942", "1942"),
            ("1950-03", "1950-03"),
            ("03/1950", "1950-03"),
            (" 12 / 05 / 1985 ", "1985-05-12"),
            ("１２／０５／１９８５", "1985-05-12"),
            ("1899-11-02", "1899-11-02"),
        ] {
            assert_eq!(
                BirthDate::parse(text)
                    .map(|date| date.to_string())
                    .as_deref(),
                Ok(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn each_wrong_form_says_what_is_wrong() {
        use BirthDateError as Error;
        for (text, expected) in [
            ("", Error::Empty),
            ("  ", Error::Empty),
            (
                "31/04/1990",
                Error::NoSuchDay {
                    year: 1990,
                    month: 4,
                    day: 31,
                },
            ),
            (
                "29/02/2023",
                Error::NoSuchDay {
                    year: 2023,
                    month: 2,
                    day: 29,
                },
            ),
            ("1990-00-10", Error::NoSuchMonth { month: 0 }),
            ("05/13/1990", Error::NoSuchMonth { month: 13 }),
            (
                "00/05/1990",
                Error::NoSuchDay {
                    year: 1990,
                    month: 5,
                    day: 0,
                },
            ),
            ("12051985", Error::DayFirstDigits),
            ("12/05/85", Error::TwoDigitYear),
            ("1799", Error::YearOutOfRange { year: 1799 }),
            ("2400-01-01", Error::YearOutOfRange { year: 2400 }),
            ("12 May 1985", Error::UnknownForm),
            ("198505", Error::UnknownForm),
            ("1/2/3/4", Error::UnknownForm),
            ("-1985", Error::UnknownForm),
            ("1985-05-12T00:00:00Z", Error::UnknownForm),
        ] {
            assert_eq!(BirthDate::parse(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn packing_keeps_the_precision_and_the_order() {
        let texts = [
            "1942",
            "1942-01",
            "1942-01-01",
            "1942-01-31",
            "1942-12",
            "1943",
        ];
        let packed: Vec<u32> = texts
            .iter()
            .filter_map(|text| BirthDate::parse(text).ok())
            .map(BirthDate::packed)
            .collect();
        assert!(packed.is_sorted());
        for (text, value) in texts.iter().zip(packed) {
            assert_eq!(
                BirthDate::from_packed(value)
                    .map(|date| date.to_string())
                    .as_deref(),
                Some(*text)
            );
        }
        assert_eq!(BirthDate::from_packed(0), None);
    }
}
