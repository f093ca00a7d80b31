//! Weights for the shapes, so that together they meet what the sources count.
//!
//! Generalised raking with the linear distance (Deville, Särndal 1992), margin after margin and round
//! after round: a shape is scaled the more, the more people it has of whom too few were met. It takes
//! seconds, so the weights are made once and stand in `fixtures/family_weights.csv`; a test makes
//! them again.

use super::Shape;
use crate::domain::citizen::MaritalStatus;
use crate::domain::citizen_number::Gender;
use crate::population::tables::{AGE_PYRAMID, HOUSEHOLDS, MARITAL_BY_AGE};

/// Rounds over all margins; from about 300 on the distances stay as they are.
const ROUNDS: usize = 400;
/// A weight changes by no more than this in one step.
const LEAST: f64 = 0.2;
const MOST: f64 = 5.0;
/// The weights of all shapes together.
const TOTAL: f64 = 1_000_000_000.0;
/// A shape with less weight than this is left out.
const SLIGHT: f64 = 30_000.0;
/// From this age on, single years hold too few people to be margins of their own.
const OLD: i32 = 90;
/// Mean members of a household (census 2019).
const MEAN: f64 = 3.6;
/// Households by size: 1 to 4 members, then 5 and more, whose split the source does not tell.
const SIZES: usize = 5;

/// One margin: how many there should be, and how many each shape has.
struct Margin {
    target: f64,
    shapes: Vec<(u32, f64)>,
}

/// The shapes that have weight, by their position, each with its weight.
pub fn weights(shapes: &[Shape]) -> Vec<(usize, u64)> {
    let people: f64 = age_classes().iter().map(|class| class.3).sum();
    let members: f64 = shapes.iter().map(|shape| count_of(shape.living())).sum();
    let start = |shape: &Shape| {
        if shape.living() > 0 {
            people / members
        } else {
            0.0
        }
    };
    let mut weights: Vec<f64> = shapes.iter().map(start).collect();
    let margins = margins(shapes);
    rake(&mut weights, &margins);
    // Those with little weight are left out, and the others take over.
    let sum: f64 = weights.iter().sum();
    for weight in &mut weights {
        if *weight / sum * TOTAL < SLIGHT {
            *weight = 0.0;
        }
    }
    rake(&mut weights, &margins);
    let sum: f64 = weights.iter().sum();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a weight is between 0 and TOTAL"
    )]
    let whole = |weight: f64| (weight / sum * TOTAL) as u64;
    let kept = weights.into_iter().map(whole).enumerate();
    kept.filter(|(_, weight)| *weight > 0).collect()
}

/// Scales the weights until the margins are met as nearly as they can be.
fn rake(weights: &mut [f64], margins: &[Margin]) {
    for margin in (0..ROUNDS).flat_map(|_| margins) {
        let mut met = 0.0;
        let mut squares = 0.0;
        for (shape, count) in &margin.shapes {
            met += weights[*shape as usize] * count;
            squares += weights[*shape as usize] * count * count;
        }
        if squares > 0.0 {
            let step = (margin.target - met) / squares;
            for (shape, count) in &margin.shapes {
                weights[*shape as usize] *= (1.0 + step * count).clamp(LEAST, MOST);
            }
        }
    }
}

/// Marital status by age group and sex, age in single years by sex, and sizes of households.
fn margins(shapes: &[Shape]) -> Vec<Margin> {
    let mut margins = marriages(shapes);
    margins.extend(ages(shapes));
    margins.extend(sizes(shapes));
    margins
}

fn margin(shapes: &[Shape], target: f64, count: impl Fn(&Shape) -> usize) -> Margin {
    let shapes = (0_u32..)
        .zip(shapes)
        .map(|(index, shape)| (index, count_of(count(shape))))
        .filter(|(_, count)| *count > 0.0)
        .collect();
    Margin { target, shapes }
}

