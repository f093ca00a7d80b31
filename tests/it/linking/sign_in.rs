//! Login with the portal's own accounts.

use std::time::{Duration, Instant};

use dancu::linking::sign_in::{SignIn, sign_in};

use super::{NOW, Portal, RULE, after};

fn try_password(portal: &Portal, username: &str, password: &str, millis: u64) -> SignIn {
    let now = after(millis);
    sign_in(&portal.world, &portal.book, &RULE, username, password, now).unwrap()
}

#[test]
fn every_account_opens_with_the_password_that_is_shown() {
    let portal = Portal::new();
    for entry in portal.book.entries() {
        let username = &*entry.account.username;
        // Twice: the second time the kept hash is compared.
        for _ in 0..2 {
            let accepted = try_password(&portal, username, &entry.password, 0);
            assert_eq!(accepted, SignIn::Accepted(portal.account(username)));
        }
        assert_eq!(try_password(&portal, username, "wrong", 0), SignIn::Refused);
    }
}

#[test]
fn a_wrong_name_and_a_wrong_password_are_told_alike() {
    let portal = Portal::new();
    for (username, password) in [
        ("nobody", "matkhau"),
        ("nobody", ""),
        ("nguyenvanthanh", "Matkhau"),
        ("nguyenvanthanh", ""),
        ("", "matkhau"),
        (&*"n".repeat(10_000), "matkhau"),
    ] {
        assert_eq!(
            try_password(&portal, username, password, 0),
            SignIn::Refused
        );
    }
}

#[test]
fn an_unknown_name_takes_as_long_as_a_known_one() {
    let portal = Portal::new();
    let time = |username: &str| {
        let shortest = (0..4).map(|_| {
            let start = Instant::now();
            assert_eq!(try_password(&portal, username, "wrong", 0), SignIn::Refused);
            start.elapsed()
        });
        shortest.min().unwrap()
    };
    let (known, unknown) = (time("nguyenvanthanh"), time("nobody"));
    // A hash takes many milliseconds, a look into a map none.
    assert!(unknown > known / 3, "{unknown:?} against {known:?}");
    assert!(unknown > Duration::from_millis(1), "{unknown:?}");
}

#[test]
fn five_wrong_passwords_lock_the_name_known_or_not() {
    let portal = Portal::new();
    for username in ["nguyenvanthanh", "nobody"] {
        for _ in 0..4 {
            assert_eq!(try_password(&portal, username, "wrong", 0), SignIn::Refused);
        }
        let locked = SignIn::LockedUntil(after(1000));
        assert_eq!(try_password(&portal, username, "wrong", 0), locked);
        // Even the right one waits, so that a lock hides whether it was.
        assert_eq!(try_password(&portal, username, "matkhau", 999), locked);
    }
    let accepted = try_password(&portal, "nguyenvanthanh", "matkhau", 1000);
    assert!(matches!(accepted, SignIn::Accepted(_)));
    // A right one forgets the wrong ones.
    for _ in 0..4 {
        let refused = try_password(&portal, "nguyenvanthanh", "wrong", 1000);
        assert_eq!(refused, SignIn::Refused);
    }
}

#[test]
fn a_reset_forgets_wrong_passwords() {
    let portal = Portal::new();
    for _ in 0..5 {
        try_password(&portal, "nguyenvanthanh", "wrong", 0);
    }
    portal.world.reset().unwrap();
    let accepted = sign_in(
        &portal.world,
        &portal.book,
        &RULE,
        " nguyenvanthanh ",
        "matkhau",
        NOW,
    );
    assert!(matches!(accepted.unwrap(), SignIn::Accepted(_)));
}

#[test]
fn of_many_wrong_passwords_at_once_few_are_answered() {
    let portal = Portal::new();
    let answers: Vec<SignIn> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..20)
            .map(|_| scope.spawn(|| try_password(&portal, "nguyenvanthanh", "wrong", 0)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let refused = answers.iter().filter(|answer| **answer == SignIn::Refused);
    assert_eq!(refused.count(), 4);
}
