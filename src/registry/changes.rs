//! Who was changed when: what a system that keeps a copy asks for.

use super::caller::Context;
use super::matching::is_visible;
use crate::clock::Timestamp;
use crate::domain::citizen::Citizen;
use crate::store::StoreError;
use crate::worlds::{About, Finding, World};

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
