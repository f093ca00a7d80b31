//! Fills the shape of a family with people: days, places, names, documents.

use std::sync::LazyLock;

use super::PICTURE_DATE;
use super::births::{Birth, day_before_picture};
use super::cluster::{Cluster, Links, Member};
use super::families::{Person, Shape, Shapes};
use super::life::{BloodAlleles, ended};
use super::mixer::{Draws, Field};
use super::names::{NameTraits, Names};
use super::origins::{Origin, Origins, code_at};
use super::peoples::{KINH, Peoples};
use crate::domain::citizen::HouseholdPlace;
use crate::domain::citizen_number::Gender;
use crate::domain::lineage::follows_mother;
use crate::domain::mixing::mix;
use crate::domain::name::FullName;
use crate::domain::place::ProvinceCode;
use crate::domain::status::{RecordStatus, StatusPeriod};

/// Steps of the R2 sequence (Roberts 2018): 2^64 divided by the plastic number and by its square. Two
/// coordinates walked in these steps fill the square evenly, so that shapes and origins both meet their
/// shares closely in every stretch of families, not only on average. (The sequence with three
/// coordinates does worse: measured at a million people, provinces are off by 0.008 instead of 0.002.)
const SHAPE_STEP: u64 = 0xC13F_A9A9_02A6_328F;
const ORIGIN_STEP: u64 = 0x91E1_0DA5_C79E_7B1D;
/// Moves walk by the golden ratio from family to family and by the root of two between its households.
const MOVE_STEP: u64 = 0x9E37_79B9_7F4A_7C15;
const HOUSEHOLD_STEP: u64 = 0x6A09_E667_F3BC_C908;
/// Draws of a whole family are kept apart from those of its members by this bit.
const FAMILY: u64 = 1 << 62;
/// The members of a family are numbered below this.
const MEMBERS: u64 = super::cluster::MOST_MEMBERS as u64;
/// People who are missing, inactive or cancelled, for 100,000 living ones. GUESS.
const EXTRA_SHARE: u32 = 84;

/// All tables of the generator.
#[derive(Clone, Debug)]
pub struct Tables {
    shapes: Shapes,
    pub(super) origins: Origins,
    pub(super) peoples: Peoples,
    pub(super) names: Names,
}

/// The provinces of one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Homes {
    /// The province of residence.
    pub residence: ProvinceCode,
    /// The province of birth registration.
    pub registration: ProvinceCode,
    /// The province the household moved away from, if it did.
    pub left: Option<ProvinceCode>,
}

impl Homes {
    /// Whether the person lives in another province than that of registration.
    pub fn moved(self) -> bool {
        self.residence != self.registration
    }
}

/// What is settled first, because the rest follows from it.
#[derive(Clone, Debug)]
pub(super) struct Core {
    pub(super) draws: Draws,
    /// Chance that all members of the household share.
    pub(super) household: Draws,
    pub(super) birth: Birth,
    pub(super) homes: Homes,
    pub(super) end: Option<StatusPeriod>,
    pub(super) line: Line,
    pub(super) father: Option<Draws>,
    pub(super) blood: BloodAlleles,
    pub(super) full_name: FullName,
}

/// What children have from the parent whose line they continue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) draws: Draws,
    pub(super) ethnic_group: u8,
    /// Where the line comes from.
    pub(super) province: ProvinceCode,
}

/// A family while its members are made.
struct Making<'a> {
    tables: &'a Tables,
    shape: &'a Shape,
    seed: u64,
    index: u64,
    origin: Origin,
    family: Draws,
    /// By position of the head: the province the household lives in.
    residences: Vec<usize>,
    done: Vec<Option<Core>>,
}

impl Tables {
    /// Reads every table; `None` when one of them is empty.
    fn read() -> Option<Self> {
        Some(Self {
            shapes: Shapes::read()?,
            origins: Origins::read()?,
            peoples: Peoples::read()?,
            names: Names::read()?,
        })
    }

    /// Every table, read once for the whole program.
    pub fn shared() -> Option<&'static Self> {
        static TABLES: LazyLock<Option<Tables>> = LazyLock::new(Tables::read);
        TABLES.as_ref()
    }

    /// Cluster `index` under `seed`, before the ordered pass.
    pub fn cluster(&self, seed: u64, index: u64) -> Cluster {
        let position =
            |salt: u64, step: u64| mix(seed ^ salt).wrapping_add(index.wrapping_mul(step));
        let shape = self.shapes.at(position(1, SHAPE_STEP));
        let origin = self.origins.at(position(2, ORIGIN_STEP));
        let family = Draws::new(seed, FAMILY | index);
        let residences = self.residences(shape, origin, position(3, MOVE_STEP));
        let mut making = Making {
            tables: self,
            shape,
            seed,
            index,
            origin,
            family,
            residences,
            done: vec![None; shape.people.len()],
        };
        for position in 0..shape.people.len() {
            making.settle(position);
        }
        making.into_cluster()
    }

    /// By position of a member: where the household lives of which the member is the head.
    fn residences(&self, shape: &Shape, origin: Origin, first: u64) -> Vec<usize> {
        let mut position = first;
        let heads = shape
            .people
            .iter()
            .map(|person| person.relation_to_head == 1);
        heads
            .map(|is_head| {
                if !is_head {
                    return origin.province;
                }
                position = position.wrapping_add(HOUSEHOLD_STEP);
                self.origins.residence(origin, position)
            })
            .collect()
    }
}

