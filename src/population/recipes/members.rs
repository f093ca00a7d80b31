//! The record of a member: what the recipe says laid over what is drawn.

use super::drawing::{Drawing, Drawn, Misfit, traits_of};
use super::papers::Holder;
use super::{NumberWish, RecipeMember, WantedNumber};
use crate::domain::citizen::{Citizen, FormerName, HouseholdPlace, Occupation};
use crate::domain::civil_date::CivilDate;
use crate::domain::place::ProvinceCode;
use crate::domain::status::CancelReason;
use crate::population::PICTURE_DATE;
use crate::population::families::{Person, relation};
use crate::population::life::reissue_day;
use crate::population::mixer::{Draws, Field};
use crate::population::origins::code_at;
use crate::population::people::Core;
use crate::population::places::address;
use crate::population::records::{near, opposite};

/// `CH27`, who is represented by the head of the household.
const WARD: u8 = 27;
/// `CH30`, whom no link ties to the head.
const OTHER: u8 = 30;

impl Drawing<'_> {
    pub(super) fn member(&self, position: usize) -> Result<Drawn, Misfit> {
        let member = self.of(position);
        let Some(core) = &self.cores[position] else {
            return Err(Misfit::Parent); // everybody is settled
        };
        let household = member.head.map(|head| HouseholdPlace {
            household: 0,
            relation_to_head: self.relation(usize::from(head), position),
        });
        let mut citizen = self.tables.citizen(core, member.marital_status, household);
        let holder = Holder {
            member,
            birth: &core.birth,
            end: core.end,
            draws: core.draws,
        };
        citizen.card = holder.card()?;
        citizen.electronic_identity = holder.account(citizen.card.as_ref())?;
        self.adjust(&mut citizen, member, core);
        let (number, former_number) = wanted(member, core);
        let numbered = !citizen.identity.died_before_numbers();
        let settled = citizen.current_residence.is_some() && household.is_some();
        let file = member.staying_in.unwrap_or(core.homes.residence);
        Ok(Drawn {
            role: member.role.clone(),
            links: member.links,
            head: member.head,
            number: number.filter(|_| numbered),
            former_number,
            cmnd: holder.cmnd(core.homes.registration, self.elsewhere(core))?,
            residence_file: settled.then_some(file),
            serial: core.draws.bits(Field::History, 21),
            citizen,
        })
    }

    /// What the recipe says besides papers; chance that no recipe asks for is taken back.
    fn adjust(&self, citizen: &mut Citizen, member: &RecipeMember, core: &Core) {
        citizen.identity.former_names = if member.former_name {
            self.former_name(member, core).into_iter().collect()
        } else {
            Vec::new()
        };
        if let Some(religion) = self.recipe.religion {
            citizen.religion = religion;
        }
        if let Some(occupation) = &member.occupation {
            citizen.occupation = Occupation::Recorded(occupation.clone());
        }
        if core.end.is_none() {
            let home = address(core.homes.residence, 0, core.household);
            let stay = member
                .staying_in
                .map(|province| address(province, 40, core.household));
            citizen.current_residence = Some(stay.clone().unwrap_or_else(|| home.clone()));
            citizen.temporary_residence = stay;
            citizen.permanent_residence = Some(home);
        }
        citizen.absent_since = member.absent_since.and_then(|(first, last)| {
            let days = (last.day_number() - first.day_number()).unsigned_abs();
            first.plus_days(
                core.household
                    .below(Field::ResidenceFile, 10, days + 1)
                    .cast_signed(),
            )
        });
        if member.stateless {
            citizen.nationality.clear();
            citizen.undetermined_nationality = true;
            citizen.permanent_residence = None;
            citizen.hometown = None;
            citizen.place_of_birth = None;
            citizen.place_of_birth_registration = None;
        }
    }

    /// Another given name, until some day of the ten years before the end.
    fn former_name(&self, member: &RecipeMember, core: &Core) -> Option<FormerName> {
        let last = core.end.map_or(PICTURE_DATE, |end| end.from);
        let lived = last.day_number() - core.birth.day.day_number();
        let back =
            1 + core
                .draws
                .below(Field::History, 22, lived.clamp(2, 3_650).unsigned_abs() / 2);
        let full_name = (0..8).map(|nth| {
            let other = Draws::new(core.draws.bits(Field::History, 30 + nth), 0);
            let traits = traits_of(member, &core.birth, &core.line);
            self.tables
                .names
                .full_name(traits, other, core.line.draws, core.father)
        });
        let full_name = full_name.into_iter().find(|name| *name != core.full_name)?;
        let until = last.plus_days(-back.cast_signed())?;
        Some(FormerName { full_name, until })
    }

    /// Another province than that of registration: where the household lives, if that is one.
    fn elsewhere(&self, core: &Core) -> ProvinceCode {
        if core.homes.moved() {
            return core.homes.residence;
        }
        let drawn = (0..8).map(|nth| {
            let bits = core.draws.bits(Field::Cmnd, 40 + nth);
            code_at(self.tables.origins.anywhere(bits))
        });
        let mut others = drawn.filter(|province| *province != core.homes.registration);
        others.next().unwrap_or(core.homes.registration)
    }

    fn relation(&self, head: usize, other: usize) -> u8 {
        let people: Vec<Person> = self
            .recipe
            .members
            .iter()
            .zip(&self.births)
            .map(|(member, birth)| Person {
                // In days before the picture, so that twins and others are told apart by more than the year.
                age: PICTURE_DATE.day_number() - birth.day.day_number(),
                gender: member.gender,
                father: member.links.father,
                mother: member.links.mother,
                spouse: member.links.spouse,
                ..Person::alone()
            })
            .collect();
        match relation(&people, head, other) {
            OTHER if self.of(other).links.guardian.map(usize::from) == Some(head) => WARD,
            relation => relation,
        }
    }
}

/// An earlier number, the day it was cancelled and why.
type Former = (WantedNumber, CivilDate, CancelReason);

/// The number that a member gets, and an earlier one.
fn wanted(member: &RecipeMember, core: &Core) -> (Option<WantedNumber>, Option<Former>) {
    let year = core.birth.day.year();
    let plain = WantedNumber {
        province: core.homes.registration,
        gender: member.gender,
        year,
        turn: 0,
    };
    let of_other_sex = WantedNumber {
        gender: opposite(member.gender),
        ..plain
    };
    match member.number {
        NumberWish::Missing => (None, None),
        NumberWish::Plain => (Some(plain), None),
        NumberWish::Reissued => {
            let day = reissue_day(core.draws, 6);
            let reason = CancelReason::SexOrYearCorrected;
            (Some(plain), Some((of_other_sex, day, reason)))
        }
        NumberWish::Disagreeing if core.draws.happens(Field::History, 20, 5_000) => {
            (Some(of_other_sex), None)
        }
        NumberWish::Disagreeing => {
            let year = near(year, core.draws);
            (Some(WantedNumber { year, ..plain }), None)
        }
    }
}
