//! What the closed lists of a record are called on the pages of the console.

use crate::clock::Timestamp;
use crate::domain::card::{CardCustody, CardKind, CardState, ElectronicIdentity, LockReason};
use crate::domain::citizen::{MaritalStatus, Relation};
use crate::domain::citizen_number::Gender;
use crate::domain::language::Language;
use crate::domain::matching::{Decision, Outcome};
use crate::domain::name::NameClass;
use crate::domain::status::{CancelReason, RecordStatus};
use crate::reference::code_entries;
use crate::registry::Kinship;

/// Both sexes.
pub fn gender(gender: Gender, language: Language) -> &'static str {
    match gender {
        Gender::Male => language.pick("Nam", "Male"),
        Gender::Female => language.pick("Nữ", "Female"),
    }
}

/// The state of a record.
pub fn status(status: RecordStatus, language: Language) -> &'static str {
    match status {
        RecordStatus::Active => language.pick("Đang hoạt động", "Active"),
        RecordStatus::Deceased => language.pick("Đã chết", "Deceased"),
        RecordStatus::Missing => language.pick("Mất tích", "Missing"),
        RecordStatus::Inactive => language.pick("Không còn dùng", "Inactive"),
        RecordStatus::Cancelled(_) => language.pick("Bị hủy", "Cancelled"),
    }
}

/// Why a number was cancelled.
pub fn cancel_reason(reason: CancelReason, language: Language) -> &'static str {
    match reason {
        CancelReason::SexOrYearCorrected => language.pick(
            "xác định lại giới tính hoặc cải chính năm sinh",
            "sex re-determined or year of birth corrected",
        ),
        CancelReason::CollectedWrongly => language.pick(
            "thu thập sai nơi đăng ký, năm sinh hoặc giới tính",
            "place, year or sex collected wrongly",
        ),
        CancelReason::FalsePapers => language.pick("giấy tờ giả", "false papers"),
        CancelReason::BirthCertificateRevoked => {
            language.pick("giấy khai sinh bị thu hồi", "birth certificate revoked")
        }
        CancelReason::NationalityObtained => {
            language.pick("đã được xác định quốc tịch", "nationality obtained")
        }
    }
}

/// Marital status.
pub fn marital_status(status: MaritalStatus, language: Language) -> &'static str {
    match status {
        MaritalStatus::Unknown => language.pick("Chưa rõ", "Not recorded"),
        MaritalStatus::NeverMarried => language.pick("Chưa kết hôn", "Never married"),
        MaritalStatus::Married => language.pick("Có vợ, chồng", "Married"),
        MaritalStatus::Widowed => language.pick("Góa", "Widowed"),
        MaritalStatus::Divorced => language.pick("Ly hôn", "Divorced"),
        MaritalStatus::Separated => language.pick("Ly thân", "Separated"),
    }
}

/// The kind of a card, as the list of codes has it.
pub fn card_kind(kind: CardKind, language: Language) -> &'static str {
    let entries = code_entries("card_kinds").unwrap_or_default();
    let found = entries.iter().find(|entry| entry.code == kind.as_str());
    found.map_or(kind.as_str(), |entry| {
        language.pick(entry.name_vi, entry.name_en.unwrap_or(entry.name_vi))
    })
}

/// The state of a card.
pub fn card_state(state: CardState, language: Language) -> &'static str {
    match state {
        CardState::Valid => language.pick("Còn hạn", "Valid"),
        CardState::Expired => language.pick("Hết hạn", "Expired"),
        CardState::Lost => language.pick("Đã báo mất", "Lost"),
        CardState::Held => language.pick("Bị giữ", "Held"),
        CardState::Withdrawn => language.pick("Bị thu hồi", "Withdrawn"),
    }
}

/// Where a card is.
pub fn custody(custody: CardCustody, language: Language) -> &'static str {
    match custody {
        CardCustody::Holder => language.pick("Chủ thẻ", "With its holder"),
        CardCustody::Lost => language.pick("Đã báo mất", "Reported lost"),
        CardCustody::Held => language.pick("Cơ quan giữ", "Held by an authority"),
        CardCustody::Withdrawn => language.pick("Đã thu hồi", "Withdrawn"),
    }
}

