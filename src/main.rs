//! The program: reads the command line, runs the command, tells an error in one line.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Every call leaves an entry in a journal that another thread throws away, which the allocator of the system
/// library is slow at; in a static binary more so.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    dancu::cli::run()
}
