//! Districts and wards: the 696 and 10,035 of before 01/07/2025, and the 3,321 wards since.

use std::sync::LazyLock;

use super::table::{Table, table};
use crate::domain::place::ProvinceCode;

/// A district (quận, huyện, thị xã, thành phố) of before 01/07/2025, when districts ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DistrictBefore {
    /// Three-digit code of Tổng cục Thống kê.
    pub code: u16,
    /// `Quận Ba Đình`.
    pub name: &'static str,
    /// Its province.
    pub province: ProvinceCode,
}

/// A ward (xã, phường, thị trấn) of before 01/07/2025.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WardBefore {
    /// Five-digit code of Tổng cục Thống kê.
    pub code: u32,
    /// `Phường Phúc Xá`.
    pub name: &'static str,
    /// Its district.
    pub district: u16,
}

/// A ward (xã, phường, đặc khu) since 01/07/2025. Codes of wards that live on were kept, so the same
/// five digits may name a smaller ward in [`WardBefore`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WardSince {
    /// Five-digit code (Quyết định 19/2025/QĐ-TTg).
    pub code: u32,
    /// `Xã Long Thành`, from 01/07/2025.
    pub name_2025: &'static str,
    /// `Phường Long Thành`, from 30/04/2026 (Nghị quyết 237/NQ-UBTVQH16); the same as before elsewhere.
    pub name_2026: &'static str,
    /// Its province, a code of the 34-province table.
    pub province: u8,
}

/// All 696 districts, by code.
pub fn districts_before() -> &'static [DistrictBefore] {
    &DISTRICTS_BEFORE
}

/// The district of before 01/07/2025 with this code.
pub fn district_before(code: u16) -> Option<&'static DistrictBefore> {
    let index = DISTRICTS_BEFORE
        .binary_search_by_key(&code, |district| district.code)
        .ok()?;
    DISTRICTS_BEFORE.get(index)
}

/// All 10,035 wards of before 01/07/2025, by code.
pub fn wards_before() -> &'static [WardBefore] {
    &WARDS_BEFORE
}

/// The ward of before 01/07/2025 with this code.
pub fn ward_before(code: u32) -> Option<&'static WardBefore> {
    let index = WARDS_BEFORE
        .binary_search_by_key(&code, |ward| ward.code)
        .ok()?;
    WARDS_BEFORE.get(index)
}

/// All 3,321 wards since 01/07/2025, by code.
pub fn wards_since() -> &'static [WardSince] {
    &WARDS_SINCE
}

/// The ward since 01/07/2025 with this code.
pub fn ward_since(code: u32) -> Option<&'static WardSince> {
    let index = WARDS_SINCE
        .binary_search_by_key(&code, |ward| ward.code)
        .ok()?;
    WARDS_SINCE.get(index)
}

const DISTRICTS_BEFORE_TABLE: Table = table!("districts_before_2025.csv");
const WARDS_BEFORE_TABLE: Table = table!("wards_before_2025.csv");
const WARDS_SINCE_TABLE: Table = table!("wards_since_2025.csv");
const WARD_CHANGES_TABLE: Table = table!("ward_changes_2026.csv");

static DISTRICTS_BEFORE: LazyLock<Vec<DistrictBefore>> = LazyLock::new(|| {
    DISTRICTS_BEFORE_TABLE
        .rows(["code", "full_name", "province_code"])
        .map(|row| DistrictBefore {
            code: row.number(0),
            name: row.cells[1],
            province: ProvinceCode(row.number(2)),
        })
        .collect()
});

static WARDS_BEFORE: LazyLock<Vec<WardBefore>> = LazyLock::new(|| {
    WARDS_BEFORE_TABLE
        .rows(["code", "full_name", "district_code"])
        .map(|row| WardBefore {
            code: row.number(0),
            name: row.cells[1],
            district: row.number(2),
        })
        .collect()
});

static WARDS_SINCE: LazyLock<Vec<WardSince>> = LazyLock::new(|| {
    let mut wards: Vec<WardSince> = WARDS_SINCE_TABLE
        .rows(["code", "full_name", "province_code"])
        .map(|row| WardSince {
            code: row.number(0),
            name_2025: row.cells[1],
            name_2026: row.cells[1],
            province: row.number(2),
        })
        .collect();
    for row in WARD_CHANGES_TABLE.rows(["code", "full_name_2025", "full_name_2026"]) {
        let code = row.number(0);
        match wards.binary_search_by_key(&code, |ward| ward.code) {
            Ok(index) if wards[index].name_2025 == row.cells[1] => {
                wards[index].name_2026 = row.cells[2];
            }
            Ok(_) | Err(_) => row.malformed("no ward of 2025 has this code and name"),
        }
    }
    wards
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::{province_before, province_since};

    #[test]
    fn the_tables_have_every_unit_once_and_in_order() {
        assert_eq!(districts_before().len(), 696);
        assert_eq!(wards_before().len(), 10_035);
        assert_eq!(wards_since().len(), 3_321);
        assert!(districts_before().is_sorted_by(|one, next| one.code < next.code));
        assert!(wards_before().is_sorted_by(|one, next| one.code < next.code));
        assert!(wards_since().is_sorted_by(|one, next| one.code < next.code));
    }

    #[test]
    fn every_unit_has_its_parent() {
        assert!(
            wards_before()
                .iter()
                .all(|ward| district_before(ward.district).is_some())
        );
        assert!(
            districts_before()
                .iter()
                .all(|district| province_before(district.province).is_some())
        );
        assert!(
            wards_since()
                .iter()
                .all(|ward| province_since(ward.province).is_some())
        );
    }

    #[test]
    fn ten_communes_of_dong_nai_become_wards_in_2026_and_nothing_else_changes() {
        let changed: Vec<_> = wards_since()
            .iter()
            .filter(|ward| ward.name_2025 != ward.name_2026)
            .collect();
        assert_eq!(changed.len(), 10);
        for ward in changed {
            assert_eq!(ward.province, 75);
            assert_eq!(
                ward.name_2025.strip_prefix("Xã "),
                ward.name_2026.strip_prefix("Phường ")
            );
        }
    }

    #[test]
    fn one_code_may_name_two_wards_in_two_ages() {
        assert_eq!(
            ward_before(4).map(|ward| (ward.name, ward.district)),
            Some(("Phường Trúc Bạch", 1))
        );
        assert_eq!(
            ward_since(4).map(|ward| (ward.name_2025, ward.province)),
            Some(("Phường Ba Đình", 1))
        );
        assert_eq!(ward_before(2), None);
        assert_eq!(ward_since(1), None);
    }
}
