//! Values that stand alone, outside a record, read as a record's are: everything wrong is named at once.

use super::field_reader::Reader;
use super::{FieldError, PlaceRecord};
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::{CitizenNumber, Gender};
use crate::domain::civil_date::CivilDate;
use crate::domain::name::FullName;
use crate::domain::place::Place;
use crate::reference;

/// Reads values and collects what is wrong with them.
pub struct SingleValues {
    reader: Reader,
}

impl Default for SingleValues {
    fn default() -> Self {
        Self {
            reader: Reader { errors: Vec::new() },
        }
    }
}

impl std::fmt::Debug for SingleValues {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SingleValues(…)")
    }
}

impl SingleValues {
    /// Notes what is wrong.
    pub fn fail(&mut self, error: FieldError) {
        self.reader.fail(error);
    }

    /// A text that must be there.
    pub fn required<'a>(&mut self, text: Option<&'a str>, field: &str) -> Option<&'a str> {
        self.reader.required(text, field)
    }

    /// A number of either kind.
    pub fn number(&mut self, text: &str, field: &str) -> Option<CitizenNumber> {
        let read = CitizenNumber::parse(text);
        self.reader
            .keep(read.map_err(|error| FieldError::number(field, &error)))
    }

    /// A name.
    pub fn name(&mut self, text: &str, field: &str) -> Option<FullName> {
        self.reader.name(text, field)
    }

    /// A whole date.
    pub fn day(&mut self, text: &str, field: &str) -> Option<CivilDate> {
        self.reader.day(text, field)
    }

    /// A date of birth, as precise as it is known.
    pub fn birth_date(&mut self, text: &str, field: &str) -> Option<BirthDate> {
        self.reader.birth_date(text, field)
    }

    /// A gender, under the key `gender`.
    pub fn gender(&mut self, text: &str) -> Option<Gender> {
        self.reader.gender(text)
    }

    /// A place.
    pub fn place(&mut self, place: Option<&PlaceRecord>, field: &str) -> Option<Place> {
        self.reader.place(place, field)
    }

    /// A word of a closed list, whose words are `allowed`.
    pub fn word<T>(
        &mut self,
        text: Option<&str>,
        field: &str,
        read: impl Fn(&str) -> Option<T>,
        allowed: &str,
    ) -> Option<T> {
        self.reader.word(text, field, read, allowed)
    }

    /// A relation to the head of a household, `CH02` to `CH30`: who is the head is told otherwise.
    pub fn relation_to_head(&mut self, text: &str, field: &str) -> Option<u8> {
        let code = text.strip_prefix("CH").and_then(|code| code.parse().ok());
        let known = code.filter(|code| {
            let mut relations = reference::relations_to_head().iter();
            *code != 1 && relations.any(|row| row.code == *code)
        });
        let read = known.ok_or_else(|| FieldError::not_in_list(field, "relations_to_head"));
        self.reader.keep(read)
    }

    /// The value, if nothing was wrong.
    pub fn end<T>(self, value: Option<T>) -> Result<T, Vec<FieldError>> {
        match value {
            Some(value) if self.reader.errors.is_empty() => Ok(value),
            Some(_) | None => Err(self.reader.errors),
        }
    }
}
