//! The logins of a world: pending requests, sign-ons, codes and tokens, behind one lock that is never held
//! across anything slow. In memory alone: a restart logs everybody out.

mod entries;
mod expiring;
mod passwords;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use entries::{
    AccessToken, AuthorizationRequest, ClaimDemand, ClaimsRequest, Code, Consent, Grant,
    LogoutRequest, RefreshToken, SignOn, Subject, WantedLevels,
};
use expiring::Expiring;
pub use expiring::Key;
use passwords::Failures;

use crate::clock::Timestamp;
use crate::domain::login::LoginScope;

/// A request waits so long for the person.
const INTERACTION_MILLIS: u64 = 10 * 60_000;
/// A code is worth something for so long (RFC 6749 4.1.2 recommends at most ten minutes).
pub const CODE_MILLIS: u64 = 60_000;
/// An access token is worth something for so long.
pub const ACCESS_TOKEN_MILLIS: u64 = 60 * 60_000;
/// A sign-on ends after a working day.
const SIGN_ON_MILLIS: u64 = 8 * 60 * 60_000;
/// What was granted with `offline_access` ends after thirty days; without, after a working day.
const OFFLINE_MILLIS: u64 = 30 * 24 * 60 * 60_000;

/// Each of these may be 20 KB: the request of a relying party that asks for much.
const MOST_INTERACTIONS: usize = 4_000;
/// Sign-ons, grants, codes and tokens, some hundred bytes each.
const MOST_ENTRIES: usize = 50_000;

/// The logins.
#[derive(Debug)]
pub struct Logins {
    kept: Mutex<Kept>,
}

#[derive(Clone, Debug)]
struct Kept {
    interactions: Expiring<AuthorizationRequest>,
    logout_requests: Expiring<LogoutRequest>,
    sign_ons: Expiring<SignOn>,
    /// The grants that began in a sign-on, which some of them outlive.
    grants_of: Expiring<imbl::Vector<Key>>,
    codes: Expiring<Code>,
    grants: Expiring<Grant>,
    access_tokens: Expiring<AccessToken>,
    refresh_tokens: Expiring<RefreshToken>,
    token_ids: Expiring<()>,
    failures: Expiring<Failures>,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            interactions: Expiring::of_at_most(MOST_INTERACTIONS),
            logout_requests: Expiring::of_at_most(MOST_INTERACTIONS),
            sign_ons: Expiring::of_at_most(MOST_ENTRIES),
            grants_of: Expiring::of_at_most(MOST_ENTRIES),
            codes: Expiring::of_at_most(MOST_ENTRIES),
            grants: Expiring::of_at_most(MOST_ENTRIES),
            access_tokens: Expiring::of_at_most(MOST_ENTRIES),
            refresh_tokens: Expiring::of_at_most(MOST_ENTRIES),
            token_ids: Expiring::of_at_most(MOST_ENTRIES),
            failures: Expiring::of_at_most(MOST_ENTRIES),
        }
    }
}

impl Default for Logins {
    fn default() -> Self {
        Self {
            kept: Mutex::new(Kept::default()),
        }
    }
}

/// The secrets of the tokens that are about to be made.
#[derive(Clone, Copy)]
pub struct NewTokens<'a> {
    /// The access token.
    pub access: &'a str,
    /// The refresh token.
    pub refresh: &'a str,
}

/// Why nothing was made of a code or a refresh token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotRedeemed<Refusal> {
    /// Nobody knows it, or its time is over.
    Unknown,
    /// It was used before; everything that came of it is revoked now.
    Replayed,
    /// The caller's own check refused it; it can still be used.
    Refused(Refusal),
}

const fn after(now: Timestamp, millis: u64) -> Timestamp {
    Timestamp(now.0.saturating_add(millis))
}

impl Logins {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets everything.
    pub(super) fn clear(&self) {
        *self.lock() = Kept::default();
    }

    /// Keeps a request until the person has decided.
    pub fn open_interaction(&self, id: &str, request: AuthorizationRequest, now: Timestamp) {
        let end = after(now, INTERACTION_MILLIS);
        let mut kept = self.lock();
        kept.interactions.put(Key::of(id), request, end, now);
    }

    /// The request.
    pub fn interaction(&self, id: &str, now: Timestamp) -> Option<Arc<AuthorizationRequest>> {
        self.lock().interactions.get(Key::of(id), now)
    }

    /// Takes the request out: it is answered once.
    pub fn close_interaction(&self, id: &str, now: Timestamp) -> Option<Arc<AuthorizationRequest>> {
        let mut kept = self.lock();
        let key = Key::of(id);
        kept.interactions.get(key, now)?;
        kept.interactions.remove(key)
    }

    /// Keeps a logout until the person has decided.
    pub fn open_logout(&self, id: &str, request: LogoutRequest, now: Timestamp) {
        let end = after(now, INTERACTION_MILLIS);
        let mut kept = self.lock();
        kept.logout_requests.put(Key::of(id), request, end, now);
    }

