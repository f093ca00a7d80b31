//! Login with an account of the portal's own. Neither answer nor time tells which names there are.

use std::sync::{Arc, OnceLock};

use super::accounts::{AccountBook, MAX_USERNAME_BYTES};
use crate::credentials::{HashError, HashedPassword, same_secret};
use crate::domain::language::Language;
use crate::domain::portal_account::PortalAccount;
use crate::domain::throttle::ThrottleRule;
use crate::domain::timestamp::Timestamp;
use crate::worlds::World;

/// What became of a login.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SignIn {
    /// The password is right.
    Accepted(Arc<PortalAccount>),
    /// The password is wrong, or there is no such account, or it has no password.
    Refused,
    /// Too many wrong passwords under this name; nothing is tried before that moment.
    LockedUntil(Timestamp),
}

impl SignIn {
    /// What to tell whoever tried.
    pub fn message(&self, language: Language) -> &'static str {
        match self {
            Self::Accepted(_) => language.pick("Đã đăng nhập", "Logged in"),
            Self::Refused => language.pick(
                "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra rồi nhập lại.",
                "User name or password is wrong. Check both and try again.",
            ),
            Self::LockedUntil(_) => language.pick(
                "Đã nhập sai mật khẩu quá nhiều lần. Hãy chờ hết thời gian khóa rồi thử lại, hoặc đăng nhập bằng VNeID.",
                "Too many wrong passwords. Wait until the lock is over and try again, or log in with VNeID.",
            ),
        }
    }
}

/// Tries a password. It takes one password hash, tens of milliseconds: work for a blocking thread.
pub fn sign_in(
    world: &World,
    book: &AccountBook,
    rule: &ThrottleRule,
    username: &str,
    password: &str,
    now: Timestamp,
) -> Result<SignIn, HashError> {
    let username = username.trim();
    let portal = world.portal();
    if username.len() > MAX_USERNAME_BYTES {
        // Nobody's name; not worth a place among the counts.
        is_password(&book.decoy, None, password)?;
        return Ok(SignIn::Refused);
    }
    let locked = portal.wrong_passwords(username, |attempts| rule.locked_until(*attempts, now));
    if let Some(end) = locked {
        return Ok(SignIn::LockedUntil(end));
    }
    let entry = book.entry(username);
    let is_right = match entry {
        Some(entry) => is_password(&entry.hash, Some(&entry.password), password)?,
        None => is_password(&book.decoy, None, password)?,
    };
    let account = portal.account(username).filter(|_| is_right);
    // Of many tries at once only as many are answered as the rule bears, a right one among them or not.
    Ok(portal.wrong_passwords(username, |attempts| {
        if let Some(end) = rule.locked_until(*attempts, now) {
            return SignIn::LockedUntil(end);
        }
        let Some(account) = account else {
            *attempts = Some(rule.failed(*attempts, now));
            let locked = rule.locked_until(*attempts, now);
            return locked.map_or(SignIn::Refused, SignIn::LockedUntil);
        };
        *attempts = None;
        SignIn::Accepted(account)
    }))
}

/// One hash, whichever way: the first try makes it and compares the texts, later ones compare with it.
fn is_password(
    hash: &OnceLock<HashedPassword>,
    expected: Option<&str>,
    given: &str,
) -> Result<bool, HashError> {
    if let Some(hash) = hash.get() {
        return Ok(hash.is(given) && expected.is_some());
    }
    let made = HashedPassword::of(expected.unwrap_or("nobody's password"))?;
    // Another thread may have set it meanwhile; theirs is as good.
    let _same = hash.set(made);
    Ok(expected.is_some_and(|expected| same_secret(expected, given)))
}
