//! Ethnic groups and religions, with the codes the population database exchanges.

use std::sync::LazyLock;

use super::table::{Table, table};

/// An ethnic group (dân tộc). Two official lists of codes conflict; the population database exchanges
/// the one of 2008 (QCVN 109:2017/BTTTT annex E), health insurance the one of 1979.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EthnicGroup {
    /// Quyết định 1019/QĐ-TCTK (2008): 01 Kinh to 54; 00 not determined, 55 foreigner.
    pub code_2008: u8,
    /// Quyết định 121-TCTK/PPCĐ (1979); 00 and 55 as in 2008.
    pub code_1979: u8,
    /// `Ê Đê`.
    pub name: &'static str,
    /// Other names and spellings: `Ê-đê`, `Êđê`.
    pub aliases: Vec<&'static str>,
    /// Census of 01/04/2019; 0 for the codes 00 and 55.
    pub population_2019: u32,
}

/// A religion (tôn giáo).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Religion {
    /// QCVN 109:2017/BTTTT annex G: 01-15; 00 not recorded, 99 none.
    pub code: u8,
    /// `Phật giáo`.
    pub name_vi: &'static str,
    /// `Buddhism`.
    pub name_en: &'static str,
    /// Census of 01/04/2019; 0 for the codes 00 and 15, which have no figure of their own.
    pub population_2019: u32,
}

/// The 54 groups, not determined (00) and foreigner (55), by the code of 2008.
pub fn ethnic_groups() -> &'static [EthnicGroup] {
    &ETHNIC_GROUPS
}

/// The ethnic group with this code of 2008.
pub fn ethnic_group(code_2008: u8) -> Option<&'static EthnicGroup> {
    ETHNIC_GROUPS
        .iter()
        .find(|group| group.code_2008 == code_2008)
}

/// All religions, by code.
pub fn religions() -> &'static [Religion] {
    &RELIGIONS
}

/// The religion with this code.
pub fn religion(code: u8) -> Option<&'static Religion> {
    RELIGIONS.iter().find(|religion| religion.code == code)
}

const ETHNIC_GROUPS_TABLE: Table = table!("ethnic_groups.csv");
const RELIGIONS_TABLE: Table = table!("religions.csv");

static ETHNIC_GROUPS: LazyLock<Vec<EthnicGroup>> = LazyLock::new(|| {
    ETHNIC_GROUPS_TABLE
        .rows([
            "code_2008",
            "code_1979",
            "name",
            "aliases",
            "population_2019",
        ])
        .map(|row| EthnicGroup {
            code_2008: row.number(0),
            code_1979: row.number(1),
            name: row.cells[2],
            aliases: row.list(3, ';'),
            population_2019: row.optional_number(4).unwrap_or(0),
        })
        .collect()
});

static RELIGIONS: LazyLock<Vec<Religion>> = LazyLock::new(|| {
    RELIGIONS_TABLE
        .rows(["code", "name_vi", "name_en", "population_2019"])
        .map(|row| Religion {
            code: row.number(0),
            name_vi: row.cells[1],
            name_en: row.cells[2],
            population_2019: row.optional_number(3).unwrap_or(0),
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists_of_ethnic_codes_number_each_group_once() {
        let codes_2008: Vec<u8> = ethnic_groups()
            .iter()
            .map(|group| group.code_2008)
            .collect();
        assert_eq!(codes_2008, (0..=55).collect::<Vec<u8>>());
        let mut codes_1979: Vec<u8> = ethnic_groups()
            .iter()
            .map(|group| group.code_1979)
            .collect();
        codes_1979.sort_unstable();
        assert_eq!(codes_1979, codes_2008);
    }

    #[test]
    fn the_code_of_2008_is_the_one_we_speak() {
        let muong = ethnic_group(4).expect("a group");
        assert_eq!((muong.name, muong.code_1979), ("Mường", 6));
        let hoa = ethnic_group(6).expect("a group");
        assert_eq!((hoa.name, hoa.code_1979), ("Hoa", 4));
        assert_eq!(
            ethnic_group(11).map(|group| group.aliases.as_slice()),
            Some(["Ê-đê", "Êđê"].as_slice())
        );
        assert_eq!(ethnic_group(56), None);
    }

    #[test]
    fn ethnic_populations_sum_to_the_census_less_foreigners_and_no_answer() {
        let sum: u32 = ethnic_groups()
            .iter()
            .map(|group| group.population_2019)
            .sum();
        assert_eq!(sum, 96_208_984 - 3_902);
    }

    #[test]
    fn religions_are_ordered_and_almost_add_up_to_the_census() {
        assert!(religions().is_sorted_by(|one, next| one.code < next.code));
        assert_eq!(religions().len(), 17);
        assert_eq!(
            religions()
                .iter()
                .map(|religion| religion.population_2019)
                .sum::<u32>(),
            96_208_984 - 11_691
        );
        assert_eq!(religion(99).map(|religion| religion.name_vi), Some("Không"));
        assert_eq!(religion(16), None);
    }
}
