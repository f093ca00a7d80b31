//! The portal as the login page of provincial systems: whoever is signed in goes straight back to them.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{PortalGuest, onward};
use crate::identity::Need;
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
        // Systems of the state ask the portal about people who applied there anyway.
        Need::Consent => app
            .provider
            .consent(&app.world, id, session, guest.now)
            .and_then(|()| app.provider.complete(&app.world, id, session, guest.now)),
        Need::Nothing => app.provider.complete(&app.world, id, session, guest.now),
        Need::Refused(error) => app.provider.deny(&app.world, id, error, guest.now),
    };
    Ok(guest.see_other(&answered.map_err(over)?))
}
