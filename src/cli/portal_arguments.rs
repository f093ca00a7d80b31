//! Settings of the portals: which registry and which provider they ask, which accounts they have, which date
//! they live by.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use url::Url;

use super::output::CliError;
use crate::domain::portal_calendar::PortalAccounts;
use crate::identity::RelyingParties;
use crate::linking::accounts::{AccountBook, BUILT_IN_ACCOUNTS};
use crate::population::Persona;
use crate::server::{PageSettings, Plan, known_people};

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

    /// What all pages are set up with.
    pub fn pages(&self, relying_parties: &RelyingParties) -> PageSettings {
        PageSettings::new(self.portal_accounts, &relying_parties.origins())
    }

    /// The settings that the portals of every world are made from. The server reaches itself at `own_url`.
    pub fn plan(&self, accounts: AccountBook, logins: LoginSettings, own_url: String) -> Plan {
        Plan {
            own_url,
            public_url: logins.public_url,
            relying_parties: logins.relying_parties,
            accept_any_client: logins.accept_any_client,
            auto_approve: logins.auto_approve,
            built_in: accounts.built_in(),
            accounts: Arc::new(accounts),
            registry_url: self.portal_registry_url.clone(),
            registry_key: self.portal_registry_key.clone(),
            vneid_issuer: self.portal_vneid_issuer.clone(),
            link_lockout: Duration::from_secs(self.link_lockout),
        }
    }
}

/// The settings of the login services.
#[derive(Debug)]
pub struct LoginSettings {
    /// Where browsers and relying parties find this server, without slash behind.
    pub public_url: String,
    /// The list of relying parties.
    pub relying_parties: String,
    /// Whether relying parties that nobody registered are let in.
    pub accept_any_client: bool,
    /// Whether a `login_hint` is a login.
    pub auto_approve: bool,
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
