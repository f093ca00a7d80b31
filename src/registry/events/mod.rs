//! Events of life: one call each, which changes everything that follows from it, or nothing.
//!
//! A file for each event holds its rule: what it asks of the people, and what it does to them and theirs
//! (`docs/events.md` has the law behind). They act on a [`Scene`], so that all edits of one event are
//! committed together.

mod birth;
mod card;
mod death;
mod divorce;
mod household;
mod identity;
mod links;
mod marriage;
mod moving;
mod number;
mod refusals;
mod relation_to_head;
mod renaming;
mod scene;

pub use birth::{Birth, ChildName, Parent};
pub use card::{CardRenewal, RenewalReason};
pub use death::Death;
pub use divorce::Divorce;
pub use identity::{IdentityLock, IdentityUnlock};
pub use marriage::Marriage;
pub use moving::{Destination, Move, Residence};
pub use number::NumberReissue;
pub use renaming::Renaming;

use std::collections::BTreeSet;

use super::caller::Context;
use super::upkeep::UpkeepError;
use crate::domain::change::ChangeKind;
use crate::domain::citizen::{Citizen, PersonId};
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::civil_date::CivilDate;
use crate::worlds::{About, EditError, Finding, JournalQuestion, World};
use scene::Scene;

/// Something that happened to somebody.
#[derive(Clone, Debug)]
pub struct LifeEvent {
    /// The day; the business date when absent.
    pub on: Option<CivilDate>,
    /// What it was.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum What {
    /// Khai sinh.
    Birth(Birth),
    /// Khai tử.
    Death(Death),
    /// Kết hôn.
    Marriage(Marriage),
    /// Ly hôn.
    Divorce(Divorce),
    /// Chuyển nơi cư trú.
    Move(Move),
    /// Thay đổi họ tên.
    Renaming(Renaming),
    /// Hủy, xác lập lại số định danh.
    NumberReissue(NumberReissue),
    /// Cấp, đổi thẻ.
    CardRenewal(CardRenewal),
    /// Khóa căn cước điện tử.
    IdentityLock(IdentityLock),
    /// Mở khóa căn cước điện tử.
    IdentityUnlock(IdentityUnlock),
}

impl What {
    /// The word of the change feed.
    pub const fn kind(&self) -> ChangeKind {
        match self {
            Self::Birth(_) => ChangeKind::Birth,
            Self::Death(_) => ChangeKind::Death,
            Self::Marriage(_) => ChangeKind::Marriage,
            Self::Divorce(_) => ChangeKind::Divorce,
            Self::Move(_) => ChangeKind::Move,
            Self::Renaming(_) => ChangeKind::Renaming,
            Self::NumberReissue(_) => ChangeKind::NumberReissued,
            Self::CardRenewal(_) => ChangeKind::CardRenewed,
            Self::IdentityLock(_) => ChangeKind::IdentityLocked,
            Self::IdentityUnlock(_) => ChangeKind::IdentityUnlocked,
        }
    }
}

/// What an event came to.
#[derive(Clone, Debug)]
pub struct EventReport {
    /// What it was.
    pub kind: ChangeKind,
    /// The day.
    pub on: CivilDate,
    /// The cursor of the change feed before it.
    pub since: u64,
    /// The cursor behind it.
    pub cursor: u64,
    /// Everybody whom it changed, those it happened to first.
    pub people: Vec<Affected>,
}

/// Somebody whom an event changed.
#[derive(Clone, Debug)]
pub struct Affected {
    /// As they are now.
    pub citizen: Citizen,
    /// Whether it happened to them.
    pub is_subject: bool,
    /// The keys of the record that are others now, in the order of the record.
    pub changed: Vec<String>,
}

/// Lets something happen: everything that follows from it is changed at once, or it is refused and nothing
/// is.
pub fn happen(
    world: &World,
    context: &Context<'_>,
    event: &LifeEvent,
) -> Result<EventReport, UpkeepError> {
    let day = world.business_date();
    let happened = world.happen(context.at, |people| {
        let on = event.on.unwrap_or(day);
        if on > day {
            return Err(refusals::in_future("on", day));
        }
        let mut scene = Scene::new(world, people, day);
        act(&mut scene, on, &event.what)?;
        scene.end(event.what.kind(), on)
    });
    let report = happened.map_err(|error| match error {
        EditError::Refused(error) => error,
        EditError::Store(error) => UpkeepError::Store(error),
    })?;
    let subject = report.people.first().map(|person| &person.citizen.identity);
    let question = subject.map(|identity| JournalQuestion {
        number: identity.number.map(CitizenNumber::Personal),
        full_name: Some(identity.full_name.as_str().into()),
        date_of_birth: Some(identity.date_of_birth),
        ..JournalQuestion::default()
    });
    let people = report.people.iter();
    let ids: BTreeSet<PersonId> = people.map(|person| person.citizen.identity.id).collect();
    context.note(Finding {
        question,
        about: About::all(ids),
        ..Finding::of("life_event", report.kind.as_str())
    });
    Ok(report)
}

fn act(scene: &mut Scene<'_>, on: CivilDate, what: &What) -> Result<(), UpkeepError> {
    match what {
        What::Birth(birth) => birth::act(scene, on, birth),
        What::Death(death) => death::act(scene, on, death),
        What::Marriage(marriage) => marriage::act(scene, on, marriage),
        What::Divorce(divorce) => divorce::act(scene, on, divorce),
        What::Move(moving) => moving::act(scene, on, moving),
        What::Renaming(renaming) => renaming::act(scene, on, renaming),
        What::NumberReissue(reissue) => number::act(scene, on, reissue),
        What::CardRenewal(renewal) => card::act(scene, on, renewal),
        What::IdentityLock(lock) => identity::lock(scene, on, lock),
        What::IdentityUnlock(unlock) => identity::unlock(scene, on, unlock),
    }
}
