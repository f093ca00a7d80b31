//! W5: a portal used in Thanh Hóa, C#: flat JSON there, the SOAP text in a JSON wrapper back. It goes XML to
//! JSON to a text with three words deleted to its own classes.

use serde_json::Value;

use super::http::{Reply, send};
use super::people::{NHAN_YEAR_ONLY, NOBODY, THANH, THANH_MISNAMED, is_cmnd, squeezed};
use super::view::{Asked, Client, Person, View, assert_shows_all};
use super::xml_json::newtonsoft;
use crate::support::TestApp;

/// Properties that are texts.
const TEXTS: [&str; 9] = [
    "SoDinhDanh",
    "SoCMND",
    "GioiTinh",
    "DanToc",
    "TonGiao",
    "TinhTrangHonNhan",
    "NhomMau",
    "QuocTich",
    "SoSoHoKhau",
];

/// Properties that are classes, with their texts.
const BLOCKS: [(&str, &[&str]); 11] = [
    ("HoVaTen", &["Ho", "ChuDem", "Ten"]),
    ("NgayThangNamSinh", &["Nam", "NgayThangNam"]),
    ("NoiDangKyKhaiSinh", ADDRESS),
    ("QueQuan", ADDRESS),
    ("ThuongTru", ADDRESS),
    ("NoiOHienTai", ADDRESS),
    ("Cha", RELATIVE),
    ("Me", RELATIVE),
    ("VoChong", RELATIVE),
    ("NguoiDaiDien", RELATIVE),
    ("ChuHo", &["QuanHe", "SoDinhDanh", "SoCMND", "HoVaTen"]),
];
const ADDRESS: &[&str] = &[
    "MaTinhThanh",
    "MaQuanHuyen",
    "MaPhuongXa",
    "ChiTiet",
    "QuocGia",
];
const RELATIVE: &[&str] = &["HoVaTen", "QuocTich", "SoDinhDanh", "SoCMND"];

/// The portal; one path of it looks up in full, the other while somebody signs in.
#[derive(Debug)]
struct ThanhHoa {
    endpoint: String,
}

impl ThanhHoa {
    fn new(app: &TestApp) -> Self {
        let endpoint = format!("{}/json/tracuu", app.url_of("lgsp"));
        Self { endpoint }
    }

    fn send(&self, body: &str) -> Reply {
        let headers = [("Content-Type", "application/json; charset=utf-8")];
        send("POST", &self.endpoint, &headers, body)
    }

    /// While somebody signs in: a year alone, even of people whose date is known.
    fn sign_in(&self, asked: Asked) -> View {
        let body = format!(
            r#"{{"hoVaTen":"{}","soDinhDanh":"{}","nam":"{}","maTichHop":"037","maDVC":"1.004222","maCanBo":"canbo.test","maYeuCau":"YC1763877600"}}"#,
            squeezed(asked.full_name),
            asked.number,
            &asked.birth[..4],
        );
        read(&self.send(&body).body)
    }
}

impl Client for ThanhHoa {
    fn look_up(&self, asked: Asked) -> View {
        let (number, cmnd) = if is_cmnd(asked.number) {
            ("", asked.number)
        } else {
            (asked.number, "")
        };
        let (date, year) = match asked.birth.len() {
            4 => ("", asked.birth),
            _ => (asked.birth, ""),
        };
        let body = format!(
            r#"{{"hoVaTen":"{}","soDinhDanh":"{number}","soCMND":"{cmnd}","ngayThangNam":"{date}","nam":"{year}","maTichHop":"037","maDVC":"1.004222","maCanBo":"canbo.test","maYeuCau":"YC42"}}"#,
            squeezed(asked.full_name),
        );
        read(&self.send(&body).body)
    }
}

/// Neither the status nor `error_code` is looked at, but `error_code` must be a text.
fn read(body: &str) -> View {
    let wrapper: Value = match serde_json::from_str(body) {
        Ok(wrapper) => wrapper,
        Err(error) => return View::SystemError(error.to_string()),
    };
    if !(wrapper["error_code"].is_string() || wrapper["error_code"].is_null()) {
        return View::SystemError("JsonException: error_code".to_owned());
    }
    match deserialized(wrapper["message"].as_str().unwrap_or_default()) {
        Err(exception) => View::SystemError(exception),
        // A null reference, which the portal catches and shows as a miss.
        Ok(Value::Null) => View::NotFound,
        Ok(citizen) => shown(&citizen),
    }
}

