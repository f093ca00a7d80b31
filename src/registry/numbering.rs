//! Makes numbers for people who are created without one.

use super::upkeep::{Refusal, UpkeepError};
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::{CitizenNumber, CmndNumber, Gender, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::domain::place::ProvinceCode;
use crate::reference::{self, RESERVED_PREFIXES, SHARED_CMND, cmnd_prefixes_of};
use crate::worlds::{People, World};

/// Serials a cell (place, sex, year) has.
const SERIALS: u64 = 100_000;
/// Serials that a CMND prefix of three digits has.
const CMND_SERIALS: u64 = 1_000_000;
/// A step without a common factor with the serials, so that every serial comes once.
const STEP: u64 = 61_803;

/// The numbers of one place, sex and year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NumberCell {
    /// Where the birth was registered.
    pub province: ProvinceCode,
    /// The sex that the number tells.
    pub gender: Gender,
    /// The year of birth that the number tells.
    pub year: u16,
}

/// A free number for a person, with the check digit, under the prefixes this population uses. `None`
/// for those born before 1900, whom the scheme cannot number, and for those who died before it began.
pub fn free_number(
    world: &World,
    people: &People<'_>,
    citizen: &Citizen,
    also_taken: impl Fn(PersonalNumber) -> bool,
) -> Result<Option<PersonalNumber>, UpkeepError> {
    let identity = &citizen.identity;
    if identity.died_before_numbers() {
        return Ok(None);
    }
    let cell = NumberCell {
        province: ProvinceCode(place_code(citizen)),
        gender: identity.gender,
        year: identity.date_of_birth.year(),
    };
    let start = identity.id.0.unsigned_abs();
    free_in_cell(world, people, cell, start, also_taken)
}

/// A free number of a cell; the search begins with serial `start`. `None` for a year without numbers.
pub fn free_in_cell(
    world: &World,
    people: &People<'_>,
    cell: NumberCell,
    start: u64,
    also_taken: impl Fn(PersonalNumber) -> bool,
) -> Result<Option<PersonalNumber>, UpkeepError> {
    let province = u16::from(cell.province.0);
    let place = if world.population_facts().numbers == "reserved" {
        RESERVED_PREFIXES[usize::from(province % 3)]
    } else {
        province
    };
    let start = start % SERIALS;
    for attempt in 0..SERIALS {
        let serial = u32::try_from((start + attempt) % SERIALS * STEP % SERIALS).unwrap_or(0);
        let Some(number) = PersonalNumber::compose(place, cell.gender, cell.year, serial) else {
            return Ok(None);
        };
        if !also_taken(number) && people.holders(CitizenNumber::Personal(number))?.is_empty() {
            return Ok(Some(number));
        }
    }
    Err(Refusal::NumbersExhausted.into())
}

/// A CMND number of the police of a province that nobody has; `None` when they have none left.
pub fn free_cmnd(
    people: &People<'_>,
    province: ProvinceCode,
    start: u64,
    also_taken: impl Fn(CmndNumber) -> bool,
) -> Result<Option<CmndNumber>, UpkeepError> {
    let prefixes: Vec<u16> = cmnd_prefixes_of(province)
        .flat_map(|list| list.three_digits.iter().copied())
        .collect();
    let all = CMND_SERIALS * prefixes.len() as u64;
    for attempt in 0..all {
        let nth = (start % all + attempt) % all;
        let prefix = usize::try_from(nth / CMND_SERIALS)
            .ok()
            .and_then(|at| prefixes.get(at));
        let serial = nth % CMND_SERIALS * STEP % CMND_SERIALS;
        let value = prefix.map(|prefix| u64::from(*prefix) * CMND_SERIALS + serial);
        let number = value.and_then(|value| CmndNumber::new(u32::try_from(value).ok()?));
        let Some(number) = number.filter(|number| !SHARED_CMND.contains(&number.value())) else {
            continue;
        };
        if !also_taken(number) && people.holders(CitizenNumber::Cmnd(number))?.is_empty() {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

/// The first day of the 34 provinces.
const MERGER: CivilDate = match CivilDate::new(2025, 7, 1) {
    Some(day) => day,
    None => unreachable!(), // July has a first day
};

/// The two digits of the province in a number. How numbers of births since the merger begin no text tells: by
/// the province that the registering one belongs to now (GUESS); its code was one of the 63 before.
fn place_code(citizen: &Citizen) -> u8 {
    let before = registration(citizen);
    if citizen.identity.date_of_birth.earliest() < MERGER {
        return before.0;
    }
    reference::province_before(before).map_or(before.0, |province| province.successor)
}

/// Where the birth was registered, as far as the record tells; Hà Nội when it tells nothing.
fn registration(citizen: &Citizen) -> ProvinceCode {
    [
        &citizen.place_of_birth_registration,
        &citizen.place_of_birth,
        &citizen.hometown,
        &citizen.permanent_residence,
    ]
    .into_iter()
    .flatten()
    .find_map(reference::province_before_of)
    .unwrap_or(ProvinceCode(1))
}
