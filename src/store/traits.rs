//! The bit fields of `person`: which small code stands where in `traits`, `papers` and `kin`.
//!
//! SQLite keeps a small integer in few bytes, so what most people have stands in the low bits: `traits` takes
//! four bytes for nearly everybody, `kin` for everybody without a guardian.

use super::packing::{Epoch, Field};
use crate::domain::card::{CardCustody, CardKind, ElectronicIdentity, IdentityLevel, LockReason};
use crate::domain::citizen::{BloodGroup, Citizen, MaritalStatus, Occupation};
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::kin::Links;
use crate::domain::status::{CancelReason, RecordStatus};

// The view `cong_dan` in population.sql reads some of these positions.

/// 1 for female.
pub const FEMALE: Field = Field::new(0, 1);
/// Code of the 2008 list.
pub const ETHNIC_GROUP: Field = Field::new(1, 6);
/// Code of QCVN 109:2017 annex G.
pub const RELIGION: Field = Field::new(7, 7);
/// Position in `MaritalStatus::ALL`.
pub const MARITAL_STATUS: Field = Field::new(14, 3);
/// Relation to the head, 0 without household.
pub const RELATION_TO_HEAD: Field = Field::new(17, 5);
/// Which residence is the current one.
pub const CURRENT_RESIDENCE: Field = Field::new(22, 2);
/// How many CMND the person ever had; 3 also stands for more.
pub const CMND_COUNT: Field = Field::new(24, 2);
/// Whether there is a residence file.
pub const RESIDENCE_FILE: Field = Field::new(26, 1);
/// Whether another was born with the person.
pub const TWIN: Field = Field::new(27, 1);
/// Whether somebody of the cluster is a child of the person.
pub const HAS_CHILDREN: Field = Field::new(28, 1);
/// Whether the person is the guardian of somebody of the cluster.
pub const IS_GUARDIAN: Field = Field::new(29, 1);
/// 0 for active, otherwise the one state of the record.
pub const STATUS: Field = Field::new(31, 3);
/// One more than the position in `BloodGroup::ALL`.
pub const BLOOD_GROUP: Field = Field::new(34, 3);
/// Whether a number was cancelled when another was set.
pub const FORMER_NUMBER: Field = Field::new(37, 1);
/// Whether there were other names.
pub const FORMER_NAME: Field = Field::new(38, 1);
/// Army, police and cipher.
pub const OCCUPATION_WITHHELD: Field = Field::new(39, 1);
/// Nationality undetermined.
pub const NO_NATIONALITY: Field = Field::new(40, 1);

/// Days since 2012.
pub const CARD_DAY: Field = Field::new(0, 14);
/// One more than the position in `CardKind::ALL`.
pub const CARD_KIND: Field = Field::new(14, 3);
/// Position in `CardCustody::ALL`.
pub const CARD_CUSTODY: Field = Field::new(17, 2);
/// Days since 2020.
pub const ACCOUNT_DAY: Field = Field::new(19, 13);
/// 0 without electronic identity, or its level.
pub const ACCOUNT_LEVEL: Field = Field::new(32, 2);
/// Whether the electronic identity was activated.
pub const ACCOUNT_ACTIVATED: Field = Field::new(34, 1);
/// One more than the position in `LockReason::ALL`.
pub const ACCOUNT_LOCK: Field = Field::new(35, 3);
/// Position in `CancelReason::ALL`, where the state is cancelled.
pub const CANCEL_REASON: Field = Field::new(38, 3);
/// Known to administrators alone.
pub const RESTRICTED: Field = Field::new(41, 1);
/// Undetermined nationality.
pub const UNDETERMINED: Field = Field::new(42, 1);
/// Whether `further` has an address.
pub const EMAIL: Field = Field::new(43, 1);
/// Whether `further` has the whole record.
pub const RECORD: Field = Field::new(44, 1);
/// Whether a match, too, has to read that record.
pub const IDENTITY_IN_RECORD: Field = Field::new(45, 1);

