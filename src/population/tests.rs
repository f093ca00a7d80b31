//! The promises of the whole population: same people everywhere, unique numbers, believable shares.

use crate::reference::RESERVED_PREFIXES;
use std::collections::BTreeSet;

use super::*;
use crate::domain::card::{CardKind, lawful_expiry};
use crate::domain::citizen::MaritalStatus;
use crate::domain::citizen_number::{Gender, PersonalNumber};
use crate::domain::place::Place;
use crate::domain::status::RecordStatus;
use crate::reference::{provinces_before, ward_link};

fn people(size: u64, seed: u64, numbers: NumberMode) -> Vec<Citizen> {
    generate(&Settings {
        size,
        seed,
        numbers,
    })
    .map(|person| person.expect("a person"))
    .collect()
}

/// The generated people without personas.
fn generated(size: u64) -> Vec<Citizen> {
    let personas = personas(NumberMode::Provinces).expect("personas");
    people(size, 1, NumberMode::Provinces).split_off(
        personas
            .iter()
            .filter(|persona| persona.person.is_some())
            .count(),
    )
}

fn is_living(person: &Citizen) -> bool {
    person.identity.status_periods.is_empty()
}

fn told(person: &Citizen) -> String {
    let identity = &person.identity;
    let number = identity
        .number
        .map(|number| number.to_string())
        .unwrap_or_default();
    let card = person
        .card
        .map(|card| card.issued_on.to_string())
        .unwrap_or_default();
    let cmnd: Vec<String> = person
        .cmnd
        .iter()
        .map(|cmnd| cmnd.number.to_string())
        .collect();
    let id = identity.id.0;
    format!(
        "{id} {number} {} {} [{card}] {cmnd:?}",
        identity.full_name, identity.date_of_birth
    )
}

#[test]
fn the_first_people_are_the_same_for_ever() {
    let first: Vec<String> = generated(6).iter().map(told).collect();
    let expected = [
        r"64 036319531438 Trịnh Thúy Nga 2019-06-05 [] []",
        r#"65 004178916655 Nguyễn Thị Nguyệt 1978-12-18 [2024-03-08] ["080000100"]"#,
        r"66 082309048354 An Phương Thảo 2009-06-28 [2023-08-05] []",
        r#"67 066169026483 Nguyễn Thị Chi 1969-04-24 [2021-04-26] ["240000100"]"#,
        r#"68 037196579165 Hoàng Thị Thanh Tâm 1996-03-19 [2021-06-17] ["164000100"]"#,
        r#"69 010141755006 Huỳnh Thị Duyên 1941 [2025-04-16] ["063000100"]"#,
    ];
    assert_eq!(first, expected);
}

#[test]
fn ids_count_from_one_and_personas_stand_first() {
    let people = people(100, 1, NumberMode::Provinces);
    assert!(
        people
            .iter()
            .zip(1..)
            .all(|(person, id)| person.identity.id.0 == id)
    );
    assert_eq!(people[0].identity.full_name.as_str(), "Nguyễn Văn Thành");
}

#[test]
fn a_small_population_is_the_beginning_of_a_larger_one() {
    let small = people(1_000, 42, NumberMode::Provinces);
    let large = people(10_000, 42, NumberMode::Provinces);
    assert!(large.len() > 10_000 && small == large[..small.len()]);
}

#[test]
fn another_seed_makes_other_people() {
    let name = |seed| people(3, seed, NumberMode::Provinces).last().map(told);
    assert_ne!(name(1), name(2));
}

#[test]
fn the_two_number_modes_differ_in_numbers_only() {
    let without_numbers = |mode| {
        let mut people = people(500, 1, mode);
        for person in &mut people {
            person.identity.number = None;
            person.identity.former_numbers.clear();
            person.relatives.clear();
        }
        people
    };
    assert_eq!(
        without_numbers(NumberMode::Provinces),
        without_numbers(NumberMode::Reserved)
    );
    for person in people(500, 1, NumberMode::Reserved) {
        assert!(
            person
                .identity
                .number
                .is_none_or(|number| RESERVED_PREFIXES.contains(&number.place_code()))
        );
    }
}

#[test]
fn all_numbers_are_unique_and_marked() {
    for mode in [NumberMode::Provinces, NumberMode::Reserved] {
        let people = people(20_000, 3, mode);
        let all: Vec<PersonalNumber> = people
            .iter()
            .flat_map(|person| person.identity.numbers())
            .collect();
        assert!(all.iter().all(|number| number.is_marked()));
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        let cmnd: Vec<u32> = people
            .iter()
            .flat_map(|person| &person.cmnd)
            .map(|cmnd| cmnd.number.value())
            .collect();
        assert!(cmnd.len() > 10_000);
        assert_eq!(
            cmnd.iter().collect::<BTreeSet<_>>().len(),
            cmnd.len() - 1,
            "one number belongs to two personas"
        );
    }
}

#[test]
fn size_counts_the_living_and_about_three_in_a_thousand_come_on_top() {
    let people = generated(20_000);
    let extra = people.len() - 20_000;
    assert!((40..90).contains(&extra), "{extra}");
    let ended = people.iter().filter(|person| !is_living(person)).count();
    assert_eq!(ended, extra);
    assert!(
        people
            .iter()
            .any(|person| person.identity.status_on(PICTURE_DATE) == RecordStatus::Deceased)
    );
}

