//! The shape of a file under `fixtures/recipes/`; `docs/recipes.md` explains each key.

use serde::Deserialize;
use toml::Spanned;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecipeEntry {
    pub(super) title_vi: String,
    pub(super) title_en: String,
    pub(super) province: Option<Spanned<String>>,
    pub(super) ethnic_group: Option<Spanned<String>>,
    pub(super) religion: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) member: Vec<MemberEntry>,
}

/// One member as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MemberEntry {
    pub(super) role: Spanned<String>,
    pub(super) gender: Spanned<String>,
    pub(super) age: Option<Spanned<Scalar>>,
    pub(super) father: Option<Spanned<String>>,
    pub(super) mother: Option<Spanned<String>>,
    pub(super) spouse: Option<Spanned<String>>,
    pub(super) guardian: Option<Spanned<String>>,
    pub(super) same_birthday_as: Option<Spanned<String>>,
    pub(super) same_name_as: Option<Spanned<String>>,
    pub(super) full_name: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) former_name: bool,
    pub(super) birth_known: Option<Spanned<String>>,
    pub(super) marital_status: Option<Spanned<String>>,
    pub(super) died_years_ago: Option<Spanned<Scalar>>,
    pub(super) ethnic_group: Option<Spanned<String>>,
    pub(super) household: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) head: bool,
    pub(super) lives_in: Option<Spanned<String>>,
    pub(super) registered_in: Option<Spanned<String>>,
    pub(super) staying_in: Option<Spanned<String>>,
    pub(super) absent_since: Option<Spanned<String>>,
    pub(super) occupation: Option<String>,
    pub(super) number: Option<Spanned<String>>,
    pub(super) cmnd: Option<Spanned<Scalar>>,
    pub(super) card: Option<Spanned<String>>,
    pub(super) eid: Option<Spanned<Scalar>>,
    #[serde(default)]
    pub(super) stateless: bool,
}

/// A number, or a word: `age = 40` and `age = "40-45"`.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Scalar {
    Number(u16),
    Text(String),
}

impl Scalar {
    /// As it would be written between quotes.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}
