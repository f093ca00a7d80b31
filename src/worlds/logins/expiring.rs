//! Entries that end by themselves: a map with a time for each entry and a most it may hold.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::clock::Timestamp;

/// What an entry is found by: the digest of a secret, so that neither the order of the map nor a dump of
/// the memory tells the secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of a secret.
    pub fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret.as_bytes()).into())
    }

    /// As text: the `sid` of a sign-on, which relying parties see.
    pub fn to_text(self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Reads [`to_text`](Self::to_text) back.
    pub fn from_text(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(…)")
    }
}

/// The map.
#[derive(Clone, Debug)]
pub(super) struct Expiring<Value> {
    entries: imbl::OrdMap<Key, (Timestamp, Arc<Value>)>,
    by_end: imbl::OrdSet<(u64, Key)>,
    most: usize,
}

impl<Value: Clone> Expiring<Value> {
    /// An empty map for at most so many entries; beyond that, the one that ends first goes.
    pub fn of_at_most(most: usize) -> Self {
        Self {
            entries: imbl::OrdMap::new(),
            by_end: imbl::OrdSet::new(),
            most,
        }
    }

    /// The entry, unless its time is over.
    pub fn get(&self, key: Key, now: Timestamp) -> Option<Arc<Value>> {
        let (end, value) = self.entries.get(&key)?;
        (*end > now).then(|| Arc::clone(value))
    }

    /// Writes an entry that ends at `end`, and forgets those that have ended.
    pub fn put(&mut self, key: Key, value: Value, end: Timestamp, now: Timestamp) {
        self.remove(key);
        self.sweep(now);
        self.entries.insert(key, (end, Arc::new(value)));
        self.by_end.insert((end.0, key));
    }

    /// Changes an entry; its end stays.
    pub fn change(&mut self, key: Key, change: impl FnOnce(&mut Value)) {
        if let Some((end, value)) = self.entries.get(&key) {
            let (end, mut value) = (*end, Value::clone(value));
            change(&mut value);
            self.entries.insert(key, (end, Arc::new(value)));
        }
    }

    /// Takes an entry out.
    pub fn remove(&mut self, key: Key) -> Option<Arc<Value>> {
        let (end, value) = self.entries.remove(&key)?;
        self.by_end.remove(&(end.0, key));
        Some(value)
    }

    fn sweep(&mut self, now: Timestamp) {
        while let Some((end, key)) = self.by_end.get_min().copied() {
            if end > now.0 && self.entries.len() < self.most {
                return;
            }
            self.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_end_by_time_and_the_earliest_end_makes_room() {
        let mut map = Expiring::of_at_most(2);
        let (one, two, three) = (Key::of("one"), Key::of("two"), Key::of("three"));
        map.put(one, 1, Timestamp(100), Timestamp(0));
        map.put(two, 2, Timestamp(50), Timestamp(0));
        assert_eq!(map.get(two, Timestamp(49)).as_deref(), Some(&2));
        assert_eq!(map.get(two, Timestamp(50)), None, "over at its end");
        map.put(three, 3, Timestamp(200), Timestamp(10));
        assert_eq!(map.get(two, Timestamp(10)), None, "made room");
        assert_eq!(map.get(one, Timestamp(10)).as_deref(), Some(&1));
        map.change(one, |value| *value = 7);
        map.put(two, 2, Timestamp(300), Timestamp(150));
        assert_eq!(map.get(one, Timestamp(10)), None, "swept");
        assert_eq!(map.entries.len(), 2);
        assert_eq!(map.by_end.len(), 2);
    }

    #[test]
    fn a_key_is_written_and_read_and_never_shown() {
        let key = Key::of("secret");
        assert_eq!(Key::from_text(&key.to_text()), Some(key));
        assert_eq!(Key::from_text("c2hvcnQ"), None);
        assert_eq!(format!("{key:?}"), "Key(…)");
    }
}
