//! Personal numbers and CMND numbers, handed out in one ordered pass: unique, and the same for the
//! first people of any larger population.

use super::settings::NumberMode;
use crate::domain::citizen_number::{CmndNumber, Gender, PersonalNumber};
use crate::domain::mixing::mix;
use crate::domain::place::ProvinceCode;
use crate::reference::{RESERVED_PREFIXES, SHARED_CMND, cmnd_prefixes_of, provinces_before};

/// Serials below this are free in every cell: they belong to the personas.
pub const PERSONA_SERIALS: u32 = 100;
/// Numbers of one cell (place, sex, year) for generated people: five digits of serial, less those.
pub const CELL_CAPACITY: u32 = 100_000 - PERSONA_SERIALS;

const FIRST_YEAR: u16 = 1900;
const YEARS: usize = 150;

/// A cell has no number left: the population is too large for this number mode.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "no number is left for place {place:03}, {} born {year}: make the population smaller, or use the province prefixes",
    gender.as_str()
)]
pub struct CellFull {
    /// The first three digits.
    pub place: u16,
    /// The sex.
    pub gender: Gender,
    /// The year of birth.
    pub year: u16,
}

/// Counters of every cell.
#[derive(Clone, Debug)]
pub struct Numbers {
    mode: NumberMode,
    cells: Vec<Cell>,
    /// By place code: where its cells begin.
    starts: [Option<u16>; 100],
    cmnd: Vec<CmndCell>,
}

/// An affine walk over the serials of one cell: it meets each once before it repeats.
#[derive(Clone, Copy, Debug)]
struct Cell {
    used: u32,
    at: u32,
    step: u32,
}

impl Cell {
    fn new(key: u64) -> Self {
        let random = mix(key);
        let mut step = ((random >> 32) as u32 % CELL_CAPACITY) | 1;
        while greatest_common_divisor(step, CELL_CAPACITY) != 1 {
            step += 2;
        }
        Self {
            used: 0,
            at: (mix(random) >> 32) as u32 % CELL_CAPACITY,
            step,
        }
    }

    fn next(&mut self) -> Option<u32> {
        if self.used >= CELL_CAPACITY {
            return None;
        }
        self.used += 1;
        self.at = (self.at + self.step) % CELL_CAPACITY;
        Some(PERSONA_SERIALS + self.at)
    }
}

/// The CMND numbers of one province's police.
#[derive(Clone, Debug)]
struct CmndCell {
    province: ProvinceCode,
    prefixes: Vec<u16>,
    used: u32,
}

impl Numbers {
    /// Fresh counters.
    pub fn new(mode: NumberMode, seed: u64) -> Self {
        let places: Vec<u16> = match mode {
            NumberMode::Provinces => provinces_before()
                .iter()
                .map(|province| u16::from(province.code.0))
                .collect(),
            NumberMode::Reserved => RESERVED_PREFIXES.to_vec(),
        };
        let mut starts = [None; 100];
        for (index, place) in places.iter().enumerate() {
            starts[usize::from(*place)] = u16::try_from(index * 2 * YEARS).ok();
        }
        let cells = (0..places.len() * 2 * YEARS)
            .map(|cell| Cell::new(mix(seed) ^ cell as u64))
            .collect();
        let cmnd = provinces_before()
            .iter()
            .map(|province| CmndCell {
                province: province.code,
                prefixes: cmnd_prefixes_of(province.code)
                    .flat_map(|list| list.three_digits.iter().copied())
                    .collect(),
                used: 0,
            })
            .collect();
        Self {
            mode,
            cells,
            starts,
            cmnd,
        }
    }

    /// No numbers at all.
    #[cfg(test)]
    pub fn none() -> Self {
        Self {
            mode: NumberMode::Provinces,
            cells: Vec::new(),
            starts: [None; 100],
            cmnd: Vec::new(),
        }
    }

    /// The next number of somebody registered in `province`; `index` spreads people evenly over the
    /// reserved prefixes where those are used.
    pub fn personal(
        &mut self,
        province: ProvinceCode,
        gender: Gender,
        year: u16,
        index: u64,
    ) -> Result<PersonalNumber, CellFull> {
        let place = match self.mode {
            NumberMode::Provinces => u16::from(province.0),
            NumberMode::Reserved => RESERVED_PREFIXES[(index % 3) as usize],
        };
        let full = CellFull {
            place,
            gender,
            year,
        };
        let start = self
            .starts
            .get(usize::from(place))
            .copied()
            .flatten()
            .ok_or(full)?;
        let years = usize::from(year.checked_sub(FIRST_YEAR).ok_or(full)?);
        if years >= YEARS {
            return Err(full);
        }
        let sex = usize::from(gender == Gender::Female);
        let cell = self
            .cells
            .get_mut(usize::from(start) + 2 * years + sex)
            .ok_or(full)?;
        let serial = cell.next().ok_or(full)?;
        PersonalNumber::compose(place, gender, year, serial).ok_or(full)
    }

