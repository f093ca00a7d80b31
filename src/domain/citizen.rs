//! A citizen with the 26 items of Luật Căn cước 2023 Điều 9.

use super::birth_date::BirthDate;
use super::card::{Card, Cmnd, ElectronicIdentity, LockReason};
use super::citizen_number::{CmndNumber, Gender, PersonalNumber};
use super::civil_date::CivilDate;
use super::name::FullName;
use super::place::{CountryCode, Place, ProvinceCode};
use super::status::{CancelReason, RecordStatus, StatusPeriod, status_on};
use super::words::words;

/// The row of a person inside one world: never shown, never reused. The population counts from 1;
/// people added later count from [`PersonId::FIRST_ADDED`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PersonId(pub i64);

impl PersonId {
    /// The first id of people who are not part of the population file.
    pub const FIRST_ADDED: Self = Self(1 << 40);
}

/// The day of the first personal numbers of twelve digits (Luật Căn cước công dân 2014, in force from
/// then): who died before has none.
pub const FIRST_NUMBERS: CivilDate = match CivilDate::new(2016, 1, 1) {
    Some(day) => day,
    None => unreachable!(), // January has a first day
};

/// What a match looks at: enough to judge a question, quick to read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// The row.
    pub id: PersonId,
    /// The number in force; a person may lack one (born before 1900, never collected).
    pub number: Option<PersonalNumber>,
    /// Họ, chữ đệm và tên khai sinh, in the written order; never cut into parts.
    pub full_name: FullName,
    /// Ngày, tháng, năm sinh.
    pub date_of_birth: BirthDate,
    /// Giới tính.
    pub gender: Gender,
    /// Times when the record was not simply active, oldest first.
    pub status_periods: Vec<StatusPeriod>,
    /// Known to nobody outside administration (protected people).
    pub restricted: bool,
    /// Earlier names, with the last day each was in use.
    pub former_names: Vec<FormerName>,
    /// Earlier personal numbers, cancelled and re-issued.
    pub former_numbers: Vec<FormerNumber>,
}

impl Identity {
    /// The state of the record on the business date.
    pub fn status_on(&self, day: CivilDate) -> RecordStatus {
        status_on(&self.status_periods, day)
    }

    /// Whether the person died before there were personal numbers of twelve digits.
    pub fn died_before_numbers(&self) -> bool {
        self.status_periods
            .iter()
            .any(|period| period.status == RecordStatus::Deceased && period.from < FIRST_NUMBERS)
    }

    /// The name in use on that day.
    pub fn full_name_on(&self, day: CivilDate) -> &FullName {
        let former = self
            .former_names
            .iter()
            .filter(|former| former.until >= day);
        former
            .min_by_key(|former| former.until)
            .map_or(&self.full_name, |former| &former.full_name)
    }

    /// The present number and all earlier ones.
    pub fn numbers(&self) -> impl Iterator<Item = PersonalNumber> + '_ {
        let former = self.former_numbers.iter().map(|former| former.number);
        self.number.into_iter().chain(former)
    }

    /// The number in force on that day.
    pub fn number_on(&self, day: CivilDate) -> Option<PersonalNumber> {
        let former = self
            .former_numbers
            .iter()
            .filter(|former| former.cancelled_on > day);
        former
            .min_by_key(|former| former.cancelled_on)
            .map_or(self.number, |former| Some(former.number))
    }

    /// Whether the registry knows the person on that day: not before birth can have happened.
    pub fn is_known_on(&self, day: CivilDate) -> bool {
        self.date_of_birth.earliest() <= day
    }
}

/// One person and everything the database keeps of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Citizen {
    /// Items 1, 3, 4, 5 and 24: what a match looks at.
    pub identity: Identity,
    /// 2: tên gọi khác.
    pub other_name: Option<FullName>,
    /// 6: nơi sinh.
    pub place_of_birth: Option<Place>,
    /// 7: nơi đăng ký khai sinh.
    pub place_of_birth_registration: Option<Place>,
    /// 8: quê quán.
    pub hometown: Option<Place>,
    /// 9: dân tộc, code of the 2008 list (01 Kinh … 54; 00 unknown, 55 foreigner).
    pub ethnic_group: u8,
    /// 10: tôn giáo, code of QCVN 109:2017 annex G (00 not recorded, 99 none).
    pub religion: u8,
    /// 11: quốc tịch; empty while undetermined.
    pub nationality: Vec<CountryCode>,
    /// 12: nhóm máu.
    pub blood_group: Option<BloodGroup>,
    /// 13: số chứng minh nhân dân 9 số, oldest first.
    pub cmnd: Vec<Cmnd>,
    /// 14: the latest card with 12 digits.
    pub card: Option<Card>,
    /// 15: family and representatives.
    pub relatives: Vec<Relative>,
    /// 16: nơi thường trú.
    pub permanent_residence: Option<Place>,
    /// 17: nơi tạm trú.
    pub temporary_residence: Option<Place>,
    /// 18: nơi ở hiện tại.
    pub current_residence: Option<Place>,
    /// 19: tạm vắng, since that day.
    pub absent_since: Option<CivilDate>,
    /// 20: số hồ sơ cư trú.
    pub residence_file: Option<Box<str>>,
    /// 21: tình trạng hôn nhân.
    pub marital_status: MaritalStatus,
    /// 22 and 23: the household, if any.
    pub household: Option<HouseholdPlace>,
    /// 25: số thuê bao di động; invented ones cannot be dialled.
    pub mobile: Option<Box<str>>,
    /// 25: địa chỉ thư điện tử, under a domain that cannot exist.
    pub email: Option<Box<str>>,
    /// Occupation, kept in the identity-card database (Điều 15); withheld for army, police, cipher.
    pub occupation: Occupation,
    /// State of the electronic identity (Điều 15(5)).
    pub electronic_identity: Option<ElectronicIdentity>,
    /// Whether the number stands for a certificate of a person of undetermined nationality.
    pub undetermined_nationality: bool,
}

