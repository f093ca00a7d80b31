//! From an authorization request to its answer: what a person decides about it, and where the browser goes.

use std::collections::BTreeSet;
use std::sync::Arc;

use url::form_urlencoded::Serializer;

use super::authorization_request::{RequestRefusal, read};
use super::authorize_error::{AuthorizeError, PageRefusal};
use super::needs::{claims_asked, need, told_level};
use super::parameters::Parameters;
use super::provider::OpenIdProvider;
use super::relying_parties::RelyingParty;
use super::sign_on::Proved;
use super::subjects;
use crate::chance::NoChance;
use crate::clock::Timestamp;
use crate::domain::login::{Issuer, Proof};
use crate::worlds::World;
use crate::worlds::logins::{AuthorizationRequest, CODE_MILLIS, Code, Consent, Grant, Key, SignOn};

pub use super::needs::Need;

/// A request that waits for a person, as a page needs it.
#[derive(Clone, Debug)]
pub struct Interaction {
    /// The request: scopes, claims, hints, prompt, levels.
    pub request: Arc<AuthorizationRequest>,
    /// Who asks, with its names.
    pub client: Arc<RelyingParty>,
}

impl Interaction {
    /// The names of single claims that are asked for beside the scopes.
    pub fn claims_asked(&self) -> BTreeSet<Box<str>> {
        claims_asked(&self.request)
    }
}

/// The request was answered already, its ten minutes are over, or there never was one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the login request is over; begin again at the site you came from")]
pub struct InteractionGone;

impl OpenIdProvider {
    /// Takes a request: the URL to send the browser to, which is the page where a person decides, or the
    /// relying party with a code or an error.
    pub fn authorize(
        &self,
        world: &World,
        issuer: Issuer,
        parameters: &Parameters,
        now: Timestamp,
    ) -> Result<String, PageRefusal> {
        let request = match read(self, issuer, parameters, now) {
            Ok(request) => request,
            Err(RequestRefusal::Page(refusal)) => return Err(refusal),
            Err(RequestRefusal::Back {
                redirect_uri,
                state,
                error,
            }) => {
                let state = state.as_deref();
                return Ok(self.error_url(issuer, &redirect_uri, state, error));
            }
        };
        if self.auto_approve {
            let answer = self.without_page(world, &request, now);
            if let Some(url) = answer.map_err(PageRefusal::Failed)? {
                return Ok(url);
            }
        }
        let id = self.chance.secret().map_err(PageRefusal::Failed)?;
        let url = self.interaction_url(&request, &id);
        world.logins().open_interaction(&id, request, now);
        Ok(url)
    }

    /// The request that waits under this id.
    pub fn interaction(&self, world: &World, id: &str, now: Timestamp) -> Option<Interaction> {
        let request = world.logins().interaction(id, now)?;
        let client = self.client(request.issuer, &request.client)?;
        Some(Interaction { request, client })
    }

    /// Who is logged in under this session, while it lasts.
    pub fn signed_on(
        &self,
        world: &World,
        issuer: Issuer,
        session: &str,
        now: Timestamp,
    ) -> Option<Arc<SignOn>> {
        let sign_on = world.logins().sign_on(Key::of(session), now)?;
        (sign_on.issuer == issuer).then_some(sign_on)
    }

    /// What stands between the request and its answer.
    pub fn needs(
        &self,
        world: &World,
        interaction: &str,
        session: Option<&str>,
        now: Timestamp,
    ) -> Result<Need, InteractionGone> {
        let Interaction { request, client } = self
            .interaction(world, interaction, now)
            .ok_or(InteractionGone)?;
        let sign_on = session.and_then(|session| world.logins().sign_on(Key::of(session), now));
        Ok(need(&request, sign_on.as_deref(), &client, now))
    }

    /// The person agrees to tell what the request asks for.
    pub fn consent(
        &self,
        world: &World,
        interaction: &str,
        session: &str,
        now: Timestamp,
    ) -> Result<(), InteractionGone> {
        let request = world.logins().interaction(interaction, now);
        let request = request.ok_or(InteractionGone)?;
        let consent = Consent {
            scopes: request.scopes.clone(),
            claims: claims_asked(&request),
            at: now,
        };
        world
            .logins()
            .consent(Key::of(session), &request.client, consent);
        Ok(())
    }

    /// Answers the request with a code, once, if it needs nothing any more; with an error otherwise.
    pub fn complete(
        &self,
        world: &World,
        interaction: &str,
        session: &str,
        now: Timestamp,
    ) -> Result<String, InteractionGone> {
        let need = self.needs(world, interaction, Some(session), now)?;
        let request = world
            .logins()
            .close_interaction(interaction, now)
            .ok_or(InteractionGone)?;
        Ok(match need {
            Need::Nothing => self.code_url(world, &request, Key::of(session), now),
            Need::Login => self.denial_url(&request, AuthorizeError::LoginRequired),
            Need::Consent => self.denial_url(&request, AuthorizeError::ConsentRequired),
            Need::Refused(error) => self.denial_url(&request, error),
        })
    }

