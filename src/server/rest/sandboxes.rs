//! Sandboxes: worlds of their own over the same population, made and thrown away by tests.

use actix_web::{HttpResponse, delete, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::clock::{ClockBody, setting_from};
use crate::clock::Timestamp;
use crate::domain::login::Issuer;
use crate::record::FieldError;
use crate::server::App;
use crate::server::body::MaybeJsonBody;
use crate::server::call::{Call, MayAdminister};
use crate::server::problem::{Problem, ProblemBody, SANDBOX_KEY_BOUND, SANDBOX_NOT_FOUND};
use crate::server::worlds::{Sandbox, Wanted, Worlds, is_an_id};

/// Seconds without a request after which a sandbox goes, unless asked otherwise: an hour.
const DEFAULT_IDLE_SECONDS: u64 = 3600;
/// The most that may be asked for: thirty days.
const MOST_IDLE_SECONDS: u64 = 30 * 86_400;

/// A sandbox to make; everything may be left out.
#[derive(Deserialize, ToSchema, Debug, Default)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"id": "job-17", "idle_seconds": 600, "clock": {"as_of": "2025-07-01"}}))]
pub struct NewSandbox {
    /// Its id, up to 40 small letters, digits and dashes; a random one when absent.
    pub id: Option<String>,
    /// It goes when nobody has asked for it for so many seconds, 1 to 2,592,000; 0 keeps it. 3600 when absent.
    pub idle_seconds: Option<u64>,
    /// Its clock, as in `PUT /admin/clock`; that of the server's start when absent.
    pub clock: Option<ClockBody>,
}

/// A sandbox.
#[derive(Serialize, ToSchema, Debug)]
pub struct SandboxAnswer {
    /// Its id, for the header `X-Dancu-Sandbox`.
    pub id: String,
    /// Its key: an administrator's within it, and none elsewhere. It also chooses the sandbox by itself.
    pub key: String,
    /// When it was made, in UTC.
    pub made_at: String,
    /// When it goes, if nobody asks for it until then; absent for one that is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<String>,
    /// Where it is, for clients in which only an address can be set.
    pub urls: SandboxUrls,
}

/// The addresses of a sandbox; each begins with `/s/{id}`.
#[derive(Serialize, ToSchema, Debug)]
pub struct SandboxUrls {
    /// Before every path of the API: `{base_url}/v1/match`.
    pub base_url: String,
    /// The national portal.
    pub portal: String,
    /// The system of Hà Tĩnh.
    pub hatinh: String,
    /// The issuer of VNeID.
    pub vneid_issuer: String,
    /// The issuer of the portal's sign-on.
    pub dvcqg_issuer: String,
    /// Direct SOAP calls.
    pub ndxp: String,
    /// The LGSPs.
    pub lgsp: String,
}

/// All sandboxes.
#[derive(Serialize, ToSchema, Debug)]
pub struct SandboxList {
    /// By the time they were made.
    pub sandboxes: Vec<SandboxAnswer>,
}

/// Make a sandbox
///
/// A world of its own over the same population: edits, people, accounts, sessions, rules, journal and clock. Choose it
/// by the header `X-Dancu-Sandbox: {id}`, by its key, or by the path prefix `/s/{id}`, on every surface. What stands
/// under `/admin` acts on the default world, and under `/admin/sandboxes/{id}` on a sandbox.
#[utoipa::path(
    tag = "sandboxes",
    request_body(content = NewSandbox, description = "May be left out"),
    responses(
        (status = 201, body = SandboxAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/admin/sandboxes")]
pub async fn create_sandbox(
    worlds: web::Data<Worlds>,
    app: web::Data<App>,
    call: Call<MayAdminister>,
    body: MaybeJsonBody,
) -> Result<HttpResponse, Problem> {
    refuse_bound(&app, &call, None)?;
    let wanted = wanted_from(body.read()?, call.facts.at)?;
    let sandbox = worlds.make(wanted, call.facts.at)?;
    let answer = SandboxAnswer::of(&sandbox);
    Ok(HttpResponse::Created()
        .insert_header(("location", format!("/admin/sandboxes/{}", answer.id)))
        .json(answer))
}

/// List the sandboxes
#[utoipa::path(
    tag = "sandboxes",
    responses(
        (status = 200, body = SandboxList),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/sandboxes")]
pub async fn list_sandboxes(
    worlds: web::Data<Worlds>,
    app: web::Data<App>,
    call: Call<MayAdminister>,
) -> Result<HttpResponse, Problem> {
    refuse_bound(&app, &call, None)?;
    let all = worlds.all(call.facts.at);
    Ok(HttpResponse::Ok().json(SandboxList {
        sandboxes: all
            .iter()
            .map(|sandbox| SandboxAnswer::of(sandbox))
            .collect(),
    }))
}

/// Tell one sandbox
#[utoipa::path(
    tag = "sandboxes",
    params(("id" = String, Path, description = "The id of a sandbox")),
    responses(
        (status = 200, body = SandboxAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/sandboxes/{id}")]
pub async fn get_sandbox(
    worlds: web::Data<Worlds>,
    app: web::Data<App>,
    call: Call<MayAdminister>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    refuse_bound(&app, &call, Some(&id))?;
    let sandbox = worlds.find(&id, call.facts.at);
    let sandbox = sandbox.ok_or_else(|| Problem::new(&SANDBOX_NOT_FOUND))?;
    Ok(HttpResponse::Ok().json(SandboxAnswer::of(&sandbox)))
}

/// Throw a sandbox away
#[utoipa::path(
    tag = "sandboxes",
    params(("id" = String, Path, description = "The id of a sandbox")),
    responses(
        (status = 204, description = "Gone"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[delete("/admin/sandboxes/{id}")]
pub async fn delete_sandbox(
    worlds: web::Data<Worlds>,
    app: web::Data<App>,
    call: Call<MayAdminister>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    refuse_bound(&app, &call, Some(&id))?;
    if worlds.delete(&id, call.facts.at) {
        Ok(HttpResponse::NoContent().finish())
    } else {
        Err(Problem::new(&SANDBOX_NOT_FOUND))
    }
}

/// The key of a sandbox opens nothing but that sandbox.
fn refuse_bound(
    app: &App,
    call: &Call<MayAdminister>,
    asked_for: Option<&str>,
) -> Result<(), Problem> {
    let own = app.sandbox.as_ref().map(|sandbox| &*sandbox.id);
    if app.is_bound(&call.caller) && asked_for.is_none_or(|id| own != Some(id)) {
        return Err(Problem::new(&SANDBOX_KEY_BOUND));
    }
    Ok(())
}

/// Reads what was asked for; everything that is wrong with it is named at once.
pub fn wanted_from(body: NewSandbox, now: Timestamp) -> Result<Wanted, Problem> {
    let mut errors = Vec::new();
    if body.id.as_deref().is_some_and(|id| !is_an_id(id)) {
        errors.push(FieldError::told(
            "id",
            "value_out_of_range",
            "Từ 1 đến 40 chữ cái thường, chữ số hoặc dấu gạch ngang.".to_owned(),
            "1 to 40 small letters, digits or dashes.".to_owned(),
        ));
    }
    let idle_seconds = body.idle_seconds.unwrap_or(DEFAULT_IDLE_SECONDS);
    if idle_seconds > MOST_IDLE_SECONDS {
        errors.push(FieldError::told(
            "idle_seconds",
            "value_out_of_range",
            format!("Từ 0 đến {MOST_IDLE_SECONDS}."),
            format!("From 0 to {MOST_IDLE_SECONDS}."),
        ));
    }
    let clock = body.clock.as_ref().map(|clock| setting_from(clock, now));
    let clock = clock.transpose().unwrap_or_else(|wrong| {
        errors.extend(wrong.into_iter().map(|mut error| {
            error.field = format!("clock.{}", error.field);
            error
        }));
        None
    });
    if !errors.is_empty() {
        return Err(Problem::fields(errors));
    }
    Ok(Wanted {
        id: body.id,
        idle_millis: (idle_seconds > 0).then(|| idle_seconds * 1000),
        clock,
    })
}

impl SandboxAnswer {
    /// A sandbox as it is told.
    pub fn of(sandbox: &Sandbox) -> Self {
        let facts = sandbox.app.sandbox.as_ref();
        let made_at = facts.map_or(Timestamp(0), |facts| facts.made_at);
        Self {
            id: facts.map_or_else(String::new, |facts| facts.id.to_string()),
            key: facts.map_or_else(String::new, |facts| facts.key.to_string()),
            made_at: made_at.iso(),
            ends_at: sandbox.ends_at().map(Timestamp::iso),
            urls: SandboxUrls::of(&sandbox.app),
        }
    }
}

impl SandboxUrls {
    fn of(app: &App) -> Self {
        let base_url = app.provider.public_url();
        Self {
            portal: format!("{base_url}/portal"),
            hatinh: format!("{base_url}/hatinh"),
            vneid_issuer: app.provider.issuer_url(Issuer::Vneid),
            dvcqg_issuer: app.provider.issuer_url(Issuer::Dvcqg),
            ndxp: format!("{base_url}{}", app.shared.wire.ndxp_path()),
            lgsp: format!("{base_url}/lgsp"),
            base_url: base_url.to_owned(),
        }
    }
}
