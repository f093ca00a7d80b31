//! `POST /v1/lookup` and `GET /v1/citizens/{number}`: receive a record.

#![expect(
    unused_qualifications,
    reason = "the contract macro qualifies the query type"
)]

use actix_web::http::header::ETAG;
use actix_web::{HttpResponse, get, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::matching::{MatchBody, query_from};
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::language::Language;
use crate::record::{Audience, CitizenRecord, FieldError, record_of};
use crate::registry::question::read_number;
use crate::registry::{self, Context, Dead, Scope};
use crate::server::App;
use crate::server::body::{JsonBody, Query};
use crate::server::call::{Call, MayLookUp, MayLookUpByNumber};
use crate::server::problem::{Problem, ProblemBody};

/// Which parts of a record to answer.
#[derive(Deserialize, IntoParams, Debug)]
#[serde(deny_unknown_fields)]
pub struct FieldsQuery {
    /// Keys of the record, separated by commas; everything when absent.
    #[param(example = "number,full_name,card")]
    pub fields: Option<String>,
}

/// Receive the record when number, name and date match
///
/// Whatever is wrong, the answer is one 404.
#[utoipa::path(
    tag = "records",
    request_body = MatchBody,
    responses(
        (status = 200, body = CitizenRecord, headers(("ETag" = String, description = "The version"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/v1/lookup")]
pub async fn look_up_citizen(
    app: web::Data<App>,
    call: Call<MayLookUp>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let query = query_from(&body.read()?)?;
    let citizen = registry::look_up(&app.world, &call.context(), &query, Dead::Found)?;
    Ok(answer(&app, &call.context(), &citizen, None))
}

/// Receive the record of a number
///
/// 12 digits or 9. 409 where two people hold the CMND, 410 where the number was cancelled.
#[utoipa::path(
    tag = "records",
    params(("number" = String, Path, description = "12 or 9 digits"), FieldsQuery),
    responses(
        (status = 200, body = CitizenRecord, headers(("ETag" = String, description = "The version"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/v1/citizens/{number}")]
pub async fn get_citizen(
    app: web::Data<App>,
    call: Call<MayLookUpByNumber>,
    number: web::Path<String>,
    Query(query): Query<FieldsQuery>,
) -> Result<HttpResponse, Problem> {
    let number = number_from(&number)?;
    let fields = query.fields.as_deref().map(fields_from).transpose()?;
    let citizen = registry::get_by_number(&app.world, &call.context(), number)?;
    Ok(answer(&app, &call.context(), &citizen, fields.as_deref()))
}

/// The number of a path.
pub fn number_from(text: &str) -> Result<CitizenNumber, Problem> {
    read_number(text).map_err(|error| Problem::fields(vec![error]))
}

/// A record on its way out, with its version.
pub fn answer(
    app: &App,
    context: &Context<'_>,
    citizen: &Citizen,
    fields: Option<&[String]>,
) -> HttpResponse {
    let record = record_of(citizen, app.world.business_date(), audience_of(context));
    let mut response = HttpResponse::Ok();
    response.insert_header((ETAG, format!("\"{}\"", registry::version_of(citizen))));
    response.insert_header(("cache-control", "no-store"));
    match fields {
        None => response.json(record),
        Some(fields) => {
            let mut value = serde_json::to_value(record).unwrap_or_default();
            if let Some(object) = value.as_object_mut() {
                object.retain(|key, _| fields.iter().any(|field| field == key));
            }
            response.json(value)
        }
    }
}

/// What of a record this caller may see.
pub fn audience_of(context: &Context<'_>) -> Audience {
    if context.may(Scope::Admin) {
        Audience::Administrator
    } else {
        Audience::Caller
    }
}

/// The keys of `?fields=`; one that no record has is refused, since it may be misspelt.
fn fields_from(text: &str) -> Result<Vec<String>, Problem> {
    let fields: Vec<String> = text
        .split(',')
        .map(|field| field.trim().to_owned())
        .collect();
    let unknown: Vec<FieldError> = fields
        .iter()
        .filter(|field| !CitizenRecord::has_key(field))
        .map(|field| {
            FieldError::new("fields", "field_unknown", |language| match language {
                Language::Vietnamese => {
                    format!("Bản ghi không có trường '{}'.", field.escape_debug())
                }
                Language::English => format!("A record has no field '{}'.", field.escape_debug()),
            })
        })
        .collect();
    if unknown.is_empty() {
        Ok(fields)
    } else {
        Err(Problem::fields(unknown))
    }
}
