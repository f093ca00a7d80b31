//! The VNeID login: a personal number and the one password of this mock.

use crate::clock::Timestamp;
use crate::credentials::{HashError, HashedPassword};
use crate::domain::card::IdentityLevel;
use crate::domain::citizen_number::PersonalNumber;
use crate::store::StoreError;
use crate::worlds::World;
use crate::worlds::logins::Subject;

use super::provider::OpenIdProvider;
use super::subjects::{AccountRefusal, SubjectError, citizen_account};

/// The password of every citizen: documented, because this is a mock.
pub const VNEID_PASSWORD: &str = "vneid";

/// Somebody who has proved who they are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedIn {
    /// Who.
    pub subject: Subject,
    /// The level of the electronic identity.
    pub level: IdentityLevel,
}

/// Why somebody is not let in.
#[derive(Debug)]
pub enum SignInError {
    /// It is no personal number.
    NumberUnreadable,
    /// The password is wrong, or there is no such account: told in the same words.
    WrongPassword,
    /// Too many wrong passwords; nothing is tried until then.
    TooManyAttempts {
        /// In real time.
        until: Timestamp,
    },
    /// The password is right and the account cannot be used; never [`AccountRefusal::NoAccount`].
    Account(AccountRefusal),
    /// The store failed.
    Store(StoreError),
    /// The password cannot be hashed.
    Hash(HashError),
}

impl OpenIdProvider {
    /// Checks number and password. Takes tens of milliseconds and belongs on a blocking thread.
    pub fn sign_in(
        &self,
        world: &World,
        number: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<SignedIn, SignInError> {
        let number =
            PersonalNumber::parse(number).map_err(|_no_number| SignInError::NumberUnreadable)?;
        // Numbers that nobody holds are counted too: a lock tells nothing.
        world
            .logins()
            .begin_attempt(number, now)
            .map_err(|until| SignInError::TooManyAttempts { until })?;
        if !self.vneid_password()?.is(password) {
            return Err(SignInError::WrongPassword);
        }
        let admitted = admitted(world, number);
        // Whoever knows the password without an account has still guessed wrong.
        if !matches!(admitted, Err(SignInError::WrongPassword)) {
            world.logins().forget_failures(number);
        }
        admitted
    }

    /// Somebody approves in the app on the telephone, in place of a password.
    pub fn approve_in_app(&self, world: &World, number: &str) -> Result<SignedIn, SignInError> {
        let number =
            PersonalNumber::parse(number).map_err(|_no_number| SignInError::NumberUnreadable)?;
        admitted(world, number)
    }

    fn vneid_password(&self) -> Result<&HashedPassword, SignInError> {
        if let Some(hashed) = self.vneid_password.get() {
            return Ok(hashed);
        }
        let hashed = HashedPassword::of(VNEID_PASSWORD).map_err(SignInError::Hash)?;
        Ok(self.vneid_password.get_or_init(|| hashed))
    }
}

/// Lets in whoever has proved to hold a number, if the account can be used.
fn admitted(world: &World, number: PersonalNumber) -> Result<SignedIn, SignInError> {
    match citizen_account(world, number) {
        Ok((_, level)) => Ok(SignedIn {
            subject: Subject::Citizen(number),
            level,
        }),
        Err(SubjectError::Account(AccountRefusal::NoAccount)) => Err(SignInError::WrongPassword),
        Err(SubjectError::Account(refusal)) => Err(SignInError::Account(refusal)),
        Err(SubjectError::Store(error)) => Err(SignInError::Store(error)),
    }
}
