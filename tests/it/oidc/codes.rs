//! A code is worth something once, to one client, for a minute.

use crate::support::relying_party::{RelyingParty, basic, owned, spawn_provider};

/// `AuthCodeReuse`.
#[test]
fn a_code_that_comes_twice_revokes_what_came_of_it() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let code = party.code(&[]);
    let tokens = party.tokens_of(&party.redeem(&code, &[]).expect(200));
    party.userinfo(&tokens.access).expect(200);
    let replayed = party.redeem(&code, &[]).expect(400);
    assert_eq!(replayed.json()["error"], "invalid_grant");
    party.userinfo(&tokens.access).expect(401);
    let refused = party.refresh(&tokens.refresh, &[]).expect(400);
    assert_eq!(refused.json()["error"], "invalid_grant");
}

#[test]
fn of_many_that_redeem_a_code_at_once_exactly_one_succeeds_and_keeps_nothing() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    party.keys();
    let code = party.code(&[]);
    let answers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..100)
            .map(|_thread| scope.spawn(|| party.redeem(&code, &[])))
            .collect();
        let answers = threads.into_iter().map(|thread| thread.join().unwrap());
        answers.collect()
    });
    let (good, bad): (Vec<_>, Vec<_>) = answers.into_iter().partition(|one| one.status == 200);
    assert_eq!(good.len(), 1);
    for refused in bad {
        assert_eq!(refused.status, 400);
        assert_eq!(refused.json()["error"], "invalid_grant");
    }
    let tokens = party.tokens_of(&good[0]);
    party.userinfo(&tokens.access).expect(401);
}

#[test]
fn another_client_cannot_redeem_a_code() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let code = party.code(&[]);
    let other = RelyingParty::public(&app);
    let refused = other.redeem(&code, &[]).expect(400);
    assert_eq!(refused.json()["error"], "invalid_grant");
    let at_other_issuer = RelyingParty::new(&app, "/dvcqg");
    let refused = at_other_issuer.redeem(&code, &[]).expect(400);
    assert_eq!(refused.json()["error"], "invalid_grant");
    party.redeem(&code, &[]).expect(200);
}

#[test]
fn the_redirect_uri_must_be_that_of_the_request() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let code = party.code(&[]);
    let other = "http://127.0.0.1:3000/callback";
    let refused = party.redeem(&code, &[("redirect_uri", other)]).expect(400);
    assert_eq!(refused.json()["error"], "invalid_grant");
    let refused = party.redeem(&code, &[("redirect_uri", "")]).expect(400);
    assert_eq!(refused.json()["error"], "invalid_request");
    party.redeem(&code, &[]).expect(200);
}

#[test]
fn codes_that_nobody_made_are_refused() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let longest = "a".repeat(10_000);
    for code in [
        "xyzzy-1",
        "' OR 1=1 --",
        "../../etc/passwd",
        "\u{0}",
        &longest,
    ] {
        let refused = party.redeem(code, &[]).expect(400);
        assert_eq!(refused.json()["error"], "invalid_grant", "{code:.20}");
        assert!(!refused.text.contains(code));
    }
}

#[test]
fn a_token_request_that_cannot_be_right_says_what_is_wrong() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    for (fields, error) in [
        (&[][..], "invalid_request"),
        (&[("grant_type", "authorization_code")], "invalid_request"),
        (&[("grant_type", "refresh_token")], "invalid_request"),
        (&[("grant_type", "password")], "unsupported_grant_type"),
        (
            &[("grant_type", "client_credentials")],
            "unsupported_grant_type",
        ),
        (
            &[
                ("grant_type", "authorization_code"),
                ("grant_type", "refresh_token"),
            ],
            "invalid_request",
        ),
    ] {
        let refused = party.token(fields).expect(400);
        assert_eq!(refused.json()["error"], error, "{fields:?}");
        assert_eq!(refused.header("cache-control"), "no-store");
        assert!(refused.json()["error_description"].is_string());
    }
    let json = app.nobody().post_text("/vneid/token", "{}");
    json.problem(415, "media_type_unsupported");
    let long = "a".repeat(1 << 17);
    let header = basic("example-web", "example-web-secret");
    let long = party.post_raw("/token", Some(&header), &owned(&[("code", &long)]));
    long.problem(413, "body_too_large");
}
