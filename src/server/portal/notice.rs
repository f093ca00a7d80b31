//! What to say on the next page, in words.

use super::PortalGuest;
use super::state::{Notice, Said};
use crate::domain::language::Language;
use crate::domain::linking::{Edge, LinkState};
use crate::linking::sign_in::SignIn;
use crate::outbound::relying_party::LoginError;

/// A notice in the page's language.
#[derive(Clone, Debug)]
pub struct NoticeText {
    /// The class of the box: `good`, `bad` or `warn`.
    pub tone: &'static str,
    /// The sentences.
    pub text: String,
}

/// Shown to people whose electronic identity is of level 1.
pub const LEVEL_TOO_LOW: Said = Said {
    tone: "bad",
    vietnamese: "Tài khoản VNeID mức độ 1 chưa dùng được cho dịch vụ công. Hãy nâng lên mức độ 2 tại cơ quan Công an.",
    english: "A VNeID account of level 1 does not open public services. Raise it to level 2 at a police office.",
};
/// Shown after a logout.
pub const LOGGED_OUT: Said = Said {
    tone: "good",
    vietnamese: "Đã đăng xuất.",
    english: "Logged out.",
};
/// Shown after name or date of the account was corrected.
pub const CORRECTED: Said = Said {
    tone: "good",
    vietnamese: "Đã lưu họ tên và ngày sinh của tài khoản.",
    english: "Name and date of birth of the account are saved.",
};
/// Shown where a page needs somebody signed in.
pub const LOG_IN_FIRST: Said = Said {
    tone: "warn",
    vietnamese: "Hãy đăng nhập để mở trang này.",
    english: "Log in to open this page.",
};

impl NoticeText {
    /// A sentence.
    pub fn said(said: Said, language: Language) -> Self {
        Self {
            tone: said.tone,
            text: language.pick(said.vietnamese, said.english).to_owned(),
        }
    }

    /// Why a password did not open an account.
    pub fn refused(sign_in: &SignIn, language: Language) -> Self {
        Self {
            tone: "bad",
            text: sign_in.message(language).to_owned(),
        }
    }

    /// Why a login with VNeID came to nothing; the developer finds more in the panel.
    pub fn failed(error: &LoginError, language: Language) -> Self {
        Self {
            tone: "bad",
            text: error.message(language).to_owned(),
        }
    }

    /// The message of a step of linking.
    pub fn walked(edge: &Edge, language: Language) -> Self {
        Self {
            tone: tone_of(edge),
            text: edge.message(language).to_owned(),
        }
    }
}

/// Green for what leads to a link or keeps it well, yellow for what waits, red for the rest.
fn tone_of(edge: &Edge) -> &'static str {
    match edge.to {
        Some(LinkState::Linked | LinkState::Matched) => "good",
        Some(
            LinkState::Skipped | LinkState::Unlinked | LinkState::Review | LinkState::NotLinked,
        ) => "warn",
        Some(
            LinkState::Mismatch
            | LinkState::NumberTaken
            | LinkState::NotActive
            | LinkState::Unavailable
            | LinkState::TooManyAttempts
            | LinkState::Outdated,
        ) => "bad",
        None if matches!(
            edge.name,
            "already_linked" | "still_matches" | "vneid_login"
        ) =>
        {
            "good"
        }
        None => "warn",
    }
}

/// Takes what is to be said; it is said once.
pub fn take_notice(guest: &mut PortalGuest) -> Option<NoticeText> {
    guest.state().notice.as_ref()?;
    let notice = guest.change(|state| state.notice.take())?;
    Some(match notice {
        Notice::Walked(edge) => NoticeText::walked(edge, guest.language),
        Notice::Said(said) => NoticeText::said(said, guest.language),
        Notice::Text(text) => text,
    })
}
