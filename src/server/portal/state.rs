//! What the portal remembers of a browser.

use super::notice::{LOGGED_OUT, NoticeText};
use crate::clock::Timestamp;
use crate::domain::card::IdentityLevel;
use crate::domain::linking::Edge;
use crate::domain::login::Issuer;
use crate::linking::vneid::VneidPerson;
use crate::outbound::wire_call::WireCall;
use crate::server::App;
use crate::server::pages::{BrowserState, Sessions, Site};
use crate::server::started_logins::StartedLogins;

/// A browser at the portal.
#[derive(Clone, Default)]
pub struct PortalBrowser {
    /// Who is signed in.
    pub signed_in: Option<SignedIn>,
    /// Logins sent to VNeID and not back yet.
    pub logins: StartedLogins,
    /// Somebody who logged in with VNeID and has no account.
    pub newcomer: Option<Newcomer>,
    /// What to say on the next page.
    pub notice: Option<Notice>,
    /// The number that was not accepted, for its field on the next page.
    pub typed: Option<TypedNumber>,
    /// Calls made for this browser.
    pub calls: Vec<WireCall>,
}

/// Who is signed in, and how.
#[derive(Clone)]
pub struct SignedIn {
    /// The account.
    pub username: Box<str>,
    /// The name on the account.
    pub full_name: String,
    /// The sign-on of the portal as provider for provincial systems.
    pub sign_on: String,
    /// The login at VNeID, if it was one.
    pub vneid: Option<VneidLogin>,
}

/// What is needed to end a login at VNeID as well.
#[derive(Clone)]
pub struct VneidLogin {
    /// The ID token, as the hint for the logout.
    pub id_token: String,
    /// Who it is at VNeID (`sub`).
    pub subject: String,
    /// The session at VNeID.
    pub sid: Option<String>,
    /// The level of the login.
    pub level: IdentityLevel,
}

/// Somebody whom VNeID knows and the portal does not.
#[derive(Clone)]
pub struct Newcomer {
    /// The citizen, as VNeID tells.
    pub person: VneidPerson,
    /// The login.
    pub login: VneidLogin,
    /// Where the citizen was going.
    pub return_to: String,
}

/// A number as it was typed.
#[derive(Clone, Default)]
pub struct TypedNumber {
    /// The text.
    pub text: String,
    /// Whether another number is needed: it is not one, or was compared and refused.
    pub is_wrong: bool,
}

/// What to say on the next page.
#[derive(Clone)]
pub enum Notice {
    /// A step of linking was walked.
    Walked(&'static Edge),
    /// Something else.
    Said(Said),
    /// Something with a value in it, in the language of the moment.
    Text(NoticeText),
}

/// A sentence in both languages.
#[derive(Clone, Copy)]
pub struct Said {
    /// `good`, `bad` or `warn`.
    pub tone: &'static str,
    /// In Vietnamese.
    pub vietnamese: &'static str,
    /// In English.
    pub english: &'static str,
}

impl BrowserState for PortalBrowser {
    const SITE: Site = Site::Portal;
    const HAS_PANEL: bool = true;

    fn sessions(app: &App) -> &Sessions<Self> {
        &app.browsers.portal
    }

    fn person(&self) -> Option<String> {
        self.signed_in
            .as_ref()
            .map(|signed_in| signed_in.full_name.clone())
    }

    fn has_lost_sign_on(&self, app: &App, now: Timestamp) -> bool {
        self.signed_in.as_ref().is_some_and(|signed_in| {
            let sign_on = &signed_in.sign_on;
            app.provider
                .signed_on(&app.world, Issuer::Dvcqg, sign_on, now)
                .is_none()
        })
    }

    fn forget_person(&mut self) {
        self.signed_in = None;
        self.newcomer = None;
        self.calls.clear();
        self.typed = None;
        self.notice = Some(Notice::Said(LOGGED_OUT));
    }

    fn calls(&self) -> &[WireCall] {
        &self.calls
    }
}
