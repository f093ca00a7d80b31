//! People who do not exist: a pure function of seed, size and number mode, the same on every machine.
//!
//! The population is a picture of [`PICTURE_DATE`]. Personas come first and keep their ids; generated
//! people follow in order, each drawn from seed and index alone, their numbers handed out in one ordered
//! pass. So a small population is the beginning of a larger one with the same seed.
//!
//! Until families are made, people stand alone: no relatives, no households.

mod ages;
mod documents;
mod kinh_names;
mod life;
mod minority_names;
mod minority_styles;
pub mod mixer;
mod names;
mod numbers;
mod people;
mod peoples;
mod persona_file;
pub mod personas;
mod places;
mod residence;
mod tables;
pub mod vietnamese_fake;
pub mod weighted;

use crate::domain::citizen::{Citizen, PersonId};
use crate::domain::civil_date::CivilDate;
use numbers::Numbers;
use people::{Standing, Tables};

pub use numbers::{CellFull, PERSONA_SERIALS, SHARED_CMND};
pub use personas::{Persona, PersonaError, personas};

/// The day the population is a picture of: the merger of the provinces, for which the age pyramid is.
pub const PICTURE_DATE: CivilDate = match CivilDate::new(2025, 7, 1) {
    Some(day) => day,
    None => unreachable!(), // July has a first day
};

/// The living people in the age pyramid of the picture date: a population of this size is a whole one.
pub const FULL_SIZE: u64 = 101_106_833;

/// Which numbers the people get.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum NumberMode {
    /// The province of registration, as real numbers: room for the whole country.
    #[default]
    Provinces,
    /// The prefixes 097-099, which no province has: room for 30 million.
    Reserved,
}

/// What a population depends on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Settings {
    /// Living people; personas and the dead, missing, inactive and cancelled come on top.
    pub size: u64,
    /// The seed.
    pub seed: u64,
    /// Which numbers the people get.
    pub numbers: NumberMode,
}

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

/// Everybody, in the order of their ids: personas first (ids from 1), then generated people.
///
/// An error is the last item: a population is made whole or not at all.
pub fn generate(
    settings: &Settings,
) -> impl Iterator<Item = Result<Citizen, PopulationError>> + Send + use<> {
    let personas = personas(settings.numbers).map_err(PopulationError::Personas);
    let started = personas.and_then(|personas| {
        let first: Vec<Citizen> = personas
            .into_iter()
            .filter_map(|persona| persona.person)
            .collect();
        let generated = Generated::after(&first, *settings).ok_or(PopulationError::EmptyTable)?;
        Ok((first, generated))
    });
    let (first, generated, error) = match started {
        Ok((first, generated)) => (first, Some(generated), None),
        Err(error) => (Vec::new(), None, Some(Err(error))),
    };
    first
        .into_iter()
        .map(Ok)
        .chain(generated.into_iter().flatten())
        .chain(error)
}

/// The generated people that are still to come.
struct Generated {
    settings: Settings,
    tables: &'static Tables,
    numbers: Numbers,
    next_id: i64,
    next_index: u64,
    /// An extra person stands between the last living one and the next.
    extra_due: bool,
}

impl Generated {
    fn after(first: &[Citizen], settings: Settings) -> Option<Self> {
        let tables = Tables::shared()?;
        let numbers = Numbers::new(settings.numbers, settings.seed);
        let next_id = first.last().map_or(1, |person| person.identity.id.0 + 1);
        Some(Self {
            settings,
            tables,
            numbers,
            next_id,
            next_index: 0,
            extra_due: false,
        })
    }
}

impl Iterator for Generated {
    type Item = Result<Citizen, PopulationError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Settings { size, seed, .. } = self.settings;
        let (index, standing) = if self.extra_due {
            (self.next_index - 1, Standing::Extra)
        } else if self.next_index < size {
            self.next_index += 1;
            (self.next_index - 1, Standing::Living)
        } else {
            return None;
        };
        self.extra_due = standing == Standing::Living && Tables::is_followed_by_extra(seed, index);
        let id = PersonId(self.next_id);
        self.next_id += 1;
        let person = self
            .tables
            .person(seed, index, standing, id, &mut self.numbers);
        if person.is_err() {
            // The numbers are used up: nobody follows.
            self.next_index = size;
            self.extra_due = false;
        }
        Some(person.map_err(PopulationError::CellFull))
    }
}

#[cfg(test)]
mod tests;
