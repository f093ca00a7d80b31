//! Named snapshots of a world: what was edited, the accounts of the portal, the clock, the rules.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::accounts::PortalView;
use super::clock::ClockSetting;
use super::overlay::Overlay;
use super::rules::KeptRules;
use crate::domain::timestamp::Timestamp;

/// The most snapshots of one world; each costs what was edited since the one before.
pub const MOST_SNAPSHOTS: usize = 100;

/// A world at one moment. Taking one copies nothing: the maps are immutable.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// When it was taken, in real time.
    pub taken_at: Timestamp,
    pub(super) overlay: Arc<Overlay>,
    pub(super) portal: PortalView,
    pub(super) clock: ClockSetting,
    pub(super) rules: Arc<KeptRules>,
}

/// The snapshots of a world by name. They outlive a reset and end with the process.
#[derive(Debug, Default)]
pub struct Snapshots {
    by_name: Mutex<BTreeMap<Box<str>, Snapshot>>,
}

impl Snapshots {
    /// Keeps one under a name, over another of that name; whether there was room.
    pub(super) fn keep(&self, name: &str, snapshot: Snapshot) -> bool {
        let mut by_name = self.lock();
        if by_name.len() >= MOST_SNAPSHOTS && !by_name.contains_key(name) {
            return false;
        }
        by_name.insert(name.into(), snapshot);
        true
    }

    /// The snapshot with this name.
    pub fn named(&self, name: &str) -> Option<Snapshot> {
        self.lock().get(name).cloned()
    }

    /// All names and when each was taken, in the order of names.
    pub fn all(&self) -> Vec<(Box<str>, Timestamp)> {
        let by_name = self.lock();
        by_name
            .iter()
            .map(|(name, snapshot)| (name.clone(), snapshot.taken_at))
            .collect()
    }

    /// Throws one away; whether there was one.
    pub fn delete(&self, name: &str) -> bool {
        self.lock().remove(name).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Box<str>, Snapshot>> {
        self.by_name.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
