//! `dancu config`: every setting of the server, its variable, its value and where that comes from.

use std::process::ExitCode;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, CommandFactory as _};
use serde_json::json;

use super::output::{CliError, Output};
use super::serve::Serve;

/// Show the settings of the server: flag, variable, value and where it comes from
///
/// Takes the flags of `dancu serve`, so that a command line can be tried:
///
///   dancu config --port 9000 --log json
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Config {
    #[command(flatten)]
    _serve: Serve,

    /// Print as JSON
    #[arg(long)]
    json: bool,
}

/// One setting.
struct Setting {
    flag: String,
    variable: String,
    value: String,
    source: &'static str,
    help: String,
}

impl Config {
    /// Runs the command on the arguments of the process.
    pub fn run(&self, matches: &ArgMatches, output: &mut Output) -> Result<ExitCode, CliError> {
        let settings = matches
            .subcommand_matches("config")
            .map(settings)
            .unwrap_or_default();
        if self.json {
            let list = settings.iter().map(|setting| {
                json!({
                    "flag": setting.flag,
                    "variable": setting.variable,
                    "value": setting.value,
                    "source": setting.source,
                    "help": setting.help,
                })
            });
            output.json(&list.collect::<Vec<_>>())?;
            return Ok(ExitCode::SUCCESS);
        }
        let mut table = output.table();
        table.set_header(output.language.pick(
            ["Tham số", "Biến", "Giá trị", "Nguồn", "Ý nghĩa"],
            ["Flag", "Variable", "Value", "From", "What"],
        ));
        for setting in settings {
            table.add_row([
                setting.flag,
                setting.variable,
                setting.value,
                setting.source.to_owned(),
                setting.help,
            ]);
        }
        output.line(table.to_string())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The settings as clap knows them; a key is never shown.
fn settings(matches: &ArgMatches) -> Vec<Setting> {
    let command = super::Cli::command();
    let Some(serve) = command.find_subcommand("serve") else {
        return Vec::new();
    };
    let arguments = serve
        .get_arguments()
        .filter(|argument| argument.get_env().is_some());
    arguments
        .map(|argument| {
            let id = argument.get_id().as_str();
            let values = matches
                .get_raw(id)
                .into_iter()
                .flatten()
                .map(|value| value.to_string_lossy().into_owned());
            let value = values.collect::<Vec<_>>().join(",");
            let secret = argument.is_hide_env_values_set() && !value.is_empty();
            Setting {
                flag: format!("--{}", argument.get_long().unwrap_or(id)),
                variable: argument
                    .get_env()
                    .map(|name| name.to_string_lossy().into_owned())
                    .unwrap_or_default(),
                value: if secret { "***".to_owned() } else { value },
                source: match matches.value_source(id) {
                    Some(ValueSource::CommandLine) => "flag",
                    Some(ValueSource::EnvVariable) => "variable",
                    Some(_) => "default",
                    None => "unset",
                },
                help: argument
                    .get_help()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            }
        })
        .collect()
}
