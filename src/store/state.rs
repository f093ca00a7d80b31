//! The state file: what was changed in the default world, committed before it is answered.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, params};

use super::STATE_FILE;
use super::changes;
use super::error::{StoreError, named, named_io};
use super::file_check::STATE_APPLICATION_ID;
use super::portal::{self, PortalEdits, StateReadError, moment, moment_from};
use super::row::{citizen_from_json, record_json};
use crate::domain::change::Change;
use crate::domain::citizen::{Citizen, PersonId};
use crate::domain::timestamp::Timestamp;

/// The format of the file, its `user_version`: 1 had people alone, 2 has the portal's accounts too, 3
/// knows when each person was changed, 4 what happened to them.
const FORMAT: i64 = 4;
/// The oldest format that is read. It is brought up to date in place, because it holds edits that
/// nothing could make again.
const OLDEST_FORMAT: i64 = 1;

/// The first format with the portal's accounts.
const WITH_PORTAL: i64 = 2;
/// The first format that knows when people were changed.
const WITH_TIMES: i64 = 3;
/// The first format with the change feed.
const WITH_CHANGES: i64 = 4;

/// How long a reader waits for a commit, and the other way round.
const PATIENCE: Duration = Duration::from_secs(5);

/// The open state file. One writer: whoever holds the lock of the folder.
#[derive(Debug)]
pub struct StateFile {
    connection: Connection,
    path: PathBuf,
}

/// One edit as it was kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredEdit {
    /// Whom it changed.
    pub id: PersonId,
    /// The person as they are now, or `None` for one who was deleted.
    pub citizen: Option<Citizen>,
    /// When; 0, before everything, for edits of formats that did not write it down. The time of the
    /// upgrade would claim a change that nobody made.
    pub changed_at: Timestamp,
}

/// All that was kept.
#[derive(Debug)]
pub struct StoredState {
    /// People who differ from the population.
    pub people: Vec<StoredEdit>,
    /// What happened to them, oldest first.
    pub changes: Vec<Change>,
    /// What differs of the portal.
    pub portal: PortalEdits,
}

impl StateFile {
    /// Opens the file in `folder` for writing, making it if need be, and returns what is in it. SQLite
    /// first rolls back a commit that was cut off.
    pub fn open(folder: &Path, population_digest: &str) -> Result<(Self, StoredState), StoreError> {
        let path = folder.join(STATE_FILE);
        let file = Self::connect(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        )?;
        if file.is_empty()? {
            file.create(population_digest)?;
        }
        file.check()?;
        // FULL: an answered edit survives a power cut.
        file.connection
            .execute_batch("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;")
            .map_err(named(&file.path))?;
        let people = file.edits(population_digest)?;
        file.upgrade()?;
        let changes = changes::load(&file.connection).map_err(|error| file.unreadable(error))?;
        let portal = portal::load(&file.connection).map_err(|error| file.unreadable(error))?;
        let stored = StoredState {
            people,
            changes,
            portal,
        };
        Ok((file, stored))
    }

    /// Reads the edits of a folder without changing them; none where there is no file.
    pub fn read(folder: &Path, population_digest: &str) -> Result<Vec<StoredEdit>, StoreError> {
        let path = folder.join(STATE_FILE);
        if !path.exists() {
            return Ok(Vec::new());
        }
        let reading = Self::connect(path.clone(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let file = match reading.is_empty() {
            // A commit was cut off, and only a connection that may write can roll it back.
            Err(StoreError::Io { .. }) => Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?,
            Err(error) => return Err(error),
            Ok(_) => reading,
        };
        if file.is_empty()? {
            return Ok(Vec::new());
        }
        file.check()?;
        file.edits(population_digest)
    }

    fn connect(path: PathBuf, flags: OpenFlags) -> Result<Self, StoreError> {
        let connection = Connection::open_with_flags(&path, flags).map_err(named(&path))?;
        connection.busy_timeout(PATIENCE).map_err(named(&path))?;
        Ok(Self { connection, path })
    }

    fn pragma(&self, name: &str) -> Result<i64, StoreError> {
        self.connection
            .pragma_query_value(None, name, |row| row.get(0))
            .map_err(named(&self.path))
    }

    /// Whether nothing was ever committed: a new file, or a start that was killed before its first commit.
    fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.pragma("schema_version")? == 0)
    }

    /// Is it whole, ours, and of the format we know?
    fn check(&self) -> Result<(), StoreError> {
        let path = || self.path.clone();
        if self.pragma("application_id")? != i64::from(STATE_APPLICATION_ID) {
            return Err(StoreError::Foreign { path: path() });
        }
        match self.pragma("user_version")? {
            found if found > FORMAT => {
                return Err(StoreError::Newer {
                    path: path(),
                    found,
                    known: FORMAT,
                });
            }
            found if found < OLDEST_FORMAT => {
                return Err(StoreError::Older {
                    path: path(),
                    found,
                    known: FORMAT,
                });
            }
            _ => {}
        }
        let verdict: String = self
            .connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(named(&self.path))?;
        if verdict == "ok" {
            return Ok(());
        }
        let what = verdict.lines().last().unwrap_or_default().to_owned();
        Err(StoreError::Damaged { path: path(), what })
    }

