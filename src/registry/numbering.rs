//! Makes numbers for people who are created without one.

use super::upkeep::{Refusal, UpkeepError};
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::{CitizenNumber, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::domain::place::ProvinceCode;
use crate::reference::{self, RESERVED_PREFIXES};
use crate::worlds::{People, World};

/// Serials a cell (place, sex, year) has.
const SERIALS: u64 = 100_000;
/// A step without a common factor with the serials, so that every serial comes once.
const STEP: u64 = 61_803;

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
    let province = u16::from(place_code(citizen));
    let place = if world.population_facts().numbers == "reserved" {
        RESERVED_PREFIXES[usize::from(province % 3)]
    } else {
        province
    };
    let start = identity.id.0.unsigned_abs();
    for attempt in 0..SERIALS {
        let serial = u32::try_from((start + attempt) % SERIALS * STEP % SERIALS).unwrap_or(0);
        let Some(number) = PersonalNumber::compose(
            place,
            identity.gender,
            identity.date_of_birth.year(),
            serial,
        ) else {
            return Ok(None);
        };
        if !also_taken(number) && people.holders(CitizenNumber::Personal(number))?.is_empty() {
            return Ok(Some(number));
        }
    }
    Err(Refusal::NumbersExhausted.into())
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
