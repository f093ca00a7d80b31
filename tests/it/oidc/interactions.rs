//! What pages ask the engine: who waits, what is needed, and where the browser goes; with a clock in hand.

use dancu::clock::Timestamp;
use dancu::domain::card::IdentityLevel;
use dancu::domain::citizen_number::PersonalNumber;
use dancu::domain::language::Language;
use dancu::domain::login::{Issuer, LoginScope, Proof};
use dancu::identity::{AuthorizeError, InteractionGone, Need, Proved};
use dancu::worlds::logins::Subject;
use serde_json::json;

use super::engine::{Engine, NOW, later, parameter, read_token};
use crate::support::relying_party::{CALLBACK, THANH};

/// Nguyễn Văn Thành logs in with his password at level 2.
fn sign_on(engine: &Engine, now: Timestamp) -> String {
    sign_on_at(engine, IdentityLevel::Two, now)
}

fn sign_on_at(engine: &Engine, level: IdentityLevel, now: Timestamp) -> String {
    let subject = Subject::Citizen(PersonalNumber::parse(THANH).unwrap());
    engine
        .provider
        .sign_on(&engine.world, by_password(subject, level), now)
        .unwrap()
}

fn by_password(subject: Subject, level: IdentityLevel) -> Proved<'static> {
    Proved {
        issuer: Issuer::Vneid,
        subject,
        proofs: &[Proof::Password],
        level,
    }
}

fn needs(engine: &Engine, id: &str, session: Option<&str>, now: Timestamp) -> Need {
    engine
        .provider
        .needs(&engine.world, id, session, now)
        .unwrap()
}

fn agree(engine: &Engine, id: &str, session: &str, now: Timestamp) {
    engine
        .provider
        .consent(&engine.world, id, session, now)
        .unwrap();
}

#[test]
fn a_login_goes_through_login_and_consent_to_a_code_and_is_answered_once() {
    let engine = Engine::new();
    let id = engine.interaction(&[("scope", "openid profile"), ("nonce", "n")], NOW);
    let shown = engine
        .provider
        .interaction(&engine.world, &id, NOW)
        .unwrap();
    assert_eq!(shown.client.name(Language::English), "Example application");
    assert!(shown.request.scopes.contains(&LoginScope::Profile));
    assert_eq!(needs(&engine, &id, None, NOW), Need::Login);
    assert_eq!(needs(&engine, &id, Some("a guess"), NOW), Need::Login);
    let session = sign_on(&engine, later(1));
    assert_eq!(needs(&engine, &id, Some(&session), later(1)), Need::Consent);
    agree(&engine, &id, &session, later(2));
    assert_eq!(needs(&engine, &id, Some(&session), later(2)), Need::Nothing);
    let complete = || {
        engine
            .provider
            .complete(&engine.world, &id, &session, later(3))
    };
    let url = complete().unwrap();
    assert!(url.starts_with(&format!("{CALLBACK}?code=")), "{url}");
    assert_eq!(parameter(&url, "state"), "s");
    assert_eq!(parameter(&url, "iss"), "https://dancu.example/vneid");
    assert_eq!(complete(), Err(InteractionGone));
    let code = parameter(&url, "code");
    let tokens = engine.redeem(Issuer::Vneid, &code, later(4)).unwrap();
    let (_, claims) = read_token(tokens.id_token.as_deref().unwrap());
    assert_eq!(claims["sub"], THANH);
    assert_eq!(claims["amr"], json!(["pwd"]));
    assert_eq!(claims["auth_time"], later(1).0 / 1000);
    assert_ne!(claims["sid"], session.as_str(), "the cookie is not told");
}

#[test]
fn the_code_of_a_page_ends_after_a_minute() {
    let engine = Engine::new();
    for (millis, good) in [(59_999, true), (60_000, false)] {
        let id = engine.interaction(&[], NOW);
        let session = sign_on(&engine, NOW);
        agree(&engine, &id, &session, NOW);
        let url = engine
            .provider
            .complete(&engine.world, &id, &session, NOW)
            .unwrap();
        let code = parameter(&url, "code");
        let redeemed = engine.redeem(Issuer::Vneid, &code, later(millis));
        assert_eq!(redeemed.is_ok(), good, "{millis}");
    }
}

