//! Households: left, joined, handed to another head.

use super::refusals;
use super::relation_to_head::code_of;
use super::scene::Scene;
use crate::domain::citizen::{Citizen, HouseholdPlace, PersonId, Relation};
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::civil_date::CivilDate;
use crate::domain::relation_to_head::HEAD;
use crate::registry::upkeep::UpkeepError;
use crate::store::StoreError;

/// Age from which somebody is grown up (Bộ luật Dân sự 2015 Điều 20).
const OF_AGE: u16 = 18;

/// Somebody who is to be the next head, named by those who live there.
#[derive(Clone, Copy, Debug)]
pub struct Nominated {
    /// Their row.
    id: PersonId,
}

/// The person in `field` whom a household names as its next head: a living member who does not leave.
pub fn nominated(
    scene: &Scene<'_>,
    field: &str,
    number: Option<CitizenNumber>,
    household: Option<u32>,
    leaving: &[PersonId],
    on: CivilDate,
) -> Result<Option<Nominated>, UpkeepError> {
    let Some(number) = number else {
        return Ok(None);
    };
    let citizen = scene.living(field, number, on)?;
    let id = citizen.identity.id;
    let lives_there = citizen
        .household
        .is_some_and(|place| Some(place.household) == household);
    if !lives_there || leaving.contains(&id) {
        return Err(refusals::elsewhere(field));
    }
    Ok(Some(Nominated { id }))
}

/// Gives a household that `left` has left another head where it has none: whom its members name, or else the
/// husband or wife of the one who left, or the eldest who is of age, or the eldest (Luật Cư trú 2020 Điều 10
/// leaves it to the members; the order is a guess).
pub fn hand_over(
    scene: &mut Scene<'_>,
    left: &Citizen,
    household: u32,
    nominated: Option<Nominated>,
) -> Result<(), StoreError> {
    let mut members = scene.household(household)?;
    members.retain(|member| scene.is_living(member));
    let has_head = members.iter().any(is_head);
    let wanted = nominated.map(|nominated| nominated.id);
    let next = match wanted.or_else(|| next_head(scene, &members, left)) {
        Some(id) if !has_head || wanted.is_some() => id,
        Some(_) | None => return Ok(()),
    };
    relate(scene, household, next, true)
}

fn next_head(scene: &Scene<'_>, members: &[Citizen], left: &Citizen) -> Option<PersonId> {
    let order = |member: &&Citizen| {
        let identity = &member.identity;
        let is_spouse = super::links::names(left, Relation::Spouse, member);
        let is_of_age = identity.date_of_birth.latest().age_on(scene.day) >= OF_AGE;
        (
            !is_spouse,
            !is_of_age,
            identity.date_of_birth.packed(),
            identity.id,
        )
    };
    let next = members.iter().min_by_key(order);
    next.map(|member| member.identity.id)
}

/// Tells everybody in a household how they stand to its head.
pub fn relate(
    scene: &mut Scene<'_>,
    household: u32,
    head: PersonId,
    head_is_new: bool,
) -> Result<(), StoreError> {
    let Some(head) = scene.citizen(head)? else {
        return Ok(());
    };
    for mut member in scene.household(household)? {
        let present = member.household.map(|place| place.relation_to_head);
        let code = code_of(scene, &head, &member, present, head_is_new)?;
        if present != Some(code) {
            member.household = Some(HouseholdPlace {
                household,
                relation_to_head: code,
            });
            scene.put(member)?;
        }
    }
    Ok(())
}

/// Tells the household of both, if it is one, how everybody stands to its head: links in it have changed.
pub fn relate_again(
    scene: &mut Scene<'_>,
    one: &Citizen,
    other: &Citizen,
) -> Result<(), StoreError> {
    let (Some(place), Some(others)) = (one.household, other.household) else {
        return Ok(());
    };
    if place.household != others.household {
        return Ok(());
    }
    match head_of(scene, place.household)? {
        Some(head) => relate(scene, place.household, head.identity.id, false),
        None => Ok(()),
    }
}

/// The head of a household.
pub fn head_of(scene: &Scene<'_>, household: u32) -> Result<Option<Citizen>, StoreError> {
    Ok(scene.household(household)?.into_iter().find(is_head))
}

/// The household of somebody who takes others in: their own, or a new one with them as head.
pub fn of_host(scene: &mut Scene<'_>, host: &Citizen) -> Result<u32, StoreError> {
    if let Some(place) = host.household {
        return Ok(place.household);
    }
    let household = scene.new_household()?;
    let mut host = host.clone();
    host.household = Some(HouseholdPlace {
        household,
        relation_to_head: HEAD,
    });
    scene.put(host)?;
    Ok(household)
}

/// The place of a newcomer in a household: as links tell, or as `told`, or other.
pub fn place_of_newcomer(
    scene: &Scene<'_>,
    household: u32,
    newcomer: &Citizen,
    told: Option<u8>,
) -> Result<HouseholdPlace, StoreError> {
    let relation_to_head = match (told, head_of(scene, household)?) {
        (Some(told), _) => told,
        (None, Some(head)) => code_of(scene, &head, newcomer, None, true)?,
        (None, None) => HEAD,
    };
    Ok(HouseholdPlace {
        household,
        relation_to_head,
    })
}

fn is_head(citizen: &Citizen) -> bool {
    citizen
        .household
        .is_some_and(|place| place.relation_to_head == HEAD)
}
