//! The provider's side of OpenID Connect Back-Channel Logout 1.0: relying parties are told that somebody
//! has logged out.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::domain::language::Language;

use super::calling::Call;
use super::wire_call::{Purpose, WireCall};
use super::{CallFailure, Outbound, Reach};

#[cfg(test)]
mod tests;

/// How long a relying party may take: the person's logout waits for it.
const PATIENCE: Duration = Duration::from_secs(2);

/// What became of a notice. None of these keeps a person from logging out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LogoutNotice {
    /// The relying party has ended its session (200 or 204, section 2.8).
    Accepted,
    /// It refuses the logout token (400).
    Refused,
    /// It answers with another status.
    UnexpectedStatus(u16),
    /// It gave no answer.
    Failed(CallFailure),
}

impl LogoutNotice {
    /// The outcome in words.
    pub fn message(self, language: Language) -> String {
        match self {
            Self::Accepted => language
                .pick("Hệ thống đã đăng xuất.", "The other system has logged out.")
                .to_owned(),
            Self::Refused => language
                .pick(
                    "Hệ thống không chấp nhận thông báo đăng xuất.",
                    "The other system refuses the notice.",
                )
                .to_owned(),
            Self::UnexpectedStatus(status) => language.pick(
                format!("Hệ thống trả lời ngoài dự kiến ({status})."),
                format!("The other system gave an unexpected answer ({status})."),
            ),
            Self::Failed(failure) => failure.message(language).to_owned(),
        }
    }
}

/// Posts a logout token to a relying party's `backchannel_logout_uri`; `now` is the real time.
pub async fn tell(
    outbound: &Outbound,
    backchannel_logout_uri: &str,
    logout_token: &str,
    reach: Option<&Reach>,
    now: Timestamp,
) -> (LogoutNotice, WireCall) {
    let fields = [("logout_token", logout_token)];
    let call = Call::post_form(Purpose::LogoutNotice, backchannel_logout_uri, &fields)
        .through(reach)
        .within(PATIENCE);
    let (answer, wire_call) = outbound.send(call, now).await;
    let notice = match answer {
        Ok(answer) => match answer.status {
            200 | 204 => LogoutNotice::Accepted,
            400 => LogoutNotice::Refused,
            other => LogoutNotice::UnexpectedStatus(other),
        },
        Err(failure) => LogoutNotice::Failed(failure),
    };
    (notice, wire_call)
}
