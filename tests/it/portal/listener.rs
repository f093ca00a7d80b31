//! A registry of the test's own: it keeps what it hears and answers what it is told to.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as it came.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// `POST /path HTTP/1.1`.
    pub request_line: String,
    /// The headers, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Heard {
    /// The value of a header that must be there once.
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let value = found
            .next()
            .unwrap_or_else(|| panic!("no {name}: {self:?}"));
        assert!(found.next().is_none(), "{name} twice: {self:?}");
        &value.1
    }
}

/// The registry; it ends with the test.
pub struct Listener {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<Heard>>>,
    reply: Arc<Mutex<Vec<u8>>>,
    is_over: Arc<AtomicBool>,
}

impl Listener {
    /// A registry that closes each connection without a word, until it is told otherwise.
    pub fn start() -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let listener = Self {
            address: socket.local_addr().unwrap(),
            heard: Arc::default(),
            reply: Arc::default(),
            is_over: Arc::default(),
        };
        let (heard, reply) = (Arc::clone(&listener.heard), Arc::clone(&listener.reply));
        let is_over = Arc::clone(&listener.is_over);
        std::thread::spawn(move || {
            for stream in socket.incoming() {
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                let bytes = reply.lock().unwrap().clone();
                let (stream, heard) = (stream.unwrap(), Arc::clone(&heard));
                std::thread::spawn(move || serve(stream, &heard, &bytes));
            }
        });
        listener
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on each request gets this status, kind and body.
    pub fn answers(&self, status: u16, kind: &str, body: &str) {
        self.sends(&format!(
            "HTTP/1.1 {status} Told\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ));
    }

    /// From now on each request gets these bytes; none means silence.
    pub fn sends(&self, bytes: &str) {
        *self.reply.lock().unwrap() = bytes.as_bytes().to_vec();
    }

    /// What came so far.
    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for a connection.
        let _woken = TcpStream::connect(self.address);
    }
}

fn serve(stream: TcpStream, heard: &Mutex<Vec<Heard>>, bytes: &[u8]) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut request = Heard::default();
    reader.read_line(&mut request.request_line).unwrap();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        let name = name.to_lowercase();
        if name == "content-length" {
            length = value.parse().unwrap();
        }
        request.headers.push((name, value.to_owned()));
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    request.body = String::from_utf8(body).unwrap();
    heard.lock().unwrap().push(request);
    if bytes.is_empty() {
        // Silence: the connection stays open until the caller has had enough.
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        let _gone = reader.read(&mut [0]);
        return;
    }
    let mut stream = stream;
    // A caller who has had enough is no failure of the registry.
    let _sent = stream.write_all(bytes);
}
