//! Notices to subscribers, signed, and only to addresses that are allowed: this machine, and hosts that whoever runs
//! the server has listed.
//!
//! An address is checked twice: as it is written when somebody subscribes, and as it resolves when the connection is
//! made, by the resolver that makes it. What a name leads to in between does not matter.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::calling::Call;
use super::wire_call::Purpose;
use super::{CallFailure, Limits, NoOutbound, Outbound};
use crate::clock::Timestamp;
use crate::credentials::hmac_sha256;

/// The longest address.
const MAX_URL: usize = 2_000;
/// The name of this machine, which resolvers must lead there (RFC 6761 section 6.3).
const LOCALHOST: &str = "localhost";

/// Hosts besides this machine that notices may go to.
#[derive(Clone, Debug, Default)]
pub struct AllowedHosts(Arc<[Box<str>]>);

/// Why an address is not allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UrlRefusal {
    /// No http or https address, one with a user, a password or a fragment, or a very long one.
    Unreadable,
    /// The host is neither this machine nor listed.
    NotListed,
}

impl AllowedHosts {
    /// These hosts, names or addresses, in any case.
    pub fn new(hosts: &[String]) -> Self {
        let plain = hosts.iter().map(|host| plain_host(host));
        Self(plain.map(String::into_boxed_str).collect())
    }

    /// The address, if notices may go there.
    pub fn check(&self, text: &str) -> Result<Url, UrlRefusal> {
        let url = Url::parse(text).map_err(|_unreadable| UrlRefusal::Unreadable)?;
        let is_plain = matches!(url.scheme(), "http" | "https")
            && url.username().is_empty()
            && url.password().is_none()
            && url.fragment().is_none()
            && text.len() <= MAX_URL;
        let host = url.host().filter(|_| is_plain);
        let host = host.ok_or(UrlRefusal::Unreadable)?;
        let is_allowed = match host {
            Host::Domain(name) => plain_host(name) == LOCALHOST || self.lists(name),
            Host::Ipv4(address) => self.admits_address(address.into(), &address.to_string()),
            Host::Ipv6(address) => self.admits_address(address.into(), &address.to_string()),
        };
        is_allowed.then_some(url).ok_or(UrlRefusal::NotListed)
    }

    fn admits_address(&self, address: IpAddr, written: &str) -> bool {
        address.to_canonical().is_loopback() || self.lists(written) && is_a_host(address)
    }

    fn lists(&self, host: &str) -> bool {
        let host = plain_host(host);
        self.0.iter().any(|listed| **listed == *host)
    }

    /// The addresses of a name that a notice may go to: of this machine only its own, of a listed one any that is
    /// a host's. One that is not makes all suspect.
    fn reachable(&self, name: &str, addresses: Vec<SocketAddr>) -> Option<Vec<SocketAddr>> {
        let is_listed = self.lists(name);
        let may = |address: &SocketAddr| {
            let ip = address.ip();
            ip.to_canonical().is_loopback() || is_listed && is_a_host(ip)
        };
        (!addresses.is_empty() && addresses.iter().all(may)).then_some(addresses)
    }
}

/// A host as it is compared: small letters, no dot at the end, no brackets.
fn plain_host(host: &str) -> String {
    let host = host.trim().trim_end_matches('.');
    let host = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    host.to_ascii_lowercase()
}

/// Whether an address can be that of some host's service: not everybody's, nobody's, or one that only neighbours
/// have, where clouds answer questions about their machines (169.254.169.254).
fn is_a_host(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            !(address.is_unspecified()
                || address.is_link_local()
                || address.is_multicast()
                || address.is_broadcast())
        }
        IpAddr::V6(address) => {
            !(address.is_unspecified() || address.is_multicast() || address.is_unicast_link_local())
        }
    }
}

/// Resolves names and lets through what may be reached.
struct GuardedResolver(AllowedHosts);

/// A name leads where notices may not go.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to an address that is not allowed")]
struct NotReachable;

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let hosts = self.0.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let reachable = hosts.reachable(name.as_str(), found.collect());
            let reachable = reachable.ok_or(NotReachable)?;
            Ok(Box::new(reachable.into_iter()) as Addrs)
        })
    }
}

/// A notice ready to be sent.
#[derive(Clone, Copy)]
pub struct SignedNotice<'notice> {
    /// Where to.
    pub url: &'notice str,
    /// What to sign with.
    pub secret: &'notice str,
    /// The id of the delivery, the same in every try.
    pub delivery: &'notice str,
    /// What it is about, in one word.
    pub event: &'notice str,
    /// The JSON text.
    pub body: &'notice str,
}

/// The way to subscribers.
#[derive(Clone, Debug)]
pub struct WebhookCaller {
    hosts: AllowedHosts,
    outbound: Outbound,
}

impl WebhookCaller {
    /// The way to these hosts and this machine. No redirect is followed.
    pub fn new(hosts: AllowedHosts, limits: Limits) -> Result<Self, NoOutbound> {
        let resolver = Arc::new(GuardedResolver(hosts.clone()));
        let outbound = Outbound::guarded(limits, resolver)?;
        Ok(Self { hosts, outbound })
    }

    /// Who may be told.
    pub fn hosts(&self) -> &AllowedHosts {
        &self.hosts
    }

    /// Posts a notice; `now` is the real time, which it is signed at. What comes back is the status.
    pub async fn post(&self, notice: SignedNotice<'_>, now: Timestamp) -> Result<u16, CallFailure> {
        if self.hosts.check(notice.url).is_err() {
            return Err(CallFailure::Unsendable);
        }
        let signature = signature(notice.secret, now, notice.body);
        let call = Call::post_json(Purpose::Webhook, notice.url, notice.body.to_owned())
            .header("x-dancu-signature", &signature)
            .header("x-dancu-delivery", notice.delivery)
            .header("x-dancu-event", notice.event);
        let (answer, _shown_nowhere) = self.outbound.send(call, now).await;
        answer.map(|answer| answer.status)
    }
}

/// `t=<seconds since 1970>,v1=<HMAC-SHA-256 of "t.body", hexadecimal>`.
pub fn signature(secret: &str, now: Timestamp, body: &str) -> String {
    let seconds = now.0 / 1000;
    let signed = format!("{seconds}.{body}");
    let mut text = format!("t={seconds},v1=");
    for byte in hmac_sha256(secret.as_bytes(), signed.as_bytes()) {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from(b"0123456789abcdef"[usize::from(half)]));
        }
    }
    text
}

impl std::fmt::Debug for SignedNotice<'_> {
    /// Without secret and body.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SignedNotice({})", self.delivery)
    }
}

#[cfg(test)]
mod tests;
