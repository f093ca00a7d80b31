//! What `find` finds, held against a world that is gone through person by person.

use std::fmt::Write as _;
use std::sync::Arc;

use dancu::clock::{BusinessDate, Timestamp};
use dancu::domain::civil_date::CivilDate;
use dancu::registry::finding::{
    Condition, ENTRIES, FORMS, FindQuery, StatusWanted, Trait, Wanted, find, read_expression,
};
use dancu::registry::{Caller, Context, Scopes};
use dancu::store::Population;
use dancu::worlds::{CallNotes, World};

use crate::docs::check_page;
use crate::support::{dancu, population_folder, scratch_folder};

fn world() -> World {
    let population = Arc::new(Population::open(population_folder()).unwrap());
    let day = BusinessDate::Fixed(CivilDate::new(2025, 7, 1).unwrap());
    World::read_only(population_folder(), population, day).unwrap()
}

fn count(world: &World, wanted: Vec<Wanted>) -> usize {
    let caller = Caller {
        id: "test".into(),
        scopes: Scopes::all(),
    };
    let request_id = "test".into();
    let notes = CallNotes::default();
    let context = Context {
        caller: &caller,
        request_id: &request_id,
        at: Timestamp(0),
        notes: &notes,
    };
    let query = FindQuery {
        without: std::collections::BTreeSet::new(),
        wanted,
        count: usize::MAX,
        seed: 11,
    };
    let found = find(world, &context, &query).unwrap();
    assert!(found.complete);
    found.citizens.len()
}

/// The columns are asked before a person is read; nobody is asked before an opposite. So where the columns held
/// somebody back, the two would not make up everybody.
#[test]
fn a_condition_and_its_opposite_make_up_everybody() {
    let world = world();
    let any = Wanted::from(Condition::Status(StatusWanted::Any));
    let everybody = count(&world, vec![any]);
    assert!(everybody > 2_000);
    let values = "born 1980-1999, born 1985-03, age 0-17, age 60+, Cần Thơ, Hà Nội, old province Hà Nội, Kinh, \
                  Khmer, Buddhism, religion Không, blood group O, 1 cmnd, 2 cmnd, name of 2 words, \
                  name of 3 words, name of 5 words, household of 1";
    let values = read_expression("q", values).unwrap();
    let entries = ENTRIES.iter().map(|entry| Wanted::from(entry.condition));
    for wanted in entries.chain(values) {
        let opposite = Wanted {
            negated: true,
            ..wanted
        };
        let (fulfil, not) = (
            count(&world, vec![wanted, any]),
            count(&world, vec![opposite, any]),
        );
        assert_eq!(fulfil + not, everybody, "{wanted}");
    }
}

/// The same among namesakes, who are gone through in another order and of whom the columns are asked one by one.
#[test]
fn among_namesakes_a_condition_and_its_opposite_make_up_all_of_them() {
    let folder = scratch_folder();
    let data = folder.path().to_str().unwrap();
    dancu(&["seed", "--data", data, "--size", "60000"]).succeeded();
    let population = Arc::new(Population::open(folder.path()).unwrap());
    let day = BusinessDate::Fixed(CivilDate::new(2025, 7, 1).unwrap());
    let world = World::read_only(folder.path(), population, day).unwrap();
    let any = Wanted::from(Condition::Status(StatusWanted::Any));
    let namesake = Wanted::from(Condition::Trait(Trait::Namesake));
    let all = count(&world, vec![namesake, any]);
    assert!(all >= 30, "{all}");
    let mut parted = 0;
    for condition in read_expression(
        "q",
        "female, age 60+, born 1980-1999, 1 cmnd, Kinh, widow, Hà Nội",
    )
    .unwrap()
    {
        let opposite = Wanted {
            negated: true,
            ..condition
        };
        let (fulfil, not) = (
            count(&world, vec![namesake, any, condition]),
            count(&world, vec![namesake, any, opposite]),
        );
        assert_eq!(fulfil + not, all, "{condition}");
        parted += usize::from(fulfil > 0 && not > 0);
    }
    assert!(parted >= 4, "{parted}");
}

#[test]
fn the_tables_of_the_page_on_finding_are_those_of_the_code() {
    check_page("docs/find.md", &[("values", values()), ("words", words())]);
}

fn values() -> String {
    let mut table = "| English | Vietnamese | parameter |\n| --- | --- | --- |\n".to_owned();
    for form in FORMS {
        let written = |patterns: &[(&str, &str)], value: &str| {
            let patterns = patterns.iter();
            let written = patterns
                .map(|(before, after)| format!("`{}`", [before, value, after].join(" ").trim()));
            written.collect::<Vec<_>>().join(", ")
        };
        writeln!(
            table,
            "| {} | {} | `{}` |",
            written(form.english, form.example.0),
            written(form.vietnamese, form.example.1),
            form.parameter.name()
        )
        .unwrap();
    }
    table
}

fn words() -> String {
    let mut table = "| English | Vietnamese | parameter |\n| --- | --- | --- |\n".to_owned();
    let listed = |words: &[&str]| {
        let words = words.iter().map(|word| format!("`{word}`"));
        words.collect::<Vec<_>>().join(", ")
    };
    for entry in ENTRIES {
        let parameter = dancu::registry::finding::Parameter::of(&entry.condition);
        let parameter =
            parameter.map_or(String::new(), |parameter| format!("`{}`", parameter.name()));
        writeln!(
            table,
            "| {} | {} | {parameter} |",
            listed(entry.english),
            listed(entry.vietnamese)
        )
        .unwrap();
    }
    table
}
