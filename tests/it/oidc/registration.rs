//! The list of relying parties, and what the server says to one that cannot work.

use crate::support::relying_party::{RelyingParty, spawn_provider_with};
use crate::support::{dancu, population_folder, scratch_folder};

const LIST: &str = r#"
client = []

[[relying_party]]
id = "tỉnh mới"
name_vi = "Tỉnh mới"
name_en = "New province"
issuers = ["vneid"]
secret = "mật khẩu: có dấu+%"
redirect_uris = ["{public_url}/provinces/back?keep=1&and=2"]
id_token_signed_response_alg = "ES256"
"#;

fn with_list<T>(list: &str, test: impl FnOnce(&str) -> T) -> T {
    let folder = scratch_folder();
    let path = folder.path().join("clients.toml");
    std::fs::write(&path, list).unwrap();
    test(path.to_str().unwrap())
}

#[test]
fn a_list_of_ones_own_replaces_the_built_in_one() {
    with_list(LIST, |path| {
        let app = spawn_provider_with(&["--clients", path]);
        let party = RelyingParty {
            id: "tỉnh mới".to_owned(),
            secret: Some("mật khẩu: có dấu+%".to_owned()),
            redirect_uri: format!("{}/provinces/back?keep=1&and=2", app.base_url),
            ..RelyingParty::new(&app, "/vneid")
        };
        let answer = party.authorize(&[]).expect(303);
        let location = answer.header("location");
        assert!(location.starts_with(&format!("{}&code=", party.redirect_uri)));
        let code = location.split("&code=").nth(1).unwrap();
        let code = code.split('&').next().unwrap();
        let tokens = party.tokens_of(&party.redeem(code, &[]).expect(200));
        let (header, _) = party.verified(&tokens.id_token);
        assert_eq!(header.alg, jsonwebtoken::Algorithm::ES256);
        RelyingParty::new(&app, "/vneid").authorize(&[]).expect(400);
    });
}

#[test]
fn a_list_without_relying_parties_leaves_the_built_in_ones() {
    with_list("client = []\n", |path| {
        let app = spawn_provider_with(&["--clients", path]);
        RelyingParty::new(&app, "/vneid").log_in(&[]);
    });
}

#[test]
fn a_list_that_cannot_work_stops_the_start_in_one_line() {
    let folder = population_folder().to_str().unwrap();
    let broken = LIST.replace("{public_url}", "");
    with_list(&broken, |path| {
        let arguments = ["serve", "--data", folder, "--port", "0", "--clients", path];
        let refused = dancu(&arguments).failed_in_one_line(1);
        assert!(refused.err.contains("tỉnh mới"), "{}", refused.err);
    });
    for url in [
        "ftp://x",
        "https://x/?q",
        "https://x/#f",
        "x",
        "https://u@x",
    ] {
        let arguments = ["serve", "--data", folder, "--public-url", url];
        let refused = dancu(&arguments);
        assert_eq!(refused.code, Some(2), "{url}: {}", refused.err);
    }
}
