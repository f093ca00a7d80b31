//! The screen after the login that asks for the number and compares it with the population database.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::attempt::{change_link, notice_of, submit, take_typed};
use super::notice::{LOG_IN_FIRST, NoticeText, take_notice};
use super::state::Notice;
use super::state::SignedIn;
use super::{Onward, PortalForm, PortalGuest, onward, onward_to, signed_in_account};
#[cfg(test)]
use crate::domain::language::Language;
use crate::domain::linking::LinkState;
use crate::domain::portal_account::PortalAccount;
use crate::linking::steps;
use crate::linking::submission::Screen;
use crate::server::pages::{Chrome, PageFailure};
#[cfg(test)]
use crate::server::pages::{Site, rendered};

#[derive(Template)]
#[template(path = "portal/link.html")]
struct LinkPage {
    chrome: Chrome,
    notice: Option<NoticeText>,
    return_to: String,
    number: String,
    number_is_wrong: bool,
    would_match: Option<String>,
    full_name: String,
    date_of_birth: String,
}

/// The screen.
pub async fn ask(
    mut guest: PortalGuest,
    onward_to: web::Query<Onward>,
) -> Result<HttpResponse, PageFailure> {
    let Some((_, account)) = refreshed_account(&mut guest).await? else {
        return Ok(log_in_first(guest, onward_to.to()));
    };
    if account.link.state == LinkState::Linked {
        return Ok(guest.see_other(onward_to.to()));
    }
    let notice = take_notice(&mut guest);
    let typed = take_typed(&mut guest);
    let page = LinkPage {
        chrome: guest.chrome(),
        notice,
        return_to: onward_to.to().to_owned(),
        number: typed.text,
        number_is_wrong: typed.is_wrong,
        would_match: would_match(&guest, &account.username),
        full_name: account.full_name.to_string(),
        date_of_birth: account.date_of_birth.vietnamese(),
    };
    guest.page(StatusCode::OK, &page)
}

/// The form came back: "Cập nhật" or "Bỏ qua".
pub async fn answer(form: PortalForm) -> Result<HttpResponse, PageFailure> {
    let return_to = onward_to(form.field("return_to")).to_owned();
    let number = form.field("number").to_owned();
    let skips = form.field("action") == "skip";
    let mut guest = form.guest;
    let Some((_, account)) = signed_in_account(&guest) else {
        return Ok(log_in_first(guest, &return_to));
    };
    let notice = if skips {
        let username = account.username.clone();
        notice_of(change_link(&guest, move |app, _now| steps::skip(&app.world, &username)).await?)
    } else {
        submit(&mut guest, &account, &number, Screen::AfterLogin).await?
    };
    let account = guest.app.world.portal().account(&account.username);
    let goes_on = skips || account.is_some_and(|account| account.link.state == LinkState::Linked);
    guest.change(|state| state.notice = Some(notice));
    if goes_on {
        return Ok(guest.see_other(&return_to));
    }
    Ok(guest.see_other(&format!("/portal/link?{}", onward(&return_to))))
}

/// Who is signed in, with a lock walked out of if its time is over; that is said on the page.
pub async fn refreshed_account(
    guest: &mut PortalGuest,
) -> Result<Option<(SignedIn, std::sync::Arc<PortalAccount>)>, PageFailure> {
    let Some((_, account)) = signed_in_account(guest) else {
        return Ok(None);
    };
    if account.link.locked_until.is_some() {
        let username = account.username.clone();
        let walked = change_link(guest, move |app, now| {
            steps::refresh(&app.world, &username, now)
        });
        if let Ok(Some(edge)) = walked.await? {
            guest.change(|state| state.notice = Some(Notice::Walked(edge)));
        }
    }
    Ok(signed_in_account(guest))
}

/// Sends somebody who is not signed in to the login, and back here afterwards.
pub fn log_in_first(mut guest: PortalGuest, here: &str) -> HttpResponse {
    guest.change(|state| state.notice = Some(Notice::Said(LOG_IN_FIRST)));
    guest.see_other(&format!("/portal/login?{}", onward(here)))
}

/// The number that would match this test account; the page says it, since this is a mock.
pub fn would_match(guest: &PortalGuest, username: &str) -> Option<String> {
    let entry = guest.app.portal.accounts.entry(username)?;
    entry.cccd.map(|number| number.to_string())
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let page = |notice, would_match: Option<&str>| LinkPage {
        chrome: Chrome::sample(Site::Portal, language),
        notice,
        return_to: "/portal".to_owned(),
        number: "\"><b>".to_owned(),
        number_is_wrong: true,
        would_match: would_match.map(str::to_owned),
        full_name: "<b>&\"'".to_owned(),
        date_of_birth: "12/05/1985".to_owned(),
    };
    vec![
        ("portal/link.html", rendered(&page(None, None))),
        (
            "portal/link.html",
            rendered(&page(Some(NoticeText::sample()), Some("042085000488"))),
        ),
    ]
}
