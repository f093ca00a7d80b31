//! The populations that are measured, and questions about people in them.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{DANCU, Outcome};

/// Personas stand first in an export, some of them without a number or hidden; generated people follow.
const PERSONAS: usize = 200;
/// How many questions are prepared at the most.
const QUESTIONS: usize = 50_000;
/// A prime: visiting every so-maniest question visits all of them, far from the order of the file.
const STRIDE: usize = 48_271;

/// A data folder and questions that it answers with `match`.
pub struct People {
    /// The folder.
    pub folder: PathBuf,
    /// Bodies of `POST /v1/match`, one a line.
    pub questions: PathBuf,
    /// How long the seed took, if it was made now.
    pub seeded_in: Option<Duration>,
}

impl People {
    /// A population of so many, new or from an earlier run.
    pub fn of(size: usize, data: &Path) -> Outcome<Self> {
        let folder = data.join(size.to_string());
        let questions = folder.join("questions.ndjson");
        let mut seeded_in = None;
        if !is_usable(&folder) {
            seeded_in = Some(seed(&folder, size)?);
        }
        if !questions.exists() {
            prepare(&folder, size, &questions)?;
        }
        Ok(Self {
            folder,
            questions,
            seeded_in,
        })
    }

    /// The prepared questions.
    pub fn read_questions(&self) -> Outcome<Vec<String>> {
        let lines = BufReader::new(File::open(&self.questions)?).lines();
        Ok(lines.collect::<Result<_, _>>()?)
    }
}

/// Makes a population in an emptied folder.
pub fn seed(folder: &Path, size: usize) -> Outcome<Duration> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let started = Instant::now();
    let status = Command::new(DANCU)
        .args(["seed", "--size", &size.to_string(), "--data"])
        .arg(folder)
        .stdout(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(format!("dancu seed ended with {status}").into());
    }
    Ok(started.elapsed())
}

/// Whether this program can open what an earlier one left.
fn is_usable(folder: &Path) -> bool {
    let status = Command::new(DANCU)
        .args(["stats", "--json", "--data"])
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// Takes people at even distances from an export and asks for each by number, name and date.
fn prepare(folder: &Path, size: usize, questions: &Path) -> Outcome<()> {
    let mut export = Command::new(DANCU)
        .args(["export", "--data"])
        .arg(folder)
        .stdout(Stdio::piped())
        .spawn()?;
    let lines = BufReader::new(export.stdout.take().ok_or("export has no output")?).lines();
    let distance = size.div_ceil(QUESTIONS);
    let mut bodies = Vec::new();
    for line in lines.skip(PERSONAS).step_by(distance) {
        bodies.extend(question(&serde_json::from_str(&line?)?));
    }
    if !export.wait()?.success() || bodies.len() < size.min(QUESTIONS) / 2 {
        return Err("dancu export gave too few people".into());
    }
    if bodies.len() % STRIDE == 0 {
        bodies.pop(); // the stride must share no factor with the count
    }
    let mut out = BufWriter::new(File::create(questions)?);
    for turn in 0..bodies.len() {
        writeln!(out, "{}", bodies[turn * STRIDE % bodies.len()])?;
    }
    Ok(out.flush()?)
}

fn question(record: &Value) -> Option<String> {
    let field = |name| record.get(name).and_then(Value::as_str);
    let body = json!({
        "number": field("number")?,
        "full_name": field("full_name")?,
        "date_of_birth": field("date_of_birth")?,
    });
    Some(body.to_string())
}
