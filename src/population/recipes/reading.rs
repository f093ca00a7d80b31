//! Reads a recipe: every word checked, every mistake named with its line.

use super::checks::check;
use super::entry::{MemberEntry, RecipeEntry};
use super::reader::{Reader, account_wish, card_wish, number_wish, precision, spanned_text, words};
use super::settling::settle_marriages;
use super::{Fault, MOST_PEOPLE, Recipe, RecipeError, RecipeMember};
use crate::domain::birth_date::DatePrecision;
use crate::domain::citizen::MaritalStatus;
use crate::domain::citizen_number::Gender;
use crate::domain::kin::Links;
use crate::domain::language::Language;
use crate::domain::name::FullName;
use crate::population::peoples::KINH;
use crate::reference::religion_named;

/// Reads the text of a file.
pub(super) fn read(file: &str, text: &str) -> Result<Recipe, RecipeError> {
    let mut reader = Reader {
        text,
        roles: Vec::new(),
        faults: Vec::new(),
    };
    let recipe = match toml::from_str::<RecipeEntry>(text) {
        Ok(entry) => reader.recipe(file, &entry),
        Err(error) => {
            let line = reader.line(error.span().map_or(0, |span| span.start));
            let what = error.message();
            reader
                .faults
                .push(Fault::told(line, format!("không đọc được: {what}"), what));
            None
        }
    };
    match recipe {
        Some(recipe) if reader.faults.is_empty() => Ok(recipe),
        Some(_) | None => Err(RecipeError {
            file: file.to_owned(),
            faults: reader.faults,
        }),
    }
}

/// The name of a recipe: its file without folder and ending.
fn name_of(file: &str) -> &str {
    let last = file.rsplit(['/', '\\']).next().unwrap_or(file);
    last.strip_suffix(".toml").unwrap_or(last)
}

impl Reader<'_> {
    fn recipe(&mut self, file: &str, entry: &RecipeEntry) -> Option<Recipe> {
        self.roles = entry
            .member
            .iter()
            .map(|member| member.role.get_ref().clone())
            .collect();
        if entry.member.is_empty() || entry.member.len() > MOST_PEOPLE {
            self.faults.push(Fault::told(
                1,
                format!("cần từ 1 đến {MOST_PEOPLE} [[member]]"),
                format!("1 to {MOST_PEOPLE} [[member]] are needed"),
            ));
            return None;
        }
        let members: Vec<RecipeMember> = entry
            .member
            .iter()
            .map(|member| self.member(member))
            .collect();
        let mut recipe = Recipe {
            name: name_of(file).to_owned(),
            file: file.to_owned(),
            title_vi: entry.title_vi.clone(),
            title_en: entry.title_en.clone(),
            province: self.province(entry.province.as_ref()),
            ethnic_group: self
                .ethnic_group(entry.ethnic_group.as_ref())
                .unwrap_or(KINH),
            religion: self.named(
                entry.religion.as_ref(),
                religion_named,
                "/v1/codes/religions",
            ),
            members,
        };
        self.settle_birthdays(&mut recipe, entry);
        self.settle_spouses(&mut recipe, entry);
        self.settle_households(&mut recipe, entry);
        if self.faults.is_empty() {
            settle_marriages(&mut recipe, entry);
            self.faults.extend(check(&recipe));
        }
        Some(recipe)
    }

    fn member(&mut self, entry: &MemberEntry) -> RecipeMember {
        let gender = self.word(Some(&entry.gender), Gender::parse, "male, female");
        let links = Links {
            father: self.role(entry.father.as_ref()),
            mother: self.role(entry.mother.as_ref()),
            spouse: self.role(entry.spouse.as_ref()),
            guardian: self.role(entry.guardian.as_ref()),
        };
        let full_name =
            entry
                .full_name
                .as_ref()
                .and_then(|text| match FullName::parse(text.get_ref()) {
                    Ok(name) => Some(name),
                    Err(error) => {
                        self.fail(
                            text,
                            error.message(Language::Vietnamese),
                            error.message(Language::English),
                        );
                        None
                    }
                });
        RecipeMember {
            role: self.checked_role(&entry.role),
            line: self.line_of(&entry.role),
            gender: gender.unwrap_or(Gender::Female),
            ages: self
                .years(entry.age.as_ref().map(spanned_text).as_ref())
                .unwrap_or((0, 0)),
            links,
            same_birthday_as: self.role(entry.same_birthday_as.as_ref()),
            same_name_as: self.role(entry.same_name_as.as_ref()),
            head: None,
            lives_in: self.province(entry.lives_in.as_ref()),
            registered_in: self.province(entry.registered_in.as_ref()),
            staying_in: self.province(entry.staying_in.as_ref()),
            absent_since: self.days(entry.absent_since.as_ref()),
            birth_known: self
                .word(entry.birth_known.as_ref(), precision, "year, month, day")
                .unwrap_or(DatePrecision::Day),
            marital_status: self
                .word(
                    entry.marital_status.as_ref(),
                    MaritalStatus::from_word,
                    &words(MaritalStatus::ALL, MaritalStatus::as_str),
                )
                .unwrap_or(MaritalStatus::NeverMarried),
            died: self.years(entry.died_years_ago.as_ref().map(spanned_text).as_ref()),
            ethnic_group: self.ethnic_group(entry.ethnic_group.as_ref()),
            full_name,
            former_name: entry.former_name,
            occupation: entry.occupation.as_deref().map(Into::into),
            number: self
                .word(
                    entry.number.as_ref(),
                    number_wish,
                    "none, re-issued, disagrees",
                )
                .unwrap_or_default(),
            cmnd: self.word(
                entry.cmnd.as_ref().map(spanned_text).as_ref(),
                |text| text.parse().ok().filter(|count| *count <= 3),
                "0, 1, 2, 3",
            ),
            card: self.word(
                entry.card.as_ref(),
                card_wish,
                "none, valid, expired, lost, held, withdrawn",
            ),
            account: self.word(
                entry.eid.as_ref().map(spanned_text).as_ref(),
                account_wish,
                "none, 1, 2, locked, not activated",
            ),
            stateless: entry.stateless,
        }
    }
}
