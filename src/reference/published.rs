//! Published figures that a population is held against: ages, surnames, marriages, households.
//!
//! Provinces, ethnic groups and religions have theirs in their own tables.

use std::sync::LazyLock;

use super::table::{Row, Table, table};
use crate::domain::citizen_number::Gender;

/// The mean household of the census of 01/04/2019.
pub const HOUSEHOLD_MEAN: f64 = 3.6;

/// People of five years of age.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AgeFigure {
    /// The first year of the group.
    pub age: u16,
    /// Men on 01/07/2025.
    pub male: u64,
    /// Women on 01/07/2025.
    pub female: u64,
}

/// A surname, or two that the source counts as one.
#[derive(Clone, PartialEq, Debug)]
pub struct SurnameFigure {
    /// The spellings: `Vũ` and `Võ`.
    pub names: Vec<&'static str>,
    /// Per cent of the people.
    pub percent: f64,
}

/// The marriages of one sex and five years of age, in per cent.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MarriageFigure {
    /// The sex.
    pub gender: Gender,
    /// The first year of the group; the last has no end.
    pub age: u16,
    /// Never married, married, widowed, divorced or separated.
    pub percents: [f64; 4],
}

/// Households of one size.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct HouseholdFigure {
    /// How many live in it; the last counts all larger ones.
    pub size: u8,
    /// Per cent of the households.
    pub percent: f64,
}

/// The age pyramid of 01/07/2025, youngest first.
pub fn age_figures() -> &'static [AgeFigure] {
    &AGES
}

/// The fifteen surnames of the list of 2022, commonest first.
pub fn surname_figures() -> &'static [SurnameFigure] {
    &SURNAMES
}

/// Marriages by sex and age from 15 on: a model whose totals are those of the census.
pub fn marriage_figures() -> &'static [MarriageFigure] {
    &MARRIAGES
}

/// Households by size, smallest first.
pub fn household_figures() -> &'static [HouseholdFigure] {
    &HOUSEHOLDS
}

const AGES_TABLE: Table = table!("age_pyramid_2025.csv");
const SURNAMES_TABLE: Table = table!("surnames.csv");
const MARRIAGES_TABLE: Table = table!("marital_by_age_model.csv");
const HOUSEHOLDS_TABLE: Table = table!("households_2019.csv");

/// Spellings that the list of 2022 counts together.
const TOGETHER: [[&str; 2]; 2] = [["Vũ", "Võ"], ["Hoàng", "Huỳnh"]];

static AGES: LazyLock<Vec<AgeFigure>> = LazyLock::new(|| {
    let rows = AGES_TABLE.rows(["age", "male", "female"]);
    rows.map(|row| AgeFigure {
        age: first_year(&row, 0),
        male: row.number(1),
        female: row.number(2),
    })
    .collect()
});

static SURNAMES: LazyLock<Vec<SurnameFigure>> = LazyLock::new(|| {
    let mut figures: Vec<SurnameFigure> = Vec::new();
    let columns = [
        "surname",
        "share_2022_pct",
        "basis",
        "n_uit2016",
        "n_gc2022",
    ];
    for row in SURNAMES_TABLE.rows(columns) {
        let (name, basis) = (row.cells[0], row.cells[2]);
        if !matches!(basis, "listed" | "split") {
            continue;
        }
        let percent: f64 = row.number(1);
        let pair = TOGETHER.iter().find(|pair| pair.contains(&name));
        let known = figures.iter_mut().find(|figure| {
            pair.is_some_and(|pair| {
                figure.names.contains(&pair[0]) || figure.names.contains(&pair[1])
            })
        });
        match known {
            Some(figure) => {
                figure.names.push(name);
                figure.percent += percent;
            }
            None => figures.push(SurnameFigure {
                names: vec![name],
                percent,
            }),
        }
    }
    figures.sort_by(|left, right| right.percent.total_cmp(&left.percent));
    figures
});

static MARRIAGES: LazyLock<Vec<MarriageFigure>> = LazyLock::new(|| {
    let columns = [
        "sex",
        "age",
        "never_pct",
        "married_pct",
        "widowed_pct",
        "div_sep_pct",
    ];
    let rows = MARRIAGES_TABLE.rows(columns);
    rows.map(|row| MarriageFigure {
        gender: Gender::parse(row.cells[0]).unwrap_or_else(|| row.malformed("no sex")),
        age: first_year(&row, 1),
        percents: [row.number(2), row.number(3), row.number(4), row.number(5)],
    })
    .collect()
});

static HOUSEHOLDS: LazyLock<Vec<HouseholdFigure>> = LazyLock::new(|| {
    let rows = HOUSEHOLDS_TABLE.rows(["size", "share_pct", "confidence"]);
    rows.map(|row| HouseholdFigure {
        size: u8::try_from(first_year(&row, 0)).unwrap_or(u8::MAX),
        percent: row.number(1),
    })
    .collect()
});

/// The first number of a group written `25-29`, `100+` or `3`.
fn first_year<const N: usize>(row: &Row<N>, column: usize) -> u16 {
    let digits = row.cells[column].split(['-', '+']).next();
    digits
        .and_then(|digits| digits.parse().ok())
        .unwrap_or_else(|| row.malformed("no group"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_read_whole() {
        let people: u64 = age_figures()
            .iter()
            .map(|figure| figure.male + figure.female)
            .sum();
        assert_eq!(people, 101_106_833);
        assert_eq!(age_figures().len(), 21);
        assert_eq!(marriage_figures().len(), 28);
        for figure in marriage_figures() {
            let sum: f64 = figure.percents.iter().sum();
            assert!((sum - 100.0).abs() < 0.06, "{figure:?}");
        }
        let households: f64 = household_figures()
            .iter()
            .map(|figure| figure.percent)
            .sum();
        assert!((households - 100.0).abs() < 0.01);
        assert!((household_figures()[0].percent - 10.9).abs() < 1e-9);
    }

    #[test]
    fn fifteen_surnames_are_listed_two_of_them_in_two_spellings() {
        let figures = surname_figures();
        assert_eq!(figures.len(), 15);
        assert_eq!(figures[0].names, ["Nguyễn"]);
        let together: Vec<_> = figures
            .iter()
            .filter(|figure| figure.names.len() == 2)
            .collect();
        assert_eq!(together.len(), 2);
        assert!(
            (together[0].percent - 5.9).abs() < 0.001 && (together[1].percent - 4.9).abs() < 0.001
        );
    }
}
