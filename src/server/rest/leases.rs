//! Leases: people for one test alone, for a while.

use actix_web::{HttpResponse, delete, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::lookup::audience_of;
use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::record::{CitizenRecord, FieldError, record_of};
use crate::registry::Context;
use crate::registry::finding::{self, FindQuery, read_question};
use crate::server::App;
use crate::server::body::JsonBody;
use crate::server::call::{Call, MayAdminister};
use crate::server::problem::{LEASE_NOT_FOUND, NOBODY_TO_LEASE, Problem, ProblemBody};

/// People of one lease at the most.
const MAX_COUNT: usize = 100;
/// Seconds when none are given, ten minutes, and the most, a day.
const DEFAULT_SECONDS: u64 = 600;
const MAX_SECONDS: u64 = 86_400;

/// Whom to lease.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"q": "female, adult, card valid", "count": 3, "seconds": 600}))]
pub struct NewLease {
    /// Conditions between commas, as in `GET /v1/find`; anybody alive when absent.
    pub q: Option<String>,
    /// How many people, 1 to 100; 1 when absent.
    pub count: Option<usize>,
    /// For how long, 1 to 86,400 seconds; 600 when absent.
    pub seconds: Option<u64>,
    /// Where the search begins; 0 when absent.
    pub seed: Option<u64>,
}

/// A lease and its people.
#[derive(Serialize, ToSchema, Debug)]
pub struct LeaseAnswer {
    /// Its id.
    pub id: String,
    /// When the people are free again, in UTC.
    pub until: String,
    /// The people, in nobody else's lease until then.
    pub citizens: Vec<CitizenRecord>,
}

/// A lease in a list.
#[derive(Serialize, ToSchema, Debug)]
pub struct LeaseLine {
    /// Its id.
    pub id: String,
    /// When the people are free again, in UTC.
    pub until: String,
    /// How many people it has.
    pub people: usize,
}

/// The leases of a world.
#[derive(Serialize, ToSchema, Debug)]
pub struct LeaseList {
    /// Those that are not over.
    pub leases: Vec<LeaseLine>,
}

/// Lease people
///
/// Finds people as `GET /v1/find` does and keeps them from every other lease of this world. Either as many as asked
/// for, or nobody.
#[utoipa::path(
    tag = "sandboxes",
    request_body = NewLease,
    responses(
        (status = 201, body = LeaseAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/admin/leases")]
pub async fn take_lease(
    app: web::Data<App>,
    call: Call<MayAdminister>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let wanted = body.read()?;
    let answer = web::block(move || lease(&app, &call.context(), &wanted)).await;
    let answer = answer.map_err(Problem::internal)??;
    Ok(HttpResponse::Created()
        .insert_header(("cache-control", "no-store"))
        .json(answer))
}

/// Finds people and keeps them from every other lease.
pub fn lease(app: &App, context: &Context<'_>, wanted: &NewLease) -> Result<LeaseAnswer, Problem> {
    let (query, seconds) = query_from(wanted)?;
    let id = Chance.secret().map_err(Problem::internal)?;
    let until = Timestamp(context.at.0 + seconds * 1000);
    let mut citizens = Vec::new();
    let leases = app.world.leases();
    leases.take(&id, context.at, until, |taken| {
        let query = FindQuery {
            without: taken,
            ..query
        };
        let found = finding::find(&app.world, context, &query)?.citizens;
        if found.len() < query.count {
            return Err(Problem::with_detail(
                &NOBODY_TO_LEASE,
                format!("Chỉ còn {} người phù hợp chưa được giữ.", found.len()),
                format!("Only {} people fit who are in no lease.", found.len()),
            ));
        }
        citizens = found;
        Ok(citizens.iter().map(|citizen| citizen.identity.id).collect())
    })?;
    let (day, audience) = (app.world.business_date(), audience_of(context));
    let records = citizens.iter();
    Ok(LeaseAnswer {
        id,
        until: until.iso(),
        citizens: records
            .map(|citizen| record_of(citizen, day, audience))
            .collect(),
    })
}

/// List the leases of a world
#[utoipa::path(
    tag = "sandboxes",
    responses(
        (status = 200, body = LeaseList),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/leases")]
pub async fn list_leases(app: web::Data<App>, call: Call<MayAdminister>) -> HttpResponse {
    let all = app.world.leases().all(call.facts.at);
    let lines = all.into_iter().map(|(id, lease)| LeaseLine {
        id: id.into(),
        until: lease.until.iso(),
        people: lease.people.len(),
    });
    HttpResponse::Ok().json(LeaseList {
        leases: lines.collect(),
    })
}

/// End a lease
#[utoipa::path(
    tag = "sandboxes",
    params(("id" = String, Path, description = "The id of a lease")),
    responses(
        (status = 204, description = "The people are free"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[delete("/admin/leases/{id}")]
pub async fn end_lease(
    app: web::Data<App>,
    call: Call<MayAdminister>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    if app.world.leases().end(&id, call.facts.at) {
        Ok(HttpResponse::NoContent().finish())
    } else {
        Err(Problem::new(&LEASE_NOT_FOUND))
    }
}

fn query_from(body: &NewLease) -> Result<(FindQuery, u64), Problem> {
    let mut errors = Vec::new();
    let wanted = read_question(body.q.as_deref(), &[]).unwrap_or_else(|wrong| {
        errors = wrong;
        Vec::new()
    });
    let count = body.count.unwrap_or(1);
    let seconds = body.seconds.unwrap_or(DEFAULT_SECONDS);
    let mut limit = |field, fits: bool, most: String| {
        if !fits {
            errors.push(FieldError::told(
                field,
                "value_out_of_range",
                format!("Từ 1 đến {most}."),
                format!("From 1 to {most}."),
            ));
        }
    };
    limit(
        "count",
        (1..=MAX_COUNT).contains(&count),
        MAX_COUNT.to_string(),
    );
    limit(
        "seconds",
        (1..=MAX_SECONDS).contains(&seconds),
        MAX_SECONDS.to_string(),
    );
    if !errors.is_empty() {
        return Err(Problem::fields(errors));
    }
    let query = FindQuery {
        wanted,
        count,
        without: std::collections::BTreeSet::new(),
        seed: body.seed.unwrap_or(0),
    };
    Ok((query, seconds))
}
