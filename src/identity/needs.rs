//! What stands between a request and its answer: a login, a consent, nothing, or an error.

use std::collections::BTreeSet;

use super::authorize_error::AuthorizeError;
use super::relying_parties::RelyingParty;
use crate::clock::Timestamp;
use crate::domain::card::IdentityLevel;
use crate::domain::login::{LoginScope, Prompt};
use crate::worlds::logins::{AuthorizationRequest, SignOn, WantedLevels};

/// What a request needs next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// The person logs in, or logs in again.
    Login,
    /// The person agrees.
    Consent,
    /// It can be completed.
    Nothing,
    /// It comes to nothing: deny it with this error.
    Refused(AuthorizeError),
}

/// What the request needs, given who is logged in.
pub fn need(
    request: &AuthorizationRequest,
    sign_on: Option<&SignOn>,
    client: &RelyingParty,
    now: Timestamp,
) -> Need {
    let silent = request.prompts.contains(&Prompt::None);
    let login = || {
        if silent {
            Need::Refused(AuthorizeError::LoginRequired)
        } else {
            Need::Login
        }
    };
    let Some(sign_on) = sign_on.filter(|sign_on| sign_on.issuer == request.issuer) else {
        return login();
    };
    // A login made for this very request is never asked for again: it would not end.
    let fresh = sign_on.authenticated_at >= request.created_at;
    if !fresh && (wants_login(request) || is_too_old(request, sign_on, now)) {
        return login();
    }
    if is_somebody_else(request, sign_on) {
        return if fresh {
            Need::Refused(AuthorizeError::LoginRequired)
        } else {
            login()
        };
    }
    if request.wanted.essential && told_level(&request.wanted, sign_on.level).is_none() {
        return if fresh || silent {
            Need::Refused(AuthorizeError::LevelNotReached)
        } else {
            Need::Login
        };
    }
    if lacks_consent(request, sign_on, client) {
        return if silent {
            Need::Refused(AuthorizeError::ConsentRequired)
        } else {
            Need::Consent
        };
    }
    Need::Nothing
}

/// The level to tell as `acr`: the highest of those asked for that the login reaches. A login of level 2
/// fulfils level 1. Without a wish, the level of the login; `None` where it reaches none of them.
pub fn told_level(wanted: &WantedLevels, reached: IdentityLevel) -> Option<IdentityLevel> {
    if wanted.levels.is_empty() && !wanted.essential {
        return Some(reached);
    }
    let levels = wanted.levels.iter().copied();
    levels.filter(|level| *level <= reached).max()
}

/// The names of claims asked for, which the person agrees to one by one.
pub fn claims_asked(request: &AuthorizationRequest) -> BTreeSet<Box<str>> {
    let claims = &request.claims;
    let names = claims.userinfo.keys().chain(claims.id_token.keys());
    // About the login and not about the person.
    let about_login = |name: &str| matches!(name, "sub" | "acr" | "amr" | "auth_time");
    names.filter(|name| !about_login(name)).cloned().collect()
}

fn wants_login(request: &AuthorizationRequest) -> bool {
    let asks = [Prompt::Login, Prompt::SelectAccount];
    asks.iter().any(|prompt| request.prompts.contains(prompt))
}

fn is_too_old(request: &AuthorizationRequest, sign_on: &SignOn, now: Timestamp) -> bool {
    let age = now.0.saturating_sub(sign_on.authenticated_at.0);
    request
        .max_age
        .is_some_and(|seconds| age >= seconds.saturating_mul(1000))
}

fn is_somebody_else(request: &AuthorizationRequest, sign_on: &SignOn) -> bool {
    let expected = request.expected_subject.as_deref();
    expected.is_some_and(|expected| expected != sign_on.subject.identifier())
}

fn lacks_consent(request: &AuthorizationRequest, sign_on: &SignOn, client: &RelyingParty) -> bool {
    let asked_again = request.prompts.contains(&Prompt::Consent);
    if client.first_party && !asked_again {
        return false;
    }
    let Some(consent) = sign_on.consents.get(&request.client) else {
        return true;
    };
    let of_before = asked_again && consent.at < request.created_at;
    let scopes: &BTreeSet<LoginScope> = &request.scopes;
    of_before
        || !scopes.is_subset(&consent.scopes)
        || !claims_asked(request).is_subset(&consent.claims)
}