/// The citizen as the portal's classes hold it; `null` where there is none.
fn deserialized(message: &str) -> Result<Value, String> {
    let json = newtonsoft(message)?.to_string();
    let bare = ["soapenv:", "ns1:", "xmlns:"]
        .iter()
        .fold(json, |text, word| text.replace(word, ""));
    let whole: Value = serde_json::from_str(&bare).map_err(|error| error.to_string())?;
    let mut place = &whole;
    for step in ["Envelope", "Body", "CongdanCollection", "CongDan"] {
        place = &place[step];
        match place {
            Value::Object(_) => {}
            Value::Null if matches!(step, "Envelope" | "Body") => {
                return Err(format!("NullReferenceException: {step}"));
            }
            Value::Null => return Ok(Value::Null),
            _ => return Err(format!("JsonSerializationException: {step}")),
        }
    }
    check_types(place)?;
    Ok(place.clone())
}

/// A text takes a text or null, a class an object or null; nothing else converts.
fn check_types(citizen: &Value) -> Result<(), String> {
    let text = |value: &Value, name: &str| match value {
        Value::String(_) | Value::Null => Ok(()),
        _ => Err(format!("JsonSerializationException: {name}")),
    };
    for name in TEXTS {
        text(&citizen[name], name)?;
    }
    for (block, names) in BLOCKS {
        if !(citizen[block].is_object() || citizen[block].is_null()) {
            return Err(format!("JsonSerializationException: {block}"));
        }
        for name in names {
            text(&citizen[block][name], name)?;
        }
    }
    Ok(())
}

/// What the page does with it: it fills in names of provinces and wards, so that address blocks must be there.
fn shown(citizen: &Value) -> View {
    for block in [
        "NoiDangKyKhaiSinh",
        "QueQuan",
        "ThuongTru",
        "NoiOHienTai",
        "HoVaTen",
    ] {
        if citizen[block].is_null() {
            return View::SystemError(format!("NullReferenceException: {block}"));
        }
    }
    View::Found(Person::of(citizen))
}

#[test]
fn thanh_hoa_is_served() {
    let app = TestApp::spawn();
    let portal = ThanhHoa::new(&app);
    assert_shows_all(&portal);
    assert_eq!(portal.sign_in(THANH), portal.look_up(THANH));
    assert_eq!(
        portal.sign_in(NHAN_YEAR_ONLY),
        portal.look_up(NHAN_YEAR_ONLY)
    );
    assert_eq!(portal.sign_in(THANH_MISNAMED), View::NotFound);
    assert_eq!(portal.sign_in(NOBODY), View::NotFound);
}

#[test]
fn its_reader_is_as_strict_as_the_specification_says() {
    let app = TestApp::spawn();
    let portal = ThanhHoa::new(&app);
    let question =
        r#"{"hoVaTen":"NGUYENVANTHANH","soDinhDanh":"042085000488","ngayThangNam":"19850512"}"#;
    let body = portal.send(question).body;
    let wrapper: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(wrapper["error_code"], "0");
    let message = wrapper["message"].as_str().unwrap();
    let read_message = |message: &str| {
        read(&serde_json::json!({"error_code": "0", "message": message}).to_string())
    };
    assert!(matches!(read_message(message), View::Found(_)));
    assert!(
        read(&body.replace(r#""0""#, "0")).is_error(),
        "a number for error_code"
    );
    let ns2 = message
        .replace("ns1:", "ns2:")
        .replace("xmlns:ns1", "xmlns:ns2");
    assert_eq!(read_message(&ns2), View::NotFound);
    let (start, end) = ("<ns1:CongDan>", "</ns1:CongDan>");
    let from = message.find(start).unwrap();
    let until = message.find(end).unwrap() + end.len();
    let citizen = &message[from..until];
    let thuong_tru = &citizen[citizen.find("<ns1:ThuongTru>").unwrap()..];
    let thuong_tru = &thuong_tru[..thuong_tru.find("</ns1:ThuongTru>").unwrap() + 16];
    for (why, spoilt) in [
        ("another prefix", message.replace("soapenv", "SOAP-ENV")),
        (
            "two people",
            message.replace(citizen, &format!("{citizen}{citizen}")),
        ),
        (
            "xsi:nil",
            message.replace(
                "<ns1:Ho/>",
                r#"<ns1:Ho xmlns:xsi="urn:xsi" xsi:nil="true"/>"#,
            ),
        ),
        (
            "a structure for a relative's name",
            message.replace(
                "<ns1:Cha>\n                    <ns1:HoVaTen/>",
                "<ns1:Cha><ns1:HoVaTen><ns1:Ten>A</ns1:Ten></ns1:HoVaTen>",
            ),
        ),
        (
            "a childless address",
            message.replace(thuong_tru, "<ns1:ThuongTru/>"),
        ),
    ] {
        assert_ne!(spoilt, message, "{why}");
        assert!(read_message(&spoilt).is_error(), "{why}");
    }
    let counted = message.replace("dancu/1.0\">", "dancu/1.0\" SoCongDan=\"1\">");
    assert_ne!(counted, message);
    assert_eq!(
        read_message(&counted),
        read_message(message),
        "attributes do not matter"
    );
}
