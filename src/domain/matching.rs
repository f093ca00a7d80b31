//! What "match" means: one pure function over one readable table.
//!
//! The table is [`NAME_TABLE`], [`DATE_TABLE`], [`GENDER_TABLE`] (how each field is judged under each
//! policy) and [`RULES`] (what the judgements come to). REST, the command line, the portal, the
//! national wire and the docs all read it here.

use super::birth_date::{BirthDate, DatePrecision};
use super::citizen::Identity;
use super::citizen_number::Gender;
use super::civil_date::CivilDate;
use super::language::Language;
use super::name::{NameClass, NameLevel, compare, fold_equal};
use super::status::RecordStatus;
use super::words::words;

mod forced;

/// How strictly a question is judged.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Policy {
    /// Only the same text agrees.
    Strict,
    /// Lawful spellings agree, lossy ones are for a person to look at.
    #[default]
    Standard,
    /// Lossy spellings agree too, when number and full date agree.
    Lenient,
    /// As clients of the national service compare: unaccented capitals without spaces, never `review`.
    Fold,
}

words!(Policy {
    Strict => "strict",
    Standard => "standard",
    Lenient => "lenient",
    Fold => "fold",
});

impl Policy {
    const fn column(self) -> usize {
        match self {
            Self::Strict => 0,
            Self::Standard => 1,
            Self::Lenient => 2,
            Self::Fold => 3,
        }
    }
}

/// What one field comes to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Decision {
    /// The field speaks for the person.
    Agree,
    /// Somebody should look at it.
    Review,
    /// The field speaks against the person.
    No,
}

words!(Decision {
    Agree => "agree",
    Review => "review",
    No => "no",
});

impl Decision {
    /// What a person reads.
    pub fn words(self, language: Language) -> &'static str {
        match self {
            Self::Agree => language.pick("khớp", "agree"),
            Self::Review => language.pick("xem xét", "review"),
            Self::No => language.pick("không", "no"),
        }
    }
}

/// A cell of the tables: a decision, or how to reach it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Cell {
    Agree,
    Review,
    No,
    /// Agree when the full date of birth agrees (the number was found already), else review.
    AgreeWithFullDate,
    /// Agree when the folded names are equal, else no.
    ByFold,
}

use Cell::{Agree, AgreeWithFullDate, ByFold, No, Review};

/// Rows: what kind of difference the names show. Columns: strict, standard, lenient, fold.
const NAME_TABLE: [(NameClass, [Cell; 4]); 5] = [
    (NameClass::Same, [Agree, Agree, Agree, ByFold]),
    (NameClass::SameSpelling, [No, Agree, Agree, ByFold]),
    (NameClass::Variant, [No, Review, AgreeWithFullDate, ByFold]),
    (NameClass::Repaired, [No, Review, Review, ByFold]),
    (NameClass::Different, [No, No, No, ByFold]),
];

/// How the date in the question relates to the recorded one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DateLevel {
    /// Same precision, equal.
    Identical,
    /// The question knows less than the record (a year against a full date), and agrees so far.
    AskedCoarser,
    /// The question knows more than the record (a full date against a year), and agrees so far.
    AskedFiner,
    /// A part known to both differs.
    Different,
}

words!(DateLevel {
    Identical => "identical",
    AskedCoarser => "asked_coarser",
    AskedFiner => "asked_finer",
    Different => "different",
});

impl DateLevel {
    /// What a person reads about it.
    pub const fn message(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Identical, Language::Vietnamese) => "Ngày sinh trùng khớp.",
            (Self::Identical, Language::English) => "The date of birth agrees.",
            (Self::AskedCoarser, Language::Vietnamese) => {
                "Ngày sinh trong câu hỏi kém chi tiết hơn so với cơ sở dữ liệu."
            }
            (Self::AskedCoarser, Language::English) => {
                "The date asked for is less precise than the recorded one."
            }
            (Self::AskedFiner, Language::Vietnamese) => {
                "Cơ sở dữ liệu không có đủ ngày, tháng sinh để so sánh."
            }
            (Self::AskedFiner, Language::English) => {
                "The record does not know day and month well enough to compare."
            }
            (Self::Different, Language::Vietnamese) => "Ngày sinh khác với cơ sở dữ liệu.",
            (Self::Different, Language::English) => "The date of birth differs from the record.",
        }
    }

    /// Compares a recorded date with the one asked for, part by part.
    pub fn compare(recorded: BirthDate, asked: BirthDate) -> Self {
        let months_differ =
            matches!((recorded.month(), asked.month()), (Some(left), Some(right)) if left != right);
        let days_differ =
            matches!((recorded.day(), asked.day()), (Some(left), Some(right)) if left != right);
        if recorded.year() != asked.year() || months_differ || days_differ {
            return Self::Different;
        }
        match asked.precision().cmp(&recorded.precision()) {
            std::cmp::Ordering::Less => Self::AskedCoarser,
            std::cmp::Ordering::Equal => Self::Identical,
            std::cmp::Ordering::Greater => Self::AskedFiner,
        }
    }
}

