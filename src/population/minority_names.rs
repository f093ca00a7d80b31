//! Names of the peoples who do not name themselves like the Kinh: order, particles and clans.
//!
//! Which of several forms a person has is a guess.

use super::kinh_names::KinhNames;
use super::minority_styles::{Order, Style, style_of};
use super::mixer::Field;
use super::names::{NameDraws, NameTraits, join};
use super::peoples::population_of;
use crate::domain::citizen_number::Gender;

/// A name in that style.
pub(super) fn minority_name(
    style: &Style,
    traits: NameTraits,
    draws: NameDraws,
    kinh: &KinhNames,
) -> String {
    let NameDraws {
        own: draws,
        family,
        father,
    } = draws;
    let women = traits.gender == Gender::Female;
    let given_names = if women { style.women } else { style.men };
    let given = draws
        .one_of(Field::GivenName, 2, given_names)
        .copied()
        .unwrap_or("Lan");
    let clan = family
        .one_of(Field::Surname, 2, style.clans)
        .copied()
        .unwrap_or("");
    let between = draws
        .one_of(Field::MiddleName, 7, style.between[usize::from(women)])
        .copied()
        .unwrap_or("");
    match style.order {
        Order::ClanLast => join(&[&particle(between, given), clan]),
        Order::NoClan => particle(between, given),
        Order::LikeKinh if draws.happens(Field::MiddleName, 8, 5_500) => {
            kinh.with_surname(clan, traits, draws)
        }
        Order::ClanFirst | Order::LikeKinh => join(&[clan, between, given]),
        Order::OneWord if women => join(&["Ka", given]),
        Order::OneWord => particle("K’", given),
        Order::FatherSecond => {
            // The given name that the father himself was drawn with; of an unknown one any.
            let father = match father {
                Some(father) => father.one_of(Field::GivenName, 2, style.men),
                None => draws.one_of(Field::GivenName, 3, style.men),
            };
            let father = father.copied().unwrap_or("");
            join(&[given, if father == given { "" } else { father }])
        }
    }
}

/// `H’` and `K’` stand close to the name, `Y` and `A` apart.
fn particle(particle: &str, given: &str) -> String {
    if particle.ends_with('’') {
        format!("{particle}{given}")
    } else {
        join(&[particle, given])
    }
}

/// How many people outside the Kinh bear a surname that the Kinh bear too, at the census.
pub fn surname_mass(surname: &str) -> u64 {
    (1..=54)
        .filter_map(|group| style_of(group, false).map(|style| (group, style.clans)))
        .map(
            |(group, clans)| match clans.iter().filter(|clan| **clan == surname).count() as u64 {
                0 => 0,
                times => population_of(group) * times / clans.len() as u64,
            },
        )
        .sum()
}
