//! An authorization request, from raw parameters to a checked one.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::authorize_error::{AuthorizeError, PageRefusal};
use super::claims_request;
use super::parameters::Parameters;
use super::pkce;
use super::provider::OpenIdProvider;
use super::relying_parties::RelyingParty;
use crate::clock::Timestamp;
use crate::domain::login::{Issuer, LoginScope, Prompt};
use crate::worlds::logins::{AuthorizationRequest, ClaimsRequest, Key};

/// The longest request, names and values: it is kept for ten minutes.
const MOST_BYTES: usize = 16 << 10;

/// Why a request is not taken.
#[derive(Debug)]
pub enum RequestRefusal {
    /// Nobody can be told but the person.
    Page(PageRefusal),
    /// The relying party is told.
    Back {
        /// Where the answer goes.
        redirect_uri: Box<str>,
        /// Echoed.
        state: Option<Box<str>>,
        /// What is wrong.
        error: AuthorizeError,
    },
}

/// Reads a request. First comes what decides where the answer may go, then everything else.
pub fn read(
    provider: &OpenIdProvider,
    issuer: Issuer,
    parameters: &Parameters,
    now: Timestamp,
) -> Result<AuthorizationRequest, RequestRefusal> {
    let (client, redirect_uri) =
        destination(provider, issuer, parameters).map_err(RequestRefusal::Page)?;
    let state = parameters
        .get("state")
        .filter(|_state| !parameters.repeats("state"));
    let state: Option<Box<str>> = state.map(Into::into);
    let rest = Reading {
        provider,
        issuer,
        client: &client,
        parameters,
    };
    match rest.read(redirect_uri, state.clone(), now) {
        Ok(request) => Ok(request),
        Err(error) => Err(RequestRefusal::Back {
            redirect_uri: redirect_uri.into(),
            state,
            error,
        }),
    }
}

fn destination<'a>(
    provider: &OpenIdProvider,
    issuer: Issuer,
    parameters: &'a Parameters,
) -> Result<(Arc<RelyingParty>, &'a str), PageRefusal> {
    if parameters.len() > MOST_BYTES {
        return Err(PageRefusal::TooLong);
    }
    let single = |name| {
        parameters
            .get(name)
            .filter(|_value| !parameters.repeats(name))
    };
    let id = single("client_id").ok_or(PageRefusal::ClientMissing)?;
    let client = provider
        .client(issuer, id)
        .ok_or(PageRefusal::ClientUnknown)?;
    let redirect_uri = single("redirect_uri").ok_or(PageRefusal::RedirectUriMissing)?;
    if !client.redirects_to(redirect_uri) {
        return Err(PageRefusal::RedirectUriUnknown);
    }
    Ok((client, redirect_uri))
}

struct Reading<'a> {
    provider: &'a OpenIdProvider,
    issuer: Issuer,
    client: &'a RelyingParty,
    parameters: &'a Parameters,
}

