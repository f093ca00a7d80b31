//! Does this name and date belong to this number?

use super::caller::{Context, Scope};
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen::{Identity, PersonId};
use crate::domain::citizen_number::{CitizenNumber, Gender};
use crate::domain::civil_date::CivilDate;
use crate::domain::language::Language;
use crate::domain::matching::{
    AMBIGUOUS_RULE, Combined, Decision, Grade, Judgement, NO_MATCH_RULE, Outcome, Policy, Question,
    combine, judge,
};
use crate::domain::scenario::ForcedOutcome;
use crate::domain::status::RecordStatus;
use crate::store::StoreError;
use crate::worlds::{About, Finding, Holder, JournalQuestion, People, Standing, World};

/// A question about one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatchQuery {
    /// The number as the citizen gave it.
    pub number: CitizenNumber,
    /// The name as typed.
    pub full_name: Box<str>,
    /// The date of birth as known to the caller. Absent only where the national wire verifies a person,
    /// because some of its requests carry none; number and name alone are judged then.
    pub date_of_birth: Option<BirthDate>,
    /// The gender, where asked.
    pub gender: Option<Gender>,
    /// How to judge.
    pub policy: Policy,
}

/// The answer to a match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatchReport {
    /// The verdict.
    pub outcome: Outcome,
    /// Its grade.
    pub grade: Grade,
    /// The rule that decided; one constant for every miss unless the caller may have it explained.
    pub rule: &'static str,
    /// The policy it was judged by.
    pub policy: Policy,
    /// The state of the record, told only with a match.
    pub record_status: Option<RecordStatus>,
    /// Field by field, for callers with the scope to have it explained.
    pub fields: Option<Vec<FieldVerdict>>,
}

/// What one field came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldVerdict {
    /// `number`, `full_name`, `date_of_birth` or `gender`.
    pub field: &'static str,
    /// How the two values relate.
    pub verdict: &'static str,
    /// What that comes to under the policy.
    pub decision: Decision,
    /// The reason in Vietnamese.
    pub vietnamese: &'static str,
    /// The reason in English.
    pub english: &'static str,
}

/// Somebody and the judgement on them, as every use case with a number needs it.
pub(super) enum Found {
    /// Nobody whom this caller may know holds the number.
    Nobody,
    /// One holder stands out.
    One(Holder, Judgement),
    /// Two holders of a CMND fit alike.
    Ambiguous,
}

impl Found {
    /// Whose record was looked at.
    pub(super) fn about(&self) -> About {
        match self {
            Self::Nobody | Self::Ambiguous => About::Nobody,
            Self::One(holder, _) => About::One(holder.identity.id),
        }
    }
}

/// Answers a match and notes it for the journal.
pub fn match_person(
    world: &World,
    context: &Context<'_>,
    query: &MatchQuery,
) -> Result<MatchReport, StoreError> {
    let day = world.business_date();
    let question = question_of(query);
    let forced = context.forced(world, "match", &question);
    let found = find_and_judge(&world.people(), context, query, day, forced)?;
    let report = report(&found, query.policy, context.may(Scope::Explain), day);
    let rule = match &found {
        Found::Nobody => "number_unknown",
        Found::One(_, judgement) => judgement.rule,
        Found::Ambiguous => AMBIGUOUS_RULE,
    };
    context.note(Finding {
        question: Some(question),
        rule: Some(rule),
        about: found.about(),
        ..Finding::of("match", report.outcome.as_str())
    });
    Ok(report)
}

/// Finds whoever holds the number and judges them. People who are not born yet on the business date,
/// and protected people for callers without administration, are as unknown as a number never given. A forced outcome
/// is laid over each judgement.
pub(super) fn find_and_judge(
    people: &People<'_>,
    context: &Context<'_>,
    query: &MatchQuery,
    day: CivilDate,
    forced: Option<ForcedOutcome>,
) -> Result<Found, StoreError> {
    let question_on = |identity: &Identity| Question {
        full_name: &query.full_name,
        // Where no date was asked the holder's own stands in: it agrees, and number and name decide.
        date_of_birth: query.date_of_birth.unwrap_or(identity.date_of_birth),
        gender: query.gender,
        policy: query.policy,
    };
    let mut judged = Vec::with_capacity(1);
    for holder in people.holders(query.number)? {
        if is_visible(&holder.identity, context, day) && holds(&holder, query.number, day) {
            let question = question_on(&holder.identity);
            let judgement = judge(&holder.identity, &question, day);
            let judgement = match forced {
                None => Some(judgement),
                Some(forced) => judgement.forced(forced, &question),
            };
            judged.extend(judgement.map(|judgement| (holder, judgement)));
        }
    }
    if judged.is_empty() {
        // An unknown number shall take as long as a wrong name: somebody else is read and judged, and
        // the judgement dropped.
        if let Some(decoy) = people.identity(PersonId(1))? {
            std::hint::black_box(judge(&decoy, &question_on(&decoy), day));
        }
    }
    Ok(match combine(judged) {
        None => Found::Nobody,
        Some(Combined::One((holder, judgement))) => Found::One(holder, judgement),
        Some(Combined::Ambiguous) => Found::Ambiguous,
    })
}

