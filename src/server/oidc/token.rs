//! `POST /token`.

use actix_web::{HttpRequest, HttpResponse, web};

use super::error::OAuthRefusal;
use super::{Called, authorization, scenario_of, unkept_json, with_keys, with_new_keys};
use crate::domain::scenario::{CallFacts, TokenFault};
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
    let client = presented.claimed_id();
    let asked = CallFacts {
        operation: Some("token"),
        client: client.as_deref(),
        ..CallFacts::default()
    };
    let fault = scenario_of(&app, &facts, &asked).token;
    if fault == Some(TokenFault::KeysRotated)
        && let Err(refusal) = with_new_keys(&app).await
    {
        return refusal.answer(&app, &facts);
    }
    let now = app.world.token_time(facts.at);
    let answer = app
        .provider
        .tokens(&app.world, issuer, presented, now, fault);
    match answer {
        Ok(answer) => unkept_json(&answer),
        Err(error) => OAuthRefusal::from(error).answer(&app, &facts),
    }
}
