//! A file of the wire of one's own: accounts that ask for more, other guesses, and files that cannot be used.

use tempfile::TempDir;

use super::court::Court;
use super::http::send;
use super::people::{LOI_DECEASED, THANH};
use super::signing::Signer;
use super::view::{Asked, Client as _, View};
use crate::support::{AppOptions, TestApp, dancu, scratch_folder};
use dancu::clock::real_time;

/// The settings that come with the program.
const BUILT_IN: &str = include_str!("../../../../fixtures/national_wire.toml");

/// A server whose settings of the wire are the built-in ones, with texts replaced and rows added at the end.
pub fn app_with(replaced: &[(&str, &str)], added: &str) -> (TestApp, TempDir) {
    let folder = scratch_folder();
    let file = write(&folder, &text_with(replaced, added));
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &["--wire", &file],
        ..AppOptions::default()
    });
    (app, folder)
}

fn text_with(replaced: &[(&str, &str)], added: &str) -> String {
    let mut text = BUILT_IN.to_owned();
    for (from, to) in replaced {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    format!("{text}\n{added}\n")
}

fn write(folder: &TempDir, text: &str) -> String {
    let file = folder.path().join("wire.toml");
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

const STRICT: &str = r#"
[[account]]
user = "strict"
secret = "its-secret"
sv_url = "https://ndxp.example/strict"
x_road_client = "VN/GOV/TEST/COURT"
api_key = "test-api-key"
max_clock_skew_seconds = 300
"#;

fn strict() -> Signer {
    Signer::new("https://ndxp.example/strict", "strict", "its-secret")
}

#[test]
fn an_account_may_ask_for_an_api_key_an_x_road_client_and_a_clock_that_goes_right() {
    let (app, _folder) = app_with(&[], STRICT);
    let url = app.url_of("ndxp");
    let now = real_time().0;
    let newest = || {
        let journal = app.dev().get("/admin/journal?limit=1").expect(200).json();
        journal["entries"][0]["advice"]["reason"].clone()
    };
    let right = Court::now(&url, &strict());
    assert!(matches!(right.look_up(THANH), View::Found(_)));
    let in_seconds = Court::new(&url, &strict(), &(now / 1000).to_string());
    assert!(matches!(in_seconds.look_up(THANH), View::Found(_)));
    for (reason, keys) in [
        ("api_key_differs", ["another", "VN/GOV/TEST/COURT"]),
        ("api_key_differs", ["", "VN/GOV/TEST/COURT"]),
        ("x_road_client_differs", ["test-api-key", "VN/GOV/TEST"]),
        ("x_road_client_differs", ["test-api-key", ""]),
    ] {
        let court = Court::now(&url, &strict()).with_keys(keys);
        assert_eq!(court.send(THANH).status, 401, "{reason}");
        assert_eq!(newest(), reason);
    }
    for timestamp in [now - 400_000, now + 400_000, now / 1000 - 400] {
        let court = Court::new(&url, &strict(), &timestamp.to_string());
        assert_eq!(court.send(THANH).status, 401, "{timestamp}");
        assert_eq!(newest(), "timestamp_skewed");
    }
    // the documented account asks for none of it
    let demo = Court::new(&url, &Signer::demo(), "1763877600123");
    assert!(matches!(demo.look_up(THANH), View::Found(_)));
}

#[test]
fn officers_of_a_partner_may_be_listed() {
    let listed = "auth = \"YWs6c2s=\"\nauth_hashes = [\"Y2FuYm8udGVzdDptYXQta2hhdQ==\"]";
    let (app, _folder) = app_with(&[("auth = \"YWs6c2s=\"", listed)], "");
    let shop = super::one_stop_shop::OneStopShop::new(&app);
    assert!(matches!(shop.look_up(THANH), View::Found(_)));
    let other = "auth = \"YWs6c2s=\"\nauth_hashes = [\"b3RoZXI6b3RoZXI=\"]";
    let (app, _folder) = app_with(&[("auth = \"YWs6c2s=\"", other)], "");
    let shop = super::one_stop_shop::OneStopShop::new(&app);
    assert_eq!(
        shop.look_up(THANH),
        View::SystemError("HTTP 401".to_owned())
    );
}

#[test]
fn the_dead_can_be_told_as_nobody() {
    let missed = [("deceased = \"found\"", "deceased = \"missed\"")];
    let (app, _folder) = app_with(&missed, "");
    let court = Court::now(&app.url_of("ndxp"), &Signer::demo());
    assert_eq!(court.look_up(LOI_DECEASED), View::NotFound);
    assert!(matches!(court.look_up(THANH), View::Found(_)));
}

#[test]
fn a_field_that_cannot_be_read_is_a_fault_or_a_miss() {
    let unreadable = [
        Asked {
            number: "04208500",
            ..THANH
        },
        Asked {
            birth: "19850532",
            ..THANH
        },
        // of another length: the court's container stays empty
        Asked {
            birth: "051985",
            ..THANH
        },
    ];
    let app = TestApp::spawn();
    let court = Court::now(&app.url_of("ndxp"), &Signer::demo());
    for (asked, element) in
        unreadable
            .iter()
            .zip(["SoDinhDanh", "NgayThangNamSinh", "NgayThangNamSinh"])
    {
        let reply = court.send(*asked);
        assert_eq!(reply.status, 500, "{asked:?}");
        assert!(reply.body.contains("<faultcode>soapenv:Client</faultcode>"));
        assert!(reply.body.contains(element), "{}", reply.body);
        assert!(
            !reply.body.contains(asked.number),
            "nothing sent is repeated"
        );
    }
    let missed = [(
        "unreadable_field = \"fault\"",
        "unreadable_field = \"missed\"",
    )];
    let (app, _folder) = app_with(&missed, "");
    let court = Court::now(&app.url_of("ndxp"), &Signer::demo());
    for asked in unreadable {
        assert_eq!(court.look_up(asked), View::NotFound, "{asked:?}");
    }
}

#[test]
fn statuses_of_refusals_can_be_set() {
    let replaced = [
        ("unauthorized_status = 401", "unauthorized_status = 200"),
        ("request_fault_status = 500", "request_fault_status = 400"),
    ];
    let (app, _folder) = app_with(&replaced, "");
    let url = app.url_of("ndxp");
    let wrong = Court::now(&url, &Signer::with_wrong_secret());
    assert_eq!(wrong.send(THANH).status, 200);
    let short = Asked {
        number: "1",
        ..THANH
    };
    assert_eq!(Court::now(&url, &Signer::demo()).send(short).status, 400);
}

#[test]
fn another_provinces_variant_is_a_few_lines() {
    let row = "[[route]]\npath = \"/lgsp/hue/dancu\"\nauthentication = \"none\"\naccount = \"open\"\n\
               reads = \"json\"\noperation = \"xacthuc\"\nanswers = \"json_wrapper\"";
    let (app, _folder) = app_with(&[], row);
    let url = format!("{}/hue/dancu", app.url_of("lgsp"));
    let body = r#"{"hoVaTen":"NGUYENVANTHANH","soDinhDanh":"042085000488","nam":"1985"}"#;
    let reply = send("POST", &url, &[("Content-Type", "application/json")], body);
    assert_eq!(reply.status, 200);
    assert!(
        reply.body.contains("<ns2:TonTai>true</ns2:TonTai>"),
        "{}",
        reply.body
    );
}

#[test]
fn a_file_that_cannot_be_used_stops_the_start_and_says_why() {
    let folder = scratch_folder();
    let open_route =
        "[[route]]\npath = \"/x\"\nauthentication = \"none\"\nreads = \"json\"\nanswers = \"soap\"";
    for (text, told) in [
        ("ndxp_path = ".to_owned(), "line 1: "),
        (
            text_with(&[], "[[account]]\nusr = \"x\""),
            "unknown field `usr`",
        ),
        (
            text_with(&[("deceased = \"found\"", "deceased = \"often\"")], ""),
            "often",
        ),
        (
            text_with(&[("ndxp_path = \"/ndxp\"", "ndxp_path = \"/v1\"")], ""),
            "/v1 is no address",
        ),
        (
            text_with(&[("ndxp_path = \"/ndxp\"", "ndxp_path = \"ndxp\"")], ""),
            "ndxp is no address",
        ),
        (
            text_with(&[("ndxp_path = \"/ndxp\"", "ndxp_path = \"/lgsp\"")], ""),
            "direct calls go there",
        ),
        (
            text_with(&[], "[[account]]\nuser = \"demo\""),
            "demo stands twice",
        ),
        (text_with(&[], open_route), "/x: names no account"),
        (
            text_with(&[("operation = \"xacthuc\"", "operation = \"dance\"")], ""),
            "there is no operation dance",
        ),
        (
            text_with(
                &[("unauthorized_status = 401", "unauthorized_status = 99")],
                "",
            ),
            "99",
        ),
    ] {
        let file = write(&folder, &text);
        assert_refused(&file, told);
    }
    let missing = folder.path().join("missing.toml");
    assert_refused(missing.to_str().unwrap(), "missing.toml cannot be read");
}

#[track_caller]
fn assert_refused(file: &str, told: &str) {
    let folder = scratch_folder();
    let data = folder.path().to_str().unwrap();
    let refused = dancu(&["serve", "--port", "0", "--data", data, "--wire", file]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.err.starts_with("error: "), "{}", refused.err);
    assert!(refused.err.contains(told), "{told}: {}", refused.err);
    assert!(
        !folder.path().join("population.db").exists(),
        "before people are made"
    );
}
