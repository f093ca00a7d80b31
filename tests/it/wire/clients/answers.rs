//! Shapes of answers that an account can be set to: the regulation's dialect, four verifications, two lists
//! of ethnic groups.

use roxmltree::{Document, Node};

use super::court::Court;
use super::http::send;
use super::own_settings::app_with;
use super::people::{NHAN_YEAR_ONLY, NOBODY, THANH, THANH_MISNAMED};
use super::signing::Signer;
use super::view::Asked;
use crate::support::TestApp;

const DANCU: &str = "http://www.mic.gov.vn/dancu/1.0";
const REQUEST: &str = "http://dancuquocgia.bca";
const SV_URL: &str = "https://ndxp.example/csdldc/tracuu";

/// The element of a path of local names of the response's namespace.
fn below<'a, 'input>(node: Node<'a, 'input>, path: &str) -> Option<Node<'a, 'input>> {
    path.split('/').try_fold(node, |node, name| {
        node.children()
            .find(|child| child.has_tag_name((DANCU, name)))
    })
}

fn text(node: Node<'_, '_>, path: &str) -> Option<String> {
    below(node, path).map(|node| node.text().unwrap_or_default().to_owned())
}

fn collection<'a>(document: &'a Document<'_>) -> Node<'a, 'a> {
    let mut all = document.descendants();
    all.find(|node| node.has_tag_name((DANCU, "CongdanCollection")))
        .unwrap()
}

#[test]
fn the_regulations_dialect_is_a_switch_of_the_account() {
    let app = TestApp::spawn();
    let signer = Signer::new(SV_URL, "demo-qcvn109", "demo-secret");
    let court = Court::now(&app.url_of("ndxp"), &signer);
    let body = court.send(THANH).body;
    assert!(body.contains("<dc:CongdanCollection xmlns:dc="), "{body}");
    let document = Document::parse(&body).unwrap();
    let people = collection(&document);
    assert_eq!(people.attribute("SoCongDan"), Some("1"));
    for name in ["GhiChu", "ThoiDiemDuLieu", "id"] {
        assert!(people.attribute(name).is_some(), "{name}");
    }
    for (path, value) in [
        ("SoDinhDanh", "042085000488"),
        ("SoCMND", "183000048"),
        ("HoVaTen/Ho", "NGUYỄN"),
        ("HoVaTen/ChuDem", "VĂN"),
        ("HoVaTen/Ten", "THÀNH"),
        ("GioiTinh", "1"),
        ("DanToc/MaDanToc", "01"),
        ("TinhTrangHonNhan", "2"),
        ("NhomMau", "04"),
        ("NgayThangNamSinh/NgayThangNam", "1985-05-12"),
        ("QuocTich", "VN"),
        ("ThuongTru/MaDonViHanhChinh", "18073"),
        ("ThuongTru/QuocGia", "VN"),
    ] {
        let told = text(people, &format!("CongDan/{path}"));
        assert_eq!(told.as_deref(), Some(value), "{path}: {body}");
    }
    let body = court.send(NHAN_YEAR_ONLY).body;
    let document = Document::parse(&body).unwrap();
    let birth = below(collection(&document), "CongDan/NgayThangNamSinh").unwrap();
    assert_eq!(text(birth, "Nam").as_deref(), Some("1942"));
    assert_eq!(text(birth, "NgayThangNam"), None);
    let body = court.send(NOBODY).body;
    let document = Document::parse(&body).unwrap();
    let nobody = collection(&document);
    assert_eq!(nobody.attribute("SoCongDan"), Some("0"));
    assert!(!nobody.has_children());
}