    /// Answers the request with an error, once.
    pub fn deny(
        &self,
        world: &World,
        interaction: &str,
        error: AuthorizeError,
        now: Timestamp,
    ) -> Result<String, InteractionGone> {
        let request = world
            .logins()
            .close_interaction(interaction, now)
            .ok_or(InteractionGone)?;
        Ok(self.denial_url(&request, error))
    }

    /// Auto-approve: the login is that of `id_token_hint` while it lasts, else `login_hint` is believed;
    /// nobody is asked for consent. `None` where neither says who it is, and a page may ask.
    fn without_page(
        &self,
        world: &World,
        request: &AuthorizationRequest,
        now: Timestamp,
    ) -> Result<Option<String>, NoChance> {
        let Some(client) = self.client(request.issuer, &request.client) else {
            return Ok(None);
        };
        let hinted = request.hinted_sign_on;
        let lasting = hinted.and_then(|key| Some((key, world.logins().sign_on(key, now)?)));
        let sign_on = lasting.as_ref().map(|(_, sign_on)| &**sign_on);
        match (need(request, sign_on, &client, now), lasting) {
            (
                Need::Nothing | Need::Consent | Need::Refused(AuthorizeError::ConsentRequired),
                Some((key, _)),
            ) => {
                return Ok(Some(self.code_url(world, request, key, now)));
            }
            (Need::Refused(error), _) => return Ok(Some(self.denial_url(request, error))),
            (Need::Nothing | Need::Consent | Need::Login, _) => {}
        }
        let Some(hint) = request.login_hint.as_deref() else {
            return Ok(None);
        };
        let Ok((subject, level)) = subjects::hinted(world, request.issuer, hint) else {
            let denied = self.denial_url(request, AuthorizeError::AccountUnusable);
            return Ok(Some(denied));
        };
        let proved = Proved {
            issuer: request.issuer,
            subject,
            proofs: &[Proof::Hint],
            level,
        };
        let session = self.sign_on(world, proved, now)?;
        let key = Key::of(&session);
        let fresh = world.logins().sign_on(key, now);
        Ok(Some(match need(request, fresh.as_deref(), &client, now) {
            Need::Refused(error) => self.denial_url(request, error),
            Need::Login => self.denial_url(request, AuthorizeError::LoginRequired),
            Need::Nothing | Need::Consent => self.code_url(world, request, key, now),
        }))
    }

    /// The relying party's address with a code, if the account can still be used.
    fn code_url(
        &self,
        world: &World,
        request: &AuthorizationRequest,
        key: Key,
        now: Timestamp,
    ) -> String {
        let Some(sign_on) = world.logins().sign_on(key, now) else {
            return self.denial_url(request, AuthorizeError::LoginRequired);
        };
        if subjects::known(world, &sign_on.subject).is_err() {
            return self.denial_url(request, AuthorizeError::AccountUnusable);
        }
        let Ok(code) = self.chance.secret() else {
            return self.denial_url(request, AuthorizeError::ServerFailed);
        };
        let entry = Code {
            grant: Arc::new(grant_of(request, &sign_on, key)),
            redirect_uri: request.redirect_uri.clone(),
            code_challenge: request.code_challenge.clone(),
            ends_at: Timestamp(now.0.saturating_add(CODE_MILLIS)),
            is_spent: false,
        };
        if !world.logins().issue_code(&code, entry, now) {
            return self.denial_url(request, AuthorizeError::LoginRequired);
        }
        let state = request.state.as_deref();
        self.answer_url(
            request.issuer,
            &request.redirect_uri,
            state,
            &[("code", &code)],
        )
    }

    fn denial_url(&self, request: &AuthorizationRequest, error: AuthorizeError) -> String {
        let state = request.state.as_deref();
        self.error_url(request.issuer, &request.redirect_uri, state, error)
    }

    fn error_url(
        &self,
        issuer: Issuer,
        redirect_uri: &str,
        state: Option<&str>,
        error: AuthorizeError,
    ) -> String {
        let told = [
            ("error", error.code()),
            ("error_description", error.description()),
        ];
        self.answer_url(issuer, redirect_uri, state, &told)
    }

    /// The answer, with state and issuer (RFC 9207), behind whatever query the address has.
    fn answer_url(
        &self,
        issuer: Issuer,
        redirect_uri: &str,
        state: Option<&str>,
        told: &[(&str, &str)],
    ) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(told);
        if let Some(state) = state {
            query.append_pair("state", state);
        }
        query.append_pair("iss", &self.issuer_url(issuer));
        with_query(redirect_uri, &query.finish())
    }
}

/// An address with more in its query. The address itself stays as it was registered, letter by letter.
pub(super) fn with_query(address: &str, query: &str) -> String {
    let joint = match address.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    format!("{address}{joint}{query}")
}

fn grant_of(request: &AuthorizationRequest, sign_on: &SignOn, key: Key) -> Grant {
    Grant {
        issuer: request.issuer,
        client: request.client.clone(),
        subject: sign_on.subject.clone(),
        sign_on: key,
        scopes: request.scopes.clone(),
        claims: request.claims.clone(),
        nonce: request.nonce.clone(),
        level: told_level(&request.wanted, sign_on.level).unwrap_or(sign_on.level),
        proofs: sign_on.proofs.clone(),
        authenticated_at: sign_on.authenticated_at,
    }
}
