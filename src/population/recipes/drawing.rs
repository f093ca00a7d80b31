//! Draws a group by its recipe: people as the population has them, without ids, numbers and relatives.

use super::checks::{BRIDE, FATHER_OLDER, GROOM, MOTHER_OLDER};
use super::{CmndIssue, Fault, Recipe, RecipeError, RecipeMember, WantedNumber};
use crate::domain::birth_date::{BirthDate, DatePrecision};
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::kin::Links;
use crate::domain::lineage::follows_mother;
use crate::domain::mixing::mix;
use crate::domain::name::FullName;
use crate::domain::place::ProvinceCode;
use crate::domain::status::{CancelReason, StatusPeriod};
use crate::population::PICTURE_DATE;
use crate::population::births::Birth;
use crate::population::life::BloodAlleles;
use crate::population::mixer::{Draws, Field};
use crate::population::names::NameTraits;
use crate::population::origins::code_at;
use crate::population::people::{Core, Homes, LAST_NORTHERN, Line, Tables, death, is_muslim_cham};

/// A group is drawn anew when ages and papers do not fit, so often.
const ATTEMPTS: u64 = 400;
/// Days between two births of one mother that are no twins.
const BETWEEN_BIRTHS: i32 = 300;

/// What whoever asks for a group wants otherwise than the recipe.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wishes {
    /// Where the group comes from.
    pub province: Option<ProvinceCode>,
    /// The ethnic group, code of 2008.
    pub ethnic_group: Option<u8>,
}

/// A member of a group that was drawn.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The role in the recipe.
    pub role: String,
    /// The person, without id, numbers, relatives and the number of the household.
    pub citizen: Citizen,
    /// Who belongs to this person.
    pub links: Links,
    /// The position of the head of the household, if there is one.
    pub head: Option<u8>,
    /// The cell that the personal number is to be taken from.
    pub number: Option<WantedNumber>,
    /// An earlier number, the day it was cancelled and why.
    pub former_number: Option<(WantedNumber, CivilDate, CancelReason)>,
    /// The CMNDs that want a number.
    pub cmnd: Vec<CmndIssue>,
    /// The province whose residence file the household is in.
    pub residence_file: Option<ProvinceCode>,
    /// Chance for the serials of numbers.
    pub serial: u64,
}

/// Why an attempt did not come out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Misfit {
    Parent,
    Siblings,
    Spouse,
    Clan,
    Death,
    Card,
    Account,
    Cmnd,
}

/// Group `index` of a recipe under a seed, the same on every machine.
pub fn draw(
    recipe: &Recipe,
    wishes: Wishes,
    seed: u64,
    index: u64,
) -> Result<Vec<Drawn>, RecipeError> {
    let failed = |fault| RecipeError {
        file: recipe.file.clone(),
        faults: vec![fault],
    };
    let tables = Tables::shared().ok_or_else(|| {
        failed(Fault::told(
            1,
            "không đọc được các bảng dữ liệu",
            "the tables cannot be read",
        ))
    })?;
    let name = recipe
        .name
        .bytes()
        .fold(0, |hash, byte| mix(hash ^ u64::from(byte)));
    let mut last = (0, Misfit::Parent);
    for attempt in 0..ATTEMPTS {
        let row = index.wrapping_mul(ATTEMPTS).wrapping_add(attempt);
        match Drawing::new(recipe, wishes, tables, Draws::new(mix(seed) ^ name, row)).group() {
            Ok(group) => return Ok(group),
            Err(misfit) => last = misfit,
        }
    }
    let (position, misfit) = last;
    let member = &recipe.members[position];
    let (vietnamese, english) = misfit.words();
    let role = &member.role;
    Err(failed(Fault::told(
        member.line,
        format!("thành viên '{role}': {vietnamese}"),
        format!("member '{role}': {english}"),
    )))
}

impl Misfit {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Parent => (
                "tuổi không khớp với cha mẹ; hãy thu hẹp khoảng tuổi",
                "the ages do not fit those of the parents; make the ranges narrower",
            ),
            Self::Siblings => (
                "anh chị em cùng mẹ phải sinh cách nhau ít nhất mười tháng",
                "brothers and sisters of one mother are born ten months apart at least",
            ),
            Self::Spouse => ("chưa đủ tuổi kết hôn", "too young to be married"),
            Self::Clan => (
                "vợ chồng cùng một họ theo dòng mẹ",
                "husband and wife are of one clan",
            ),
            Self::Death => (
                "mất trước khi sinh hoặc trước khi có con",
                "dead before birth, or before a child was born",
            ),
            Self::Card => (
                "ở tuổi này không có thẻ nào ở trạng thái đó",
                "at this age nobody has a card in that state",
            ),
            Self::Account => (
                "không thể có định danh điện tử như vậy",
                "such an electronic identity cannot be",
            ),
            Self::Cmnd => (
                "không đủ thời gian để có ngần ấy CMND",
                "there was no time for so many CMND",
            ),
        }
    }
}

