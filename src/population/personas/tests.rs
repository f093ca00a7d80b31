//! The personas are what their file says, and the rules answer their questions as it says.

use std::collections::BTreeSet;

use super::*;
use crate::domain::matching::{Question, judge};
use crate::domain::status::RecordStatus;
use crate::population::{PERSONA_SERIALS, PICTURE_DATE};
use crate::reference::SHARED_CMND;

fn all(mode: NumberMode) -> Vec<Persona> {
    personas(mode).expect("the file is right")
}

/// Every 12-digit number that stands for somebody of their own.
fn numbers(personas: &[Persona]) -> Vec<PersonalNumber> {
    let people = personas
        .iter()
        .filter_map(|persona| persona.person.as_ref());
    people
        .flat_map(|person| person.identity.numbers())
        .collect()
}

#[test]
fn the_catalogue_is_covered_and_the_showcase_stands_first() {
    let personas = all(NumberMode::Provinces);
    let rows: BTreeSet<u8> = personas.iter().map(|persona| persona.row).collect();
    let inputs: Vec<u8> = (1..=67).filter(|row| !rows.contains(row)).collect();
    assert_eq!(
        inputs,
        [4, 57, 58, 59, 60, 61, 62, 63, 64],
        "rows that are inputs, not people"
    );
    let keys: BTreeSet<&str> = personas
        .iter()
        .map(|persona| persona.key.as_str())
        .collect();
    assert_eq!(keys.len(), personas.len());
    assert_eq!(
        personas.iter().position(|persona| !persona.showcase),
        Some(5)
    );
    assert_eq!(
        personas.iter().filter(|persona| persona.showcase).count(),
        5
    );
    let absent: Vec<u8> = personas
        .iter()
        .filter(|persona| persona.person.is_none())
        .map(|persona| persona.row)
        .collect();
    assert_eq!(absent, [38, 39]);
}

#[test]
fn ids_count_the_people_from_one() {
    let people = all(NumberMode::Provinces)
        .into_iter()
        .filter_map(|persona| persona.person);
    assert!(
        people
            .zip(1..)
            .all(|(person, id)| person.identity.id.0 == id)
    );
}

#[test]
fn every_number_is_marked_unique_and_outside_the_generated_serials() {
    for mode in [NumberMode::Provinces, NumberMode::Reserved] {
        let numbers = numbers(&all(mode));
        let unique: BTreeSet<PersonalNumber> = numbers.iter().copied().collect();
        assert_eq!(unique.len(), numbers.len());
        for number in numbers {
            assert!(number.is_marked(), "{number}");
            assert!(
                (1..PERSONA_SERIALS).contains(&(number.serial() / 10)),
                "{number}"
            );
            assert_eq!(
                RESERVED_PREFIXES.contains(&number.place_code()),
                mode == NumberMode::Reserved
            );
        }
    }
}

#[test]
fn cmnd_numbers_lie_outside_those_of_generated_people() {
    for person in all(NumberMode::Provinces)
        .into_iter()
        .filter_map(|persona| persona.person)
    {
        for cmnd in person.cmnd {
            let value = cmnd.number.value();
            assert!(
                value % 1_000_000 < PERSONA_SERIALS || SHARED_CMND.contains(&value),
                "{}",
                cmnd.number
            );
        }
    }
}

#[test]
fn relatives_with_numbers_are_personas_too() {
    for mode in [NumberMode::Provinces, NumberMode::Reserved] {
        let personas = all(mode);
        let known = numbers(&personas);
        let relatives = personas
            .iter()
            .filter_map(|persona| persona.person.as_ref())
            .flat_map(|person| &person.relatives);
        assert!(
            relatives
                .filter_map(|relative| relative.number)
                .all(|number| known.contains(&number))
        );
    }
}

/// The people a number leads to, for a caller without administration rights, with the state of the number.
fn holders<'a>(
    personas: &'a [Persona],
    number: &str,
    day: CivilDate,
) -> Vec<(&'a Citizen, Option<RecordStatus>)> {
    let number = CitizenNumber::parse(number).expect("a number");
    let people = personas
        .iter()
        .filter_map(|persona| persona.person.as_ref());
    let known =
        people.filter(|person| !person.identity.restricted && person.identity.is_known_on(day));
    known
        .filter_map(|person| match number {
            CitizenNumber::Personal(number) if person.identity.number == Some(number) => {
                Some((person, None))
            }
            CitizenNumber::Personal(number) => {
                let former = person
                    .identity
                    .former_numbers
                    .iter()
                    .find(|former| former.number == number)?;
                Some((person, Some(RecordStatus::Cancelled(former.reason))))
            }
            CitizenNumber::Cmnd(number) => person
                .cmnd
                .iter()
                .any(|cmnd| cmnd.number == number)
                .then_some((person, None)),
        })
        .collect()
}

