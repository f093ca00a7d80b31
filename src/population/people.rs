//! One generated person, put together from draws; numbers come from the ordered pass.

use std::sync::LazyLock;

use super::PICTURE_DATE;
use super::ages::{Ages, Birth};
use super::cluster::{Cluster, Links, Member, WantedNumber, WantedNumbers};
use super::documents::{card, cmnd_issues, electronic_identity};
use super::life::{Marriages, blood_group, email, ended, mobile, occupation, reissue_day};
use super::mixer::{Draws, Field, mix};
use super::names::{NameTraits, Names};
use super::peoples::Peoples;
use super::places::{Homes, Provinces, plain_ward};
use super::residence::{Residence, hometown, residence_file};
use crate::domain::card::{Card, ElectronicIdentity, LockReason};
use crate::domain::citizen::{Citizen, FormerName, Identity, PersonId};
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::place::CountryCode;
use crate::domain::status::{CancelReason, RecordStatus, StatusPeriod};

/// Steps of the R2 sequence (Roberts 2018): 2^64 divided by the plastic number and by its square. Two
/// coordinates walked in these steps fill the square evenly, so that provinces and ages both meet
/// their shares closely in every stretch of people, not only on average.
const RESIDENCE_STEP: u64 = 0xC13F_A9A9_02A6_328F;
const AGE_STEP: u64 = 0x91E1_0DA5_C79E_7B1D;
/// Draws of extra people are kept apart from those of the living by this bit of the index.
const EXTRA: u64 = 1 << 63;
/// Extra people (dead, missing, inactive, cancelled) for 10,000 living ones.
const EXTRA_SHARE: u32 = 30;

/// All tables of the generator.
#[derive(Clone, Debug)]
pub struct Tables {
    ages: Ages,
    peoples: Peoples,
    provinces: Provinces,
    names: Names,
    marriages: Marriages,
}

/// Whether a person stands in the count of the living.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Counted.
    Living,
    /// Dead, missing, inactive or cancelled: on top of the count.
    Extra,
}

/// What is settled first, because the rest follows from it.
pub(super) struct Core {
    pub(super) draws: Draws,
    index: u64,
    pub(super) birth: Birth,
    pub(super) homes: Homes,
    ethnic_group: u8,
    end: Option<StatusPeriod>,
    traits: NameTraits,
}

impl Tables {
    /// Reads every table; `None` when one of them is empty.
    fn read() -> Option<Self> {
        Some(Self {
            ages: Ages::read()?,
            peoples: Peoples::read()?,
            provinces: Provinces::read()?,
            names: Names::read()?,
            marriages: Marriages::read()?,
        })
    }

