//! `/authorize`: a login begins. Cookies are not read here; the page that the browser is sent to reads its own.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::Called;
use super::notice::notice;
use crate::domain::language::Language;
use crate::domain::login::Issuer;
use crate::identity::{PageRefusal, Parameters};
use crate::server::App;
use crate::server::body::FormBody;
use crate::server::call::RequestFacts;

/// `GET /authorize`.
pub async fn by_query(
    app: web::Data<App>,
    facts: RequestFacts,
    language: Language,
    called: Called,
    request: HttpRequest,
) -> HttpResponse {
    let parameters = Parameters::read(request.query_string().as_bytes());
    answer(&app, &facts, language, called, &parameters)
}

/// `POST /authorize`.
pub async fn by_form(
    app: web::Data<App>,
    facts: RequestFacts,
    language: Language,
    called: Called,
    FormBody(parameters): FormBody,
) -> HttpResponse {
    answer(&app, &facts, language, called, &parameters)
}

fn answer(
    app: &App,
    facts: &RequestFacts,
    language: Language,
    Called(issuer): Called,
    parameters: &Parameters,
) -> HttpResponse {
    match app.provider.authorize(
        &app.world,
        issuer,
        parameters,
        app.world.token_time(facts.at),
    ) {
        // 303: the browser comes with GET and takes no form along (RFC 9700 4.12).
        Ok(url) => HttpResponse::SeeOther()
            .insert_header(("location", url))
            .insert_header(("cache-control", "no-store"))
            .insert_header(("referrer-policy", "no-referrer"))
            .finish(),
        Err(refusal) => refused(app, facts, language, issuer, &refusal),
    }
}

fn refused(
    app: &App,
    facts: &RequestFacts,
    language: Language,
    issuer: Issuer,
    refusal: &PageRefusal,
) -> HttpResponse {
    let status = match refusal {
        PageRefusal::ClientMissing
        | PageRefusal::ClientUnknown
        | PageRefusal::RedirectUriMissing
        | PageRefusal::RedirectUriUnknown
        | PageRefusal::TooLong => StatusCode::BAD_REQUEST,
        PageRefusal::Failed(error) => {
            app.shared
                .log
                .failure(&facts.request_id, &error.to_string());
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    let title = language.pick("Không thể đăng nhập", "This login cannot begin");
    notice(status, issuer, language, title, refusal.message(language))
}
