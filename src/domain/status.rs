//! What became of a person's record: alive, dead, missing, inactive, number cancelled.

use super::civil_date::CivilDate;
use super::words::words;

/// The state of a record on a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RecordStatus {
    /// Alive and in use.
    Active,
    /// Dead, and recorded so.
    Deceased,
    /// Declared missing by a court (Luật Căn cước 2023 Điều 9(24)).
    Missing,
    /// No longer a citizen, or not resident any more: the record is kept and not used.
    Inactive,
    /// The number was cancelled (Nghị định 70/2024 Điều 11(7)).
    Cancelled(CancelReason),
}

impl RecordStatus {
    /// The word used in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deceased => "deceased",
            Self::Missing => "missing",
            Self::Inactive => "inactive",
            Self::Cancelled(_) => "cancelled",
        }
    }
}

/// Why a number was cancelled (Nghị định 70/2024 Điều 11(7) a-d and Điều 36(4)).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CancelReason {
    /// a: sex re-determined or year of birth corrected by civil status.
    SexOrYearCorrected,
    /// b: place of registration, year or sex was collected wrongly.
    CollectedWrongly,
    /// c: false papers.
    FalsePapers,
    /// d: the birth certificate was revoked.
    BirthCertificateRevoked,
    /// Điều 36(4): a person of undetermined nationality obtained one.
    NationalityObtained,
}

words!(CancelReason {
    SexOrYearCorrected => "sex_or_year_corrected",
    CollectedWrongly => "collected_wrongly",
    FalsePapers => "false_papers",
    BirthCertificateRevoked => "birth_certificate_revoked",
    NationalityObtained => "nationality_obtained",
});

/// A stretch of time in which a record was not simply active.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct StatusPeriod {
    /// The state.
    pub status: RecordStatus,
    /// Its first day.
    pub from: CivilDate,
    /// Its last day; `None` while it lasts (a death cancelled by court has one).
    pub until: Option<CivilDate>,
}

impl StatusPeriod {
    /// Whether the state held on `day`.
    pub fn covers(&self, day: CivilDate) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }
}

/// The state on `day`: the latest period that covers it, otherwise active.
pub fn status_on(periods: &[StatusPeriod], day: CivilDate) -> RecordStatus {
    periods
        .iter()
        .rev()
        .find(|period| period.covers(day))
        .map_or(RecordStatus::Active, |period| period.status)
}
