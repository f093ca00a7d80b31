//! Counts of the living beside the published figures: the use case of `dancu stats` and `GET /v1/statistics`.
//!
//! [`Statistics`] is fed person by person and can be merged, so that whoever makes people can count them on the way.
//! [`Report`] sets shares beside published ones and measures how far they lie apart.

mod counts;
mod households;
mod report;
mod tally;

pub use counts::Statistics;
pub use report::{Households, Report, Row, Table, TableKind, total_variation};

use crate::store::StoreError;
use crate::worlds::World;

/// Counts everybody in the world on its business date. `each` is told of every person read, for progress, and
/// stops the count by saying `false`: `None` then.
pub fn count(
    world: &World,
    mut each: impl FnMut() -> bool,
) -> Result<Option<Statistics>, StoreError> {
    let day = world.business_date();
    let mut statistics = Statistics::default();
    let mut goes_on = true;
    world.people().for_each(|citizen| {
        statistics.add(&citizen, day);
        goes_on = each();
        goes_on
    })?;
    Ok(goes_on.then_some(statistics))
}
