//! Who may name whom. The tables here are the source of the ones in ARCHITECTURE.md.

use std::path::{Path, PathBuf};

/// Folder or file under `src/`, and what of ours it may name besides itself: a module, or one item.
const LAYERS: [(&str, &[&str]); 18] = [
    ("domain", &[]),
    ("clock", &["domain"]),
    ("chance", &[]),
    ("credentials", &[]),
    ("reference", &["domain"]),
    ("record", &["domain", "reference"]),
    ("population", &["domain", "reference", "record"]),
    ("store", &["domain", "reference", "record"]),
    ("seeding", &["domain", "population", "store"]),
    ("worlds", &["domain", "store", "clock"]),
    (
        "registry",
        &[
            "domain",
            "reference",
            "record",
            "population::recipes",
            "worlds",
            "clock",
            "store::StoreError",
            "store::Candidates",
            "store::Prefilter",
            "store::Mark",
        ],
    ),
    (
        "identity",
        &[
            "domain",
            "reference",
            "worlds",
            "registry",
            "clock",
            "chance",
            "credentials",
            "store::StoreError",
        ],
    ),
    (
        "linking",
        &[
            "domain",
            "worlds",
            "clock",
            "chance",
            "credentials",
            "store::StoreError",
        ],
    ),
    ("outbound", &["domain", "clock", "chance", "credentials"]),
    (
        "wire",
        &[
            "domain",
            "reference",
            "record",
            "registry",
            "clock",
            "credentials",
        ],
    ),
    (
        "server",
        &[
            "domain",
            "reference",
            "record",
            "population",
            "registry",
            "identity",
            "linking",
            "outbound",
            "wire",
            "worlds",
            "clock",
            "chance",
            "credentials",
        ],
    ),
    (
        "cli",
        &[
            "domain",
            "reference",
            "record",
            "population",
            "store",
            "seeding",
            "registry",
            "worlds",
            "identity",
            "linking",
            "outbound",
            "wire",
            "clock",
            "chance",
            "server",
        ],
    ),
    (
        "testing",
        &[
            "domain",
            "population",
            "store",
            "seeding",
            "worlds",
            "linking",
            "outbound",
            "wire",
            "clock",
            "chance",
            "server",
        ],
    ),
];

/// The one file of a layer that may name more.
const EXCEPTIONS: [(&str, &str); 1] = [("server/problem.rs", "store::StoreError")];

/// Words of the world outside, and where alone they may stand.
const FENCES: [(&str, &[&str]); 14] = [
    ("rusqlite", &["store/"]),
    ("SystemTime", &["clock.rs"]),
    ("actix_web", &["server/", "cli/serve.rs"]),
    ("clap", &["cli/", "server/access_log.rs"]),
    ("utoipa", &["server/", "record/", "cli/openapi.rs"]),
    ("thread_rng", &[]),
    ("getrandom", &["chance.rs"]),
    ("reqwest", &["outbound/"]),
    ("askama", &["server/"]),
    ("quick_xml", &["wire/"]),
    ("argon2", &["credentials.rs"]),
    ("jsonwebtoken", &["identity/", "outbound/"]),
    ("rustls", &["server/tls.rs"]),
    ("rcgen", &["server/tls.rs"]),
];

/// What the core may not name: it reads nothing and has no shape on a wire.
const NOT_IN_DOMAIN: [&str; 6] = [
    "serde",
    "serde_json",
    "tokio",
    "std::fs",
    "std::net",
    "std::env",
];

/// Files of `server/rest/` that the others may use: what a number, a name, a record and a clock look like.
const SHARED_BY_REST: [&str; 3] = ["matching", "lookup", "clock"];

#[test]
fn folders_name_only_those_below_them() {
    let mut offences = Vec::new();
    for (path, code) in sources() {
        offences.extend(offences_in(&path, &code));
    }
    assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
}

