//! A relying party of an OpenID provider that is known by discovery: the portal at VNeID, a provincial
//! system at the portal (OpenID Connect Core 1.0, code flow with PKCE; RFC 9700).

mod error;
mod login;
mod provider;
#[cfg(test)]
mod tests;
mod token;
mod walk;

use serde::Deserialize;

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::credentials::same_secret;

use super::calling::Call;
use super::wire_call::{Purpose, WireCall};
use super::{Outbound, Reach, Secret};

pub use error::{DiscoveryFault, LoginError, TokenFault};
pub use login::{Callback, Claims, LoginStart, LoginWish, LogoutToken, SignedIn};
use provider::{Discovery, KEYS_MILLIS, Provider};
use token::{Expected, Login, Token, challenge_of};
use walk::{Walk, json_of};

/// How much of an error's text is kept, in letters.
const KEPT_LETTERS: usize = 300;
/// Anybody may post a logout token with an invented key id; the keys are fetched for it at most this often.
const LOGOUT_KEYS_MILLIS: u64 = 10_000;
/// Who the relying party is at which provider.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The provider's issuer, exactly as it names itself.
    pub issuer: String,
    /// Our client id there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: Secret,
    /// Where the provider sends people back to.
    pub redirect_uri: String,
    /// How the provider is called from here, where its public URL leads nowhere.
    pub reach: Option<Reach>,
}

/// A relying party. It keeps what the provider says of itself, so make one for each registration and share it.
#[derive(Debug)]
pub struct RelyingParty {
    client_id: String,
    client_secret: Secret,
    redirect_uri: String,
    provider: Provider,
}

/// The keys of a token answer that matter here.
#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    token_type: String,
    id_token: String,
}

/// An error of the token endpoint (RFC 6749, section 5.2).
#[derive(Deserialize)]
struct Refusal {
    error: String,
    error_description: Option<String>,
}

impl RelyingParty {
    /// A relying party that has called nobody yet.
    pub fn new(registration: Registration) -> Self {
        Self {
            client_id: registration.client_id,
            client_secret: registration.client_secret,
            redirect_uri: registration.redirect_uri,
            provider: Provider::new(registration.issuer, registration.reach),
        }
    }

    /// The provider's issuer.
    pub fn issuer(&self) -> &str {
        &self.provider.issuer
    }

    /// Begins a login: where to send the browser. `now` is the real time.
    pub async fn begin(
        &self,
        outbound: &Outbound,
        wish: &LoginWish<'_>,
        chance: Chance,
        now: Timestamp,
    ) -> (Result<LoginStart, LoginError>, Vec<WireCall>) {
        let mut walk = Walk::new(outbound, now);
        let start = self.start(&mut walk, wish, chance).await;
        (start, walk.into_calls())
    }

    /// Ends a login with what the browser came back with. `now` is the real time.
    pub async fn finish(
        &self,
        outbound: &Outbound,
        start: &LoginStart,
        callback: &Callback,
        now: Timestamp,
    ) -> (Result<SignedIn, LoginError>, Vec<WireCall>) {
        let mut walk = Walk::new(outbound, now);
        let signed_in = self.sign_in(&mut walk, start, callback).await;
        (signed_in, walk.into_calls())
    }

    /// Where to send the browser to log out at the provider too (RP-Initiated Logout 1.0).
    pub async fn logout_url(
        &self,
        outbound: &Outbound,
        id_token_hint: &str,
        post_logout_redirect_uri: &str,
        state: &str,
        now: Timestamp,
    ) -> (Result<String, LoginError>, Vec<WireCall>) {
        let mut walk = Walk::new(outbound, now);
        let discovery = self.provider.discovery(&mut walk).await;
        let url = discovery.and_then(|discovery| {
            let endpoint = discovery.end_session_endpoint.as_deref();
            let endpoint =
                endpoint.ok_or(LoginError::DiscoveryRefused(DiscoveryFault::WithoutLogout))?;
            let parameters = [
                ("id_token_hint", Some(id_token_hint)),
                ("client_id", Some(&self.client_id)),
                ("post_logout_redirect_uri", Some(post_logout_redirect_uri)),
                ("state", Some(state)),
            ];
            with_parameters(endpoint, &parameters)
        });
        (url, walk.into_calls())
    }

