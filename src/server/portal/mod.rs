//! The national portal: an account of its own, asked for a CCCD number, which it compares with the population
//! database over HTTP; a relying party of VNeID; and the page behind the login of provincial systems.

mod accounts_json;
mod attempt;
mod callback;
pub mod coverage;
mod link;
mod login;
mod logout;
mod newcomer;
mod notice;
mod profile;
mod services;
mod sign_on;
mod state;

use std::sync::Arc;

use actix_web::web;

pub use state::{PortalBrowser, SignedIn};

#[cfg(test)]
use crate::domain::language::Language;
use crate::domain::portal_account::PortalAccount;
use crate::domain::throttle::ThrottleRule;
use crate::linking::accounts::AccountBook;
use crate::outbound::registry::RegistryClient;
use crate::outbound::relying_party::RelyingParty;
use crate::server::pages::{
    Form, Guest, MarkedField, PageFailure, PageProblem, preference_routes, return_to,
    unreadable_addresses,
};

/// A browser at the portal.
pub type PortalGuest = Guest<PortalBrowser>;
/// A form of the portal.
pub type PortalForm = Form<PortalBrowser>;

/// What the portal is set up with. It is a stranger to both its neighbours: the registry and VNeID are
/// reached at these addresses alone.
#[derive(Debug)]
pub struct Portal {
    /// The accounts it begins with.
    pub accounts: Arc<AccountBook>,
    /// How many wrong answers of the registry are borne.
    pub link_rule: ThrottleRule,
    /// How many wrong passwords are borne.
    pub password_rule: ThrottleRule,
    /// The population database.
    pub registry: RegistryClient,
    /// VNeID.
    pub vneid: RelyingParty,
}

/// Registers the pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/portal")
            .configure(unreadable_addresses::<PortalBrowser>)
            .configure(preference_routes)
            .route("", web::get().to(services::home))
            .route("/", web::get().to(services::home))
            .route("/services/{service}", web::get().to(services::service))
            .route("/login", web::get().to(login::choose))
            .route("/login/account", web::get().to(login::ask))
            .route("/login/account", web::post().to(login::sign_in))
            .route("/login/vneid", web::get().to(login::to_vneid))
            .route("/vneid/callback", web::get().to(callback::from_vneid))
            .route("/vneid-account", web::get().to(newcomer::ask))
            .route("/vneid-account", web::post().to(newcomer::answer))
            .route("/link", web::get().to(link::ask))
            .route("/link", web::post().to(link::answer))
            .route("/profile", web::get().to(profile::show))
            .route("/profile/identity", web::get().to(profile::identity))
            .route("/profile/identity", web::post().to(profile::change))
            .route("/sso", web::get().to(sign_on::continue_login))
            .route("/sso", web::post().to(sign_on::decide))
            .route("/logout", web::post().to(logout::log_out))
            .route("/sign-out", web::get().to(logout::ask))
            .route("/backchannel-logout", web::post().to(logout::told_by_vneid))
            .route("/coverage", web::get().to(coverage::show))
            .route("/accounts.json", web::get().to(accounts_json::list))
            .default_service(web::to(not_found)),
    );
}

async fn not_found(guest: PortalGuest) -> Result<actix_web::HttpResponse, PageFailure> {
    Err(guest.failure(PageProblem::NotFound))
}

/// Where a login leads, if it is inside the portal; else to the home page.
pub fn onward_to(asked: &str) -> &str {
    return_to(asked, &["/portal"]).unwrap_or("/portal")
}

/// The query that carries where a login leads.
pub fn onward(return_to: &str) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .append_pair("return_to", return_to)
        .finish()
}

/// `?return_to=`, where a page has it.
#[derive(serde::Deserialize, Debug)]
pub struct Onward {
    #[serde(default)]
    return_to: String,
}

impl Onward {
    /// Where the login leads.
    pub fn to(&self) -> &str {
        onward_to(&self.return_to)
    }
}

/// Who is signed in, and the account as it is now: it may have changed in another window.
pub fn signed_in_account(guest: &PortalGuest) -> Option<(SignedIn, Arc<PortalAccount>)> {
    let signed_in = guest.state().signed_in.clone()?;
    let account = guest.app.world.portal().account(&signed_in.username)?;
    Some((signed_in, account))
}

/// The fields of an account that the registry can confirm, with the green mark on those of a call whose
/// outcome was a match.
pub fn identity_fields(guest: &PortalGuest, account: &PortalAccount) -> Vec<MarkedField> {
    let confirmed = account.link.confirmed.as_ref();
    let number = confirmed
        .map(|confirmed| confirmed.number)
        .or(account.link.number);
    vec![
        MarkedField {
            label: guest.say("Số CCCD", "CCCD number"),
            value: number.map_or_else(
                || guest.say("(chưa có)", "(none yet)").to_owned(),
                |number| number.to_string(),
            ),
            confirmed: confirmed.is_some(),
        },
        MarkedField {
            label: guest.say("Họ và tên", "Full name"),
            value: account.full_name.to_string(),
            confirmed: confirmed.is_some_and(|confirmed| confirmed.full_name == account.full_name),
        },
        MarkedField {
            label: guest.say("Ngày sinh", "Date of birth"),
            value: account.date_of_birth.vietnamese(),
            confirmed: confirmed
                .is_some_and(|confirmed| confirmed.date_of_birth == account.date_of_birth),
        },
    ]
}

/// The pages of the portal, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    [
        services::samples(language),
        login::samples(language),
        link::samples(language),
        profile::samples(language),
        newcomer::samples(language),
        coverage::samples(language),
        logout::samples(language),
        sign_on::samples(language),
    ]
    .concat()
}