#[test]
fn every_folder_has_a_row_in_the_table() {
    for (path, _) in sources() {
        let layer = layer_of(&path);
        let known = LAYERS.iter().any(|(name, _)| *name == layer);
        assert!(known || matches!(layer, "lib" | "main"), "{path}");
    }
}

#[test]
fn no_file_is_longer_than_500_lines_and_each_says_what_it_is_for() {
    for (path, code) in sources() {
        assert!(code.lines().count() <= 500, "{path} is too long");
        assert!(
            code.starts_with("//! "),
            "{path} does not say what it is for"
        );
    }
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    for (path, code) in sources() {
        assert!(!code.contains("#[allow("), "{path}");
        assert!(!code.contains("#![allow("), "{path}");
    }
}

#[test]
fn planted_offences_are_found() {
    for (path, code, offence) in [
        (
            "domain/card.rs",
            "use crate::store::Population;",
            "store::Population",
        ),
        (
            "domain/card.rs",
            "use crate::{domain::place, registry};",
            "registry",
        ),
        ("domain/card.rs", "use serde::Serialize;", "serde"),
        (
            "domain/card.rs",
            "fn f() { std::fs::read(\"x\"); }",
            "std::fs",
        ),
        (
            "store/row.rs",
            "use crate::{domain::{a, b::{c, d}}, worlds::{World}};",
            "worlds::World",
        ),
        (
            "registry/search.rs",
            "use crate::store::{Candidates, Population};",
            "store::Population",
        ),
        (
            "registry/search.rs",
            "let x = crate::server::App::new();",
            "server::App::new",
        ),
        (
            "server/call.rs",
            "use crate::store::StoreError;",
            "store::StoreError",
        ),
        (
            "server/problem.rs",
            "use crate::store::Population;",
            "store::Population",
        ),
        (
            "server/rest/search.rs",
            "use super::citizens::answer;",
            "super::citizens::answer",
        ),
        (
            "server/rest/search.rs",
            "use super::{matching, batch::Batch};",
            "super::batch::Batch",
        ),
        (
            "server/rest/search.rs",
            "use crate::server::rest::codes;",
            "server::rest::codes",
        ),
        ("cli/stats.rs", "use rusqlite::Connection;", "rusqlite"),
        (
            "worlds/mod.rs",
            "std::time::SystemTime::now()",
            "SystemTime",
        ),
        ("worlds/mod.rs", "/* */ use actix_web::web;", "actix_web"),
    ] {
        let found = offences_in(path, code);
        assert_eq!(found, [format!("{path} names {offence}")], "{code}");
    }
}

#[test]
fn what_is_allowed_is_no_offence() {
    for (path, code) in [
        (
            "domain/card.rs",
            "//! As crate::store keeps it, with serde.\nuse super::place;",
        ),
        (
            "domain/card.rs",
            "use crate::domain::{civil_date::CivilDate, place};",
        ),
        (
            "registry/search.rs",
            "use crate::store::{Candidates, StoreError};",
        ),
        ("server/problem.rs", "use crate::store::StoreError;"),
        (
            "server/rest/search.rs",
            "use super::matching::{checked_name, read_date};",
        ),
        ("server/rest/mod.rs", "mod batch; use self::batch::x;"),
        (
            "cli/serve.rs",
            "use crate::{store::FolderLock, worlds::World};",
        ),
        ("store/row.rs", "use rusqlite::Row;"),
    ] {
        assert_eq!(offences_in(path, code), Vec::<String>::new(), "{code}");
    }
}

/// Every source file: its path under `src/` and its text.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 50);
    files
        .into_iter()
        .map(|file| {
            let path = file.strip_prefix(&root).unwrap().to_str().unwrap();
            (path.to_owned(), std::fs::read_to_string(&file).unwrap())
        })
        .collect()
}

fn layer_of(path: &str) -> &str {
    let first = path.split('/').next().unwrap();
    first.trim_end_matches(".rs")
}

