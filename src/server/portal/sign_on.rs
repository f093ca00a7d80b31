//! The portal as the login page of provincial systems: whoever is signed in goes straight back to them.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{PortalGuest, onward};
use crate::identity::{Issuer, Need};
use crate::server::pages::{PageFailure, PageProblem};

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
    let sign_on = guest
        .state()
        .signed_in
        .as_ref()
        .map(|signed_in| signed_in.sign_on.clone());
    let need = app
        .provider
        .needs(&app.world, Issuer::Dvcqg, id, sign_on.as_deref(), guest.now)
        .map_err(|_over| guest.failure(PageProblem::LoginOver))?;
    match need {
        Need::Login => {
            let here = format!("/portal/sso?interaction={id}");
            Ok(guest.see_other(&format!("/portal/login?{}", onward(&here))))
        }
        Need::Redirect(url) => Ok(guest.see_other(&url)),
        // No consent between systems of the state (first_party in fixtures/clients.toml); a client of a
        // tester's own is treated alike.
        Need::Consent | Need::Nothing => {
            let sign_on = sign_on.unwrap_or_default();
            let url = app
                .provider
                .complete(&app.world, Issuer::Dvcqg, id, &sign_on, guest.now)
                .map_err(|_over| guest.failure(PageProblem::LoginOver))?;
            Ok(guest.see_other(&url))
        }
    }
}
