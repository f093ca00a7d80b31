//! `dancu serve`: the registry over HTTP.

use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use super::arguments::{DataArguments, PopulationArguments, cannot_listen};
use super::output::{CliError, Output};
use super::portal_arguments::{LoginSettings, PortalArguments, public_url};
use super::seed::seed;
use super::stop::{Parent, StopSignals};
use super::tls_arguments::TlsArguments;
use super::wire_arguments::WireArguments;
use crate::chance::Chance;
use crate::clock::real_time;
use crate::domain::login::Issuer;
use crate::identity::{RelyingParties, RelyingPartiesError};
use crate::outbound::webhook::{AllowedHosts, WebhookCaller};
use crate::outbound::{Limits, Outbound};
use crate::population::{NumberMode, Persona, personas};
use crate::server::{
    AccessLog, App, BUILT_IN_CLIENTS, BoundServer, Clients, ClientsError, LogFormat, Metrics,
    Shared, Stopping, Worlds, bind, raise_limit,
};
use crate::store::{FolderLock, Population, STATE_FILE, StoreError};
use crate::worlds::World;

/// Serve the registry over HTTP
///
/// Makes the population first if the folder has none. Prints where to find everything, a key and a
/// call to copy. SIGTERM or Ctrl-C lets requests in flight end and exits with 0.
///
///   dancu serve
///   dancu serve --data /tmp/dancu --port 0 --ready-file /tmp/ready.json
#[derive(Args, Debug, Clone)]
#[command(verbatim_doc_comment)]
pub struct Serve {
    #[command(flatten)]
    data: DataArguments,

    #[command(flatten)]
    population: PopulationArguments,

    /// Address to listen on; dev-key works on loopback only
    #[arg(
        long,
        env = "DANCU_HOST",
        default_value = "127.0.0.1",
        value_name = "ADDRESS"
    )]
    host: IpAddr,

    /// Port to listen on; 0 takes a free one
    #[arg(long, env = "DANCU_PORT", default_value_t = 8080, value_name = "PORT")]
    port: u16,

    /// Write the URLs and a key to this file as JSON once requests are answered
    #[arg(long, env = "DANCU_READY_FILE", value_name = "FILE")]
    ready_file: Option<PathBuf>,

    /// End in good order when standard input is closed, as it is when the process that started this one ends
    #[arg(long, env = "DANCU_PARENT")]
    parent: bool,

    /// Threads that answer [default: one for each core]
    #[arg(long, env = "DANCU_WORKERS", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    workers: Option<u16>,

    /// Form of the log lines on standard error
    #[arg(long, env = "DANCU_LOG", default_value = "text", value_name = "FORM")]
    log: LogFormat,

    /// Clients and their keys, in the form of fixtures/clients.toml [default: the built-in ones]
    #[arg(long, env = "DANCU_CLIENTS", value_name = "FILE")]
    clients: Option<PathBuf>,

    /// Key of the administrator, with every scope [default: dev-key on loopback, elsewhere a random one, printed once]
    #[arg(
        long,
        env = "DANCU_ADMIN_KEY",
        value_name = "KEY",
        hide_env_values = true
    )]
    admin_key: Option<String>,

    /// Origin of a web page that may call when not bound to loopback (may be repeated)
    #[arg(
        long,
        env = "DANCU_CORS_ORIGIN",
        value_name = "ORIGIN",
        value_delimiter = ','
    )]
    cors_origin: Vec<String>,

    /// Host besides this machine that webhooks may post to, a name or an address (may be repeated)
    #[arg(
        long,
        env = "DANCU_WEBHOOK_HOST",
        value_name = "HOST",
        value_delimiter = ','
    )]
    webhook_host: Vec<String>,

    /// Address by which browsers and relying parties reach this server; names the OpenID issuers [default: http://ADDRESS:PORT]
    #[arg(long, env = "DANCU_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    public_url: Option<String>,

    /// Log people in without a page when a request carries a `login_hint` (for tests without a browser)
    #[arg(long, env = "DANCU_AUTO_APPROVE")]
    auto_approve: bool,

    /// Let in relying parties that nobody registered, with any secret and any http(s) redirect URI
    #[arg(long, env = "DANCU_ACCEPT_ANY_CLIENT")]
    accept_any_client: bool,

    #[command(flatten)]
    tls: TlsArguments,

    #[command(flatten)]
    wire: WireArguments,

    #[command(flatten)]
    portal: PortalArguments,
}

