//! A client of HTTP/1.1 that sends headers as they are written, in their order, and a body only when told to
//! continue where it asked: libraries would mend what the real clients send.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Whether `100 Continue` came before it.
    pub was_continued: bool,
    /// The body as text.
    pub body: String,
}

/// Sends a request with these headers besides `Host` and `Content-Length`.
pub fn send(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let (address, target) = split(url);
    let stream = TcpStream::connect(address).unwrap();
    let limit = Some(Duration::from_secs(40));
    stream.set_read_timeout(limit).unwrap();
    let mut head = format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\n");
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    if method != "GET" {
        head.extend(["Content-Length: ", &body.len().to_string(), "\r\n"]);
    }
    head.push_str("Connection: close\r\n\r\n");
    let mut reader = BufReader::new(&stream);
    (&stream).write_all(head.as_bytes()).unwrap();
    let waits = headers
        .iter()
        .any(|(name, value)| name.eq_ignore_ascii_case("expect") && *value == "100-continue");
    let first = waits.then(|| read_head(&mut reader));
    let was_continued = matches!(first, Some((100, _)));
    let (status, length) = match first {
        // Refused before the body: it is never sent.
        Some(last) if last.0 != 100 => last,
        Some(_) | None => {
            (&stream).write_all(body.as_bytes()).unwrap();
            read_head(&mut reader)
        }
    };
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).unwrap();
    Reply {
        status,
        was_continued,
        body: String::from_utf8(bytes).unwrap(),
    }
}

/// Host with port, and the rest as it goes into the first line.
fn split(url: &str) -> (&str, &str) {
    let rest = url.strip_prefix("http://").unwrap();
    let at = rest.find('/').unwrap_or(rest.len());
    let (address, target) = rest.split_at(at);
    (address, if target.is_empty() { "/" } else { target })
}

/// Status and length of the body.
fn read_head(reader: &mut BufReader<&TcpStream>) -> (u16, usize) {
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let status = line.split(' ').nth(1).unwrap_or_default().parse();
    let status = status.unwrap_or_else(|_| panic!("no status line: {line:?}"));
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(':') else {
            return (status, length);
        };
        assert!(!name.eq_ignore_ascii_case("transfer-encoding"), "{line}");
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap();
        }
    }
}
