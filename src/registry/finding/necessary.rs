//! What everybody who fulfils a condition has in the columns of the store: fewer people are read whole.

use super::condition::{AccountWanted, CardWanted, Condition, StatusWanted, Trait, Wanted};
use super::holding::{MAJORITY, MERGER, birth_bounds};
use crate::domain::birth_date::BirthDate;
use crate::domain::card::{CardCustody, CardState};
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::relation_to_head::HEAD;
use crate::domain::status::CancelReason;
use crate::domain::status::RecordStatus;
use crate::store::{Mark, Prefilter};

/// The prefilter of all conditions together. Opposites narrow nothing, but for the gender.
pub fn prefilter(wanted: &[Wanted], day: CivilDate) -> Prefilter {
    let mut filter = Prefilter::default();
    for Wanted { condition, negated } in wanted {
        match (condition, negated) {
            (condition, false) => narrow(&mut filter, condition, day),
            (Condition::Gender(Gender::Male), true) => filter.gender = Some(Gender::Female),
            (Condition::Gender(Gender::Female), true) => filter.gender = Some(Gender::Male),
            (_, true) => {}
        }
    }
    filter
}

fn narrow(filter: &mut Prefilter, condition: &Condition, day: CivilDate) {
    match *condition {
        Condition::Gender(gender) => filter.gender = Some(gender),
        Condition::Born { first, last } => narrow_births(filter, birth_bounds(first, last)),
        Condition::Age { least, most } => narrow_births(filter, births_of_ages(least, most, day)),
        Condition::Province(code) => filter.province_since = Some(code),
        Condition::OldProvince(code) => filter.province_before = Some(code),
        Condition::EthnicGroup(code) => filter.ethnic_group = Some(code),
        Condition::Religion(code) => filter.religion = Some(code),
        Condition::MaritalStatus(status) => filter.marital_status = Some(status),
        Condition::BloodGroup(group) => filter.blood_group = Some(group),
        Condition::CmndCount(count) => filter.cmnd_count = Some(count),
        Condition::HouseholdSize(_) => {}
        Condition::NameWords(count) => filter.name_words = Some(count),
        Condition::Precision(precision) => filter.birth_known = Some(precision),
        Condition::Card(wanted) => narrow_card(filter, wanted),
        Condition::CardKind(kind) => filter.card_kind = Some(kind),
        Condition::Account(wanted) => match wanted {
            AccountWanted::None => {} // one granted later is none yet
            AccountWanted::Level(level) => filter.account_level = Some(level),
            AccountWanted::Locked => filter.marks.push(Mark::AccountLocked),
            AccountWanted::NotActivated => filter.account_activated = Some(false),
        },
        Condition::Status(wanted) => match wanted {
            StatusWanted::Any | StatusWanted::Active => {}
            StatusWanted::Deceased => filter.status = Some(RecordStatus::Deceased),
            StatusWanted::Missing => filter.status = Some(RecordStatus::Missing),
            StatusWanted::Inactive => filter.status = Some(RecordStatus::Inactive),
            StatusWanted::Cancelled => {
                // The store does not tell the reasons apart.
                filter.status = Some(RecordStatus::Cancelled(CancelReason::CollectedWrongly));
            }
        },
        Condition::Trait(peculiarity) => narrow_to_trait(filter, peculiarity, day),
    }
}

fn narrow_to_trait(filter: &mut Prefilter, peculiarity: Trait, day: CivilDate) {
    let mark = match peculiarity {
        Trait::Twin => Mark::Twin,
        Trait::FormerNumber => Mark::FormerNumber,
        Trait::CancelledNumber => Mark::CancelledNumber,
        Trait::NumberDisagrees => Mark::NumberDisagrees,
        Trait::FormerName => Mark::FormerName,
        Trait::OtherName => Mark::OtherName,
        Trait::HasChildren => Mark::HasChildren,
        Trait::HasGuardian => Mark::HasGuardian,
        Trait::IsGuardian => Mark::IsGuardian,
        Trait::Restricted => Mark::Restricted,
        Trait::UndeterminedNationality => Mark::UndeterminedNationality,
        Trait::OccupationWithheld => Mark::OccupationWithheld,
        Trait::NoNumber => Mark::NoNumber,
        Trait::LivesElsewhere => Mark::LivesElsewhere,
        Trait::TemporaryResidence => Mark::TemporaryResidence,
        Trait::NoResidence => Mark::NoResidence,
        Trait::NoPhone => Mark::NoPhone,
        Trait::MovedSinceMerge => return filter.absent_from = MERGER,
        Trait::Absent => return filter.absent_from = CivilDate::new(CivilDate::MIN_YEAR, 1, 1),
        Trait::Minor => return narrow_births(filter, births_of_ages(0, MAJORITY - 1, day)),
        Trait::Adult => return narrow_births(filter, births_of_ages(MAJORITY, u16::MAX, day)),
        Trait::HeadOfHousehold | Trait::SingleParent => {
            return filter.relation_to_head = Some(HEAD);
        }
        Trait::NoHousehold => return filter.relation_to_head = Some(0),
        // Most people are so, or the columns do not tell.
        Trait::Namesake
        | Trait::MovedProvince
        | Trait::MergedProvince
        | Trait::NoEmail
        | Trait::LivesAlone => return,
    };
    filter.marks.push(mark);
}

/// A card is lost, held or withdrawn by its bits alone; valid and expired are a matter of the day.
fn narrow_card(filter: &mut Prefilter, wanted: CardWanted) {
    filter.card_custody = match wanted {
        CardWanted::None => return, // one issued later is none yet
        CardWanted::State(CardState::Valid | CardState::Expired) => Some(CardCustody::Holder),
        CardWanted::State(CardState::Lost) => Some(CardCustody::Lost),
        CardWanted::State(CardState::Held) => Some(CardCustody::Held),
        CardWanted::State(CardState::Withdrawn) => Some(CardCustody::Withdrawn),
    };
}

/// The packed dates of birth that people of these ages may have, a year wider than need be.
fn births_of_ages(least: u16, most: u16, day: CivilDate) -> (u32, u32) {
    let earliest = day
        .year()
        .saturating_sub(most.saturating_add(1))
        .max(CivilDate::MIN_YEAR);
    let latest = day.year().saturating_sub(least).max(CivilDate::MIN_YEAR);
    // Whoever is not born yet on the day has the age 0.
    let latest = if least == 0 {
        CivilDate::MAX_YEAR
    } else {
        latest
    };
    birth_bounds(BirthDate::Year(earliest), BirthDate::Year(latest))
}

fn narrow_births(filter: &mut Prefilter, (earliest, latest): (u32, u32)) {
    let (lowest, highest) = filter.births.unwrap_or((0, u32::MAX));
    filter.births = Some((earliest.max(lowest), latest.min(highest)));
}
