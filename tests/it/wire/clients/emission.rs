//! The rules of emission that satisfy every client at once: prefixes, declaration, every element in its place,
//! nothing that one of them cannot read.

use roxmltree::{Document, Node};

use super::court::Court;
use super::own_settings::app_with;
use super::people::{HOI_BY_CMND, LOI_DECEASED, NHAN_YEAR_ONLY, NOBODY, THANH};
use super::signing::Signer;
use super::view::Asked;
use super::xml_json::written_name;
use crate::support::TestApp;

/// The tree of section 2.5, `@` for an address and `%` for a relative.
const TREE: &str = "ns1:CongDan(ns1:SoDinhDanh ns1:SoCMND ns1:HoVaTen(ns1:Ho ns1:ChuDem ns1:Ten) ns1:GioiTinh \
    ns1:DanToc ns1:TonGiao ns1:TinhTrangHonNhan ns1:NhomMau ns1:NgayThangNamSinh(ns1:Nam ns1:NgayThangNam) \
    ns1:NoiDangKyKhaiSinh@ ns1:QuocTich ns1:QueQuan@ ns1:ThuongTru@ ns1:NoiOHienTai@ ns1:Cha% ns1:Me% \
    ns1:VoChong% ns1:NguoiDaiDien% ns1:ChuHo(ns1:QuanHe ns1:SoDinhDanh ns1:SoCMND ns1:HoVaTen) ns1:SoSoHoKhau)";
const ADDRESS: &str = "(ns1:MaTinhThanh ns1:MaQuanHuyen ns1:MaPhuongXa ns1:ChiTiet ns1:QuocGia)";
const RELATIVE: &str = "(ns1:HoVaTen ns1:QuocTich ns1:SoDinhDanh ns1:SoCMND)";

fn skeleton(node: Node<'_, '_>) -> String {
    assert_eq!(node.attributes().len(), 0, "{}", written_name(node));
    let children = node.children().filter(Node::is_element).map(skeleton);
    let children: Vec<String> = children.collect();
    if children.is_empty() {
        written_name(node).to_owned()
    } else {
        format!("{}({})", written_name(node), children.join(" "))
    }
}

fn send(app: &TestApp, asked: Asked) -> String {
    let reply = Court::now(&app.url_of("ndxp"), &Signer::demo()).send(asked);
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body
}

/// The text of an element of the answer by the path of its written names.
fn told(body: &str, path: &[&str]) -> Option<String> {
    let document = Document::parse(body).unwrap();
    let mut all = document.descendants();
    let citizen = all.find(|node| node.is_element() && written_name(*node) == "ns1:CongDan");
    let found = path.iter().try_fold(citizen?, |node, name| {
        let mut children = node.children().filter(Node::is_element);
        children.find(|child| written_name(*child).strip_prefix("ns1:") == Some(name))
    });
    found.map(|node| node.text().unwrap_or_default().to_owned())
}

#[test]
fn every_element_is_there_in_its_place() {
    let app = TestApp::spawn();
    let tree = TREE.replace('@', ADDRESS).replace('%', RELATIVE);
    for asked in [THANH, NHAN_YEAR_ONLY, HOI_BY_CMND, LOI_DECEASED] {
        let body = send(&app, asked);
        let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soapenv:Envelope ";
        assert!(body.starts_with(declaration), "{body}");
        for never in ["xsi:", "></ns1:", " />", "\t", "\r"] {
            assert!(!body.contains(never), "{never}: {body}");
        }
        let document = Document::parse(&body).unwrap();
        let wanted = match asked.birth.len() {
            4 => tree.replace(" ns1:NgayThangNam)", ")"),
            _ => tree.clone(),
        };
        let whole = format!(
            "soapenv:Envelope(soapenv:Header soapenv:Body(ns1:CongdanCollection({wanted})))"
        );
        assert_eq!(skeleton(document.root_element()), whole, "{asked:?}");
    }
}

#[test]
fn nobody_is_a_collection_without_children_text_or_attributes() {
    let body = send(&TestApp::spawn(), NOBODY);
    let document = Document::parse(&body).unwrap();
    let whole = "soapenv:Envelope(soapenv:Header soapenv:Body(ns1:CongdanCollection))";
    assert_eq!(skeleton(document.root_element()), whole);
    assert!(
        body.contains("<ns1:CongdanCollection xmlns:ns1=\"http://www.mic.gov.vn/dancu/1.0\"/>")
    );
}

/// Relatives carry their whole name as a text; the head of the household their number and CMND as well.
#[test]
fn a_childs_father_and_head_of_household_are_told() {
    let child = Asked {
        number: "042317000407",
        full_name: "Nguyễn Gia Hân",
        birth: "20170410",
    };
    let body = send(&TestApp::spawn(), child);
    for (block, element, value) in [
        ("Cha", "HoVaTen", "NGUYỄN VĂN THÀNH"),
        ("Cha", "QuocTich", "VN"),
        ("Cha", "SoDinhDanh", "042085000488"),
        ("Me", "HoVaTen", ""),
        ("ChuHo", "QuanHe", "CH04"),
        ("ChuHo", "SoDinhDanh", "042085000488"),
        ("ChuHo", "SoCMND", "183000048"),
        ("ChuHo", "HoVaTen", "NGUYỄN VĂN THÀNH"),
    ] {
        let shown = told(&body, &[block, element]);
        assert_eq!(shown.as_deref(), Some(value), "{block}/{element}: {body}");
    }
}

/// Districts ended on 01/07/2025; what stands in their element since then is a guess that can be set.
#[test]
fn a_ward_is_told_by_the_map_of_the_day() {
    let before = TestApp::spawn_on("2025-06-30");
    let since = TestApp::spawn();
    let replaced = [(
        "district_since_merger = \"empty\"",
        "district_since_merger = \"before\"",
    )];
    let (kept, _folder) = app_with(&replaced, "");
    for (app, district, ward) in [
        (&before, "436", "18079"),
        (&since, "", "18073"),
        (&kept, "436", "18073"),
    ] {
        let body = send(app, THANH);
        for (element, code) in [
            ("MaTinhThanh", "42"),
            ("MaQuanHuyen", district),
            ("MaPhuongXa", ward),
        ] {
            let shown = told(&body, &["ThuongTru", element]);
            assert_eq!(shown.as_deref(), Some(code), "{element}: {body}");
        }
    }
}