/// Own position in the cluster.
pub const POSITION: Field = Field::new(0, 6);
// The others as exclusive or with the own position: 0 for nobody, who is nobody's own father.
const HEAD: Field = Field::new(6, 6);
const FATHER: Field = Field::new(12, 6);
const MOTHER: Field = Field::new(18, 6);
const SPOUSE: Field = Field::new(24, 6);
/// The guardian.
pub const GUARDIAN: Field = Field::new(30, 6);

/// The codes of a person that need no date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Traits(pub i64);

/// Card, electronic identity and what is rare.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Papers(pub i64);

/// The place in the cluster.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct KinCode(pub i64);

const PERMANENT: i64 = 1;
/// The code of the temporary residence in [`CURRENT_RESIDENCE`].
pub const TEMPORARY: i64 = 2;

/// Which residence is the current one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CurrentResidence {
    /// Not recorded, or somewhere else (then the record tells).
    None,
    /// The permanent one.
    Permanent,
    /// The temporary one.
    Temporary,
}

impl Traits {
    /// Packs what a citizen alone tells.
    pub fn of(citizen: &Citizen) -> Self {
        let identity = &citizen.identity;
        let bit = <i64 as From<bool>>::from;
        let status = match identity.status_periods[..] {
            [period] => code_of_status(period.status),
            _ => 0,
        };
        let count = i64::try_from(citizen.cmnd.len()).unwrap_or(3).min(3);
        let blood = citizen
            .blood_group
            .map_or(0, |group| 1 + index_of(BloodGroup::ALL, group));
        Self(
            FEMALE.place(bit(identity.gender == Gender::Female))
                | ETHNIC_GROUP.place(citizen.ethnic_group.into())
                | RELIGION.place(citizen.religion.into())
                | MARITAL_STATUS.place(index_of(MaritalStatus::ALL, citizen.marital_status))
                | RELATION_TO_HEAD.place(
                    citizen
                        .household
                        .map_or(0, |place| place.relation_to_head.into()),
                )
                | CURRENT_RESIDENCE.place(code_of_residence(citizen))
                | CMND_COUNT.place(count)
                | STATUS.place(status)
                | BLOOD_GROUP.place(blood)
                | FORMER_NUMBER.place(bit(!identity.former_numbers.is_empty()))
                | FORMER_NAME.place(bit(!identity.former_names.is_empty()))
                | OCCUPATION_WITHHELD.place(bit(citizen.occupation == Occupation::Withheld))
                | NO_NATIONALITY.place(bit(citizen.nationality.is_empty())),
        )
    }

    /// The same with a field set.
    pub const fn with(self, field: Field, value: bool) -> Self {
        Self(self.0 | field.place(value as i64))
    }

    /// Whether a field has anything.
    pub const fn has(self, field: Field) -> bool {
        field.is_set(self.0)
    }

    /// The gender.
    pub const fn gender(self) -> Gender {
        if self.has(FEMALE) {
            Gender::Female
        } else {
            Gender::Male
        }
    }

    /// The marital status.
    pub fn marital_status(self) -> MaritalStatus {
        nth(MaritalStatus::ALL, Some(MARITAL_STATUS.small(self.0)))
            .unwrap_or(MaritalStatus::Unknown)
    }

    /// The blood group, where recorded.
    pub fn blood_group(self) -> Option<BloodGroup> {
        nth(BloodGroup::ALL, BLOOD_GROUP.small(self.0).checked_sub(1))
    }

    /// The one state that the record has been in besides active, where it is that simple.
    pub fn status(self, papers: Papers) -> Option<RecordStatus> {
        match STATUS.of(self.0) {
            1 => Some(RecordStatus::Deceased),
            2 => Some(RecordStatus::Missing),
            3 => Some(RecordStatus::Inactive),
            4 => nth(CancelReason::ALL, Some(CANCEL_REASON.small(papers.0)))
                .map(RecordStatus::Cancelled),
            _ => None,
        }
    }

    /// Whether the occupation is withheld by law.
    pub const fn occupation(self) -> Occupation {
        if self.has(OCCUPATION_WITHHELD) {
            Occupation::Withheld
        } else {
            Occupation::NotRecorded
        }
    }

