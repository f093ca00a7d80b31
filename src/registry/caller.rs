//! Who is asking, and what they may ask.

use std::sync::Arc;

use crate::clock::Timestamp;
use crate::domain::scenario::{CallFacts, ForcedOutcome};
use crate::worlds::{CallNotes, Finding, JournalQuestion, World};

/// One right of a client.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Scope {
    /// Compare name and date with the record of a number.
    Match,
    /// Receive the record that matched.
    Lookup,
    /// Receive a record by its number alone.
    LookupByNumber,
    /// Search by name and date.
    Search,
    /// See why something matched or not, field by field.
    Explain,
    /// Edit people, reset the world, see protected people.
    Admin,
}

impl Scope {
    /// All scopes, as documented.
    pub const ALL: [Self; 6] = [
        Self::Match,
        Self::Lookup,
        Self::LookupByNumber,
        Self::Search,
        Self::Explain,
        Self::Admin,
    ];

    /// The word used in `fixtures/clients.toml` and in errors.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Lookup => "lookup",
            Self::LookupByNumber => "lookup_by_number",
            Self::Search => "search",
            Self::Explain => "explain",
            Self::Admin => "admin",
        }
    }
}

/// A set of scopes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Scopes(u8);

impl Scopes {
    /// Every scope.
    pub fn all() -> Self {
        Scope::ALL.into_iter().collect()
    }

    /// Whether the set has this scope.
    pub const fn contains(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u8) != 0
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<Iter: IntoIterator<Item = Scope>>(scopes: Iter) -> Self {
        Self(
            scopes
                .into_iter()
                .fold(0, |set, scope| set | 1 << scope as u8),
        )
    }
}

/// A client of the registry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// Its name in logs, metrics and journal.
    pub id: Arc<str>,
    /// What it may ask.
    pub scopes: Scopes,
}

/// The circumstances of one call.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Who asks.
    pub caller: &'a Caller,
    /// The id of the request, echoed in answer, log and journal.
    pub request_id: &'a Arc<str>,
    /// When, in real time.
    pub at: Timestamp,
    /// Where use cases put down what they found out, for the call's line in the journal.
    pub notes: &'a CallNotes,
}

impl Context<'_> {
    /// The outcome that this question is to have, whatever the record says. Asked before the answer is looked for,
    /// because what happens to the call may depend on whom it is about.
    pub(super) fn forced(
        &self,
        world: &World,
        operation: &str,
        question: &JournalQuestion,
    ) -> Option<ForcedOutcome> {
        let play = self.notes.play()?;
        let facts = CallFacts {
            operation: Some(operation),
            client: Some(&self.caller.id),
            ..question.facts()
        };
        let effect = world.rules().settle_question(play, &facts, self.at);
        effect.scenario.outcome
    }

    /// Notes what a use case found out.
    pub(super) fn note(&self, finding: Finding) {
        self.notes.note(|noted| {
            if noted.client.is_none() {
                noted.client = Some(Arc::clone(&self.caller.id));
            }
            noted.findings.push(finding);
        });
    }

    /// Whether the caller has the scope.
    pub fn may(&self, scope: Scope) -> bool {
        self.caller.scopes.contains(scope)
    }
}