    /// The logout.
    pub fn logout(&self, id: &str, now: Timestamp) -> Option<Arc<LogoutRequest>> {
        self.lock().logout_requests.get(Key::of(id), now)
    }

    /// Takes the logout out.
    pub fn close_logout(&self, id: &str, now: Timestamp) -> Option<Arc<LogoutRequest>> {
        let mut kept = self.lock();
        let key = Key::of(id);
        kept.logout_requests.get(key, now)?;
        kept.logout_requests.remove(key)
    }

    /// Somebody is logged in from now on.
    pub fn begin_sign_on(&self, key: Key, sign_on: SignOn, now: Timestamp) {
        let end = after(now, SIGN_ON_MILLIS);
        self.lock().sign_ons.put(key, sign_on, end, now);
    }

    /// The same person has logged in again: their sign-on goes on with what was proved now and with a new end;
    /// what was agreed to and granted in it stays. `false` where it has ended or is somebody else's.
    #[must_use]
    pub fn renew_sign_on(&self, key: Key, again: SignOn, now: Timestamp) -> bool {
        let mut kept = self.lock();
        let Some(before) = kept.sign_ons.get(key, now) else {
            return false;
        };
        if (before.issuer, &before.subject) != (again.issuer, &again.subject) {
            return false;
        }
        let renewed = SignOn {
            level: again.level,
            proofs: again.proofs,
            authenticated_at: again.authenticated_at,
            ..SignOn::clone(&before)
        };
        kept.sign_ons
            .put(key, renewed, after(now, SIGN_ON_MILLIS), now);
        true
    }

    /// The sign-on, while it lasts.
    pub fn sign_on(&self, key: Key, now: Timestamp) -> Option<Arc<SignOn>> {
        self.lock().sign_ons.get(key, now)
    }

    /// Notes what somebody agreed to.
    pub fn consent(&self, key: Key, client: &str, consent: Consent) {
        let note = |sign_on: &mut SignOn| {
            sign_on.consents.insert(client.into(), consent);
        };
        self.lock().sign_ons.change(key, note);
    }

    /// Ends a sign-on and revokes what was granted in it, unless it was granted to outlive it.
    pub fn end_sign_on(&self, key: Key, now: Timestamp) -> Option<Arc<SignOn>> {
        let mut kept = self.lock();
        kept.sign_ons.get(key, now)?;
        let ended = kept.sign_ons.remove(key)?;
        kept.revoke_in(key, now, |grant| !grant.is_offline());
        Some(ended)
    }

    /// Keeps a code until it is redeemed; `false` when the sign-on has ended meanwhile.
    #[must_use]
    pub fn issue_code(&self, code: &str, entry: Code, now: Timestamp) -> bool {
        let mut kept = self.lock();
        let sign_on = entry.grant.sign_on;
        if kept.sign_ons.get(sign_on, now).is_none() {
            return false;
        }
        let (key, client) = (Key::of(code), entry.grant.client.clone());
        kept.sign_ons.change(sign_on, |sign_on| {
            sign_on.relying_parties.insert(client);
        });
        let mut grants = kept.grants_in(sign_on, now);
        grants.push_back(key);
        // The code may wait a minute before the thirty days begin.
        let grants_end = after(now, CODE_MILLIS + OFFLINE_MILLIS);
        kept.grants_of.put(sign_on, grants, grants_end, now);
        // Kept as long as its tokens, so that a late replay is noticed too.
        let end = after(now, CODE_MILLIS + ACCESS_TOKEN_MILLIS);
        kept.codes.put(key, entry, end, now);
        true
    }

    /// Makes tokens of a code, once. Whoever comes second revokes them.
    pub fn redeem_code<Refusal>(
        &self,
        code: &str,
        tokens: NewTokens<'_>,
        now: Timestamp,
        check: impl FnOnce(&Code) -> Result<(), Refusal>,
    ) -> Result<Arc<Grant>, NotRedeemed<Refusal>> {
        let mut kept = self.lock();
        let key = Key::of(code);
        let entry = kept.codes.get(key, now).ok_or(NotRedeemed::Unknown)?;
        if entry.is_spent {
            kept.grants.remove(key);
            return Err(NotRedeemed::Replayed);
        }
        if entry.ends_at <= now {
            return Err(NotRedeemed::Unknown);
        }
        check(&entry).map_err(NotRedeemed::Refused)?;
        let grant = Arc::clone(&entry.grant);
        if !grant.is_offline() && kept.sign_ons.get(grant.sign_on, now).is_none() {
            return Err(NotRedeemed::Unknown);
        }
        kept.codes.change(key, |code| code.is_spent = true);
        let lasts = if grant.is_offline() {
            OFFLINE_MILLIS
        } else {
            SIGN_ON_MILLIS
        };
        let end = after(now, lasts);
        kept.grants.put(key, Grant::clone(&grant), end, now);
        kept.make_tokens(key, &grant.scopes, tokens, end, now);
        Ok(grant)
    }

