//! Labelled pairs under each policy: false matches and false rejections by kind of error, reviews apart.

use std::collections::BTreeMap;

use super::{Comparison, Side, compare_sides};
use crate::domain::birth_date::BirthDate;
use crate::domain::civil_date::CivilDate;
use crate::domain::matching::{DateLevel, Outcome, Policy};
use crate::domain::name::FullName;

/// The date of pairs that come without one: the same full date on both sides, so that the names decide.
const ANY_DATE: CivilDate = match CivilDate::new(1990, 1, 1) {
    Some(day) => day,
    None => unreachable!(), // January has a first day
};

/// What is known of a pair by whoever labelled it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Label {
    /// Both sides are one person.
    Same,
    /// They are two.
    Different,
    /// Nobody can tell from these data.
    Unsure,
}

/// A labelled pair.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabelledPair {
    /// How the file names it: its id, or its place.
    pub id: String,
    /// The name on record.
    pub recorded: FullName,
    /// The name as typed.
    pub typed: Box<str>,
    /// The dates of birth, where the file has them.
    pub dates: Option<(BirthDate, BirthDate)>,
    /// What is known of it.
    pub label: Label,
    /// The kind of error by the file, where it says one.
    pub kind: Option<String>,
    /// What else the file says of it.
    pub remark: String,
}

/// A pair and what every policy makes of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JudgedPair {
    /// The pair.
    pub pair: LabelledPair,
    /// The kind of error: the file's, or how the two sides relate.
    pub kind: String,
    /// The judgements.
    pub comparison: Comparison,
}

/// What one policy made of some pairs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Two people taken for one.
    pub false_matches: u64,
    /// One person turned away.
    pub false_rejections: u64,
    /// Left to somebody's eye, whatever the label.
    pub reviews: u64,
    /// Decided as labelled.
    pub right: u64,
    /// Decided though nobody can tell: neither right nor wrong.
    pub guessed: u64,
}

/// All counts of one policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PolicyCounts {
    /// The policy.
    pub policy: Policy,
    /// Over all pairs.
    pub counts: Counts,
}

/// The pairs with one kind of error.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KindRow {
    /// The kind.
    pub kind: String,
    /// How many pairs.
    pub pairs: u64,
    /// Counts under each policy, in the order of [`Policy::ALL`].
    pub counts: Vec<Counts>,
}

/// What came of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabReport {
    /// How many pairs are one person, two, or nobody can tell.
    pub labels: [(Label, u64); 3],
    /// Over all pairs, in the order of [`Policy::ALL`].
    pub policies: Vec<PolicyCounts>,
    /// By kind of error, in the order of their names.
    pub kinds: Vec<KindRow>,
    /// Every pair, in the order of the file.
    pub pairs: Vec<JudgedPair>,
}

/// Judges every pair under every policy and counts what is wrong.
pub fn run(pairs: Vec<LabelledPair>) -> LabReport {
    let pairs: Vec<JudgedPair> = pairs.into_iter().map(JudgedPair::of).collect();
    let mut all = vec![Counts::default(); Policy::ALL.len()];
    let mut kinds: BTreeMap<&str, KindRow> = BTreeMap::new();
    for judged in &pairs {
        let row = kinds.entry(&judged.kind).or_insert_with(|| KindRow {
            kind: judged.kind.clone(),
            pairs: 0,
            counts: vec![Counts::default(); Policy::ALL.len()],
        });
        row.pairs += 1;
        let outcomes = judged.outcomes();
        for ((outcome, of_all), of_kind) in outcomes.zip(&mut all).zip(&mut row.counts) {
            of_all.add(judged.pair.label, outcome);
            of_kind.add(judged.pair.label, outcome);
        }
    }
    let count = |label| {
        let labelled = pairs.iter().filter(|judged| judged.pair.label == label);
        (label, labelled.count() as u64)
    };
    let policies = Policy::ALL.iter().copied().zip(all);
    LabReport {
        labels: [Label::Same, Label::Different, Label::Unsure].map(count),
        policies: policies
            .map(|(policy, counts)| PolicyCounts { policy, counts })
            .collect(),
        kinds: kinds.into_values().collect(),
        pairs,
    }
}

impl JudgedPair {
    fn of(pair: LabelledPair) -> Self {
        let any = BirthDate::Day(ANY_DATE);
        let (recorded, typed) = pair.dates.unwrap_or((any, any));
        let comparison = compare_sides(
            &Side {
                full_name: pair.recorded.clone(),
                date_of_birth: recorded,
                gender: None,
            },
            &Side {
                full_name: pair.typed.clone(),
                date_of_birth: typed,
                gender: None,
            },
        );
        let kind = pair.kind.clone().unwrap_or_else(|| kind_of(&comparison));
        Self {
            pair,
            kind,
            comparison,
        }
    }

