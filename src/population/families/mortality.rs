//! How long people live and how many children they have: the tables of the United Nations.

use super::chance::Chance;
use crate::domain::citizen_number::Gender;
use crate::population::PICTURE_DATE;
use crate::population::tables::{FERTILITY, MORTALITY};

/// First year and length of the periods of the table of mortality.
const FIRST_PERIOD: i32 = 1950;
const PERIOD: i32 = 5;

/// Deaths and births by age, sex and time.
#[derive(Clone, Debug)]
pub struct VitalRates {
    /// By sex: (first age, deaths in 100,000 person-years by period), youngest first.
    deaths: [Vec<(i32, Vec<u32>)>; 2],
    /// Children of a woman, in ten-thousandths, by year from [`FIRST_PERIOD`] on.
    fertility: Vec<u32>,
}

impl VitalRates {
    /// Reads the tables; `None` when one is empty.
    pub fn read() -> Option<Self> {
        let of_sex = |sex: &str| {
            MORTALITY
                .lines()
                .filter(|line| line.text(0) == sex)
                .map(|line| {
                    let periods = 2..line.cells();
                    let rates = periods.map(|column| line.hundred_thousandths(column));
                    (i32::from(line.age(1)), rates.collect())
                })
                .collect::<Vec<(i32, Vec<u32>)>>()
        };
        let rates = Self {
            deaths: [of_sex("M"), of_sex("F")],
            fertility: FERTILITY
                .lines()
                .map(|line| line.ten_thousandths(1))
                .collect(),
        };
        let full = rates.deaths.iter().all(|table| !table.is_empty());
        (full && !rates.fertility.is_empty()).then_some(rates)
    }

    /// How many years before the picture somebody died who would be `age` on its day and was alive at
    /// the age of `from`; `None` for the living.
    pub fn death(&self, gender: Gender, age: i32, from: i32, chance: &mut Chance) -> Option<i32> {
        let mut at = from;
        while at < age {
            // To the next fifth year of age or to the picture, whichever comes first.
            let years = (PERIOD - at.rem_euclid(PERIOD)).min(age - at);
            let rate = self.deaths_at(gender, at, i32::from(PICTURE_DATE.year()) - (age - at));
            // Rates of the oldest pass one death in two person-years: nobody outlives them by much.
            let share = rate.saturating_mul(years.unsigned_abs()).min(95_000);
            if chance.below(100_000) < share {
                let died_at = at + chance.between(0, years - 1);
                return Some(age - died_at - 1);
            }
            at += years;
        }
        None
    }

    fn deaths_at(&self, gender: Gender, age: i32, year: i32) -> u32 {
        let table = &self.deaths[usize::from(gender == Gender::Female)];
        let row = table.partition_point(|(first, _)| *first <= age).max(1) - 1;
        let period = ((year - FIRST_PERIOD) / PERIOD).max(0).unsigned_abs() as usize;
        let rates = &table[row].1;
        rates[period.min(rates.len() - 1)]
    }

    /// Children in ten-thousandths that a woman had who would be `age` on the picture's day: the total
    /// fertility of the year she was 27.
    pub fn children_of(&self, age: i32) -> u32 {
        let year = i32::from(PICTURE_DATE.year()) - age + 27 - FIRST_PERIOD;
        let last = self.fertility.len() - 1;
        self.fertility[(year.max(0).unsigned_abs() as usize).min(last)]
    }
}
