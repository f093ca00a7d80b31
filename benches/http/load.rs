//! Load from wrk, and what came of it.

use std::path::Path;
use std::process::Command;

use super::machine::{busy_ticks, processor_seconds};
use super::server::Server;
use super::{Outcome, national};

/// Threads of wrk: as many as a small machine has cores.
const THREADS: &str = "-t2";

/// One kind of request to one server, and its rounds.
pub struct Lane<'a> {
    /// What the table calls it.
    pub name: &'static str,
    /// The server.
    pub server: &'a Server,
    /// What is sent.
    pub load: Load<'a>,
    /// Connections kept open. With few, every answer wakes wrk and the bare server waits for it between two
    /// requests; with more, neither waits, and what a request costs the server weighs more.
    pub connections: u32,
    /// What each round came to.
    pub rounds: Vec<Round>,
}

/// Requests of one kind.
#[derive(Clone)]
pub struct Load<'a> {
    /// Where they are posted.
    pub path: &'static str,
    /// Their headers, one a line.
    pub headers: String,
    /// Their bodies, one a line.
    pub bodies: &'a Path,
}

impl<'a> Load<'a> {
    /// Questions to `POST /v1/match`.
    pub fn of_match(key: &str, questions: &'a Path) -> Self {
        Self {
            path: "/v1/match",
            headers: format!("Content-Type: application/json\nAuthorization: Bearer {key}"),
            bodies: questions,
        }
    }

    /// The same to a sandbox, chosen by header.
    pub fn in_sandbox(id: &str, questions: &'a Path) -> Self {
        let load = Self::of_match("portal-key", questions);
        Self {
            headers: format!("{}\nX-Dancu-Sandbox: {id}", load.headers),
            ..load
        }
    }

    /// Questions to the national wire.
    pub fn of_national_wire(envelopes: &'a Path) -> Self {
        Self {
            path: national::PATH,
            headers: national::headers(),
            bodies: envelopes,
        }
    }
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

impl Lane<'_> {
    /// Runs and keeps one round.
    pub fn run(&mut self, seconds: u32) -> Outcome<&Round> {
        let round = self.try_out(seconds)?;
        self.rounds.push(round);
        Ok(&self.rounds[self.rounds.len() - 1])
    }

    /// Sends the load for some seconds and keeps nothing. Any status but 200 and any broken connection is an error.
    pub fn try_out(&self, seconds: u32) -> Outcome<Round> {
        let process = self.server.process();
        let (used, machine) = (processor_seconds(process)?, busy_ticks());
        let output = Command::new("wrk")
            .args([&format!("-c{}", self.connections), THREADS])
            .args([&format!("-d{seconds}s"), "-s"])
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/http/post.lua"))
            .arg(format!("http://127.0.0.1:{}", self.server.port))
            .env("DANCU_BENCH_PATH", self.load.path)
            .env("DANCU_BENCH_HEADERS", &self.load.headers)
            .env("DANCU_BENCH_BODIES", self.load.bodies)
            .output()?;
        let used = processor_seconds(process)? - used;
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
}

/// Whether wrk is installed.
pub fn is_there() -> bool {
    Command::new("wrk").arg("-v").output().is_ok()
}
