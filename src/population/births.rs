//! Days of birth, and what the records know of them.

use super::PICTURE_DATE;
use super::mixer::{Draws, Field};
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;

/// Birth and sex of one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Birth {
    /// The day, also where the record does not know it.
    pub day: CivilDate,
    /// What the record knows.
    pub known: BirthDate,
    /// The sex.
    pub gender: Gender,
}

impl Birth {
    /// The birth of somebody who is, or would be, that many whole years old on the picture's day.
    pub fn drawn(age: u16, gender: Gender, draws: Draws) -> Self {
        let last = day_before_picture(age);
        let first = day_before_picture(age + 1);
        let days = (last.day_number() - first.day_number()).unsigned_abs();
        let back = draws.below(Field::DayOfBirth, 0, days).cast_signed();
        let day = last.plus_days(-back).unwrap_or(last);
        Self {
            day,
            known: known_part(day, draws),
            gender,
        }
    }

    /// Whole years on a day, by the true day of birth.
    pub fn age_on(&self, day: CivilDate) -> u16 {
        self.day.age_on(day)
    }
}

/// The day that many years before the picture.
pub fn day_before_picture(years: u16) -> CivilDate {
    PICTURE_DATE
        .birthday_in(PICTURE_DATE.year() - years)
        .unwrap_or(PICTURE_DATE)
}

/// What the record knows: among those born before 1955 some have a year only, fewer a year and a
/// month; more of them the earlier they were born. MODEL, no figures are public.
fn known_part(day: CivilDate, draws: Draws) -> BirthDate {
    let year_only = (u32::from(1955_u16.saturating_sub(day.year())) * 200).min(6_000);
    let month_too = year_only + year_only / 8;
    match draws.below(Field::DatePrecision, 0, 10_000) {
        chance if chance < year_only => BirthDate::Year(day.year()),
        chance if chance < month_too => BirthDate::YearMonth {
            year: day.year(),
            month: day.month(),
        },
        _ => BirthDate::Day(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn births() -> impl Iterator<Item = (u16, Birth)> {
        (0..20_000_u16).map(|index| {
            let age = index % 105;
            (
                age,
                Birth::drawn(age, Gender::Male, Draws::new(3, index.into())),
            )
        })
    }

    #[test]
    fn people_have_the_age_they_were_drawn_with() {
        for (age, birth) in births() {
            assert_eq!(birth.age_on(PICTURE_DATE), age, "{birth:?}");
            assert_eq!(birth.known.year(), birth.day.year());
        }
    }

    #[test]
    fn only_old_people_lack_a_day_of_birth_and_the_oldest_most_often() {
        let share = |from: u16, to: u16| {
            let of_years: Vec<Birth> = births()
                .map(|(_, birth)| birth)
                .filter(|birth| (from..to).contains(&birth.day.year()))
                .collect();
            let incomplete = of_years.iter().filter(|birth| birth.known.day().is_none());
            incomplete.count() * 100 / of_years.len()
        };
        assert_eq!(share(1955, 2026), 0);
        assert!(share(1945, 1955) < 25 && share(1925, 1936) > 30);
    }
}
