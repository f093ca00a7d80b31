//! Browser sessions: an opaque id in a cookie, everything else on the server.
//!
//! A visitor without anything to remember costs nothing: the id is made and sent, the token of forms is
//! derived from it, and an entry is kept only once there is something in it. Sessions live in memory; a
//! restart signs everybody out.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::site::Site;
use crate::chance::{Chance, NoChance};
use crate::clock::Timestamp;
use crate::credentials::same_secret;

/// A session nobody used for so long has ended: 30 minutes, as public services have it.
const IDLE_MILLIS: u64 = 30 * 60_000;
/// Sessions kept for one site; beyond that the longest unused ones go.
const MOST: usize = 20_000;
/// Letters of an id: 256 bits of base64url.
const ID_LENGTH: usize = 43;

/// The sessions of one site.
pub struct Sessions<State> {
    site: Site,
    secure: bool,
    /// Where its cookie goes: the path of the site in its world.
    path: Box<str>,
    secret: [u8; 32],
    kept: Mutex<HashMap<String, Kept<State>>>,
}

struct Kept<State> {
    state: State,
    used: Timestamp,
}

impl<State> std::fmt::Debug for Sessions<State> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Sessions({:?})", self.site)
    }
}

/// One request of one browser.
#[derive(Clone)]
pub struct Visit<State> {
    id: String,
    is_new: bool,
    /// The token that forms of this browser carry.
    pub csrf: String,
    /// What the site remembers of this browser, as of the beginning of the request.
    pub state: State,
}

impl<State> Visit<State> {
    /// Whether a form carries the token of this browser.
    pub fn is_own_form(&self, token: &str) -> bool {
        same_secret(&self.csrf, token)
    }
}

impl<State> std::fmt::Debug for Visit<State> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Visit(…)")
    }
}

impl<State: Clone + Default> Sessions<State> {
    /// An empty store. `secure`: the site is reached by HTTPS, so the cookie must never go another way.
    /// `base` stands before the paths of the world.
    pub fn new(site: Site, secure: bool, base: &str, chance: Chance) -> Result<Self, NoChance> {
        Ok(Self {
            site,
            secure,
            path: format!("{base}{}", site.path()).into(),
            secret: chance.bytes()?,
            kept: Mutex::default(),
        })
    }

    /// The visit that a request belongs to; a browser without a usable cookie gets a new id.
    pub fn visit(
        &self,
        request: &HttpRequest,
        now: Timestamp,
        chance: Chance,
    ) -> Result<Visit<State>, NoChance> {
        let known = request
            .cookie(self.site.cookie())
            .map(|cookie| cookie.value().to_owned())
            .filter(|id| is_an_id(id));
        let is_new = known.is_none();
        let id = known.map_or_else(|| chance.secret(), Ok)?;
        let state = self
            .lock()
            .get_mut(&id)
            .filter(|kept| !kept.is_over(now))
            .map(|kept| {
                kept.used = now;
                kept.state.clone()
            });
        Ok(Visit {
            csrf: self.csrf(&id),
            state: state.unwrap_or_default(),
            id,
            is_new,
        })
    }

    /// Changes what is remembered of the browser.
    pub fn change<T>(
        &self,
        visit: &Visit<State>,
        now: Timestamp,
        change: impl FnOnce(&mut State) -> T,
    ) -> T {
        let mut kept = self.lock();
        let entry = kept.entry(visit.id.clone()).or_insert_with(|| Kept {
            state: State::default(),
            used: now,
        });
        if entry.is_over(now) {
            entry.state = State::default();
        }
        entry.used = now;
        let answer = change(&mut entry.state);
        if kept.len() > MOST {
            make_room(&mut kept, now);
        }
        answer
    }

    /// Gives the browser a new id, at login and logout: whoever knew the old one knows nothing now. What
    /// `edit` leaves is remembered under the new id.
    pub fn renew(
        &self,
        visit: &Visit<State>,
        now: Timestamp,
        chance: Chance,
        edit: impl FnOnce(&mut State),
    ) -> Result<Visit<State>, NoChance> {
        let id = chance.secret()?;
        let before = self.lock().remove(&visit.id);
        let renewed = Visit {
            csrf: self.csrf(&id),
            id,
            is_new: true,
            state: before
                .filter(|kept| !kept.is_over(now))
                .map(|kept| kept.state)
                .unwrap_or_default(),
        };
        let mut state = renewed.state.clone();
        edit(&mut state);
        self.change(&renewed, now, |kept| *kept = state.clone());
        Ok(Visit { state, ..renewed })
    }

    /// Begins a session with something to remember, for a browser that is sent here.
    pub fn begin(
        &self,
        now: Timestamp,
        chance: Chance,
        state: State,
    ) -> Result<Visit<State>, NoChance> {
        let id = chance.secret()?;
        let visit = Visit {
            csrf: self.csrf(&id),
            id,
            is_new: true,
            state,
        };
        self.change(&visit, now, |kept| *kept = visit.state.clone());
        Ok(visit)
    }

    /// Changes every session that `wanted` picks: the provider has ended a login.
    pub fn change_all(&self, wanted: impl Fn(&State) -> bool, mut change: impl FnMut(&mut State)) {
        self.lock()
            .values_mut()
            .filter(|kept| wanted(&kept.state))
            .for_each(|kept| change(&mut kept.state));
    }

