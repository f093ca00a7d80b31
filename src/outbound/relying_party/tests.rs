//! A relying party against a provider that a canned server plays, honest and forged in every way.

mod forger;
mod login;
mod logout;
mod steps;
