//! What is written is read back: the population file, and the edits laid over it.

use std::sync::Arc;

use dancu::clock::{BusinessDate, Timestamp};
use dancu::domain::citizen::{Citizen, PersonId};
use dancu::domain::citizen_number::CitizenNumber;
use dancu::domain::name::blocking_key;
use dancu::population::{NumberMode, PICTURE_DATE, Settings, generate};
use dancu::store::{Batch, Candidates, FolderLock, Population, PopulationWriter, WriterFacts};
use dancu::worlds::{People, World};

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
    let mut writer = PopulationWriter::begin(folder).unwrap();
    let batch = batch(people);
    writer.write(&batch, batch.digest()).unwrap();
    let facts = WriterFacts {
        size: people.len() as u64,
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