impl Citizen {
    /// The electronic identity as it is on `day`: not before it was granted, and locked by death (Luật
    /// Căn cước 2023 Điều 34) from the day of the death on.
    pub fn electronic_identity_on(&self, day: CivilDate) -> Option<ElectronicIdentity> {
        let account = self
            .electronic_identity
            .filter(|account| account.granted_on <= day)?;
        let dead = self.identity.status_on(day) == RecordStatus::Deceased;
        let locked = if dead {
            Some(LockReason::Death)
        } else {
            account.locked.filter(|reason| *reason != LockReason::Death)
        };
        Some(ElectronicIdentity { locked, ..account })
    }
}

/// Số hồ sơ cư trú of a person in a file of that province: an invented form. A household has one file,
/// numbered by its head; who has no household, one of their own.
pub fn residence_file(province: ProvinceCode, citizen: &Citizen) -> Box<str> {
    let household = citizen.household.map(|place| i64::from(place.household));
    let holder = household.unwrap_or(citizen.identity.id.0);
    let mut text = String::with_capacity(13);
    text.push_str("HS");
    push_digits(&mut text, province.0.into(), 2);
    text.push('-');
    push_digits(&mut text, holder.unsigned_abs(), 8);
    text.into_boxed_str()
}

/// Writes that many last digits of a number; every second person drawn needs some, and `format!` takes its time.
fn push_digits(text: &mut String, number: u64, digits: u32) {
    for place in (0..digits).rev() {
        text.push(char::from(b'0' + (number / 10_u64.pow(place) % 10) as u8));
    }
}

/// A name no longer in use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormerName {
    /// The name.
    pub full_name: FullName,
    /// The last day it was in use.
    pub until: CivilDate,
}

/// A personal number that was cancelled when another was set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FormerNumber {
    /// The old number.
    pub number: PersonalNumber,
    /// The day it was cancelled.
    pub cancelled_on: CivilDate,
    /// Why.
    pub reason: CancelReason,
}

/// Blood groups of the message format (rhesus is not part of it).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum BloodGroup {
    /// Code 01.
    A,
    /// Code 02.
    B,
    /// Code 03.
    Ab,
    /// Code 04.
    O,
}

/// Marital status by the five values of the statistics; the national wire folds the last three.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MaritalStatus {
    /// Not recorded.
    Unknown,
    /// Never married.
    NeverMarried,
    /// Married.
    Married,
    /// Widowed.
    Widowed,
    /// Divorced.
    Divorced,
    /// Separated.
    Separated,
}

/// Occupation as far as it may be kept.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Occupation {
    /// Nothing recorded.
    #[default]
    NotRecorded,
    /// The occupation.
    Recorded(Box<str>),
    /// Army, police or cipher: not kept here (Luật Căn cước 2023 Điều 15(4)).
    Withheld,
}

/// How a relative is related.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Relation {
    /// Cha.
    Father,
    /// Mẹ.
    Mother,
    /// Vợ, chồng.
    Spouse,
    /// Con.
    Child,
    /// Người đại diện hợp pháp.
    Representative,
    /// Người được đại diện.
    Represented,
}

/// A relative as item 15 keeps them: name, numbers and nationality.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relative {
    /// Father, mother, spouse, …
    pub relation: Relation,
    /// The name.
    pub full_name: FullName,
    /// The personal number, where the relative has one.
    pub number: Option<PersonalNumber>,
    /// A 9-digit number, for people who never had twelve digits.
    pub cmnd: Option<CmndNumber>,
    /// Nationality.
    pub nationality: Option<CountryCode>,
}

/// A place in a household.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HouseholdPlace {
    /// The household.
    pub household: u32,
    /// Relation to the head, 1-30 of `fixtures/relations_to_head.csv` (1 is the head).
    pub relation_to_head: u8,
}

words!(BloodGroup { A => "A", B => "B", Ab => "AB", O => "O" });
words!(MaritalStatus {
    Unknown => "unknown",
    NeverMarried => "never_married",
    Married => "married",
    Widowed => "widowed",
    Divorced => "divorced",
    Separated => "separated",
});
words!(Relation {
    Father => "father",
    Mother => "mother",
    Spouse => "spouse",
    Child => "child",
    Representative => "representative",
    Represented => "represented",
});
