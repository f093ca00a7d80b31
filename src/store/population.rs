//! Reads the population file: one read-only connection with kept statements for each thread.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::{CachedStatement, Connection, OpenFlags, OptionalExtension, Row, params};

use super::error::{StoreError, named};
use super::file_check::{POPULATION_APPLICATION_ID, check_content, check_header};
use super::row::{self, BadRow, integer_of};
use super::texts::TextTable;
use crate::domain::citizen::{Citizen, Identity, PersonId};
use crate::domain::citizen_number::{CmndNumber, PersonalNumber};

/// The format of the file, its `user_version`: 2 has an index of households. A file is made again from
/// its seed, never migrated; the digest of its people, which edits are kept for, does not change by it.
pub const FORMAT: i64 = 2;

/// The population: shared by all threads, each of which opens the file for itself.
#[derive(Debug)]
pub struct Population {
    path: PathBuf,
    key: u64,
    texts: TextTable,
    facts: PopulationFacts,
}

/// What the file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PopulationFacts {
    /// Living people asked for.
    pub size: u64,
    /// All people in it.
    pub people: u64,
    /// The seed.
    pub seed: u64,
    /// `provinces` or `reserved`.
    pub numbers: String,
    /// Digest of the logical content, 32 hexadecimal digits.
    pub digest: String,
    /// The version of dancu that made it.
    pub made_by: String,
}

/// Which people a search looks at.
#[derive(Clone, Copy, Debug)]
pub struct Candidates<'a> {
    /// Packed dates of birth, first to last.
    pub births: (u32, u32),
    /// Name keys; empty for any name.
    pub name_keys: &'a [i16],
    /// Find no more than this many.
    pub limit: usize,
}

thread_local! {
    /// The connections of this thread, by population.
    static CONNECTIONS: RefCell<HashMap<u64, Connection>> = RefCell::new(HashMap::new());
}

