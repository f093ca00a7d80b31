//! W1: the case system of a court, C# on .NET Framework. Timestamp and hash are computed once; the answer is
//! read by an `XPath` that knows namespaces.

use roxmltree::{Document, Node};

use super::http::{Reply, send};
use super::people::squeezed;
use super::signing::Signer;
use super::view::{Asked, Client, Person, View, assert_shows_all};
use crate::support::TestApp;
use dancu::clock::real_time;

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const DANCU: &str = "http://www.mic.gov.vn/dancu/1.0";

/// One instance of the client's service class.
#[derive(Debug)]
pub struct Court {
    url: String,
    timestamp: String,
    authorization: String,
    /// `ApiKey` and `X-Road-Client`, as configured.
    keys: [String; 2],
}

impl Court {
    /// The constructor: what it computes here is sent by every call.
    pub fn new(url: &str, signer: &Signer, timestamp: &str) -> Self {
        Self {
            url: url.to_owned(),
            timestamp: timestamp.to_owned(),
            authorization: signer.authorization(timestamp),
            keys: ["test-api-key", "VN/GOV/TEST/COURT"].map(str::to_owned),
        }
    }

    /// An instance made now.
    pub fn now(url: &str, signer: &Signer) -> Self {
        Self::new(url, signer, &real_time().0.to_string())
    }

    /// The same instance with another `ApiKey` and `X-Road-Client`.
    pub fn with_keys(self, keys: [&str; 2]) -> Self {
        let keys = keys.map(str::to_owned);
        Self { keys, ..self }
    }

    /// Sends the question as it does.
    pub fn send(&self, asked: Asked) -> Reply {
        let [api_key, x_road_client] = &self.keys;
        let headers = [
            ("Content-Type", "application/xml; charset=utf-8"),
            ("Timestamp", &self.timestamp),
            ("Authorization", &self.authorization),
            ("X-Road-Client", x_road_client),
            ("ApiKey", api_key),
            ("SOAPAction", "\"\""),
            ("Expect", "100-continue"),
        ];
        send("POST", &self.url, &headers, &envelope(asked))
    }
}

impl Client for Court {
    fn look_up(&self, asked: Asked) -> View {
        let reply = self.send(asked);
        if (200..300).contains(&reply.status) {
            read(&reply.body)
        } else {
            View::SystemError(format!("Err {}", reply.status))
        }
    }
}

/// The request: a date of eight digits, a year of four; anything else leaves the container empty.
pub fn envelope(asked: Asked) -> String {
    let birth = match asked.birth.len() {
        8 => format!("<dan:NgayThangNam>{}</dan:NgayThangNam>", asked.birth),
        4 => format!("<dan:Nam>{}</dan:Nam>", asked.birth),
        _ => String::new(),
    };
    format!(
        r#"<soapenv:Envelope xmlns:soapenv="{SOAP}" xmlns:dan="http://dancuquocgia.bca">
  <soapenv:Header/>
  <soapenv:Body>
    <dan:TraCuuThongTinCongDan>
      <dan:MaYeuCau>RANDOM101530123</dan:MaYeuCau>
      <dan:MaDVC>VPCP</dan:MaDVC>
      <dan:MaTichHop>037</dan:MaTichHop>
      <dan:MaCanBo>001080000009</dan:MaCanBo>
      <dan:MaDonVi>TEST01</dan:MaDonVi>
      <dan:TaiKhoan>canbo.test</dan:TaiKhoan>
      <dan:SoDienThoai>0</dan:SoDienThoai>
      <dan:SoDinhDanh>{number}</dan:SoDinhDanh>
      <dan:HoVaTen>{name}</dan:HoVaTen>
      <dan:NgayThangNamSinh>{birth}</dan:NgayThangNamSinh>
    </dan:TraCuuThongTinCongDan>
  </soapenv:Body>
</soapenv:Envelope>"#,
        number = asked.number,
        name = squeezed(asked.full_name),
    )
}

