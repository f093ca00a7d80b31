//! All tests that look at `dancu` from outside: over HTTP, by the command line, as a library.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on shall stop where it stands; helpers are no test functions"
)]

mod architecture;
mod browser;
mod cases;
mod ci;
mod cli;
mod console;
mod contract;
mod doc_commands;
mod docs;
mod equivalence;
mod events;
mod find;
mod journal;
mod likeness;
mod linking;
mod names;
mod oidc;
mod oidc_relying_party;
mod outbound;
mod population;
mod portal;
mod readme;
mod rest;
mod robustness;
mod scenarios;
mod statistics;
mod store;
mod support;
mod testing;
mod tls;
mod view;
mod wire;
mod worlds;
