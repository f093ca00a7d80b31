//! Single sign-on with the national portal, and its end.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::state::{Applicant, ProvincialBrowser};
use super::{ProvincialForm, ProvincialGuest, is_open_to_citizens};
use crate::chance::Chance;
use crate::outbound::relying_party::{Callback, LoginError, LoginWish, SignedIn};
use crate::server::App;
use crate::server::body::FormBody;
use crate::server::call::RequestFacts;
use crate::server::pages::{BrowserState as _, PageFailure, remember_calls, return_to};
use crate::server::problem::Problem;
use crate::server::started_logins::StartedLogin;
use crate::server::told_logout;

/// What the province asks the portal to share.
const SCOPE: &str = "openid profile citizen";

/// `?return_to=`.
#[derive(Deserialize, Debug)]
pub struct Onward {
    #[serde(default)]
    return_to: String,
}

/// Sends the browser to the national portal.
pub async fn to_portal(
    mut guest: ProvincialGuest,
    onward: web::Query<Onward>,
) -> Result<HttpResponse, PageFailure> {
    let onward = return_to(&onward.return_to, &["/hatinh"]).unwrap_or("/hatinh");
    let wish = LoginWish {
        scope: SCOPE,
        ui_locales: Some(guest.say("vi", "en")),
        ..LoginWish::default()
    };
    let app = guest.app.clone();
    let (started, calls) = app
        .hatinh
        .begin(&app.shared.outbound, &wish, Chance, guest.now)
        .await;
    guest.change(|browser| remember_calls(&mut browser.calls, calls));
    match started {
        Ok(start) => {
            let url = start.url.clone();
            let return_to = onward.to_owned();
            guest.change(|browser| browser.logins.begin(StartedLogin { start, return_to }));
            Ok(guest.see_other(&url))
        }
        Err(error) => Ok(home_with(guest, &error)),
    }
}

/// The end of a login.
pub async fn from_portal(
    mut guest: ProvincialGuest,
    callback: web::Query<Callback>,
) -> Result<HttpResponse, PageFailure> {
    let begun = guest.change(|browser| browser.logins.take(callback.state.as_deref()));
    let Some(begun) = begun else {
        return Ok(home_with(guest, &LoginError::StateUnknown));
    };
    let app = guest.app.clone();
    let (signed_in, calls) = app
        .hatinh
        .finish(&app.shared.outbound, &begun.start, &callback, guest.now)
        .await;
    guest.change(|browser| remember_calls(&mut browser.calls, calls));
    let applicant = match signed_in {
        Ok(signed_in) => applicant_of(&signed_in),
        Err(error) => return Ok(home_with(guest, &error)),
    };
    if !applicant.is_officer && !is_open_to_citizens(&guest) {
        return Ok(guest.see_other("/hatinh"));
    }
    guest.renew(|browser| browser.signed_in = Some(applicant))?;
    Ok(guest.see_other(&begun.return_to))
}

/// Ends the session here and at the portal.
pub async fn log_out(form: ProvincialForm) -> Result<HttpResponse, PageFailure> {
    let mut guest = form.guest;
    let Some(applicant) = guest.state().signed_in.clone() else {
        return Ok(guest.see_other("/hatinh"));
    };
    guest.renew(|browser| {
        *browser = ProvincialBrowser::default();
    })?;
    let app = guest.app.clone();
    let back = format!("{}/hatinh/", app.provider.public_url());
    let (at_portal, calls) = app
        .hatinh
        .logout_url(
            &app.shared.outbound,
            &applicant.id_token,
            &back,
            "",
            guest.now,
        )
        .await;
    guest.change(|browser| remember_calls(&mut browser.calls, calls));
    Ok(guest.see_other(at_portal.as_deref().unwrap_or("/hatinh")))
}

/// OpenID Connect Back-Channel Logout: the portal says that a login ended.
pub async fn told_by_portal(
    app: web::Data<App>,
    facts: RequestFacts,
    FormBody(fields): FormBody,
) -> Result<HttpResponse, Problem> {
    let Some(token) =
        told_logout::read(&app, &app.hatinh, &fields, app.world.token_time(facts.at)).await
    else {
        return Ok(told_logout::refused());
    };
    let is_meant = |browser: &ProvincialBrowser| {
        let signed_in = browser.signed_in.as_ref();
        signed_in.is_some_and(|one| token.means(&one.subject, one.sid.as_deref()))
    };
    ProvincialBrowser::sessions(&app).change_all(is_meant, ProvincialBrowser::forget_person);
    Ok(told_logout::done())
}

fn home_with(mut guest: ProvincialGuest, error: &LoginError) -> HttpResponse {
    let notice = error.message(guest.language);
    guest.change(|browser| browser.notice = Some(notice.to_owned()));
    guest.see_other("/hatinh")
}

fn applicant_of(signed_in: &SignedIn) -> Applicant {
    let text = |name: &str| signed_in.claims.get(name)?.as_str().map(str::to_owned);
    Applicant {
        full_name: text("name").unwrap_or_else(|| signed_in.subject.clone()),
        number: text("personal_number"),
        date_of_birth: text("birthdate"),
        is_officer: text("account_type").as_deref() == Some("officer"),
        subject: signed_in.subject.clone(),
        sid: signed_in.sid.clone(),
        id_token: signed_in.id_token.clone(),
    }
}
