//! One attempt to link a number: asks the registry over HTTP and takes the step its answer leads to.

use actix_web::web;

use super::PortalGuest;
use super::notice::NoticeText;
use super::state::Notice;
use crate::clock::Timestamp;
use crate::domain::linking::{Edge, MatchedRecord, RegistryVerdict};
use crate::domain::portal_account::PortalAccount;
use crate::linking::{self, LinkError, Prepared, Question, Screen};
use crate::outbound::registry::{MatchQuestion, RegistryAnswer};
use crate::server::App;
use crate::server::pages::{PageFailure, remember_calls};

/// What an attempt comes to, in words for the next page.
pub async fn attempt(
    guest: &mut PortalGuest,
    account: &PortalAccount,
    number: &str,
    screen: Screen,
) -> Result<Notice, PageFailure> {
    let (username, typed) = (account.username.clone(), number.to_owned());
    let prepared = change_link(guest, move |app, now| {
        linking::prepare(&app.world, &username, &typed, screen, now)
    })
    .await?;
    let question = match prepared {
        Prepared::Ask(question) => question,
        Prepared::Walked(edge) => return Ok(Notice::Walked(edge)),
        Prepared::Unreadable(error) => {
            return Ok(Notice::Text(NoticeText {
                tone: "bad",
                text: error.message(guest.language),
            }));
        }
    };
    let verdict = match ask_registry(guest, &question).await {
        Ok(verdict) => verdict,
        Err(refusal) => return Ok(refusal),
    };
    let edge = change_link(guest, move |app, now| {
        linking::record(&app.world, question, verdict, now)
    })
    .await?;
    Ok(Notice::Walked(edge))
}

/// The call, and what it says; `Err` is a notice, when the registry cannot read what was sent.
async fn ask_registry(
    guest: &mut PortalGuest,
    question: &Question,
) -> Result<RegistryVerdict, Notice> {
    let app = guest.app.clone();
    let own_address = question
        .registry_url
        .as_deref()
        .map(|url| app.portal.registry.at(url));
    let registry = own_address.as_ref().unwrap_or(&app.portal.registry);
    let (number, date_of_birth) = (
        question.number.to_string(),
        question.date_of_birth.to_string(),
    );
    let (answer, call) = registry
        .match_person(
            &app.outbound,
            &MatchQuestion {
                number: &number,
                full_name: question.full_name.as_str(),
                date_of_birth: &date_of_birth,
            },
            guest.language,
            &guest.request_id,
            guest.now,
        )
        .await;
    guest.change(|state| remember_calls(&mut state.calls, [call]));
    match answer {
        RegistryAnswer::Match { record_status } => {
            Ok(MatchedRecord::from_word(record_status.as_str())
                // A state we do not know is no reason to link.
                .map_or(RegistryVerdict::Unavailable, RegistryVerdict::Match))
        }
        RegistryAnswer::Review => Ok(RegistryVerdict::Review),
        RegistryAnswer::NoMatch => Ok(RegistryVerdict::NoMatch),
        RegistryAnswer::Unavailable(_why_stands_in_the_panel) => Ok(RegistryVerdict::Unavailable),
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
) -> Result<T, PageFailure> {
    let (app, now) = (guest.app.clone(), guest.now);
    let done = web::block(move || change(&app, now)).await;
    match done {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(guest.internal(&error.to_string())),
        Err(error) => Err(guest.internal(&error.to_string())),
    }
}
