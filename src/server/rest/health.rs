//! Liveness, readiness, metrics and version.

use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::citizen::PersonId;
use crate::server::App;
use crate::server::problem::Problem;

/// Build and dataset.
#[derive(Serialize, ToSchema, Debug)]
pub struct VersionAnswer {
    /// Always `dancu`.
    #[schema(value_type = String)]
    pub name: &'static str,
    /// The version of the program.
    #[schema(value_type = String)]
    pub version: &'static str,
    /// The day it is in the default world.
    pub business_date: String,
    /// The population.
    pub population: PopulationAnswer,
}

/// The population file.
#[derive(Serialize, ToSchema, Debug)]
pub struct PopulationAnswer {
    /// Digest of its logical content: the same seed gives the same on every machine.
    pub digest: String,
    /// Living people asked for.
    pub size: u64,
    /// All people in it, personas and the dead among them.
    pub people: u64,
    /// The seed.
    pub seed: u64,
    /// `provinces` or `reserved`.
    pub numbers: String,
    /// The version of dancu that made it.
    pub made_by: String,
}

/// Is the process alive?
#[utoipa::path(tag = "operations", responses((status = 200, description = "`ok`", content_type = "text/plain")))]
#[get("/healthz")]
pub async fn get_health() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// Can it answer? A row of the population is read.
#[utoipa::path(tag = "operations", responses((status = 200, description = "`ready`", content_type = "text/plain")))]
#[get("/readyz")]
pub async fn get_readiness(app: web::Data<App>) -> Result<HttpResponse, Problem> {
    app.world.people().identity(PersonId(1))?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ready\n"))
}

/// The same without a body, for probes that ask so.
pub async fn get_readiness_head(app: web::Data<App>) -> Result<HttpResponse, Problem> {
    app.world.people().identity(PersonId(1))?;
    Ok(HttpResponse::Ok().finish())
}

/// Metrics in Prometheus' text format
#[utoipa::path(tag = "operations", responses((status = 200, description = "Metrics", content_type = "text/plain")))]
#[get("/metrics")]
pub async fn get_metrics(app: web::Data<App>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(app.shared.metrics.text())
}

/// Build and dataset digest
#[utoipa::path(tag = "operations", responses((status = 200, body = VersionAnswer)))]
#[get("/version")]
pub async fn get_version(app: web::Data<App>) -> HttpResponse {
    let facts = app.world.population_facts().clone();
    HttpResponse::Ok().json(VersionAnswer {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        business_date: app.world.business_date().to_string(),
        population: PopulationAnswer {
            digest: facts.digest,
            size: facts.size,
            people: facts.people,
            seed: facts.seed,
            numbers: facts.numbers,
            made_by: facts.made_by,
        },
    })
}
