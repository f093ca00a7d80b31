//! Tokens that an LGSP has given to its partners, in memory.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Timestamp;

/// How many tokens are kept; the oldest goes first.
const CAPACITY: usize = 10_000;

/// The tokens of a world.
#[derive(Debug, Default)]
pub struct WireTokens {
    given: Mutex<Given>,
}

#[derive(Default)]
struct Given {
    by_token: HashMap<Arc<str>, (Box<str>, Timestamp)>,
    order: VecDeque<Arc<str>>,
}

impl std::fmt::Debug for Given {
    /// The count alone: whoever has a token may call.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Given({})", self.order.len())
    }
}

impl WireTokens {
    /// Keeps a token of a partner until then.
    pub fn give(&self, token: &str, partner: &str, expires_at: Timestamp) {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let token: Arc<str> = token.into();
        given.order.push_back(Arc::clone(&token));
        given.by_token.insert(token, (partner.into(), expires_at));
        if given.order.len() > CAPACITY
            && let Some(oldest) = given.order.pop_front()
        {
            given.by_token.remove(&oldest);
        }
    }

    /// The partner that a token was given to, while it lasts.
    pub fn partner_of(&self, token: &str, now: Timestamp) -> Option<Box<str>> {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let (partner, expires_at) = given.by_token.get(token)?;
        (now < *expires_at).then(|| partner.clone())
    }

    /// Forgets all of them.
    pub fn clear(&self) {
        *self.given.lock().unwrap_or_else(PoisonError::into_inner) = Given::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_its_partners_until_it_expires() {
        let tokens = WireTokens::default();
        tokens.give("one", "H00", Timestamp(100));
        assert_eq!(
            tokens.partner_of("one", Timestamp(99)).as_deref(),
            Some("H00")
        );
        assert_eq!(tokens.partner_of("one", Timestamp(100)), None);
        assert_eq!(tokens.partner_of("two", Timestamp(0)), None);
        tokens.clear();
        assert_eq!(tokens.partner_of("one", Timestamp(0)), None);
    }

    #[test]
    fn the_oldest_of_too_many_goes() {
        let tokens = WireTokens::default();
        for count in 0..=CAPACITY {
            tokens.give(&count.to_string(), "H00", Timestamp(100));
        }
        assert_eq!(tokens.partner_of("0", Timestamp(0)), None);
        assert_eq!(tokens.partner_of("1", Timestamp(0)).as_deref(), Some("H00"));
    }
}
