//! Sets a registry up and starts it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::made_people::MadePeople;
use super::{Registry, World};
use crate::clock::{BusinessDate, real_time};
use crate::domain::birth_date::BirthDate;
use crate::domain::login::Issuer;
use crate::domain::portal_calendar::PortalAccounts;
use crate::linking::accounts::{AccountBook, BUILT_IN_ACCOUNTS};
use crate::outbound::webhook::{AllowedHosts, WebhookCaller};
use crate::outbound::{Limits, Outbound};
use crate::population::{NumberMode, Settings, personas};
use crate::server::{
    AccessLog, App, BUILT_IN_CLIENTS, Clients, LogFormat, Metrics, NationalWire, PageSettings,
    Plan, Shared, Stopping, Worlds, bind, known_people,
};
use crate::wire::settings::{BUILT_IN as BUILT_IN_WIRE, WireSettings};
use crate::worlds::World as Ground;

/// Loopback, where the documented keys work.
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// The documented key that may do everything.
const KEY: &str = "dev-key";
/// Threads that answer: a test asks little, and many registries may run beside each other.
const WORKERS: usize = 2;
/// Wrong answers lock an account for so long, as in `dancu serve`.
const LINK_LOCKOUT: Duration = Duration::from_mins(15);

/// A registry to be set up.
#[derive(Clone, Debug)]
pub struct Builder {
    people: Vec<Value>,
    size: u64,
    seed: u64,
    numbers: NumberMode,
    as_of: Option<String>,
    auto_approve: bool,
    accept_any_client: bool,
}

/// Why a registry does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The business date.
    #[error("{0:?} is no day: yyyy-MM-dd")]
    Day(String),
    /// The temporary folder.
    #[error("no temporary folder: {0}")]
    Folder(String),
    /// The population.
    #[error("the people cannot be made: {0}")]
    People(String),
    /// Everything between people and port.
    #[error("the registry cannot be put together: {0}")]
    Parts(String),
    /// The port, or a thread.
    #[error("the server does not start: {0}")]
    Server(#[from] std::io::Error),
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            people: Vec::new(),
            size: 1000,
            seed: 2025,
            numbers: NumberMode::Provinces,
            as_of: None,
            auto_approve: false,
            accept_any_client: false,
        }
    }
}

impl Builder {
    /// People of one's own, each as `POST /v1/citizens` takes it, besides those that are made. They are in every sandbox too,
    /// and there again after [`World::reset`].
    #[must_use]
    pub fn people(mut self, people: impl IntoIterator<Item = Value>) -> Self {
        self.people.extend(people);
        self
    }

    /// Living people to make; the named personas come on top.
    #[must_use]
    pub fn size(mut self, size: u64) -> Self {
        self.size = size;
        self
    }

    /// The same seed gives the same people, on every machine.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Numbers under the prefixes 097-099, which no province has.
    #[must_use]
    pub fn reserved_numbers(mut self) -> Self {
        self.numbers = NumberMode::Reserved;
        self
    }

    /// The business date, yyyy-MM-dd; today in Viet Nam unless set.
    #[must_use]
    pub fn as_of(mut self, day: &str) -> Self {
        self.as_of = Some(day.to_owned());
        self
    }

    /// People log in without a page when a request carries a `login_hint`.
    #[must_use]
    pub fn auto_approve(mut self) -> Self {
        self.auto_approve = true;
        self
    }

    /// Relying parties that nobody registered are let in.
    #[must_use]
    pub fn accept_any_client(mut self) -> Self {
        self.accept_any_client = true;
        self
    }

    /// Starts it.
    ///
    /// # Panics
    ///
    /// When it cannot be started, or one of its people is refused.
    #[track_caller]
    pub fn start(self) -> Registry {
        match self.try_start() {
            Ok(registry) => registry,
            Err(error) => panic!("{error}"),
        }
    }

