//! HTTP: puts the application together and serves it.
//!
//! Handlers parse, call and map. They reach the people through `registry` and `worlds`, never through
//! the store.

mod access_log;
mod app;
mod body;
mod call;
mod charts;
mod clients;
mod console;
mod event_body;
mod faults;
mod hatinh;
mod journal;
mod known_people;
mod logout_notices;
mod metrics;
mod name_and_date;
mod national;
mod observe;
mod oidc;
mod pages;
mod plan;
mod portal;
mod problem;
mod qr;
mod rest;
mod running;
mod scenario_fields;
mod specimen;
mod started_logins;
mod statistics;
mod stopping;
mod strict_value;
mod tls;
mod told_logout;
mod vneid;
mod webhooks;
mod worlds;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_cors::Cors;
use actix_web::middleware::{Condition, from_fn};
use actix_web::{App as ActixApp, HttpServer, web};
use utoipa_actix_web::AppExt as _;
use utoipa_swagger_ui::SwaggerUi;

pub use access_log::{AccessLog, LogFormat};
pub use app::{App, Shared};
pub use charts::{Chart, draw as draw_chart, grouped, number, percent};
pub use clients::{BUILT_IN as BUILT_IN_CLIENTS, Clients, ClientsError};
pub use faults::raise_limit;
pub use known_people::{known_people, magic_people};
pub use metrics::Metrics;
pub use national::NationalWire;
pub use pages::PageSettings;
pub use plan::{Plan, PlanError};
pub use rest::{
    CardAnswer, FamilyAnswer, GroupsAnswer, PersonAnswer, PersonaAnswer, RecipeAnswer,
    SearchResult, StatisticsAnswer, family_answer, groups_answer, match_answer, openapi,
    search_result, wishes_from,
};
pub use specimen::draw as draw_specimen;

use crate::clock::real_time;
pub use running::Running;
pub use stopping::{Ending, Stopping};
pub use tls::{TlsError, TlsIdentity, Validity};
pub use worlds::Worlds;

/// A connection that has not sent its headers, or not shaken hands, by then is cut.
const HEADER_PATIENCE: Duration = Duration::from_secs(5);
/// Requests in flight get this long when the server is told to stop.
const SHUTDOWN_PATIENCE_SECONDS: u64 = 30;

/// Handshakes at a time, for each worker: as many as it may have connections. A worker with more in its hands takes
/// no connection at all, not even a plain one, so that a few hundred callers that never shake hands would keep everybody
/// waiting (the default is 256).
const HANDSHAKES: usize = 25_600;

/// How often sandboxes whose time is over are thrown away.
const SWEEP_EVERY: Duration = Duration::from_secs(10);

/// Searches and edits at a time, for each worker; each thread keeps a connection of its own.
const BLOCKING_THREADS: usize = 4;

/// A server that listens and does not answer yet.
#[derive(Debug)]
pub struct BoundServer {
    listener: TcpListener,
    /// Where it listens.
    pub address: SocketAddr,
    tls: Option<BoundTls>,
}

/// The listener for HTTPS, and what it shows.
#[derive(Debug)]
struct BoundTls {
    listener: TcpListener,
    address: SocketAddr,
    identity: TlsIdentity,
}

/// Takes the address; port 0 takes a free one.
pub fn bind(address: SocketAddr) -> std::io::Result<BoundServer> {
    let listener = TcpListener::bind(address)?;
    Ok(BoundServer {
        address: listener.local_addr()?,
        listener,
        tls: None,
    })
}

/// Where a server that listens everywhere is reached from its own machine; any other is where it listens. By number: an
/// image without `/etc/hosts` does not know `localhost`.
pub fn reachable(host: IpAddr) -> IpAddr {
    match host {
        IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        other => other,
    }
}

fn reachable_address(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(reachable(address.ip()), address.port())
}

