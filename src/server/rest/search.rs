//! `POST /v1/search`: who may be meant by a name and a date?

use actix_web::{HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::lookup::audience_of;
use crate::domain::civil_date::CivilDate;
use crate::record::{CitizenRecord, FieldError, record_of};
use crate::registry::question::{keep, read_date, read_gender, read_name, read_province};
use crate::registry::{self, Context, SearchAnswer, SearchQuery};
use crate::server::App;
use crate::server::body::JsonBody;
use crate::server::call::{Call, MaySearch};
use crate::server::problem::{Problem, ProblemBody, SEARCH_TOO_BROAD};

/// Candidates answered when no limit is given, and at the most.
const DEFAULT_LIMIT: usize = 20;
const MAX_LIMIT: usize = 100;

/// A search.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"full_name": "Nguyễn Thị Hương", "date_of_birth": "1985-05-12"}))]
pub struct SearchBody {
    /// Họ và tên; needed.
    #[schema(required = true, nullable = false)]
    pub full_name: Option<String>,
    /// Ngày sinh, at least the year; needed.
    #[schema(required = true, nullable = false)]
    pub date_of_birth: Option<String>,
    /// Only `male` or only `female`.
    #[serde(default)]
    pub gender: Option<String>,
    /// Only people whose permanent residence is in this province: 2 digits of `/v1/codes/provinces_since`.
    #[serde(default)]
    pub province: Option<String>,
    /// How many candidates, 1 to 100; 20 when absent.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// The answer.
#[derive(Serialize, ToSchema, Debug)]
pub struct SearchResult {
    /// The candidates, best first.
    pub candidates: Vec<CandidateAnswer>,
    /// How many there were before the limit.
    pub total: usize,
    /// More than one is certain: name and date do not tell them apart.
    pub ambiguous: bool,
    /// The id of the request.
    pub request_id: String,
}

/// Somebody who may be meant.
#[derive(Serialize, ToSchema, Debug)]
pub struct CandidateAnswer {
    /// 0 to 100: up to 60 for the name and 40 for the date.
    pub score: u8,
    /// `certain`, `probable` or `possible`.
    #[schema(value_type = String)]
    pub grade: &'static str,
    /// The rule that decided.
    #[schema(value_type = String)]
    pub rule: &'static str,
    /// The record.
    pub citizen: CitizenRecord,
}

/// Search by name and date of birth
///
/// Below a name and a year the search is too broad (422). Equals are all answered, with `ambiguous`. Where nobody bears a likely
/// form of the name, everybody born on the date is gone through for slips of the pen.
#[utoipa::path(
    tag = "records",
    request_body = SearchBody,
    responses(
        (status = 200, body = SearchResult),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/v1/search")]
pub async fn search_citizens(
    app: web::Data<App>,
    call: Call<MaySearch>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let query = query_from(&body.read()?)?;
    // Many rows: on the blocking pool, so that point lookups on this worker do not wait.
    let answer = web::block(move || {
        let context = call.context();
        let found = registry::search(&app.world, &context, &query)?;
        Ok::<_, Problem>(result_from(&found, &context, app.world.business_date()))
    });
    let answer = answer.await.map_err(Problem::internal)??;
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(answer))
}

/// The wire form of an answer.
pub fn result_from(found: &SearchAnswer, context: &Context<'_>, day: CivilDate) -> SearchResult {
    let audience = audience_of(context);
    let candidates = found.candidates.iter().map(|candidate| CandidateAnswer {
        score: candidate.score,
        grade: candidate.grade.as_str(),
        rule: candidate.rule,
        citizen: record_of(&candidate.citizen, day, audience),
    });
    SearchResult {
        candidates: candidates.collect(),
        total: found.total,
        ambiguous: found.ambiguous,
        request_id: context.request_id.to_string(),
    }
}

fn query_from(body: &SearchBody) -> Result<SearchQuery, Problem> {
    let (Some(full_name), Some(date_of_birth)) = (&body.full_name, &body.date_of_birth) else {
        return Err(Problem::with_detail(
            &SEARCH_TOO_BROAD,
            "Cần ít nhất họ tên (full_name) và năm sinh (date_of_birth).",
            "A name (full_name) and at least the year of birth (date_of_birth) are needed.",
        ));
    };
    let mut errors = Vec::new();
    let full_name = keep(read_name(full_name), &mut errors);
    let date_of_birth = keep(read_date(date_of_birth), &mut errors);
    let gender = keep(
        body.gender.as_deref().map(read_gender).transpose(),
        &mut errors,
    );
    let province = keep(
        body.province.as_deref().map(read_province).transpose(),
        &mut errors,
    );
    let limit = body.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        errors.push(FieldError::told(
            "limit",
            "value_out_of_range",
            format!("Từ 1 đến {MAX_LIMIT}."),
            format!("From 1 to {MAX_LIMIT}."),
        ));
    }
    match (full_name, date_of_birth, gender, province) {
        (Some(full_name), Some(date_of_birth), Some(gender), Some(province))
            if errors.is_empty() =>
        {
            Ok(SearchQuery {
                full_name,
                date_of_birth,
                gender,
                province,
                limit,
            })
        }
        _ => Err(Problem::fields(errors)),
    }
}
