//! The state file: edits of the default world, committed before they are answered.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, params};

use super::STATE_FILE;
use super::error::{StoreError, named};
use super::file_check::{STATE_APPLICATION_ID, check_header};
use super::row::{citizen_from_json, record_json};
use crate::domain::citizen::{Citizen, PersonId};

/// The format of the file, its `user_version`.
const FORMAT: i64 = 1;

/// The open state file. One writer: whoever holds the lock of the folder.
#[derive(Debug)]
pub struct StateFile {
    connection: Connection,
    path: PathBuf,
}

/// One edit: a person as they are now, or `None` for one who was deleted.
pub type StoredEdit = (PersonId, Option<Citizen>);

impl StateFile {
    /// Opens the file in `folder` for writing, making it if need be, and returns what is in it.
    pub fn open(
        folder: &Path,
        population_digest: &str,
    ) -> Result<(Self, Vec<StoredEdit>), StoreError> {
        let path = folder.join(STATE_FILE);
        // A start that was killed before its first commit leaves an empty file.
        let is_new = std::fs::metadata(&path).map_or(true, |file| file.len() == 0);
        if !is_new {
            check_header(&path, STATE_APPLICATION_ID, FORMAT)?;
        }
        let connection = Connection::open(&path).map_err(named(&path))?;
        let file = Self { connection, path };
        if is_new {
            file.create(population_digest)?;
        }
        // FULL: an answered edit survives a power cut.
        file.connection
            .execute_batch("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;")
            .map_err(named(&file.path))?;
        let edits = file.edits(population_digest)?;
        Ok((file, edits))
    }

    /// Reads the edits of a folder without writing to it; none where there is no file.
    pub fn read(folder: &Path, population_digest: &str) -> Result<Vec<StoredEdit>, StoreError> {
        let path = folder.join(STATE_FILE);
        if !path.exists() {
            return Ok(Vec::new());
        }
        check_header(&path, STATE_APPLICATION_ID, FORMAT)?;
        let connection = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(named(&path))?;
        Self { connection, path }.edits(population_digest)
    }

    /// Commits edits, all of them or none.
    pub fn save(&mut self, edits: &[StoredEdit]) -> Result<(), StoreError> {
        let write = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            for (id, citizen) in edits {
                transaction
                    .prepare_cached("INSERT OR REPLACE INTO person VALUES (?1, ?2)")?
                    .execute(params![id.0, citizen.as_ref().map(record_json)])?;
            }
            transaction.commit()
        };
        write(&mut self.connection).map_err(named(&self.path))
    }

    /// Forgets all edits.
    pub fn clear(&mut self) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM person", [])
            .map(|_rows| ())
            .map_err(named(&self.path))
    }

    /// One transaction: a kill leaves an empty file or a whole one.
    fn create(&self, population_digest: &str) -> Result<(), StoreError> {
        let write = || {
            let transaction = self.connection.unchecked_transaction()?;
            transaction.pragma_update(None, "application_id", STATE_APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", FORMAT)?;
            transaction.execute_batch(include_str!("state.sql"))?;
            transaction.execute(
                "INSERT INTO meta VALUES ('population_digest', ?1)",
                [population_digest],
            )?;
            transaction.commit()
        };
        write().map_err(named(&self.path))
    }

    fn edits(&self, population_digest: &str) -> Result<Vec<StoredEdit>, StoreError> {
        let damaged = |what: String| StoreError::Damaged {
            path: self.path.clone(),
            what,
        };
        let found: String = self
            .connection
            .query_row(
                "SELECT value FROM meta WHERE key = 'population_digest'",
                [],
                |row| row.get(0),
            )
            .map_err(|error| damaged(error.to_string()))?;
        if found != population_digest {
            return Err(StoreError::OtherPopulation {
                path: self.path.clone(),
                found,
                expected: population_digest.to_owned(),
            });
        }
        let mut statement = self
            .connection
            .prepare("SELECT id, record FROM person ORDER BY id")
            .map_err(named(&self.path))?;
        let rows = statement
            .query_map([], |row| {
                Ok((PersonId(row.get(0)?), row.get::<_, Option<String>>(1)?))
            })
            .map_err(named(&self.path))?;
        let mut edits = Vec::new();
        for row in rows {
            let (id, record) = row.map_err(named(&self.path))?;
            let citizen = record.map(|json| citizen_from_json(id, &json)).transpose();
            edits.push((id, citizen.map_err(|bad| damaged(bad.0.to_owned()))?));
        }
        Ok(edits)
    }
}
