//! Any sequence of events leaves families whole: links agree on both sides, households have one head, and nobody is
//! married to the dead.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::support::population_folder;
use dancu::clock::{BusinessDate, Timestamp};
use dancu::domain::card::LockReason;
use dancu::domain::citizen::{Citizen, MaritalStatus, Relation};
use dancu::domain::citizen_number::{CitizenNumber, Gender, PersonalNumber};
use dancu::domain::civil_date::CivilDate;
use dancu::domain::name::FullName;
use dancu::domain::place::{Place, ProvinceCode};
use dancu::domain::status::{CancelReason, RecordStatus};
use dancu::population::PICTURE_DATE;
use dancu::registry::events::{
    Birth, CardRenewal, ChildName, Death, Destination, Divorce, IdentityLock, IdentityUnlock,
    LifeEvent, Marriage, Move, NumberReissue, Renaming, RenewalReason, Residence, What, happen,
};
use dancu::registry::{Caller, Context, Scopes};
use dancu::store::Population;
use dancu::worlds::{CallNotes, People, World};

/// So many people of the population take part: some families.
const PEOPLE: usize = 120;
/// Rows of named people, who stand before all families; their links are written by hand, some on one side alone.
const NAMED: usize = 100;

/// One step of a sequence, before it is known who takes part.
#[derive(Clone, Copy, Debug)]
struct Step {
    kind: u8,
    one: prop::sample::Index,
    other: prop::sample::Index,
    days_ago: u8,
    flag: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let indices = any::<(prop::sample::Index, prop::sample::Index)>();
    (0..10_u8, indices, 0..200_u8, any::<bool>()).prop_map(
        |(kind, (one, other), days_ago, flag)| Step {
            kind,
            one,
            other,
            days_ago,
            flag,
        },
    )
}

fn world() -> World {
    let population = Arc::new(Population::open(population_folder()).unwrap());
    World::read_only(
        population_folder(),
        population,
        BusinessDate::Fixed(PICTURE_DATE),
    )
    .unwrap()
}

/// Numbers of people of some families.
fn people(world: &World) -> Vec<PersonalNumber> {
    let mut numbers = Vec::new();
    let mut passed = 0;
    let everybody = world.people();
    everybody
        .for_each(|citizen| {
            passed += 1;
            if passed > NAMED {
                numbers.extend(citizen.identity.number);
            }
            numbers.len() < PEOPLE
        })
        .unwrap();
    numbers
}

/// Who may take part in a step.
struct Cast<'a> {
    step: Step,
    numbers: &'a [PersonalNumber],
    people: &'a People<'a>,
}

