//! What a VNeID login does to accounts: find, link or make one. VNeID proves the number, so no registry is
//! asked and no green mark is given.

use std::sync::Arc;

use super::LinkError;
use super::accounts::random_tech_id;
use super::walk::{Walk, walk};
use crate::chance::Chance;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::{Gender, PersonalNumber};
use crate::domain::linking::{Edge, LinkEvent, LinkState};
use crate::domain::name::FullName;
use crate::domain::portal_account::{AccountKind, Link, PortalAccount};
use crate::domain::throttle::Subject;
use crate::worlds::{PortalEdits, PortalView, World};

/// What VNeID says of whoever logged in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VneidPerson {
    /// The personal number.
    pub number: PersonalNumber,
    /// The name.
    pub full_name: FullName,
    /// The date of birth.
    pub date_of_birth: BirthDate,
    /// The gender, where it was released.
    pub gender: Option<Gender>,
    /// The e-mail address, where it was released.
    pub email: Option<Box<str>>,
    /// The mobile number, where it was released.
    pub mobile: Option<Box<str>>,
}

/// Logs in to the account that holds the number; `None` where no account does, and the portal offers to
/// link one or to make one.
pub fn log_in_from_vneid(
    world: &World,
    number: PersonalNumber,
) -> Result<Option<(&'static Edge, Arc<PortalAccount>)>, LinkError> {
    let Some(account) = world.portal().account_linked_to(number) else {
        return Ok(None);
    };
    let edge = link_from_vneid(world, &account.username, number)?;
    let account = world.portal().account(&account.username);
    Ok(account.map(|account| (edge, account)))
}

/// Links the account that somebody is logged in to with the number their VNeID proved. A linked account
/// stays with its number: with the same one this is a login, another one is refused.
///
/// By the number alone: both sides were proved, and the account's name and date are only what somebody once
/// typed (`docs/linking.md` has the reason; that the national portal does so is a guess).
pub fn link_from_vneid(
    world: &World,
    username: &str,
    number: PersonalNumber,
) -> Result<&'static Edge, LinkError> {
    walk(world, username, |view, account| {
        let event = match (account.link.state, account.link.number) {
            (LinkState::Linked, Some(linked)) if linked == number => LinkEvent::VneidLogin,
            (LinkState::Linked, _) => LinkEvent::VneidNumberDiffers,
            _ if is_held_by_another(view, account, number) => LinkEvent::NumberTaken,
            _ => LinkEvent::VneidLink,
        };
        let mut walk = Walk::of(&account.link, event)?;
        if event == LinkEvent::VneidLink {
            walk.link.number = Some(number);
            let subject = Subject::Account(account.username.clone());
            if view.attempts(&subject).is_some() {
                walk.attempts.push((subject, None));
            }
        }
        Ok(walk)
    })
}

/// Makes an account for a person whose number no account holds, without a password: VNeID is its login.
/// Where one was made meanwhile, that one is logged in to.
pub fn create_from_vneid(
    world: &World,
    chance: Chance,
    person: &VneidPerson,
) -> Result<(&'static Edge, Arc<PortalAccount>), LinkError> {
    let tech_id = random_tech_id(chance).map_err(LinkError::Chance)?;
    let made = world.edit_portal(|view| {
        if view.account_linked_to(person.number).is_some() {
            return Ok((PortalEdits::default(), None));
        }
        let mut walk = Walk::of(&Link::default(), LinkEvent::VneidAccountMade)?;
        walk.link.number = Some(person.number);
        let account = PortalAccount {
            username: free_username(view, person.number),
            tech_id,
            kind: AccountKind::Citizen,
            full_name: person.full_name.clone(),
            date_of_birth: person.date_of_birth,
            gender: person.gender,
            email: person.email.clone(),
            mobile: person.mobile.clone(),
            link: walk.link,
        };
        let edits = PortalEdits {
            accounts: vec![account.clone()],
            ..PortalEdits::default()
        };
        Ok::<_, LinkError>((edits, Some((walk.edge, Arc::new(account)))))
    })?;
    match made {
        Some((edge, account)) => {
            world.portal().note_walk(edge.name);
            Ok((edge, account))
        }
        None => log_in_from_vneid(world, person.number)?.ok_or(LinkError::Overtaken),
    }
}

fn is_held_by_another(view: &PortalView, account: &PortalAccount, number: PersonalNumber) -> bool {
    view.account_linked_to(number)
        .is_some_and(|holder| holder.username != account.username)
}

/// The portal's own form names accounts by number; an older account may have that name already.
fn free_username(view: &PortalView, number: PersonalNumber) -> Box<str> {
    let plain = number.to_string();
    let numbered = (2..).map(|count: u32| format!("{plain}-{count}"));
    std::iter::once(plain.clone())
        .chain(numbered)
        .find(|name| view.account(name).is_none())
        .unwrap_or(plain)
        .into()
}