impl Reading<'_> {
    fn read(
        &self,
        redirect_uri: &str,
        state: Option<Box<str>>,
        now: Timestamp,
    ) -> Result<AuthorizationRequest, AuthorizeError> {
        self.refuse_what_is_unsupported()?;
        let claims = self.claims()?;
        let hint = self.hint()?;
        let wanted_subject = claims_request::wanted_subject(&claims).map(Into::into);
        let expected_subject = match (hint.subject, wanted_subject) {
            (Some(one), Some(other)) if one != other => return Err(AuthorizeError::LoginRequired),
            (one, other) => one.or(other),
        };
        let text = |name| self.parameters.get(name).map(Into::into);
        Ok(AuthorizationRequest {
            issuer: self.issuer,
            client: self.client.id.clone(),
            redirect_uri: redirect_uri.into(),
            state,
            nonce: text("nonce"),
            scopes: self.scopes()?,
            code_challenge: self.challenge()?,
            prompts: self.prompts()?,
            max_age: self.max_age()?,
            login_hint: text("login_hint"),
            expected_subject,
            hinted_sign_on: hint.sign_on,
            wanted: claims_request::wanted_levels(&claims, self.parameters.words("acr_values")),
            claims,
            ui_locales: self
                .parameters
                .words("ui_locales")
                .map(Into::into)
                .collect(),
            created_at: now,
        })
    }

    fn refuse_what_is_unsupported(&self) -> Result<(), AuthorizeError> {
        let given = |name| self.parameters.get(name);
        if self.parameters.repeats_any() {
            return Err(AuthorizeError::ParameterRepeated);
        }
        if given("request").is_some() {
            return Err(AuthorizeError::RequestObjectUnsupported);
        }
        if given("request_uri").is_some() {
            return Err(AuthorizeError::RequestUriUnsupported);
        }
        if given("registration").is_some() {
            return Err(AuthorizeError::RegistrationUnsupported);
        }
        match given("response_type") {
            None => return Err(AuthorizeError::ResponseTypeMissing),
            Some("code") => {}
            Some(_) => return Err(AuthorizeError::ResponseTypeUnsupported),
        }
        match given("response_mode") {
            None | Some("query") => Ok(()),
            Some(_) => Err(AuthorizeError::ResponseModeUnsupported),
        }
    }

    /// The scopes; unknown ones are left out (OpenID Connect Core 3.1.2.1).
    fn scopes(&self) -> Result<BTreeSet<LoginScope>, AuthorizeError> {
        let words = self.parameters.words("scope");
        let scopes: BTreeSet<LoginScope> = words.filter_map(LoginScope::from_word).collect();
        if scopes.contains(&LoginScope::OpenId) {
            Ok(scopes)
        } else {
            Err(AuthorizeError::ScopeWithoutOpenId)
        }
    }

    fn challenge(&self) -> Result<Option<Box<str>>, AuthorizeError> {
        let challenge = self.parameters.get("code_challenge");
        let method = self.parameters.get("code_challenge_method");
        match (challenge, method) {
            (None, Some(_)) => Err(AuthorizeError::ChallengeMethodAlone),
            (None, None) if self.client.is_public() => Err(AuthorizeError::ChallengeMissing),
            (None, None) => Ok(None),
            (Some(challenge), Some("S256")) if pkce::is_challenge(challenge) => {
                Ok(Some(challenge.into()))
            }
            (Some(_), Some("S256")) => Err(AuthorizeError::ChallengeUnreadable),
            (Some(_), _) => Err(AuthorizeError::ChallengeMethodUnsupported),
        }
    }

    fn prompts(&self) -> Result<BTreeSet<Prompt>, AuthorizeError> {
        let words = self.parameters.words("prompt").map(Prompt::from_word);
        let prompts: Option<BTreeSet<Prompt>> = words.collect();
        let prompts = prompts.ok_or(AuthorizeError::PromptUnknown)?;
        if prompts.contains(&Prompt::None) && prompts.len() > 1 {
            return Err(AuthorizeError::PromptNoneBesideOthers);
        }
        Ok(prompts)
    }

    fn max_age(&self) -> Result<Option<u64>, AuthorizeError> {
        let seconds = self.parameters.get("max_age").map(str::parse);
        seconds
            .transpose()
            .map_err(|_no_number| AuthorizeError::MaxAgeUnreadable)
    }

    fn claims(&self) -> Result<ClaimsRequest, AuthorizeError> {
        let claims = self.parameters.get("claims").map(claims_request::read);
        let claims = claims.transpose();
        Ok(claims
            .map_err(|_unreadable| AuthorizeError::ClaimsUnreadable)?
            .unwrap_or_default())
    }

    /// Whom the ID token of an earlier login speaks of; its time may be over.
    fn hint(&self) -> Result<Hint, AuthorizeError> {
        let Some(token) = self.parameters.get("id_token_hint") else {
            return Ok(Hint::default());
        };
        let issuer = self.provider.issuer_url(self.issuer);
        let claims = self.provider.keys(self.issuer).own_token(token, &issuer);
        let claims = claims.ok_or(AuthorizeError::HintUnreadable)?;
        let text = |name| claims.get(name).and_then(serde_json::Value::as_str);
        Ok(Hint {
            subject: text("sub").map(Into::into),
            sign_on: text("sid").and_then(Key::from_text),
        })
    }
}

#[derive(Default)]
struct Hint {
    subject: Option<Box<str>>,
    sign_on: Option<Key>,
}
