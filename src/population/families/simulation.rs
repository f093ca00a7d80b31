//! Tells one family: founders, their children, whom those married, the grandchildren; who died, parted
//! and married again.

use super::chance::Chance;
use super::mortality::VitalRates;
use super::{MOST_PEOPLE, Person};
use crate::domain::citizen::MaritalStatus;
use crate::domain::citizen_number::Gender;

/// The dead stay with their families this many years: who died earlier is in no record.
const DEAD_RECORDED: i32 = 20;
/// Generations that marry inside a family: the founders, their children, their grandchildren.
const GENERATIONS: u8 = 3;
/// Age from which somebody is grown up.
pub const OF_AGE: i32 = 18;

/// A family in the making.
struct Teller<'a> {
    rates: &'a VitalRates,
    chance: Chance,
    people: Vec<Person>,
}

/// Two who married, that many years before the picture.
#[derive(Clone, Copy, Debug)]
struct Union {
    husband: u8,
    wife: u8,
    since: i32,
    generation: u8,
}

/// The people of shape `index`, parents before children.
pub fn tell(rates: &VitalRates, index: u64) -> Vec<Person> {
    let mut teller = Teller {
        rates,
        chance: Chance::of_shape(index),
        people: Vec::new(),
    };
    teller.found();
    without_forgotten(&teller.people)
}

