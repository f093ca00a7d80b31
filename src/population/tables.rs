//! The embedded tables that only the population reads: ages, names, marriages, peoples by province.

use std::str::FromStr;

/// A table under `fixtures/`, embedded in the program. A malformed one is a mistake of ours, never of
/// a caller, so reading stops the program with file and line; the unit tests read every table.
#[derive(Clone, Copy, Debug)]
pub struct Fixture {
    file: &'static str,
    text: &'static str,
}

/// A data line, cut at its commas.
#[derive(Clone, Debug)]
pub struct Line {
    file: &'static str,
    number: usize,
    cells: Vec<&'static str>,
}

macro_rules! fixture {
    ($name:ident, $file:literal) => {
        #[doc = concat!("`fixtures/", $file, "`.")]
        pub const $name: Fixture = Fixture {
            file: $file,
            text: include_str!(concat!("../../fixtures/", $file)),
        };
    };
}

#[cfg(test)]
fixture!(AGE_PYRAMID, "age_pyramid_2025.csv");
fixture!(ETHNIC_BY_PROVINCE, "ethnic_by_province_2019.csv");
#[cfg(test)]
fixture!(MARITAL_BY_AGE, "marital_by_age_model.csv");
fixture!(FAMILY_WEIGHTS, "family_weights.csv");
#[cfg(test)]
fixture!(HOUSEHOLDS, "households_2019.csv");
fixture!(MORTALITY, "mortality_wpp2024.csv");
fixture!(FERTILITY, "fertility_wpp2024.csv");
fixture!(SURNAMES, "surnames.csv");
fixture!(NAMES_GIVEN, "names_given.csv");
fixture!(NAMES_GIVEN_TWO, "names_given_two.csv");
fixture!(NAMES_MIDDLE, "names_middle.csv");
fixture!(NAMES_COHORT, "names_middle_cohort_model.csv");

impl Fixture {
    /// The data lines: comments, blank lines and the header are passed over.
    pub fn lines(self) -> impl Iterator<Item = Line> {
        let Self { file, text } = self;
        text.lines()
            .enumerate()
            .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
            .skip(1)
            .map(move |(index, line)| Line {
                file,
                number: index + 1,
                cells: line.split(',').collect(),
            })
    }
}

impl Line {
    /// The text of a cell.
    pub fn text(&self, column: usize) -> &'static str {
        match self.cells.get(column) {
            Some(cell) => cell,
            None => self.malformed("has too few cells"),
        }
    }

    /// A whole number.
    pub fn number<T: FromStr>(&self, column: usize) -> T {
        match self.text(column).parse() {
            Ok(number) => number,
            Err(_) => self.malformed("has something else where a number belongs"),
        }
    }

    /// A decimal number times 10,000: `31.5` is 315,000. Decimals past the fourth are refused.
    pub fn ten_thousandths<T: FromStr>(&self, column: usize) -> T {
        let (whole, fraction) = self
            .text(column)
            .split_once('.')
            .unwrap_or((self.text(column), ""));
        let digits = format!("{whole}{fraction:0<4}");
        match digits.parse() {
            Ok(number) if fraction.len() <= 4 => number,
            Ok(_) | Err(_) => self.malformed("has something else where a decimal number belongs"),
        }
    }

    /// How many cells there are.
    pub fn cells(&self) -> usize {
        self.cells.len()
    }

    /// A decimal number below 1 in whole hundred-thousandths: `0.10376005` is 10,376.
    pub fn hundred_thousandths(&self, column: usize) -> u32 {
        let digits = self
            .text(column)
            .split_once('.')
            .filter(|(whole, _)| *whole == "0")
            .and_then(|(_, fraction)| format!("{fraction:0<5}").get(..5)?.parse().ok());
        match digits {
            Some(digits) => digits,
            None => self.malformed("has something else where a decimal number below 1 belongs"),
        }
    }

    /// The first year of an age group written `25-29` or `100+`.
    pub fn age(&self, column: usize) -> u16 {
        let digits = self
            .text(column)
            .split(['-', '+'])
            .next()
            .unwrap_or_default();
        match digits.parse() {
            Ok(age) => age,
            Err(_) => self.malformed("has something else where an age group belongs"),
        }
    }

    /// Stops, naming file and line.
    pub fn malformed(&self, what: &str) -> ! {
        panic!("fixtures/{}:{} {what}", self.file, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &'static str) -> Line {
        Line {
            file: "x.csv",
            number: 3,
            cells: text.split(',').collect(),
        }
    }

    #[test]
    fn decimals_become_whole_numbers() {
        let line = line("31.5,1.4428,100,0.05");
        let read: Vec<u64> = (0..4).map(|column| line.ten_thousandths(column)).collect();
        assert_eq!(read, [315_000, 14_428, 1_000_000, 500]);
    }

    #[test]
    #[should_panic(expected = "fixtures/x.csv:3 has something else where a decimal number belongs")]
    fn a_decimal_with_too_many_places_is_named_by_file_and_line() {
        let _: u64 = line("1.23456").ten_thousandths(0);
    }

    #[test]
    fn every_table_has_lines() {
        for table in [
            AGE_PYRAMID,
            ETHNIC_BY_PROVINCE,
            MARITAL_BY_AGE,
            MORTALITY,
            FERTILITY,
            SURNAMES,
            NAMES_GIVEN,
            NAMES_GIVEN_TWO,
            NAMES_MIDDLE,
            NAMES_COHORT,
        ] {
            assert!(table.lines().count() > 10, "{}", table.file);
        }
    }
}
