//! Who was changed when: what a system that keeps a copy asks for.

use super::caller::{Context, Scope};
use super::matching::is_visible;
use crate::clock::Timestamp;
use crate::domain::change::Change;
use crate::domain::citizen::Citizen;
use crate::domain::civil_date::CivilDate;
use crate::store::StoreError;
use crate::worlds::{About, Finding, People, World};

/// Somebody who was changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// The person as they are now.
    pub citizen: Citizen,
    /// When the last edit was made, in real time; 0 where nobody wrote it down.
    pub changed_at: Timestamp,
}

/// A page of the people changed from `from` to `until`, both included, by the time of their last edit
/// and then by row. Pages count from 1.
///
/// Only edits count: the population itself was never changed. People whom the caller may not know of
/// are left out. So are the deleted: how the national service tells of them nobody has shown (guess).
pub fn changes(
    world: &World,
    context: &Context<'_>,
    from: Timestamp,
    until: Timestamp,
    page: u32,
    size: u32,
) -> Result<Vec<Changed>, StoreError> {
    let day = world.business_date();
    let people = world.people();
    let overlay = people.overlay();
    let before = u64::from(page.saturating_sub(1)) * u64::from(size);
    let on_page = overlay
        .changed(from, until)
        .filter(|(_, id)| {
            let citizen = overlay.person(*id).flatten();
            citizen.is_some_and(|citizen| is_visible(&citizen.identity, context, day))
        })
        .skip(usize::try_from(before).unwrap_or(usize::MAX))
        .take(usize::try_from(size).unwrap_or(usize::MAX));
    let mut changed = Vec::new();
    for (changed_at, id) in on_page {
        let citizen = people.citizen(id)?;
        changed.extend(citizen.map(|citizen| Changed {
            citizen,
            changed_at,
        }));
    }
    let outcome = if changed.is_empty() {
        "nobody"
    } else {
        "changed"
    };
    let told = changed.iter();
    context.note(Finding {
        about: About::all(told.map(|changed| changed.citizen.identity.id)),
        ..Finding::of("changes", outcome)
    });
    Ok(changed)
}

/// A stretch of the change feed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeedPage {
    /// What happened, oldest first.
    pub changes: Vec<Change>,
    /// Where to go on: after this change.
    pub next: u64,
    /// Whether there is more to read now.
    pub more: bool,
    /// How many changes after the cursor were dropped before they were read.
    pub dropped: u64,
}

/// Why the feed is not read.
#[derive(Debug)]
pub enum FeedError {
    /// The cursor is of another world or of one that was made anew: nothing so late has happened here.
    CursorUnknown {
        /// The last cursor there is.
        last: u64,
    },
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for FeedError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What happened after a cursor, at most `limit` changes of people whom the caller may know of. Numbers that
/// were cancelled are for administrators.
pub fn feed(
    world: &World,
    context: &Context<'_>,
    since: u64,
    limit: usize,
) -> Result<FeedPage, FeedError> {
    let people = world.people();
    let overlay = people.overlay();
    let (oldest, last) = overlay.kept_changes().unwrap_or((1, 0));
    if since > last {
        return Err(FeedError::CursorUnknown { last });
    }
    let day = world.business_date();
    let mut page = FeedPage {
        changes: Vec::new(),
        next: since,
        more: false,
        dropped: (oldest - 1).saturating_sub(since),
    };
    for change in overlay.changes_after(since) {
        let told = told_to(&people, context, day, change)?;
        if told.is_some() && page.changes.len() >= limit {
            page.more = true;
            break;
        }
        page.changes.extend(told);
        page.next = change.sequence;
    }
    let outcome = if page.changes.is_empty() {
        "nobody"
    } else {
        "changed"
    };
    let told = page.changes.iter();
    context.note(Finding {
        about: About::all(told.filter_map(|change| change.person)),
        ..Finding::of("change_feed", outcome)
    });
    Ok(page)
}

/// A change as this caller may see it: `None` where the person is none of whom they may know.
fn told_to(
    people: &People<'_>,
    context: &Context<'_>,
    day: CivilDate,
    change: &Change,
) -> Result<Option<Change>, StoreError> {
    if context.may(Scope::Admin) {
        return Ok(Some(*change));
    }
    let told = Change {
        former_number: None,
        ..*change
    };
    let Some(id) = change.person else {
        return Ok(Some(told));
    };
    let is_known = match people.identity(id)? {
        Some(identity) => is_visible(&identity, context, day),
        // Deleted.
        None => !change.restricted,
    };
    Ok(is_known.then_some(told))
}
