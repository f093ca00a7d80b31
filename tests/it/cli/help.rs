//! Help that teaches, and arguments that are refused.

use crate::support::dancu;

const COMMANDS: [&str; 19] = [
    "serve",
    "seed",
    "match",
    "lookup",
    "search",
    "card",
    "find",
    "family",
    "personas",
    "recipe",
    "recipes",
    "check-number",
    "scan",
    "import",
    "export",
    "stats",
    "healthcheck",
    "openapi",
    "config",
];

#[test]
fn every_command_explains_itself_with_an_example() {
    for command in COMMANDS {
        let help = dancu(&[command, "--help"]).succeeded().out;
        assert!(help.contains(&format!("Usage: dancu {command}")), "{help}");
        let call = format!("dancu {command} ");
        let example = help
            .lines()
            .find(|line| line.starts_with("  ") && format!("{line} ").contains(&call));
        assert!(example.is_some(), "no example: {help}");
    }
}

#[test]
fn the_program_names_its_commands() {
    let help = dancu(&["--help"]).succeeded().out;
    for command in COMMANDS {
        let line = help.lines().find(|line| {
            line.trim_start()
                .strip_prefix(command)
                .is_some_and(|rest| rest.starts_with(' '))
        });
        assert!(line.is_some(), "{command}: {help}");
    }
}

#[test]
fn the_program_tells_its_version() {
    let version = dancu(&["--version"]).succeeded().out;
    assert_eq!(version, format!("dancu {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn unknown_commands_and_flags_are_refused_with_a_hint() {
    for arguments in [
        &["serv"][..],
        &["match", "--polcy", "fold"],
        &["seed", "--size", "many"],
    ] {
        let refused = dancu(arguments);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.starts_with("error: "), "{refused:?}");
    }
    assert!(dancu(&["serv"]).err.contains("serve"));
}

#[test]
fn a_size_beyond_the_whole_country_is_refused() {
    let refused = dancu(&["seed", "--size", "200000000"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("the whole country"), "{refused:?}");
}

#[test]
fn output_that_is_no_terminal_has_no_colour_and_no_bar() {
    let output = dancu(&["personas"]).succeeded();
    assert!(!output.out.contains('\u{1b}'));
    let folder = crate::support::data_folder();
    let data = folder.path().to_str().unwrap();
    let stats = dancu(&["stats", "--data", data]).succeeded();
    assert!(!stats.out.contains('\u{1b}'));
    assert_eq!(stats.err, "");
}
