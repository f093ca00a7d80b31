//! The bit fields of `person.traits`: small codes that would cost two bytes each as columns.

use crate::domain::card::{CardCustody, CardKind, ElectronicIdentity, IdentityLevel, LockReason};
use crate::domain::citizen::{BloodGroup, Citizen, MaritalStatus, Occupation};
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::status::{CancelReason, RecordStatus};

/// A bit field: position of its lowest bit and how many bits.
struct Field(u32, u32);

// The view `cong_dan` in population.sql reads some of these positions.
const FEMALE: Field = Field(0, 1);
const ETHNIC_GROUP: Field = Field(1, 6);
const RELIGION: Field = Field(7, 7);
const MARITAL_STATUS: Field = Field(14, 3);
const BLOOD_GROUP: Field = Field(17, 3);
const CARD_KIND: Field = Field(20, 3);
const CARD_CUSTODY: Field = Field(23, 2);
const ACCOUNT_LEVEL: Field = Field(25, 2);
const ACCOUNT_ACTIVATED: Field = Field(27, 1);
const ACCOUNT_LOCK: Field = Field(28, 3);
const STATUS: Field = Field(31, 3);
const CANCEL_REASON: Field = Field(34, 3);
const RESTRICTED: Field = Field(37, 1);
const UNDETERMINED: Field = Field(38, 1);
const OCCUPATION_WITHHELD: Field = Field(39, 1);
const NO_NATIONALITY: Field = Field(40, 1);
const RELATION_TO_HEAD: Field = Field(41, 5);
const CURRENT_RESIDENCE: Field = Field(46, 2);
const IDENTITY_IN_RECORD: Field = Field(48, 1);

