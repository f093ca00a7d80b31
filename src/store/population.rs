//! Reads the population file: one read-only connection with kept statements for each thread.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::{Connection, OpenFlags};

use super::batch::integer_of;
use super::error::{StoreError, named};
use super::file_check::{POPULATION_APPLICATION_ID, check_content, check_header};
use super::packing::{birth_key, nearest_ordinal};
use super::prefilter::Prefilter;
use super::reader::{ReadError, Reader};
use super::texts::TextTable;
use crate::domain::citizen::{Citizen, Identity, PersonId};
use crate::domain::citizen_number::{CmndNumber, PersonalNumber};

/// The format of the file, its `user_version`: 3 packs a person into few integers and keeps kin together. A
/// file is made again from its seed, never migrated.
pub const FORMAT: i64 = 3;

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
        self.read(|reader| reader.identity_with_number(integer_of(number)))
    }

    /// Who had this number before another was set.
    pub fn former_holder(&self, number: PersonalNumber) -> Result<Option<PersonId>, StoreError> {
        self.read(|reader| reader.former_holder(integer_of(number)))
    }

    /// Everybody who holds or held this CMND, by id.
    pub fn holders_of_cmnd(&self, number: CmndNumber) -> Result<Vec<PersonId>, StoreError> {
        self.read(|reader| reader.holders_of_cmnd(number.value().into()))
    }

    /// What a match looks at of the person with this id.
    pub fn identity(&self, id: PersonId) -> Result<Option<Identity>, StoreError> {
        self.read(|reader| reader.identity_with_id(id.0))
    }

    /// The whole person with this id.
    pub fn citizen(&self, id: PersonId) -> Result<Option<Citizen>, StoreError> {
        self.read(|reader| {
            let Some(row) = reader.row(id.0)? else {
                return Ok(None);
            };
            let cluster = reader.cluster_of(&row)?;
            reader.citizen(&row, &cluster).map(Some)
        })
    }

    /// People born on the packed dates, by date; with name keys, only theirs.
    pub fn candidates(&self, wanted: &Candidates<'_>) -> Result<Vec<Identity>, StoreError> {
        let (first, last) = wanted.births;
        let (low, high) = (nearest_ordinal(first), nearest_ordinal(last));
        let mut found = Vec::new();
        self.read(|reader| {
            // People born before or after all years that the index has stand at its ends.
            let mut keep = |identity: Identity| {
                if (first..=last).contains(&identity.date_of_birth.packed()) {
                    found.push(identity);
                }
                found.len() < wanted.limit
            };
            if wanted.name_keys.is_empty() {
                let range = [birth_key(low, 0), birth_key(high, -1)];
                return reader.with_birth_keys(range, &mut keep);
            }
            for ordinal in low..=high {
                for name_key in wanted.name_keys {
                    let key = birth_key(ordinal, *name_key);
                    reader.with_birth_keys([key, key], &mut keep)?;
                }
            }
            Ok(())
        })?;
        found.truncate(wanted.limit);
        Ok(found)
    }

    /// Everybody in this household, whole, by id.
    pub fn household(&self, household: u32) -> Result<Vec<Citizen>, StoreError> {
        self.read(|reader| reader.household(household))
    }

    /// The head of this household without relatives, where its number leads to the head: in all but those of personas.
    pub fn head_of_household(&self, household: u32) -> Result<Option<Citizen>, StoreError> {
        self.read(|reader| reader.head_of_household(household))
    }

    /// Hands every person to `each` in the order of ids, until it says stop.
    pub fn for_each(&self, each: impl FnMut(Citizen) -> bool) -> Result<(), StoreError> {
        let connection = open_connection(&self.path)?;
        let reader = Reader::new(&connection, &self.texts);
        reader
            .for_each(each)
            .map_err(|error| self.read_failed(error))
    }

    /// Hands the people with these ids whom the prefilter lets through to `each`, in the order of ids,
    /// until it says stop. On a connection of its own, so that `each` may ask for others.
    pub fn scan(
        &self,
        filter: &Prefilter,
        ids: Range<PersonId>,
        each: impl FnMut(Citizen) -> bool,
    ) -> Result<(), StoreError> {
        let connection = open_connection(&self.path)?;
        let reader = Reader::new(&connection, &self.texts);
        reader
            .scan(&filter.statement(), ids, each)
            .map_err(|error| self.read_failed(error))
    }

    /// Hands those born on the packed dates who share the date and the name key with somebody, and whom the prefilter
    /// lets through, to `each`, in the order of both, until it says stop. Tells how many people were gone past.
    pub fn doubles(
        &self,
        filter: &Prefilter,
        (first, last): (u32, u32),
        each: impl FnMut(PersonId) -> bool,
    ) -> Result<u64, StoreError> {
        let connection = open_connection(&self.path)?;
        let reader = Reader::new(&connection, &self.texts);
        let range = [
            birth_key(nearest_ordinal(first), 0),
            birth_key(nearest_ordinal(last), -1),
        ];
        reader
            .doubles(&filter.statement_of_one(), range, each)
            .map_err(|error| self.read_failed(error))
    }

    /// Reads on this thread's own connection.
    fn read<T>(
        &self,
        read: impl FnOnce(&Reader<'_>) -> Result<T, ReadError>,
    ) -> Result<T, StoreError> {
        CONNECTIONS.with_borrow_mut(|connections| {
            let connection = match connections.entry(self.key) {
                std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(open_connection(&self.path)?)
                }
            };
            read(&Reader::new(connection, &self.texts)).map_err(|error| self.read_failed(error))
        })
    }

    fn read_failed(&self, error: ReadError) -> StoreError {
        match error {
            ReadError::Query(error) => named(&self.path)(error),
            ReadError::Bad(bad) => StoreError::Damaged {
                path: self.path.clone(),
                what: bad.0.to_owned(),
            },
        }
    }
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

    /// SQLite as the system has it maps two gigabytes at the most; `.cargo/config.toml` has it compiled otherwise.
    #[test]
    fn the_file_of_a_whole_nation_is_mapped() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("population.db");
        Connection::open(&path)
            .and_then(|connection| connection.execute_batch("CREATE TABLE one (a)"))
            .expect("a file");
        let connection = open_connection(&path).expect("opened");
        let mapped: i64 = connection
            .query_row("PRAGMA mmap_size", [], |row| row.get(0))
            .expect("a size");
        assert_eq!(mapped, 1 << 40);
    }
}
