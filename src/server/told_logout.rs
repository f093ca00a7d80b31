//! A site is told by its provider that a login has ended (OpenID Connect Back-Channel Logout 1.0).

use actix_web::HttpResponse;

use super::App;
use crate::clock::Timestamp;
use crate::identity::Parameters;
use crate::outbound::relying_party::{LogoutToken, RelyingParty};

/// The logout token in a form, if the provider wrote it for this site and it comes for the first time
/// (section 2.6).
pub async fn read(
    app: &App,
    site: &RelyingParty,
    fields: &Parameters,
    now: Timestamp,
) -> Option<LogoutToken> {
    let token = fields.get("logout_token").unwrap_or_default();
    let (read, _calls) = site
        .read_logout_token(&app.shared.outbound, token, now)
        .await;
    let token = read.ok()?;
    let (issuer, jti) = (site.issuer(), &token.token_id);
    let is_first = app
        .world
        .logins()
        .use_token_id(issuer, jti, token.ends_at, now);
    is_first.then_some(token)
}

/// The answer to whatever is no good logout token (section 2.8).
pub fn refused() -> HttpResponse {
    HttpResponse::BadRequest()
        .insert_header(("cache-control", "no-store"))
        .json(serde_json::json!({"error": "invalid_request"}))
}

/// The answer once the logins have ended.
pub fn done() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .finish()
}
