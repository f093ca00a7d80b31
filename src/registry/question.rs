//! Questions as they were typed, read with everything that is wrong with them named at once.

use super::matching::MatchQuery;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::{CitizenNumber, Gender};
use crate::domain::matching::Policy;
use crate::domain::name::{FullName, NameError};
use crate::record::FieldError;

/// The longest name that is looked at, in bytes as typed: a name of 200 characters, each written with
/// base letter, marks and escapes, has less. Longer ones hold invisible filler.
const MAX_NAME_BYTES: usize = 2000;

/// A question as it was typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct RawQuestion<'a> {
    /// 12 or 9 digits.
    pub number: Option<&'a str>,
    /// The name.
    pub full_name: Option<&'a str>,
    /// The date of birth.
    pub date_of_birth: Option<&'a str>,
    /// The gender, where it is asked.
    pub gender: Option<&'a str>,
    /// The policy; standard when absent.
    pub policy: Option<&'a str>,
}

impl RawQuestion<'_> {
    /// The question, or everything that is wrong with it.
    pub fn read(&self) -> Result<MatchQuery, Vec<FieldError>> {
        let mut errors = Vec::new();
        let number = keep(
            required("number", self.number).and_then(read_number),
            &mut errors,
        );
        let full_name = keep(
            required("full_name", self.full_name).and_then(read_name),
            &mut errors,
        );
        let date = keep(
            required("date_of_birth", self.date_of_birth).and_then(read_date),
            &mut errors,
        );
        let gender = keep(self.gender.map(read_gender).transpose(), &mut errors);
        let policy = keep(self.policy.map(read_policy).transpose(), &mut errors);
        match (number, full_name, date, gender, policy) {
            (Some(number), Some(full_name), Some(date_of_birth), Some(gender), Some(policy)) => {
                Ok(MatchQuery {
                    number,
                    full_name,
                    date_of_birth: Some(date_of_birth),
                    gender,
                    policy: policy.unwrap_or_default(),
                })
            }
            _ => Err(errors),
        }
    }
}

/// Keeps the value, or its error.
pub fn keep<T>(read: Result<T, FieldError>, errors: &mut Vec<FieldError>) -> Option<T> {
    read.map_err(|error| errors.push(error)).ok()
}

/// A number of either kind.
pub fn read_number(text: &str) -> Result<CitizenNumber, FieldError> {
    CitizenNumber::parse(text).map_err(|error| FieldError::number("number", &error))
}

/// A name that could be somebody's, kept as it was typed: the comparison tells what was done to it.
pub fn read_name(text: &str) -> Result<Box<str>, FieldError> {
    let characters = text.len();
    let checked = if characters > MAX_NAME_BYTES {
        Err(NameError::TooLong { characters })
    } else {
        FullName::parse(text).map(|_possible| text.into())
    };
    checked.map_err(|error| FieldError::name("full_name", error))
}

/// A date of birth.
pub fn read_date(text: &str) -> Result<BirthDate, FieldError> {
    BirthDate::parse(text).map_err(|error| FieldError::date("date_of_birth", &error))
}

/// A gender.
pub fn read_gender(text: &str) -> Result<Gender, FieldError> {
    Gender::parse(text).ok_or_else(|| FieldError::gender("gender"))
}

/// A province since 01/07/2025, two digits.
pub fn read_province(text: &str) -> Result<u8, FieldError> {
    let code = text
        .trim()
        .parse()
        .ok()
        .filter(|code| crate::reference::province_since(*code).is_some());
    code.ok_or_else(|| FieldError::not_in_list("province", "provinces_since"))
}

fn read_policy(text: &str) -> Result<Policy, FieldError> {
    Policy::from_word(text)
        .ok_or_else(|| FieldError::not_one_of("policy", "strict, standard, lenient, fold"))
}

fn required<'a>(field: &str, value: Option<&'a str>) -> Result<&'a str, FieldError> {
    value.ok_or_else(|| FieldError::missing(field))
}