    /// Makes new tokens of a refresh token, once; `narrowed` picks the scopes of the new access token.
    /// Whoever comes second revokes the whole grant.
    pub fn rotate<Refusal>(
        &self,
        refresh: &str,
        tokens: NewTokens<'_>,
        now: Timestamp,
        narrowed: impl FnOnce(&Grant) -> Result<BTreeSet<LoginScope>, Refusal>,
    ) -> Result<Arc<Grant>, NotRedeemed<Refusal>> {
        let mut kept = self.lock();
        let key = Key::of(refresh);
        let entry = kept
            .refresh_tokens
            .get(key, now)
            .ok_or(NotRedeemed::Unknown)?;
        let grant = kept
            .grants
            .get(entry.grant, now)
            .ok_or(NotRedeemed::Unknown)?;
        if entry.is_spent {
            kept.grants.remove(entry.grant);
            return Err(NotRedeemed::Replayed);
        }
        let scopes = narrowed(&grant).map_err(NotRedeemed::Refused)?;
        kept.refresh_tokens
            .change(key, |refresh| refresh.is_spent = true);
        kept.make_tokens(entry.grant, &scopes, tokens, entry.ends_at, now);
        Ok(grant)
    }

    /// The access token and its grant, while both are worth something.
    pub fn access_token(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Option<(Arc<AccessToken>, Arc<Grant>)> {
        let kept = self.lock();
        let entry = kept.access_tokens.get(Key::of(token), now)?;
        let grant = kept.grants.get(entry.grant, now)?;
        Some((entry, grant))
    }

    /// The refresh token and its grant, while both are worth something.
    pub fn refresh_token(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Option<(Arc<RefreshToken>, Arc<Grant>)> {
        let kept = self.lock();
        let entry = kept.refresh_tokens.get(Key::of(token), now)?;
        let grant = kept.grants.get(entry.grant, now)?;
        (!entry.is_spent).then_some((entry, grant))
    }

    /// Makes one access token worthless.
    pub fn revoke_access_token(&self, token: &str) {
        self.lock().access_tokens.remove(Key::of(token));
    }

    /// Makes everything that came of a grant worthless.
    pub fn revoke_grant(&self, grant: Key) {
        self.lock().grants.remove(grant);
    }

    /// Makes everything worthless that a relying party was granted in a sign-on, also after its end.
    pub fn revoke_grants_of(&self, sign_on: Key, client: &str, now: Timestamp) {
        let mut kept = self.lock();
        kept.revoke_in(sign_on, now, |grant| *grant.client == *client);
    }

    /// Notes the `jti` of a token that counts once until the token ends: a client's assertion, a provider's
    /// logout token. `false` if its issuer used it before.
    #[must_use]
    pub fn use_token_id(&self, issuer: &str, jti: &str, end: Timestamp, now: Timestamp) -> bool {
        let mut kept = self.lock();
        let key = Key::of(&format!("{} {issuer} {jti}", issuer.len()));
        let fresh = kept.token_ids.get(key, now).is_none();
        if fresh {
            kept.token_ids.put(key, (), end, now);
        }
        fresh
    }
}

impl Kept {
    fn grants_in(&self, sign_on: Key, now: Timestamp) -> imbl::Vector<Key> {
        let grants = self.grants_of.get(sign_on, now);
        grants
            .map(|grants| imbl::Vector::clone(&grants))
            .unwrap_or_default()
    }

    /// Makes those grants of a sign-on worthless that `wanted` picks.
    fn revoke_in(&mut self, sign_on: Key, now: Timestamp, wanted: impl Fn(&Grant) -> bool) {
        for key in self.grants_in(sign_on, now) {
            if self
                .grants
                .get(key, now)
                .is_some_and(|grant| wanted(&grant))
            {
                self.grants.remove(key);
            }
        }
    }

    fn make_tokens(
        &mut self,
        grant: Key,
        scopes: &BTreeSet<LoginScope>,
        tokens: NewTokens<'_>,
        grant_ends: Timestamp,
        now: Timestamp,
    ) {
        let ends_at = after(now, ACCESS_TOKEN_MILLIS).min(grant_ends);
        let access = AccessToken {
            grant,
            scopes: scopes.clone(),
            issued_at: now,
            ends_at,
        };
        let refresh = RefreshToken {
            grant,
            ends_at: grant_ends,
            is_spent: false,
        };
        self.access_tokens
            .put(Key::of(tokens.access), access, ends_at, now);
        self.refresh_tokens
            .put(Key::of(tokens.refresh), refresh, grant_ends, now);
    }
}

#[cfg(test)]
mod tests;