/// Rows: how the dates relate. Columns: strict, standard, lenient, fold. That the national service
/// misses when it is asked for a full date and knows only a year is a guess: nobody has shown it.
const DATE_TABLE: [(DateLevel, [Cell; 4]); 4] = [
    (DateLevel::Identical, [Agree, Agree, Agree, Agree]),
    (DateLevel::AskedCoarser, [Review, Review, Review, Agree]),
    (DateLevel::AskedFiner, [Review, Review, Review, No]),
    (DateLevel::Different, [No, No, No, No]),
];

/// A gender that differs from the record. The national service does not ask for it. Sex may have been
/// re-determined since the caller's papers were made, so it is for a person to look at.
const GENDER_TABLE: [Cell; 4] = [No, Review, Review, Agree];

/// The verdict on a question.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outcome {
    /// It is this person.
    Match,
    /// It may be; somebody should look.
    Review,
    /// It is not, or there is no such person.
    NoMatch,
}

words!(Outcome {
    Match => "match",
    Review => "review",
    NoMatch => "no_match",
});

/// The verdict in the words of FHIR's match grade code system.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Grade {
    /// All agree.
    Certain,
    /// For review, with number and full date agreeing.
    Probable,
    /// For review.
    Possible,
    /// No.
    CertainlyNot,
}

words!(Grade {
    Certain => "certain",
    Probable => "probable",
    Possible => "possible",
    CertainlyNot => "certainly-not",
});

/// A row of the table of verdicts: the first row whose condition holds decides.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable name, given back as `rule`.
    pub id: &'static str,
    /// The name must come to this; `None` for any.
    pub name: Option<Decision>,
    /// The date must come to this; `None` for any.
    pub date: Option<Decision>,
    /// The gender must come to this; `None` for any.
    pub gender: Option<Decision>,
    /// What it comes to.
    pub outcome: Outcome,
}

impl Rule {
    /// Whether its conditions hold.
    pub fn fits(&self, name: Decision, date: Decision, gender: Decision) -> bool {
        let holds = |condition: Option<Decision>, decision| {
            condition.is_none_or(|wanted| wanted == decision)
        };
        holds(self.name, name) && holds(self.date, date) && holds(self.gender, gender)
    }
}

const fn rule(
    id: &'static str,
    name: Option<Decision>,
    date: Option<Decision>,
    gender: Option<Decision>,
    outcome: Outcome,
) -> Rule {
    Rule {
        id,
        name,
        date,
        gender,
        outcome,
    }
}

/// The rule given for every miss, so that a miss tells nothing: unknown number, wrong name, wrong date.
pub const NO_MATCH_RULE: &str = "no_match";

/// The rule when one CMND number belongs to two people who both fit.
pub const AMBIGUOUS_RULE: &str = "number_ambiguous";

/// The verdicts, first fit wins. The number was found before any of these is asked.
pub const RULES: [Rule; 8] = [
    rule(
        "name_differs",
        Some(Decision::No),
        None,
        None,
        Outcome::NoMatch,
    ),
    rule(
        "date_differs",
        None,
        Some(Decision::No),
        None,
        Outcome::NoMatch,
    ),
    rule(
        "gender_differs",
        None,
        None,
        Some(Decision::No),
        Outcome::NoMatch,
    ),
    rule(
        "all_agree",
        Some(Decision::Agree),
        Some(Decision::Agree),
        Some(Decision::Agree),
        Outcome::Match,
    ),
    rule(
        "gender_review",
        Some(Decision::Agree),
        Some(Decision::Agree),
        None,
        Outcome::Review,
    ),
    rule(
        "name_review",
        Some(Decision::Review),
        Some(Decision::Agree),
        None,
        Outcome::Review,
    ),
    rule(
        "date_review",
        Some(Decision::Agree),
        Some(Decision::Review),
        None,
        Outcome::Review,
    ),
    rule("name_and_date_review", None, None, None, Outcome::Review),
];

/// The cell of the name table in words, as the docs print it.
pub fn name_rule(class: NameClass, policy: Policy, language: Language) -> &'static str {
    look_up(&NAME_TABLE, class, policy.column()).words(language)
}

/// The cell of the date table in words, as the docs print it.
pub fn date_rule(level: DateLevel, policy: Policy, language: Language) -> &'static str {
    look_up(&DATE_TABLE, level, policy.column()).words(language)
}

/// What a gender that differs comes to, in words.
pub fn gender_rule(policy: Policy, language: Language) -> &'static str {
    GENDER_TABLE[policy.column()].words(language)
}

/// A question about one person, the number apart.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The name as typed.
    pub full_name: &'a str,
    /// The date of birth as known to the caller.
    pub date_of_birth: BirthDate,
    /// The gender, where the caller asks for it.
    pub gender: Option<Gender>,
    /// How to judge.
    pub policy: Policy,
}