/// One attempt.
pub(super) struct Drawing<'a> {
    pub(super) recipe: &'a Recipe,
    wishes: Wishes,
    pub(super) tables: &'a Tables,
    /// Chance of the group as a whole.
    draws: Draws,
    pub(super) births: Vec<Birth>,
    ends: Vec<Option<StatusPeriod>>,
    pub(super) cores: Vec<Option<Core>>,
}

type At<T> = Result<T, (usize, Misfit)>;

impl<'a> Drawing<'a> {
    fn new(recipe: &'a Recipe, wishes: Wishes, tables: &'a Tables, draws: Draws) -> Self {
        Self {
            recipe,
            wishes,
            tables,
            draws,
            births: Vec::new(),
            ends: Vec::new(),
            cores: vec![None; recipe.members.len()],
        }
    }

    fn group(mut self) -> At<Vec<Drawn>> {
        for position in 0..self.recipe.members.len() {
            let birth = self.birth(position);
            self.births.push(birth);
            let end = self.end(position);
            self.ends.push(end);
        }
        for position in 0..self.recipe.members.len() {
            self.check_fit(position)
                .map_err(|misfit| (position, misfit))?;
        }
        for position in 0..self.recipe.members.len() {
            self.settle(position);
        }
        for position in 0..self.recipe.members.len() {
            self.check_clan(position)
                .map_err(|misfit| (position, misfit))?;
        }
        let drawn = (0..self.recipe.members.len())
            .map(|position| self.member(position).map_err(|misfit| (position, misfit)));
        drawn.collect()
    }

