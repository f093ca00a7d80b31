//! How a login at a provider can fail, step by step.

use crate::domain::language::Language;
use crate::outbound::CallFailure;
use crate::outbound::wire_call::Purpose;

/// Why a login, a logout or a logout token came to nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LoginError {
    /// The provider gave no answer to a call.
    ProviderUnreachable {
        /// The call.
        step: Purpose,
        /// What happened to it.
        why: CallFailure,
    },
    /// The provider answered a call with a status that has no meaning there (5xx, 404, a redirect).
    ProviderFailed {
        /// The call.
        step: Purpose,
        /// The status.
        status: u16,
    },
    /// The provider's answer is not the JSON that belongs there.
    ProviderUnreadable {
        /// The call.
        step: Purpose,
    },
    /// The provider's description of itself does not do.
    DiscoveryRefused(DiscoveryFault),
    /// The person, or the provider for them, said no (`access_denied`).
    Denied,
    /// The provider would have had to ask the person and was told not to (`prompt=none`): `login_required`,
    /// `interaction_required`, `consent_required` or `account_selection_required`.
    LoginRequired,
    /// The provider came back with another error.
    OtherError {
        /// Its code.
        code: String,
        /// Its description, where there is one. Whoever can make a link can write this text.
        description: Option<String>,
    },
    /// The answer belongs to no login that this session began.
    StateUnknown,
    /// The answer names another provider, or none where it should (RFC 9207).
    IssuerMixedUp,
    /// The answer has neither code nor error.
    CodeMissing,
    /// The code was not exchanged: used, expired, or the portal's own secret is wrong (`invalid_client`).
    TokenRefused {
        /// The status.
        status: u16,
        /// The code of the error.
        code: String,
        /// Its description, where there is one.
        description: Option<String>,
    },
    /// The ID token, or a logout token, does not hold.
    TokenInvalid(TokenFault),
    /// The provider refuses the access token it has just given.
    UserinfoRefused {
        /// The status.
        status: u16,
    },
    /// Userinfo tells of somebody else than the ID token.
    SubjectDiffers,
    /// The system gives no randomness for state and nonce.
    NoChance,
}

/// What is wrong with a provider's description of itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DiscoveryFault {
    /// It names another issuer (OpenID Connect Discovery 1.0, section 4.3).
    OtherIssuer,
    /// It does not offer PKCE with S256 (RFC 9700, section 2.1.1).
    WithoutS256,
    /// It does not take `client_secret_basic`.
    WithoutSecretBasic,
    /// Its authorization or logout endpoint is no URL.
    EndpointUnreadable,
    /// It has no logout endpoint.
    WithoutLogout,
}

/// What is wrong with a token (OpenID Connect Core 1.0, section 3.1.3.7; Back-Channel Logout 1.0,
/// section 2.6).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TokenFault {
    /// It is no signed JWT, or demands what we do not know (`crit`).
    Malformed,
    /// It is signed in another way than RS256 or ES256; `none` and HS256 among them.
    Algorithm,
    /// `typ` is that of another kind of token.
    Type,
    /// The provider has no such key.
    KeyUnknown,
    /// The signature is not the provider's.
    Signature,
    /// `iss` is another.
    Issuer,
    /// `aud` is not us, or not us alone.
    Audience,
    /// `azp` is another.
    AuthorizedParty,
    /// `exp` has passed.
    Expired,
    /// `iat` is still to come.
    IssuedInFuture,
    /// A claim is missing or of the wrong type.
    Claim(&'static str),
    /// `nonce` is not that of this login.
    Nonce,
    /// `at_hash` is not that of the access token.
    AccessTokenHash,
    /// `auth_time` is longer ago than `max_age` allows.
    TooOld,
    /// A logout token has no logout event.
    Event,
    /// A logout token has a nonce, so it may be an ID token in disguise.
    NonceForbidden,
}

impl LoginError {
    /// What to tell the person.
    pub fn message(&self, language: Language) -> &'static str {
        let (vietnamese, english) = match self {
            Self::ProviderUnreachable { .. } => (
                "Không kết nối được với hệ thống đăng nhập. Vui lòng thử lại sau.",
                "The login service cannot be reached. Please try again later.",
            ),
            Self::ProviderFailed { .. } | Self::ProviderUnreadable { .. } => (
                "Hệ thống đăng nhập đang gặp lỗi. Vui lòng thử lại sau.",
                "The login service has a problem. Please try again later.",
            ),
            Self::DiscoveryRefused(_) => (
                "Hệ thống đăng nhập được cấu hình không đúng.",
                "The login service is not set up as it should be.",
            ),
            Self::Denied => (
                "Bạn đã từ chối đăng nhập hoặc chia sẻ thông tin.",
                "The login or the sharing of data was refused.",
            ),
            Self::LoginRequired => ("Bạn chưa đăng nhập.", "You are not logged in yet."),
            Self::OtherError { .. } => (
                "Hệ thống đăng nhập báo lỗi.",
                "The login service reported an error.",
            ),
            Self::StateUnknown => (
                "Phiên đăng nhập không còn hiệu lực. Vui lòng đăng nhập lại.",
                "This login is no longer known. Please log in again.",
            ),
            Self::IssuerMixedUp | Self::CodeMissing => (
                "Câu trả lời đăng nhập không hợp lệ. Vui lòng đăng nhập lại.",
                "The answer to the login is invalid. Please log in again.",
            ),
            Self::TokenRefused { .. } | Self::UserinfoRefused { .. } => (
                "Hệ thống đăng nhập không chấp nhận yêu cầu. Vui lòng đăng nhập lại.",
                "The login service refused the request. Please log in again.",
            ),
            Self::TokenInvalid(_) | Self::SubjectDiffers => (
                "Không xác minh được kết quả đăng nhập.",
                "The result of the login cannot be verified.",
            ),
            Self::NoChance => ("Lỗi nội bộ.", "Internal failure."),
        };
        language.pick(vietnamese, english)
    }
}

impl std::fmt::Display for LoginError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.message(Language::English))
    }
}

impl std::error::Error for LoginError {}
