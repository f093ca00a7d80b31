//! How the application of a world is put together: the same settings for every world, at addresses of its own.

use std::sync::Arc;
use std::time::Duration;

use super::app::{App, Browsers, SandboxFacts, Shared};
use super::known_people::magic_people;
use super::portal::Portal;
use super::statistics::StatisticsShelf;
use super::vneid::KnownPersonas;
use crate::chance::{Chance, NoChance};
use crate::domain::throttle::ThrottleRule;
use crate::identity::{
    BUILT_IN_RELYING_PARTIES, OpenIdProvider, ProviderSettings, RelyingParties, RelyingPartiesError,
};
use crate::linking::accounts::AccountBook;
use crate::outbound::registry::RegistryClient;
use crate::outbound::relying_party::{Registration, RelyingParty};
use crate::outbound::{Reach, Secret};
use crate::worlds::{BuiltInAccounts, World};

/// The portal as a relying party of VNeID, in `fixtures/clients.toml`.
const PORTAL_CLIENT: &str = "dvcqg-web";
/// The province as a relying party of the portal.
const PROVINCE_CLIENT: &str = "hatinh-web";
/// The relying parties that run in this program.
const OWN_CLIENTS: [&str; 2] = [PORTAL_CLIENT, PROVINCE_CLIENT];
/// The portal's key to the registry, in `fixtures/clients.toml`.
const PORTAL_KEY: &str = "portal-key";
/// Wrong passwords are answered after a minute of pause, then two, …
const PASSWORD_WAIT: Duration = Duration::from_mins(1);

/// The settings that every world's application is made from.
#[derive(Debug)]
pub struct Plan {
    /// Where browsers and relying parties find this server, without slash behind.
    pub public_url: String,
    /// Where the server reaches itself.
    pub own_url: String,
    /// The list of relying parties, in the form of `fixtures/clients.toml`.
    pub relying_parties: String,
    /// Whether relying parties that nobody registered are let in.
    pub accept_any_client: bool,
    /// Whether a `login_hint` is a login.
    pub auto_approve: bool,
    /// The accounts of the portal.
    pub accounts: Arc<AccountBook>,
    /// The same, for a world to begin with.
    pub built_in: Arc<BuiltInAccounts>,
    /// The registry that the portals ask; the world's own when absent.
    pub registry_url: Option<String>,
    /// The portal's key to it; the documented one when absent.
    pub registry_key: Option<String>,
    /// The provider behind the portal's VNeID login; the world's own when absent.
    pub vneid_issuer: Option<String>,
    /// For how long wrong answers lock an account, at first.
    pub link_lockout: Duration,
}

/// Why an application cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The list of relying parties.
    #[error(transparent)]
    RelyingParties(#[from] RelyingPartiesError),
    /// The system gives no randomness.
    #[error(transparent)]
    Chance(#[from] NoChance),
}

impl Plan {
    /// How the server calls its own public address: behind a mapped port that leads nowhere from inside.
    pub fn reach(&self) -> Option<Reach> {
        (self.own_url != self.public_url).then(|| Reach::new(&self.public_url, &self.own_url))
    }

    /// The relying parties at the addresses of a world.
    pub fn relying_parties(&self, public_url: &str) -> Result<RelyingParties, RelyingPartiesError> {
        let given = RelyingParties::parse(&self.relying_parties, public_url)?;
        let built_in = RelyingParties::parse(BUILT_IN_RELYING_PARTIES, public_url)?;
        // A list without relying parties leaves the built-in ones: the portal is one.
        let all = if given.is_empty() {
            built_in
        } else {
            given.with_missing(&built_in, &OWN_CLIENTS)
        };
        Ok(if self.accept_any_client {
            all.accepting_any()
        } else {
            all
        })
    }

    /// The application of a world, with `base` before all its paths.
    pub fn app(
        &self,
        shared: Arc<Shared>,
        world: Arc<World>,
        base: String,
        sandbox: Option<SandboxFacts>,
    ) -> Result<App, PlanError> {
        world.portal().begin_with(Arc::clone(&self.built_in));
        world.rules().begin_with(magic_people(&shared.personas));
        let public_url = format!("{}{base}", self.public_url);
        let relying_parties = self.relying_parties(&public_url)?;
        let party = |id: &str, issuer: String, callback: &str| {
            let is_own = issuer.starts_with(&self.public_url);
            RelyingParty::new(Registration {
                issuer,
                client_id: id.to_owned(),
                client_secret: secret_of(&relying_parties, id),
                redirect_uri: format!("{public_url}{callback}"),
                reach: shared.reach.clone().filter(|_| is_own),
            })
        };
        let vneid = self.vneid_issuer.clone();
        let vneid = vneid.unwrap_or_else(|| format!("{public_url}/vneid"));
        let portal = Portal {
            accounts: Arc::clone(&self.accounts),
            link_rule: ThrottleRule::linking(self.link_lockout),
            password_rule: ThrottleRule::linking(PASSWORD_WAIT),
            registry: self.registry(&base),
            vneid: party(PORTAL_CLIENT, vneid, "/portal/vneid/callback"),
        };
        let hatinh = party(
            PROVINCE_CLIENT,
            format!("{public_url}/dvcqg"),
            "/hatinh/sso/callback",
        );
        let secure = public_url.starts_with("https:");
        Ok(App {
            browsers: Browsers::new(secure, &base, Chance)?,
            provider: OpenIdProvider::new(ProviderSettings {
                public_url,
                relying_parties,
                auto_approve: self.auto_approve,
            }),
            known_personas: KnownPersonas::default(),
            statistics: StatisticsShelf::default(),
            portal,
            hatinh,
            shared,
            world,
            base,
            sandbox,
        })
    }

    fn registry(&self, base: &str) -> RegistryClient {
        let own = format!("{}{base}", self.own_url);
        let key = match &self.registry_key {
            Some(key) => Secret::hidden(key, "PORTAL_KEY"),
            None => Secret::documented(PORTAL_KEY),
        };
        RegistryClient::new(self.registry_url.as_deref().unwrap_or(&own), key)
    }
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
