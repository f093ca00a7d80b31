//! `/admin/verify`: was a call made so often? The last line of a test.

#![expect(
    unused_qualifications,
    reason = "the contract macro qualifies the query type"
)]

use actix_web::http::StatusCode;
use actix_web::http::header::ACCEPT;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::language::Language;
use crate::record::FieldError;
use crate::server::App;
use crate::server::body::{JsonBody, Query, read_json_at};
use crate::server::call::{Call, MayAdminister};
use crate::server::journal::fields::{CallFields, VerifyQuery, times};
use crate::server::journal::line::Telling;
use crate::server::journal::report::VerifyReport;
use crate::server::problem::{Problem, ProblemBody};
use crate::worlds::journal::Expectation;

/// The most expectations in one call; each goes through the whole journal.
const MOST: usize = 200;

/// One expectation.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "the portal asked once", "call": {"operation": "match", "outcome": "match"}, "times": {"at_least": 0}}))]
pub struct ExpectationBody {
    /// What it is called in the report.
    pub name: Option<String>,
    /// Which calls are counted.
    #[serde(default)]
    pub call: CallFields,
    /// How many there should be: a number, or `exactly`, `at_least`, `at_most`. At least one when absent.
    pub times: Option<TimesBody>,
}

/// How many calls there should be.
#[derive(Deserialize, ToSchema, Clone, Copy, Debug)]
#[serde(untagged)]
pub enum TimesBody {
    /// So many, no more and no less.
    Exactly(u64),
    /// Within bounds.
    Bounds(BoundsBody),
}

/// Bounds of a count, both included.
#[derive(Deserialize, Serialize, ToSchema, Clone, Copy, Debug)]
#[serde(deny_unknown_fields)]
pub struct BoundsBody {
    /// So many, no more and no less.
    pub exactly: Option<u64>,
    /// So many or more.
    pub at_least: Option<u64>,
    /// So many or fewer.
    pub at_most: Option<u64>,
}

/// One expectation or a list of them.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(untagged)]
#[expect(
    dead_code,
    clippy::large_enum_variant,
    reason = "describes the body in the contract; reading it so would not tell which field is wrong"
)]
pub enum VerifyBody {
    /// One.
    One(ExpectationBody),
    /// Several.
    Several(Vec<ExpectationBody>),
}

/// In which form the report is wanted.
#[derive(Deserialize, IntoParams, Debug, Default)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct FormatQuery {
    /// `json`, `text` or `junit`; as `Accept` asks when absent.
    pub format: Option<String>,
}

/// The form of a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Format {
    Json,
    Text,
    Junit,
}

