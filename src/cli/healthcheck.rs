//! `dancu healthcheck`: whether a server can answer, for images that have no shell and no curl.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use url::{Position, Url};

use super::output::{CliError, Output};

/// Connecting, and each wait for bytes, may take so long; Docker's own limit of a health check is 30 seconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// `HTTP/1.1 200`: all of an answer that is read.
const STATUS_LINE_LENGTH: usize = 12;

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

/// Where a server that listens everywhere is reached from its own machine. By number: an image without `/etc/hosts`
/// does not know `localhost`.
fn reachable(host: IpAddr) -> IpAddr {
    match host {
        IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        other => other,
    }
}

/// The status that a GET is answered with.
fn status_of(url: &Url) -> std::io::Result<u16> {
    let mut stream = connect(url)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let host = &url[Position::BeforeHost..Position::AfterPort];
    let target = &url[Position::BeforePath..Position::AfterQuery];
    let request = format!("GET {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut line = [0; STATUS_LINE_LENGTH];
    stream.read_exact(&mut line)?;
    let line = String::from_utf8_lossy(&line);
    let status = line.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..));
    status
        .and_then(|status| status.parse().ok())
        .ok_or_else(|| std::io::Error::other("this is no HTTP"))
}

/// The first address of the host that takes a connection.
fn connect(url: &Url) -> std::io::Result<TcpStream> {
    let mut trouble = std::io::Error::other("the host has no address");
    for address in url.socket_addrs(|| None)? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => return Ok(stream),
            Err(error) => trouble = error,
        }
    }
    Err(trouble)
}
