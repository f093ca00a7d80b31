//! The login page of VNeID: password, app, or a person picked from a list; then the consent.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::people::{PersonRow, Trouble, find, somebody};
use super::state::{SignedIn, VneidBrowser};
use super::{VneidForm, VneidGuest, refusal};
use crate::domain::citizen_number::CitizenNumber;
#[cfg(test)]
use crate::domain::language::Language;
use crate::domain::login::{Issuer, Proof};
use crate::identity::{AuthorizeError, Interaction, Need, Proved, VNEID_PASSWORD};
use crate::server::logout_notices::send_notices;
use crate::server::pages::{Chrome, MarkedField, PageFailure, PageProblem, claim_labels};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::qr;
use crate::worlds::logins::Subject;

/// How long "time out" keeps the browser waiting; gateways give up after about a minute.
const TIME_OUT: Duration = Duration::from_mins(1);
/// What the button "wrong password" types.
const WRONG_PASSWORD: &str = "sai-mat-khau";

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
    is_search: bool,
    usable: Vec<PersonRow>,
    refused: Vec<PersonRow>,
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

/// The page that this login needs next: login, consent, or back to the relying party.
pub async fn show(
    guest: VneidGuest,
    id: web::Path<String>,
    search: web::Query<Search>,
) -> Result<HttpResponse, PageFailure> {
    let asked = guest
        .app
        .provider
        .interaction(&guest.app.world, &id, guest.now);
    let guest = match asked {
        Some(interaction) => guest.preferring(&interaction.request.ui_locales),
        None => guest,
    };
    let app = &guest.app;
    let session = session_of(&guest);
    let need = app.provider.needs(&app.world, &id, session, guest.now);
    match need.map_err(|_gone| guest.failure(PageProblem::LoginOver))? {
        Need::Login => login_page(guest, &id, &search.q).await,
        Need::Consent => consent_page(&guest, &id),
        Need::Nothing => complete(&guest, &id),
        Need::Refused(error) => deny(&guest, &id, error),
    }
}

/// A button of the login page or of the consent was pressed.
pub async fn answer(form: VneidForm, id: web::Path<String>) -> Result<HttpResponse, PageFailure> {
    let action = form.field("action").to_owned();
    let number = form.field("number").to_owned();
    let password = form.raw_field("password").to_owned();
    let guest = form.guest;
    if let Some(trouble) = Trouble::ALL.into_iter().find(|one| one.action() == action) {
        let number = trouble.number(&guest.app).unwrap_or_default();
        return sign_in(guest, &id, Proof::AppApproval, number, String::new()).await;
    }
    match action.as_str() {
        "deny" => deny(&guest, &id, AuthorizeError::DeniedByPerson),
        "timeout" => {
            guest.app.shared.stopping.wait_at_most(TIME_OUT).await;
            deny(&guest, &id, AuthorizeError::TimedOut)
        }
        "consent" => {
            let app = &guest.app;
            let session = session_of(&guest).unwrap_or_default();
            let agreed = app.provider.consent(&app.world, &id, session, guest.now);
            agreed.map_err(|_gone| guest.failure(PageProblem::LoginOver))?;
            complete(&guest, &id)
        }
        "approve" => sign_in(guest, &id, Proof::AppApproval, number, String::new()).await,
        "wrong_password" => {
            let number = somebody(&guest.app).unwrap_or_default();
            sign_in(
                guest,
                &id,
                Proof::Password,
                number,
                WRONG_PASSWORD.to_owned(),
            )
            .await
        }
        _ => sign_in(guest, &id, Proof::Password, number, password).await,
    }
}

/// Proves who it is by password or app, and goes on under a new session.
async fn sign_in(
    mut guest: VneidGuest,
    id: &str,
    proof: Proof,
    number: String,
    password: String,
) -> Result<HttpResponse, PageFailure> {
    let (app, now) = (guest.app.clone(), guest.now);
    if app.provider.interaction(&app.world, id, now).is_none() {
        return Err(guest.failure(PageProblem::LoginOver));
    }
    let tried = web::block({
        let app = app.clone();
        let number = number.clone();
        move || match proof {
            Proof::Password => app.provider.sign_in(&app.world, &number, &password, now),
            Proof::AppApproval | Proof::OtherProvider | Proof::Hint => {
                app.provider.approve_in_app(&app.world, &number)
            }
        }
    });
    let here = format!("/vneid/interaction/{id}");
    let signed_in = match tried
        .await
        .map_err(|error| guest.internal(&error.to_string()))?
    {
        Ok(signed_in) => signed_in,
        Err(error) => {
            let message = refusal::message(&error, guest.language)
                .ok_or_else(|| guest.internal(&format!("{error:?}")))?;
            guest.change(|browser| {
                browser.message = Some(message);
                browser.typed = number;
            });
            return Ok(guest.see_other(&here));
        }
    };
    let full_name = name_of(&guest, &signed_in.subject)?;
    let proved = Proved {
        issuer: Issuer::Vneid,
        subject: signed_in.subject,
        proofs: &[proof],
        level: signed_in.level,
    };
    let entered = app
        .provider
        .sign_on_again(&app.world, session_of(&guest), proved, now)
        .map_err(|error| guest.internal(&format!("{error:?}")))?;
    send_notices(&app, entered.notices, now).await;
    guest.renew(|browser| {
        *browser = VneidBrowser {
            signed_in: Some(SignedIn {
                sign_on: entered.session,
                full_name,
            }),
            ..VneidBrowser::default()
        };
    })?;
    Ok(guest.see_other(&here))
}

