//! "Đăng xuất", and being told by VNeID that a login ended there.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::notice::LOGGED_OUT;
use super::state::{Notice, PortalBrowser};
use super::{PortalForm, PortalGuest};
#[cfg(test)]
use crate::domain::language::Language;
use crate::server::App;
use crate::server::body::FormBody;
use crate::server::call::RequestFacts;
use crate::server::logout_notices::send_notices;
use crate::server::pages::{BrowserState as _, Chrome, PageFailure, remember_calls};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::problem::Problem;
use crate::server::told_logout;

#[derive(Template)]
#[template(path = "portal/sign_out.html")]
struct SignOutPage {
    chrome: Chrome,
    request: String,
}

/// A provincial system sent the citizen here to log out, without saying who it speaks of.
#[derive(Deserialize, Debug)]
pub struct Request {
    #[serde(default)]
    request: String,
}

/// Asks before it logs out.
pub async fn ask(
    guest: PortalGuest,
    query: web::Query<Request>,
) -> Result<HttpResponse, PageFailure> {
    let page = SignOutPage {
        chrome: guest.chrome(),
        request: query.into_inner().request,
    };
    guest.page(StatusCode::OK, &page)
}

/// Ends the session here, at the provincial systems that were entered from here and, if it was a login
/// with VNeID, there too.
pub async fn log_out(form: PortalForm) -> Result<HttpResponse, PageFailure> {
    let request = form.field("request").to_owned();
    let mut guest = form.guest;
    let app = guest.app.clone();
    let signed_in = guest.state().signed_in.clone();
    let session = signed_in.as_ref().map(|one| one.sign_on.as_str());
    let ended = app
        .provider
        .confirm_logout(&app.world, &request, session, guest.now)
        .map_err(|error| guest.internal(&format!("{error:?}")))?;
    guest.renew(|browser| {
        *browser = PortalBrowser {
            notice: Some(Notice::Said(LOGGED_OUT)),
            ..PortalBrowser::default()
        };
    })?;
    let mut calls = send_notices(&app, ended.notices, guest.now).await;
    let back = ended
        .return_to
        .unwrap_or_else(|| format!("{}/portal/", app.provider.public_url()));
    let Some(login) = signed_in.and_then(|one| one.vneid) else {
        guest.change(|browser| remember_calls(&mut browser.calls, calls));
        return Ok(guest.see_other(&back));
    };
    // VNeID sends people back to the portal only; a provincial system that asked is told anyway.
    let home = format!("{}/portal/", app.provider.public_url());
    let (at_vneid, more) = app
        .portal
        .vneid
        .logout_url(&app.shared.outbound, &login.id_token, &home, "", guest.now)
        .await;
    calls.extend(more);
    guest.change(|browser| remember_calls(&mut browser.calls, calls));
    Ok(guest.see_other(at_vneid.as_deref().unwrap_or(&back)))
}

/// OpenID Connect Back-Channel Logout: VNeID says that a login ended. Provincial systems that were entered with
/// it are told in turn (section 2.7: an RP that is also an OP hands the logout on).
pub async fn told_by_vneid(
    app: web::Data<App>,
    facts: RequestFacts,
    FormBody(fields): FormBody,
) -> Result<HttpResponse, Problem> {
    let Some(token) = told_logout::read(
        &app,
        &app.portal.vneid,
        &fields,
        app.world.token_time(facts.at),
    )
    .await
    else {
        return Ok(told_logout::refused());
    };
    let is_meant = |browser: &PortalBrowser| {
        let signed_in = browser.signed_in.as_ref();
        let login = signed_in
            .and_then(|one| one.vneid.as_ref())
            .or(browser.newcomer.as_ref().map(|newcomer| &newcomer.login));
        login.is_some_and(|login| token.means(&login.subject, login.sid.as_deref()))
    };
    let mut sign_ons = Vec::new();
    PortalBrowser::sessions(&app).change_all(is_meant, |browser| {
        sign_ons.extend(browser.signed_in.take().map(|one| one.sign_on));
        browser.forget_person();
    });
    for sign_on in sign_ons {
        let notices = app
            .provider
            .sign_off(&app.world, &sign_on, app.world.token_time(facts.at));
        let notices = notices.map_err(|error| Problem::internal(format!("{error:?}")))?;
        send_notices(&app, notices, app.world.token_time(facts.at)).await;
    }
    Ok(told_logout::done())
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let page = SignOutPage {
        chrome: Chrome::sample(Site::Portal, language),
        request: "\"><b>".to_owned(),
    };
    vec![("portal/sign_out.html", rendered(&page))]
}
