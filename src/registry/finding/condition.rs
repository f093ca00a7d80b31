//! What a tester may ask of a person, one condition at a time, and how it is written.

use std::fmt;

use super::catalog::{self, FORMS};
use crate::domain::birth_date::{BirthDate, DatePrecision};
use crate::domain::card::{CardKind, CardState, IdentityLevel};
use crate::domain::citizen::{BloodGroup, MaritalStatus};
use crate::domain::citizen_number::Gender;
use crate::domain::place::ProvinceCode;
use crate::reference;

/// One thing that somebody looked for has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Condition {
    /// Of this gender.
    Gender(Gender),
    /// Born from the one date to the other, as far as the date is known.
    Born {
        /// The earliest.
        first: BirthDate,
        /// The latest.
        last: BirthDate,
    },
    /// As old as this on the business date.
    Age {
        /// Whole years at least.
        least: u16,
        /// Whole years at most.
        most: u16,
    },
    /// Permanent residence in this one of the 34 provinces since 01/07/2025.
    Province(u8),
    /// Permanent residence in what was this one of the 63 provinces before.
    OldProvince(ProvinceCode),
    /// Of this ethnic group, by the code of 2008.
    EthnicGroup(u8),
    /// Of this religion.
    Religion(u8),
    /// In this marital status.
    MaritalStatus(MaritalStatus),
    /// Of this blood group.
    BloodGroup(BloodGroup),
    /// With so many CMND numbers.
    CmndCount(u8),
    /// With a name of so many words.
    NameWords(u8),
    /// In a household of so many living members.
    HouseholdSize(u8),
    /// With a date of birth known as far as this.
    Precision(DatePrecision),
    /// With a card like this.
    Card(CardWanted),
    /// With a card of this kind.
    CardKind(CardKind),
    /// With an electronic identity like this.
    Account(AccountWanted),
    /// With a record in this state.
    Status(StatusWanted),
    /// With this peculiarity.
    Trait(Trait),
}

/// What may be asked of a card on the business date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CardWanted {
    /// There is none yet.
    None,
    /// There is one in this state.
    State(CardState),
}

/// What may be asked of an electronic identity on the business date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccountWanted {
    /// There is none yet.
    None,
    /// There is one of this level.
    Level(IdentityLevel),
    /// There is one, and it is locked.
    Locked,
    /// There is one that its holder has not activated.
    NotActivated,
}

/// What may be asked of the state of a record on the business date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StatusWanted {
    /// Whatever it is.
    Any,
    /// Alive and in use.
    Active,
    /// Dead.
    Deceased,
    /// Declared missing.
    Missing,
    /// No longer in use.
    Inactive,
    /// Cancelled, for whatever reason.
    Cancelled,
}

/// What sets somebody apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trait {
    /// A sibling was born on the same day.
    Twin,
    /// Somebody else has the same name and was born on the same day.
    Namesake,
    /// No personal number.
    NoNumber,
    /// A number was cancelled, whether another was set or not.
    CancelledNumber,
    /// A number was cancelled and another set.
    FormerNumber,
    /// The number tells another sex or year than the record.
    NumberDisagrees,
    /// A name that is no longer in use.
    FormerName,
    /// Another name besides the full one.
    OtherName,
    /// Declared absent from home since the merger of provinces.
    MovedSinceMerge,
    /// Permanent residence in another province than the birth was registered in.
    MovedProvince,
    /// Permanent residence in a province that has had another name since the merger.
    MergedProvince,
    /// Lives elsewhere than registered as permanent.
    LivesElsewhere,
    /// Declared absent from home.
    Absent,
    /// Registered as a temporary resident.
    TemporaryResidence,
    /// No permanent residence.
    NoResidence,
    /// No phone number.
    NoPhone,
    /// No address for electronic mail.
    NoEmail,
    /// Under 18.
    Minor,
    /// 18 or older.
    Adult,
    /// Head of a household.
    HeadOfHousehold,
    /// Member of no household.
    NoHousehold,
    /// The only living member of a household.
    LivesAlone,
    /// Head of a household with children under 18 and without husband or wife.
    SingleParent,
    /// The record names children.
    HasChildren,
    /// The record names a legal representative.
    HasGuardian,
    /// The record names somebody whom this person represents.
    IsGuardian,
    /// Known to administrators alone.
    Restricted,
    /// Holder of a certificate for people of undetermined nationality.
    UndeterminedNationality,
    /// Occupation withheld by law.
    OccupationWithheld,
}

/// A condition, or its opposite.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// The condition.
    pub condition: Condition,
    /// Looked for are those who do not fulfil it.
    pub negated: bool,
}

impl From<Condition> for Wanted {
    fn from(condition: Condition) -> Self {
        Self {
            condition,
            negated: false,
        }
    }
}

