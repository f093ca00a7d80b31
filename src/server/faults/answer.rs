//! What comes in place of an answer, in the form that each surface has for it.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, VARY};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde_json::json;

use super::super::call::{RequestFacts, language_of};
use super::super::problem::{
    FORCED_STATUS, MAINTENANCE, Problem, ProblemKind, RATE_LIMITED, TIMED_OUT, UNAVAILABLE,
};
use super::super::{App, national, oidc};
use super::connection::{Broken, reset_when_closed};
use super::is_page;
use crate::domain::language::Language;
use crate::domain::mixing::mix;
use crate::domain::scenario::Instead;
use crate::wire::small_answers::FaultCode;

/// When to ask again what is out of order, in seconds.
const UNAVAILABLE_SECONDS: u32 = 1;
/// Bytes of rubbish.
const GARBAGE_BYTES: u64 = 256;
/// The page of a gateway whose server does not answer.
const GATEWAY_PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
    <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>gateway</center>\r\n</body>\r\n</html>\r\n";
/// An answer of some other service, in JSON and as an envelope.
const OTHER_JSON: &str = r#"{"status":"OK","message":"Thành công","data":{"total":0,"items":[]}}"#;
const OTHER_ENVELOPE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>\
    <ns1:DanhSachDichVuResponse xmlns:ns1=\"http://dichvu.example\"><ns1:TongSo>0</ns1:TongSo>\
    </ns1:DanhSachDichVuResponse></soapenv:Body></soapenv:Envelope>";

/// Marks an answer that is final as it stands: nobody words it again.
#[derive(Clone, Copy, Debug)]
pub struct Scripted;

/// An error that a scenario asks for.
struct Told {
    kind: &'static ProblemKind,
    status: StatusCode,
    retry_after: Option<u32>,
}

impl Told {
    /// Who is to blame, in SOAP.
    fn fault_code(&self) -> FaultCode {
        if self.status.is_client_error() {
            FaultCode::Client
        } else {
            FaultCode::Server
        }
    }

    fn of(instead: Instead) -> Option<Self> {
        let (kind, retry_after) = match instead {
            Instead::Timeout => (&TIMED_OUT, None),
            Instead::Unavailable => (&UNAVAILABLE, Some(UNAVAILABLE_SECONDS)),
            Instead::RateLimit { seconds } => (&RATE_LIMITED, Some(u32::from(seconds))),
            Instead::Maintenance { seconds } => (&MAINTENANCE, Some(seconds)),
            Instead::Status(_) => (&FORCED_STATUS, None),
            Instead::Reset
            | Instead::GatewayHtml
            | Instead::Empty
            | Instead::WrongBody
            | Instead::Garbage => return None,
        };
        let status = match instead {
            Instead::Status(status) => status,
            _as_the_table_says => kind.status,
        };
        Some(Self {
            kind,
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            retry_after,
        })
    }
}

/// The status and the problem that a scenario is told by within an answer with many items; `None` for what only
/// a whole answer can have.
pub fn problem_of(instead: Instead) -> Option<(u16, Problem)> {
    let told = Told::of(instead)?;
    Some((told.status.as_u16(), Problem::new(told.kind)))
}

/// The answer that a scenario puts in place of the handler's.
pub fn answer(
    app: &App,
    request: &HttpRequest,
    facts: &RequestFacts,
    instead: Instead,
) -> HttpResponse {
    let desk = Desk {
        app,
        request,
        facts,
        language: language_of(request.headers()),
    };
    let mut answer = match Told::of(instead) {
        Some(told) => {
            facts
                .notes
                .note(|noted| noted.outcome = Some(told.kind.code.into()));
            desk.error(&told)
        }
        None => desk.something_else(instead),
    };
    answer.extensions_mut().insert(Scripted);
    answer
}

struct Desk<'a> {
    app: &'a App,
    request: &'a HttpRequest,
    facts: &'a RequestFacts,
    language: Language,
}

impl Desk<'_> {
    fn error(&self, told: &Told) -> HttpResponse {
        let path = self.request.path();
        let mut builder = HttpResponse::build(told.status);
        builder.insert_header((CACHE_CONTROL, "no-store"));
        builder.insert_header((VARY, "Accept-Language"));
        if let Some(seconds) = told.retry_after {
            builder.insert_header((RETRY_AFTER, seconds));
        }
        if let Some(route) = self.app.shared.wire.route_at(path) {
            let said = national::Said {
                fault: told.fault_code(),
                code: told.kind.code,
                reason: self.language.pick(told.kind.vietnamese, told.kind.english),
                request_id: &self.facts.request_id,
            };
            return national::error_in_form(self.app, route, builder, &said);
        }
        if !oidc::methods_of(path).is_empty() {
            return builder.json(json!({
                "error": oauth_word(told.status),
                "error_description": told.kind.english,
            }));
        }
        if is_page(self.app, path) {
            return self.page(told, builder);
        }
        let mut body = Problem::new(told.kind).body(self.language, &self.facts.request_id);
        body.status = told.status.as_u16();
        builder
            .content_type("application/problem+json")
            .body(serde_json::to_string(&body).unwrap_or_default())
    }

    fn page(&self, told: &Told, mut builder: HttpResponseBuilder) -> HttpResponse {
        let (language, title) = match self.language {
            Language::Vietnamese => ("vi", told.kind.vietnamese),
            Language::English => ("en", told.kind.english),
        };
        let status = told.status.as_u16();
        builder.content_type("text/html; charset=utf-8").body(format!(
            "<!doctype html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{status}</title></head>\
             <body><h1>{status}</h1><p>{title}</p></body></html>\n"
        ))
    }

    fn something_else(&self, instead: Instead) -> HttpResponse {
        let is_xml = || {
            let route = self.app.shared.wire.route_at(self.request.path());
            route.is_some_and(national::answers_in_xml)
        };
        let (kind, other) = if instead != Instead::Reset && is_xml() {
            ("text/xml; charset=utf-8", OTHER_ENVELOPE)
        } else {
            ("application/json", OTHER_JSON)
        };
        match instead {
            Instead::GatewayHtml => HttpResponse::BadGateway()
                .insert_header((CONTENT_TYPE, "text/html"))
                .body(GATEWAY_PAGE),
            Instead::WrongBody => HttpResponse::Ok().content_type(kind).body(other),
            Instead::Garbage => HttpResponse::Ok().content_type(kind).body(garbage()),
            Instead::Reset => {
                reset_when_closed(self.request);
                HttpResponse::BadGateway().message_body(Broken).map_or_else(
                    |_error| HttpResponse::BadGateway().finish(),
                    HttpResponse::map_into_boxed_body,
                )
            }
            Instead::Empty
            | Instead::Timeout
            | Instead::Unavailable
            | Instead::RateLimit { .. }
            | Instead::Maintenance { .. }
            | Instead::Status(_) => HttpResponse::Ok().content_type(kind).finish(),
        }
    }
}

/// The word of the RFCs for a status (RFC 6749 4.1.2.1 has them for the browser, and nobody has others).
fn oauth_word(status: StatusCode) -> &'static str {
    match status.as_u16() {
        429 | 503 | 504 => "temporarily_unavailable",
        500..=599 => "server_error",
        _of_the_client => "invalid_request",
    }
}

/// Bytes that are no text in any Unicode encoding form of one byte each, and the same each time.
fn garbage() -> Vec<u8> {
    let bytes = (0..GARBAGE_BYTES).map(|nth| mix(nth).to_le_bytes()[0] | 0x80);
    bytes.collect()
}
