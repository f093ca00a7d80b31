//! Which edges have been walked since the last reset, and who reaches those that have not.

use super::accounts::{AccountBook, Way};
use crate::domain::linking::{EDGES, Edge};
use crate::worlds::World;

/// Who reaches an edge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Walker<'a> {
    /// An account, by user name.
    Account(&'a str),
    /// A persona who logs in with VNeID, by key.
    Persona(&'a str),
}

/// One edge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EdgeCoverage<'a> {
    /// The edge.
    pub edge: &'static Edge,
    /// How often it was walked.
    pub walks: u64,
    /// Who reaches it, and how.
    pub ways: Vec<(Walker<'a>, &'a Way)>,
}

/// All edges, in their order.
pub fn coverage<'a>(world: &World, book: &'a AccountBook) -> Vec<EdgeCoverage<'a>> {
    let edges = EDGES.iter().map(|edge| EdgeCoverage {
        edge,
        walks: world.portal().walks(edge.name),
        ways: ways_over(edge, book),
    });
    edges.collect()
}

fn ways_over<'a>(edge: &'static Edge, book: &'a AccountBook) -> Vec<(Walker<'a>, &'a Way)> {
    let accounts = book.entries().iter().flat_map(|entry| {
        let walker = Walker::Account(&entry.account.username);
        entry.ways.iter().map(move |way| (walker, way))
    });
    let visitors = book.visitors().iter().flat_map(|visitor| {
        let walker = Walker::Persona(&visitor.persona);
        visitor.ways.iter().map(move |way| (walker, way))
    });
    accounts
        .chain(visitors)
        .filter(|(_, way)| way.edge.name == edge.name)
        .collect()
}
