//! What a request asks of the registry. Comparisons are by the fold policy: clients send names unaccented,
//! in capitals, with blanks or without (four witnesses).

use serde_json::Value;

use super::fields::{Fields, NAM, NGAY_THANG_NAM, NGAY_THANG_NAM_SINH};
use super::operation::Operation;
use crate::clock::Timestamp;
use crate::domain::matching::Policy;
use crate::record::FieldError;
use crate::registry::MatchQuery;
use crate::registry::question::{keep, read_date, read_name, read_number};

/// A question to the registry.
#[derive(Clone, Debug)]
pub enum Question {
    /// About one person.
    Person(MatchQuery),
    /// Who changed.
    Changes(ChangesQuery),
}

/// Who changed between two moments (witness W7).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChangesQuery {
    /// `TuNgay`.
    pub from: Timestamp,
    /// `DenNgay`.
    pub until: Timestamp,
    /// `Trang`, from 1.
    pub page: u32,
    /// `SoBanGhi`: how many on a page.
    pub size: u32,
}

/// People on a page when the request does not say.
const PAGE_SIZE: u32 = 100;
/// People on a page at the most.
const MAX_PAGE_SIZE: u32 = 1000;

/// The question, or every field that is wrong by its element's name.
pub fn read_question(operation: Operation, fields: &Fields) -> Result<Question, Vec<FieldError>> {
    let is_feed = fields.get("TuNgay").is_some() || fields.get("DenNgay").is_some();
    if operation == Operation::LookUpCitizen && is_feed {
        return read_changes(fields).map(Question::Changes);
    }
    read_person(operation, fields).map(Question::Person)
}

fn read_person(operation: Operation, fields: &Fields) -> Result<MatchQuery, Vec<FieldError>> {
    let mut errors = Vec::new();
    let (name, number) = match (fields.get("SoDinhDanh"), fields.get("SoCMND")) {
        (None, Some(cmnd)) => ("SoCMND", Some(cmnd)),
        (number, _) => ("SoDinhDanh", number),
    };
    let number = number.ok_or_else(|| FieldError::missing(name));
    let number = keep(
        number.and_then(|text| read_number(text).map_err(named(name))),
        &mut errors,
    );
    let full_name = fields.get("HoVaTen");
    let full_name = full_name.ok_or_else(|| FieldError::missing("HoVaTen"));
    let full_name = full_name.and_then(|text| read_name(text).map_err(named("HoVaTen")));
    let full_name = keep(full_name, &mut errors);
    let date = match fields.date_of_birth() {
        Some(text) => read_date(text)
            .map(Some)
            .map_err(named(NGAY_THANG_NAM_SINH)),
        // Two mocks that cite the official letter verify by number and name alone, as service 033 (W8, W9). For
        // others a date that is missing is a mistake of theirs.
        None if operation == Operation::VerifyCitizen && is_service_033(fields) => Ok(None),
        None => Err(FieldError::missing(NGAY_THANG_NAM_SINH)),
    };
    match (number, full_name, keep(date, &mut errors)) {
        (Some(number), Some(full_name), Some(date_of_birth)) => Ok(MatchQuery {
            number,
            full_name,
            date_of_birth,
            gender: None,
            policy: Policy::Fold,
        }),
        _ => Err(errors),
    }
}

/// Whether the request is of the service whose requests carry no date.
fn is_service_033(fields: &Fields) -> bool {
    let codes = ["MaDichVu", "MaTichHop"].into_iter();
    codes
        .filter_map(|name| fields.get(name))
        .any(|code| code == "033")
}

/// The error under the name of the element.
fn named(name: &'static str) -> impl Fn(FieldError) -> FieldError {
    move |error| FieldError {
        field: name.into(),
        ..error
    }
}

fn read_changes(fields: &Fields) -> Result<ChangesQuery, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut whole = |name: &'static str, otherwise: u64, most: u64| {
        let Some(text) = fields.get(name) else {
            return otherwise;
        };
        let value = text.parse::<u64>().ok().filter(|value| *value <= most);
        value.unwrap_or_else(|| {
            errors.push(FieldError::told(
                name,
                "value_out_of_range",
                format!("Cần một số nguyên từ 0 đến {most}."),
                format!("A whole number from 0 to {most} is expected."),
            ));
            otherwise
        })
    };
    // The client sends milliseconds; the end of time as SQLite can keep it.
    let last = u64::from(u32::MAX) * 1000;
    let from = whole("TuNgay", 0, last);
    let until = whole("DenNgay", last, last);
    let page = whole("Trang", 1, u64::from(u32::MAX));
    let size = whole("SoBanGhi", u64::from(PAGE_SIZE), u64::from(u32::MAX));
    if !errors.is_empty() {
        return Err(errors);
    }
    let small = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
    Ok(ChangesQuery {
        from: Timestamp(from),
        until: Timestamp(until),
        page: small(page).max(1),
        size: small(size).clamp(1, MAX_PAGE_SIZE),
    })
}

/// Keys of flat questions, as portals write them, and the elements they stand for.
const KEYS: [(&str, &str); 12] = [
    ("sodinhdanh", "SoDinhDanh"),
    ("cccd", "SoDinhDanh"),
    ("socmnd", "SoCMND"),
    ("hovaten", "HoVaTen"),
    ("fullname", "HoVaTen"),
    ("ngaythangnam", NGAY_THANG_NAM),
    ("ngaythangnamsinh", NGAY_THANG_NAM_SINH),
    ("dob", NGAY_THANG_NAM),
    ("nam", NAM),
    ("matichhop", "MaTichHop"),
    ("type", "MaDichVu"),
    ("madichvu", "MaDichVu"),
];

/// A flat question, by its keys in any case; unknown ones are read over. `None` where it is no such thing
/// or a key stands twice.
pub fn read_flat<'a>(pairs: impl Iterator<Item = (&'a str, String)>) -> Option<Fields> {
    let mut fields = Fields::default();
    for (key, value) in pairs {
        let known = KEYS
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(key));
        if let Some((_, element)) = known {
            fields = fields.with(element, &value).ok()?;
        }
    }
    Some(fields)
}

/// A flat JSON object as fields; the date may be an object of its two forms.
pub fn read_json(body: &Value) -> Option<Fields> {
    let object = body.as_object()?;
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let is_date = |key: &str| key.eq_ignore_ascii_case(NGAY_THANG_NAM_SINH);
    let inner = object.iter().filter(|(key, _)| is_date(key));
    let inner = inner.filter_map(|(_, value)| value.as_object()).flatten();
    let pairs = object.iter().chain(inner);
    read_flat(pairs.filter_map(|(key, value)| Some((key.as_str(), text(value)?))))
}

#[cfg(test)]
mod tests;
