//! What the figures were taken on, and what the system tells of a process.

use std::path::Path;
use std::process::Command;

use super::Outcome;

/// Ticks of `/proc/PID/stat` in a second: `USER_HZ`, 100 on every Linux that Rust runs on.
const TICKS_PER_SECOND: f64 = 100.0;

/// Threads that can run at once.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// One line: cores, processor, kernel, compiler.
pub fn facts() -> String {
    let processors = read("/proc/cpuinfo");
    let processor = value_after(&processors, "model name")
        .unwrap_or("unknown processor")
        .trim_start_matches([' ', '\t', ':']);
    let kernel = read("/proc/sys/kernel/osrelease");
    let compiler = Command::new("rustc").arg("--version").output();
    let compiler = compiler.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    format!(
        "{} cores, {processor}, Linux {}, {}",
        cores(),
        kernel.trim(),
        compiler.unwrap_or_default().trim()
    )
}

/// Memory that is the process' own and not a mapped file, in KiB (`RssAnon`).
pub fn own_memory_kib(process: u32) -> Outcome<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let value = value_after(&status, "RssAnon:").ok_or("the kernel tells no RssAnon")?;
    Ok(value.trim().trim_end_matches(" kB").parse()?)
}

/// Processor time the process has used, in seconds.
pub fn processor_seconds(process: u32) -> Outcome<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The second field is the program's name in parentheses and may hold blanks; utime is the 14th.
    let (_, rest) = stat.rsplit_once(')').ok_or("no name in /proc/PID/stat")?;
    let ticks = rest.split_whitespace().skip(11).take(2);
    let ticks = ticks.map(str::parse::<u64>).sum::<Result<u64, _>>()?;
    Ok(ticks as f64 / TICKS_PER_SECOND)
}

/// Ticks in which the machine was busy, and all ticks, over all cores.
pub fn busy_ticks() -> (u64, u64) {
    let stat = read("/proc/stat");
    let ticks: Vec<u64> = value_after(&stat, "cpu ")
        .unwrap_or_default()
        .split_whitespace()
        .filter_map(|field| field.parse().ok())
        .collect();
    let all: u64 = ticks.iter().take(8).sum();
    let idle: u64 = ticks.iter().skip(3).take(2).sum();
    (all - idle, all)
}

/// Size of a file in MiB.
pub fn mebibytes(path: &Path) -> Outcome<f64> {
    Ok(std::fs::metadata(path)?.len() as f64 / f64::from(1 << 20))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn value_after<'text>(text: &'text str, key: &str) -> Option<&'text str> {
    text.lines().find_map(|line| line.strip_prefix(key))
}
