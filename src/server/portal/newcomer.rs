//! A citizen whom VNeID knows and no account belongs to: makes an account, or links one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::attempt::change_link;
use super::callback::enter_with;
use super::login::check_password;
use super::notice::{NoticeText, take_notice};
use super::state::{Newcomer, Notice};
use super::{PortalForm, PortalGuest};
use crate::linking;
use crate::server::pages::{Chrome, PageFailure};

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
        full_name: newcomer.full_name.to_string(),
        number: newcomer.number.to_string(),
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
    let account = check_password(&form.guest, username, password).await?;
    let mut guest = form.guest;
    let username = match account {
        Ok(account) => account.username.clone(),
        Err(error) => {
            let notice = Notice::Text(NoticeText {
                tone: "bad",
                text: error.message(guest.language),
            });
            guest.change(|browser| browser.notice = Some(notice));
            return Ok(guest.see_other("/portal/vneid-account"));
        }
    };
    let (linked, number) = (username.clone(), newcomer.number);
    let edge = change_link(&guest, move |app, now| {
        linking::link_from_vneid(&app.world, &linked, number, now)
    })
    .await?;
    guest.change(|browser| browser.notice = Some(Notice::Walked(edge)));
    let owner = guest.app.world.portal().account_linked_to(newcomer.number);
    if owner.is_none_or(|owner| owner.username != username) {
        return Ok(guest.see_other("/portal/vneid-account"));
    }
    enter_with(guest, &username, newcomer.login, newcomer.return_to)
}

async fn create(mut guest: PortalGuest, newcomer: Newcomer) -> Result<HttpResponse, PageFailure> {
    let Newcomer {
        number,
        full_name,
        date_of_birth,
        login,
        return_to,
    } = newcomer;
    let (edge, username) = change_link(&guest, move |app, now| {
        linking::create_from_vneid(&app.world, number, full_name, date_of_birth, now)
    })
    .await?;
    guest.change(|browser| browser.notice = Some(Notice::Walked(edge)));
    enter_with(guest, &username, login, return_to)
}
