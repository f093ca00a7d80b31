//! Where families come from, and which of their households moved to another province.
//!
//! Families are drawn by the province they come from and their ethnic group together, with such
//! weights that after the moves every province has its share of the census.

use super::mixer::{Draws, Field};
use super::peoples::{KINH, Peoples};
use super::weighted::{Ordered, Weighted};
use crate::domain::place::ProvinceCode;
use crate::reference::provinces_before;

/// Kinh residents who came from another province, in ten-thousandths. GUESS after the direction of
/// migration in the census of 2019; every province not named: 150.
const MOVED_IN: [(u8, u64); 16] = [
    (1, 1_500),
    (27, 1_200),
    (31, 500),
    (48, 1_600),
    (56, 500),
    (62, 1_200),
    (66, 1_500),
    (67, 2_000),
    (68, 1_500),
    (70, 2_000),
    (74, 4_800),
    (75, 2_200),
    (77, 1_300),
    (79, 2_600),
    (80, 900),
    (92, 700),
];

/// Provinces that nearly nobody left for another: they are no origin of migrants.
const NO_ORIGIN: [u8; 4] = [1, 74, 75, 79];

/// Spouses from outside the people of the family, in ten-thousandths, among the smaller side. GUESS.
const MIXED: u64 = 700;

/// Where a family comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Origin {
    /// Position of the province in the table of 63.
    pub province: usize,
    /// Code of 2008.
    pub ethnic_group: u8,
}

/// Provinces and peoples, ready to be drawn from.
#[derive(Clone, Debug)]
pub struct Origins {
    families: Ordered<Origin>,
    /// By province: the share of Kinh households that left, of 2^64.
    left: Vec<u64>,
    destinations: Ordered<usize>,
    /// Where somebody from another province who marries into a family comes from.
    anywhere: Weighted<usize>,
    /// By province: the share of 10,000 that marries a Kinh (minorities) or a minority (Kinh).
    mixed: Vec<(u32, u32)>,
    minorities: Vec<Option<Weighted<u8>>>,
}

/// The province at a position of the table of 63.
pub fn code_at(position: usize) -> ProvinceCode {
    provinces_before()
        .get(position)
        .map_or(ProvinceCode(1), |province| province.code)
}

impl Origins {
    /// Makes the tables; `None` when they are empty.
    pub fn new(counts: &[Vec<u64>]) -> Option<Self> {
        let kinh: Vec<u64> = counts.iter().map(|row| row[usize::from(KINH)]).collect();
        let came: Vec<u64> = (0..)
            .zip(&kinh)
            .map(|(position, people)| people * moved_in(position) / 10_000)
            .collect();
        let all_came: u64 = came.iter().sum();
        let sources: Vec<u64> = (0..)
            .zip(&kinh)
            .map(|(position, people)| {
                if NO_ORIGIN.contains(&code_at(position).0) {
                    0
                } else {
                    *people
                }
            })
            .collect();
        let all_sources = sources.iter().sum::<u64>().max(1);
        let gone = |position: usize| share_of(all_came, sources[position], all_sources);
        let mut families = Vec::new();
        let mut left = Vec::new();
        for (province, row) in counts.iter().enumerate() {
            let stayed_or_left = kinh[province] - came[province] + gone(province);
            left.push(share_of(u64::MAX, gone(province), stayed_or_left.max(1)));
            for (ethnic_group, people) in (0_u8..).zip(row) {
                let people = if ethnic_group == KINH {
                    stayed_or_left
                } else {
                    *people
                };
                families.push((
                    Origin {
                        province,
                        ethnic_group,
                    },
                    people,
                ));
            }
        }
        Some(Self {
            families: Ordered::new(families)?,
            left,
            destinations: Ordered::new(came.into_iter().enumerate())?,
            anywhere: Weighted::new(sources.into_iter().enumerate())?,
            mixed: counts.iter().map(|row| mixed_marriages(row)).collect(),
            minorities: counts.iter().map(|row| minorities(row)).collect(),
        })
    }

    /// Reads the tables; `None` when they are empty.
    pub fn read() -> Option<Self> {
        Self::new(&Peoples::counts_by_province())
    }

    /// The origin of the family at `position` of 2^64.
    pub fn at(&self, position: u64) -> Origin {
        self.families.at(position)
    }

