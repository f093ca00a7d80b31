//! The default world: its journal, masked, and its reset.

#![expect(
    unused_qualifications,
    reason = "the contract macro qualifies the query type"
)]

use actix_web::{HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::language::Language;
use crate::record::FieldError;
use crate::server::App;
use crate::server::body::Query;
use crate::server::call::{Call, MayAdminister};
use crate::server::journal_line::JournalLine;
use crate::server::problem::{INTERNAL, Problem, ProblemBody};

/// Entries answered when no limit is given.
const DEFAULT_LIMIT: usize = 100;
/// Entries answered at the most; the ring has no more.
const MAX_LIMIT: usize = 10_000;

/// How many entries to answer.
#[derive(Deserialize, IntoParams, Debug)]
#[serde(deny_unknown_fields)]
pub struct JournalQuery {
    /// 1 to 10,000; 100 when absent.
    pub limit: Option<usize>,
}

/// The newest calls.
#[derive(Serialize, ToSchema, Debug)]
pub struct JournalAnswer {
    /// Newest first.
    pub entries: Vec<JournalLine>,
    /// How many older ones were dropped since the last reset.
    pub dropped: u64,
}

/// Drop all edits, accounts, logins, sessions and the journal of the default world
#[utoipa::path(
    tag = "operations",
    responses(
        (status = 204, description = "Reset"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/admin/reset")]
pub async fn reset_world(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
) -> Result<HttpResponse, Problem> {
    let kept = app.clone();
    web::block(move || app.world.reset())
        .await
        .map_err(|error| Problem {
            cause: Some(error.to_string()),
            ..Problem::new(&INTERNAL)
        })??;
    kept.browsers.clear();
    Ok(HttpResponse::NoContent().finish())
}

/// Sign with new keys from now on
///
/// Both OpenID providers change their keys. Those of before stay in the set of public keys, so that tokens
/// that are still out are verified; those before them leave it.
#[utoipa::path(
    tag = "operations",
    responses(
        (status = 204, description = "New keys sign"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/admin/keys/rotate")]
pub async fn rotate_keys(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
) -> Result<HttpResponse, Problem> {
    let failed = |cause: String| Problem {
        cause: Some(cause),
        ..Problem::new(&INTERNAL)
    };
    let rotated = web::block(move || app.provider.rotate_keys()).await;
    rotated
        .map_err(|error| failed(error.to_string()))?
        .map_err(|error| failed(error.to_string()))?;
    Ok(HttpResponse::NoContent().finish())
}

/// What was asked of the default world
#[utoipa::path(
    tag = "operations",
    params(JournalQuery),
    responses(
        (status = 200, body = JournalAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/journal")]
pub async fn list_journal(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    language: Language,
    Query(query): Query<JournalQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Problem::fields(vec![FieldError::told(
            "limit",
            "value_out_of_range",
            format!("Từ 1 đến {MAX_LIMIT}."),
            format!("From 1 to {MAX_LIMIT}."),
        )]));
    }
    let (entries, dropped) = app.world.journal().latest(limit);
    Ok(HttpResponse::Ok().json(JournalAnswer {
        entries: entries
            .iter()
            .map(|entry| JournalLine::of(entry, language))
            .collect(),
        dropped,
    }))
}
