//! `GET /v1/statistics` and its charts: the people made beside the published figures.

#![expect(
    unused_qualifications,
    reason = "the contract macro qualifies the query type"
)]

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::language::Language;
use crate::record::FieldError;
use crate::registry::statistics::{Households, Report, Row, Table};
use crate::server::App;
use crate::server::body::Query;
use crate::server::charts::{self, Chart};
use crate::server::problem::{CHART_NOT_FOUND, Problem, ProblemBody};
use crate::server::statistics::Kept;
use crate::worlds::World;

/// Who is in the population, beside the published figures.
#[derive(Serialize, ToSchema, Debug)]
pub struct StatisticsAnswer {
    /// Tells whether two files hold the same people.
    pub digest: String,
    /// Living people asked for.
    pub size: u64,
    /// The seed.
    pub seed: u64,
    /// `provinces` or `reserved`.
    pub numbers: String,
    /// The version that made them.
    pub made_by: String,
    /// The day it is about.
    pub business_date: String,
    /// False while people are counted again after an edit: the figures are those of before.
    pub up_to_date: bool,
    /// Everybody the registry knows.
    pub people: u64,
    /// By state of the record.
    #[schema(value_type = BTreeMap<String, u64>)]
    pub by_status: BTreeMap<&'static str, u64>,
    /// Without a 12-digit number.
    pub without_number: u64,
    /// With a CMND.
    pub with_cmnd: u64,
    /// With a card.
    pub with_card: u64,
    /// With an electronic identity.
    pub with_electronic_identity: u64,
    /// Born on an unknown day.
    pub birth_date_incomplete: u64,
    /// Living people whose home is abroad or unknown; they are not among the provinces.
    pub abroad_or_unknown: u64,
    /// Households in a few figures.
    pub households: HouseholdsAnswer,
    /// Total variation distance from the published shares, by table.
    #[schema(value_type = BTreeMap<String, f64>)]
    pub distances: BTreeMap<&'static str, f64>,
    /// The living, table by table.
    pub tables: Vec<TableAnswer>,
}

/// Households in a few figures.
#[derive(Serialize, ToSchema, Debug)]
pub struct HouseholdsAnswer {
    /// How many there are.
    pub count: u64,
    /// Living people in them.
    pub members: u64,
    /// Living people in none.
    pub without: u64,
    /// Members for each household.
    pub mean: f64,
    /// The published mean.
    pub published_mean: f64,
    /// Made less published.
    pub mean_difference: f64,
    /// The share of those with one member.
    pub one_person_share: f64,
    /// The published share.
    pub published_one_person_share: f64,
    /// Made less published.
    pub one_person_difference: f64,
}

/// Counts under one heading.
#[derive(Serialize, ToSchema, Debug)]
pub struct TableAnswer {
    /// What it is about: `ages`, `provinces`, …
    #[schema(value_type = String)]
    pub id: &'static str,
    /// Title in Vietnamese.
    #[schema(value_type = String)]
    pub title_vi: &'static str,
    /// Title in English.
    #[schema(value_type = String)]
    pub title_en: &'static str,
    /// Total variation distance from the published shares, where it is held against them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance: Option<f64>,
    /// The rows.
    pub rows: Vec<RowAnswer>,
}

/// One row.
#[derive(Serialize, ToSchema, Debug)]
pub struct RowAnswer {
    /// A code, a group of ages, a word.
    pub key: String,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// How many were counted: people, or households.
    pub count: u64,
    /// Their share of the table.
    pub share: f64,
    /// The published share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_share: Option<f64>,
}

impl StatisticsAnswer {
    /// The report of a world in words of the API.
    pub fn of(report: &Report, world: &World, up_to_date: bool) -> Self {
        let (facts, counted) = (world.population_facts(), &report.statistics);
        let measured = report.tables.iter();
        Self {
            digest: facts.digest.clone(),
            size: facts.size,
            seed: facts.seed,
            numbers: facts.numbers.clone(),
            made_by: facts.made_by.clone(),
            business_date: world.business_date().to_string(),
            up_to_date,
            people: counted.people,
            by_status: counted.by_status.clone(),
            without_number: counted.without_number,
            with_cmnd: counted.with_cmnd,
            with_card: counted.with_card,
            with_electronic_identity: counted.with_electronic_identity,
            birth_date_incomplete: counted.birth_date_incomplete,
            abroad_or_unknown: report.abroad_or_unknown,
            households: report.households.into(),
            distances: measured
                .filter_map(|table| Some((table.kind.as_str(), rounded(table.distance?))))
                .collect(),
            tables: report.tables.iter().map(TableAnswer::from).collect(),
        }
    }
}

