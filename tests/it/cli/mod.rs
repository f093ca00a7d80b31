//! The command line, command by command.

mod asking;
mod cards;
mod days;
mod export;
mod find;
mod healthcheck;
mod help;
mod import;
mod recipes;
mod scan;
mod seed;
mod settings;
