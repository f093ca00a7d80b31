//! W3 and W4: a provincial one-stop shop, Java behind and Vue in front, that goes through an LGSP: a token,
//! then one address for each operation; and the verification of Đồng Tháp in JSON.

use serde_json::{Value, json};

use super::http::{Reply, send};
use super::people::{HOI_BY_CMND, NOBODY, THANH, THANH_BY_CMND, THANH_MISNAMED, is_cmnd, squeezed};
use super::signing::base64;
use super::view::{Asked, Client, Person, View, assert_shows_all};
use super::xml_json::jackson;
use crate::support::TestApp;

/// The back end with its settings.
#[derive(Debug)]
pub struct OneStopShop {
    adapter_url: String,
    secret_key: &'static str,
    /// Whether the oldest variant sends, which hands its own `type` on.
    is_oldest: bool,
}

impl OneStopShop {
    /// The documented partner.
    pub fn new(app: &TestApp) -> Self {
        Self {
            adapter_url: app.url_of("lgsp"),
            secret_key: "sk",
            is_oldest: false,
        }
    }

    /// `lgspaccesstoken`: the keys in this order, without blanks.
    fn partner_keys(&self) -> String {
        base64(&format!(
            r#"{{"AccessKey":"ak","SecretKey":"{}","AppName":"APP","PartnerCode":"000.00.00.H00","PartnerCodeCus":"000.00.00.H00"}}"#,
            self.secret_key
        ))
    }

    /// Step 1. Only `access_token` is read.
    fn token(&self) -> Result<String, String> {
        let keys = self.partner_keys();
        let headers = [
            ("Accept", "application/json"),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Charset", "utf-8"),
            ("lgspaccesstoken", &keys),
        ];
        let url = format!("{}/token", self.adapter_url);
        let reply = send("POST", &url, &headers, "grant_type=client_credentials");
        let reply = raised(reply)?;
        let answer: Value = serde_json::from_str(&reply).map_err(|error| error.to_string())?;
        let token = answer["access_token"].as_str();
        token
            .map(str::to_owned)
            .ok_or_else(|| "no access_token".to_owned())
    }

    /// Step 2, at the address of the operation; the lines of the answer are joined without a newline.
    fn call(&self, operation: &str, envelope: &str) -> Result<Value, String> {
        let reply = self.send_call(operation, &self.token()?, envelope);
        jackson(&raised(reply)?.replace('\n', ""))
    }

    fn send_call(&self, operation: &str, token: &str, envelope: &str) -> Reply {
        let (keys, bearer) = (self.partner_keys(), format!("Bearer {token}"));
        let officer = base64("canbo.test:mat-khau");
        let headers = [
            ("Accept", "*"),
            ("Content-Type", "application/xml"),
            ("Authorization", bearer.as_str()),
            ("lgspaccesstoken", &keys),
            ("AuthHash", &officer),
        ];
        let url = format!("{}/{operation}", self.adapter_url);
        send("POST", &url, &headers, envelope)
    }

    /// How many the front end is told of by a verification; "0" is nobody.
    fn verify(&self, asked: Asked) -> Result<String, String> {
        let envelope = self.envelope("XacThucThongTinCongDan", "003", asked);
        let answer = self.call("xacthuc", &envelope)?;
        let count = &answer["Body"]["XacThucThongTinCongDanResponse"]["SoLuongCongDan"];
        let count = count.as_str().map(str::to_owned);
        count.ok_or_else(|| format!("TypeError: {answer}"))
    }

    /// The first five in this order ("Some key must order by this"), then the rest as the browser sent it.
    fn envelope(&self, operation: &str, code: &str, asked: Asked) -> String {
        let (number, cmnd) = if is_cmnd(asked.number) {
            ("", asked.number)
        } else {
            (asked.number, "")
        };
        let name = squeezed(asked.full_name);
        let birth = with_dashes(asked.birth);
        let leaf = |name: &str, value: &str| format!("<qldc:{name}>{value}</qldc:{name}>");
        let mut children = [
            ("MaYeuCau", "1669192530123"),
            // Sent empty where the procedure has none.
            ("MaDVC", ""),
            ("MaTichHop", code),
            ("MaCanBo", "canbo.test"),
            ("SoDinhDanh", number),
            ("HoVaTen", &name),
        ]
        .map(|(name, value)| leaf(name, value))
        .concat();
        children.push_str(&leaf("NgayThangNamSinh", &leaf("NgayThangNam", &birth)));
        if !cmnd.is_empty() {
            children.push_str(&leaf("SoCMND", cmnd));
        }
        if self.is_oldest {
            children.insert_str(0, &leaf("type", "qldc-search"));
            children.push_str(&leaf("page", "1"));
        }
        format!(
            "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
             xmlns:qldc=\"http://dancuquocgia.bca\"><soapenv:Header/><soapenv:Body><qldc:{operation}>{children}\
             </qldc:{operation}></soapenv:Body></soapenv:Envelope>"
        )
    }
}

