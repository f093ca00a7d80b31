//! Why an authorization request comes to nothing: told to the relying party, or to the person alone.

use crate::chance::NoChance;
use crate::domain::language::Language;

/// A request that goes back to the relying party with an error (RFC 6749 4.1.2.1, OpenID Connect Core
/// 3.1.2.6).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AuthorizeError {
    /// A parameter stands there twice.
    ParameterRepeated,
    /// There is no `response_type`.
    ResponseTypeMissing,
    /// It is another than `code`.
    ResponseTypeUnsupported,
    /// `response_mode` is another than `query`.
    ResponseModeUnsupported,
    /// `openid` is not among the scopes.
    ScopeWithoutOpenId,
    /// A word of `prompt` does not exist.
    PromptUnknown,
    /// `none` stands beside others.
    PromptNoneBesideOthers,
    /// `max_age` is no number of seconds.
    MaxAgeUnreadable,
    /// `claims` is no JSON of the right form.
    ClaimsUnreadable,
    /// A public client sends no challenge.
    ChallengeMissing,
    /// The method is `plain`, or the challenge comes without one.
    ChallengeMethodUnsupported,
    /// The challenge is no SHA-256 digest in base64url.
    ChallengeUnreadable,
    /// A method without a challenge.
    ChallengeMethodAlone,
    /// `request` is there.
    RequestObjectUnsupported,
    /// `request_uri` is there.
    RequestUriUnsupported,
    /// `registration` is there.
    RegistrationUnsupported,
    /// `id_token_hint` is no ID token of this issuer.
    HintUnreadable,
    /// Nobody is logged in, or not the person asked for, and no page may be shown.
    LoginRequired,
    /// The consent is missing and no page may be shown.
    ConsentRequired,
    /// The level asked for as essential cannot be reached.
    LevelNotReached,
    /// The person said no.
    DeniedByPerson,
    /// The person took too long.
    TimedOut,
    /// The account is locked, not activated, or there is none.
    AccountUnusable,
    /// The service is out of order for a while.
    TemporarilyUnavailable,
    /// A failure of ours.
    ServerFailed,
}

impl AuthorizeError {
    /// The value of `error`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ParameterRepeated
            | Self::ResponseTypeMissing
            | Self::ResponseModeUnsupported
            | Self::PromptUnknown
            | Self::PromptNoneBesideOthers
            | Self::MaxAgeUnreadable
            | Self::ClaimsUnreadable
            | Self::ChallengeMissing
            | Self::ChallengeMethodUnsupported
            | Self::ChallengeUnreadable
            | Self::ChallengeMethodAlone
            | Self::HintUnreadable => "invalid_request",
            Self::ResponseTypeUnsupported => "unsupported_response_type",
            Self::ScopeWithoutOpenId => "invalid_scope",
            Self::RequestObjectUnsupported => "request_not_supported",
            Self::RequestUriUnsupported => "request_uri_not_supported",
            Self::RegistrationUnsupported => "registration_not_supported",
            Self::LoginRequired => "login_required",
            Self::ConsentRequired => "consent_required",
            Self::LevelNotReached => "unmet_authentication_requirements",
            Self::DeniedByPerson | Self::TimedOut | Self::AccountUnusable => "access_denied",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::ServerFailed => "server_error",
        }
    }

    /// The value of `error_description`: ASCII, and nothing about the person.
    pub const fn description(self) -> &'static str {
        match self {
            Self::ParameterRepeated => "a parameter stands in the request twice; send each once",
            Self::ResponseTypeMissing => "response_type is missing; send response_type=code",
            Self::ResponseTypeUnsupported => "only response_type=code is supported",
            Self::ResponseModeUnsupported => "only response_mode=query is supported",
            Self::ScopeWithoutOpenId => "scope must contain openid",
            Self::PromptUnknown => "prompt takes none, login, consent and select_account",
            Self::PromptNoneBesideOthers => "prompt=none cannot stand beside other values",
            Self::MaxAgeUnreadable => "max_age is a number of seconds",
            Self::ClaimsUnreadable => {
                "claims is a JSON object with userinfo and id_token (OpenID Connect Core 5.5)"
            }
            Self::ChallengeMissing => {
                "this client has no secret: send code_challenge and code_challenge_method=S256"
            }
            Self::ChallengeMethodUnsupported => {
                "send code_challenge_method=S256; plain, the default, is not supported"
            }
            Self::ChallengeUnreadable => {
                "code_challenge is the base64url SHA-256 digest of the verifier, 43 letters"
            }
            Self::ChallengeMethodAlone => "code_challenge_method comes without code_challenge",
            Self::RequestObjectUnsupported => "request objects are not supported; send parameters",
            Self::RequestUriUnsupported => "request_uri is not supported; send parameters",
            Self::RegistrationUnsupported => "registration is not supported",
            Self::HintUnreadable => "id_token_hint is no ID token of this issuer",
            Self::LoginRequired => "the person has to log in; leave prompt=none out",
            Self::ConsentRequired => "the person has to consent; leave prompt=none out",
            Self::LevelNotReached => "the essential acr cannot be reached by this account",
            Self::DeniedByPerson => "the person declined",
            Self::TimedOut => "the person did not answer in time",
            Self::AccountUnusable => {
                "the account hinted at does not exist, is locked or is not activated"
            }
            Self::TemporarilyUnavailable => "the service is out of order; try again later",
            Self::ServerFailed => "internal failure; see the log of the server",
        }
    }
}

/// A request that goes back to nobody: where to is exactly what cannot be trusted.
#[derive(Debug)]
pub enum PageRefusal {
    /// `client_id` is missing or stands there twice.
    ClientMissing,
    /// There is no such relying party at this issuer.
    ClientUnknown,
    /// `redirect_uri` is missing or stands there twice.
    RedirectUriMissing,
    /// It is not one of those registered, letter by letter.
    RedirectUriUnknown,
    /// The request is longer than any honest one.
    TooLong,
    /// A failure of ours.
    Failed(NoChance),
}

impl PageRefusal {
    /// What the person is told.
    pub const fn message(&self, language: Language) -> &'static str {
        let (vietnamese, english) = match self {
            Self::ClientMissing => (
                "Yêu cầu đăng nhập thiếu client_id hoặc có nhiều client_id.",
                "The login request has no client_id, or more than one.",
            ),
            Self::ClientUnknown => (
                "Ứng dụng này chưa đăng ký ở đây (client_id lạ). Người phát triển: thêm vào danh sách --clients, hoặc chạy với --accept-any-client.",
                "This application is not registered here (unknown client_id). Developers: add it to the list of --clients, or start with --accept-any-client.",
            ),
            Self::RedirectUriMissing => (
                "Yêu cầu đăng nhập thiếu redirect_uri hoặc có nhiều redirect_uri.",
                "The login request has no redirect_uri, or more than one.",
            ),
            Self::RedirectUriUnknown => (
                "Địa chỉ quay lại (redirect_uri) không đúng từng ký tự với địa chỉ đã đăng ký, nên không chuyển hướng.",
                "The redirect_uri is not, letter by letter, one that was registered, so nobody is redirected.",
            ),
            Self::TooLong => (
                "Yêu cầu đăng nhập quá dài.",
                "The login request is too long.",
            ),
            Self::Failed(_) => ("Lỗi nội bộ.", "Internal failure."),
        };
        match language {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
    }
}