fn complete(guest: &VneidGuest, id: &str) -> Result<HttpResponse, PageFailure> {
    let app = &guest.app;
    let session = session_of(guest).unwrap_or_default();
    let url = app.provider.complete(&app.world, id, session, guest.now);
    let url = url.map_err(|_gone| guest.failure(PageProblem::LoginOver))?;
    Ok(guest.see_other(&url))
}

fn deny(guest: &VneidGuest, id: &str, error: AuthorizeError) -> Result<HttpResponse, PageFailure> {
    let app = &guest.app;
    let url = app.provider.deny(&app.world, id, error, guest.now);
    let url = url.map_err(|_gone| guest.failure(PageProblem::LoginOver))?;
    Ok(guest.see_other(&url))
}

async fn login_page(
    mut guest: VneidGuest,
    id: &str,
    typed: &str,
) -> Result<HttpResponse, PageFailure> {
    let interaction = interaction(&guest, id)?;
    let found = find(&guest, typed).await?;
    let (usable, refused) = found.people.into_iter().partition(|row| row.is_usable);
    let (message, typed_number) = if guest.state().message.is_some() {
        guest.change(|browser| (browser.message.take(), std::mem::take(&mut browser.typed)))
    } else {
        (None, String::new())
    };
    let hint = interaction
        .request
        .login_hint
        .as_deref()
        .unwrap_or_default();
    let number = if typed_number.is_empty() {
        hint
    } else {
        &typed_number
    };
    let address = format!("/vneid/interaction/{id}");
    let drawing = qr::draw(&format!("{}{address}", guest.app.provider.public_url()));
    let troubles = Trouble::ALL.into_iter();
    let page = LoginPage {
        chrome: guest.chrome(),
        client: client_name(&guest, &interaction),
        message,
        number: number.to_owned(),
        approver: if number.is_empty() {
            somebody(&guest.app).unwrap_or_default()
        } else {
            number.to_owned()
        },
        password: VNEID_PASSWORD,
        qr_size: drawing.size,
        qr_path: drawing.path,
        query: typed.to_owned(),
        found_text: found.text,
        is_search: !typed.trim().is_empty(),
        usable,
        refused,
        troubles: troubles
            .filter(|trouble| trouble.number(&guest.app).is_some())
            .map(|trouble| TroubleButton {
                action: trouble.action(),
                label: trouble.label(guest.language),
            })
            .collect(),
        address,
    };
    guest.page(StatusCode::OK, &page)
}

fn consent_page(guest: &VneidGuest, id: &str) -> Result<HttpResponse, PageFailure> {
    let interaction = interaction(guest, id)?;
    let app = &guest.app;
    let session = session_of(guest).unwrap_or_default();
    let told = app.provider.would_tell(&app.world, id, session, guest.now);
    let told = told.map_err(|error| guest.internal(&format!("{error:?}")))?;
    let page = ConsentPage {
        chrome: guest.chrome(),
        client: client_name(guest, &interaction),
        address: format!("/vneid/interaction/{id}"),
        fields: claim_labels::fields(&told, guest.language),
    };
    guest.page(StatusCode::OK, &page)
}

fn interaction(guest: &VneidGuest, id: &str) -> Result<Interaction, PageFailure> {
    let app = &guest.app;
    let found = app.provider.interaction(&app.world, id, guest.now);
    found.ok_or_else(|| guest.failure(PageProblem::LoginOver))
}

fn client_name(guest: &VneidGuest, interaction: &Interaction) -> String {
    let client = &interaction.client;
    guest.say(&client.name_vi, &client.name_en).to_string()
}

fn session_of(guest: &VneidGuest) -> Option<&str> {
    let signed_in = guest.state().signed_in.as_ref()?;
    Some(&signed_in.sign_on)
}

/// The name of who has just signed in.
fn name_of(guest: &VneidGuest, subject: &Subject) -> Result<String, PageFailure> {
    let Subject::Citizen(number) = subject else {
        return Err(guest.internal("VNeID signed in an account of the portal"));
    };
    let people = guest.app.world.people();
    let holders = people.holders(CitizenNumber::Personal(*number));
    let holders = holders.map_err(|error| guest.internal(&error.to_string()))?;
    let day = guest.app.world.business_date();
    let name = holders
        .first()
        .map(|holder| holder.identity.full_name_on(day).to_string());
    Ok(name.unwrap_or_default())
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let chrome = || Chrome::sample(Site::Vneid, language);
    let person = |is_usable| PersonRow {
        is_usable,
        full_name: "<b>".to_owned(),
        number: "042085000488".to_owned(),
        date_of_birth: "12/05/1985".to_owned(),
        account: "<b>".to_owned(),
        shows: "<i>".to_owned(),
    };
    let drawing = qr::draw("http://127.0.0.1:8080/vneid/interaction/abc");
    let login = LoginPage {
        chrome: chrome(),
        client: "<b>&\"'".to_owned(),
        message: Some("<b>".to_owned()),
        address: "/vneid/interaction/abc".to_owned(),
        number: "\"><b>".to_owned(),
        approver: "\"><b>".to_owned(),
        password: VNEID_PASSWORD,
        qr_size: drawing.size,
        qr_path: drawing.path,
        query: "\"><b>".to_owned(),
        found_text: Some("<b>".to_owned()),
        is_search: false,
        usable: vec![person(true)],
        refused: vec![person(false)],
        troubles: vec![TroubleButton {
            action: "locked",
            label: "locked",
        }],
    };
    let consent = ConsentPage {
        chrome: chrome(),
        client: "<b>".to_owned(),
        address: "/vneid/interaction/abc".to_owned(),
        fields: vec![MarkedField::sample(false)],
    };
    vec![
        ("vneid/login.html", rendered(&login)),
        ("vneid/consent.html", rendered(&consent)),
    ]
}