impl Client for OneStopShop {
    fn look_up(&self, asked: Asked) -> View {
        let envelope = self.envelope("TraCuuThongTinCongDan", "037", asked);
        let answer = self.call("tracuu", &envelope);
        answer.map_or_else(View::SystemError, |answer| shown(&answer))
    }
}

/// The body; the back end raises from 400 on.
fn raised(reply: Reply) -> Result<String, String> {
    if reply.status < 400 {
        Ok(reply.body)
    } else {
        Err(format!("HTTP {}", reply.status))
    }
}

fn with_dashes(date: &str) -> String {
    match date.len() {
        8 => format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]),
        _ => date.to_owned(),
    }
}

/// What the pages do with `Body.CongdanCollection.CongDan`: an empty text is nobody, and an object without
/// the property is read all the same.
pub fn shown(answer: &Value) -> View {
    let body = [&answer["Body"], &answer["Envelope"]["Body"]];
    let Some(body) = body.into_iter().find(|body| !body.is_null()) else {
        return View::SystemError("TypeError: Body".to_owned());
    };
    let collection = match &body["CongdanCollection"] {
        Value::Null => return View::SystemError("TypeError: CongdanCollection".to_owned()),
        Value::String(text) if text.is_empty() => return View::NotFound,
        collection => collection,
    };
    let citizen = &collection["CongDan"];
    // JavaScript reads a property of a text as undefined, and of undefined not at all.
    if !citizen.is_object() {
        return View::SystemError("TypeError: CongDan".to_owned());
    }
    View::Found(Person::of(citizen))
}

#[test]
fn the_one_stop_shop_is_served() {
    let app = TestApp::spawn();
    let shop = OneStopShop::new(&app);
    assert_shows_all(&shop);
    assert_shows_all(&OneStopShop {
        is_oldest: true,
        ..shop
    });
}

#[test]
fn wrong_keys_give_no_token_and_a_made_up_token_no_answer() {
    let app = TestApp::spawn();
    let right = OneStopShop::new(&app);
    let wrong = OneStopShop {
        secret_key: "sk2",
        ..OneStopShop::new(&app)
    };
    let refused = View::SystemError("HTTP 401".to_owned());
    assert_eq!(wrong.look_up(THANH), refused);
    let envelope = right.envelope("TraCuuThongTinCongDan", "037", THANH);
    assert_eq!(right.send_call("tracuu", "made-up", &envelope).status, 401);
    // a token of somebody else's
    let token = right.token().unwrap();
    assert_eq!(wrong.send_call("tracuu", &token, &envelope).status, 401);
    assert_eq!(right.send_call("tracuu", &token, &envelope).status, 200);
}

#[test]
fn the_front_end_counts_who_is_verified() {
    let app = TestApp::spawn();
    let shop = OneStopShop::new(&app);
    for (asked, count) in [
        (THANH, "1"),
        (THANH_BY_CMND, "1"),
        (THANH_MISNAMED, "0"),
        (NOBODY, "0"),
    ] {
        assert_eq!(shop.verify(asked).as_deref(), Ok(count), "{asked:?}");
    }
}

/// Over plain http the client opens the connection and forgets the body, so it needs https: the fault says so.
#[test]
fn the_branch_that_never_writes_its_body_is_told_to_use_tls() {
    let app = TestApp::spawn();
    let shop = OneStopShop::new(&app);
    let reply = shop.send_call("tracuu", &shop.token().unwrap(), "");
    assert_eq!(reply.status, 500);
    let fault = jackson(&reply.body).unwrap();
    let fault = &fault["Body"]["Fault"];
    assert_eq!(fault["detail"]["error"]["code"], "body_empty");
    assert!(fault["faultstring"].as_str().unwrap().contains("--tls"));
}

