//! People who belong together: the unit in which a population is drawn.

use super::documents::CmndIssue;
use super::numbers::{CellFull, Numbers};
use super::settings::Settings;
use crate::domain::card::Cmnd;
use crate::domain::citizen::{Citizen, FormerNumber, PersonId, Relation, Relative};
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::place::ProvinceCode;
use crate::domain::status::CancelReason;

/// Members of a cluster, at the most: a position fits six bits.
pub const MOST_MEMBERS: usize = 64;

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

/// The nearest of a person, as positions in the cluster. A child is told by its father and mother; who
/// is represented, by the guardian.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Links {
    /// Cha.
    pub father: Option<u8>,
    /// Mẹ.
    pub mother: Option<u8>,
    /// Vợ, chồng: the present one, or the last one who died.
    pub spouse: Option<u8>,
    /// Người đại diện hợp pháp of somebody whose parents cannot be.
    pub guardian: Option<u8>,
}

/// The numbers a person is to get: which ones exactly depends on who came before.
#[derive(Clone, Debug)]
pub(super) struct WantedNumbers {
    pub(super) personal: Option<WantedNumber>,
    /// One that was cancelled when the present one was set.
    pub(super) former: Option<(WantedNumber, CivilDate, CancelReason)>,
    pub(super) cmnd: [Option<CmndIssue>; 3],
}

/// The cell that a personal number is taken from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct WantedNumber {
    pub(super) province: ProvinceCode,
    pub(super) gender: Gender,
    pub(super) year: u16,
    /// Which of the reserved prefixes, where those are used: 0, 1 or 2.
    pub(super) turn: u8,
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

/// The relatives of the member at `position`, as the records tell them: father, mother, spouse,
/// children in order, representative, represented.
pub fn kin_of(
    position: usize,
    links_at: &impl Fn(usize) -> Option<Links>,
    members: usize,
) -> Vec<(Relation, usize)> {
    let Some(own) = links_at(position) else {
        return Vec::new();
    };
    let at = |link: Option<u8>| link.map(usize::from);
    let linked = |relation, link| at(link).map(|other| (relation, other));
    let mut kin: Vec<(Relation, usize)> = [
        linked(Relation::Father, own.father),
        linked(Relation::Mother, own.mother),
        linked(Relation::Spouse, own.spouse),
    ]
    .into_iter()
    .flatten()
    .collect();
    let others = || (0..members).filter_map(|other| Some((other, links_at(other)?)));
    kin.extend(
        others()
            .filter(|(_, links)| {
                at(links.father) == Some(position) || at(links.mother) == Some(position)
            })
            .map(|(other, _)| (Relation::Child, other)),
    );
    kin.extend(linked(Relation::Representative, own.guardian));
    kin.extend(
        others()
            .filter(|(_, links)| at(links.guardian) == Some(position))
            .map(|(other, _)| (Relation::Represented, other)),
    );
    kin
}

/// How a person stands in the record of a relative.
pub fn relative_of(relation: Relation, person: &Citizen) -> Relative {
    Relative {
        relation,
        full_name: person.identity.full_name.clone(),
        number: person.identity.number,
        cmnd: match person.identity.number {
            Some(_) => None,
            None => person.cmnd.first().map(|cmnd| cmnd.number),
        },
        nationality: person.nationality.first().copied(),
    }
}
