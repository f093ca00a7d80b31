//! Named snapshots of a world: taken, listed, gone back to, thrown away.

use actix_web::{HttpResponse, delete, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Timestamp;
use crate::record::FieldError;
use crate::server::App;
use crate::server::body::JsonBody;
use crate::server::call::{Call, MayAdminister};
use crate::server::problem::{Problem, ProblemBody, SNAPSHOT_NOT_FOUND, SNAPSHOTS_TOO_MANY};
use crate::server::worlds::is_an_id;
use crate::worlds::MOST_SNAPSHOTS;

/// A snapshot to take.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "three-people"}))]
pub struct NewSnapshot {
    /// Up to 40 small letters, digits and dashes; another of that name is replaced.
    pub name: String,
}

/// A snapshot.
#[derive(Serialize, ToSchema, Debug)]
pub struct SnapshotAnswer {
    /// Its name.
    pub name: String,
    /// When it was taken, in UTC.
    pub taken_at: String,
}

/// The snapshots of a world.
#[derive(Serialize, ToSchema, Debug)]
pub struct SnapshotList {
    /// In the order of names.
    pub snapshots: Vec<SnapshotAnswer>,
}

/// Keep the world as it is under a name
///
/// People, accounts and links, rules and clock; no logins, no tokens, no journal. It costs what is changed afterwards.
/// Snapshots outlive a reset and end with the process.
#[utoipa::path(
    tag = "sandboxes",
    request_body = NewSnapshot,
    responses(
        (status = 201, body = SnapshotAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/admin/snapshots")]
pub async fn take_snapshot(
    app: web::Data<App>,
    call: Call<MayAdminister>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let NewSnapshot { name } = body.read()?;
    let (at, named) = (call.facts.at, name.clone());
    // An edit that is being committed is waited for.
    let kept = web::block(move || keep_snapshot(&app, &named, at)).await;
    kept.map_err(Problem::internal)??;
    Ok(HttpResponse::Created().json(answer(&name, at)))
}

/// Keeps the world under a name, if it is one and there is room.
pub fn keep_snapshot(app: &App, name: &str, at: Timestamp) -> Result<(), Problem> {
    if !is_an_id(name) {
        return Err(Problem::fields(vec![FieldError::told(
            "name",
            "value_out_of_range",
            "Từ 1 đến 40 chữ cái thường, chữ số hoặc dấu gạch ngang.".to_owned(),
            "1 to 40 small letters, digits or dashes.".to_owned(),
        )]));
    }
    if app.world.take_snapshot(name, at) {
        Ok(())
    } else {
        Err(Problem::with_detail(
            &SNAPSHOTS_TOO_MANY,
            format!("Đã có {MOST_SNAPSHOTS} bản chụp; hãy xóa bớt."),
            format!("There are {MOST_SNAPSHOTS} already; delete some."),
        ))
    }
}

/// List the snapshots of a world
#[utoipa::path(
    tag = "sandboxes",
    responses(
        (status = 200, body = SnapshotList),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/snapshots")]
pub async fn list_snapshots(app: web::Data<App>, _call: Call<MayAdminister>) -> HttpResponse {
    let all = app.world.snapshots().all();
    HttpResponse::Ok().json(SnapshotList {
        snapshots: all.iter().map(|(name, at)| answer(name, *at)).collect(),
    })
}

/// Go back to a snapshot
///
/// Everybody is logged out, and leases end. The journal goes on. A snapshot can be gone back to many times.
#[utoipa::path(
    tag = "sandboxes",
    params(("name" = String, Path, description = "The name of a snapshot")),
    responses(
        (status = 204, description = "The world is what it was"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/admin/snapshots/{name}/restore")]
pub async fn restore_snapshot(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    name: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    web::block(move || app.restore(&name))
        .await
        .map_err(Problem::internal)??;
    Ok(HttpResponse::NoContent().finish())
}

/// Throw a snapshot away
#[utoipa::path(
    tag = "sandboxes",
    params(("name" = String, Path, description = "The name of a snapshot")),
    responses(
        (status = 204, description = "Gone"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[delete("/admin/snapshots/{name}")]
pub async fn delete_snapshot(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    name: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    if app.world.snapshots().delete(&name) {
        Ok(HttpResponse::NoContent().finish())
    } else {
        Err(Problem::new(&SNAPSHOT_NOT_FOUND))
    }
}

fn answer(name: &str, taken_at: Timestamp) -> SnapshotAnswer {
    SnapshotAnswer {
        name: name.to_owned(),
        taken_at: taken_at.iso(),
    }
}
