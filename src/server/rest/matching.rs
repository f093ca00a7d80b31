//! `POST /v1/match`: does this name and date belong to this number?

use std::borrow::Cow;

use actix_web::{HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::matching::AMBIGUOUS_RULE;
use crate::registry::question::RawQuestion;
use crate::registry::{self, FieldVerdict, MatchQuery, MatchReport};
use crate::server::App;
use crate::server::body::JsonBody;
use crate::server::call::{Call, MayMatch};
use crate::server::problem::{Problem, ProblemBody};

/// A question about one person.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"number": "042085000488", "full_name": "Nguyễn Văn Thành", "date_of_birth": "1985-05-12"}))]
pub struct MatchBody<'body> {
    /// Số CCCD (12 digits) or CMND (9 digits); spaces and dots between digits are fine.
    #[serde(borrow)]
    #[schema(value_type = String)]
    pub number: Option<Cow<'body, str>>,
    /// Họ và tên.
    #[serde(borrow)]
    #[schema(value_type = String)]
    pub full_name: Option<Cow<'body, str>>,
    /// Ngày sinh: yyyy-MM-dd, dd/MM/yyyy, yyyyMMdd, or the year where no more is known.
    #[serde(borrow)]
    #[schema(value_type = String)]
    pub date_of_birth: Option<Cow<'body, str>>,
    /// `male` or `female`; compared only when sent.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>)]
    pub gender: Option<Cow<'body, str>>,
    /// `strict`, `standard` (default), `lenient` or `fold`.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>)]
    pub policy: Option<Cow<'body, str>>,
}

/// The answer.
#[derive(Serialize, ToSchema, Debug)]
pub struct MatchAnswer {
    /// `match`, `review` or `no_match`.
    #[schema(value_type = String, example = "match")]
    pub outcome: &'static str,
    /// `certain`, `probable`, `possible` or `certainly-not`.
    #[schema(value_type = String, example = "certain")]
    pub grade: &'static str,
    /// The rule that decided; always `no_match` for a miss, unless the caller has scope explain.
    #[schema(value_type = String, example = "all_agree")]
    pub rule: &'static str,
    /// The policy it was judged by.
    #[schema(value_type = String, example = "standard")]
    pub policy: &'static str,
    /// `number_ambiguous` when two people hold the CMND and both fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub code: Option<&'static str>,
    /// `active`, `deceased`, `missing`, `inactive` or `cancelled`; only with a match.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub record_status: Option<&'static str>,
    /// Field by field; only for callers with scope explain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<FieldAnswer>>,
    /// The id of the request, as in `X-Request-ID`.
    pub request_id: String,
}

/// What one field came to.
#[derive(Serialize, ToSchema, Debug)]
pub struct FieldAnswer {
    /// `number`, `full_name`, `date_of_birth` or `gender`.
    #[schema(value_type = String)]
    pub field: &'static str,
    /// How the two values relate: `identical`, `tone_placement`, `without_diacritics`, …
    #[schema(value_type = String)]
    pub verdict: &'static str,
    /// `agree`, `review` or `no` under the policy.
    #[schema(value_type = String)]
    pub decision: &'static str,
    /// The reason in words.
    pub message: Message,
}

/// A text in both languages.
#[derive(Serialize, ToSchema, Debug)]
pub struct Message {
    /// Vietnamese.
    #[schema(value_type = String)]
    pub vi: &'static str,
    /// English.
    #[schema(value_type = String)]
    pub en: &'static str,
}

/// Compare a number, a name and a date of birth with the registry
///
/// An unknown number and a wrong name look the same to a client without scope `explain`.
#[utoipa::path(
    tag = "match",
    request_body = MatchBody,
    responses(
        (status = 200, body = MatchAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/v1/match")]
pub async fn match_citizen(
    app: web::Data<App>,
    call: Call<MayMatch>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let query = query_from(&body.read()?)?;
    let report = registry::match_person(&app.world, &call.context(), &query)?;
    app.shared.metrics.verdict(&report);
    Ok(HttpResponse::Ok().json(answer_from(&report, &call.facts.request_id)))
}

/// Reads the question; everything that is wrong with it is named at once.
pub fn query_from(body: &MatchBody<'_>) -> Result<MatchQuery, Problem> {
    let question = RawQuestion {
        number: body.number.as_deref(),
        full_name: body.full_name.as_deref(),
        date_of_birth: body.date_of_birth.as_deref(),
        gender: body.gender.as_deref(),
        policy: body.policy.as_deref(),
    };
    question.read().map_err(Problem::fields)
}

/// The wire form of a report.
pub fn answer_from(report: &MatchReport, request_id: &str) -> MatchAnswer {
    MatchAnswer {
        outcome: report.outcome.as_str(),
        grade: report.grade.as_str(),
        rule: report.rule,
        policy: report.policy.as_str(),
        code: (report.rule == AMBIGUOUS_RULE).then_some(AMBIGUOUS_RULE),
        record_status: report
            .record_status
            .map(crate::domain::status::RecordStatus::as_str),
        fields: report
            .fields
            .as_ref()
            .map(|fields| fields.iter().map(FieldAnswer::from).collect()),
        request_id: request_id.to_owned(),
    }
}

impl From<&FieldVerdict> for FieldAnswer {
    fn from(verdict: &FieldVerdict) -> Self {
        Self {
            field: verdict.field,
            verdict: verdict.verdict,
            decision: verdict.decision.as_str(),
            message: Message {
                vi: verdict.vietnamese,
                en: verdict.english,
            },
        }
    }
}
