//! `POST /revoke`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::error::OAuthRefusal;
use super::{Called, authorization};
use crate::identity::PresentedClient;
use crate::server::App;
use crate::server::body::FormBody;
use crate::server::call::RequestFacts;

/// `POST /revoke`. The body of the answer is empty (RFC 7009 2.2).
pub async fn revoke(
    app: web::Data<App>,
    facts: RequestFacts,
    Called(issuer): Called,
    request: HttpRequest,
    FormBody(parameters): FormBody,
) -> HttpResponse {
    let presented = PresentedClient {
        authorization: authorization(&request),
        parameters: &parameters,
        endpoint: "revoke",
    };
    match app.provider.revoke(
        &app.world,
        issuer,
        presented,
        app.world.token_time(facts.at),
    ) {
        Ok(()) => HttpResponse::Ok()
            .insert_header(("cache-control", "no-store"))
            .finish(),
        Err(error) => OAuthRefusal::from(error).answer(&app, &facts),
    }
}