/// The electronic identity in one line.
pub fn electronic_identity(identity: ElectronicIdentity, language: Language) -> String {
    let level = identity.level.digit();
    let state = match identity.locked {
        Some(reason) => lock_reason(reason, language),
        None if identity.activated => language.pick("đang dùng", "in use"),
        None => language.pick("chưa kích hoạt", "not activated"),
    };
    language.pick(
        format!("Mức độ {level}, {state}"),
        format!("Level {level}, {state}"),
    )
}

fn lock_reason(reason: LockReason, language: Language) -> &'static str {
    match reason {
        LockReason::HolderRequest => {
            language.pick("khóa theo yêu cầu", "locked at the holder's request")
        }
        LockReason::TermsBroken => language.pick("khóa do vi phạm", "locked: terms broken"),
        LockReason::CardWithdrawnOrHeld => language.pick(
            "khóa do thẻ bị thu hồi hoặc giữ",
            "locked: card withdrawn or held",
        ),
        LockReason::Death => language.pick("khóa do đã chết", "locked by death"),
        LockReason::AuthorityRequest => language.pick(
            "khóa theo yêu cầu của cơ quan tố tụng",
            "locked at an authority's request",
        ),
    }
}

/// How somebody is related.
pub fn kinship(kinship: Kinship, language: Language) -> &'static str {
    match kinship {
        Kinship::Recorded(Relation::Father) => language.pick("Cha", "Father"),
        Kinship::Recorded(Relation::Mother) => language.pick("Mẹ", "Mother"),
        Kinship::Recorded(Relation::Spouse) => language.pick("Vợ, chồng", "Spouse"),
        Kinship::Recorded(Relation::Child) => language.pick("Con", "Child"),
        Kinship::Recorded(Relation::Representative) => {
            language.pick("Người đại diện", "Representative")
        }
        Kinship::Recorded(Relation::Represented) => {
            language.pick("Người được đại diện", "Represented")
        }
        Kinship::Sibling => language.pick("Anh, chị, em", "Sibling"),
    }
}

/// The verdict on a question.
pub fn outcome(outcome: Outcome, language: Language) -> &'static str {
    match outcome {
        Outcome::Match => language.pick("khớp", "match"),
        Outcome::Review => language.pick("cần xem xét", "review"),
        Outcome::NoMatch => language.pick("không khớp", "no match"),
    }
}

/// The class that colours a verdict.
pub const fn outcome_tone(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Match => "good",
        Outcome::Review => "warn",
        Outcome::NoMatch => "bad",
    }
}

/// What comes of a call that did what was asked.
pub const GOOD_CALLS: [&str; 7] = [
    "match",
    "found",
    "candidates",
    "changed",
    "created",
    "done",
    "ok",
];
/// What comes of a call that leaves something open. Everything else is a miss, a refusal or a failure.
pub const OPEN_CALLS: [&str; 4] = ["review", "ambiguous", "mixed", "redirected"];

/// The class that colours what came of a call.
pub fn call_tone(outcome: &str) -> &'static str {
    if GOOD_CALLS.contains(&outcome) {
        "good"
    } else if OPEN_CALLS.contains(&outcome) {
        "warn"
    } else {
        "bad"
    }
}

/// The class that colours what a field comes to.
pub const fn decision_tone(decision: Decision) -> &'static str {
    match decision {
        Decision::Agree => "good",
        Decision::Review => "warn",
        Decision::No => "bad",
    }
}

/// The row of the table of names.
pub fn name_class(class: NameClass, language: Language) -> &'static str {
    match class {
        NameClass::Same => language.pick("cùng văn bản", "same text"),
        NameClass::SameSpelling => language.pick("cùng cách viết", "same spelling"),
        NameClass::Variant => language.pick("biến thể", "variant"),
        NameClass::Repaired => language.pick("đã sửa lỗi", "repaired"),
        NameClass::Different => language.pick("khác", "different"),
    }
}

/// A moment in UTC, to the second, as it is written into the form of the clock.
pub fn moment(at: Timestamp) -> String {
    let mut text = String::new();
    Timestamp(at.0 / 1000 * 1000).write_iso(&mut text);
    text.replace(".000Z", "Z")
}