/// `//soapenv:Envelope/soapenv:Body/ns1:CongdanCollection/ns1:CongDan`, the first of them, and the pop-up
/// that shows it: three elements must be there even when they are empty, and a date that is there must be
/// a whole one.
pub fn read(body: &str) -> View {
    let document = match Document::parse(body) {
        Ok(document) => document,
        Err(error) => return View::SystemError(format!("XmlException: {error}")),
    };
    let steps = [
        (SOAP, "Body"),
        (DANCU, "CongdanCollection"),
        (DANCU, "CongDan"),
    ];
    let root = document.root_element();
    let mut found = vec![root];
    found.retain(|node| node.has_tag_name((SOAP, "Envelope")));
    for step in steps {
        let below = found.iter().flat_map(Node::children);
        found = below.filter(|node| node.has_tag_name(step)).collect();
    }
    match found.first() {
        None => View::NotFound,
        Some(citizen) => shown(*citizen).map_or_else(View::SystemError, View::Found),
    }
}

fn shown(citizen: Node<'_, '_>) -> Result<Person, String> {
    let text = |path: &[&str]| {
        let found = path
            .iter()
            .try_fold(citizen, |node, name| child(node, name));
        found.map(|node| node.text().unwrap_or_default().to_owned())
    };
    let needed = |path: &[&str]| text(path).ok_or_else(|| format!("NullReference: {path:?}"));
    for block in ["ThuongTru", "QueQuan", "NoiOHienTai"] {
        needed(&[block, "ChiTiet"])?;
    }
    let birth = match text(&["NgayThangNamSinh", "NgayThangNam"]) {
        Some(date) if date.len() == 8 && date.bytes().all(|digit| digit.is_ascii_digit()) => date,
        Some(date) => return Err(format!("FormatException: {date:?}")),
        None => needed(&["NgayThangNamSinh", "Nam"])?,
    };
    Ok(Person {
        number: needed(&["SoDinhDanh"])?,
        cmnd: needed(&["SoCMND"])?,
        name: needed(&["HoVaTen", "Ten"])?,
        birth,
    })
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children()
        .find(|child| child.has_tag_name((DANCU, name)))
}

#[test]
fn the_court_is_served() {
    let app = TestApp::spawn();
    let url = app.url_of("ndxp");
    assert_shows_all(&Court::now(&url, &Signer::demo()));
    let wrong = Court::now(&url, &Signer::with_wrong_secret());
    let shown = wrong.look_up(super::people::THANH);
    assert_eq!(shown, View::SystemError("Err 401".to_owned()));
}

#[test]
fn an_instance_that_lives_for_months_is_still_let_in() {
    let app = TestApp::spawn();
    let old = Court::new(&app.url_of("ndxp"), &Signer::demo(), "1763877600123");
    assert_shows_all(&old);
}

#[test]
fn the_court_waits_for_100_continue_and_gets_it() {
    let app = TestApp::spawn();
    let court = Court::now(&app.url_of("ndxp"), &Signer::demo());
    let reply = court.send(super::people::THANH);
    assert!(reply.was_continued);
    assert_eq!(reply.status, 200);
}

#[test]
fn its_reader_is_as_strict_as_the_specification_says() {
    let app = TestApp::spawn();
    let court = Court::now(&app.url_of("ndxp"), &Signer::demo());
    let body = court.send(super::people::THANH).body;
    let other_prefix = body.replace("ns1:", "x:").replace("xmlns:ns1", "xmlns:x");
    assert_eq!(read(&other_prefix), read(&body), "prefixes are free");
    assert_eq!(
        read(&body.replace("dancu/1.0", "dancu/1.1")),
        View::NotFound
    );
    let date = "<ns1:NgayThangNam>19850512</ns1:NgayThangNam>";
    for (from, to) in [
        (date, "<ns1:NgayThangNam/>"),
        ("<ns1:SoCMND>183000048</ns1:SoCMND>", ""),
        ("ns1:ChiTiet", "ns1:ChiTietKhac"),
        ("</soapenv:Envelope>", ""),
    ] {
        let spoilt = body.replace(from, to);
        assert_ne!(spoilt, body);
        assert!(read(&spoilt).is_error(), "{from}");
    }
}
