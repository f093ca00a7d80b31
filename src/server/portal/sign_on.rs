//! The portal as the login page of provincial systems: whoever is signed in goes straight back to them.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{PortalForm, PortalGuest, onward};
#[cfg(test)]
use crate::domain::language::Language;
use crate::identity::{AuthorizeError, InteractionGone, Need};
use crate::server::pages::{Chrome, MarkedField, PageFailure, PageProblem, claim_labels};
#[cfg(test)]
use crate::server::pages::{Site, rendered};

#[derive(Template)]
#[template(path = "portal/consent.html")]
struct ConsentPage {
    chrome: Chrome,
    client: String,
    interaction: String,
    fields: Vec<MarkedField>,
}

/// The login of a provincial system.
#[derive(Deserialize, Debug)]
pub struct Interaction {
    interaction: String,
}

/// Continues the login of a provincial system: needs somebody signed in here, then nothing more.
pub async fn continue_login(
    guest: PortalGuest,
    query: web::Query<Interaction>,
) -> Result<HttpResponse, PageFailure> {
    let app = guest.app.clone();
    let id = &query.interaction;
    let sign_on = session_of(&guest);
    let over = |_gone| guest.failure(PageProblem::LoginOver);
    let need = app
        .provider
        .needs(&app.world, id, sign_on.as_deref(), guest.now)
        .map_err(over)?;
    let session = sign_on.as_deref().unwrap_or_default();
    let answered = match need {
        Need::Login => {
            let here = format!("/portal/sso?interaction={id}");
            return Ok(guest.see_other(&format!("/portal/login?{}", onward(&here))));
        }
        Need::Consent if is_unregistered(&guest, id) => return consent_page(&guest, id, session),
        // Systems that the operator registered here ask about people who applied there anyway.
        Need::Consent => agree(&guest, id, session),
        Need::Nothing => app.provider.complete(&app.world, id, session, guest.now),
        Need::Refused(error) => app.provider.deny(&app.world, id, error, guest.now),
    };
    Ok(guest.see_other(&answered.map_err(over)?))
}

/// "Đồng ý" or "Từ chối" to a system that nobody registered.
pub async fn decide(form: PortalForm) -> Result<HttpResponse, PageFailure> {
    let id = form.field("interaction").to_owned();
    let agrees = form.field("action") == "consent";
    let guest = form.guest;
    let session = session_of(&guest).unwrap_or_default();
    let answered = if agrees {
        agree(&guest, &id, &session)
    } else {
        let app = &guest.app;
        let denied = AuthorizeError::DeniedByPerson;
        app.provider.deny(&app.world, &id, denied, guest.now)
    };
    let url = answered.map_err(|_gone| guest.failure(PageProblem::LoginOver))?;
    Ok(guest.see_other(&url))
}

fn agree(guest: &PortalGuest, id: &str, session: &str) -> Result<String, InteractionGone> {
    let app = &guest.app;
    app.provider.consent(&app.world, id, session, guest.now)?;
    app.provider.complete(&app.world, id, session, guest.now)
}

/// With `--accept-any-client` anybody may ask, so the citizen decides.
fn is_unregistered(guest: &PortalGuest, id: &str) -> bool {
    let app = &guest.app;
    let interaction = app.provider.interaction(&app.world, id, guest.now);
    interaction.is_some_and(|interaction| interaction.client.unregistered)
}

fn consent_page(guest: &PortalGuest, id: &str, session: &str) -> Result<HttpResponse, PageFailure> {
    let app = &guest.app;
    let interaction = app.provider.interaction(&app.world, id, guest.now);
    let interaction = interaction.ok_or_else(|| guest.failure(PageProblem::LoginOver))?;
    let told = app.provider.would_tell(&app.world, id, session, guest.now);
    let told = told.map_err(|error| guest.internal(&format!("{error:?}")))?;
    let page = ConsentPage {
        chrome: guest.chrome(),
        client: interaction.client.name(guest.language).to_owned(),
        interaction: id.to_owned(),
        fields: claim_labels::fields(&told, guest.language),
    };
    guest.page(StatusCode::OK, &page)
}

fn session_of(guest: &PortalGuest) -> Option<String> {
    let signed_in = guest.state().signed_in.as_ref();
    signed_in.map(|signed_in| signed_in.sign_on.clone())
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let page = ConsentPage {
        chrome: Chrome::sample(Site::Portal, language),
        client: "<b>".to_owned(),
        interaction: "\"><b>".to_owned(),
        fields: vec![MarkedField::sample(false)],
    };
    vec![("portal/consent.html", rendered(&page))]
}
