//! What an edit comes to, as the change feed tells it.

use super::overlay::Overlay;
use super::people::People;
use crate::domain::change::{Change, ChangeKind};
use crate::domain::citizen::{Citizen, PersonId};
use crate::domain::timestamp::Timestamp;
use crate::store::{Population, StoreError};

/// People as they are to be written; `None` deletes.
pub type Edits = Vec<(PersonId, Option<Citizen>)>;

/// An event of life: what it was, and everybody as it leaves them.
#[derive(Debug)]
pub struct Happening {
    /// What happened.
    pub kind: ChangeKind,
    /// Of how many edits, from the first on, the people are whom it happened to; the others are changed with
    /// them.
    pub subjects: usize,
    /// Everybody whom it changes.
    pub edits: Edits,
}

/// The changes that edits come to. Without an event of life each person is added, edited or deleted, and
/// those in a row to whom the same was done share an event.
pub fn changes_of(
    people: &People<'_>,
    edits: &[(PersonId, Option<Citizen>)],
    happening: Option<(ChangeKind, usize)>,
    at: Timestamp,
) -> Result<Vec<Change>, StoreError> {
    let first = people.overlay().last_change() + 1;
    let mut changes: Vec<Change> = Vec::with_capacity(edits.len());
    for (sequence, (index, (id, citizen))) in (first..).zip(edits.iter().enumerate()) {
        let kind = match (happening, citizen) {
            (Some((kind, _)), _) => kind,
            (None, None) => ChangeKind::Deleted,
            (None, Some(_)) if people.is_known(*id) => ChangeKind::Edited,
            (None, Some(_)) => ChangeKind::Created,
        };
        let is_subject = happening.is_none_or(|(_, subjects)| index < subjects);
        let event = match changes.last() {
            Some(before) if before.kind == kind => before.event,
            Some(_) | None => sequence,
        };
        // Of somebody deleted, the last that was known.
        let before = match citizen {
            Some(_) => None,
            None => people.identity(*id)?,
        };
        let identity = citizen.as_ref().map(|citizen| &citizen.identity);
        let identity = identity.or(before.as_ref());
        let reissued = is_subject && kind == ChangeKind::NumberReissued;
        changes.push(Change {
            sequence,
            event,
            kind,
            at,
            is_subject,
            person: Some(*id),
            number: identity.and_then(|identity| identity.number),
            former_number: identity
                .filter(|_| reissued)
                .and_then(|identity| identity.former_numbers.last())
                .map(|former| former.number),
            restricted: identity.is_some_and(|identity| identity.restricted),
        });
    }
    Ok(changes)
}

/// What a feed tells that begins anew with other edits: the reset, and then everybody whom they are about, in the
/// order of their last edit.
pub fn retold(
    overlay: &Overlay,
    population: &Population,
    reset: Change,
) -> Result<Vec<Change>, StoreError> {
    let mut edits: Vec<_> = overlay.edits().collect();
    edits.sort_by_key(|(id, _, changed_at)| (*changed_at, *id));
    let mut changes = vec![reset];
    for (id, citizen, at) in edits {
        let is_added = id >= PersonId::FIRST_ADDED;
        let (kind, before) = match citizen {
            Some(_) if is_added => (ChangeKind::Created, None),
            Some(_) => (ChangeKind::Edited, None),
            // Added and deleted: nobody has heard of them since the reset.
            None if is_added => continue,
            None => (ChangeKind::Deleted, population.identity(id)?),
        };
        let identity = citizen.map(|citizen| &citizen.identity);
        let identity = identity.or(before.as_ref());
        let sequence = reset.sequence + changes.len() as u64;
        changes.push(Change {
            sequence,
            event: sequence,
            kind,
            at,
            is_subject: true,
            person: Some(id),
            number: identity.and_then(|identity| identity.number),
            former_number: None,
            restricted: identity.is_some_and(|identity| identity.restricted),
        });
    }
    Ok(changes)
}
