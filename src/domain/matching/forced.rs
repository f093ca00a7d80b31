//! Judgements as they would be if something were otherwise, for testers who want to see that.

use super::{DateLevel, Decision, GENDER_TABLE, Judgement, Policy, Question};
use crate::domain::birth_date::DatePrecision;
use crate::domain::name::NameLevel;
use crate::domain::scenario::{ForcedOutcome, MismatchField};

impl Judgement {
    /// The same judgement under a forced outcome; `None` where it would not have come to one, because nobody
    /// would have held the number.
    #[must_use]
    pub fn forced(self, outcome: ForcedOutcome, question: &Question<'_>) -> Option<Self> {
        let other = match outcome {
            ForcedOutcome::NotFound | ForcedOutcome::Mismatch(MismatchField::Number) => {
                return None;
            }
            ForcedOutcome::Mismatch(MismatchField::FullName) => Self {
                name_level: NameLevel::Different,
                name: Decision::No,
                ..self
            },
            ForcedOutcome::Mismatch(MismatchField::DateOfBirth) => Self {
                date_level: DateLevel::Different,
                date: Decision::No,
                ..self
            },
            ForcedOutcome::Mismatch(MismatchField::Gender) => Self {
                gender_agrees: Some(false),
                gender: Some(other_gender(question.policy)),
                ..self
            },
            ForcedOutcome::Review => Self {
                name_level: NameLevel::WithoutDiacritics,
                name: self.name.max(Decision::Review),
                ..self
            },
        };
        let full_date_agrees = other.date_level == DateLevel::Identical
            && question.date_of_birth.precision() == DatePrecision::Day;
        Some(other.concluded(full_date_agrees))
    }
}

/// What a gender that differs comes to.
fn other_gender(policy: Policy) -> Decision {
    GENDER_TABLE[policy.column()].decide(false, || false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::birth_date::BirthDate;
    use crate::domain::matching::{Grade, Outcome, RULES};
    use crate::domain::status::RecordStatus;

    const AGREES: Judgement = Judgement {
        outcome: Outcome::Match,
        grade: Grade::Certain,
        rule: "all_agree",
        name_level: NameLevel::Identical,
        name: Decision::Agree,
        date_level: DateLevel::Identical,
        date: Decision::Agree,
        gender_agrees: None,
        gender: None,
        status: RecordStatus::Active,
    };

    fn forced(outcome: ForcedOutcome, policy: Policy, date: &str) -> Option<(Outcome, Grade)> {
        let question = Question {
            full_name: "Nguyễn Văn Thành",
            date_of_birth: BirthDate::parse(date).expect("a date"),
            gender: None,
            policy,
        };
        let judgement = AGREES.forced(outcome, &question)?;
        assert!(RULES.iter().any(|rule| rule.id == judgement.rule));
        Some((judgement.outcome, judgement.grade))
    }

    #[test]
    fn a_judgement_comes_to_what_it_would_if_the_field_differed() {
        let miss = Some((Outcome::NoMatch, Grade::CertainlyNot));
        let review = Some((Outcome::Review, Grade::Probable));
        let mismatch = ForcedOutcome::Mismatch;
        for (outcome, policy, expected) in [
            (ForcedOutcome::NotFound, Policy::Standard, None),
            (mismatch(MismatchField::Number), Policy::Standard, None),
            (mismatch(MismatchField::FullName), Policy::Lenient, miss),
            (mismatch(MismatchField::DateOfBirth), Policy::Fold, miss),
            (mismatch(MismatchField::Gender), Policy::Standard, review),
            (mismatch(MismatchField::Gender), Policy::Strict, miss),
            (ForcedOutcome::Review, Policy::Strict, review),
        ] {
            let found = forced(outcome, policy, "1985-05-12");
            assert_eq!(found, expected, "{outcome:?} {policy:?}");
        }
        let of_a_year = forced(ForcedOutcome::Review, Policy::Standard, "1985");
        assert_eq!(of_a_year, Some((Outcome::Review, Grade::Possible)));
    }
}
