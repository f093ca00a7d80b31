//! `POST /introspect`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::error::OAuthRefusal;
use super::{Called, authorization, unkept_json};
use crate::identity::PresentedClient;
use crate::server::App;
use crate::server::body::FormBody;
use crate::server::call::RequestFacts;

/// `POST /introspect`.
pub async fn introspect(
    app: web::Data<App>,
    facts: RequestFacts,
    Called(issuer): Called,
    request: HttpRequest,
    FormBody(parameters): FormBody,
) -> HttpResponse {
    let presented = PresentedClient {
        authorization: authorization(&request),
        parameters: &parameters,
        endpoint: "introspect",
    };
    match app.provider.introspect(
        &app.world,
        issuer,
        presented,
        app.world.token_time(facts.at),
    ) {
        Ok(answer) => unkept_json(&answer),
        Err(error) => OAuthRefusal::from(error).answer(&app, &facts),
    }
}
