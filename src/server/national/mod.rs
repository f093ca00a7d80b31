//! The national wire over HTTP: direct SOAP calls, and the LGSPs and fronts that stand before them, each a
//! row of the table of routes.

mod admission;
mod answer;
mod description;
mod refusal;

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, HttpResponseBuilder, web};
use serde_json::{Value, json};

use self::admission::Admitted;
use self::answer::{Answer, Asked};
use self::description::QCVN109_ADDRESS;
use self::refusal::WireRefusal;
use super::App;
use super::body::read_any;
use super::call::{RequestFacts, Visit};
use super::problem::{INTERNAL, Problem};
use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::language::Language;
use crate::registry::{Caller, Context, Scope};
use crate::wire::EnvelopeError;
use crate::wire::envelope::{EnvelopeRules, is_utf8_label, read_request};
use crate::wire::json_forms;
use crate::wire::operation::Operation;
use crate::wire::question::{read_flat, read_json};
use crate::wire::settings::{
    Account, AnswerForm, Authentication, Dialect, QuestionForm, Route, RouteOperation, WireSettings,
};
use crate::wire::small_answers::{Fault, FaultCode, fault};

/// The national wire as this server speaks it.
#[derive(Debug)]
pub struct NationalWire {
    settings: WireSettings,
    callers: HashMap<Box<str>, Arc<Caller>>,
    direct: Arc<Route>,
}

impl NationalWire {
    /// The wire with these settings.
    pub fn new(settings: WireSettings) -> Self {
        let users = settings.accounts.iter().map(|account| &account.user);
        let partners = settings.partners.iter().map(|partner| &partner.id);
        let callers = users.chain(partners).map(|id| {
            let caller = Caller {
                id: id.as_str().into(),
                scopes: [Scope::Match, Scope::Lookup].into_iter().collect(),
            };
            (id.as_str().into(), Arc::new(caller))
        });
        let callers = callers.collect();
        let direct = Arc::new(Route {
            path: settings.ndxp_path.clone(),
            authentication: Authentication::SignedBasic,
            reads: QuestionForm::Soap,
            answers: AnswerForm::Soap,
            operation: None,
            required: Vec::new(),
            account: None,
        });
        Self {
            settings,
            callers,
            direct,
        }
    }

    /// An account of direct calls that has a secret, and the secret.
    pub fn account(&self, user: &str) -> Option<(&Account, &str)> {
        let account = self.settings.account(user)?;
        Some((account, account.secret.as_deref()?))
    }

    /// Where direct calls go.
    pub fn ndxp_path(&self) -> &str {
        &self.settings.ndxp_path
    }

    /// The route at an address.
    pub fn route_at(&self, path: &str) -> Option<&Route> {
        let below = path.strip_prefix(self.ndxp_path());
        if below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            return Some(&self.direct);
        }
        let path = path.strip_suffix('/').unwrap_or(path);
        self.settings.routes.iter().find(|route| route.is_at(path))
    }

    /// The methods that an address of the wire has; none where there is no such address.
    pub fn methods_of(&self, path: &str) -> Vec<&'static str> {
        match self.route_at(path) {
            Some(route) if std::ptr::eq(route, Arc::as_ptr(&self.direct)) => vec!["GET", "POST"],
            Some(route) => vec![method_of(route)],
            None if path == LGSP_ADDRESS => vec!["GET"],
            None => Vec::new(),
        }
    }
}

/// Where the addresses of LGSPs and fronts are listed.
const LGSP_ADDRESS: &str = "/lgsp";

/// The method that a route is called with.
const fn method_of(route: &Route) -> &'static str {
    match route.reads {
        QuestionForm::Query => "GET",
        QuestionForm::Soap | QuestionForm::Json | QuestionForm::Nothing => "POST",
    }
}

/// Registers the addresses of the settings.
pub fn routes(config: &mut web::ServiceConfig, wire: &NationalWire) {
    let below = format!("{}/{{path:.*}}", wire.ndxp_path());
    config.service(direct_calls(&below, wire));
    config.route(LGSP_ADDRESS, web::get().to(description::list_routes));
    for route in &wire.settings.routes {
        let data = web::Data::new(route.clone());
        let slashed = format!("{}/", route.path);
        for path in [route.path.as_str(), slashed.as_str()] {
            let resource = web::resource(path).app_data(data.clone());
            let method = match route.reads {
                QuestionForm::Query => web::get(),
                QuestionForm::Soap | QuestionForm::Json | QuestionForm::Nothing => web::post(),
            };
            config.service(resource.route(method.to(call)));
        }
    }
}

/// The address of direct calls itself. Most calls of the wire come here, and addresses are tried one after the other: it is to
/// stand before all that have parts in braces, which are costly to try.
pub fn direct_route(config: &mut web::ServiceConfig, wire: &NationalWire) {
    config.service(direct_calls(wire.ndxp_path(), wire));
}

