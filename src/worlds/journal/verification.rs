//! Was a call made so often? What a test asks at its end.

use super::filter::{CallFilter, Condition};
use super::shelf::{Numbered, Reading};

/// How many calls are shown as proof, or as near misses.
const SHOWN: usize = 5;

/// How often a call is expected; both bounds are included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Times {
    /// At least so often.
    pub at_least: u64,
    /// At most so often; `None` for any count.
    pub at_most: Option<u64>,
}

impl Default for Times {
    /// At least once.
    fn default() -> Self {
        Self {
            at_least: 1,
            at_most: None,
        }
    }
}

impl Times {
    /// So often and no other.
    pub const fn exactly(count: u64) -> Self {
        Self {
            at_least: count,
            at_most: Some(count),
        }
    }

    fn has(self, count: u64) -> bool {
        count >= self.at_least && self.at_most.is_none_or(|most| count <= most)
    }
}

/// What is expected.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// What it is called in the report.
    pub name: String,
    /// The calls that are counted.
    pub call: CallFilter,
    /// How many there should be.
    pub times: Times,
}

/// A call that was nearly one of those expected.
#[derive(Clone, Debug)]
pub struct NearMiss {
    /// The call.
    pub call: Numbered,
    /// The conditions that do not hold for it.
    pub differs: Vec<Condition>,
}

/// What an expectation came to.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Whether it holds.
    pub holds: bool,
    /// How many such calls there are.
    pub count: u64,
    /// Calls that could have counted were dropped from the journal, so that nobody knows how many there were.
    pub uncertain: bool,
    /// The newest of the calls that were counted.
    pub counted: Vec<Numbered>,
    /// Where there were too few: the calls that come nearest, those that differ by the least first and among
    /// those the newest.
    pub near_misses: Vec<NearMiss>,
}

/// Counts the calls that are expected.
pub fn check(reading: &Reading, expectation: &Expectation) -> Checked {
    let filter = &expectation.call;
    let fitting = reading.calls.iter().filter(|call| filter.fits(call));
    let mut counted: Vec<Numbered> = fitting.cloned().collect();
    let count = counted.len() as u64;
    let times = expectation.times;
    // A lower bound that is reached stays reached; everything else may have been otherwise.
    let is_certain = times.at_most.is_none() && count >= times.at_least;
    let uncertain = !is_certain && could_have_lost(reading, filter);
    counted.reverse();
    counted.truncate(SHOWN);
    Checked {
        holds: times.has(count) && !uncertain,
        count,
        uncertain,
        counted,
        near_misses: if count < times.at_least {
            near_misses(reading, filter)
        } else {
            Vec::new()
        },
    }
}

/// Whether calls that the filter may mean are not kept any more.
fn could_have_lost(reading: &Reading, filter: &CallFilter) -> bool {
    if reading.dropped == 0 {
        return false;
    }
    let Some(oldest) = reading.calls.first() else {
        return true;
    };
    let begins_later = filter
        .since
        .is_some_and(|since| since + 1 >= oldest.sequence)
        || filter.from.is_some_and(|from| from > oldest.call.at);
    !begins_later
}

fn near_misses(reading: &Reading, filter: &CallFilter) -> Vec<NearMiss> {
    let mut near: Vec<NearMiss> = Vec::new();
    for call in reading.calls.iter().rev() {
        let Some((_, differs)) = filter.nearest_view(call) else {
            continue;
        };
        if !differs.is_empty() && !differs.iter().any(|one| one.is_about_time()) {
            near.push(NearMiss {
                call: call.clone(),
                differs,
            });
        }
    }
    let least = near.iter().map(|near| near.differs.len()).min();
    near.retain(|near| Some(near.differs.len()) == least);
    near.truncate(SHOWN);
    near
}