impl Serve {
    /// Runs the command until the process is told to stop.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let parent = self.parent.then(|| Parent::watch(output.language));
        let folder = &self.data.data;
        let _lock = FolderLock::take(folder)?;
        raise_limit();
        // What can be refused at once is, before people are made.
        let list = self.list_of_clients()?;
        let (clients, key) = self.clients(&list)?;
        let wire = self.wire.national_wire()?;
        let mut server = self.bind()?;
        let public_url = self.public_url_of(&server);
        self.tls.open(&mut server, self.host, &public_url, folder)?;
        RelyingParties::parse(&list, &public_url).map_err(|error| bad_relying_parties(&error))?;
        let population = match Population::open(folder) {
            Err(StoreError::Missing { .. }) => {
                refuse_orphaned_state(folder)?;
                seed(
                    folder,
                    &self.population,
                    None,
                    parent.as_ref(),
                    output.language,
                )?;
                Population::open(folder)?
            }
            other => other?,
        };
        let numbers = if population.facts().numbers == "reserved" {
            NumberMode::Reserved
        } else {
            NumberMode::Provinces
        };
        let people = population.facts().people;
        let world = World::open(folder, Arc::new(population), self.data.clock())?;
        let unexpected = |error: String| CliError::told(error.clone(), error);
        let personas = personas(numbers).map_err(|error| unexpected(error.to_string()))?;
        let accounts = self.portal.accounts(&personas)?;
        let logins = LoginSettings {
            public_url,
            relying_parties: list,
            accept_any_client: self.accept_any_client,
            auto_approve: self.auto_approve,
        };
        let plan = self.portal.plan(accounts, logins, server.url());
        let relying_parties = plan
            .relying_parties(&plan.public_url)
            .map_err(|error| bad_relying_parties(&error))?;
        let shared = Shared {
            clients,
            personas,
            wire,
            pages: self.portal.pages(&relying_parties),
            reach: plan.reach(),
            outbound: Outbound::new(Limits::default())
                .map_err(|error| unexpected(error.to_string()))?,
            webhooks: WebhookCaller::new(AllowedHosts::new(&self.webhook_host), Limits::default())
                .map_err(|error| unexpected(error.to_string()))?,
            stopping: Stopping::default(),
            metrics: Metrics::new(people).map_err(|error| unexpected(error.to_string()))?,
            log: AccessLog::start(self.log),
            started: real_time(),
            cors_origins: self.cors_origin.clone(),
            on_loopback: self.host.is_loopback(),
        };
        let worlds = Worlds::new(plan, Arc::new(shared), Arc::new(world))
            .map_err(|error| unexpected(error.to_string()))?;
        Self::greet(output, worlds.default_world(), &server, &key)?;
        self.serve(server, worlds, &key, parent)?;
        Ok(ExitCode::SUCCESS)
    }

    fn bind(&self) -> Result<BoundServer, CliError> {
        let address = SocketAddr::new(self.host, self.port);
        bind(address).map_err(|error| cannot_listen(&error, address, "--port"))
    }

    /// The text of the list of clients.
    fn list_of_clients(&self) -> Result<String, CliError> {
        match &self.clients {
            None => Ok(BUILT_IN_CLIENTS.to_owned()),
            Some(path) => std::fs::read_to_string(path).map_err(|error| {
                CliError::told(
                    format!("không đọc được {}: {error}", path.display()),
                    format!("{} cannot be read: {error}", path.display()),
                )
            }),
        }
    }

    /// The address that names the issuers.
    fn public_url_of(&self, server: &BoundServer) -> String {
        let given = self.public_url.clone();
        given.unwrap_or_else(|| server.url())
    }

    /// The clients, and the key that may do everything.
    fn clients(&self, list: &str) -> Result<(Clients, String), CliError> {
        let refused = |error: ClientsError| {
            CliError::told(
                format!("không dùng được danh sách ứng dụng gọi API: {error}"),
                error.to_string(),
            )
        };
        let mut clients = Clients::parse(list, self.host).map_err(refused)?;
        let given = self.admin_key.clone().filter(|key| !key.trim().is_empty());
        if self.host.is_loopback() && given.is_none() {
            return Ok((clients, "dev-key".to_owned()));
        }
        let key = match given {
            Some(key) => key,
            None => Chance
                .secret()
                .map_err(|error| CliError::told(error.to_string(), error.to_string()))?,
        };
        clients.add_administrator(key.clone()).map_err(refused)?;
        Ok((clients, key))
    }

    fn serve(
        &self,
        server: BoundServer,
        worlds: Worlds,
        key: &str,
        parent: Option<Parent>,
    ) -> Result<(), CliError> {
        let base_url = server.url();
        let workers = self.workers.map_or_else(
            || std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            usize::from,
        );
        let urls = Urls::of(worlds.default_world(), &server);
        let ready = || match &self.ready_file {
            Some(path) => write_ready_file(path, &base_url, &urls, key),
            None => Ok(()),
        };
        actix_web::rt::System::new().block_on(async {
            // Before anybody is told that the server is there, it must be able to end in good order.
            let stop = StopSignals::listen()?.or_end_of(parent);
            server.serve(Arc::new(worlds), workers, stop, ready).await
        })
    }

    fn greet(
        output: &mut Output,
        app: &App,
        server: &BoundServer,
        key: &str,
    ) -> Result<(), CliError> {
        let base_url = server.url();
        let facts = app.world.population_facts();
        let heading = output.bold(&format!("dancu {}", env!("CARGO_PKG_VERSION")));
        output.say(
            format!(
                "{heading}: {} người không có thật, ngày nghiệp vụ {}",
                facts.people,
                app.world.business_date()
            ),
            format!(
                "{heading}: {} people who do not exist, business date {}",
                facts.people,
                app.world.business_date()
            ),
        )?;
        output.line("")?;
        output.say(
            format!("  API          {base_url}"),
            format!("  API          {base_url}"),
        )?;
        output.say(
            format!("  Trang API    {base_url}/docs/"),
            format!("  API page     {base_url}/docs/"),
        )?;
        if server.address.ip().is_unspecified() {
            let address = server.address;
            output.say(
                format!("               nghe trên mọi địa chỉ của máy ({address}); máy khác gọi: --public-url"),
                format!("               listens on every address ({address}); for other machines: --public-url"),
            )?;
        }
        let urls = Urls::of(app, server);
        if let Some(tls) = &urls.tls {
            output.say(
                format!("  HTTPS        {tls}"),
                format!("  HTTPS        {tls}"),
            )?;
        }
        output.say(
            format!("  Cổng DVC     {}", urls.portal),
            format!("  Portal       {}", urls.portal),
        )?;
        output.say(
            format!("  Hà Tĩnh      {}", urls.hatinh),
            format!("  Hà Tĩnh      {}", urls.hatinh),
        )?;
        output.say(
            format!("  VNeID        {}", urls.vneid_issuer),
            format!("  VNeID        {}", urls.vneid_issuer),
        )?;
        output.say(
            format!("  NDXP (SOAP)  {}", urls.ndxp),
            format!("  NDXP (SOAP)  {}", urls.ndxp),
        )?;
        output.say(
            format!("  LGSP         {}", urls.lgsp),
            format!("  LGSP         {}", urls.lgsp),
        )?;
        output.say(
            format!("  Khóa         {key}"),
            format!("  Key          {key}"),
        )?;
        output.line("")?;
        let showcase: Vec<&Persona> = app
            .shared
            .personas
            .iter()
            .filter(|persona| persona.showcase)
            .take(5)
            .collect();
        for persona in &showcase {
            let number = persona
                .person
                .as_ref()
                .and_then(|citizen| citizen.identity.number);
            let number = number.map_or_else(|| "-".to_owned(), |number| number.to_string());
            let shows = output.language.pick(&persona.shows_vi, &persona.shows_en);
            output.line(format!(
                "  {number:12}  {}  {}  {shows}",
                persona.full_name, persona.date_of_birth
            ))?;
        }
        if let Some(curl) = showcase
            .first()
            .and_then(|persona| curl_of(persona, &base_url, key))
        {
            output.line("")?;
            output.line(curl)?;
        }
        output.flush()
    }
}

