//! What members leave unsaid because others say it: ages of twins, the other side of a marriage, households.

use super::Recipe;
use super::entry::RecipeEntry;
use super::reader::Reader;
use crate::domain::citizen::MaritalStatus;

/// The household of who names none.
const HOME: &str = "home";
/// Grown up, and so able to head a household (Bộ luật Dân sự 2015 Điều 20).
pub(super) const OF_AGE: u16 = 18;

impl Reader<'_> {
    /// Who is born with another has the other's age and needs none of their own.
    pub(super) fn settle_birthdays(&mut self, recipe: &mut Recipe, entry: &RecipeEntry) {
        for (position, member) in entry.member.iter().enumerate() {
            match (&member.age, recipe.members[position].same_birthday_as) {
                (None, None) if member.same_birthday_as.is_none() => {
                    self.fail(&member.role, "thiếu age", "age is missing");
                }
                (Some(age), Some(_)) => self.fail(
                    age,
                    "same_birthday_as đã cho biết tuổi: bỏ age",
                    "same_birthday_as tells the age: leave age out",
                ),
                (None, Some(other)) if usize::from(other) < position => {
                    recipe.members[position].ages = recipe.members[usize::from(other)].ages;
                }
                (None, Some(_)) => self.fail(
                    &member.role,
                    "same_birthday_as phải chỉ thành viên đứng trước",
                    "same_birthday_as names a member who stands before",
                ),
                (None | Some(_), None) => {}
            }
        }
    }

    /// A marriage may be told by one side.
    pub(super) fn settle_spouses(&mut self, recipe: &mut Recipe, entry: &RecipeEntry) {
        for (position, member) in (0..).zip(&entry.member) {
            let Some(spouse) = recipe.members[usize::from(position)].links.spouse else {
                continue;
            };
            let other = &mut recipe.members[usize::from(spouse)].links.spouse;
            if spouse == position || other.is_some_and(|back| back != position) {
                self.fail(
                    member.spouse.as_ref().unwrap_or(&member.role),
                    "mỗi người chỉ có một vợ hoặc chồng, và là người khác",
                    "everybody has one spouse, who is somebody else",
                );
            } else {
                *other = Some(position);
            }
        }
    }

    /// The living live in `home` unless they say otherwise; a household is headed by who says so, else by
    /// the first who is grown up.
    pub(super) fn settle_households(&mut self, recipe: &mut Recipe, entry: &RecipeEntry) {
        let home = |position: usize| {
            let member = &entry.member[position];
            let name = member
                .household
                .as_ref()
                .map_or(HOME, |name| name.get_ref());
            (recipe.members[position].died.is_none() && name != "none").then_some(name)
        };
        let homes: Vec<Option<&str>> = (0..entry.member.len()).map(home).collect();
        for (position, own) in homes.iter().enumerate() {
            let Some(own) = own else { continue };
            let members = || (0..homes.len()).filter(|other| homes[*other] == Some(own));
            let heads: Vec<usize> = members()
                .filter(|other| entry.member[*other].head)
                .collect();
            let grown = members().find(|other| recipe.members[*other].ages.0 >= OF_AGE);
            let head = match heads[..] {
                [] => grown,
                [head] if recipe.members[head].ages.0 >= OF_AGE => Some(head),
                _ => None,
            };
            if head.is_none() && members().next() == Some(position) {
                self.fail(
                    &entry.member[position].role,
                    format!("hộ '{own}' cần đúng một chủ hộ, từ {OF_AGE} tuổi trở lên"),
                    format!("the household '{own}' needs exactly one head, aged {OF_AGE} or more"),
                );
            }
            recipe.members[position].head = head.and_then(|head| u8::try_from(head).ok());
        }
    }
}

/// Who does not say is married while the spouse lives, and widowed afterwards.
pub(super) fn settle_marriages(recipe: &mut Recipe, entry: &RecipeEntry) {
    let is_dead: Vec<bool> = recipe
        .members
        .iter()
        .map(|member| member.died.is_some())
        .collect();
    for (position, member) in recipe.members.iter_mut().enumerate() {
        let Some(spouse) = member
            .links
            .spouse
            .filter(|_| entry.member[position].marital_status.is_none())
        else {
            continue;
        };
        let outlived = is_dead[usize::from(spouse)] && !is_dead[position];
        member.marital_status = if outlived {
            MaritalStatus::Widowed
        } else {
            MaritalStatus::Married
        };
    }
}
