//! One call over a plain connection, waited for: for whoever has no runtime to wait in.

use std::io::{Error, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use url::{Position, Url};

/// A call to make, over http.
#[derive(Clone, Copy, Debug)]
pub struct PlainCall<'a> {
    /// GET, POST, …
    pub method: &'a str,
    /// Where to.
    pub url: &'a Url,
    /// Lines of the head, without those of length and host.
    pub headers: &'a [(&'a str, &'a str)],
    /// What is sent.
    pub body: &'a str,
    /// How long connecting, and each wait for bytes, may take.
    pub patience: Duration,
    /// The longest answer, head and body, in bytes; a longer one is cut.
    pub answer_bytes: u64,
}

/// What came back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlainAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body; what is no UTF-8 is replaced.
    pub body: String,
}

impl PlainCall<'_> {
    /// Makes the call.
    pub fn make(&self) -> std::io::Result<PlainAnswer> {
        let mut stream = self.connect()?;
        stream.set_read_timeout(Some(self.patience))?;
        stream.set_write_timeout(Some(self.patience))?;
        stream.write_all(self.text().as_bytes())?;
        let mut answer = Vec::new();
        stream.take(self.answer_bytes).read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer);
        answer_from(&answer).ok_or_else(|| Error::other("this is no HTTP"))
    }

    /// The request as it is sent. Of version 1.0, which knows no chunks: the answer ends where the connection does.
    fn text(&self) -> String {
        let host = &self.url[Position::BeforeHost..Position::AfterPort];
        let target = &self.url[Position::BeforePath..Position::AfterQuery];
        let (method, body) = (self.method, self.body);
        let length = body.len();
        let mut text =
            format!("{method} {target} HTTP/1.0\r\nhost: {host}\r\ncontent-length: {length}\r\n");
        for (name, value) in self.headers {
            text.extend([name, ": ", value, "\r\n"]);
        }
        text + "\r\n" + body
    }

    /// To the first address of the host that takes a connection.
    fn connect(&self) -> std::io::Result<TcpStream> {
        let mut trouble = Error::other("the host has no address");
        for address in self.url.socket_addrs(|| None)? {
            match TcpStream::connect_timeout(&address, self.patience) {
                Ok(stream) => return Ok(stream),
                Err(error) => trouble = error,
            }
        }
        Err(trouble)
    }
}

/// The status and what stands behind the head.
fn answer_from(answer: &str) -> Option<PlainAnswer> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.strip_prefix("HTTP/1.")?.get(2..5)?;
    Some(PlainAnswer {
        status: status.parse().ok()?,
        body: body.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    /// What a server reads that says this, and what the caller makes of it.
    fn exchange(answer: &'static str) -> (String, std::io::Result<PlainAnswer>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/a/b?c=d", listener.local_addr().expect("address"));
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut asked = [0; 1024];
            let length = stream.read(&mut asked).expect("a request");
            stream.write_all(answer.as_bytes()).expect("a reader");
            String::from_utf8_lossy(&asked[..length]).into_owned()
        });
        let answer = PlainCall {
            method: "POST",
            url: &Url::parse(&url).expect("a URL"),
            headers: &[("x-api-key", "k")],
            body: "Đỗ",
            patience: Duration::from_secs(10),
            answer_bytes: 60,
        }
        .make();
        (server.join().expect("the server"), answer)
    }

    #[test]
    fn a_call_says_what_it_was_told_and_gives_the_answer() {
        let (asked, answer) = exchange("HTTP/1.1 201 Created\r\nx: y\r\n\r\n{\"a\": 1}");
        assert!(asked.starts_with("POST /a/b?c=d HTTP/1.0\r\nhost: 127.0.0.1:"));
        let head = "content-length: 5\r\nx-api-key: k\r\n\r\nĐỗ";
        assert!(asked.ends_with(head), "{asked}");
        let answer = answer.expect("an answer");
        assert_eq!((answer.status, answer.body.as_str()), (201, "{\"a\": 1}"));
    }

    #[test]
    fn what_is_no_http_is_an_error() {
        for said in [
            "",
            "SSH-2.0\r\n\r\n",
            "HTTP/1.1 2x1 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\n",
        ] {
            let (_, answer) = exchange(said);
            assert!(answer.is_err(), "{said}");
        }
    }

    #[test]
    fn a_long_answer_is_cut() {
        let (_, answer) = exchange(
            "HTTP/1.1 200 OK\r\n\r\n\
             0123456789012345678901234567890123456789012345678901234567890123456789",
        );
        assert_eq!(answer.expect("an answer").body.len(), 60 - 19);
    }
}
