//! `/admin/webhooks`: who is told of changes, and what became of it.

#![expect(
    unused_qualifications,
    reason = "the contract macro qualifies the query type"
)]

use std::sync::Arc;
use std::time::Duration;

use actix_web::{HttpResponse, delete, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::change::ChangeKind;
use crate::outbound::webhook::UrlRefusal;
use crate::record::FieldError;
use crate::server::App;
use crate::server::body::{JsonBody, Query};
use crate::server::call::{Call, MayAdminister};
use crate::server::problem::{Problem, ProblemBody, WEBHOOK_NOT_FOUND, WEBHOOKS_TOO_MANY};
use crate::server::webhooks::{deliver_to, delivery_id};
use crate::worlds::{
    Attempt, AttemptOutcome, Delivery, DeliveryState, MAX_WEBHOOKS, Notice, Subscriber,
    Subscription,
};

/// The pause after the first try that failed, in milliseconds: when none is given, and the limits.
const DEFAULT_PAUSE: u64 = 500;
const MAX_PAUSE: u64 = 60_000;
/// Letters of a secret.
const SECRET_LETTERS: std::ops::RangeInclusive<usize> = 8..=200;
/// Deliveries answered when no limit is given, and at the most.
const DEFAULT_LIMIT: usize = 50;
const MAX_LIMIT: usize = 1_000;

/// Whom to tell, and of what.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"url": "http://127.0.0.1:9000/hook", "events": ["birth", "death"]}))]
pub struct NewWebhook {
    /// Where to post: on this machine (`127.0.0.1`, `localhost`), or a host of `--webhook-host`.
    pub url: String,
    /// What to sign with, 8 to 200 printable letters of ASCII; made when absent.
    pub secret: Option<String>,
    /// What to tell of: `created`, `edited`, `deleted`, `reset`, and the types of `POST /v1/events`. Everything
    /// when absent.
    pub events: Option<Vec<String>>,
    /// Milliseconds after the first try that failed, 1 to 60,000; 500 when absent. Each later pause is four times as
    /// long as the one before.
    pub first_pause_ms: Option<u64>,
}

/// A webhook that was made.
#[derive(Serialize, ToSchema, Debug)]
pub struct NewWebhookAnswer {
    /// The webhook.
    #[serde(flatten)]
    pub webhook: WebhookAnswer,
    /// What notices are signed with. It is not shown again.
    pub secret: String,
}

/// A webhook.
#[derive(Serialize, ToSchema, Debug)]
pub struct WebhookAnswer {
    /// Counts from 1 in each world.
    pub id: u64,
    /// Where notices are posted.
    pub url: String,
    /// What is told of; everything when empty.
    #[schema(value_type = Vec<String>)]
    pub events: Vec<&'static str>,
    /// Milliseconds after the first try that failed.
    pub first_pause_ms: u64,
    /// Notices that wait.
    pub waiting: usize,
    /// Notices that were dropped because a thousand waited.
    pub dropped: u64,
}

/// The webhooks of a world.
#[derive(Serialize, ToSchema, Debug)]
pub struct WebhookList {
    /// By id.
    pub webhooks: Vec<WebhookAnswer>,
}

/// One notice on its way to a webhook.
#[derive(Serialize, ToSchema, Debug)]
pub struct DeliveryAnswer {
    /// As in `X-Dancu-Delivery`, the same in every try.
    pub id: String,
    /// What it is about.
    #[schema(value_type = String)]
    pub event: &'static str,
    /// The cursor of the change feed behind it.
    pub cursor: u64,
    /// `waiting`, `delivered` or `failed`.
    #[schema(value_type = String)]
    pub status: &'static str,
    /// When it is tried next, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_try_at: Option<String>,
    /// Every try, oldest first.
    pub tries: Vec<TryAnswer>,
}

/// One try.
#[derive(Serialize, ToSchema, Debug)]
pub struct TryAnswer {
    /// When it began, in UTC.
    pub at: String,
    /// The status that was answered; from 200 to 299 the notice has arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Why there was no answer: `no_connection`, `timed_out`, `broken_off`, `answer_too_long`, `not_allowed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub failure: Option<&'static str>,
}

/// What became of notices.
#[derive(Serialize, ToSchema, Debug)]
pub struct DeliveryList {
    /// The newest first; of those that are over the last 200.
    pub deliveries: Vec<DeliveryAnswer>,
    /// How many wait.
    pub waiting: usize,
    /// How many were dropped because a thousand waited.
    pub dropped: u64,
}

/// How many deliveries to answer.
#[derive(Deserialize, IntoParams, Debug)]
#[serde(deny_unknown_fields)]
pub struct DeliveriesQuery {
    /// 1 to 1,000; 50 when absent.
    pub limit: Option<usize>,
}

/// Tell somebody of changes
///
/// Every event is posted to the URL as JSON, signed, in order, up to five times. Webhooks live in memory: a reset of the
/// world or the end of the server forgets them; `GET /v1/changes` tells what was missed.
#[utoipa::path(
    tag = "changes",
    request_body = NewWebhook,
    responses(
        (status = 201, body = NewWebhookAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/admin/webhooks")]
pub async fn create_webhook(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let body: NewWebhook = body.read()?;
    let subscription = subscription_from(&app, body)?;
    let secret = subscription.secret.to_string();
    let subscriber = app
        .world
        .webhooks()
        .subscribe(subscription)
        .map_err(|_full| {
            Problem::with_detail(
                &WEBHOOKS_TOO_MANY,
                format!("Đã có {MAX_WEBHOOKS} webhook; hãy xóa bớt."),
                format!("There are {MAX_WEBHOOKS} already; delete some."),
            )
        })?;
    deliver_to(&app, Arc::clone(&subscriber));
    Ok(HttpResponse::Created()
        .insert_header(("cache-control", "no-store"))
        .json(NewWebhookAnswer {
            webhook: WebhookAnswer::of(&subscriber),
            secret,
        }))
}

/// List the webhooks of a world
#[utoipa::path(
    tag = "changes",
    responses(
        (status = 200, body = WebhookList),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/webhooks")]
pub async fn list_webhooks(app: web::Data<App>, _call: Call<MayAdminister>) -> HttpResponse {
    let all = app.world.webhooks().all();
    HttpResponse::Ok().json(WebhookList {
        webhooks: all.iter().map(|one| WebhookAnswer::of(one)).collect(),
    })
}

/// Tell somebody no more
///
/// What waits is thrown away.
#[utoipa::path(
    tag = "changes",
    params(("id" = u64, Path, description = "The id of a webhook")),
    responses(
        (status = 204, description = "Gone"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[delete("/admin/webhooks/{id}")]
pub async fn delete_webhook(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let id = id.parse().ok();
    if id.is_some_and(|id| app.world.webhooks().remove(id)) {
        Ok(HttpResponse::NoContent().finish())
    } else {
        Err(Problem::new(&WEBHOOK_NOT_FOUND))
    }
}

/// Send a notice of nothing
///
/// It waits behind those that wait already, and is tried like them.
#[utoipa::path(
    tag = "changes",
    params(("id" = u64, Path, description = "The id of a webhook")),
    responses(
        (status = 202, body = DeliveryAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/admin/webhooks/{id}/test")]
pub async fn test_webhook(
    app: web::Data<App>,
    call: Call<MayAdminister>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let subscriber = subscriber_of(&app, &id)?;
    let cursor = app.world.people().overlay().last_change();
    let notice = Arc::new(Notice::test(call.facts.at, cursor));
    let Some(sequence) = subscriber.offer(&notice) else {
        return Err(Problem::with_detail(
            &WEBHOOKS_TOO_MANY,
            "Quá nhiều thông báo đang chờ gửi đến webhook này.",
            "Too many notices wait for this webhook.",
        ));
    };
    let waiting = Delivery {
        sequence,
        notice,
        state: DeliveryState::Waiting(None),
        attempts: Vec::new(),
    };
    Ok(HttpResponse::Accepted().json(DeliveryAnswer::of(&subscriber, &waiting)))
}

/// What became of the notices to a webhook
#[utoipa::path(
    tag = "changes",
    params(("id" = u64, Path, description = "The id of a webhook"), DeliveriesQuery),
    responses(
        (status = 200, body = DeliveryList),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/webhooks/{id}/deliveries")]
pub async fn list_deliveries(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    id: web::Path<String>,
    Query(query): Query<DeliveriesQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(out_of_range("limit", MAX_LIMIT as u64));
    }
    let subscriber = subscriber_of(&app, &id)?;
    let known = subscriber.deliveries(limit);
    let deliveries = known.newest.iter();
    Ok(HttpResponse::Ok().json(DeliveryList {
        deliveries: deliveries
            .map(|delivery| DeliveryAnswer::of(&subscriber, delivery))
            .collect(),
        waiting: known.waiting,
        dropped: known.dropped,
    }))
}

fn subscriber_of(app: &App, id: &str) -> Result<Arc<Subscriber>, Problem> {
    let id = id.parse().ok();
    let subscriber = id.and_then(|id| app.world.webhooks().find(id));
    subscriber.ok_or_else(|| Problem::new(&WEBHOOK_NOT_FOUND))
}

fn out_of_range(field: &str, most: u64) -> Problem {
    Problem::fields(vec![FieldError::told(
        field,
        "value_out_of_range",
        format!("Từ 1 đến {most}."),
        format!("From 1 to {most}."),
    )])
}

fn subscription_from(app: &App, body: NewWebhook) -> Result<Subscription, Problem> {
    let url = app.shared.webhooks.hosts().check(&body.url);
    url.map_err(|refusal| Problem::fields(vec![refused(refusal)]))?;
    let secret = match body.secret {
        Some(secret) => checked_secret(secret)?,
        None => Chance.secret().map_err(Problem::internal)?,
    };
    let kinds = kinds_from(&body.events.unwrap_or_default())?;
    let pause = body.first_pause_ms.unwrap_or(DEFAULT_PAUSE);
    if !(1..=MAX_PAUSE).contains(&pause) {
        return Err(out_of_range("first_pause_ms", MAX_PAUSE));
    }
    Ok(Subscription {
        url: body.url.into(),
        secret: secret.into(),
        kinds,
        first_pause: Duration::from_millis(pause),
    })
}

fn refused(refusal: UrlRefusal) -> FieldError {
    let (vietnamese, english) = match refusal {
        UrlRefusal::Unreadable => (
            "Cần một địa chỉ http hoặc https, không có tài khoản và không có phần sau dấu #.",
            "An http or https address is needed, without user and without a part behind #.",
        ),
        UrlRefusal::NotListed => (
            "Chỉ gửi đến máy này (127.0.0.1, localhost) hoặc máy được liệt kê: dancu serve --webhook-host HOST.",
            "Only this machine (127.0.0.1, localhost) or a host that is listed: dancu serve --webhook-host HOST.",
        ),
    };
    FieldError::told("url", "url_refused", vietnamese, english)
}

fn checked_secret(secret: String) -> Result<String, Problem> {
    let is_plain = secret
        .bytes()
        .all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if is_plain && SECRET_LETTERS.contains(&secret.len()) {
        return Ok(secret);
    }
    Err(Problem::fields(vec![FieldError::told(
        "secret",
        "text_refused",
        "Từ 8 đến 200 ký tự ASCII in được.",
        "8 to 200 printable letters of ASCII.",
    )]))
}

fn kinds_from(words: &[String]) -> Result<Vec<ChangeKind>, Problem> {
    let known: Vec<&str> = ChangeKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let mut kinds = Vec::with_capacity(words.len());
    let mut errors = Vec::new();
    for (index, word) in words.iter().enumerate() {
        match ChangeKind::from_word(word) {
            Some(kind) => kinds.push(kind),
            None => errors.push(FieldError::not_one_of(
                format!("events[{index}]"),
                &known.join(", "),
            )),
        }
    }
    if errors.is_empty() {
        Ok(kinds)
    } else {
        Err(Problem::fields(errors))
    }
}

impl WebhookAnswer {
    fn of(subscriber: &Subscriber) -> Self {
        let subscription = &subscriber.subscription;
        let known = subscriber.deliveries(0);
        let kinds = subscription.kinds.iter();
        Self {
            id: subscriber.id,
            url: subscription.url.to_string(),
            events: kinds.map(|kind| kind.as_str()).collect(),
            first_pause_ms: u64::try_from(subscription.first_pause.as_millis()).unwrap_or(u64::MAX),
            waiting: known.waiting,
            dropped: known.dropped,
        }
    }
}

impl DeliveryAnswer {
    fn of(subscriber: &Subscriber, delivery: &Delivery) -> Self {
        Self {
            id: delivery_id(subscriber, delivery),
            event: delivery.notice.kind.as_str(),
            cursor: delivery.notice.cursor,
            status: delivery.state.as_str(),
            next_try_at: match delivery.state {
                DeliveryState::Waiting(at) => at.map(Timestamp::iso),
                DeliveryState::Delivered | DeliveryState::Failed => None,
            },
            tries: delivery.attempts.iter().map(TryAnswer::of).collect(),
        }
    }
}

impl TryAnswer {
    fn of(attempt: &Attempt) -> Self {
        let (status, failure) = match attempt.outcome {
            AttemptOutcome::Status(status) => (Some(status), None),
            AttemptOutcome::Failure(failure) => (None, Some(failure)),
        };
        Self {
            at: attempt.at.iso(),
            status,
            failure,
        }
    }
}
