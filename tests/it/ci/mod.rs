//! `docs/ci`: what stands there runs, and is what its readers can read.

mod job;
mod recipes;
mod snippets;

use std::path::{Path, PathBuf};
use std::process::Command;

/// A file of `docs/ci`.
fn recipe(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/ci")).join(name)
}

/// Its text.
fn text_of(name: &str) -> String {
    std::fs::read_to_string(recipe(name)).unwrap()
}

/// A command that finds the program under test as `dancu`, and no proxy on its way to it.
fn with_dancu_on_path(command: &mut Command) -> &mut Command {
    let program = Path::new(env!("CARGO_BIN_EXE_dancu"));
    let path = std::env::var_os("PATH").unwrap();
    let folders = std::iter::once(program.parent().unwrap().to_owned());
    let path = std::env::join_paths(folders.chain(std::env::split_paths(&path))).unwrap();
    command
        .env("PATH", path)
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1")
}