fn direct_calls(path: &str, wire: &NationalWire) -> actix_web::Resource {
    web::resource(path)
        .app_data(web::Data::from(Arc::clone(&wire.direct)))
        .route(web::post().to(call))
        .route(web::get().to(description::describe))
}

/// A call, whatever its form.
async fn call(
    app: web::Data<App>,
    route: web::Data<Route>,
    facts: RequestFacts,
    language: Language,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    let payload: Payload = payload.into_inner();
    let mut response = match answered(&app, &route, &facts, &request, payload).await {
        Ok(response) => response,
        Err(refusal) => refused(&app, &route, &facts, language, &refusal),
    };
    let headers = response.headers_mut();
    headers.insert(
        actix_web::http::header::CACHE_CONTROL,
        actix_web::http::header::HeaderValue::from_static("no-store"),
    );
    response
}

async fn answered(
    app: &web::Data<App>,
    route: &Route,
    facts: &RequestFacts,
    request: &HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, WireRefusal> {
    // Who calls is settled before a byte of the body is looked at.
    let admitted = admission::admit(app, route, facts, request)?;
    if let Some(visit) = request.extensions_mut().get_mut::<Visit>() {
        visit.client = Some(Arc::clone(&admitted.caller));
    }
    let body = read_any(request, payload)
        .await
        .map_err(WireRefusal::Body)?;
    if route.reads == QuestionForm::Nothing {
        let now = app.world.token_time(facts.at);
        return give_token(app, route, &admitted, now);
    }
    let asked = question_of(app, route, request, &body)?;
    let context = Context {
        caller: &admitted.caller,
        request_id: &facts.request_id,
        at: facts.at,
        notes: &facts.notes,
    };
    let mut shape = admitted.shape;
    if request.match_info().get("path") == Some(QCVN109_ADDRESS) {
        shape.dialect = Dialect::Qcvn109;
    }
    let settled = answer::Settled {
        guesses: &app.shared.wire.settings.guesses,
        shape,
    };
    let answer = answer::answer(&app.world, &context, &asked, settled)?;
    dressed(
        route.answers,
        answer,
        &app.shared.wire.settings.guesses.wrapper_success_code,
    )
}

/// The question in whichever form the route reads.
fn question_of(
    app: &App,
    route: &Route,
    request: &HttpRequest,
    body: &[u8],
) -> Result<Asked, WireRefusal> {
    let in_path = request
        .match_info()
        .get("operation")
        .and_then(Operation::of_word);
    let of_route = route
        .operation
        .map(|RouteOperation(operation)| operation)
        .or(in_path);
    let (operation, fields) = match route.reads {
        QuestionForm::Soap => {
            check_charset(request)?;
            let rules = EnvelopeRules {
                accept_byte_order_mark: app.shared.wire.settings.guesses.accept_byte_order_mark,
                elements: Some(&app.shared.wire.settings.guesses.elements),
            };
            let read = read_request(body, rules).map_err(WireRefusal::Envelope)?;
            (Some(read.operation), read.fields)
        }
        QuestionForm::Json => {
            let value: Value =
                serde_json::from_slice(body).map_err(|_error| WireRefusal::Question)?;
            check_front(route, &value)?;
            let fields = read_json(&value).ok_or(WireRefusal::Question)?;
            // A portal's own word for one of its addresses may stand in `type`; then the code decides.
            let words = ["MaDichVu", "MaTichHop"].into_iter();
            let mut named = words.filter_map(|name| Operation::of_word(fields.get(name)?));
            (named.next(), fields)
        }
        QuestionForm::Query => {
            let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
            let pairs: Vec<_> = pairs.into_owned().collect();
            let pairs = pairs
                .iter()
                .map(|(key, value)| (key.as_str(), value.clone()));
            (None, read_flat(pairs).ok_or(WireRefusal::Question)?)
        }
        QuestionForm::Nothing => return Err(WireRefusal::Question),
    };
    // Where the address names an operation, the message may not ask for another in JSON; in SOAP the
    // element decides, as at the national service.
    let operation = match route.reads {
        QuestionForm::Soap => operation,
        QuestionForm::Json | QuestionForm::Query | QuestionForm::Nothing => of_route.or(operation),
    };
    Ok(Asked {
        operation: operation.ok_or(WireRefusal::Operation)?,
        fields,
    })
}

/// A content type may leave its charset unsaid; a wrong one is a mistake worth telling.
fn check_charset(request: &HttpRequest) -> Result<(), WireRefusal> {
    let header = request.headers().get(CONTENT_TYPE);
    let header = header
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let charset = header.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches('"'))
    });
    match charset {
        Some(charset) if !is_utf8_label(charset) => {
            Err(WireRefusal::Envelope(EnvelopeError::EncodingLabel))
        }
        Some(_) | None => Ok(()),
    }
}

