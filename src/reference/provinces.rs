//! Provinces: the 63 of before 01/07/2025, by which personal numbers begin, and the 34 since.

use std::sync::LazyLock;

use super::table::{Table, table};
use crate::domain::place::ProvinceCode;

/// A province as it stood before 01/07/2025 (the 63-province table).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProvinceBefore {
    /// Two-digit code of Tổng cục Thống kê; "0" and this code begin a personal number.
    pub code: ProvinceCode,
    /// `Hà Tĩnh`.
    pub name: &'static str,
    /// `Tỉnh Hà Tĩnh`.
    pub full_name: &'static str,
    /// One of the six regions of Thông tư 07/2016/TT-BCA.
    pub region: &'static str,
    /// Code of the province it belongs to since 01/07/2025 (Nghị quyết 202/2025/QH15).
    pub successor: u8,
    /// Census of 01/04/2019.
    pub population_2019: u32,
}

/// A province as it stands since 01/07/2025 (Quyết định 19/2025/QĐ-TTg). The codes are old codes, but
/// seven provinces kept their name and took a neighbour's code (Bắc Ninh 27 is 24 now): never join
/// the first digits of a personal number to this table, go through [`ProvinceBefore::successor`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProvinceSince {
    /// Two-digit code.
    pub code: u8,
    /// `Đồng Nai`.
    pub name: &'static str,
    /// `Tỉnh Đồng Nai`, from 01/07/2025.
    pub full_name_2025: &'static str,
    /// `Thành phố Đồng Nai`, from 30/04/2026 (Nghị quyết 30/2026/QH16); the same as before elsewhere.
    pub full_name_2026: &'static str,
}

/// The prefixes that no province has and `dancu` may use for people who cannot exist.
pub const RESERVED_PREFIXES: [u16; 3] = [97, 98, 99];

/// What the first three digits of a personal number stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberPlace {
    /// 001-096: the province where the birth was registered.
    Province(&'static ProvinceBefore),
    /// 097-099: no province has them, so the mock may use them for people who cannot exist.
    Reserved,
    /// 000 and the gaps of the table: no province.
    Unassigned,
    /// From 100: a country. The annex of Thông tư 07/2016/TT-BCA that names them is not public.
    Country,
}

/// All 63, by code.
pub fn provinces_before() -> &'static [ProvinceBefore] {
    &BEFORE
}

/// The province with this code of the 63-province table.
pub fn province_before(code: ProvinceCode) -> Option<&'static ProvinceBefore> {
    let index = BEFORE
        .binary_search_by_key(&code, |province| province.code)
        .ok()?;
    BEFORE.get(index)
}

/// All 34, by code.
pub fn provinces_since() -> &'static [ProvinceSince] {
    &SINCE
}

/// The province with this code of the 34-province table.
pub fn province_since(code: u8) -> Option<&'static ProvinceSince> {
    let index = SINCE
        .binary_search_by_key(&code, |province| province.code)
        .ok()?;
    SINCE.get(index)
}

/// What the first three digits of a personal number stand for.
pub fn number_place(code: u16) -> NumberPlace {
    match code {
        reserved if RESERVED_PREFIXES.contains(&reserved) => NumberPlace::Reserved,
        100.. => NumberPlace::Country,
        _ => u8::try_from(code)
            .ok()
            .and_then(|code| province_before(ProvinceCode(code)))
            .map_or(NumberPlace::Unassigned, NumberPlace::Province),
    }
}

const BEFORE_TABLE: Table = table!("provinces_before_2025.csv");
const SINCE_TABLE: Table = table!("provinces_since_2025.csv");

static BEFORE: LazyLock<Vec<ProvinceBefore>> = LazyLock::new(|| {
    BEFORE_TABLE
        .rows([
            "code",
            "name",
            "full_name",
            "region",
            "successor",
            "population_2019",
        ])
        .map(|row| ProvinceBefore {
            code: ProvinceCode(row.number(0)),
            name: row.cells[1],
            full_name: row.cells[2],
            region: row.cells[3],
            successor: row.number(4),
            population_2019: row.number(5),
        })
        .collect()
});

static SINCE: LazyLock<Vec<ProvinceSince>> = LazyLock::new(|| {
    SINCE_TABLE
        .rows(["code", "name", "full_name_2025", "full_name_2026"])
        .map(|row| ProvinceSince {
            code: row.number(0),
            name: row.cells[1],
            full_name_2025: row.cells[2],
            full_name_2026: row.cells[3],
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_three_provinces_became_thirty_four() {
        assert_eq!(provinces_before().len(), 63);
        assert_eq!(provinces_since().len(), 34);
        assert!(provinces_before().is_sorted_by(|one, next| one.code < next.code));
        assert!(provinces_since().is_sorted_by(|one, next| one.code < next.code));
        for since in provinces_since() {
            assert!(
                provinces_before()
                    .iter()
                    .any(|before| before.successor == since.code),
                "{}",
                since.name
            );
        }
        for before in provinces_before() {
            assert!(
                province_since(before.successor).is_some(),
                "{}",
                before.name
            );
        }
    }

    #[test]
    fn populations_sum_to_the_census_of_2019() {
        assert_eq!(
            provinces_before()
                .iter()
                .map(|province| province.population_2019)
                .sum::<u32>(),
            96_208_984
        );
    }

    #[test]
    fn seven_provinces_kept_their_name_and_took_a_neighbours_code() {
        let moved: Vec<(&str, u8, u8)> = provinces_before()
            .iter()
            .filter_map(|before| {
                let since = provinces_since()
                    .iter()
                    .find(|since| since.name == before.name)?;
                (since.code != before.code.0).then_some((before.name, before.code.0, since.code))
            })
            .collect();
        let expected = [
            ("Lào Cai", 10, 15),
            ("Bắc Ninh", 27, 24),
            ("Quảng Trị", 45, 44),
            ("Gia Lai", 64, 52),
            ("Tây Ninh", 72, 80),
            ("Đồng Tháp", 87, 82),
            ("An Giang", 89, 91),
        ];
        assert_eq!(moved, expected);
    }

    #[test]
    fn a_number_prefix_is_read_by_the_table_of_63() {
        let NumberPlace::Province(bac_ninh) = number_place(27) else {
            panic!("027 is a province")
        };
        assert_eq!((bac_ninh.name, bac_ninh.successor), ("Bắc Ninh", 24));
        assert_eq!(
            number_place(28),
            NumberPlace::Unassigned,
            "Hà Tây until 2008"
        );
        assert_eq!(number_place(100), NumberPlace::Country);
        assert_eq!(number_place(999), NumberPlace::Country);
    }

    #[test]
    fn thirty_seven_prefixes_below_100_are_no_province_and_three_of_them_are_ours() {
        let count = |wanted| {
            (0..100)
                .filter(|&code| number_place(code) == wanted)
                .count()
        };
        assert_eq!(count(NumberPlace::Unassigned), 34);
        assert_eq!(count(NumberPlace::Reserved), 3);
        assert_eq!(number_place(0), NumberPlace::Unassigned);
    }
}
