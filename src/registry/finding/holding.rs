//! Whether somebody fulfils a condition on the business date: the one place for what each condition means.

use super::condition::{AccountWanted, CardWanted, Condition, StatusWanted, Trait};
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen::{Citizen, Identity, MaritalStatus, Relation};
use crate::domain::civil_date::CivilDate;
use crate::domain::place::Place;
use crate::domain::relation_to_head::HEAD;
use crate::domain::status::RecordStatus;
use crate::reference::{province_before, province_before_of, province_since, province_since_of};

/// The merger of provinces and end of districts (Nghị quyết 202/2025/QH15).
pub const MERGER: Option<CivilDate> = CivilDate::new(2025, 7, 1);
/// The age of majority (Bộ luật Dân sự 2015 Điều 20).
pub const MAJORITY: u16 = 18;
/// Relations to the head: wife and husband.
const SPOUSES: [u8; 2] = [2, 3];
/// Relations to the head: own and adopted child.
const CHILDREN: [u8; 2] = [4, 5];

/// Whom a condition looks at besides the person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Around {
    /// Nobody.
    Nobody,
    /// The other members of the household.
    Household,
    /// Brothers and sisters, by the children that the parents' records name.
    Siblings,
    /// People of the same name and date of birth.
    Namesakes,
}

impl Around {
    /// All, the cheapest first.
    pub const ALL: [Self; 4] = [
        Self::Nobody,
        Self::Household,
        Self::Siblings,
        Self::Namesakes,
    ];
}

/// The people around somebody, as far as they were asked for.
#[derive(Clone, Debug, Default)]
pub struct Others {
    /// Everybody in the household, the person too.
    pub household: Vec<Citizen>,
    /// The children of the same mother or father.
    pub siblings: Vec<Identity>,
    /// People born on the same date with like names.
    pub namesakes: Vec<Identity>,
}

impl Condition {
    /// Whom the condition looks at.
    pub const fn around(&self) -> Around {
        match self {
            Self::HouseholdSize(_) | Self::Trait(Trait::LivesAlone | Trait::SingleParent) => {
                Around::Household
            }
            Self::Trait(Trait::Twin) => Around::Siblings,
            Self::Trait(Trait::Namesake) => Around::Namesakes,
            _ => Around::Nobody,
        }
    }

    /// Whether the person fulfils the condition; `others` holds whom [`around`](Self::around) names.
    pub fn holds(&self, citizen: &Citizen, day: CivilDate, others: &Others) -> bool {
        let identity = &citizen.identity;
        match *self {
            Self::Gender(gender) => identity.gender == gender,
            Self::Born { first, last } => {
                let (earliest, latest) = birth_bounds(first, last);
                (earliest..=latest).contains(&identity.date_of_birth.packed())
            }
            Self::Age { least, most } => (least..=most).contains(&age(identity, day)),
            Self::Province(code) => home(citizen).and_then(province_since_of) == Some(code),
            Self::OldProvince(code) => home(citizen).and_then(province_before_of) == Some(code),
            Self::EthnicGroup(code) => citizen.ethnic_group == code,
            Self::Religion(code) => citizen.religion == code,
            Self::MaritalStatus(status) => citizen.marital_status == status,
            Self::BloodGroup(group) => citizen.blood_group == Some(group),
            Self::CmndCount(count) => citizen.cmnd.len() == usize::from(count),
            Self::NameWords(count) => {
                let name = identity.full_name_on(day).as_str();
                name.split(' ').count() == usize::from(count)
            }
            Self::HouseholdSize(size) => {
                citizen.household.is_some() && living(others, day).count() == usize::from(size)
            }
            Self::Precision(precision) => identity.date_of_birth.precision() == precision,
            Self::Card(wanted) => {
                let state = citizen.card.and_then(|card| card.state_on(day));
                match wanted {
                    CardWanted::None => state.is_none(),
                    CardWanted::State(asked) => state == Some(asked),
                }
            }
            Self::CardKind(kind) => citizen
                .card
                .is_some_and(|card| card.kind == kind && card.issued_on <= day),
            Self::Account(wanted) => has_account(citizen, wanted, day),
            Self::Status(wanted) => is_in_state(identity.status_on(day), wanted),
            Self::Trait(peculiarity) => peculiarity.holds(citizen, day, others),
        }
    }
}

