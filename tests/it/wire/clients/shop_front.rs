//! W4 as a browser: the one-stop shop's own front, which answers in JSON and checks three fields of its own.

use serde_json::{Value, json};

use super::http::{Reply, send};
use super::one_stop_shop::shown;
use super::people::{THANH, is_cmnd, squeezed};
use super::view::{Asked, Client, View, assert_shows_all};
use crate::support::TestApp;

#[derive(Debug)]
struct ShopFront {
    url: String,
}

impl ShopFront {
    fn new(app: &TestApp) -> Self {
        let url = format!("{}/opencps/o/rest/v2/qldc", app.url_of("lgsp"));
        Self { url }
    }

    fn send(&self, body: &Value) -> Reply {
        let headers = [
            ("Accept", "application/json, text/plain, */*"),
            ("Content-Type", "application/json;charset=UTF-8"),
        ];
        send("POST", &self.url, &headers, &body.to_string())
    }

    fn question(asked: Asked) -> Value {
        let key = if is_cmnd(asked.number) {
            "SoCMND"
        } else {
            "SoDinhDanh"
        };
        json!({
            "MaYeuCau": 1_669_192_530_123_u64,
            "MaTichHop": "037",
            "StaffEmail": "canbo@example.vn",
            "GovAgencyCode": "000.00.00.H00",
            "MaDVC": "1.004222",
            "HoVaTen": squeezed(asked.full_name),
            // The portal's own word for one of its addresses.
            "type": "qldc-search",
            "NgayThangNamSinh": {"NgayThangNam": asked.birth},
            key: asked.number,
            "MaCanBo": "canbo.test",
        })
    }
}

impl Client for ShopFront {
    fn look_up(&self, asked: Asked) -> View {
        let reply = self.send(&Self::question(asked));
        match serde_json::from_str(&reply.body) {
            Ok(answer) if reply.status == 200 => shown(&answer),
            Ok(_) | Err(_) => View::SystemError(reply.body),
        }
    }
}

#[test]
fn the_shops_own_pages_are_served() {
    let app = TestApp::spawn();
    assert_shows_all(&ShopFront::new(&app));
}

/// Codes of the portal, not of the national service.
#[test]
fn a_field_of_the_portals_own_that_is_missing_has_its_code() {
    let app = TestApp::spawn();
    let front = ShopFront::new(&app);
    for (key, code) in [
        ("MaDVC", "001"),
        ("GovAgencyCode", "002"),
        ("StaffEmail", "003"),
    ] {
        for missing in [Value::Null, json!(""), json!(" ")] {
            let mut question = ShopFront::question(THANH);
            question[key] = missing;
            let reply = front.send(&question);
            let answer: Value = serde_json::from_str(&reply.body).unwrap();
            assert_eq!(reply.status, 400, "{key}");
            assert_eq!(answer, json!({"message": "Error", "errorCode": code}));
        }
    }
}
