//! The generated people resemble a nation: bounds that a careless change would leave.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use dancu::domain::citizen::Citizen;
use dancu::domain::citizen_number::Gender;
use dancu::domain::place::Place;
use dancu::domain::status::RecordStatus;
use dancu::population::{NumberMode, PICTURE_DATE, Settings, generate, personas};
use dancu::reference;

/// Twenty thousand living people, and the others that come with them; personas left out.
fn people() -> &'static [Citizen] {
    static PEOPLE: OnceLock<Vec<Citizen>> = OnceLock::new();
    PEOPLE.get_or_init(|| {
        let settings = Settings {
            size: 20_000,
            seed: 2025,
            numbers: NumberMode::Provinces,
        };
        let named = personas(NumberMode::Provinces).unwrap();
        let named = named
            .iter()
            .filter(|persona| persona.person.is_some())
            .count();
        generate(&settings)
            .skip(named)
            .map(Result::unwrap)
            .collect()
    })
}

/// How many in a thousand of the living fulfil a condition.
fn permille(of: impl Fn(&Citizen) -> bool) -> usize {
    let living = || {
        let all = people().iter();
        all.filter(|citizen| citizen.identity.status_on(PICTURE_DATE) == RecordStatus::Active)
    };
    living().filter(|citizen| of(citizen)).count() * 1000 / living().count()
}

fn age(citizen: &Citizen) -> u16 {
    citizen.identity.date_of_birth.latest().age_on(PICTURE_DATE)
}

#[test]
fn the_living_are_as_many_as_asked_for() {
    let living = people()
        .iter()
        .filter(|citizen| citizen.identity.status_on(PICTURE_DATE) == RecordStatus::Active)
        .count();
    // Whole families, until there are enough.
    assert!((20_000..20_064).contains(&living), "{living}");
    assert!(people().len() < 22_000);
}

#[test]
fn every_number_is_marked_unique_and_fits_its_person() {
    let mut numbers = BTreeSet::new();
    let mut disagreeing = 0;
    for citizen in people() {
        let identity = &citizen.identity;
        let Some(number) = identity.number else {
            assert!(identity.date_of_birth.year() < 1900 || identity.died_before_numbers());
            continue;
        };
        assert!(number.is_marked(), "{number:?}");
        assert!(numbers.insert(number), "{number:?}");
        for former in &citizen.identity.former_numbers {
            assert!(former.number.is_marked() && numbers.insert(former.number));
        }
        let fits =
            number.gender() == identity.gender && number.year() == identity.date_of_birth.year();
        disagreeing += usize::from(!fits);
    }
    // Lawful, and rare.
    assert!(disagreeing * 100 < people().len(), "{disagreeing}");
}

#[test]
fn sexes_and_ages_are_those_of_the_country() {
    let female = permille(|citizen| citizen.identity.gender == Gender::Female);
    assert!((490..=515).contains(&female), "{female}");
    let children = permille(|citizen| age(citizen) < 15);
    assert!((200..=260).contains(&children), "{children}");
    let old = permille(|citizen| age(citizen) >= 65);
    assert!((70..=120).contains(&old), "{old}");
}

#[test]
fn surnames_have_their_shares_and_names_are_many() {
    let first = |citizen: &Citizen| {
        let name = citizen.identity.full_name.as_str();
        name.split(' ').next().unwrap_or_default().to_owned()
    };
    let nguyen = permille(|citizen| first(citizen) == "Nguyễn");
    assert!((260..=420).contains(&nguyen), "{nguyen}");
    let tran = permille(|citizen| first(citizen) == "Trần");
    assert!((60..=140).contains(&tran), "{tran}");
    let names: BTreeSet<&str> = people()
        .iter()
        .map(|citizen| citizen.identity.full_name.as_str())
        .collect();
    assert!(names.len() * 2 > people().len(), "{}", names.len());
}

#[test]
fn everybody_lives_in_a_province_and_all_of_them_are_lived_in() {
    let mut provinces: BTreeMap<u8, usize> = BTreeMap::new();
    for citizen in people() {
        let province = match citizen.permanent_residence.as_ref() {
            Some(Place::Ward { link, .. }) => {
                reference::ward_link(*link).map(|row| row.province_since)
            }
            Some(Place::Province(code)) => {
                reference::province_before(*code).map(|row| row.successor)
            }
            Some(Place::Abroad { .. }) | None => None,
        };
        if let Some(province) = province {
            *provinces.entry(province).or_default() += 1;
        }
    }
    assert_eq!(provinces.len(), 34, "{provinces:?}");
    let (hanoi, ho_chi_minh) = (provinces[&1], provinces[&79]);
    assert!(hanoi > 1000 && ho_chi_minh > 1500, "{hanoi} {ho_chi_minh}");
}

#[test]
fn most_are_kinh_and_all_large_peoples_are_there() {
    let kinh = permille(|citizen| citizen.ethnic_group == 1);
    assert!((820..=880).contains(&kinh), "{kinh}");
    let groups: BTreeSet<u8> = people()
        .iter()
        .map(|citizen| citizen.ethnic_group)
        .collect();
    assert!(groups.len() > 30, "{groups:?}");
}

#[test]
fn papers_fit_the_age() {
    for citizen in people() {
        let (age, born) = (age(citizen), citizen.identity.date_of_birth.earliest());
        if let Some(card) = citizen.card {
            assert!(card.issued_on >= born && card.issued_on <= PICTURE_DATE);
        }
        for cmnd in &citizen.cmnd {
            assert!(age >= 14, "{cmnd:?}");
        }
        if let Some(account) = citizen.electronic_identity {
            assert!(account.granted_on <= PICTURE_DATE);
        }
    }
    let with_card = permille(|citizen| age(citizen) >= 20 && citizen.card.is_some());
    assert!(with_card > 600, "{with_card}");
}

#[test]
fn the_same_seed_gives_the_same_people_and_another_gives_others() {
    let some = |seed| {
        let settings = Settings {
            size: 200,
            seed,
            numbers: NumberMode::Provinces,
        };
        generate(&settings).map(Result::unwrap).collect::<Vec<_>>()
    };
    assert_eq!(some(1), some(1));
    assert_ne!(some(1), some(2));
}
