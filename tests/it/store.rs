//! What is written is read back: the population file, and the edits laid over it.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use dancu::clock::{BusinessDate, Timestamp};
use dancu::domain::birth_date::BirthDate;
use dancu::domain::card::{
    Card, CardCustody, CardKind, Cmnd, ElectronicIdentity, IdentityLevel, LockReason,
};
use dancu::domain::citizen::{
    BloodGroup, Citizen, FormerName, HouseholdPlace, Occupation, PersonId,
};
use dancu::domain::citizen_number::{CitizenNumber, CmndNumber};
use dancu::domain::civil_date::CivilDate;
use dancu::domain::kin::{Kinsman, Links, kin_of, relative_of};
use dancu::domain::name::{FullName, blocking_key};
use dancu::domain::place::{CountryCode, Place, ProvinceCode};
use dancu::domain::status::{CancelReason, RecordStatus, StatusPeriod};
use dancu::population::{NumberMode, PICTURE_DATE, Settings, generate};
use dancu::seeding::seed;
use dancu::store::{Batch, Candidates, FolderLock, Population, PopulationWriter, WriterFacts};
use dancu::worlds::{People, World};
use proptest::prelude::*;

use crate::support::scratch_folder;

fn people(size: u64, seed: u64) -> Vec<Citizen> {
    let settings = Settings {
        size,
        seed,
        numbers: NumberMode::Provinces,
    };
    generate(&settings).map(Result::unwrap).collect()
}

/// Everybody by their own record.
fn batch(people: &[Citizen]) -> Batch {
    let mut batch = Batch::default();
    for citizen in people {
        batch.add_alone(citizen);
    }
    batch
}

fn write(folder: &std::path::Path, people: &[Citizen]) -> (Population, String) {
    write_batch(folder, &batch(people))
}

fn write_batch(folder: &std::path::Path, batch: &Batch) -> (Population, String) {
    let mut writer = PopulationWriter::begin(folder).unwrap();
    writer.write(batch, batch.digest()).unwrap();
    let facts = WriterFacts {
        size: batch.len() as u64,
        seed: 0,
        numbers: "provinces".to_owned(),
        picture_date: PICTURE_DATE.to_string(),
    };
    let digest = writer.finish(&facts).unwrap();
    (Population::open(folder).unwrap(), digest)
}

#[test]
fn everybody_is_read_back_as_written() {
    let folder = scratch_folder();
    let people = people(5000, 42);
    let (population, digest) = write(folder.path(), &people);
    assert_eq!(population.facts().digest, digest);
    assert_eq!(population.facts().people, people.len() as u64);
    let mut read = Vec::new();
    let reading = population.for_each(|citizen| {
        read.push(citizen);
        true
    });
    reading.unwrap();
    assert_eq!(read.len(), people.len());
    for (read, written) in read.iter().zip(&people) {
        assert_eq!(read, written);
    }
    for citizen in people.iter().step_by(7) {
        let id = citizen.identity.id;
        assert_eq!(population.citizen(id).unwrap().as_ref(), Some(citizen));
        assert_eq!(
            population.identity(id).unwrap().as_ref(),
            Some(&citizen.identity)
        );
    }
    assert_eq!(population.citizen(PersonId(0)).unwrap(), None);
    assert_eq!(population.citizen(PersonId(i64::MAX)).unwrap(), None);
}

