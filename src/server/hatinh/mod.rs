//! The system of the province of Hà Tĩnh: takes its users from the portal by single sign-on.

mod login;
pub mod services;
mod state;

use actix_web::web;

pub use state::ProvincialBrowser;

use crate::server::pages::{
    Form, Guest, PageFailure, PageProblem, preference_routes, unreadable_addresses,
};

/// A browser at the provincial system.
pub type ProvincialGuest = Guest<ProvincialBrowser>;
/// A form of the provincial system.
pub type ProvincialForm = Form<ProvincialBrowser>;

/// Registers the pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/hatinh")
            .configure(unreadable_addresses::<ProvincialBrowser>)
            .configure(preference_routes)
            .route("", web::get().to(services::home))
            .route("/", web::get().to(services::home))
            .route("/services/{service}", web::get().to(services::service))
            .route("/login", web::get().to(login::to_portal))
            .route("/sso/callback", web::get().to(login::from_portal))
            .route("/logout", web::post().to(login::log_out))
            .route("/backchannel-logout", web::post().to(login::told_by_portal))
            .default_service(web::to(not_found)),
    );
}

async fn not_found(guest: ProvincialGuest) -> Result<actix_web::HttpResponse, PageFailure> {
    Err(guest.failure(PageProblem::NotFound))
}

/// Whether citizens may still use the provincial system on the business date.
fn is_open_to_citizens(guest: &ProvincialGuest) -> bool {
    let day = guest.app.world.business_date();
    guest
        .app
        .shared
        .pages
        .calendar
        .open_on(day)
        .provincial_portal
}
