//! Verdicts as tables: a column for each policy, a row for each field or rule.

use super::words;
use crate::domain::language::Language;
use crate::domain::matching::{
    DateLevel, Decision, Judgement, Outcome, Policy, RULES, Rule, date_rule, gender_rule, name_rule,
};
use crate::registry::MatchReport;
use crate::registry::match_lab::Comparison;

/// What one policy came to.
#[derive(Clone, Debug)]
pub struct PolicyColumn {
    /// The word of the policy.
    pub policy: &'static str,
    /// What it is like.
    pub about: &'static str,
    /// The verdict.
    pub outcome: &'static str,
    /// The class that colours it.
    pub tone: &'static str,
    /// The grade.
    pub grade: &'static str,
    /// The rule that decided.
    pub rule: &'static str,
}

/// One field under every policy.
#[derive(Clone, Debug)]
pub struct FieldLine {
    /// The field.
    pub field: &'static str,
    /// How the two values relate.
    pub level: String,
    /// The same in a sentence.
    pub message: &'static str,
    /// What that comes to, policy by policy.
    pub cells: Vec<FieldCell>,
}

/// What one field comes to under one policy.
#[derive(Clone, Debug)]
pub struct FieldCell {
    /// The decision.
    pub decision: &'static str,
    /// The class that colours it.
    pub tone: &'static str,
    /// The cell of the table that was read; empty where it says no more than the decision.
    pub cell: &'static str,
}

/// One rule under every policy.
#[derive(Clone, Debug)]
pub struct RuleLine {
    /// The rule.
    pub rule: &'static str,
    /// When it fits.
    pub conditions: String,
    /// What it comes to.
    pub outcome: &'static str,
    /// The class that colours it.
    pub tone: &'static str,
    /// Whether it decides, policy by policy.
    pub cells: Vec<RuleCell>,
}

/// What a rule says under one policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RuleCell {
    /// It is the first that fits.
    pub decides: bool,
    /// It would fit, and one before it decided.
    pub fits: bool,
}

/// What a policy is like.
fn about(policy: Policy, language: Language) -> &'static str {
    match policy {
        Policy::Strict => language.pick("chỉ cùng văn bản mới khớp", "only the same text agrees"),
        Policy::Standard => language.pick(
            "cách viết hợp pháp thì khớp, mất mát thì xem xét",
            "lawful spellings agree, lossy ones are for review",
        ),
        Policy::Lenient => language.pick(
            "mất mát cũng khớp khi đủ ngày sinh",
            "lossy ones agree too, with the full date",
        ),
        Policy::Fold => language.pick(
            "chữ hoa không dấu, như trục liên thông",
            "capitals without marks, as on the national wire",
        ),
    }
}

impl PolicyColumn {
    fn new(
        policy: Policy,
        outcome: Outcome,
        rule: &'static str,
        grade: &'static str,
        language: Language,
    ) -> Self {
        Self {
            policy: policy.as_str(),
            about: about(policy, language),
            outcome: words::outcome(outcome, language),
            tone: words::outcome_tone(outcome),
            grade,
            rule,
        }
    }

    /// The judgements of two sides.
    pub fn of_sides(comparison: &Comparison, language: Language) -> Vec<Self> {
        let judgements = comparison.judgements.iter();
        let column = |(policy, judgement): &(Policy, Judgement)| {
            let (outcome, grade) = (judgement.outcome, judgement.grade.as_str());
            Self::new(*policy, outcome, judgement.rule, grade, language)
        };
        judgements.map(column).collect()
    }

    /// The registry's answers.
    pub fn of_reports(reports: &[MatchReport], language: Language) -> Vec<Self> {
        let column = |report: &MatchReport| {
            let (outcome, grade) = (report.outcome, report.grade.as_str());
            Self::new(report.policy, outcome, report.rule, grade, language)
        };
        reports.iter().map(column).collect()
    }
}

impl FieldCell {
    fn of(decision: Decision, cell: &'static str, language: Language) -> Self {
        Self {
            decision: decision.words(language),
            tone: words::decision_tone(decision),
            // A cell that says how to decide is worth telling beside the decision.
            cell: if decides_by_itself(cell, language) {
                ""
            } else {
                cell
            },
        }
    }
}

