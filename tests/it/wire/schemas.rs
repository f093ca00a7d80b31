//! The WSDL and the schemas describe what portals send and get, and refuse what they do not.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use roxmltree::{Document, Node};

use super::messages::{
    FOUND, FOUND_WITH_A_YEAR, LOOKUP_OF_COURT, LOOKUP_OF_MINISTRY, NOBODY, PARENTS, VERIFICATION,
    VERIFIED,
};
use crate::support::{Output, finish, scratch_folder};

const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
const SOAP: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
const SCHEMA: &str = "http://www.w3.org/2001/XMLSchema";

/// Each WSDL with its operations.
const DESCRIPTIONS: [(&str, &[&str]); 2] = [
    (
        "ndxp.wsdl",
        &[
            "TraCuuThongTinCongDan",
            "XacThucThongTinCongDan",
            "TraCuuThongTinHoGiaDinh",
            "XacThucThongTinHoGiaDinh",
        ],
    ),
    (
        "ndxp-qcvn109.wsdl",
        &["XacMinhThongTinNhanThan", "TraCuuThongTinCongDan"],
    ),
];

/// The schema of the live dialect's answers.
const LIVE: &str = "congdan.xsd";
/// The schema of the regulation's.
const QCVN109: &str = "congdan-qcvn109.xsd";

#[test]
fn what_portals_send_and_get_is_valid() {
    let feed = FOUND.replace(tree(FOUND), "<ns1:Body>[{\"fullName\":\"A\"}]</ns1:Body>");
    let two = FOUND.replace(person(FOUND), &person(FOUND).repeat(2));
    let no_date = LOOKUP_OF_COURT.replace("<dan:NgayThangNam>19850512</dan:NgayThangNam>", "");
    let year = LOOKUP_OF_COURT.replace(
        "<dan:NgayThangNam>19850512</dan:NgayThangNam>",
        "<dan:Nam>1985</dan:Nam>",
    );
    let feed_request = body(
        "<dan:TraCuuThongTinCongDan><dan:MaYeuCau>1</dan:MaYeuCau><dan:TuNgay>1669192530123</dan:TuNgay>\
         <dan:DenNgay>1669192530124</dan:DenNgay><dan:Loai/><dan:Trang>1</dan:Trang><dan:SoBanGhi>100</dan:SoBanGhi>\
         </dan:TraCuuThongTinCongDan>",
    );
    let parents_request = body(
        "<dan:XacMinhThongTinNhanThan><dan:MaYeuCau>1</dan:MaYeuCau><dan:MaDVC>1.004222</dan:MaDVC>\
         <dan:MaTichHop>001</dan:MaTichHop><dan:MaDonVi>000.00.00.H00</dan:MaDonVi><dan:MaCanBo>x</dan:MaCanBo>\
         <dan:SoDinhDanh>042085000488</dan:SoDinhDanh><dan:SoCMND></dan:SoCMND><dan:HoVaTen>A</dan:HoVaTen>\
         <dan:NgayThangNamSinh>1985-05-12</dan:NgayThangNamSinh></dan:XacMinhThongTinNhanThan>",
    );
    let household = VERIFICATION.replace("ThongTinCongDan", "ThongTinHoGiaDinh");
    let household_lookup = household.replace("XacThuc", "TraCuu");
    let nobody_with_attributes = PARENTS.replace(person(PARENTS), "");
    for (answers, message, what) in [
        (LIVE, LOOKUP_OF_COURT, "037 of W1"),
        (LIVE, LOOKUP_OF_MINISTRY, "037 of W2, by CMND"),
        (
            LIVE,
            &no_date,
            "W1 sends an empty date for what it cannot read",
        ),
        (LIVE, &year, "the year alone"),
        (LIVE, &feed_request, "the feed of W7"),
        (LIVE, VERIFICATION, "003"),
        (LIVE, &household, "the household's 003, a guess"),
        (LIVE, &household_lookup, "the household's 037, a guess"),
        (LIVE, FOUND, "found"),
        (LIVE, &two, "a household has several members"),
        (LIVE, FOUND_WITH_A_YEAR, "empty elements and no whole date"),
        (LIVE, &feed, "a line of the feed"),
        (LIVE, NOBODY, "nobody"),
        (LIVE, VERIFIED, "verified"),
        (QCVN109, &parents_request, "the date is text here"),
        (QCVN109, LOOKUP_OF_COURT, "the same request, other answers"),
        (QCVN109, PARENTS, "parents"),
        (QCVN109, &nobody_with_attributes, "nobody, with attributes"),
    ] {
        let judged = validate(answers, message);
        assert_eq!(judged.code, Some(0), "{what}: {}", judged.err);
    }
}

