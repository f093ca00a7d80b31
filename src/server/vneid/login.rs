//! The login page of VNeID: password, app, or a person picked from a list; then the consent.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::people::{PersonRow, Trouble, find};
use super::qr;
use super::state::SignedIn;
use super::{VneidForm, VneidGuest};
use crate::chance::Chance;
use crate::domain::citizen_number::PersonalNumber;
use crate::domain::login::{Issuer, Proof};
use crate::identity::{self, Denial, Need, VNEID_PASSWORD};
use crate::server::pages::{Chrome, MarkedField, PageFailure, PageProblem};

/// How long "time out" keeps the browser waiting; gateways give up after about a minute.
const TIME_OUT: Duration = Duration::from_secs(60);

#[derive(Template)]
#[template(path = "vneid/login.html")]
struct LoginPage {
    chrome: Chrome,
    client: String,
    message: Option<String>,
    address: String,
    number: String,
    approver: String,
    password: &'static str,
    qr_size: i32,
    qr_path: String,
    query: String,
    found_text: Option<String>,
    people: Vec<PersonRow>,
    troubles: Vec<TroubleButton>,
}

#[derive(Clone, Debug)]
struct TroubleButton {
    action: &'static str,
    label: &'static str,
}

#[derive(Template)]
#[template(path = "vneid/consent.html")]
struct ConsentPage {
    chrome: Chrome,
    client: String,
    address: String,
    fields: Vec<MarkedField>,
}

/// What was typed into the search.
#[derive(Deserialize, Debug)]
pub struct Search {
    #[serde(default)]
    q: String,
}

/// The page that this login needs next: login, consent, or back to the portal.
pub async fn show(
    guest: VneidGuest,
    id: web::Path<String>,
    search: web::Query<Search>,
) -> Result<HttpResponse, PageFailure> {
    match need(&guest, &id)? {
        Need::Login => login_page(guest, &id, &search.q).await,
        Need::Consent => consent_page(guest, &id),
        Need::Redirect(url) => Ok(guest.see_other(&url)),
        Need::Nothing => complete(&guest, &id),
    }
}

/// A button of the login page or the consent was pressed.
pub async fn answer(
    form: VneidForm,
    id: web::Path<String>,
) -> Result<HttpResponse, PageFailure> {
    let action = form.field("action").to_owned();
    let number = form.field("number").to_owned();
    let password = form.raw_field("password").to_owned();
    let guest = form.guest;
    if let Some(trouble) = Trouble::ALL.into_iter().find(|one| one.action() == action) {
        let number = trouble.number(&guest.app).unwrap_or_default();
        return sign_in(guest, &id, &number, None).await;
    }
    match action.as_str() {
        "deny" => deny(&guest, &id, Denial::ByPerson),
        "timeout" => {
            // Cut short when the server is told to stop.
            let _either = tokio::time::timeout(TIME_OUT, guest.app.stopping.cancelled()).await;
            deny(&guest, &id, Denial::TimedOut)
        }
        "consent" => {
            agree(&guest, &id)?;
            complete(&guest, &id)
        }
        "approve" => sign_in(guest, &id, &number, None).await,
        // A word nobody has as password, for whoever is named or the first persona.
        "wrong_password" => {
            let number = Trouble::anybody(&guest.app).unwrap_or_default();
            sign_in(guest, &id, &number, Some("mat-khau-sai".to_owned())).await
        }
        _ => sign_in(guest, &id, &number, Some(password)).await,
    }
}