    /// The province a household of the family lives in, by a position of 2^64: mostly that of origin.
    pub fn residence(&self, origin: Origin, position: u64) -> usize {
        let left = if origin.ethnic_group == KINH {
            self.left[origin.province]
        } else {
            0
        };
        if position >= left {
            return origin.province;
        }
        // The part of the positions below `left`, stretched to all of 2^64.
        let stretched = (u128::from(position) << 64) / u128::from(left);
        self.destinations
            .at(u64::try_from(stretched).unwrap_or(u64::MAX))
    }

    /// The province somebody comes from who comes from anywhere.
    pub fn anywhere(&self, bits: u64) -> usize {
        self.anywhere.pick(bits)
    }

    /// The ethnic group of somebody who marries into a family: its own mostly. As many Kinh marry into
    /// other peoples in a province as the other way round.
    pub fn of_spouse(&self, origin: Origin, draws: Draws) -> u8 {
        let (to_kinh, to_others) = self.mixed[origin.province];
        if origin.ethnic_group != KINH {
            let mixed = draws.happens(Field::Spouse, 0, to_kinh);
            return if mixed { KINH } else { origin.ethnic_group };
        }
        match &self.minorities[origin.province] {
            Some(others) if draws.happens(Field::Spouse, 0, to_others) => {
                others.pick(draws.bits(Field::Spouse, 1))
            }
            Some(_) | None => KINH,
        }
    }
}

/// `whole * part / all` without overflow.
fn share_of(whole: u64, part: u64, all: u64) -> u64 {
    let share = u128::from(whole) * u128::from(part) / u128::from(all);
    u64::try_from(share).unwrap_or(u64::MAX)
}

fn moved_in(position: usize) -> u64 {
    let code = code_at(position).0;
    let named = MOVED_IN.iter().find(|(named, _)| *named == code);
    named.map_or(150, |(_, share)| *share)
}

/// Of 10,000 spouses in families of other peoples those who are Kinh, and in Kinh families those who
/// are not.
fn mixed_marriages(row: &[u64]) -> (u32, u32) {
    let kinh = row[usize::from(KINH)];
    let others = row.iter().sum::<u64>() - kinh;
    let smaller = kinh.min(others);
    let share = |side: u64| u32::try_from(MIXED * smaller / side.max(1)).unwrap_or(0);
    (share(others), share(kinh))
}

fn minorities(row: &[u64]) -> Option<Weighted<u8>> {
    let groups = (0_u8..).zip(row.iter().copied());
    Weighted::new(groups.filter(|(group, _)| *group != KINH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_moves_every_province_has_its_share() {
        let origins = Origins::read().expect("tables");
        let count = 400_000_u64;
        let mut residents = vec![0_u64; 63];
        let mut moved = 0;
        for index in 0..count {
            let origin = origins.at(index * (u64::MAX / count));
            let position = index.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let residence = origins.residence(origin, position);
            moved += u64::from(residence != origin.province);
            residents[residence] += 1;
        }
        let all: u64 = provinces_before()
            .iter()
            .map(|row| u64::from(row.population_2019))
            .sum();
        let distance: u64 = provinces_before()
            .iter()
            .zip(residents)
            .map(|(row, met)| met.abs_diff(u64::from(row.population_2019) * count / all))
            .sum();
        assert!(distance / 2 < count / 500, "{distance}");
        assert!((20_000..60_000).contains(&moved), "{moved}");
    }

    #[test]
    fn families_of_all_peoples_marry_out_and_none_moves_by_it() {
        let origins = Origins::read().expect("tables");
        let tay_of_lang_son = Origin {
            province: position_of(20),
            ethnic_group: 2,
        };
        let kinh = (0..10_000)
            .filter(|index| origins.of_spouse(tay_of_lang_son, Draws::new(1, *index)) == KINH)
            .count();
        assert!((50..800).contains(&kinh), "{kinh}");
        assert_eq!(
            origins.residence(tay_of_lang_son, 0),
            tay_of_lang_son.province
        );
    }

    fn position_of(code: u8) -> usize {
        let mut provinces = provinces_before().iter();
        provinces
            .position(|row| row.code.0 == code)
            .expect("a province")
    }
}
