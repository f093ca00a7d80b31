//! Ethnic group by province and religion by ethnic group.

use super::mixer::{Draws, Field};
use super::tables::ETHNIC_BY_PROVINCE;
use super::weighted::Weighted;
use crate::reference::{ProvinceBefore, ethnic_groups, provinces_before, religions};

/// Code of the Kinh in the list of 2008.
pub const KINH: u8 = 1;

/// People of a group in another province of a region where it is at home, against elsewhere. MODEL:
/// the census names the main provinces of each group only; the rest has to live somewhere.
const HOME_REGION_WEIGHT: u64 = 12;

/// Religions of single groups, in ten-thousandths: (group, [(religion, share)]). MODEL: orders of
/// magnitude from descriptions of the groups, fitted so that Islam and Brahmanism meet the census.
const RELIGIONS_OF_GROUPS: [(u8, &[(u8, u64)]); 12] = [
    (5, &[(1, 9_000), (99, 900), (2, 100)]),
    (6, &[(1, 2_000), (2, 500), (99, 7_500)]),
    (8, &[(8, 2_800), (2, 100), (99, 7_100)]),
    (10, &[(8, 2_500), (2, 1_500), (99, 6_000)]),
    (11, &[(8, 3_500), (2, 1_500), (99, 5_000)]),
    (12, &[(2, 4_500), (8, 1_000), (99, 4_500)]),
    (14, &[(13, 3_600), (4, 3_900), (99, 2_500)]),
    (15, &[(2, 4_000), (8, 3_500), (99, 2_500)]),
    (16, &[(2, 4_500), (8, 1_500), (99, 4_000)]),
    (20, &[(8, 5_000), (2, 1_500), (99, 3_500)]),
    (22, &[(8, 5_000), (2, 2_000), (99, 3_000)]),
    (28, &[(2, 3_500), (8, 3_000), (99, 3_500)]),
];

/// Peoples and religions, ready to be drawn from.
#[derive(Clone, Debug)]
pub struct Peoples {
    /// Religions of the groups that have shares of their own, by code.
    special_religions: Vec<Option<Weighted<u8>>>,
    /// Religions of everyone else: the national figures less what those groups hold.
    other_religions: Weighted<u8>,
}

impl Peoples {
    /// Reads the tables; `None` when one has no weight.
    pub fn read() -> Option<Self> {
        let mut special_religions = vec![None; 56];
        for (group, shares) in RELIGIONS_OF_GROUPS {
            special_religions[usize::from(group)] = Weighted::new(shares.iter().copied());
        }
        let other_religions = Weighted::new(religions().iter().map(|religion| {
            let held: u64 = RELIGIONS_OF_GROUPS
                .iter()
                .flat_map(|(group, shares)| shares.iter().map(move |share| (group, share)))
                .filter(|(_, (code, _))| *code == religion.code)
                .map(|(group, (_, share))| population_of(*group) * share / 10_000)
                .sum();
            (
                religion.code,
                u64::from(religion.population_2019).saturating_sub(held),
            )
        }))?;
        Some(Self {
            special_religions,
            other_religions,
        })
    }

    /// People by position of the province in the table of 63 and code of the ethnic group.
    pub fn counts_by_province() -> Vec<Vec<u64>> {
        counts_by_province()
    }

    /// The religion of a family of that group. One in fifty is not recorded: the law does not ask
    /// for more than people say.
    pub fn religion(&self, group: u8, draws: Draws) -> u8 {
        if draws.happens(Field::Religion, 1, 200) {
            return 0;
        }
        let table = self
            .special_religions
            .get(usize::from(group))
            .and_then(Option::as_ref);
        table
            .unwrap_or(&self.other_religions)
            .pick(draws.bits(Field::Religion, 0))
    }
}

/// The people of a group in the census of 2019.
pub fn population_of(group: u8) -> u64 {
    ethnic_groups()
        .iter()
        .find(|row| row.code_2008 == group)
        .map_or(0, |row| u64::from(row.population_2019))
}

/// People by province (position in the table of 63) and ethnic group (code): the census where it
/// names them, the rest of each group spread with a preference for its home regions, Kinh the remainder.
fn counts_by_province() -> Vec<Vec<u64>> {
    let provinces = provinces_before();
    let mut counts = vec![vec![0_u64; 56]; provinces.len()];
    for line in ETHNIC_BY_PROVINCE.lines() {
        let group: usize = line.number(0);
        let code: u8 = line.number(2);
        match provinces
            .iter()
            .position(|province| province.code.0 == code)
        {
            Some(position) if group < 56 => counts[position][group] = line.number(4),
            Some(_) | None => line.malformed("names an unknown group or province"),
        }
    }
    for group in 2..=54 {
        spread_the_rest(&mut counts, group, provinces);
    }
    for (province, row) in provinces.iter().zip(&mut counts) {
        let others: u64 = row.iter().sum();
        row[usize::from(KINH)] = u64::from(province.population_2019).saturating_sub(others);
    }
    counts
}

fn spread_the_rest(counts: &mut [Vec<u64>], code: u8, provinces: &[ProvinceBefore]) {
    let group = usize::from(code);
    let named: u64 = counts.iter().map(|row| row[group]).sum();
    let rest = population_of(code).saturating_sub(named);
    let home_regions: Vec<&str> = provinces
        .iter()
        .zip(&*counts)
        .filter(|(_, row)| row[group] > 0)
        .map(|(province, _)| province.region)
        .collect();
    let weights: Vec<u64> = provinces
        .iter()
        .zip(&*counts)
        .map(|(province, row)| match row[group] {
            0 if home_regions.contains(&province.region) => {
                HOME_REGION_WEIGHT * u64::from(province.population_2019)
            }
            0 => u64::from(province.population_2019),
            _ => 0, // the census has the whole figure of these provinces
        })
        .collect();
    let total = weights.iter().sum::<u64>().max(1);
    for (row, weight) in counts.iter_mut().zip(weights) {
        row[group] += rest * weight / total;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_meet_the_census_of_each_group_nearly() {
        let counts = counts_by_province();
        for group in ethnic_groups()
            .iter()
            .filter(|group| (2..=54).contains(&group.code_2008))
        {
            let sum: u64 = counts
                .iter()
                .map(|row| row[usize::from(group.code_2008)])
                .sum();
            assert!(
                sum.abs_diff(u64::from(group.population_2019)) <= 63,
                "{}: {sum}",
                group.name
            );
        }
        let kinh: u64 = counts.iter().map(|row| row[1]).sum();
        assert!(kinh.abs_diff(population_of(KINH)) < 100_000, "{kinh}");
    }

    #[test]
    fn no_group_but_its_own_provinces_overflow_a_province() {
        for (province, row) in provinces_before().iter().zip(counts_by_province()) {
            let all: u64 = row.iter().sum();
            assert!(
                all <= u64::from(province.population_2019) * 102 / 100,
                "{}: {all}",
                province.name
            );
        }
    }

    #[test]
    fn the_khmer_are_buddhists_mostly_and_only_the_cham_brahmans() {
        let peoples = Peoples::read().expect("tables");
        let count = |group: u8, religion: u8| {
            (0..10_000)
                .filter(|index| peoples.religion(group, Draws::new(1, *index)) == religion)
                .count()
        };
        assert!(count(5, 1) > 8_500);
        assert!(count(14, 13) > 3_000);
        assert!(count(KINH, 13) < 10);
        assert!((400..800).contains(&count(KINH, 2)), "{}", count(KINH, 2));
        assert!((100..300).contains(&count(KINH, 0)));
    }
}
