//! Everything there is of one person, for whoever runs the registry. Looking leaves no line in the journal.

use super::caller::{Context, Scope};
use super::card::{PrintedCard, printed_card};
use super::kin::{Family, around};
use crate::domain::citizen::PersonId;
use crate::store::StoreError;
use crate::worlds::World;

/// A person with everything that hangs on them.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The record, relatives and household.
    pub family: Family,
    /// The card on the business date, where there is one.
    pub card: Option<PrintedCard>,
}

/// Everything of the person in this row: also of those who have no number that could be asked for, or one that
/// was cancelled. Relatives whom the caller may not know of are left out.
pub fn dossier(
    world: &World,
    context: &Context<'_>,
    id: PersonId,
) -> Result<Option<Dossier>, StoreError> {
    let people = world.people();
    let day = world.business_date();
    let Some(citizen) = people.citizen(id)? else {
        return Ok(None);
    };
    let card = printed_card(&citizen, day, context.may(Scope::Admin));
    let family = around(&people, context, citizen, day)?;
    Ok(Some(Dossier { family, card }))
}
