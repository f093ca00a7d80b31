//! Somebody who wants to be told: what waits for them, in order, and what became of it.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::Subscription;
use super::notice::{Notice, NoticeKind};
use crate::clock::Timestamp;

/// Deliveries that may wait for one subscriber; later ones are dropped and counted.
const MAX_WAITING: usize = 1_000;
/// Deliveries that are over and still told of.
const MAX_PAST: usize = 200;
/// How often a delivery is tried.
pub const MAX_TRIES: usize = 5;
/// Each pause between tries is so many times as long as the one before.
const PAUSE_GROWTH: u32 = 4;

/// One notice on its way to one subscriber.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Counts from 1 for each subscriber.
    pub sequence: u64,
    /// What is told.
    pub notice: Arc<Notice>,
    /// How far it is.
    pub state: DeliveryState,
    /// Every try so far.
    pub attempts: Vec<Attempt>,
}

/// How far a delivery is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeliveryState {
    /// It waits for its turn, an answer, or the next try, at that time.
    Waiting(Option<Timestamp>),
    /// It was answered with a status of success.
    Delivered,
    /// No try succeeded; there will be no more.
    Failed,
}

impl DeliveryState {
    /// The word used in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting(_) => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

/// One try.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Attempt {
    /// When it began, in real time.
    pub at: Timestamp,
    /// What came of it.
    pub outcome: AttemptOutcome,
}

/// What came of a try.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AttemptOutcome {
    /// An answer with this status.
    Status(u16),
    /// No answer, for that reason.
    Failure(&'static str),
}

impl AttemptOutcome {
    /// Whether the notice arrived: a status from 200 to 299, no redirect.
    pub fn is_success(self) -> bool {
        matches!(self, Self::Status(200..=299))
    }
}

/// What is known of the deliveries to a subscriber.
#[derive(Clone, Debug)]
pub struct Deliveries {
    /// The newest first.
    pub newest: Vec<Delivery>,
    /// How many wait.
    pub waiting: usize,
    /// How many were dropped because too many waited.
    pub dropped: u64,
}

/// Somebody who wants to be told.
pub struct Subscriber {
    /// Counts from 1 in each world.
    pub id: u64,
    /// What they asked for.
    pub subscription: Subscription,
    desk: Mutex<Desk>,
    /// Wakes the one task that delivers.
    wake: Notify,
}

/// What waits, and what is over.
#[derive(Debug, Default)]
struct Desk {
    waiting: VecDeque<Delivery>,
    past: VecDeque<Delivery>,
    last: u64,
    dropped: u64,
    is_closed: bool,
}

impl Subscriber {
    /// Nothing waits for them yet.
    pub(super) fn new(id: u64, subscription: Subscription) -> Self {
        Self {
            id,
            subscription,
            desk: Mutex::default(),
            wake: Notify::new(),
        }
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether they asked for this.
    pub(super) fn wants(&self, kind: NoticeKind) -> bool {
        let kinds = &self.subscription.kinds;
        match kind {
            NoticeKind::Change(kind) => kinds.is_empty() || kinds.contains(&kind),
            NoticeKind::Test => true,
        }
    }

    /// Puts a notice behind those that wait; `None` where too many do.
    pub fn offer(&self, notice: &Arc<Notice>) -> Option<u64> {
        let mut desk = self.desk();
        if desk.waiting.len() >= MAX_WAITING {
            desk.dropped += 1;
            return None;
        }
        desk.last += 1;
        let sequence = desk.last;
        desk.waiting.push_back(Delivery {
            sequence,
            notice: Arc::clone(notice),
            state: DeliveryState::Waiting(None),
            attempts: Vec::new(),
        });
        drop(desk);
        self.wake.notify_one();
        Some(sequence)
    }

    /// The delivery whose turn it is, waited for; `None` when the subscriber is gone. For one task alone.
    pub async fn next(&self) -> Option<Delivery> {
        loop {
            {
                let desk = self.desk();
                if desk.is_closed {
                    return None;
                }
                if let Some(first) = desk.waiting.front() {
                    return Some(first.clone());
                }
            }
            // Who was woken between the look and this wait left a permit behind.
            self.wake.notified().await;
        }
    }

    /// Waits that long; `false` as soon as the subscriber is gone. For the task of [`Subscriber::next`].
    pub async fn rest(&self, pause: Duration) -> bool {
        let over = tokio::time::sleep(pause);
        tokio::pin!(over);
        loop {
            if self.desk().is_closed {
                return false;
            }
            tokio::select! {
                () = &mut over => return true,
                () = self.wake.notified() => {}
            }
        }
    }

    /// Notes a try of the delivery whose turn it is. `Some` is the pause before the next try; without one the
    /// delivery is over and the next one has its turn.
    pub fn note(&self, attempt: Attempt, now: Timestamp) -> Option<Duration> {
        let mut desk = self.desk();
        let delivery = desk.waiting.front_mut()?;
        delivery.attempts.push(attempt);
        let tries = delivery.attempts.len();
        if !attempt.outcome.is_success() && tries < MAX_TRIES {
            let pause = self.pause_after(tries);
            let millis = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
            delivery.state = DeliveryState::Waiting(Some(Timestamp(now.0.saturating_add(millis))));
            return Some(pause);
        }
        delivery.state = if attempt.outcome.is_success() {
            DeliveryState::Delivered
        } else {
            DeliveryState::Failed
        };
        let over = desk.waiting.pop_front();
        desk.past.extend(over);
        if desk.past.len() > MAX_PAST {
            desk.past.pop_front();
        }
        None
    }

    /// The pause after that many tries.
    fn pause_after(&self, tries: usize) -> Duration {
        let growth = u32::try_from(tries.saturating_sub(1)).unwrap_or(u32::MAX);
        let factor = PAUSE_GROWTH.saturating_pow(growth);
        self.subscription.first_pause.saturating_mul(factor)
    }

    /// What became of the newest deliveries, at most so many.
    pub fn deliveries(&self, limit: usize) -> Deliveries {
        let desk = self.desk();
        let newest = desk.waiting.iter().rev().chain(desk.past.iter().rev());
        Deliveries {
            newest: newest.take(limit).cloned().collect(),
            waiting: desk.waiting.len(),
            dropped: desk.dropped,
        }
    }

    /// Ends the task that delivers; nothing waits any more.
    pub(super) fn close(&self) {
        let mut desk = self.desk();
        desk.is_closed = true;
        desk.waiting.clear();
        drop(desk);
        self.wake.notify_one();
    }
}

impl fmt::Debug for Subscriber {
    /// Without the secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Subscriber({})", self.id)
    }
}