impl Trait {
    fn holds(self, citizen: &Citizen, day: CivilDate, others: &Others) -> bool {
        let identity = &citizen.identity;
        let relation = citizen.household.map(|place| place.relation_to_head);
        let has = |relation| {
            citizen
                .relatives
                .iter()
                .any(|relative| relative.relation == relation)
        };
        match self {
            Self::Twin => is_twin(identity, others),
            Self::Namesake => is_namesake(identity, others, day),
            Self::NoNumber => identity.number_on(day).is_none(),
            Self::CancelledNumber => {
                is_in_state(identity.status_on(day), StatusWanted::Cancelled)
                    || has_former_number(identity, day)
            }
            Self::FormerNumber => has_former_number(identity, day),
            Self::NumberDisagrees => identity.number_on(day).is_some_and(|number| {
                number.gender() != identity.gender || number.year() != identity.date_of_birth.year()
            }),
            Self::FormerName => identity
                .former_names
                .iter()
                .any(|former| former.until < day),
            Self::OtherName => citizen.other_name.is_some(),
            Self::MovedSinceMerge => citizen.absent_since >= MERGER && is_absent(citizen, day),
            Self::MovedProvince => {
                let registered = citizen.place_of_birth_registration.as_ref();
                let registered = registered.and_then(province_since_of);
                let lives = home(citizen).and_then(province_since_of);
                registered
                    .zip(lives)
                    .is_some_and(|(registered, lives)| registered != lives)
            }
            Self::MergedProvince => home(citizen).is_some_and(has_new_province_name),
            Self::LivesElsewhere => {
                citizen.current_residence.is_some()
                    && citizen.current_residence != citizen.permanent_residence
            }
            Self::Absent => is_absent(citizen, day),
            Self::TemporaryResidence => citizen.temporary_residence.is_some(),
            Self::NoResidence => citizen.permanent_residence.is_none(),
            Self::NoPhone => citizen.mobile.is_none(),
            Self::NoEmail => citizen.email.is_none(),
            Self::Minor => age(identity, day) < MAJORITY,
            Self::Adult => age(identity, day) >= MAJORITY,
            Self::HeadOfHousehold => relation == Some(HEAD),
            Self::NoHousehold => relation.is_none(),
            Self::LivesAlone => relation.is_some() && living(others, day).count() == 1,
            Self::SingleParent => is_single_parent(citizen, others, day),
            Self::HasChildren => has(Relation::Child),
            Self::HasGuardian => has(Relation::Representative),
            Self::IsGuardian => has(Relation::Represented),
            Self::Restricted => identity.restricted,
            Self::UndeterminedNationality => citizen.undetermined_nationality,
            Self::OccupationWithheld => {
                citizen.occupation == crate::domain::citizen::Occupation::Withheld
            }
        }
    }
}

/// The packed dates between which somebody born from `first` to `last` has one. Who is known by the year
/// alone counts where the whole year is asked for.
pub fn birth_bounds(first: BirthDate, last: BirthDate) -> (u32, u32) {
    let latest = match last {
        BirthDate::Year(_) => last.packed() + 511,
        BirthDate::YearMonth { .. } => last.packed() + 31,
        BirthDate::Day(_) => last.packed(),
    };
    (first.packed(), latest)
}

/// The age on a day. Where only the year of birth is known its last day counts, as for cards.
fn age(identity: &Identity, day: CivilDate) -> u16 {
    identity.date_of_birth.latest().age_on(day)
}

fn home(citizen: &Citizen) -> Option<&Place> {
    citizen.permanent_residence.as_ref()
}

fn is_absent(citizen: &Citizen, day: CivilDate) -> bool {
    citizen.absent_since.is_some_and(|since| since <= day)
}

fn has_former_number(identity: &Identity, day: CivilDate) -> bool {
    identity
        .former_numbers
        .iter()
        .any(|former| former.cancelled_on <= day)
}

/// Whether the 34 provinces call the place otherwise than the 63 did.
fn has_new_province_name(place: &Place) -> bool {
    let before = province_before_of(place).and_then(province_before);
    let since = province_since_of(place).and_then(province_since);
    before
        .zip(since)
        .is_some_and(|(before, since)| before.name != since.name)
}

fn has_account(citizen: &Citizen, wanted: AccountWanted, day: CivilDate) -> bool {
    let account = citizen.electronic_identity_on(day);
    match wanted {
        AccountWanted::None => account.is_none(),
        AccountWanted::Level(level) => account.is_some_and(|account| account.level == level),
        AccountWanted::Locked => account.is_some_and(|account| account.locked.is_some()),
        AccountWanted::NotActivated => account.is_some_and(|account| !account.activated),
    }
}

fn is_in_state(status: RecordStatus, wanted: StatusWanted) -> bool {
    match wanted {
        StatusWanted::Any => true,
        StatusWanted::Active => status == RecordStatus::Active,
        StatusWanted::Deceased => status == RecordStatus::Deceased,
        StatusWanted::Missing => status == RecordStatus::Missing,
        StatusWanted::Inactive => status == RecordStatus::Inactive,
        StatusWanted::Cancelled => matches!(status, RecordStatus::Cancelled(_)),
    }
}

/// The members of the household who are alive and in the books.
fn living(others: &Others, day: CivilDate) -> impl Iterator<Item = &Citizen> {
    let active = move |member: &&Citizen| member.identity.status_on(day) == RecordStatus::Active;
    others.household.iter().filter(active)
}

/// A whole date of birth shared with a sibling.
fn is_twin(identity: &Identity, others: &Others) -> bool {
    let born = identity.date_of_birth;
    born.day().is_some()
        && others
            .siblings
            .iter()
            .any(|sibling| sibling.id != identity.id && sibling.date_of_birth == born)
}

/// Another person in the books with the same name, letter by letter, and the same date of birth.
fn is_namesake(identity: &Identity, others: &Others, day: CivilDate) -> bool {
    others.namesakes.iter().any(|other| {
        other.id != identity.id
            && other.date_of_birth == identity.date_of_birth
            && other.full_name == identity.full_name
            && !matches!(other.status_on(day), RecordStatus::Cancelled(_))
    })
}

/// As the household tells it: a parent who is not its head is not seen.
fn is_single_parent(citizen: &Citizen, others: &Others, day: CivilDate) -> bool {
    let is = |member: &Citizen, relations: &[u8]| {
        let place = member.household;
        place.is_some_and(|place| relations.contains(&place.relation_to_head))
    };
    is(citizen, &[HEAD])
        && citizen.marital_status != MaritalStatus::Married
        && living(others, day).all(|member| !is(member, &SPOUSES))
        && living(others, day)
            .any(|member| is(member, &CHILDREN) && age(&member.identity, day) < MAJORITY)
}

#[cfg(test)]
mod tests;