impl Cast<'_> {
    /// The event of the step. Where two by chance would hardly ever do, it happens to people it can happen to.
    fn event(&self) -> LifeEvent {
        let step = self.step;
        let what = match step.kind {
            0 => self.birth(),
            1 => What::Death(Death {
                number: self.one(),
                new_head: step.flag.then_some(self.other()),
            }),
            2 => What::Marriage(Marriage {
                number: self.first(step.one, &|citizen| is_free(citizen, Gender::Female)),
                spouse: self.first(step.other, &|citizen| is_free(citizen, Gender::Male)),
            }),
            3 => What::Divorce(Divorce { number: self.one() }),
            4 | 5 => self.moving(),
            6 => What::Renaming(Renaming {
                number: self.one(),
                full_name: name(if step.flag {
                    "Lưu Thị Mới"
                } else {
                    "Hà Văn Mới"
                }),
            }),
            7 => What::NumberReissue(NumberReissue {
                number: self.one(),
                reason: CancelReason::CollectedWrongly,
                gender: None,
                date_of_birth: None,
                place_of_birth_registration: None,
            }),
            8 => What::CardRenewal(CardRenewal {
                number: self.one(),
                reason: RenewalReason::OnRequest,
            }),
            _ if step.flag => What::IdentityLock(IdentityLock {
                number: self.one(),
                reason: LockReason::HolderRequest,
            }),
            _ => What::IdentityUnlock(IdentityUnlock {
                number: self.first(step.one, &is_locked),
            }),
        };
        LifeEvent {
            on: PICTURE_DATE.plus_days(-i32::from(step.days_ago)),
            what,
        }
    }

    fn one(&self) -> CitizenNumber {
        CitizenNumber::Personal(*self.step.one.get(self.numbers))
    }

    fn other(&self) -> CitizenNumber {
        CitizenNumber::Personal(*self.step.other.get(self.numbers))
    }

    /// The first from there on who is wanted, or whoever is there.
    fn first(&self, from: prop::sample::Index, wanted: &dyn Fn(&Citizen) -> bool) -> CitizenNumber {
        let start = from.index(self.numbers.len());
        let around = self.numbers.iter().cycle().skip(start);
        let mut around = around.take(self.numbers.len());
        let found = around.find(|number| wanted(&record(self.people, **number)));
        CitizenNumber::Personal(*found.unwrap_or(&self.numbers[start]))
    }

    fn birth(&self) -> What {
        let step = self.step;
        let can_be_parent = |gender: Gender| {
            move |citizen: &Citizen| is_living(citizen, gender) && age(citizen) > 14
        };
        let mother = self.first(step.one, &can_be_parent(Gender::Female));
        let father = self.first(step.other, &can_be_parent(Gender::Male));
        let without_father = step.flag && !step.days_ago.is_multiple_of(2);
        What::Birth(Birth {
            mother: step.flag.then_some(mother),
            father: (!without_father).then_some(father),
            gender: if step.days_ago.is_multiple_of(3) {
                Gender::Male
            } else {
                Gender::Female
            },
            name: ChildName::Whole(name("Trần Bé Con")),
            line: None,
            lives_with: None,
            place_of_birth: None,
            place_of_birth_registration: None,
        })
    }

    /// Of kind 4 to a place, perhaps with another; of kind 5 into the household of another.
    fn moving(&self) -> What {
        let step = self.step;
        let is_even = step.days_ago.is_multiple_of(2);
        let joins = step.kind == 5;
        let with = (!joins && is_even).then(|| self.other());
        What::Move(Move {
            number: self.one(),
            with: with.into_iter().collect(),
            whole_household: step.flag,
            residence: if joins && !is_even {
                Residence::Temporary
            } else {
                Residence::Permanent
            },
            to: if joins {
                Destination::Join {
                    host: self.other(),
                    relation_to_head: None,
                }
            } else {
                Destination::Place(Place::Province(ProvinceCode(48)))
            },
            new_head: None,
        })
    }
}

fn name(text: &str) -> FullName {
    FullName::parse(text).unwrap()
}

fn age(citizen: &Citizen) -> u16 {
    let born = citizen.identity.date_of_birth.latest();
    born.age_on(PICTURE_DATE)
}

fn is_living(citizen: &Citizen, gender: Gender) -> bool {
    citizen.identity.gender == gender && status(citizen) == RecordStatus::Active
}

fn is_free(citizen: &Citizen, gender: Gender) -> bool {
    let is_single = matches!(
        citizen.marital_status,
        MaritalStatus::NeverMarried | MaritalStatus::Widowed | MaritalStatus::Divorced
    );
    is_single && is_living(citizen, gender) && age(citizen) >= 19
}

fn is_locked(citizen: &Citizen) -> bool {
    let account = citizen.electronic_identity;
    status(citizen) == RecordStatus::Active
        && account.is_some_and(|account| account.locked.is_some())
}

fn record(people: &People<'_>, number: PersonalNumber) -> Citizen {
    let holder = people
        .holders(CitizenNumber::Personal(number))
        .unwrap()
        .pop();
    let id = holder.expect("a holder").identity.id;
    people.citizen(id).unwrap().expect("a record")
}

fn status(citizen: &Citizen) -> RecordStatus {
    citizen.identity.status_on(PICTURE_DATE)
}

