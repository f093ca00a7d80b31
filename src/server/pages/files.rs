//! Forms with files, as browsers send them (`multipart/form-data`, RFC 7578).

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;

use super::failure::{PageFailure, PageProblem};
use super::form::is_from_elsewhere;
use super::guest::{BrowserState, Guest};
use crate::server::body::MultipartBody;

/// A form with files that this browser got from us.
#[derive(Debug)]
pub struct FilesForm<State> {
    /// The browser.
    pub guest: Guest<State>,
    /// Fields and files.
    pub files: Files,
}

/// The parts of a form: fields and files alike.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Files(Vec<(String, Vec<u8>)>);

impl std::fmt::Debug for Files {
    /// The names alone: what was sent may be about anybody.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.0.iter().map(|(name, _)| name);
        formatter.debug_list().entries(names).finish()
    }
}

impl Files {
    /// Reads the parts; `None` where the body is none of a browser.
    fn read(boundary: &str, body: &[u8]) -> Option<Self> {
        let between = format!("\r\n--{boundary}");
        // The first part has no line break before its boundary (RFC 2046, 5.1.1).
        let mut rest = body.strip_prefix(&between.as_bytes()[2..])?;
        let mut parts = Vec::new();
        loop {
            if rest.starts_with(b"--") {
                return Some(Self(parts));
            }
            let part = rest.strip_prefix(b"\r\n")?;
            let end = find(part, between.as_bytes())?;
            parts.push(read_part(&part[..end])?);
            rest = &part[end + between.len()..];
        }
    }

    /// A field as text; empty when the form has none.
    pub fn text(&self, name: &str) -> String {
        String::from_utf8_lossy(self.bytes(name)).into_owned()
    }

    /// A field or the content of a file; empty when the form has none.
    pub fn bytes(&self, name: &str) -> &[u8] {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or(&[], |(_, bytes)| bytes)
    }
}

impl<State: BrowserState> FromRequest for FilesForm<State> {
    type Error = PageFailure;
    type Future = LocalBoxFuture<'static, Result<Self, PageFailure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let guest = Guest::<State>::of(request);
        let from_elsewhere = is_from_elsewhere(request);
        let body = MultipartBody::from_request(request, payload);
        Box::pin(async move {
            let guest = guest?;
            let body = body.await.ok();
            let files = body.and_then(|body| Files::read(&body.boundary, &body.bytes));
            let Some(files) = files else {
                return Err(guest.failure(PageProblem::FormUnreadable));
            };
            if from_elsewhere || !guest.visit.is_own_form(&files.text("csrf")) {
                return Err(guest.failure(PageProblem::FormExpired));
            }
            Ok(Self { guest, files })
        })
    }
}

/// Name and content of a part.
fn read_part(part: &[u8]) -> Option<(String, Vec<u8>)> {
    let end = find(part, b"\r\n\r\n")?;
    let head = std::str::from_utf8(&part[..end]).ok()?;
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let (_, disposition) =
        lines.find(|(name, _)| name.eq_ignore_ascii_case("content-disposition"))?;
    let (_, name) = disposition.split_once("; name=\"")?;
    let (name, _) = name.split_once('"')?;
    Some((name.to_owned(), part[end + 4..].to_vec()))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "--x1\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ntoken\r\n\
        --x1\r\nContent-Disposition: form-data; name=\"pasted\"\r\n\r\nm\u{1ed9}t\r\nhai\r\n\
        --x1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\
        Content-Type: text/csv\r\n\r\na,b\r\n--x\r\n\r\n--x1--\r\n";

    #[test]
    fn fields_and_files_are_read_as_they_were_sent() {
        let files = Files::read("x1", BODY.as_bytes()).expect("a form");
        assert_eq!(files.text("csrf"), "token");
        assert_eq!(files.text("pasted"), "m\u{1ed9}t\r\nhai");
        assert_eq!(files.bytes("file"), b"a,b\r\n--x\r\n");
        assert_eq!(files.bytes("other"), b"");
    }

    #[test]
    fn what_no_browser_sends_is_refused() {
        for body in [
            "",
            "--x1",
            "--x2\r\n",
            "--x1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nnot ended",
            "--x1\r\nContent-Type: text/csv\r\n\r\nnameless\r\n--x1--",
            "--x1\r\nContent-Disposition: form-data; name=\"a\"\r\nheadless\r\n--x1--",
        ] {
            assert_eq!(Files::read("x1", body.as_bytes()), None, "{body}");
        }
    }
}
