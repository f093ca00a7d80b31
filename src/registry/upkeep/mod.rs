//! People of one's own: created, changed, deleted, imported.

mod checks;
mod import;
mod merge_patch;

use super::caller::Context;
use super::numbering::free_number;
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::status::CancelReason;
use crate::record::{CitizenRecord, FieldError, read_json, read_record, storage_record};
use crate::store::StoreError;
use crate::worlds::{About, EditError, Finding, JournalQuestion, World};

use checks::editable;

pub(super) use checks::check_numbers;

pub use import::{ImportError, MAX_IMPORT, import};

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
    /// All numbers of the person's place, sex and year are given.
    NumbersExhausted,
    /// Nobody has the number that was to be changed.
    NotFound,
    /// Two people hold the CMND that was to be changed.
    Ambiguous,
    /// The number that was to be changed was cancelled and another set.
    Cancelled(CancelReason),
    /// The caller did not say which version the edit is meant for.
    VersionMissing,
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

/// Which version of a record an edit is meant for (RFC 9110, If-Match).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedVersion {
    /// The caller did not say: refused once somebody is found.
    Unstated,
    /// Whatever there is (`*`).
    Any,
    /// One of these.
    OneOf(Vec<String>),
}

impl From<StoreError> for UpkeepError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for UpkeepError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The version of a record, for `ETag` and `If-Match`: a hash of everything recorded.
pub fn version_of(citizen: &Citizen) -> String {
    let record = serde_json::to_vec(&storage_record(citizen)).unwrap_or_default();
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
    let created = world.edit(context.at, |people| {
        let id = people.overlay().next_id();
        let mut citizen = read_record(record, id).map_err(Refusal::Fields)?;
        if citizen.identity.number.is_none() {
            citizen.identity.number = free_number(world, people, &citizen, |_| false)?;
        }
        check_numbers(people, &citizen, allow_unmarked)?;
        Ok((vec![(id, Some(citizen.clone()))], citizen))
    });
    journaled(context, "create_citizen", created)
}

/// Changes a person by a JSON merge patch (RFC 7396) against the stored record, if it still has the
/// version the caller saw.
pub fn merge_patch(
    world: &World,
    context: &Context<'_>,
    number: CitizenNumber,
    version: &ExpectedVersion,
    patch: &serde_json::Value,
    allow_unmarked: bool,
) -> Result<Citizen, UpkeepError> {
    let day = world.business_date();
    let patched = world.edit(context.at, |people| {
        let before = editable(people, number, version, day)?;
        let id = before.identity.id;
        let merged = merge_patch::merged(&storage_record(&before), patch);
        let record: CitizenRecord = read_json(merged.to_string().as_bytes())
            .map_err(|error| Refusal::Fields(vec![error]))?;
        let citizen = read_record(&record, id).map_err(Refusal::Fields)?;
        check_numbers(people, &citizen, allow_unmarked)?;
        Ok((vec![(id, Some(citizen.clone()))], citizen))
    });
    journaled(context, "patch_citizen", patched)
}

/// Deletes a person from this world, if they still have the version the caller saw.
pub fn delete(
    world: &World,
    context: &Context<'_>,
    number: CitizenNumber,
    version: &ExpectedVersion,
) -> Result<(), UpkeepError> {
    let day = world.business_date();
    let deleted = world.edit(context.at, |people| {
        let before = editable(people, number, version, day)?;
        Ok((vec![(before.identity.id, None)], before))
    });
    journaled(context, "delete_citizen", deleted).map(|_deleted| ())
}

/// Notes an edit that was made for the journal; names one that was not.
fn journaled(
    context: &Context<'_>,
    operation: &'static str,
    edited: Result<Citizen, EditError<UpkeepError>>,
) -> Result<Citizen, UpkeepError> {
    let citizen = edited.map_err(|error| match error {
        EditError::Refused(error) => error,
        EditError::Store(error) => UpkeepError::Store(error),
    })?;
    let identity = &citizen.identity;
    let question = JournalQuestion {
        number: identity.number.map(CitizenNumber::Personal),
        full_name: Some(identity.full_name.as_str().into()),
        date_of_birth: Some(identity.date_of_birth),
        gender: Some(identity.gender),
        policy: None,
    };
    context.note(Finding {
        question: Some(question),
        about: About::One(identity.id),
        ..Finding::of(operation, "done")
    });
    Ok(citizen)
}
