//! Who is asking is an argument: extractors that hand a handler its caller, or refuse the call.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use super::App;
use super::app::ShutOut;
use super::problem::{KEY_LOOPBACK_ONLY, KEY_MISSING, Problem, SCOPE_MISSING};
use crate::clock::Timestamp;
use crate::domain::language::Language;
use crate::registry::{Caller, Context, Scope};
use crate::worlds::CallNotes;

/// What the middleware knows of a request before any handler does.
#[derive(Clone, Debug)]
pub struct RequestFacts {
    /// Echoed from `X-Request-ID`, or made.
    pub request_id: Arc<str>,
    /// When the request came in.
    pub at: Timestamp,
    /// What becomes known of it, for its line in the journal.
    pub notes: Arc<CallNotes>,
}

/// A request on its way: its facts, and the client it was let in for, which the middleware reads
/// afterwards for log and metrics.
#[derive(Debug)]
pub struct Visit {
    /// The facts.
    pub facts: RequestFacts,
    /// The client, once admitted.
    pub client: Option<Arc<Caller>>,
}

/// A right that a handler asks for.
pub trait Right: 'static {
    /// The scope behind it.
    const SCOPE: Scope;
}

macro_rules! rights {
    ($($name:ident => $scope:ident),+ $(,)?) => {
        $(
            #[doc = concat!("The caller has the scope ", stringify!($scope), ".")]
            #[derive(Debug)]
            pub struct $name;

            impl Right for $name {
                const SCOPE: Scope = Scope::$scope;
            }
        )+
    };
}

rights! {
    MayMatch => Match,
    MayLookUp => Lookup,
    MayLookUpByNumber => LookupByNumber,
    MaySearch => Search,
    MayAdminister => Admin,
}

/// A call by a client with a right.
#[derive(Debug)]
pub struct Call<R> {
    /// Who calls.
    pub caller: Arc<Caller>,
    /// The request.
    pub facts: RequestFacts,
    right: PhantomData<fn() -> R>,
}

impl<R> Clone for Call<R> {
    fn clone(&self) -> Self {
        Self {
            caller: Arc::clone(&self.caller),
            facts: self.facts.clone(),
            right: PhantomData,
        }
    }
}

impl<R> Call<R> {
    /// The circumstances, for the use cases.
    pub fn context(&self) -> Context<'_> {
        Context {
            caller: &self.caller,
            request_id: &self.facts.request_id,
            at: self.facts.at,
            notes: &self.facts.notes,
        }
    }
}

impl<R: Right> FromRequest for Call<R> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(admit(request, R::SCOPE).map(|(caller, facts)| Self {
            caller,
            facts,
            right: PhantomData,
        }))
    }
}

fn admit(request: &HttpRequest, scope: Scope) -> Result<(Arc<Caller>, RequestFacts), Problem> {
    let facts = request_facts(request)?;
    let app = request
        .app_data::<web::Data<App>>()
        .ok_or_else(|| without("App"))?;
    let (caller, ShutOut(shut_out)) = key_of(request.headers()).and_then(|key| app.client_with(key)).ok_or_else(|| {
        Problem::with_detail(
            &KEY_MISSING,
            "Gửi khóa trong 'Authorization: Bearer <khóa>' hoặc 'X-API-Key: <khóa>' (khi phát triển: dev-key).",
            "Send the key as 'Authorization: Bearer <key>' or 'X-API-Key: <key>' (for development: dev-key).",
        )
    })?;
    if shut_out {
        return Err(Problem::with_detail(
            &KEY_LOOPBACK_ONLY,
            "Máy chủ không lắng nghe trên địa chỉ cục bộ: dùng khóa quản trị (DANCU_ADMIN_KEY, hoặc khóa in ra khi khởi động).",
            "The server is not bound to loopback: use the administrator's key (DANCU_ADMIN_KEY, or the one printed at the start).",
        ));
    }
    if !caller.scopes.contains(scope) {
        let scope = scope.as_str();
        return Err(Problem::with_detail(
            &SCOPE_MISSING,
            format!("Khóa này không có quyền '{scope}'."),
            format!("This key lacks the scope '{scope}'."),
        ));
    }
    if let Some(visit) = request.extensions_mut().get_mut::<Visit>() {
        visit.client = Some(Arc::clone(caller));
    }
    Ok((Arc::clone(caller), facts))
}

/// The language of the caller.
impl FromRequest for Language {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Ok(language_of(request.headers())))
    }
}

/// The facts of the request, for handlers that need no key.
impl FromRequest for RequestFacts {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(request_facts(request))
    }
}

fn request_facts(request: &HttpRequest) -> Result<RequestFacts, Problem> {
    let extensions = request.extensions();
    extensions
        .get::<Visit>()
        .map(|visit| visit.facts.clone())
        .ok_or_else(|| without("Visit"))
}

/// The server was put together wrongly; a test of every route would show it.
fn without(what: &str) -> Problem {
    Problem::internal(format!("the request carries no {what}"))
}

/// The key of a request: `Authorization: Bearer`, or else `X-API-Key`.
pub fn key_of(headers: &HeaderMap) -> Option<&str> {
    let bearer = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| {
            let (scheme, key) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
        });
    let key = bearer.or_else(|| headers.get("x-api-key")?.to_str().ok().map(str::trim));
    key.filter(|key| !key.is_empty())
}

/// The language of messages: the first of `vi` and `en` by weight, Vietnamese when neither is named.
pub fn language_of(headers: &HeaderMap) -> Language {
    let header = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut best = (0.0, Language::Vietnamese);
    for range in header.split(',') {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let quality = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .unwrap_or("1");
        let weight = quality.parse::<f32>().unwrap_or(0.0);
        let language = match tag.split('-').next() {
            Some("vi") => Language::Vietnamese,
            Some("en") => Language::English,
            Some(_) | None => continue,
        };
        if weight > best.0 {
            best = (weight, language);
        }
    }
    best.1
}