impl Population {
    /// Opens the file in `folder` after checking that it is whole and ours.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        static NEXT_KEY: AtomicU64 = AtomicU64::new(1);
        let path = folder.join(super::POPULATION_FILE);
        check_header(&path, POPULATION_APPLICATION_ID, FORMAT)?;
        check_content(&path)?;
        let connection = open_connection(&path)?;
        let damage = |error: rusqlite::Error| StoreError::Damaged {
            path: path.clone(),
            what: error.to_string(),
        };
        let texts = TextTable::read(&connection).map_err(damage)?;
        let facts = read_facts(&connection).map_err(damage)?;
        Ok(Self {
            path,
            key: NEXT_KEY.fetch_add(1, Ordering::Relaxed),
            texts,
            facts,
        })
    }

    /// What the file says of itself.
    pub fn facts(&self) -> &PopulationFacts {
        &self.facts
    }

    /// Who has this number in force, ready to be matched.
    pub fn identity_with_number(
        &self,
        number: PersonalNumber,
    ) -> Result<Option<Identity>, StoreError> {
        self.query(statements::IDENTITY_BY_NUMBER, |mut statement, texts| {
            let mut rows = statement.query(params![integer_of(number)])?;
            rows.next()?
                .map(|row| Ok(row::identity_from(row, texts)))
                .transpose()
        })?
        .transpose()
        .map_err(|bad| self.damaged(&bad))
    }

    /// Who had this number before another was set.
    pub fn former_holder(&self, number: PersonalNumber) -> Result<Option<PersonId>, StoreError> {
        self.query(
            "SELECT person_id FROM former_number WHERE number = ?1",
            |mut statement, _| {
                statement
                    .query_row(params![integer_of(number)], |row| row.get(0))
                    .optional()
            },
        )
        .map(|id| id.map(PersonId))
    }

    /// Everybody who holds or held this CMND, by id.
    pub fn holders_of_cmnd(&self, number: CmndNumber) -> Result<Vec<PersonId>, StoreError> {
        let sql = "SELECT id FROM person WHERE cmnd = ?1 \
                   UNION SELECT person_id FROM further_cmnd WHERE number = ?1 ORDER BY 1";
        self.query(sql, |mut statement, _| {
            statement
                .query_map(params![number.value()], |row| row.get(0).map(PersonId))?
                .collect()
        })
    }

    /// What a match looks at of the person with this id.
    pub fn identity(&self, id: PersonId) -> Result<Option<Identity>, StoreError> {
        self.one(statements::IDENTITY_BY_ID, id, row::identity_from)
    }

    /// The whole person with this id.
    pub fn citizen(&self, id: PersonId) -> Result<Option<Citizen>, StoreError> {
        self.one(statements::CITIZEN_BY_ID, id, row::citizen_from)
    }

    /// People born on the packed dates, by id within each date; with name keys, only theirs.
    pub fn candidates(&self, wanted: &Candidates<'_>) -> Result<Vec<Identity>, StoreError> {
        let mut found = Vec::new();
        let (first, last) = wanted.births;
        if wanted.name_keys.is_empty() {
            self.collect(
                statements::IDENTITIES_BY_BIRTH,
                params![first, last],
                wanted.limit,
                &mut found,
            )?;
            return Ok(found);
        }
        for birth in packed_dates(wanted) {
            for key in wanted.name_keys {
                self.collect(
                    statements::IDENTITIES_BY_BIRTH_AND_KEY,
                    params![birth, key],
                    wanted.limit,
                    &mut found,
                )?;
            }
        }
        Ok(found)
    }

    /// Everybody in this household, whole, by id.
    pub fn household(&self, household: u32) -> Result<Vec<Citizen>, StoreError> {
        let members = self.query(statements::CITIZENS_BY_HOUSEHOLD, |mut statement, texts| {
            let rows =
                statement.query_map(params![household], |row| Ok(row::citizen_from(row, texts)))?;
            rows.collect::<rusqlite::Result<Result<Vec<Citizen>, BadRow>>>()
        })?;
        members.map_err(|bad| self.damaged(&bad))
    }

    /// Hands every person to `each` in the order of ids, until it says stop.
    pub fn for_each(&self, mut each: impl FnMut(Citizen) -> bool) -> Result<(), StoreError> {
        let connection = open_connection(&self.path)?;
        let mut statement = connection
            .prepare(statements::ALL_CITIZENS)
            .map_err(named(&self.path))?;
        let mut rows = statement.query([]).map_err(named(&self.path))?;
        while let Some(row) = rows.next().map_err(named(&self.path))? {
            let citizen = row::citizen_from(row, &self.texts).map_err(|bad| self.damaged(&bad))?;
            if !each(citizen) {
                break;
            }
        }
        Ok(())
    }

    /// Adds rows to `found` until it has `limit`.
    fn collect(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        limit: usize,
        found: &mut Vec<Identity>,
    ) -> Result<(), StoreError> {
        let bad = self.query(sql, |mut statement, texts| {
            let mut rows = statement.query(parameters)?;
            while let Some(row) = rows.next()?
                && found.len() < limit
            {
                match row::identity_from(row, texts) {
                    Ok(identity) => found.push(identity),
                    Err(bad) => return Ok(Some(bad)),
                }
            }
            Ok(None)
        })?;
        bad.map_or(Ok(()), |bad| Err(self.damaged(&bad)))
    }

    fn one<T>(
        &self,
        sql: &str,
        id: PersonId,
        read: impl FnOnce(&Row<'_>, &TextTable) -> Result<T, BadRow>,
    ) -> Result<Option<T>, StoreError> {
        self.query(sql, |mut statement, texts| {
            let mut rows = statement.query(params![id.0])?;
            rows.next()?.map(|row| Ok(read(row, texts))).transpose()
        })?
        .transpose()
        .map_err(|bad| self.damaged(&bad))
    }

    /// Runs a kept statement on this thread's own connection.
    fn query<T>(
        &self,
        sql: &str,
        run: impl FnOnce(CachedStatement<'_>, &TextTable) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        CONNECTIONS.with_borrow_mut(|connections| {
            let connection = match connections.entry(self.key) {
                std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(open_connection(&self.path)?)
                }
            };
            let statement = connection.prepare_cached(sql).map_err(named(&self.path))?;
            run(statement, &self.texts).map_err(named(&self.path))
        })
    }

    fn damaged(&self, bad: &BadRow) -> StoreError {
        StoreError::Damaged {
            path: self.path.clone(),
            what: bad.0.to_owned(),
        }
    }
}

