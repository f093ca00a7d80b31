//! Around every request: its id, one line in the log, its metrics, and problems put into words.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    ALLOW, CACHE_CONTROL, HeaderName, HeaderValue, RETRY_AFTER, VARY, WWW_AUTHENTICATE,
};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, web};

use super::access_log::AccessLine;
use super::call::{RequestFacts, Visit, language_of};
use super::faults::{self, Scripted};
use super::pages::PageFailure;
use super::problem::{METHOD_NOT_ALLOWED, Problem, ROUTE_NOT_FOUND};
use super::worlds::Worlds;
use super::{App, journal, oidc, rest};
use crate::clock;

/// When to ask again for what takes minutes to make.
const RETRY_AFTER_SECONDS: &str = "15";
const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const X_DANCU_DATA: HeaderName = HeaderName::from_static("x-dancu-data");
/// Longer ids are not echoed but replaced.
const MAX_REQUEST_ID: usize = 128;

/// The middleware.
pub async fn observe<Body: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<Body>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let facts = RequestFacts {
        request_id: request_id(&request),
        at: clock::real_time(),
        notes: Arc::default(),
    };
    request.extensions_mut().insert(Visit {
        facts: facts.clone(),
        client: None,
    });

    let worlds = request.app_data::<web::Data<Worlds>>().cloned();
    let entered = worlds.map_or(Ok(()), |worlds| worlds.enter(&mut request, facts.at));
    let app = request.app_data::<web::Data<App>>().cloned();
    let mut response = match entered {
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
        Err(problem) => request.error_response(problem),
    };
    if response.status().is_client_error() || response.status().is_server_error() {
        response = put_into_words(response, &facts, app.as_deref().map(AsRef::as_ref));
    }
    response = faults::damaged(response, &facts).await;
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&facts.request_id) {
        headers.insert(X_REQUEST_ID, value);
    }
    headers.insert(X_DANCU_DATA, HeaderValue::from_static("synthetic"));
    if let Some(app) = app {
        record(&app, &response, &facts, started);
    }
    Ok(response)
}

/// The caller's id, if it is short and printable, or a new one: the start of the process and a count.
fn request_id(request: &ServiceRequest) -> Arc<str> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let given = request
        .headers()
        .get(X_REQUEST_ID)
        .and_then(|value| value.to_str().ok());
    if let Some(given) = given
        && (1..=MAX_REQUEST_ID).contains(&given.len())
        && given.bytes().all(|byte| byte.is_ascii_graphic())
        && !has_long_number(given)
    {
        return given.into();
    }
    let started = request
        .app_data::<web::Data<App>>()
        .map_or(0, |app| app.shared.started.0);
    made_id(started, COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Eleven hexadecimal digits of the start of the process, a dash, eight of the count.
fn made_id(started: u64, count: u64) -> Arc<str> {
    let mut id = [b'-'; 20];
    for (slots, number) in [(0..11, started), (12..20, count)] {
        let mut rest = number;
        for slot in id[slots].iter_mut().rev() {
            *slot = b"0123456789abcdef"[usize::try_from(rest % 16).unwrap_or(0)];
            rest /= 16;
        }
    }
    std::str::from_utf8(&id).unwrap_or_default().into()
}

/// Nine digits in a row may be somebody's number, which has no place in a log.
fn has_long_number(text: &str) -> bool {
    let runs = text.split(|character: char| !character.is_ascii_digit());
    runs.into_iter()
        .any(|run| run.len() == 9 || run.len() == 12)
}

/// Writes the body of a problem in the caller's language; what the framework refused by itself (no
/// such route, no such method) becomes a problem too.
fn put_into_words(
    response: ServiceResponse,
    facts: &RequestFacts,
    app: Option<&App>,
) -> ServiceResponse {
    if response.response().extensions().contains::<Scripted>() {
        return response;
    }
    let failed_page = response
        .response()
        .error()
        .and_then(|error| error.as_error::<PageFailure>());
    if let Some(failed) = failed_page {
        facts
            .notes
            .note(|noted| noted.outcome = Some(failed.code().into()));
    }
    if let (Some(app), Some(cause)) = (app, failed_page.and_then(PageFailure::cause)) {
        app.shared.log.failure(&facts.request_id, cause);
    }
    let status = response.status();
    let language = language_of(response.request().headers());
    let unhandled = matches!(status.as_u16(), 404 | 405) && response.response().error().is_none();
    let methods = if unhandled {
        let path = response.request().path();
        let of_wire = app.map_or_else(Vec::new, |app| app.shared.wire.methods_of(path));
        [rest::methods_of(path), oidc::methods_of(path), of_wire].concat()
    } else {
        Vec::new()
    };
    let by_framework = unhandled.then(|| {
        Problem::new(if methods.is_empty() {
            &ROUTE_NOT_FOUND
        } else {
            &METHOD_NOT_ALLOWED
        })
    });
    let (body, cause) = {
        let ours = response
            .response()
            .error()
            .and_then(|error| error.as_error::<Problem>());
        let Some(problem) = ours.or(by_framework.as_ref()) else {
            return response;
        };
        facts
            .notes
            .note(|noted| noted.outcome = Some(problem.kind.code.into()));
        (
            problem.body(language, &facts.request_id),
            problem.cause.clone(),
        )
    };
    if let (Some(app), Some(cause)) = (app, cause) {
        app.shared.log.failure(&facts.request_id, &cause);
    }
    let kept = response
        .headers()
        .iter()
        .filter(|(name, _)| **name == VARY || name.as_str().starts_with("access-control-"));
    let kept: Vec<(HeaderName, HeaderValue)> = kept
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let (request, _) = response.into_parts();
    let status = StatusCode::from_u16(body.status).unwrap_or(status);
    let mut worded = HttpResponse::build(status);
    worded.content_type("application/problem+json");
    for header in kept {
        worded.append_header(header);
    }
    worded.append_header((VARY, "Accept-Language"));
    worded.insert_header((CACHE_CONTROL, "no-store"));
    if status.as_u16() == 401 {
        worded.insert_header((WWW_AUTHENTICATE, "Bearer realm=\"dancu\""));
    }
    if status.as_u16() == 503 {
        worded.insert_header((RETRY_AFTER, RETRY_AFTER_SECONDS));
    }
    if !methods.is_empty() {
        worded.insert_header((ALLOW, methods.join(", ")));
    }
    let worded = worded.body(serde_json::to_string(&body).unwrap_or_default());
    ServiceResponse::new(request, worded)
}

/// Methods are free text: unknown ones share a word, so that neither metrics nor log grow with them.
fn known_method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PATCH" => "PATCH",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}

fn record(app: &App, response: &ServiceResponse, facts: &RequestFacts, started: Instant) {
    let request: &HttpRequest = response.request();
    let elapsed = started.elapsed();
    let route = request.match_pattern();
    // The pattern, never the path: paths can carry numbers.
    let route = route.as_deref().unwrap_or("-");
    let status = response.status().as_u16();
    let method = known_method(request.method());
    app.shared.metrics.request(route, method, status, elapsed);
    let extensions = request.extensions();
    let client = extensions
        .get::<Visit>()
        .and_then(|visit| visit.client.as_ref())
        .map_or("-", |client| &*client.id);
    app.shared.log.request(&AccessLine {
        at: facts.at,
        method,
        route,
        status,
        elapsed,
        client,
        request_id: &facts.request_id,
    });
    drop(extensions);
    journal::enter(app, response, facts, elapsed, method, route);
}
