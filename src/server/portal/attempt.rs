//! One attempt to link a number: asks the registry over HTTP and takes the step its answer leads to.

use actix_web::web;

use super::PortalGuest;
use super::notice::NoticeText;
use super::state::{Notice, TypedNumber};
use crate::clock::Timestamp;
use crate::domain::linking::{Edge, LinkState, MatchedRecord, RegistryVerdict};
use crate::domain::portal_account::PortalAccount;
use crate::linking::LinkError;
use crate::linking::submission::{self, Begun, Question, Screen};
use crate::outbound::registry::{MatchQuestion, RegistryAnswer};
use crate::server::App;
use crate::server::pages::{PageFailure, remember_calls};

/// Letters of a typed number that are shown again: a number with all the separators people use.
const MOST_TYPED: usize = 40;

/// What a use case came to: its answer, or what to tell the citizen instead.
pub type Told<T> = Result<T, Notice>;

/// Submits a number; what came of it is for the next page.
pub async fn submit(
    guest: &mut PortalGuest,
    account: &PortalAccount,
    number: &str,
    screen: Screen,
) -> Result<Notice, PageFailure> {
    let (username, typed) = (account.username.clone(), number.to_owned());
    let begun = change_link(guest, move |app, now| {
        submission::begin(
            &app.world,
            &app.portal.link_rule,
            &username,
            &typed,
            screen,
            now,
        )
    });
    let notice = match begun.await? {
        Ok(Begun::Ask(question)) => ask(guest, question).await?,
        Ok(Begun::Locked(edge)) => Notice::Walked(edge),
        Err(notice) => notice,
    };
    let typed = not_accepted(&notice).map(|is_wrong| TypedNumber {
        text: number.chars().take(MOST_TYPED).collect(),
        is_wrong,
    });
    guest.change(|state| state.typed = typed);
    Ok(notice)
}

/// Takes the number that was not accepted; it is shown again once.
pub fn take_typed(guest: &mut PortalGuest) -> TypedNumber {
    match guest.state().typed {
        Some(_) => guest.change(|state| state.typed.take()).unwrap_or_default(),
        None => TypedNumber::default(),
    }
}

/// Whether a number that was not accepted is wrong by itself; `None` where it was accepted. It may be right
/// where nobody compared it, or only the spelling of the name was in doubt.
fn not_accepted(notice: &Notice) -> Option<bool> {
    let Notice::Walked(edge) = notice else {
        return Some(true);
    };
    let Some(state) = edge.to else {
        // Locked as before.
        return Some(false);
    };
    match state {
        LinkState::Linked | LinkState::Matched => None,
        LinkState::Mismatch
        | LinkState::NumberTaken
        | LinkState::NotActive
        | LinkState::Outdated => Some(true),
        LinkState::NotLinked
        | LinkState::Skipped
        | LinkState::Review
        | LinkState::Unavailable
        | LinkState::TooManyAttempts
        | LinkState::Unlinked => Some(false),
    }
}

/// Compares a linked account with the registry again.
pub async fn recheck(
    guest: &mut PortalGuest,
    account: &PortalAccount,
) -> Result<Notice, PageFailure> {
    let username = account.username.clone();
    let begun = change_link(guest, move |app, _now| {
        submission::begin_recheck(&app.world, &username)
    });
    match begun.await? {
        Ok(question) => ask(guest, question).await,
        Err(notice) => Ok(notice),
    }
}

async fn ask(guest: &mut PortalGuest, question: Question) -> Result<Notice, PageFailure> {
    let verdict = match ask_registry(guest, &question).await {
        Ok(verdict) => verdict,
        Err(refusal) => return Ok(refusal),
    };
    let walked = change_link(guest, move |app, now| {
        submission::finish(&app.world, &app.portal.link_rule, &question, verdict, now)
    });
    Ok(notice_of(walked.await?))
}

/// The call, and what it says; `Err` is a notice, when the registry cannot read what was sent.
async fn ask_registry(guest: &mut PortalGuest, question: &Question) -> Told<RegistryVerdict> {
    let app = guest.app.clone();
    let entry = app.portal.accounts.entry(&question.username);
    let own_address = entry
        .and_then(|entry| entry.registry_url.as_deref())
        .map(|url| app.portal.registry.at(url));
    let registry = own_address.as_ref().unwrap_or(&app.portal.registry);
    let number = question.number.to_string();
    let date_of_birth = question.date_of_birth.to_string();
    let asked = MatchQuestion {
        number: &number,
        full_name: question.full_name.as_str(),
        date_of_birth: &date_of_birth,
    };
    let (answer, call) = registry
        .match_person(
            &app.shared.outbound,
            &asked,
            guest.language,
            &guest.request_id,
            guest.now,
        )
        .await;
    guest.change(|state| remember_calls(&mut state.calls, [call]));
    match answer {
        // A state that we do not know is no reason to link, and says nothing about the citizen.
        RegistryAnswer::Match { record_status } => {
            Ok(MatchedRecord::from_word(record_status.as_str())
                .map_or(RegistryVerdict::Unavailable, RegistryVerdict::Match))
        }
        RegistryAnswer::Review => Ok(RegistryVerdict::Review),
        RegistryAnswer::NoMatch => Ok(RegistryVerdict::NoMatch),
        RegistryAnswer::Unavailable(_the_panel_says_why) => Ok(RegistryVerdict::Unavailable),
        RegistryAnswer::Refused { field: _, detail } => Err(Notice::Text(NoticeText {
            tone: "bad",
            text: detail,
        })),
    }
}

/// Runs a use case that writes, on a blocking thread: it is on the disk before this returns.
pub async fn change_link<T: Send + 'static>(
    guest: &PortalGuest,
    change: impl FnOnce(&App, Timestamp) -> Result<T, LinkError> + Send + 'static,
) -> Result<Told<T>, PageFailure> {
    let (app, now) = (guest.app.clone(), guest.now);
    let done = web::block(move || change(&app, now)).await;
    let done = done.map_err(|error| guest.internal(&error.to_string()))?;
    match done {
        Ok(answer) => Ok(Ok(answer)),
        Err(error @ (LinkError::Store(_) | LinkError::Chance(_))) => {
            Err(guest.internal(&error.to_string()))
        }
        Err(error) => Ok(Err(Notice::Text(NoticeText {
            tone: "bad",
            text: error.message(guest.language),
        }))),
    }
}

/// The step that was walked, or why none was.
pub fn notice_of(told: Told<&'static Edge>) -> Notice {
    match told {
        Ok(edge) => Notice::Walked(edge),
        Err(notice) => notice,
    }
}
