//! Which map is valid on a day, and a place told in the words and codes of that map.

use super::provinces::{province_before, province_since};
use super::ward_links::ward_link;
use super::wards::{district_before, ward_before, ward_since};
use crate::domain::civil_date::CivilDate;
use crate::domain::place::{Place, ProvinceCode, WardLink};

/// The three states of the map within living memory of our data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MapState {
    /// Before 01/07/2025: 63 provinces, 696 districts, 10,035 wards (as of 01/03/2025).
    Before2025,
    /// From 01/07/2025: 34 provinces, no districts, 3,321 wards (Nghị quyết 202/2025/QH15).
    Since2025,
    /// From 30/04/2026: Đồng Nai is a city and ten of its communes are wards (Nghị quyết 30/2026/QH16).
    Since2026,
}

impl MapState {
    /// All states, oldest first.
    pub const ALL: [Self; 3] = [Self::Before2025, Self::Since2025, Self::Since2026];

    /// The state on `day`.
    pub fn on(day: CivilDate) -> Self {
        const MERGER: Option<CivilDate> = CivilDate::new(2025, 7, 1);
        const DONG_NAI: Option<CivilDate> = CivilDate::new(2026, 4, 30);
        match Some(day) {
            day if day >= DONG_NAI => Self::Since2026,
            day if day >= MERGER => Self::Since2025,
            _ => Self::Before2025,
        }
    }
}

/// The province of the 63 that a place lies in; none abroad.
pub fn province_before_of(place: &Place) -> Option<ProvinceCode> {
    match place {
        Place::Ward { link, .. } => ward_link(*link).map(|row| row.province_before),
        Place::Province(code) => Some(*code),
        Place::Abroad { .. } => None,
    }
}

/// The province of the 34 that a place lies in; none abroad.
pub fn province_since_of(place: &Place) -> Option<u8> {
    match place {
        Place::Ward { link, .. } => ward_link(*link).map(|row| row.province_since),
        Place::Province(code) => province_before(*code).map(|row| row.successor),
        Place::Abroad { .. } => None,
    }
}

/// The units an address lies in, by one state of the map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Units {
    /// Five-digit code; 0 on an island district that had no wards.
    pub ward_code: u32,
    /// `Xã Cẩm Bình`; empty on an island district that had no wards.
    pub ward: &'static str,
    /// Three-digit code and `Huyện Cẩm Xuyên`; none since districts ended.
    pub district: Option<(u16, &'static str)>,
    /// Two-digit code of the table of that time.
    pub province_code: u8,
    /// `Tỉnh Hà Tĩnh`.
    pub province: &'static str,
}

/// The units of an address by that state of the map.
pub fn units_of(link: WardLink, state: MapState) -> Option<Units> {
    let row = ward_link(link)?;
    let (province_code, province) = province_name_on(row.province_before, state);
    let units = match state {
        MapState::Before2025 => Units {
            ward_code: row.ward_before,
            ward: ward_before(row.ward_before).map_or("", |ward| ward.name),
            district: district_before(row.district_before)
                .map(|district| (district.code, district.name)),
            province_code,
            province,
        },
        MapState::Since2025 | MapState::Since2026 => {
            let ward = ward_since(row.ward_since)?;
            let name = if state == MapState::Since2025 {
                ward.name_2025
            } else {
                ward.name_2026
            };
            Units {
                ward_code: ward.code,
                ward: name,
                district: None,
                province_code,
                province,
            }
        }
    };
    Some(units)
}

/// Code and full name of what a province of the 63-province table is or has become. Outside that
/// table: the code as it stands and no name.
pub fn province_name_on(code: ProvinceCode, state: MapState) -> (u8, &'static str) {
    let Some(before) = province_before(code) else {
        return (code.0, "");
    };
    match (state, province_since(before.successor)) {
        (MapState::Before2025, _) | (_, None) => (code.0, before.full_name),
        (MapState::Since2025, Some(since)) => (since.code, since.full_name_2025),
        (MapState::Since2026, Some(since)) => (since.code, since.full_name_2026),
    }
}

/// The place in one line, from the house to the province: `Thôn 3, Xã Cẩm Bình, Tỉnh Hà Tĩnh`. A
/// country other than Viet Nam stands as its two letters.
pub fn place_text(place: &Place, state: MapState) -> String {
    match place {
        Place::Ward { link, detail } => {
            let units = units_of(*link, state);
            let parts = units.map(|units| {
                [
                    units.ward,
                    units.district.map_or("", |(_, name)| name),
                    units.province,
                ]
            });
            joined(
                &[
                    &[detail.as_deref().unwrap_or_default()],
                    parts.unwrap_or_default().as_slice(),
                ]
                .concat(),
            )
        }
        Place::Province(code) => province_name_on(*code, state).1.to_owned(),
        Place::Abroad { country, detail } => {
            joined(&[detail.as_deref().unwrap_or_default(), country.as_str()])
        }
    }
}

