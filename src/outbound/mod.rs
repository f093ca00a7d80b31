//! Calls to other systems, over HTTP and at URLs that are settings: the portal asks a registry, a relying
//! party asks its OpenID provider, a provider tells its relying parties that somebody has logged out, subscribers
//! are told of changes.
//!
//! Every call gives two things: what it came to, as a closed list, and a [`wire_call::WireCall`], which is
//! what a page shows a developer of it.

mod calling;
pub mod logout_notice;
pub mod plain;
pub mod reach;
pub mod registry;
pub mod relying_party;
pub mod secret;
pub mod shell;
pub mod webhook;
pub mod wire_call;

#[cfg(test)]
mod canned;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

pub use calling::CallFailure;
pub use reach::Reach;
pub use secret::Secret;

/// How long a call may last, and how much of an answer is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Until the connection stands.
    pub connect: Duration,
    /// Until the whole answer is there.
    pub total: Duration,
    /// The longest answer body, in bytes; a longer one is a failure and not cut.
    pub answer_bytes: usize,
}

impl Default for Limits {
    /// Two and five seconds: a person waits for the page meanwhile. 256 KiB: a key set has a few.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(2),
            total: Duration::from_secs(5),
            answer_bytes: 256 * 1024,
        }
    }
}

/// The way out: an HTTP client, cheap to clone and shared by all workers.
#[derive(Clone, Debug)]
pub struct Outbound {
    /// For http: it knows no certificates.
    plain: reqwest::Client,
    /// For https: made when the first such call is made, since it reads all certificates of the system,
    /// which took 7 % of the start. Most servers only ever call themselves, over http.
    secure: Arc<OnceLock<reqwest::Client>>,
    limits: Limits,
    resolver: Option<Resolver>,
}

/// What tells which addresses a name has, where that is not left to the system.
#[derive(Clone)]
struct Resolver(Arc<dyn reqwest::dns::Resolve>);

impl std::fmt::Debug for Resolver {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Resolver(…)")
    }
}

/// The HTTP client cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client can be made: {0}")]
pub struct NoOutbound(String);

impl Outbound {
    /// The client. It takes no proxy from the environment and follows no redirect: a call goes where the
    /// settings say, or fails. Every call opens its own connection, since a kept one that the other side
    /// has just closed would look like an outage. On a system without certificates (an image with nothing
    /// but this program) calls over https fail one by one, and everything else works.
    pub fn new(limits: Limits) -> Result<Self, NoOutbound> {
        Self::resolving(limits, None)
    }

    /// The same client, which calls names only where the resolver leads.
    fn guarded(
        limits: Limits,
        resolver: Arc<dyn reqwest::dns::Resolve>,
    ) -> Result<Self, NoOutbound> {
        Self::resolving(limits, Some(Resolver(resolver)))
    }

    fn resolving(limits: Limits, resolver: Option<Resolver>) -> Result<Self, NoOutbound> {
        let plain = builder(limits, resolver.as_ref())
            .tls_certs_only([])
            .build()
            .map_err(|error| NoOutbound(error.to_string()))?;
        Ok(Self {
            plain,
            secure: Arc::default(),
            limits,
            resolver,
        })
    }

    /// The client for a URL. Without certificates every https call of the plain one fails.
    fn client_for(&self, url: &url::Url) -> &reqwest::Client {
        if url.scheme() == "https" {
            self.secure.get_or_init(|| {
                let made = builder(self.limits, self.resolver.as_ref()).build();
                made.unwrap_or_else(|_no_certificates| self.plain.clone())
            })
        } else {
            &self.plain
        }
    }
}

fn builder(limits: Limits, resolver: Option<&Resolver>) -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder();
    let builder = match resolver {
        Some(resolver) => builder.dns_resolver(Arc::clone(&resolver.0)),
        None => builder,
    };
    builder
        .connect_timeout(limits.connect)
        .timeout(limits.total)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .pool_max_idle_per_host(0)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    /// Runs other tests of this program where the system has no certificates.
    #[test]
    fn a_system_without_certificates_can_still_call_over_http() {
        let nothing = tempfile::tempdir().expect("a folder");
        let output = Command::new(std::env::current_exe().expect("this program"))
            .args([
                "--exact",
                "outbound::registry::tests::outcomes_and_states_are_read",
                "outbound::tests::certificates_are_read_when_https_is_first_called",
            ])
            .env("SSL_CERT_FILE", "/dev/null")
            .env("SSL_CERT_DIR", nothing.path())
            .output()
            .expect("run");
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{told}");
        assert!(told.contains("2 passed"), "{told}");
    }

    #[test]
    fn certificates_are_read_when_https_is_first_called() {
        let outbound = Outbound::new(Limits::default()).expect("a client");
        let url = |text: &str| url::Url::parse(text).expect("a URL");
        outbound.client_for(&url("http://portal.example"));
        assert!(outbound.secure.get().is_none());
        outbound.client_for(&url("https://portal.example"));
        assert!(outbound.clone().secure.get().is_some());
    }
}