/// The schema of answers, a message, what is changed in it and into what, what xmllint then refuses, and why.
type Refused<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

#[test]
fn what_no_portal_sends_is_not_valid() {
    let id = "<dan:MaYeuCau>RANDOM101530123</dan:MaYeuCau>";
    let number = "<dan:SoDinhDanh>042085000488</dan:SoDinhDanh>";
    let number_first = format!("{number}{id}");
    let date = "<dan:NgayThangNam>19850512</dan:NgayThangNam>";
    let both_dates = format!("{date}<dan:Nam>1985</dan:Nam>");
    let (verify, alias) = ("XacThucThongTinCongDan>", "XacThucThongTinCongDanRequest>");
    let court = LOOKUP_OF_COURT;
    refuses(&[
        (LIVE, court, id, "", "MaDVC", "MaYeuCau is missing"),
        (LIVE, court, id, &number_first, "SoDinhDanh", "order"),
        (LIVE, court, number, "<dan:type/>", "type", "unknown"),
        (
            LIVE,
            court,
            number,
            "<SoDinhDanh/>",
            "SoDinhDanh",
            "no namespace",
        ),
        (LIVE, court, date, &both_dates, "Nam", "both dates"),
        (
            LIVE,
            VERIFICATION,
            verify,
            alias,
            alias.trim_end_matches('>'),
            "an alias",
        ),
    ]);
}

#[test]
fn what_no_portal_gets_is_not_valid() {
    let gender = "<ns1:GioiTinh>1</ns1:GioiTinh>";
    let twice = gender.repeat(2);
    let number = "</ns1:SoDinhDanh>";
    let line = "</ns1:SoDinhDanh><ns1:Body/>";
    let father = "<ns1:HoVaTen>NGUYỄN VĂN CHA</ns1:HoVaTen>";
    let parts = "<ns1:HoVaTen><ns1:Ten/></ns1:HoVaTen>";
    let end = "/dancu/1.0\"/>";
    let attribute = "/dancu/1.0\" SoCongDan=\"0\"/>";
    let moment = "ThoiDiemDuLieu=\"2026";
    let no_moment = "ThoiDiemDuLieu=\"26";
    let parent = "<dc:SoDinhDanh>042051000289</dc:SoDinhDanh>";
    let numbers = "<dc:SoDinhDanh/><dc:SoCMND/>";
    refuses(&[
        (LIVE, VERIFIED, "true", "có", "TonTai", "no truth value"),
        (LIVE, FOUND, gender, "", "DanToc", "everything is there"),
        (LIVE, FOUND, gender, &twice, "GioiTinh", "twice"),
        (
            LIVE,
            FOUND,
            gender,
            "<ns1:MaSoThue/>",
            "MaSoThue",
            "unknown",
        ),
        (
            LIVE,
            FOUND,
            number,
            line,
            "SoCMND",
            "a line of the feed has no tree",
        ),
        (
            LIVE,
            FOUND,
            father,
            parts,
            "HoVaTen",
            "a relative's name is text",
        ),
        (
            LIVE,
            NOBODY,
            end,
            attribute,
            "SoCongDan",
            "W4 takes it for a person",
        ),
        (LIVE, PARENTS, "", "", "SoCongDan", "the other dialect"),
        (QCVN109, FOUND, "", "", "DanToc", "the other dialect"),
        (
            QCVN109,
            PARENTS,
            moment,
            no_moment,
            "ThoiDiemDuLieu",
            "no moment",
        ),
        (
            QCVN109,
            PARENTS,
            parent,
            numbers,
            "SoCMND",
            "one number or the other",
        ),
    ]);
}

