//! The shape of `fixtures/personas.toml`.

use serde::Deserialize;

use crate::record::CitizenRecord;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonaFile {
    pub(super) persona: Vec<PersonaEntry>,
}

/// One persona as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonaEntry {
    pub(super) key: String,
    pub(super) row: u8,
    #[serde(default)]
    pub(super) showcase: bool,
    pub(super) shows_vi: String,
    pub(super) shows_en: String,
    /// Name and date of birth stand here for people whom the registry does not know.
    pub(super) full_name: Option<String>,
    pub(super) date_of_birth: Option<String>,
    pub(super) person: Option<CitizenRecord>,
    pub(super) scenario: Option<ScriptEntry>,
    #[serde(default)]
    pub(super) example: Vec<ExampleEntry>,
}

/// What happens to whoever asks for the person.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScriptEntry {
    pub(super) steps: Vec<String>,
    pub(super) then: Option<String>,
    #[serde(rename = "for")]
    pub(super) lasting: Option<String>,
}

/// One question and its answer as written: which keys may stand together depends on `call`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleEntry {
    pub(super) call: String,
    pub(super) number: Option<String>,
    pub(super) full_name: Option<String>,
    pub(super) date_of_birth: Option<String>,
    pub(super) policy: Option<String>,
    pub(super) as_of: Option<String>,
    pub(super) outcome: Option<String>,
    pub(super) grade: Option<String>,
    pub(super) record_status: Option<String>,
    pub(super) code: Option<String>,
    pub(super) found: Option<bool>,
    pub(super) status: Option<u16>,
    pub(super) at_least: Option<u32>,
    pub(super) at_most: Option<u32>,
    pub(super) place: Option<String>,
    pub(super) gender: Option<String>,
    pub(super) year: Option<u16>,
}
