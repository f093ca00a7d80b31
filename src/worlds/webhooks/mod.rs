//! Who wants to be told of changes, and what waits to be delivered to them.
//!
//! Everything is in memory: a reset or a restart forgets subscribers and deliveries, and the change feed
//! tells them again what they missed. A lock is held to look and to note, never while something is sent.

mod notice;
mod subscriber;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use notice::{Notice, NoticeKind, NoticePerson};
pub use subscriber::{
    Attempt, AttemptOutcome, Deliveries, Delivery, DeliveryState, MAX_TRIES, Subscriber,
};

use crate::domain::change::{Change, ChangeKind};

/// Subscribers of one world at the most.
pub const MAX_WEBHOOKS: usize = 16;

/// What somebody asked for.
#[derive(Clone)]
pub struct Subscription {
    /// Where to post.
    pub url: Box<str>,
    /// What to sign with.
    pub secret: Box<str>,
    /// What to tell of; everything when empty.
    pub kinds: Vec<ChangeKind>,
    /// How long to wait after the first try that failed.
    pub first_pause: Duration,
}

/// The subscribers of a world.
#[derive(Debug, Default)]
pub struct Webhooks {
    members: Mutex<Members>,
}

#[derive(Debug, Default)]
struct Members {
    subscribers: BTreeMap<u64, Arc<Subscriber>>,
    last: u64,
}

/// [`MAX_WEBHOOKS`] are there already.
#[derive(Debug, PartialEq, Eq)]
pub struct TooManyWebhooks;

impl Webhooks {
    /// Adds a subscriber. The caller sees to it that somebody delivers.
    pub fn subscribe(
        &self,
        subscription: Subscription,
    ) -> Result<Arc<Subscriber>, TooManyWebhooks> {
        let mut members = self.members();
        if members.subscribers.len() >= MAX_WEBHOOKS {
            return Err(TooManyWebhooks);
        }
        members.last += 1;
        let subscriber = Arc::new(Subscriber::new(members.last, subscription));
        members
            .subscribers
            .insert(subscriber.id, Arc::clone(&subscriber));
        Ok(subscriber)
    }

    /// Every subscriber, by id.
    pub fn all(&self) -> Vec<Arc<Subscriber>> {
        self.members().subscribers.values().cloned().collect()
    }

    /// The subscriber with this id.
    pub fn find(&self, id: u64) -> Option<Arc<Subscriber>> {
        self.members().subscribers.get(&id).cloned()
    }

    /// Removes a subscriber, with all that waits. `false` where there is none.
    pub fn remove(&self, id: u64) -> bool {
        let removed = self.members().subscribers.remove(&id);
        if let Some(subscriber) = &removed {
            subscriber.close();
        }
        removed.is_some()
    }

    /// Removes everybody and counts from 1 again.
    pub fn clear(&self) {
        let members = std::mem::take(&mut *self.members());
        for subscriber in members.subscribers.values() {
            subscriber.close();
        }
    }

    /// Hands the events of these changes, which stand together, to everybody who wants to know of them.
    pub fn tell(&self, changes: &[Change]) {
        let subscribers = self.all();
        if subscribers.is_empty() {
            return;
        }
        for event in changes.chunk_by(|one, other| one.event == other.event) {
            let Some(notice) = Notice::of(event) else {
                continue;
            };
            let notice = Arc::new(notice);
            for subscriber in &subscribers {
                if subscriber.wants(notice.kind) {
                    subscriber.offer(&notice);
                }
            }
        }
    }

    fn members(&self) -> MutexGuard<'_, Members> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Webhooks {
    /// With the world end the tasks that deliver for it.
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests;