/// Check whether calls were made as often as expected
///
/// 200 when everything holds, 417 when something does not, so that `curl --fail-with-body` ends a script. Of what
/// does not hold the calls that came nearest are told, with the fields they differ by.
#[utoipa::path(
    tag = "journal",
    params(FormatQuery),
    request_body = VerifyBody,
    responses(
        (status = 200, content((VerifyReport = "application/json"), (String = "text/plain"), (String = "application/xml")), description = "Everything holds"),
        (status = 417, content((VerifyReport = "application/json"), (String = "text/plain"), (String = "application/xml")), description = "Something does not"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/admin/verify")]
pub async fn verify_calls(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    language: Language,
    request: HttpRequest,
    Query(query): Query<FormatQuery>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let format = format_of(&request, query.format.as_deref())?;
    let expectations = match body.items()? {
        Some(items) => items
            .into_iter()
            .enumerate()
            .map(|(index, item)| expectation(&format!("[{index}]."), index, item))
            .collect::<Result<Vec<_>, _>>()?,
        None => vec![expectation("", 0, body.bytes())?],
    };
    answer(app, language, expectations, format).await
}

/// Check one expectation in one line
///
/// As the `POST` with one expectation: `/admin/verify?operation=match&outcome=match&exactly=1`.
#[utoipa::path(
    tag = "journal",
    params(VerifyQuery),
    responses(
        (status = 200, content((VerifyReport = "application/json"), (String = "text/plain"), (String = "application/xml")), description = "It holds"),
        (status = 417, content((VerifyReport = "application/json"), (String = "text/plain"), (String = "application/xml")), description = "It does not"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/verify")]
pub async fn verify_call(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    language: Language,
    request: HttpRequest,
    Query(query): Query<VerifyQuery>,
) -> Result<HttpResponse, Problem> {
    let format = format_of(&request, query.format.as_deref())?;
    let times = times("exactly", query.exactly, query.at_least, query.at_most);
    let expectation = Expectation {
        name: query.name.clone().unwrap_or_else(|| name_of(0)),
        times: times.map_err(|error| Problem::fields(vec![error]))?,
        call: query.filter().map_err(Problem::fields)?,
    };
    answer(app, language, vec![expectation], format).await
}

/// Reads one expectation; its fields are named by where they stand.
fn expectation(place: &str, index: usize, json: &[u8]) -> Result<Expectation, Problem> {
    let within = |mut error: FieldError, below: &str| {
        error.field = format!("{place}{below}{}", error.field);
        error
    };
    let body: ExpectationBody = read_json_at(json, |error| within(error, ""))?;
    let bounds = match body.times {
        None => (None, None, None),
        Some(TimesBody::Exactly(count)) => (Some(count), None, None),
        Some(TimesBody::Bounds(bounds)) => (bounds.exactly, bounds.at_least, bounds.at_most),
    };
    let times = times("times", bounds.0, bounds.1, bounds.2);
    let call = body.call.filter().map_err(|errors| {
        let errors = errors.into_iter();
        Problem::fields(errors.map(|error| within(error, "call.")).collect())
    })?;
    Ok(Expectation {
        name: body.name.unwrap_or_else(|| name_of(index)),
        call,
        times: times.map_err(|error| Problem::fields(vec![within(error, "")]))?,
    })
}

fn name_of(index: usize) -> String {
    format!("expectation {}", index + 1)
}

async fn answer(
    app: web::Data<App>,
    language: Language,
    expectations: Vec<Expectation>,
    format: Format,
) -> Result<HttpResponse, Problem> {
    if !(1..=MOST).contains(&expectations.len()) {
        return Err(Problem::fields(vec![FieldError::told(
            "",
            "value_out_of_range",
            format!("Từ 1 đến {MOST} mong đợi."),
            format!("From 1 to {MOST} expectations."),
        )]));
    }
    let checked = web::block(move || {
        let telling = Telling {
            app: &app,
            language,
            unmask: false,
        };
        VerifyReport::of(&expectations, &app.world.journal().read(0), telling)
    });
    let report = checked.await.map_err(Problem::internal)?;
    let mut response = HttpResponse::build(if report.holds {
        StatusCode::OK
    } else {
        StatusCode::EXPECTATION_FAILED
    });
    response.insert_header(("cache-control", "no-store"));
    Ok(match format {
        Format::Json => response.json(report),
        Format::Text => response
            .content_type("text/plain; charset=utf-8")
            .body(report.text()),
        Format::Junit => response
            .content_type("application/xml; charset=utf-8")
            .body(report.junit()),
    })
}

/// The form that was asked for, by name or by `Accept`.
fn format_of(request: &HttpRequest, asked: Option<&str>) -> Result<Format, Problem> {
    match asked {
        Some("json") => return Ok(Format::Json),
        Some("text") => return Ok(Format::Text),
        Some("junit") => return Ok(Format::Junit),
        Some(_) => {
            return Err(Problem::fields(vec![FieldError::not_one_of(
                "format",
                "json, text, junit",
            )]));
        }
        None => {}
    }
    let accept = request
        .headers()
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kinds = accept.split(',').map(|kind| {
        let kind = kind.split(';').next().unwrap_or_default();
        kind.trim().to_ascii_lowercase()
    });
    let mut known = kinds.filter_map(|kind| match kind.as_str() {
        "application/json" => Some(Format::Json),
        "text/plain" => Some(Format::Text),
        "application/xml" | "text/xml" => Some(Format::Junit),
        _ => None,
    });
    Ok(known.next().unwrap_or(Format::Json))
}