/// The verdict of the rules, with the word of the state.
fn asked(
    personas: &[Persona],
    example: &Example,
    day: CivilDate,
) -> (Outcome, Grade, &'static str) {
    let question = Question {
        full_name: example.full_name.as_deref().expect("a name"),
        date_of_birth: BirthDate::parse(example.date_of_birth.as_deref().expect("a date"))
            .expect("a date"),
        gender: None,
        policy: example.policy.unwrap_or_default(),
    };
    let number = example.number.as_deref().expect("a number");
    holders(personas, number, day)
        .into_iter()
        .map(|(person, state)| {
            let judgement = judge(&person.identity, &question, day);
            (
                judgement.outcome,
                judgement.grade,
                state.unwrap_or(judgement.status).as_str(),
            )
        })
        .min_by_key(|(outcome, ..)| *outcome)
        .unwrap_or((Outcome::NoMatch, Grade::CertainlyNot, ""))
}

/// Checks one example against the rules themselves; what only the wire can show is left to it.
fn check(personas: &[Persona], persona: &Persona, example: &Example, day: CivilDate) {
    let told = format!("{}: {:?} on {day}", persona.key, example.expect);
    match &example.expect {
        Expectation::Verdict {
            outcome,
            grade,
            record_status,
        } => {
            let (found, found_grade, state) = asked(personas, example, day);
            assert_eq!(found, *outcome, "{told}");
            assert!(
                grade.is_none_or(|grade| grade == found_grade),
                "{told}: {found_grade:?}"
            );
            assert!(
                record_status
                    .as_deref()
                    .is_none_or(|wanted| wanted == state),
                "{told}: {state}"
            );
        }
        Expectation::Found(wanted) => {
            let (found, _, state) = asked(personas, example, day);
            assert_eq!(
                found == Outcome::Match && state != "cancelled",
                *wanted,
                "{told}"
            );
        }
        Expectation::Refused { code } => {
            let date = example.date_of_birth.as_deref().map(BirthDate::parse);
            let number = example.number.as_deref().map(CitizenNumber::parse);
            let codes = [
                date.and_then(Result::err).map(|error| error.code()),
                number.and_then(Result::err).map(|error| error.code()),
            ];
            assert!(codes.contains(&Some(code.as_str())), "{told}: {codes:?}");
        }
        Expectation::Answer { status, .. } => {
            let found = holders(personas, example.number.as_deref().expect("a number"), day);
            let answer = match found[..] {
                [] => 404,
                [(person, state)] => match state.unwrap_or(person.identity.status_on(day)) {
                    RecordStatus::Cancelled(_) => 410,
                    _ => 200,
                },
                _ => 409,
            };
            assert_eq!(answer, *status, "{told}");
        }
        Expectation::Count { at_least, at_most } => {
            let people = personas.iter().filter_map(|other| other.person.as_ref());
            let name = example.full_name.as_deref().expect("a name");
            let date = BirthDate::parse(example.date_of_birth.as_deref().expect("a date"))
                .expect("a date");
            let count = people
                .filter(|person| {
                    person.identity.full_name.as_str() == name
                        && person.identity.date_of_birth == date
                })
                .count();
            let count = u32::try_from(count).expect("a small count");
            assert!(
                count >= *at_least && at_most.is_none_or(|most| count <= most),
                "{told}: {count}"
            );
        }
        Expectation::Digits {
            place,
            gender,
            year,
        } => {
            let number = PersonalNumber::parse(example.number.as_deref().expect("a number"))
                .expect("a number");
            assert_eq!(
                (
                    format!("{:03}", number.place_code()),
                    number.gender(),
                    number.year()
                ),
                (place.clone(), *gender, *year)
            );
        }
    }
}

#[test]
fn the_rules_answer_every_example_as_written_on_the_picture_date_and_later() {
    let later = CivilDate::new(2028, 12, 31).expect("a day");
    for mode in [NumberMode::Provinces, NumberMode::Reserved] {
        let personas = all(mode);
        for persona in &personas {
            assert!(!persona.examples.is_empty(), "{}", persona.key);
            for example in &persona.examples {
                for day in [PICTURE_DATE, later] {
                    check(&personas, persona, example, example.as_of.unwrap_or(day));
                }
            }
        }
    }
}

#[test]
fn a_mistake_in_the_file_is_named() {
    let entry = "[[persona]]\nkey = \"x\"\nrow = 1\nshows_vi = \"\"\nshows_en = \"\"\n";
    let wrong = |rest: &str| {
        read(&format!("{entry}{rest}"), NumberMode::Provinces)
            .expect_err("wrong")
            .to_string()
    };
    assert!(wrong("colour = 1").contains("colour"));
    assert!(wrong("").ends_with("persona x: date_of_birth: The date of birth is missing. Use yyyy-MM-dd, dd/MM/yyyy, yyyyMMdd, MM/yyyy, yyyy-MM or the year alone, yyyy."));
    let person =
        "[persona.person]\nfull_name = \"Lê An\"\ndate_of_birth = \"1990\"\ngender = \"male\"\n";
    assert!(wrong(&format!("{person}number = \"12\"")).contains("number"));
    let example = format!("{person}[[persona.example]]\n");
    assert!(wrong(&format!("{example}call = \"ask\"")).contains("example 1: call: ask"));
    assert!(wrong(&format!("{example}call = \"match\"")).contains("outcome or code is missing"));
}
