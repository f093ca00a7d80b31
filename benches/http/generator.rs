//! The load of logins: several connections at a time, each of which begins a flow when it has ended one.

use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use super::Outcome;
use super::flows::{Broken, Flow, Visitor};
use super::load::Round;
use super::machine::{busy_ticks, processor_seconds};
use super::server::Server;

/// Connections kept open at a time.
pub const CONNECTIONS: usize = 8;
/// Threads of the generator: as wrk has.
const THREADS: usize = 2;
/// How far apart in the list of people the connections begin.
const DISTANCE: usize = 250;

/// Repeats the flow over all connections for some seconds. One that breaks off ends the run.
pub fn drive(server: &Server, flow: &Arc<Flow>, seconds: u32) -> Outcome<Round> {
    let end = Duration::from_secs(seconds.into());
    let base_url = server.base_url();
    // The threads of the generator, and this one: all connections stand when the clocks are read.
    let begin = Barrier::new(THREADS + 1);
    std::thread::scope(|scope| {
        let threads = (0..THREADS).map(|first| {
            let (base_url, begin) = (&base_url, &begin);
            scope.spawn(move || drive_some(base_url, flow, first, end, begin))
        });
        let threads: Vec<_> = threads.collect();
        begin.wait();
        let (used, machine) = (processor_seconds(server.process())?, busy_ticks());
        let started = Instant::now();
        let mut micros = Vec::new();
        for thread in threads {
            micros.extend(thread.join().map_err(|_panic| "the generator panicked")??);
        }
        let elapsed = started.elapsed().as_secs_f64();
        let used = processor_seconds(server.process())? - used;
        let now = busy_ticks();
        micros.sort_by(f64::total_cmp);
        let count = micros.len();
        Ok(Round {
            rate: count as f64 / elapsed,
            median_micros: micros[count / 2],
            worst_micros: micros[count * 99 / 100],
            server_micros: used / count as f64 * 1e6,
            busy: (now.0 - machine.0) as f64 / (now.1 - machine.1).max(1) as f64,
        })
    })
}

/// One thread's share of the connections; how long each flow took, in microseconds.
fn drive_some(
    base_url: &str,
    flow: &Arc<Flow>,
    first: usize,
    end: Duration,
    begin: &Barrier,
) -> Result<Vec<f64>, Broken> {
    let connected = connect(base_url, flow, first);
    // Reached by all, whatever became of the connections: the others wait for it.
    begin.wait();
    let (runtime, visitors) = connected?;
    let started = Instant::now();
    runtime.block_on(async {
        let mut connections = JoinSet::new();
        for visitor in visitors {
            connections.spawn(repeat(visitor, started, end));
        }
        let mut all = Vec::new();
        while let Some(done) = connections.join_next().await {
            all.extend(done.map_err(|panicked| panicked.to_string())??);
        }
        Ok(all)
    })
}

fn connect(
    base_url: &str,
    flow: &Arc<Flow>,
    first: usize,
) -> Result<(Runtime, Vec<Visitor>), Broken> {
    let runtime = runtime().map_err(|error| error.to_string())?;
    let visitors = runtime.block_on(async {
        let mut visitors = Vec::new();
        for place in (first..CONNECTIONS).step_by(THREADS) {
            let mut visitor = Visitor::new(base_url, flow, place * DISTANCE).await?;
            visitor.once().await?;
            visitors.push(visitor);
        }
        Ok::<_, Broken>(visitors)
    })?;
    Ok((runtime, visitors))
}

async fn repeat(mut visitor: Visitor, started: Instant, end: Duration) -> Result<Vec<f64>, Broken> {
    let mut micros = Vec::new();
    while started.elapsed() < end {
        let begun = Instant::now();
        visitor.once().await?;
        micros.push(begun.elapsed().as_secs_f64() * 1e6);
    }
    Ok(micros)
}

/// A runtime of this thread alone.
pub fn runtime() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}
