//! A browser signs on at an issuer: as somebody new, as somebody else, or as the same person again.

use std::collections::{BTreeMap, BTreeSet};

use super::logout::{BackChannelNotice, LogoutError};
use super::provider::OpenIdProvider;
use crate::chance::NoChance;
use crate::clock::Timestamp;
use crate::domain::card::IdentityLevel;
use crate::domain::login::{Issuer, Proof};
use crate::worlds::World;
use crate::worlds::logins::{Key, SignOn, Subject};

/// What a login has proved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proved<'a> {
    /// At which issuer.
    pub issuer: Issuer,
    /// Who it is.
    pub subject: Subject,
    /// By which means.
    pub proofs: &'a [Proof],
    /// At which level.
    pub level: IdentityLevel,
}

/// A browser is signed on.
#[derive(Debug)]
pub struct SignedOn {
    /// The secret of the sign-on. Relying parties see its digest as `sid`.
    pub session: String,
    /// Who is to be told that somebody else, who was signed on in this browser, no longer is.
    pub notices: Vec<BackChannelNotice>,
}

impl OpenIdProvider {
    /// Somebody has proved who they are: begins a sign-on and gives the secret of it, which a page keeps for
    /// its browser.
    pub fn sign_on(
        &self,
        world: &World,
        proved: Proved<'_>,
        now: Timestamp,
    ) -> Result<String, NoChance> {
        let session = self.chance.secret()?;
        let key = Key::of(&session);
        world
            .logins()
            .begin_sign_on(key, sign_on_of(proved, now), now);
        Ok(session)
    }

    /// The same in a browser that was signed on `before`, so that no sign-on is left that nobody can end.
    ///
    /// The same person keeps theirs: to prove oneself again (`prompt=login`, `max_age`) is no logout, and
    /// relying parties know the session by its `sid`. Somebody else's ends, as by a logout.
    pub fn sign_on_again(
        &self,
        world: &World,
        before: Option<&str>,
        proved: Proved<'_>,
        now: Timestamp,
    ) -> Result<SignedOn, LogoutError> {
        let logins = world.logins();
        if let Some(session) = before
            && logins.renew_sign_on(Key::of(session), sign_on_of(proved.clone(), now), now)
        {
            return Ok(SignedOn {
                session: session.to_owned(),
                notices: Vec::new(),
            });
        }
        let notices = before
            .map(|session| self.sign_off(world, session, now))
            .transpose()?
            .unwrap_or_default();
        let session = self.sign_on(world, proved, now);
        Ok(SignedOn {
            session: session.map_err(LogoutError::Chance)?,
            notices,
        })
    }
}

fn sign_on_of(proved: Proved<'_>, now: Timestamp) -> SignOn {
    SignOn {
        issuer: proved.issuer,
        subject: proved.subject,
        level: proved.level,
        proofs: proved.proofs.to_vec(),
        authenticated_at: now,
        relying_parties: BTreeSet::new(),
        consents: BTreeMap::new(),
    }
}
