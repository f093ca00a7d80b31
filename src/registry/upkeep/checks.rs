//! What an edit must hold to: whom it means, which version, and numbers that are nobody else's.

use std::collections::BTreeSet;

use super::super::matching::holds;
use super::{ExpectedVersion, Refusal, UpkeepError, version_of};
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::{CitizenNumber, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::worlds::{People, Standing};

/// The one person whom this number means on that day, if the record has the version.
pub fn editable(
    people: &People<'_>,
    number: CitizenNumber,
    version: &ExpectedVersion,
    day: CivilDate,
) -> Result<Citizen, UpkeepError> {
    let mut holders = people.holders(number)?;
    holders.retain(|holder| holds(holder, number, day));
    let holder = match &holders[..] {
        [] => return Err(Refusal::NotFound.into()),
        [holder] => holder,
        _ => return Err(Refusal::Ambiguous.into()),
    };
    if let Standing::Former(cancelled_on, reason) = holder.standing
        && cancelled_on <= day
    {
        return Err(Refusal::Cancelled(reason).into());
    }
    let citizen = people
        .citizen(holder.identity.id)?
        .ok_or(Refusal::NotFound)?;
    match version {
        ExpectedVersion::Any => Ok(citizen),
        ExpectedVersion::OneOf(versions) if versions.contains(&version_of(&citizen)) => Ok(citizen),
        ExpectedVersion::OneOf(_) => Err(Refusal::VersionDiffers.into()),
        ExpectedVersion::Unstated => Err(Refusal::VersionMissing.into()),
    }
}

/// Numbers must carry the check digit, unless the caller insists, and belong to nobody else.
pub fn check_numbers(
    people: &People<'_>,
    citizen: &Citizen,
    allow_unmarked: bool,
) -> Result<(), UpkeepError> {
    if !allow_unmarked {
        check_marks(citizen)?;
    }
    let mut own = BTreeSet::new();
    for (field, number) in own_numbers(citizen) {
        let holders = people.holders(CitizenNumber::Personal(number))?;
        let is_somebody_elses = holders
            .iter()
            .any(|holder| holder.identity.id != citizen.identity.id);
        if is_somebody_elses || !own.insert(number) {
            return Err(Refusal::NumberTaken { field }.into());
        }
    }
    Ok(())
}

fn check_marks(citizen: &Citizen) -> Result<(), Refusal> {
    let relatives = citizen
        .relatives
        .iter()
        .enumerate()
        .filter_map(|(index, relative)| {
            relative
                .number
                .map(|number| (format!("relatives[{index}].number"), number))
        });
    let numbers = own_numbers(citizen).into_iter().chain(relatives);
    let unmarked: Vec<String> = numbers
        .filter(|(_, number)| !number.is_marked())
        .map(|(field, _)| field)
        .collect();
    if unmarked.is_empty() {
        Ok(())
    } else {
        Err(Refusal::NumberUnmarked { fields: unmarked })
    }
}

/// The number and the former numbers of a person, each with its field.
pub fn own_numbers(citizen: &Citizen) -> Vec<(String, PersonalNumber)> {
    let identity = &citizen.identity;
    let current = identity.number.map(|number| ("number".to_owned(), number));
    let former = identity.former_numbers.iter().enumerate();
    let former =
        former.map(|(index, former)| (format!("former_numbers[{index}].number"), former.number));
    current.into_iter().chain(former).collect()
}
