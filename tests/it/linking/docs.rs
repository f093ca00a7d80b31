//! The tables of docs/linking.md are those of the code.

use std::fmt::Write as _;

use dancu::domain::linking::{EDGES, LinkState};
use dancu::population::NumberMode;

use super::book;
use crate::docs::check_page;

/// What the page calls *asked*.
const ASKED: [LinkState; 8] = [
    LinkState::NotLinked,
    LinkState::Skipped,
    LinkState::Matched,
    LinkState::Review,
    LinkState::Mismatch,
    LinkState::NumberTaken,
    LinkState::NotActive,
    LinkState::Unavailable,
];

#[test]
fn the_tables_of_the_linking_page_are_those_of_the_code() {
    check_page(
        "docs/linking.md",
        &[
            ("states", states()),
            ("edges", edges()),
            ("messages", messages()),
            ("walkers", walkers()),
        ],
    );
}

fn states() -> String {
    let mut table = "| state | holds its number | led to by |\n| --- | --- | --- |\n".to_owned();
    for &state in LinkState::ALL {
        let edges = EDGES.iter().filter(|edge| edge.to == Some(state));
        let names: Vec<String> = edges.map(|edge| format!("`{}`", edge.name)).collect();
        let holds = if state.holds_number() { "yes" } else { "no" };
        let names = names.join(", ");
        writeln!(table, "| `{}` | {holds} | {names} |", state.as_str()).unwrap();
    }
    table
}

fn edges() -> String {
    let mut table = "| edge | from | on | to |\n| --- | --- | --- | --- |\n".to_owned();
    for edge in EDGES {
        let events = edge.events.iter().map(|event| event.as_str());
        writeln!(
            table,
            "| `{}` | {} | {} | {} |",
            edge.name,
            words_of(edge.from),
            events.collect::<Vec<_>>().join(", "),
            edge.to.map_or("stays", LinkState::as_str),
        )
        .unwrap();
    }
    table
}

/// The states by name; those that most edges leave go under one word.
fn words_of(states: &[LinkState]) -> String {
    let asks = |state: &LinkState| ASKED.contains(state);
    let all_asked = states.iter().filter(|state| asks(state)).count() == ASKED.len();
    let rest = states
        .iter()
        .filter(|state| !(all_asked && asks(state)))
        .map(|state| state.as_str());
    let words: Vec<&str> = all_asked
        .then_some("*asked*")
        .into_iter()
        .chain(rest)
        .collect();
    words.join(", ")
}

fn messages() -> String {
    let mut table = "| edge | tiếng Việt | English |\n| --- | --- | --- |\n".to_owned();
    for edge in EDGES {
        let row = format!(
            "| `{}` | {} | {} |",
            edge.name, edge.message_vi, edge.message_en
        );
        writeln!(table, "{row}").unwrap();
    }
    table
}

fn walkers() -> String {
    let book = book(NumberMode::Provinces);
    let mut table = "| who | what it shows | edges |\n| --- | --- | --- |\n".to_owned();
    let accounts = book.entries().iter().map(|entry| {
        let who = format!("account `{}`", entry.account.username);
        (who, &entry.shows_en, &entry.ways)
    });
    let visitors = book.visitors().iter().map(|visitor| {
        let who = format!("persona `{}`", visitor.persona);
        (who, &visitor.shows_en, &visitor.ways)
    });
    for (who, shows, ways) in accounts.chain(visitors) {
        let edges: Vec<String> = ways
            .iter()
            .map(|way| format!("`{}`", way.edge.name))
            .collect();
        writeln!(table, "| {who} | {shows} | {} |", edges.join(", ")).unwrap();
    }
    table
}
