//! Where people live and where their birth was registered.

use super::PICTURE_DATE;
use super::ages::Birth;
use super::mixer::{Draws, Field};
use super::peoples::{HOA, KINH};
use super::weighted::{Ordered, Weighted};
use crate::domain::place::{Place, ProvinceCode, WardLink};
use crate::reference::{provinces_before, ward_link, ward_links_of_province, ward_since};

/// Kinh and Hoa residents who were registered in another province, in ten-thousandths. GUESS after
/// the direction of migration in the census of 2019; every province not named: 150.
const MOVED_IN: [(u8, u32); 16] = [
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

/// Provinces, ready to be drawn from.
#[derive(Clone, Debug)]
pub struct Provinces {
    by_population: Ordered<usize>,
    origins: Weighted<usize>,
    moved_in: Vec<u32>,
}

/// The provinces of one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Homes {
    /// Position of the province of residence in the table of 63.
    pub residence_position: usize,
    /// The province of residence.
    pub residence: ProvinceCode,
    /// The province of birth registration.
    pub registration: ProvinceCode,
}

impl Homes {
    /// Whether the person lives in another province than that of registration.
    pub fn moved(self) -> bool {
        self.residence != self.registration
    }
}

impl Provinces {
    /// Reads the tables; `None` when they are empty.
    pub fn read() -> Option<Self> {
        let weights = || {
            provinces_before()
                .iter()
                .map(|province| u64::from(province.population_2019))
                .enumerate()
        };
        let codes: Vec<u8> = provinces_before()
            .iter()
            .map(|province| province.code.0)
            .collect();
        let origins = weights().filter(|(position, _)| !NO_ORIGIN.contains(&codes[*position]));
        let share = |code: &u8| {
            MOVED_IN
                .iter()
                .find(|(named, _)| named == code)
                .map_or(150, |(_, share)| *share)
        };
        Some(Self {
            by_population: Ordered::new(weights())?,
            origins: Weighted::new(origins)?,
            moved_in: codes.iter().map(share).collect(),
        })
    }

    /// The position in the table of 63 of the province at `position` of 2^64, by population.
    pub fn residence(&self, position: u64) -> usize {
        self.by_population.at(position)
    }

    /// The provinces of somebody who lives at `residence_position`.
    pub fn homes(
        &self,
        residence_position: usize,
        ethnic_group: u8,
        birth: &Birth,
        draws: Draws,
    ) -> Homes {
        let code = |position: usize| {
            provinces_before()
                .get(position)
                .map_or(ProvinceCode(1), |province| province.code)
        };
        let residence = code(residence_position);
        let mut share = self.moved_in.get(residence_position).copied().unwrap_or(0);
        if birth.age_on(PICTURE_DATE) < 15 {
            share /= 3;
        }
        let moves = (ethnic_group == KINH || ethnic_group == HOA)
            && draws.happens(Field::Registration, 0, share);
        let registration = if moves {
            code(self.origins.pick(draws.bits(Field::Registration, 1)))
        } else {
            residence
        };
        Homes {
            residence_position,
            residence,
            registration,
        }
    }
}

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
    let row = ward_link(link).and_then(|row| ward_since(row.ward_since));
    let urban = row.is_some_and(|ward| ward.name_2025.starts_with("Phường"));
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
