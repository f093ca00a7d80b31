//! What an issuer says of itself: its configuration (OpenID Connect Discovery 1.0) and its keys.

use actix_web::{HttpResponse, web};
use serde_json::{Value, json};

use super::error::OAuthRefusal;
use super::{Called, with_keys};
use crate::domain::card::IdentityLevel;
use crate::domain::login::{Issuer, LoginScope, Prompt};
use crate::identity::{OpenIdProvider, SigningAlgorithm, claim_names};
use crate::server::App;
use crate::server::call::RequestFacts;

/// Claims about the login itself.
const LOGIN_CLAIMS: [&str; 11] = [
    "iss",
    "sub",
    "aud",
    "azp",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "sid",
];
/// How clients prove themselves.
const CLIENT_PROOFS: [&str; 4] = [
    "client_secret_basic",
    "client_secret_post",
    "private_key_jwt",
    "none",
];
/// How client assertions are signed.
const ASSERTION_ALGORITHMS: [&str; 3] = ["RS256", "ES256", "PS256"];

/// `GET /.well-known/openid-configuration`.
pub async fn configuration(app: web::Data<App>, Called(issuer): Called) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "public, max-age=60"))
        .json(document(&app.provider, issuer))
}

/// `GET /jwks`. A client that meets a key it does not know asks again.
pub async fn public_keys(
    app: web::Data<App>,
    facts: RequestFacts,
    Called(issuer): Called,
) -> HttpResponse {
    if let Err(refusal) = with_keys(&app, issuer).await {
        return refusal.answer(&app, &facts);
    }
    match app.provider.public_keys(issuer) {
        Ok(keys) => HttpResponse::Ok()
            .insert_header(("cache-control", "public, max-age=60"))
            .json(keys),
        Err(error) => OAuthRefusal::failed(error.to_string()).answer(&app, &facts),
    }
}

fn document(provider: &OpenIdProvider, issuer: Issuer) -> Value {
    let url = provider.issuer_url(issuer);
    let words = |words: &[&str]| {
        words
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>()
    };
    let claims: Vec<&str> = LOGIN_CLAIMS.into_iter().chain(claim_names()).collect();
    let scopes: Vec<&str> = LoginScope::ALL.iter().map(|scope| scope.as_str()).collect();
    let prompts: Vec<&str> = Prompt::ALL.iter().map(|prompt| prompt.as_str()).collect();
    json!({
        "issuer": url,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "userinfo_endpoint": format!("{url}/userinfo"),
        "jwks_uri": format!("{url}/jwks"),
        "introspection_endpoint": format!("{url}/introspect"),
        "revocation_endpoint": format!("{url}/revoke"),
        "end_session_endpoint": format!("{url}/logout"),
        "scopes_supported": scopes,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "acr_values_supported": IdentityLevel::ALL.map(IdentityLevel::acr),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": SigningAlgorithm::ALL.map(SigningAlgorithm::as_str),
        "token_endpoint_auth_methods_supported": words(&CLIENT_PROOFS),
        "token_endpoint_auth_signing_alg_values_supported": words(&ASSERTION_ALGORITHMS),
        "introspection_endpoint_auth_methods_supported": words(&CLIENT_PROOFS[..3]),
        "introspection_endpoint_auth_signing_alg_values_supported": words(&ASSERTION_ALGORITHMS),
        "revocation_endpoint_auth_methods_supported": words(&CLIENT_PROOFS),
        "revocation_endpoint_auth_signing_alg_values_supported": words(&ASSERTION_ALGORITHMS),
        "display_values_supported": ["page"],
        "claim_types_supported": ["normal"],
        "claims_supported": claims,
        "claims_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "prompt_values_supported": prompts,
        "ui_locales_supported": ["vi", "en"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "service_documentation": format!("{}/docs/", provider.public_url()),
    })
}
