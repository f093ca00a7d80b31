//! Many people at once, all or none.

use std::collections::BTreeSet;

use super::super::numbering::free_number;
use super::checks::{check_numbers, own_numbers};
use super::{Refusal, UpkeepError};
use crate::clock::Timestamp;
use crate::domain::citizen::{Citizen, PersonId};
use crate::domain::citizen_number::PersonalNumber;
use crate::record::{CitizenRecord, read_record};
use crate::store::StoreError;
use crate::worlds::{EditError, People, World};

/// The most people that may be imported at once; more belong into a population of their own.
pub const MAX_IMPORT: usize = 100_000;

/// Why an import was not made: nothing of it was.
#[derive(Debug)]
pub enum ImportError {
    /// Lines (counted from 1) and what is wrong with them.
    Lines(Vec<(usize, Refusal)>),
    /// More than [`MAX_IMPORT`] people.
    TooMany {
        /// How many there were.
        people: usize,
    },
    /// The store failed.
    Store(StoreError),
}

/// Adds many people, all or none; each comes with the number of its line. `at` is when it was done.
pub fn import(
    world: &World,
    at: Timestamp,
    records: &[(usize, CitizenRecord)],
    allow_unmarked: bool,
) -> Result<Vec<Citizen>, ImportError> {
    if records.len() > MAX_IMPORT {
        return Err(ImportError::TooMany {
            people: records.len(),
        });
    }
    let imported = world.edit(at, |people| {
        let mut batch = Batch {
            people,
            allow_unmarked,
            taken: BTreeSet::new(),
            added: Vec::new(),
            refused: Vec::new(),
        };
        let first = people.overlay().next_id();
        for (id, (line, record)) in (first.0..).map(PersonId).zip(records) {
            let read = batch.read(record, id);
            batch.gather(*line, read)?;
        }
        // Numbers are made when all stated ones are known, so that no line depends on those before it.
        for (line, citizen) in &mut batch.added {
            if citizen.identity.number.is_none() {
                let made = free_number(world, people, citizen, |number| {
                    batch.taken.contains(&number)
                });
                match made {
                    Ok(number) => {
                        citizen.identity.number = number;
                        batch.taken.extend(number);
                    }
                    Err(UpkeepError::Refused(refusal)) => batch.refused.push((*line, refusal)),
                    Err(UpkeepError::Store(error)) => return Err(ImportError::Store(error)),
                }
            }
        }
        batch.finish()
    });
    imported.map_err(|error| match error {
        EditError::Refused(refusal) => refusal,
        EditError::Store(error) => ImportError::Store(error),
    })
}

/// An import in the making.
struct Batch<'a> {
    people: &'a People<'a>,
    allow_unmarked: bool,
    taken: BTreeSet<PersonalNumber>,
    added: Vec<(usize, Citizen)>,
    refused: Vec<(usize, Refusal)>,
}

/// What an edit writes, and what it answers.
type Edits = (Vec<(PersonId, Option<Citizen>)>, Vec<Citizen>);

impl Batch<'_> {
    /// One person, whose stated numbers are nobody's yet.
    fn read(&mut self, record: &CitizenRecord, id: PersonId) -> Result<Citizen, UpkeepError> {
        let citizen = read_record(record, id).map_err(Refusal::Fields)?;
        check_numbers(self.people, &citizen, self.allow_unmarked)?;
        for (field, number) in own_numbers(&citizen) {
            if !self.taken.insert(number) {
                return Err(Refusal::NumberTaken { field }.into());
            }
        }
        Ok(citizen)
    }

    /// Keeps a person, or what is wrong with the line.
    fn gather(
        &mut self,
        line: usize,
        read: Result<Citizen, UpkeepError>,
    ) -> Result<(), ImportError> {
        match read {
            Ok(citizen) => self.added.push((line, citizen)),
            Err(UpkeepError::Refused(refusal)) => self.refused.push((line, refusal)),
            Err(UpkeepError::Store(error)) => return Err(ImportError::Store(error)),
        }
        Ok(())
    }

    fn finish(self) -> Result<Edits, ImportError> {
        if !self.refused.is_empty() {
            return Err(ImportError::Lines(self.refused));
        }
        let added: Vec<Citizen> = self.added.into_iter().map(|(_, citizen)| citizen).collect();
        let edits = added
            .iter()
            .map(|citizen| (citizen.identity.id, Some(citizen.clone())))
            .collect();
        Ok((edits, added))
    }
}
