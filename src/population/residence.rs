//! Hometown, the three residences and the residence file of one person.

use super::PICTURE_DATE;
use super::mixer::Field;
use super::people::Core;
use super::places::{address, plain_ward};
use crate::domain::civil_date::CivilDate;
use crate::domain::place::{Place, ProvinceCode};

/// Quê quán: the ward of registration for half, another ward of that province for most others.
pub(super) fn hometown(core: &Core, registration: &Place) -> Place {
    match core.draws.below(Field::Address, 199, 100) {
        0..55 => registration.clone(),
        _ => plain_ward(core.homes.registration, 220, core.draws),
    }
}

/// The three residences.
pub(super) struct Residence {
    /// Nơi thường trú.
    pub(super) permanent: Option<Place>,
    /// Nơi tạm trú.
    pub(super) temporary: Option<Place>,
    /// Nơi ở hiện tại.
    pub(super) current: Option<Place>,
    /// Tạm vắng, since that day.
    pub(super) absent_since: Option<CivilDate>,
}

impl Residence {
    /// Four in ten of those who moved keep their permanent residence where they were registered and
    /// are temporary residents where they live.
    pub(super) fn of(core: &Core) -> Self {
        let Core {
            draws,
            homes,
            birth,
            ..
        } = *core;
        if has_no_home(core) {
            return Self {
                permanent: None,
                temporary: None,
                current: None,
                absent_since: None,
            };
        }
        let here = address(homes.residence, 0, draws);
        let back = 30 + draws.below(Field::ResidenceFile, 4, 3_000).cast_signed();
        let since = PICTURE_DATE
            .plus_days(-back)
            .filter(|day| *day > birth.known.latest());
        if homes.moved() && draws.happens(Field::ResidenceFile, 3, 4_000) {
            let there = address(homes.registration, 40, draws);
            return Self {
                permanent: Some(there),
                temporary: Some(here.clone()),
                current: Some(here),
                absent_since: since,
            };
        }
        Self {
            permanent: Some(here.clone()),
            temporary: None,
            current: Some(here),
            absent_since: None,
        }
    }
}

/// Few have no residence at all.
fn has_no_home(core: &Core) -> bool {
    core.draws.happens(Field::ResidenceFile, 2, 20)
}

/// The province in whose residence file the person is, where the file was taken into the database.
pub(super) fn residence_file(core: &Core) -> Option<ProvinceCode> {
    let is_kept = core.draws.happens(Field::ResidenceFile, 0, 5_000) && !has_no_home(core);
    is_kept.then_some(core.homes.residence)
}