    /// Relation to the head of the household, 1-30, or 0.
    pub fn relation_to_head(self) -> u8 {
        RELATION_TO_HEAD.small(self.0)
    }

    /// Which residence is the current one.
    pub const fn current_residence(self) -> CurrentResidence {
        match CURRENT_RESIDENCE.of(self.0) {
            PERMANENT => CurrentResidence::Permanent,
            TEMPORARY => CurrentResidence::Temporary,
            _ => CurrentResidence::None,
        }
    }
}

impl Papers {
    /// Packs the papers of a citizen, and says whether the days have room.
    pub fn of(citizen: &Citizen) -> (Self, bool) {
        let identity = &citizen.identity;
        let mut packed = RESTRICTED.place(identity.restricted.into())
            | UNDETERMINED.place(citizen.undetermined_nationality.into())
            | EMAIL.place(citizen.email.is_some().into());
        if let [period] = identity.status_periods[..]
            && let RecordStatus::Cancelled(reason) = period.status
        {
            packed |= CANCEL_REASON.place(index_of(CancelReason::ALL, reason));
        }
        let mut fits = true;
        if let Some(card) = citizen.card {
            let days = Epoch::Card.days_to(card.issued_on);
            fits = CARD_DAY.holds(days);
            packed |= CARD_DAY.place(days)
                | CARD_KIND.place(1 + index_of(CardKind::ALL, card.kind))
                | CARD_CUSTODY.place(index_of(CardCustody::ALL, card.custody));
        }
        if let Some(account) = citizen.electronic_identity {
            let days = Epoch::Account.days_to(account.granted_on);
            fits = fits && ACCOUNT_DAY.holds(days);
            packed |= ACCOUNT_DAY.place(days)
                | ACCOUNT_LEVEL.place(level_code(account.level))
                | ACCOUNT_ACTIVATED.place(account.activated.into())
                | ACCOUNT_LOCK.place(
                    account
                        .locked
                        .map_or(0, |reason| 1 + index_of(LockReason::ALL, reason)),
                );
        }
        (Self(packed), fits)
    }

    /// The same with a field set.
    pub const fn with(self, field: Field, value: bool) -> Self {
        Self(self.0 | field.place(value as i64))
    }

    /// Whether a field has anything.
    pub const fn has(self, field: Field) -> bool {
        field.is_set(self.0)
    }

    /// Kind, day of issue and custody of the card, where there is one.
    pub fn card(self) -> Option<(CardKind, CivilDate, CardCustody)> {
        let kind = nth(CardKind::ALL, CARD_KIND.small(self.0).checked_sub(1))?;
        let custody = nth(CardCustody::ALL, Some(CARD_CUSTODY.small(self.0)))?;
        Some((kind, Epoch::Card.after(CARD_DAY.of(self.0))?, custody))
    }

    /// The electronic identity, where there is one.
    pub fn electronic_identity(self) -> Option<ElectronicIdentity> {
        let level = match ACCOUNT_LEVEL.of(self.0) {
            1 => IdentityLevel::One,
            2 => IdentityLevel::Two,
            _ => return None,
        };
        Some(ElectronicIdentity {
            level,
            granted_on: Epoch::Account.after(ACCOUNT_DAY.of(self.0))?,
            activated: self.has(ACCOUNT_ACTIVATED),
            locked: nth(LockReason::ALL, ACCOUNT_LOCK.small(self.0).checked_sub(1)),
        })
    }
}

impl KinCode {
    /// Packs a place in a cluster.
    pub fn of(position: u8, links: Links, head: Option<u8>) -> Self {
        let other = |field: Field, link: Option<u8>| {
            field.place(link.map_or(0, |link| i64::from(link ^ position)))
        };
        Self(
            POSITION.place(position.into())
                | other(HEAD, head)
                | other(FATHER, links.father)
                | other(MOTHER, links.mother)
                | other(SPOUSE, links.spouse)
                | other(GUARDIAN, links.guardian),
        )
    }

