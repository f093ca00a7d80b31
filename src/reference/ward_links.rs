//! Which ward of before 01/07/2025 became which ward since: the rows an address points to.

use std::ops::Range;
use std::sync::LazyLock;

use super::table::{Table, table};
use super::wards::{district_before, ward_before, ward_since};
use crate::domain::place::{ProvinceCode, WardLink};

/// One ward of before 01/07/2025, or a part of one, and the ward it belongs to since.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WardLinkRow {
    /// Province before.
    pub province_before: ProvinceCode,
    /// District before.
    pub district_before: u16,
    /// Ward before; 0 on the five island districts that had no wards.
    pub ward_before: u32,
    /// Province since.
    pub province_since: u8,
    /// Ward since.
    pub ward_since: u32,
    /// The ward was cut between several wards, and this row is one part.
    pub split: bool,
    /// Takes the addresses of which only the ward before is known: true on one row of each ward,
    /// also on the only one.
    pub is_default: bool,
    /// The ward since is a phường, and so of a town, by its name from 01/07/2025.
    pub urban: bool,
}

/// All 10,602 rows, by province, district and ward of before; a [`WardLink`] is a position in them.
pub fn ward_links() -> &'static [WardLinkRow] {
    &LINKS
}

/// The row an address points to.
pub fn ward_link(link: WardLink) -> Option<&'static WardLinkRow> {
    LINKS.get(usize::from(link.0))
}

/// The rows of a province of before 01/07/2025; empty where there is no such province.
pub fn ward_links_of_province(province: ProvinceCode) -> Range<u16> {
    let range = PROVINCES.get(usize::from(province.0));
    range.cloned().unwrap_or(0..0)
}

/// The row for an address of which only the ward of before 01/07/2025 is known.
pub fn default_link_of_ward_before(code: u32) -> Option<WardLink> {
    links_of_ward_before(code)
        .map(WardLink)
        .find(|link| ward_link(*link).is_some_and(|row| row.is_default))
}

/// The row for an address of which only the ward since 01/07/2025 is known: a whole ward of before
/// if one went into it, the one with the same code first.
pub fn default_link_of_ward_since(code: u32) -> Option<WardLink> {
    let index = DEFAULTS_SINCE
        .binary_search_by_key(&code, |(ward, _)| *ward)
        .ok()?;
    DEFAULTS_SINCE.get(index).map(|(_, link)| *link)
}

/// The row that joins the two wards; 0 before stands for an island district that had no wards.
pub fn link_of(ward_before: u32, ward_since: u32) -> Option<WardLink> {
    let joins = |link: &WardLink| {
        ward_link(*link)
            .is_some_and(|row| row.ward_before == ward_before && row.ward_since == ward_since)
    };
    if ward_before == 0 {
        return default_link_of_ward_since(ward_since).filter(joins);
    }
    links_of_ward_before(ward_before).map(WardLink).find(joins)
}

/// The rows of one ward of before 01/07/2025, which stand together; empty for 0, which is no ward.
fn links_of_ward_before(code: u32) -> Range<u16> {
    let Some(ward) = ward_before(code) else {
        return 0..0;
    };
    let Some(district) = district_before(ward.district) else {
        return 0..0;
    };
    let wanted = (district.province, district.code, ward.code);
    position_where(|row| key_before(row) < wanted)..position_where(|row| key_before(row) <= wanted)
}

fn key_before(row: &WardLinkRow) -> (ProvinceCode, u16, u32) {
    (row.province_before, row.district_before, row.ward_before)
}

/// How many rows stand before the first one that `earlier` denies.
fn position_where(earlier: impl Fn(&WardLinkRow) -> bool) -> u16 {
    position(LINKS.partition_point(earlier))
}

