//! Relying parties that hear, refuse, fail and keep silent.

use serde_json::json;

use super::*;
use crate::outbound::canned::{Canned, Reply, deaf_url, outbound};

async fn tell_at(url: &str) -> (LogoutNotice, WireCall) {
    tell(&outbound(), url, "a.b.c", None, Timestamp(0)).await
}

#[tokio::test]
async fn the_token_is_posted_as_a_form() {
    let server = Canned::always(Reply::json(200, &json!({})));
    let (notice, wire_call) = tell_at(&format!("{}/bye", server.url())).await;
    assert_eq!(notice, LogoutNotice::Accepted);
    let heard = &server.heard()[0];
    assert_eq!(
        (heard.method.as_str(), heard.path.as_str()),
        ("POST", "/bye")
    );
    assert_eq!(
        heard.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(heard.body, "logout_token=a.b.c");
    assert_eq!(wire_call.body.as_deref(), Some("logout_token=a.b.c"));
}

#[tokio::test]
async fn every_other_outcome_is_told() {
    for (status, expected) in [
        (204, LogoutNotice::Accepted),
        (400, LogoutNotice::Refused),
        (500, LogoutNotice::UnexpectedStatus(500)),
        (302, LogoutNotice::UnexpectedStatus(302)),
    ] {
        let raw = format!("HTTP/1.1 {status} Canned\r\nContent-Length: 0\r\n\r\n");
        let server = Canned::always(Reply::Raw(raw.into_bytes()));
        assert_eq!(tell_at(&server.url()).await.0, expected);
    }
    let failed = |failure| LogoutNotice::Failed(failure);
    // Far less than the client would wait by itself.
    let silent = Canned::always(Reply::Silence);
    let (notice, wire_call) = tell_at(&silent.url()).await;
    assert_eq!(notice, failed(CallFailure::TimedOut));
    assert!(wire_call.took < Duration::from_secs(15));
    assert_eq!(
        tell_at(&deaf_url()).await.0,
        failed(CallFailure::NoConnection)
    );
    assert_eq!(
        tell_at("javascript:x").await.0,
        failed(CallFailure::Unsendable)
    );
}
