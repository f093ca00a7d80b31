//! W7: the attendance system of vaccinations, Java: it asks page after page for people who changed, hashes
//! the path alone, and reads by the literal names of elements.

use roxmltree::{Document, Node};
use serde_json::{Value, json};

use super::http::{Reply, send};
use super::signing::Signer;
use super::xml_json::written_name;
use crate::support::{TestApp, eventually};
use dancu::clock::real_time;

const PATH: &str = "/ndxp/XacThucC06";

/// The job that runs every night.
#[derive(Debug)]
struct VaccinationSync {
    base_url: String,
    secret: &'static str,
    page_size: usize,
}

/// Somebody whom the feed told of.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    number: String,
    items: Value,
}

impl VaccinationSync {
    fn new(app: &TestApp) -> Self {
        Self {
            base_url: app.base_url.clone(),
            secret: "demo-secret",
            page_size: 2,
        }
    }

    fn send(&self, from: u64, until: u64, page: usize) -> Reply {
        let timestamp = real_time().0.to_string();
        let signer = Signer::new(PATH, "demo", self.secret);
        let authorization = signer.authorization(&timestamp);
        let headers = [
            ("Content-Type", "application/xml"),
            ("Timestamp", timestamp.as_str()),
            ("Authorization", &authorization),
            ("ESB_SOURCE_TYPE", "1"),
            ("ESB_SOURCE_USERNAME", "demo"),
        ];
        let envelope = format!(
            "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
             xmlns:dan=\"http://dancuquocgia.bca\"><soapenv:Header/><soapenv:Body><dan:TraCuuThongTinCongDan>\
             <dan:MaYeuCau>{timestamp}</dan:MaYeuCau><dan:TuNgay>{from}</dan:TuNgay>\
             <dan:DenNgay>{until}</dan:DenNgay><dan:Loai>1</dan:Loai><dan:Trang>{page}</dan:Trang>\
             <dan:SoBanGhi>{}</dan:SoBanGhi></dan:TraCuuThongTinCongDan></soapenv:Body></soapenv:Envelope>",
            self.page_size
        );
        send(
            "POST",
            &format!("{}{PATH}", self.base_url),
            &headers,
            &envelope,
        )
    }

    /// Pages until one has no `ns1:CongDan`; how many were asked for.
    fn sync(&self, from: u64, until: u64) -> (Vec<Told>, usize) {
        let mut all = Vec::new();
        for page in 1.. {
            let mut told = read(&self.send(from, until, page).body);
            if told.is_empty() || page > 50 {
                return (all, page);
            }
            all.append(&mut told);
        }
        (all, 0)
    }
}

/// `getElementsByTagName` of a DOM without namespaces, three times.
fn read(body: &str) -> Vec<Told> {
    let document = Document::parse(body).unwrap();
    let text = |citizen: Node<'_, '_>, name: &str| {
        let found = by_tag_name(citizen, name).next();
        let text = found.and_then(|node| node.text().map(str::to_owned));
        text.unwrap_or_else(|| panic!("NullPointerException: {name}"))
    };
    let people = by_tag_name(document.root_element(), "ns1:CongDan");
    let told = people.map(|citizen| Told {
        number: text(citizen, "ns1:SoDinhDanh"),
        items: serde_json::from_str(&text(citizen, "ns1:Body")).unwrap(),
    });
    told.collect()
}

fn by_tag_name<'a, 'input>(
    node: Node<'a, 'input>,
    name: &str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    let below = node.descendants().filter(Node::is_element);
    below.filter(move |node| written_name(*node) == name)
}

/// The numbers of everybody whom the feed tells of, page after page.
pub fn told_by_the_sync_feed(app: &TestApp, from: u64, until: u64) -> Vec<String> {
    let (told, _pages) = VaccinationSync::new(app).sync(from, until);
    told.into_iter().map(|told| told.number).collect()
}

/// Changes a person by the REST API.
fn edit(app: &TestApp, number: &str, mobile: &str) {
    let (_, version) = app.dev().record(number);
    let patch = json!({"mobile": mobile});
    app.dev()
        .patch(&format!("/v1/citizens/{number}"), &version, &patch)
        .expect(200);
    // The next edit is at a later millisecond, so that their order is certain.
    let done = real_time();
    eventually("the next millisecond", || {
        (real_time() > done).then_some(())
    });
}

#[test]
fn everybody_who_changed_is_told_page_after_page_and_nobody_else() {
    let app = TestApp::spawn();
    let sync = VaccinationSync::new(&app);
    let start = real_time().0;
    assert_eq!(sync.sync(0, start), (Vec::new(), 1), "nobody changed yet");
    // a plain record, a year alone, one without a card, a dead one
    let edited = [
        "042085000488",
        "042142000012",
        "042148000257",
        "042051000289",
    ];
    for number in edited {
        edit(&app, number, "0100000077");
    }
    let newcomer =
        json!({"full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03", "gender": "female"});
    let made = app.dev().post("/v1/citizens", &newcomer).expect(201).json();
    let made = made["number"].as_str().unwrap();
    let (told, pages) = sync.sync(start, real_time().0);
    let numbers: Vec<&str> = told.iter().map(|told| told.number.as_str()).collect();
    let [first, second, third, fourth] = edited;
    assert_eq!(numbers, [first, second, third, fourth, made]);
    assert_eq!(pages, 4, "five people by twos, and an empty page");
    let item = &told[0].items[0];
    assert_eq!(item["identifyNumber"], "042085000488");
    assert_eq!(item["fullName"], "NGUYỄN VĂN THÀNH");
    assert_eq!(item["birthDate"], "19850512");
    assert_eq!(item["phoneNumber"], "0100000077");
    assert_eq!(item["injectionInfo"], json!([]));
    assert_eq!(told[1].items[0]["birthDate"], "1942");
    let later = real_time().0 + 1;
    assert_eq!(sync.sync(later, later + 1000), (Vec::new(), 1));
}

#[test]
fn an_edit_moves_a_person_to_the_end_of_the_feed() {
    let app = TestApp::spawn();
    let sync = VaccinationSync::new(&app);
    for number in ["042085000488", "042187000137", "042085000488"] {
        edit(&app, number, "0100000078");
    }
    let (told, _) = sync.sync(0, real_time().0);
    let numbers: Vec<&str> = told.iter().map(|told| told.number.as_str()).collect();
    assert_eq!(numbers, ["042187000137", "042085000488"]);
}

/// The refusal has no `ns1:CongDan`, and the client was not seen to look at the status: the end of the data.
#[test]
fn a_wrong_secret_looks_like_the_end_of_the_data() {
    let app = TestApp::spawn();
    edit(&app, "042085000488", "0100000079");
    let wrong = VaccinationSync {
        secret: "demo-secrets",
        ..VaccinationSync::new(&app)
    };
    let until = real_time().0;
    assert_eq!(wrong.send(0, until, 1).status, 401);
    assert_eq!(wrong.sync(0, until), (Vec::new(), 1));
    assert_eq!(VaccinationSync::new(&app).sync(0, until).0.len(), 1);
}

#[test]
fn its_reader_is_as_strict_as_the_specification_says() {
    let app = TestApp::spawn();
    edit(&app, "042085000488", "0100000079");
    let body = VaccinationSync::new(&app).send(0, real_time().0, 1).body;
    assert_eq!(read(&body).len(), 1);
    let other_prefix = body
        .replace("ns1:", "ns2:")
        .replace("xmlns:ns1", "xmlns:ns2");
    assert_eq!(read(&other_prefix), []);
}
