//! The REST API, call by call.

mod batch;
mod bodies;
mod by_number;
mod cards;
mod codes;
mod editing;
mod find;
mod keys;
mod lookup;
mod matching;
mod operations;
mod persistence;
mod personas;
mod privacy;
mod recipes;
mod requests;
mod search;
mod slowness;
mod statistics;