/// The request of W10, and of the mocks that follow the official letter: without a date of birth.
fn verify(app: &TestApp, user: &str, asked: Asked, is_letter: bool) -> String {
    let (element, code, birth) = if is_letter {
        (
            "XacThucThongTinCongDanRequest",
            "<qldc:MaDichVu>033</qldc:MaDichVu>",
            String::new(),
        )
    } else {
        (
            "XacThucThongTinCongDan",
            "<qldc:MaDVC>G15-TP110</qldc:MaDVC><qldc:MaTichHop>003</qldc:MaTichHop>",
            format!(
                "<qldc:NgayThangNamSinh><qldc:NgayThangNam>{}</qldc:NgayThangNam></qldc:NgayThangNamSinh>",
                asked.birth
            ),
        )
    };
    let envelope = format!(
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:qldc=\"{REQUEST}\">\
         <soapenv:Header/><soapenv:Body><qldc:{element}><qldc:MaYeuCau>1</qldc:MaYeuCau>{code}\
         <qldc:MaCanBo>VDXP_VPCP</qldc:MaCanBo><qldc:SoDinhDanh>{}</qldc:SoDinhDanh><qldc:SoCMND/>\
         <qldc:HoVaTen>{}</qldc:HoVaTen>{birth}</qldc:{element}></soapenv:Body></soapenv:Envelope>",
        asked.number, asked.full_name
    );
    let timestamp = "1763877600";
    let authorization = Signer::new(SV_URL, user, "its-secret").authorization(timestamp);
    let headers = [
        ("Content-Type", "application/xml"),
        ("Timestamp", timestamp),
        ("Authorization", &authorization),
    ];
    let reply = send("POST", &app.url_of("ndxp"), &headers, &envelope);
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body
}

#[test]
fn a_verification_has_the_shape_that_the_account_reads() {
    let shapes = [
        ("ton_tai", "KetQuaXacThuc", "TonTai", ["true", "false"]),
        (
            "ton_tai_result",
            "KetQuaXacThucResponse",
            "TonTai",
            ["true", "false"],
        ),
        (
            "ton_tai_response",
            "XacThucThongTinCongDanResponse",
            "TonTai",
            ["true", "false"],
        ),
        (
            "so_luong",
            "XacThucThongTinCongDanResponse",
            "SoLuongCongDan",
            ["1", "0"],
        ),
    ];
    let rows = shapes.map(|(shape, ..)| {
        format!(
            "[[account]]\nuser = \"{shape}\"\nsecret = \"its-secret\"\nsv_url = \"{SV_URL}\"\n\
             answer = {{ verify_answer = \"{shape}\" }}\n"
        )
    });
    let (app, _folder) = app_with(&[], &rows.concat());
    for (shape, element, leaf, [yes, no]) in shapes {
        for (asked, value) in [(THANH, yes), (THANH_MISNAMED, no), (NOBODY, no)] {
            for is_letter in [false, true] {
                let body = verify(&app, shape, asked, is_letter);
                let document = Document::parse(&body).unwrap();
                let mut all = document.descendants();
                let answer = all.find(|node| node.has_tag_name((REQUEST, element)));
                let leaves: Vec<_> = answer
                    .unwrap()
                    .children()
                    .filter(Node::is_element)
                    .collect();
                let [only] = leaves[..] else {
                    panic!("{shape}: {body}");
                };
                assert!(only.has_tag_name((REQUEST, leaf)), "{shape}: {body}");
                assert_eq!(only.text(), Some(value), "{shape} {asked:?} {is_letter}");
            }
        }
    }
}

/// Ê Đê is 11 in the list of 2008, 12 in that of 1979.
#[test]
fn the_list_of_ethnic_groups_is_a_switch_of_the_account() {
    let rows = ["2008", "1979"].map(|list| {
        format!(
            "[[account]]\nuser = \"of-{list}\"\nsecret = \"its-secret\"\nsv_url = \"{SV_URL}\"\n\
             answer = {{ ethnic_codes = \"{list}\" }}\n"
        )
    });
    let (app, _folder) = app_with(&[], &rows.concat());
    let asked = Asked {
        number: "066199000114",
        full_name: "H’Nhi Êban",
        birth: "19990211",
    };
    for (user, secret, code) in [
        ("demo", "demo-secret", "11"),
        ("of-2008", "its-secret", "11"),
        ("of-1979", "its-secret", "12"),
    ] {
        let signer = Signer::new(SV_URL, user, secret);
        let body = Court::now(&app.url_of("ndxp"), &signer).send(asked).body;
        let document = Document::parse(&body).unwrap();
        let told = text(collection(&document), "CongDan/DanToc");
        assert_eq!(told.as_deref(), Some(code), "{user}");
    }
}
