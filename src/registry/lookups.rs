//! Who asked about a citizen: what the citizen may know of the journal, and nothing about anybody else.

use std::sync::Arc;

use crate::clock::Timestamp;
use crate::domain::citizen::Identity;
use crate::domain::citizen_number::CitizenNumber;
use crate::worlds::World;
use crate::worlds::journal::Finding;

/// A time that somebody asked about the citizen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lookup {
    /// When, in real time.
    pub at: Timestamp,
    /// Who.
    pub client: Option<Arc<str>>,
    /// What for: the use case.
    pub operation: &'static str,
    /// What came of it.
    pub outcome: &'static str,
}

/// Every time, newest first, as far back as the journal goes: calls that looked at the citizen's record, and
/// calls with the citizen's number, whoever they took its holder for.
pub fn lookups_of(world: &World, citizen: &Identity) -> Vec<Lookup> {
    let is_own = |number: CitizenNumber| {
        citizen
            .numbers()
            .any(|own| CitizenNumber::Personal(own) == number)
    };
    let is_about = |finding: &Finding| {
        let asked = finding.question.as_ref().and_then(|asked| asked.number);
        finding.about.has(citizen.id) || asked.is_some_and(is_own)
    };
    let calls = world.journal().read(0).calls;
    let mut lookups = Vec::new();
    for numbered in calls.iter().rev() {
        let call = &numbered.call;
        let about = call.findings.iter().filter(|finding| is_about(finding));
        lookups.extend(about.map(|finding| Lookup {
            at: call.at,
            client: call.client.clone(),
            operation: finding.operation,
            outcome: finding.outcome,
        }));
    }
    lookups
}
