//! Magic people: whoever asks for their number meets what the list says, on every surface.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::domain::citizen_number::CitizenNumber;
use crate::domain::scenario::{Dice, Effect, Script, Seen};
use crate::domain::timestamp::Timestamp;

/// Who was not asked for so long begins anew, so that a run by hand can be repeated without a reset.
pub const FORGOTTEN_AFTER_MILLIS: u64 = 10 * 60_000;

/// The list: numbers, and what happens to questions about them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MagicPeople(Vec<(CitizenNumber, Script)>);

impl FromIterator<(CitizenNumber, Script)> for MagicPeople {
    fn from_iter<People: IntoIterator<Item = (CitizenNumber, Script)>>(people: People) -> Self {
        Self(people.into_iter().collect())
    }
}

/// The magic people as one world has met them.
#[derive(Debug, Default)]
pub(super) struct Met {
    people: OnceLock<MagicPeople>,
    seen: Mutex<BTreeMap<usize, Seen>>,
}

impl Met {
    /// Who is magic; said once.
    pub fn begin_with(&self, people: MagicPeople) {
        // The same list for every world, so that whoever came first has said what everybody says.
        let _first = self.people.set(people);
    }

    /// What happens to a question about this number. Few are magic, and looking through them costs no more than
    /// a hash would.
    pub fn strikes(&self, number: CitizenNumber, now: Timestamp) -> Option<Effect> {
        let people = &self.people.get()?.0;
        let index = people.iter().position(|(magic, _)| *magic == number)?;
        let script = &people.get(index)?.1;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = seen.entry(index).or_default();
        if seen
            .last
            .is_some_and(|last| now.0 >= last.0.saturating_add(FORGOTTEN_AFTER_MILLIS))
        {
            *seen = Seen::default();
        }
        script.next(seen, Dice::new(0, "magic"), now)
    }

    /// Everybody begins anew.
    pub fn clear(&self) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.clear();
    }
}