fn offences_in(path: &str, code: &str) -> Vec<String> {
    let code = without_comments(code);
    let layer = layer_of(path);
    let allowed = LAYERS.iter().find(|(name, _)| *name == layer);
    let mut named = Vec::new();
    if let Some((_, allowed)) = allowed {
        let exceptions = EXCEPTIONS.iter().filter(|(file, _)| *file == path);
        let allowed: Vec<&str> = allowed
            .iter()
            .copied()
            .chain(exceptions.map(|(_, item)| *item))
            .chain([layer])
            .collect();
        let foreign = |name: &String| !allowed.iter().any(|prefix| is_below(name, prefix));
        named.extend(paths_after("crate::", &code).into_iter().filter(foreign));
    }
    if let Some(file) = path.strip_prefix("server/rest/")
        && file != "mod.rs"
    {
        let is_shared = |name: &str| SHARED_BY_REST.iter().any(|shared| is_below(name, shared));
        let siblings = paths_after("super::", &code).into_iter();
        named.extend(
            siblings
                // `super::*` is how the tests of a file name the file itself.
                .filter(|name| !name.is_empty() && !is_shared(name))
                .map(|name| format!("super::{name}")),
        );
        let by_name = paths_after("crate::", &code).into_iter();
        named.extend(by_name.filter(|name| is_below(name, "server::rest")));
    }
    let fences = FENCES.iter().filter(|(word, places)| {
        has_word(&code, word) && !places.iter().any(|place| path.starts_with(place))
    });
    named.extend(fences.map(|(word, _)| (*word).to_owned()));
    if layer == "domain" {
        let words = NOT_IN_DOMAIN.iter().filter(|word| has_word(&code, word));
        named.extend(words.map(|word| (*word).to_owned()));
    }
    named
        .into_iter()
        .map(|name| format!("{path} names {name}"))
        .collect()
}

/// Whether a path is `prefix` or something in it.
fn is_below(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn without_comments(code: &str) -> String {
    let lines = code.lines();
    lines
        .map(|line| line.split_once("//").map_or(line, |(before, _)| before))
        .collect::<Vec<_>>()
        .join("\n")
}

fn has_word(code: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(word).any(|(at, _)| {
        !code[..at].ends_with(is_part) && !code[at + word.len()..].starts_with(is_part)
    })
}

/// Every path that follows `start`, braces written out.
fn paths_after(start: &str, code: &str) -> Vec<String> {
    code.match_indices(start)
        .filter(|(at, _)| {
            !code[..*at].ends_with(|letter: char| letter.is_alphanumeric() || letter == ':')
        })
        .flat_map(|(at, _)| expand(&code[at + start.len()..]).0)
        .collect()
}

/// The paths of a use tree, and what stands behind it.
fn expand(code: &str) -> (Vec<String>, &str) {
    let code = code.trim_start();
    if let Some(mut rest) = code.strip_prefix('{') {
        let mut paths = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(behind) = rest.strip_prefix('}') {
                return (paths, behind);
            }
            if rest.is_empty() {
                return (paths, rest);
            }
            let (more, behind) = expand(rest);
            paths.extend(more);
            let behind = behind.trim_start();
            // What is neither a comma nor a brace belongs to the item: `as Name`.
            let end = behind.find([',', '}']).unwrap_or(behind.len());
            rest = behind[end..].strip_prefix(',').unwrap_or(&behind[end..]);
        }
    }
    let end = code
        .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .unwrap_or(code.len());
    let (word, rest) = code.split_at(end);
    match rest.strip_prefix("::") {
        Some(deeper) if !word.is_empty() => {
            let (paths, rest) = expand(deeper);
            let paths = paths.into_iter().map(|path| {
                if path.is_empty() || path == "self" {
                    word.to_owned()
                } else {
                    format!("{word}::{path}")
                }
            });
            (paths.collect(), rest)
        }
        Some(_) | None => (vec![word.to_owned()], rest),
    }
}
