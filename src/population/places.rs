//! Wards and addresses.

use super::mixer::{Draws, Field};
use crate::domain::place::{Place, ProvinceCode, WardLink};
use crate::reference::{ward_link, ward_links_of_province};

/// A ward of the province, the default part of a cut ward more often than the other parts.
pub fn ward(province: ProvinceCode, nth: u16, draws: Draws) -> Option<WardLink> {
    let range = ward_links_of_province(province);
    let count = u32::from(range.end.saturating_sub(range.start));
    let pick = |question: u16| {
        range
            .clone()
            .nth(draws.below(Field::Address, question, count) as usize)
            .map(WardLink)
    };
    let first = pick(nth)?;
    let is_default = ward_link(first).is_some_and(|row| row.is_default);
    let keep = is_default || draws.happens(Field::Address, nth + 1, 3_000);
    if keep { Some(first) } else { pick(nth + 2) }
}

/// A ward without house or hamlet, as the civil-status items have it.
pub fn plain_ward(province: ProvinceCode, nth: u16, draws: Draws) -> Place {
    ward(province, nth, draws).map_or(Place::Province(province), |link| Place::Ward {
        link,
        detail: None,
    })
}

/// A ward with house or hamlet.
pub fn address(province: ProvinceCode, nth: u16, draws: Draws) -> Place {
    let Some(link) = ward(province, nth, draws) else {
        return Place::Province(province);
    };
    let urban = ward_link(link).is_some_and(|row| row.urban);
    Place::Ward {
        link,
        detail: Some(detail(urban, province, nth, draws)),
    }
}

/// First code of the provinces where a hamlet is an ấp and a lane a hẻm (Bình Phước and farther south).
const SOUTH: u8 = 70;

/// House and lane in towns, hamlet in the country; the words differ between north and south.
fn detail(urban: bool, province: ProvinceCode, nth: u16, draws: Draws) -> Box<str> {
    let south = province.0 >= SOUTH;
    let (hamlets, lane): (&[&str], &str) = match (urban, south) {
        (true, false) => (&["Tổ dân phố ", "Tổ "], ", ngõ "),
        (true, true) => (&["Khu phố ", "Tổ "], ", hẻm "),
        (false, false) => (&["Thôn ", "Thôn ", "Xóm "], ", tổ "),
        (false, true) => (&["Ấp "], ", tổ "),
    };
    let number = |question: u16, end: u32| 1 + draws.below(Field::Address, nth + question, end);
    let mut text = String::with_capacity(24);
    if draws.happens(Field::Address, nth + 3, if urban { 3_500 } else { 8_500 }) {
        text.push_str(
            draws
                .one_of(Field::Address, nth + 4, hamlets)
                .copied()
                .unwrap_or("Tổ "),
        );
        push_number(&mut text, number(5, 14));
    } else {
        text.push_str("Số ");
        push_number(&mut text, number(5, 200));
        text.push_str(lane);
        push_number(&mut text, number(6, if urban { 300 } else { 20 }));
    }
    text.into_boxed_str()
}

/// Writes a number without the machinery of `format!`, which costs more than the rest of a person.
pub fn push_number(text: &mut String, number: u32) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_ward_lies_in_its_province() {
        for index in 0..2_000 {
            let link = ward(ProvinceCode(42), 0, Draws::new(1, index)).expect("a ward");
            assert_eq!(
                ward_link(link).map(|row| row.province_before),
                Some(ProvinceCode(42))
            );
        }
        assert_eq!(
            ward(ProvinceCode(3), 0, Draws::new(1, 1)),
            None,
            "003 is no province"
        );
    }

    #[test]
    fn addresses_speak_as_town_country_north_and_south_do() {
        let words = |province: u8| -> BTreeSet<String> {
            let places =
                (0..2_000).map(|index| address(ProvinceCode(province), 0, Draws::new(2, index)));
            places
                .filter_map(|place| match place {
                    Place::Ward { detail, .. } => detail,
                    Place::Province(_) | Place::Abroad { .. } => None,
                })
                .map(|detail| {
                    detail
                        .chars()
                        .filter(|letter| !letter.is_ascii_digit())
                        .collect()
                })
                .collect()
        };
        assert_eq!(
            words(1).into_iter().collect::<Vec<_>>(),
            [
                "Số , ngõ ",
                "Số , tổ ",
                "Thôn ",
                "Tổ ",
                "Tổ dân phố ",
                "Xóm "
            ]
        );
        assert_eq!(
            words(79).into_iter().collect::<Vec<_>>(),
            ["Khu phố ", "Số , hẻm ", "Số , tổ ", "Tổ ", "Ấp "]
        );
    }

    #[test]
    fn numbers_are_written_in_decimal() {
        let mut text = String::new();
        push_number(&mut text, 0);
        push_number(&mut text, 907);
        assert_eq!(text, "0907");
    }
}
