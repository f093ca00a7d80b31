//! The steps that need no answer of a registry: after a login, "Bỏ qua", "Cập nhật", unlink, correct.

use super::LinkError;
use super::walk::{Walk, walk};
use crate::domain::birth_date::BirthDate;
use crate::domain::linking::{Edge, LinkEvent, LinkState};
use crate::domain::name::FullName;
use crate::domain::portal_account::PortalAccount;
use crate::domain::throttle::{Subject, Throttle, ThrottleRule};
use crate::domain::timestamp::Timestamp;
use crate::worlds::{PortalEdits, World};

/// Bước 2 of the guide: an account with a number goes straight on; `None` where the portal has to ask.
pub fn logged_in(world: &World, username: &str) -> Result<Option<&'static Edge>, LinkError> {
    match state(world, username)? {
        LinkState::Linked => single_step(world, username, LinkEvent::LoggedIn).map(Some),
        _ => Ok(None),
    }
}

/// Walks out of a lock whose time is over; to be called before a page shows the state. Locks are not
/// watched by a timer: nothing happens to an account while nobody looks at it.
pub fn refresh(
    world: &World,
    username: &str,
    now: Timestamp,
) -> Result<Option<&'static Edge>, LinkError> {
    let account = world
        .portal()
        .account(username)
        .ok_or(LinkError::UnknownAccount)?;
    match account.link.locked_until {
        Some(end) if end <= now => match single_step(world, username, LinkEvent::LockOver) {
            // Another window was first.
            Err(LinkError::NotPossible(_)) => Ok(None),
            walked => walked.map(Some),
        },
        _ => Ok(None),
    }
}

/// How many wrong answers the account may still give before it is locked.
pub fn attempts_left(world: &World, rule: &ThrottleRule, username: &str, now: Timestamp) -> u32 {
    let subject = Subject::Account(username.into());
    match rule.check(world.portal().view().attempts(&subject), now) {
        Throttle::Allowed { left } => left,
        Throttle::LockedUntil(_) => 0,
    }
}

/// "Bỏ qua": on to the service, unlinked.
pub fn skip(world: &World, username: &str) -> Result<&'static Edge, LinkError> {
    single_step(world, username, LinkEvent::Skip)
}

/// "Cập nhật" in the profile: links what the registry confirmed, unless another account was first.
pub fn confirm(world: &World, username: &str) -> Result<&'static Edge, LinkError> {
    walk(world, username, |view, account| {
        let link = &account.link;
        let confirmed = match (&link.confirmed, link.state) {
            (Some(confirmed), LinkState::Matched) => confirmed.clone(),
            (_, state) => return Err(LinkError::NotPossible(state)),
        };
        if view.account_linked_to(confirmed.number).is_some() {
            return Walk::of(link, LinkEvent::NumberTaken);
        }
        let mut walk = Walk::of(link, LinkEvent::Confirm)?;
        walk.link.number = Some(confirmed.number);
        walk.link.confirmed = Some(confirmed);
        Ok(walk)
    })
}

/// Takes the link away.
pub fn unlink(world: &World, username: &str) -> Result<&'static Edge, LinkError> {
    single_step(world, username, LinkEvent::Unlink)
}

/// Corrects name and date of birth of the account, which stay editable until the registry confirms them.
/// No edge: the link stays where it is.
pub fn correct(
    world: &World,
    username: &str,
    full_name: &str,
    date_of_birth: &str,
) -> Result<(), LinkError> {
    let full_name = FullName::parse(full_name).map_err(LinkError::Name)?;
    let date_of_birth = BirthDate::parse(date_of_birth).map_err(LinkError::Date)?;
    world.edit_portal(|view| {
        let account = view.account(username).ok_or(LinkError::UnknownAccount)?;
        if account.full_name == full_name && account.date_of_birth == date_of_birth {
            return Ok((PortalEdits::default(), ()));
        }
        if account.link.confirmed.is_some() {
            return Err(LinkError::Confirmed);
        }
        let corrected = PortalAccount {
            full_name,
            date_of_birth,
            ..PortalAccount::clone(&account)
        };
        let edits = PortalEdits {
            accounts: vec![corrected],
            ..PortalEdits::default()
        };
        Ok((edits, ()))
    })?;
    Ok(())
}

fn state(world: &World, username: &str) -> Result<LinkState, LinkError> {
    let account = world.portal().account(username);
    account
        .map(|account| account.link.state)
        .ok_or(LinkError::UnknownAccount)
}

fn single_step(
    world: &World,
    username: &str,
    event: LinkEvent,
) -> Result<&'static Edge, LinkError> {
    walk(world, username, |_, account| Walk::of(&account.link, event))
}
