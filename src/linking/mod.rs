//! The use cases of the portal: accounts, their passwords, and their link to a personal number. No word of
//! HTTP.
//!
//! Each step of a link is an edge of [`crate::domain::linking::EDGES`], committed and counted here and
//! nowhere else. What the registry says comes in as a verdict: whoever calls asks it between
//! [`begin`](submission::begin) and [`finish`](submission::finish), holding nothing.

mod account_file;
pub mod accounts;
pub mod coverage;
mod error;
pub mod sign_in;
pub mod steps;
pub mod submission;
pub mod vneid;
mod walk;

pub use error::LinkError;
