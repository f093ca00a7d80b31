//! Receive a record: after a match, or by number alone.

use super::caller::{Context, Scope};
use super::matching::{
    Found, MatchQuery, find_and_judge, holds, is_visible, question_of, status_of,
};
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::{CitizenNumber, PersonalNumber};
use crate::domain::matching::{AMBIGUOUS_RULE, Outcome};
use crate::domain::status::{CancelReason, RecordStatus};
use crate::store::StoreError;
use crate::worlds::{Holder, JournalQuestion, World};

/// Why a lookup gives no record.
#[derive(Debug)]
pub enum LookupError {
    /// Nobody matches; why is not told.
    NotFound,
    /// The store failed.
    Store(StoreError),
}

/// Why a number gives no record.
#[derive(Debug)]
pub enum GetError {
    /// Nobody whom the caller may know holds it.
    NotFound,
    /// Two people hold the CMND.
    Ambiguous,
    /// The number was cancelled.
    Cancelled {
        /// Why, for administrators.
        reason: Option<CancelReason>,
        /// The number set in its place, for administrators.
        successor: Option<PersonalNumber>,
    },
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for LookupError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<StoreError> for GetError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The record, when number, name and date match and the number is in force.
pub fn look_up(
    world: &World,
    context: &Context<'_>,
    query: &MatchQuery,
) -> Result<Citizen, LookupError> {
    let day = world.business_date();
    let people = world.people();
    let (released, rule) = match find_and_judge(&people, context, query, day)? {
        Found::Nobody => (None, "number_unknown"),
        Found::Ambiguous => (None, AMBIGUOUS_RULE),
        Found::One(holder, judgement) => {
            let cancelled = matches!(
                status_of(&holder, judgement.status, day),
                RecordStatus::Cancelled(_)
            );
            let releases = judgement.outcome == Outcome::Match && !cancelled;
            (
                releases.then_some(holder.identity.id),
                if cancelled {
                    "number_cancelled"
                } else {
                    judgement.rule
                },
            )
        }
    };
    let citizen = match released {
        Some(id) => people.citizen(id)?,
        None => None,
    };
    let outcome = if citizen.is_some() {
        "found"
    } else {
        "citizen_not_found"
    };
    context.note(world, "lookup", question_of(query), outcome, Some(rule));
    citizen.ok_or(LookupError::NotFound)
}

/// The record of a number, 12 digits or 9.
pub fn get_by_number(
    world: &World,
    context: &Context<'_>,
    number: CitizenNumber,
) -> Result<Citizen, GetError> {
    let answer = resolve(world, context, number);
    let outcome = match &answer {
        Ok(_) => "found",
        Err(GetError::NotFound) => "citizen_not_found",
        Err(GetError::Ambiguous) => "number_ambiguous",
        Err(GetError::Cancelled { .. }) => "number_cancelled",
        Err(GetError::Store(_)) => "failed",
    };
    let question = JournalQuestion {
        number: Some(number),
        full_name: None,
        date_of_birth: None,
    };
    context.note(world, "get_citizen", question, outcome, None);
    answer
}

fn resolve(
    world: &World,
    context: &Context<'_>,
    number: CitizenNumber,
) -> Result<Citizen, GetError> {
    let day = world.business_date();
    let people = world.people();
    let mut holders = people.holders(number)?;
    holders
        .retain(|holder| is_visible(&holder.identity, context, day) && holds(holder, number, day));
    let holder = match &holders[..] {
        [] => return Err(GetError::NotFound),
        [holder] => holder,
        _ => return Err(GetError::Ambiguous),
    };
    if let RecordStatus::Cancelled(reason) = status_of(holder, holder.identity.status_on(day), day)
    {
        return Err(cancelled(holder, reason, number, context));
    }
    people
        .citizen(holder.identity.id)?
        .ok_or(GetError::NotFound)
}

/// The successor is never shown to callers without administration.
fn cancelled(
    holder: &Holder,
    reason: CancelReason,
    number: CitizenNumber,
    context: &Context<'_>,
) -> GetError {
    let admin = context.may(Scope::Admin);
    let successor = holder
        .identity
        .number
        .filter(|current| CitizenNumber::Personal(*current) != number);
    GetError::Cancelled {
        reason: admin.then_some(reason),
        successor: successor.filter(|_| admin),
    }
}