impl Making<'_> {
    fn draws_of(&self, position: usize) -> Draws {
        Draws::new(self.seed, self.index * MEMBERS + position as u64)
    }

    /// Settles a member, the parents first.
    fn settle(&mut self, position: usize) {
        if self.done.get(position).is_none_or(Option::is_some) {
            return;
        }
        let person = self.shape.people[position];
        for parent in [person.father, person.mother].into_iter().flatten() {
            self.settle(usize::from(parent));
        }
        let core = self.core(position, &person);
        self.done[position] = Some(core);
    }

    fn settled(&self, link: Option<u8>) -> Option<&Core> {
        self.done.get(usize::from(link?))?.as_ref()
    }

    fn core(&self, position: usize, person: &Person) -> Core {
        let draws = self.draws_of(position);
        let (father, mother) = (self.settled(person.father), self.settled(person.mother));
        let line = self.line(person, draws);
        let birth = self.birth(position, person, draws);
        let homes = self.homes(person, &line, &birth, draws);
        let traits = NameTraits {
            gender: birth.gender,
            year: birth.day.year(),
            ethnic_group: line.ethnic_group,
            north: line.province.0 <= LAST_NORTHERN,
            muslim_cham: is_muslim_cham(line.province),
        };
        let father_draws = father.map(|father| father.draws);
        Core {
            draws,
            household: person
                .head
                .map_or(draws, |head| self.draws_of(usize::from(head))),
            homes,
            end: person.died.map(|years| death(years, &birth, draws)),
            line,
            father: father_draws,
            blood: BloodAlleles::inherited(
                [father.map(|core| core.blood), mother.map(|core| core.blood)],
                draws,
            ),
            full_name: self.name(position, person, traits, &line, father_draws),
            birth,
        }
    }

    /// The name; another one where a brother or sister, also of one parent, has it already.
    fn name(
        &self,
        position: usize,
        person: &Person,
        traits: NameTraits,
        line: &Line,
        father: Option<Draws>,
    ) -> FullName {
        let draws = self.draws_of(position);
        let called = |draws| {
            let names = &self.tables.names;
            names.full_name(traits, draws, line.draws, father)
        };
        let mut name = called(draws);
        for again in 0..OTHER_NAMES {
            if !self.is_taken(person, &name) {
                break;
            }
            name = called(Draws::new(
                draws.bits(Field::GivenName, 9 + again),
                self.index,
            ));
        }
        name
    }

    /// Whether somebody with the same father or mother is settled and has that name.
    fn is_taken(&self, person: &Person, name: &FullName) -> bool {
        if person.father.or(person.mother).is_none() {
            return false;
        }
        let same = |one: Option<u8>, other: Option<u8>| one.is_some() && one == other;
        let others = self.shape.people.iter().zip(&self.done);
        others
            .filter(|(other, _)| {
                same(other.father, person.father) || same(other.mother, person.mother)
            })
            .any(|(_, core)| core.as_ref().is_some_and(|core| core.full_name == *name))
    }

    /// The line a member continues: the father's, with some peoples the mother's; who married in or
    /// founded the family has a line of their own.
    fn line(&self, person: &Person, draws: Draws) -> Line {
        let father = self.settled(person.father).map(|core| core.line);
        let mother = self.settled(person.mother).map(|core| core.line);
        let by_mother = |line: &Line| follows_mother(line.ethnic_group);
        if let Some(line) = mother.filter(by_mother).or(father).or(mother) {
            return line;
        }
        let spouse = person
            .spouse
            .map(|spouse| self.shape.people[usize::from(spouse)]);
        let has_parents = |person: Person| person.father.or(person.mother).is_some();
        let joined =
            spouse.is_some_and(|spouse| has_parents(spouse) || person.gender == Gender::Female);
        let ethnic_group = if joined {
            self.tables.origins.of_spouse(self.origin, draws)
        } else {
            self.origin.ethnic_group
        };
        // Spouses are from another province now and then.
        let from_afar =
            joined && ethnic_group == KINH && draws.happens(Field::Registration, 0, 1_000);
        let province = if from_afar {
            self.tables
                .origins
                .anywhere(draws.bits(Field::Registration, 1))
        } else {
            self.origin.province
        };
        Line {
            draws,
            ethnic_group,
            province: code_at(province),
        }
    }

    /// Twins are born on one day.
    fn birth(&self, position: usize, person: &Person, draws: Draws) -> Birth {
        let people = self.shape.people.iter().zip(&self.done).enumerate();
        let twin = person.mother.and_then(|mother| {
            people
                .filter(|(other, (sibling, _))| {
                    sibling.mother == Some(mother)
                        && sibling.age == person.age
                        && *other != position
                })
                .map(|(_, (_, core))| core)
                .next()
        });
        match twin {
            Some(Some(core)) => Birth {
                gender: person.gender,
                ..core.birth
            },
            Some(None) | None => {
                Birth::drawn(u16::try_from(person.age).unwrap_or(0), person.gender, draws)
            }
        }
    }

    /// Birth is registered where the line comes from; small children of those who moved mostly where
    /// the household lives.
    fn homes(&self, person: &Person, line: &Line, birth: &Birth, draws: Draws) -> Homes {
        let residence = person.head.map_or(self.origin.province, |head| {
            self.residences[usize::from(head)]
        });
        let residence = code_at(residence);
        let family = code_at(self.origin.province);
        let born_here = birth.age_on(PICTURE_DATE) < 15
            && residence != family
            && draws.happens(Field::Registration, 2, 6_700);
        let has_parents = person.father.or(person.mother).is_some();
        Homes {
            residence,
            registration: if born_here {
                residence
            } else if has_parents {
                family
            } else {
                line.province
            },
            left: (residence != family).then_some(family),
        }
    }

    fn into_cluster(self) -> Cluster {
        let cores = self.shape.people.iter().zip(&self.done).enumerate();
        let mut members: Vec<Member> = cores
            .filter_map(|(position, (person, core))| {
                core.as_ref()
                    .map(|core| self.member(position, person, core))
            })
            .collect();
        let living = u32::try_from(self.shape.living()).unwrap_or(0);
        if self.family.below(Field::Extra, 0, 100_000) < living * EXTRA_SHARE {
            members.push(self.extra(members.len()));
        }
        Cluster { members }
    }

    fn member(&self, position: usize, person: &Person, core: &Core) -> Member {
        let household = person.head.map(|_known_later| HouseholdPlace {
            household: 0,
            relation_to_head: person.relation_to_head,
        });
        Member {
            citizen: self.tables.citizen(core, person.marital_status, household),
            links: Links {
                father: person.father,
                mother: person.mother,
                spouse: person.spouse,
                guardian: person.guardian,
            },
            is_living: person.died.is_none(),
            head: person.head,
            wanted: self.tables.wanted(core, position),
        }
    }

    /// Somebody of the same place who stands alone: missing, inactive, or cancelled.
    fn extra(&self, position: usize) -> Member {
        let draws = self.draws_of(position);
        let age = 20 + draws.below(Field::AgeAndSex, 0, 70);
        let gender = if draws.happens(Field::AgeAndSex, 1, 5_000) {
            Gender::Male
        } else {
            Gender::Female
        };
        let person = Person {
            age: age.cast_signed(),
            gender,
            ..Person::alone()
        };
        let core = self.core(position, &person);
        let core = Core {
            end: Some(ended(core.birth.known.latest(), draws)),
            ..core
        };
        Member {
            is_living: false,
            ..self.member(position, &person, &core)
        }
    }
}

/// How many other names are tried for who would be called like a brother or sister: some peoples have few.
const OTHER_NAMES: u16 = 40;

/// The last code of the provinces where one says Vũ and Hoàng, not Võ and Huỳnh: Nghệ An.
pub(super) const LAST_NORTHERN: u8 = 40;

/// Whether the Chăm of a province are Muslims: Đồng Nai, Thành phố Hồ Chí Minh, An Giang.
pub(super) const fn is_muslim_cham(province: ProvinceCode) -> bool {
    matches!(province.0, 75 | 79 | 89)
}

/// A death that many whole years before the picture.
pub(super) fn death(years: i32, birth: &Birth, draws: Draws) -> StatusPeriod {
    let years = u16::try_from(years).unwrap_or(0);
    let (first, last) = (day_before_picture(years + 1), day_before_picture(years));
    let days = (last.day_number() - first.day_number()).unsigned_abs();
    let day = first.plus_days(1 + draws.below(Field::Status, 2, days - 1).cast_signed());
    StatusPeriod {
        status: RecordStatus::Deceased,
        from: day.max(birth.known.latest().plus_days(1)).unwrap_or(last),
        until: None,
    }
}
