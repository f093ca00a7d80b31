//! Language and panel: preferences in cookies of their own, which say nothing about anybody.

use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::return_to::return_to;
use super::site::Site;
use crate::domain::language::Language;
use crate::server::App;

const LANGUAGE: &str = "dancu_language";
const PANEL: &str = "dancu_panel";
/// Where a preference may lead back to.
const SITES: [&str; 4] = [
    Site::Portal.path(),
    Site::Hatinh.path(),
    Site::Vneid.path(),
    Site::Console.path(),
];

/// The language of pages: Vietnamese, unless English was chosen. Browsers say `en` by default, also those
/// of people who expect the screens of the guide, so `Accept-Language` does not count here.
pub fn language(request: &HttpRequest) -> Language {
    match request.cookie(LANGUAGE) {
        Some(cookie) if cookie.value() == "en" => Language::English,
        Some(_) | None => Language::Vietnamese,
    }
}

/// Whether this browser has chosen a language.
pub fn has_chosen_language(request: &HttpRequest) -> bool {
    request.cookie(LANGUAGE).is_some()
}

/// Whether the panel of calls is on; it is, unless switched off.
pub fn panel_is_on(request: &HttpRequest) -> bool {
    request
        .cookie(PANEL)
        .is_none_or(|cookie| cookie.value() != "off")
}

#[derive(Deserialize)]
struct Wanted {
    language: Option<String>,
    panel: Option<String>,
    return_to: Option<String>,
}

/// Registers the address that changes preferences, inside the scope of each site.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/preferences", web::get().to(prefer));
}

/// A link and not a form: what it changes is harmless, and a link can say its language.
async fn prefer(
    app: web::Data<App>,
    request: HttpRequest,
    wanted: web::Query<Wanted>,
) -> HttpResponse {
    let asked = wanted.return_to.as_deref().unwrap_or_default();
    let site = request.path().trim_end_matches("/preferences");
    let back = return_to(asked, &SITES).unwrap_or(if site.is_empty() { "/portal" } else { site });
    let mut response = HttpResponse::SeeOther();
    response.insert_header(("location", app.address(back)));
    let wishes = [
        (LANGUAGE, &wanted.language, ["vi", "en"]),
        (PANEL, &wanted.panel, ["on", "off"]),
    ];
    for (name, value, known) in wishes {
        if let Some(value) = value.as_deref().filter(|value| known.contains(value)) {
            response.cookie(
                Cookie::build(name, value.to_owned())
                    .path("/")
                    .http_only(true)
                    .same_site(SameSite::Lax)
                    .secure(app.provider.public_url().starts_with("https:"))
                    .finish(),
            );
        }
    }
    response.finish()
}
