//! `POST`, `PATCH` and `DELETE /v1/citizens`: people of one's own.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{IF_MATCH, LOCATION};
use actix_web::{FromRequest, HttpRequest, HttpResponse, delete, patch, post, web};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::lookup::{answer, number_from};
use crate::record::{CitizenRecord, FieldError};
use crate::registry;
use crate::server::App;
use crate::server::body::{JsonBody, read_value};
use crate::server::call::{Call, MayAdminister};
use crate::server::problem::{BODY_UNREADABLE, INTERNAL, Problem, ProblemBody, VERSION_REQUIRED};
use crate::server::strict_value::StrictValue;

/// A person to add: a record, of which `full_name`, `date_of_birth` and `gender` are needed, and
/// perhaps `allow_unmarked`.
#[derive(Deserialize, ToSchema, Debug)]
#[schema(example = json!({"full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03", "gender": "female"}))]
#[expect(
    dead_code,
    reason = "describes the body in the contract; the handler reads the two parts apart"
)]
pub struct NewCitizen {
    /// Take numbers without the check digit that marks invented people. They may be real people's.
    #[serde(default)]
    allow_unmarked: bool,
    /// The record.
    #[serde(flatten)]
    record: CitizenRecord,
}

/// Add a person
///
/// A number is made when none is given.
#[utoipa::path(
    tag = "records",
    request_body = NewCitizen,
    responses(
        (status = 201, body = CitizenRecord),
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
    let record: CitizenRecord = read_value(record)?;
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
        .map(|number| format!("/v1/citizens/{number}").parse());
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
    request_body(content = NewCitizen, content_type = "application/merge-patch+json"),
    responses(
        (status = 200, body = CitizenRecord),
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

/// The version a write is meant for, out of `If-Match`.
#[derive(Debug)]
pub struct IfMatch(String);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let header = request
            .headers()
            .get(IF_MATCH)
            .and_then(|value| value.to_str().ok());
        let version = header.map(|value| Self(value.trim().trim_matches('"').to_owned()));
        ready(version.ok_or_else(|| {
            Problem::with_detail(
                &VERSION_REQUIRED,
                "Đọc bản ghi trước (GET) rồi gửi ETag của nó trong If-Match.",
                "Read the record first (GET) and send its ETag in If-Match.",
            )
        }))
    }
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
        Some(flag) => read_value(flag).map_err(|_not_a_flag| {
            Problem::fields(vec![FieldError::new(
                "allow_unmarked",
                "field_type",
                |language| {
                    language
                        .pick("Cần true hoặc false.", "Expected true or false.")
                        .to_owned()
                },
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
            FieldError::new(key.as_str(), "field_unknown", |language| {
                language
                    .pick("Không có trường này.", "There is no such field.")
                    .to_owned()
            })
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
    web::block(run).await.map_err(|error| Problem {
        cause: Some(error.to_string()),
        ..Problem::new(&INTERNAL)
    })?
}
