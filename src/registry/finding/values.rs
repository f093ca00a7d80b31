//! The values within conditions: ranges of dates and ages, counts, names and codes of places and groups.

use super::condition::{Condition, Parameter};
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen::BloodGroup;
use crate::domain::civil_date::CivilDate;
use crate::record::FieldError;
use crate::reference::{self, folded};

/// Nobody is older than this.
const MAX_AGE: u16 = 150;
/// The number words, folded, each at the place of its value.
const ENGLISH: [&str; 11] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];
const VIETNAMESE: [&str; 11] = [
    "khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi",
];

/// The condition that a value makes under a parameter.
pub fn value(parameter: Parameter, field: &str, text: &str) -> Result<Condition, FieldError> {
    match parameter {
        Parameter::Born => born(field, text),
        Parameter::Age => age(field, text),
        Parameter::Province => province(field, text),
        Parameter::OldProvince => reference::province_before_named(text)
            .map(Condition::OldProvince)
            .ok_or_else(|| FieldError::not_in_list(field, "provinces_before")),
        Parameter::EthnicGroup => reference::ethnic_group_named(text)
            .map(Condition::EthnicGroup)
            .ok_or_else(|| FieldError::not_in_list(field, "ethnic_groups")),
        Parameter::Religion => reference::religion_named(text)
            .map(Condition::Religion)
            .ok_or_else(|| FieldError::not_in_list(field, "religions")),
        Parameter::BloodGroup => BloodGroup::from_word(&text.trim().to_uppercase())
            .map(Condition::BloodGroup)
            .ok_or_else(|| FieldError::not_one_of(field, "A, B, AB, O")),
        Parameter::CmndCount => count(field, text, 0).map(Condition::CmndCount),
        Parameter::NameWords => count(field, text, 1).map(Condition::NameWords),
        Parameter::HouseholdSize => count(field, text, 1).map(Condition::HouseholdSize),
        Parameter::Gender
        | Parameter::MaritalStatus
        | Parameter::BirthKnown
        | Parameter::Card
        | Parameter::Eid
        | Parameter::Status => Err(FieldError::not_one_of(field, "dancu find --help")), // words only
    }
}

/// Both ends of a range as they were typed; `None` where it is open.
struct Range {
    first: Option<Bound>,
    last: Option<Bound>,
}

/// An end of a range.
struct Bound {
    text: String,
    /// The end itself is not part of it: `before 1950`.
    excluded: bool,
}

impl Range {
    /// Reads `2000-2010`, `2000..2010`, `2000 to 2010`, `từ 2000 đến 2010`, `before 1950`, `từ 60`, `1985`.
    fn read(text: &str) -> Self {
        let mut words: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let folded = folded(word);
            words.push(match folded.as_str() {
                "to" | "den" | "toi" | "until" => "..".to_owned(),
                _ => word.replace(['–', '—', '…'], ".."),
            });
        }
        let opening = words.first().map(|word| folded(word)).unwrap_or_default();
        let open = |excluded, words: &[String]| {
            Some(Bound {
                text: words.concat(),
                excluded,
            })
        };
        match opening.as_str() {
            "before" | "truoc" | "under" | "duoi" => {
                return Self {
                    first: None,
                    last: open(true, &words[1..]),
                };
            }
            "after" | "sau" | "over" | "tren" => {
                return Self {
                    first: open(true, &words[1..]),
                    last: None,
                };
            }
            "from" | "since" | "tu" | "between" => {
                words.remove(0);
                if !words.concat().contains("..") {
                    return Self {
                        first: open(false, &words),
                        last: None,
                    };
                }
            }
            _ => {}
        }
        let joined = words.concat();
        let (first, last) = match joined.split_once("..") {
            Some(ends) => ends,
            None => years(&joined).unwrap_or((&joined, &joined)),
        };
        let end = |text: &str| {
            (!text.is_empty()).then(|| Bound {
                text: text.to_owned(),
                excluded: false,
            })
        };
        Self {
            first: end(first),
            last: end(last),
        }
    }
}

/// `2000-2010` or `30-40` as two ends; `1950-03` is a month and no range.
fn years(text: &str) -> Option<(&str, &str)> {
    let (first, last) = text.split_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_month = first.len() == 4 && last.len() != 4;
    (digits(first) && digits(last) && !is_month).then_some((first, last))
}

