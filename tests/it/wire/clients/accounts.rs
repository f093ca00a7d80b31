//! The documented accounts and their secrets, which stand in a public repository: on loopback alone.

use serde_json::json;

use super::court::Court;
use super::http::send;
use super::people::THANH;
use super::signing::{Signer, base64};
use crate::support::{AppOptions, Caller, TestApp};

#[test]
fn the_documented_accounts_are_refused_where_the_server_is_not_bound_to_loopback() {
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &["--host", "0.0.0.0", "--admin-key", "key-of-this-test"],
        ..AppOptions::default()
    });
    let newest = || {
        let owner = Caller::new(&app.base_url, Some("key-of-this-test"));
        let journal = owner.get("/admin/journal?limit=1").expect(200).json();
        let entry = &journal["entries"][0];
        json!([entry["client"], entry["advice"]["reason"]])
    };
    for user in ["demo", "demo-qcvn109"] {
        let signer = Signer::new("https://ndxp.example/csdldc/tracuu", user, "demo-secret");
        let reply = Court::now(&format!("{}/ndxp", app.base_url), &signer).send(THANH);
        assert_eq!(reply.status, 403, "{user}");
        assert!(!reply.body.contains("CongDan>"), "{}", reply.body);
        assert_eq!(newest(), json!([user, "loopback_only"]));
    }
    let keys = base64(
        r#"{"AccessKey":"ak","SecretKey":"sk","AppName":"APP","PartnerCode":"000.00.00.H00","PartnerCodeCus":"000.00.00.H00"}"#,
    );
    let question = r#"{"hoVaTen":"NGUYENVANTHANH","soDinhDanh":"042085000488","nam":"1985"}"#;
    let sharepoint = "/lgsp/sharepoint/_vti_bin/DVCM/CommonServices.svc/GetInfoCitizenFromCSDLQG";
    for (client, method, path, header, body) in [
        (
            "H00",
            "POST",
            "/lgsp/token",
            ("lgspaccesstoken", keys.as_str()),
            "",
        ),
        (
            "H00",
            "POST",
            "/lgsp/dongthap/api/v1/Authentication/Token",
            ("Auth", "YWs6c2s="),
            "",
        ),
        (
            "open",
            "POST",
            "/lgsp/json/tracuu",
            ("Accept", "*"),
            question,
        ),
        (
            "open-opencps",
            "POST",
            "/lgsp/opencps/o/rest/v2/qldc",
            ("Accept", "*"),
            question,
        ),
        ("open", "GET", sharepoint, ("Accept", "*"), ""),
    ] {
        let reply = send(method, &format!("{}{path}", app.base_url), &[header], body);
        assert_eq!(reply.status, 403, "{path}: {}", reply.body);
        assert_eq!(newest(), json!([client, "loopback_only"]), "{path}");
    }
}

/// An account without the mark is the owner's own and serves the network.
#[test]
fn an_account_of_ones_own_is_let_in_from_anywhere() {
    let folder = crate::support::scratch_folder();
    let file = folder.path().join("wire.toml");
    let built_in = include_str!("../../../../fixtures/national_wire.toml");
    let own =
        "[[account]]\nuser = \"own\"\nsecret = \"own-secret\"\nsv_url = \"https://own.example\"\n";
    std::fs::write(&file, format!("{built_in}\n{own}")).unwrap();
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2025-07-01"),
        arguments: &["--host", "0.0.0.0", "--wire", file.to_str().unwrap()],
        ..AppOptions::default()
    });
    let url = app.url_of("ndxp");
    let signer = Signer::new("https://own.example", "own", "own-secret");
    assert_eq!(Court::now(&url, &signer).send(THANH).status, 200);
}
