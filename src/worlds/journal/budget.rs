//! One cap on the bytes of all journals: who keeps the most gives way first.

use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::shelf::Shelf;

/// How many bytes all journals may keep together, 24 MiB: a default world that is full takes six or seven, and a
/// thousand sandboxes share the rest.
pub const ALL_BYTES: usize = 24 << 20;

/// The bytes that all journals beside each other may keep.
#[derive(Debug)]
pub struct JournalBudget {
    cap: usize,
    used: AtomicUsize,
    shelves: Mutex<Vec<Weak<Shelf>>>,
}

impl Default for JournalBudget {
    fn default() -> Self {
        Self::of(ALL_BYTES)
    }
}

impl JournalBudget {
    /// A budget of so many bytes.
    pub fn of(cap: usize) -> Self {
        Self {
            cap,
            used: AtomicUsize::new(0),
            shelves: Mutex::default(),
        }
    }

    /// The bytes in use.
    pub fn used(&self) -> usize {
        self.used.load(Ordering::Relaxed)
    }

    /// Counts a new shelf in.
    pub(super) fn enter(&self, newcomer: &Arc<Shelf>) {
        let mut all = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|known| known.strong_count() > 0);
        all.push(Arc::downgrade(newcomer));
    }

    /// Counts bytes that came and went; makes room where that is too much.
    pub(super) fn settle(&self, came: usize, went: usize) {
        let change = came.wrapping_sub(went);
        let before = self.used.fetch_add(change, Ordering::Relaxed);
        if came > went && before.wrapping_add(change) > self.cap {
            self.make_room();
        }
    }

    /// Counts bytes that went.
    pub(super) fn give_back(&self, went: usize) {
        self.used.fetch_sub(went, Ordering::Relaxed);
    }

    /// Takes the oldest entries from whoever keeps the most, until a sixteenth of the cap is free: often enough
    /// not to be done for every call.
    fn make_room(&self) {
        // Whoever comes second finds the work under way.
        let Ok(all) = self.shelves.try_lock() else {
            return;
        };
        let kept: Vec<Arc<Shelf>> = all.iter().filter_map(Weak::upgrade).collect();
        drop(all);
        let wanted = self.cap - self.cap / 16;
        let sizes = kept.iter().enumerate();
        let mut sizes: BinaryHeap<(usize, usize)> =
            sizes.map(|(index, shelf)| (shelf.bytes(), index)).collect();
        while self.used() > wanted {
            let Some((size, index)) = sizes.pop() else {
                return;
            };
            let freed = kept[index].drop_oldest((size / 8).max(1));
            self.give_back(freed);
            if freed > 0 {
                sizes.push((kept[index].bytes(), index));
            }
        }
    }
}
