//! Reads single fields of a record, and collects what is wrong with them.

use super::CitizenRecord;
use super::FieldError;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::{
    CitizenNumber, CmndNumber, Gender, NumberError, PersonalNumber,
};
use crate::domain::civil_date::CivilDate;
use crate::domain::language::Language;
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
    pub(super) fn fail(
        &mut self,
        field: &str,
        code: &'static str,
        vietnamese: &str,
        english: &str,
    ) {
        self.errors.push(FieldError::new(field, code, |language| {
            language.pick(vietnamese, english).to_owned()
        }));
    }

    pub(super) fn required<'a>(&mut self, value: Option<&'a str>, field: &str) -> Option<&'a str> {
        if value.is_none() {
            self.fail(
                field,
                "field_missing",
                "Thiếu trường bắt buộc.",
                "This field is required.",
            );
        }
        value
    }

    pub(super) fn name(&mut self, text: &str, field: &str) -> Option<FullName> {
        FullName::parse(text)
            .map_err(|error| {
                self.errors
                    .push(FieldError::new(field, error.code(), |language| {
                        error.message(language)
                    }));
            })
            .ok()
    }

    pub(super) fn birth_date(&mut self, text: &str, field: &str) -> Option<BirthDate> {
        BirthDate::parse(text)
            .map_err(|error| {
                self.errors
                    .push(FieldError::new(field, error.code(), |language| {
                        error.message(language)
                    }));
            })
            .ok()
    }

    pub(super) fn number_error(&mut self, field: &str, error: &NumberError) {
        self.errors
            .push(FieldError::new(field, error.code(), |language| {
                error.message(language)
            }));
    }

    pub(super) fn number(&mut self, text: &str, field: &str) -> Option<PersonalNumber> {
        PersonalNumber::parse(text)
            .map_err(|error| self.number_error(field, &error))
            .ok()
    }

    pub(super) fn cmnd_number(&mut self, text: &str, field: &str) -> Option<CmndNumber> {
        match CitizenNumber::parse(text) {
            Ok(CitizenNumber::Cmnd(number)) => Some(number),
            Ok(CitizenNumber::Personal(_)) => {
                self.number_error(field, &NumberError::WrongLength { digits: 12 });
                None
            }
            Err(error) => {
                self.number_error(field, &error);
                None
            }
        }
    }

    pub(super) fn gender(&mut self, text: &str) -> Option<Gender> {
        let gender = Gender::parse(text);
        if gender.is_none() {
            self.fail(
                "gender",
                "gender_unknown",
                "Giới tính là male (nam) hoặc female (nữ).",
                "Gender is male or female.",
            );
        }
        gender
    }

    pub(super) fn day(&mut self, text: &str, field: &str) -> Option<CivilDate> {
        match BirthDate::parse(text) {
            Ok(BirthDate::Day(day)) => Some(day),
            Ok(BirthDate::Year(_) | BirthDate::YearMonth { .. }) => {
                self.fail(
                    field,
                    "date_incomplete",
                    "Cần đủ ngày, tháng, năm.",
                    "A whole date is needed here.",
                );
                None
            }
            Err(error) => {
                self.errors
                    .push(FieldError::new(field, error.code(), |language| {
                        error.message(language)
                    }));
                None
            }
        }
    }

    pub(super) fn word<T>(
        &mut self,
        text: Option<&str>,
        field: &str,
        read: impl Fn(&str) -> Option<T>,
        allowed: &str,
    ) -> Option<T> {
        let text = text?;
        let value = read(text);
        if value.is_none() {
            self.errors.push(FieldError::new(
                field,
                "value_unknown",
                |language| match language {
                    Language::Vietnamese => format!("Giá trị không có trong danh sách: {allowed}."),
                    Language::English => format!("Not one of: {allowed}."),
                },
            ));
        }
        value
    }

    pub(super) fn text(&mut self, text: Option<&str>, field: &str) -> Option<Box<str>> {
        let text = text?.trim();
        if text.chars().count() > MAX_TEXT || text.chars().any(char::is_control) {
            self.fail(
                field,
                "text_refused",
                "Tối đa 200 ký tự, không có ký tự điều khiển.",
                "At most 200 characters and no control characters.",
            );
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
        if let Some(code) = text.trim().parse().ok().filter(|code| known(*code)) {
            code
        } else {
            self.errors.push(FieldError::new(
                field,
                "code_unknown",
                |language| match language {
                    Language::Vietnamese => {
                        format!("Mã không có trong danh mục /v1/codes/{list}.")
                    }
                    Language::English => {
                        format!("The code is not in the list /v1/codes/{list}.")
                    }
                },
            ));
            absent
        }
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
        let country = CountryCode::parse(text);
        if country.is_none() {
            self.fail(
                field,
                "country_unknown",
                "Mã nước gồm hai chữ cái (ISO 3166-1).",
                "A country is two letters (ISO 3166-1).",
            );
        }
        country
    }
}

/// The allowed words, for an error message.
pub(super) fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    all.iter()
        .map(|value| word(*value))
        .collect::<Vec<_>>()
        .join(", ")
}
