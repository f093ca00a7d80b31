//! The promises of the whole population: same people everywhere, unique numbers, believable shares.

use crate::reference::RESERVED_PREFIXES;
use std::collections::BTreeSet;

use super::cluster::MOST_MEMBERS;
use super::*;
use crate::domain::card::{CardKind, lawful_expiry};
use crate::domain::citizen_number::PersonalNumber;
use crate::domain::status::RecordStatus;

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
    let first: Vec<String> = generated(40).iter().take(12).map(told).collect();
    let expected = [
        r#"69 014143028752 Trịnh Thúy Nga 1943-04-14 [2021-02-24] ["050000100"]"#,
        r#"70 074157952343 Nguyễn Thị Vi 1957-08-25 [2021-12-26] ["280000100"]"#,
        r#"71 074077592251 Hồ Văn Minh 1977-04-29 [2022-09-23] ["281000100"]"#,
        r#"72 074178237522 Lê Thị Vy 1978-07-09 [2021-04-12] ["280389271"]"#,
        "73 074093659477 Hồ Mai Thanh Trang 1993-09-16 [2021-02-13] []",
        "74 074206410805 Hồ Ngọc Đức 2006-07-09 [2021-12-03] []",
        r#"75 074080820691 Hồ Văn Nghĩa 1980-12-01 [2021-11-30] ["281389271"]"#,
        r#"76 074182102412 Nguyễn Gia Hân 1982-05-02 [2023-11-03] ["280778442"]"#,
        "77 074209630587 Hồ Hoàng Long 2009-05-29 [2023-08-13] []",
        r#"78 074079096350 Phạm Văn Tuấn 1979-12-25 [2022-05-31] ["281778442"]"#,
        r#"79 074184404433 Hồ Thị Nguyên 1984-01-24 [2022-05-20] ["280167713"]"#,
        "80 074211617060 Phạm Đức Chính 2011-01-20 [2025-05-08] []",
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
fn size_counts_the_living_and_the_dead_of_the_families_come_on_top() {
    let people = generated(20_000);
    let living = people.iter().filter(|person| is_living(person)).count();
    assert!(
        (20_000..20_000 + MOST_MEMBERS).contains(&living),
        "whole families until there are enough: {living}"
    );
    let is = |wanted| move |person: &&Citizen| person.identity.status_on(PICTURE_DATE) == wanted;
    let dead = people.iter().filter(is(RecordStatus::Deceased)).count();
    assert!((800..1_600).contains(&dead), "{dead}");
    for rare in [RecordStatus::Missing, RecordStatus::Inactive] {
        assert!(people.iter().any(|person| is(rare)(&person)), "{rare:?}");
    }
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
        .filter(|person| is_living(person))
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