impl FieldLine {
    /// Name, date and, where it was compared, gender of two sides.
    pub fn of_sides(comparison: &Comparison, language: Language) -> Vec<Self> {
        let (level, date_level) = (comparison.name_level, comparison.date_level);
        let cells = |cell: &dyn Fn(Policy, &Judgement) -> FieldCell| {
            let judgements = comparison.judgements.iter();
            judgements
                .map(|(policy, judgement)| cell(*policy, judgement))
                .collect::<Vec<_>>()
        };
        let class = words::name_class(level.class(), language);
        let mut lines = vec![
            Self {
                field: language.pick("Họ tên", "Name"),
                level: format!("{} ({class})", level.as_str()),
                message: level.message(language),
                cells: cells(&|policy, judgement| {
                    FieldCell::of(
                        judgement.name,
                        name_rule(level.class(), policy, language),
                        language,
                    )
                }),
            },
            Self {
                field: language.pick("Ngày sinh", "Date of birth"),
                level: date_level.as_str().to_owned(),
                message: DateLevel::message(date_level, language),
                cells: cells(&|policy, judgement| {
                    FieldCell::of(
                        judgement.date,
                        date_rule(date_level, policy, language),
                        language,
                    )
                }),
            },
        ];
        let mut judgements = comparison.judgements.iter();
        let agrees = judgements.find_map(|(_, judgement)| judgement.gender_agrees);
        if let Some(agrees) = agrees {
            lines.push(Self {
                field: language.pick("Giới tính", "Gender"),
                level: if agrees { "identical" } else { "different" }.to_owned(),
                message: "",
                cells: cells(&|policy, judgement| {
                    let decision = judgement.gender.unwrap_or(Decision::Agree);
                    FieldCell::of(decision, gender_rule(policy, language), language)
                }),
            });
        }
        lines
    }

    /// The fields of the registry's answers; none where two holders fit alike.
    pub fn of_reports(reports: &[MatchReport], language: Language) -> Vec<Self> {
        let fields = |report: &MatchReport| report.fields.clone().unwrap_or_default();
        let Some(first) = reports.first() else {
            return Vec::new();
        };
        let lines = fields(first).into_iter().map(|field| {
            let cells = reports.iter().filter_map(|report| {
                let mut theirs = fields(report).into_iter();
                let theirs = theirs.find(|other| other.field == field.field)?;
                Some(FieldCell::of(theirs.decision, "", language))
            });
            Self {
                field: field_name(field.field, language),
                level: field.verdict.to_owned(),
                message: language.pick(field.vietnamese, field.english),
                cells: cells.collect(),
            }
        });
        lines.collect()
    }
}

fn field_name(field: &'static str, language: Language) -> &'static str {
    match field {
        "number" => language.pick("Số", "Number"),
        "full_name" => language.pick("Họ tên", "Name"),
        "date_of_birth" => language.pick("Ngày sinh", "Date of birth"),
        "gender" => language.pick("Giới tính", "Gender"),
        other => other,
    }
}

impl RuleLine {
    /// Every rule, and what it says of two sides.
    pub fn of_sides(comparison: &Comparison, language: Language) -> Vec<Self> {
        let line = |rule: &Rule| {
            let judgements = comparison.judgements.iter();
            let cells = judgements.map(|(_, judgement)| {
                let decides = judgement.rule == rule.id;
                let gender = judgement.gender.unwrap_or(Decision::Agree);
                RuleCell {
                    decides,
                    fits: !decides && rule.fits(judgement.name, judgement.date, gender),
                }
            });
            Self {
                rule: rule.id,
                conditions: conditions(rule, language),
                outcome: words::outcome(rule.outcome, language),
                tone: words::outcome_tone(rule.outcome),
                cells: cells.collect(),
            }
        };
        RULES.iter().map(line).collect()
    }
}

/// Whether a cell is a decision and no way to one.
fn decides_by_itself(cell: &str, language: Language) -> bool {
    let mut decisions = Decision::ALL.iter();
    cell.is_empty() || decisions.any(|decision| decision.words(language) == cell)
}

/// When a rule fits: `name: agree, date: review`.
fn conditions(rule: &Rule, language: Language) -> String {
    let fields = [
        (language.pick("họ tên", "name"), rule.name),
        (language.pick("ngày sinh", "date"), rule.date),
        (language.pick("giới tính", "gender"), rule.gender),
    ];
    let conditions = fields.iter().filter_map(|(field, condition)| {
        let decision = (*condition)?.words(language);
        Some(format!("{field}: {decision}"))
    });
    let conditions: Vec<String> = conditions.collect();
    if conditions.is_empty() {
        return language
            .pick("mọi trường hợp còn lại", "everything else")
            .to_owned();
    }
    conditions.join(", ")
}
