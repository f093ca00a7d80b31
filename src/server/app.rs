//! The application as one world sees it, and what all worlds share.

use std::sync::Arc;

use super::access_log::AccessLog;
use super::clients::Clients;
use super::console::ConsoleBrowser;
use super::hatinh::ProvincialBrowser;
use super::metrics::Metrics;
use super::national::NationalWire;
use super::pages::{PageSettings, Sessions, Site};
use super::portal::{Portal, PortalBrowser};
use super::problem::{Problem, SNAPSHOT_NOT_FOUND};
use super::statistics::StatisticsShelf;
use super::stopping::Stopping;
use super::vneid::{KnownPersonas, VneidBrowser};
use crate::chance::{Chance, NoChance};
use crate::clock::Timestamp;
use crate::identity::OpenIdProvider;
use crate::outbound::relying_party::RelyingParty;
use crate::outbound::webhook::WebhookCaller;
use crate::outbound::{Outbound, Reach};
use crate::population::Persona;
use crate::registry::Caller;
use crate::worlds::World;

/// Everything a handler may need: one world, and what it shares with the others. The middleware puts the one
/// that a request belongs to into its data.
#[derive(Debug)]
pub struct App {
    /// What all worlds share.
    pub shared: Arc<Shared>,
    /// The world.
    pub world: Arc<World>,
    /// Before every path of this world: empty for the default one, `/s/{id}` for a sandbox.
    pub base: String,
    /// What makes it a sandbox; the default world is none.
    pub sandbox: Option<SandboxFacts>,
    /// The OpenID provider behind both issuers.
    pub provider: OpenIdProvider,
    /// What the registry has of the named people.
    pub known_personas: KnownPersonas,
    /// The statistics of the world, once somebody has asked for them.
    pub statistics: StatisticsShelf,
    /// The national portal.
    pub portal: Portal,
    /// The provincial system, which has the national portal as its provider.
    pub hatinh: RelyingParty,
    /// The browsers at each site.
    pub browsers: Browsers,
}

/// What a sandbox is known by.
pub struct SandboxFacts {
    /// Its id, as in its addresses.
    pub id: Box<str>,
    /// The key to it: an administrator's within it, and no key at all elsewhere.
    pub key: Box<str>,
    /// Whoever calls with that key.
    pub caller: Arc<Caller>,
    /// When it was made.
    pub made_at: Timestamp,
}

impl std::fmt::Debug for SandboxFacts {
    /// Without the key.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SandboxFacts({})", self.id)
    }
}

/// What all worlds share.
#[derive(Debug)]
pub struct Shared {
    /// The clients and their keys.
    pub clients: Clients,
    /// The named people.
    pub personas: Vec<Persona>,
    /// Counters.
    pub metrics: Metrics,
    /// The log.
    pub log: AccessLog,
    /// When the process started; part of every request id made here.
    pub started: Timestamp,
    /// Origins of browsers that may call, besides those on this machine.
    pub cors_origins: Vec<String>,
    /// Whether the server is bound to loopback.
    pub on_loopback: bool,
    /// The way out to other systems.
    pub outbound: Outbound,
    /// The way to subscribers of changes.
    pub webhooks: WebhookCaller,
    /// How the server calls its own public address, where that leads nowhere from inside.
    pub reach: Option<Reach>,
    /// The national wire: SOAP and LGSP.
    pub wire: NationalWire,
    /// What all pages are set up with.
    pub pages: PageSettings,
    /// Whether the server was told to stop.
    pub stopping: Stopping,
}

impl App {
    /// The client with this key, in this world: one of the list, or whoever has the key of the sandbox.
    pub fn client_with(&self, key: &str) -> Option<(&Arc<Caller>, ShutOut)> {
        let sandbox = self.sandbox.as_ref();
        let own = sandbox.filter(|sandbox| crate::credentials::same_secret(&sandbox.key, key));
        own.map(|sandbox| (&sandbox.caller, ShutOut(false)))
            .or_else(|| {
                let client = self.shared.clients.with_key(key)?;
                Some((&client.caller, ShutOut(client.shut_out)))
            })
    }

    /// Whether the caller came with the key of this sandbox, which opens nothing outside it.
    pub fn is_bound(&self, caller: &Arc<Caller>) -> bool {
        let sandbox = self.sandbox.as_ref();
        sandbox.is_some_and(|sandbox| Arc::ptr_eq(&sandbox.caller, caller))
    }

    /// The world becomes what it was at the start, and everybody is logged out.
    pub fn reset(&self) -> Result<(), Problem> {
        self.world.reset()?;
        self.browsers.clear();
        Ok(())
    }

    /// The world becomes what it was when a snapshot was taken, and everybody is logged out.
    pub fn restore(&self, snapshot: &str) -> Result<(), Problem> {
        let snapshot = self.world.snapshots().named(snapshot);
        let snapshot = snapshot.ok_or_else(|| Problem::new(&SNAPSHOT_NOT_FOUND))?;
        self.world.restore(snapshot)?;
        self.browsers.clear();
        Ok(())
    }

    /// The address of a page of this world on this server: `/s/{id}/portal`.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// Whether a key is refused because the server is not bound to loopback.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ShutOut(pub bool);

/// The browsers at each site.
#[derive(Debug)]
pub struct Browsers {
    /// At the national portal.
    pub portal: Sessions<PortalBrowser>,
    /// At the provincial system.
    pub hatinh: Sessions<ProvincialBrowser>,
    /// At VNeID.
    pub vneid: Sessions<VneidBrowser>,
    /// At the console.
    pub console: Sessions<ConsoleBrowser>,
}

impl Browsers {
    /// Nobody yet. `secure`: the sites are reached by HTTPS. `base` stands before their paths.
    pub fn new(secure: bool, base: &str, chance: Chance) -> Result<Self, NoChance> {
        Ok(Self {
            portal: Sessions::new(Site::Portal, secure, base, chance)?,
            hatinh: Sessions::new(Site::Hatinh, secure, base, chance)?,
            vneid: Sessions::new(Site::Vneid, secure, base, chance)?,
            console: Sessions::new(Site::Console, secure, base, chance)?,
        })
    }

    /// Forgets everybody but who looks at the console: they stand outside the world that is reset.
    pub fn clear(&self) {
        self.portal.clear();
        self.hatinh.clear();
        self.vneid.clear();
    }
}
