//! Shapes of families: who is whose child and spouse, how old, and who lives with whom. No names, no
//! places, no days.
//!
//! Some thousands of shapes are told by a small simulation of marriages, births and deaths with the
//! rates of the United Nations ([`simulation`]), parted into households ([`households`]), and then
//! weighted so that together they meet the age pyramid, marital status by age and sex, and the sizes of
//! households (`raking`): what censuses publish as margins, families satisfy jointly. A population
//! takes its clusters from the shapes by these weights. MODEL throughout; the weights make the margins
//! facts.

mod chance;
mod households;
mod mortality;
#[cfg(test)]
mod raking;
mod relations;
mod simulation;

pub use relations::relation;

use super::tables::FAMILY_WEIGHTS;
use super::weighted::Ordered;
use crate::domain::citizen::MaritalStatus;
use crate::domain::citizen_number::Gender;

/// How many shapes are weighed; most of the weight lies on fewer.
#[cfg(test)]
const SHAPES: u64 = 12_288;

/// Members of a shape, at the most; the rest of [`MOST_MEMBERS`](super::cluster::MOST_MEMBERS) is for
/// people who are added to a cluster.
const MOST_PEOPLE: usize = 48;

/// One person of a shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Person {
    /// Whole years on the day of the picture, for the dead the years they would have.
    pub age: i32,
    /// The sex.
    pub gender: Gender,
    /// Whole years between death and picture.
    pub died: Option<i32>,
    /// Marital status, for the dead at death.
    pub marital_status: MaritalStatus,
    /// Position of the father.
    pub father: Option<u8>,
    /// Position of the mother.
    pub mother: Option<u8>,
    /// Position of the spouse: the present one, or the one whom death parted.
    pub spouse: Option<u8>,
    /// Position of the guardian.
    pub guardian: Option<u8>,
    /// Born on the same day as the sibling before.
    pub is_twin: bool,
    /// Position of the head of the household; `None` for the dead.
    pub head: Option<u8>,
    /// Relation to the head, 1-30 of `fixtures/relations_to_head.csv`; 0 for the dead.
    pub relation_to_head: u8,
}

impl Person {
    /// Somebody alive and unmarried whom no link ties to anybody.
    pub fn alone() -> Self {
        Self {
            age: 0,
            gender: Gender::Female,
            died: None,
            marital_status: MaritalStatus::NeverMarried,
            father: None,
            mother: None,
            spouse: None,
            guardian: None,
            is_twin: false,
            head: None,
            relation_to_head: 0,
        }
    }
}

/// A family: households with the head first, then the dead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shape {
    /// Everybody.
    pub people: Vec<Person>,
}

impl Shape {
    /// How many are alive.
    pub fn living(&self) -> usize {
        let alive = self.people.iter().filter(|person| person.died.is_none());
        alive.count()
    }

    /// The living members of each household, head by head.
    #[cfg(test)]
    pub fn household_sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.people.len()];
        for head in self.people.iter().filter_map(|person| person.head) {
            sizes[usize::from(head)] += 1;
        }
        sizes.retain(|size| *size > 0);
        sizes
    }
}

/// All shapes with their weights.
#[derive(Clone, Debug)]
pub struct Shapes {
    shapes: Vec<Shape>,
    /// In the order of living members, so that a stretch of positions is a class of size.
    by_weight: Ordered<u32>,
}

impl Shapes {
    /// Tells the shapes that have weight; `None` when a table is empty.
    pub fn read() -> Option<Self> {
        let rates = mortality::VitalRates::read()?;
        let mut shapes: Vec<(Shape, u64)> = FAMILY_WEIGHTS
            .lines()
            .map(|line| (told(&rates, line.number(0)), line.number(1)))
            .collect();
        shapes.sort_by_cached_key(|(shape, _)| shape.living());
        let (shapes, weights): (Vec<Shape>, Vec<u64>) = shapes.into_iter().unzip();
        let by_weight = Ordered::new((0..).zip(weights))?;
        Some(Self { shapes, by_weight })
    }

    /// The shape at `position` of 2^64.
    pub fn at(&self, position: u64) -> &Shape {
        let index = usize::try_from(self.by_weight.at(position)).unwrap_or(0);
        &self.shapes[index]
    }
}

/// Shape `index`.
fn told(rates: &mortality::VitalRates, index: u64) -> Shape {
    households::part(simulation::tell(rates, index), index)
}

#[cfg(test)]
mod tests;
