//! W2: the Ministry's own portal, PHP. Capitals are made byte by byte, prefixes are deleted as text, and the
//! HTTP status is not looked at.

use super::http::{Reply, send};
use super::people::{THANH, is_cmnd};
use super::signing::Signer;
use super::view::{Asked, Client, Person, View, assert_shows_all};
use super::xml_json::simple_xml;
use crate::support::TestApp;
use dancu::clock::real_time;

/// The portal, with its two settings for addresses: what it calls, and what it hashes.
#[derive(Debug)]
struct MinistryPortal {
    url: String,
    signer: Signer,
}

impl MinistryPortal {
    fn new(app: &TestApp, signer: Signer) -> Self {
        Self {
            url: format!("{}/XacThucC06", app.url_of("ndxp")),
            signer,
        }
    }

    /// `curl` of PHP, the timestamp in seconds.
    fn send(&self, asked: Asked) -> Reply {
        let timestamp = (real_time().0 / 1000).to_string();
        let headers = [
            ("Authorization", self.signer.authorization(&timestamp)),
            ("Accept", "*/*".to_owned()),
            ("Content-Type", "application/xml".to_owned()),
            ("timestamp", timestamp),
        ];
        let headers = headers
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        send("POST", &self.url, &headers, &envelope(asked))
    }
}

impl Client for MinistryPortal {
    fn look_up(&self, asked: Asked) -> View {
        read(&self.send(asked).body)
    }
}

/// `strtoupper(trim($name))` of PHP 8.2: only ASCII letters change.
fn capitals(name: &str) -> String {
    name.trim().to_ascii_uppercase()
}

/// With the stray `">` that its template has behind the root's start tag. What the template does with a
/// year alone was not seen; here it stands where the date would (guess).
fn envelope(asked: Asked) -> String {
    let number = if is_cmnd(asked.number) {
        format!("<dan:SoCMND>{}</dan:SoCMND>", asked.number)
    } else {
        format!("<dan:SoDinhDanh>{}</dan:SoDinhDanh>", asked.number)
    };
    format!(
        r#"<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" 
                                    xmlns:dan="http://dancuquocgia.bca">">
                                    <soapenv:Header/>
                                    <soapenv:Body>
                                        <dan:TraCuuThongTinCongDan xmlns:dan="http://dancuquocgia.bca">
                                        <dan:MaYeuCau>YC0001</dan:MaYeuCau>
                                            <dan:MaDVC>1.004222</dan:MaDVC>
                                            <dan:MaTichHop>037</dan:MaTichHop>
                                            <dan:MaCanBo>dvc_test</dan:MaCanBo>  
                                            {number}
                                            <dan:HoVaTen>{name}</dan:HoVaTen>
                                            <dan:NgayThangNamSinh>
                                                <dan:NgayThangNam>{birth}</dan:NgayThangNam>
                                            </dan:NgayThangNamSinh>
                                        </dan:TraCuuThongTinCongDan>
                                    </soapenv:Body>
                                </soapenv:Envelope>"#,
        name = capitals(asked.full_name),
        birth = asked.birth,
    )
}

/// Deletes `ns1:`, `soapenv:` and exactly one form of the declaration, then `simplexml` to JSON.
fn read(body: &str) -> View {
    let bare = body
        .replace("ns1:", "")
        .replace("soapenv:", "")
        .replace(r#"<?xml version="1.0" encoding="UTF-8"?>"#, "");
    let read = simple_xml(&bare);
    let citizen = &read["Body"]["CongdanCollection"]["CongDan"];
    if !citizen.is_object() {
        return View::NotFound;
    }
    // An empty element has become an empty list, which is no text.
    View::Found(Person::of(citizen))
}

#[test]
fn the_ministrys_portal_is_served() {
    let app = TestApp::spawn();
    assert_shows_all(&MinistryPortal::new(&app, Signer::demo()));
}

/// It cannot tell a refusal from a miss, and ours is well-formed XML in the prefixes that it deletes.
#[test]
fn a_wrong_secret_is_shown_as_nobody_because_the_status_is_not_looked_at() {
    let app = TestApp::spawn();
    let portal = MinistryPortal::new(&app, Signer::with_wrong_secret());
    let reply = portal.send(THANH);
    assert_eq!(reply.status, 401);
    assert_eq!(read(&reply.body), View::NotFound);
    let bare = reply.body.replace("soapenv:", "");
    let fault = &simple_xml(&bare)["Body"]["Fault"];
    assert_eq!(fault["faultcode"], "Client", "{bare}");
}

#[test]
fn a_name_in_half_made_capitals_is_found() {
    assert_eq!(capitals(" Nguyễn Văn Mẫu "), "NGUYễN VăN MẫU");
    let app = TestApp::spawn();
    let portal = MinistryPortal::new(&app, Signer::demo());
    assert_eq!(portal.send(THANH).status, 200);
    assert!(envelope(THANH).contains("<dan:HoVaTen>NGUYễN VăN THàNH</dan:HoVaTen>"));
    assert!(matches!(portal.look_up(THANH), View::Found(_)));
}

/// Its form asks for a whole date, so who types 1 January for a year is told of nobody.
#[test]
fn the_first_of_january_is_not_a_year() {
    let app = TestApp::spawn();
    let asked = Asked {
        birth: "19420101",
        ..super::people::NHAN_YEAR_ONLY
    };
    let portal = MinistryPortal::new(&app, Signer::demo());
    assert_eq!(portal.look_up(asked), View::NotFound);
}

#[test]
fn its_reader_is_as_strict_as_the_specification_says() {
    let app = TestApp::spawn();
    let body = MinistryPortal::new(&app, Signer::demo()).send(THANH).body;
    let other_prefix = body
        .replace("ns1:", "ns2:")
        .replace("xmlns:ns1", "xmlns:ns2");
    assert_eq!(read(&other_prefix), View::NotFound);
    let bare = other_prefix.replace("soapenv:", "");
    assert_eq!(simple_xml(&bare)["Body"], serde_json::json!([]));
    let other_root = body.replace("soapenv", "SOAP-ENV");
    assert_eq!(read(&other_root), View::NotFound);
    let read = simple_xml(&body.replace("ns1:", "").replace("soapenv:", ""));
    let citizen = &read["Body"]["CongdanCollection"]["CongDan"];
    assert_eq!(citizen["HoVaTen"]["Ho"], serde_json::json!([]));
}
