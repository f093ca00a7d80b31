//! `GET /v1/numbers/{number}`: what the digits say. No registry is involved.

use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::lookup::number_from;
use crate::record::{NumberDecoding, decode_number as decode};
use crate::server::call::RequestFacts;
use crate::server::problem::{Problem, ProblemBody};

/// The decoding with the id of the request.
#[derive(Serialize, ToSchema, Debug)]
pub struct DecodingAnswer {
    /// What the digits say.
    #[serde(flatten)]
    pub decoding: NumberDecoding,
    /// The id of the request.
    pub request_id: String,
}

/// Decode a number
///
/// Place of registration before and after 01/07/2025, century and sex, year, check digit. What the
/// digits say may lawfully differ from the record (Nghị định 70/2024): such things are warnings.
#[utoipa::path(
    tag = "reference",
    params(("number" = String, Path, description = "12 or 9 digits", example = "042085000488")),
    responses(
        (status = 200, body = DecodingAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    )
)]
#[get("/v1/numbers/{number}")]
pub async fn decode_number(
    facts: RequestFacts,
    number: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let decoding = decode(number_from(&number)?);
    Ok(HttpResponse::Ok().json(DecodingAnswer {
        decoding,
        request_id: facts.request_id.to_string(),
    }))
}