impl Teller<'_> {
    /// The founders: a couple mostly, else somebody who never married, with or without a child.
    fn found(&mut self) {
        let age = if self.chance.happens(3300) {
            self.chance.between(22, 62)
        } else {
            self.chance.between(50, 103)
        };
        if self.chance.happens(1_100) {
            self.found_alone(age);
            return;
        }
        let since = (age - self.marriage_age(Gender::Female)).max(0);
        let wife = self.add(Gender::Female, age);
        let husband = self.spouse_of(wife, since);
        let union = Union {
            husband,
            wife,
            since,
            generation: 1,
        };
        self.settle(union, &[husband, wife]);
    }

    fn found_alone(&mut self, age: i32) {
        let woman = self.chance.happens(6_500);
        let gender = if woman { Gender::Female } else { Gender::Male };
        let founder = self.add(gender, age);
        self.person(founder).died = None;
        if woman && age >= 20 && self.chance.happens(4_500) {
            let age_at_birth = self.chance.between(18, 38).min(age);
            self.child(None, Some(founder), age - age_at_birth);
        }
    }

    fn person(&mut self, position: u8) -> &mut Person {
        &mut self.people[usize::from(position)]
    }

    /// Adds somebody alive and unmarried; they may die later on.
    fn add(&mut self, gender: Gender, age: i32) -> u8 {
        self.people.push(Person {
            age,
            gender,
            ..Person::alone()
        });
        u8::try_from(self.people.len() - 1).unwrap_or(u8::MAX)
    }

    /// Age at first marriage: mean about 27 for men and 23 for women (census 2019).
    fn marriage_age(&mut self, gender: Gender) -> i32 {
        let spread = |chance: &mut Chance, end| chance.between(0, end) + chance.between(0, end);
        match gender {
            Gender::Female => 18 + spread(&mut self.chance, 6) + self.late(),
            Gender::Male => 20 + spread(&mut self.chance, 7) + self.late(),
        }
    }

    /// One in twelve marries late.
    fn late(&mut self) -> i32 {
        if self.chance.happens(800) {
            self.chance.between(1, 18)
        } else {
            0
        }
    }

    /// Somebody from another family, married that many years before the picture.
    fn spouse_of(&mut self, position: u8, since: i32) -> u8 {
        let Person { age, gender, .. } = *self.person(position);
        let gap = self.chance.between(-2, 4) + self.chance.between(0, 4);
        let (other, wanted, least) = match gender {
            Gender::Female => (Gender::Male, age + gap, since + 20),
            Gender::Male => (Gender::Female, age - gap, since + OF_AGE),
        };
        self.add(other, wanted.clamp(least, 104.max(least)))
    }

    /// Lives a marriage through: death of those for whom it is not known yet, divorce, children, another
    /// marriage.
    fn settle(&mut self, union: Union, newcomers: &[u8]) {
        let Union {
            husband,
            wife,
            since,
            ..
        } = union;
        for spouse in newcomers.iter().copied() {
            let Person { age, gender, .. } = *self.person(spouse);
            // Few would reach a hundred in so few shapes: some couples are spared.
            if !self.chance.happens(3_000) {
                self.person(spouse).died =
                    self.rates.death(gender, age, age - since, &mut self.chance);
            }
        }
        let parted = self.parted(union);
        let children = self.children(union, parted);
        let (his, hers) = (self.person(husband).died, self.person(wife).died);
        let (of_him, of_her) = self.outcome(parted, his, hers);
        self.person(husband).marital_status = of_him;
        self.person(wife).marital_status = of_her;
        if of_him != MaritalStatus::Divorced {
            self.person(husband).spouse = Some(wife);
            self.person(wife).spouse = Some(husband);
        }
        for child in children {
            self.grow_up(child, union.generation);
        }
        self.marry_again(union, of_him);
    }

    /// How many years before the picture the couple parted, if both lived to.
    fn parted(&mut self, union: Union) -> Option<i32> {
        let share = if union.since < 3 { 0 } else { 750 };
        if !self.chance.happens(share) {
            return None;
        }
        let parted = self.chance.between(0, union.since - 2);
        let alive = [union.husband, union.wife]
            .into_iter()
            .all(|spouse| self.person(spouse).died.is_none_or(|died| died < parted));
        alive.then_some(parted)
    }

    fn outcome(
        &mut self,
        parted: Option<i32>,
        his: Option<i32>,
        hers: Option<i32>,
    ) -> (MaritalStatus, MaritalStatus) {
        use MaritalStatus::{Divorced, Married, Separated, Widowed};
        if parted.is_some() {
            return if self.chance.happens(1_500) && his.is_none() && hers.is_none() {
                (Separated, Separated)
            } else {
                (Divorced, Divorced)
            };
        }
        match (his, hers) {
            (None, None) => (Married, Married),
            (Some(_), None) => (Married, Widowed),
            // The one who died longer ago died married.
            (Some(his), Some(hers)) if his >= hers => (Married, Widowed),
            (None | Some(_), Some(_)) => (Widowed, Married),
        }
    }

    /// The children of a couple, oldest first: two years apart at least, none after a parting or a death.
    fn children(&mut self, union: Union, parted: Option<i32>) -> Vec<u8> {
        let mother_age = self.person(union.wife).age;
        let until = [
            self.person(union.husband).died,
            self.person(union.wife).died,
            parted,
        ];
        // A child of that age was born before the death or the parting.
        let youngest = until
            .into_iter()
            .flatten()
            .max()
            .map_or(0, |years| years + 1);
        let oldest = union.since.min(mother_age - OF_AGE);
        let wanted = self.wanted_children(mother_age);
        let mut age = oldest - self.chance.between(0, 2);
        let mut children = Vec::new();
        while children.len() < wanted && age >= youngest && mother_age - age <= 44 {
            if self.people.len() + 2 > MOST_PEOPLE {
                break;
            }
            let (father, mother) = (Some(union.husband), Some(union.wife));
            children.extend(self.child(father, mother, age));
            if self.chance.happens(110) {
                let twin = self.child(father, mother, age);
                if let (Some(twin), Some(last)) = (twin, children.last().copied())
                    && twin == last + 1
                {
                    self.person(twin).is_twin = true;
                    children.push(twin);
                }
            }
            let apart = if mother_age > 65 { 3 } else { 6 };
            age -= 2 + self.chance.between(0, apart);
        }
        children
    }

    /// Three even draws around the fertility of the mother's cohort.
    fn wanted_children(&mut self, mother_age: i32) -> usize {
        let mean = self.rates.children_of(mother_age);
        if self.chance.happens(500) {
            return 0;
        }
        let sum: u32 = (0..3).map(|_| self.chance.below(2 * mean / 3 + 1)).sum();
        ((sum + 6_500) / 10_000) as usize
    }

    /// A child that lived to its first birthday or to the picture.
    fn child(&mut self, father: Option<u8>, mother: Option<u8>, age: i32) -> Option<u8> {
        if age < 0 {
            return None;
        }
        // 111 boys to 100 girls of late, 106 before (fixtures/fertility_wpp2024.csv).
        let boys = if age < 20 { 5_270 } else { 5_150 };
        let gender = if self.chance.happens(boys) {
            Gender::Male
        } else {
            Gender::Female
        };
        let child = self.add(gender, age);
        let died = self.rates.death(gender, age, 1, &mut self.chance);
        *self.person(child) = Person {
            died,
            father,
            mother,
            ..*self.person(child)
        };
        Some(child)
    }

    /// A child marries, if it lives long enough and is of those who do.
    fn grow_up(&mut self, child: u8, generation: u8) {
        let Person {
            age, gender, died, ..
        } = *self.person(child);
        let since = age - self.marriage_age(gender);
        let never = match gender {
            Gender::Male => 250,
            Gender::Female => 600,
        };
        let lived = died.is_none_or(|died| died < since);
        if since < 0 || !lived || self.chance.happens(never) || generation >= GENERATIONS {
            return;
        }
        if self.people.len() + 4 > MOST_PEOPLE {
            return;
        }
        let spouse = self.spouse_of(child, since);
        let (husband, wife) = match gender {
            Gender::Male => (child, spouse),
            Gender::Female => (spouse, child),
        };
        self.settle(
            Union {
                husband,
                wife,
                since,
                generation: generation + 1,
            },
            &[spouse],
        );
    }

    /// A widower or divorced man may marry again.
    fn marry_again(&mut self, union: Union, of_him: MaritalStatus) {
        let Person { age, died, .. } = *self.person(union.husband);
        let free_since = match of_him {
            MaritalStatus::Widowed => self.person(union.wife).died,
            MaritalStatus::Divorced => Some(union.since / 2),
            MaritalStatus::Unknown
            | MaritalStatus::NeverMarried
            | MaritalStatus::Married
            | MaritalStatus::Separated => None,
        };
        let Some(free_since) = free_since else { return };
        let free = free_since >= 2 && age - free_since < 60 && died.is_none();
        if !free || self.people.len() + 5 > MOST_PEOPLE || !self.chance.happens(4_000) {
            return;
        }
        let since = self.chance.between(0, free_since - 1);
        let wife = self.spouse_of(union.husband, since);
        let (husband, generation) = (union.husband, union.generation);
        self.person(wife).marital_status = MaritalStatus::Married;
        self.person(husband).marital_status = MaritalStatus::Married;
        for (one, other) in [(husband, wife), (wife, husband)] {
            let former = self.person(one).spouse.replace(other);
            if let Some(former) = former {
                self.person(former).spouse = None;
            }
        }
        let again = Union {
            husband,
            wife,
            since,
            generation,
        };
        for child in self.children(again, None) {
            self.grow_up(child, generation);
        }
    }
}

/// Drops the dead of long ago, and the dead whom nobody alive is a child or spouse or parent of.
fn without_forgotten(people: &[Person]) -> Vec<Person> {
    let is_alive = |position: Option<u8>| {
        position.is_some_and(|position| people[usize::from(position)].died.is_none())
    };
    let mut kept = vec![true; people.len()];
    for (position, person) in people.iter().enumerate() {
        let Some(died) = person.died else { continue };
        let own = u8::try_from(position).ok();
        let remembered = is_alive(person.spouse)
            || is_alive(person.father)
            || is_alive(person.mother)
            || people.iter().any(|other| {
                other.died.is_none()
                    && own.is_some()
                    && (other.father == own || other.mother == own)
            });
        kept[position] = died < DEAD_RECORDED && remembered;
    }
    super::households::renumbered(people, &order_of(&kept))
}

fn order_of(kept: &[bool]) -> Vec<usize> {
    let positions = kept.iter().enumerate().filter(|(_, kept)| **kept);
    positions.map(|(position, _)| position).collect()
}