    /// The own position.
    pub fn position(self) -> u8 {
        POSITION.small(self.0)
    }

    /// The position of the head; the own one also without a household.
    pub fn head(self) -> u8 {
        self.position() ^ HEAD.small(self.0)
    }

    /// The nearest of the person.
    pub fn links(self) -> Links {
        let link = |field: Field| {
            field
                .is_set(self.0)
                .then(|| self.position() ^ field.small(self.0))
        };
        Links {
            father: link(FATHER),
            mother: link(MOTHER),
            spouse: link(SPOUSE),
            guardian: link(GUARDIAN),
        }
    }
}

/// The code of a state in [`STATUS`].
pub const fn code_of_status(status: RecordStatus) -> i64 {
    match status {
        RecordStatus::Active => 0,
        RecordStatus::Deceased => 1,
        RecordStatus::Missing => 2,
        RecordStatus::Inactive => 3,
        RecordStatus::Cancelled(_) => 4,
    }
}

/// The code of a level in [`ACCOUNT_LEVEL`].
pub const fn level_code(level: IdentityLevel) -> i64 {
    match level {
        IdentityLevel::One => 1,
        IdentityLevel::Two => 2,
    }
}

/// Position of a value in the list of all.
pub fn index_of<T: PartialEq + Copy>(all: &[T], value: T) -> i64 {
    let index = all.iter().position(|candidate| *candidate == value);
    index
        .and_then(|index| i64::try_from(index).ok())
        .unwrap_or(0)
}

/// The value at that position.
pub fn nth<T: Copy>(all: &[T], index: Option<u8>) -> Option<T> {
    all.get(usize::from(index?)).copied()
}

fn code_of_residence(citizen: &Citizen) -> i64 {
    match &citizen.current_residence {
        None => 0,
        current if *current == citizen.permanent_residence => PERMANENT,
        current if *current == citizen.temporary_residence => TEMPORARY,
        Some(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_place_in_a_cluster_comes_back(position in 0_u8..64, links: [Option<u8>; 4], head: Option<u8>) {
            let other = |link: Option<u8>| link.map(|link| link % 64).filter(|link| *link != position);
            let [father, mother, spouse, guardian] = links.map(other);
            let links = Links { father, mother, spouse, guardian };
            let head = head.map(|head| head % 64);
            let code = KinCode::of(position, links, head);
            prop_assert_eq!((code.position(), code.links()), (position, links));
            prop_assert_eq!(code.head(), head.unwrap_or(position));
            prop_assert!(guardian.is_some() || i32::try_from(code.0).is_ok(), "four bytes");
        }
    }

    #[test]
    fn no_two_fields_share_a_bit_and_each_column_fits_six_bytes() {
        let columns: [&[Field]; 3] = [
            &[
                FEMALE,
                ETHNIC_GROUP,
                RELIGION,
                MARITAL_STATUS,
                RELATION_TO_HEAD,
                CURRENT_RESIDENCE,
                CMND_COUNT,
                RESIDENCE_FILE,
                TWIN,
                HAS_CHILDREN,
                IS_GUARDIAN,
                STATUS,
                BLOOD_GROUP,
                FORMER_NUMBER,
                FORMER_NAME,
                OCCUPATION_WITHHELD,
                NO_NATIONALITY,
            ],
            &[
                CARD_DAY,
                CARD_KIND,
                CARD_CUSTODY,
                ACCOUNT_DAY,
                ACCOUNT_LEVEL,
                ACCOUNT_ACTIVATED,
                ACCOUNT_LOCK,
                CANCEL_REASON,
                RESTRICTED,
                UNDETERMINED,
                EMAIL,
                RECORD,
                IDENTITY_IN_RECORD,
            ],
            &[POSITION, HEAD, FATHER, MOTHER, SPOUSE, GUARDIAN],
        ];
        for fields in columns {
            let all = fields.iter().fold(0, |used, field| {
                assert_eq!(used & field.mask(), 0, "{field:?}");
                used | field.mask()
            });
            assert!(all < 1 << 47);
        }
    }
}
