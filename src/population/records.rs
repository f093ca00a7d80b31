//! The record of one person of a family: names, places, documents, and which numbers are wanted.

use super::PICTURE_DATE;
use super::cluster::{WantedNumber, WantedNumbers};
use super::documents::{card, cmnd_issues, electronic_identity};
use super::life::{email, mobile, occupation, reissue_day};
use super::mixer::{Draws, Field};
use super::names::NameTraits;
use super::origins::code_at;
use super::people::{Core, LAST_NORTHERN, Tables};
use super::places::plain_ward;
use super::residence::{Residence, residence_file};
use crate::domain::card::{Card, ElectronicIdentity, LockReason};
use crate::domain::citizen::{
    Citizen, FIRST_NUMBERS, FormerName, HouseholdPlace, Identity, MaritalStatus, Occupation,
    PersonId,
};
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::place::CountryCode;
use crate::domain::status::{CancelReason, RecordStatus, StatusPeriod};

impl Tables {
    /// The record of somebody settled, without id, numbers and relatives.
    pub(super) fn citizen(
        &self,
        core: &Core,
        marital_status: MaritalStatus,
        household: Option<HouseholdPlace>,
    ) -> Citizen {
        let Core {
            draws,
            birth,
            homes,
            line,
            ..
        } = *core;
        let age = birth.age_on(PICTURE_DATE);
        let alive = |period: &StatusPeriod| period.status != RecordStatus::Deceased;
        let is_alive = core.end.as_ref().is_none_or(alive);
        // The dead keep no contact and no occupation in their record.
        let email = is_alive
            .then(|| email(core.full_name.as_str(), age, draws))
            .flatten();
        let (card, electronic_identity) = documents_of(core);
        let residence = Residence::of(core);
        let status_periods = core.end.into_iter().collect();
        // Brothers and sisters are mostly registered in one ward.
        let of_ward = if draws.happens(Field::Address, 198, 7_000) {
            line.draws
        } else {
            draws
        };
        let registration = plain_ward(homes.registration, 200, of_ward);
        Citizen {
            identity: Identity {
                id: PersonId(0),
                number: None,
                full_name: core.full_name.clone(),
                date_of_birth: birth.known,
                gender: birth.gender,
                status_periods,
                restricted: false,
                former_names: self.former_names(core),
                former_numbers: Vec::new(),
            },
            other_name: None,
            place_of_birth: (birth.day.year() >= 1960).then(|| registration.clone()),
            hometown: Some(plain_ward(line.province, 220, line.draws)),
            place_of_birth_registration: Some(registration),
            ethnic_group: line.ethnic_group,
            religion: self.peoples.religion(line.ethnic_group, line.draws),
            nationality: vec![CountryCode::VIET_NAM],
            blood_group: core.blood.recorded_group(draws),
            cmnd: Vec::new(),
            card,
            relatives: Vec::new(),
            permanent_residence: residence.permanent,
            temporary_residence: residence.temporary,
            current_residence: residence.current,
            absent_since: residence.absent_since,
            residence_file: None,
            marital_status,
            household,
            mobile: is_alive.then(|| mobile(age, draws)).flatten(),
            email,
            occupation: if is_alive {
                occupation(age, draws)
            } else {
                Occupation::NotRecorded
            },
            electronic_identity,
            undetermined_nationality: false,
        }
    }

    /// One in 300 has changed the name: another given name, some day since the age of 14.
    fn former_names(&self, core: &Core) -> Vec<FormerName> {
        let Core { birth, draws, .. } = *core;
        if birth.age_on(PICTURE_DATE) < 15 || !draws.happens(Field::History, 0, 33) {
            return Vec::new();
        }
        let last = core.end.map_or(PICTURE_DATE, |period| period.from);
        let grown_up = last.day_number() - birth.day.day_number() - 14 * 366;
        if grown_up < 2 {
            return Vec::new();
        }
        let other = Draws::new(draws.bits(Field::History, 1), 0);
        let back = 1 + draws
            .below(Field::History, 2, grown_up.unsigned_abs() - 1)
            .cast_signed();
        let traits = NameTraits {
            gender: birth.gender,
            year: birth.day.year(),
            ethnic_group: core.line.ethnic_group,
            north: core.line.province.0 <= LAST_NORTHERN,
            muslim_cham: false,
        };
        let full_name = self
            .names
            .full_name(traits, other, core.line.draws, core.father);
        let until = last.plus_days(-back);
        until
            .map(|until| FormerName { full_name, until })
            .into_iter()
            .collect()
    }

