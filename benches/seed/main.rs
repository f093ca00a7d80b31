//! `cargo bench --bench seed`: how fast `dancu seed` is next to a bare loop that writes the same rows, and how large its file.
//!
//! Prints figures and never judges them. `-- --size N` takes another population than two million, `-- --rounds N`
//! other than three rounds. Everything lies under `bench-data` of the target folder and is removed at the end.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that prints its figures"
)]
#![expect(clippy::cast_precision_loss, reason = "no figure here comes near 2^52")]

mod bare;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// The program under test.
const DANCU: &str = env!("CARGO_BIN_EXE_dancu");
/// Living people, when nothing else is said.
const SIZE: u64 = 2_000_000;
/// Rounds, when nothing else is said.
const ROUNDS: u64 = 3;
/// How often the memory of a seed is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What fails says why.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let given = |flag: &str, otherwise: u64| {
        let at = arguments.iter().position(|argument| argument == flag)?;
        Some(arguments.get(at + 1)?.parse().unwrap_or(otherwise))
    };
    let size = given("--size", SIZE).unwrap_or(SIZE);
    match measure(size, given("--rounds", ROUNDS).unwrap_or(ROUNDS)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(size: u64, rounds: u64) -> Outcome<()> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench-data");
    let (made, copied) = (folder.join("seed"), folder.join("seed-bare"));
    let (mut seeds, mut bares, mut peak) = (Vec::new(), Vec::new(), 0);
    let mut rows = 0;
    for round in 1..=rounds {
        let seeded = seed(&emptied(&made)?, size)?;
        let source = made.join("population.db");
        let bare = bare::write(&source, &emptied(&copied)?.join("population.db"))?;
        rows = bare.rows;
        let rate = |time: Duration| rows as f64 / time.as_secs_f64();
        println!(
            "round {round}: dancu seed {:.2} s ({:.0} rows/s), peak {} MiB; bare {:.2} s ({:.0} rows/s): rows {:.2} s, indexes {:.2} s",
            seeded.time.as_secs_f64(),
            rate(seeded.time),
            seeded.peak_kib >> 10,
            bare.total().as_secs_f64(),
            rate(bare.total()),
            bare.inserting.as_secs_f64(),
            bare.indexing.as_secs_f64(),
        );
        seeds.push(seeded.time.as_secs_f64());
        bares.push(bare.total().as_secs_f64());
        peak = peak.max(seeded.peak_kib);
    }
    let (seed, bare) = (median(seeds), median(bares));
    println!("\n{size} living people, {rows} rows, medians of {rounds} rounds:");
    println!(
        "  bare loop   {bare:8.2} s  {:9.0} rows/s",
        rows as f64 / bare
    );
    println!(
        "  dancu seed  {seed:8.2} s  {:9.0} rows/s",
        rows as f64 / seed
    );
    println!("  ratio       {:8.2}    (bound 1.3, aim 1.0)", seed / bare);
    println!("  peak memory {:8} MiB (RssAnon; bound 512)", peak >> 10);
    print_sizes(&made.join("population.db"), size, rows)?;
    fs::remove_dir_all(&made)?;
    fs::remove_dir_all(&copied)?;
    Ok(())
}

/// A seed as it was watched from outside.
struct Watched {
    time: Duration,
    peak_kib: u64,
}

fn seed(folder: &Path, size: u64) -> Outcome<Watched> {
    let started = Instant::now();
    let mut child = Command::new(DANCU)
        .args(["seed", "--size", &size.to_string(), "--data"])
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()?;
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak_kib = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak_kib = peak_kib.max(own_memory_kib(&status_file));
        #[expect(
            clippy::disallowed_methods,
            reason = "memory is looked at by the clock"
        )]
        std::thread::sleep(LOOK_EVERY);
    };
    if !status.success() {
        return Err(format!("dancu seed ended with {status}").into());
    }
    Ok(Watched {
        time: started.elapsed(),
        peak_kib,
    })
}

/// `RssAnon` of a process; 0 once it has ended.
fn own_memory_kib(status_file: &str) -> u64 {
    let status = fs::read_to_string(status_file).unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"))
        .unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

/// What each table and index takes.
fn print_sizes(file: &Path, living: u64, rows: u64) -> Outcome<()> {
    let connection = Connection::open(file)?;
    let mut statement =
        connection.prepare("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC")?;
    let sizes: Vec<(String, i64)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let all: i64 = sizes.iter().map(|(_, bytes)| bytes).sum();
    println!("\n  bytes by row, by living citizen (bound 140, aim 110):");
    for (name, bytes) in sizes.into_iter().chain([("everything".to_owned(), all)]) {
        println!(
            "  {:8.2} {:8.2}  {name}",
            bytes as f64 / rows as f64,
            bytes as f64 / living as f64
        );
    }
    Ok(())
}

fn emptied(folder: &Path) -> Outcome<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Ok(folder.into())
}

/// The middle one, or the mean of the two in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.as_slice() {
        [] => f64::NAN,
        odd if odd.len() % 2 == 1 => odd[half],
        even => f64::midpoint(even[half - 1], even[half]),
    }
}
