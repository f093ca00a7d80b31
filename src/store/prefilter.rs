//! What the columns alone can tell of somebody looked for, so that few people are read whole.

use super::packing::{Field, birth_key, nearest_ordinal};
use super::person_row::{ABSENT_DAY, FIRST_PART, MIDDLE_PART, NO_PLACE, WARD, person_columns};
use super::place_code;
use super::texts::TextKind;
use super::traits::{
    ACCOUNT_ACTIVATED, ACCOUNT_LEVEL, ACCOUNT_LOCK, BLOOD_GROUP, CARD_CUSTODY, CARD_KIND,
    CMND_COUNT, CURRENT_RESIDENCE, ETHNIC_GROUP, FEMALE, FORMER_NAME, FORMER_NUMBER, GUARDIAN,
    HAS_CHILDREN, IS_GUARDIAN, MARITAL_STATUS, OCCUPATION_WITHHELD, RECORD, RELATION_TO_HEAD,
    RELIGION, RESTRICTED, STATUS, TEMPORARY, TWIN, UNDETERMINED, code_of_status, index_of,
    level_code,
};
use crate::domain::birth_date::DatePrecision;
use crate::domain::card::{CardCustody, CardKind, IdentityLevel};
use crate::domain::citizen::{BloodGroup, MaritalStatus};
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::place::{Place, ProvinceCode};
use crate::domain::status::RecordStatus;
use crate::reference::{province_before_of, province_since_of};
use crate::store::packing::Epoch;

/// What everybody has whom a scan shall come upon. It may let more people through than fit, never fewer:
/// who asks looks at each of them again. Whoever is told by a whole record is always let through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefilter {
    /// Packed dates of birth, first to last.
    pub births: Option<(u32, u32)>,
    /// How much of the date of birth is known.
    pub birth_known: Option<DatePrecision>,
    /// The gender.
    pub gender: Option<Gender>,
    /// The ethnic group.
    pub ethnic_group: Option<u8>,
    /// The religion.
    pub religion: Option<u8>,
    /// The marital status.
    pub marital_status: Option<MaritalStatus>,
    /// The blood group.
    pub blood_group: Option<BloodGroup>,
    /// The kind of card.
    pub card_kind: Option<CardKind>,
    /// Where the card is.
    pub card_custody: Option<CardCustody>,
    /// The level of the electronic identity.
    pub account_level: Option<IdentityLevel>,
    /// Whether there is an electronic identity that was activated, or one that was not.
    pub account_activated: Option<bool>,
    /// A state that the record is in or will be in; why a number was cancelled is passed over.
    pub status: Option<RecordStatus>,
    /// Relation to the head of the household, 0 without one.
    pub relation_to_head: Option<u8>,
    /// How many CMND the person ever had.
    pub cmnd_count: Option<u8>,
    /// Declared absent on this day or later.
    pub absent_from: Option<CivilDate>,
    /// Permanent residence in this province of the 34.
    pub province_since: Option<u8>,
    /// Permanent residence in this province of the 63.
    pub province_before: Option<ProvinceCode>,
    /// Words of the name in use.
    pub name_words: Option<u8>,
    /// What else is asked for.
    pub marks: Vec<Mark>,
}

/// What is so or is not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Born with another.
    Twin,
    /// Has a child in the registry.
    HasChildren,
    /// Has a guardian.
    HasGuardian,
    /// Is somebody's guardian.
    IsGuardian,
    /// A number cancelled when another was set.
    FormerNumber,
    /// A number cancelled, whether or not another was set.
    CancelledNumber,
    /// A number that tells another sex or year of birth than the record.
    NumberDisagrees,
    /// No personal number.
    NoNumber,
    /// A name no longer in use.
    FormerName,
    /// Another name: only whole records have one.
    OtherName,
    /// An electronic identity that is locked, or that of a dead person.
    AccountLocked,
    /// Known to administrators alone.
    Restricted,
    /// Holder of a certificate for people of undetermined nationality.
    UndeterminedNationality,
    /// Occupation withheld by law.
    OccupationWithheld,
    /// Lives elsewhere than at the permanent residence.
    LivesElsewhere,
    /// Has a temporary residence.
    TemporaryResidence,
    /// Has no permanent residence.
    NoResidence,
    /// Has no telephone.
    NoPhone,
}