/// The verdict on one person, with everything that led to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judgement {
    /// The verdict.
    pub outcome: Outcome,
    /// Its grade.
    pub grade: Grade,
    /// The rule that decided.
    pub rule: &'static str,
    /// How the names relate.
    pub name_level: NameLevel,
    /// What that comes to.
    pub name: Decision,
    /// How the dates relate.
    pub date_level: DateLevel,
    /// What that comes to.
    pub date: Decision,
    /// Whether the gender is the recorded one, where it was asked.
    pub gender_agrees: Option<bool>,
    /// What that comes to.
    pub gender: Option<Decision>,
    /// The state of the record on the business date.
    pub status: RecordStatus,
}

/// Judges a person whose number was found against a question, on the business date.
pub fn judge(person: &Identity, question: &Question<'_>, business_date: CivilDate) -> Judgement {
    let column = question.policy.column();
    let date_level = DateLevel::compare(person.date_of_birth, question.date_of_birth);
    let date = look_up(&DATE_TABLE, date_level, column).decide(false, || false);
    let full_date_agrees = date_level == DateLevel::Identical
        && question.date_of_birth.precision() == DatePrecision::Day;

    let full_name = person.full_name_on(business_date);
    let name_level = compare(full_name, question.full_name);
    let name = look_up(&NAME_TABLE, name_level.class(), column).decide(full_date_agrees, || {
        fold_equal(full_name, question.full_name)
    });

    let gender_agrees = question.gender.map(|asked| asked == person.gender);
    let gender = gender_agrees.map(|agrees| {
        if agrees {
            Decision::Agree
        } else {
            GENDER_TABLE[column].decide(false, || false)
        }
    });
    Judgement {
        name_level,
        name,
        date_level,
        date,
        gender_agrees,
        gender,
        status: person.status_on(business_date),
        outcome: Outcome::NoMatch,
        grade: Grade::CertainlyNot,
        rule: NO_MATCH_RULE,
    }
    .concluded(full_date_agrees)
}

impl Judgement {
    /// With what the fields come to together.
    fn concluded(self, full_date_agrees: bool) -> Self {
        let gender = self.gender.unwrap_or(Decision::Agree);
        let rule = verdict(self.name, self.date, gender);
        let grade = match rule.outcome {
            Outcome::Match => Grade::Certain,
            Outcome::Review if full_date_agrees => Grade::Probable,
            Outcome::Review => Grade::Possible,
            Outcome::NoMatch => Grade::CertainlyNot,
        };
        Self {
            outcome: rule.outcome,
            grade,
            rule: rule.id,
            ..self
        }
    }
}

impl Cell {
    fn words(self, language: Language) -> &'static str {
        match self {
            Agree => Decision::Agree.words(language),
            Review => Decision::Review.words(language),
            No => Decision::No.words(language),
            AgreeWithFullDate => language.pick(
                "khớp nếu đủ ngày sinh trùng nhau, nếu không thì xem xét",
                "agree if the full date agrees, else review",
            ),
            ByFold => language.pick(
                "khớp nếu dạng gấp bằng nhau, nếu không thì không",
                "agree if equal when folded, else no",
            ),
        }
    }

    fn decide(self, full_date_agrees: bool, fold_agrees: impl FnOnce() -> bool) -> Decision {
        match self {
            Agree => Decision::Agree,
            Review => Decision::Review,
            No => Decision::No,
            AgreeWithFullDate => first_if(full_date_agrees, Decision::Agree, Decision::Review),
            ByFold => first_if(fold_agrees(), Decision::Agree, Decision::No),
        }
    }
}

fn first_if(condition: bool, first: Decision, second: Decision) -> Decision {
    if condition { first } else { second }
}

fn look_up<Row: PartialEq + Copy>(table: &[(Row, [Cell; 4])], row: Row, column: usize) -> Cell {
    table
        .iter()
        .find(|(candidate, _)| *candidate == row)
        .map_or(No, |(_, cells)| cells[column])
}

fn verdict(name: Decision, date: Decision, gender: Decision) -> &'static Rule {
    RULES
        .iter()
        .find(|rule| rule.fits(name, date, gender))
        .unwrap_or(&RULES[0])
}

/// What several holders of one number come to together (only a CMND can have several): the one that
/// fits best, unless two fit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Combined<T> {
    /// Exactly one holder stands out, or nobody fits and this is the nearest.
    One(T),
    /// Two or more fit equally: nobody may be named.
    Ambiguous,
}

/// Combines the judgements of all holders of a number; `None` where nobody holds it.
pub fn combine<T>(judged: Vec<(T, Judgement)>) -> Option<Combined<(T, Judgement)>> {
    let best = judged
        .iter()
        .map(|(_, judgement)| judgement.outcome)
        .min()?;
    let rivals = judged
        .iter()
        .filter(|(_, judgement)| judgement.outcome == best)
        .count();
    let first = judged
        .into_iter()
        .find(|(_, judgement)| judgement.outcome == best)?;
    let ambiguous = rivals > 1 && best != Outcome::NoMatch;
    Some(if ambiguous {
        Combined::Ambiguous
    } else {
        Combined::One(first)
    })
}
