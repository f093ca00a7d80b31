//! Settings of the portals: which registry and which provider they ask, which accounts they have, which date
//! they live by.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use url::Url;

use super::output::CliError;
use crate::domain::portal_calendar::PortalAccounts;
use crate::domain::throttle::ThrottleRule;
use crate::identity::{BUILT_IN_RELYING_PARTIES, OpenIdProvider, RelyingParties};
use crate::linking::accounts::{AccountBook, BUILT_IN_ACCOUNTS};
use crate::outbound::registry::RegistryClient;
use crate::outbound::relying_party::{Registration, RelyingParty};
use crate::outbound::{Reach, Secret};
use crate::population::Persona;
use crate::server::{PageSettings, Portal, known_people};

/// The portal as a relying party of VNeID, in `fixtures/clients.toml`.
const PORTAL_CLIENT: &str = "dvcqg-web";
/// The province as a relying party of the portal.
const PROVINCE_CLIENT: &str = "hatinh-web";
/// The relying parties that run in this program.
pub const OWN_CLIENTS: [&str; 2] = [PORTAL_CLIENT, PROVINCE_CLIENT];
/// The portal's key to the registry, in `fixtures/clients.toml`.
const PORTAL_KEY: &str = "portal-key";
/// Wrong passwords are answered after a minute of pause, then two, …
const PASSWORD_WAIT: Duration = Duration::from_mins(1);

/// Settings of the portals.
#[derive(Args, Debug, Clone)]
pub struct PortalArguments {
    /// Which logins the portals open: as in the guide of mid-2024 (transition), or by the business date (by-date)
    #[arg(
        long,
        env = "DANCU_PORTAL_ACCOUNTS",
        default_value = "transition",
        value_name = "MODE",
        value_parser = portal_accounts
    )]
    portal_accounts: PortalAccounts,

    /// Accounts of the portal, in the form of fixtures/accounts.toml [default: the built-in ones]
    #[arg(long, env = "DANCU_ACCOUNTS", value_name = "FILE")]
    accounts: Option<PathBuf>,

    /// The registry that the portal asks, up to /v1 [default: this server]
    #[arg(long, env = "DANCU_PORTAL_REGISTRY_URL", value_name = "URL", value_parser = base_url)]
    portal_registry_url: Option<String>,

    /// The portal's key to the registry [default: portal-key]
    #[arg(
        long,
        env = "DANCU_PORTAL_REGISTRY_KEY",
        value_name = "KEY",
        hide_env_values = true
    )]
    portal_registry_key: Option<String>,

    /// The OpenID provider behind the portal's VNeID login [default: this server's]
    #[arg(long, env = "DANCU_PORTAL_VNEID_ISSUER", value_name = "URL", value_parser = base_url)]
    portal_vneid_issuer: Option<String>,

    /// Seconds for which an account or a number is locked after five wrong answers; doubles each time
    #[arg(
        long,
        env = "DANCU_LINK_LOCKOUT",
        default_value_t = 900,
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..=86_400)
    )]
    link_lockout: u64,
}

/// What the server is put together from.
#[derive(Debug)]
pub struct Portals {
    /// The national portal.
    pub portal: Portal,
    /// The province.
    pub hatinh: RelyingParty,
    /// What all pages are set up with.
    pub pages: PageSettings,
    /// How the server calls its own public address.
    pub reach: Option<Reach>,
}

impl PortalArguments {
    /// The accounts of the portal.
    pub fn accounts(&self, personas: &[Persona]) -> Result<AccountBook, CliError> {
        let text = match &self.accounts {
            None => BUILT_IN_ACCOUNTS.to_owned(),
            Some(path) => std::fs::read_to_string(path).map_err(|error| {
                let path = path.display();
                CliError::told(
                    format!("không đọc được {path}: {error}"),
                    format!("{path} cannot be read: {error}"),
                )
            })?,
        };
        AccountBook::parse(&text, &known_people(personas)).map_err(|error| {
            CliError::told(
                format!("không dùng được danh sách tài khoản của cổng: {error}"),
                format!("the accounts of the portal cannot be used: {error}"),
            )
        })
    }