fn born(field: &str, text: &str) -> Result<Condition, FieldError> {
    let range = Range::read(text);
    let read = |bound: &Bound| {
        BirthDate::parse(&bound.text).map_err(|error| FieldError::date(field, &error))
    };
    let first = match &range.first {
        None => BirthDate::Year(CivilDate::MIN_YEAR),
        Some(bound) if bound.excluded => next(read(bound)?),
        Some(bound) => read(bound)?,
    };
    let last = match &range.last {
        None => BirthDate::Year(CivilDate::MAX_YEAR),
        Some(bound) if bound.excluded => previous(read(bound)?),
        Some(bound) => read(bound)?,
    };
    if first.earliest() > last.latest() {
        return Err(reversed(field));
    }
    Ok(Condition::Born { first, last })
}

/// The first date after one: the next year for a year, the next day otherwise.
fn next(date: BirthDate) -> BirthDate {
    match date {
        BirthDate::Year(year) => BirthDate::Year((year + 1).min(CivilDate::MAX_YEAR)),
        BirthDate::YearMonth { .. } | BirthDate::Day(_) => {
            date.latest().plus_days(1).map_or(date, BirthDate::Day)
        }
    }
}

/// The last date before one: the year before for a year, the day before otherwise.
fn previous(date: BirthDate) -> BirthDate {
    match date {
        BirthDate::Year(year) => BirthDate::Year((year - 1).max(CivilDate::MIN_YEAR)),
        BirthDate::YearMonth { .. } | BirthDate::Day(_) => {
            date.earliest().plus_days(-1).map_or(date, BirthDate::Day)
        }
    }
}

fn age(field: &str, text: &str) -> Result<Condition, FieldError> {
    let range = Range::read(text);
    let read = |bound: &Bound| {
        let years = bound.text.trim_end_matches('+').parse::<u16>().ok();
        years.filter(|years| *years <= MAX_AGE).ok_or_else(|| {
            FieldError::told(
                field,
                "value_out_of_range",
                format!("Tuổi từ 0 đến {MAX_AGE}, ví dụ 30-40."),
                format!("An age from 0 to {MAX_AGE}, for example 30-40."),
            )
        })
    };
    let least = match &range.first {
        None => 0,
        Some(bound) => read(bound)? + u16::from(bound.excluded),
    };
    let most = match &range.last {
        None => MAX_AGE,
        Some(bound) if bound.excluded => read(bound)?.saturating_sub(1),
        Some(bound) if bound.text.ends_with('+') => MAX_AGE,
        Some(bound) => read(bound)?,
    };
    if least > most {
        return Err(reversed(field));
    }
    Ok(Condition::Age { least, most })
}

fn reversed(field: &str) -> FieldError {
    FieldError::told(
        field,
        "value_out_of_range",
        "Đầu khoảng lớn hơn cuối khoảng.",
        "The range ends before it begins.",
    )
}

fn count(field: &str, text: &str, least: u8) -> Result<u8, FieldError> {
    let word = folded(text);
    let by_word = [ENGLISH, VIETNAMESE]
        .iter()
        .find_map(|words| words.iter().position(|known| *known == word));
    let count = by_word.and_then(|count| u8::try_from(count).ok());
    count
        .or_else(|| word.parse().ok())
        .filter(|count| (least..=50).contains(count))
        .ok_or_else(|| {
            FieldError::told(
                field,
                "value_out_of_range",
                format!("Cần một số từ {least} đến 50, ví dụ 2 hoặc hai."),
                format!("A count from {least} to 50 is needed, for example 2 or two."),
            )
        })
}

/// A province of the 34 by name or code, or one of the 63 by a name that ended.
fn province(field: &str, text: &str) -> Result<Condition, FieldError> {
    let since = reference::province_since_named(text).map(Condition::Province);
    let is_name = text.contains(char::is_alphabetic);
    let before = || {
        let named = is_name.then(|| reference::province_before_named(text));
        named.flatten().map(Condition::OldProvince)
    };
    since
        .or_else(before)
        .ok_or_else(|| FieldError::not_in_list(field, "provinces_since"))
}
