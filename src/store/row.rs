//! One person as a row of the population file, and back.

use rusqlite::Row;

use super::place_code;
use super::texts::TextTable;
use super::traits::{CurrentResidence, Traits};
use crate::domain::birth_date::BirthDate;
use crate::domain::card::{Card, Cmnd, lawful_expiry};
use crate::domain::citizen::{Citizen, HouseholdPlace, Identity, Occupation, PersonId};
use crate::domain::citizen_number::{CmndNumber, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::domain::name::FullName;
use crate::domain::place::{CountryCode, Place, ProvinceCode};
use crate::domain::status::StatusPeriod;
use crate::record::{self, CitizenRecord};

/// The columns of an identity, in the order [`identity_from`] reads them.
macro_rules! identity_columns {
    () => {
        "id, number, first_part, middle_part, last_part, birth, traits, status_from, \
         iif(traits >> 48 & 1, record, NULL)"
    };
}

/// The columns of a whole person, in the order [`citizen_from`] reads them.
macro_rules! citizen_columns {
    () => {
        "id, number, first_part, middle_part, last_part, birth, traits, status_from, record, card_issued, \
         account_granted, place_of_birth, registration, hometown, permanent, permanent_detail, temporary, \
         temporary_detail, cmnd, cmnd_province, cmnd_issued, household, mobile, residence_file, occupation, \
         absent_since, email"
    };
}

pub(super) use {citizen_columns, identity_columns};

/// Why a row cannot be a person: the file is damaged.
#[derive(Debug)]
pub struct BadRow(pub &'static str);

/// Whether the columns hold everything there is to know, so that no JSON is needed.
pub fn fits_columns(citizen: &Citizen) -> bool {
    let plain_place = |place: &Option<Place>| {
        place
            .as_ref()
            .is_none_or(|place| place_code::detail(place).is_none())
    };
    let lawful_card = citizen.card.is_none_or(|card| {
        card.expires_on == lawful_expiry(card.issued_on, citizen.identity.date_of_birth)
    });
    let current = &citizen.current_residence;
    let plain_current = current.is_none()
        || *current == citizen.permanent_residence
        || *current == citizen.temporary_residence;
    let plain_nationality = matches!(citizen.nationality[..], [] | [CountryCode::VIET_NAM]);
    citizen.other_name.is_none()
        && citizen.relatives.is_empty()
        && citizen.cmnd.len() <= 1
        && citizen
            .mobile
            .as_deref()
            .is_none_or(|mobile| mobile_digits(mobile).is_some())
        && citizen
            .residence_file
            .as_deref()
            .is_none_or(|file| residence_file_digits(file).is_some())
        && plain_place(&citizen.place_of_birth)
        && plain_place(&citizen.place_of_birth_registration)
        && plain_place(&citizen.hometown)
        && (lawful_card
            && plain_current
            && plain_nationality
            && has_simple_identity(&citizen.identity))
}

/// Whether the columns can tell the identity: no earlier name or number, and at most one state besides
/// active, which never ended.
pub fn has_simple_identity(identity: &Identity) -> bool {
    if !identity.former_names.is_empty() || !identity.former_numbers.is_empty() {
        return false;
    }
    match identity.status_periods[..] {
        [] => true,
        [period] => period.until.is_none(),
        _ => false,
    }
}

/// A personal number as SQLite keeps it.
pub fn integer_of(number: PersonalNumber) -> i64 {
    i64::try_from(number.value()).unwrap_or(i64::MAX) // twelve digits always fit
}

/// The digits after the leading 0 of a ten-digit mobile number.
pub fn mobile_digits(mobile: &str) -> Option<u32> {
    let digits = mobile
        .strip_prefix('0')
        .filter(|rest| rest.len() == 9 && rest.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok()
}

/// The digits of a residence file of the form `HS42-00012345`, as one number.
pub fn residence_file_digits(file: &str) -> Option<i64> {
    let (province, count) = file.strip_prefix("HS")?.split_once('-')?;
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if province.len() != 2 || count.len() != 8 || !all_digits(province) || !all_digits(count) {
        return None;
    }
    Some(province.parse::<i64>().ok()? * 100_000_000 + count.parse::<i64>().ok()?)
}

/// The JSON of the whole record.
pub fn record_json(citizen: &Citizen) -> String {
    serde_json::to_string(&record::storage_record(citizen)).unwrap_or_default() // strings and numbers only: cannot fail
}

/// Reads the JSON of a whole record.
pub fn citizen_from_json(id: PersonId, json: &str) -> Result<Citizen, BadRow> {
    let record: CitizenRecord =
        serde_json::from_str(json).map_err(|_not_json| BadRow("record is no JSON"))?;
    record::read_record(&record, id).map_err(|_refused| BadRow("record has impossible values"))
}

/// Reads the columns of `identity_columns`.
pub fn identity_from(row: &Row<'_>, texts: &TextTable) -> Result<Identity, BadRow> {
    let id = PersonId(integer(row, 0)?.ok_or(BadRow("no id"))?);
    let traits = Traits(integer(row, 6)?.ok_or(BadRow("no traits"))?);
    if traits.identity_is_in_record() {
        let json = row
            .get_ref(8)
            .ok()
            .and_then(|value| value.as_str().ok())
            .ok_or(BadRow("no record"))?;
        return citizen_from_json(id, json).map(|citizen| citizen.identity);
    }
    let status_from = date(row, 7)?;
    Ok(Identity {
        id,
        number: personal_number(row, 1)?,
        full_name: full_name(row, texts)?,
        date_of_birth: integer(row, 5)?
            .and_then(|packed| u32::try_from(packed).ok())
            .and_then(BirthDate::from_packed)
            .ok_or(BadRow("no date of birth"))?,
        gender: traits.gender(),
        status_periods: traits
            .status()
            .zip(status_from)
            .map(|(status, from)| StatusPeriod {
                status,
                from,
                until: None,
            })
            .into_iter()
            .collect(),
        restricted: traits.is_restricted(),
        former_names: Vec::new(),
        former_numbers: Vec::new(),
    })
}

/// Reads the columns of `citizen_columns`.
pub fn citizen_from(row: &Row<'_>, texts: &TextTable) -> Result<Citizen, BadRow> {
    let id = PersonId(integer(row, 0)?.ok_or(BadRow("no id"))?);
    if let Some(json) = text(row, 8) {
        return citizen_from_json(id, json);
    }
    let identity = identity_from(row, texts)?;
    let traits = Traits(integer(row, 6)?.ok_or(BadRow("no traits"))?);
    let born = identity.date_of_birth;
    let card = date(row, 9)?
        .zip(traits.card())
        .map(|(issued_on, (kind, custody))| Card {
            custody,
            ..Card::issued(kind, issued_on, born)
        });
    let permanent = place(row, 14, Some(15), texts)?;
    let temporary = place(row, 16, Some(17), texts)?;
    Ok(Citizen {
        other_name: None,
        place_of_birth: place(row, 11, None, texts)?,
        place_of_birth_registration: place(row, 12, None, texts)?,
        hometown: place(row, 13, None, texts)?,
        ethnic_group: traits.ethnic_group(),
        religion: traits.religion(),
        nationality: if traits.is_vietnamese() {
            vec![CountryCode::VIET_NAM]
        } else {
            Vec::new()
        },
        blood_group: traits.blood_group(),
        cmnd: cmnd(row)?.into_iter().collect(),
        card,
        relatives: Vec::new(),
        current_residence: match traits.current_residence() {
            CurrentResidence::None => None,
            CurrentResidence::Permanent => permanent.clone(),
            CurrentResidence::Temporary => temporary.clone(),
        },
        permanent_residence: permanent,
        temporary_residence: temporary,
        absent_since: date(row, 25)?,
        residence_file: integer(row, 23)?.map(|digits| {
            format!("HS{:02}-{:08}", digits / 100_000_000, digits % 100_000_000).into()
        }),
        marital_status: traits.marital_status(),
        household: integer(row, 21)?
            .and_then(|household| u32::try_from(household).ok())
            .map(|household| HouseholdPlace {
                household,
                relation_to_head: traits.relation_to_head(),
            }),
        mobile: integer(row, 22)?.map(|digits| format!("0{digits:09}").into()),
        email: text(row, 26).map(Into::into),
        occupation: match integer(row, 24)? {
            Some(id) => Occupation::Recorded(
                texts
                    .get(id)
                    .ok_or(BadRow("an occupation that does not exist"))?
                    .into(),
            ),
            None => traits.occupation(),
        },
        electronic_identity: date(row, 10)?
            .and_then(|granted_on| traits.electronic_identity(granted_on)),
        undetermined_nationality: traits.is_undetermined(),
        identity,
    })
}

fn text<'row>(row: &'row Row<'_>, column: usize) -> Option<&'row str> {
    let value = row.get_ref(column).ok()?;
    value.as_str_or_null().ok().flatten()
}

fn integer(row: &Row<'_>, column: usize) -> Result<Option<i64>, BadRow> {
    row.get_ref(column)
        .ok()
        .and_then(|value| value.as_i64_or_null().ok())
        .ok_or(BadRow("a column is no integer"))
}

fn date(row: &Row<'_>, column: usize) -> Result<Option<CivilDate>, BadRow> {
    match integer(row, column)? {
        None => Ok(None),
        Some(packed) => u32::try_from(packed)
            .ok()
            .and_then(CivilDate::from_packed)
            .map(Some)
            .ok_or(BadRow("a date that does not exist")),
    }
}

fn personal_number(row: &Row<'_>, column: usize) -> Result<Option<PersonalNumber>, BadRow> {
    match integer(row, column)? {
        None => Ok(None),
        Some(value) => u64::try_from(value)
            .ok()
            .and_then(PersonalNumber::new)
            .map(Some)
            .ok_or(BadRow("a number with too many digits")),
    }
}

fn full_name(row: &Row<'_>, texts: &TextTable) -> Result<FullName, BadRow> {
    let mut name = String::with_capacity(32);
    for column in 2..=4 {
        if let Some(id) = integer(row, column)? {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(
                texts
                    .get(id)
                    .ok_or(BadRow("a name part that does not exist"))?,
            );
        }
    }
    Ok(FullName::from_stored(name))
}

fn place(
    row: &Row<'_>,
    code: usize,
    detail: Option<usize>,
    texts: &TextTable,
) -> Result<Option<Place>, BadRow> {
    let Some(code) = integer(row, code)? else {
        return Ok(None);
    };
    let detail = match detail {
        Some(column) => integer(row, column)?.and_then(|id| texts.get(id)),
        None => None,
    };
    place_code::decode(code, detail)
        .map(Some)
        .ok_or(BadRow("a place that does not exist"))
}

fn cmnd(row: &Row<'_>) -> Result<Option<Cmnd>, BadRow> {
    let Some(value) = integer(row, 18)? else {
        return Ok(None);
    };
    let number = u32::try_from(value)
        .ok()
        .and_then(CmndNumber::new)
        .ok_or(BadRow("a CMND with too many digits"))?;
    let issued_by = integer(row, 19)?
        .and_then(|code| u8::try_from(code).ok())
        .map(ProvinceCode);
    Ok(Some(Cmnd {
        number,
        issued_by,
        issued_on: date(row, 20)?,
    }))
}
