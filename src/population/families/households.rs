//! Who of a family lives with whom. MODEL: the shares below are guesses that the weights of the shapes
//! correct where a census counts.

use super::chance::Chance;
use super::relations::relation;
use super::simulation::OF_AGE;
use super::{Person, Shape};
use crate::domain::citizen::MaritalStatus;
use crate::domain::citizen_number::Gender;

/// The chance of households is apart from that of the family.
const HOUSEHOLDS: u64 = 1 << 32;

/// Homes in the making: for each person the number of a home.
struct Homes<'a> {
    people: &'a mut Vec<Person>,
    chance: Chance,
    of: Vec<Option<usize>>,
    /// How many homes there are.
    count: usize,
    /// A grown-up child who left home alone: the next one may move in.
    left_alone: Option<usize>,
}

/// Parts a family into households and puts it into the order of a cluster.
pub fn part(mut people: Vec<Person>, index: u64) -> Shape {
    let of = vec![None; people.len()];
    let mut homes = Homes {
        people: &mut people,
        chance: Chance::of_shape(index | HOUSEHOLDS),
        of,
        count: 0,
        left_alone: None,
    };
    for position in 0..homes.people.len() {
        homes.house(position);
    }
    homes.take_in_the_old();
    let of = homes.of;
    in_order(&people, &of)
}

impl Homes<'_> {
    /// Finds a home for a living person and the spouse.
    fn house(&mut self, position: usize) {
        let person = self.people[position];
        if person.died.is_some() || self.of[position].is_some() {
            return;
        }
        let spouse = self.living(person.spouse);
        let together = person.marital_status == MaritalStatus::Married;
        if let Some(spouse) = spouse.filter(|_| together)
            && let Some(home) = self.of[spouse]
        {
            self.of[position] = Some(home);
            return;
        }
        let home = if person.age < OF_AGE && spouse.is_none() {
            self.home_of_a_minor(position)
        } else {
            self.home_of_an_adult(position, spouse.is_some() && together)
        };
        self.of[position] = Some(home);
        if let Some(spouse) = spouse.filter(|_| together) {
            self.of[spouse] = Some(home);
        }
    }

    fn new_home(&mut self) -> usize {
        self.count += 1;
        self.count - 1
    }

    fn living(&self, link: Option<u8>) -> Option<usize> {
        link.map(usize::from)
            .filter(|position| self.people[*position].died.is_none())
    }

    /// The home of the mother, or of the father.
    fn home_of_parents(&self, person: &Person) -> Option<usize> {
        let mother = self
            .living(person.mother)
            .and_then(|mother| self.of[mother]);
        mother.or_else(|| {
            self.living(person.father)
                .and_then(|father| self.of[father])
        })
    }

    /// With the parents; else with the nearest grown-up of the blood, who is the guardian.
    fn home_of_a_minor(&mut self, position: usize) -> usize {
        let person = self.people[position];
        if let Some(home) = self.home_of_parents(&person) {
            // One in forty grows up with the grandparents all the same.
            if !self.chance.happens(250) {
                return home;
            }
            return self.grandparent(&person).map_or(home, |(_, home)| home);
        }
        let guardian = self
            .grandparent(&person)
            .or_else(|| self.grown_up_relative(position));
        match guardian {
            Some((guardian, home)) => {
                self.people[position].guardian = u8::try_from(guardian).ok();
                home
            }
            None => self.new_home(),
        }
    }

    fn grandparent(&self, person: &Person) -> Option<(usize, usize)> {
        let parents = [person.mother, person.father].into_iter().flatten();
        let mut grandparents = parents.flat_map(|parent| {
            let parent = self.people[usize::from(parent)];
            [parent.mother, parent.father]
        });
        grandparents.find_map(|link| {
            let position = self.living(link)?;
            Some((position, self.of[position]?))
        })
    }

    /// A grown-up who already has a home: siblings, uncles, aunts, in-laws, in the order of the family.
    fn grown_up_relative(&self, position: usize) -> Option<(usize, usize)> {
        let mut others = (0..self.people.len()).filter(|other| *other != position);
        others.find_map(|other| {
            let person = &self.people[other];
            let able = person.died.is_none() && (OF_AGE..80).contains(&person.age);
            Some((other, self.of[other].filter(|_| able)?))
        })
    }

    fn home_of_an_adult(&mut self, position: usize, is_couple: bool) -> usize {
        let person = self.people[position];
        let Some(parents) = self.home_of_parents(&person) else {
            return self.home_without_parents(position, is_couple);
        };
        let share = match (is_couple, person.marital_status) {
            (true, _) if self.has_young_couple(parents) => 0,
            (true, _) if person.gender == Gender::Male => 3_800,
            (true, _) => 700,
            (false, MaritalStatus::NeverMarried) if person.age < 24 => 8_300,
            (false, MaritalStatus::NeverMarried) => 6_600,
            (false, _) => 3_500,
        };
        if self.chance.happens(share) {
            return parents;
        }
        if is_couple || person.marital_status != MaritalStatus::NeverMarried {
            return self.new_home();
        }
        // Grown-up children away from home: alone, or with a sibling.
        match self.left_alone {
            Some(home) if self.chance.happens(3_500) => home,
            Some(_) | None => {
                let home = self.new_home();
                self.left_alone = Some(home);
                home
            }
        }
    }

    fn home_without_parents(&mut self, position: usize, is_couple: bool) -> usize {
        // Unmarried brothers and sisters without parents stay together more often than not.
        let person = self.people[position];
        if !is_couple && person.marital_status == MaritalStatus::NeverMarried {
            let siblings = (0..position).rev().find_map(|other| {
                let sibling = &self.people[other];
                let is_sibling = sibling.died.is_none()
                    && sibling.marital_status == MaritalStatus::NeverMarried
                    && sibling.mother.is_some()
                    && sibling.mother == person.mother;
                self.of[other].filter(|_| is_sibling)
            });
            if let Some(home) = siblings
                && self.chance.happens(5_500)
            {
                return home;
            }
        }
        self.new_home()
    }

    /// Whether a couple with parents in that home lives there already.
    fn has_young_couple(&self, home: usize) -> bool {
        let mut members = self
            .people
            .iter()
            .zip(&self.of)
            .filter(|(_, of)| **of == Some(home))
            .map(|(person, _)| person);
        members.any(|person| {
            person.marital_status == MaritalStatus::Married
                && self.living(person.spouse).is_some()
                && self.home_of_parents(person) == Some(home)
        })
    }

    /// Old people without a grown-up child in the house move to one who has a house, more often when
    /// they are alone.
    fn take_in_the_old(&mut self) {
        for position in 0..self.people.len() {
            let person = self.people[position];
            let Some(home) = self.of[position].filter(|_| person.age >= 68) else {
                continue;
            };
            let members: Vec<usize> = (0..self.people.len())
                .filter(|other| self.of[*other] == Some(home))
                .collect();
            let all_old = members.iter().all(|member| self.people[*member].age >= 60);
            let share = if members.len() == 1 { 5_500 } else { 2_000 };
            if !all_old || members.len() > 2 || !self.chance.happens(share) {
                continue;
            }
            if let Some(to) = self.home_of_a_child(position).filter(|to| *to != home) {
                for member in members {
                    self.of[member] = Some(to);
                }
            }
        }
    }

    fn home_of_a_child(&self, parent: usize) -> Option<usize> {
        let own = u8::try_from(parent).ok();
        let mut children = (0..self.people.len()).filter(|other| {
            let other = &self.people[*other];
            other.died.is_none() && (other.father == own || other.mother == own) && own.is_some()
        });
        children.find_map(|child| {
            let married = self.people[child].marital_status == MaritalStatus::Married;
            self.of[child].filter(|_| married)
        })
    }
}

