//! The pages of VNeID: login, consent, logout, and what a tester needs to make them go wrong.

pub mod home;
pub mod login;
pub mod lookups;
mod people;
mod refusal;
mod state;

use actix_web::web;

pub use people::KnownPersonas;
pub use state::VneidBrowser;

use crate::server::pages::{
    Form, Guest, PageFailure, PageProblem, preference_routes, unreadable_addresses,
};

/// A browser at VNeID.
pub type VneidGuest = Guest<VneidBrowser>;
/// A form of VNeID.
pub type VneidForm = Form<VneidBrowser>;

/// Registers the pages. The routes of the provider under the same name are registered before.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/vneid")
            .configure(unreadable_addresses::<VneidBrowser>)
            .configure(preference_routes)
            .route("", web::get().to(home::show))
            .route("/", web::get().to(home::show))
            .route("/lookups", web::get().to(lookups::show))
            .route("/interaction/{id}", web::get().to(login::show))
            .route("/interaction/{id}", web::post().to(login::answer))
            .route("/sign-out/{id}", web::get().to(home::ask_to_leave))
            .route("/sign-out/{id}", web::post().to(home::leave))
            .route("/sign-out", web::post().to(home::log_out))
            .default_service(web::to(not_found)),
    );
}

async fn not_found(guest: VneidGuest) -> Result<actix_web::HttpResponse, PageFailure> {
    Err(guest.failure(PageProblem::NotFound))
}
