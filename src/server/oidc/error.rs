//! Errors of the OpenID endpoints on the wire: the words of the RFCs, what happened, and what to do.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde_json::json;

use crate::identity::{
    AccountRefusal, ClientError, IntrospectionError, RevocationError, TokenError, UserinfoError,
    VerifierError,
};
use crate::server::App;
use crate::server::call::RequestFacts;

/// How a client that is not believed is told to prove itself.
const CLIENT_CHALLENGE: &str = "Basic realm=\"dancu\", charset=\"UTF-8\"";

/// An error of an endpoint that answers JSON.
#[derive(Debug)]
pub struct OAuthRefusal {
    status: StatusCode,
    error: &'static str,
    description: &'static str,
    challenge: Option<String>,
    cause: Option<String>,
}

impl OAuthRefusal {
    fn new(error: &'static str, description: &'static str) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error,
            description,
            challenge: None,
            cause: None,
        }
    }

    /// A failure of ours; its cause is for the log alone.
    pub fn failed(cause: String) -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            cause: Some(cause),
            ..Self::new(
                "server_error",
                "internal failure; see the log of the server",
            )
        }
    }

    /// A token that is not accepted (RFC 6750 3).
    fn bearer(status: StatusCode, error: &'static str, description: &'static str) -> Self {
        Self {
            status,
            challenge: Some(format!(
                "Bearer realm=\"dancu\", error=\"{error}\", error_description=\"{description}\""
            )),
            ..Self::new(error, description)
        }
    }

    /// The answer; a failure of ours goes into the log.
    pub fn answer(self, app: &App, facts: &RequestFacts) -> HttpResponse {
        if let Some(cause) = &self.cause {
            app.shared.log.failure(&facts.request_id, cause);
        }
        facts
            .notes
            .note(|noted| noted.outcome = Some(self.error.into()));
        let mut answer = HttpResponse::build(self.status);
        answer.insert_header(("cache-control", "no-store"));
        answer.insert_header(("pragma", "no-cache"));
        if let Some(challenge) = self.challenge {
            answer.insert_header(("www-authenticate", challenge));
        }
        answer.json(json!({"error": self.error, "error_description": self.description}))
    }
}

fn repeated() -> OAuthRefusal {
    OAuthRefusal::new(
        "invalid_request",
        "a parameter stands in the form twice; send each once",
    )
}

impl From<ClientError> for OAuthRefusal {
    fn from(error: ClientError) -> Self {
        let wrong = |description| Self {
            status: StatusCode::UNAUTHORIZED,
            challenge: Some(CLIENT_CHALLENGE.to_owned()),
            ..Self::new("invalid_client", description)
        };
        match error {
            ClientError::Unreadable => Self::new(
                "invalid_request",
                "Authorization is no Basic header of base64(id:secret), or client_assertion_type is not urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ),
            ClientError::TwoWays => Self::new(
                "invalid_request",
                "the client proves itself in two ways; use one",
            ),
            ClientError::TwoIds => Self::new(
                "invalid_request",
                "client_id differs from the client that proves itself",
            ),
            ClientError::Missing => wrong(
                "send client_id and client_secret in the header (Basic) or in the form, or a client_assertion",
            ),
            ClientError::Unknown => wrong(
                "no such client at this issuer; add it to the list of --clients, or start with --accept-any-client",
            ),
            ClientError::Unproved => {
                wrong("this client has a secret or keys and must prove itself with them")
            }
            ClientError::WrongSecret => wrong("the secret of the client is wrong"),
            ClientError::SecretOfPublic => {
                wrong("this client is registered without a secret; send client_id alone")
            }
            ClientError::WrongAssertion => wrong(
                "client_assertion must be signed by a registered key (RS256, ES256, PS256), with iss and sub the client_id, aud this issuer, exp within an hour, and jti",
            ),
            ClientError::AssertionReplayed => {
                wrong("this client_assertion was used before; make a new jti each time")
            }
        }
    }
}

impl From<TokenError> for OAuthRefusal {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::ParameterRepeated => repeated(),
            TokenError::Client(error) => error.into(),
            TokenError::GrantTypeMissing => Self::new("invalid_request", "grant_type is missing"),
            TokenError::GrantTypeUnsupported => Self::new(
                "unsupported_grant_type",
                "grant_type takes authorization_code and refresh_token",
            ),
            TokenError::CodeMissing => Self::new("invalid_request", "code is missing"),
            TokenError::CodeUnknown => Self::new(
                "invalid_grant",
                "the code is unknown, older than a minute, another client's, or was used before; begin again at /authorize",
            ),
            TokenError::RedirectUriMissing => Self::new(
                "invalid_request",
                "redirect_uri is missing; send the one of the authorization request",
            ),
            TokenError::RedirectUriDiffers => Self::new(
                "invalid_grant",
                "redirect_uri differs from the one of the authorization request",
            ),
            TokenError::Verifier(error) => error.into(),
            TokenError::RefreshTokenMissing => {
                Self::new("invalid_request", "refresh_token is missing")
            }
            TokenError::RefreshTokenUnknown => Self::new(
                "invalid_grant",
                "the refresh token is unknown, over, another client's, or was used before; begin again at /authorize",
            ),
            TokenError::ScopeExceeded => Self::new(
                "invalid_scope",
                "scope asks for more than was granted; leave it out",
            ),
            TokenError::Account(refusal) => refusal.into(),
            TokenError::Store(error) => Self::failed(error.to_string()),
            TokenError::Key(error) => Self::failed(error.to_string()),
            TokenError::Chance(error) => Self::failed(error.to_string()),
        }
    }
}

