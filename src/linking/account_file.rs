//! The shape of `fixtures/accounts.toml`.

use serde::Deserialize;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountFile {
    #[serde(default)]
    pub(super) account: Vec<AccountRow>,
    #[serde(default)]
    pub(super) visitor: Vec<VisitorRow>,
}

/// One account as written; what a persona says needs no saying again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountRow {
    pub(super) username: String,
    pub(super) password: String,
    pub(super) kind: Option<String>,
    pub(super) persona: Option<String>,
    pub(super) full_name: Option<String>,
    pub(super) date_of_birth: Option<String>,
    pub(super) gender: Option<String>,
    pub(super) email: Option<String>,
    pub(super) mobile: Option<String>,
    pub(super) linked: Option<String>,
    pub(super) cccd: Option<String>,
    pub(super) registry_url: Option<String>,
    pub(super) shows_vi: String,
    pub(super) shows_en: String,
    #[serde(default)]
    pub(super) reaches: Vec<WayRow>,
}

/// Somebody without an account who logs in with VNeID.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VisitorRow {
    pub(super) persona: String,
    pub(super) shows_vi: String,
    pub(super) shows_en: String,
    pub(super) reaches: Vec<WayRow>,
}

/// How an edge is reached.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WayRow {
    pub(super) edge: String,
    pub(super) how_vi: String,
    pub(super) how_en: String,
}
