//! Families, numbers and dates hold together, whatever the seed.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::cluster::{Cluster, MOST_MEMBERS, Member};
use super::*;
use crate::domain::citizen::{FIRST_NUMBERS, MaritalStatus, Relation};
use crate::domain::citizen_number::Gender;
use crate::domain::status::RecordStatus;

/// Some families in a row under a seed, completed.
pub(super) fn families(seed: u64, first: u64, count: u64) -> Vec<Cluster> {
    let settings = Settings {
        size: u64::MAX,
        seed,
        numbers: NumberMode::Provinces,
    };
    let clusters = Clusters::new(settings).expect("tables");
    let mut pass = clusters.ordered_pass();
    (first..first + count)
        .map(|index| {
            let mut cluster = clusters.cluster(index);
            pass.complete(&mut cluster).expect("room for numbers");
            cluster
        })
        .collect()
}

pub(super) fn at(cluster: &Cluster, link: Option<u8>) -> Option<&Member> {
    cluster.members.get(usize::from(link?))
}

/// The last day somebody lived, of the living the day of the picture.
pub(super) fn last_day(member: &Member) -> CivilDate {
    let periods = &member.citizen.identity.status_periods;
    let death = periods
        .iter()
        .find(|period| period.status == RecordStatus::Deceased);
    death.map_or(PICTURE_DATE, |period| period.from)
}

fn check_parent(parent: &Member, child: &Member, gender: Gender) -> Result<(), TestCaseError> {
    let (parent_identity, child_identity) = (&parent.citizen.identity, &child.citizen.identity);
    prop_assert_eq!(parent_identity.gender, gender);
    let age = parent_identity
        .date_of_birth
        .earliest()
        .age_on(child_identity.date_of_birth.latest());
    let oldest = if gender == Gender::Female { 48 } else { 75 };
    prop_assert!((17..=oldest).contains(&age), "{} years", age);
    prop_assert!(last_day(parent) >= child_identity.date_of_birth.earliest());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn parents_children_and_spouses_fit(seed: u64, first in 0_u64..1 << 40) {
        for cluster in families(seed, first, 8) {
            prop_assert!(cluster.members.len() <= MOST_MEMBERS);
            for (position, member) in cluster.members.iter().enumerate() {
                if let Some(mother) = at(&cluster, member.links.mother) {
                    check_parent(mother, member, Gender::Female)?;
                }
                if let Some(father) = at(&cluster, member.links.father) {
                    check_parent(father, member, Gender::Male)?;
                }
                if let Some(spouse) = at(&cluster, member.links.spouse) {
                    prop_assert_eq!(spouse.links.spouse.map(usize::from), Some(position));
                    prop_assert_ne!(spouse.citizen.identity.gender, member.citizen.identity.gender);
                }
                let status = member.citizen.marital_status;
                if member.is_living && status == MaritalStatus::Married {
                    let spouse = at(&cluster, member.links.spouse).expect("a spouse");
                    prop_assert!(spouse.is_living && spouse.citizen.marital_status == status);
                }
                if let Some(guardian) = at(&cluster, member.links.guardian) {
                    let born = guardian.citizen.identity.date_of_birth.earliest();
                    prop_assert!(guardian.is_living && born.age_on(PICTURE_DATE) >= 18);
                }
            }
        }
    }

    #[test]
    fn numbers_and_dates_fit(seed: u64, first in 0_u64..1 << 40) {
        let mut disagreeing = 0;
        let mut people = 0;
        for member in families(seed, first, 8).iter().flat_map(|cluster| &cluster.members) {
            let identity = &member.citizen.identity;
            let born = identity.date_of_birth;
            let last = last_day(member);
            people += 1;
            prop_assert!(born.earliest() <= PICTURE_DATE && last >= born.earliest());
            match identity.number {
                Some(number) => {
                    prop_assert!(number.is_marked());
                    disagreeing += usize::from(number.year() != born.year() || number.gender() != identity.gender);
                }
                None => prop_assert!(last < FIRST_NUMBERS, "only the long dead lack a number"),
            }
            for cmnd in &member.citizen.cmnd {
                prop_assert!(cmnd.issued_on < Some(last));
            }
            if let Some(card) = member.citizen.card {
                prop_assert!(card.issued_on <= last);
            }
        }
        prop_assert!(disagreeing * 50 <= people + 100, "{} of {}", disagreeing, people);
    }

    #[test]
    fn records_name_relatives_in_both_directions(seed: u64, first in 0_u64..1 << 40) {
        for cluster in families(seed, first, 4) {
            let people = cluster.into_citizens();
            let mut named: BTreeMap<(String, String), Vec<Relation>> = BTreeMap::new();
            let told = |name: &str, number: Option<_>| format!("{name} {number:?}");
            for person in &people {
                let own = told(person.identity.full_name.as_str(), person.identity.number);
                for relative in &person.relatives {
                    let other = told(relative.full_name.as_str(), relative.number);
                    named.entry((own.clone(), other)).or_default().push(relative.relation);
                }
            }
            for ((one, other), relations) in &named {
                let back = named.get(&(other.clone(), one.clone())).cloned().unwrap_or_default();
                for relation in relations {
                    let expected = match relation {
                        Relation::Father | Relation::Mother => vec![Relation::Child],
                        Relation::Child => vec![Relation::Father, Relation::Mother],
                        Relation::Spouse => vec![Relation::Spouse],
                        Relation::Representative => vec![Relation::Represented],
                        Relation::Represented => vec![Relation::Representative],
                    };
                    prop_assert!(back.iter().any(|relation| expected.contains(relation)), "{:?}", relation);
                }
            }
        }
    }
}

