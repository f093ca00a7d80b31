//! `POST /v1/events`: one call for something that happens to somebody.

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, post, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::registry::events::{self, EventReport};
use crate::server::App;
use crate::server::body::JsonBody;
use crate::server::call::{Call, MayAdminister};
use crate::server::event_body::EventBody;
use crate::server::problem::{Problem, ProblemBody};
use crate::server::webhooks::role;

/// What an event came to.
#[derive(Serialize, ToSchema, Debug)]
pub struct EventAnswer {
    /// What happened.
    #[schema(value_type = String)]
    pub event: &'static str,
    /// The day.
    pub on: String,
    /// Everybody whom it changed, those it happened to first.
    pub people: Vec<AffectedAnswer>,
    /// The cursor of the change feed before it.
    pub since: u64,
    /// The cursor behind it.
    pub cursor: u64,
    /// The id of the request.
    pub request_id: String,
}

/// Somebody whom an event changed.
#[derive(Serialize, ToSchema, Debug)]
pub struct AffectedAnswer {
    /// `subject`, to whom it happened, or `affected`, who is kin or lives together.
    #[schema(value_type = String)]
    pub role: &'static str,
    /// The number in force now; people may lack one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The keys of the record that are others now.
    pub changed: Vec<String>,
}

/// Let something happen
///
/// One call changes everything that follows from it, or, when it is refused, nothing: records, relatives' records,
/// households. `docs/events.md` tells what follows from which event, and the law behind it.
#[utoipa::path(
    tag = "changes",
    request_body(content = EventBody, examples(
        ("birth" = (summary = "Khai sinh", value = json!({"type": "birth", "on": "2025-06-20", "mother": "042187000137", "father": "042085000488", "gender": "female", "given_name": "Thảo My"}))),
        ("card_renewed" = (summary = "Cấp, đổi thẻ", value = json!({"type": "card_renewed", "number": "042085000445"}))),
        ("death" = (summary = "Khai tử", value = json!({"type": "death", "on": "2025-06-30", "number": "042050000025"}))),
        ("divorce" = (summary = "Ly hôn", value = json!({"type": "divorce", "number": "042183000244"}))),
        ("identity_locked" = (summary = "Khóa căn cước điện tử", value = json!({"type": "identity_locked", "number": "042204000033", "reason": "holder_request"}))),
        ("identity_unlocked" = (summary = "Mở khóa căn cước điện tử", value = json!({"type": "identity_unlocked", "number": "042195000563"}))),
        ("marriage" = (summary = "Kết hôn", value = json!({"type": "marriage", "on": "2025-06-15", "number": "042068000267", "spouse": "042195000563"}))),
        ("move" = (summary = "Chuyển nơi cư trú", value = json!({"type": "move", "number": "042198000450", "residence": "temporary", "place": {"ward": "00070", "detail": "Số 5, phố Hàng Khay"}}))),
        ("number_reissued" = (summary = "Xác lập lại số", value = json!({"type": "number_reissued", "number": "042088000178", "reason": "sex_or_year_corrected"}))),
        ("renaming" = (summary = "Thay đổi họ tên", value = json!({"type": "renaming", "number": "042305000341", "full_name": "Lê Hoàng Yến Vy"})))
    )),
    responses(
        (status = 201, body = EventAnswer, headers(("Location" = String, description = "The record of the person it happened to"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/v1/events")]
pub async fn create_event(
    app: web::Data<App>,
    call: Call<MayAdminister>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let body = EventBody::read(body.read()?)?;
    let event = body.event().map_err(Problem::fields)?;
    let request_id = call.facts.request_id.to_string();
    let (base, world) = (app.base.clone(), app.world.clone());
    // Edits wait for the disk.
    let report = web::block(move || events::happen(&world, &call.context(), &event));
    let report = report.await.map_err(Problem::internal)??;
    let answer = EventAnswer::of(&report, request_id);
    let mut response = HttpResponse::Created();
    let subject = answer
        .people
        .first()
        .and_then(|person| person.number.as_ref());
    if let Some(number) = subject {
        response.insert_header((LOCATION, format!("{base}/v1/citizens/{number}")));
    }
    Ok(response
        .insert_header(("cache-control", "no-store"))
        .json(answer))
}

impl EventAnswer {
    fn of(report: &EventReport, request_id: String) -> Self {
        let people = report.people.iter().map(|person| AffectedAnswer {
            role: role(person.is_subject),
            number: person
                .citizen
                .identity
                .number
                .map(|number| number.to_string()),
            changed: person.changed.clone(),
        });
        Self {
            event: report.kind.as_str(),
            on: report.on.to_string(),
            people: people.collect(),
            since: report.since,
            cursor: report.cursor,
            request_id,
        }
    }
}