    /// Every table, read once for the whole program.
    pub fn shared() -> Option<&'static Self> {
        static TABLES: LazyLock<Option<Tables>> = LazyLock::new(Tables::read);
        TABLES.as_ref()
    }

    /// Whether an extra person follows the living person `index`.
    pub fn is_followed_by_extra(seed: u64, index: u64) -> bool {
        Draws::new(seed, index).happens(Field::Extra, 0, EXTRA_SHARE)
    }

    /// Cluster `index` under `seed`, before the ordered pass.
    pub fn cluster(&self, seed: u64, index: u64) -> Cluster {
        let mut members = vec![self.member(seed, index, Standing::Living)];
        if Self::is_followed_by_extra(seed, index) {
            members.push(self.member(seed, index, Standing::Extra));
        }
        Cluster { members }
    }

    fn member(&self, seed: u64, index: u64, standing: Standing) -> Member {
        let core = self.core(seed, index, standing);
        Member {
            citizen: self.citizen(&core, PersonId(0)),
            links: Links::default(),
            is_living: standing == Standing::Living,
            head: None,
            wanted: self.wanted(&core),
        }
    }

    fn core(&self, seed: u64, index: u64, standing: Standing) -> Core {
        let (draws, residence_position, age_position) = match standing {
            Standing::Living => (
                Draws::new(seed, index),
                mix(seed).wrapping_add(index.wrapping_mul(RESIDENCE_STEP)),
                mix(seed ^ EXTRA).wrapping_add(index.wrapping_mul(AGE_STEP)),
            ),
            Standing::Extra => {
                let draws = Draws::new(seed, index | EXTRA);
                (
                    draws,
                    draws.bits(Field::Residence, 0),
                    older_position(draws),
                )
            }
        };
        let birth = self.ages.birth(age_position, draws);
        let residence = self.provinces.residence(residence_position);
        let ethnic_group = self.peoples.ethnic_group(residence, draws);
        let homes = self.provinces.homes(residence, ethnic_group, &birth, draws);
        let end = (standing == Standing::Extra).then(|| ended(birth.known.latest(), draws));
        let code = homes.registration.0;
        let traits = NameTraits {
            gender: birth.gender,
            year: birth.day.year(),
            ethnic_group,
            north: code <= 40,
            muslim_cham: matches!(code, 75 | 79 | 89),
        };
        Core {
            draws,
            index,
            birth,
            homes,
            ethnic_group,
            end,
            traits,
        }
    }

    fn citizen(&self, core: &Core, id: PersonId) -> Citizen {
        let Core {
            draws,
            birth,
            homes,
            ..
        } = *core;
        let age = birth.age_on(PICTURE_DATE);
        let full_name = self.names.full_name(core.traits, draws);
        let email = email(full_name.as_str(), age, draws);
        let (card, electronic_identity) = documents_of(core);
        let residence = Residence::of(core);
        let status_periods = core.end.into_iter().collect();
        let registration = plain_ward(homes.registration, 200, draws);
        Citizen {
            identity: Identity {
                id,
                number: None,
                full_name,
                date_of_birth: birth.known,
                gender: birth.gender,
                status_periods,
                restricted: false,
                former_names: self.former_names(core),
                former_numbers: Vec::new(),
            },
            other_name: None,
            place_of_birth: (birth.day.year() >= 1960).then(|| registration.clone()),
            hometown: Some(hometown(core, &registration)),
            place_of_birth_registration: Some(registration),
            ethnic_group: core.ethnic_group,
            religion: self.peoples.religion(core.ethnic_group, draws),
            nationality: vec![CountryCode::VIET_NAM],
            blood_group: blood_group(draws),
            cmnd: Vec::new(),
            card,
            relatives: Vec::new(),
            permanent_residence: residence.permanent,
            temporary_residence: residence.temporary,
            current_residence: residence.current,
            absent_since: residence.absent_since,
            residence_file: None,
            marital_status: self.marriages.status(age, birth.gender, draws),
            household: None,
            mobile: mobile(age, draws),
            email,
            occupation: occupation(age, draws),
            electronic_identity,
            undetermined_nationality: false,
        }
    }

    /// One in 300 has changed the name: another given name, some day since the age of 14.
    fn former_names(&self, core: &Core) -> Vec<FormerName> {
        if core.birth.age_on(PICTURE_DATE) < 15 || !core.draws.happens(Field::History, 0, 33) {
            return Vec::new();
        }
        let other = Draws::new(core.draws.bits(Field::History, 1), core.index);
        let days = (PICTURE_DATE.day_number() - core.birth.day.day_number() - 14 * 366)
            .max(1)
            .unsigned_abs();
        let until =
            PICTURE_DATE.plus_days(-1 - core.draws.below(Field::History, 2, days).cast_signed());
        let full_name = self.names.full_name(core.traits, other);
        until
            .map(|until| FormerName { full_name, until })
            .into_iter()
            .collect()
    }

    /// Which numbers the person gets: the personal one, an earlier one for few, and the CMNDs.
    fn wanted(&self, core: &Core) -> WantedNumbers {
        let Core {
            draws,
            birth,
            homes,
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
        let reissued =
            (60..120).contains(&chance) && birth.known.latest().plus_days(400) < Some(PICTURE_DATE);
        let origin = self.provinces.homes(
            self.provinces.residence(draws.bits(Field::Cmnd, 9)),
            core.ethnic_group,
            &birth,
            draws,
        );
        WantedNumbers {
            personal: Some(WantedNumber {
                province: homes.registration,
                gender,
                year: year_in_number,
            }),
            former: reissued.then(|| self.former_number(core, chance)),
            cmnd: cmnd_issues(&birth, homes, origin.residence, draws),
            residence_file: residence_file(core),
        }
    }

    /// An earlier number, cancelled for a wrong sex or year (Điều 11(7a)) or a wrong place (b).
    fn former_number(&self, core: &Core, chance: u32) -> (WantedNumber, CivilDate, CancelReason) {
        let Core {
            draws,
            birth,
            homes,
            ..
        } = *core;
        let (province, year, reason) = if chance < 90 {
            let year = near(birth.day.year(), draws);
            (homes.registration, year, CancelReason::SexOrYearCorrected)
        } else {
            let other = self.provinces.residence(draws.bits(Field::History, 5));
            let wrong = self
                .provinces
                .homes(other, core.ethnic_group, &birth, draws)
                .residence;
            (wrong, birth.day.year(), CancelReason::CollectedWrongly)
        };
        let wanted = WantedNumber {
            province,
            gender: birth.gender,
            year,
        };
        (wanted, reissue_day(draws, 6), reason)
    }
}

/// The larger of three even draws: the dead are mostly old.
fn older_position(draws: Draws) -> u64 {
    (0..3)
        .map(|nth| draws.bits(Field::AgeAndSex, nth))
        .fold(0, u64::max)
}

const fn opposite(gender: Gender) -> Gender {
    match gender {
        Gender::Male => Gender::Female,
        Gender::Female => Gender::Male,
    }
}

/// A year one to three before or after, as slips of papers are.
fn near(year: u16, draws: Draws) -> u16 {
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