#[test]
fn a_household_is_one_stretch_at_one_address() {
    for cluster in families(7, 0, 400) {
        let first_id = cluster.members[0].citizen.identity.id.0;
        let mut last = None;
        for (position, member) in cluster.members.iter().enumerate() {
            let Some(place) = member.citizen.household else {
                assert!(!member.is_living && member.head.is_none());
                continue;
            };
            let head = usize::from(member.head.expect("a head"));
            assert_eq!(
                i64::from(place.household),
                first_id + i64::try_from(head).expect("small")
            );
            assert_eq!(place.relation_to_head == 1, head == position);
            assert!(
                head == position || last == Some(head),
                "the head comes first"
            );
            let home = |member: &Member| member.citizen.current_residence.clone();
            assert_eq!(home(member), home(&cluster.members[head]));
            last = Some(head);
        }
    }
}

#[test]
fn children_bear_the_name_of_the_line_they_continue() {
    let first_word = |member: &Member| {
        let name = member.citizen.identity.full_name.as_str();
        name.split(' ').next().unwrap_or_default().to_owned()
    };
    let last_word = |member: &Member| {
        let name = member.citizen.identity.full_name.as_str();
        name.split(' ').next_back().unwrap_or_default().to_owned()
    };
    let (mut kinh, mut ede) = (0, 0);
    for cluster in families(3, 0, 6_000) {
        for member in &cluster.members {
            let (father, mother) = (
                at(&cluster, member.links.father),
                at(&cluster, member.links.mother),
            );
            match (member.citizen.ethnic_group, father, mother) {
                (1, Some(father), _) if father.citizen.ethnic_group == 1 => {
                    assert_eq!(first_word(member), first_word(father));
                    kinh += 1;
                }
                // Ê Đê: the clan stands last and is the mother's.
                (11, _, Some(mother)) if mother.citizen.ethnic_group == 11 => {
                    assert_eq!(last_word(member), last_word(mother));
                    ede += 1;
                }
                _ => {}
            }
        }
    }
    assert!(kinh > 10_000 && ede > 50, "{kinh} {ede}");
}

#[test]
fn there_are_twins_second_marriages_orphans_and_single_parents() {
    let mut counts = [0_u32; 4];
    for cluster in families(1, 0, 4_000) {
        for member in &cluster.members {
            let Member { citizen, links, .. } = member;
            let is_sibling = |other: &&Member| {
                links.mother.is_some()
                    && other.links.mother == links.mother
                    && other.citizen.identity.id != citizen.identity.id
            };
            let mut siblings = cluster.members.iter().filter(is_sibling);
            let day = citizen.identity.date_of_birth.day();
            counts[0] +=
                u32::from(siblings.any(|other| other.citizen.identity.date_of_birth.day() == day));
            let half = cluster.members.iter().any(|other| {
                links.father.is_some()
                    && other.links.father == links.father
                    && other.links.mother != links.mother
            });
            counts[1] += u32::from(half);
            counts[2] += u32::from(links.guardian.is_some());
            counts[3] += u32::from(links.father.is_none() && links.mother.is_some());
        }
    }
    assert!(counts.iter().all(|count| *count > 5), "{counts:?}");
}
