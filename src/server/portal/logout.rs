//! "Đăng xuất", and being told by VNeID that a login ended there.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::notice::LOGGED_OUT;
use super::state::{Notice, PortalBrowser};
use super::{PortalForm, PortalGuest};
use crate::identity::Issuer;
use crate::server::body::FormBody;
use crate::server::call::RequestFacts;
use crate::server::oidc::tell_relying_parties;
use crate::server::pages::{BrowserState as _, Chrome, PageFailure, remember_calls};
use crate::server::{App, problem::Problem};

#[derive(Template)]
#[template(path = "portal/log_out.html")]
struct LogOutPage {
    chrome: Chrome,
}

/// Asks before it logs out: a provincial system sent the citizen here without saying who it speaks of.
pub async fn ask(guest: PortalGuest) -> Result<HttpResponse, PageFailure> {
    if guest.state().signed_in.is_none() {
        return Ok(guest.see_other("/portal"));
    }
    let chrome = guest.chrome();
    guest.page(StatusCode::OK, &LogOutPage { chrome })
}

/// Ends the session here, at the provincial systems that were entered from here and, if it was a login
/// with VNeID, there too.
pub async fn log_out(form: PortalForm) -> Result<HttpResponse, PageFailure> {
    let mut guest = form.guest;
    let Some(signed_in) = guest.state().signed_in.clone() else {
        return Ok(guest.see_other("/portal"));
    };
    guest.renew(|browser| {
        *browser = PortalBrowser {
            notice: Some(Notice::Said(LOGGED_OUT)),
            calls: std::mem::take(&mut browser.calls),
            ..PortalBrowser::default()
        };
    })?;
    let calls = tell_relying_parties(&guest.app, Issuer::Dvcqg, &signed_in.sign_on, guest.now).await;
    let app = guest.app.clone();
    guest.change(|browser| remember_calls(&mut browser.calls, calls));
    let Some(login) = signed_in.vneid else {
        return Ok(guest.see_other("/portal"));
    };
    let back = format!("{}/portal", app.provider.public_url());
    let (at_vneid, calls) = app
        .portal
        .vneid
        .logout_url(&app.outbound, &login.id_token, &back, "", guest.now)
        .await;
    guest.change(|browser| remember_calls(&mut browser.calls, calls));
    Ok(guest.see_other(at_vneid.as_deref().unwrap_or("/portal")))
}

/// OpenID Connect Back-Channel Logout: VNeID says that a login ended.
pub async fn told_by_vneid(
    app: web::Data<App>,
    facts: RequestFacts,
    FormBody(fields): FormBody,
) -> Result<HttpResponse, Problem> {
    let token = fields
        .iter()
        .find(|(name, _)| name == "logout_token")
        .map_or("", |(_, value)| value.as_str());
    let (told, _calls) = app.portal.vneid.read_logout_token(&app.outbound, token, facts.at).await;
    let Ok(ended) = told else {
        return Ok(HttpResponse::BadRequest()
            .insert_header(("cache-control", "no-store"))
            .json(serde_json::json!({"error": "invalid_request"})));
    };
    let is_meant = |browser: &PortalBrowser| {
        let login = browser.signed_in.as_ref().and_then(|one| one.vneid.as_ref());
        login.is_some_and(|login| login.sid.is_some() && login.sid == ended.sid)
    };
    PortalBrowser::sessions(&app).change_all(is_meant, |browser| {
        browser.signed_in = None;
        browser.notice = Some(Notice::Said(LOGGED_OUT));
    });
    Ok(HttpResponse::Ok().insert_header(("cache-control", "no-store")).finish())
}
