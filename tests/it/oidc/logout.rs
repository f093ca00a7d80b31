//! RP-initiated logout: the set of the conformance suite (bad hint, modified hint, no hint, bad address).

use crate::support::Answer;
use crate::support::relying_party::{Landing, RelyingParty, Tokens, form, owned, spawn_provider};

const RETURN: &str = "http://localhost:3000/";

fn log_out(party: &RelyingParty, fields: &[(&str, &str)]) -> Answer {
    party.get(&format!("/logout?{}", form(&owned(fields))))
}

#[track_caller]
fn assert_logged_in(party: &RelyingParty, tokens: &Tokens, expected: bool) {
    let status = party.userinfo(&tokens.access).status;
    assert_eq!(status, if expected { 200 } else { 401 });
}

#[test]
fn a_logout_with_the_id_token_ends_the_sign_on_and_returns_with_the_state() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    let fields = [
        ("id_token_hint", tokens.id_token.as_str()),
        ("post_logout_redirect_uri", RETURN),
        ("state", "s+/= 1"),
        ("client_id", "example-web"),
    ];
    let landing = Landing::of(&log_out(&party, &fields).expect(303));
    assert_eq!(landing.address, RETURN);
    assert_eq!(landing.get("state"), Some("s+/= 1"));
    assert_logged_in(&party, &tokens, false);
    party.refresh(&tokens.refresh, &[]).expect(400);
    let hint = ("id_token_hint", tokens.id_token.as_str());
    let error = party.error(&[hint, ("prompt", "none"), ("login_hint", "")]);
    assert_eq!(error, "login_required");
    // Once more, as after a press on the back button.
    log_out(&party, &fields).expect(303);
}

#[test]
fn a_logout_may_be_posted_and_need_not_return() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    let fields = owned(&[("id_token_hint", &tokens.id_token)]);
    let page = party.post_raw("/logout", None, &fields).expect(200);
    assert!(page.text.contains("Đã đăng xuất"));
    assert_logged_in(&party, &tokens, false);
}

#[test]
fn all_clients_of_the_sign_on_are_logged_out_and_offline_grants_stay() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    let hint = ("id_token_hint", tokens.id_token.as_str());
    let second = party.log_in(&[hint, ("prompt", "none")]);
    let offline = party.log_in(&[hint, ("scope", "openid offline_access")]);
    let stranger = party.log_in(&[]);
    log_out(&party, &[hint]).expect(200);
    assert_logged_in(&party, &tokens, false);
    assert_logged_in(&party, &second, false);
    assert_logged_in(&party, &offline, true);
    assert_logged_in(&party, &stranger, true);
    party.refresh(&offline.refresh, &[]).expect(200);
}

#[test]
fn a_hint_that_is_not_ours_logs_nobody_out() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    let mut pieces: Vec<&str> = tokens.id_token.split('.').collect();
    pieces[1] = "eyJpc3MiOiJodHRwczovL2V2aWwuZXhhbXBsZSJ9";
    let modified = pieces.join(".");
    let of_other_issuer = RelyingParty::new(&app, "/dvcqg");
    of_other_issuer.keys();
    for hint in ["x", "a.b.c", modified.as_str(), &tokens.access] {
        let fields = [
            ("id_token_hint", hint),
            ("post_logout_redirect_uri", RETURN),
        ];
        let answer = log_out(&party, &fields).expect(400);
        assert!(!answer.headers.contains_key("location"), "{hint}");
    }
    log_out(&of_other_issuer, &[("id_token_hint", &tokens.id_token)]).expect(400);
    assert_logged_in(&party, &tokens, true);
}

#[test]
fn without_a_hint_the_person_is_asked() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    for fields in [
        &[][..],
        &[
            ("client_id", "example-web"),
            ("post_logout_redirect_uri", RETURN),
        ],
    ] {
        let landing = Landing::of(&log_out(&party, fields).expect(303));
        let page = format!("{}/vneid/sign-out/", app.base_url);
        assert!(landing.address.starts_with(&page), "{landing:?}");
    }
    assert_logged_in(&party, &tokens, true);
}

#[test]
fn the_browser_returns_to_registered_addresses_only() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    let hint = ("id_token_hint", tokens.id_token.as_str());
    for uri in [
        "http://localhost:3000",
        "http://localhost:3000//",
        "http://localhost:3000/?x",
        "http://localhost:3000/callback",
        "https://evil.example/",
        "javascript:alert(1)",
    ] {
        let answer = log_out(&party, &[hint, ("post_logout_redirect_uri", uri)]);
        let answer = answer.expect(400);
        assert!(!answer.headers.contains_key("location"), "{uri}");
    }
    for fields in [
        &[("post_logout_redirect_uri", RETURN)][..],
        &[hint, ("client_id", "example-spa")],
        &[("client_id", "nobody")],
        &[hint, ("state", "a"), ("state", "b")],
    ] {
        log_out(&party, fields).expect(400);
    }
    assert_logged_in(&party, &tokens, true);
}