    /// Reads what the provider posts to the back-channel logout URI (Back-Channel Logout 1.0). Whether the
    /// token id was seen before is for the caller to look up.
    pub async fn read_logout_token(
        &self,
        outbound: &Outbound,
        token: &str,
        now: Timestamp,
    ) -> (Result<LogoutToken, LoginError>, Vec<WireCall>) {
        let mut walk = Walk::new(outbound, now);
        let read = self.logout_token(&mut walk, token).await;
        (read, walk.into_calls())
    }

    async fn start(
        &self,
        walk: &mut Walk<'_>,
        wish: &LoginWish<'_>,
        chance: Chance,
    ) -> Result<LoginStart, LoginError> {
        let discovery = self.provider.discovery(walk).await?;
        let secret = || {
            chance
                .secret()
                .map_err(|_no_randomness| LoginError::NoChance)
        };
        let (state, nonce, code_verifier) = (secret()?, secret()?, secret()?);
        let max_age = wish.max_age.map(|seconds| seconds.to_string());
        let parameters = [
            ("response_type", Some("code")),
            ("client_id", Some(self.client_id.as_str())),
            ("redirect_uri", Some(&self.redirect_uri)),
            ("scope", Some(wish.scope)),
            ("state", Some(&state)),
            ("nonce", Some(&nonce)),
            ("code_challenge", Some(&challenge_of(&code_verifier))),
            ("code_challenge_method", Some("S256")),
            ("acr_values", wish.acr_values),
            ("prompt", wish.prompt),
            ("login_hint", wish.login_hint),
            ("ui_locales", wish.ui_locales),
            ("max_age", max_age.as_deref()),
        ];
        Ok(LoginStart {
            url: with_parameters(&discovery.authorization_endpoint, &parameters)?,
            state,
            nonce,
            code_verifier,
            max_age: wish.max_age,
            answer_names_issuer: discovery.authorization_response_iss_parameter_supported,
        })
    }

    async fn sign_in(
        &self,
        walk: &mut Walk<'_>,
        start: &LoginStart,
        callback: &Callback,
    ) -> Result<SignedIn, LoginError> {
        let code = self.code_of(start, callback)?;
        let discovery = self.provider.discovery(walk).await?;
        let tokens = self.exchange(walk, &discovery, code, start).await?;
        let token = Token::read(&tokens.id_token).map_err(LoginError::TokenInvalid)?;
        // Keys that this login has just fetched are not fetched once more.
        let age = walk.lasted().saturating_add(1);
        let verified = self.verified(walk, &discovery, token, age).await?;
        let login = Login {
            nonce: &start.nonce,
            access_token: &tokens.access_token,
            max_age: start.max_age,
        };
        let claims = verified
            .id_token(&self.expected(walk), &login)
            .map_err(LoginError::TokenInvalid)?;
        let userinfo = self
            .userinfo(walk, &discovery, &tokens.access_token)
            .await?;
        if userinfo
            .as_ref()
            .is_some_and(|told| told.get("sub") != claims.get("sub"))
        {
            return Err(LoginError::SubjectDiffers);
        }
        let userinfo = userinfo.unwrap_or_default();
        Ok(SignedIn::new(claims, userinfo, tokens.id_token))
    }

