//! Leases: people who are somebody's own for a while, so that two tests never share one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::citizen::PersonId;
use crate::domain::timestamp::Timestamp;

/// People who were leased together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lease {
    /// The people.
    pub people: Vec<PersonId>,
    /// When they are free again, in real time.
    pub until: Timestamp,
}

/// All leases of a world.
#[derive(Debug, Default)]
pub struct Leases {
    by_id: Mutex<BTreeMap<Box<str>, Lease>>,
}

impl Leases {
    /// Leases people: `choose` is told who is taken and chooses others, with nobody else choosing meanwhile. No
    /// people, no lease.
    pub fn take<Failure>(
        &self,
        id: &str,
        now: Timestamp,
        until: Timestamp,
        choose: impl FnOnce(BTreeSet<PersonId>) -> Result<Vec<PersonId>, Failure>,
    ) -> Result<(), Failure> {
        let mut by_id = self.lock();
        by_id.retain(|_, lease| lease.until > now);
        let taken = by_id
            .values()
            .flat_map(|lease| lease.people.iter().copied());
        let people = choose(taken.collect())?;
        if !people.is_empty() {
            by_id.insert(id.into(), Lease { people, until });
        }
        Ok(())
    }

    /// The leases that are not over, in the order of ids.
    pub fn all(&self, now: Timestamp) -> Vec<(Box<str>, Lease)> {
        let by_id = self.lock();
        let lasting = by_id.iter().filter(|(_, lease)| lease.until > now);
        lasting
            .map(|(id, lease)| (id.clone(), lease.clone()))
            .collect()
    }

    /// Ends a lease; whether it was not over yet.
    pub fn end(&self, id: &str, now: Timestamp) -> bool {
        let ended = self.lock().remove(id);
        ended.is_some_and(|lease| lease.until > now)
    }

    /// Ends all.
    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Box<str>, Lease>> {
        self.by_id.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_leased_is_told_as_taken_until_the_end() {
        let leases = Leases::default();
        let take = |id, now, until, wanted: &[i64]| {
            let mut told = BTreeSet::new();
            leases
                .take(id, Timestamp(now), Timestamp(until), |taken| {
                    told = taken;
                    let people: Vec<PersonId> = wanted.iter().copied().map(PersonId).collect();
                    Ok::<_, ()>(people)
                })
                .expect("chosen");
            told.into_iter().map(|id| id.0).collect::<Vec<_>>()
        };
        assert!(take("a", 0, 100, &[1, 2]).is_empty());
        assert_eq!(take("b", 50, 200, &[3]), [1, 2]);
        assert_eq!(take("c", 100, 200, &[]), [3]);
        assert_eq!(leases.all(Timestamp(150)).len(), 1, "no people, no lease");
        assert!(leases.end("b", Timestamp(150)));
        assert!(!leases.end("b", Timestamp(150)));
        assert!(take("d", 150, 200, &[3]).is_empty());
    }
}