/// How the other side names somebody who names them so.
fn mirrored(relation: Relation, citizen: &Citizen) -> Relation {
    match relation {
        Relation::Father | Relation::Mother => Relation::Child,
        Relation::Spouse => Relation::Spouse,
        Relation::Child if citizen.identity.gender == Gender::Male => Relation::Father,
        Relation::Child => Relation::Mother,
        Relation::Representative => Relation::Represented,
        Relation::Represented => Relation::Representative,
    }
}

fn check_links(people: &People<'_>, citizen: &Citizen) {
    let mut seen = BTreeSet::new();
    for relative in &citizen.relatives {
        let Some(number) = relative.number else {
            continue;
        };
        assert!(seen.insert((relative.relation, number)), "named twice");
        let theirs = record(people, number);
        assert_eq!(
            theirs.identity.number,
            Some(number),
            "a number out of use is named"
        );
        assert_eq!(
            theirs.identity.full_name, relative.full_name,
            "a name out of use"
        );
        let back = mirrored(relative.relation, citizen);
        let own = citizen.identity.number;
        let named = theirs
            .relatives
            .iter()
            .any(|relative| relative.relation == back && relative.number == own);
        assert!(
            own.is_none() || named,
            "{:?} and no {back:?}",
            relative.relation
        );
        if relative.relation == Relation::Spouse && status(citizen) == RecordStatus::Active {
            check_couple(citizen, &theirs);
        }
    }
    if citizen.marital_status == MaritalStatus::Divorced {
        assert!(
            citizen
                .relatives
                .iter()
                .all(|relative| relative.relation != Relation::Spouse)
        );
    }
}

fn check_couple(citizen: &Citizen, spouse: &Citizen) {
    if status(spouse) == RecordStatus::Deceased {
        assert_eq!(citizen.marital_status, MaritalStatus::Widowed);
    } else {
        assert_eq!(citizen.marital_status, spouse.marital_status);
        assert_ne!(citizen.identity.gender, spouse.identity.gender);
    }
}

fn check_household(people: &People<'_>, household: u32) {
    let mut members = people.household(household).unwrap();
    members.retain(|member| status(member) == RecordStatus::Active);
    let heads = members.iter().filter(|member| {
        member
            .household
            .is_some_and(|place| place.relation_to_head == 1)
    });
    assert_eq!(
        heads.count(),
        usize::from(!members.is_empty()),
        "heads of {household}"
    );
}

/// Everybody who was changed, and every household that somebody of them is or was in.
fn check(world: &World, households: &BTreeSet<u32>) {
    let people = world.people();
    let mut homes = households.clone();
    for citizen in people.overlay().living_entries() {
        check_links(&people, citizen);
        homes.extend(citizen.household.map(|place| place.household));
        if status(citizen) == RecordStatus::Deceased {
            assert_eq!((citizen.household, citizen.mobile.as_deref()), (None, None));
        }
    }
    for household in homes {
        check_household(&people, household);
    }
}

fn day(text: &str) -> CivilDate {
    CivilDate::parse_iso(text).unwrap()
}

/// What was accepted, by kind.
type Accepted = RefCell<BTreeMap<&'static str, u32>>;

/// Lets a sequence of events happen, and looks at everybody afterwards.
fn live(steps: Vec<Step>, accepted: &Accepted) {
    let world = world();
    let mut numbers = people(&world);
    let caller = Caller {
        id: "test".into(),
        scopes: Scopes::all(),
    };
    let request_id: Arc<str> = "test".into();
    let mut households = BTreeSet::new();
    for (at, step) in (1..).zip(steps) {
        let people = world.people();
        let cast = Cast {
            step,
            numbers: &numbers,
            people: &people,
        };
        let event = cast.event();
        for index in [step.one, step.other] {
            let before = record(&people, *index.get(&numbers));
            households.extend(before.household.map(|place| place.household));
        }
        let edition = world.people().edition();
        let notes = CallNotes::default();
        let context = Context {
            caller: &caller,
            request_id: &request_id,
            at: Timestamp(at),
            notes: &notes,
        };
        let Ok(report) = happen(&world, &context, &event) else {
            assert!(
                world.people().edition() == edition,
                "a refusal changes nothing"
            );
            continue;
        };
        *accepted
            .borrow_mut()
            .entry(report.kind.as_str())
            .or_default() += 1;
        assert_eq!(world.people().overlay().last_change(), report.cursor);
        assert!(
            report
                .people
                .iter()
                .all(|person| !person.changed.is_empty())
        );
        // The new number takes the place of the old one, and the born take part from now on.
        let subject = report.people[0].citizen.identity.number;
        match &event.what {
            What::NumberReissue(_) => {
                let place = step.one.index(numbers.len());
                numbers[place] = subject.unwrap();
            }
            What::Birth(_) => numbers.extend(subject),
            _ => {}
        }
    }
    check(&world, &households);
}