/// The statements on `person`.
mod statements {
    use super::row::{citizen_columns, identity_columns};

    pub const IDENTITY_BY_NUMBER: &str = concat!(
        "SELECT ",
        identity_columns!(),
        " FROM person WHERE number = ?1"
    );
    pub const IDENTITY_BY_ID: &str =
        concat!("SELECT ", identity_columns!(), " FROM person WHERE id = ?1");
    pub const IDENTITIES_BY_BIRTH: &str = concat!(
        "SELECT ",
        identity_columns!(),
        " FROM person WHERE birth BETWEEN ?1 AND ?2 ORDER BY birth, id"
    );
    pub const IDENTITIES_BY_BIRTH_AND_KEY: &str = concat!(
        "SELECT ",
        identity_columns!(),
        " FROM person WHERE birth = ?1 AND name_key = ?2 ORDER BY id"
    );
    pub const CITIZEN_BY_ID: &str =
        concat!("SELECT ", citizen_columns!(), " FROM person WHERE id = ?1");
    pub const CITIZENS_BY_HOUSEHOLD: &str = concat!(
        "SELECT ",
        citizen_columns!(),
        " FROM person WHERE household = ?1 ORDER BY id"
    );
    pub const ALL_CITIZENS: &str =
        concat!("SELECT ", citizen_columns!(), " FROM person ORDER BY id");
}

/// The dates between the bounds that a packed date can have: 13 months (0 unknown) of 32 days.
fn packed_dates(wanted: &Candidates<'_>) -> impl Iterator<Item = i64> {
    let (first, last) = wanted.births;
    (first..=last)
        .filter(|packed| packed / 32 % 16 <= 12)
        .map(i64::from)
}

/// Read-only, and told that nobody changes the file, so that no lock is asked for and no page is
/// looked at twice. One read transaction stays open, since nothing can change. The pages are mapped: they belong to the system's cache and not to us.
fn open_connection(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let connection =
        Connection::open_with_flags(immutable_uri(path), flags).map_err(named(path))?;
    connection.set_prepared_statement_cache_capacity(32);
    connection
        .execute_batch(
            "PRAGMA mmap_size = 1099511627776; PRAGMA cache_size = -512; PRAGMA query_only = ON; BEGIN;",
        )
        .map_err(named(path))?;
    Ok(connection)
}

/// `file:` and the path with what a URI would misread escaped.
fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for character in path.to_string_lossy().chars() {
        match character {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            other => uri.push(other),
        }
    }
    uri.push_str("?immutable=1");
    uri
}

fn read_facts(connection: &Connection) -> rusqlite::Result<PopulationFacts> {
    let value = |key: &str| -> rusqlite::Result<String> {
        connection.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| {
            row.get(0)
        })
    };
    let number = |key: &str| value(key).map(|text| text.parse().unwrap_or(0));
    Ok(PopulationFacts {
        size: number("size")?,
        people: number("people")?,
        seed: number("seed")?,
        numbers: value("numbers")?,
        digest: value("digest")?,
        made_by: value("dancu_version")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_is_found_by_its_index() {
        let connection = Connection::open_in_memory().expect("a database");
        connection
            .execute_batch(concat!(
                include_str!("population.sql"),
                include_str!("population_indexes.sql")
            ))
            .expect("made");
        let sql = format!("EXPLAIN QUERY PLAN {}", statements::CITIZENS_BY_HOUSEHOLD);
        let plan: String = connection
            .query_row(&sql, [1], |row| row.get(3))
            .expect("a plan");
        assert!(plan.contains("USING INDEX person_household"), "{plan}");
    }
}
