//! `POST`, `PATCH` and `DELETE /v1/citizens`: people of one's own.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{IF_MATCH, LOCATION};
use actix_web::{FromRequest, HttpRequest, HttpResponse, delete, patch, post, web};
use serde_json::Value;
use utoipa::ToSchema;

use super::lookup::{answer, number_from};
use crate::record::{CitizenRecord, FieldError};
use crate::registry::{self, ExpectedVersion};
use crate::server::App;
use crate::server::body::{JsonBody, read_value};
use crate::server::call::{Call, MayAdminister};
use crate::server::problem::{BODY_UNREADABLE, Problem, ProblemBody};
use crate::server::strict_value::StrictValue;

/// A person to add; its schema is written in [`super::document`] out of the record's.
#[derive(ToSchema, Debug)]
pub struct NewCitizen {}

/// What to change of a person; its schema is written in [`super::document`] out of the record's.
#[derive(ToSchema, Debug)]
pub struct CitizenPatch {}

/// Add a person
///
/// A number is made when none is given.
#[utoipa::path(
    tag = "records",
    request_body = NewCitizen,
    responses(
        (status = 201, body = CitizenRecord, headers(("ETag" = String, description = "The version"), ("Location" = String, description = "Where the record is"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/v1/citizens")]
pub async fn create_citizen(
    app: web::Data<App>,
    call: Call<MayAdminister>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let (record, allow_unmarked) = record_and_flag(body.read()?)?;
    let record: CitizenRecord = read_value(&record)?;
    let (world, caller) = (app.clone(), call.clone());
    let citizen = blocking(move || {
        Ok(registry::create(
            &world.world,
            &caller.context(),
            &record,
            allow_unmarked,
        )?)
    })
    .await?;
    let mut response = answer(&app, &call.context(), &citizen, None);
    *response.status_mut() = StatusCode::CREATED;
    let location = citizen
        .identity
        .number
        .map(|number| app.address(&format!("/v1/citizens/{number}")).parse());
    if let Some(Ok(location)) = location {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

/// Change a person
///
/// A JSON merge patch (RFC 7396): null removes a field. `If-Match` carries the `ETag` that was read.
#[utoipa::path(
    tag = "records",
    params(("number" = String, Path, description = "12 or 9 digits"), ("If-Match" = String, Header, description = "The ETag")),
    request_body(content = CitizenPatch, content_type = "application/merge-patch+json"),
    responses(
        (status = 200, body = CitizenRecord, headers(("ETag" = String, description = "The version"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[patch("/v1/citizens/{number}")]
pub async fn patch_citizen(
    app: web::Data<App>,
    call: Call<MayAdminister>,
    version: IfMatch,
    number: web::Path<String>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let number = number_from(&number)?;
    let (patch, allow_unmarked) = record_and_flag(body.read()?)?;
    check_keys(&patch)?;
    let (world, caller) = (app.clone(), call.clone());
    let citizen = blocking(move || {
        let context = caller.context();
        Ok(registry::merge_patch(
            &world.world,
            &context,
            number,
            &version.0,
            &patch,
            allow_unmarked,
        )?)
    })
    .await?;
    Ok(answer(&app, &call.context(), &citizen, None))
}

/// Delete a person
///
/// From this world; the population file stays as it is, and a reset brings them back.
#[utoipa::path(
    tag = "records",
    params(("number" = String, Path, description = "12 or 9 digits"), ("If-Match" = String, Header, description = "The ETag")),
    responses(
        (status = 204, description = "Deleted"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[delete("/v1/citizens/{number}")]
pub async fn delete_citizen(
    app: web::Data<App>,
    call: Call<MayAdminister>,
    version: IfMatch,
    number: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let number = number_from(&number)?;
    blocking(move || {
        Ok(registry::delete(
            &app.world,
            &call.context(),
            number,
            &version.0,
        )?)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The version a write is meant for, out of `If-Match` (RFC 9110 section 13.1.1): `*`, or entity tags
/// of which weak ones never match.
#[derive(Debug)]
pub struct IfMatch(ExpectedVersion);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let headers = request.headers().get_all(IF_MATCH);
        let values: Vec<&str> = headers
            .map(|value| value.to_str().unwrap_or_default().trim())
            .collect();
        ready(Ok(Self(match values[..] {
            [] => ExpectedVersion::Unstated,
            ["*"] => ExpectedVersion::Any,
            _ => {
                ExpectedVersion::OneOf(values.iter().flat_map(|value| strong_tags(value)).collect())
            }
        })))
    }
}

/// The strong entity tags of a list, without their quotes.
fn strong_tags(list: &str) -> impl Iterator<Item = String> {
    let tags = list.split(',').map(str::trim);
    let tags = tags.filter_map(|tag| tag.strip_prefix('"')?.strip_suffix('"'));
    tags.map(str::to_owned)
}

/// Parts the record of a body from `allow_unmarked`.
fn record_and_flag(StrictValue(body): StrictValue) -> Result<(Value, bool), Problem> {
    let Value::Object(mut record) = body else {
        return Err(Problem::with_detail(
            &BODY_UNREADABLE,
            "Cần một đối tượng JSON.",
            "A JSON object is expected.",
        ));
    };
    let flag = match record.remove("allow_unmarked") {
        None => false,
        Some(flag) => flag.as_bool().ok_or_else(|| {
            Problem::fields(vec![FieldError::told(
                "allow_unmarked",
                "field_type",
                "Cần true hoặc false.",
                "Expected true or false.",
            )])
        })?,
    };
    Ok((Value::Object(record), flag))
}

/// A patch names only keys that a record has: a misspelt one would otherwise pass in silence.
fn check_keys(patch: &Value) -> Result<(), Problem> {
    let keys = patch.as_object().into_iter().flat_map(|patch| patch.keys());
    let unknown: Vec<FieldError> = keys
        .filter(|key| !CitizenRecord::has_key(key))
        .map(|key| {
            FieldError::told(
                key.as_str(),
                "field_unknown",
                "Không có trường này.",
                "There is no such field.",
            )
        })
        .collect();
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(Problem::fields(unknown))
    }
}

/// Edits wait for the disk: on the blocking pool.
async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    web::block(run).await.map_err(Problem::internal)?
}
