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
    reaches: Vec<&'static str>,
}

/// The list. `cccd` is the number that would match; null where there is none.
pub async fn list(app: web::Data<App>) -> HttpResponse {
    let accounts = app
        .portal
        .accounts
        .entries()
        .iter()
        .map(|entry| AccountAnswer {
            username: &entry.account.username,
            password: &entry.password,
            kind: entry.account.kind.as_str(),
            full_name: entry.account.full_name.as_str(),
            date_of_birth: entry.account.date_of_birth.to_string(),
            cccd: entry.cccd.map(|number| number.to_string()),
            shows: &entry.shows_vi,
            shows_en: &entry.shows_en,
            reaches: entry.ways.iter().map(|way| way.edge.name).collect(),
        });
    HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(accounts.collect::<Vec<_>>())
}
