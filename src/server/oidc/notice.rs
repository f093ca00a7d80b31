//! A page with one sentence, for a person whom nobody can be told about: no redirect, and only the way home.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::language::Language;
use crate::domain::login::Issuer;
#[cfg(test)]
use crate::server::pages::rendered;
use crate::server::pages::{Chrome, Site};

/// It may load the look of all pages and nothing else, and stand in no frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; \
                      base-uri 'none'; form-action 'none'";

/// The page.
#[derive(Template)]
#[template(path = "oidc/notice.html")]
struct Notice<'a> {
    chrome: Chrome,
    tone: &'static str,
    title: &'a str,
    sentence: &'a str,
}

/// The page as an answer.
pub fn notice(
    status: StatusCode,
    issuer: Issuer,
    language: Language,
    title: &str,
    sentence: &str,
) -> HttpResponse {
    let page = Notice {
        chrome: Chrome::bare(site_of(issuer), language),
        tone: if status.is_success() { "good" } else { "bad" },
        title,
        sentence,
    };
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header(("cache-control", "no-store"))
        .insert_header(("content-language", language.pick("vi", "en")))
        .insert_header(("vary", "Accept-Language"))
        .insert_header(("content-security-policy", POLICY))
        .insert_header(("referrer-policy", "no-referrer"))
        .insert_header(("x-content-type-options", "nosniff"))
        .body(page.render().unwrap_or_else(|_broken| sentence.to_owned()))
}

/// The site whose login it is.
const fn site_of(issuer: Issuer) -> Site {
    match issuer {
        Issuer::Vneid => Site::Vneid,
        Issuer::Dvcqg => Site::Portal,
    }
}

/// The page of this file, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let page = Notice {
        chrome: Chrome::bare(Site::Vneid, language),
        tone: "bad",
        title: "<b>&\"'",
        sentence: "<i>",
    };
    vec![("oidc/notice.html", rendered(&page))]
}