#[test]
fn kin_are_read_back_as_they_were_drawn_with_households_and_relatives() {
    let folder = scratch_folder();
    let settings = Settings {
        size: 3000,
        seed: 42,
        numbers: NumberMode::Provinces,
    };
    let threads = NonZeroUsize::new(2).unwrap();
    seed(folder.path(), &settings, threads, Arc::new(|_| true)).unwrap();
    let population = Population::open(folder.path()).unwrap();
    let drawn: Vec<Citizen> = generate(&settings).map(Result::unwrap).collect();
    let mut read = Vec::new();
    let reading = population.for_each(|citizen| {
        read.push(citizen);
        true
    });
    reading.unwrap();
    assert_eq!(read.len(), drawn.len());
    let mut households: BTreeMap<u32, Vec<&Citizen>> = BTreeMap::new();
    for (read, drawn) in read.iter().zip(&drawn) {
        assert_eq!(read, drawn);
        let id = drawn.identity.id;
        assert_eq!(population.citizen(id).unwrap().as_ref(), Some(drawn));
        assert_eq!(
            population.identity(id).unwrap().as_ref(),
            Some(&drawn.identity)
        );
        if let Some(place) = drawn.household {
            households.entry(place.household).or_default().push(drawn);
        }
    }
    let mut led_by_record = 0;
    let all = households.len();
    for (household, members) in households {
        let found = population.household(household).unwrap();
        assert!(found.iter().eq(members.iter().copied()), "{household}");
        let Some(head) = population.head_of_household(household).unwrap() else {
            led_by_record += 1;
            continue;
        };
        let is_head = |citizen: &&&Citizen| {
            citizen
                .household
                .is_some_and(|place| place.relation_to_head == 1)
        };
        let whole = (*members.iter().find(is_head).unwrap()).clone();
        let relatives = Vec::new();
        assert_eq!(head, Citizen { relatives, ..whole }, "{household}");
    }
    assert!(all > 700 && led_by_record < 40, "{led_by_record} of {all}");
}

/// A couple with twins, the younger brother whom an aunt represents, and she in a household of her own.
fn family() -> Vec<(Citizen, Links, Option<u8>)> {
    let couple = Links {
        father: Some(0),
        mother: Some(1),
        ..Links::default()
    };
    let wed = |spouse| Links {
        spouse: Some(spouse),
        ..Links::default()
    };
    let ward = Links {
        guardian: Some(5),
        ..couple
    };
    let places = [
        (wed(1), Some(0)),
        (wed(0), Some(0)),
        (couple, Some(0)),
        (couple, Some(0)),
        (ward, Some(0)),
        (Links::default(), Some(5)),
        (Links::default(), None),
    ];
    let mut members: Vec<_> = people(500, 49)
        .into_iter()
        .skip(400)
        .zip(places)
        .map(|(citizen, (links, head))| (citizen, links, head))
        .collect();
    let born = members[2].0.identity.date_of_birth;
    members[3].0.identity.date_of_birth = born;
    for (id, (citizen, _, head)) in (1000..).zip(&mut members) {
        citizen.identity.id = PersonId(id);
        citizen.residence_file = None;
        citizen.relatives.clear();
        citizen.household = head.map(|head| HouseholdPlace {
            household: 1000 + u32::from(head),
            relation_to_head: 1 + u8::from(i64::from(head) != id - 1000),
        });
    }
    members
}

#[test]
fn relatives_are_told_by_the_links_and_a_household_begins_with_its_head() {
    let folder = scratch_folder();
    let family = family();
    let kinsmen: Vec<Kinsman<'_>> = family
        .iter()
        .map(|(citizen, links, head)| Kinsman {
            citizen,
            links: *links,
            head: *head,
        })
        .collect();
    let mut batch = Batch::default();
    batch.add_cluster(&kinsmen);
    let (population, _) = write_batch(folder.path(), &batch);
    for (position, kinsman) in kinsmen.iter().enumerate() {
        let links_at = |at: usize| kinsmen.get(at).map(|kinsman| kinsman.links);
        let mut expected = kinsman.citizen.clone();
        let kin = kin_of(position, &links_at, kinsmen.len());
        expected.relatives = kin
            .into_iter()
            .map(|(relation, at)| relative_of(relation, kinsmen[at].citizen))
            .collect();
        let id = expected.identity.id;
        assert_eq!(
            population.citizen(id).unwrap(),
            Some(expected),
            "{position}"
        );
    }
    let ids = |household: u32| -> Vec<i64> {
        let members = population.household(household).unwrap();
        members.iter().map(|member| member.identity.id.0).collect()
    };
    assert_eq!(ids(1000), [1000, 1001, 1002, 1003, 1004]);
    assert_eq!(ids(1005), [1005]);
    for nobody in [999, 1001, 1006, 1007] {
        assert_eq!(ids(nobody), [0; 0], "{nobody}");
    }
}

