//! The front page of VNeID, and leaving it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::state::VneidBrowser;
use super::{VneidForm, VneidGuest};
#[cfg(test)]
use crate::domain::language::Language;
use crate::domain::login::Issuer;
use crate::identity::{LoggedOut, VNEID_PASSWORD};
use crate::server::logout_notices::send_notices;
use crate::server::pages::{Chrome, MarkedField, PageFailure};
#[cfg(test)]
use crate::server::pages::{Site, rendered};

#[derive(Template)]
#[template(path = "vneid/home.html")]
struct HomePage {
    chrome: Chrome,
    signed_in: bool,
    fields: Vec<MarkedField>,
    password: &'static str,
}

#[derive(Template)]
#[template(path = "vneid/sign_out.html")]
struct SignOutPage {
    chrome: Chrome,
    client: Option<String>,
    address: String,
}

/// Who is signed in, and what a developer looks for.
pub async fn show(guest: VneidGuest) -> Result<HttpResponse, PageFailure> {
    let app = &guest.app;
    let session = guest.state().signed_in.as_ref();
    let sign_on = session.and_then(|session| {
        app.provider
            .signed_on(&app.world, Issuer::Vneid, &session.sign_on, guest.now)
    });
    let field = |label, value| MarkedField {
        label,
        value,
        confirmed: false,
    };
    let fields = sign_on.as_ref().map(|sign_on| {
        let portals: Vec<&str> = sign_on.relying_parties.iter().map(|id| &**id).collect();
        vec![
            field(
                guest.say("Số định danh", "Personal number"),
                sign_on.subject.identifier(),
            ),
            field(
                guest.say("Mức độ", "Level"),
                sign_on.level.digit().to_string(),
            ),
            field(
                guest.say("Đã đăng nhập vào", "Logged in to"),
                if portals.is_empty() {
                    guest.say("(chưa có)", "(none yet)").to_owned()
                } else {
                    portals.join(", ")
                },
            ),
        ]
    });
    let page = HomePage {
        chrome: guest.chrome(),
        signed_in: fields.is_some(),
        fields: fields.unwrap_or_default(),
        password: VNEID_PASSWORD,
    };
    guest.page(StatusCode::OK, &page)
}

/// A portal sent the browser here to log out, without saying who it speaks of.
pub async fn ask_to_leave(
    guest: VneidGuest,
    id: web::Path<String>,
) -> Result<HttpResponse, PageFailure> {
    let app = &guest.app;
    let request = app.provider.logout_request(&app.world, &id, guest.now);
    let client = request.and_then(|(_, client)| client);
    let page = SignOutPage {
        chrome: guest.chrome(),
        client: client.map(|client| guest.say(&client.name_vi, &client.name_en).to_string()),
        address: format!("/vneid/sign-out/{id}"),
    };
    guest.page(StatusCode::OK, &page)
}

/// The citizen agrees to it.
pub async fn leave(form: VneidForm, id: web::Path<String>) -> Result<HttpResponse, PageFailure> {
    end(form.guest, &id).await
}

/// The citizen logs out at VNeID itself.
pub async fn log_out(form: VneidForm) -> Result<HttpResponse, PageFailure> {
    end(form.guest, "").await
}

async fn end(mut guest: VneidGuest, id: &str) -> Result<HttpResponse, PageFailure> {
    let app = guest.app.clone();
    let session = guest.state().signed_in.as_ref();
    let session = session.map(|session| session.sign_on.clone());
    let LoggedOut { return_to, notices } = app
        .provider
        .confirm_logout(&app.world, id, session.as_deref(), guest.now)
        .map_err(|error| guest.internal(&format!("{error:?}")))?;
    guest.renew(|browser| *browser = VneidBrowser::default())?;
    send_notices(&app, notices, guest.now).await;
    Ok(guest.see_other(return_to.as_deref().unwrap_or("/vneid")))
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let chrome = || Chrome::sample(Site::Vneid, language);
    let home = |signed_in| HomePage {
        chrome: chrome(),
        signed_in,
        fields: vec![MarkedField::sample(false)],
        password: VNEID_PASSWORD,
    };
    let sign_out = |client: Option<&str>| SignOutPage {
        chrome: chrome(),
        client: client.map(str::to_owned),
        address: "/vneid/sign-out/abc".to_owned(),
    };
    vec![
        ("vneid/home.html", rendered(&home(false))),
        ("vneid/home.html", rendered(&home(true))),
        ("vneid/sign_out.html", rendered(&sign_out(None))),
        ("vneid/sign_out.html", rendered(&sign_out(Some("<b>")))),
    ]
}