/// The year of birth.
const BIRTH_YEAR: &str = "(1870 + (birth_key + 2147483648 >> 16) / 385)";
/// What the date tells within the year: 0 for a year alone, then for each month itself and 31 days.
const BIRTH_WITHIN: &str = "((birth_key + 2147483648 >> 16) % 385)";

impl Prefilter {
    /// The statement that reads everybody with an id from `?1` to below `?2` who may fit, in the order of ids.
    pub(super) fn statement(&self) -> String {
        format!(
            "SELECT {} FROM person WHERE id >= ?1 AND id < ?2{} ORDER BY id",
            person_columns!(),
            self.further_conditions()
        )
    }

    /// The statement that tells by a row whether the person with id `?1` may fit.
    pub(super) fn statement_of_one(&self) -> String {
        format!(
            "SELECT 1 FROM person WHERE id = ?1{}",
            self.further_conditions()
        )
    }

    fn further_conditions(&self) -> String {
        let conditions = self.conditions();
        if conditions.is_empty() {
            return String::new();
        }
        format!(
            " AND (({}) OR {})",
            conditions.join(" AND "),
            is_set("papers", RECORD)
        )
    }

    /// Conditions on the columns, the cheapest first. The signs before columns keep their indexes out.
    fn conditions(&self) -> Vec<String> {
        let mut conditions = Vec::new();
        conditions.extend(self.traits_and_papers());
        if let Some((first, last)) = self.births {
            let (low, high) = (nearest_ordinal(first), nearest_ordinal(last));
            let (low, high) = (birth_key(low, 0), birth_key(high, -1));
            conditions.push(format!("+birth_key BETWEEN {low} AND {high}"));
        }
        if let Some(precision) = self.birth_known {
            conditions.push(match precision {
                DatePrecision::Year => format!("{BIRTH_WITHIN} = 0"),
                DatePrecision::YearMonth => format!("{BIRTH_WITHIN} % 32 = 1"),
                DatePrecision::Day => format!("({BIRTH_WITHIN} + 31) % 32 > 0"),
            });
        }
        if let Some(from) = self.absent_from {
            let least = ABSENT_DAY.place((1 + Epoch::Absence.days_to(from)).max(1));
            conditions.push(format!("away & {} >= {least}", ABSENT_DAY.mask()));
        }
        if self.province_since.is_some() || self.province_before.is_some() {
            conditions.push(self.homes());
        }
        if let Some(words) = self.name_words {
            conditions.push(name_of(words));
        }
        conditions.extend(self.marks.iter().map(|mark| mark.condition()));
        conditions
    }

    fn traits_and_papers(&self) -> Vec<String> {
        let custody = |custody| index_of(CardCustody::ALL, custody);
        let traits = [
            (
                FEMALE,
                self.gender.map(|it| i64::from(it == Gender::Female)),
            ),
            (ETHNIC_GROUP, self.ethnic_group.map(Into::into)),
            (RELIGION, self.religion.map(Into::into)),
            (
                MARITAL_STATUS,
                self.marital_status
                    .map(|it| index_of(MaritalStatus::ALL, it)),
            ),
            (RELATION_TO_HEAD, self.relation_to_head.map(Into::into)),
            (CMND_COUNT, self.cmnd_count.map(|it| it.min(3).into())),
            (STATUS, self.status.map(code_of_status)),
            (
                BLOOD_GROUP,
                self.blood_group.map(|it| 1 + index_of(BloodGroup::ALL, it)),
            ),
        ];
        let papers = [
            (
                CARD_KIND,
                self.card_kind.map(|it| 1 + index_of(CardKind::ALL, it)),
            ),
            (CARD_CUSTODY, self.card_custody.map(custody)),
            (ACCOUNT_LEVEL, self.account_level.map(level_code)),
            (ACCOUNT_ACTIVATED, self.account_activated.map(Into::into)),
        ];
        [("traits", &traits[..]), ("papers", &papers[..])]
            .into_iter()
            .filter_map(|(column, fields)| {
                let asked = fields
                    .iter()
                    .filter_map(|(field, value)| Some((field, (*value)?)));
                let (mask, value) = asked.fold((0, 0), |(mask, sum), (field, value)| {
                    (mask | field.mask(), sum | field.place(value))
                });
                (mask != 0).then(|| format!("{column} & {mask} = {value}"))
            })
            .collect()
    }