/// What makes a record unlike most: each change alone or with others.
fn changes() -> Vec<fn(&mut Citizen)> {
    fn day(year: u16) -> CivilDate {
        CivilDate::new(year, 2, 3).unwrap()
    }
    fn cmnd(number: u32) -> Cmnd {
        Cmnd {
            number: CmndNumber::new(number).unwrap(),
            issued_by: number.is_multiple_of(2).then_some(ProvinceCode(42)),
            issued_on: number.is_multiple_of(3).then(|| day(1999)),
        }
    }
    fn ended(status: RecordStatus, until: Option<CivilDate>) -> Vec<StatusPeriod> {
        vec![StatusPeriod {
            status,
            from: day(1979),
            until,
        }]
    }
    vec![
        |person| person.identity.full_name = FullName::parse("Y").unwrap(),
        |person| {
            let name = "Công Tằng Tôn Nữ Thị Kim Hoàng Anh";
            person.identity.full_name = FullName::parse(name).unwrap();
        },
        |person| person.identity.date_of_birth = BirthDate::parse("1801-05-06").unwrap(),
        |person| person.identity.date_of_birth = BirthDate::parse("1942").unwrap(),
        |person| person.identity.date_of_birth = BirthDate::parse("03/1950").unwrap(),
        |person| person.identity.number = None,
        |person| person.identity.restricted = true,
        |person| person.identity.status_periods = ended(RecordStatus::Deceased, None),
        |person| person.identity.status_periods = ended(RecordStatus::Missing, Some(day(1990))),
        |person| {
            let reason = CancelReason::FalsePapers;
            person.identity.status_periods = ended(RecordStatus::Cancelled(reason), None);
        },
        |person| {
            person.identity.former_names = vec![FormerName {
                full_name: FullName::parse("Trần Thị Cũ").unwrap(),
                until: day(1995),
            }];
        },
        |person| person.cmnd = vec![cmnd(111_000_001), cmnd(111_000_002), cmnd(111_000_003)],
        |person| person.cmnd = (0..9).map(|nth| cmnd(222_000_000 + nth)).collect(),
        |person| person.other_name = Some(FullName::parse("Tên Khác").unwrap()),
        |person| person.mobile = Some("0912345678".into()),
        |person| person.mobile = Some("0100000000".into()),
        |person| person.email = Some("a@b.example".into()),
        |person| person.nationality = vec![CountryCode::parse("FR").unwrap()],
        |person| person.nationality.clear(),
        |person| person.hometown = None,
        |person| person.place_of_birth = Some(Place::Province(ProvinceCode(42))),
        |person| {
            person.current_residence = Some(Place::Abroad {
                country: CountryCode::parse("DE").unwrap(),
                detail: Some("Berlin".into()),
            });
        },
        |person| person.permanent_residence = None,
        |person| person.temporary_residence = person.permanent_residence.clone(),
        |person| person.absent_since = Some(day(1979)),
        |person| person.absent_since = Some(day(2024)),
        |person| person.residence_file = Some("HS42-00000001".into()),
        |person| person.occupation = Occupation::Recorded("Nghề lạ".into()),
        |person| person.occupation = Occupation::Withheld,
        |person| {
            person.household = Some(HouseholdPlace {
                household: 7,
                relation_to_head: 4,
            });
        },
        |person| person.card = None,
        |person| {
            // Never before birth: such a record is refused.
            let born = person.identity.date_of_birth.latest();
            person.card = Some(Card {
                kind: CardKind::Cmnd12,
                issued_on: day(2012).max(born),
                expires_on: None,
                custody: CardCustody::Held,
            });
        },
        |person| {
            person.electronic_identity = Some(ElectronicIdentity {
                level: IdentityLevel::One,
                granted_on: day(2024),
                activated: false,
                locked: Some(LockReason::AuthorityRequest),
            });
        },
        |person| person.undetermined_nationality = true,
        |person| person.blood_group = Some(BloodGroup::O),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn whatever_a_record_holds_is_read_back(
        chosen in proptest::collection::vec(
            proptest::sample::subsequence((0..changes().len()).collect::<Vec<_>>(), 0..6),
            120,
        ),
    ) {
        let folder = scratch_folder();
        let mut people: Vec<Citizen> = people(200, 50).into_iter().skip(80).take(120).collect();
        for (person, chosen) in people.iter_mut().zip(chosen) {
            for change in chosen {
                changes()[change](person);
            }
        }
        let (population, _) = write(folder.path(), &people);
        for person in &people {
            let id = person.identity.id;
            let read = population.citizen(id).unwrap();
            prop_assert_eq!(read.as_ref(), Some(person));
            let identity = population.identity(id).unwrap();
            prop_assert_eq!(identity.as_ref(), Some(&person.identity));
            let birth = person.identity.date_of_birth.packed();
            let found = population.candidates(&Candidates {
                births: (birth, birth),
                name_keys: &[blocking_key(&person.identity.full_name)],
                limit: 1000,
            });
            prop_assert!(found.unwrap().contains(&person.identity));
            if let Some(place) = person.household {
                let members = population.household(place.household).unwrap();
                prop_assert!(members.contains(person));
            }
            for cmnd in &person.cmnd {
                prop_assert!(population.holders_of_cmnd(cmnd.number).unwrap().contains(&id));
            }
        }
    }
}

#[test]
fn everybody_is_found_by_every_number_and_by_name_and_date() {
    let folder = scratch_folder();
    let people = people(1000, 43);
    let (population, _) = write(folder.path(), &people);
    for citizen in &people {
        let identity = &citizen.identity;
        if let Some(number) = identity.number {
            let found = population.identity_with_number(number).unwrap();
            assert_eq!(found.as_ref(), Some(identity));
        }
        for former in &citizen.identity.former_numbers {
            assert_eq!(
                population.former_holder(former.number).unwrap(),
                Some(identity.id)
            );
        }
        for cmnd in &citizen.cmnd {
            let holders = population.holders_of_cmnd(cmnd.number).unwrap();
            assert!(holders.contains(&identity.id));
        }
        let birth = identity.date_of_birth.packed();
        for keys in [&[][..], &[blocking_key(&identity.full_name)]] {
            let wanted = Candidates {
                births: (birth, birth),
                name_keys: keys,
                limit: 1000,
            };
            let found = population.candidates(&wanted).unwrap();
            assert!(found.contains(identity));
        }
    }
}

#[test]
fn the_digest_depends_on_the_people_alone() {
    let people = people(300, 44);
    let digest = |people: &[Citizen]| write(scratch_folder().path(), people).1;
    let first = digest(&people);
    assert_eq!(first, digest(&people));
    assert_ne!(first, digest(&people[..people.len() - 1]));
    let mut changed = people.clone();
    changed[200].blood_group = None;
    changed[200].email = Some("changed@changed.example".into());
    assert_ne!(first, digest(&changed));
}

#[test]
fn a_writer_that_is_dropped_leaves_nothing() {
    let folder = scratch_folder();
    let mut writer = PopulationWriter::begin(folder.path()).unwrap();
    let batch = batch(&people(100, 45));
    writer.write(&batch, batch.digest()).unwrap();
    drop(writer);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn two_people_with_one_number_are_refused_by_the_writer() {
    let folder = scratch_folder();
    let mut people = people(10, 46);
    let number = people[0].identity.number;
    people[1].identity.number = number;
    let mut writer = PopulationWriter::begin(folder.path()).unwrap();
    let batch = batch(&people);
    let finished = writer.write(&batch, batch.digest()).and_then(|()| {
        writer.finish(&WriterFacts {
            size: 10,
            seed: 0,
            numbers: String::new(),
            picture_date: String::new(),
        })
    });
    let error = finished.unwrap_err().to_string();
    assert!(error.contains("same number"), "{error}");
    assert!(!folder.path().join("population.db").exists());
}

/// Everybody of a world, and everybody's holders by number.
fn everybody(people: &People<'_>) -> Vec<Citizen> {
    let mut all = Vec::new();
    let reading = people.for_each(|citizen| {
        all.push(citizen);
        true
    });
    reading.unwrap();
    all
}

#[test]
fn people_laid_over_a_population_answer_like_people_in_one() {
    let written = people(200, 47);
    // Each is found in one world in the file, in the other in the overlay.
    let (direct, laid) = (scratch_folder(), scratch_folder());
    let (population, _) = write(direct.path(), &written);
    let (under, _) = write(laid.path(), &written);
    let day = BusinessDate::Fixed(PICTURE_DATE);
    let direct_world = World::read_only(direct.path(), Arc::new(population), day).unwrap();
    let _lock = FolderLock::take(laid.path()).unwrap();
    let laid_world = World::open(laid.path(), Arc::new(under), day).unwrap();
    let edited = laid_world.edit(Timestamp(1), |_| {
        let edits = written
            .iter()
            .map(|citizen| (citizen.identity.id, Some(citizen.clone())));
        Ok::<_, ()>((edits.collect(), ()))
    });
    assert!(edited.is_ok());
    let (left, right) = (direct_world.people(), laid_world.people());

    assert_eq!(everybody(&left), everybody(&right));
    for citizen in &written {
        let numbers = citizen.identity.number.map(CitizenNumber::Personal);
        let former = citizen
            .identity
            .former_numbers
            .iter()
            .map(|former| CitizenNumber::Personal(former.number));
        let cmnd = citizen
            .cmnd
            .iter()
            .map(|cmnd| CitizenNumber::Cmnd(cmnd.number));
        for number in numbers.into_iter().chain(former).chain(cmnd) {
            assert_eq!(
                left.holders(number).unwrap(),
                right.holders(number).unwrap()
            );
        }
    }
}

#[test]
fn edits_are_the_same_after_the_world_is_opened_again() {
    let written = people(200, 48);
    let folder = scratch_folder();
    write(folder.path(), &written);
    let day = BusinessDate::Fixed(PICTURE_DATE);
    let _lock = FolderLock::take(folder.path()).unwrap();
    let open = || {
        let population = Arc::new(Population::open(folder.path()).unwrap());
        World::open(folder.path(), population, day).unwrap()
    };
    let world = open();
    // Each of the even ones takes the data of another under their own id and number; every tenth is deleted.
    let edited = world.edit(Timestamp(1), |_| {
        let edits = written
            .iter()
            .enumerate()
            .filter(|(index, _)| index % 2 == 0);
        let edits = edits.map(|(index, citizen)| {
            let mut other = written[(index + 101) % written.len()].clone();
            other.identity.id = citizen.identity.id;
            other.identity.number = citizen.identity.number;
            other.identity.former_numbers.clear();
            (citizen.identity.id, (index % 10 != 0).then_some(other))
        });
        Ok::<_, ()>((edits.collect(), ()))
    });
    assert!(edited.is_ok());
    let before = everybody(&world.people());
    drop(world);
    let world = open();
    assert_eq!(everybody(&world.people()), before);
    world.reset().unwrap();
    assert_eq!(everybody(&world.people()), written);
    drop(world);
    assert_eq!(everybody(&open().people()), written);
}
