//! Groups of people made by a recipe and laid into a world: numbered, tied to each other, all or none.

use std::collections::BTreeSet;

use super::caller::Context;
use super::numbering::{NumberCell, free_cmnd, free_in_cell};
use super::upkeep::{Refusal, UpkeepError, check_numbers};
use crate::domain::card::Cmnd;
use crate::domain::citizen::{Citizen, FormerNumber, PersonId, Relation, residence_file};
use crate::domain::citizen_number::{CmndNumber, PersonalNumber};
use crate::domain::kin::{Links, kin_of, relative_of};
use crate::population::recipes::{Drawn, Recipe, RecipeError, WantedNumber, Wishes, draw};
use crate::record::{read_record, storage_record};
use crate::store::StoreError;
use crate::worlds::{About, EditError, Finding, People, World};

/// Groups that may be made at once.
pub const MOST_GROUPS: u32 = 1000;
/// Households of the population have the row of their head, those of recipes numbers from here on.
const FIRST_HOUSEHOLD: u32 = 3_000_000_000;

/// What is to be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GroupOrder {
    /// How many groups, at most [`MOST_GROUPS`].
    pub count: u32,
    /// The same seed makes the same people in the same world. When absent, one that the people added so far
    /// decide, so that calls in a row make different people.
    pub seed: Option<u64>,
    /// What is wanted otherwise than the recipe says.
    pub wishes: Wishes,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct CreatedGroups {
    /// The seed.
    pub seed: u64,
    /// The groups, each in the order of the recipe.
    pub groups: Vec<Vec<CreatedPerson>>,
}

/// Somebody who was made.
#[derive(Clone, Debug)]
pub struct CreatedPerson {
    /// The role in the recipe.
    pub role: String,
    /// The record.
    pub citizen: Citizen,
    /// The relatives, by their roles.
    pub relatives: Vec<(Relation, String)>,
}

/// Why nothing was made.
#[derive(Debug)]
pub enum GroupError {
    /// The recipe asks for what cannot be.
    Recipe(RecipeError),
    /// The people were refused, or could not be written.
    Upkeep(UpkeepError),
}

impl From<UpkeepError> for GroupError {
    fn from(error: UpkeepError) -> Self {
        Self::Upkeep(error)
    }
}

impl From<StoreError> for GroupError {
    fn from(error: StoreError) -> Self {
        Self::Upkeep(error.into())
    }
}

impl From<RecipeError> for GroupError {
    fn from(error: RecipeError) -> Self {
        Self::Recipe(error)
    }
}

/// Makes groups by a recipe. Everybody passes the checks of a person who is added alone.
pub fn create_groups(
    world: &World,
    context: &Context<'_>,
    recipe: &Recipe,
    order: &GroupOrder,
) -> Result<CreatedGroups, GroupError> {
    let created = world.edit(context.at, |people| {
        let first = people.overlay().next_id();
        let added = first.0.saturating_sub(PersonId::FIRST_ADDED.0);
        let seed = order.seed.unwrap_or(added.unsigned_abs());
        let mut laying = Laying {
            world,
            people,
            next: first,
            numbers: BTreeSet::new(),
            cmnd: BTreeSet::new(),
            households: BTreeSet::new(),
        };
        let groups = (0..order.count.min(MOST_GROUPS)).map(|index| {
            let drawn = draw(recipe, order.wishes, seed, index.into())?;
            laying.group(drawn)
        });
        let groups = groups.collect::<Result<Vec<_>, GroupError>>()?;
        let edits = groups.iter().flatten().map(|person| {
            let citizen = &person.citizen;
            (citizen.identity.id, Some(citizen.clone()))
        });
        Ok((edits.collect(), CreatedGroups { seed, groups }))
    });
    let created = created.map_err(|error: EditError<GroupError>| match error {
        EditError::Refused(error) => error,
        EditError::Store(error) => error.into(),
    })?;
    let people = created.groups.iter().flatten();
    let ids: BTreeSet<PersonId> = people.map(|person| person.citizen.identity.id).collect();
    context.note(Finding {
        about: About::all(ids),
        ..Finding::of("create_group", "done")
    });
    Ok(created)
}

/// Groups on their way into a world: what they have taken is nobody else's any more.
struct Laying<'a> {
    world: &'a World,
    people: &'a People<'a>,
    next: PersonId,
    numbers: BTreeSet<PersonalNumber>,
    cmnd: BTreeSet<CmndNumber>,
    households: BTreeSet<u32>,
}

