//! `make fuzz`: reads mutated envelopes for a minute and fails if a promise about reading is broken.
//!
//! `-- --seconds N` takes longer or shorter, `-- --seed N` repeats a run, `-- FILE` reads one input again.
//! Inputs that break a promise are left in `target/fuzz`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that prints what it found"
)]

mod corpus;
mod mutation;
mod promises;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use mutation::{Dice, mutated};
use promises::{Broken, Seen, check};

/// Accepted mutants that are mutated further, at the most.
const OFFSPRING: usize = 400;

/// What fails says why.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What is asked for.
struct Task {
    seconds: u64,
    seed: u64,
    files: Vec<PathBuf>,
}

/// What came of it.
#[derive(Default)]
struct Tally {
    inputs: u64,
    outcomes: BTreeMap<&'static str, u64>,
    worst: Duration,
    worst_length: usize,
    /// The shortest input for each promise that was broken.
    broken: BTreeMap<Broken, Vec<u8>>,
}

fn main() -> ExitCode {
    let done = task().and_then(|task| fuzz(&task));
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("fuzz: {error}");
            ExitCode::FAILURE
        }
    }
}

fn task() -> Outcome<Task> {
    let mut task = Task {
        seconds: 60,
        seed: getrandom::u64()?,
        files: Vec::new(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            // Cargo says so to every bench.
            "--bench" => {}
            "--seconds" => task.seconds = arguments.next().ok_or("--seconds N")?.parse()?,
            "--seed" => task.seed = arguments.next().ok_or("--seed N")?.parse()?,
            _ => task.files.push(argument.into()),
        }
    }
    Ok(task)
}

/// Whether every promise was kept.
fn fuzz(task: &Task) -> Outcome<bool> {
    let mut tally = Tally::default();
    if task.files.is_empty() {
        println!(
            "seed {} (make fuzz SEED={} repeats this run)",
            task.seed, task.seed
        );
        run(task, &mut tally);
    }
    for file in &task.files {
        tally.look_at(&std::fs::read(file)?);
    }
    tally.print();
    tally.keep_broken()?;
    Ok(tally.broken.is_empty())
}

fn run(task: &Task, tally: &mut Tally) {
    let mut messages = corpus::messages();
    let first_offspring = messages.len();
    for input in messages.iter().chain(&corpus::giants()) {
        tally.look_at(input);
    }
    let mut dice = Dice(task.seed);
    let (started, end) = (Instant::now(), Duration::from_secs(task.seconds));
    while started.elapsed() < end {
        let input = mutated(&messages, &mut dice);
        if !tally.look_at(&input) || dice.below(8) != 0 {
            continue;
        }
        if messages.len() < first_offspring + OFFSPRING {
            messages.push(input);
        } else {
            messages[first_offspring + dice.below(OFFSPRING)] = input;
        }
    }
}

impl Tally {
    /// Checks an input; whether a request was read from it.
    fn look_at(&mut self, input: &[u8]) -> bool {
        self.inputs += 1;
        let checked = catch_unwind(AssertUnwindSafe(|| check(input, self.worst)));
        match checked {
            Ok(Ok(seen)) => {
                self.note(seen, input.len());
                seen.is_accepted
            }
            Ok(Err(broken)) => self.note_broken(broken, input),
            Err(_panic) => self.note_broken("panicked".to_owned(), input),
        }
    }

    fn note(&mut self, seen: Seen, length: usize) {
        *self.outcomes.entry(seen.outcome).or_default() += 1;
        if seen.took > self.worst {
            self.worst = seen.took;
            self.worst_length = length;
        }
    }

    fn note_broken(&mut self, broken: Broken, input: &[u8]) -> bool {
        let shortest = self.broken.get(&broken);
        if shortest.is_none_or(|shortest| shortest.len() > input.len()) {
            self.broken.insert(broken, input.to_vec());
        }
        false
    }

    fn print(&self) {
        for (outcome, count) in &self.outcomes {
            println!("{count:>9}  {outcome}");
        }
        println!(
            "{} inputs; the slowest, of {} bytes, took {:.2} ms at its best of three",
            self.inputs,
            self.worst_length,
            self.worst.as_secs_f64() * 1e3
        );
    }

    /// Writes the inputs that broke a promise into `target/fuzz`.
    fn keep_broken(&self) -> Outcome<()> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("fuzz");
        std::fs::create_dir_all(&folder)?;
        for (broken, input) in &self.broken {
            let name = broken.replace(|character: char| !character.is_ascii_alphanumeric(), "-");
            let file = folder.join(format!("{name}.xml"));
            std::fs::write(&file, input)?;
            println!("BROKEN: {broken}\n        {}", file.display());
        }
        Ok(())
    }
}
