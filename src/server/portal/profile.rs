//! "Thông tin cá nhân" and "Thông tin định danh": where a number is linked later, looked at again or taken
//! away.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::attempt::{change_link, notice_of, recheck, submit, take_typed};
use super::link::{log_in_first, refreshed_account, would_match};
use super::notice::{CORRECTED, NoticeText, take_notice};
use super::state::{Notice, TypedNumber};
use super::{PortalForm, PortalGuest, identity_fields, signed_in_account};
#[cfg(test)]
use crate::domain::language::Language;
use crate::domain::linking::LinkState;
use crate::domain::portal_account::AccountKind;
use crate::linking::steps;
use crate::linking::submission::Screen;
use crate::server::pages::{Chrome, MarkedField, PageFailure};
#[cfg(test)]
use crate::server::pages::{Site, rendered};

#[derive(Template)]
#[template(path = "portal/profile.html")]
struct ProfilePage {
    chrome: Chrome,
    notice: Option<NoticeText>,
    fields: Vec<MarkedField>,
}

#[derive(Template)]
#[template(path = "portal/identity.html")]
struct IdentityPage {
    chrome: Chrome,
    notice: Option<NoticeText>,
    fields: Vec<MarkedField>,
    correctable: Option<Correctable>,
    waits_for_confirmation: bool,
    asks_for_number: bool,
    is_linked: bool,
    typed: TypedNumber,
    would_match: Option<String>,
}

/// Name and date, while the registry has not confirmed them.
#[derive(Clone, Debug)]
struct Correctable {
    full_name: String,
    date_of_birth: String,
}

/// The account.
pub async fn show(mut guest: PortalGuest) -> Result<HttpResponse, PageFailure> {
    let Some((_, account)) = signed_in_account(&guest) else {
        return Ok(log_in_first(guest, "/portal/profile"));
    };
    let field = |label, value: Option<String>| MarkedField {
        label,
        value: value.unwrap_or_else(|| guest.say("(chưa có)", "(none yet)").to_owned()),
        confirmed: false,
    };
    let kind = match account.kind {
        AccountKind::Citizen => guest.say("Công dân", "Citizen"),
        AccountKind::Officer => guest.say("Cán bộ", "Officer"),
    };
    let fields = vec![
        field(
            guest.say("Tên đăng nhập", "User name"),
            Some(account.username.to_string()),
        ),
        field(guest.say("Đối tượng", "Kind"), Some(kind.to_owned())),
        field(
            guest.say("Họ và tên", "Full name"),
            Some(account.full_name.to_string()),
        ),
        field(
            guest.say("Thư điện tử", "E-mail"),
            account.email.as_deref().map(str::to_owned),
        ),
        field(
            guest.say("Số điện thoại", "Mobile"),
            account.mobile.as_deref().map(str::to_owned),
        ),
    ];
    let notice = take_notice(&mut guest);
    let chrome = guest.chrome();
    guest.page(
        StatusCode::OK,
        &ProfilePage {
            chrome,
            notice,
            fields,
        },
    )
}

/// The number and what the registry confirmed.
pub async fn identity(mut guest: PortalGuest) -> Result<HttpResponse, PageFailure> {
    let Some((_, account)) = refreshed_account(&mut guest).await? else {
        return Ok(log_in_first(guest, "/portal/profile/identity"));
    };
    let notice = take_notice(&mut guest);
    let typed = take_typed(&mut guest);
    let state = account.link.state;
    let page = IdentityPage {
        chrome: guest.chrome(),
        notice,
        fields: identity_fields(&guest, &account),
        correctable: (account.link.confirmed.is_none()).then(|| Correctable {
            full_name: account.full_name.to_string(),
            date_of_birth: account.date_of_birth.vietnamese(),
        }),
        waits_for_confirmation: state == LinkState::Matched,
        asks_for_number: state != LinkState::Linked,
        is_linked: state.holds_number(),
        typed,
        would_match: would_match(&guest, &account.username),
    };
    guest.page(StatusCode::OK, &page)
}

/// "Cập nhật từ CSDL Quốc gia về Dân cư", "Cập nhật" or "Hủy liên kết".
pub async fn change(form: PortalForm) -> Result<HttpResponse, PageFailure> {
    let action = form.field("action").to_owned();
    let number = form.field("number").to_owned();
    let full_name = form.field("full_name").to_owned();
    let date_of_birth = form.field("date_of_birth").to_owned();
    let mut guest = form.guest;
    let Some((_, account)) = signed_in_account(&guest) else {
        return Ok(log_in_first(guest, "/portal/profile/identity"));
    };
    let username = account.username.clone();
    let notice = match action.as_str() {
        "confirm" => {
            let walked = change_link(&guest, move |app, _now| {
                steps::confirm(&app.world, &username)
            });
            notice_of(walked.await?)
        }
        "unlink" => {
            let walked = change_link(&guest, move |app, _now| {
                steps::unlink(&app.world, &username)
            });
            notice_of(walked.await?)
        }
        "correct" => {
            let corrected = change_link(&guest, move |app, _now| {
                steps::correct(&app.world, &username, &full_name, &date_of_birth)
            });
            match corrected.await? {
                Ok(()) => Notice::Said(CORRECTED),
                Err(notice) => notice,
            }
        }
        _ if account.link.state == LinkState::Linked => recheck(&mut guest, &account).await?,
        _ => submit(&mut guest, &account, &number, Screen::Profile).await?,
    };
    guest.change(|state| state.notice = Some(notice));
    Ok(guest.see_other("/portal/profile/identity"))
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let chrome = || Chrome::sample(Site::Portal, language);
    let fields = || vec![MarkedField::sample(true), MarkedField::sample(false)];
    let identity = |waits, asks: bool, linked| IdentityPage {
        chrome: chrome(),
        notice: Some(NoticeText::sample()),
        fields: fields(),
        correctable: asks.then(|| Correctable {
            full_name: "\"><b>".to_owned(),
            date_of_birth: "12/05/1985".to_owned(),
        }),
        waits_for_confirmation: waits,
        asks_for_number: asks,
        is_linked: linked,
        typed: TypedNumber {
            text: "<b>".to_owned(),
            is_wrong: asks,
        },
        would_match: asks.then(|| "042085000488".to_owned()),
    };
    vec![
        (
            "portal/profile.html",
            rendered(&ProfilePage {
                chrome: chrome(),
                notice: None,
                fields: fields(),
            }),
        ),
        (
            "portal/identity.html",
            rendered(&identity(false, true, false)),
        ),
        (
            "portal/identity.html",
            rendered(&identity(true, true, false)),
        ),
        (
            "portal/identity.html",
            rendered(&identity(false, false, true)),
        ),
    ]
}