    /// The portals on a server that listens at `address`.
    pub fn portals(
        &self,
        accounts: AccountBook,
        provider: &OpenIdProvider,
        address: SocketAddr,
    ) -> Portals {
        let public_url = provider.public_url();
        let own_url = own_url(address);
        // Behind a mapped port the public address leads nowhere from inside.
        let reach = (own_url != public_url).then(|| Reach::new(public_url, &own_url));
        let own_reach = reach.clone();
        let relying_parties = provider.relying_parties();
        let party = |id: &str, issuer: String, callback: &str| {
            let is_own = issuer.starts_with(public_url);
            RelyingParty::new(Registration {
                issuer,
                client_id: id.to_owned(),
                client_secret: secret_of(relying_parties, id),
                redirect_uri: format!("{public_url}{callback}"),
                reach: own_reach.clone().filter(|_| is_own),
            })
        };
        let vneid = self.portal_vneid_issuer.clone();
        let vneid = vneid.unwrap_or_else(|| format!("{public_url}/vneid"));
        let registry_url = self.portal_registry_url.as_deref().unwrap_or(&own_url);
        let key = match &self.portal_registry_key {
            Some(key) => Secret::hidden(key, "PORTAL_KEY"),
            None => Secret::documented(PORTAL_KEY),
        };
        Portals {
            portal: Portal {
                accounts,
                link_rule: ThrottleRule::linking(Duration::from_secs(self.link_lockout)),
                password_rule: ThrottleRule::linking(PASSWORD_WAIT),
                registry: RegistryClient::new(registry_url, key),
                vneid: party(PORTAL_CLIENT, vneid, "/portal/vneid/callback"),
            },
            hatinh: party(
                PROVINCE_CLIENT,
                format!("{public_url}/dvcqg"),
                "/hatinh/sso/callback",
            ),
            pages: PageSettings::new(self.portal_accounts, &relying_parties.origins()),
            reach,
        }
    }
}

/// How the server reaches itself.
fn own_url(address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        let own = SocketAddr::from((Ipv4Addr::LOCALHOST, address.port()));
        return format!("http://{own}");
    }
    format!("http://{address}")
}

fn secret_of(relying_parties: &RelyingParties, id: &str) -> Secret {
    let party = relying_parties.find(id);
    let secret = party.and_then(|party| party.secret().map(str::to_owned));
    let secret = secret.unwrap_or_default();
    // An operator's own secret is not for the panel, which every visitor sees.
    if BUILT_IN_RELYING_PARTIES.contains(&format!("secret = \"{secret}\"")) {
        Secret::documented(secret)
    } else {
        Secret::hidden(secret, "CLIENT_SECRET")
    }
}

fn portal_accounts(word: &str) -> Result<PortalAccounts, String> {
    PortalAccounts::from_word(word).ok_or_else(|| "transition or by-date".to_owned())
}

/// An http(s) address with or without a path; a slash behind it is dropped.
pub fn base_url(text: &str) -> Result<String, String> {
    let wrong =
        || "an http(s) address without query and fragment, like https://dancu.example".to_owned();
    let trimmed = text.trim_end_matches('/');
    let parsed = Url::parse(trimmed).map_err(|_unreadable| wrong())?;
    let plain = matches!(parsed.scheme(), "http" | "https")
        && parsed.has_host()
        && parsed.query().is_none()
        && parsed.fragment().is_none()
        && parsed.username().is_empty()
        && parsed.password().is_none()
        && trimmed.bytes().all(|byte| byte.is_ascii_graphic());
    plain.then(|| trimmed.to_owned()).ok_or_else(wrong)
}

/// An address of a whole server: pages and cookies live at its root.
pub fn public_url(text: &str) -> Result<String, String> {
    let url = base_url(text)?;
    let is_root = Url::parse(&url).is_ok_and(|parsed| parsed.path() == "/");
    is_root
        .then_some(url)
        .ok_or_else(|| "an address without a path, like https://dancu.example:8443".to_owned())
}
