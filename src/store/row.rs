//! One person from a row of the population file and what little stands beside it.

use super::packing::{Epoch, birth_of_ordinal, ordinal_of};
use super::person_row::{
    ABSENT_DAY, AWAY_DETAIL, BIRTHPLACE, CANCELLED_WHY, CMND_DAY, CMND_PROVINCE, DETAIL,
    FIRST_PART, HOMETOWN, LAST_PART, MIDDLE_PART, MOBILE_MIDDLE, NO_PLACE, OCCUPATION, PersonRow,
    REGISTRATION, WARD,
};
use super::place_code;
use super::texts::{TextKind, TextTable};
use super::traits::{
    CurrentResidence, ETHNIC_GROUP, NO_NATIONALITY, RELIGION, RESIDENCE_FILE, RESTRICTED,
    UNDETERMINED, nth,
};
use crate::domain::birth_date::BirthDate;
use crate::domain::card::{Card, Cmnd};
use crate::domain::citizen::{
    Citizen, FormerName, FormerNumber, HouseholdPlace, Identity, Occupation, PersonId,
    residence_file,
};
use crate::domain::citizen_number::{CmndNumber, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::domain::name::FullName;
use crate::domain::place::{CountryCode, Place, ProvinceCode};
use crate::domain::status::{CancelReason, StatusPeriod};
use crate::record::{self, CitizenRecord};

/// Why a row cannot be a person: the file is damaged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadRow(pub &'static str);

/// What stands beside a row, for those who have it.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The JSON of the whole record.
    pub record: Option<String>,
    /// The address.
    pub email: Option<Box<str>>,
    /// CMNDs beyond the first: number and issue.
    pub cmnd: Vec<[i64; 2]>,
    /// Cancelled numbers: number, day and reason.
    pub former_numbers: Vec<[i64; 2]>,
    /// Former names: name and last day.
    pub former_names: Vec<[i64; 2]>,
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

/// What a match looks at.
pub fn identity_from(
    row: &PersonRow,
    beside: &Beside,
    texts: &TextTable,
) -> Result<Identity, BadRow> {
    let id = PersonId(row.id);
    if let Some(json) = &beside.record {
        return citizen_from_json(id, json).map(|citizen| citizen.identity);
    }
    let state = row.traits.status(row.papers).zip(row.status_from);
    Ok(Identity {
        id,
        number: row.number.map(personal_number).transpose()?,
        full_name: full_name(row.name, texts)?,
        date_of_birth: date_of_birth(row)?,
        gender: row.traits.gender(),
        status_periods: match state {
            None => Vec::new(),
            Some((status, days)) => vec![StatusPeriod {
                status,
                from: day(Epoch::State, days)?,
                until: None,
            }],
        },
        restricted: row.papers.has(RESTRICTED),
        former_names: former_names(&beside.former_names, texts)?,
        former_numbers: former_numbers(&beside.former_numbers)?,
    })
}

/// The whole person but for the relatives that links tell.
pub fn citizen_from(
    row: &PersonRow,
    beside: &Beside,
    texts: &TextTable,
) -> Result<Citizen, BadRow> {
    if let Some(json) = &beside.record {
        return citizen_from_json(PersonId(row.id), json);
    }
    let identity = identity_from(row, beside, texts)?;
    let born = identity.date_of_birth;
    let traits = row.traits;
    let permanent = place(WARD.of(row.residence), DETAIL.of(row.residence), texts)?;
    let temporary = match row.away {
        None => None,
        Some(away) => place(WARD.of(away), AWAY_DETAIL.of(away), texts)?,
    };
    let registration = REGISTRATION.of(row.places);
    let mut citizen = Citizen {
        other_name: None,
        place_of_birth: place(registration ^ BIRTHPLACE.of(row.places), 0, texts)?,
        place_of_birth_registration: place(registration, 0, texts)?,
        hometown: place(registration ^ HOMETOWN.of(row.places), 0, texts)?,
        ethnic_group: ETHNIC_GROUP.small(traits.0),
        religion: RELIGION.small(traits.0),
        nationality: nationality(row).into_iter().collect(),
        blood_group: traits.blood_group(),
        cmnd: cmnd(row, beside)?,
        card: row.papers.card().map(|(kind, issued_on, custody)| Card {
            custody,
            ..Card::issued(kind, issued_on, born)
        }),
        relatives: Vec::new(),
        current_residence: match traits.current_residence() {
            CurrentResidence::None => None,
            CurrentResidence::Permanent => permanent.clone(),
            CurrentResidence::Temporary => temporary.clone(),
        },
        permanent_residence: permanent,
        temporary_residence: temporary,
        absent_since: absent_since(row)?,
        residence_file: None,
        marital_status: traits.marital_status(),
        household: household(row),
        mobile: row
            .mobile
            .map(|digits| format!("010{:07}", digits + MOBILE_MIDDLE).into()),
        email: beside.email.clone(),
        occupation: occupation(row, texts)?,
        electronic_identity: row.papers.electronic_identity(),
        undetermined_nationality: row.papers.has(UNDETERMINED),
        identity,
    };
    if traits.has(RESIDENCE_FILE) {
        let home = citizen.current_residence.as_ref();
        let province = home.and_then(place_code::province);
        citizen.residence_file = province.map(|province| residence_file(province, &citizen));
    }
    Ok(citizen)
}

/// The nationality that the columns tell.
pub fn nationality(row: &PersonRow) -> Option<CountryCode> {
    (!row.traits.has(NO_NATIONALITY)).then_some(CountryCode::VIET_NAM)
}

/// Names of up to three parts.
pub fn full_name(packed: i64, texts: &TextTable) -> Result<FullName, BadRow> {
    let mut name = String::with_capacity(32);
    for (kind, field) in [
        (TextKind::First, FIRST_PART),
        (TextKind::Middle, MIDDLE_PART),
        (TextKind::Last, LAST_PART),
    ] {
        let number = field.of(packed);
        if number == 0 {
            continue;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(
            texts
                .get(kind, number)
                .ok_or(BadRow("a name part that does not exist"))?,
        );
    }
    if name.is_empty() {
        return Err(BadRow("nobody has no name"));
    }
    Ok(FullName::from_stored(name))
}

/// A number of twelve digits.
pub fn personal_number(value: i64) -> Result<PersonalNumber, BadRow> {
    u64::try_from(value)
        .ok()
        .and_then(PersonalNumber::new)
        .ok_or(BadRow("a number with too many digits"))
}

/// A number of nine digits.
pub fn cmnd_number(value: i64) -> Result<CmndNumber, BadRow> {
    u32::try_from(value)
        .ok()
        .and_then(CmndNumber::new)
        .ok_or(BadRow("a CMND with too many digits"))
}

fn date_of_birth(row: &PersonRow) -> Result<BirthDate, BadRow> {
    ordinal_of(row.birth_key)
        .and_then(birth_of_ordinal)
        .ok_or(BadRow("no date of birth"))
}

fn day(epoch: Epoch, days: i64) -> Result<CivilDate, BadRow> {
    epoch
        .after(days)
        .ok_or(BadRow("a date that does not exist"))
}

fn place(code: i64, detail: i64, texts: &TextTable) -> Result<Option<Place>, BadRow> {
    if code == NO_PLACE {
        return Ok(None);
    }
    place_code::decode(code, texts.get(TextKind::Detail, detail))
        .map(Some)
        .ok_or(BadRow("a place that does not exist"))
}

fn absent_since(row: &PersonRow) -> Result<Option<CivilDate>, BadRow> {
    let days = row.away.map_or(0, |away| ABSENT_DAY.of(away));
    (days != 0)
        .then(|| day(Epoch::Absence, days - 1))
        .transpose()
}

fn household(row: &PersonRow) -> Option<HouseholdPlace> {
    let relation_to_head = row.traits.relation_to_head();
    let head = row.id - i64::from(row.kin.position()) + i64::from(row.kin.head());
    (relation_to_head != 0).then(|| HouseholdPlace {
        household: u32::try_from(head).unwrap_or(u32::MAX),
        relation_to_head,
    })
}

fn occupation(row: &PersonRow, texts: &TextTable) -> Result<Occupation, BadRow> {
    match OCCUPATION.of(row.residence) {
        0 => Ok(row.traits.occupation()),
        number => texts
            .get(TextKind::Occupation, number)
            .map(|text| Occupation::Recorded(text.into()))
            .ok_or(BadRow("an occupation that does not exist")),
    }
}

fn cmnd(row: &PersonRow, beside: &Beside) -> Result<Vec<Cmnd>, BadRow> {
    let first = row.cmnd.map(|number| [number, row.cmnd_issue.unwrap_or(0)]);
    let all = first.iter().chain(&beside.cmnd);
    all.map(|[number, issue]| {
        let (days, province) = (CMND_DAY.of(*issue), CMND_PROVINCE.small(*issue));
        Ok(Cmnd {
            number: cmnd_number(*number)?,
            issued_by: (province != 0).then_some(ProvinceCode(province)),
            issued_on: (days != 0)
                .then(|| day(Epoch::Cmnd, days - 1))
                .transpose()?,
        })
    })
    .collect()
}

fn former_names(rows: &[[i64; 2]], texts: &TextTable) -> Result<Vec<FormerName>, BadRow> {
    rows.iter()
        .map(|[name, until]| {
            Ok(FormerName {
                full_name: full_name(*name, texts)?,
                until: day(Epoch::State, *until)?,
            })
        })
        .collect()
}

fn former_numbers(rows: &[[i64; 2]]) -> Result<Vec<FormerNumber>, BadRow> {
    rows.iter()
        .map(|[number, cancelled]| {
            let reason = u8::try_from(cancelled.rem_euclid(CANCELLED_WHY)).ok();
            Ok(FormerNumber {
                number: personal_number(*number)?,
                cancelled_on: day(Epoch::State, cancelled.div_euclid(CANCELLED_WHY))?,
                reason: nth(CancelReason::ALL, reason).ok_or(BadRow("cancelled for nothing"))?,
            })
        })
        .collect()
}
