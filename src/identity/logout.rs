//! Logout that a relying party begins (OpenID Connect RP-Initiated Logout 1.0), and the logout tokens for all
//! the others (Back-Channel Logout 1.0).

use std::sync::Arc;

use serde_json::{Map, Value, json};
use url::form_urlencoded::Serializer;

use super::authorize::with_query;
use super::keys::KeyError;
use super::parameters::Parameters;
use super::provider::OpenIdProvider;
use super::relying_parties::RelyingParty;
use crate::chance::NoChance;
use crate::clock::Timestamp;
use crate::domain::language::Language;
use crate::domain::login::Issuer;
use crate::worlds::World;
use crate::worlds::logins::{Key, LogoutRequest, SignOn};

/// A logout token is good for so long (Back-Channel Logout 2.4 advises two minutes at the most).
const LOGOUT_TOKEN_SECONDS: u64 = 120;
/// The event that a logout token tells of.
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What comes of a logout request.
#[derive(Debug)]
pub enum Logout {
    /// The request proved whose sign-on it is: it has ended.
    Ended(LoggedOut),
    /// The person has to agree first, at this URL.
    AskPerson(String),
}

/// A sign-on has ended.
#[derive(Debug, Default)]
pub struct LoggedOut {
    /// Where the browser goes; nowhere if the relying party did not say.
    pub return_to: Option<String>,
    /// Who is to be told.
    pub notices: Vec<BackChannelNotice>,
}

/// A logout token on its way to a relying party.
#[derive(Clone, PartialEq, Eq)]
pub struct BackChannelNotice {
    /// Where to send it, by POST.
    pub uri: Box<str>,
    /// The value of `logout_token`.
    pub logout_token: String,
}

impl std::fmt::Debug for BackChannelNotice {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "BackChannelNotice({})", self.uri)
    }
}

/// Why nobody is logged out. Told to the person alone.
#[derive(Debug)]
pub enum LogoutError {
    /// A parameter stands there twice.
    ParameterRepeated,
    /// The hint is no ID token of this issuer.
    HintUnreadable,
    /// `client_id` names nobody.
    ClientUnknown,
    /// `client_id` and the hint name two clients.
    ClientDiffers,
    /// Where to return to is said, and not by whom.
    ReturnWithoutClient,
    /// It is not one of those registered, letter by letter.
    ReturnUnknown,
    /// A key failed.
    Key(KeyError),
    /// There is no randomness.
    Chance(NoChance),
}

impl LogoutError {
    /// What the person is told.
    pub const fn message(&self, language: Language) -> &'static str {
        let (vietnamese, english) = match self {
            Self::ParameterRepeated => (
                "Yêu cầu đăng xuất có tham số lặp lại.",
                "The logout request has a parameter twice.",
            ),
            Self::HintUnreadable => (
                "id_token_hint không phải ID token của hệ thống này.",
                "The id_token_hint is no ID token of this issuer.",
            ),
            Self::ClientUnknown => (
                "Ứng dụng này chưa đăng ký ở đây (client_id lạ).",
                "This application is not registered here (unknown client_id).",
            ),
            Self::ClientDiffers => (
                "client_id và id_token_hint thuộc về hai ứng dụng khác nhau.",
                "The client_id and the id_token_hint belong to two applications.",
            ),
            Self::ReturnWithoutClient => (
                "Có post_logout_redirect_uri nhưng thiếu id_token_hint hoặc client_id.",
                "There is a post_logout_redirect_uri without id_token_hint or client_id.",
            ),
            Self::ReturnUnknown => (
                "post_logout_redirect_uri không đúng từng ký tự với địa chỉ đã đăng ký, nên không chuyển hướng.",
                "The post_logout_redirect_uri is not, letter by letter, one that was registered, so nobody is redirected.",
            ),
            Self::Key(_) | Self::Chance(_) => ("Lỗi nội bộ.", "Internal failure."),
        };
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
    }
}

impl From<KeyError> for LogoutError {
    fn from(error: KeyError) -> Self {
        Self::Key(error)
    }
}

impl OpenIdProvider {
    /// Takes a logout request. With a good hint, however old, the sign-on it speaks of ends at once;
    /// without one the person is asked, because anybody can write such a request.
    pub fn logout(
        &self,
        world: &World,
        issuer: Issuer,
        parameters: &Parameters,
        now: Timestamp,
    ) -> Result<Logout, LogoutError> {
        if parameters.repeats_any() {
            return Err(LogoutError::ParameterRepeated);
        }
        let hint = parameters
            .get("id_token_hint")
            .map(|hint| {
                let claims = self.keys(issuer).own_token(hint, &self.issuer_url(issuer));
                claims.ok_or(LogoutError::HintUnreadable)
            })
            .transpose()?;
        let hint = hint.as_ref();
        let client = self.leaving(issuer, hint, parameters)?;
        let return_to = return_address(client.as_deref(), parameters)?;
        let sign_on = hint.and_then(|claims| Key::from_text(claims.get("sid")?.as_str()?));
        if let Some(key) = sign_on {
            let notices = self.end(world, key, now)?;
            return Ok(Logout::Ended(LoggedOut { return_to, notices }));
        }
        let request = LogoutRequest {
            issuer,
            client: client.map(|client| client.id.clone()),
            return_to: return_to.map(Into::into),
        };
        self.ask_person(world, request, now)
    }