fn joined(parts: &[&str]) -> String {
    let known: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    known.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::CountryCode;
    use crate::reference::{default_link_of_ward_before, default_link_of_ward_since, ward_links};

    fn state(day: &str) -> MapState {
        MapState::on(CivilDate::parse_iso(day).expect(day))
    }

    fn ward(link: Option<WardLink>, detail: Option<&str>) -> Place {
        Place::Ward {
            link: link.expect("a link"),
            detail: detail.map(Into::into),
        }
    }

    #[test]
    fn the_map_changes_on_two_days() {
        for (day, expected) in [
            ("1900-01-01", MapState::Before2025),
            ("2025-06-30", MapState::Before2025),
            ("2025-07-01", MapState::Since2025),
            ("2025-12-31", MapState::Since2025),
            ("2026-04-29", MapState::Since2025),
            ("2026-04-30", MapState::Since2026),
            ("2399-12-31", MapState::Since2026),
        ] {
            assert_eq!(state(day), expected, "{day}");
        }
    }

    #[test]
    fn every_row_has_its_units_in_every_state() {
        for index in 0..u16::try_from(ward_links().len()).expect("few rows") {
            for state in MapState::ALL {
                let units = units_of(WardLink(index), state).expect("units");
                assert_eq!(units.ward.is_empty(), units.ward_code == 0, "{units:?}");
                assert_eq!(
                    units.district.is_some(),
                    state == MapState::Before2025,
                    "{units:?}"
                );
                assert!(!units.province.is_empty(), "{units:?}");
            }
        }
        assert_eq!(units_of(WardLink(10_602), MapState::Since2025), None);
    }

    #[test]
    fn an_address_is_told_in_the_form_of_the_day() {
        let place = ward(default_link_of_ward_before(1), Some("Số 5, phố An Xá"));
        assert_eq!(
            place_text(&place, MapState::Before2025),
            "Số 5, phố An Xá, Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội"
        );
        assert_eq!(
            place_text(&place, MapState::Since2025),
            "Số 5, phố An Xá, Phường Hồng Hà, Thành phố Hà Nội"
        );
        let island = ward(default_link_of_ward_since(19_742), None);
        assert_eq!(
            place_text(&island, MapState::Before2025),
            "Huyện Cồn Cỏ, Tỉnh Quảng Trị"
        );
        assert_eq!(
            place_text(&island, MapState::Since2025),
            "Đặc khu Cồn Cỏ, Tỉnh Quảng Trị"
        );
    }

    #[test]
    fn dong_nai_is_a_city_from_30_april_2026() {
        let place = ward(default_link_of_ward_since(26_368), None);
        assert_eq!(
            place_text(&place, state("2026-04-29")),
            "Xã Long Thành, Tỉnh Đồng Nai"
        );
        assert_eq!(
            place_text(&place, state("2026-04-30")),
            "Phường Long Thành, Thành phố Đồng Nai"
        );
    }

    #[test]
    fn a_province_is_told_by_what_it_has_become() {
        let bac_ninh = ProvinceCode(27);
        assert_eq!(
            province_name_on(bac_ninh, MapState::Before2025),
            (27, "Tỉnh Bắc Ninh")
        );
        assert_eq!(
            province_name_on(bac_ninh, MapState::Since2025),
            (24, "Tỉnh Bắc Ninh")
        );
        assert_eq!(
            place_text(&Place::Province(ProvinceCode(24)), MapState::Before2025),
            "Tỉnh Bắc Giang"
        );
        assert_eq!(
            place_text(&Place::Province(ProvinceCode(24)), MapState::Since2025),
            "Tỉnh Bắc Ninh"
        );
        assert_eq!(
            province_name_on(ProvinceCode(98), MapState::Since2025),
            (98, "")
        );
    }

    #[test]
    fn a_place_abroad_is_its_town_and_country() {
        let country = CountryCode::parse("LA").expect("two letters");
        let place = Place::Abroad {
            country,
            detail: Some("Viêng Chăn".into()),
        };
        assert_eq!(place_text(&place, MapState::Since2026), "Viêng Chăn, LA");
        assert_eq!(
            place_text(
                &Place::Abroad {
                    country,
                    detail: None
                },
                MapState::Since2026
            ),
            "LA"
        );
    }
}
