//! A number submitted: what to ask the registry, and what its answer does to the account.

use super::LinkError;
use super::walk::{Walk, edits, walk};
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::{CitizenNumber, PersonalNumber};
use crate::domain::linking::{Edge, LinkEvent, LinkState, MatchedRecord, RegistryVerdict};
use crate::domain::name::FullName;
use crate::domain::portal_account::{Confirmation, Link, PortalAccount};
use crate::domain::throttle::{Attempts, Subject, ThrottleRule};
use crate::domain::timestamp::Timestamp;
use crate::worlds::{PortalEdits, PortalView, World};

/// Where the number was entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Screen {
    /// The screen after the login: a match links.
    AfterLogin,
    /// "Thông tin định danh": a match shows green marks and waits for "Cập nhật".
    Profile,
}

/// What to ask the registry; goes back into [`finish`] with its answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// Whose question it is.
    pub username: Box<str>,
    /// The number.
    pub number: PersonalNumber,
    /// The name of the account.
    pub full_name: FullName,
    /// The date of birth of the account.
    pub date_of_birth: BirthDate,
    screen: Screen,
    recheck: bool,
}

/// What became of a submission before the registry is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Begun {
    /// The registry is to be asked.
    Ask(Question),
    /// It is not: too many wrong answers before.
    Locked(&'static Edge),
}

/// A lock in force.
struct Lock {
    event: LinkEvent,
    until: Timestamp,
}

/// Reads the number and looks for locks. A lock that is over is walked out of first.
pub fn begin(
    world: &World,
    rule: &ThrottleRule,
    username: &str,
    number: &str,
    screen: Screen,
    now: Timestamp,
) -> Result<Begun, LinkError> {
    let number = match CitizenNumber::parse(number).map_err(LinkError::Number)? {
        CitizenNumber::Personal(number) => number,
        CitizenNumber::Cmnd(_) => return Err(LinkError::CmndGiven),
    };
    let (walked, begun) = world.edit_portal(|view| {
        let account = view.account(username).ok_or(LinkError::UnknownAccount)?;
        if account.link.state == LinkState::Linked {
            return Err(LinkError::NotPossible(LinkState::Linked));
        }
        let question = question(&account, number, screen);
        if let Some(lock) = lock_in_force(view, rule, &question, now) {
            let walk = locked(&account.link, &lock)?;
            let kept = edits(&account, walk.link, Vec::new());
            return Ok((kept, (Some(walk.edge), Begun::Locked(walk.edge))));
        }
        if account.link.state == LinkState::TooManyAttempts {
            let walk = Walk::of(&account.link, LinkEvent::LockOver)?;
            let kept = edits(&account, walk.link, Vec::new());
            return Ok((kept, (Some(walk.edge), Begun::Ask(question))));
        }
        Ok((PortalEdits::default(), (None, Begun::Ask(question))))
    })?;
    if let Some(edge) = walked {
        world.portal().note_walk(edge.name);
    }
    Ok(begun)
}

/// "Cập nhật từ CSDL Quốc gia về Dân cư" of a linked account: does its data still belong to its number?
pub fn begin_recheck(world: &World, username: &str) -> Result<Question, LinkError> {
    let account = world
        .portal()
        .account(username)
        .ok_or(LinkError::UnknownAccount)?;
    match (account.link.state, account.link.number) {
        (LinkState::Linked, Some(number)) => Ok(Question {
            recheck: true,
            ..question(&account, number, Screen::Profile)
        }),
        (state, _) => Err(LinkError::NotPossible(state)),
    }
}

/// Takes the registry's answer in and walks the edge it stands for.
///
/// Between [`begin`] and this nothing is held, so everything is looked at again: of many answers at once at
/// most as many as the rule bears are told, and of two for one number one links.
pub fn finish(
    world: &World,
    rule: &ThrottleRule,
    question: &Question,
    verdict: RegistryVerdict,
    now: Timestamp,
) -> Result<&'static Edge, LinkError> {
    walk(world, &question.username, |view, account| {
        if account.full_name != question.full_name
            || account.date_of_birth != question.date_of_birth
        {
            return Err(LinkError::Overtaken);
        }
        let is_linked = account.link.state == LinkState::Linked;
        if is_linked && account.link.number == Some(question.number) {
            return rechecked(account, question, verdict, now);
        }
        if is_linked || question.recheck {
            return Err(LinkError::Overtaken);
        }
        if let Some(lock) = lock_in_force(view, rule, question, now) {
            return locked(&account.link, &lock);
        }
        submitted(view, account, rule, question, verdict, now)
    })
}

