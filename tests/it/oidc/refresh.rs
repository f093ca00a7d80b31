//! Refresh tokens: each is used once (`RefreshToken`).

use crate::support::relying_party::{RelyingParty, spawn_provider};

#[test]
fn a_refresh_token_brings_new_tokens_about_the_same_login() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let first = party.log_in(&[("scope", "openid profile")]);
    let second = party.tokens_of(&party.refresh(&first.refresh, &[]).expect(200));
    for same in ["iss", "sub", "aud", "auth_time", "acr", "amr", "sid"] {
        assert_eq!(second.claims[same], first.claims[same], "{same}");
    }
    assert_eq!(second.claims.get("nonce"), None);
    assert_ne!(second.access, first.access);
    assert_ne!(second.refresh, first.refresh);
    assert_eq!(second.answer["scope"], "openid profile");
    let told = party.userinfo(&second.access).expect(200).json();
    assert_eq!(told["name"], "Nguyễn Văn Thành");
    party.userinfo(&first.access).expect(200);
}

#[test]
fn a_refresh_token_that_comes_twice_revokes_the_whole_grant() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let first = party.log_in(&[]);
    let second = party.tokens_of(&party.refresh(&first.refresh, &[]).expect(200));
    let third = party.tokens_of(&party.refresh(&second.refresh, &[]).expect(200));
    let replayed = party.refresh(&first.refresh, &[]).expect(400);
    assert_eq!(replayed.json()["error"], "invalid_grant");
    for access in [&first.access, &second.access, &third.access] {
        party.userinfo(access).expect(401);
    }
    party.refresh(&third.refresh, &[]).expect(400);
}

#[test]
fn of_many_that_refresh_at_once_at_most_one_succeeds() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..20)
            .map(|_thread| scope.spawn(|| party.refresh(&tokens.refresh, &[]).status))
            .collect();
        let statuses = threads.into_iter().map(|thread| thread.join().unwrap());
        statuses.collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1);
    party.userinfo(&tokens.access).expect(401);
}

#[test]
fn scopes_can_be_narrowed_and_not_widened() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let first = party.log_in(&[("scope", "openid profile email")]);
    let wide = party.refresh(&first.refresh, &[("scope", "openid citizen")]);
    assert_eq!(wide.expect(400).json()["error"], "invalid_scope");
    let narrow = party.refresh(&first.refresh, &[("scope", "openid email")]);
    let narrow = party.tokens_of(&narrow.expect(200));
    assert_eq!(narrow.answer["scope"], "openid email");
    let told = party.userinfo(&narrow.access).expect(200).json();
    assert_eq!(told.get("name"), None);
    assert!(told["email"].is_string());
    // The grant keeps its scopes.
    let again = party.tokens_of(&party.refresh(&narrow.refresh, &[]).expect(200));
    assert_eq!(again.answer["scope"], "openid profile email");
    let without = party.refresh(&again.refresh, &[("scope", "email")]);
    let without = without.expect(200).json();
    let access = without["access_token"].as_str().unwrap();
    let refused = party.userinfo(access).expect(403);
    assert!(
        refused
            .header("www-authenticate")
            .contains("insufficient_scope")
    );
}

#[test]
fn another_client_or_issuer_cannot_refresh() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[]);
    for other in [
        RelyingParty::public(&app),
        RelyingParty::new(&app, "/dvcqg"),
    ] {
        let refused = other.refresh(&tokens.refresh, &[]).expect(400);
        assert_eq!(refused.json()["error"], "invalid_grant");
    }
    for token in ["x", &tokens.access, &tokens.id_token] {
        let refused = party.refresh(token, &[]).expect(400);
        assert_eq!(refused.json()["error"], "invalid_grant");
    }
    party.refresh(&tokens.refresh, &[]).expect(200);
}