    /// The outcome under each policy.
    pub fn outcomes(&self) -> impl Iterator<Item = Outcome> + '_ {
        let judgements = self.comparison.judgements.iter();
        judgements.map(|(_, judgement)| judgement.outcome)
    }

    /// Whether some policy took two people for one or turned one away.
    pub fn is_wrong_somewhere(&self) -> bool {
        let mut outcomes = self.outcomes();
        outcomes.any(|outcome| {
            let mut counts = Counts::default();
            counts.add(self.pair.label, outcome);
            counts.false_matches + counts.false_rejections > 0
        })
    }
}

/// How the two sides relate, in the words of the comparison.
fn kind_of(comparison: &Comparison) -> String {
    let name = comparison.name_level.as_str();
    match comparison.date_level {
        DateLevel::Identical => name.to_owned(),
        level @ (DateLevel::AskedCoarser | DateLevel::AskedFiner | DateLevel::Different) => {
            format!("{name}, date {}", level.as_str())
        }
    }
}

impl Counts {
    /// Whether nothing went wrong and nothing was left to somebody's eye.
    pub const fn is_quiet(&self) -> bool {
        self.false_matches == 0 && self.false_rejections == 0 && self.reviews == 0
    }

    fn add(&mut self, label: Label, outcome: Outcome) {
        let counter = match (label, outcome) {
            (_, Outcome::Review) => &mut self.reviews,
            (Label::Unsure, Outcome::Match | Outcome::NoMatch) => &mut self.guessed,
            (Label::Same, Outcome::Match) | (Label::Different, Outcome::NoMatch) => &mut self.right,
            (Label::Same, Outcome::NoMatch) => &mut self.false_rejections,
            (Label::Different, Outcome::Match) => &mut self.false_matches,
        };
        *counter += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(recorded: &str, typed: &str, label: Label) -> LabelledPair {
        LabelledPair {
            id: String::new(),
            recorded: FullName::parse(recorded).expect("a name"),
            typed: typed.into(),
            dates: None,
            label,
            kind: None,
            remark: String::new(),
        }
    }

    /// False matches, false rejections, reviews, right, guessed.
    fn numbers(counts: Counts) -> [u64; 5] {
        [
            counts.false_matches,
            counts.false_rejections,
            counts.reviews,
            counts.right,
            counts.guessed,
        ]
    }

    fn rows(report: &LabReport) -> Vec<[u64; 5]> {
        let policies = report.policies.iter();
        policies.map(|policy| numbers(policy.counts)).collect()
    }

    #[test]
    fn every_policy_makes_its_own_errors_and_reviews_are_counted_apart() {
        let report = run(vec![
            pair("Nguyễn Thị Hạnh", "Nguyễn Thị Hạnh", Label::Same),
            pair("Nguyễn Thị Hạnh", "NGUYEN THI HANH", Label::Same),
            pair("Nguyễn Thị Hạnh", "Nguyen Thi Hanh", Label::Different),
            pair("Nguyễn Thị Hạnh", "Nguyen Thi Hanh", Label::Unsure),
            pair("Nguyễn Thị Hạnh", "Trần Văn Nam", Label::Different),
        ]);
        assert_eq!(
            rows(&report),
            [
                [0, 1, 0, 3, 1], // strict
                [0, 0, 3, 2, 0], // standard
                [1, 0, 0, 3, 1], // lenient
                [1, 0, 0, 3, 1], // fold
            ]
        );
        let labels = [(Label::Same, 2), (Label::Different, 2), (Label::Unsure, 1)];
        assert_eq!(report.labels, labels);
    }

    #[test]
    fn errors_are_told_by_kind_and_the_file_s_word_for_it_comes_first() {
        let told = LabelledPair {
            kind: Some("cut by the card printer".to_owned()),
            ..pair("Nguyễn Thị Hạnh", "Nguyễn Thị", Label::Same)
        };
        let report = run(vec![pair("Lê An", "LE AN", Label::Same), told]);
        let kinds = report.kinds.iter();
        let kinds: Vec<(&str, u64)> = kinds.map(|row| (&*row.kind, row.pairs)).collect();
        assert_eq!(
            kinds,
            [("cut by the card printer", 1), ("without_diacritics", 1)]
        );
        assert_eq!(report.kinds[1].counts[0].false_rejections, 1, "strict");
        assert!(report.pairs.iter().all(JudgedPair::is_wrong_somewhere));
    }

    #[test]
    fn dates_of_the_file_are_compared_and_name_the_kind() {
        let date = |text| BirthDate::parse(text).expect("a date");
        let dated = |typed| LabelledPair {
            dates: Some((date("1942"), date(typed))),
            ..pair("Lê An", "Lê An", Label::Same)
        };
        let report = run(vec![dated("1942"), dated("12/05/1942"), dated("1943")]);
        let kinds: Vec<&str> = report.kinds.iter().map(|row| &*row.kind).collect();
        assert_eq!(
            kinds,
            [
                "identical",
                "identical, date asked_finer",
                "identical, date different"
            ]
        );
        assert_eq!(
            rows(&report)[3],
            [0, 2, 0, 1, 0],
            "fold turns a full date away"
        );
    }
}
