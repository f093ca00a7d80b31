//! Makes numbers for people who are created without one.

use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::{CitizenNumber, PersonalNumber};
use crate::domain::place::{Place, ProvinceCode};
use crate::reference;
use crate::store::StoreError;
use crate::worlds::People;

/// Serials a cell (place, sex, year) has.
const SERIALS: u64 = 100_000;
/// A step without a common factor with the serials, so that every serial comes once.
const STEP: u64 = 61_803;

/// A free number for a person, with the check digit; `None` for those born before 1900, whom the
/// scheme cannot number, and where the cell is full.
pub fn free_number(
    people: &People<'_>,
    citizen: &Citizen,
    also_taken: impl Fn(PersonalNumber) -> bool,
) -> Result<Option<PersonalNumber>, StoreError> {
    let identity = &citizen.identity;
    let place = u16::from(registration(citizen).0);
    let start = identity.id.0.unsigned_abs();
    for attempt in 0..SERIALS {
        let serial = (start + attempt) % SERIALS * STEP % SERIALS;
        let Ok(serial) = u32::try_from(serial) else {
            return Ok(None);
        };
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
    Ok(None)
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
    .find_map(|place| match place {
        Place::Ward { link, .. } => reference::ward_link(*link).map(|row| row.province_before),
        Place::Province(code) => Some(*code),
        Place::Abroad { .. } => None,
    })
    .unwrap_or(ProvinceCode(1))
}
