//! Reads single fields of a record, and collects what is wrong with them.

use super::CitizenRecord;
use super::FieldError;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::{
    CitizenNumber, CmndNumber, Gender, NumberError, PersonalNumber,
};
use crate::domain::civil_date::CivilDate;
use crate::domain::name::FullName;
use crate::domain::place::CountryCode;
use crate::domain::status::CancelReason;
use crate::reference;

/// The longest free text kept (house, street, occupation, e-mail), in characters.
const MAX_TEXT: usize = 200;

/// Collects what is wrong while reading on, so that one answer names everything.
pub(super) struct Reader {
    /// What was wrong so far.
    pub(super) errors: Vec<FieldError>,
}

impl Reader {
    pub(super) fn fail(&mut self, error: FieldError) {
        self.errors.push(error);
    }

    /// Keeps the value, or its error.
    pub(super) fn keep<T>(&mut self, read: Result<T, FieldError>) -> Option<T> {
        read.map_err(|error| self.errors.push(error)).ok()
    }

    pub(super) fn required<'a>(&mut self, value: Option<&'a str>, field: &str) -> Option<&'a str> {
        self.keep(value.ok_or_else(|| FieldError::missing(field)))
    }

    pub(super) fn name(&mut self, text: &str, field: &str) -> Option<FullName> {
        self.keep(FullName::parse(text).map_err(|error| FieldError::name(field, error)))
    }

    pub(super) fn birth_date(&mut self, text: &str, field: &str) -> Option<BirthDate> {
        self.keep(BirthDate::parse(text).map_err(|error| FieldError::date(field, &error)))
    }

    pub(super) fn number(&mut self, text: &str, field: &str) -> Option<PersonalNumber> {
        self.keep(PersonalNumber::parse(text).map_err(|error| FieldError::number(field, &error)))
    }

    pub(super) fn cmnd_number(&mut self, text: &str, field: &str) -> Option<CmndNumber> {
        let read = CitizenNumber::parse(text).and_then(|number| match number {
            CitizenNumber::Cmnd(number) => Ok(number),
            CitizenNumber::Personal(_) => Err(NumberError::WrongLength { digits: 12 }),
        });
        self.keep(read.map_err(|error| FieldError::number(field, &error)))
    }

    pub(super) fn gender(&mut self, text: &str) -> Option<Gender> {
        self.keep(Gender::parse(text).ok_or_else(|| FieldError::gender("gender")))
    }

    pub(super) fn day(&mut self, text: &str, field: &str) -> Option<CivilDate> {
        let read = match BirthDate::parse(text) {
            Ok(BirthDate::Day(day)) => Ok(day),
            Ok(BirthDate::Year(_) | BirthDate::YearMonth { .. }) => Err(FieldError::told(
                field,
                "date_incomplete",
                "Cần đủ ngày, tháng, năm.",
                "A whole date is needed here.",
            )),
            Err(error) => Err(FieldError::date(field, &error)),
        };
        self.keep(read)
    }

    pub(super) fn word<T>(
        &mut self,
        text: Option<&str>,
        field: &str,
        read: impl Fn(&str) -> Option<T>,
        allowed: &str,
    ) -> Option<T> {
        self.keep(read(text?).ok_or_else(|| FieldError::not_one_of(field, allowed)))
    }

    pub(super) fn text(&mut self, text: Option<&str>, field: &str) -> Option<Box<str>> {
        let text = text?.trim();
        if text.chars().count() > MAX_TEXT || text.chars().any(char::is_control) {
            self.fail(FieldError::told(
                field,
                "text_refused",
                "Tối đa 200 ký tự, không có ký tự điều khiển.",
                "At most 200 characters and no control characters.",
            ));
            return None;
        }
        (!text.is_empty()).then(|| text.into())
    }

    pub(super) fn cancel_reason(
        &mut self,
        text: Option<&str>,
        field: &str,
    ) -> Option<CancelReason> {
        self.word(
            text,
            field,
            CancelReason::from_word,
            &words(CancelReason::ALL, CancelReason::as_str),
        )
    }

    pub(super) fn code(
        &mut self,
        text: Option<&str>,
        field: &str,
        absent: u8,
        known: impl Fn(u8) -> bool,
        list: &str,
    ) -> u8 {
        let Some(text) = text else { return absent };
        let read = text.trim().parse().ok().filter(|code| known(*code));
        self.keep(read.ok_or_else(|| FieldError::not_in_list(field, list)))
            .unwrap_or(absent)
    }

    pub(super) fn ethnic_group(&mut self, text: Option<&str>) -> u8 {
        let known = |code| {
            reference::ethnic_groups()
                .iter()
                .any(|group| group.code_2008 == code)
        };
        self.code(text, "ethnic_group", 0, known, "ethnic_groups")
    }

    pub(super) fn religion(&mut self, text: Option<&str>) -> u8 {
        let known = |code| {
            reference::religions()
                .iter()
                .any(|religion| religion.code == code)
        };
        self.code(text, "religion", 0, known, "religions")
    }

    pub(super) fn nationality(&mut self, record: &CitizenRecord) -> Vec<CountryCode> {
        let mut countries = Vec::new();
        for (index, text) in record.nationality.iter().enumerate() {
            countries.extend(self.country(text, &format!("nationality[{index}]")));
        }
        countries
    }

    pub(super) fn country(&mut self, text: &str, field: &str) -> Option<CountryCode> {
        self.keep(CountryCode::parse(text).ok_or_else(|| {
            FieldError::told(
                field,
                "value_unknown",
                "Mã nước gồm hai chữ cái (ISO 3166-1).",
                "A country is two letters (ISO 3166-1).",
            )
        }))
    }
}

/// The allowed words, for an error message.
pub(super) fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    all.iter()
        .map(|value| word(*value))
        .collect::<Vec<_>>()
        .join(", ")
}
