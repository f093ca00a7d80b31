//! Codes and tokens are worth something once, and until they end.

use super::*;
use crate::domain::card::IdentityLevel;
use crate::domain::citizen_number::PersonalNumber;
use crate::domain::login::{Issuer, Proof};

const NOW: Timestamp = Timestamp(1_000_000);
const TOKENS: NewTokens<'_> = NewTokens {
    access: "access",
    refresh: "refresh",
};
const LATER_TOKENS: NewTokens<'_> = NewTokens {
    access: "access 2",
    refresh: "refresh 2",
};

fn subject() -> Subject {
    Subject::Citizen(PersonalNumber::parse("042085000488").expect("a number"))
}

/// A sign-on under `session` and, in it, a code.
fn with_code(scopes: &[LoginScope]) -> Logins {
    let logins = Logins::default();
    let sign_on = SignOn {
        issuer: Issuer::Vneid,
        subject: subject(),
        level: IdentityLevel::Two,
        proofs: vec![Proof::Password],
        authenticated_at: NOW,
        relying_parties: BTreeSet::new(),
        consents: std::collections::BTreeMap::new(),
    };
    logins.begin_sign_on(Key::of("session"), sign_on, NOW);
    let grant = Grant {
        issuer: Issuer::Vneid,
        client: "web".into(),
        subject: subject(),
        sign_on: Key::of("session"),
        scopes: scopes.iter().copied().collect(),
        claims: ClaimsRequest::default(),
        nonce: None,
        level: IdentityLevel::Two,
        proofs: vec![Proof::Password],
        authenticated_at: NOW,
    };
    let code = Code {
        grant: Arc::new(grant),
        redirect_uri: "https://web.example/callback".into(),
        code_challenge: None,
        ends_at: after(NOW, CODE_MILLIS),
        is_spent: false,
    };
    assert!(logins.issue_code("code", code, NOW));
    logins
}

/// Why a check refuses.
type Refused = &'static str;

/// Redeems the code with these tokens, no questions asked.
fn redeem(
    logins: &Logins,
    tokens: NewTokens<'_>,
    now: Timestamp,
) -> Result<Arc<Grant>, NotRedeemed<Refused>> {
    logins.redeem_code("code", tokens, now, |_code| Ok(()))
}

/// Uses the refresh token `refresh` for all scopes.
fn rotate(logins: &Logins, tokens: NewTokens<'_>) -> Result<Arc<Grant>, NotRedeemed<Refused>> {
    logins.rotate("refresh", tokens, NOW, |grant| Ok(grant.scopes.clone()))
}

#[test]
fn a_code_is_redeemed_once_and_its_replay_revokes_the_tokens() {
    let logins = with_code(&[LoginScope::OpenId]);
    assert!(redeem(&logins, TOKENS, NOW).is_ok());
    assert!(logins.access_token("access", NOW).is_some());
    let late = after(NOW, CODE_MILLIS + 1);
    let replayed = redeem(&logins, LATER_TOKENS, late);
    assert_eq!(replayed.err(), Some(NotRedeemed::Replayed));
    assert!(logins.access_token("access", late).is_none());
    assert!(logins.refresh_token("refresh", late).is_none());
    assert!(logins.access_token("access 2", late).is_none());
}

#[test]
fn of_a_hundred_that_redeem_a_code_at_once_one_succeeds() {
    let logins = with_code(&[LoginScope::OpenId]);
    let redeemed = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..100)
            .map(|_thread| scope.spawn(|| redeem(&logins, TOKENS, NOW).is_ok()))
            .collect();
        let answers = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        answers.filter(|answer| matches!(answer, Ok(true))).count()
    });
    assert_eq!(redeemed, 1);
    assert!(logins.access_token("access", NOW).is_none());
}

