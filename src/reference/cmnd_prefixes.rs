//! Which province's police a 9-digit CMND number came from.

use std::sync::LazyLock;

use super::table::{Table, table};
use crate::domain::place::ProvinceCode;

/// The first digits of the CMND numbers that one province's police issued: where the card was issued,
/// not where its holder was born. Half of the list is quoted, half from memory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CmndPrefix {
    /// The province in the words of the list: `Hà Tây (cũ)`.
    pub issuer: &'static str,
    /// The province of the 63-province table; Hà Tây is part of Hà Nội (01).
    pub province: ProvinceCode,
    /// The first two digits.
    pub prefix: &'static str,
    /// The first three digits, as numbers: those of the list, or all under [`prefix`](Self::prefix)
    /// that the list gives to no other province.
    pub three_digits: Vec<u16>,
    /// `quoted`, `quoted` and the digits that were, or `memory`.
    pub confidence: &'static str,
}

/// CMND numbers of this range were really given out twice (Đồng Nai and Bà Rịa-Vũng Tàu, found in
/// 2007); only personas use them.
pub const SHARED_CMND: std::ops::RangeInclusive<u32> = 271_450_001..=271_500_000;

/// All prefixes, in the order of the list (north to south).
pub fn cmnd_prefixes() -> &'static [CmndPrefix] {
    &PREFIXES
}

/// The prefixes that the police of a province used, its own before those of a former province.
pub fn cmnd_prefixes_of(province: ProvinceCode) -> impl Iterator<Item = &'static CmndPrefix> {
    PREFIXES
        .iter()
        .filter(move |prefix| prefix.province == province)
}

const PREFIXES_TABLE: Table = table!("cmnd_prefixes.csv");

static PREFIXES: LazyLock<Vec<CmndPrefix>> = LazyLock::new(|| {
    let mut prefixes: Vec<CmndPrefix> = PREFIXES_TABLE
        .rows(["issuer", "province_code", "prefix", "narrow", "confidence"])
        .map(|row| {
            let narrow = row.list(3, ' ').into_iter().map(str::parse).collect();
            let Ok(three_digits) = narrow else {
                row.malformed("narrow has something else than numbers")
            };
            CmndPrefix {
                issuer: row.cells[0],
                province: ProvinceCode(row.number(1)),
                prefix: row.cells[2],
                three_digits,
                confidence: row.cells[4],
            }
        })
        .collect();
    let taken: Vec<u16> = prefixes
        .iter()
        .flat_map(|prefix| prefix.three_digits.iter().copied())
        .collect();
    for prefix in prefixes
        .iter_mut()
        .filter(|prefix| prefix.three_digits.is_empty())
    {
        let first = 10 * prefix.prefix.parse().unwrap_or(0_u16);
        prefix.three_digits = (first..first + 10)
            .filter(|digits| !taken.contains(digits))
            .collect();
    }
    prefixes
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::{province_before, provinces_before};

    fn three_digits(province: u8) -> Vec<u16> {
        cmnd_prefixes_of(ProvinceCode(province))
            .flat_map(|prefix| prefix.three_digits.iter().copied())
            .collect()
    }

    #[test]
    fn every_province_has_a_prefix_and_no_three_digits_belong_to_two() {
        assert_eq!(cmnd_prefixes().len(), 64);
        for province in provinces_before() {
            assert!(
                !three_digits(province.code.0).is_empty(),
                "{}",
                province.name
            );
        }
        let mut all: Vec<u16> = cmnd_prefixes()
            .iter()
            .flat_map(|prefix| prefix.three_digits.iter().copied())
            .collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn three_digits_begin_with_the_two_of_the_prefix() {
        for prefix in cmnd_prefixes() {
            assert!(
                province_before(prefix.province).is_some(),
                "{}",
                prefix.issuer
            );
            for digits in &prefix.three_digits {
                assert!(
                    format!("{digits:03}").starts_with(prefix.prefix),
                    "{}",
                    prefix.issuer
                );
            }
        }
    }

    #[test]
    fn a_shared_prefix_is_parted() {
        assert_eq!(three_digits(75), [271, 272, 276], "Đồng Nai");
        assert_eq!(three_digits(77), [273], "Bà Rịa - Vũng Tàu");
        assert_eq!(
            three_digits(11),
            [40, 41, 42, 43, 44, 46, 47, 48, 49],
            "Điện Biên without 045 of Lai Châu"
        );
        assert_eq!(
            three_digits(1),
            [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 111, 112],
            "Hà Nội with Hà Tây"
        );
    }
}