fn position(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

const LINKS_TABLE: Table = table!("ward_links.csv");

static LINKS: LazyLock<Vec<WardLinkRow>> = LazyLock::new(|| {
    LINKS_TABLE
        .rows([
            "province_before",
            "district_before",
            "ward_before",
            "province_since",
            "ward_since",
            "part",
        ])
        .map(|row| {
            let (split, is_default) = match row.cells[5] {
                "whole" => (false, true),
                "default" => (true, true),
                "other" => (true, false),
                part => row.malformed(format_args!("'{part}' is none of whole, default, other")),
            };
            let since = row.number(4);
            WardLinkRow {
                province_before: ProvinceCode(row.number(0)),
                district_before: row.number(1),
                ward_before: row.number(2),
                province_since: row.number(3),
                ward_since: since,
                split,
                is_default,
                urban: ward_since(since).is_some_and(|ward| ward.name_2025.starts_with("Phường")),
            }
        })
        .collect()
});

/// By code of the province before: its rows. A table, as every person drawn asks for it several times.
static PROVINCES: LazyLock<Vec<Range<u16>>> = LazyLock::new(|| {
    let before = |code: u8| position_where(|row| row.province_before.0 < code);
    (0..=99)
        .map(|code| before(code)..before(code + 1))
        .collect()
});

/// The best row of each ward since, by its code.
static DEFAULTS_SINCE: LazyLock<Vec<(u32, WardLink)>> = LazyLock::new(|| {
    let mut order: Vec<usize> = (0..LINKS.len()).collect();
    order.sort_by_key(|&index| {
        let row = &LINKS[index];
        (
            row.ward_since,
            row.split,
            !row.is_default,
            row.ward_before != row.ward_since,
            index,
        )
    });
    order.dedup_by_key(|index| LINKS[*index].ward_since);
    order
        .into_iter()
        .map(|index| (LINKS[index].ward_since, WardLink(position(index))))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::{province_before, provinces_before, wards_before, wards_since};

    fn row(link: Option<WardLink>) -> &'static WardLinkRow {
        link.and_then(ward_link).expect("a link")
    }

    #[test]
    fn the_rows_are_sorted_and_each_stands_once() {
        assert_eq!(ward_links().len(), 10_602);
        let key = |row: &WardLinkRow| (key_before(row), row.ward_since);
        assert!(ward_links().is_sorted_by(|one, next| key(one) < key(next)));
    }

    #[test]
    fn the_codes_of_a_row_agree_with_the_other_tables() {
        for row in ward_links() {
            let district = district_before(row.district_before).expect("a district");
            assert_eq!(district.province, row.province_before, "{row:?}");
            if row.ward_before != 0 {
                assert_eq!(
                    ward_before(row.ward_before).map(|ward| ward.district),
                    Some(row.district_before),
                    "{row:?}"
                );
            }
            assert_eq!(
                ward_since(row.ward_since).map(|ward| ward.province),
                Some(row.province_since),
                "{row:?}"
            );
            let successor = province_before(row.province_before).map(|province| province.successor);
            assert_eq!(successor, Some(row.province_since), "{row:?}");
        }
    }

    #[test]
    fn every_ward_is_reached_from_both_sides() {
        for ward in wards_before() {
            let link = row(default_link_of_ward_before(ward.code));
            assert!(
                link.is_default && link.ward_before == ward.code,
                "{}",
                ward.name
            );
        }
        for ward in wards_since() {
            assert_eq!(
                row(default_link_of_ward_since(ward.code)).ward_since,
                ward.code,
                "{}",
                ward.name_2025
            );
        }
        assert_eq!(default_link_of_ward_before(0), None);
        assert_eq!(default_link_of_ward_since(0), None);
    }

    #[test]
    fn a_cut_ward_has_one_default_part_and_several_rows() {
        for ward in wards_before() {
            let rows = &ward_links()[usize::from(links_of_ward_before(ward.code).start)..]
                [..links_of_ward_before(ward.code).len()];
            assert_eq!(
                rows.iter().filter(|row| row.is_default).count(),
                1,
                "{}",
                ward.name
            );
            assert!(
                rows.iter().all(|row| row.split == (rows.len() > 1)),
                "{}",
                ward.name
            );
        }
        assert_eq!(ward_links().iter().filter(|row| row.split).count(), 1_033);
    }

    #[test]
    fn a_ward_before_and_a_ward_since_name_one_row() {
        let link = row(link_of(7, 25));
        assert_eq!(
            (
                link.ward_before,
                link.ward_since,
                link.split,
                link.is_default
            ),
            (7, 25, true, false)
        );
        assert_eq!(row(default_link_of_ward_before(7)).ward_since, 8);
        assert_eq!(link_of(1, 25), None);
        assert_eq!(
            row(default_link_of_ward_since(340)).ward_before,
            340,
            "Yên Sở has parts of wards only"
        );
    }

    #[test]
    fn the_rows_of_the_provinces_follow_one_another_without_a_gap() {
        let mut next = 0;
        for province in provinces_before() {
            let range = ward_links_of_province(province.code);
            assert_eq!(range.start, next, "{}", province.name);
            assert!(!range.is_empty(), "{}", province.name);
            next = range.end;
        }
        assert_eq!(usize::from(next), ward_links().len());
        assert!(ward_links_of_province(ProvinceCode(97)).is_empty());
    }

    #[test]
    fn five_island_districts_had_no_wards() {
        let names: Vec<&str> = ward_links()
            .iter()
            .filter(|row| row.ward_before == 0)
            .filter_map(|row| district_before(row.district_before).map(|district| district.name))
            .collect();
        assert_eq!(row(link_of(0, 19_742)).district_before, 471, "Cồn Cỏ");
        assert_eq!(link_of(0, 4), None, "Ba Đình is no island");
        assert_eq!(
            names,
            [
                "Huyện Bạch Long Vĩ",
                "Huyện Cồn Cỏ",
                "Huyện Hoàng Sa",
                "Huyện Lý Sơn",
                "Huyện Côn Đảo"
            ]
        );
    }
}
