//! `/logout`: a relying party says that the person wants to leave.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::Called;
use super::notice::notice;
use crate::domain::language::Language;
use crate::domain::login::Issuer;
use crate::identity::{LoggedOut, Logout, LogoutError, Parameters};
use crate::server::App;
use crate::server::body::FormBody;
use crate::server::call::RequestFacts;
use crate::server::logout_notices::send_notices;

/// `GET /logout`.
pub async fn by_query(
    app: web::Data<App>,
    facts: RequestFacts,
    language: Language,
    called: Called,
    request: HttpRequest,
) -> HttpResponse {
    let parameters = Parameters::read(request.query_string().as_bytes());
    answer(&app, &facts, language, called, &parameters).await
}

/// `POST /logout`.
pub async fn by_form(
    app: web::Data<App>,
    facts: RequestFacts,
    language: Language,
    called: Called,
    FormBody(parameters): FormBody,
) -> HttpResponse {
    answer(&app, &facts, language, called, &parameters).await
}

async fn answer(
    app: &web::Data<App>,
    facts: &RequestFacts,
    language: Language,
    Called(issuer): Called,
    parameters: &Parameters,
) -> HttpResponse {
    match app.provider.logout(
        &app.world,
        issuer,
        parameters,
        app.world.token_time(facts.at),
    ) {
        Ok(Logout::AskPerson(url)) => see_other(url),
        Ok(Logout::Ended(LoggedOut { return_to, notices })) => {
            send_notices(app, notices, app.world.token_time(facts.at)).await;
            return_to.map_or_else(|| goodbye(issuer, language), see_other)
        }
        Err(error) => refused(app, facts, language, issuer, &error),
    }
}

fn see_other(url: String) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header(("location", url))
        .insert_header(("cache-control", "no-store"))
        .finish()
}

fn goodbye(issuer: Issuer, language: Language) -> HttpResponse {
    let title = language.pick("Đã đăng xuất", "Logged out");
    let sentence = language.pick(
        "Phiên đăng nhập của bạn đã kết thúc.",
        "Your session has ended.",
    );
    notice(StatusCode::OK, issuer, language, title, sentence)
}

fn refused(
    app: &web::Data<App>,
    facts: &RequestFacts,
    language: Language,
    issuer: Issuer,
    error: &LogoutError,
) -> HttpResponse {
    let status = match error {
        LogoutError::ParameterRepeated
        | LogoutError::HintUnreadable
        | LogoutError::ClientUnknown
        | LogoutError::ClientDiffers
        | LogoutError::ReturnWithoutClient
        | LogoutError::ReturnUnknown => StatusCode::BAD_REQUEST,
        LogoutError::Key(cause) => {
            app.shared
                .log
                .failure(&facts.request_id, &cause.to_string());
            StatusCode::INTERNAL_SERVER_ERROR
        }
        LogoutError::Chance(cause) => {
            app.shared
                .log
                .failure(&facts.request_id, &cause.to_string());
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    let title = language.pick("Không thể đăng xuất", "This logout cannot begin");
    notice(status, issuer, language, title, error.message(language))
}
