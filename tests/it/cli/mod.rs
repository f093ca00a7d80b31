//! The command line, command by command.

mod asking;
mod cards;
mod days;
mod export;
mod find;
mod healthcheck;
mod help;
mod import;
mod scan;
mod seed;
mod settings;
