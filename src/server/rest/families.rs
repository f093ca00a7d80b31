//! `GET /v1/citizens/{number}/family` and `GET /v1/households/{id}`: who belongs together.

use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::lookup::{audience_of, number_from};
use crate::domain::citizen::Citizen;
use crate::domain::civil_date::CivilDate;
use crate::record::{CitizenRecord, record_of};
use crate::reference::relation_to_head;
use crate::registry::{self, Family, Kin};
use crate::server::App;
use crate::server::call::{Call, MayLookUpByNumber};
use crate::server::problem::{HOUSEHOLD_NOT_FOUND, Problem, ProblemBody};

/// Somebody in a few words.
#[derive(Serialize, ToSchema, Debug)]
pub struct PersonAnswer {
    /// Father, mother, spouse, child, representative, represented, sibling; or, in a household, `CH01` (head) to
    /// `CH30`. Absent for the citizen asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    /// 12 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// 9 digits, for relatives who never had twelve.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cmnd: Option<String>,
    /// Họ tên.
    pub full_name: String,
    /// Ngày sinh; absent for relatives whom the registry has no record of, as the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// `male` or `female`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// `active`, `deceased`, `missing`, `inactive` or `cancelled` on the business date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_status: Option<String>,
}

/// A household in a few words.
#[derive(Serialize, ToSchema, Debug)]
pub struct HouseholdSummary {
    /// Its number.
    pub id: u32,
    /// Its members, the head first.
    pub members: Vec<PersonAnswer>,
}

/// A family.
#[derive(Serialize, ToSchema, Debug)]
pub struct FamilyAnswer {
    /// The citizen asked for.
    pub citizen: PersonAnswer,
    /// Relatives as the record names them, then brothers and sisters by age.
    pub relatives: Vec<PersonAnswer>,
    /// The household.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdSummary>,
}

/// A household.
#[derive(Serialize, ToSchema, Debug)]
pub struct HouseholdAnswer {
    /// Its number.
    pub id: u32,
    /// Its members, the head first.
    pub members: Vec<MemberAnswer>,
}

/// A member of a household.
#[derive(Serialize, ToSchema, Debug)]
pub struct MemberAnswer {
    /// `CH01` (head) to `CH30` of `/v1/codes/relations_to_head`.
    pub relation_to_head: String,
    /// The same in Vietnamese.
    pub relation_vi: &'static str,
    /// The same in English.
    pub relation_en: &'static str,
    /// The record.
    pub citizen: CitizenRecord,
}

/// The family of a citizen
///
/// Father, mother, spouse, children, representatives as the record names them, brothers and sisters by their parents'
/// records, and the household. People whom the caller may not know of are left out.
#[utoipa::path(
    tag = "records",
    params(("number" = String, Path, description = "12 or 9 digits")),
    responses(
        (status = 200, body = FamilyAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/v1/citizens/{number}/family")]
pub async fn get_family(
    app: web::Data<App>,
    call: Call<MayLookUpByNumber>,
    number: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let number = number_from(&number)?;
    let family = registry::family_of(&app.world, &call.context(), number)?;
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(answer_from(&family, app.world.business_date())))
}

/// A household by its number
///
/// The number is `household.id` of its members' records. People whom the caller may not know of are left out.
#[utoipa::path(
    tag = "records",
    params(("id" = String, Path, description = "The number of the household")),
    responses(
        (status = 200, body = HouseholdAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/v1/households/{id}")]
pub async fn get_household(
    app: web::Data<App>,
    call: Call<MayLookUpByNumber>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let id: u32 = id
        .parse()
        .map_err(|_no_number| Problem::new(&HOUSEHOLD_NOT_FOUND))?;
    let context = call.context();
    let members = registry::household_with_number(&app.world, &context, id)?;
    if members.is_empty() {
        return Err(Problem::new(&HOUSEHOLD_NOT_FOUND));
    }
    let (day, audience) = (app.world.business_date(), audience_of(&context));
    let members = members.iter().map(|member| {
        let relation = member
            .household
            .and_then(|place| relation_to_head(place.relation_to_head));
        MemberAnswer {
            relation_to_head: relation_code(member).unwrap_or_default(),
            relation_vi: relation.map_or("", |row| row.name_vi),
            relation_en: relation.map_or("", |row| row.name_en),
            citizen: record_of(member, day, audience),
        }
    });
    let answer = HouseholdAnswer {
        id,
        members: members.collect(),
    };
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(answer))
}

/// The wire form of a family.
pub fn answer_from(family: &Family, day: CivilDate) -> FamilyAnswer {
    let members = family.household.iter();
    let household = family.citizen.household.map(|place| HouseholdSummary {
        id: place.household,
        members: members
            .map(|member| person(relation_code(member), member, day))
            .collect(),
    });
    FamilyAnswer {
        citizen: person(None, &family.citizen, day),
        relatives: family
            .relatives
            .iter()
            .map(|kin| relative(kin, day))
            .collect(),
        household,
    }
}

fn relative(kin: &Kin, day: CivilDate) -> PersonAnswer {
    let relation = Some(kin.kinship.as_str().to_owned());
    match &kin.citizen {
        Some(citizen) => person(relation, citizen, day),
        None => PersonAnswer {
            relation,
            number: kin.number.map(|number| number.to_string()),
            cmnd: kin.cmnd.map(|number| number.to_string()),
            full_name: kin.full_name.to_string(),
            date_of_birth: None,
            gender: None,
            record_status: None,
        },
    }
}

fn person(relation: Option<String>, citizen: &Citizen, day: CivilDate) -> PersonAnswer {
    let identity = &citizen.identity;
    PersonAnswer {
        relation,
        number: identity.number_on(day).map(|number| number.to_string()),
        cmnd: None,
        full_name: identity.full_name_on(day).to_string(),
        date_of_birth: Some(identity.date_of_birth.to_string()),
        gender: Some(identity.gender.as_str().to_owned()),
        record_status: Some(identity.status_on(day).as_str().to_owned()),
    }
}

/// `CH01` to `CH30`.
fn relation_code(citizen: &Citizen) -> Option<String> {
    let relation = relation_to_head(citizen.household?.relation_to_head)?;
    Some(relation.written.to_owned())
}
