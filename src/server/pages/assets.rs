//! Style, script and icon of the pages, inside the program: no request goes to another host.

use std::future::ready;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use actix_web::{HttpResponse, web};

const STYLE: &str = include_str!("site.css");
const CONSOLE_STYLE: &str = include_str!("../console/console.css");
const SCRIPT: &str = include_str!("site.js");
const CONSOLE_SCRIPT: &str = include_str!("../console/console.js");
const ICON: &str = include_str!("icon.svg");

/// Registers the files.
pub fn routes(config: &mut web::ServiceConfig) {
    for (path, kind, text) in [
        ("/assets/site.css", "text/css; charset=utf-8", STYLE),
        (
            "/assets/console.css",
            "text/css; charset=utf-8",
            CONSOLE_STYLE,
        ),
        ("/assets/site.js", "text/javascript; charset=utf-8", SCRIPT),
        (
            "/assets/console.js",
            "text/javascript; charset=utf-8",
            CONSOLE_SCRIPT,
        ),
        ("/assets/icon.svg", "image/svg+xml", ICON),
    ] {
        config.route(path, web::get().to(move || ready(asset(kind, text))));
    }
}

fn asset(kind: &'static str, text: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((CACHE_CONTROL, "max-age=300"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(text)
}
