//! Servers as processes of their own: started, asked, watched and ended.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{BARE_COMMAND, BARE_LOGIN_COMMAND, DANCU, Outcome};

/// A server that has not answered by then will not.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two attempts to reach a server that starts.
const PAUSE: Duration = Duration::from_micros(500);

/// A running server; dropped, it is killed.
pub struct Server {
    process: Child,
    /// Where it listens, on 127.0.0.1.
    pub port: u16,
    /// From the start of the process to its first answer.
    pub answered_in: Duration,
}

impl Server {
    /// `dancu serve` as anybody starts it, or with further arguments, with its log in `serve.log` of the data
    /// folder. It answers `question` before this returns.
    pub fn dancu(folder: &Path, question: &str, further: &[&str]) -> Outcome<Self> {
        let port = free_port()?;
        let mut command = Command::new(DANCU);
        command
            .args(["serve", "--port", &port.to_string(), "--data"])
            .arg(folder)
            .args(further)
            .stderr(File::create(folder.join("serve.log"))?);
        Self::start(command, port, question)
    }

    /// The bare server, which answers everything with `answer`.
    pub fn bare(question: &str, answer: &str) -> Outcome<Self> {
        let port = free_port()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args([BARE_COMMAND, &port.to_string(), answer]);
        Self::start(command, port, question)
    }

    /// The bare server of logins, with its answers in a file.
    pub fn bare_login(answers: &Path) -> Outcome<Self> {
        let port = free_port()?;
        let mut command = Command::new(std::env::current_exe()?);
        command
            .args([BARE_LOGIN_COMMAND, &port.to_string()])
            .arg(answers);
        Self::start(command, port, "")
    }

    fn start(mut command: Command, port: u16, question: &str) -> Outcome<Self> {
        let started = Instant::now();
        let process = command.stdout(Stdio::null()).spawn()?;
        let mut server = Self {
            process,
            port,
            answered_in: Duration::ZERO,
        };
        while server.ask("portal-key", question).is_err() {
            if started.elapsed() > PATIENCE || server.process.try_wait()?.is_some() {
                return Err("a server did not start; see serve.log in the data folder".into());
            }
            pause();
        }
        server.answered_in = started.elapsed();
        Ok(server)
    }

    /// Its address, without slash behind.
    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its process id.
    pub fn process(&self) -> u32 {
        self.process.id()
    }

    /// Asks one question and answers the body, if the status is 200. A connection of its own for each: nothing
    /// of the client's own start counts.
    pub fn ask(&self, key: &str, question: &str) -> Outcome<String> {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port))?;
        write!(
            connection,
            "POST /v1/match HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {key}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{question}",
            question.len()
        )?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
        if !head.starts_with("HTTP/1.1 200 ") {
            return Err(format!("answered {}", head.lines().next().unwrap_or_default()).into());
        }
        Ok(body.to_owned())
    }

    /// Asks every question in batches and fails unless each answer is a match.
    pub fn must_match_all(&self, questions: &[String]) -> Outcome<()> {
        let client = reqwest::blocking::Client::new();
        let url = format!("{}/v1/match/batch", self.base_url());
        for batch in questions.chunks(10_000) {
            let request = client
                .post(&url)
                .bearer_auth("portal-key")
                .header("content-type", "application/x-ndjson");
            let answers = request.body(batch.join("\n")).send()?;
            let answers = answers.error_for_status()?.text()?;
            let matches = answers
                .lines()
                .filter(|line| line.contains("\"outcome\":\"match\""))
                .count();
            if matches != batch.len() {
                return Err(format!("{matches} of {} questions match", batch.len()).into());
            }
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone is as good.
        let _killed = self.process.kill();
        let _ended = self.process.wait();
    }
}

/// A port that was free a moment ago.
fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[expect(
    clippy::disallowed_methods,
    reason = "a busy loop would take the processor from the server whose start is measured"
)]
fn pause() {
    std::thread::sleep(PAUSE);
}