    /// Forgets every session.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// The cookie to send, where the browser does not have it yet.
    pub fn cookie(&self, visit: &Visit<State>) -> Option<Cookie<'static>> {
        visit.is_new.then(|| {
            Cookie::build(self.site.cookie(), visit.id.clone())
                .path(self.path.to_string())
                .http_only(true)
                // Lax: the browser comes back from a login service by a link from another site.
                .same_site(SameSite::Lax)
                .secure(self.secure)
                .finish()
        })
    }

    fn csrf(&self, id: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.secret);
        hash.update(id.as_bytes());
        // Hashed twice: nothing can be appended to what was hashed.
        URL_SAFE_NO_PAD.encode(Sha256::digest(hash.finalize()))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Kept<State>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<State> Kept<State> {
    fn is_over(&self, now: Timestamp) -> bool {
        now.0.saturating_sub(self.used.0) > IDLE_MILLIS
    }
}

/// Drops what is over, and the longest unused tenth if that is not enough.
fn make_room<State>(kept: &mut HashMap<String, Kept<State>>, now: Timestamp) {
    kept.retain(|_, entry| !entry.is_over(now));
    if kept.len() <= MOST {
        return;
    }
    let mut times: Vec<Timestamp> = kept.values().map(|entry| entry.used).collect();
    times.sort_unstable();
    let limit = times[times.len() / 10];
    kept.retain(|_, entry| entry.used > limit);
}

/// Ids have the form we gave them; anything else in the cookie is ignored.
fn is_an_id(text: &str) -> bool {
    text.len() == ID_LENGTH
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    const NOW: Timestamp = Timestamp(1_000_000_000);

    fn sessions() -> Sessions<u32> {
        Sessions::new(Site::Portal, false, "", Chance).expect("chance")
    }

    fn with_cookie(value: &str) -> HttpRequest {
        TestRequest::default()
            .cookie(Cookie::new(Site::Portal.cookie(), value.to_owned()))
            .to_http_request()
    }

    #[test]
    fn a_new_browser_gets_a_cookie_and_costs_nothing() {
        let sessions = sessions();
        let visit = sessions
            .visit(&TestRequest::default().to_http_request(), NOW, Chance)
            .expect("chance");
        let cookie = sessions.cookie(&visit).expect("a cookie").to_string();
        assert!(
            cookie.contains("HttpOnly; SameSite=Lax; Path=/portal"),
            "{cookie}"
        );
        assert!(sessions.lock().is_empty());
        let again = sessions.visit(&with_cookie(&visit.id), NOW, Chance);
        let again = again.expect("chance");
        assert_eq!(
            (again.csrf.as_str(), sessions.cookie(&again)),
            (visit.csrf.as_str(), None)
        );
    }

    #[test]
    fn a_cookie_that_we_did_not_make_is_replaced() {
        for value in ["", "short", "a b", &"x".repeat(44), &"%".repeat(43)] {
            let visit = sessions().visit(&with_cookie(value), NOW, Chance);
            assert!(visit.expect("chance").is_new, "{value}");
        }
    }

    #[test]
    fn what_is_remembered_ends_after_half_an_hour_unused() {
        let sessions = sessions();
        let visit = sessions.visit(&with_cookie(&"i".repeat(43)), NOW, Chance);
        let visit = visit.expect("chance");
        sessions.change(&visit, NOW, |state| *state = 7);
        let at = |millis| {
            let visit = sessions.visit(&with_cookie(&visit.id), Timestamp(NOW.0 + millis), Chance);
            visit.expect("chance").state
        };
        assert_eq!(at(IDLE_MILLIS), 7);
        assert_eq!(at(2 * IDLE_MILLIS), 7, "used in between");
        assert_eq!(at(3 * IDLE_MILLIS + 1), 0);
    }

    #[test]
    fn at_login_the_old_id_dies_and_the_token_of_forms_changes() {
        let sessions = sessions();
        let before = sessions.visit(&with_cookie(&"i".repeat(43)), NOW, Chance);
        let before = before.expect("chance");
        sessions.change(&before, NOW, |state| *state = 3);
        let after = sessions.renew(&before, NOW, Chance, |state| *state += 4);
        let after = after.expect("chance");
        assert_eq!(after.state, 7);
        assert!(sessions.cookie(&after).is_some());
        assert!(!after.is_own_form(&before.csrf));
        let old = sessions.visit(&with_cookie(&before.id), NOW, Chance);
        assert_eq!(old.expect("chance").state, 0);
    }

    #[test]
    fn a_flood_of_sessions_drops_the_longest_unused() {
        let sessions = sessions();
        for count in 0..=MOST {
            let visit = Visit {
                id: format!("{count:043}"),
                is_new: false,
                csrf: String::new(),
                state: 0,
            };
            sessions.change(&visit, Timestamp(NOW.0 + count as u64), |state| *state = 1);
        }
        let kept = sessions.lock();
        assert!(kept.len() <= MOST);
        assert!(!kept.contains_key(&format!("{:043}", 0)));
        assert!(kept.contains_key(&format!("{MOST:043}")));
    }
}
