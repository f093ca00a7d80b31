//! `POST /token`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::error::OAuthRefusal;
use super::{Called, authorization, unkept_json, with_keys};
use crate::identity::PresentedClient;
use crate::server::App;
use crate::server::body::FormBody;
use crate::server::call::RequestFacts;

/// `POST /token`.
pub async fn tokens(
    app: web::Data<App>,
    facts: RequestFacts,
    Called(issuer): Called,
    request: HttpRequest,
    FormBody(parameters): FormBody,
) -> HttpResponse {
    if let Err(refusal) = with_keys(&app, issuer).await {
        return refusal.answer(&app, &facts);
    }
    let presented = PresentedClient {
        authorization: authorization(&request),
        parameters: &parameters,
        endpoint: "token",
    };
    match app.provider.tokens(
        &app.world,
        issuer,
        presented,
        app.world.token_time(facts.at),
    ) {
        Ok(answer) => unkept_json(&answer),
        Err(error) => OAuthRefusal::from(error).answer(&app, &facts),
    }
}