#[track_caller]
fn refuses(rows: &[Refused<'_>]) {
    for (answers, message, from, to, refused, why) in rows {
        assert!(message.contains(from), "{why}");
        let changed = message.replacen(from, to, if from.is_empty() { 0 } else { usize::MAX });
        let judged = validate(answers, &changed);
        // 3: what is read is not valid; anything else would be a failure of the test.
        assert_eq!(judged.code, Some(3), "{why}: {}", judged.err);
        let first = judged.err.lines().next().unwrap();
        assert!(first.contains(refused), "{why}: {first}");
    }
}

#[test]
fn each_wsdl_describes_its_operations_to_the_end() {
    for (file, expected) in DESCRIPTIONS {
        let text = read(file);
        let document = Document::parse(&text).unwrap();
        let root = document.root_element();
        let declared = declared_elements(root);
        let part_of = |message: &str| {
            let mut messages = children(root, WSDL, "message");
            let name = message.strip_prefix("dan:").unwrap();
            let found = messages.find(|node| node.attribute("name") == Some(name));
            let part = children(found.unwrap(), WSDL, "part").next().unwrap();
            let (prefix, element) = part.attribute("element").unwrap().split_once(':').unwrap();
            let namespace = root.lookup_namespace_uri(Some(prefix)).unwrap();
            (namespace.to_owned(), element.to_owned())
        };
        let port_type = children(root, WSDL, "portType").next().unwrap();
        let mut operations = Vec::new();
        for operation in children(port_type, WSDL, "operation") {
            let name = operation.attribute("name").unwrap();
            let [input, output] = ["input", "output"].map(|direction| {
                let direction = children(operation, WSDL, direction).next().unwrap();
                part_of(direction.attribute("message").unwrap())
            });
            assert_eq!(input.1, name, "the body's element tells the operation");
            assert!(declared.contains(&input), "{file} {input:?}");
            assert!(declared.contains(&output), "{file} {output:?}");
            let expected = if name.starts_with("XacThuc") {
                "KetQuaXacThuc"
            } else {
                "CongdanCollection"
            };
            assert_eq!(output.1, expected, "{file} {name}");
            operations.push(name);
        }
        assert_eq!(operations, expected, "{file}");
        assert_eq!(bound_operations(root), expected, "{file}");
    }
}

#[test]
fn the_server_finds_the_places_for_its_own_address() {
    for (file, _) in DESCRIPTIONS {
        let text = read(file);
        assert_eq!(text.matches("{location}").count(), 1, "{file}");
        assert!(text.contains("<soap:address location=\"{location}\"/>"));
        let imports = text.split("schemaLocation=\"").skip(1);
        for import in imports {
            let name = import.split('"').next().unwrap();
            assert!(path(name).is_file(), "{file} {name}");
        }
    }
}

#[test]
fn guesses_are_marked_where_they_stand() {
    let text = read("ndxp.wsdl");
    for operation in ["TraCuuThongTinHoGiaDinh", "XacThucThongTinHoGiaDinh"] {
        let described =
            format!("<wsdl:operation name=\"{operation}\">\n      <wsdl:documentation>GUESS: ");
        assert!(text.contains(&described), "{operation}");
    }
}

/// The operations of the binding, all of them document/literal with an empty `SOAPAction`.
fn bound_operations<'a>(root: Node<'a, '_>) -> Vec<&'a str> {
    let binding = children(root, WSDL, "binding").next().unwrap();
    let soap = children(binding, SOAP, "binding").next().unwrap();
    assert_eq!(soap.attribute("style"), Some("document"));
    let operations = children(binding, WSDL, "operation");
    operations
        .map(|operation| {
            let soap = children(operation, SOAP, "operation").next().unwrap();
            assert_eq!(soap.attribute("soapAction"), Some(""));
            for direction in ["input", "output"] {
                let direction = children(operation, WSDL, direction).next().unwrap();
                let body = children(direction, SOAP, "body").next().unwrap();
                assert_eq!(body.attribute("use"), Some("literal"));
            }
            operation.attribute("name").unwrap()
        })
        .collect()
}

/// Namespace and name of each element that the imported schemas declare.
fn declared_elements(root: Node<'_, '_>) -> BTreeSet<(String, String)> {
    let types = children(root, WSDL, "types").next().unwrap();
    let imports = types.descendants();
    let imports = imports.filter(|node| node.has_tag_name((SCHEMA, "import")));
    let mut declared = BTreeSet::new();
    for import in imports {
        let namespace = import.attribute("namespace").unwrap();
        let text = read(import.attribute("schemaLocation").unwrap());
        let schema = Document::parse(&text).unwrap();
        let schema = schema.root_element();
        assert_eq!(schema.attribute("targetNamespace"), Some(namespace));
        assert_eq!(schema.attribute("elementFormDefault"), Some("qualified"));
        let names = children(schema, SCHEMA, "element");
        let names = names.map(|element| element.attribute("name").unwrap().to_owned());
        declared.extend(names.map(|name| (namespace.to_owned(), name)));
    }
    declared
}

fn children<'a, 'input: 'a>(
    node: Node<'a, 'input>,
    namespace: &'static str,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    let children = node.children();
    children.filter(move |child| child.has_tag_name((namespace, name)))
}

