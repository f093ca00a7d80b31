//! The edits of a world as immutable maps: a copy is free, an edit shares all it does not touch.

use std::ops::Bound;
use std::sync::Arc;

use crate::domain::change::{CHANGES_KEPT, Change};
use crate::domain::citizen::{Citizen, PersonId};
use crate::domain::name::blocking_key;
use crate::domain::timestamp::Timestamp;
use crate::store::StoredEdit;

/// People who differ from the population: changed, added or deleted, whole and by id, with the same
/// keys that the population is found by.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    people: imbl::OrdMap<PersonId, Entry>,
    by_number: imbl::OrdMap<u64, PersonId>,
    by_former_number: imbl::OrdMap<u64, PersonId>,
    by_cmnd: imbl::OrdSet<(u32, PersonId)>,
    by_birth: imbl::OrdSet<(u32, i16, PersonId)>,
    by_household: imbl::OrdSet<(u32, PersonId)>,
    by_change: imbl::OrdSet<(Timestamp, PersonId)>,
    changes: imbl::OrdMap<u64, Change>,
}

/// The last edit of one person.
#[derive(Clone, Debug)]
struct Entry {
    /// As they are now; `None` for one who was deleted.
    citizen: Option<Arc<Citizen>>,
    /// When it was made.
    changed_at: Timestamp,
}

impl Overlay {
    /// The overlay that these edits make.
    pub fn of(edits: Vec<StoredEdit>) -> Self {
        let mut overlay = Self::default();
        for edit in edits {
            overlay.put(edit.id, edit.citizen, edit.changed_at);
        }
        overlay
    }

    /// Adds what happened to the people, and drops the oldest of it when there is too much.
    pub fn tell(&mut self, changes: &[Change]) {
        for change in changes {
            self.changes.insert(change.sequence, *change);
        }
        while self.changes.len() as u64 > CHANGES_KEPT {
            let Some((oldest, _)) = self.kept_changes() else {
                break;
            };
            self.changes.remove(&oldest);
        }
    }

    /// Forgets what happened; the people stay as they are.
    pub fn forget_changes(&mut self) {
        self.changes = imbl::OrdMap::default();
    }

    /// What happened after the change with this sequence, oldest first.
    pub fn changes_after(&self, sequence: u64) -> impl Iterator<Item = &Change> {
        let after = (Bound::Excluded(sequence), Bound::Unbounded);
        self.changes.range(after).map(|(_, change)| change)
    }

    /// The sequences of the oldest and the last change that are kept.
    pub fn kept_changes(&self) -> Option<(u64, u64)> {
        let (oldest, _) = self.changes.get_min()?;
        let (last, _) = self.changes.get_max()?;
        Some((*oldest, *last))
    }

    /// The sequence of the last change; 0 before the first.
    pub fn last_change(&self) -> u64 {
        self.kept_changes().map_or(0, |(_, last)| last)
    }

    /// Writes a person, or deletes one, over whatever stood there.
    pub fn put(&mut self, id: PersonId, citizen: Option<Citizen>, changed_at: Timestamp) {
        if let Some(before) = self.people.get(&id).cloned()
            && let Some(citizen) = &before.citizen
        {
            self.unlist(citizen, before.changed_at);
        }
        if let Some(citizen) = &citizen {
            self.list(citizen, changed_at);
        }
        let citizen = citizen.map(Arc::new);
        let entry = Entry {
            citizen,
            changed_at,
        };
        self.people.insert(id, entry);
    }

    /// Every edit: who, as they are now or deleted, and when.
    pub fn edits(&self) -> impl Iterator<Item = (PersonId, Option<&Citizen>, Timestamp)> {
        self.people
            .iter()
            .map(|(id, entry)| (*id, entry.citizen.as_deref(), entry.changed_at))
    }

    /// Whether this person is told by the overlay and not by the population.
    pub fn covers(&self, id: PersonId) -> bool {
        !self.people.is_empty() && self.people.contains_key(&id)
    }

    /// The person as the overlay has them: `None` not covered, `Some(None)` deleted.
    pub fn person(&self, id: PersonId) -> Option<Option<&Citizen>> {
        self.people.get(&id).map(|entry| entry.citizen.as_deref())
    }

