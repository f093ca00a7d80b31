//! Back from VNeID.

use actix_web::{HttpResponse, web};

use super::attempt::{change_link, notice_of};
use super::login::{LEVEL_WANTED, enter};
use super::notice::{LEVEL_TOO_LOW, NoticeText};
use super::state::{Newcomer, Notice, VneidLogin};
use super::{PortalGuest, onward, signed_in_account};
use crate::domain::birth_date::BirthDate;
use crate::domain::card::IdentityLevel;
use crate::domain::citizen_number::{Gender, PersonalNumber};
use crate::domain::name::FullName;
use crate::linking::vneid::{self, VneidPerson};
use crate::outbound::relying_party::{Callback, LoginError, SignedIn, TokenFault};
use crate::server::pages::{PageFailure, remember_calls};

/// Another provider than ours may leave out what the portal needs.
const NUMBER_MISSING: LoginError = LoginError::TokenInvalid(TokenFault::Claim("personal_number"));

/// What a login tells of the citizen.
pub struct Arrival {
    /// The citizen.
    pub person: VneidPerson,
    /// The login.
    pub login: VneidLogin,
}

/// The end of a login with VNeID.
pub async fn from_vneid(
    mut guest: PortalGuest,
    callback: web::Query<Callback>,
) -> Result<HttpResponse, PageFailure> {
    let begun = guest.change(|browser| browser.logins.take(callback.state.as_deref()));
    let Some(begun) = begun else {
        return Ok(failed(guest, &LoginError::StateUnknown, "/portal"));
    };
    let app = guest.app.clone();
    let (signed_in, calls) = app
        .portal
        .vneid
        .finish(&app.shared.outbound, &begun.start, &callback, guest.now)
        .await;
    guest.change(|browser| remember_calls(&mut browser.calls, calls));
    let arrival = match signed_in.map(arrival_of) {
        Ok(Some(told)) => told,
        Ok(None) => return Ok(failed(guest, &NUMBER_MISSING, &begun.return_to)),
        Err(error) => return Ok(failed(guest, &error, &begun.return_to)),
    };
    if arrival.login.level < LEVEL_WANTED {
        let notice = NoticeText::said(LEVEL_TOO_LOW, guest.language);
        return Ok(back_to_login(guest, notice, &begun.return_to));
    }
    admit(guest, arrival, begun.return_to).await
}

/// Into the account that has the number; without one, the citizen makes or links an account.
async fn admit(
    mut guest: PortalGuest,
    arrival: Arrival,
    return_to: String,
) -> Result<HttpResponse, PageFailure> {
    let number = arrival.person.number;
    if let Some((_, account)) = signed_in_account(&guest) {
        // Signed in already: VNeID proves the number of this very account.
        return link_and_enter(
            guest,
            &account.username,
            arrival,
            return_to,
            "/portal/profile/identity",
        )
        .await;
    }
    let entered = change_link(&guest, move |app, _now| {
        vneid::log_in_from_vneid(&app.world, number)
    });
    match entered.await? {
        Ok(Some((edge, account))) => {
            guest.change(|browser| browser.notice = Some(Notice::Walked(edge)));
            enter(guest, &account, Some(arrival.login), return_to).await
        }
        Ok(None) => {
            guest.renew(|browser| {
                browser.newcomer = Some(Newcomer {
                    person: arrival.person,
                    login: arrival.login,
                    return_to,
                });
            })?;
            Ok(guest.see_other("/portal/vneid-account"))
        }
        Err(notice) => {
            guest.change(|browser| browser.notice = Some(notice));
            Ok(guest.see_other("/portal/login"))
        }
    }
}

/// Links the account with the number that VNeID proved and signs in to it; where that cannot be, the
/// reason is said at `otherwise`.
pub async fn link_and_enter(
    mut guest: PortalGuest,
    username: &str,
    arrival: Arrival,
    return_to: String,
    otherwise: &str,
) -> Result<HttpResponse, PageFailure> {
    let (linked, number) = (username.to_owned(), arrival.person.number);
    let walked = change_link(&guest, move |app, _now| {
        vneid::link_from_vneid(&app.world, &linked, number)
    });
    let notice = notice_of(walked.await?);
    guest.change(|browser| browser.notice = Some(notice));
    match guest.app.world.portal().account_linked_to(number) {
        Some(owner) if *owner.username == *username => {
            enter(guest, &owner, Some(arrival.login), return_to).await
        }
        Some(_) | None => Ok(guest.see_other(otherwise)),
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

fn arrival_of(signed_in: SignedIn) -> Option<Arrival> {
    let text = |name: &str| signed_in.claims.get(name)?.as_str();
    let person = VneidPerson {
        number: PersonalNumber::parse(text("personal_number")?).ok()?,
        full_name: FullName::parse(text("name")?).ok()?,
        date_of_birth: BirthDate::parse(text("birthdate")?).ok()?,
        gender: text("gender").and_then(gender_of),
        email: None,
        mobile: None,
    };
    Some(Arrival {
        person,
        login: VneidLogin {
            // A provider that reaches none of the levels asked for tells none.
            level: signed_in
                .acr
                .as_deref()
                .and_then(IdentityLevel::from_acr)
                .unwrap_or(IdentityLevel::One),
            subject: signed_in.subject,
            sid: signed_in.sid,
            id_token: signed_in.id_token,
        },
    })
}

/// The words of OpenID Connect Core 5.1.
fn gender_of(word: &str) -> Option<Gender> {
    [Gender::Male, Gender::Female]
        .into_iter()
        .find(|gender| gender.as_str() == word)
}
