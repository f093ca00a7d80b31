//! People who belong together: how the links between the members of a cluster are told as relatives.

use super::citizen::{Citizen, Relation, Relative};
use super::citizen_number::{CmndNumber, PersonalNumber};

/// Members of a cluster, at the most: a position fits six bits.
pub const MOST_MEMBERS: usize = 64;

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

/// A person among kin, as the population file takes them. Ids rise by one along a cluster.
#[derive(Clone, Copy, Debug)]
pub struct Kinsman<'a> {
    /// The person; relatives are told by the links and not by the record.
    pub citizen: &'a Citizen,
    /// The nearest.
    pub links: Links,
    /// The position of the head of the household, if there is one.
    pub head: Option<u8>,
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
    let first_cmnd = person.cmnd.first().map(|cmnd| cmnd.number);
    let identity = &person.identity;
    Relative {
        relation,
        full_name: identity.full_name.clone(),
        number: identity.number,
        cmnd: shown_cmnd(identity.number, first_cmnd),
        nationality: person.nationality.first().copied(),
    }
}

/// A number of nine digits tells a relative only where there is none of twelve.
pub fn shown_cmnd(number: Option<PersonalNumber>, cmnd: Option<CmndNumber>) -> Option<CmndNumber> {
    cmnd.filter(|_| number.is_none())
}

/// Whether the member at `position` was born together with another of the same mother.
pub fn is_twin(position: usize, members: &[Kinsman<'_>]) -> bool {
    let Some(own) = members.get(position) else {
        return false;
    };
    let born = own.citizen.identity.date_of_birth;
    own.links.mother.is_some()
        && born.day().is_some()
        && members.iter().enumerate().any(|(other, member)| {
            other != position
                && member.links.mother == own.links.mother
                && member.citizen.identity.date_of_birth == born
        })
}
