//! `GET /portal/accounts.json`: the test accounts with their passwords, for scripts.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::server::App;

#[derive(Serialize)]
struct AccountAnswer<'a> {
    username: &'a str,
    password: &'a str,
    kind: &'static str,
    full_name: &'a str,
    date_of_birth: String,
    cccd: Option<String>,
    shows: &'a str,
    shows_en: &'a str,
    reaches: &'a [String],
}

/// The list. `cccd` is the number that would match; null where there is none.
pub async fn list(app: web::Data<App>) -> HttpResponse {
    let accounts = app.portal.accounts.documented().map(|account| AccountAnswer {
        username: &account.username,
        password: &account.password,
        kind: account.kind.as_str(),
        full_name: account.full_name.as_str(),
        date_of_birth: account.date_of_birth.to_string(),
        cccd: account.cccd.map(|number| number.to_string()),
        shows: &account.shows_vi,
        shows_en: &account.shows_en,
        reaches: &account.reaches,
    });
    HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(accounts.collect::<Vec<_>>())
}