/// Household by household, each with the head first, then spouse and the others by age; the dead last.
fn in_order(people: &[Person], of: &[Option<usize>]) -> Shape {
    let mut order: Vec<usize> = Vec::with_capacity(people.len());
    let mut heads: Vec<Option<usize>> = vec![None; people.len()];
    for home in 0..people.len() {
        let mut members: Vec<usize> = (0..people.len())
            .filter(|position| of[*position] == Some(home))
            .collect();
        let Some(head) = members
            .iter()
            .copied()
            .max_by_key(|member| headship(&people[*member]))
        else {
            continue;
        };
        members.sort_by_key(|member| {
            let person = &people[*member];
            let is_spouse = person.spouse.map(usize::from) == Some(head);
            (*member != head, !is_spouse, -person.age, *member)
        });
        for member in &members {
            heads[*member] = Some(head);
        }
        order.extend(members);
    }
    order.extend((0..people.len()).filter(|position| of[*position].is_none()));
    let mut placed = people.to_vec();
    for (position, head) in heads.iter().enumerate() {
        placed[position].head = head.and_then(|head| u8::try_from(head).ok());
        placed[position].relation_to_head = head.map_or(0, |head| relation(people, head, position));
    }
    Shape {
        people: renumbered(&placed, &order),
    }
}

/// Who heads a household: the oldest grown-up below 75, men before women of nearly their age.
fn headship(person: &Person) -> i32 {
    let years = match person.age {
        ..OF_AGE => person.age - 100,
        OF_AGE..75 => person.age,
        _ => person.age - 60,
    };
    match person.gender {
        Gender::Male => years + 6,
        Gender::Female => years,
    }
}

/// The people in that order; who is not in it is dropped, and links to them.
pub fn renumbered(people: &[Person], order: &[usize]) -> Vec<Person> {
    let mut places = vec![None; people.len()];
    for (place, position) in order.iter().enumerate() {
        places[*position] = u8::try_from(place).ok();
    }
    let moved = |link: Option<u8>| link.and_then(|link| places[usize::from(link)]);
    order
        .iter()
        .map(|position| {
            let person = people[*position];
            Person {
                father: moved(person.father),
                mother: moved(person.mother),
                spouse: moved(person.spouse),
                guardian: moved(person.guardian),
                head: moved(person.head),
                ..person
            }
        })
        .collect()
}