/// `AuthCodeReuseAfter30Seconds`, and after a minute.
#[test]
fn a_late_replay_of_a_code_revokes_its_tokens_too() {
    let engine = Engine::believing();
    for millis in [30_000, 120_000] {
        let url = engine.authorize(Issuer::Vneid, &[("login_hint", THANH)], NOW);
        let code = parameter(&url, "code");
        let tokens = engine.redeem(Issuer::Vneid, &code, NOW).unwrap();
        let userinfo = |now| {
            let access = &tokens.access_token;
            engine
                .provider
                .userinfo(&engine.world, Issuer::Vneid, access, now)
        };
        assert!(userinfo(later(millis)).is_ok());
        assert!(engine.redeem(Issuer::Vneid, &code, later(millis)).is_err());
        assert!(userinfo(later(millis)).is_err(), "{millis}");
    }
}

#[test]
fn tokens_end_after_an_hour() {
    let engine = Engine::believing();
    let url = engine.authorize(Issuer::Vneid, &[("login_hint", THANH)], NOW);
    let code = parameter(&url, "code");
    let tokens = engine.redeem(Issuer::Vneid, &code, NOW).unwrap();
    for (millis, good) in [(3_599_999, true), (3_600_000, false)] {
        let told = engine.provider.userinfo(
            &engine.world,
            Issuer::Vneid,
            &tokens.access_token,
            later(millis),
        );
        assert_eq!(told.is_ok(), good, "{millis}");
    }
}

#[test]
fn an_interaction_waits_ten_minutes() {
    let engine = Engine::new();
    let id = engine.interaction(&[], NOW);
    let needs = |now| engine.provider.needs(&engine.world, &id, None, now);
    assert_eq!(needs(later(599_999)), Ok(Need::Login));
    assert_eq!(needs(later(600_000)), Err(InteractionGone));
    let denied = engine
        .provider
        .deny(&engine.world, &id, AuthorizeError::TimedOut, later(600_000));
    assert_eq!(denied, Err(InteractionGone));
}

#[test]
fn each_denial_goes_back_with_its_error_once() {
    let engine = Engine::new();
    for (error, code) in [
        (AuthorizeError::DeniedByPerson, "access_denied"),
        (AuthorizeError::TimedOut, "access_denied"),
        (AuthorizeError::AccountUnusable, "access_denied"),
        (AuthorizeError::LoginRequired, "login_required"),
        (AuthorizeError::ConsentRequired, "consent_required"),
        (
            AuthorizeError::TemporarilyUnavailable,
            "temporarily_unavailable",
        ),
    ] {
        let id = engine.interaction(&[], NOW);
        let deny = || engine.provider.deny(&engine.world, &id, error, NOW);
        let url = deny().unwrap();
        assert_eq!(parameter(&url, "error"), code);
        assert_eq!(parameter(&url, "state"), "s");
        assert_eq!(parameter(&url, "iss"), "https://dancu.example/vneid");
        assert_eq!(deny(), Err(InteractionGone));
    }
}

#[test]
fn a_request_that_is_not_ready_is_completed_with_an_error_and_no_code() {
    let engine = Engine::new();
    let session = sign_on(&engine, NOW);
    for (session, error) in [
        ("a guess", "login_required"),
        (&session, "consent_required"),
    ] {
        let id = engine.interaction(&[], NOW);
        let url = engine
            .provider
            .complete(&engine.world, &id, session, NOW)
            .unwrap();
        assert_eq!(parameter(&url, "error"), error);
    }
}

#[test]
fn what_was_agreed_to_is_not_asked_again_in_the_same_sign_on() {
    let engine = Engine::new();
    let session = sign_on(&engine, NOW);
    let first = engine.interaction(&[("scope", "openid profile email")], NOW);
    agree(&engine, &first, &session, NOW);
    let email = json!({"userinfo": {"phone_number": null}}).to_string();
    for (more, need) in [
        (&[("scope", "openid email")][..], Need::Nothing),
        (&[("scope", "openid phone")], Need::Consent),
        (&[("claims", email.as_str())], Need::Consent),
        (&[("prompt", "consent")], Need::Consent),
        (
            &[("client_id", "example-web"), ("prompt", "login")],
            Need::Login,
        ),
        (&[("prompt", "select_account")], Need::Login),
    ] {
        let id = engine.interaction(more, later(1));
        let found = needs(&engine, &id, Some(&session), later(1));
        assert_eq!(found, need, "{more:?}");
    }
    // Consent that was given for this very request is enough for prompt=consent.
    let id = engine.interaction(&[("prompt", "consent")], later(1));
    agree(&engine, &id, &session, later(2));
    assert_eq!(needs(&engine, &id, Some(&session), later(2)), Need::Nothing);
    let other = sign_on(&engine, later(3));
    let id = engine.interaction(&[], later(3));
    assert_eq!(needs(&engine, &id, Some(&other), later(3)), Need::Consent);
}

