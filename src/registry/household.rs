//! Who lives in whose household. Its members are told as they stand in their own records.

use super::caller::Context;
use super::lookup::{Asked, Dead, LookupError, found_or_not, release};
use super::matching::{MatchQuery, is_visible};
use crate::domain::citizen::Citizen;
use crate::domain::civil_date::CivilDate;
use crate::domain::relation_to_head::HEAD;
use crate::domain::status::RecordStatus;
use crate::store::StoreError;
use crate::worlds::{About, Finding, People, World};

/// The household of the person who matches: the head first, then by relation and birth. People whom
/// the caller may not know of and cancelled records are left out; who has no household stands alone.
/// That the dead are missed here as members too, where they are missed at all, is a guess.
pub fn household_of(
    world: &World,
    context: &Context<'_>,
    query: &MatchQuery,
    dead: Dead,
) -> Result<Vec<Citizen>, LookupError> {
    let day = world.business_date();
    let people = world.people();
    let asked = Asked::of(world, context, "household", query, dead);
    let release = release(&people, context, &asked)?;
    let citizen = match release.person {
        Some(id) => people.citizen(id)?,
        None => None,
    };
    let members = match &citizen {
        None => Vec::new(),
        Some(citizen) if citizen.household.is_none() => vec![citizen.clone()],
        Some(citizen) => {
            let mut members = members_with(&people, context, citizen, day)?;
            members.retain(|member| {
                dead == Dead::Found || member.identity.status_on(day) != RecordStatus::Deceased
            });
            members
        }
    };
    let outcome = found_or_not(citizen.is_some());
    let about = match members[..] {
        [] => release.about,
        _ => whose(&members),
    };
    context.note(Finding {
        question: Some(asked.question),
        rule: Some(release.rule),
        about,
        ..Finding::of("household", outcome)
    });
    citizen.map(|_found| members).ok_or(LookupError::NotFound)
}

/// Everybody in the household with this number, the head first; nobody where there is no such household or
/// the caller may know of nobody in it.
pub fn household_with_number(
    world: &World,
    context: &Context<'_>,
    household: u32,
) -> Result<Vec<Citizen>, StoreError> {
    let members = members_of(&world.people(), context, household, world.business_date())?;
    let outcome = if members.is_empty() {
        "household_not_found"
    } else {
        "found"
    };
    context.note(Finding {
        about: whose(&members),
        ..Finding::of("get_household", outcome)
    });
    Ok(members)
}

/// The head of the household a citizen lives in: perhaps the citizen, perhaps without relatives, which nobody is asked
/// for here. `None` without a household, and where the head is nobody whom the caller may know of. Part of another call,
/// so the journal has no line of its own for it.
pub fn head_of(
    world: &World,
    context: &Context<'_>,
    citizen: &Citizen,
) -> Result<Option<Citizen>, StoreError> {
    if relation_of(citizen) == Some(HEAD) {
        return Ok(Some(citizen.clone()));
    }
    let (people, day) = (world.people(), world.business_date());
    if let Some(place) = citizen.household
        && let Some(head) = people.untouched_head(place.household)?
    {
        return Ok(Some(head).filter(|head| is_told(head, context, day)));
    }
    let members = members_with(&people, context, citizen, day)?;
    let mut heads = members
        .into_iter()
        .filter(|member| relation_of(member) == Some(HEAD));
    Ok(heads.next())
}

/// Everybody in the household of a citizen whom the caller may know of, in the order they are told.
fn members_with(
    people: &People<'_>,
    context: &Context<'_>,
    citizen: &Citizen,
    day: CivilDate,
) -> Result<Vec<Citizen>, StoreError> {
    match citizen.household {
        Some(place) => members_of(people, context, place.household, day),
        None => Ok(Vec::new()),
    }
}

/// Everybody in a household whom the caller may know of, in the order they are told.
pub(super) fn members_of(
    people: &People<'_>,
    context: &Context<'_>,
    household: u32,
    day: CivilDate,
) -> Result<Vec<Citizen>, StoreError> {
    let mut members = people.household(household)?;
    members.retain(|member| is_told(member, context, day));
    members.sort_by_key(|member| {
        let identity = &member.identity;
        (
            relation_of(member),
            identity.date_of_birth.packed(),
            identity.id,
        )
    });
    Ok(members)
}

/// Whether somebody is told as a member of a household.
fn is_told(member: &Citizen, context: &Context<'_>, day: CivilDate) -> bool {
    is_visible(&member.identity, context, day)
        && !matches!(member.identity.status_on(day), RecordStatus::Cancelled(_))
}

fn whose(members: &[Citizen]) -> About {
    About::all(members.iter().map(|member| member.identity.id))
}

fn relation_of(citizen: &Citizen) -> Option<u8> {
    citizen.household.map(|place| place.relation_to_head)
}