/// What xmllint says of a whole envelope, by the schema of requests and this schema of answers.
fn validate(answers: &str, message: &str) -> Output {
    let folder = scratch_folder();
    let import = |namespace: &str, file: &str| {
        let file = path(file);
        let file = file.display();
        format!("<xs:import namespace=\"{namespace}\" schemaLocation=\"{file}\"/>")
    };
    let envelope = format!(
        "<xs:schema xmlns:xs=\"{SCHEMA}\" targetNamespace=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         elementFormDefault=\"qualified\">{}{}<xs:element name=\"Envelope\"><xs:complexType><xs:sequence>\
         <xs:element name=\"Header\" minOccurs=\"0\"/><xs:element name=\"Body\"><xs:complexType><xs:sequence>\
         <xs:any namespace=\"##other\" processContents=\"strict\"/></xs:sequence></xs:complexType></xs:element>\
         </xs:sequence></xs:complexType></xs:element></xs:schema>",
        import("http://dancuquocgia.bca", "ndxp-request.xsd"),
        import("http://www.mic.gov.vn/dancu/1.0", answers),
    );
    let schema = folder.path().join("envelope.xsd");
    std::fs::write(&schema, envelope).unwrap();
    let mut command = Command::new("xmllint");
    command
        .args(["--noout", "--nonet", "--schema"])
        .arg(&schema);
    finish(command.arg("-").stdin(Stdio::piped()), message)
}

/// An envelope round this.
fn body(inside: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:dan=\"http://dancuquocgia.bca\"><s:Body>{inside}</s:Body></s:Envelope>"
    )
}

/// The one `CongDan` of an answer.
fn person(answer: &str) -> &str {
    let begin = answer.find("CongDan>").unwrap();
    let begin = answer[..begin].rfind('<').unwrap();
    let end = answer.rfind("CongDan>").unwrap() + "CongDan>".len();
    &answer[begin..end]
}

/// All that stands behind the number of the one `CongDan`.
fn tree(answer: &str) -> &str {
    let begin = answer.find("</ns1:SoDinhDanh>").unwrap() + "</ns1:SoDinhDanh>".len();
    &answer[begin..answer.find("</ns1:CongDan>").unwrap()]
}

fn path(file: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("openapi").join(file)
}

fn read(file: &str) -> String {
    std::fs::read_to_string(path(file)).unwrap()
}
