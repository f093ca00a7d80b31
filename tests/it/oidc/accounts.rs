//! Level, activation and lock come from the person's electronic identity in the registry, on the business
//! date.

use serde_json::json;

use crate::support::relying_party::{RelyingParty, spawn_provider};
use crate::support::{AppOptions, TestApp};

#[test]
fn an_account_that_cannot_be_used_logs_nobody_in() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    for (number, why) in [
        ("042195000563", "locked at the holder's wish"),
        ("042089000475", "locked because the card is held"),
        ("042063000555", "not activated"),
        ("042142000012", "no electronic identity"),
        ("042051000289", "dead"),
        ("042077000308", "missing"),
        ("042186000372", "citizenship lost"),
        ("042079000211", "number cancelled"),
        ("042193000182", "number cancelled, another one set"),
        ("042094000666", "protected"),
        ("042085999995", "nobody's number"),
        ("183000048", "a CMND"),
        ("nobody", "no number"),
        ("042085000488' OR '1'='1", "no number"),
    ] {
        let error = party.with_person(number).error(&[]);
        assert_eq!(error, "access_denied", "{why}");
    }
}

#[test]
fn the_one_who_holds_the_new_number_logs_in_with_it() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid").with_person("042093000189");
    assert_eq!(party.log_in(&[]).claims["sub"], "042093000189");
}

#[test]
fn the_business_date_decides_whether_there_is_an_account_yet() {
    let app = TestApp::spawn_with(AppOptions {
        as_of: Some("2023-05-28"),
        arguments: &["--auto-approve"],
        ..AppOptions::default()
    });
    let party = RelyingParty::new(&app, "/vneid");
    assert_eq!(party.error(&[]), "access_denied", "granted on 2023-05-29");
    let dead_later = party.with_person("042051000289");
    assert_eq!(dead_later.log_in(&[]).claims["acr"], "LoA2");
}

#[test]
fn a_lock_ends_what_was_granted_before() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[("scope", "openid offline_access")]);
    let code = party.code(&[]);
    let hint = ("id_token_hint", tokens.id_token.as_str());
    let (_, version) = app.dev().record("042085000488");
    let lock = json!({"electronic_identity": {"locked": "authority_request"}});
    app.dev()
        .patch("/v1/citizens/042085000488", &version, &lock)
        .expect(200);
    let refused = party.userinfo(&tokens.access).expect(401);
    assert_eq!(refused.json()["error"], "invalid_token");
    for answer in [
        party.refresh(&tokens.refresh, &[]),
        party.redeem(&code, &[]),
    ] {
        assert_eq!(answer.expect(400).json()["error"], "invalid_grant");
    }
    let error = party.error(&[hint, ("prompt", "none")]);
    assert_eq!(error, "access_denied");
}

#[test]
fn a_reset_of_the_world_logs_everybody_out() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    app.dev().post("/admin/reset", &json!(null)).expect(204);
    party.userinfo(&tokens.access).expect(401);
}
