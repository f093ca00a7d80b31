//! Recipes for groups of people: who belongs to the group and what is special about each, in a small TOML file.
//!
//! A recipe says no more than it has to. Names, days, wards and papers are drawn as those of the population are,
//! and ages are those of the same day. Drawing is pure: ids, numbers and households are given by who lays the group
//! into a world (`registry::create_groups`).

mod checks;
mod drawing;
mod entry;
mod error;
mod members;
mod papers;
mod reader;
mod reading;
mod settling;

use std::sync::LazyLock;

use crate::domain::birth_date::DatePrecision;
use crate::domain::card::CardState;
use crate::domain::citizen::MaritalStatus;
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::kin::Links;
use crate::domain::name::FullName;
use crate::domain::place::ProvinceCode;

pub use super::cluster::WantedNumber;
pub use super::documents::CmndIssue;
pub use drawing::{Drawn, Wishes, draw};
pub use error::{Fault, RecipeError};
pub use reader::province_named;

/// A file of `fixtures/recipes/` by its name without ending.
macro_rules! built_in {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../../fixtures/recipes/", $name, ".toml")),
        )
    };
}

/// Members of a group, at the most.
pub const MOST_PEOPLE: usize = 24;

/// The recipes that come with the program: the files of `fixtures/recipes/`.
const BUILT_IN: [(&str, &str); 14] = [
    built_in!("card-expired"),
    built_in!("ede-matrilineal"),
    built_in!("grandmother-with-birth-year"),
    built_in!("lost-card-locked-account"),
    built_in!("moved-since-merge"),
    built_in!("namesakes"),
    built_in!("number-reissued"),
    built_in!("orphans-with-guardian"),
    built_in!("second-marriage"),
    built_in!("single-mother"),
    built_in!("stateless-person"),
    built_in!("student-away"),
    built_in!("twins"),
    built_in!("widow-with-two-cmnd"),
];

/// What a group is made by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recipe {
    /// The name it is asked for by: that of its file.
    pub name: String,
    /// The file, as errors name it.
    pub file: String,
    /// What it makes, in Vietnamese.
    pub title_vi: String,
    /// What it makes, in English.
    pub title_en: String,
    /// Where the group comes from and lives; anywhere when absent.
    pub(super) province: Option<ProvinceCode>,
    /// The ethnic group, code of 2008.
    pub(super) ethnic_group: u8,
    /// The religion; drawn when absent.
    pub(super) religion: Option<u8>,
    /// Everybody, in the order of the file.
    pub members: Vec<RecipeMember>,
}

/// One member of a group. Members are named by their position.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecipeMember {
    /// The name within the group: `grandmother`.
    pub role: String,
    /// Where the member begins in the file, counted from 1.
    pub(super) line: usize,
    pub(super) gender: Gender,
    /// Whole years on the day of the picture, both ends included; for the dead the years they would have.
    pub(super) ages: (u16, u16),
    pub(super) links: Links,
    pub(super) same_birthday_as: Option<u8>,
    pub(super) same_name_as: Option<u8>,
    /// The head of the household; `None` for who lives in none.
    pub(super) head: Option<u8>,
    /// Where the household lives, if not where the group comes from.
    pub(super) lives_in: Option<ProvinceCode>,
    pub(super) registered_in: Option<ProvinceCode>,
    /// Where the member is a temporary resident.
    pub(super) staying_in: Option<ProvinceCode>,
    /// First and last day on which the absence may begin.
    pub(super) absent_since: Option<(CivilDate, CivilDate)>,
    pub(super) birth_known: DatePrecision,
    pub(super) marital_status: MaritalStatus,
    /// Whole years between death and picture.
    pub(super) died: Option<(u16, u16)>,
    pub(super) ethnic_group: Option<u8>,
    pub(super) full_name: Option<FullName>,
    pub(super) former_name: bool,
    pub(super) occupation: Option<Box<str>>,
    pub(super) number: NumberWish,
    pub(super) cmnd: Option<u8>,
    pub(super) card: Option<CardWish>,
    pub(super) account: Option<AccountWish>,
    pub(super) stateless: bool,
}

/// What is special about the personal number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum NumberWish {
    /// Nothing.
    #[default]
    Plain,
    /// There is none.
    Missing,
    /// An earlier one was cancelled when it was set.
    Reissued,
    /// It lawfully disagrees with sex or year (Nghị định 70/2024 Điều 11).
    Disagreeing,
}

/// The card that a member is to have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CardWish {
    /// None.
    Missing,
    /// One in this state on the day of the picture.
    In(CardState),
}

/// The electronic identity that a member is to have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum AccountWish {
    /// None.
    Missing,
    /// Level 1, in use.
    One,
    /// Level 2, in use.
    Two,
    /// Level 2, locked by its holder.
    Locked,
    /// Level 2, not activated.
    NotActivated,
}

impl Recipe {
    /// Reads a recipe; `file` is how errors name it. Its name is that of the file.
    pub fn read(file: &str, text: &str) -> Result<Self, RecipeError> {
        reading::read(file, text)
    }
}

/// The recipes that come with the program, by name, or what is wrong with one of them.
pub fn recipes() -> Result<&'static [Recipe], &'static RecipeError> {
    static RECIPES: LazyLock<Result<Vec<Recipe>, RecipeError>> = LazyLock::new(|| {
        BUILT_IN
            .iter()
            .map(|(name, text)| Recipe::read(&format!("fixtures/recipes/{name}.toml"), text))
            .collect()
    });
    RECIPES.as_deref()
}

#[cfg(test)]
mod tests;
