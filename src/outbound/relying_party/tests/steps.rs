//! The way there and back: discovery, the parameters of the callback, the token endpoint.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::super::*;
use super::forger::{AT, CLIENT, REDIRECT, Script, Signer, Stage};
use crate::domain::language::Language;
use crate::outbound::CallFailure;
use crate::outbound::canned::{Reply, deaf_url, impatient_outbound, outbound};

fn parameters(url: &str) -> HashMap<String, String> {
    let url = url::Url::parse(url).expect("a URL");
    url.query_pairs().into_owned().collect()
}

#[tokio::test]
async fn the_browser_is_sent_with_everything_that_was_wished_for() {
    let stage = Stage::with(Signer::Es256);
    let wish = LoginWish {
        scope: "openid profile",
        acr_values: Some("LoA2"),
        prompt: Some("login"),
        login_hint: Some("0420&"),
        ui_locales: Some("vi"),
        max_age: Some(60),
    };
    let (start, _) = stage.party.begin(&stage.outbound, &wish, Chance, AT).await;
    let start = start.expect("begun");
    let sent = parameters(&start.url);
    for (name, value) in [
        ("tenant", "a"),
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", REDIRECT),
        ("scope", "openid profile"),
        ("state", &start.state),
        ("nonce", &start.nonce),
        ("code_challenge", &challenge_of(&start.code_verifier)),
        ("code_challenge_method", "S256"),
        ("acr_values", "LoA2"),
        ("prompt", "login"),
        ("login_hint", "0420&"),
        ("ui_locales", "vi"),
        ("max_age", "60"),
    ] {
        assert_eq!(sent.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert_eq!(sent.len(), 14);
    let again = stage.begin().await.expect("begun");
    let plain = parameters(&again.url);
    assert!(!plain.contains_key("prompt") && !plain.contains_key("max_age"));
    assert_ne!(start.state, again.state);
    assert_ne!(start.nonce, again.nonce);
    assert_ne!(start.code_verifier, again.code_verifier);
    assert_eq!(format!("{start:?}"), "LoginStart(…)");
}

#[test]
fn the_challenge_is_that_of_the_standard() {
    // RFC 7636, appendix B.
    assert_eq!(
        challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
}

#[tokio::test]
async fn a_description_that_does_not_do_is_refused() {
    for (name, value, expected) in [
        (
            "issuer",
            json!("http://evil.example"),
            DiscoveryFault::OtherIssuer,
        ),
        (
            "code_challenge_methods_supported",
            json!(["plain"]),
            DiscoveryFault::WithoutS256,
        ),
        (
            "code_challenge_methods_supported",
            json!([]),
            DiscoveryFault::WithoutS256,
        ),
        (
            "token_endpoint_auth_methods_supported",
            json!(["private_key_jwt"]),
            DiscoveryFault::WithoutSecretBasic,
        ),
        (
            "authorization_endpoint",
            json!("/auth"),
            DiscoveryFault::EndpointUnreadable,
        ),
        (
            "authorization_endpoint",
            json!("javascript:alert(1)"),
            DiscoveryFault::EndpointUnreadable,
        ),
    ] {
        let stage = Stage::with(Signer::Es256);
        stage.bend(|script| script.discovery[name] = value);
        let refused = LoginError::DiscoveryRefused(expected);
        assert_eq!(stage.begin().await, Err(refused), "{name}");
    }
    let stage = Stage::with(Signer::Es256);
    stage.bend(|script| script.discovery["token_endpoint"] = Value::Null);
    let step = Purpose::Discovery;
    assert_eq!(
        stage.begin().await,
        Err(LoginError::ProviderUnreadable { step })
    );
}

#[tokio::test]
async fn the_description_is_kept_for_a_minute() {
    let stage = Stage::with(Signer::Es256);
    let path = "/vneid/.well-known/openid-configuration";
    for (seconds, calls) in [(0, 1), (30, 1), (59, 1), (90, 2), (100, 2)] {
        let now = Timestamp(AT.0 + seconds * 1000);
        let wish = LoginWish::default();
        let (start, _) = stage.party.begin(&stage.outbound, &wish, Chance, now).await;
        assert!(start.is_ok());
        assert_eq!(stage.server.count(path), calls, "{seconds}");
    }
}

#[tokio::test]
async fn an_answer_that_is_not_ours_goes_no_further() {
    let stage = Stage::with(Signer::Es256);
    let start = stage.begin().await.expect("begun");
    let honest = stage.callback(&start);
    let text = |text: &str| Some(text.to_owned());
    let with = |change: fn(&mut Callback)| {
        let mut callback = honest.clone();
        change(&mut callback);
        callback
    };
    let described = LoginError::OtherError {
        code: "server_error".to_owned(),
        description: text("why"),
    };
    let cases = [
        (with(|back| back.state = None), LoginError::StateUnknown),
        (
            with(|back| back.state = Some("x".to_owned())),
            LoginError::StateUnknown,
        ),
        (
            Callback {
                state: None,
                error: text("access_denied"),
                ..Callback::default()
            },
            LoginError::StateUnknown,
        ),
        (
            with(|back| back.iss = Some("http://evil".to_owned())),
            LoginError::IssuerMixedUp,
        ),
        (with(|back| back.iss = None), LoginError::IssuerMixedUp),
        (with(|back| back.code = None), LoginError::CodeMissing),
        (
            with(|back| back.code = Some(String::new())),
            LoginError::CodeMissing,
        ),
        (
            with(|back| back.error = Some("access_denied".to_owned())),
            LoginError::Denied,
        ),
        (
            with(|back| back.error = Some("login_required".to_owned())),
            LoginError::LoginRequired,
        ),
        (
            with(|back| back.error = Some("consent_required".to_owned())),
            LoginError::LoginRequired,
        ),
        (
            with(|back| {
                back.error = Some("server_error".to_owned());
                back.error_description = Some("why".to_owned());
            }),
            described,
        ),
    ];
    for (callback, expected) in cases {
        let (signed_in, calls) = stage
            .party
            .finish(&stage.outbound, &start, &callback, AT)
            .await;
        assert_eq!(signed_in, Err(expected));
        assert!(calls.is_empty());
    }
    assert_eq!(stage.server.count("/vneid/token"), 0);
}

#[tokio::test]
async fn a_provider_that_never_names_itself_may_leave_it_out() {
    let stage = Stage::with(Signer::Es256);
    stage.bend(|script| {
        script.discovery["authorization_response_iss_parameter_supported"] = json!(false);
    });
    let start = stage.begin().await.expect("begun");
    stage.bend(|script| script.claims["nonce"] = json!(start.nonce));
    let mut callback = stage.callback(&start);
    callback.iss = None;
    let (signed_in, _) = stage
        .party
        .finish(&stage.outbound, &start, &callback, AT)
        .await;
    assert!(signed_in.is_ok());
}

#[tokio::test]
async fn a_refused_code_and_a_wrong_secret_are_told_apart() {
    for (status, code) in [(400, "invalid_grant"), (401, "invalid_client")] {
        let stage = Stage::with(Signer::Es256);
        let body = json!({"error": code, "error_description": "why"});
        stage.bend(|script| script.token = Some(Reply::json(status, &body)));
        let expected = LoginError::TokenRefused {
            status,
            code: code.to_owned(),
            description: Some("why".to_owned()),
        };
        assert_eq!(stage.log_in().await.0, Err(expected));
    }
}

/// A reply put in the place of one step.
type Place = fn(&mut Script, Reply);

#[tokio::test]
async fn each_step_can_fail_by_itself() {
    let places: [(Purpose, Place); 4] = [
        (Purpose::Discovery, |script, reply| {
            script.discovery_reply = Some(reply);
        }),
        (Purpose::TokenExchange, |script, reply| {
            script.token = Some(reply);
        }),
        (Purpose::Keys, |script, reply| {
            script.keys_reply = Some(reply);
        }),
        (Purpose::Userinfo, |script, reply| script.userinfo = reply),
    ];
    for (step, put) in places {
        let timed_out = LoginError::ProviderUnreachable {
            step,
            why: CallFailure::TimedOut,
        };
        let broken_off = LoginError::ProviderUnreachable {
            step,
            why: CallFailure::BrokenOff,
        };
        let html = "<html>503</html>".to_owned();
        for (reply, expected) in [
            (Reply::Silence, timed_out),
            (
                Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_vec()),
                broken_off,
            ),
            (
                Reply::json(500, &json!({})),
                LoginError::ProviderFailed { step, status: 500 },
            ),
            (
                Reply::json(302, &json!({})),
                LoginError::ProviderFailed { step, status: 302 },
            ),
            (
                Reply::Text(200, "text/html", html),
                LoginError::ProviderUnreadable { step },
            ),
            (
                Reply::json(200, &json!([7])),
                LoginError::ProviderUnreadable { step },
            ),
        ] {
            let mut stage = Stage::with(Signer::Es256);
            if matches!(reply, Reply::Silence) {
                stage.outbound = impatient_outbound();
            }
            stage.bend(|script| put(script, reply));
            let (signed_in, calls) = stage.log_in().await;
            let error = signed_in.expect_err("failed");
            assert_eq!(error, expected);
            assert_ne!(
                error.message(Language::Vietnamese),
                error.message(Language::English)
            );
            assert_eq!(calls.last().map(|call| call.purpose), Some(step));
        }
    }
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_told() {
    let party = RelyingParty::new(Registration {
        issuer: deaf_url(),
        client_id: CLIENT.to_owned(),
        client_secret: Secret::documented("x"),
        redirect_uri: REDIRECT.to_owned(),
        reach: None,
    });
    let wish = LoginWish::default();
    let (start, calls) = party.begin(&outbound(), &wish, Chance, AT).await;
    let expected = LoginError::ProviderUnreachable {
        step: Purpose::Discovery,
        why: CallFailure::NoConnection,
    };
    assert_eq!(start, Err(expected));
    assert_eq!(calls.len(), 1);
}

#[tokio::test]
async fn userinfo_may_refuse_and_may_be_missing() {
    let stage = Stage::with(Signer::Es256);
    stage.bend(|script| script.userinfo = Reply::json(401, &json!({})));
    let refused = LoginError::UserinfoRefused { status: 401 };
    assert_eq!(stage.log_in().await.0, Err(refused));
    let stage = Stage::with(Signer::Es256);
    stage.bend(|script| script.discovery["userinfo_endpoint"] = Value::Null);
    let signed_in = stage.log_in().await.0.expect("signed in");
    assert_eq!(signed_in.claims.get("citizen"), None);
}

#[tokio::test]
async fn a_mapped_port_is_called_from_inside_and_named_from_outside() {
    let named = "https://portal.example:8443";
    let stage = Stage::reached(Signer::Rs256, Some(named));
    let (signed_in, calls) = stage.log_in().await;
    assert!(signed_in.is_ok());
    for call in calls {
        assert!(call.url.starts_with(named), "{}", call.url);
        let called = call.called.expect("another address");
        assert!(called.starts_with(&stage.server.url()), "{called}");
    }
    let start = stage.begin().await.expect("begun");
    assert!(start.url.starts_with(named), "{}", start.url);
}
