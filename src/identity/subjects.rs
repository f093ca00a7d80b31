//! Who may log in, and what is known of them: always as the registry and the portal have it now.

use std::sync::Arc;

use crate::domain::card::{IdentityLevel, LockReason};
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::{CitizenNumber, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::domain::login::Issuer;
use crate::domain::status::RecordStatus;
use crate::store::StoreError;
use crate::worlds::logins::Subject;
use crate::worlds::{PortalAccount, Standing, World};

/// Why an account cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AccountRefusal {
    /// There is none: nobody holds the number, the person has no electronic identity, or is protected.
    /// Which of these is told to nobody.
    NoAccount,
    /// The holder has not activated it (Nghị định 69/2024 Điều 14).
    NotActivated,
    /// It is locked (Luật Căn cước 2023 Điều 34).
    Locked(LockReason),
    /// The person is dead, missing or inactive, or the number was cancelled.
    NotInForce(RecordStatus),
}

/// Why somebody cannot log in or stay logged in.
#[derive(Debug)]
pub enum SubjectError {
    /// The account.
    Account(AccountRefusal),
    /// The store failed.
    Store(StoreError),
}

impl From<AccountRefusal> for SubjectError {
    fn from(refusal: AccountRefusal) -> Self {
        Self::Account(refusal)
    }
}

impl From<StoreError> for SubjectError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What is known of a subject.
#[derive(Clone, Debug)]
pub(super) enum Known {
    /// A citizen of the registry, and the level of the electronic identity.
    Citizen(Box<Citizen>, IdentityLevel),
    /// An account of the portal.
    Account(Arc<PortalAccount>),
}

/// The citizen behind a number with a usable electronic identity. Level, activation and lock are the
/// registry's own.
pub(super) fn citizen_account(
    world: &World,
    number: PersonalNumber,
) -> Result<(Citizen, IdentityLevel), SubjectError> {
    let day = world.business_date();
    let people = world.people();
    let holders = people.holders(CitizenNumber::Personal(number))?;
    let visible = holders
        .into_iter()
        .find(|holder| !holder.identity.restricted && holder.identity.is_known_on(day));
    let holder = visible.ok_or(AccountRefusal::NoAccount)?;
    if let Standing::Former(cancelled_on, reason) = holder.standing
        && cancelled_on <= day
    {
        return Err(AccountRefusal::NotInForce(RecordStatus::Cancelled(reason)).into());
    }
    if holder.identity.number_on(day) != Some(number) {
        return Err(AccountRefusal::NoAccount.into());
    }
    let citizen = people
        .citizen(holder.identity.id)?
        .ok_or(AccountRefusal::NoAccount)?;
    let level = usable_level(&citizen, day)?;
    Ok((citizen, level))
}

fn usable_level(citizen: &Citizen, day: CivilDate) -> Result<IdentityLevel, AccountRefusal> {
    match citizen.identity.status_on(day) {
        RecordStatus::Active => {}
        status @ (RecordStatus::Deceased
        | RecordStatus::Missing
        | RecordStatus::Inactive
        | RecordStatus::Cancelled(_)) => return Err(AccountRefusal::NotInForce(status)),
    }
    let account = citizen
        .electronic_identity_on(day)
        .ok_or(AccountRefusal::NoAccount)?;
    if let Some(reason) = account.locked {
        return Err(AccountRefusal::Locked(reason));
    }
    if !account.activated {
        return Err(AccountRefusal::NotActivated);
    }
    Ok(account.level)
}

/// What is known of a subject now, or why the subject is none any more.
pub(super) fn known(world: &World, subject: &Subject) -> Result<Known, SubjectError> {
    match subject {
        Subject::Citizen(number) => {
            let (citizen, level) = citizen_account(world, *number)?;
            Ok(Known::Citizen(Box::new(citizen), level))
        }
        Subject::Account { username, tech_id } => {
            let account = world.portal().account(username);
            let same = account.filter(|account| account.tech_id == *tech_id);
            Ok(Known::Account(same.ok_or(AccountRefusal::NoAccount)?))
        }
    }
}

/// The subject that a `login_hint` names, and the level of the account: a personal number at VNeID, a
/// user name at the portal, whose own accounts are of level 1.
pub(super) fn hinted(
    world: &World,
    issuer: Issuer,
    hint: &str,
) -> Result<(Subject, IdentityLevel), SubjectError> {
    match issuer {
        Issuer::Vneid => {
            let number =
                PersonalNumber::parse(hint).map_err(|_no_number| AccountRefusal::NoAccount)?;
            let (_, level) = citizen_account(world, number)?;
            Ok((Subject::Citizen(number), level))
        }
        Issuer::Dvcqg => {
            let account = world.portal().account(hint);
            let account = account.ok_or(AccountRefusal::NoAccount)?;
            let subject = Subject::Account {
                username: account.username.clone(),
                tech_id: account.tech_id.clone(),
            };
            Ok((subject, IdentityLevel::One))
        }
    }
}
