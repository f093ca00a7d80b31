//! A running server: the real program, on a free port, over data of its own.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::{Caller, data_folder, eventually, program, scratch_folder};
use dancu::population::{NumberMode, personas};

/// A server that is stopped, and its log read, when the test is over.
#[derive(Debug)]
pub struct TestApp {
    /// `http://127.0.0.1:PORT`.
    pub base_url: String,
    /// What the ready file says.
    pub ready: Value,
    child: Child,
    folder: PathBuf,
    /// Ready file, standard output and log.
    papers: TempDir,
    owned: Option<TempDir>,
}

/// How to start a server.
#[derive(Debug, Default, Clone, Copy)]
pub struct AppOptions<'a> {
    /// The data folder; one with the shared population when absent.
    pub data: Option<&'a Path>,
    /// The business date; the real day when absent.
    pub as_of: Option<&'a str>,
    /// More arguments of `dancu serve`.
    pub arguments: &'a [&'a str],
}

impl TestApp {
    /// A server over the shared population, on the day of its picture.
    pub fn spawn() -> Self {
        Self::spawn_with(AppOptions {
            as_of: Some("2025-07-01"),
            ..AppOptions::default()
        })
    }

    /// A server over the shared population on another day.
    pub fn spawn_on(day: &str) -> Self {
        Self::spawn_with(AppOptions {
            as_of: Some(day),
            ..AppOptions::default()
        })
    }

    /// A server over a folder of the test's own.
    pub fn spawn_over(data: &Path) -> Self {
        Self::spawn_with(AppOptions {
            data: Some(data),
            as_of: Some("2025-07-01"),
            arguments: &[],
        })
    }

    /// A server started so.
    pub fn spawn_with(options: AppOptions<'_>) -> Self {
        let owned = options.data.is_none().then(data_folder);
        let linked = owned.as_ref().map(TempDir::path);
        let folder = options.data.or(linked).unwrap().to_owned();
        let papers = scratch_folder();
        let ready_file = papers.path().join("ready.json");
        let mut command = program();
        command
            .args(["serve", "--port", "0", "--workers", "2"])
            .arg("--data")
            .arg(&folder)
            .arg("--ready-file")
            .arg(&ready_file)
            .stdout(File::create(papers.path().join("out")).unwrap())
            .stderr(File::create(papers.path().join("log")).unwrap());
        if let Some(day) = options.as_of {
            command.args(["--as-of", day]);
        }
        let mut child = command.args(options.arguments).spawn().unwrap();
        let ready = eventually("the ready file", || {
            if let Some(status) = child.try_wait().unwrap() {
                let log = std::fs::read_to_string(papers.path().join("log")).unwrap();
                panic!("the server ended with {status}: {log}");
            }
            std::fs::read(&ready_file).ok()
        });
        let ready: Value = serde_json::from_slice(&ready).unwrap();
        Self {
            base_url: ready["base_url"].as_str().unwrap().to_owned(),
            ready,
            child,
            folder,
            papers,
            owned,
        }
    }

    /// An address of the ready file: `ndxp`, `lgsp`.
    pub fn url_of(&self, name: &str) -> String {
        self.ready["urls"][name].as_str().unwrap().to_owned()
    }

    /// The developer's client: every scope.
    pub fn dev(&self) -> Caller {
        Caller::new(&self.base_url, Some("dev-key"))
    }

    /// A portal: scope match alone.
    pub fn portal(&self) -> Caller {
        Caller::new(&self.base_url, Some("portal-key"))
    }

    /// A one-stop shop: match and lookup.
    pub fn one_stop(&self) -> Caller {
        Caller::new(&self.base_url, Some("one-stop-key"))
    }

    /// An officer: everything but administration.
    pub fn officer(&self) -> Caller {
        Caller::new(&self.base_url, Some("officer-key"))
    }

    /// Somebody without a key.
    pub fn nobody(&self) -> Caller {
        Caller::new(&self.base_url, None)
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The id of the process.
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// What was printed at the start.
    pub fn greeting(&self) -> String {
        std::fs::read_to_string(self.papers.path().join("out")).unwrap()
    }

    /// The log so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.papers.path().join("log")).unwrap()
    }

    /// A connection for requests that no HTTP client would send.
    pub fn connect(&self) -> TcpStream {
        let address = self.base_url.strip_prefix("http://").unwrap();
        let stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(40)))
            .unwrap();
        stream
    }

    /// Sends bytes as they are and reads until the server closes the connection.
    pub fn send_raw(&self, request: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect();
        stream.write_all(request.as_ref()).unwrap();
        let mut answer = Vec::new();
        // A server that cuts the connection has answered all the same.
        let _end = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Sends a signal: `TERM`, `KILL`.
    pub fn signal(&self, name: &str) {
        let process = self.process_id().to_string();
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &process])
            .status();
        assert!(sent.unwrap().success());
    }

    /// Ends the process at once, as a power cut would, and leaves its folder.
    pub fn kill(mut self) -> Option<TempDir> {
        self.signal("KILL");
        self.child.wait().unwrap();
        self.owned.take()
    }

    /// Waits for the end of a server that was told to stop.
    pub fn exit_code(&mut self) -> Option<i32> {
        eventually("the end of the server", || self.child.try_wait().unwrap()).code()
    }

    /// Fails if the log says anything about a person, or tells of a panic.
    fn assert_log_is_clean(&self) {
        let log = self.log();
        assert!(!log.contains("panicked"), "{log}");
        for line in log.lines() {
            let told = line.split(' ').filter(|word| !is_request_id(word));
            for digits in told.flat_map(|word| word.split(|letter: char| !letter.is_ascii_digit()))
            {
                assert!(!matches!(digits.len(), 9 | 12), "a number: {line}");
            }
        }
        for persona in personas(NumberMode::Provinces).unwrap() {
            assert!(!log.contains(&persona.full_name), "{}", persona.key);
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let running = matches!(self.child.try_wait(), Ok(None));
        if running {
            self.signal("TERM");
            let code = self.exit_code();
            if !std::thread::panicking() {
                assert_eq!(code, Some(0), "SIGTERM ends the server in good order");
            }
        }
        if !std::thread::panicking() {
            self.assert_log_is_clean();
        }
    }
}

/// Whether a word of the log is an id made by the server: hexadecimal, so it may happen to be digits.
fn is_request_id(word: &str) -> bool {
    let parts = word.trim_end_matches(':').split_once('-');
    parts.is_some_and(|(started, count)| {
        let mut letters = started.chars().chain(count.chars());
        (started.len(), count.len()) == (11, 8) && letters.all(|letter| letter.is_ascii_hexdigit())
    })
}
