//! The match lab: two sides judged under every policy, and labelled pairs of them counted by kind of error.
//!
//! Nothing here looks at a world: both sides are given.

mod reading;
mod tally;

pub use reading::{BUILT_IN_PAIRS, LabelError, MAX_PAIRS, read_pairs};
pub use tally::{Counts, JudgedPair, KindRow, LabReport, Label, LabelledPair, PolicyCounts, run};

use crate::domain::birth_date::BirthDate;
use crate::domain::citizen::{Identity, PersonId};
use crate::domain::citizen_number::Gender;
use crate::domain::matching::{DateLevel, Judgement, Policy, Question, judge};
use crate::domain::name::{FullName, NameLevel, fold};

/// One side: what a record holds, or what somebody typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Side<Name> {
    /// The name.
    pub full_name: Name,
    /// The date of birth.
    pub date_of_birth: BirthDate,
    /// The gender, where it is compared.
    pub gender: Option<Gender>,
}

/// What the two sides come to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// How the names relate.
    pub name_level: NameLevel,
    /// How the dates relate.
    pub date_level: DateLevel,
    /// The recorded name as clients of the national service compare it, and the typed one.
    pub folded: (String, String),
    /// The judgement under each policy, in the order of [`Policy::ALL`].
    pub judgements: Vec<(Policy, Judgement)>,
}

/// Judges what was typed against what is recorded, under every policy. The gender counts where both sides have one.
pub fn compare_sides(recorded: &Side<FullName>, typed: &Side<Box<str>>) -> Comparison {
    let person = person_of(recorded);
    let gender = recorded.gender.and(typed.gender);
    let judged = |policy| {
        let question = Question {
            full_name: &typed.full_name,
            date_of_birth: typed.date_of_birth,
            gender,
            policy,
        };
        // Nothing of this person changes with the day.
        judge(&person, &question, person.date_of_birth.latest())
    };
    let judgements = Policy::ALL.iter().map(|policy| (*policy, judged(*policy)));
    let judgements: Vec<(Policy, Judgement)> = judgements.collect();
    let first = judgements.first().map(|(_, judgement)| judgement);
    Comparison {
        name_level: first.map_or(NameLevel::Different, |judgement| judgement.name_level),
        date_level: DateLevel::compare(recorded.date_of_birth, typed.date_of_birth),
        folded: (fold(recorded.full_name.as_str()), fold(&typed.full_name)),
        judgements,
    }
}

/// Somebody of whom no more is known than what a match looks at.
fn person_of(side: &Side<FullName>) -> Identity {
    Identity {
        id: PersonId(0),
        number: None,
        full_name: side.full_name.clone(),
        date_of_birth: side.date_of_birth,
        // Looked at only where the question has one.
        gender: side.gender.unwrap_or(Gender::Female),
        status_periods: Vec::new(),
        restricted: false,
        former_names: Vec::new(),
        former_numbers: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::matching::Outcome;

    fn side<Name>(full_name: Name, date: &str, gender: Option<Gender>) -> Side<Name> {
        Side {
            full_name,
            date_of_birth: BirthDate::parse(date).expect("a date"),
            gender,
        }
    }

    fn outcomes(
        recorded: (&str, &str, Option<Gender>),
        typed: (&str, &str, Option<Gender>),
    ) -> Vec<Outcome> {
        let name = FullName::parse(recorded.0).expect("a name");
        let recorded = side(name, recorded.1, recorded.2);
        let typed = side(typed.0.into(), typed.1, typed.2);
        let comparison = compare_sides(&recorded, &typed);
        let judgements = comparison.judgements.into_iter();
        judgements.map(|(_, judgement)| judgement.outcome).collect()
    }

    #[test]
    fn two_sides_are_judged_under_every_policy() {
        use Outcome::{Match, NoMatch, Review};
        for (recorded, typed, expected) in [
            (
                ("Nguyễn Thị Hạnh", "1987-11-02", None),
                ("NGUYEN THI HANH", "1987-11-02", None),
                [NoMatch, Review, Match, Match],
            ),
            (
                ("Nguyễn Thị Hạnh", "1987", None),
                ("NGUYEN THI HANH", "1987", None),
                [NoMatch, Review, Review, Match],
            ),
            (
                ("Nguyễn Thị Hạnh", "1987", None),
                ("Nguyễn Thị Hạnh", "02/11/1987", None),
                [Review, Review, Review, NoMatch],
            ),
        ] {
            assert_eq!(outcomes(recorded, typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_gender_counts_where_both_sides_have_one() {
        let (woman, man) = (Some(Gender::Female), Some(Gender::Male));
        let side = |gender| ("Lê An", "1990-01-01", gender);
        assert_eq!(outcomes(side(woman), side(man))[0], Outcome::NoMatch);
        assert_eq!(outcomes(side(woman), side(None))[0], Outcome::Match);
        assert_eq!(outcomes(side(None), side(man))[0], Outcome::Match);
        assert_eq!(outcomes(side(man), side(man))[0], Outcome::Match);
    }
}
