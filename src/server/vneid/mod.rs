//! The pages of VNeID: login, consent, logout, and what a tester needs to make them go wrong.

mod home;
mod login;
mod people;
mod qr;
mod state;

use actix_web::web;

pub use state::VneidBrowser;

use crate::server::pages::{Form, Guest, preference_routes};

/// A browser at VNeID.
pub type VneidGuest = Guest<VneidBrowser>;
/// A form of VNeID.
pub type VneidForm = Form<VneidBrowser>;

/// Registers the pages inside the scope of the provider.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .configure(preference_routes)
        .route("", web::get().to(home::show))
        .route("/", web::get().to(home::show))
        .route("/interaction/{id}", web::get().to(login::show))
        .route("/interaction/{id}", web::post().to(login::answer))
        .route("/session/end", web::get().to(home::ask_log_out))
        .route("/session/end", web::post().to(home::log_out));
}
