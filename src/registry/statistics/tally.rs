//! Counters under small numbers.

/// How often each small number came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(Vec<u64>);

impl Tally {
    /// Counts one.
    pub fn add(&mut self, key: usize) {
        if self.0.len() <= key {
            self.0.resize(key + 1, 0);
        }
        self.0[key] += 1;
    }

    /// How often it came.
    pub fn of(&self, key: usize) -> u64 {
        self.0.get(key).copied().unwrap_or(0)
    }

    /// Adds another's counts.
    pub fn merge(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine += theirs;
        }
    }
}
