//! What VNeID remembers of a browser.

use crate::clock::Timestamp;
use crate::domain::login::Issuer;
use crate::outbound::wire_call::WireCall;
use crate::server::App;
use crate::server::pages::{BrowserState, Sessions, Site};

/// A browser at VNeID.
#[derive(Clone, Default)]
pub struct VneidBrowser {
    /// The sign-on, and the name it belongs to.
    pub signed_in: Option<SignedIn>,
    /// What went wrong with the last try, in the language of the moment.
    pub message: Option<String>,
    /// The number that was typed then.
    pub typed: String,
}

/// Who is signed in.
#[derive(Clone)]
pub struct SignedIn {
    /// The sign-on, as the provider knows it.
    pub sign_on: String,
    /// The citizen's name.
    pub full_name: String,
}

impl BrowserState for VneidBrowser {
    const SITE: Site = Site::Vneid;
    // VNeID answers calls and makes none.
    const HAS_PANEL: bool = false;

    fn sessions(app: &App) -> &Sessions<Self> {
        &app.browsers.vneid
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
                .signed_on(&app.world, Issuer::Vneid, sign_on, now)
                .is_none()
        })
    }

    fn forget_person(&mut self) {
        self.signed_in = None;
    }

    fn calls(&self) -> &[WireCall] {
        &[]
    }
}