#[test]
fn a_code_ends_after_a_minute_and_a_refused_one_can_still_be_used() {
    let logins = with_code(&[LoginScope::OpenId]);
    let refused = logins.redeem_code("code", TOKENS, NOW, |_code| Err("not yours"));
    assert_eq!(refused.err(), Some(NotRedeemed::Refused("not yours")));
    let last = Timestamp(NOW.0 + CODE_MILLIS - 1);
    assert!(redeem(&logins, TOKENS, last).is_ok());

    let logins = with_code(&[LoginScope::OpenId]);
    let late = after(NOW, CODE_MILLIS);
    let unknown = redeem(&logins, TOKENS, late);
    assert_eq!(unknown.err(), Some(NotRedeemed::Unknown));
}

#[test]
fn a_refresh_token_is_used_once_and_its_second_use_revokes_everything() {
    let logins = with_code(&[LoginScope::OpenId]);
    redeem(&logins, TOKENS, NOW).expect("tokens");
    assert!(rotate(&logins, LATER_TOKENS).is_ok());
    assert!(logins.access_token("access 2", NOW).is_some());
    let replayed = rotate(&logins, TOKENS);
    assert_eq!(replayed.err(), Some(NotRedeemed::Replayed));
    for access in ["access", "access 2"] {
        assert!(logins.access_token(access, NOW).is_none(), "{access}");
    }
    assert!(logins.refresh_token("refresh 2", NOW).is_none());
}

#[test]
fn the_end_of_a_sign_on_revokes_what_was_not_granted_to_outlive_it() {
    for (scopes, survives) in [
        (&[LoginScope::OpenId][..], false),
        (&[LoginScope::OpenId, LoginScope::OfflineAccess][..], true),
    ] {
        let logins = with_code(scopes);
        redeem(&logins, TOKENS, NOW).expect("tokens");
        let ended = logins
            .end_sign_on(Key::of("session"), NOW)
            .expect("a sign-on");
        assert!(ended.relying_parties.contains("web"));
        assert_eq!(logins.access_token("access", NOW).is_some(), survives);
        assert!(logins.end_sign_on(Key::of("session"), NOW).is_none());
    }
}

#[test]
fn what_outlives_a_sign_on_can_still_be_revoked_by_its_name() {
    let logins = with_code(&[LoginScope::OpenId, LoginScope::OfflineAccess]);
    redeem(&logins, TOKENS, NOW).expect("tokens");
    let session = Key::of("session");
    assert!(logins.end_sign_on(session, NOW).is_some());
    logins.revoke_grants_of(session, "app", NOW);
    assert!(logins.access_token("access", NOW).is_some(), "another's");
    let last = Timestamp(NOW.0 + OFFLINE_MILLIS - 1);
    assert!(logins.refresh_token("refresh", last).is_some());
    logins.revoke_grants_of(session, "web", last);
    assert!(logins.refresh_token("refresh", last).is_none());
}

#[test]
fn a_code_of_an_ended_sign_on_is_worth_nothing() {
    let logins = with_code(&[LoginScope::OpenId]);
    assert!(logins.end_sign_on(Key::of("session"), NOW).is_some());
    let unknown = redeem(&logins, TOKENS, NOW);
    assert_eq!(unknown.err(), Some(NotRedeemed::Unknown));
}

#[test]
fn tokens_end_by_the_clock_even_when_it_jumps_by_years() {
    let logins = with_code(&[LoginScope::OpenId]);
    redeem(&logins, TOKENS, NOW).expect("tokens");
    let before = Timestamp(NOW.0 + ACCESS_TOKEN_MILLIS - 1);
    assert!(logins.access_token("access", before).is_some());
    for end in [ACCESS_TOKEN_MILLIS, 10 * 365 * 86_400_000] {
        assert!(logins.access_token("access", after(NOW, end)).is_none());
    }
    let hour_back = Timestamp(0);
    assert!(logins.access_token("access", hour_back).is_some());
}

#[test]
fn a_token_id_is_used_once_by_each_issuer() {
    let logins = Logins::default();
    let end = after(NOW, 60_000);
    assert!(logins.use_token_id("web", "one", end, NOW));
    assert!(!logins.use_token_id("web", "one", end, NOW));
    assert!(logins.use_token_id("web", "two", end, NOW));
    assert!(logins.use_token_id("web o", "ne", end, NOW));
    assert!(logins.use_token_id("app", "one", end, NOW));
}
