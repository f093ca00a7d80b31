//! `dancu healthcheck`: whether a server can answer, for images that have no shell and no curl.

use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use url::Url;

use super::output::{CliError, Output};
use crate::outbound::plain::PlainCall;
use crate::server::reachable;

/// Connecting, and each wait for bytes, may take so long; Docker's own limit of a health check is 30 seconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// The status is all that counts; who sends on and on is not listened to.
const ANSWER_BYTES: u64 = 64 * 1024;

/// Ask a running server whether it can answer: 0 if it can, 1 if not
///
/// For the HEALTHCHECK of an image without a shell. Reads the variables that `dancu serve` reads.
///
///   dancu healthcheck
///   dancu healthcheck --port 9000
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Healthcheck {
    /// Page that must answer 200, by HTTP [default: /readyz of the host and the port]
    #[arg(long, value_name = "URL")]
    url: Option<Url>,

    /// Address the server listens on; of 0.0.0.0 and :: this machine is asked
    #[arg(
        long,
        env = "DANCU_HOST",
        default_value = "127.0.0.1",
        value_name = "ADDRESS"
    )]
    host: IpAddr,

    /// Port the server listens on
    #[arg(long, env = "DANCU_PORT", default_value_t = 8080, value_name = "PORT")]
    port: u16,
}

impl Healthcheck {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let url = self.url_to_ask()?;
        match status_of(&url) {
            Ok(200) => {
                output.say(format!("{url} sẵn sàng"), format!("{url} is ready"))?;
                Ok(ExitCode::SUCCESS)
            }
            Ok(status) => Err(CliError::told(
                format!("{url} chưa sẵn sàng: trả lời {status}"),
                format!("{url} is not ready: it answers {status}"),
            )),
            Err(error) => Err(CliError::told(
                format!("{url} không trả lời: {error}"),
                format!("{url} does not answer: {error}"),
            )),
        }
    }

    fn url_to_ask(&self) -> Result<Url, CliError> {
        let url = match &self.url {
            Some(url) => Ok(url.clone()),
            None => Url::parse(&format!(
                "http://{}/readyz",
                SocketAddr::new(reachable(self.host), self.port)
            )),
        };
        let url = url.map_err(|error| CliError::told(error.to_string(), error.to_string()))?;
        if url.scheme() != "http" {
            return Err(CliError::told(
                format!("{url}: chỉ hỏi được qua http://"),
                format!("{url}: only http:// can be asked"),
            ));
        }
        Ok(url)
    }
}

/// The status that a GET is answered with.
fn status_of(url: &Url) -> std::io::Result<u16> {
    let call = PlainCall {
        method: "GET",
        url,
        headers: &[],
        body: "",
        patience: PATIENCE,
        answer_bytes: ANSWER_BYTES,
    };
    Ok(call.make()?.status)
}