    /// Who holds this number in force.
    pub fn with_number(&self, number: u64) -> Option<PersonId> {
        self.by_number.get(&number).copied()
    }

    /// Who held this number until it was cancelled.
    pub fn with_former_number(&self, number: u64) -> Option<PersonId> {
        self.by_former_number.get(&number).copied()
    }

    /// Everybody with this CMND, by id.
    pub fn with_cmnd(&self, number: u32) -> impl Iterator<Item = PersonId> + '_ {
        self.by_cmnd
            .range((number, PersonId(i64::MIN))..=(number, PersonId(i64::MAX)))
            .map(|(_, id)| *id)
    }

    /// Everybody born between the packed dates, in the order of dates and ids; with keys, only theirs.
    pub fn born(&self, births: (u32, u32), keys: &[i16]) -> impl Iterator<Item = PersonId> + '_ {
        let keys = keys.to_vec();
        self.by_birth
            .range(
                (births.0, i16::MIN, PersonId(i64::MIN))..=(births.1, i16::MAX, PersonId(i64::MAX)),
            )
            .filter(move |(_, key, _)| keys.is_empty() || keys.contains(key))
            .map(|(_, _, id)| *id)
    }

    /// Everybody in this household, by id.
    pub fn in_household(&self, household: u32) -> impl Iterator<Item = PersonId> + '_ {
        self.by_household
            .range((household, PersonId(i64::MIN))..=(household, PersonId(i64::MAX)))
            .map(|(_, id)| *id)
    }

    /// Everybody who was changed from `from` to `until`, the deleted left out, by the time of the last
    /// edit and then by id.
    pub fn changed(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = (Timestamp, PersonId)> + '_ {
        self.by_change
            .range((from, PersonId(i64::MIN))..=(until, PersonId(i64::MAX)))
            .copied()
    }

    /// Every person the overlay has, by id, the deleted left out.
    pub fn living_entries(&self) -> impl Iterator<Item = &Citizen> {
        self.people
            .values()
            .filter_map(|entry| entry.citizen.as_deref())
    }

    /// The next id for a person who is not part of the population.
    pub fn next_id(&self) -> PersonId {
        let last = self
            .people
            .get_max()
            .map_or(PersonId::FIRST_ADDED.0 - 1, |(id, _)| id.0);
        PersonId(last.max(PersonId::FIRST_ADDED.0 - 1) + 1)
    }

    fn list(&mut self, citizen: &Citizen, changed_at: Timestamp) {
        let identity = &citizen.identity;
        let id = identity.id;
        if let Some(number) = identity.number {
            self.by_number.insert(number.value(), id);
        }
        for former in &identity.former_numbers {
            self.by_former_number.insert(former.number.value(), id);
        }
        for cmnd in &citizen.cmnd {
            self.by_cmnd.insert((cmnd.number.value(), id));
        }
        self.by_birth.insert((
            identity.date_of_birth.packed(),
            blocking_key(&identity.full_name),
            id,
        ));
        if let Some(place) = citizen.household {
            self.by_household.insert((place.household, id));
        }
        self.by_change.insert((changed_at, id));
    }

    fn unlist(&mut self, citizen: &Citizen, changed_at: Timestamp) {
        let identity = &citizen.identity;
        let id = identity.id;
        if let Some(number) = identity.number {
            remove_own(&mut self.by_number, number.value(), id);
        }
        for former in &identity.former_numbers {
            remove_own(&mut self.by_former_number, former.number.value(), id);
        }
        for cmnd in &citizen.cmnd {
            self.by_cmnd.remove(&(cmnd.number.value(), id));
        }
        self.by_birth.remove(&(
            identity.date_of_birth.packed(),
            blocking_key(&identity.full_name),
            id,
        ));
        if let Some(place) = citizen.household {
            self.by_household.remove(&(place.household, id));
        }
        self.by_change.remove(&(changed_at, id));
    }
}

/// Removes a number only if it still leads to this person: another may have been given it since.
fn remove_own(index: &mut imbl::OrdMap<u64, PersonId>, number: u64, id: PersonId) {
    if index.get(&number) == Some(&id) {
        index.remove(&number);
    }
}
