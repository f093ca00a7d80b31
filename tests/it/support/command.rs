//! Runs `dancu` and keeps what it printed.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::pause;

/// A command is given half a minute, looked at every 5 ms.
const POLLS: usize = 6_000;

/// What a command came to.
#[derive(Debug)]
pub struct Output {
    /// The exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Output {
    /// The command, if it ended with 0.
    #[track_caller]
    pub fn succeeded(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }

    /// The command, if it ended with this code, said so in one line of error and did not panic.
    #[track_caller]
    pub fn failed_in_one_line(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(!self.err.contains("panicked"), "{}", self.err);
        assert_eq!(self.err.trim_end().lines().count(), 1, "{}", self.err);
        assert!(self.err.starts_with("error: "), "{}", self.err);
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// The program under test, with nothing of this environment that would change what it does.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dancu"));
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("DANCU_") || name_text.starts_with("LC_") {
            command.env_remove(&name);
        }
    }
    command.env("LANG", "C.UTF-8").stdin(Stdio::null());
    command
}

/// Runs the program with these arguments to its end.
pub fn dancu(arguments: &[&str]) -> Output {
    finish(program().args(arguments), "")
}

/// The same, with something on standard input.
pub fn dancu_with_input(arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
    finish(program().args(arguments).stdin(Stdio::piped()), input)
}

/// Runs any program to its end, with this on standard input where it is piped.
pub fn finish(command: &mut Command, input: impl AsRef<[u8]>) -> Output {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    if let Some(mut stdin) = child.stdin.take() {
        // A program that refuses its arguments does not read.
        let _written = stdin.write_all(input.as_ref());
    }
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let readers = std::thread::spawn(move || {
        let other = std::thread::spawn(move || read(&mut err));
        (read(&mut out), other.join().unwrap())
    });
    let ended = (0..POLLS).find_map(|_| {
        pause(Duration::from_millis(5));
        child.try_wait().unwrap()
    });
    if ended.is_none() {
        child.kill().unwrap();
    }
    let (out, err) = readers.join().unwrap();
    let Some(status) = ended else {
        panic!("{command:?} does not end; it said {out}{err}");
    };
    Output {
        code: status.code(),
        out,
        err,
    }
}

fn read(pipe: &mut impl std::io::Read) -> String {
    let mut text = String::new();
    pipe.read_to_string(&mut text).unwrap();
    text
}