fn count_of(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// First and last year, sex and people of each class of the pyramid.
fn age_classes() -> Vec<(i32, i32, Gender, f64)> {
    let mut classes = Vec::new();
    for line in AGE_PYRAMID.lines() {
        let first = i32::from(line.age(0));
        for (gender, column) in [(Gender::Male, 1), (Gender::Female, 2)] {
            let people: u32 = line.number(column);
            if first < OLD {
                let people = f64::from(people) / 5.0;
                classes.extend((first..first + 5).map(|age| (age, age, gender, people)));
            } else {
                let last = if first >= 100 { i32::MAX } else { first + 4 };
                classes.push((first, last, gender, f64::from(people)));
            }
        }
    }
    classes
}

fn ages(shapes: &[Shape]) -> Vec<Margin> {
    let classes = age_classes().into_iter();
    classes
        .map(|(first, last, gender, people)| {
            margin(shapes, people, |shape| {
                let members = shape.people.iter().filter(|person| {
                    person.died.is_none()
                        && person.gender == gender
                        && (first..=last).contains(&person.age)
                });
                members.count()
            })
        })
        .collect()
}

/// The classes of marital status that the model tells apart.
fn class_of(status: MaritalStatus) -> usize {
    match status {
        MaritalStatus::Unknown | MaritalStatus::NeverMarried => 0,
        MaritalStatus::Married => 1,
        MaritalStatus::Widowed => 2,
        MaritalStatus::Divorced | MaritalStatus::Separated => 3,
    }
}

/// People by first age, last age, sex and class of marital status.
fn marriage_targets() -> Vec<(i32, i32, Gender, [f64; 4])> {
    let ages = age_classes();
    let firsts: Vec<i32> = MARITAL_BY_AGE
        .lines()
        .map(|line| line.age(1).into())
        .collect();
    let oldest = firsts.iter().copied().max().unwrap_or(0);
    let mut targets = Vec::new();
    for line in MARITAL_BY_AGE.lines() {
        let Some(gender) = Gender::parse(line.text(0)) else {
            line.malformed("names no sex")
        };
        let first = i32::from(line.age(1));
        let last = if first == oldest { i32::MAX } else { first + 4 };
        let people: f64 = ages
            .iter()
            .filter(|(age, _, sex, _)| *sex == gender && (first..=last).contains(age))
            .map(|(_, _, _, people)| people)
            .sum();
        let share = |column| people * f64::from(line.ten_thousandths::<u32>(column)) / 1_000_000.0;
        targets.push((
            first,
            last,
            gender,
            [share(2), share(3), share(4), share(5)],
        ));
    }
    add_up(&mut targets);
    targets
}

/// As many husbands as wives: the surplus of one sex is taken half from it and half given to the other,
/// out of and into those who never married and those who are widowed, by their numbers.
fn add_up(targets: &mut [(i32, i32, Gender, [f64; 4])]) {
    let married = |targets: &[(i32, i32, Gender, [f64; 4])], gender| -> f64 {
        let of_sex = targets.iter().filter(|target| target.2 == gender);
        of_sex.map(|target| target.3[1]).sum()
    };
    let (men, women) = (
        married(targets, Gender::Male),
        married(targets, Gender::Female),
    );
    let middle = f64::midpoint(men, women);
    for (_, _, gender, classes) in targets {
        let factor = middle / if *gender == Gender::Male { men } else { women };
        let all: f64 = classes.iter().sum();
        let kept = (classes[1] * factor).min(all);
        let others = all - classes[1];
        for class in [0, 2, 3] {
            if others > 0.0 {
                classes[class] *= (all - kept) / others;
            }
        }
        classes[1] = kept;
    }
}

fn marriages(shapes: &[Shape]) -> Vec<Margin> {
    let mut margins = Vec::new();
    for (first, last, gender, classes) in marriage_targets() {
        for (class, target) in classes.into_iter().enumerate() {
            margins.push(margin(shapes, target, |shape| {
                let members = shape.people.iter().filter(|person| {
                    person.died.is_none()
                        && person.gender == gender
                        && (first..=last).contains(&person.age)
                        && class_of(person.marital_status) == class
                });
                members.count()
            }));
        }
    }
    margins
}

fn sizes(shapes: &[Shape]) -> Vec<Margin> {
    let people: f64 = age_classes().iter().map(|(_, _, _, people)| people).sum();
    let mut by_size = [0.0_f64; SIZES];
    for line in HOUSEHOLDS.lines() {
        let share = f64::from(line.ten_thousandths::<u32>(1)) / 1_000_000.0;
        let size = usize::from(line.age(0));
        by_size[size.min(SIZES) - 1] += share;
    }
    let households = people / MEAN;
    by_size
        .into_iter()
        .enumerate()
        .map(|(index, share)| {
            margin(shapes, share * households, |shape| {
                let sizes = shape.household_sizes().into_iter();
                sizes.filter(|size| (*size).min(SIZES) == index + 1).count()
            })
        })
        .collect()
}