    /// Which numbers the person gets: the personal one, an earlier one for few, and the CMNDs. Who died
    /// before the twelve-digit number came has none.
    pub(super) fn wanted(&self, core: &Core, position: usize) -> WantedNumbers {
        let Core {
            draws,
            birth,
            homes,
            end,
            ..
        } = *core;
        let year = birth.day.year();
        let chance = draws.below(Field::History, 3, 100_000);
        // Nghị định 70/2024 Điều 11(8): after a correction the old number stays unless the citizen asks.
        let (gender, year_in_number) = match chance {
            0..20 => (opposite(birth.gender), year),
            20..60 => (birth.gender, near(year, draws)),
            _ => (birth.gender, year),
        };
        let numbered = end.is_none_or(|period| period.from >= FIRST_NUMBERS);
        let reissued = (60..120).contains(&chance)
            && end.is_none()
            && birth.known.latest().plus_days(400) < Some(PICTURE_DATE);
        let elsewhere = code_at(self.origins.anywhere(draws.bits(Field::Cmnd, 9)));
        let mut cmnd = cmnd_issues(&birth, homes, elsewhere, draws);
        for issue in &mut cmnd {
            // Nobody is issued a card after death.
            *issue = issue.filter(|issue| end.is_none_or(|period| issue.day < period.from));
        }
        let personal = WantedNumber {
            province: homes.registration,
            gender,
            year: year_in_number,
            turn: u8::try_from(position % 3).unwrap_or(0),
        };
        WantedNumbers {
            personal: numbered.then_some(personal),
            former: reissued.then(|| self.former_number(core, chance, personal)),
            cmnd,
            residence_file: residence_file(core),
        }
    }

    /// An earlier number, cancelled for a wrong sex or year (Điều 11(7a)) or a wrong place (b).
    fn former_number(
        &self,
        core: &Core,
        chance: u32,
        present: WantedNumber,
    ) -> (WantedNumber, CivilDate, CancelReason) {
        let Core { draws, birth, .. } = *core;
        let former = if chance < 90 {
            let year = near(birth.day.year(), draws);
            (
                WantedNumber { year, ..present },
                CancelReason::SexOrYearCorrected,
            )
        } else {
            let wrong = code_at(self.origins.anywhere(draws.bits(Field::History, 5)));
            let year = birth.day.year();
            let wanted = WantedNumber {
                province: wrong,
                year,
                ..present
            };
            (wanted, CancelReason::CollectedWrongly)
        };
        (former.0, reissue_day(draws, 6), former.1)
    }
}

pub(super) const fn opposite(gender: Gender) -> Gender {
    match gender {
        Gender::Male => Gender::Female,
        Gender::Female => Gender::Male,
    }
}

/// A year one to three before or after, as slips of papers are.
pub(super) fn near(year: u16, draws: Draws) -> u16 {
    let slip = draws
        .one_of(Field::History, 4, &[1, 2, 3])
        .copied()
        .unwrap_or(1);
    if draws.happens(Field::History, 7, 5_000) && year + slip <= PICTURE_DATE.year() {
        year + slip
    } else {
        year - slip
    }
}

/// Card and electronic identity; those of the dead end with the death.
fn documents_of(core: &Core) -> (Option<Card>, Option<ElectronicIdentity>) {
    let before_end = |day: CivilDate| core.end.is_none_or(|period| day < period.from);
    let card = card(&core.birth, core.draws).filter(|card| before_end(card.issued_on));
    let account = electronic_identity(&core.birth, card.as_ref(), core.draws)
        .filter(|account| before_end(account.granted_on))
        .map(|account| match core.end {
            Some(StatusPeriod {
                status: RecordStatus::Deceased,
                ..
            }) => ElectronicIdentity {
                locked: Some(LockReason::Death),
                ..account
            },
            Some(_) | None => account,
        });
    (card, account)
}