#[test]
fn prompt_none_never_needs_a_page() {
    let engine = Engine::new();
    let none = ("prompt", "none");
    let id = engine.interaction(&[none], NOW);
    let refused = |error| Need::Refused(error);
    let found = needs(&engine, &id, None, NOW);
    assert_eq!(found, refused(AuthorizeError::LoginRequired));
    let session = sign_on(&engine, NOW);
    let id = engine.interaction(&[none], later(1));
    let found = needs(&engine, &id, Some(&session), later(1));
    assert_eq!(found, refused(AuthorizeError::ConsentRequired));
    agree(&engine, &id, &session, later(1));
    let found = needs(&engine, &id, Some(&session), later(1));
    assert_eq!(found, Need::Nothing);
    let id = engine.interaction(&[none, ("max_age", "5")], later(5000));
    let found = needs(&engine, &id, Some(&session), later(5000));
    assert_eq!(found, refused(AuthorizeError::LoginRequired));
}

#[test]
fn a_login_that_was_made_for_the_request_is_fresh_whatever_it_asks() {
    let engine = Engine::new();
    for more in [
        ("prompt", "login"),
        ("prompt", "select_account"),
        ("max_age", "0"),
        ("max_age", "10"),
    ] {
        let old = sign_on(&engine, NOW);
        let id = engine.interaction(&[more], later(60_000));
        let found = needs(&engine, &id, Some(&old), later(60_000));
        assert_eq!(found, Need::Login, "{more:?}");
        let fresh = sign_on(&engine, later(61_000));
        let found = needs(&engine, &id, Some(&fresh), later(90_000));
        assert_eq!(found, Need::Consent, "{more:?}");
    }
}

#[test]
fn the_wrong_person_and_too_low_a_level_are_refused_once_they_have_logged_in() {
    let engine = Engine::new();
    let other = json!({"id_token": {"sub": {"value": "042197000542"}}}).to_string();
    let high = json!({"id_token": {"acr": {"essential": true, "values": ["LoA2"]}}}).to_string();
    for (claims, error) in [
        (other, AuthorizeError::LoginRequired),
        (high, AuthorizeError::LevelNotReached),
    ] {
        let old = sign_on_at(&engine, IdentityLevel::One, NOW);
        let id = engine.interaction(&[("claims", &claims)], later(1));
        let found = needs(&engine, &id, Some(&old), later(1));
        assert_eq!(found, Need::Login, "somebody else may log in");
        let fresh = sign_on_at(&engine, IdentityLevel::One, later(2));
        let found = needs(&engine, &id, Some(&fresh), later(2));
        assert_eq!(found, Need::Refused(error));
    }
}

#[test]
fn a_sign_on_ends_after_a_working_day_and_holds_at_its_own_issuer_alone() {
    let engine = Engine::new();
    let session = sign_on(&engine, NOW);
    let signed_on = |issuer, now| {
        let found = engine
            .provider
            .signed_on(&engine.world, issuer, &session, now);
        found.is_some()
    };
    let day = 8 * 3_600_000;
    assert!(signed_on(Issuer::Vneid, later(day - 1)));
    assert!(!signed_on(Issuer::Vneid, later(day)));
    assert!(!signed_on(Issuer::Dvcqg, NOW));
    let url = engine.authorize(Issuer::Dvcqg, &[], NOW);
    let id = parameter(&url, "interaction");
    assert_eq!(needs(&engine, &id, Some(&session), NOW), Need::Login);
}

#[test]
fn systems_of_the_state_are_not_asked_for_consent_unless_they_wish_it() {
    let engine = Engine::new();
    let account = engine.world.portal().account("nguyenvanthanh").unwrap();
    let subject = Subject::Account {
        username: account.username.clone(),
        tech_id: account.tech_id.clone(),
    };
    let proved = Proved {
        issuer: Issuer::Dvcqg,
        subject,
        proofs: &[Proof::OtherProvider],
        level: IdentityLevel::Two,
    };
    let session = engine.provider.sign_on(&engine.world, proved, NOW).unwrap();
    let hatinh = [
        ("client_id", "hatinh-web"),
        ("redirect_uri", "https://dancu.example/hatinh/sso/callback"),
    ];
    for (more, need) in [
        (&hatinh[..], Need::Nothing),
        (
            &[hatinh[0], hatinh[1], ("prompt", "consent")],
            Need::Consent,
        ),
    ] {
        let url = engine.authorize(Issuer::Dvcqg, more, later(1));
        assert!(url.starts_with("https://dancu.example/portal/sso?interaction="));
        let id = parameter(&url, "interaction");
        assert_eq!(needs(&engine, &id, Some(&session), later(1)), need);
    }
}
