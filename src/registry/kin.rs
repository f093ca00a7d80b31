//! Who is whose: relatives as a record names them, each found in their own record.

use std::collections::BTreeSet;

use super::caller::{Context, Scope};
use super::household::members_of;
use super::lookup::{GetError, outcome_of, resolve};
use super::matching::is_visible;
use crate::domain::citizen::{Citizen, Identity, PersonId, Relation};
use crate::domain::citizen_number::{CitizenNumber, CmndNumber, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::domain::name::FullName;
use crate::store::StoreError;
use crate::worlds::{About, Finding, JournalQuestion, People, World};

/// How somebody is related to the citizen asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kinship {
    /// As item 15 of the record names it.
    Recorded(Relation),
    /// A child of the same mother or father: no record names brothers and sisters.
    Sibling,
}

impl Kinship {
    /// The word used in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recorded(relation) => relation.as_str(),
            Self::Sibling => "sibling",
        }
    }
}

/// A relative.
#[derive(Clone, Debug)]
pub struct Kin {
    /// Father, mother, spouse, …
    pub kinship: Kinship,
    /// The name: that of their own record where they have one.
    pub full_name: FullName,
    /// The number in force, or as the citizen's record names it.
    pub number: Option<PersonalNumber>,
    /// A 9-digit number, for people who never had twelve digits.
    pub cmnd: Option<CmndNumber>,
    /// Their own record; `None` for relatives whom the registry has no record of.
    pub citizen: Option<Citizen>,
}

/// A citizen's family.
#[derive(Clone, Debug)]
pub struct Family {
    /// The citizen.
    pub citizen: Citizen,
    /// Relatives in the order of the record, then brothers and sisters by age.
    pub relatives: Vec<Kin>,
    /// Everybody in the household, the head first; empty without one.
    pub household: Vec<Citizen>,
}

impl Family {
    /// Everybody whose record it tells.
    fn about(&self) -> About {
        let relatives = self.relatives.iter();
        let relatives = relatives.filter_map(|kin| kin.citizen.as_ref());
        let all = std::iter::once(&self.citizen)
            .chain(relatives)
            .chain(&self.household);
        let ids: BTreeSet<PersonId> = all.map(|citizen| citizen.identity.id).collect();
        About::all(ids)
    }
}

/// The family of whoever holds a number. People whom the caller may not know of are left out.
pub fn family_of(
    world: &World,
    context: &Context<'_>,
    number: CitizenNumber,
) -> Result<Family, GetError> {
    let answer = resolve(world, context, number, "get_family").and_then(|citizen| {
        around(&world.people(), context, citizen, world.business_date()).map_err(GetError::Store)
    });
    context.note(Finding {
        question: Some(JournalQuestion::of_number(number)),
        about: answer.as_ref().map_or(About::Nobody, Family::about),
        ..Finding::of("get_family", outcome_of(&answer))
    });
    answer
}

/// The family of a citizen.
pub(super) fn around(
    people: &People<'_>,
    context: &Context<'_>,
    citizen: Citizen,
    day: CivilDate,
) -> Result<Family, StoreError> {
    let mut relatives = recorded(people, context, &citizen, day)?;
    for sibling in siblings(people, &citizen)? {
        let full = people.citizen(sibling.id)?;
        let known = full.filter(|full| is_visible(&full.identity, context, day));
        relatives.extend(known.map(|sibling| in_the_books(Kinship::Sibling, sibling, day)));
    }
    let household = match citizen.household {
        Some(place) => members_of(people, context, place.household, day)?,
        None => Vec::new(),
    };
    Ok(Family {
        citizen,
        relatives,
        household,
    })
}

/// The relatives that the record names, each as their own record has them.
fn recorded(
    people: &People<'_>,
    context: &Context<'_>,
    citizen: &Citizen,
    day: CivilDate,
) -> Result<Vec<Kin>, StoreError> {
    let mut kin = Vec::with_capacity(citizen.relatives.len());
    for relative in &citizen.relatives {
        let kinship = Kinship::Recorded(relative.relation);
        let holder = match relative.number {
            Some(number) => people.holders(CitizenNumber::Personal(number))?.pop(),
            None => None,
        };
        let theirs = match &holder {
            Some(holder) => people.citizen(holder.identity.id)?,
            None => None,
        };
        match theirs {
            Some(theirs) if is_visible(&theirs.identity, context, day) => {
                kin.push(in_the_books(kinship, theirs, day));
            }
            // Somebody is there whom this caller may not know of.
            Some(_) if !context.may(Scope::Admin) => {}
            Some(_) | None => kin.push(Kin {
                kinship,
                full_name: relative.full_name.clone(),
                number: relative.number,
                cmnd: relative.cmnd,
                citizen: None,
            }),
        }
    }
    Ok(kin)
}

fn in_the_books(kinship: Kinship, citizen: Citizen, day: CivilDate) -> Kin {
    Kin {
        kinship,
        full_name: citizen.identity.full_name_on(day).clone(),
        number: citizen.identity.number_on(day),
        cmnd: None,
        citizen: Some(citizen),
    }
}

/// Brothers and sisters, the eldest first: the other children that the records of mother and father name.
pub(super) fn siblings(
    people: &People<'_>,
    citizen: &Citizen,
) -> Result<Vec<Identity>, StoreError> {
    let mut seen: BTreeSet<PersonId> = BTreeSet::from([citizen.identity.id]);
    let mut siblings = Vec::new();
    for parent in related(citizen, &[Relation::Mother, Relation::Father]) {
        for holder in people.holders(parent)? {
            let Some(parent) = people.citizen(holder.identity.id)? else {
                continue;
            };
            for child in related(&parent, &[Relation::Child]) {
                let holders = people.holders(child)?.into_iter();
                siblings.extend(
                    holders
                        .map(|holder| holder.identity)
                        .filter(|identity| seen.insert(identity.id)),
                );
            }
        }
    }
    siblings.sort_by_key(|sibling| (sibling.date_of_birth.packed(), sibling.id));
    Ok(siblings)
}

/// The personal numbers of relatives of these kinds.
fn related(citizen: &Citizen, relations: &[Relation]) -> Vec<CitizenNumber> {
    let relatives = citizen.relatives.iter();
    let wanted = relatives.filter(|relative| relations.contains(&relative.relation));
    wanted
        .filter_map(|relative| relative.number.map(CitizenNumber::Personal))
        .collect()
}
