//! The default world: its reset and its keys.

use actix_web::{HttpResponse, post, web};

use crate::server::App;
use crate::server::call::{Call, MayAdminister};
use crate::server::problem::{Problem, ProblemBody};

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
    web::block(move || app.reset())
        .await
        .map_err(Problem::internal)??;
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
    let rotated = web::block(move || app.provider.rotate_keys()).await;
    rotated
        .map_err(Problem::internal)?
        .map_err(Problem::internal)?;
    Ok(HttpResponse::NoContent().finish())
}
