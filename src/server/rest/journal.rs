//! The journal of a world: what was asked of it, counted, followed live, exported, emptied.

use actix_web::{HttpRequest, HttpResponse, delete, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::language::Language;
use crate::server::App;
use crate::server::body::Query;
use crate::server::call::{Call, MayAdminister};
use crate::server::journal::detail::JournalDetail;
use crate::server::journal::fields::{CallFields, JournalQuery};
use crate::server::journal::har;
use crate::server::journal::line::{JournalLine, Telling};
use crate::server::journal::stream::{Following, events};
use crate::server::problem::{
    CALL_NOT_FOUND, FOLLOWERS_TOO_MANY, Problem, ProblemBody, SCOPE_MISSING,
};
use crate::worlds::journal::Numbered;

/// The newest calls that are meant.
#[derive(Serialize, ToSchema, Debug)]
pub struct JournalAnswer {
    /// How many there are, told or not.
    pub count: u64,
    /// Newest first; absent with `count_only`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<Vec<JournalLine>>,
    /// How many older calls were dropped since the journal was last emptied.
    pub dropped: u64,
    /// The sequence number of the newest call there has been: `since` for those that come later.
    pub last: u64,
}

/// How many calls are meant.
#[derive(Serialize, ToSchema, Debug)]
pub struct JournalCount {
    /// How many there are.
    pub count: u64,
    /// How many older calls were dropped since the journal was last emptied.
    pub dropped: u64,
    /// The sequence number of the newest call there has been: `since` for those that come later.
    pub last: u64,
}

/// What was asked of a world
///
/// Every call but those of the control surface, newest first, personal data masked.
#[utoipa::path(
    tag = "journal",
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
    call: Call<MayAdminister>,
    language: Language,
    Query(query): Query<JournalQuery>,
) -> Result<HttpResponse, Problem> {
    may_unmask(&app, &call, query.unmask)?;
    let (limit, filter) = query.read()?;
    let answer = elsewhere(move || {
        let reading = app.world.journal().read(0);
        let (dropped, last) = (reading.dropped, reading.last);
        let calls = filter.select(reading);
        let telling = Telling {
            app: &app,
            language,
            unmask: query.unmask,
        };
        let newest = calls.iter().rev().take(limit);
        Ok(JournalAnswer {
            count: calls.len() as u64,
            entries: (!query.count_only)
                .then(|| newest.map(|call| JournalLine::of(call, telling)).collect()),
            dropped,
            last,
        })
    });
    Ok(HttpResponse::Ok().json(answer.await?))
}