/// Whether this caller may know of the person on that day.
pub(super) fn is_visible(identity: &Identity, context: &Context<'_>, day: CivilDate) -> bool {
    identity.is_known_on(day) && (!identity.restricted || context.may(Scope::Admin))
}

/// Whether the number means this person on that day: it is in force, or was and is cancelled; one that
/// will only be set later means nobody.
pub(super) fn holds(holder: &Holder, number: CitizenNumber, day: CivilDate) -> bool {
    let in_force = holder.identity.number_on(day).map(CitizenNumber::Personal) == Some(number);
    match holder.standing {
        Standing::Current => in_force,
        Standing::Former(cancelled_on, _) => in_force || cancelled_on <= day,
        Standing::Cmnd => true,
    }
}

/// The state of the record as found: a number cancelled by that day is `cancelled` whatever its holder.
pub(super) fn status_of(holder: &Holder, judged: RecordStatus, day: CivilDate) -> RecordStatus {
    match holder.standing {
        Standing::Former(cancelled_on, reason) if cancelled_on <= day => {
            RecordStatus::Cancelled(reason)
        }
        Standing::Former(..) | Standing::Current | Standing::Cmnd => judged,
    }
}

/// A question about one person, as the journal keeps it.
pub(super) fn question_of(query: &MatchQuery) -> JournalQuestion {
    JournalQuestion {
        number: Some(query.number),
        full_name: Some(query.full_name.clone()),
        date_of_birth: query.date_of_birth,
        gender: query.gender,
        policy: Some(query.policy),
    }
}

fn report(found: &Found, policy: Policy, explains: bool, day: CivilDate) -> MatchReport {
    match found {
        Found::Nobody => miss(
            policy,
            explains.then(|| vec![number_verdict(false)]),
            "number_unknown",
        ),
        Found::Ambiguous => MatchReport {
            outcome: Outcome::Review,
            grade: Grade::Possible,
            rule: AMBIGUOUS_RULE,
            policy,
            record_status: None,
            fields: None,
        },
        Found::One(_, judgement) if judgement.outcome == Outcome::NoMatch => miss(
            policy,
            explains.then(|| field_verdicts(judgement)),
            judgement.rule,
        ),
        Found::One(holder, judgement) => MatchReport {
            outcome: judgement.outcome,
            grade: judgement.grade,
            rule: judgement.rule,
            policy,
            record_status: (judgement.outcome == Outcome::Match)
                .then(|| status_of(holder, judgement.status, day)),
            fields: explains.then(|| field_verdicts(judgement)),
        },
    }
}

/// Every miss is the same to callers who may not have it explained.
fn miss(policy: Policy, fields: Option<Vec<FieldVerdict>>, rule: &'static str) -> MatchReport {
    MatchReport {
        outcome: Outcome::NoMatch,
        grade: Grade::CertainlyNot,
        rule: if fields.is_some() {
            rule
        } else {
            NO_MATCH_RULE
        },
        policy,
        record_status: None,
        fields,
    }
}

pub(super) fn number_verdict(known: bool) -> FieldVerdict {
    let (verdict, decision, vietnamese, english) = if known {
        (
            "found",
            Decision::Agree,
            "Số này có trong cơ sở dữ liệu.",
            "Somebody holds this number.",
        )
    } else {
        (
            "unknown",
            Decision::No,
            "Số này không có trong cơ sở dữ liệu.",
            "Nobody holds this number.",
        )
    };
    FieldVerdict {
        field: "number",
        verdict,
        decision,
        vietnamese,
        english,
    }
}

pub(super) fn field_verdicts(judgement: &Judgement) -> Vec<FieldVerdict> {
    let mut fields = vec![
        number_verdict(true),
        FieldVerdict {
            field: "full_name",
            verdict: judgement.name_level.as_str(),
            decision: judgement.name,
            vietnamese: judgement.name_level.message(Language::Vietnamese),
            english: judgement.name_level.message(Language::English),
        },
        FieldVerdict {
            field: "date_of_birth",
            verdict: judgement.date_level.as_str(),
            decision: judgement.date,
            vietnamese: judgement.date_level.message(Language::Vietnamese),
            english: judgement.date_level.message(Language::English),
        },
    ];
    fields.extend(
        judgement
            .gender_agrees
            .zip(judgement.gender)
            .map(|(agrees, decision)| gender_verdict(agrees, decision)),
    );
    fields
}

fn gender_verdict(agrees: bool, decision: Decision) -> FieldVerdict {
    let (verdict, vietnamese, english) = if agrees {
        ("identical", "Giới tính trùng khớp.", "The gender agrees.")
    } else {
        (
            "different",
            "Giới tính khác với cơ sở dữ liệu (có thể đã xác định lại giới tính).",
            "The gender differs from the record (it may have been re-determined).",
        )
    };
    FieldVerdict {
        field: "gender",
        verdict,
        decision,
        vietnamese,
        english,
    }
}
