//! A citizen whom VNeID knows and no account belongs to: makes an account, or links one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::attempt::change_link;
use super::callback::{Arrival, link_and_enter};
use super::login::{check_password, enter};
use super::notice::{NoticeText, take_notice};
use super::state::{Newcomer, Notice};
use super::{PortalForm, PortalGuest};
use crate::chance::Chance;
#[cfg(test)]
use crate::domain::language::Language;
use crate::linking::sign_in::SignIn;
use crate::linking::vneid;
use crate::server::pages::{Chrome, PageFailure};
#[cfg(test)]
use crate::server::pages::{Site, rendered};

#[derive(Template)]
#[template(path = "portal/newcomer.html")]
struct NewcomerPage {
    chrome: Chrome,
    notice: Option<NoticeText>,
    full_name: String,
    number: String,
}

/// The choice.
pub async fn ask(mut guest: PortalGuest) -> Result<HttpResponse, PageFailure> {
    let Some(newcomer) = guest.state().newcomer.clone() else {
        return Ok(guest.see_other("/portal/login"));
    };
    let notice = take_notice(&mut guest);
    let page = NewcomerPage {
        chrome: guest.chrome(),
        notice,
        full_name: newcomer.person.full_name.to_string(),
        number: newcomer.person.number.to_string(),
    };
    guest.page(StatusCode::OK, &page)
}

/// "Tạo tài khoản" or "Liên kết".
pub async fn answer(form: PortalForm) -> Result<HttpResponse, PageFailure> {
    let Some(newcomer) = form.guest.state().newcomer.clone() else {
        return Ok(form.guest.see_other("/portal/login"));
    };
    if form.field("action") == "create" {
        return create(form.guest, newcomer).await;
    }
    let (username, password) = (form.field("username"), form.raw_field("password"));
    let sign_in = check_password(&form.guest, username, password).await?;
    let mut guest = form.guest;
    let account = match sign_in {
        SignIn::Accepted(account) => account,
        refused @ (SignIn::Refused | SignIn::LockedUntil(_)) => {
            let notice = Notice::Text(NoticeText::refused(&refused, guest.language));
            guest.change(|browser| browser.notice = Some(notice));
            return Ok(guest.see_other("/portal/vneid-account"));
        }
    };
    let arrival = Arrival {
        person: newcomer.person,
        login: newcomer.login,
    };
    link_and_enter(
        guest,
        &account.username,
        arrival,
        newcomer.return_to,
        "/portal/vneid-account",
    )
    .await
}

async fn create(mut guest: PortalGuest, newcomer: Newcomer) -> Result<HttpResponse, PageFailure> {
    let person = newcomer.person.clone();
    let created = change_link(&guest, move |app, _now| {
        vneid::create_from_vneid(&app.world, Chance, &person)
    });
    match created.await? {
        Ok((edge, account)) => {
            guest.change(|browser| browser.notice = Some(Notice::Walked(edge)));
            enter(guest, &account, Some(newcomer.login), newcomer.return_to).await
        }
        Err(notice) => {
            guest.change(|browser| browser.notice = Some(notice));
            Ok(guest.see_other("/portal/vneid-account"))
        }
    }
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let page = NewcomerPage {
        chrome: Chrome::sample(Site::Portal, language),
        notice: Some(NoticeText::sample()),
        full_name: "<b>&\"'".to_owned(),
        number: "042085000488".to_owned(),
    };
    vec![("portal/newcomer.html", rendered(&page))]
}