/// The packed codes of one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Traits(pub i64);

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
    /// Packs what fits of a citizen; `identity_in_record` says that the state of the record does not.
    pub fn of(citizen: &Citizen, identity_in_record: bool) -> Self {
        let mut traits = Self(0);
        let identity = &citizen.identity;
        traits.set(&FEMALE, u8::from(identity.gender == Gender::Female));
        traits.set(&ETHNIC_GROUP, citizen.ethnic_group);
        traits.set(&RELIGION, citizen.religion);
        traits.set(
            &MARITAL_STATUS,
            index_of(MaritalStatus::ALL, citizen.marital_status),
        );
        traits.set(
            &BLOOD_GROUP,
            citizen
                .blood_group
                .map_or(0, |group| 1 + index_of(BloodGroup::ALL, group)),
        );
        if let Some(card) = citizen.card {
            traits.set(&CARD_KIND, 1 + index_of(CardKind::ALL, card.kind));
            traits.set(&CARD_CUSTODY, index_of(CardCustody::ALL, card.custody));
        }
        if let Some(account) = citizen.electronic_identity {
            traits.set(
                &ACCOUNT_LEVEL,
                if account.level == IdentityLevel::One {
                    1
                } else {
                    2
                },
            );
            traits.set(&ACCOUNT_ACTIVATED, u8::from(account.activated));
            traits.set(
                &ACCOUNT_LOCK,
                account
                    .locked
                    .map_or(0, |reason| 1 + index_of(LockReason::ALL, reason)),
            );
        }
        if let [period] = identity.status_periods[..] {
            traits.set_status(period.status);
        }
        traits.set(&RESTRICTED, u8::from(identity.restricted));
        traits.set(&UNDETERMINED, u8::from(citizen.undetermined_nationality));
        traits.set(
            &OCCUPATION_WITHHELD,
            u8::from(citizen.occupation == Occupation::Withheld),
        );
        traits.set(&NO_NATIONALITY, u8::from(citizen.nationality.is_empty()));
        traits.set(
            &RELATION_TO_HEAD,
            citizen.household.map_or(0, |place| place.relation_to_head),
        );
        traits.set(&CURRENT_RESIDENCE, current_residence(citizen));
        traits.set(&IDENTITY_IN_RECORD, u8::from(identity_in_record));
        traits
    }

    fn set_status(&mut self, status: RecordStatus) {
        let code = match status {
            RecordStatus::Active => 0,
            RecordStatus::Deceased => 1,
            RecordStatus::Missing => 2,
            RecordStatus::Inactive => 3,
            RecordStatus::Cancelled(reason) => {
                self.set(&CANCEL_REASON, index_of(CancelReason::ALL, reason));
                4
            }
        };
        self.set(&STATUS, code);
    }

    fn set(&mut self, field: &Field, value: u8) {
        let Field(shift, width) = *field;
        let mask = (1_i64 << width) - 1;
        self.0 |= (i64::from(value) & mask) << shift;
    }

    fn get(self, field: &Field) -> u8 {
        let Field(shift, width) = *field;
        u8::try_from(self.0 >> shift & ((1_i64 << width) - 1)).unwrap_or(0)
    }

    /// The gender.
    pub fn gender(self) -> Gender {
        if self.get(&FEMALE) == 1 {
            Gender::Female
        } else {
            Gender::Male
        }
    }

    /// Code of the 2008 list.
    pub fn ethnic_group(self) -> u8 {
        self.get(&ETHNIC_GROUP)
    }

    /// Code of QCVN 109:2017 annex G.
    pub fn religion(self) -> u8 {
        self.get(&RELIGION)
    }

    /// The marital status.
    pub fn marital_status(self) -> MaritalStatus {
        nth(MaritalStatus::ALL, Some(self.get(&MARITAL_STATUS))).unwrap_or(MaritalStatus::Unknown)
    }

    /// The blood group, where recorded.
    pub fn blood_group(self) -> Option<BloodGroup> {
        nth(BloodGroup::ALL, self.get(&BLOOD_GROUP).checked_sub(1))
    }

    /// Kind and custody of the card, where there is one.
    pub fn card(self) -> Option<(CardKind, CardCustody)> {
        let kind = nth(CardKind::ALL, self.get(&CARD_KIND).checked_sub(1))?;
        Some((kind, nth(CardCustody::ALL, Some(self.get(&CARD_CUSTODY)))?))
    }

    /// The electronic identity granted on `granted_on`, where there is one.
    pub fn electronic_identity(self, granted_on: CivilDate) -> Option<ElectronicIdentity> {
        let level = match self.get(&ACCOUNT_LEVEL) {
            1 => IdentityLevel::One,
            2 => IdentityLevel::Two,
            _ => return None,
        };
        let lock = self.get(&ACCOUNT_LOCK).checked_sub(1);
        Some(ElectronicIdentity {
            level,
            granted_on,
            activated: self.get(&ACCOUNT_ACTIVATED) == 1,
            locked: nth(LockReason::ALL, lock),
        })
    }

    /// The one state that the record has been in besides active, where it is that simple.
    pub fn status(self) -> Option<RecordStatus> {
        match self.get(&STATUS) {
            1 => Some(RecordStatus::Deceased),
            2 => Some(RecordStatus::Missing),
            3 => Some(RecordStatus::Inactive),
            4 => Some(RecordStatus::Cancelled(nth(
                CancelReason::ALL,
                Some(self.get(&CANCEL_REASON)),
            )?)),
            _ => None,
        }
    }

    /// Whether only administrators may know of the person.
    pub fn is_restricted(self) -> bool {
        self.get(&RESTRICTED) == 1
    }

    /// Whether the number stands for a certificate of undetermined nationality.
    pub fn is_undetermined(self) -> bool {
        self.get(&UNDETERMINED) == 1
    }

    /// Whether the occupation is withheld by law.
    pub fn occupation(self) -> Occupation {
        if self.get(&OCCUPATION_WITHHELD) == 1 {
            Occupation::Withheld
        } else {
            Occupation::NotRecorded
        }
    }

    /// Whether the record says Vietnamese (otherwise nothing, or the record tells).
    pub fn is_vietnamese(self) -> bool {
        self.get(&NO_NATIONALITY) == 0
    }

    /// Relation to the head of the household, 1-30, or 0.
    pub fn relation_to_head(self) -> u8 {
        self.get(&RELATION_TO_HEAD)
    }

    /// Which residence is the current one.
    pub fn current_residence(self) -> CurrentResidence {
        match self.get(&CURRENT_RESIDENCE) {
            1 => CurrentResidence::Permanent,
            2 => CurrentResidence::Temporary,
            _ => CurrentResidence::None,
        }
    }

    /// Whether the states of the record are told by its JSON and not by these bits.
    pub fn identity_is_in_record(self) -> bool {
        self.get(&IDENTITY_IN_RECORD) == 1
    }
}

fn index_of<T: PartialEq + Copy>(all: &[T], value: T) -> u8 {
    let index = all.iter().position(|candidate| *candidate == value);
    index
        .and_then(|index| u8::try_from(index).ok())
        .unwrap_or(0)
}

fn nth<T: Copy>(all: &[T], index: Option<u8>) -> Option<T> {
    all.get(usize::from(index?)).copied()
}

fn current_residence(citizen: &Citizen) -> u8 {
    match &citizen.current_residence {
        None => 0,
        current if *current == citizen.permanent_residence => 1,
        current if *current == citizen.temporary_residence => 2,
        Some(_) => 0,
    }
}
