//! The console of whoever runs the mock: the population, its people, the match lab, worlds and what was asked of
//! them. Opened with an administrator's key.

mod coverage;
mod curl;
mod facts;
mod frame;
mod journal;
mod journal_call;
mod labelled;
mod login;
mod match_lab;
mod operator;
mod overview;
mod people;
mod person;
mod rows;
mod rules;
mod sandboxes;
mod scenarios;
mod state;
mod traits_form;
mod verdicts;
mod words;
mod world;

use actix_web::web;

pub use frame::Tab;
pub use state::ConsoleBrowser;

#[cfg(test)]
use crate::domain::language::Language;
use crate::server::pages::{
    FilesForm, Form, Guest, PageFailure, PageProblem, preference_routes, unreadable_addresses,
};

/// A browser at the console.
pub type ConsoleGuest = Guest<ConsoleBrowser>;
/// A form of the console.
pub type ConsoleForm = Form<ConsoleBrowser>;
/// A form of the console with files.
pub type ConsoleFilesForm = FilesForm<ConsoleBrowser>;

/// Registers the pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/console")
            .configure(unreadable_addresses::<ConsoleBrowser>)
            .configure(preference_routes)
            .route("", web::get().to(overview::show))
            .route("/", web::get().to(overview::show))
            .route("/login", web::get().to(login::ask))
            .route("/login", web::post().to(login::sign_in))
            .route("/logout", web::post().to(login::log_out))
            .route("/enter", web::post().to(login::enter))
            .route("/charts/{chart}.svg", web::get().to(overview::chart))
            .route("/people", web::get().to(people::find))
            .route("/people/{id}", web::get().to(person::show))
            .route("/people/{id}/card.svg", web::get().to(person::card))
            .route("/match", web::get().to(match_lab::compare))
            .route("/match/file", web::get().to(labelled::ask))
            .route("/match/file", web::post().to(labelled::run))
            .route("/sandboxes", web::get().to(sandboxes::list))
            .route("/sandboxes", web::post().to(sandboxes::make))
            .route("/sandboxes/delete", web::post().to(sandboxes::delete))
            .route("/world", web::get().to(world::show))
            .route("/world/clock", web::post().to(world::set_clock))
            .route("/world/reset", web::post().to(world::reset))
            .route("/world/snapshots", web::post().to(world::change_snapshots))
            .route("/world/leases", web::post().to(world::take_lease))
            .route("/world/leases/end", web::post().to(world::end_lease))
            .route("/journal", web::get().to(journal::list))
            .route("/journal/stream", web::get().to(journal::follow))
            .route("/journal/archive.har", web::get().to(journal::export))
            .route("/journal/clear", web::post().to(journal::clear))
            .route("/journal/{sequence}", web::get().to(journal_call::show))
            .route("/scenarios", web::get().to(scenarios::show))
            .route("/scenarios/always", web::post().to(scenarios::switch))
            .route("/scenarios/faults", web::post().to(scenarios::set_faults))
            .route("/scenarios/off", web::post().to(scenarios::switch_off))
            .route("/scenarios/rules", web::post().to(rules::add))
            .route("/scenarios/rules/change", web::post().to(rules::change))
            .route("/coverage", web::get().to(coverage::show))
            .default_service(web::to(not_found)),
    );
}

async fn not_found(guest: ConsoleGuest) -> Result<actix_web::HttpResponse, PageFailure> {
    Err(guest.failure(PageProblem::NotFound))
}

/// The pages of the console, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    [
        login::samples(language),
        overview::samples(language),
        people::samples(language),
        person::samples(language),
        match_lab::samples(language),
        labelled::samples(language),
        sandboxes::samples(language),
        world::samples(language),
        journal::samples(language),
        journal_call::samples(language),
        scenarios::samples(language),
        coverage::samples(language),
    ]
    .concat()
}