/// Where browsers and relying parties find the four systems besides the API, and clients of HTTPS all of it.
struct Urls {
    tls: Option<String>,
    portal: String,
    hatinh: String,
    vneid_issuer: String,
    dvcqg_issuer: String,
    ndxp: String,
    lgsp: String,
}

impl Urls {
    fn of(app: &App, server: &BoundServer) -> Self {
        let public_url = app.provider.public_url();
        Self {
            tls: server.tls_url(),
            portal: format!("{public_url}/portal"),
            hatinh: format!("{public_url}/hatinh"),
            vneid_issuer: app.provider.issuer_url(Issuer::Vneid),
            dvcqg_issuer: app.provider.issuer_url(Issuer::Dvcqg),
            ndxp: format!("{public_url}{}", app.shared.wire.ndxp_path()),
            lgsp: format!("{public_url}/lgsp"),
        }
    }
}

fn bad_relying_parties(error: &RelyingPartiesError) -> CliError {
    CliError::told(
        format!("không dùng được danh sách ứng dụng đăng nhập: {error}"),
        error.to_string(),
    )
}

/// Edits without the people they were made over are not dropped in silence.
fn refuse_orphaned_state(folder: &Path) -> Result<(), CliError> {
    let path = folder.join(STATE_FILE);
    if !path.exists() {
        return Ok(());
    }
    let path = path.display();
    Err(CliError::told(
        format!(
            "{path} còn các chỉnh sửa nhưng tệp dân cư không còn; đặt lại tệp dân cư, chạy `dancu seed` với đúng seed cũ, hoặc xóa {path}"
        ),
        format!(
            "{path} holds edits but the population is gone; put it back, run `dancu seed` with the same seed, or delete {path}"
        ),
    ))
}

