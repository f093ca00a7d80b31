//! The shapes together meet the margins, and each of them is a family.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::*;
use crate::population::cluster::MOST_MEMBERS;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/family_weights.csv");

/// Makes the weights again; `BLESS=1` writes them.
#[test]
fn the_weights_are_those_that_raking_gives() {
    let rates = mortality::VitalRates::read().expect("tables");
    let shapes: Vec<Shape> = (0..SHAPES).map(|index| told(&rates, index)).collect();
    let mut made = String::from(
        "# source: MODEL, made by `make bless` from the other tables (src/population/families/raking.rs); never edited\n\
         # licence: facts\n\
         # note: shapes of families by their number, with their weight in a thousand million\n\
         shape,weight\n",
    );
    for (shape, weight) in raking::weights(&shapes) {
        writeln!(made, "{shape},{weight}").expect("a string takes everything");
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(FILE, &made).expect("written");
    }
    let kept = std::fs::read_to_string(FILE).expect("the file");
    assert!(
        kept == made,
        "fixtures/family_weights.csv is stale: run `make bless`"
    );
}

fn all() -> Vec<Shape> {
    Shapes::read().expect("tables").shapes
}

#[test]
fn every_shape_is_a_family() {
    for shape in all() {
        let members = shape.people.len();
        assert!((1..=MOST_MEMBERS - 4).contains(&members), "{members}");
        for (position, person) in shape.people.iter().enumerate() {
            let at = |link: Option<u8>| link.map(|link| &shape.people[usize::from(link)]);
            if let Some(mother) = at(person.mother) {
                assert_eq!(mother.gender, Gender::Female);
                assert!(
                    (18..=45).contains(&(mother.age - person.age)),
                    "{mother:?} {person:?}"
                );
                assert!(
                    mother.died.is_none_or(|died| died < person.age),
                    "{mother:?} {person:?}"
                );
            }
            if let Some(father) = at(person.father) {
                assert_eq!(father.gender, Gender::Male);
                assert!(father.age - person.age >= 18, "{father:?} {person:?}");
                assert!(
                    father.died.is_none_or(|died| died < person.age),
                    "{father:?} {person:?}"
                );
            }
            if let Some(spouse) = at(person.spouse) {
                assert_eq!(spouse.spouse.map(usize::from), Some(position));
                assert_ne!(spouse.gender, person.gender);
            }
            assert!(
                person
                    .died
                    .is_none_or(|died| (0..person.age).contains(&died)),
                "{person:?}"
            );
        }
    }
}

#[test]
fn marital_status_fits_the_spouse() {
    for person in all().iter().flat_map(|shape| {
        let living = shape.people.iter().filter(|person| person.died.is_none());
        living.map(|person| {
            (
                *person,
                person
                    .spouse
                    .map(|spouse| shape.people[usize::from(spouse)]),
            )
        })
    }) {
        match person {
            (
                Person {
                    marital_status: MaritalStatus::Married,
                    ..
                },
                spouse,
            ) => {
                assert!(
                    spouse.is_some_and(|spouse| spouse.died.is_none()),
                    "{person:?}"
                );
            }
            (
                Person {
                    marital_status: MaritalStatus::Widowed,
                    ..
                },
                spouse,
            ) => {
                assert!(
                    spouse.is_none_or(|spouse| spouse.died.is_some()),
                    "{person:?}"
                );
            }
            (
                Person {
                    marital_status: MaritalStatus::Separated,
                    ..
                },
                spouse,
            ) => {
                assert!(spouse.is_some(), "{person:?}");
            }
            (_, spouse) => assert!(spouse.is_none(), "{person:?}"),
        }
    }
}

#[test]
fn everybody_alive_lives_in_a_household_with_one_head_of_age() {
    for shape in all() {
        let mut last = None;
        for (position, person) in shape.people.iter().enumerate() {
            assert_eq!(person.head.is_some(), person.died.is_none());
            let Some(head) = person.head.map(usize::from) else {
                continue;
            };
            // The head comes first and the household is one stretch.
            assert!(head == position || last == Some(head), "{shape:?}");
            assert_eq!(person.relation_to_head == 1, head == position);
            assert!((1..=30).contains(&person.relation_to_head));
            last = Some(head);
        }
    }
}

#[test]
fn children_live_with_a_parent_or_have_a_guardian_where_there_is_anybody() {
    let mut minors = 0;
    let mut without = 0;
    for shape in all() {
        for person in shape.people.iter().filter(|person| person.age < 15) {
            let alive = |link: Option<u8>| {
                link.is_some_and(|link| shape.people[usize::from(link)].died.is_none())
            };
            minors += 1;
            let cared_for =
                alive(person.father) || alive(person.mother) || person.guardian.is_some();
            without += usize::from(person.died.is_none() && !cared_for);
        }
    }
    assert!(
        minors > 5_000 && without * 1_000 < minors,
        "{without} of {minors}"
    );
}

#[test]
fn households_hold_what_the_census_counts() {
    let shapes = Shapes::read().expect("tables");
    let mut sizes: BTreeMap<u32, u32> = BTreeMap::new();
    let count = 20_000;
    for index in 0..count {
        for size in shapes.at(index * (u64::MAX / count)).household_sizes() {
            *sizes
                .entry(u32::try_from(size).expect("small"))
                .or_default() += 1;
        }
    }
    let households: u32 = sizes.values().sum();
    let people: u32 = sizes.iter().map(|(size, count)| size * count).sum();
    let mean = f64::from(people) / f64::from(households);
    let alone = f64::from(sizes[&1]) / f64::from(households);
    assert!((3.55..3.65).contains(&mean), "{mean}");
    assert!((0.10..0.12).contains(&alone), "{alone}");
}
