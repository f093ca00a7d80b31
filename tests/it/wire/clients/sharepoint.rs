//! W6: a portal on `SharePoint`, TypeScript: a GET to its own service, which answers a JSON string with the
//! newlines of the SOAP text written out.

use serde_json::Value;

use super::http::{Reply, send};
use super::one_stop_shop::shown;
use super::people::{NOBODY, THANH};
use super::view::{Asked, Client, View, assert_shows_all};
use super::xml_json::jackson;
use crate::support::TestApp;

/// The portal, in one of its two files: `GetInfoCitizenFromCSDLQG?`, or `/?ma=LGSP_GetToken&`.
#[derive(Debug)]
struct SharePoint {
    base: String,
    query_start: &'static str,
}

impl SharePoint {
    fn new(app: &TestApp, query_start: &'static str) -> Self {
        let base = format!("{}/sharepoint", app.url_of("lgsp"));
        Self { base, query_start }
    }

    fn send(&self, asked: Asked) -> Reply {
        let url = format!(
            "{}/_vti_bin/DVCM/CommonServices.svc/GetInfoCitizenFromCSDLQG{}cccd={}&fullName={}&dob={}",
            self.base,
            self.query_start,
            asked.number,
            percent_encoded(asked.full_name),
            asked.birth,
        );
        let headers = [("Accept", "application/json; odata=nometadata")];
        send("GET", &url, &headers, "")
    }
}

impl Client for SharePoint {
    fn look_up(&self, asked: Asked) -> View {
        read(&self.send(asked).body)
    }
}

/// `encodeURIComponent`, as far as names need it.
fn percent_encoded(text: &str) -> String {
    let bytes = text.bytes().map(|byte| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// The string, its newlines put back, through a parser that strips prefixes.
fn read(body: &str) -> View {
    let Ok(Value::String(text)) = serde_json::from_str(body) else {
        return View::SystemError(format!("no string: {body}"));
    };
    let text = text.replace("\\u000a", "\n").replace("u000a", "\n");
    jackson(&text).map_or_else(View::SystemError, |answer| shown(&answer))
}

#[test]
fn the_portal_on_sharepoint_is_served() {
    let app = TestApp::spawn();
    for query_start in ["?", "/?ma=LGSP_GetToken&"] {
        assert_shows_all(&SharePoint::new(&app, query_start));
    }
}

#[test]
fn newlines_are_written_out_and_nothing_else_is_changed() {
    let app = TestApp::spawn();
    let portal = SharePoint::new(&app, "?");
    for asked in [THANH, NOBODY] {
        let reply = portal.send(asked);
        let text: String = serde_json::from_str(&reply.body).unwrap();
        assert_eq!(reply.status, 200);
        assert!(
            text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>u000a<soapenv:Envelope")
        );
        assert!(!text.contains('\n'));
    }
    assert!(read("{}").is_error());
}