    /// The code, if the answer belongs to this login and comes from this provider. The state is looked at
    /// before anything else: until it fits, whatever stands there may come from anybody.
    fn code_of<'callback>(
        &self,
        start: &LoginStart,
        callback: &'callback Callback,
    ) -> Result<&'callback str, LoginError> {
        let state = callback.state.as_deref().unwrap_or_default();
        if !same_secret(state, &start.state) {
            return Err(LoginError::StateUnknown);
        }
        match &callback.iss {
            Some(issuer) if *issuer != self.provider.issuer => {
                return Err(LoginError::IssuerMixedUp);
            }
            None if start.answer_names_issuer => return Err(LoginError::IssuerMixedUp),
            Some(_) | None => {}
        }
        match callback.error.as_deref() {
            Some("access_denied") => Err(LoginError::Denied),
            Some(
                "login_required"
                | "interaction_required"
                | "consent_required"
                | "account_selection_required",
            ) => Err(LoginError::LoginRequired),
            Some(code) => Err(LoginError::OtherError {
                code: shortened(code),
                description: callback.error_description.as_deref().map(shortened),
            }),
            None => callback
                .code
                .as_deref()
                .filter(|code| !code.is_empty())
                .ok_or(LoginError::CodeMissing),
        }
    }

    async fn exchange(
        &self,
        walk: &mut Walk<'_>,
        discovery: &Discovery,
        code: &str,
        start: &LoginStart,
    ) -> Result<Tokens, LoginError> {
        let step = Purpose::TokenExchange;
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.redirect_uri),
            ("code_verifier", &start.code_verifier),
        ];
        let call = Call::post_form(step, &discovery.token_endpoint, &fields)
            .header("accept", "application/json")
            .basic(&self.client_id, &self.client_secret)
            .through(self.provider.reach.as_ref());
        let answer = walk.send(step, call).await?;
        match answer.status {
            200 => {
                let tokens: Tokens = json_of(step, &answer.body)?;
                let bearer = tokens.token_type.eq_ignore_ascii_case("bearer");
                bearer
                    .then_some(tokens)
                    .ok_or(LoginError::ProviderUnreadable { step })
            }
            status @ 400..=403 => {
                let refusal: Refusal = json_of(step, &answer.body)?;
                Err(LoginError::TokenRefused {
                    status,
                    code: shortened(&refusal.error),
                    description: refusal.error_description.as_deref().map(shortened),
                })
            }
            status => Err(LoginError::ProviderFailed { step, status }),
        }
    }

    /// Checks the signature of a token. A key that is not among the kept ones may be new, so they are
    /// fetched once more if they are older than `age`, in milliseconds.
    async fn verified(
        &self,
        walk: &mut Walk<'_>,
        discovery: &Discovery,
        token: Token<'_>,
        age: u64,
    ) -> Result<token::Verified, LoginError> {
        let kept = self.provider.keys(walk, discovery, KEYS_MILLIS).await?;
        let key = if let Some(key) = token.key(&kept) {
            key.clone()
        } else {
            let fetched = self.provider.keys(walk, discovery, age).await?;
            let key = token.key(&fetched).cloned();
            key.ok_or(LoginError::TokenInvalid(TokenFault::KeyUnknown))?
        };
        token.verified_with(&key).map_err(LoginError::TokenInvalid)
    }

    async fn userinfo(
        &self,
        walk: &mut Walk<'_>,
        discovery: &Discovery,
        access_token: &str,
    ) -> Result<Option<Claims>, LoginError> {
        let step = Purpose::Userinfo;
        let Some(endpoint) = &discovery.userinfo_endpoint else {
            return Ok(None);
        };
        let call = Call::get(step, endpoint)
            .header("accept", "application/json")
            .bearer(&Secret::documented(access_token))
            .through(self.provider.reach.as_ref());
        let answer = walk.send(step, call).await?;
        match answer.status {
            200 => json_of(step, &answer.body).map(Some),
            status @ (400 | 401 | 403) => Err(LoginError::UserinfoRefused { status }),
            status => Err(LoginError::ProviderFailed { step, status }),
        }
    }

    async fn logout_token(
        &self,
        walk: &mut Walk<'_>,
        token: &str,
    ) -> Result<LogoutToken, LoginError> {
        let token = Token::read(token).map_err(LoginError::TokenInvalid)?;
        let discovery = self.provider.discovery(walk).await?;
        let verified = self
            .verified(walk, &discovery, token, LOGOUT_KEYS_MILLIS)
            .await?;
        let claims = verified
            .logout_token(&self.expected(walk))
            .map_err(LoginError::TokenInvalid)?;
        Ok(LogoutToken::new(&claims))
    }

    fn expected(&self, walk: &Walk<'_>) -> Expected<'_> {
        Expected {
            issuer: &self.provider.issuer,
            client_id: &self.client_id,
            now: walk.now(),
        }
    }
}

fn with_parameters(
    endpoint: &str,
    parameters: &[(&str, Option<&str>)],
) -> Result<String, LoginError> {
    let mut url = url::Url::parse(endpoint)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or(LoginError::DiscoveryRefused(
            DiscoveryFault::EndpointUnreadable,
        ))?;
    let given = parameters
        .iter()
        .filter_map(|(name, value)| Some((*name, (*value)?)));
    url.query_pairs_mut().extend_pairs(given);
    Ok(url.into())
}

fn shortened(text: &str) -> String {
    text.chars().take(KEPT_LETTERS).collect()
}
