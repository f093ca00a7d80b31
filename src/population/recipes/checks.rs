//! What a recipe asks for must be able to be: links of the right sex, ages that can fit, papers that the law knows.

use super::settling::OF_AGE;
use super::{AccountWish, CardWish, Fault, NumberWish, Recipe, RecipeMember};
use crate::domain::citizen_number::Gender;

/// Years between a parent and a child.
pub(super) const MOTHER_OLDER: (u16, u16) = (16, 48);
pub(super) const FATHER_OLDER: (u16, u16) = (17, 70);
/// Of age for marriage (Luật Hôn nhân và gia đình 2014 Điều 8).
pub(super) const BRIDE: u16 = 18;
pub(super) const GROOM: u16 = 20;
/// Who is younger on the day of the picture was under 14 when the last CMND was made, or has no time for a second one.
const CMND_AGES: [u16; 4] = [0, 25, 30, 35];

/// Everything that is wrong with the members of a recipe whose words have been read.
pub(super) fn check(recipe: &Recipe) -> Vec<Fault> {
    let mut checks = Checks {
        members: &recipe.members,
        faults: Vec::new(),
    };
    for (position, member) in recipe.members.iter().enumerate() {
        checks.parents(position, member);
        checks.spouse(member);
        checks.guardian(position, member);
        checks.home(position, member);
        checks.copies(position, member);
        checks.papers(member);
    }
    checks.faults
}

struct Checks<'a> {
    members: &'a [RecipeMember],
    faults: Vec<Fault>,
}

impl<'a> Checks<'a> {
    fn fail(&mut self, member: &RecipeMember, vietnamese: &str, english: &str) {
        let role = &member.role;
        self.faults.push(Fault::told(
            member.line,
            format!("thành viên '{role}': {vietnamese}"),
            format!("member '{role}': {english}"),
        ));
    }

    fn at(&self, link: Option<u8>) -> Option<&'a RecipeMember> {
        self.members.get(usize::from(link?))
    }

    fn parents(&mut self, position: usize, member: &RecipeMember) {
        if self.descends_from(position, position, 0) {
            self.fail(
                member,
                "không thể là tổ tiên của chính mình",
                "nobody is an ancestor of themselves",
            );
            return;
        }
        for (link, gender, older) in [
            (member.links.father, Gender::Male, FATHER_OLDER),
            (member.links.mother, Gender::Female, MOTHER_OLDER),
        ] {
            let Some(parent) = self.at(link) else {
                continue;
            };
            if parent.gender != gender {
                self.fail(
                    member,
                    "father phải là nam, mother phải là nữ",
                    "a father is male and a mother female",
                );
            }
            let (youngest, oldest) = (parent.ages.0, parent.ages.1);
            let can_be = oldest >= member.ages.0 + older.0 && youngest <= member.ages.1 + older.1;
            if !can_be {
                let (parent, least, most) = (parent.role.clone(), older.0, older.1);
                self.fail(
                    member,
                    &format!("tuổi không khớp với '{parent}', người phải hơn từ {least} đến {most} tuổi"),
                    &format!(
                        "the ages do not fit those of '{parent}', who has to be {least} to {most} years older"
                    ),
                );
            }
        }
    }

    /// Whether `ancestor` is among the ancestors of `position`.
    fn descends_from(&self, position: usize, ancestor: usize, depth: usize) -> bool {
        let Some(member) = self
            .members
            .get(position)
            .filter(|_| depth <= self.members.len())
        else {
            return false;
        };
        let parents = [member.links.father, member.links.mother];
        parents
            .into_iter()
            .flatten()
            .map(usize::from)
            .any(|parent| parent == ancestor || self.descends_from(parent, ancestor, depth + 1))
    }

    fn spouse(&mut self, member: &RecipeMember) {
        let Some(spouse) = self.at(member.links.spouse) else {
            return;
        };
        if spouse.gender == member.gender {
            self.fail(
                member,
                "vợ chồng phải là một nam một nữ (Luật Hôn nhân và gia đình 2014 Điều 8)",
                "a married couple is a man and a woman (Luật Hôn nhân và gia đình 2014 Điều 8)",
            );
        }
        let of_age = if member.gender == Gender::Male {
            GROOM
        } else {
            BRIDE
        };
        if member.ages.1 < of_age {
            self.fail(
                member,
                &format!("chưa đủ {of_age} tuổi để kết hôn"),
                &format!("nobody marries before the age of {of_age}"),
            );
        }
    }

    fn guardian(&mut self, position: usize, member: &RecipeMember) {
        let Some(guardian) = self.at(member.links.guardian) else {
            return;
        };
        let is_self = member.links.guardian.map(usize::from) == Some(position);
        if is_self || guardian.died.is_some() || guardian.ages.0 < OF_AGE {
            self.fail(
                member,
                "guardian phải là người khác, còn sống và đã thành niên",
                "a guardian is somebody else, alive and of age",
            );
        }
    }

    /// Where a household lives is told by its head.
    fn home(&mut self, position: usize, member: &RecipeMember) {
        let leads = member.head.map(usize::from) == Some(position);
        if member.lives_in.is_some() && !leads {
            self.fail(
                member,
                "lives_in chỉ đặt ở chủ hộ (head)",
                "lives_in stands with the head of the household",
            );
        }
        if member.died.is_some() && (member.staying_in.is_some() || member.absent_since.is_some()) {
            self.fail(
                member,
                "người đã mất không tạm trú, tạm vắng",
                "the dead neither stay nor are absent",
            );
        }
    }

    fn copies(&mut self, position: usize, member: &RecipeMember) {
        let before = |link: Option<u8>| link.is_none_or(|other| usize::from(other) < position);
        if !before(member.same_name_as) {
            self.fail(
                member,
                "same_name_as phải chỉ thành viên đứng trước",
                "same_name_as names a member who stands before",
            );
        }
        if member.same_name_as.is_some() && member.full_name.is_some() {
            self.fail(
                member,
                "chỉ dùng một trong hai: full_name, same_name_as",
                "full_name and same_name_as exclude each other",
            );
        }
    }

    fn papers(&mut self, member: &RecipeMember) {
        let least = CMND_AGES[usize::from(member.cmnd.unwrap_or(0)).min(3)];
        if member.ages.0 < least {
            self.fail(
                member,
                &format!("phải từ {least} tuổi mới có thể có ngần ấy số CMND"),
                &format!("nobody under {least} can have so many CMND numbers"),
            );
        }
        if member.cmnd.is_some_and(|count| count > 0) && member.stateless {
            self.fail(
                member,
                "người chưa xác định quốc tịch không có CMND",
                "people of undetermined nationality have no CMND",
            );
        }
        let has_card = matches!(member.card, Some(CardWish::In(_)));
        let has_account = !matches!(member.account, None | Some(AccountWish::Missing));
        if has_account && member.card == Some(CardWish::Missing) {
            self.fail(
                member,
                "định danh điện tử cần có thẻ",
                "an electronic identity needs a card",
            );
        }
        if member.number == NumberWish::Missing && (has_card || has_account) {
            self.fail(
                member,
                "không có số thì không có thẻ và định danh điện tử",
                "without a number there is no card and no electronic identity",
            );
        }
    }
}
