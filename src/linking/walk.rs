//! One step over an edge: decided with nobody else editing, committed, then counted.

use super::LinkError;
use crate::domain::linking::{Edge, LinkEvent, LinkState, step};
use crate::domain::portal_account::{Link, PortalAccount};
use crate::domain::throttle::{Attempts, Subject};
use crate::worlds::{PortalEdits, PortalView, World};

/// What a step comes to.
pub(super) struct Walk {
    /// The edge.
    pub(super) edge: &'static Edge,
    /// The link afterwards.
    pub(super) link: Link,
    /// Counts afterwards.
    pub(super) attempts: Vec<(Subject, Option<Attempts>)>,
}

impl Walk {
    /// The step that the event makes from the link as it is.
    pub(super) fn of(link: &Link, event: LinkEvent) -> Result<Self, LinkError> {
        let edge = step(link.state, event).ok_or(LinkError::NotPossible(link.state))?;
        Ok(Self {
            edge,
            link: moved(link, edge),
            attempts: Vec::new(),
        })
    }
}

/// Lets `decide` choose a step for an account, and takes it.
pub(super) fn walk(
    world: &World,
    username: &str,
    decide: impl FnOnce(&PortalView, &PortalAccount) -> Result<Walk, LinkError>,
) -> Result<&'static Edge, LinkError> {
    let edge = world.edit_portal(|view| {
        let account = view.account(username).ok_or(LinkError::UnknownAccount)?;
        let walk = decide(view, &account)?;
        let edits = edits(&account, walk.link, walk.attempts);
        Ok::<_, LinkError>((edits, walk.edge))
    })?;
    world.portal().note_walk(edge.name);
    Ok(edge)
}

/// What there is to keep: nothing where the link is as before.
pub(super) fn edits(
    account: &PortalAccount,
    link: Link,
    attempts: Vec<(Subject, Option<Attempts>)>,
) -> PortalEdits {
    let changed = link != account.link;
    let account = changed.then(|| PortalAccount {
        link,
        ..account.clone()
    });
    PortalEdits {
        accounts: account.into_iter().collect(),
        attempts,
    }
}

/// The link after the edge, with what its new state has no room for taken away.
fn moved(link: &Link, edge: &Edge) -> Link {
    let state = edge.to.unwrap_or(link.state);
    let link = link.clone();
    Link {
        state,
        number: link.number.filter(|_| state.holds_number()),
        confirmed: link
            .confirmed
            .filter(|_| matches!(state, LinkState::Linked | LinkState::Matched)),
        locked_until: link
            .locked_until
            .filter(|_| state == LinkState::TooManyAttempts),
    }
}
