//! The program: reads the command line, runs the command, tells an error in one line.

use std::process::ExitCode;

fn main() -> ExitCode {
    dancu::cli::run()
}
