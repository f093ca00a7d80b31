//! `dancu openapi`: the contract of the API.

use std::process::ExitCode;

use clap::Args;

use super::output::{CliError, Output};
use crate::server;

/// Print the OpenAPI 3.1 contract of the API
///
/// Made from the very routes that are served; `openapi/openapi.json` is this output.
///
///   dancu openapi > openapi.json
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Openapi {}

impl Openapi {
    /// Runs the command.
    #[expect(clippy::unused_self, reason = "every command runs the same way")]
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        output.line(server::openapi().trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}
