//! `GET /v1/changes`: what happened, in order, page after page.

#![expect(
    unused_qualifications,
    reason = "the contract macro qualifies the query type"
)]

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::change::Change;
use crate::record::FieldError;
use crate::registry::{self, Context};
use crate::server::App;
use crate::server::body::Query;
use crate::server::call::{Call, MayAdminister, MayLookUp};
use crate::server::problem::{Problem, ProblemBody};
use crate::server::webhooks::role;

/// Changes answered when no limit is given, and at the most.
const DEFAULT_LIMIT: usize = 100;
const MAX_LIMIT: usize = 1_000;

/// Where to go on.
#[derive(Deserialize, IntoParams, Debug)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChangesQuery {
    /// The `next` of the page before; 0, the beginning, when absent.
    #[param(example = 0)]
    pub since: Option<u64>,
    /// How many changes, 1 to 1,000; 100 when absent.
    pub limit: Option<usize>,
}

/// A page of the change feed.
#[derive(Serialize, ToSchema, Debug)]
pub struct ChangesAnswer {
    /// What happened, oldest first.
    pub changes: Vec<ChangeAnswer>,
    /// Where to go on: `since` of the next call.
    pub next: u64,
    /// Whether there is more to read now.
    pub more: bool,
    /// How many changes after `since` were dropped before they were read; the newest 200,000 are kept.
    pub dropped: u64,
}

/// One person, changed by one event.
#[derive(Serialize, ToSchema, Debug)]
pub struct ChangeAnswer {
    /// Counts on, over resets and restarts too.
    pub cursor: u64,
    /// The cursor of the first change of the same event.
    pub event_id: u64,
    /// `created`, `edited`, `deleted`, a type of `POST /v1/events`, or `reset`: all before is void.
    #[schema(value_type = String)]
    pub event: &'static str,
    /// When it was told to the registry, in UTC.
    pub at: String,
    /// `subject`, to whom it happened, or `affected`, who is kin or lives together; absent for a reset.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub role: Option<&'static str>,
    /// The number in force afterwards, or the last one; people may lack one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The number that was cancelled by the event; administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub former_number: Option<String>,
}

/// A client that may look people up, or administer.
#[derive(Debug)]
pub enum Follower {
    /// Sees people whom everybody may know of.
    LooksUp(Call<MayLookUp>),
    /// Sees everybody.
    Administers(Call<MayAdminister>),
}

impl FromRequest for Follower {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let looks_up = Call::<MayLookUp>::from_request(request, payload).into_inner();
        ready(match looks_up {
            Ok(call) => Ok(Self::LooksUp(call)),
            Err(refused) => Call::<MayAdminister>::from_request(request, payload)
                .into_inner()
                .map(Self::Administers)
                .map_err(|_also_refused| refused),
        })
    }
}

impl Follower {
    fn context(&self) -> Context<'_> {
        match self {
            Self::LooksUp(call) => call.context(),
            Self::Administers(call) => call.context(),
        }
    }
}

/// What happened since
///
/// Edits and events of life, one entry for each person changed, in the order they were committed. Those of one event
/// stand together. The sync feed of the national wire tells of the same people.
#[utoipa::path(
    tag = "changes",
    params(ChangesQuery),
    responses(
        (status = 200, body = ChangesAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/v1/changes")]
pub async fn list_changes(
    app: web::Data<App>,
    follower: Follower,
    Query(query): Query<ChangesQuery>,
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
    let since = query.since.unwrap_or(0);
    // Whoever may not know of everybody makes the feed look at people: on the blocking pool.
    let page = web::block(move || registry::feed(&app.world, &follower.context(), since, limit));
    let page = page.await.map_err(Problem::internal)??;
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(ChangesAnswer {
            changes: page.changes.iter().map(ChangeAnswer::of).collect(),
            next: page.next,
            more: page.more,
            dropped: page.dropped,
        }))
}

impl ChangeAnswer {
    fn of(change: &Change) -> Self {
        Self {
            cursor: change.sequence,
            event_id: change.event,
            event: change.kind.as_str(),
            at: change.at.iso(),
            role: change.person.map(|_somebody| role(change.is_subject)),
            number: change.number.map(|number| number.to_string()),
            former_number: change.former_number.map(|number| number.to_string()),
        }
    }
}
