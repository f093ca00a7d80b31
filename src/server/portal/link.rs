//! The screen after the login that asks for the number and compares it with the population database.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::attempt::{attempt, change_link};
use super::notice::{LOG_IN_FIRST, NoticeText, take_notice};
use super::state::Notice;
use super::{Onward, PortalForm, PortalGuest, onward, onward_to, signed_in_account};
use crate::linking::{self, Screen};
use crate::server::pages::{Chrome, PageFailure};

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
    let Some((_, account)) = signed_in_account(&guest) else {
        return Ok(log_in_first(guest, onward_to.to()));
    };
    if account.link.state.holds_number() {
        return Ok(guest.see_other(onward_to.to()));
    }
    let notice = take_notice(&mut guest);
    let page = LinkPage {
        chrome: guest.chrome(),
        notice,
        return_to: onward_to.to().to_owned(),
        number: String::new(),
        number_is_wrong: false,
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
        Notice::Walked(change_link(&guest, move |app, now| linking::skip(&app.world, &username, now)).await?)
    } else {
        attempt(&mut guest, &account, &number, Screen::AfterLogin).await?
    };
    let account = guest.app.world.portal().account(&account.username);
    let goes_on = skips || account.is_some_and(|account| account.link.state.holds_number());
    guest.change(|state| state.notice = Some(notice));
    if goes_on {
        return Ok(guest.see_other(&return_to));
    }
    Ok(guest.see_other(&format!("/portal/link?{}", onward(&return_to))))
}

/// Sends somebody who is not signed in to the login, and back here afterwards.
pub fn log_in_first(mut guest: PortalGuest, here: &str) -> HttpResponse {
    guest.change(|state| state.notice = Some(Notice::Said(LOG_IN_FIRST)));
    guest.see_other(&format!("/portal/login?{}", onward(here)))
}

/// The number that would match this test account; the page says it, since this is a mock.
pub fn would_match(guest: &PortalGuest, username: &str) -> Option<String> {
    let account = guest.app.portal.accounts.documented_account(username)?;
    account.cccd.map(|number| number.to_string())
}
