//! A small HTTP server for the tests of this folder, which answers what it is told.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{Limits, Outbound};

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header == name)?;
        Some(&found.1)
    }
}

/// What the server does with a request.
#[derive(Clone)]
pub enum Reply {
    /// An answer with a status, a content type and a body.
    Text(u16, &'static str, String),
    /// These bytes, and the connection ends.
    Raw(Vec<u8>),
    /// Nothing, until the caller gives up.
    Silence,
}

impl Reply {
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::Text(status, "application/json", body.to_string())
    }

    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(status, kind, body) => format!(
                "HTTP/1.1 {status} Canned\r\nContent-Type: {kind}\r\nX-Request-ID: canned-1\r\nRetry-After: 7\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
            .into_bytes(),
            Self::Raw(bytes) => bytes.clone(),
            Self::Silence => Vec::new(),
        }
    }
}

/// The server; it stops when dropped.
pub struct Canned {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<Request>>>,
    stopped: Arc<AtomicBool>,
}

impl Canned {
    /// Answers every request with the same.
    pub fn always(reply: Reply) -> Self {
        Self::start(move |_| reply.clone())
    }

    /// Answers as `answer` says.
    pub fn start(answer: impl Fn(&Request) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        Self::on(listener, answer)
    }

    /// Answers as `answer` says, at a port that is known before.
    pub fn on(listener: TcpListener, answer: impl Fn(&Request) -> Reply + Send + 'static) -> Self {
        let address = listener.local_addr().expect("bound");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let stopped = Arc::new(AtomicBool::new(false));
        let (ears, stop) = (Arc::clone(&heard), Arc::clone(&stopped));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                if let Some((request, stream)) = stream.ok().and_then(read) {
                    ears.lock().expect("sound").push(request.clone());
                    play(stream, &answer(&request));
                }
            }
        });
        Self {
            address,
            heard,
            stopped,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn heard(&self) -> Vec<Request> {
        self.heard.lock().expect("sound").clone()
    }

    /// How many requests came for a path.
    pub fn count(&self, path: &str) -> usize {
        let heard = self.heard.lock().expect("sound");
        heard.iter().filter(|request| request.path == path).count()
    }
}

impl Drop for Canned {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        drop(TcpStream::connect(self.address));
    }
}

fn read(stream: TcpStream) -> Option<(Request, TcpStream)> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let mut request = Request {
        method,
        path,
        headers,
        body: String::new(),
    };
    let length = request
        .header("content-length")
        .map_or(0, |length| length.parse().expect("a length"));
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    request.body = String::from_utf8(body).expect("UTF-8");
    Some((request, reader.into_inner()))
}

fn play(mut stream: TcpStream, reply: &Reply) {
    if matches!(reply, Reply::Silence) {
        // Ends when the caller hangs up.
        drop(stream.read(&mut [0]));
        return;
    }
    // A caller that gave up is the point of some tests.
    drop(stream.write_all(&reply.bytes()));
}

/// The way out, with more patience than a busy machine needs.
pub fn outbound() -> Outbound {
    outbound_within(Duration::from_secs(30))
}

/// The way out, with a patience that tests can wait for.
pub fn impatient_outbound() -> Outbound {
    outbound_within(Duration::from_millis(700))
}

fn outbound_within(total: Duration) -> Outbound {
    Outbound::new(Limits {
        total,
        ..Limits::default()
    })
    .expect("a client")
}

/// A port at which nobody listens.
pub fn deaf_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    format!("http://{}", listener.local_addr().expect("bound"))
}