#[test]
fn provinces_meet_their_share_of_the_census_closely() {
    let people = generated(20_000);
    let all: u64 = provinces_before()
        .iter()
        .map(|province| u64::from(province.population_2019))
        .sum();
    for province in provinces_before() {
        let lives_there = |person: &&Citizen| match person.current_residence {
            Some(Place::Ward { link, .. }) => {
                ward_link(link).is_some_and(|row| row.province_before == province.code)
            }
            _ => false,
        };
        let count = people.iter().filter(lives_there).count() as u64;
        let expected = 20_000 * u64::from(province.population_2019) / all;
        assert!(
            count.abs_diff(expected) <= 8 + expected / 100,
            "{}: {count}, expected {expected}",
            province.name
        );
    }
}

#[test]
fn sexes_ages_and_marriages_meet_the_pyramid_and_the_model() {
    let people = generated(20_000);
    let living: Vec<&Citizen> = people.iter().filter(|person| is_living(person)).collect();
    let age = |person: &Citizen| {
        person
            .identity
            .date_of_birth
            .earliest()
            .age_on(PICTURE_DATE)
    };
    let percent = |wanted: &dyn Fn(&Citizen) -> bool, of: &dyn Fn(&Citizen) -> bool| {
        let all = living.iter().filter(|person| of(person)).count();
        living
            .iter()
            .filter(|person| of(person) && wanted(person))
            .count()
            * 1_000
            / all
    };
    let everyone: &dyn Fn(&Citizen) -> bool = &|_| true;
    let adults: &dyn Fn(&Citizen) -> bool = &|person| age(person) >= 15;
    let men = percent(&|person| person.identity.gender == Gender::Male, everyone);
    assert!((494..504).contains(&men), "{men}");
    let children = percent(&|person| age(person) < 15, everyone);
    assert!((219..231).contains(&children), "{children}");
    let married = percent(
        &|person| person.marital_status == MaritalStatus::Married,
        adults,
    );
    assert!((660..720).contains(&married), "{married}");
    assert_eq!(
        percent(
            &|person| person.marital_status != MaritalStatus::NeverMarried,
            &|person| age(person) < 14
        ),
        0
    );
}

#[test]
fn surnames_meet_the_national_shares() {
    let people = generated(20_000);
    for (surname, per_thousand) in [
        ("Nguyễn", 315),
        ("Lê", 109),
        ("Trần", 89),
        ("Phạm", 51),
        ("Bùi", 21),
    ] {
        let count = people
            .iter()
            .filter(|person| person.identity.full_name.as_str().split(' ').next() == Some(surname))
            .count();
        let found = count * 1_000 / people.len();
        assert!(
            found.abs_diff(per_thousand) <= 8,
            "{surname}: {found} of 1,000"
        );
    }
    let kinh = people
        .iter()
        .filter(|person| person.ethnic_group == 1)
        .count()
        * 1_000
        / people.len();
    assert!((845..861).contains(&kinh), "{kinh}");
}

#[test]
fn documents_obey_age_and_law() {
    for person in generated(20_000) {
        let born = person.identity.date_of_birth;
        for cmnd in &person.cmnd {
            let issued = cmnd.issued_on.expect("a day");
            assert!(
                born.earliest().age_on(issued) >= 14 && issued.year() < 2020,
                "{}",
                told(&person)
            );
        }
        let Some(card) = person.card else {
            assert_eq!(person.electronic_identity, None, "{}", told(&person));
            continue;
        };
        assert!(card.issued_on <= PICTURE_DATE && born.earliest() <= card.issued_on);
        assert_eq!(card.kind, CardKind::issued_on(card.issued_on));
        assert_eq!(card.expires_on, lawful_expiry(card.issued_on, born));
        let young = born.earliest().age_on(card.issued_on) < 14;
        assert!(
            !young || card.kind == CardKind::IdentityCard,
            "{}",
            told(&person)
        );
        if let Some(account) = person.electronic_identity {
            assert!(account.granted_on >= card.issued_on && account.granted_on <= PICTURE_DATE);
        }
    }
}

#[test]
fn most_adults_have_a_valid_card_and_the_rest_is_there_too() {
    let people = generated(20_000);
    let adults: Vec<&Citizen> = people
        .iter()
        .filter(|person| {
            person
                .identity
                .date_of_birth
                .earliest()
                .age_on(PICTURE_DATE)
                >= 18
        })
        .collect();
    let with_card =
        adults.iter().filter(|person| person.card.is_some()).count() * 100 / adults.len();
    assert!((93..99).contains(&with_card), "{with_card}");
    let states: BTreeSet<&str> = adults
        .iter()
        .filter_map(|person| person.card?.state_on(PICTURE_DATE))
        .map(crate::domain::card::CardState::as_str)
        .collect();
    assert!(
        ["valid", "expired", "lost", "held"]
            .iter()
            .all(|state| states.contains(state)),
        "{states:?}"
    );
    assert!(
        people
            .iter()
            .any(|person| !person.identity.former_numbers.is_empty())
    );
    assert!(
        people
            .iter()
            .any(|person| !person.identity.former_names.is_empty())
    );
    let disagrees = |person: &&Citizen| {
        person.identity.number.is_some_and(|number| {
            number.gender() != person.identity.gender
                || number.year() != person.identity.date_of_birth.year()
        })
    };
    assert!((1..40).contains(&people.iter().filter(disagrees).count()));
}

#[test]
fn a_full_cell_ends_the_population_with_an_error() {
    let settings = Settings {
        size: 10,
        seed: 1,
        numbers: NumberMode::Provinces,
    };
    let clusters = Clusters::new(settings).expect("tables");
    let mut people = Generated {
        pass: OrderedPass::without_numbers(&settings),
        clusters,
        next_cluster: 0,
        ready: Vec::new().into_iter(),
    };
    assert!(matches!(
        people.next(),
        Some(Err(PopulationError::CellFull(_)))
    ));
    assert_eq!(people.next(), None);
}
