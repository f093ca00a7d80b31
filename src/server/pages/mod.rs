//! What the pages of all sites share: the frame, sessions, forms, language, and what the browser is told.

mod assets;
mod chrome;
pub mod claim_labels;
mod failure;
mod files;
mod form;
mod guest;
mod panel;
mod preferences;
mod return_to;
#[cfg(test)]
mod samples;
mod session;
mod settings;
mod site;

pub use assets::routes as asset_routes;
pub use chrome::{Chrome, MarkedField};
pub use failure::{PageFailure, PageProblem};
pub use files::{Files, FilesForm};
pub use form::Form;
pub use guest::{BrowserState, Guest, unreadable_addresses};
pub use panel::remember_calls;
pub use preferences::routes as preference_routes;
pub use return_to::return_to;
#[cfg(test)]
pub use samples::rendered;
pub use session::Sessions;
pub use settings::PageSettings;
pub use site::Site;
