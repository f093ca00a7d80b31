//! The command line. One file for each command.

mod arguments;
mod card;
mod check_number;
mod config;
mod export;
mod family;
mod find;
mod healthcheck;
mod import;
mod lookup;
mod matching;
mod openapi;
mod output;
mod personas;
mod portal_arguments;
mod recipe;
mod scan;
mod search;
mod seed;
mod serve;
mod stats;
mod stop;
mod table_file;
mod tls_arguments;
mod wire_arguments;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

pub use output::CliError;

use output::{Output, language_of_environment};

/// A mock of Viet Nam's national population database (CSDL quốc gia về dân cư).
///
/// Match CCCD numbers with names and dates of birth, look citizens up, search: over REST and from the
/// command line, on your own machine, with people who do not exist.
///
/// Start with `dancu serve`. Messages are Vietnamese when LANG begins with "vi".
#[derive(Parser, Debug)]
#[command(
    name = "dancu",
    version,
    propagate_version = true,
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Serve(serve::Serve),
    Seed(seed::Seed),
    Match(matching::Match),
    Lookup(lookup::Lookup),
    Search(search::Search),
    Card(card::ShowCard),
    Find(find::Find),
    Family(family::Family),
    Personas(personas::Personas),
    Recipe(recipe::MakeGroup),
    Recipes(recipe::Recipes),
    CheckNumber(check_number::CheckNumber),
    Scan(scan::Scan),
    Import(import::Import),
    Export(export::Export),
    Stats(stats::Stats),
    Healthcheck(healthcheck::Healthcheck),
    Openapi(openapi::Openapi),
    Config(config::Config),
}

/// Runs the command of the process' arguments.
pub fn run() -> ExitCode {
    let matches = Cli::command().get_matches();
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    let mut output = Output::standard();
    let result = match cli.command {
        Command::Serve(command) => command.run(&mut output),
        Command::Seed(command) => command.run(&mut output),
        Command::Match(command) => command.run(&mut output),
        Command::Lookup(command) => command.run(&mut output),
        Command::Search(command) => command.run(&mut output),
        Command::Card(command) => command.run(&mut output),
        Command::Find(command) => command.run(&mut output),
        Command::Family(command) => command.run(&mut output),
        Command::Personas(command) => command.run(&mut output),
        Command::Recipe(command) => command.run(&mut output),
        Command::Recipes(command) => command.run(&mut output),
        Command::CheckNumber(command) => command.run(&mut output),
        Command::Scan(command) => command.run(&mut output),
        Command::Import(command) => command.run(&mut output),
        Command::Export(command) => command.run(&mut output),
        Command::Stats(command) => command.run(&mut output),
        Command::Healthcheck(command) => command.run(&mut output),
        Command::Openapi(command) => command.run(&mut output),
        Command::Config(command) => command.run(&matches, &mut output),
    };
    let result = result.and_then(|code| output.flush().map(|()| code));
    match result {
        Ok(code) => code,
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS, // `| head` has seen enough
        Err(error) => error.tell(language_of_environment()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
