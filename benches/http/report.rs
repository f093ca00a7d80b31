//! The figures as one table in Markdown, to be pasted into `docs/benchmarks.md`.

use std::time::Duration;

use super::generator;
use super::load::{Lane, Round};
use super::login::Logins;
use super::sandboxes::Sandboxes;
use super::{LARGE, SMALL, machine, median};

/// Everything measured.
pub struct Report<'a> {
    /// By count of connections.
    pub groups: &'a [[Lane<'a>; 5]],
    /// Logins and their pages.
    pub logins: &'a Logins,
    /// Sandboxes.
    pub sandboxes: &'a Sandboxes,
    /// Over each population.
    pub sizes: [Sizes; 2],
    /// From the start of the process to the first answer.
    pub starts: &'a Starts,
    /// Seeds of the small population.
    pub seeds: &'a Starts,
    /// The seed of the large population, if it was made in this run.
    pub large_seed: Option<Duration>,
}

/// Memory and file of one population.
pub struct Sizes {
    /// Living people.
    pub people: usize,
    /// The population file.
    pub file_mebibytes: f64,
    /// `RssAnon` after the first answer.
    pub idle_kib: u64,
    /// `RssAnon` after load.
    pub loaded_kib: u64,
}

/// Times of one thing done again and again.
pub struct Starts(pub Vec<Duration>);

impl Starts {
    fn median_and_worst(&self) -> String {
        let millis: Vec<f64> = self.0.iter().map(|time| time.as_secs_f64() * 1e3).collect();
        let worst = millis.iter().copied().fold(0.0, f64::max);
        format!("{:.0} ms, worst {worst:.0} ms", median(millis))
    }
}

impl Report<'_> {
    /// Prints the table.
    pub fn print(&self) {
        print_head();
        print_groups(self.groups);
        print_logins(self.logins);
        print_sandboxes(self.sandboxes);
        for sizes in &self.sizes {
            row(
                &format!("own memory (RssAnon), {} people", sizes.people),
                &memory(sizes.idle_kib, sizes.loaded_kib),
            );
            row(
                &format!("population file, {} people", sizes.people),
                &format!("{:.1} MiB", sizes.file_mebibytes),
            );
        }
        row(
            &format!(
                "start to first answer, {SMALL} people, {} starts",
                self.starts.0.len()
            ),
            &self.starts.median_and_worst(),
        );
        row(
            &format!("seed, {SMALL} people"),
            &self.seeds.median_and_worst(),
        );
        if let Some(time) = self.large_seed {
            row(
                &format!("seed, {LARGE} people"),
                &format!("{:.1} s", time.as_secs_f64()),
            );
        }
    }
}

/// What was measured on, and the head of the table.
pub fn print_head() {
    println!(
        "\n{}, dancu {}\n",
        machine::facts(),
        env!("CARGO_PKG_VERSION")
    );
    println!("| what | figure |");
    println!("| --- | --- |");
}

/// The rows of what is compared, by count of connections: the bare handler first, the match of a portal next,
/// the national wire last.
pub fn print_groups(groups: &[[Lane<'_>; 5]]) {
    for [bare, others @ ..] in groups {
        row_of_lane(bare, &figures(&bare.rounds));
        for lane in others {
            row_of_lane(lane, &figures(&lane.rounds));
        }
        for lane in others {
            row_of_ratio(lane, "bare", bare);
        }
        let [portal, _, _, wire] = others;
        row_of_ratio(wire, portal.name, portal);
    }
}

/// The rows of logins: each flow, the bare server beside it, and the ratio.
pub fn print_logins(logins: &Logins) {
    for lane in &logins.lanes {
        row(lane.name, &figures(&lane.rounds));
        if !lane.bare_rounds.is_empty() {
            row(&format!("{}, bare", lane.name), &figures(&lane.bare_rounds));
            let name = format!("**{} / bare**", lane.name);
            row(&name, &ratio(&lane.rounds, &lane.bare_rounds));
        }
    }
    row(
        &format!(
            "own memory (RssAnon), logins over {} connections",
            generator::CONNECTIONS
        ),
        &memory(logins.idle_kib, logins.loaded_kib),
    );
}

/// The rows of sandboxes.
pub fn print_sandboxes(sandboxes: &Sandboxes) {
    let many = sandboxes.made.len();
    let millis = |times: &[Duration]| {
        let millis: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
        let worst = millis.iter().copied().fold(0.0, f64::max);
        format!("median {:.2} ms, worst {worst:.1} ms", median(millis))
    };
    let over = format!("over {} people", sandboxes.people);
    row(
        &format!("make a sandbox {over}, {many} times"),
        &millis(&sandboxes.made),
    );
    row(
        &format!("reset a sandbox {over}"),
        &millis(&sandboxes.reset),
    );
    row(
        &format!("own memory (RssAnon) for {many} sandboxes, each edited and asked"),
        &format!(
            "{:.1} MiB ({:.1} MiB before)",
            (sandboxes.with_all_kib - sandboxes.before_kib) as f64 / 1024.0,
            sandboxes.before_kib as f64 / 1024.0
        ),
    );
}

fn row(what: &str, figure: &str) {
    println!("| {what} | {figure} |");
}

fn row_of_lane(lane: &Lane<'_>, figure: &str) {
    row(
        &format!("{}, {} connections", lane.name, lane.connections),
        figure,
    );
}

fn row_of_ratio(lane: &Lane<'_>, name_of_other: &str, other: &Lane<'_>) {
    let name = format!(
        "**{} / {name_of_other}**, {} connections",
        lane.name, lane.connections
    );
    row(&name, &ratio(&lane.rounds, &other.rounds));
}

fn memory(idle_kib: u64, loaded_kib: u64) -> String {
    format!(
        "{:.1} MiB idle, {:.1} MiB after load",
        idle_kib as f64 / 1024.0,
        loaded_kib as f64 / 1024.0
    )
}

fn median_of(rounds: &[Round], figure: impl Fn(&Round) -> f64) -> f64 {
    median(rounds.iter().map(figure).collect())
}

fn figures(rounds: &[Round]) -> String {
    format!(
        "{:.0}/s, median {:.0} us, 99 % {:.0} us, server {:.1} us each",
        median_of(rounds, |round| round.rate),
        median_of(rounds, |round| round.median_micros),
        median_of(rounds, |round| round.worst_micros),
        median_of(rounds, |round| round.server_micros)
    )
}

/// The ratio of the medians, the range of it over the rounds, and that of the servers' processor time.
fn ratio(rounds: &[Round], bare: &[Round]) -> String {
    let of = |figure: fn(&Round) -> f64| median_of(rounds, figure) / median_of(bare, figure);
    let pairs = rounds.iter().zip(bare);
    let ratios: Vec<f64> = pairs.map(|(one, other)| one.rate / other.rate).collect();
    format!(
        "**{:.2}** (rounds {:.2} to {:.2}); processor time {:.2} times",
        of(|round| round.rate),
        ratios.iter().copied().fold(f64::INFINITY, f64::min),
        ratios.iter().copied().fold(0.0, f64::max),
        of(|round| round.server_micros)
    )
}
