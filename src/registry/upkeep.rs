//! People of one's own: created, changed, deleted, imported.

use std::collections::BTreeSet;

use super::caller::Context;
use super::numbering::free_number;
use crate::domain::citizen::{Citizen, PersonId};
use crate::domain::citizen_number::{CitizenNumber, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::record::{Audience, CitizenRecord, FieldError, read_record, record_of};
use crate::store::StoreError;
use crate::worlds::{EditError, JournalEntry, JournalQuestion, People, World};

/// The most people that may be imported at once; more belong into a population of their own.
pub const MAX_IMPORT: usize = 100_000;

/// Why an edit was refused.
#[derive(Debug)]
pub enum Refusal {
    /// Fields are wrong.
    Fields(Vec<FieldError>),
    /// The number or former number belongs to somebody already.
    NumberTaken {
        /// Which field.
        field: String,
    },
    /// Numbers without our check digit could be real people's.
    NumberUnmarked {
        /// Which fields.
        fields: Vec<String>,
    },
    /// Nobody has the number that was to be changed.
    NotFound,
    /// Two people hold the CMND that was to be changed.
    Ambiguous,
    /// The record has changed since the caller read it.
    VersionDiffers,
}

/// Why an edit was not made.
#[derive(Debug)]
pub enum UpkeepError {
    /// It was refused.
    Refused(Refusal),
    /// The store failed.
    Store(StoreError),
}

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

impl From<EditError<Refusal>> for UpkeepError {
    fn from(error: EditError<Refusal>) -> Self {
        match error {
            EditError::Refused(refusal) => Self::Refused(refusal),
            EditError::Store(error) => Self::Store(error),
        }
    }
}

/// The version of a record, for `ETag` and If-Match: a hash of everything recorded.
pub fn version_of(citizen: &Citizen) -> String {
    let day = citizen.identity.date_of_birth.earliest(); // any day: nothing computed goes in
    let record =
        serde_json::to_vec(&record_of(citizen, day, Audience::Storage)).unwrap_or_default();
    // FNV-1a, 64 bits: tells versions apart, guards nothing.
    let hash = record.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// Adds a person; a number is made when none is given.
pub fn create(
    world: &World,
    context: &Context<'_>,
    record: &CitizenRecord,
    allow_unmarked: bool,
) -> Result<Citizen, UpkeepError> {
    let citizen = world.edit(|people| {
        let id = people.overlay().next_id();
        let mut citizen = read_record(record, id).map_err(EditRefusal::fields)?;
        if citizen.identity.number.is_none() {
            citizen.identity.number =
                free_number(people, &citizen, |_| false).map_err(EditRefusal::Store)?;
        }
        check_numbers(people, &citizen, allow_unmarked)?;
        Ok((vec![(id, Some(citizen.clone()))], citizen))
    });
    let citizen = citizen.map_err(upkeep_error)?;
    journal(world, context, "create_citizen", &citizen);
    Ok(citizen)
}

/// Changes a person by a JSON merge patch (RFC 7396) against the stored record, if it still has the
/// version the caller saw.
pub fn merge_patch(
    world: &World,
    context: &Context<'_>,
    number: CitizenNumber,
    version: &str,
    patch: &serde_json::Value,
    allow_unmarked: bool,
) -> Result<Citizen, UpkeepError> {
    let citizen = world.edit(|people| {
        let before = editable(people, number, version)?;
        let id = before.identity.id;
        let day =
            CivilDate::new(2025, 7, 1).unwrap_or_else(|| before.identity.date_of_birth.earliest());
        let mut record =
            serde_json::to_value(record_of(&before, day, Audience::Storage)).unwrap_or_default();
        apply_merge_patch(&mut record, patch);
        let record: CitizenRecord = serde_json::from_value(record).map_err(|error| {
            EditRefusal::fields(vec![FieldError::new("", "body_unreadable", |_| {
                error.to_string()
            })])
        })?;
        let citizen = read_record(&record, id).map_err(EditRefusal::fields)?;
        check_numbers(people, &citizen, allow_unmarked)?;
        Ok((vec![(id, Some(citizen.clone()))], citizen))
    });
    let citizen = citizen.map_err(upkeep_error)?;
    journal(world, context, "patch_citizen", &citizen);
    Ok(citizen)
}

/// Deletes a person from this world, if they still have the version the caller saw.
pub fn delete(
    world: &World,
    context: &Context<'_>,
    number: CitizenNumber,
    version: &str,
) -> Result<(), UpkeepError> {
    let deleted = world.edit(|people| {
        let before = editable(people, number, version)?;
        Ok((vec![(before.identity.id, None)], before))
    });
    let deleted = deleted.map_err(upkeep_error)?;
    journal(world, context, "delete_citizen", &deleted);
    Ok(())
}

/// Adds many people, all or none; each comes with the number of its line.
pub fn import(
    world: &World,
    records: &[(usize, CitizenRecord)],
    allow_unmarked: bool,
) -> Result<Vec<Citizen>, ImportError> {
    if records.len() > MAX_IMPORT {
        return Err(ImportError::TooMany {
            people: records.len(),
        });
    }
    let imported = world.edit(|people| {
        let mut taken = BTreeSet::new();
        let mut refused = Vec::new();
        let mut added = Vec::with_capacity(records.len());
        let first = people.overlay().next_id();
        for (id, (line, record)) in (first.0..).map(PersonId).zip(records) {
            match prepare(people, record, id, allow_unmarked, &mut taken) {
                Ok(citizen) => added.push(citizen),
                Err(EditRefusal::Refused(refusal)) => refused.push((*line, refusal)),
                Err(EditRefusal::Store(error)) => return Err(ImportError::Store(error)),
            }
        }
        if !refused.is_empty() {
            return Err(ImportError::Lines(refused));
        }
        let edits = added
            .iter()
            .map(|citizen| (citizen.identity.id, Some(citizen.clone())))
            .collect();
        Ok((edits, added))
    });
    imported.map_err(|error| match error {
        EditError::Refused(refusal) => refusal,
        EditError::Store(error) => ImportError::Store(error),
    })
}

/// One person of an import; `taken` holds the numbers of those before.
fn prepare(
    people: &People<'_>,
    record: &CitizenRecord,
    id: PersonId,
    allow_unmarked: bool,
    taken: &mut BTreeSet<PersonalNumber>,
) -> Result<Citizen, EditRefusal> {
    let mut citizen = read_record(record, id).map_err(EditRefusal::fields)?;
    if citizen.identity.number.is_none() {
        let made = free_number(people, &citizen, |number| taken.contains(&number))
            .map_err(EditRefusal::Store)?;
        citizen.identity.number = made;
    }
    check_numbers(people, &citizen, allow_unmarked)?;
    for (field, number) in own_numbers(&citizen) {
        if !taken.insert(number) {
            return Err(EditRefusal::Refused(Refusal::NumberTaken { field }));
        }
    }
    Ok(citizen)
}

/// A refusal, or the store failing while the edit is decided.
enum EditRefusal {
    Refused(Refusal),
    Store(StoreError),
}

impl EditRefusal {
    fn fields(errors: Vec<FieldError>) -> Self {
        Self::Refused(Refusal::Fields(errors))
    }
}

fn upkeep_error(error: EditError<EditRefusal>) -> UpkeepError {
    match error {
        EditError::Refused(EditRefusal::Refused(refusal)) => UpkeepError::Refused(refusal),
        EditError::Refused(EditRefusal::Store(error)) | EditError::Store(error) => {
            UpkeepError::Store(error)
        }
    }
}

/// The one person with this number, if the record has the version.
fn editable(
    people: &People<'_>,
    number: CitizenNumber,
    version: &str,
) -> Result<Citizen, EditRefusal> {
    let holders = people.holders(number).map_err(EditRefusal::Store)?;
    let id = match &holders[..] {
        [] => return Err(EditRefusal::Refused(Refusal::NotFound)),
        [holder] => holder.identity.id,
        _ => return Err(EditRefusal::Refused(Refusal::Ambiguous)),
    };
    let citizen = people
        .citizen(id)
        .map_err(EditRefusal::Store)?
        .ok_or(EditRefusal::Refused(Refusal::NotFound))?;
    if version != "*" && version != version_of(&citizen) {
        return Err(EditRefusal::Refused(Refusal::VersionDiffers));
    }
    Ok(citizen)
}

/// Numbers must carry the check digit, unless the caller insists, and belong to nobody else.
fn check_numbers(
    people: &People<'_>,
    citizen: &Citizen,
    allow_unmarked: bool,
) -> Result<(), EditRefusal> {
    if !allow_unmarked {
        let relatives = citizen
            .relatives
            .iter()
            .enumerate()
            .filter_map(|(index, relative)| {
                relative
                    .number
                    .map(|number| (format!("relatives[{index}].number"), number))
            });
        let unmarked: Vec<String> = own_numbers(citizen)
            .into_iter()
            .chain(relatives)
            .filter(|(_, number)| !number.is_marked())
            .map(|(field, _)| field)
            .collect();
        if !unmarked.is_empty() {
            return Err(EditRefusal::Refused(Refusal::NumberUnmarked {
                fields: unmarked,
            }));
        }
    }
    for (field, number) in own_numbers(citizen) {
        let holders = people
            .holders(CitizenNumber::Personal(number))
            .map_err(EditRefusal::Store)?;
        if holders
            .iter()
            .any(|holder| holder.identity.id != citizen.identity.id)
        {
            return Err(EditRefusal::Refused(Refusal::NumberTaken { field }));
        }
    }
    Ok(())
}

fn own_numbers(citizen: &Citizen) -> Vec<(String, PersonalNumber)> {
    let current = citizen
        .identity
        .number
        .map(|number| ("number".to_owned(), number));
    let former = citizen.former_numbers.iter().enumerate();
    let former =
        former.map(|(index, former)| (format!("former_numbers[{index}].number"), former.number));
    current.into_iter().chain(former).collect()
}

/// RFC 7396: null removes, objects merge, everything else replaces.
fn apply_merge_patch(target: &mut serde_json::Value, patch: &serde_json::Value) {
    let serde_json::Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = serde_json::Value::Object(serde_json::Map::new());
    }
    let Some(target) = target.as_object_mut() else {
        return;
    };
    for (key, value) in patch {
        if value.is_null() {
            target.remove(key);
        } else {
            apply_merge_patch(
                target.entry(key.clone()).or_insert(serde_json::Value::Null),
                value,
            );
        }
    }
}

fn journal(world: &World, context: &Context<'_>, operation: &'static str, citizen: &Citizen) {
    let identity = &citizen.identity;
    world.journal().append(JournalEntry {
        sequence: 0,
        at: context.at,
        request_id: context.request_id.clone(),
        client: context.caller.id.clone(),
        operation,
        question: Some(JournalQuestion {
            number: identity.number.map(CitizenNumber::Personal),
            full_name: Some(identity.full_name.as_str().into()),
            date_of_birth: Some(identity.date_of_birth),
        }),
        outcome: "done",
        rule: None,
    });
}