impl Laying<'_> {
    /// One group with ids, households, numbers and, by them, relatives.
    fn group(&mut self, mut drawn: Vec<Drawn>) -> Result<Vec<CreatedPerson>, GroupError> {
        for member in &mut drawn {
            member.citizen.identity.id = self.next;
            self.next = PersonId(self.next.0 + 1);
            self.number(member)?;
        }
        self.house(&mut drawn)?;
        let links: Vec<Links> = drawn.iter().map(|member| member.links).collect();
        let kin: Vec<Vec<(Relation, usize)>> = (0..drawn.len())
            .map(|position| kin_of(position, &|at| links.get(at).copied(), links.len()))
            .collect();
        let created = kin.iter().zip(&drawn).map(|(kin, member)| {
            let related = || {
                kin.iter()
                    .filter_map(|(relation, at)| Some((*relation, drawn.get(*at)?)))
            };
            let citizen = Citizen {
                relatives: related()
                    .map(|(relation, other)| relative_of(relation, &other.citizen))
                    .collect(),
                ..member.citizen.clone()
            };
            Ok(CreatedPerson {
                role: member.role.clone(),
                citizen: self.checked(&citizen)?,
                relatives: related()
                    .map(|(relation, other)| (relation, other.role.clone()))
                    .collect(),
            })
        });
        created.collect()
    }

    /// The person as whoever is added alone is read and checked.
    fn checked(&self, citizen: &Citizen) -> Result<Citizen, GroupError> {
        let read = read_record(&storage_record(citizen), citizen.identity.id);
        let citizen = read.map_err(|errors| UpkeepError::from(Refusal::Fields(errors)))?;
        check_numbers(self.people, &citizen, false)?;
        Ok(citizen)
    }

    fn number(&mut self, member: &mut Drawn) -> Result<(), GroupError> {
        let serial = member.serial;
        if let Some(wanted) = member.number {
            member.citizen.identity.number = self.personal(wanted, serial)?;
        }
        if let Some((wanted, cancelled_on, reason)) = member.former_number {
            let former = self.personal(wanted, serial)?.map(|number| FormerNumber {
                number,
                cancelled_on,
                reason,
            });
            member.citizen.identity.former_numbers.extend(former);
        }
        for issue in &member.cmnd {
            let taken = |number| self.cmnd.contains(&number);
            let number = free_cmnd(self.people, issue.province, serial, taken)?;
            self.cmnd.extend(number);
            member.citizen.cmnd.extend(number.map(|number| Cmnd {
                number,
                issued_by: Some(issue.province),
                issued_on: Some(issue.day),
            }));
        }
        Ok(())
    }

    fn personal(
        &mut self,
        wanted: WantedNumber,
        serial: u64,
    ) -> Result<Option<PersonalNumber>, GroupError> {
        let cell = NumberCell {
            province: wanted.province,
            gender: wanted.gender,
            year: wanted.year,
        };
        let taken = |number| self.numbers.contains(&number);
        let number = free_in_cell(self.world, self.people, cell, serial, taken)?;
        self.numbers.extend(number);
        Ok(number)
    }

    /// Numbers the households, and the residence files by them.
    fn house(&mut self, drawn: &mut [Drawn]) -> Result<(), GroupError> {
        let mut numbers: Vec<Option<u32>> = vec![None; drawn.len()];
        for (position, number) in numbers.iter_mut().enumerate() {
            let member = &drawn[position];
            if member.head.map(usize::from) == Some(position) {
                *number = Some(self.free_household(member.citizen.identity.id)?);
            }
        }
        for member in drawn {
            let head = member.head.map(usize::from);
            let number = head.and_then(|head| numbers.get(head).copied().flatten());
            if let (Some(place), Some(number)) = (&mut member.citizen.household, number) {
                place.household = number;
            }
            let file = member.residence_file;
            member.citizen.residence_file =
                file.map(|province| residence_file(province, &member.citizen));
        }
        Ok(())
    }

    /// A household that nobody lives in; the search begins by the row of its head.
    fn free_household(&mut self, head: PersonId) -> Result<u32, GroupError> {
        let row = head.0.saturating_sub(PersonId::FIRST_ADDED.0);
        let mut number = FIRST_HOUSEHOLD.saturating_add(u32::try_from(row).unwrap_or(0));
        while self.households.contains(&number) || !self.people.household(number)?.is_empty() {
            number = number.checked_add(1).unwrap_or(FIRST_HOUSEHOLD);
        }
        self.households.insert(number);
        Ok(number)
    }
}
