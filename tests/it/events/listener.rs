//! A subscriber of a test's own: it keeps what it hears and answers what it is told.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::support::eventually;

/// A notice as it came.
#[derive(Clone, Debug)]
pub struct Heard {
    headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl Heard {
    /// A header, by its name in small letters.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(header, _)| header == name);
        &found.unwrap_or_else(|| panic!("no {name}")).1
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The event it is about.
    pub fn event(&self) -> String {
        self.json()["event"].as_str().unwrap().to_owned()
    }
}

/// The subscriber; it stops listening when dropped.
#[derive(Debug)]
pub struct Listener {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<Heard>>>,
    stopped: Arc<AtomicBool>,
}

impl Listener {
    /// Answers the first notices with these statuses and all others with 200.
    pub fn answering(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let made = Self {
            address: listener.local_addr().unwrap(),
            heard: Arc::default(),
            stopped: Arc::default(),
        };
        let (heard, stopped) = (Arc::clone(&made.heard), Arc::clone(&made.stopped));
        let statuses = statuses.to_vec();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                if let Some(notice) = stream.ok().as_ref().and_then(read) {
                    let mut kept = heard.lock().unwrap();
                    let status = statuses.get(kept.len()).copied().unwrap_or(200);
                    kept.push(notice.1);
                    answer(notice.0, status);
                }
            }
        });
        made
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// What it has heard so far.
    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    /// What it has heard, when it is so much.
    pub fn wait_for(&self, count: usize) -> Vec<Heard> {
        eventually("notices", || {
            let heard = self.heard();
            (heard.len() >= count).then_some(heard)
        })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for somebody.
        let _woken = TcpStream::connect(self.address);
    }
}

fn read(stream: &TcpStream) -> Option<(TcpStream, Heard)> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length?.1.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    let heard = Heard {
        headers,
        body: String::from_utf8(body).ok()?,
    };
    Some((stream.try_clone().ok()?, heard))
}

fn answer(mut stream: TcpStream, status: u16) {
    let head = format!("HTTP/1.1 {status} Told\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    let _sent = stream.write_all(head.as_bytes());
}
