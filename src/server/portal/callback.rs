//! Back from VNeID.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::attempt::change_link;
use super::login::{LEVEL_WANTED, enter};
use super::notice::{LEVEL_TOO_LOW, NoticeText};
use super::state::{Newcomer, Notice, VneidLogin};
use super::{PortalGuest, onward, signed_in_account};
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::PersonalNumber;
use crate::domain::name::FullName;
use crate::linking;
use crate::outbound::relying_party::{Callback, LoginError, SignedIn, TokenFault};
use crate::server::pages::{PageFailure, remember_calls};

/// Another provider than ours may leave out what the portal needs.
const NUMBER_MISSING: LoginError = LoginError::TokenInvalid(TokenFault::Claim("personal_number"));

/// What VNeID sends the browser back with.
#[derive(Deserialize, Debug)]
pub struct Answer {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

/// What a login tells of the citizen.
struct Told {
    number: PersonalNumber,
    full_name: FullName,
    date_of_birth: BirthDate,
    login: VneidLogin,
}

/// The end of a login with VNeID.
pub async fn from_vneid(
    mut guest: PortalGuest,
    answer: web::Query<Answer>,
) -> Result<HttpResponse, PageFailure> {
    let state = answer.state.clone().unwrap_or_default();
    let Some(begun) = guest.change(|browser| browser.take_login(&state)) else {
        return Ok(failed(guest, &LoginError::StateUnknown, "/portal"));
    };
    let answer = answer.into_inner();
    let callback = Callback {
        code: answer.code,
        state: answer.state,
        iss: answer.iss,
        error: answer.error,
        error_description: answer.error_description,
    };
    let app = guest.app.clone();
    let (signed_in, calls) = app
        .portal
        .vneid
        .finish(&app.outbound, &begun.start, &callback, guest.now)
        .await;
    guest.change(|browser| remember_calls(&mut browser.calls, calls));
    let told = match signed_in.map(told_of) {
        Ok(Some(told)) => told,
        Ok(None) => return Ok(failed(guest, &NUMBER_MISSING, &begun.return_to)),
        Err(error) => return Ok(failed(guest, &error, &begun.return_to)),
    };
    if told.login.acr.as_deref() != Some(LEVEL_WANTED) {
        let notice = NoticeText::said(LEVEL_TOO_LOW, guest.language);
        return Ok(back_to_login(guest, notice, &begun.return_to));
    }
    admit(guest, told, begun.return_to).await
}

/// Into the account that has the number; without one, the citizen makes or links an account.
async fn admit(
    mut guest: PortalGuest,
    told: Told,
    return_to: String,
) -> Result<HttpResponse, PageFailure> {
    if let Some((_, account)) = signed_in_account(&guest) {
        // Signed in already: VNeID proves the number of this very account.
        let (username, number) = (account.username.clone(), told.number);
        let edge = change_link(&guest, move |app, now| {
            linking::link_from_vneid(&app.world, &username, number, now)
        })
        .await?;
        guest.change(|browser| browser.notice = Some(Notice::Walked(edge)));
        let now_linked = guest.app.world.portal().account_linked_to(told.number);
        if now_linked.is_none_or(|owner| owner.username != account.username) {
            return Ok(guest.see_other("/portal/profile/identity"));
        }
        return enter_with(guest, &account.username, told.login, return_to);
    }
    if let Some(account) = guest.app.world.portal().account_linked_to(told.number) {
        let username = account.username.clone();
        let number = told.number;
        let edge = change_link(&guest, move |app, now| {
            linking::link_from_vneid(&app.world, &username, number, now)
        })
        .await?;
        guest.change(|browser| browser.notice = Some(Notice::Walked(edge)));
        return enter_with(guest, &account.username, told.login, return_to);
    }
    guest.renew(|browser| {
        browser.newcomer = Some(Newcomer {
            number: told.number,
            full_name: told.full_name,
            date_of_birth: told.date_of_birth,
            login: told.login,
            return_to,
        });
    })?;
    Ok(guest.see_other("/portal/vneid-account"))
}

/// Signs in to an account as it is now.
pub fn enter_with(
    guest: PortalGuest,
    username: &str,
    login: VneidLogin,
    return_to: String,
) -> Result<HttpResponse, PageFailure> {
    match guest.app.world.portal().account(username) {
        Some(account) => enter(guest, &account, Some(login), return_to),
        None => Err(guest.internal("an account went away during a login")),
    }
}

fn failed(guest: PortalGuest, error: &LoginError, return_to: &str) -> HttpResponse {
    let notice = NoticeText::failed(error, guest.language);
    back_to_login(guest, notice, return_to)
}

fn back_to_login(mut guest: PortalGuest, notice: NoticeText, return_to: &str) -> HttpResponse {
    guest.change(|browser| browser.notice = Some(Notice::Text(notice)));
    guest.see_other(&format!("/portal/login?{}", onward(return_to)))
}

fn told_of(signed_in: SignedIn) -> Option<Told> {
    let text = |name: &str| signed_in.claims.get(name)?.as_str();
    Some(Told {
        number: PersonalNumber::parse(text("personal_number")?).ok()?,
        full_name: FullName::parse(text("name")?).ok()?,
        date_of_birth: BirthDate::parse(text("birthdate")?).ok()?,
        login: VneidLogin {
            acr: signed_in.acr.clone(),
            sid: signed_in.sid.clone(),
            id_token: signed_in.id_token.clone(),
        },
    })
}
