//! A page with one sentence, for a person whom nobody can be told about: no redirect, nothing to press.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::language::Language;

/// The page.
#[derive(Template)]
#[template(path = "oidc/notice.html")]
struct Notice<'a> {
    language: &'static str,
    title: &'a str,
    sentence: &'a str,
}

/// The page as an answer. It may load nothing and stand in no frame.
pub fn notice(status: StatusCode, language: Language, title: &str, sentence: &str) -> HttpResponse {
    let page = Notice {
        language: language.pick("vi", "en"),
        title,
        sentence,
    };
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header(("cache-control", "no-store"))
        .insert_header(("content-language", language.pick("vi", "en")))
        .insert_header(("vary", "Accept-Language"))
        .insert_header((
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ))
        .insert_header(("referrer-policy", "no-referrer"))
        .insert_header(("x-content-type-options", "nosniff"))
        .body(page.render().unwrap_or_default())
}
