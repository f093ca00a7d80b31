//! Is there room for a population? Asked before anything is written.

use std::path::Path;

use super::error::{StoreError, named_io};

/// Bytes of one row of `person` with its share of the indexes and of what few people have; measured at two
/// million people (`cargo bench --bench seed`) and rounded up.
const BYTES_OF_PERSON: u64 = 125;
/// Bytes a person of the sorter's runs, of which two generations lie beside the file while they are merged.
const BYTES_OF_RUNS: u64 = 30;
/// Code tables, texts and personas.
const BYTES_AT_LEAST: u64 = 4 << 20;

/// Refuses a folder whose file system has no room for that many people.
pub fn check_space(folder: &Path, people: u64) -> Result<(), StoreError> {
    let needed = BYTES_AT_LEAST + people * (BYTES_OF_PERSON + BYTES_OF_RUNS);
    let system = rustix::fs::statvfs(folder)
        .map_err(|error| named_io(folder)(std::io::Error::from(error)))?;
    let free = system.f_bavail * system.f_frsize;
    if free < needed {
        return Err(StoreError::NoRoom {
            path: folder.into(),
            needed,
            free,
        });
    }
    Ok(())
}