/// The answer about a number that the account does not have yet.
fn submitted(
    view: &PortalView,
    account: &PortalAccount,
    rule: &ThrottleRule,
    question: &Question,
    verdict: RegistryVerdict,
    now: Timestamp,
) -> Result<Walk, LinkError> {
    let mut link = account.link.clone();
    if link.state == LinkState::TooManyAttempts {
        // Locked in another window, and the wait was over before this answer came.
        link = Walk::of(&link, LinkEvent::LockOver)?.link;
    }
    let is_taken = || {
        let holder = view.account_linked_to(question.number);
        holder.is_some_and(|holder| holder.username != account.username)
    };
    match verdict {
        RegistryVerdict::NoMatch => mismatched(view, &link, rule, question, now),
        RegistryVerdict::Review => Walk::of(&link, LinkEvent::Review),
        RegistryVerdict::Unavailable => Walk::of(&link, LinkEvent::Unavailable),
        RegistryVerdict::Match(record) => {
            let event = match_event(record, question.screen, is_taken);
            let mut walk = Walk::of(&link, event)?;
            let is_linked = walk.link.state == LinkState::Linked;
            if is_linked {
                walk.link.number = Some(question.number);
            }
            if is_linked || walk.link.state == LinkState::Matched {
                walk.link.confirmed = Some(confirmation(question, now));
            }
            // Wrong answers stay counted: whoever guesses at others could clear them with their own number.
            Ok(walk)
        }
    }
}

/// What a match comes to. Only here, where the registry has said that the number belongs to this name and
/// date, may the citizen learn of another account.
fn match_event(
    record: MatchedRecord,
    screen: Screen,
    is_taken: impl FnOnce() -> bool,
) -> LinkEvent {
    match record {
        MatchedRecord::Deceased => LinkEvent::Deceased,
        MatchedRecord::Missing => LinkEvent::Missing,
        MatchedRecord::Inactive => LinkEvent::Inactive,
        MatchedRecord::Cancelled => LinkEvent::NumberCancelled,
        MatchedRecord::Active if is_taken() => LinkEvent::NumberTaken,
        MatchedRecord::Active => match screen {
            Screen::AfterLogin => LinkEvent::Match,
            Screen::Profile => LinkEvent::ProfileMatch,
        },
    }
}

/// A wrong answer is counted against the account and against the number.
fn mismatched(
    view: &PortalView,
    link: &Link,
    rule: &ThrottleRule,
    question: &Question,
    now: Timestamp,
) -> Result<Walk, LinkError> {
    let attempts = subjects(question).map(|subject| {
        let failed = rule.failed(view.attempts(&subject), now);
        (subject, Some(failed))
    });
    let lock = first_lock(rule, &attempts, now);
    let mut walk = match &lock {
        Some(lock) => locked(link, lock)?,
        None => Walk::of(link, LinkEvent::Mismatch)?,
    };
    walk.attempts.extend(attempts);
    Ok(walk)
}

/// The answer about the number the account has. Nothing is guessed here, so nothing is counted.
fn rechecked(
    account: &PortalAccount,
    question: &Question,
    verdict: RegistryVerdict,
    now: Timestamp,
) -> Result<Walk, LinkError> {
    let event = match verdict {
        RegistryVerdict::Match(record) => match_event(record, question.screen, || false),
        RegistryVerdict::Review => LinkEvent::Review,
        RegistryVerdict::NoMatch => LinkEvent::Mismatch,
        RegistryVerdict::Unavailable => LinkEvent::Unavailable,
    };
    let mut walk = Walk::of(&account.link, event)?;
    if walk.link.state == LinkState::Linked {
        walk.link.confirmed = match verdict {
            RegistryVerdict::Match(_) => Some(confirmation(question, now)),
            RegistryVerdict::Review | RegistryVerdict::NoMatch => None,
            RegistryVerdict::Unavailable => walk.link.confirmed,
        };
    }
    Ok(walk)
}

/// The step into a lock, or the one that stays in it.
fn locked(link: &Link, lock: &Lock) -> Result<Walk, LinkError> {
    let event = if link.state == LinkState::TooManyAttempts {
        LinkEvent::StillLocked
    } else {
        lock.event
    };
    let mut walk = Walk::of(link, event)?;
    walk.link.locked_until = Some(lock.until);
    Ok(walk)
}

fn lock_in_force(
    view: &PortalView,
    rule: &ThrottleRule,
    question: &Question,
    now: Timestamp,
) -> Option<Lock> {
    let attempts = subjects(question).map(|subject| {
        let attempts = view.attempts(&subject);
        (subject, attempts)
    });
    first_lock(rule, &attempts, now)
}

/// Whose wrong answers a question counts as.
fn subjects(question: &Question) -> [Subject; 2] {
    [
        Subject::Account(question.username.clone()),
        Subject::Number(question.number),
    ]
}

fn first_lock(
    rule: &ThrottleRule,
    attempts: &[(Subject, Option<Attempts>); 2],
    now: Timestamp,
) -> Option<Lock> {
    attempts.iter().find_map(|(subject, attempts)| {
        let until = rule.locked_until(*attempts, now)?;
        let event = match subject {
            Subject::Account(_) => LinkEvent::AccountLocked,
            Subject::Number(_) => LinkEvent::NumberLocked,
        };
        Some(Lock { event, until })
    })
}

fn question(account: &PortalAccount, number: PersonalNumber, screen: Screen) -> Question {
    Question {
        username: account.username.clone(),
        number,
        full_name: account.full_name.clone(),
        date_of_birth: account.date_of_birth,
        screen,
        recheck: false,
    }
}

fn confirmation(question: &Question, now: Timestamp) -> Confirmation {
    Confirmation {
        number: question.number,
        full_name: question.full_name.clone(),
        date_of_birth: question.date_of_birth,
        at: now,
    }
}
