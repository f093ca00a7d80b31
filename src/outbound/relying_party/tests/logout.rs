//! Logging out at the provider, and being told that somebody has.

use serde_json::{Value, json};

use super::super::*;
use super::forger::{AT, CLIENT, NOW, Signer, Stage};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

fn honest(issuer: &str) -> Value {
    json!({
        "iss": issuer, "aud": CLIENT, "iat": NOW, "exp": NOW + 120, "jti": "j-1", "sub": "p-1",
        "sid": "s-1", "events": {EVENT: {}},
    })
}

/// What a logout token comes to whose header and claims have been bent.
async fn read(change: impl FnOnce(&mut Value, &mut Value)) -> Result<LogoutToken, LoginError> {
    let stage = Stage::with(Signer::Es256);
    let mut header = json!({"alg": "ES256", "kid": "ec", "typ": "logout+jwt"});
    let mut claims = honest(stage.party.issuer());
    change(&mut header, &mut claims);
    let token = Signer::Es256.sign(&header, &claims);
    let (read, _) = stage
        .party
        .read_logout_token(&stage.outbound, &token, AT)
        .await;
    read
}

#[tokio::test]
async fn an_honest_logout_token_names_whom_it_logs_out() {
    let whole = read(|_, _| {}).await.expect("read");
    assert_eq!(whole.subject.as_deref(), Some("p-1"));
    assert_eq!(whole.sid.as_deref(), Some("s-1"));
    assert_eq!(whole.token_id, "j-1");
    assert_eq!(whole.ends_at, Timestamp((NOW + 180) * 1000));
    assert!(whole.means("p-1", Some("s-1")) && !whole.means("p-1", Some("s-2")));
    for (name, subject, sid) in [("sub", None, Some("s-1")), ("sid", Some("p-1"), None)] {
        let part = read(|_, claims| {
            claims.as_object_mut().expect("an object").remove(name);
        });
        let part = part.await.expect("read");
        assert_eq!(part.subject.as_deref(), subject);
        assert_eq!(part.sid.as_deref(), sid);
        assert!(part.means("p-1", Some("s-1")));
        assert!(!part.means("p-2", Some("s-2")));
        assert_eq!(
            part.means("p-1", Some("s-2")) && part.means("p-1", None),
            sid.is_none(),
            "without a session, every one of the person"
        );
    }
}

#[tokio::test]
async fn a_logout_token_that_does_not_hold_is_refused() {
    for (name, value, expected) in [
        ("iss", json!("http://evil"), TokenFault::Issuer),
        ("aud", json!("another"), TokenFault::Audience),
        ("exp", json!(NOW - 61), TokenFault::Expired),
        ("exp", Value::Null, TokenFault::Claim("exp")),
        ("iat", json!(NOW + 120), TokenFault::IssuedInFuture),
        ("events", Value::Null, TokenFault::Event),
        ("events", json!({}), TokenFault::Event),
        ("events", json!({EVENT: true}), TokenFault::Event),
        ("nonce", json!("n"), TokenFault::NonceForbidden),
        ("jti", Value::Null, TokenFault::Claim("jti")),
    ] {
        let told = read(|_, claims| claims[name] = value.clone()).await;
        assert_eq!(
            told,
            Err(LoginError::TokenInvalid(expected)),
            "{name} {value}"
        );
    }
    let nobody = read(|_, claims| {
        claims["sub"] = Value::Null;
        claims["sid"] = Value::Null;
    });
    assert_eq!(
        nobody.await,
        Err(LoginError::TokenInvalid(TokenFault::Claim("sub")))
    );
    for kind in [json!("JWT"), json!("at+jwt"), Value::Null] {
        let told = read(|header, _| header["typ"] = kind).await;
        assert_eq!(told, Err(LoginError::TokenInvalid(TokenFault::Type)));
    }
}

#[tokio::test]
async fn invented_keys_do_not_make_us_call_the_provider_each_time() {
    let stage = Stage::with(Signer::Es256);
    let header = json!({"alg": "ES256", "kid": "invented", "typ": "logout+jwt"});
    let token = Signer::Stranger.sign(&header, &honest(stage.party.issuer()));
    let unknown = LoginError::TokenInvalid(TokenFault::KeyUnknown);
    for (seconds, calls) in [(0, 1), (3, 1), (6, 1), (30, 2), (33, 2)] {
        let now = Timestamp(AT.0 + seconds * 1000);
        let (read, _) = stage
            .party
            .read_logout_token(&stage.outbound, &token, now)
            .await;
        assert_eq!(read, Err(unknown.clone()));
        assert_eq!(stage.server.count("/vneid/keys"), calls, "{seconds}");
    }
}

#[tokio::test]
async fn a_text_that_is_no_token_costs_no_call() {
    let stage = Stage::with(Signer::Es256);
    let (read, calls) = stage
        .party
        .read_logout_token(&stage.outbound, "no token", AT)
        .await;
    assert_eq!(read, Err(LoginError::TokenInvalid(TokenFault::Malformed)));
    assert!(calls.is_empty());
}

#[tokio::test]
async fn the_logout_url_is_the_providers() {
    let stage = Stage::with(Signer::Es256);
    let page = "http://127.0.0.1:1/bye";
    let (url, _) = stage
        .party
        .logout_url(&stage.outbound, "a.b.c", page, "st", AT)
        .await;
    assert_eq!(
        url.expect("a URL"),
        format!(
            "{}/logout?id_token_hint=a.b.c&client_id=portal&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fbye&state=st",
            stage.party.issuer()
        )
    );
    let stage = Stage::with(Signer::Es256);
    stage.bend(|script| script.discovery["end_session_endpoint"] = Value::Null);
    let (url, _) = stage
        .party
        .logout_url(&stage.outbound, "a.b.c", page, "st", AT)
        .await;
    let without = LoginError::DiscoveryRefused(DiscoveryFault::WithoutLogout);
    assert_eq!(url, Err(without));
}
