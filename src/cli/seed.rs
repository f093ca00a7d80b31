//! `dancu seed`: makes the population.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use tokio::signal::unix::{SignalKind, signal};

use super::arguments::PopulationArguments;
use super::output::{CliError, Output};
use super::stop::Parent;
use crate::domain::language::Language;
use crate::population::Settings;
use crate::seeding::{self, SeedError, SeededFile};
use crate::store::{FolderLock, POPULATION_FILE, StateFile, Step, StoreError, remove_state};

/// Make the population: people who do not exist, in one file that is never changed afterwards
///
/// The same size and seed give the same people on every machine: the digest tells. The file is built
/// beside its place and renamed, so a seed that is stopped leaves what was there before. `--size nation`
/// makes the whole country.
///
///   dancu seed --size 100000 --seed 7
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Seed {
    /// Folder to make it in
    #[arg(long, env = "DANCU_DATA", default_value = "data", value_name = "DIR")]
    data: PathBuf,

    #[command(flatten)]
    population: PopulationArguments,

    /// Threads that draw people [default: one for each core]; the people are the same with any number
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    /// Replace a population that is there; edits made over it are dropped if the people differ
    #[arg(long)]
    force: bool,

    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// What was made.
#[derive(Serialize, Debug)]
pub struct Seeded {
    /// All people: the living asked for, personas, and the dead, missing and cancelled.
    pub people: u64,
    /// Living people asked for.
    pub size: u64,
    /// The seed.
    pub seed: u64,
    /// Digest of the logical content.
    pub digest: String,
    /// Where it stands.
    pub path: PathBuf,
}

impl Seed {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let _lock = FolderLock::take(&self.data)?;
        let path = self.data.join(POPULATION_FILE);
        if path.exists() && !self.force && !agreed(&path, output.language)? {
            return Err(CliError::told(
                format!("đã có {}; thêm --force để tạo lại", path.display()),
                format!("{} exists; add --force to make it again", path.display()),
            ));
        }
        let seeded = seed(
            &self.data,
            &self.population,
            self.threads,
            None,
            output.language,
        )?;
        if self.json {
            output.json(&seeded)?;
        } else {
            output.say(
                format!(
                    "Đã tạo {} người trong {}",
                    seeded.people,
                    seeded.path.display()
                ),
                format!("Made {} people in {}", seeded.people, seeded.path.display()),
            )?;
            output.line(format!("digest {}", seeded.digest))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Makes the population of a folder whose lock the caller holds, drawing on `threads` or on all cores. A signal, or
/// the end of the parent, stops it and leaves what was there.
pub fn seed(
    folder: &Path,
    arguments: &PopulationArguments,
    threads: Option<NonZeroUsize>,
    parent: Option<&Parent>,
    language: Language,
) -> Result<Seeded, CliError> {
    let settings = Settings {
        size: arguments.size,
        seed: arguments.seed,
        numbers: arguments.numbers.into(),
    };
    check_state(folder)?;
    let threads = threads
        .or_else(|| std::thread::available_parallelism().ok())
        .unwrap_or(NonZeroUsize::MIN);
    let progress = SeedProgress::begin(settings.size, language);
    let stopped = stop_on_signals();
    let watch = {
        let progress = progress.clone();
        let parent = parent.cloned();
        move |step| {
            progress.show(step);
            !stopped.load(Ordering::Relaxed) && !parent.as_ref().is_some_and(Parent::is_gone)
        }
    };
    let made = seeding::seed(folder, &settings, threads, Arc::new(watch));
    progress.0.finish_and_clear();
    let SeededFile { people, digest } = made?;
    drop_foreign_state(folder, &digest)?;
    Ok(Seeded {
        people,
        size: settings.size,
        seed: settings.seed,
        digest,
        path: folder.join(POPULATION_FILE),
    })
}

impl From<SeedError> for CliError {
    fn from(error: SeedError) -> Self {
        match error {
            SeedError::Store(error) => error.into(),
            SeedError::Population(error) => Self::told(error.to_string(), error.to_string()),
        }
    }
}

/// Set once SIGINT (Ctrl-C) or SIGTERM comes. Where signals cannot be listened to, they end the process, and the
/// next seed sweeps what is left.
fn stop_on_signals() -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build();
    let Ok(runtime) = runtime else {
        return stopped;
    };
    let entered = runtime.enter();
    let signals = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    );
    drop(entered);
    if let (Ok(mut interrupt), Ok(mut terminate)) = signals {
        let setter = Arc::clone(&stopped);
        std::thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
            });
            setter.store(true, Ordering::Relaxed);
        });
    }
    stopped
}

/// The bar of a seed: people with rate and time left, then the indexes.
#[derive(Clone)]
struct SeedProgress(ProgressBar, Language);

impl SeedProgress {
    fn begin(size: u64, language: Language) -> Self {
        let message = language.pick("tạo dữ liệu dân cư", "making people");
        Self(progress_bar(size, message), language)
    }

    fn show(&self, step: Step) {
        let Self(bar, language) = self;
        match step {
            Step::People(people) => {
                // The dead and the missing come on top of those asked for.
                bar.set_position(people.min(bar.length().unwrap_or(people)));
            }
            Step::Index {
                number,
                of,
                thousandths,
            } => {
                let message = language.pick("lập chỉ mục", "building indexes");
                if bar.message() != message {
                    bar.reset();
                    bar.set_length(of * 1000);
                    bar.set_style(style("{msg} {wide_bar} {percent} % {eta}"));
                    bar.set_message(message);
                }
                bar.set_position(number * 1000 + thousandths);
            }
        }
    }
}

/// A state file that cannot be read is a matter to settle before the people are made again.
fn check_state(folder: &Path) -> Result<(), CliError> {
    match StateFile::read(folder, "") {
        Ok(_) | Err(StoreError::OtherPopulation { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Edits of other people mean nothing over these.
fn drop_foreign_state(folder: &Path, digest: &str) -> Result<(), CliError> {
    match StateFile::read(folder, digest) {
        Err(StoreError::OtherPopulation { .. }) => Ok(remove_state(folder)?),
        Ok(_) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// A bar with rate and time left, on a terminal.
pub fn progress_bar(length: u64, message: &'static str) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr_with_hz(10)
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(length), target).with_message(message);
    bar.set_style(style(
        "{msg} {wide_bar} {human_pos}/{human_len} {per_sec} {eta}",
    ));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_wrong| ProgressStyle::default_bar())
}

/// Asks a person at a terminal; nobody there means no.
fn agreed(path: &Path, language: Language) -> Result<bool, CliError> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Ok(false);
    }
    let question = match language {
        Language::Vietnamese => format!("Đã có {}. Tạo lại? [c/K] ", path.display()),
        Language::English => format!("{} exists. Make it again? [y/N] ", path.display()),
    };
    std::io::stderr().write_all(question.as_bytes())?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(
        answer.trim().to_lowercase().as_str(),
        "y" | "yes" | "c" | "có" | "co"
    ))
}
