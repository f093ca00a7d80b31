//! The tables of the page on scenarios.

use std::fmt::Write as _;

use crate::docs::check_page;
use dancu::domain::scenario::{KINDS, TokenFault};
use dancu::population::{NumberMode, personas};

#[test]
fn the_tables_of_the_page_on_scenarios_are_those_of_the_code() {
    let tables = [
        ("scenarios", scenarios()),
        ("magic", magic_people()),
        ("tokens", tokens()),
    ];
    check_page("docs/scenarios.md", &tables);
}

fn scenarios() -> String {
    let mut table = "| scenario | stage | what happens |\n| --- | --- | --- |\n".to_owned();
    for kind in &KINDS {
        let forms: Vec<String> = kind
            .form
            .split(" | ")
            .map(|form| format!("`{form}`"))
            .collect();
        let (stage, forms) = (kind.stage.as_str(), forms.join(" "));
        writeln!(table, "| {forms} | {stage} | {} |", kind.english).unwrap();
    }
    table
}

fn magic_people() -> String {
    let mut table =
        "| number | name | born | step by step | |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for persona in personas(NumberMode::Provinces).unwrap() {
        let Some(script) = &persona.script else {
            continue;
        };
        let number = persona.person.as_ref().unwrap().identity.number.unwrap();
        writeln!(
            table,
            "| `{number}` | {} | {} | `{script}` | {} |",
            persona.full_name, persona.date_of_birth, persona.shows_en
        )
        .unwrap();
    }
    table
}

fn tokens() -> String {
    let mut table = "| `token=` | |\n| --- | --- |\n".to_owned();
    for fault in TokenFault::ALL {
        writeln!(table, "| `{}` | {} |", fault.as_str(), fault.sentences().1).unwrap();
    }
    table
}
