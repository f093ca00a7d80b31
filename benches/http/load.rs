//! Load from wrk, and what came of it.

use std::path::Path;
use std::process::Command;

use super::machine::{busy_ticks, processor_seconds};
use super::server::Server;
use super::{Outcome, median};

/// Connections kept open, and threads of wrk: enough that no core of a small machine rests.
const CONNECTIONS: &str = "-c8";
const THREADS: &str = "-t2";

/// One kind of request to one server, and its rounds.
pub struct Lane<'a> {
    /// What the table calls it.
    pub name: &'static str,
    /// The server.
    pub server: &'a Server,
    /// The key that is sent.
    pub key: &'static str,
    /// What each round came to.
    pub rounds: Vec<Round>,
}

/// What one round came to.
pub struct Round {
    /// Requests answered in a second.
    pub rate: f64,
    /// Half of the answers took at most so many microseconds.
    pub median_micros: f64,
    /// 99 of 100 answers took at most so many.
    pub worst_micros: f64,
    /// Processor time of the server for each request, in microseconds.
    pub server_micros: f64,
    /// Share of all processor time in which the machine was busy, 0 to 1.
    pub busy: f64,
}

impl<'a> Lane<'a> {
    /// A lane without rounds.
    pub fn new(name: &'static str, server: &'a Server, key: &'static str) -> Self {
        Self {
            name,
            server,
            key,
            rounds: Vec::new(),
        }
    }

    /// Runs and keeps one round.
    pub fn run(&mut self, questions: &Path, seconds: u32) -> Outcome<&Round> {
        let round = run(self.server, self.key, questions, seconds)?;
        self.rounds.push(round);
        Ok(&self.rounds[self.rounds.len() - 1])
    }

    /// The median of one figure over the rounds.
    pub fn median(&self, figure: impl Fn(&Round) -> f64) -> f64 {
        median(self.rounds.iter().map(figure).collect())
    }
}

/// Whether wrk is installed.
pub fn is_there() -> bool {
    Command::new("wrk").arg("-v").output().is_ok()
}

/// Sends the questions for some seconds. Any status but 200 and any broken connection is an error.
pub fn run(server: &Server, key: &str, questions: &Path, seconds: u32) -> Outcome<Round> {
    let (used, machine) = (processor_seconds(server.process())?, busy_ticks());
    let output = Command::new("wrk")
        .args([CONNECTIONS, THREADS, &format!("-d{seconds}s"), "-s"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/http/match.lua"))
        .arg(format!("http://127.0.0.1:{}", server.port))
        .env("DANCU_BENCH_KEY", key)
        .env("DANCU_BENCH_BODIES", questions)
        .output()?;
    let used = processor_seconds(server.process())? - used;
    let now = busy_ticks();
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("dancu-bench "))
        .ok_or_else(|| format!("wrk: {text}{}", String::from_utf8_lossy(&output.stderr)))?;
    let figures: Vec<f64> = line.split(' ').flat_map(str::parse).collect();
    let &[requests, micros, refused, broken, median, worst] = figures.as_slice() else {
        return Err(format!("wrk said {line}").into());
    };
    if refused + broken > 0.0 || requests == 0.0 {
        return Err(format!("{refused} answers were no 200, {broken} were broken off").into());
    }
    Ok(Round {
        rate: requests / micros * 1e6,
        median_micros: median,
        worst_micros: worst,
        server_micros: used / requests * 1e6,
        busy: (now.0 - machine.0) as f64 / (now.1 - machine.1).max(1) as f64,
    })
}