impl From<VerifierError> for OAuthRefusal {
    fn from(error: VerifierError) -> Self {
        let description = match error {
            VerifierError::Missing => {
                "code_verifier is missing; the authorization request had a code_challenge"
            }
            VerifierError::Unexpected => {
                "code_verifier is there, but the authorization request had no code_challenge"
            }
            VerifierError::Wrong => "code_verifier does not fit the code_challenge",
        };
        Self::new("invalid_grant", description)
    }
}

impl From<AccountRefusal> for OAuthRefusal {
    /// The same words for each: a relying party learns nothing about the account.
    fn from(refusal: AccountRefusal) -> Self {
        match refusal {
            AccountRefusal::NoAccount
            | AccountRefusal::NotActivated
            | AccountRefusal::Locked(_)
            | AccountRefusal::NotInForce(_) => {
                Self::new("invalid_grant", "the account can no longer be used")
            }
        }
    }
}

impl From<UserinfoError> for OAuthRefusal {
    fn from(error: UserinfoError) -> Self {
        match error {
            // Without an error code: nothing was tried (RFC 6750 3.1).
            UserinfoError::TokenMissing => Self {
                status: StatusCode::UNAUTHORIZED,
                challenge: Some("Bearer realm=\"dancu\"".to_owned()),
                ..Self::new("invalid_token", "send Authorization: Bearer <access_token>")
            },
            UserinfoError::TokenTwice => Self::bearer(
                StatusCode::BAD_REQUEST,
                "invalid_request",
                "send the access token once, in the header or in the form",
            ),
            UserinfoError::TokenUnknown => Self::bearer(
                StatusCode::UNAUTHORIZED,
                "invalid_token",
                "the access token is unknown, over or revoked",
            ),
            UserinfoError::ScopeMissing => Self::bearer(
                StatusCode::FORBIDDEN,
                "insufficient_scope",
                "the access token lacks the scope openid",
            ),
            UserinfoError::Store(error) => Self::failed(error.to_string()),
        }
    }
}

impl From<IntrospectionError> for OAuthRefusal {
    fn from(error: IntrospectionError) -> Self {
        match error {
            IntrospectionError::ParameterRepeated => repeated(),
            IntrospectionError::Client(error) => error.into(),
            IntrospectionError::BearerUnknown => Self::bearer(
                StatusCode::UNAUTHORIZED,
                "invalid_token",
                "the access token in the header is unknown, over or revoked",
            ),
            IntrospectionError::TokenMissing => Self::new("invalid_request", "token is missing"),
        }
    }
}

impl From<RevocationError> for OAuthRefusal {
    fn from(error: RevocationError) -> Self {
        match error {
            RevocationError::ParameterRepeated => repeated(),
            RevocationError::Client(error) => error.into(),
            RevocationError::TokenMissing => Self::new("invalid_request", "token is missing"),
            RevocationError::TokenOfAnother => {
                Self::new("invalid_grant", "the token belongs to another client")
            }
        }
    }
}