/// The parameters of REST and the command line; each takes the conditions of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parameter {
    /// `gender`.
    Gender,
    /// `born`.
    Born,
    /// `age`.
    Age,
    /// `province`.
    Province,
    /// `old_province`.
    OldProvince,
    /// `ethnic_group`.
    EthnicGroup,
    /// `religion`.
    Religion,
    /// `marital_status`.
    MaritalStatus,
    /// `blood_group`.
    BloodGroup,
    /// `cmnd_count`.
    CmndCount,
    /// `name_words`.
    NameWords,
    /// `household_size`.
    HouseholdSize,
    /// `birth_known`.
    BirthKnown,
    /// `card`.
    Card,
    /// `eid`.
    Eid,
    /// `status`.
    Status,
}

impl Parameter {
    /// The parameter that takes conditions like this one; peculiarities stand in the expression alone.
    pub const fn of(condition: &Condition) -> Option<Self> {
        Some(match condition {
            Condition::Gender(_) => Self::Gender,
            Condition::Born { .. } => Self::Born,
            Condition::Age { .. } => Self::Age,
            Condition::Province(_) => Self::Province,
            Condition::OldProvince(_) => Self::OldProvince,
            Condition::EthnicGroup(_) => Self::EthnicGroup,
            Condition::Religion(_) => Self::Religion,
            Condition::MaritalStatus(_) => Self::MaritalStatus,
            Condition::BloodGroup(_) => Self::BloodGroup,
            Condition::CmndCount(_) => Self::CmndCount,
            Condition::NameWords(_) => Self::NameWords,
            Condition::HouseholdSize(_) => Self::HouseholdSize,
            Condition::Precision(_) => Self::BirthKnown,
            Condition::Card(_) | Condition::CardKind(_) => Self::Card,
            Condition::Account(_) => Self::Eid,
            Condition::Status(_) => Self::Status,
            Condition::Trait(_) => return None,
        })
    }

    /// Its name in a query; flags have hyphens for the low lines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gender => "gender",
            Self::Born => "born",
            Self::Age => "age",
            Self::Province => "province",
            Self::OldProvince => "old_province",
            Self::EthnicGroup => "ethnic_group",
            Self::Religion => "religion",
            Self::MaritalStatus => "marital_status",
            Self::BloodGroup => "blood_group",
            Self::CmndCount => "cmnd_count",
            Self::NameWords => "name_words",
            Self::HouseholdSize => "household_size",
            Self::BirthKnown => "birth_known",
            Self::Card => "card",
            Self::Eid => "eid",
            Self::Status => "status",
        }
    }
}

/// Writes the condition so that the parser reads it back: its first English words.
impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(entry) = catalog::entry_of(self) {
            return formatter.write_str(entry.english[0]);
        }
        let form = FORMS
            .iter()
            .find(|form| Some(form.parameter) == Parameter::of(self));
        let Some(form) = form else {
            return Ok(()); // every condition without words of its own has a form: a test holds it
        };
        let (before, after) = form.english[0];
        let words = [before, &value_of(self), after];
        let mut separator = "";
        for word in words.iter().filter(|word| !word.is_empty()) {
            write!(formatter, "{separator}{word}")?;
            separator = " ";
        }
        Ok(())
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            formatter.write_str("not ")?;
        }
        self.condition.fmt(formatter)
    }
}

/// What stands in the form of a condition: a range, a count or a name. Codes stand for what has no name.
fn value_of(condition: &Condition) -> String {
    let range = |first: String, last: String| {
        if first == last {
            first
        } else {
            format!("{first}..{last}")
        }
    };
    match condition {
        Condition::Born { first, last } => range(first.to_string(), last.to_string()),
        Condition::Age { least, most } => range(least.to_string(), most.to_string()),
        Condition::Province(code) => reference::province_since(*code)
            .map_or_else(|| format!("{code:02}"), |province| province.name.to_owned()),
        Condition::OldProvince(code) => reference::province_before(*code).map_or_else(
            || format!("{:02}", code.0),
            |province| province.name.to_owned(),
        ),
        Condition::EthnicGroup(code) => reference::ethnic_group(*code)
            .map_or_else(|| format!("{code:02}"), |group| group.name.to_owned()),
        Condition::Religion(code) => reference::religion(*code).map_or_else(
            || format!("{code:02}"),
            |religion| religion.name_vi.to_owned(),
        ),
        Condition::BloodGroup(group) => group.as_str().to_owned(),
        Condition::CmndCount(count)
        | Condition::NameWords(count)
        | Condition::HouseholdSize(count) => count.to_string(),
        Condition::Gender(_)
        | Condition::MaritalStatus(_)
        | Condition::Precision(_)
        | Condition::Card(_)
        | Condition::CardKind(_)
        | Condition::Account(_)
        | Condition::Status(_)
        | Condition::Trait(_) => String::new(), // told by words of their own
    }
}