/// Count the calls that were made of a world
#[utoipa::path(
    tag = "journal",
    params(CallFields),
    responses(
        (status = 200, body = JournalCount),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/journal/count")]
pub async fn count_journal(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    Query(fields): Query<CallFields>,
) -> Result<HttpResponse, Problem> {
    let filter = fields.filter().map_err(Problem::fields)?;
    let answer = elsewhere(move || {
        let reading = app.world.journal().read(0);
        let (dropped, last) = (reading.dropped, reading.last);
        Ok(JournalCount {
            count: filter.select(reading).len() as u64,
            dropped,
            last,
        })
    });
    Ok(HttpResponse::Ok().json(answer.await?))
}

/// Follow the calls of a world live
///
/// Server-sent events: `call` with a line of the journal, `gap` where calls were dropped before they could be
/// told, `restart` where the world began anew, a comment every 15 seconds. Begins with what comes next, or after
/// `Last-Event-ID` or `since`.
#[utoipa::path(
    tag = "journal",
    params(JournalQuery),
    responses(
        (status = 200, content((String = "text/event-stream")), description = "Events without end"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/journal/stream")]
pub async fn follow_journal(
    app: web::Data<App>,
    call: Call<MayAdminister>,
    language: Language,
    request: HttpRequest,
    Query(query): Query<JournalQuery>,
) -> Result<HttpResponse, Problem> {
    may_unmask(&app, &call, query.unmask)?;
    let (_, mut filter) = query.read()?;
    // Where to begin is the reader's place; after a new beginning of the world, numbers are small again.
    let since = filter.since.take();
    let follower = app.world.journal().follow();
    let follower = follower.ok_or_else(|| Problem::new(&FOLLOWERS_TOO_MANY))?;
    let seen = request
        .headers()
        .get("last-event-id")
        .and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let following = Following {
        filter,
        language,
        unmask: query.unmask,
        since: seen.or(since),
    };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("cache-control", "no-store"))
        // A proxy that gathers an answer before it passes it on would pass nothing on.
        .insert_header(("x-accel-buffering", "no"))
        .streaming(events(&app, follower, following)))
}

/// Export the calls of a world as an HTTP archive
///
/// HAR 1.2, oldest first, personal data masked; the newest 10,000 calls unless `limit` says otherwise.
#[utoipa::path(
    tag = "journal",
    params(JournalQuery),
    responses(
        (status = 200, content((serde_json::Value = "application/json"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/journal.har")]
pub async fn export_journal(
    app: web::Data<App>,
    call: Call<MayAdminister>,
    language: Language,
    Query(query): Query<JournalQuery>,
) -> Result<HttpResponse, Problem> {
    may_unmask(&app, &call, query.unmask)?;
    let (limit, filter) = query.read()?;
    let limit = query.limit.map_or(usize::MAX, |_| limit);
    let archive = elsewhere(move || {
        let mut calls = filter.select(app.world.journal().read(0));
        let surplus = calls.len().saturating_sub(limit);
        calls.drain(..surplus);
        let telling = Telling {
            app: &app,
            language,
            unmask: query.unmask,
        };
        Ok(har::archive(&calls, telling))
    });
    Ok(HttpResponse::Ok()
        .insert_header((
            "content-disposition",
            "attachment; filename=\"journal.har\"",
        ))
        .json(archive.await?))
}

/// Tell everything of one call
///
/// What was sent, a curl to send it again, and of a question that missed the nearest person and the fields that
/// differ, as the world is now. Masked unless `unmask=true`.
#[utoipa::path(
    tag = "journal",
    params(("sequence" = u64, Path, description = "The number of the call"), DetailQuery),
    responses(
        (status = 200, body = JournalDetail),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/journal/{sequence}")]
pub async fn get_journal_entry(
    app: web::Data<App>,
    call: Call<MayAdminister>,
    language: Language,
    sequence: web::Path<String>,
    Query(query): Query<DetailQuery>,
) -> Result<HttpResponse, Problem> {
    may_unmask(&app, &call, query.unmask)?;
    let sequence = sequence.parse().ok();
    let found = sequence.and_then(|sequence| {
        let call = app.world.journal().get(sequence)?;
        Some(Numbered { sequence, call })
    });
    let numbered = found.ok_or_else(|| Problem::new(&CALL_NOT_FOUND))?;
    let detail = elsewhere(move || {
        let telling = Telling {
            app: &app,
            language,
            unmask: query.unmask,
        };
        JournalDetail::of(&numbered, telling, call.facts.at)
    });
    Ok(HttpResponse::Ok().json(detail.await?))
}

/// How a call is told.
#[derive(serde::Deserialize, utoipa::IntoParams, Debug)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
#[derive(Default)]
pub struct DetailQuery {
    /// Whether personal data is told; for the administrator's key.
    pub unmask: bool,
}

/// Forget the calls that were made of a world
///
/// The numbers go on. Nothing else of the world changes.
#[utoipa::path(
    tag = "journal",
    responses(
        (status = 204, description = "Emptied"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[delete("/admin/journal")]
pub async fn clear_journal(app: web::Data<App>, _call: Call<MayAdminister>) -> HttpResponse {
    app.world.journal().clear();
    HttpResponse::NoContent().finish()
}

/// Personal data is told to the administrator, and not to whoever has the key of one sandbox.
fn may_unmask(app: &App, call: &Call<MayAdminister>, unmask: bool) -> Result<(), Problem> {
    if unmask && app.is_bound(&call.caller) {
        return Err(Problem::with_detail(
            &SCOPE_MISSING,
            "Chỉ khóa quản trị mới xem được dữ liệu cá nhân (unmask); khóa của sandbox thì không.",
            "Only the administrator's key opens personal data (unmask), not the key of a sandbox.",
        ));
    }
    Ok(())
}

/// Does work that goes through many calls on the blocking pool, so that point lookups on this worker do not wait.
async fn elsewhere<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let failed = Problem::internal::<actix_web::error::BlockingError>;
    web::block(work).await.map_err(failed)?
}
