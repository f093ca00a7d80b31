//! The VNeID login itself: one password for everybody, and what the account says.

use dancu::clock::Timestamp;
use dancu::domain::card::{IdentityLevel, LockReason};
use dancu::domain::status::{CancelReason, RecordStatus};
use dancu::identity::{AccountRefusal, SignInError, SignedIn, VNEID_PASSWORD};

use super::engine::{Engine, NOW, later};
use crate::support::relying_party::THANH;

fn sign_in(
    engine: &Engine,
    number: &str,
    password: &str,
    now: Timestamp,
) -> Result<SignedIn, SignInError> {
    engine
        .provider
        .sign_in(&engine.world, number, password, now)
}

#[test]
fn number_and_password_let_somebody_in_at_the_level_of_the_account() {
    let engine = Engine::new();
    for (number, level) in [
        (THANH, IdentityLevel::Two),
        ("042 085 000 488", IdentityLevel::Two),
        ("042197000542", IdentityLevel::One),
    ] {
        let signed_in = sign_in(&engine, number, VNEID_PASSWORD, NOW).unwrap();
        assert_eq!(signed_in.level, level, "{number}");
        assert!(!format!("{signed_in:?}").contains("042"));
    }
}

#[test]
fn an_account_that_cannot_be_used_says_why_to_who_knows_the_password() {
    let engine = Engine::new();
    for (number, refusal) in [
        ("042063000555", AccountRefusal::NotActivated),
        (
            "042195000563",
            AccountRefusal::Locked(LockReason::HolderRequest),
        ),
        (
            "042089000475",
            AccountRefusal::Locked(LockReason::CardWithdrawnOrHeld),
        ),
        (
            "042051000289",
            AccountRefusal::NotInForce(RecordStatus::Deceased),
        ),
        (
            "042077000308",
            AccountRefusal::NotInForce(RecordStatus::Missing),
        ),
        (
            "042186000372",
            AccountRefusal::NotInForce(RecordStatus::Inactive),
        ),
        (
            "042079000211",
            AccountRefusal::NotInForce(RecordStatus::Cancelled(CancelReason::FalsePapers)),
        ),
        (
            "042193000182",
            AccountRefusal::NotInForce(RecordStatus::Cancelled(CancelReason::SexOrYearCorrected)),
        ),
    ] {
        let refused = sign_in(&engine, number, VNEID_PASSWORD, NOW);
        let Err(SignInError::Account(told)) = refused else {
            panic!("{number}: {refused:?}");
        };
        assert_eq!(told, refusal, "{number}");
        let wrong = sign_in(&engine, number, "guess", NOW);
        assert!(matches!(wrong, Err(SignInError::WrongPassword)), "{number}");
    }
}

#[test]
fn no_account_protected_people_and_a_wrong_password_are_told_in_the_same_words() {
    let engine = Engine::new();
    for number in ["042142000012", "042094000666", "042085999995"] {
        let refused = sign_in(&engine, number, VNEID_PASSWORD, NOW);
        assert!(
            matches!(refused, Err(SignInError::WrongPassword)),
            "{number}"
        );
    }
    for text in ["", "183000048", "nobody", "42085000488"] {
        let refused = sign_in(&engine, text, VNEID_PASSWORD, NOW);
        assert!(
            matches!(refused, Err(SignInError::NumberUnreadable)),
            "{text}"
        );
    }
}

#[test]
fn five_wrong_passwords_lock_the_number_and_no_other() {
    let engine = Engine::new();
    for number in [THANH, "042085999995"] {
        for _attempt in 0..5 {
            let refused = sign_in(&engine, number, "guess", NOW);
            assert!(matches!(refused, Err(SignInError::WrongPassword)));
        }
        let locked = sign_in(&engine, number, VNEID_PASSWORD, later(59_999));
        let Err(SignInError::TooManyAttempts { until }) = locked else {
            panic!("{locked:?}");
        };
        assert_eq!(until, later(60_000));
    }
    assert!(sign_in(&engine, "042197000542", VNEID_PASSWORD, NOW).is_ok());
    assert!(sign_in(&engine, THANH, VNEID_PASSWORD, later(60_000)).is_ok());
    // The right password began the count anew.
    for _attempt in 0..4 {
        let refused = sign_in(&engine, THANH, "guess", later(60_001));
        assert!(matches!(refused, Err(SignInError::WrongPassword)));
    }
    assert!(sign_in(&engine, THANH, VNEID_PASSWORD, later(60_001)).is_ok());
}

#[test]
fn a_hundred_guesses_at_once_are_five() {
    let engine = Engine::new();
    let tried = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..100)
            .map(|guess| {
                let engine = &engine;
                scope.spawn(move || sign_in(engine, THANH, &format!("guess {guess}"), NOW))
            })
            .collect();
        let answers = threads.into_iter().map(|thread| thread.join().unwrap());
        answers
            .filter(|answer| matches!(answer, Err(SignInError::WrongPassword)))
            .count()
    });
    assert_eq!(tried, 5);
}

#[test]
fn a_tap_in_the_app_needs_no_password_and_the_same_account() {
    let engine = Engine::new();
    let approve = |number| engine.provider.approve_in_app(&engine.world, number);
    assert_eq!(approve(THANH).unwrap().level, IdentityLevel::Two);
    assert!(matches!(
        approve("042063000555"),
        Err(SignInError::Account(AccountRefusal::NotActivated))
    ));
    assert!(matches!(
        approve("042085999995"),
        Err(SignInError::WrongPassword)
    ));
}
