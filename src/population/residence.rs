//! The three residences and the residence file of one person.

use super::PICTURE_DATE;
use super::mixer::Field;
use super::people::Core;
use super::places::address;
use crate::domain::civil_date::CivilDate;
use crate::domain::place::{Place, ProvinceCode};

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
    /// A household lives at one address. Four in ten of those who moved to another province keep their
    /// permanent residence where they came from and are temporary residents where they live.
    pub(super) fn of(core: &Core) -> Self {
        let Core {
            household,
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
        let here = address(homes.residence, 0, household);
        let back = 30
            + household
                .below(Field::ResidenceFile, 4, 3_000)
                .cast_signed();
        let since = PICTURE_DATE
            .plus_days(-back)
            .filter(|day| *day > birth.known.latest());
        if let Some(left) = homes.left
            && household.happens(Field::ResidenceFile, 3, 4_000)
        {
            let there = address(left, 40, household);
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

/// The province whose residence file the household is in, where it was taken into the database; who has
/// no residence has no file.
pub(super) fn residence_file(core: &Core) -> Option<ProvinceCode> {
    let taken = core.household.happens(Field::ResidenceFile, 0, 5_000);
    (taken && !has_no_home(core)).then_some(core.homes.residence)
}

/// Few have no residence at all.
fn has_no_home(core: &Core) -> bool {
    core.household.happens(Field::ResidenceFile, 2, 20)
}
