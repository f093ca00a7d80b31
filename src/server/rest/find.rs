//! `GET /v1/find`: people who fulfil conditions, found again by the same seed.

#![expect(
    unused_qualifications,
    reason = "the contract macro qualifies the query type"
)]

use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::lookup::audience_of;
use crate::record::{CitizenRecord, FieldError, record_of};
use crate::registry::finding::{self, FindQuery, Parameter, read_question};
use crate::server::App;
use crate::server::body::Query;
use crate::server::call::{Call, MaySearch};
use crate::server::problem::{Problem, ProblemBody};

/// People answered when no count is given, and at the most.
const DEFAULT_COUNT: usize = 20;
const MAX_COUNT: usize = 1000;

/// Whom to find. Conditions of `q` and of the parameters must all be fulfilled.
#[derive(Deserialize, IntoParams, Debug)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FindParameters {
    /// Conditions between commas, in English or Vietnamese; `not` or `không` turns one round.
    #[param(example = "female, born 2000-2010, never married")]
    pub q: Option<String>,
    /// How many people, 1 to 1000; 20 when absent.
    pub count: Option<usize>,
    /// The same seed finds the same people; 0 when absent.
    pub seed: Option<u64>,
    /// `male` or `female`.
    pub gender: Option<String>,
    /// A date, a year or a range: `1985-05-12`, `2000-2010`, `before 1950`.
    pub born: Option<String>,
    /// Years or a range: `30-40`.
    pub age: Option<String>,
    /// Province of permanent residence, name or code of the 34.
    pub province: Option<String>,
    /// The same by the 63 provinces before 01/07/2025.
    pub old_province: Option<String>,
    /// Ethnic group, name or code.
    pub ethnic_group: Option<String>,
    /// Religion, name or code; `none`.
    pub religion: Option<String>,
    /// `never_married`, `married`, `widowed`, `divorced`, `separated` or `unknown`.
    pub marital_status: Option<String>,
    /// `A`, `B`, `AB` or `O`.
    pub blood_group: Option<String>,
    /// How many CMND numbers.
    pub cmnd_count: Option<String>,
    /// How many words the name has.
    pub name_words: Option<String>,
    /// How many living members the household has.
    pub household_size: Option<String>,
    /// How much of the date of birth is known: `year`, `month` or `day`.
    pub birth_known: Option<String>,
    /// `none`, `valid`, `expired`, `lost`, `held`, `withdrawn`, or a kind of card.
    pub card: Option<String>,
    /// Electronic identity: `none`, `1`, `2`, `locked` or `not activated`.
    pub eid: Option<String>,
    /// `active`, `deceased`, `missing`, `inactive`, `cancelled` or `any`.
    pub status: Option<String>,
}

/// The answer.
#[derive(Serialize, ToSchema, Debug)]
pub struct FindResult {
    /// The people, in the order they were come upon.
    pub citizens: Vec<CitizenRecord>,
    /// The conditions as they were understood: an expression that finds the same people.
    pub q: String,
    /// The seed.
    pub seed: u64,
    /// How many people were gone past, counted by their rows.
    pub total_scanned: u64,
    /// Everybody was gone past: there are no more.
    pub complete: bool,
    /// The id of the request.
    pub request_id: String,
}

/// Find people who fulfil conditions
///
/// For testers: `female, born 2000-2010, Cần Thơ, widow, two CMND, card expired`. The living are found unless a
/// condition speaks of the state of the record. Nobody found is an empty list and no error.
#[utoipa::path(
    tag = "records",
    params(FindParameters),
    responses(
        (status = 200, body = FindResult),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/v1/find")]
pub async fn find_citizens(
    app: web::Data<App>,
    call: Call<MaySearch>,
    Query(parameters): Query<FindParameters>,
) -> Result<HttpResponse, Problem> {
    let query = query_from(&parameters)?;
    // Many rows: on the blocking pool, so that point lookups on this worker do not wait.
    let answer = web::block(move || {
        let context = call.context();
        let found = finding::find(&app.world, &context, &query)?;
        let (day, audience) = (app.world.business_date(), audience_of(&context));
        let records = found.citizens.iter();
        Ok::<_, Problem>(FindResult {
            citizens: records
                .map(|citizen| record_of(citizen, day, audience))
                .collect(),
            q: query.expression(),
            seed: query.seed,
            total_scanned: found.total_scanned,
            complete: found.complete,
            request_id: context.request_id.to_string(),
        })
    });
    let answer = answer.await.map_err(Problem::internal)??;
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(answer))
}

fn query_from(parameters: &FindParameters) -> Result<FindQuery, Problem> {
    let given = [
        (Parameter::Gender, &parameters.gender),
        (Parameter::Born, &parameters.born),
        (Parameter::Age, &parameters.age),
        (Parameter::Province, &parameters.province),
        (Parameter::OldProvince, &parameters.old_province),
        (Parameter::EthnicGroup, &parameters.ethnic_group),
        (Parameter::Religion, &parameters.religion),
        (Parameter::MaritalStatus, &parameters.marital_status),
        (Parameter::BloodGroup, &parameters.blood_group),
        (Parameter::CmndCount, &parameters.cmnd_count),
        (Parameter::NameWords, &parameters.name_words),
        (Parameter::HouseholdSize, &parameters.household_size),
        (Parameter::BirthKnown, &parameters.birth_known),
        (Parameter::Card, &parameters.card),
        (Parameter::Eid, &parameters.eid),
        (Parameter::Status, &parameters.status),
    ];
    let given = given.map(|(parameter, value)| (parameter, value.as_deref()));
    let mut errors = Vec::new();
    let wanted = read_question(parameters.q.as_deref(), &given).unwrap_or_else(|wrong| {
        errors = wrong;
        Vec::new()
    });
    let count = parameters.count.unwrap_or(DEFAULT_COUNT);
    if !(1..=MAX_COUNT).contains(&count) {
        errors.push(FieldError::told(
            "count",
            "value_out_of_range",
            format!("Từ 1 đến {MAX_COUNT}."),
            format!("From 1 to {MAX_COUNT}."),
        ));
    }
    if errors.is_empty() {
        Ok(FindQuery {
            without: std::collections::BTreeSet::new(),
            wanted,
            count,
            seed: parameters.seed.unwrap_or(0),
        })
    } else {
        Err(Problem::fields(errors))
    }
}