    /// The codes of places in the provinces asked for, as runs from one to another.
    fn homes(&self) -> String {
        let lies_there = |code: i64| {
            place_code::decode(code, None).is_some_and(|place: Place| {
                (self.province_since.is_none() || province_since_of(&place) == self.province_since)
                    && (self.province_before.is_none()
                        || province_before_of(&place) == self.province_before)
            })
        };
        let mut runs: Vec<(i64, i64)> = Vec::new();
        for code in (0..NO_PLACE).filter(|code| lies_there(*code)) {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == code => *last = code,
                _ => runs.push((code, code)),
            }
        }
        let runs: Vec<String> = runs
            .into_iter()
            .map(|(first, last)| format!("residence & {} BETWEEN {first} AND {last}", WARD.mask()))
            .collect();
        match runs.len() {
            0 => "0".to_owned(),
            _ => format!("({})", runs.join(" OR ")),
        }
    }
}

impl Mark {
    fn condition(self) -> String {
        match self {
            Self::Twin => is_set("traits", TWIN),
            Self::HasChildren => is_set("traits", HAS_CHILDREN),
            Self::HasGuardian => is_set("kin", GUARDIAN),
            Self::IsGuardian => is_set("traits", IS_GUARDIAN),
            Self::FormerNumber => is_set("traits", FORMER_NUMBER),
            Self::CancelledNumber => {
                let cancelled = STATUS.place(4);
                format!(
                    "({} OR traits & {} = {cancelled})",
                    is_set("traits", FORMER_NUMBER),
                    STATUS.mask()
                )
            }
            // Digits 4 to 6 of a number: century and sex, year (Nghị định 137/2015 Điều 13).
            Self::NumberDisagrees => format!(
                "({} OR number / 1000000 % 1000 <> \
                 ((({BIRTH_YEAR}) / 100 - 19) * 2 + (traits & 1)) * 100 + {BIRTH_YEAR} % 100)",
                is_set("traits", FORMER_NUMBER)
            ),
            Self::NoNumber => "+number IS NULL".to_owned(),
            Self::FormerName => is_set("traits", FORMER_NAME),
            Self::OtherName => "0".to_owned(),
            Self::AccountLocked => format!(
                "({} OR {})",
                is_set("papers", ACCOUNT_LOCK),
                is_set("traits", STATUS)
            ),
            Self::Restricted => is_set("papers", RESTRICTED),
            Self::UndeterminedNationality => is_set("papers", UNDETERMINED),
            Self::OccupationWithheld => is_set("traits", OCCUPATION_WITHHELD),
            Self::LivesElsewhere => format!(
                "traits & {} = {}",
                CURRENT_RESIDENCE.mask(),
                CURRENT_RESIDENCE.place(TEMPORARY)
            ),
            Self::TemporaryResidence => format!("away & {} <> {NO_PLACE}", WARD.mask()),
            Self::NoResidence => format!("residence & {} = {NO_PLACE}", WARD.mask()),
            Self::NoPhone => "mobile IS NULL".to_owned(),
        }
    }
}

fn is_set(column: &str, field: Field) -> String {
    format!("{column} & {} <> 0", field.mask())
}

/// A name of so many words: the last one, the first where there is one, and those between.
fn name_of(words: u8) -> String {
    let between = words.saturating_sub(2);
    let first = FIRST_PART.mask();
    let middle = MIDDLE_PART.mask();
    match words {
        0 | 1 => format!("name & {first} = 0"),
        2 => format!("name & {first} <> 0 AND name & {middle} = 0"),
        _ => {
            let base = TextKind::Middle.id(0);
            format!(
                "(name & {middle}) >> 16 IN (SELECT id - {base} FROM text WHERE id >= {base} AND id < {} \
                 AND length(text) - length(replace(text, ' ', '')) = {})",
                TextKind::Last.id(0),
                between - 1
            )
        }
    }
}
