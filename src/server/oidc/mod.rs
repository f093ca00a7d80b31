//! The OpenID providers over HTTP: the same routes under `/vneid` and under `/dvcqg`.
//!
//! None of them reads or sets a cookie. Where a person has to decide, `/authorize` and `/logout` send the
//! browser to a page, which asks `identity` what is needed.

mod authorize;
mod discovery;
mod error;
mod introspect;
mod logout;
pub mod notice;
mod revoke;
mod token;
mod userinfo;

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, HttpResponse, Route, web};

use self::error::OAuthRefusal;
use super::App;
use super::call::RequestFacts;
use super::problem::Problem;
use crate::domain::login::Issuer;
use crate::domain::scenario::{CallFacts, Scenario};

/// The routes of an issuer, behind its name, and their methods.
const ROUTES: [(&str, &[&str]); 8] = [
    ("/.well-known/openid-configuration", &["GET"]),
    ("/jwks", &["GET"]),
    ("/authorize", &["GET", "POST"]),
    ("/token", &["POST"]),
    ("/userinfo", &["GET", "POST"]),
    ("/introspect", &["POST"]),
    ("/revoke", &["POST"]),
    ("/logout", &["GET", "POST"]),
];

/// Registers the routes of both issuers. Whole paths and no scopes: pages may lie beside them.
pub fn routes(config: &mut web::ServiceConfig) {
    for issuer in Issuer::ALL {
        for (path, methods) in ROUTES {
            let mut resource =
                web::resource(format!("/{}{path}", issuer.as_str())).app_data(*issuer);
            for method in methods {
                resource = resource.route(route(path, method));
            }
            config.service(resource);
        }
    }
}

fn route(path: &str, method: &str) -> Route {
    match (path, method) {
        ("/.well-known/openid-configuration", _) => web::get().to(discovery::configuration),
        ("/jwks", _) => web::get().to(discovery::public_keys),
        ("/authorize", "GET") => web::get().to(authorize::by_query),
        ("/authorize", _) => web::post().to(authorize::by_form),
        ("/token", _) => web::post().to(token::tokens),
        ("/userinfo", "GET") => web::get().to(userinfo::by_query),
        ("/userinfo", _) => web::post().to(userinfo::by_form),
        ("/introspect", _) => web::post().to(introspect::introspect),
        ("/revoke", _) => web::post().to(revoke::revoke),
        ("/logout", "GET") => web::get().to(logout::by_query),
        ("/logout", _) => web::post().to(logout::by_form),
        (other, _) => unreachable!("{other} stands in the table of routes"),
    }
}

/// The methods of an address of an issuer; none where there is no such address.
pub fn methods_of(path: &str) -> Vec<&'static str> {
    let rest = Issuer::ALL
        .iter()
        .find_map(|issuer| path.strip_prefix('/')?.strip_prefix(issuer.as_str()));
    let found = ROUTES.iter().find(|(known, _)| Some(*known) == rest);
    found.map_or_else(Vec::new, |(_, methods)| methods.to_vec())
}

/// The issuer that is called.
#[derive(Clone, Copy, Debug)]
pub struct Called(pub Issuer);

impl FromRequest for Called {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let issuer = request.app_data::<Issuer>().copied();
        ready(
            issuer
                .map(Self)
                .ok_or_else(|| Problem::internal("the route belongs to no issuer")),
        )
    }
}

/// The value of `Authorization`.
fn authorization(request: &HttpRequest) -> Option<&str> {
    request.headers().get(AUTHORIZATION)?.to_str().ok()
}

/// Makes the keys of the issuer if this is the first call that signs: elsewhere, because it takes up to a
/// second.
async fn with_keys(app: &web::Data<App>, issuer: Issuer) -> Result<(), OAuthRefusal> {
    if app.provider.has_keys(issuer) {
        return Ok(());
    }
    let app = app.clone();
    let made = web::block(move || app.provider.make_keys(issuer)).await;
    match made {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(OAuthRefusal::failed(error.to_string())),
        Err(error) => Err(OAuthRefusal::failed(error.to_string())),
    }
}

/// New keys for both issuers, made elsewhere, because it takes up to a second.
async fn with_new_keys(app: &web::Data<App>) -> Result<(), OAuthRefusal> {
    let app = app.clone();
    let made = web::block(move || app.provider.rotate_keys()).await;
    match made {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(OAuthRefusal::failed(error.to_string())),
        Err(error) => Err(OAuthRefusal::failed(error.to_string())),
    }
}

/// What is to happen to this call, now that it is known who asks, or about whom.
fn scenario_of(app: &App, facts: &RequestFacts, asked: &CallFacts<'_>) -> Scenario {
    let play = facts.notes.play();
    let rules = app.world.rules();
    play.map_or(Scenario::PASS, |play| {
        rules.settle_question(play, asked, facts.at).scenario
    })
}

/// JSON about a person or a token, which nobody keeps.
fn unkept_json(body: &impl serde::Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .insert_header(("pragma", "no-cache"))
        .json(body)
}
