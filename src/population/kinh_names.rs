//! Names of the Kinh and of everyone who is named like them: surname, middle name, given name.

use super::minority_names::surname_mass;
use super::minority_styles::style_of;
use super::mixer::{Draws, Field};
use super::names::{NameTraits, join};
use super::peoples::population_of;
use super::tables::{Line, NAMES_COHORT, NAMES_GIVEN, NAMES_GIVEN_TWO, NAMES_MIDDLE, SURNAMES};
use super::weighted::Weighted;
use crate::domain::citizen_number::Gender;

/// Surnames of the sample that belong to peoples with their own pattern, or are slips of the list.
const NOT_KINH: [&str; 18] = [
    "A",
    "Y",
    "Thị",
    "Buøi",
    "Vỏ",
    "Điểu",
    "Lường",
    "Quàng",
    "Vàng",
    "Giàng",
    "Thào",
    "Danh",
    "Lò",
    "Lù",
    "Cà",
    "Phàng",
    "Tôn Nữ",
    "Tôn Thất",
];

/// One surname, said one way in the north and another in the south.
const PAIRS: [(&str, &str); 2] = [("Vũ", "Võ"), ("Hoàng", "Huỳnh")];

/// Names of five words and more, in 100,000. GUESS.
const LONG_NAMES: u32 = 25;

/// Kinh names, ready to be drawn from.
#[derive(Clone, Debug)]
pub struct KinhNames {
    surnames_north: Weighted<&'static str>,
    surnames_south: Weighted<&'static str>,
    men: Pools,
    women: Pools,
    cohorts: Vec<Cohort>,
}

/// The parts of names of one sex.
#[derive(Clone, Debug)]
struct Pools {
    /// Given names of one syllable.
    given: Weighted<&'static str>,
    /// Given names of two syllables.
    given_two: Weighted<&'static str>,
    /// Middle names of one syllable, Văn and Thị apart.
    middle: Weighted<&'static str>,
    /// Văn or Thị.
    marker: &'static str,
}

/// How names of a decade of birth are built, in ten-thousandths.
#[derive(Clone, Copy, Debug)]
struct Cohort {
    decade: u16,
    van: u32,
    thi: u32,
    no_middle: u32,
    two_syllables: u32,
}

impl KinhNames {
    /// Reads the tables; `None` when one has no weight.
    pub fn read() -> Option<Self> {
        let cohorts = NAMES_COHORT
            .lines()
            .map(|line| {
                let share = |column| line.ten_thousandths(column);
                Cohort {
                    decade: line.number(0),
                    van: share(1),
                    thi: share(2),
                    no_middle: share(3),
                    two_syllables: share(4),
                }
            })
            .collect();
        Some(Self {
            surnames_north: surnames(true)?,
            surnames_south: surnames(false)?,
            men: Pools::read("M", "Văn")?,
            women: Pools::read("F", "Thị")?,
            cohorts,
        })
    }

    /// A whole name.
    pub fn full_name(&self, traits: NameTraits, draws: Draws, family: Draws) -> String {
        let surname = self.surname(traits, family);
        if draws.below(Field::MiddleName, 9, 100_000) < LONG_NAMES {
            return self.long_name(surname, traits, draws);
        }
        self.with_surname(surname, traits, draws)
    }

    /// A name of five to eight words: both surnames, the marker and two given names, as some families like
    /// them (no count is public; the press tells of single cases).
    fn long_name(&self, surname: &str, traits: NameTraits, draws: Draws) -> String {
        let pools = self.pools(traits.gender);
        let second = self.surnames_north.pick(draws.bits(Field::Surname, 1));
        let first_pair = pools.given_two.pick(draws.bits(Field::GivenName, 4));
        let last_pair = pools.given_two.pick(draws.bits(Field::GivenName, 5));
        let middle = pools.middle.pick(draws.bits(Field::MiddleName, 5));
        match draws.below(Field::MiddleName, 10, 4) {
            0 => join(&[surname, second, middle, last_pair]),
            1 => join(&[surname, second, pools.marker, middle, last_pair]),
            2 => join(&[surname, pools.marker, second, first_pair, last_pair]),
            _ => join(&[surname, second, pools.marker, middle, first_pair, last_pair]),
        }
    }