#[test]
fn families_and_households_stay_whole() {
    let config = ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let chance = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let accepted = Accepted::default();
    let sequences = prop::collection::vec(step(), 1..60);
    let lived = TestRunner::new_with_rng(config, chance).run(&sequences, |steps| {
        live(steps, &accepted);
        Ok(())
    });
    lived.unwrap();
    // Nothing is shown by events that are always refused.
    let accepted = accepted.into_inner();
    assert_eq!(accepted.len(), 10, "{accepted:?}");
    assert!(accepted.values().all(|count| *count >= 10), "{accepted:?}");
}

#[test]
fn the_families_that_events_happen_to_are_whole_before() {
    let world = world();
    let everybody = world.people();
    let numbers = people(&world);
    assert_eq!(numbers.len(), PEOPLE);
    let mut households = BTreeSet::new();
    for number in numbers {
        let citizen = record(&everybody, number);
        check_links(&everybody, &citizen);
        households.extend(citizen.household.map(|place| place.household));
    }
    for household in households {
        check_household(&everybody, household);
    }
}

/// Links tell the relation to the head as the population had it, for everybody who lives with one.
#[test]
fn who_leaves_a_household_and_comes_back_stands_to_its_head_as_before() {
    let world = world();
    let caller = Caller {
        id: "test".into(),
        scopes: Scopes::all(),
    };
    let request_id: Arc<str> = "test".into();
    let mut members = Vec::new();
    let mut passed = 0;
    world
        .people()
        .for_each(|citizen| {
            passed += 1;
            let is_member = citizen
                .household
                .is_some_and(|place| place.relation_to_head != 1);
            if passed > NAMED && is_member && status(&citizen) == RecordStatus::Active {
                members.push(citizen);
            }
            members.len() < 400
        })
        .unwrap();
    assert_eq!(members.len(), 400);
    let mut differing = Vec::new();
    for member in members {
        let home = member.household.unwrap();
        let people = world.people();
        let head = people
            .household(home.household)
            .unwrap()
            .into_iter()
            .find(|other| {
                other
                    .household
                    .is_some_and(|place| place.relation_to_head == 1)
            });
        let (Some(host), Some(number)) = (
            head.and_then(|head| head.identity.number),
            member.identity.number,
        ) else {
            continue;
        };
        let moving = |to| LifeEvent {
            on: Some(day("2025-06-01")),
            what: What::Move(Move {
                number: CitizenNumber::Personal(number),
                with: Vec::new(),
                whole_household: false,
                residence: Residence::Permanent,
                to,
                new_head: None,
            }),
        };
        let notes = CallNotes::default();
        let context = Context {
            caller: &caller,
            request_id: &request_id,
            at: Timestamp(1),
            notes: &notes,
        };
        let away = Destination::Place(Place::Province(ProvinceCode(48)));
        happen(&world, &context, &moving(away)).unwrap();
        let back = Destination::Join {
            host: CitizenNumber::Personal(host),
            relation_to_head: None,
        };
        happen(&world, &context, &moving(back)).unwrap();
        let now = record(&world.people(), number).household.unwrap();
        if now != home {
            differing.push((home.relation_to_head, now.relation_to_head));
        }
    }
    assert_eq!(differing, []);
}