impl From<Households> for HouseholdsAnswer {
    fn from(households: Households) -> Self {
        let one_person = households.one_person_share - households.published_one_person_share;
        Self {
            count: households.count,
            members: households.members,
            without: households.without,
            mean: rounded(households.mean),
            published_mean: households.published_mean,
            mean_difference: rounded(households.mean - households.published_mean),
            one_person_share: rounded(households.one_person_share),
            published_one_person_share: rounded(households.published_one_person_share),
            one_person_difference: rounded(one_person),
        }
    }
}

impl From<&Table> for TableAnswer {
    fn from(table: &Table) -> Self {
        Self {
            id: table.kind.as_str(),
            title_vi: table.kind.title(Language::Vietnamese),
            title_en: table.kind.title(Language::English),
            distance: table.distance.map(rounded),
            rows: table.rows.iter().map(RowAnswer::from).collect(),
        }
    }
}

impl From<&Row> for RowAnswer {
    fn from(row: &Row) -> Self {
        Self {
            key: row.key.clone(),
            name_vi: row.vietnamese.clone(),
            name_en: row.english.clone(),
            count: row.count,
            share: rounded(row.share),
            published_share: row.published.map(rounded),
        }
    }
}

/// Eight decimals: one person of the nation shows.
fn rounded(value: f64) -> f64 {
    (value * 1e8).round() / 1e8
}

/// The statistics
///
/// Who is in the world on the business date, beside the published figures. A world of over 200,000 people is counted
/// in the background on first demand: 503 `statistics_pending` until then; after an edit the figures of before, with
/// `up_to_date` false, until the new count is done.
#[utoipa::path(
    tag = "reference",
    responses(
        (status = 200, body = StatisticsAnswer),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", headers(("Retry-After" = u32, description = "Seconds")))
    )
)]
#[get("/v1/statistics")]
pub async fn get_statistics(app: web::Data<App>) -> Result<HttpResponse, Problem> {
    let kept = kept(&app).await?;
    let answer = StatisticsAnswer::of(&kept.report, &app.world, kept.up_to_date);
    Ok(HttpResponse::Ok().json(answer))
}

/// The language of a chart, where no header can say it.
#[derive(Deserialize, IntoParams, Debug)]
#[serde(deny_unknown_fields)]
pub struct LanguageQuery {
    /// `vi` or `en`; by `Accept-Language` when absent.
    #[param(example = "en")]
    pub lang: Option<String>,
}

/// Draw a chart of the statistics
///
/// `ages`, `provinces`, `surnames`, `households` or `ethnic_groups`: what was made beside what was published, in light or
/// dark colours as the reader prefers.
#[utoipa::path(
    tag = "reference",
    params(("chart" = String, Path, description = "Which chart", example = "ages"), LanguageQuery),
    responses(
        (status = 200, body = String, content_type = "image/svg+xml"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", headers(("Retry-After" = u32, description = "Seconds")))
    )
)]
#[get("/v1/statistics/{chart}.svg")]
pub async fn draw_statistics(
    app: web::Data<App>,
    chart: web::Path<String>,
    Query(query): Query<LanguageQuery>,
    accepted: Language,
) -> Result<HttpResponse, Problem> {
    let chart = Chart::from_word(&chart).ok_or_else(|| Problem::new(&CHART_NOT_FOUND))?;
    let language = match query.lang.as_deref() {
        None => accepted,
        Some("vi") => Language::Vietnamese,
        Some("en") => Language::English,
        Some(_) => return Err(Problem::fields(vec![unknown_language()])),
    };
    let kept = kept(&app).await?;
    Ok(HttpResponse::Ok()
        .insert_header(("vary", "Accept-Language"))
        .insert_header(("content-language", language.pick("vi", "en")))
        .insert_header((
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'",
        ))
        .content_type("image/svg+xml")
        .body(charts::draw(chart, &kept.report, language)))
}

fn unknown_language() -> FieldError {
    FieldError::told(
        "lang",
        "field_type",
        "Cần vi hoặc en.",
        "Expected vi or en.",
    )
}

/// Counting reads everybody: on the blocking pool.
async fn kept(app: &web::Data<App>) -> Result<Kept, Problem> {
    let app = app.clone();
    let kept = web::block(move || app.statistics.report_of(&app.world)).await;
    kept.map_err(Problem::internal)?
}
