//! One line a request, gathered in memory and written a few times a second.
//!
//! A line has the route's pattern and never its path, the client and never its key, and nothing of any
//! body: no name and no number of a citizen can get into it.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::clock::{Timestamp, real_time};

/// How long a line may wait in memory.
const WAIT: Duration = Duration::from_millis(200);
/// How much may gather; lines beyond are lost and counted.
const GATHER: usize = 8 << 20;

/// The form of the lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum LogFormat {
    /// Words in a line, for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
    /// No line for requests; failures are still told.
    Off,
}

/// One request.
#[derive(Debug)]
pub struct AccessLine<'a> {
    /// When it came in.
    pub at: Timestamp,
    /// GET, POST, …
    pub method: &'a str,
    /// The route's pattern.
    pub route: &'a str,
    /// The HTTP status.
    pub status: u16,
    /// How long it took to answer.
    pub elapsed: Duration,
    /// The client's name.
    pub client: &'a str,
    /// The request's id.
    pub request_id: &'a str,
}

impl AccessLine<'_> {
    fn write_text(&self, out: &mut String) {
        self.at.write_iso(out);
        for word in [self.method, self.route] {
            out.push(' ');
            out.push_str(word);
        }
        // Writing to a String cannot fail.
        let _written = write!(out, " {} {}us ", self.status, self.elapsed.as_micros());
        out.push_str(self.client);
        out.push(' ');
        out.push_str(self.request_id);
        out.push('\n');
    }

    fn write_json(&self, out: &mut String) {
        let mut at = String::new();
        self.at.write_iso(&mut at);
        let line = serde_json::json!({
            "at": at,
            "method": self.method,
            "route": self.route,
            "status": self.status,
            "micros": u64::try_from(self.elapsed.as_micros()).unwrap_or(u64::MAX),
            "client": self.client,
            "request_id": self.request_id,
        });
        // Writing to a String cannot fail.
        let _written = writeln!(out, "{line}");
    }
}

/// The log, on standard error.
#[derive(Debug)]
pub struct AccessLog {
    format: LogFormat,
    lines: Arc<Mutex<String>>,
    lost: Arc<AtomicU64>,
    writer: Option<(Sender<()>, JoinHandle<()>)>,
}

impl AccessLog {
    /// Starts the thread that writes.
    pub fn start(format: LogFormat) -> Self {
        let lines = Arc::new(Mutex::new(String::new()));
        let (stop, stopped) = channel::<()>();
        let lost = Arc::new(AtomicU64::new(0));
        let (gathered, missing) = (Arc::clone(&lines), Arc::clone(&lost));
        let thread = std::thread::spawn(move || {
            while stopped.recv_timeout(WAIT) == Err(RecvTimeoutError::Timeout) {
                write_out(&gathered, &missing);
            }
            write_out(&gathered, &missing);
        });
        Self {
            format,
            lines,
            lost,
            writer: Some((stop, thread)),
        }
    }

    /// Adds the line of a request.
    pub fn request(&self, line: &AccessLine<'_>) {
        thread_local! {
            /// Lines are put together outside the lock.
            static DRAFT: RefCell<String> = const { RefCell::new(String::new()) };
        }
        DRAFT.with_borrow_mut(|draft| {
            draft.clear();
            match self.format {
                LogFormat::Off => return,
                LogFormat::Text => line.write_text(draft),
                LogFormat::Json => line.write_json(draft),
            }
            self.add(draft);
        });
    }

    fn add(&self, line: &str) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() >= GATHER {
            // Nobody reads the log: answering goes on, and the log says what it lacks.
            self.lost.fetch_add(1, Ordering::Relaxed);
        } else {
            lines.push_str(line);
        }
    }

    /// Adds a line about a failure on our side; `cause` names files and never people.
    pub fn failure(&self, request_id: &str, cause: &str) {
        let mut at = String::new();
        real_time().write_iso(&mut at);
        let line = match self.format {
            LogFormat::Json => {
                serde_json::json!({"at": at, "failure": cause, "request_id": request_id})
                    .to_string()
            }
            LogFormat::Text | LogFormat::Off => format!("{at} FAILURE {request_id}: {cause}"),
        };
        self.add(
            &(line
                + "
"),
        );
    }
}

impl Drop for AccessLog {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.writer.take() {
            drop(stop);
            let _joined = thread.join();
        }
    }
}

fn write_out(lines: &Mutex<String>, lost: &AtomicU64) {
    let mut gathered = std::mem::take(&mut *lines.lock().unwrap_or_else(PoisonError::into_inner));
    let missing = lost.swap(0, Ordering::Relaxed);
    if missing > 0 {
        // Writing to a String cannot fail.
        let _written = writeln!(gathered, "{missing} lines were lost: nobody read the log");
    }
    if !gathered.is_empty() {
        // A closed standard error is no reason to stop serving.
        let _written = std::io::stderr().write_all(gathered.as_bytes());
    }
}