/// The call to copy: it answers `match`.
fn curl_of(persona: &Persona, base_url: &str, key: &str) -> Option<String> {
    let number = persona.person.as_ref()?.identity.number?;
    Some(format!(
        "  curl -s {base_url}/v1/match -H 'Authorization: Bearer {key}' -H 'Content-Type: application/json' \\\n    \
         -d '{{\"number\":\"{number}\",\"full_name\":\"{}\",\"date_of_birth\":\"{}\"}}'",
        persona.full_name, persona.date_of_birth
    ))
}

/// Written beside its place and renamed: who waits for the file never reads half of it.
fn write_ready_file(path: &Path, base_url: &str, urls: &Urls, key: &str) -> Result<(), CliError> {
    let mut ready = json!({
        "base_url": base_url,
        "dev_key": key,
        "urls": {
            "docs": format!("{base_url}/docs/"),
            "openapi": format!("{base_url}/openapi.json"),
            "personas": format!("{base_url}/v1/personas"),
            "health": format!("{base_url}/healthz"),
            "portal": urls.portal,
            "hatinh": urls.hatinh,
            "vneid_issuer": urls.vneid_issuer,
            "dvcqg_issuer": urls.dvcqg_issuer,
            "ndxp": urls.ndxp,
            "lgsp": urls.lgsp,
        },
    });
    if let Some(tls) = &urls.tls {
        ready["urls"]["tls"] = json!(tls);
    }
    let beside = path.with_extension(format!("{}.part", std::process::id()));
    write_private(&beside, &format!("{ready:#}\n"))
        .and_then(|()| std::fs::rename(&beside, path))
        .map_err(|error| {
            CliError::told(
                format!("không ghi được {}: {error}", path.display()),
                format!("{} cannot be written: {error}", path.display()),
            )
        })
}

/// The file holds a key: nobody else on the machine reads it.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}
