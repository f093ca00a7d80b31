//! People who do not exist: a pure function of seed, size and number mode, the same on every machine.
//!
//! The population is a picture of [`PICTURE_DATE`]. Personas come first and keep their ids; clusters of
//! kin follow in order, each drawn from seed and index alone, their numbers handed out in one ordered
//! pass. So a small population is the beginning of a larger one with the same seed.

mod births;
pub mod cluster;
mod documents;
mod families;
mod kinh_names;
mod life;
mod minority_names;
mod minority_styles;
pub mod mixer;
mod names;
mod numbers;
mod origins;
mod people;
mod peoples;
mod persona_file;
pub mod personas;
mod places;
pub mod recipes;
mod records;
mod residence;
mod settings;
mod tables;
pub mod vietnamese_fake;
pub mod weighted;

use crate::domain::citizen::{Citizen, PersonId};
use crate::domain::civil_date::CivilDate;
use cluster::{Cluster, OrderedPass};
use people::Tables;

pub use numbers::{CellFull, PERSONA_SERIALS};
pub use personas::{Persona, PersonaError, personas};
pub use settings::{NumberMode, Settings};

/// The day the population is a picture of: the merger of the provinces, for which the age pyramid is.
pub const PICTURE_DATE: CivilDate = match CivilDate::new(2025, 7, 1) {
    Some(day) => day,
    None => unreachable!(), // July has a first day
};

/// The living people in the age pyramid of the picture date: a population of this size is a whole one.
pub const FULL_SIZE: u64 = 101_106_833;

/// Why a population cannot be made.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PopulationError {
    /// The file of personas is wrong.
    #[error(transparent)]
    Personas(#[from] PersonaError),
    /// Too many people for the numbers.
    #[error(transparent)]
    CellFull(#[from] CellFull),
    /// A table under `fixtures/` holds nothing.
    #[error("a table under fixtures/ holds nothing to draw from")]
    EmptyTable,
}

/// A population that can be made cluster by cluster.
#[derive(Clone, Debug)]
pub struct Clusters {
    settings: Settings,
    tables: &'static Tables,
    personas: Vec<Citizen>,
}

impl Clusters {
    /// Reads what a population is made from.
    pub fn new(settings: Settings) -> Result<Self, PopulationError> {
        let personas = personas(settings.numbers)?
            .into_iter()
            .filter_map(|persona| persona.person)
            .collect();
        let tables = Tables::shared().ok_or(PopulationError::EmptyTable)?;
        Ok(Self {
            settings,
            tables,
            personas,
        })
    }

    /// The personas that are people, with ids from 1. They come before the first cluster.
    pub fn personas(&self) -> &[Citizen] {
        &self.personas
    }

    /// Cluster `index`, without ids, numbers and relatives: a pure function of seed and index.
    pub fn cluster(&self, index: u64) -> Cluster {
        self.tables.cluster(self.settings.seed, index)
    }

    /// The pass over all clusters in their order that completes them.
    pub fn ordered_pass(&self) -> OrderedPass {
        let last = self.personas.last();
        OrderedPass::new(
            &self.settings,
            last.map_or(PersonId(0), |person| person.identity.id),
        )
    }
}

/// Everybody, in the order of their ids: personas first (ids from 1), then the clusters, on this thread.
///
/// An error is the last item: a population is made whole or not at all.
pub fn generate(
    settings: &Settings,
) -> impl Iterator<Item = Result<Citizen, PopulationError>> + Send + use<> {
    let (clusters, error) = match Clusters::new(*settings) {
        Ok(clusters) => (Some(clusters), None),
        Err(error) => (None, Some(Err(error))),
    };
    clusters
        .into_iter()
        .flat_map(|clusters| {
            let personas: Vec<_> = clusters.personas().iter().cloned().map(Ok).collect();
            personas.into_iter().chain(Generated {
                pass: clusters.ordered_pass(),
                clusters,
                next_cluster: 0,
                ready: Vec::new().into_iter(),
            })
        })
        .chain(error)
}

/// The generated people that are still to come.
struct Generated {
    clusters: Clusters,
    pass: OrderedPass,
    next_cluster: u64,
    ready: std::vec::IntoIter<Citizen>,
}

impl Iterator for Generated {
    type Item = Result<Citizen, PopulationError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(citizen) = self.ready.next() {
                return Some(Ok(citizen));
            }
            if self.pass.is_complete() {
                return None;
            }
            let mut cluster = self.clusters.cluster(self.next_cluster);
            self.next_cluster += 1;
            if let Err(full) = self.pass.complete(&mut cluster) {
                self.pass.stop();
                return Some(Err(PopulationError::CellFull(full)));
            }
            self.ready = cluster.into_citizens().into_iter();
        }
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_families;
#[cfg(test)]
mod tests_of_records;
