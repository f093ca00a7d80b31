//! People who belong together: the unit in which a population is drawn.

use super::documents::CmndIssue;
use super::numbers::{CellFull, Numbers};
use super::settings::Settings;
use crate::domain::card::Cmnd;
use crate::domain::citizen::{Citizen, FormerNumber, PersonId, Relative, residence_file};
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
pub use crate::domain::kin::{Kinsman, Links, MOST_MEMBERS, kin_of, relative_of};
use crate::domain::place::ProvinceCode;
use crate::domain::status::CancelReason;

/// Whole households of kin. Links between people never leave their cluster.
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    /// Everybody, household by household with the head first, and then those who live in none.
    pub members: Vec<Member>,
}

/// One person of a cluster.
#[derive(Clone, Debug)]
pub struct Member {
    /// The person, before the ordered pass without id, numbers and relatives.
    pub citizen: Citizen,
    /// Who belongs to this person.
    pub links: Links,
    /// Whether the person stands in the count of the living.
    pub is_living: bool,
    /// The position of the head of the household, if there is one.
    pub head: Option<u8>,
    pub(super) wanted: WantedNumbers,
}

/// The numbers a person is to get: which ones exactly depends on who came before.
#[derive(Clone, Debug)]
pub(super) struct WantedNumbers {
    pub(super) personal: Option<WantedNumber>,
    /// One that was cancelled when the present one was set.
    pub(super) former: Option<(WantedNumber, CivilDate, CancelReason)>,
    pub(super) cmnd: [Option<CmndIssue>; 3],
    /// The province whose residence file the household is in: that of the current residence.
    pub(super) residence_file: Option<ProvinceCode>,
}

/// The cell that a personal number is taken from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WantedNumber {
    /// Where the birth was registered.
    pub province: ProvinceCode,
    /// The sex that the number tells.
    pub gender: Gender,
    /// The year of birth that the number tells.
    pub year: u16,
    /// Which of the reserved prefixes, where those are used: 0, 1 or 2.
    pub turn: u8,
}

/// The ordered pass over the clusters: gives ids, numbers and, by them, the households and relatives.
/// Everything else about a cluster can be made at any time and on any thread.
#[derive(Clone, Debug)]
pub struct OrderedPass {
    numbers: Numbers,
    next_id: i64,
    living: u64,
    size: u64,
}

impl OrderedPass {
    /// Begins after the personas, whose last id is `last_persona`.
    pub fn new(settings: &Settings, last_persona: PersonId) -> Self {
        Self {
            numbers: Numbers::new(settings.numbers, settings.seed),
            next_id: last_persona.0 + 1,
            living: 0,
            size: settings.size,
        }
    }

    /// A pass that has no number to give.
    #[cfg(test)]
    pub(super) fn without_numbers(settings: &Settings) -> Self {
        Self {
            numbers: Numbers::none(),
            ..Self::new(settings, PersonId(0))
        }
    }

    /// Whether there are as many living people as were asked for.
    pub fn is_complete(&self) -> bool {
        self.living >= self.size
    }

    /// Living people so far.
    pub fn living(&self) -> u64 {
        self.living
    }

    /// Nobody follows: the numbers are used up.
    pub fn stop(&mut self) {
        self.size = self.living;
    }

    /// Completes the next cluster.
    pub fn complete(&mut self, cluster: &mut Cluster) -> Result<(), CellFull> {
        let first_id = self.next_id;
        for (position, member) in (0_i64..).zip(&mut cluster.members) {
            let identity = &mut member.citizen.identity;
            identity.id = PersonId(first_id + position);
            self.next_id += 1;
            self.living += u64::from(member.is_living);
            if let (Some(place), Some(head)) = (&mut member.citizen.household, member.head) {
                place.household = u32::try_from(first_id + i64::from(head)).unwrap_or(u32::MAX);
            }
            let file = member.wanted.residence_file;
            member.citizen.residence_file =
                file.map(|province| residence_file(province, &member.citizen));
            number(&mut self.numbers, member)?;
        }
        Ok(())
    }
}

fn number(numbers: &mut Numbers, member: &mut Member) -> Result<(), CellFull> {
    let mut take = |wanted: WantedNumber| {
        numbers.personal(
            wanted.province,
            wanted.gender,
            wanted.year,
            wanted.turn.into(),
        )
    };
    let identity = &mut member.citizen.identity;
    identity.number = member.wanted.personal.map(&mut take).transpose()?;
    if let Some((wanted, cancelled_on, reason)) = member.wanted.former {
        identity.former_numbers.push(FormerNumber {
            number: take(wanted)?,
            cancelled_on,
            reason,
        });
    }
    for CmndIssue { province, day } in member.wanted.cmnd.into_iter().flatten() {
        if let Some(number) = numbers.cmnd(province) {
            member.citizen.cmnd.push(Cmnd {
                number,
                issued_by: Some(province),
                issued_on: Some(day),
            });
        }
    }
    Ok(())
}

impl Cluster {
    /// The members as the population file takes them.
    pub fn kinsmen(&self) -> impl Iterator<Item = Kinsman<'_>> {
        self.members.iter().map(|member| Kinsman {
            citizen: &member.citizen,
            links: member.links,
            head: member.head,
        })
    }

    /// The people, each with the relatives that the links tell.
    pub fn into_citizens(self) -> Vec<Citizen> {
        let relatives: Vec<Vec<Relative>> = (0..self.members.len())
            .map(|position| {
                let kin = kin_of(
                    position,
                    &|at| self.members.get(at).map(|member| member.links),
                    self.members.len(),
                );
                kin.into_iter()
                    .filter_map(|(relation, at)| {
                        let relative = &self.members.get(at)?.citizen;
                        Some(relative_of(relation, relative))
                    })
                    .collect()
            })
            .collect();
        let people = self.members.into_iter().zip(relatives);
        people
            .map(|(member, relatives)| Citizen {
                relatives,
                ..member.citizen
            })
            .collect()
    }
}
