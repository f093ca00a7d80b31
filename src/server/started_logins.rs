//! Logins that a browser was sent away for and has not come back from.

use crate::outbound::relying_party::LoginStart;

/// Logins on their way at a time, in several windows of one browser; the oldest goes first.
const MOST_LOGINS: usize = 5;

/// A login on its way.
#[derive(Clone)]
pub struct StartedLogin {
    /// State, nonce and verifier.
    pub start: LoginStart,
    /// Where the citizen was going.
    pub return_to: String,
}

/// The logins of a browser.
#[derive(Clone, Default)]
pub struct StartedLogins(Vec<StartedLogin>);

impl StartedLogins {
    /// Remembers a login that was sent to the provider.
    pub fn begin(&mut self, login: StartedLogin) {
        if self.0.len() >= MOST_LOGINS {
            self.0.remove(0);
        }
        self.0.push(login);
    }

    /// Takes the login with this state, which can be taken once.
    pub fn take(&mut self, state: Option<&str>) -> Option<StartedLogin> {
        let mut logins = self.0.iter();
        let at = logins.position(|login| Some(&*login.start.state) == state)?;
        Some(self.0.remove(at))
    }

    /// Forgets them all: somebody has logged in.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
