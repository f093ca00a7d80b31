//! Sex and date of birth, by the age pyramid of the picture date.

use super::PICTURE_DATE;
use super::mixer::{Draws, Field};
use super::tables::AGE_PYRAMID;
use super::weighted::Ordered;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;

/// Five-year groups by sex, youngest first.
#[derive(Clone, Debug)]
pub struct Ages {
    groups: Ordered<(u16, Gender)>,
}

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
    /// Whole years on a day, by the true day of birth.
    pub fn age_on(&self, day: CivilDate) -> u16 {
        self.day.age_on(day)
    }
}

impl Ages {
    /// Reads the pyramid; `None` when it is empty.
    pub fn read() -> Option<Self> {
        let groups = AGE_PYRAMID.lines().flat_map(|line| {
            let age = line.age(0);
            [
                ((age, Gender::Male), line.number(1)),
                ((age, Gender::Female), line.number(2)),
            ]
        });
        Ordered::new(groups).map(|groups| Self { groups })
    }

    /// The person at `position` of the pyramid; the day inside the age group is drawn.
    pub fn birth(&self, position: u64, draws: Draws) -> Birth {
        let (age, gender) = self.groups.at(position);
        let year = PICTURE_DATE.year() - age;
        let last = PICTURE_DATE.birthday_in(year).unwrap_or(PICTURE_DATE);
        let first = PICTURE_DATE.birthday_in(year - 5).unwrap_or(last);
        let days = (last.day_number() - first.day_number()).unsigned_abs();
        let mut back = draws.below(Field::DayOfBirth, 0, days);
        if age >= 100 {
            // Past 100 each year holds far fewer people than the one before.
            back = (1..4)
                .map(|nth| draws.below(Field::DayOfBirth, nth, days))
                .fold(back, u32::min);
        }
        let day = last.plus_days(-back.cast_signed()).unwrap_or(last);
        Birth {
            day,
            known: known_part(day, draws),
            gender,
        }
    }
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

    fn births() -> Vec<Birth> {
        let ages = Ages::read().expect("a pyramid");
        (0..20_000_u64)
            .map(|index| ages.birth(index * (u64::MAX / 20_000), Draws::new(3, index)))
            .collect()
    }

    #[test]
    fn nobody_is_born_after_the_picture_and_nobody_is_too_old() {
        for birth in births() {
            assert!(
                birth.day <= PICTURE_DATE && birth.age_on(PICTURE_DATE) < 105,
                "{birth:?}"
            );
            assert_eq!(birth.known.year(), birth.day.year());
        }
    }

    #[test]
    fn only_old_people_lack_a_day_of_birth_and_the_oldest_most_often() {
        let share = |from: u16, to: u16| {
            let of_years: Vec<Birth> = births()
                .into_iter()
                .filter(|birth| (from..to).contains(&birth.day.year()))
                .collect();
            of_years
                .iter()
                .filter(|birth| birth.known.day().is_none())
                .count()
                * 100
                / of_years.len()
        };
        assert_eq!(share(1955, 2026), 0);
        assert!(share(1945, 1955) < 25 && share(1925, 1936) > 30);
    }

    #[test]
    fn the_sexes_stand_as_in_the_pyramid() {
        let men = births()
            .iter()
            .filter(|birth| birth.gender == Gender::Male)
            .count();
        assert!((9_800..10_050).contains(&men), "{men}");
    }
}
