//! What the provincial system remembers of a browser.

use crate::clock::Timestamp;
use crate::outbound::wire_call::WireCall;
use crate::server::App;
use crate::server::pages::{BrowserState, Sessions, Site};
use crate::server::started_logins::StartedLogins;

/// A browser at the provincial system.
#[derive(Clone, Default)]
pub struct ProvincialBrowser {
    /// Who is signed in.
    pub signed_in: Option<Applicant>,
    /// Logins sent to the portal and not back yet.
    pub logins: StartedLogins,
    /// What to say on the next page, in the language of the moment.
    pub notice: Option<String>,
    /// Calls made for this browser.
    pub calls: Vec<WireCall>,
}

/// Somebody the portal vouches for.
#[derive(Clone)]
pub struct Applicant {
    /// The name.
    pub full_name: String,
    /// The personal number, where the account has one.
    pub number: Option<String>,
    /// The date of birth.
    pub date_of_birth: Option<String>,
    /// Whether it is an officer's account.
    pub is_officer: bool,
    /// The portal's id of the account.
    pub subject: String,
    /// The ID token, as the hint for the logout.
    pub id_token: String,
    /// The session at the portal.
    pub sid: Option<String>,
}

impl BrowserState for ProvincialBrowser {
    const SITE: Site = Site::Hatinh;
    const HAS_PANEL: bool = true;

    fn sessions(app: &App) -> &Sessions<Self> {
        &app.browsers.hatinh
    }

    fn person(&self) -> Option<String> {
        let signed_in = self.signed_in.as_ref();
        signed_in.map(|applicant| applicant.full_name.clone())
    }

    fn has_lost_sign_on(&self, _app: &App, _now: Timestamp) -> bool {
        // The portal tells this system over the back channel, as it would a stranger.
        false
    }

    fn forget_person(&mut self) {
        self.signed_in = None;
    }

    fn calls(&self) -> &[WireCall] {
        &self.calls
    }
}