    /// Starts it, or tells why that is not possible. People that are refused panic, as in [`World::add`].
    #[track_caller]
    pub fn try_start(self) -> Result<Registry, StartError> {
        let clock = self.clock()?;
        let people = MadePeople::of(Settings {
            size: self.size,
            seed: self.seed,
            numbers: self.numbers,
        })?;
        let server = bind(SocketAddr::new(HERE, 0))?;
        let base_url = server.url();
        let ground = Ground::in_memory(Arc::clone(&people.population), clock);
        let worlds = self.worlds(&base_url, ground).map_err(StartError::Parts)?;
        let urls = urls(worlds.default_world(), &base_url);
        let server = server.start(Arc::new(worlds), WORKERS)?;
        Ok(Registry {
            world: World::begin(&json!({"key": KEY, "urls": urls}), self.people.into()),
            _server: server,
            _people: people,
        })
    }

    fn clock(&self) -> Result<BusinessDate, StartError> {
        let Some(text) = &self.as_of else {
            return Ok(BusinessDate::Today);
        };
        match BirthDate::parse(text) {
            Ok(BirthDate::Day(day)) => Ok(BusinessDate::Fixed(day)),
            Ok(BirthDate::Year(_) | BirthDate::YearMonth { .. }) | Err(_) => {
                Err(StartError::Day(text.clone()))
            }
        }
    }

    fn worlds(&self, base_url: &str, ground: Ground) -> Result<Worlds, String> {
        let personas = personas(self.numbers).map_err(|error| error.to_string())?;
        let accounts = AccountBook::parse(BUILT_IN_ACCOUNTS, &known_people(&personas))
            .map_err(|error| error.to_string())?;
        let plan = self.plan(base_url, accounts);
        let relying_parties = plan
            .relying_parties(base_url)
            .map_err(|error| error.to_string())?;
        let wire = WireSettings::parse(BUILT_IN_WIRE).map_err(|error| error.to_string())?;
        let shared = Shared {
            clients: Clients::parse(BUILT_IN_CLIENTS, HERE).map_err(|error| error.to_string())?,
            personas,
            wire: NationalWire::new(wire),
            pages: PageSettings::new(PortalAccounts::Transition, &relying_parties.origins()),
            reach: plan.reach(),
            outbound: Outbound::new(Limits::default()).map_err(|error| error.to_string())?,
            webhooks: WebhookCaller::new(AllowedHosts::new(&[]), Limits::default())
                .map_err(|error| error.to_string())?,
            stopping: Stopping::default(),
            metrics: Metrics::new(ground.population_facts().people)
                .map_err(|error| error.to_string())?,
            log: AccessLog::start(LogFormat::Off),
            started: real_time(),
            cors_origins: Vec::new(),
            on_loopback: true,
        };
        Worlds::new(plan, Arc::new(shared), Arc::new(ground)).map_err(|error| error.to_string())
    }

    fn plan(&self, base_url: &str, accounts: AccountBook) -> Plan {
        Plan {
            public_url: base_url.to_owned(),
            own_url: base_url.to_owned(),
            relying_parties: BUILT_IN_CLIENTS.to_owned(),
            accept_any_client: self.accept_any_client,
            auto_approve: self.auto_approve,
            built_in: accounts.built_in(),
            accounts: Arc::new(accounts),
            registry_url: None,
            registry_key: None,
            vneid_issuer: None,
            link_lockout: LINK_LOCKOUT,
        }
    }
}

/// The addresses of the default world, by the names that a sandbox has them under.
fn urls(app: &App, base_url: &str) -> Value {
    json!({
        "base_url": base_url,
        "portal": format!("{base_url}/portal"),
        "hatinh": format!("{base_url}/hatinh"),
        "vneid_issuer": app.provider.issuer_url(Issuer::Vneid),
        "dvcqg_issuer": app.provider.issuer_url(Issuer::Dvcqg),
        "ndxp": format!("{base_url}{}", app.shared.wire.ndxp_path()),
        "lgsp": format!("{base_url}/lgsp"),
    })
}