    /// Commits edits made at `at` and what the feed tells of them, all or nothing; `None` deletes.
    pub fn save(
        &mut self,
        edits: &[(PersonId, Option<Citizen>)],
        changes: &[Change],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let write = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            for (id, citizen) in edits {
                save_person(&transaction, *id, citizen.as_ref(), at)?;
            }
            changes::save(&transaction, changes)?;
            transaction.commit()
        };
        write(&mut self.connection).map_err(named(&self.path))
    }

    /// Commits what changed of the portal, all of it or nothing.
    pub fn save_portal(&mut self, edits: &PortalEdits) -> Result<(), StoreError> {
        let write = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            portal::save(&transaction, edits)?;
            transaction.commit()
        };
        write(&mut self.connection).map_err(named(&self.path))
    }

    /// Forgets all edits; the feed begins anew with `changes`.
    pub fn clear(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        self.replace(std::iter::empty(), changes, &PortalEdits::default())
    }

    /// Forgets all edits and commits these in their place, all of it or nothing.
    pub fn replace<'edits>(
        &mut self,
        people: impl Iterator<Item = (PersonId, Option<&'edits Citizen>, Timestamp)>,
        changes: &[Change],
        portal: &PortalEdits,
    ) -> Result<(), StoreError> {
        let write = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            for table in ["person", "change", "portal_account", "portal_attempt"] {
                transaction.execute(&format!("DELETE FROM {table}"), [])?;
            }
            for (id, citizen, at) in people {
                save_person(&transaction, id, citizen, at)?;
            }
            changes::save(&transaction, changes)?;
            portal::save(&transaction, portal)?;
            transaction.commit()
        };
        write(&mut self.connection).map_err(named(&self.path))
    }

    /// One transaction: a kill leaves an empty file or a whole one, perhaps after a roll-back.
    fn create(&self, population_digest: &str) -> Result<(), StoreError> {
        let write = || {
            let transaction = self.connection.unchecked_transaction()?;
            transaction.pragma_update(None, "application_id", STATE_APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", FORMAT)?;
            transaction.execute_batch(include_str!("state.sql"))?;
            transaction.execute_batch(include_str!("state_portal.sql"))?;
            changes::create(&transaction)?;
            transaction.execute(
                "INSERT INTO meta VALUES ('population_digest', ?1)",
                [population_digest],
            )?;
            transaction.commit()
        };
        write().map_err(named(&self.path))
    }

    /// Brings an older file up to date; the edits in it stay.
    fn upgrade(&self) -> Result<(), StoreError> {
        let found = self.pragma("user_version")?;
        if found == FORMAT {
            return Ok(());
        }
        let write = || {
            let transaction = self.connection.unchecked_transaction()?;
            if found < WITH_PORTAL {
                transaction.execute_batch(include_str!("state_portal.sql"))?;
            }
            if found < WITH_TIMES {
                transaction.execute_batch(
                    "ALTER TABLE person ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0",
                )?;
            }
            if found < WITH_CHANGES {
                changes::create(&transaction)?;
                changes::recall(&transaction)?;
            }
            transaction.pragma_update(None, "user_version", FORMAT)?;
            transaction.commit()
        };
        write().map_err(named(&self.path))
    }

    fn unreadable(&self, error: StateReadError) -> StoreError {
        match error {
            StateReadError::Query(error) => named(&self.path)(error),
            StateReadError::Row(bad) => StoreError::Damaged {
                path: self.path.clone(),
                what: bad.0.to_owned(),
            },
        }
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
        // A reading command leaves an older file as it is, and it has no such column.
        let sql = if self.pragma("user_version")? < WITH_TIMES {
            "SELECT id, record, 0 FROM person ORDER BY id"
        } else {
            "SELECT id, record, changed_at FROM person ORDER BY id"
        };
        let mut statement = self.connection.prepare(sql).map_err(named(&self.path))?;
        let rows = statement
            .query_map([], |row| {
                let record: Option<String> = row.get(1)?;
                Ok((PersonId(row.get(0)?), record, row.get(2)?))
            })
            .map_err(named(&self.path))?;
        let mut edits = Vec::new();
        for row in rows {
            let (id, record, changed_at) = row.map_err(named(&self.path))?;
            let citizen = record.map(|json| citizen_from_json(id, &json)).transpose();
            edits.push(StoredEdit {
                id,
                citizen: citizen.map_err(|bad| damaged(bad.0.to_owned()))?,
                changed_at: moment_from(changed_at).map_err(|bad| damaged(bad.0.to_owned()))?,
            });
        }
        Ok(edits)
    }
}

fn save_person(
    transaction: &Transaction<'_>,
    id: PersonId,
    citizen: Option<&Citizen>,
    at: Timestamp,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT OR REPLACE INTO person VALUES (?1, ?2, ?3)")?
        .execute(params![id.0, citizen.map(record_json), moment(at)])?;
    Ok(())
}

/// Removes the state file of a folder, with whatever SQLite left beside it.
pub fn remove_state(folder: &Path) -> Result<(), StoreError> {
    for name in [format!("{STATE_FILE}-journal"), STATE_FILE.to_owned()] {
        match std::fs::remove_file(folder.join(&name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(named_io(&folder.join(name))(error));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
