//! The flags of `dancu serve` about the national wire.

use std::path::PathBuf;

use clap::Args;

use super::output::CliError;
use crate::server::NationalWire;
use crate::wire::settings::{BUILT_IN, WireSettings, WireSettingsError};

/// How the national wire is set up.
#[derive(Args, Debug, Clone)]
#[expect(clippy::doc_markdown, reason = "the sentences are help on a terminal")]
pub struct WireArguments {
    /// Accounts, partners and addresses of the national wire (SOAP, LGSP), in the form of fixtures/national_wire.toml [default: the built-in ones]
    #[arg(long, env = "DANCU_WIRE", value_name = "FILE")]
    wire: Option<PathBuf>,

    /// Address of direct SOAP calls; those below it count too [default: what the settings say, /ndxp]
    #[arg(long, env = "DANCU_NDXP_PATH", value_name = "PATH")]
    ndxp_path: Option<String>,
}

impl WireArguments {
    /// The national wire that these flags ask for.
    pub fn national_wire(&self) -> Result<NationalWire, CliError> {
        let refused = |error: WireSettingsError| {
            CliError::told(
                format!("không dùng được cấu hình trục liên thông (--wire): {error}"),
                format!("the settings of the national wire (--wire) cannot be used: {error}"),
            )
        };
        let text = match &self.wire {
            None => BUILT_IN.to_owned(),
            Some(path) => std::fs::read_to_string(path).map_err(|error| {
                CliError::told(
                    format!("không đọc được {}: {error}", path.display()),
                    format!("{} cannot be read: {error}", path.display()),
                )
            })?,
        };
        let mut settings = WireSettings::parse(&text).map_err(refused)?;
        if let Some(path) = &self.ndxp_path {
            settings = settings.with_ndxp_path(path).map_err(refused)?;
        }
        Ok(NationalWire::new(settings))
    }
}
