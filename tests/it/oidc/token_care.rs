//! Introspection (RFC 7662) and revocation (RFC 7009), and that no secret reaches the log.

use serde_json::json;

use crate::support::eventually;
use crate::support::relying_party::{RelyingParty, basic, owned, spawn_provider};

#[test]
fn a_client_learns_what_its_tokens_are_worth() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[("scope", "openid profile")]);
    let told = party.introspect(&tokens.access);
    assert_eq!(told["active"], true);
    assert_eq!(told["client_id"], "example-web");
    assert_eq!(told["scope"], "openid profile");
    assert_eq!(told["sub"], party.person);
    assert_eq!(told["iss"], party.issuer);
    assert_eq!(told["token_type"], "Bearer");
    assert!(told["exp"].as_u64() > told["iat"].as_u64());
    let refresh = party.introspect(&tokens.refresh);
    assert_eq!(refresh["active"], true);
    assert_eq!(refresh.get("token_type"), None);
    for worthless in ["x", &tokens.id_token] {
        assert_eq!(party.introspect(worthless), json!({"active": false}));
    }
}

#[test]
fn others_learn_nothing_of_a_token() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    let fields = owned(&[("token", &tokens.access)]);
    let portal = RelyingParty {
        id: "dvcqg-web".to_owned(),
        secret: Some("dvcqg-web-secret".to_owned()),
        ..party.clone()
    };
    assert_eq!(portal.introspect(&tokens.access), json!({"active": false}));
    let at_other_issuer = RelyingParty::new(&app, "/dvcqg");
    let told = at_other_issuer.introspect(&tokens.access);
    assert_eq!(told, json!({"active": false}));
    let public = RelyingParty::public(&app);
    let refused = public.post("/introspect", &[("token", &tokens.access)]);
    assert_eq!(refused.expect(401).json()["error"], "invalid_client");
    let nobody = party.post_raw("/introspect", None, &fields).expect(401);
    assert!(nobody.header("www-authenticate").starts_with("Basic "));
    let wrong = basic("example-web", "guess");
    party
        .post_raw("/introspect", Some(&wrong), &fields)
        .expect(401);
    let without = party.post("/introspect", &[]).expect(400);
    assert_eq!(without.json()["error"], "invalid_request");
}

/// A portal is seen to introspect with its access token as bearer.
#[test]
fn a_client_may_introspect_with_an_access_token_of_its_own() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    let fields = owned(&[("token", &tokens.access), ("state", "0")]);
    let header = format!("Bearer {}", tokens.access);
    let told = party
        .post_raw("/introspect", Some(&header), &fields)
        .expect(200)
        .json();
    assert_eq!(told["client_id"], "example-web");
    assert!(told["exp"].is_u64());
    let refused = party.post_raw("/introspect", Some("Bearer x"), &fields);
    let refused = refused.expect(401);
    assert!(refused.header("www-authenticate").starts_with("Bearer "));
}

#[test]
fn an_access_token_is_revoked_alone_and_a_refresh_token_with_all_that_came_of_it() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let first = party.log_in(&[]);
    assert_eq!(party.revoke(&first.access).expect(200).text, "");
    party.userinfo(&first.access).expect(401);
    assert_eq!(party.introspect(&first.access), json!({"active": false}));
    let second = party.tokens_of(&party.refresh(&first.refresh, &[]).expect(200));
    party.revoke(&second.refresh).expect(200);
    party.userinfo(&second.access).expect(401);
    party.refresh(&second.refresh, &[]).expect(400);
    party.revoke(&second.refresh).expect(200);
    party.revoke("never heard of").expect(200);
    party.post("/revoke", &[]).expect(400);
}

/// A portal is seen to send the ID token, and a parameter with a stray space in its name.
#[test]
fn an_id_token_revokes_what_its_client_was_granted_in_that_sign_on() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    let fields = owned(&[
        ("token", &tokens.id_token),
        ("token_type_hint ", &tokens.access),
        ("client_id", "example-web"),
        ("client_secret", "example-web-secret"),
    ]);
    party.post_raw("/revoke", None, &fields).expect(200);
    party.userinfo(&tokens.access).expect(401);
}

#[test]
fn another_client_cannot_revoke() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    let public = RelyingParty::public(&app);
    for token in [&tokens.access, &tokens.refresh, &tokens.id_token] {
        let refused = public.revoke(token).expect(400);
        assert_eq!(refused.json()["error"], "invalid_grant");
    }
    let fields = owned(&[("token", &tokens.access)]);
    party.post_raw("/revoke", None, &fields).expect(401);
    party.userinfo(&tokens.access).expect(200);
}

#[test]
fn no_secret_and_no_number_reaches_the_log() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let code = party.code(&[("state", "statestatestate"), ("nonce", "noncenonce")]);
    let tokens = party.tokens_of(&party.redeem(&code, &[]).expect(200));
    party
        .redeem(&code, &[("client_secret", "two ways")])
        .expect(400);
    party.redeem(&code, &[]).expect(400);
    party.userinfo(&tokens.access).expect(401);
    party
        .authorize(&[("redirect_uri", "https://evil.example/")])
        .expect(400);
    app.nobody()
        .get(&format!("/vneid/logout?id_token_hint={}", tokens.id_token))
        .expect(200);
    app.nobody().get(&format!("/vneid/{code}")).expect(404);
    let log = eventually("the log of all of it", || {
        let log = app.log();
        log.contains("/vneid/logout").then_some(log)
    });
    let secrets = [
        code.as_str(),
        &tokens.access,
        &tokens.refresh,
        &tokens.id_token,
        "example-web-secret",
        "statestatestate",
        "noncenonce",
        "evil.example",
        party.person.as_str(),
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "{secret}\n{log}");
    }
}
