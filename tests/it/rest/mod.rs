//! The REST API, call by call.

mod bodies;
mod batch;
mod by_number;
mod codes;
mod editing;
mod keys;
mod lookup;
mod matching;
mod operations;
mod persistence;
mod personas;
mod privacy;
mod requests;
mod search;
mod slowness;