    /// A surname.
    pub fn surname(&self, traits: NameTraits, draws: Draws) -> &'static str {
        let table = if traits.north {
            &self.surnames_north
        } else {
            &self.surnames_south
        };
        table.pick(draws.bits(Field::Surname, 0))
    }

    /// A name with that surname, one to four more syllables.
    pub fn with_surname(&self, surname: &str, traits: NameTraits, draws: Draws) -> String {
        let pools = self.pools(traits.gender);
        let Some(cohort) = self.cohort(traits.year) else {
            return surname.to_owned();
        };
        let share = if traits.gender == Gender::Male {
            cohort.van
        } else {
            cohort.thi
        };
        let given = pools.given.pick(draws.bits(Field::GivenName, 0));
        let middle = Self::middle(pools, given, draws);
        if draws.happens(Field::MiddleName, 0, cohort.no_middle) {
            return join(&[surname, given]);
        }
        let marker = if draws.happens(Field::MiddleName, 1, share) {
            pools.marker
        } else {
            ""
        };
        let second = if marker.is_empty() {
            self.mothers_surname(surname, traits, draws)
        } else {
            ""
        };
        if draws.happens(Field::MiddleName, 3, cohort.two_syllables) {
            let pair = pools.given_two.pick(draws.bits(Field::GivenName, 1));
            let middle = if marker.is_empty() && draws.happens(Field::MiddleName, 4, 2_000) {
                middle
            } else {
                ""
            };
            let middle = if pair.split(' ').any(|syllable| syllable == middle) {
                ""
            } else {
                middle
            };
            return join(&[surname, second, marker, middle, pair]);
        }
        let middle = if marker.is_empty() { middle } else { marker };
        join(&[surname, second, middle, given])
    }

    /// Few families since about 1990 put the mother's surname second; empty for the others.
    fn mothers_surname(&self, surname: &str, traits: NameTraits, draws: Draws) -> &'static str {
        if traits.year < 1990 || !draws.happens(Field::MiddleName, 2, 300) {
            return "";
        }
        let second = self.surnames_north.pick(draws.bits(Field::Surname, 1));
        if second == surname { "" } else { second }
    }

    fn pools(&self, gender: Gender) -> &Pools {
        match gender {
            Gender::Male => &self.men,
            Gender::Female => &self.women,
        }
    }

    /// A middle name that is not the given name again.
    fn middle(pools: &Pools, given: &str, draws: Draws) -> &'static str {
        let first = pools.middle.pick(draws.bits(Field::MiddleName, 5));
        if first == given {
            pools.middle.pick(draws.bits(Field::MiddleName, 6))
        } else {
            first
        }
    }

    fn cohort(&self, year: u16) -> Option<&Cohort> {
        let after = self.cohorts.partition_point(|cohort| cohort.decade <= year);
        self.cohorts.get(after.saturating_sub(1))
    }
}

impl Pools {
    fn read(sex: &'static str, marker: &'static str) -> Option<Self> {
        let given = NAMES_GIVEN
            .lines()
            .filter(|line| line.text(0) == sex && line.text(1) != marker)
            .map(|line| (line.text(1), line.number(2)));
        let given_two = NAMES_GIVEN_TWO
            .lines()
            .filter(|line| {
                line.text(0) == sex
                    && !matches!(line.text(1).split(' ').next(), Some("Văn" | "Thị"))
            })
            .map(|line| (line.text(1), line.number(2)));
        let middle = NAMES_MIDDLE
            .lines()
            .filter(|line| line.text(0) == sex && !line.text(1).is_empty())
            .filter(|line| !line.text(1).contains(' ') && !matches!(line.text(1), "Văn" | "Thị"))
            .map(|line| (line.text(1), line.number(2)));
        Some(Self {
            given: Weighted::new(given)?,
            given_two: Weighted::new(given_two)?,
            middle: Weighted::new(middle)?,
            marker,
        })
    }
}

/// Surnames of the Kinh, so weighted that with the surnames of the other peoples the quoted national
/// shares come out; the tail, which is only sampled, takes what is left. One list cannot say where Vũ
/// ends and Võ begins, so each pair is parted by region.
fn surnames(north: bool) -> Option<Weighted<&'static str>> {
    let everyone: u64 = (1..=54).map(population_of).sum();
    let like_kinh: u64 = (1..=54)
        .filter(|group| style_of(*group, false).is_none())
        .map(population_of)
        .sum();
    let (tail, quoted): (Vec<Line>, Vec<Line>) =
        SURNAMES.lines().partition(|line| line.text(2) == "sample");
    let bearers = |line: &Line| {
        let surname = line.text(0);
        let share = regional_share(surname, &quoted, north).unwrap_or(line.ten_thousandths(1));
        let of_other_peoples = surname_mass(surname);
        (
            surname,
            (share * everyone / 1_000_000).saturating_sub(of_other_peoples),
        )
    };
    let tail: Vec<_> = tail
        .iter()
        .map(bearers)
        .filter(|(surname, _)| !NOT_KINH.contains(surname))
        .collect();
    let quoted: Vec<_> = quoted.iter().map(bearers).collect();
    let left = like_kinh.saturating_sub(quoted.iter().map(|(_, people)| people).sum());
    let tail_sum = tail.iter().map(|(_, people)| people).sum::<u64>().max(1);
    Weighted::new(
        quoted.into_iter().chain(
            tail.into_iter()
                .map(|(surname, people)| (surname, left * people / tail_sum)),
        ),
    )
}

/// The share of one surname of a pair that the list gives together: nine in ten of both where it is
/// at home (GUESS); `None` for every other surname.
fn regional_share(surname: &str, lines: &[Line], north: bool) -> Option<u64> {
    let (northern, southern) = PAIRS
        .into_iter()
        .find(|pair| pair.0 == surname || pair.1 == surname)?;
    let of_pair = lines
        .iter()
        .filter(|line| line.text(0) == northern || line.text(0) == southern);
    let both: u64 = of_pair.map(|line| line.ten_thousandths::<u64>(1)).sum();
    Some(if north == (surname == northern) {
        both * 9 / 10
    } else {
        both / 10
    })
}
