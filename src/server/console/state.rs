//! What the console remembers of a browser.

use std::sync::Arc;

use crate::clock::Timestamp;
use crate::outbound::wire_call::WireCall;
use crate::registry::Caller;
use crate::server::App;
use crate::server::pages::{BrowserState, Sessions, Site};

/// A browser at the console.
#[derive(Clone, Default)]
pub struct ConsoleBrowser {
    /// Who is signed in.
    pub signed_in: Option<SignedIn>,
    /// What to say on the next page, in the language of the moment.
    pub notice: Option<Notice>,
}

/// Whoever came with an administrator's key.
#[derive(Clone)]
pub struct SignedIn {
    /// Whose key it is.
    pub caller: Arc<Caller>,
    /// The login: whoever goes from world to world has a session in each, and leaves all of them at once.
    pub login: Arc<str>,
}

/// A sentence for the next page.
#[derive(Clone, Debug)]
pub struct Notice {
    /// `good`, `bad` or `warn`.
    pub tone: &'static str,
    /// The sentence.
    pub text: String,
}

impl BrowserState for ConsoleBrowser {
    const SITE: Site = Site::Console;
    const HAS_PANEL: bool = false;

    fn sessions(app: &App) -> &Sessions<Self> {
        &app.browsers.console
    }

    fn person(&self) -> Option<String> {
        let signed_in = self.signed_in.as_ref();
        signed_in.map(|signed_in| signed_in.caller.id.to_string())
    }

    fn has_lost_sign_on(&self, _app: &App, _now: Timestamp) -> bool {
        // No provider is behind a key.
        false
    }

    fn forget_person(&mut self) {
        self.signed_in = None;
    }

    fn calls(&self) -> &[WireCall] {
        &[]
    }

    /// The real time: whoever sets the clock of a world stands outside it.
    fn time(_app: &App, real: Timestamp) -> Timestamp {
        real
    }
}