    /// The logout that waits for the person under this id, and who asked for it.
    pub fn logout_request(
        &self,
        world: &World,
        id: &str,
        now: Timestamp,
    ) -> Option<(Arc<LogoutRequest>, Option<Arc<RelyingParty>>)> {
        let request = world.logins().logout(id, now)?;
        let client = request.client.as_deref();
        let client = client.and_then(|client| self.client(request.issuer, client));
        Some((request, client))
    }

    /// The person agrees to a logout that waits: the sign-on of this session ends.
    pub fn confirm_logout(
        &self,
        world: &World,
        id: &str,
        session: Option<&str>,
        now: Timestamp,
    ) -> Result<LoggedOut, LogoutError> {
        let request = world.logins().close_logout(id, now);
        let return_to = request.and_then(|request| request.return_to.as_deref().map(str::to_owned));
        let notices = match session {
            Some(session) => self.end(world, Key::of(session), now)?,
            None => Vec::new(),
        };
        Ok(LoggedOut { return_to, notices })
    }

    /// The person logs out at the issuer itself.
    pub fn sign_off(
        &self,
        world: &World,
        session: &str,
        now: Timestamp,
    ) -> Result<Vec<BackChannelNotice>, LogoutError> {
        self.end(world, Key::of(session), now)
    }

    /// The relying party that asks: of the hint, or of `client_id`.
    fn leaving(
        &self,
        issuer: Issuer,
        hint: Option<&Map<String, Value>>,
        parameters: &Parameters,
    ) -> Result<Option<Arc<RelyingParty>>, LogoutError> {
        let of_hint = hint.and_then(|claims| claims.get("aud")?.as_str());
        let named = parameters.get("client_id");
        if let (Some(one), Some(other)) = (of_hint, named)
            && one != other
        {
            return Err(LogoutError::ClientDiffers);
        }
        let Some(id) = of_hint.or(named) else {
            return Ok(None);
        };
        let client = self.client(issuer, id).ok_or(LogoutError::ClientUnknown)?;
        Ok(Some(client))
    }

    fn ask_person(
        &self,
        world: &World,
        request: LogoutRequest,
        now: Timestamp,
    ) -> Result<Logout, LogoutError> {
        let id = self.chance.secret().map_err(LogoutError::Chance)?;
        let public_url = &self.public_url;
        let url = match request.issuer {
            Issuer::Vneid => format!("{public_url}/vneid/sign-out/{id}"),
            Issuer::Dvcqg => format!("{public_url}/portal/sign-out?request={id}"),
        };
        world.logins().open_logout(&id, request, now);
        Ok(Logout::AskPerson(url))
    }

    /// Ends a sign-on; nothing, if it has ended already.
    fn end(
        &self,
        world: &World,
        key: Key,
        now: Timestamp,
    ) -> Result<Vec<BackChannelNotice>, LogoutError> {
        let Some(ended) = world.logins().end_sign_on(key, now) else {
            return Ok(Vec::new());
        };
        let mut notices = Vec::new();
        for id in &ended.relying_parties {
            let Some(client) = self.client(ended.issuer, id) else {
                continue;
            };
            if let Some(uri) = client.backchannel_logout_uri.clone() {
                notices.push(BackChannelNotice {
                    uri,
                    logout_token: self.logout_token(&client, &ended, key, now)?,
                });
            }
        }
        Ok(notices)
    }

    fn logout_token(
        &self,
        client: &RelyingParty,
        ended: &SignOn,
        key: Key,
        now: Timestamp,
    ) -> Result<String, LogoutError> {
        let seconds = now.0 / 1000;
        let claims = [
            ("iss", json!(self.issuer_url(ended.issuer))),
            ("sub", json!(ended.subject.identifier())),
            ("aud", json!(client.id)),
            ("iat", json!(seconds)),
            ("exp", json!(seconds + LOGOUT_TOKEN_SECONDS)),
            (
                "jti",
                json!(self.chance.secret().map_err(LogoutError::Chance)?),
            ),
            ("sid", json!(key.to_text())),
            ("events", json!({LOGOUT_EVENT: {}})),
        ];
        let claims = claims.map(|(name, value)| (name.to_owned(), value));
        let claims: Map<String, Value> = claims.into_iter().collect();
        let keys = self.keys(ended.issuer);
        Ok(keys.sign(client.signed_with, "logout+jwt", &claims)?)
    }
}

/// Where the browser goes afterwards, with the state.
fn return_address(
    client: Option<&RelyingParty>,
    parameters: &Parameters,
) -> Result<Option<String>, LogoutError> {
    let Some(address) = parameters.get("post_logout_redirect_uri") else {
        return Ok(None);
    };
    let client = client.ok_or(LogoutError::ReturnWithoutClient)?;
    if !client.returns_to(address) {
        return Err(LogoutError::ReturnUnknown);
    }
    let Some(state) = parameters.get("state") else {
        return Ok(Some(address.to_owned()));
    };
    let mut query = Serializer::new(String::new());
    query.append_pair("state", state);
    Ok(Some(with_query(address, &query.finish())))
}
