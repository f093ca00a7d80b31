//! The things that can happen to a call, as closed lists.

use std::time::Duration;

use crate::domain::words::words;

/// A verdict that the registry comes to whatever the record says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ForcedOutcome {
    /// As if nobody held the number.
    NotFound,
    /// As if this field differed from the record.
    Mismatch(MismatchField),
    /// As if the name were only nearly right: somebody should look.
    Review,
}

impl ForcedOutcome {
    /// Whether nobody holds the number under it.
    pub fn hides_the_number(self) -> bool {
        match self {
            Self::NotFound | Self::Mismatch(MismatchField::Number) => true,
            Self::Mismatch(
                MismatchField::FullName | MismatchField::DateOfBirth | MismatchField::Gender,
            )
            | Self::Review => false,
        }
    }
}

/// A field that can be made to differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MismatchField {
    /// The name.
    FullName,
    /// The date of birth.
    DateOfBirth,
    /// The gender, also where it was not asked.
    Gender,
    /// The number: nobody holds it.
    Number,
}

words!(MismatchField {
    FullName => "full_name",
    DateOfBirth => "date_of_birth",
    Gender => "gender",
    Number => "number",
});

/// What comes in place of the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Instead {
    /// Nothing for a minute, then a 504.
    Timeout,
    /// 503: out of order.
    Unavailable,
    /// 429 with `Retry-After`.
    RateLimit {
        /// The seconds to wait.
        seconds: u16,
    },
    /// The connection is reset.
    Reset,
    /// The 502 page of a gateway, in HTML.
    GatewayHtml,
    /// 200 and nothing behind it.
    Empty,
    /// 200 and a well-formed answer to another question.
    WrongBody,
    /// 200 and bytes that are no text.
    Garbage,
    /// 503 with `Retry-After`: maintenance, told as such.
    Maintenance {
        /// The seconds until it ends.
        seconds: u32,
    },
    /// An error with this status, 400 to 599.
    Status(u16),
}

/// What becomes of the answer on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Damage {
    /// Half of the body comes, then the connection ends; the length promised is that of the whole.
    Truncated,
    /// A byte order mark stands before the body.
    ByteOrderMark,
    /// The body is UTF-8 and said to be ISO-8859-1.
    WrongCharset,
}

words!(Damage {
    Truncated => "truncated",
    ByteOrderMark => "bom",
    WrongCharset => "wrong_charset",
});

/// What is wrong with an ID token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenFault {
    /// `exp` is over.
    Expired,
    /// `iat` and `nbf` lie ahead.
    NotYetValid,
    /// The signature is another's.
    BrokenSignature,
    /// `iss` names another issuer.
    WrongIss,
    /// `aud` and `azp` name another client.
    WrongAud,
    /// `kid` names a key that is not in the set.
    WrongKid,
    /// `nonce` is that of another login.
    WrongNonce,
    /// There is no `nonce`.
    NoNonce,
    /// `sub` is somebody else than userinfo tells of.
    WrongSub,
    /// `at_hash` belongs to another access token.
    WrongAtHash,
    /// `acr` is below what was asked for.
    LowAcr,
    /// `alg` is `none` and there is no signature.
    AlgNone,
    /// Signed by HMAC with the public key as the secret.
    AlgHs256,
    /// It is no JWT.
    Malformed,
    /// There is none.
    NoIdToken,
    /// It is sound, and signed by a key made this moment.
    KeysRotated,
}

words!(TokenFault {
    Expired => "expired",
    NotYetValid => "not_yet_valid",
    BrokenSignature => "broken_signature",
    WrongIss => "wrong_iss",
    WrongAud => "wrong_aud",
    WrongKid => "wrong_kid",
    WrongNonce => "wrong_nonce",
    NoNonce => "no_nonce",
    WrongSub => "wrong_sub",
    WrongAtHash => "wrong_at_hash",
    LowAcr => "low_acr",
    AlgNone => "alg_none",
    AlgHs256 => "alg_hs256",
    Malformed => "malformed",
    NoIdToken => "no_id_token",
    KeysRotated => "keys_rotated",
});

impl TokenFault {
    /// What is wrong, in Vietnamese and English.
    pub const fn sentences(self) -> (&'static str, &'static str) {
        match self {
            Self::Expired => ("`exp` đã qua một giờ.", "`exp` was an hour ago."),
            Self::NotYetValid => (
                "`iat` và `nbf` còn một giờ nữa mới tới.",
                "`iat` and `nbf` lie an hour ahead.",
            ),
            Self::BrokenSignature => (
                "Chữ ký không phải của token này.",
                "The signature is not that of this token.",
            ),
            Self::WrongIss => (
                "`iss` là nơi phát hành khác.",
                "`iss` names another issuer.",
            ),
            Self::WrongAud => (
                "`aud` và `azp` là ứng dụng khác.",
                "`aud` and `azp` name another client.",
            ),
            Self::WrongKid => (
                "`kid` không có trong bộ khóa công bố.",
                "`kid` names a key that is not in the set.",
            ),
            Self::WrongNonce => (
                "`nonce` của một lần đăng nhập khác.",
                "`nonce` is that of another login.",
            ),
            Self::NoNonce => ("Không có `nonce`.", "There is no `nonce`."),
            Self::WrongSub => (
                "`sub` là người khác với userinfo.",
                "`sub` is somebody else than userinfo tells of.",
            ),
            Self::WrongAtHash => (
                "`at_hash` của access token khác.",
                "`at_hash` belongs to another access token.",
            ),
            Self::LowAcr => (
                "`acr` là mức 1 (`LoA1`), dù yêu cầu mức nào.",
                "`acr` is level 1 (`LoA1`), whatever was asked for.",
            ),
            Self::AlgNone => (
                "`alg` là `none`, không có chữ ký.",
                "`alg` is `none`, and there is no signature.",
            ),
            Self::AlgHs256 => (
                "Ký HMAC bằng chính khóa công khai.",
                "Signed by HMAC with the public key as the secret.",
            ),
            Self::Malformed => ("Không phải JWT.", "It is no JWT."),
            Self::NoIdToken => (
                "Câu trả lời không có `id_token`.",
                "The answer has no `id_token`.",
            ),
            Self::KeysRotated => (
                "Token đúng, ký bằng khóa vừa tạo: bộ khóa đã lưu thì không có.",
                "A sound token, signed by a key made this moment: a set of keys fetched before lacks it.",
            ),
        }
    }
}

/// One thing that can happen to a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Nothing.
    Pass,
    /// The answer comes late.
    Delay(super::delay::Delay),
    /// The registry comes to another verdict.
    Outcome(ForcedOutcome),
    /// Something else comes in place of the answer.
    Instead(Instead),
    /// The answer is damaged on its way.
    Damage(Damage),
    /// The ID token is wrong.
    Token(TokenFault),
}

/// How long [`Instead::Timeout`] holds a call; gateways give up after about a minute.
pub const TIMEOUT: Duration = Duration::from_mins(1);
/// The `Retry-After` of [`Instead::Maintenance`] when no window tells its end, in seconds.
pub const MAINTENANCE_SECONDS: u32 = 3600;
/// The `Retry-After` of [`Instead::RateLimit`] when no other is given, in seconds.
pub const RATE_LIMIT_SECONDS: u16 = 30;
