//! Somebody else's bad day: what testers want to happen to a call, done on the wire.
//!
//! Two places around every request. [`act`] stands next to the handlers: it learns what is to happen, waits, and
//! puts something else in place of the answer, before the call is handled where method and path say enough, and
//! afterwards where it had to be known whom it is about. [`damaged`] comes last, when problems are worded: what it
//! gets is what would have gone out. The surface that controls all this is never hit.

mod answer;
mod connection;
mod damage;

use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::HeaderName;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, HttpRequest, HttpResponse, web};

pub use answer::{Scripted, problem_of};
pub use connection::{keep_handle, raise_limit};

use super::call::{RequestFacts, Visit};
use super::journal::{is_control, operation_of};
use super::problem::{Problem, SCENARIO_UNREADABLE};
use super::{App, oidc};
use crate::domain::language::Language;
use crate::domain::scenario::{CallFacts, Effect, Instead, Scenario, TIMEOUT};
use crate::worlds::{JournalQuestion, Play};

/// The header in which a caller says what is to happen to the call.
const X_DANCU_SCENARIO: HeaderName = HeaderName::from_static("x-dancu-scenario");

/// The middleware next to the handlers.
pub async fn act<Body: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<Body>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let stage = if is_control(request.path()) {
        None
    } else {
        Stage::of(request.request())
    };
    let Some(stage) = stage else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let play = match stage.begin(request.request()) {
        Ok(play) => stage.facts.notes.begin(play),
        Err(problem) => return Ok(request.error_response(problem).map_into_boxed_body()),
    };
    if let Some(answer) = stage.before(request.request(), play).await {
        return Ok(request.into_response(answer));
    }
    let response = next.call(request).await?.map_into_boxed_body();
    match stage.after(response.request(), play).await {
        None => Ok(response),
        Some(answer) => {
            let (request, _handled) = response.into_parts();
            Ok(ServiceResponse::new(request, answer))
        }
    }
}

/// Damages an answer on its way, if that is to happen.
pub async fn damaged(response: ServiceResponse, facts: &RequestFacts) -> ServiceResponse {
    let play = facts.notes.play();
    match play.and_then(|play| play.effect().scenario.damage) {
        None => response,
        Some(damage) => damage::damaged(response, damage).await,
    }
}

/// A request in its world.
struct Stage {
    app: web::Data<App>,
    facts: RequestFacts,
}

impl Stage {
    fn of(request: &HttpRequest) -> Option<Self> {
        let app = request.app_data::<web::Data<App>>()?.clone();
        let extensions = request.extensions();
        let facts = extensions.get::<Visit>()?.facts.clone();
        Some(Self { app, facts })
    }

    /// What the caller named, or what is known from method and path.
    fn begin(&self, request: &HttpRequest) -> Result<Play, Problem> {
        let rules = self.app.world.rules();
        if let Some(value) = request.headers().get(X_DANCU_SCENARIO) {
            let text = String::from_utf8_lossy(value.as_bytes());
            let scenario = Scenario::parse(&text).map_err(|error| {
                Problem::with_detail(
                    &SCENARIO_UNREADABLE,
                    error.message(Language::Vietnamese),
                    error.message(Language::English),
                )
            })?;
            return Ok(rules.named(&scenario));
        }
        if !rules.are_armed() {
            return Ok(Play::default());
        }
        let line = CallFacts {
            method: request.method().as_str(),
            path: request.path(),
            is_page: is_page(&self.app, request.path()),
            ..CallFacts::default()
        };
        let now = self.facts.at;
        Ok(rules.begin(&line, now, || self.app.world.moment(now)))
    }

    /// Waits before the call is handled, and answers in its place.
    async fn before(&self, request: &HttpRequest, play: &Play) -> Option<HttpResponse> {
        let effect = play.early();
        if effect.is_pass() {
            return None;
        }
        self.note(effect);
        self.wait(effect.wait).await;
        Some(self.answer(request, effect.scenario.instead?).await)
    }

    /// Waits when the call was handled, and replaces its answer.
    async fn after(&self, request: &HttpRequest, play: &Play) -> Option<HttpResponse> {
        if play.is_waiting() {
            self.settle(request, play);
        }
        let effect = play.late();
        if effect.is_pass() {
            return None;
        }
        self.note(play.effect());
        self.wait(effect.wait).await;
        Some(self.answer(request, effect.scenario.instead?).await)
    }

    /// Asks the rules that had to wait, if nobody has, by what the journal will say of the call.
    fn settle(&self, request: &HttpRequest, play: &Play) {
        let extensions = request.extensions();
        let caller = extensions
            .get::<Visit>()
            .and_then(|visit| visit.client.as_ref());
        let pattern = request.match_pattern();
        let route = pattern.as_deref().unwrap_or("-");
        self.facts.notes.note(|noted| {
            let question = noted.findings.first();
            let question = question.and_then(|finding| finding.question.as_ref());
            let client = noted.client.as_deref();
            let facts = CallFacts {
                operation: Some(operation_of(request.method().as_str(), route, noted)),
                client: client.or(caller.map(|caller| &*caller.id)),
                ..question.map(JournalQuestion::facts).unwrap_or_default()
            };
            self.app.world.rules().settle(play, &facts, self.facts.at);
        });
    }

    /// For the journal.
    fn note(&self, effect: Effect) {
        let scenario = effect.to_string().into();
        self.facts
            .notes
            .note(|noted| noted.scenario = Some(scenario));
    }

    async fn wait(&self, time: Duration) {
        if !time.is_zero() {
            self.app.shared.stopping.wait_at_most(time).await;
        }
    }

    async fn answer(&self, request: &HttpRequest, instead: Instead) -> HttpResponse {
        if instead == Instead::Timeout {
            self.wait(TIMEOUT).await;
        }
        answer::answer(&self.app, request, &self.facts, instead)
    }
}

/// Whether people look at it, not programs: a page of the portal or the province, or one of VNeID's beside its
/// endpoints.
fn is_page(app: &App, path: &str) -> bool {
    ["/portal", "/hatinh", "/vneid"].iter().any(|site| {
        let rest = path.strip_prefix(site);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }) && oidc::methods_of(path).is_empty()
        && app.shared.wire.route_at(path).is_none()
}
