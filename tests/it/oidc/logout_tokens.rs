//! Whom the end of a sign-on is told to, and how (Back-Channel Logout 1.0).

use dancu::clock::Timestamp;
use dancu::domain::card::IdentityLevel;
use dancu::domain::citizen_number::PersonalNumber;
use dancu::domain::login::{Issuer, Proof};
use dancu::identity::{BackChannelNotice, Logout, Proved};
use dancu::worlds::logins::Subject;
use serde_json::json;

use super::engine::{Engine, NOW, later, parameter, parameters, read_token};
use crate::support::relying_party::THANH;

const PORTAL: [(&str, &str); 2] = [
    ("client_id", "dvcqg-web"),
    (
        "redirect_uri",
        "https://dancu.example/portal/vneid/callback",
    ),
];

/// What a login with a password proves of whoever has this number.
fn proved(number: &str) -> Proved<'static> {
    Proved {
        issuer: Issuer::Vneid,
        subject: Subject::Citizen(PersonalNumber::parse(number).unwrap()),
        proofs: &[Proof::Password],
        level: IdentityLevel::Two,
    }
}

/// A session in which the portal and `example-web` received a code.
fn session_of_two(engine: &Engine) -> String {
    let provider = &engine.provider;
    let session = provider.sign_on(&engine.world, proved(THANH), NOW).unwrap();
    for more in [&PORTAL[..], &[]] {
        let id = engine.interaction(more, NOW);
        provider.consent(&engine.world, &id, &session, NOW).unwrap();
        let url = provider
            .complete(&engine.world, &id, &session, NOW)
            .unwrap();
        assert!(!parameter(&url, "code").is_empty());
    }
    session
}

#[track_caller]
fn assert_tells_the_portal(notices: &[BackChannelNotice], now: Timestamp) {
    let [notice] = notices else {
        panic!("{notices:?}");
    };
    assert_eq!(
        &*notice.uri,
        "https://dancu.example/portal/backchannel-logout"
    );
    assert!(!format!("{notice:?}").contains(&notice.logout_token));
    let (header, claims) = read_token(&notice.logout_token);
    assert_eq!(header["typ"], "logout+jwt");
    assert_eq!(header["alg"], "RS256");
    assert_eq!(claims["iss"], "https://dancu.example/vneid");
    assert_eq!(claims["aud"], "dvcqg-web");
    assert_eq!(claims["sub"], THANH);
    assert_eq!(claims["iat"], now.0 / 1000);
    assert_eq!(claims["exp"], now.0 / 1000 + 120);
    assert!(claims["jti"].is_string() && claims["sid"].is_string());
    let event = "http://schemas.openid.net/event/backchannel-logout";
    assert_eq!(claims["events"], json!({event: {}}));
    assert_eq!(claims.get("nonce"), None);
}

#[test]
fn who_logs_out_at_the_issuer_is_logged_out_of_all_who_want_to_be_told() {
    let engine = Engine::new();
    let session = session_of_two(&engine);
    let sign_off = |now| {
        engine
            .provider
            .sign_off(&engine.world, &session, now)
            .unwrap()
    };
    assert_tells_the_portal(&sign_off(later(1)), later(1));
    assert_eq!(sign_off(later(2)), [], "it has ended");
}

#[test]
fn a_relying_partys_logout_tells_the_others() {
    let engine = Engine::new();
    let session = session_of_two(&engine);
    let id = engine.interaction(&[], NOW);
    let url = engine
        .provider
        .complete(&engine.world, &id, &session, NOW)
        .unwrap();
    let code = parameter(&url, "code");
    let tokens = engine.redeem(Issuer::Vneid, &code, NOW).unwrap();
    let request = parameters(&[("id_token_hint", tokens.id_token.as_deref().unwrap())]);
    let day_later = later(86_400_000 / 4);
    let logout = engine
        .provider
        .logout(&engine.world, Issuer::Vneid, &request, day_later);
    let Logout::Ended(ended) = logout.unwrap() else {
        panic!("the hint says whose it is");
    };
    assert_eq!(ended.return_to, None);
    assert_tells_the_portal(&ended.notices, day_later);
}

#[test]
fn without_a_hint_the_person_decides_once_and_returns() {
    let engine = Engine::new();
    let session = session_of_two(&engine);
    let request = parameters(&[
        ("client_id", "dvcqg-web"),
        ("post_logout_redirect_uri", "https://dancu.example/portal/"),
        ("state", "s"),
    ]);
    let logout = engine
        .provider
        .logout(&engine.world, Issuer::Vneid, &request, NOW);
    let Logout::AskPerson(url) = logout.unwrap() else {
        panic!("nothing says whose it is");
    };
    let id = url.strip_prefix("https://dancu.example/vneid/sign-out/");
    let id = id.unwrap_or_else(|| panic!("{url}"));
    let waiting = engine
        .provider
        .logout_request(&engine.world, id, later(599_999));
    let (_, client) = waiting.unwrap();
    assert_eq!(&*client.unwrap().id, "dvcqg-web");
    let confirm = || {
        engine
            .provider
            .confirm_logout(&engine.world, id, Some(&session), later(1))
            .unwrap()
    };
    let ended = confirm();
    let back = "https://dancu.example/portal/?state=s";
    assert_eq!(ended.return_to.as_deref(), Some(back));
    assert_tells_the_portal(&ended.notices, later(1));
    assert_eq!(confirm().return_to, None, "the request was answered");
}

#[test]
fn the_same_person_logs_in_again_and_stays_logged_in_everywhere() {
    let engine = Engine::new();
    let session = session_of_two(&engine);
    let (before, seven_hours) = (Some(session.as_str()), later(7 * 3_600_000));
    let Engine {
        world, provider, ..
    } = &engine;
    let again = Proved {
        level: IdentityLevel::One,
        proofs: &[Proof::AppApproval],
        ..proved(THANH)
    };
    let signed_on = provider.sign_on_again(world, before, again, seven_hours);
    let signed_on = signed_on.unwrap();
    assert_eq!(signed_on.session, session, "relying parties know its sid");
    assert_eq!(signed_on.notices, []);
    // It lasts as long as a new one, tells of the new login, and still knows whom to tell of its end.
    let last = later(14 * 3_600_000);
    let lasting = provider.signed_on(world, Issuer::Vneid, &session, last);
    let lasting = lasting.unwrap();
    assert_eq!(lasting.authenticated_at, seven_hours);
    assert_eq!(lasting.level, IdentityLevel::One);
    assert_eq!(lasting.proofs, [Proof::AppApproval]);
    let notices = provider.sign_off(world, &session, last).unwrap();
    assert_tells_the_portal(&notices, last);
}

#[test]
fn somebody_else_in_the_same_browser_ends_what_was_before() {
    let engine = Engine::new();
    let session = session_of_two(&engine);
    let Engine {
        world, provider, ..
    } = &engine;
    let before = Some(session.as_str());
    let signed_on = provider.sign_on_again(world, before, proved("042142000012"), later(1));
    let signed_on = signed_on.unwrap();
    assert_ne!(signed_on.session, session);
    assert_tells_the_portal(&signed_on.notices, later(1));
    let lasts = |session: &str| {
        let found = provider.signed_on(world, Issuer::Vneid, session, later(1));
        found.is_some()
    };
    assert_eq!((lasts(&session), lasts(&signed_on.session)), (false, true));
}
