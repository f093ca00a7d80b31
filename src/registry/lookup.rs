//! Receive a record: after a match, or by number alone.

use super::caller::{Context, Scope};
use super::matching::{
    Found, MatchQuery, find_and_judge, holds, is_visible, question_of, status_of,
};
use crate::domain::citizen::{Citizen, PersonId};
use crate::domain::citizen_number::{CitizenNumber, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::domain::matching::{AMBIGUOUS_RULE, Outcome};
use crate::domain::scenario::ForcedOutcome;
use crate::domain::status::{CancelReason, RecordStatus};
use crate::store::StoreError;
use crate::worlds::{About, Finding, Holder, JournalQuestion, People, World};

/// How the dead are told. An answer with a `record_status` says that somebody died. The national wire
/// has no element for it: that it returns the dead like the living is a guess, and so is the other way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Dead {
    /// As found, like the living.
    #[default]
    Found,
    /// As a miss.
    Missed,
}

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
    dead: Dead,
) -> Result<Citizen, LookupError> {
    let people = world.people();
    let asked = Asked::of(world, context, "lookup", query, dead);
    let release = release(&people, context, &asked)?;
    let citizen = match release.person {
        Some(id) => people.citizen(id)?,
        None => None,
    };
    let outcome = found_or_not(citizen.is_some());
    context.note(Finding {
        question: Some(asked.question),
        rule: Some(release.rule),
        about: release.about,
        ..Finding::of("lookup", outcome)
    });
    citizen.ok_or(LookupError::NotFound)
}

/// Whether [`look_up`] would release a record: the same question, answered by yes or no.
pub fn verify(
    world: &World,
    context: &Context<'_>,
    query: &MatchQuery,
    dead: Dead,
) -> Result<bool, StoreError> {
    let asked = Asked::of(world, context, "verify", query, dead);
    let release = release(&world.people(), context, &asked)?;
    let exists = release.person.is_some();
    let outcome = found_or_not(exists);
    context.note(Finding {
        question: Some(asked.question),
        rule: Some(release.rule),
        about: release.about,
        ..Finding::of("verify", outcome)
    });
    Ok(exists)
}

/// Whose record a question releases.
pub(super) struct Release {
    /// The person; `None` for every miss.
    pub person: Option<PersonId>,
    /// The rule that decided, for the journal.
    pub rule: &'static str,
    /// Whose record was looked at, for the journal.
    pub about: About,
}

/// A question whose answer is a record, or something made of one.
pub(super) struct Asked<'a> {
    query: &'a MatchQuery,
    dead: Dead,
    day: CivilDate,
    forced: Option<ForcedOutcome>,
    /// As the journal keeps it.
    pub question: JournalQuestion,
}

impl<'a> Asked<'a> {
    /// The question, with the outcome it is to have.
    pub fn of(
        world: &World,
        context: &Context<'_>,
        operation: &str,
        query: &'a MatchQuery,
        dead: Dead,
    ) -> Self {
        let question = question_of(query);
        Self {
            query,
            dead,
            day: world.business_date(),
            forced: context.forced(world, operation, &question),
            question,
        }
    }
}

/// Finds whom the question means, and holds back what may not be released.
pub(super) fn release(
    people: &People<'_>,
    context: &Context<'_>,
    asked: &Asked<'_>,
) -> Result<Release, StoreError> {
    let (dead, day) = (asked.dead, asked.day);
    let found = find_and_judge(people, context, asked.query, day, asked.forced)?;
    let about = found.about();
    let miss = |rule| Release {
        person: None,
        rule,
        about: about.clone(),
    };
    let (holder, judgement) = match found {
        Found::Nobody => return Ok(miss("number_unknown")),
        Found::Ambiguous => return Ok(miss(AMBIGUOUS_RULE)),
        Found::One(holder, judgement) => (holder, judgement),
    };
    let status = status_of(&holder, judgement.status, day);
    Ok(if matches!(status, RecordStatus::Cancelled(_)) {
        miss("number_cancelled")
    } else if judgement.outcome != Outcome::Match {
        miss(judgement.rule)
    } else if status == RecordStatus::Deceased && dead == Dead::Missed {
        miss("deceased_missed")
    } else {
        Release {
            person: Some(holder.identity.id),
            rule: judgement.rule,
            about,
        }
    })
}

/// The outcome of a question for one person, as the journal words it.
pub(super) const fn found_or_not(found: bool) -> &'static str {
    if found { "found" } else { "citizen_not_found" }
}

/// The record of a number, 12 digits or 9.
pub fn get_by_number(
    world: &World,
    context: &Context<'_>,
    number: CitizenNumber,
) -> Result<Citizen, GetError> {
    let answer = resolve(world, context, number, "get_citizen");
    context.note(Finding {
        question: Some(JournalQuestion::of_number(number)),
        about: About::one(answer.as_ref().ok().map(|citizen| citizen.identity.id)),
        ..Finding::of("get_citizen", outcome_of(&answer))
    });
    answer
}

/// What a question by number came to, as the journal words it.
pub(super) fn outcome_of<T>(answer: &Result<T, GetError>) -> &'static str {
    match answer {
        Ok(_) => "found",
        Err(GetError::NotFound) => "citizen_not_found",
        Err(GetError::Ambiguous) => "number_ambiguous",
        Err(GetError::Cancelled { .. }) => "number_cancelled",
        Err(GetError::Store(_)) => "failed",
    }
}

/// The one person whom the caller may know of and whom the number means, unless it was cancelled.
pub(super) fn resolve(
    world: &World,
    context: &Context<'_>,
    number: CitizenNumber,
    operation: &str,
) -> Result<Citizen, GetError> {
    let forced = context.forced(world, operation, &JournalQuestion::of_number(number));
    if forced.is_some_and(ForcedOutcome::hides_the_number) {
        return Err(GetError::NotFound);
    }
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