#[test]
fn its_reader_is_as_strict_as_the_specification_says() {
    let app = TestApp::spawn();
    let shop = OneStopShop::new(&app);
    let token = shop.token().unwrap();
    let body = |asked| {
        let envelope = shop.envelope("TraCuuThongTinCongDan", "037", asked);
        shop.send_call("tracuu", &token, &envelope).body
    };
    let read = |body: &str| shown(&jackson(&body.replace('\n', "")).unwrap());
    let (found, missed) = (body(THANH), body(NOBODY));
    assert_eq!(read(&missed), View::NotFound);
    let open = "<ns1:CongdanCollection xmlns:ns1=\"http://www.mic.gov.vn/dancu/1.0\"/>";
    assert!(missed.contains(open));
    let counted = missed.replace("dancu/1.0\"/>", "dancu/1.0\" SoCongDan=\"0\"/>");
    assert!(read(&counted).is_error(), "an attribute makes it truthy");
    let blank = missed.replace("dancu/1.0\"/>", "dancu/1.0\"> </ns1:CongdanCollection>");
    assert!(read(&blank).is_error(), "a blank makes it truthy");
    let other_prefix = found.replace("ns1:", "x:").replace("xmlns:ns1", "xmlns:x");
    assert_eq!(read(&other_prefix), read(&found), "prefixes are dropped");
}

/// Đồng Tháp: a JSON token for an empty POST, then one question whose answer is compared with "true".
#[derive(Debug)]
struct DongThap {
    host: String,
    auth: &'static str,
}

impl DongThap {
    fn token(&self) -> Result<String, String> {
        let headers = [
            ("Auth", self.auth),
            ("Accept", "application/json"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        let url = format!("{}/api/v1/Authentication/Token", self.host);
        let reply = raised(send("POST", &url, &headers, ""))?;
        let answer: Value = serde_json::from_str(&reply).map_err(|error| error.to_string())?;
        for key in ["refreshToken", "expiryDate"] {
            assert!(answer[key].is_string(), "{answer}");
        }
        let token = answer["token"].as_str();
        token
            .map(str::to_owned)
            .ok_or_else(|| "no token".to_owned())
    }

    /// `String(data) == "true"`.
    fn verify(&self, asked: Asked) -> Result<bool, String> {
        let bearer = format!("Bearer {}", self.token()?);
        let headers = [
            ("Authorization", bearer.as_str()),
            ("Content-Type", "application/json"),
        ];
        let (number, cmnd) = if is_cmnd(asked.number) {
            ("", asked.number)
        } else {
            (asked.number, "")
        };
        let body = json!({
            "maYeuCau": "1669192530123",
            "maDVC": "G18-YT04",
            "maCanBo": "canbo@example.vn",
            "soDinhDanh": number,
            "soCMND": cmnd,
            "hoVaTen": squeezed(asked.full_name),
            "ngayThangNam": with_dashes(asked.birth),
            "userNameService": "TEST",
        });
        let url = format!("{}/xacthuc", self.host);
        let reply = raised(send("POST", &url, &headers, &body.to_string()))?;
        let data: Value = serde_json::from_str(&reply).map_err(|error| error.to_string())?;
        Ok(data == json!(true) || data == json!("true"))
    }
}

#[test]
fn dong_thap_verifies_in_json() {
    let app = TestApp::spawn();
    let host = format!("{}/dongthap", app.url_of("lgsp"));
    let auth = "YWs6c2s=";
    let client = DongThap { host, auth };
    for (asked, is_true) in [
        (THANH, true),
        (THANH_BY_CMND, true),
        (HOI_BY_CMND, true),
        (super::people::NHAN_YEAR_ONLY, true),
        (super::people::LOI_DECEASED, true),
        (THANH_MISNAMED, false),
        (NOBODY, false),
    ] {
        assert_eq!(client.verify(asked), Ok(is_true), "{asked:?}");
    }
    let wrong = DongThap {
        auth: "YWs6c2t4",
        ..client
    };
    assert_eq!(wrong.verify(THANH), Err("HTTP 401".to_owned()));
}