impl BoundServer {
    /// Takes a second address, for HTTPS; port 0 takes a free one.
    pub fn bind_tls(&mut self, address: SocketAddr, identity: TlsIdentity) -> std::io::Result<()> {
        let listener = TcpListener::bind(address)?;
        self.tls = Some(BoundTls {
            address: listener.local_addr()?,
            listener,
            identity,
        });
        Ok(())
    }

    /// Where it is reached from its own machine, without slash behind.
    pub fn url(&self) -> String {
        format!("http://{}", reachable_address(self.address))
    }

    /// The same over HTTPS, if it listens for that.
    pub fn tls_url(&self) -> Option<String> {
        let tls = self.tls.as_ref()?;
        Some(format!("https://{}", reachable_address(tls.address)))
    }

    /// Serves until `stop` says how to end.
    /// `ready` is called when requests are answered; its failure ends the server.
    pub async fn serve<E: From<std::io::Error>>(
        self,
        worlds: Arc<Worlds>,
        workers: usize,
        stop: impl Future<Output = Ending>,
        ready: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        let app = worlds.default_world().clone();
        let worlds = web::Data::from(worlds);
        let told_to_stop = app.shared.stopping.clone();
        let swept = worlds.clone();
        let document = web::Data::new(rest::document());
        let mut server = HttpServer::new(move || {
            let (actix, _document) = ActixApp::new()
                .configure(|config| national::direct_route(config, &app.shared.wire))
                .into_utoipa_app()
                .app_data(app.clone())
                .configure(rest::routes)
                .split_for_parts();
            actix
                .app_data(worlds.clone())
                .app_data(document.clone())
                .service(SwaggerUi::new("/docs/{_:.*}").config(rest::swagger_config()))
                .configure(rest::pages)
                .configure(oidc::routes)
                .configure(pages::asset_routes)
                .configure(portal::routes)
                .configure(hatinh::routes)
                .configure(vneid::routes)
                .configure(console::routes)
                .configure(|config| national::routes(config, &app.shared.wire))
                .wrap(from_fn(faults::act))
                .wrap(Condition::new(
                    app.shared.on_loopback || !app.shared.cors_origins.is_empty(),
                    cors(&app),
                ))
                .wrap(from_fn(observe::observe))
        })
        .disable_signals()
        .on_connect(faults::keep_handle)
        .workers(workers)
        .worker_max_blocking_threads(BLOCKING_THREADS)
        .client_request_timeout(HEADER_PATIENCE)
        .tls_handshake_timeout(HEADER_PATIENCE)
        .max_connection_rate(HANDSHAKES)
        .shutdown_timeout(SHUTDOWN_PATIENCE_SECONDS)
        .listen(self.listener)?;
        if let Some(tls) = self.tls {
            server = server.listen_rustls_0_23(tls.listener, tls.identity.into_config())?;
        }
        let server = server.run();
        let handle = server.handle();
        let running = actix_web::rt::spawn(server);
        let sweeping = actix_web::rt::spawn(sweep(swept));
        let told = ready();
        if told.is_err() {
            handle.stop(false).await;
        }
        tokio::select! {
            ended = running => ended.map_err(std::io::Error::other)??,
            ending = stop => {
                told_to_stop.begin();
                handle.stop(ending == Ending::InGoodOrder).await;
            }
        }
        sweeping.abort();
        told
    }
}

/// Throws away sandboxes whose time is over, so that they hold no memory until somebody makes another.
async fn sweep(worlds: web::Data<Worlds>) {
    let mut pause = tokio::time::interval(SWEEP_EVERY);
    loop {
        pause.tick().await;
        worlds.sweep(real_time());
    }
}

/// Any page may call a server on loopback; elsewhere only the listed origins.
fn cors(app: &App) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "POST", "PUT", "PATCH", "DELETE"])
        .allow_any_header()
        .expose_headers([
            "etag",
            "location",
            "x-request-id",
            "x-dancu-data",
            "retry-after",
        ])
        .max_age(600);
    if app.shared.on_loopback {
        return cors.allow_any_origin();
    }
    app.shared
        .cors_origins
        .iter()
        .fold(cors, |cors, origin| cors.allowed_origin(origin))
}
