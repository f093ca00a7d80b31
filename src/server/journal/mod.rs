//! The journal over HTTP: what is kept of a call, and how it is told again.

mod capture;
pub mod curl;
pub mod detail;
pub mod fields;
pub mod har;
pub mod line;
mod mask;
mod operation;
pub mod report;
mod secrets;
pub mod stream;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpMessage as _;
use actix_web::dev::ServiceResponse;

pub use capture::{keep_body, keep_form};
pub use operation::of as operation_of;

use super::App;
use super::call::{RequestFacts, Visit};
use crate::worlds::JournalEntry;
use crate::worlds::journal::Noted;

/// Addresses of the control surface, which leave no trace in the journal: whoever looks at a world changes
/// nothing in it. Below the first four everything belongs to it.
const CONTROL: [&str; 11] = [
    "/admin",
    "/console",
    "/docs",
    "/assets",
    "/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/version",
    "/openapi.json",
    "/favicon.ico",
];
/// How many of them stand for everything below.
const CONTROL_FOLDERS: usize = 4;

/// Whether an address belongs to the control surface.
pub fn is_control(path: &str) -> bool {
    // What is called the most is seen at its first letter.
    if path.starts_with("/v1/") || path.starts_with("/portal") {
        return false;
    }
    let below = CONTROL[..CONTROL_FOLDERS].iter().any(|folder| {
        let rest = path.strip_prefix(folder);
        rest.is_some_and(|rest| rest.starts_with('/'))
    });
    below || CONTROL.contains(&path)
}

/// Puts a call into the journal of its world, before its answer goes out.
pub fn enter(
    app: &App,
    response: &ServiceResponse,
    facts: &RequestFacts,
    elapsed: Duration,
    method: &'static str,
    route: &str,
) {
    let request = response.request();
    let is_preflight = method == "OPTIONS"
        && request
            .headers()
            .contains_key("access-control-request-method");
    if is_control(request.path()) || is_preflight {
        return;
    }
    let status = response.status().as_u16();
    facts.notes.close(app.world.journal(), |noted| {
        let client = noted.client.clone().or_else(|| {
            let extensions = request.extensions();
            let visit = extensions.get::<Visit>();
            let caller = visit.and_then(|visit| visit.client.as_ref());
            caller.map(|caller| Arc::clone(&caller.id))
        });
        JournalEntry {
            at: facts.at,
            micros: u32::try_from(elapsed.as_micros()).unwrap_or(u32::MAX),
            request_id: Arc::clone(&facts.request_id),
            client: client.or_else(|| capture::claimed_client(request, &noted.body)),
            method,
            route: route.into(),
            status,
            operation: operation::of(method, route, &noted),
            outcome: outcome(status, &noted),
            raw: capture::raw_call(request, route, noted.body),
            answer: capture::answer_facts(response),
            findings: noted.findings,
            scenario: noted.scenario,
            advice: noted.advice,
        }
    });
}

/// What came of a call: as the use case says, or the refusal, or the class of the status.
fn outcome(status: u16, noted: &Noted) -> Cow<'static, str> {
    let found = noted.findings.outcome().filter(|_| status < 500);
    if let Some(found) = found {
        return found.into();
    }
    if let Some(outcome) = &noted.outcome {
        return outcome.clone();
    }
    match status {
        500.. => "failed",
        400..500 => "refused",
        300..400 => "redirected",
        _ => "ok",
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_control_surface_is_told_from_the_rest() {
        for path in [
            "/",
            "/admin/journal",
            "/console",
            "/console/people",
            "/docs/",
            "/assets/site.css",
            "/healthz",
            "/openapi.json",
        ] {
            assert!(is_control(path), "{path}");
        }
        for path in [
            "/v1/match",
            "/portal",
            "/vneid/authorize",
            "/ndxp",
            "/administration",
            "/nothing",
            "/healthz/nothing",
            "/consoles",
        ] {
            assert!(!is_control(path), "{path}");
        }
    }
}