    /// The next CMND number of a province's police. `None` when its prefixes are used up: then the
    /// person never had one, as some never did.
    pub fn cmnd(&mut self, province: ProvinceCode) -> Option<CmndNumber> {
        let index = self
            .cmnd
            .binary_search_by_key(&province, |cell| cell.province)
            .ok()?;
        let cell = self.cmnd.get_mut(index)?;
        loop {
            let count = u32::try_from(cell.prefixes.len()).ok()?;
            let turn = cell.used / count;
            if turn >= 1_000_000 - PERSONA_SERIALS {
                return None;
            }
            let prefix = cell.prefixes.get((cell.used % count) as usize)?;
            cell.used += 1;
            // 389,171 has no factor in common with 999,900, so each serial comes once.
            let serial = PERSONA_SERIALS + (u64::from(turn) * 389_171 % 999_900) as u32;
            let value = u32::from(*prefix) * 1_000_000 + serial;
            if !SHARED_CMND.contains(&value) {
                return CmndNumber::new(value);
            }
        }
    }
}

const fn greatest_common_divisor(one: u32, other: u32) -> u32 {
    let (mut one, mut other) = (one, other);
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const HA_TINH: ProvinceCode = ProvinceCode(42);

    #[test]
    fn a_cell_gives_every_number_once_and_then_says_that_it_is_full() {
        let mut numbers = Numbers::new(NumberMode::Provinces, 1);
        let mut seen = BTreeSet::new();
        for index in 0..u64::from(CELL_CAPACITY) {
            let number = numbers
                .personal(HA_TINH, Gender::Female, 1990, index)
                .expect("room");
            assert!(number.is_marked() && number.serial() / 10 >= PERSONA_SERIALS);
            assert!(seen.insert(number));
        }
        let full = numbers
            .personal(HA_TINH, Gender::Female, 1990, 0)
            .expect_err("full");
        assert_eq!(
            full,
            CellFull {
                place: 42,
                gender: Gender::Female,
                year: 1990
            }
        );
        assert!(
            full.to_string()
                .starts_with("no number is left for place 042, female born 1990")
        );
        assert!(
            numbers.personal(HA_TINH, Gender::Male, 1990, 0).is_ok(),
            "the next cell is untouched"
        );
    }

    #[test]
    fn reserved_numbers_begin_with_prefixes_of_no_province() {
        let mut numbers = Numbers::new(NumberMode::Reserved, 1);
        for index in 0..300 {
            let number = numbers
                .personal(HA_TINH, Gender::Male, 2001, index)
                .expect("room");
            assert!(RESERVED_PREFIXES.contains(&number.place_code()));
            assert_eq!((number.gender(), number.year()), (Gender::Male, 2001));
        }
    }

    #[test]
    fn years_outside_the_scheme_are_an_error_and_never_another_cell() {
        let mut numbers = Numbers::new(NumberMode::Provinces, 1);
        assert!(numbers.personal(HA_TINH, Gender::Male, 1899, 0).is_err());
        assert!(numbers.personal(HA_TINH, Gender::Male, 2399, 0).is_err());
        assert!(
            numbers
                .personal(ProvinceCode(3), Gender::Male, 1990, 0)
                .is_err(),
            "003 is no province"
        );
    }

    #[test]
    fn cmnd_numbers_are_unique_and_avoid_the_range_that_was_issued_twice() {
        let mut numbers = Numbers::new(NumberMode::Provinces, 1);
        let mut seen = BTreeSet::new();
        for province in [75, 77, 42] {
            for _ in 0..200_000 {
                let number = numbers.cmnd(ProvinceCode(province)).expect("room");
                assert!(
                    !SHARED_CMND.contains(&number.value())
                        && number.value() % 1_000_000 >= PERSONA_SERIALS
                );
                assert!(seen.insert(number));
            }
        }
    }

    #[test]
    fn a_province_without_cmnd_numbers_left_gives_none() {
        let mut numbers = Numbers::new(NumberMode::Provinces, 1);
        let given = std::iter::from_fn(|| numbers.cmnd(ProvinceCode(70))).count();
        assert_eq!(given, 999_900, "Bình Phước has one prefix, 285");
    }
}