/// What a front checks itself before it asks: its own codes, not those of the national service (witness W3).
fn check_front(route: &Route, value: &Value) -> Result<(), WireRefusal> {
    let lacks = |key: &str| {
        let mut given = value.as_object().into_iter().flatten();
        let given = given.find(|(name, _)| name.eq_ignore_ascii_case(key));
        given.is_none_or(|(_, value)| match value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
        })
    };
    let missing = route.required.iter().find(|(key, _)| lacks(key));
    match missing {
        Some((_, code)) => Err(WireRefusal::Front(code.clone())),
        None => Ok(()),
    }
}

fn give_token(
    app: &App,
    route: &Route,
    admitted: &Admitted,
    now: Timestamp,
) -> Result<HttpResponse, WireRefusal> {
    let secret = || {
        Chance
            .secret()
            .map_err(|error| WireRefusal::Failed(Problem::internal(error)))
    };
    let seconds = app.shared.wire.settings.guesses.token_seconds;
    let expires_at = Timestamp(now.0.saturating_add(seconds.saturating_mul(1000)));
    let token = secret()?;
    app.world
        .wire_tokens()
        .give(&token, &admitted.caller.id, expires_at);
    let body = if route.answers == AnswerForm::Token {
        let mut expiry = String::new();
        expires_at.write_iso(&mut expiry);
        json!({"token": token, "refreshToken": secret()?, "expiryDate": expiry})
    } else {
        json!({
            "access_token": token,
            "scope": "am_application_scope default",
            "token_type": "Bearer",
            "expires_in": seconds,
        })
    };
    Ok(HttpResponse::Ok().json(body))
}

/// An envelope in the form of the route.
fn dressed(
    form: AnswerForm,
    answer: Answer,
    success_code: &str,
) -> Result<HttpResponse, WireRefusal> {
    let Answer {
        envelope,
        is_somebody,
    } = answer;
    let json = match form {
        AnswerForm::Soap => {
            return Ok(HttpResponse::Ok()
                .content_type("text/xml; charset=utf-8")
                .body(envelope));
        }
        AnswerForm::JsonWrapper => json_forms::wrapper(success_code, &envelope),
        AnswerForm::JsonString => json_forms::json_string(&envelope),
        AnswerForm::JsonBoolean => is_somebody.to_string(),
        AnswerForm::JsonView | AnswerForm::AccessToken | AnswerForm::Token => {
            let view = json_forms::json_view(&envelope);
            let failed = || WireRefusal::Failed(Problem::new(&INTERNAL));
            view.ok_or_else(failed)?.to_string()
        }
    };
    Ok(HttpResponse::Ok()
        .content_type("application/json; charset=utf-8")
        .body(json))
}

fn refused(
    app: &App,
    route: &Route,
    facts: &RequestFacts,
    language: Language,
    refusal: &WireRefusal,
) -> HttpResponse {
    if let Some(cause) = refusal.cause() {
        app.shared.log.failure(&facts.request_id, &cause);
    }
    facts
        .notes
        .note(|noted| noted.outcome = Some(refusal.code().to_owned().into()));
    let status = refusal.status(&app.shared.wire.settings.guesses);
    let mut response = HttpResponse::build(status);
    if status == StatusCode::UNAUTHORIZED {
        let scheme = match route.authentication {
            Authentication::SignedBasic => "Basic realm=\"dancu\"",
            Authentication::PartnerKeys
            | Authentication::Bearer
            | Authentication::AuthHeader
            | Authentication::None => "Bearer realm=\"dancu\"",
        };
        response.insert_header(("www-authenticate", scheme));
    }
    let reason = refusal.reason(language);
    let said = Said {
        fault: refusal.fault_code(),
        code: refusal.code(),
        reason: &reason,
        request_id: &facts.request_id,
    };
    error_in_form(app, route, response, &said)
}

/// An error, before it has the form of its route.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// Who is to blame.
    pub fault: FaultCode,
    /// The stable code.
    pub code: &'a str,
    /// The reason for people.
    pub reason: &'a str,
    /// The id of the request.
    pub request_id: &'a str,
}

/// An error in the form of the route.
pub fn error_in_form(
    app: &App,
    route: &Route,
    mut response: HttpResponseBuilder,
    said: &Said<'_>,
) -> HttpResponse {
    let guesses = &app.shared.wire.settings.guesses;
    let fault = fault(Fault {
        code: said.fault,
        reason: said.reason,
        detail: guesses.fault_detail.then_some((said.code, said.request_id)),
    });
    match route.answers {
        AnswerForm::Soap => response.content_type("text/xml; charset=utf-8").body(fault),
        AnswerForm::JsonWrapper => {
            response.json(json!({"error_code": guesses.wrapper_failure_code, "message": fault}))
        }
        AnswerForm::JsonString
        | AnswerForm::JsonBoolean
        | AnswerForm::JsonView
        | AnswerForm::AccessToken
        | AnswerForm::Token => {
            response.json(json!({"message": said.reason, "errorCode": said.code}))
        }
    }
}

/// Whether a route answers in XML, and not in JSON of one form or another.
pub fn answers_in_xml(route: &Route) -> bool {
    route.answers == AnswerForm::Soap
}