    pub(super) fn of(&self, position: usize) -> &'a RecipeMember {
        &self.recipe.members[position]
    }

    fn draws_of(&self, position: usize) -> Draws {
        Draws::new(self.draws.bits(Field::Shape, 0), position as u64)
    }

    fn birth(&self, position: usize) -> Birth {
        let (member, draws) = (self.of(position), self.draws_of(position));
        let twin = member.same_birthday_as.map(usize::from);
        let day = twin.map_or_else(
            || {
                let (first, last) = member.ages;
                let more = draws.below(Field::AgeAndSex, 0, u32::from(last - first) + 1);
                let age = first + u16::try_from(more).unwrap_or(0);
                Birth::drawn(age, member.gender, draws).day
            },
            |twin| self.births[twin].day,
        );
        let known = match member.birth_known {
            DatePrecision::Year => BirthDate::Year(day.year()),
            DatePrecision::YearMonth => BirthDate::YearMonth {
                year: day.year(),
                month: day.month(),
            },
            DatePrecision::Day => BirthDate::Day(day),
        };
        Birth {
            day,
            known,
            gender: member.gender,
        }
    }

    fn end(&self, position: usize) -> Option<StatusPeriod> {
        let (first, last) = self.of(position).died?;
        let draws = self.draws_of(position);
        let more = draws.below(Field::Status, 10, u32::from(last - first) + 1);
        let years = i32::from(first) + more.cast_signed();
        Some(death(years, &self.births[position], draws))
    }

    fn check_fit(&self, position: usize) -> Result<(), Misfit> {
        let (member, born) = (self.of(position), self.births[position].day);
        for (link, older, after) in [
            (member.links.father, FATHER_OLDER, -BETWEEN_BIRTHS),
            (member.links.mother, MOTHER_OLDER, 0),
        ] {
            let Some(parent) = link.map(usize::from) else {
                continue;
            };
            let age = self.births[parent].day.age_on(born);
            let is_born_later = self.births[parent].day < born;
            if !is_born_later || !(older.0..=older.1).contains(&age) {
                return Err(Misfit::Parent);
            }
            // A father may have died before the birth.
            if self.ends[parent].is_some_and(|end| born.plus_days(after) > Some(end.from)) {
                return Err(Misfit::Death);
            }
        }
        for other in 0..position {
            let apart = (self.births[other].day.day_number() - born.day_number()).abs();
            let together = member.same_birthday_as.map(usize::from) == Some(other);
            let is_sibling =
                member.links.mother.is_some() && self.of(other).links.mother == member.links.mother;
            if is_sibling && !together && apart < BETWEEN_BIRTHS && apart != 0 {
                return Err(Misfit::Siblings);
            }
        }
        let last = self.ends[position].map_or(PICTURE_DATE, |end| end.from);
        let of_age = if member.gender == Gender::Male {
            GROOM
        } else {
            BRIDE
        };
        if member.links.spouse.is_some() && born.age_on(last) < of_age {
            return Err(Misfit::Spouse);
        }
        if last < born {
            Err(Misfit::Death)
        } else {
            Ok(())
        }
    }

    /// Where the line is the mother's, one marries out of the clan.
    fn check_clan(&self, position: usize) -> Result<(), Misfit> {
        let clan = |core: &Core| {
            let name = core.full_name.as_str();
            let word = name.rsplit(' ').next().unwrap_or_default().to_owned();
            follows_mother(core.line.ethnic_group).then_some(word)
        };
        let own = self.cores[position].as_ref().and_then(clan);
        let spouse = self.settled(self.of(position).links.spouse);
        if own.is_some() && own == spouse.and_then(clan) {
            return Err(Misfit::Clan);
        }
        Ok(())
    }

    /// Settles what follows from the parents, the parents first.
    fn settle(&mut self, position: usize) {
        if self.cores[position].is_some() {
            return;
        }
        let links = self.of(position).links;
        for parent in [links.father, links.mother].into_iter().flatten() {
            self.settle(usize::from(parent));
        }
        let core = self.core(position);
        self.cores[position] = Some(core);
    }

    fn settled(&self, link: Option<u8>) -> Option<&Core> {
        self.cores.get(usize::from(link?))?.as_ref()
    }

    fn core(&self, position: usize) -> Core {
        let (member, draws) = (self.of(position), self.draws_of(position));
        let parents = [member.links.father, member.links.mother].map(|link| self.settled(link));
        let line = self.line(member, draws, parents);
        let birth = self.births[position];
        let head = member.head.map(usize::from);
        let residence = head.and_then(|head| self.of(head).lives_in);
        Core {
            draws,
            household: head.map_or(draws, |head| self.draws_of(head)),
            birth,
            homes: Homes {
                residence: residence.unwrap_or_else(|| self.province()),
                registration: member.registered_in.unwrap_or(line.province),
                left: None,
            },
            end: self.ends[position],
            line,
            father: parents[0].map(|father| father.draws),
            blood: BloodAlleles::inherited(
                parents.map(|parent| parent.map(|core| core.blood)),
                draws,
            ),
            full_name: self.name(position, &line),
        }
    }

    /// Where the group comes from.
    fn province(&self) -> ProvinceCode {
        let anywhere = || {
            code_at(
                self.tables
                    .origins
                    .anywhere(self.draws.bits(Field::Residence, 0)),
            )
        };
        self.wishes
            .province
            .or(self.recipe.province)
            .unwrap_or_else(anywhere)
    }

    /// The line of the father, with some peoples of the mother, else one of the member's own.
    fn line(&self, member: &RecipeMember, draws: Draws, parents: [Option<&Core>; 2]) -> Line {
        let [father, mother] = parents.map(|parent| parent.map(|core| core.line));
        let by_mother = |line: &Line| follows_mother(line.ethnic_group);
        let inherited = mother.filter(by_mother).or(father).or(mother);
        let line = inherited.unwrap_or_else(|| Line {
            draws,
            ethnic_group: self.wishes.ethnic_group.unwrap_or(self.recipe.ethnic_group),
            province: member.registered_in.unwrap_or_else(|| self.province()),
        });
        Line {
            ethnic_group: member.ethnic_group.unwrap_or(line.ethnic_group),
            ..line
        }
    }

    /// The name: as the recipe says, or one that no brother or sister has.
    fn name(&self, position: usize, line: &Line) -> FullName {
        let member = self.of(position);
        if let Some(name) = &member.full_name {
            return name.clone();
        }
        let alike = member.same_name_as.map(usize::from);
        if let Some(other) = alike.and_then(|other| self.cores.get(other)?.as_ref()) {
            return other.full_name.clone();
        }
        let (draws, father) = (self.draws_of(position), self.settled(member.links.father));
        let father = father.map(|father| father.draws);
        let called = |draws| {
            let traits = traits_of(member, &self.births[position], line);
            self.tables
                .names
                .full_name(traits, draws, line.draws, father)
        };
        let is_taken = |name: &FullName| {
            let cores = self.cores.iter().flatten();
            cores.map(|core| &core.full_name).any(|taken| taken == name)
        };
        let mut name = called(draws);
        for again in 0..8 {
            if !is_taken(&name) {
                break;
            }
            name = called(Draws::new(draws.bits(Field::GivenName, 50 + again), 0));
        }
        name
    }
}

pub(super) fn traits_of(member: &RecipeMember, birth: &Birth, line: &Line) -> NameTraits {
    NameTraits {
        gender: member.gender,
        year: birth.day.year(),
        ethnic_group: line.ethnic_group,
        north: line.province.0 <= LAST_NORTHERN,
        muslim_cham: is_muslim_cham(line.province),
    }
}
