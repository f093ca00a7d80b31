//! Writes a population file: into a temporary file beside it, whole or not at all.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use super::error::{StoreError, named, named_io};
use super::file_check::{POPULATION_APPLICATION_ID, checksum_line, checksum_path, hexadecimal};
use super::population::FORMAT;
use super::row::integer_of;
use super::texts::TextInterner;
use super::traits::Traits;
use super::{POPULATION_FILE, place_code, row};
use crate::domain::citizen::{Citizen, Occupation};
use crate::domain::name::blocking_key;
use crate::domain::place::{Place, WardLink};
use crate::reference::{self, MapState};

/// How a population was made; stands in the file and in every bug report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriterFacts {
    /// Living people asked for.
    pub size: u64,
    /// The seed.
    pub seed: u64,
    /// `provinces` or `reserved`.
    pub numbers: String,
    /// The day the picture was taken.
    pub picture_date: String,
}

/// A population file in the making. Dropped before [`finish`](Self::finish), it leaves nothing.
#[derive(Debug)]
pub struct PopulationWriter {
    connection: Option<Connection>,
    temporary: PathBuf,
    target: PathBuf,
    texts: TextInterner,
    hash: Sha256,
    people: u64,
    unfinished: bool,
}

const INSERT_PERSON: &str = "INSERT INTO person VALUES \
     (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, \
     ?25, ?26, ?27, ?28)";

impl PopulationWriter {
    /// Begins a file in `folder`. Leftovers of killed seeds are swept away first.
    pub fn begin(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(named_io(folder))?;
        sweep(folder)?;
        let temporary = folder.join(format!("{POPULATION_FILE}.{}.part", std::process::id()));
        let connection = Connection::open(&temporary).map_err(named(&temporary))?;
        // No journal and no sync until the end: a file that was not finished is thrown away.
        connection
            .execute_batch(
                "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; \
                 PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536; PRAGMA threads = 2;",
            )
            .and_then(|()| {
                connection.pragma_update(None, "application_id", POPULATION_APPLICATION_ID)
            })
            .and_then(|()| connection.pragma_update(None, "user_version", FORMAT))
            .and_then(|()| connection.execute_batch(include_str!("population.sql")))
            .and_then(|()| connection.execute_batch("BEGIN"))
            .map_err(named(&temporary))?;
        Ok(Self {
            connection: Some(connection),
            temporary,
            target: folder.join(POPULATION_FILE),
            texts: TextInterner::default(),
            hash: Sha256::new(),
            people: 0,
            unfinished: true,
        })
    }

    /// Adds a person; ids must rise.
    pub fn add(&mut self, citizen: &Citizen) -> Result<(), StoreError> {
        let Some(connection) = &self.connection else {
            return Ok(());
        };
        let values = PersonValues::of(citizen, &mut self.texts);
        values.digest(&mut self.hash);
        let written = values.insert(connection).and_then(|()| {
            let id = citizen.identity.id.0;
            for former in &citizen.identity.former_numbers {
                connection
                    .prepare_cached("INSERT INTO former_number VALUES (?1, ?2)")?
                    .execute(params![integer_of(former.number), id])?;
            }
            for cmnd in citizen.cmnd.iter().skip(1) {
                connection
                    .prepare_cached("INSERT OR IGNORE INTO further_cmnd VALUES (?1, ?2)")?
                    .execute(params![cmnd.number.value(), id])?;
            }
            Ok(())
        });
        self.people += 1;
        written.map_err(|error| self.name(error))
    }

    /// How many people were added.
    pub fn people(&self) -> u64 {
        self.people
    }

    /// Builds the indexes, syncs the file and puts it in place; returns the digest of its content.
    pub fn finish(mut self, facts: &WriterFacts) -> Result<String, StoreError> {
        for text in self.texts.in_order() {
            self.hash.update(text.as_bytes());
            self.hash.update([0]);
        }
        let digest = hexadecimal(&self.hash.clone().finalize())[..32].to_owned();
        let Some(connection) = self.connection.take() else {
            return Ok(digest);
        };
        self.complete(&connection, facts, &digest)
            .map_err(|error| self.name(error))?;
        self.check_numbers(&connection)?;
        connection.close().map_err(|(_, error)| self.name(error))?;
        self.put_in_place()?;
        self.unfinished = false;
        Ok(digest)
    }

    fn complete(
        &self,
        connection: &Connection,
        facts: &WriterFacts,
        digest: &str,
    ) -> rusqlite::Result<()> {
        for (id, text) in (0_i64..).zip(self.texts.in_order()) {
            connection
                .prepare_cached("INSERT INTO text VALUES (?1, ?2)")?
                .execute(params![id, text])?;
        }
        write_code_tables(connection)?;
        let values = [
            ("size", facts.size.to_string()),
            ("seed", facts.seed.to_string()),
            ("numbers", facts.numbers.clone()),
            ("picture_date", facts.picture_date.clone()),
            ("people", self.people.to_string()),
            ("digest", digest.to_owned()),
            ("dancu_version", env!("CARGO_PKG_VERSION").to_owned()),
        ];
        for (key, value) in values {
            connection.execute("INSERT INTO meta VALUES (?1, ?2)", params![key, value])?;
        }
        connection.execute_batch("COMMIT")?;
        connection.execute_batch(include_str!("population_indexes.sql"))
    }

    /// Two people with one number are a fault of whoever made them, and never written.
    fn check_numbers(&self, connection: &Connection) -> Result<(), StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM person WHERE number IS NOT NULL GROUP BY number HAVING count(*) > 1)";
        let doubled: bool = connection
            .query_row(sql, [], |row| row.get(0))
            .map_err(|error| self.name(error))?;
        if doubled {
            Err(StoreError::NumberTaken)
        } else {
            Ok(())
        }
    }

    /// Sync, then rename, then sync the folder: after a crash there is the old file or the new one. The
    /// old checksum goes first and the new one comes last, so that no file ever stands beside another's.
    fn put_in_place(&self) -> Result<(), StoreError> {
        let name = named_io(&self.target);
        let folder = self.target.parent().unwrap_or(Path::new("."));
        std::fs::File::open(&self.temporary)
            .and_then(|file| file.sync_all())
            .map_err(&name)?;
        let checksum = checksum_line(&self.temporary)?.replace(
            &*self
                .temporary
                .file_name()
                .unwrap_or_default()
                .to_string_lossy(),
            POPULATION_FILE,
        );
        match std::fs::remove_file(checksum_path(&self.target)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(name(error)),
            Ok(()) | Err(_) => {}
        }
        std::fs::rename(&self.temporary, &self.target).map_err(&name)?;
        write_synced(&checksum_path(&self.target), &checksum).map_err(&name)?;
        std::fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(&name)
    }

    fn name(&self, error: rusqlite::Error) -> StoreError {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => StoreError::NumberTaken,
            // With the journal off SQLite reports a failed write of a full disk as an I/O error.
            Some(rusqlite::ErrorCode::SystemIoFailure) => StoreError::DiskFull {
                path: self.target.clone(),
            },
            Some(_) | None => named(&self.target)(error),
        }
    }
}

impl Drop for PopulationWriter {
    fn drop(&mut self) {
        if self.unfinished {
            self.connection = None;
            // Nothing to tell: the next seed sweeps what could not be removed.
            let _removed = std::fs::remove_file(&self.temporary);
        }
    }
}

/// Writes beside the place, syncs and renames.
pub(super) fn write_synced(path: &Path, text: &str) -> std::io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, path)
}

/// Removes the unfinished files of seeds that were killed.
fn sweep(folder: &Path) -> Result<(), StoreError> {
    for entry in std::fs::read_dir(folder).map_err(named_io(folder))? {
        let name = entry.map_err(named_io(folder))?.file_name();
        let text = name.to_string_lossy();
        if text.starts_with(POPULATION_FILE)
            && (text.ends_with(".part") || text.ends_with(".part-journal"))
        {
            std::fs::remove_file(folder.join(&name)).map_err(named_io(folder))?;
        }
    }
    Ok(())
}

/// The code tables that only the readable view uses.
fn write_code_tables(connection: &Connection) -> rusqlite::Result<()> {
    let mut provinces = connection.prepare("INSERT INTO tinh_thanh VALUES (?1, ?2, ?3)")?;
    for province in reference::provinces_before() {
        let since =
            reference::province_since(province.successor).map_or("", |since| since.full_name_2025);
        provinces.execute(params![province.code.0, province.full_name, since])?;
    }
    let mut wards = connection.prepare("INSERT INTO xa_phuong VALUES (?1, ?2, ?3)")?;
    for index in 0..reference::ward_links().len() {
        let Ok(link) = u16::try_from(index).map(WardLink) else {
            break;
        };
        let text = |state| reference::place_text(&Place::Ward { link, detail: None }, state);
        wards.execute(params![
            link.0,
            text(MapState::Before2025),
            text(MapState::Since2026)
        ])?;
    }
    let mut groups = connection.prepare("INSERT INTO dan_toc VALUES (?1, ?2)")?;
    for group in reference::ethnic_groups() {
        groups.execute(params![group.code_2008, group.name])?;
    }
    let mut religions = connection.prepare("INSERT INTO ton_giao VALUES (?1, ?2)")?;
    for religion in reference::religions() {
        religions.execute(params![religion.code, religion.name_vi])?;
    }
    Ok(())
}

/// The values of one row, in the order of the table.
struct PersonValues {
    integers: [Option<i64>; 26],
    email: Option<Box<str>>,
    record: Option<String>,
}

impl PersonValues {
    fn of(citizen: &Citizen, texts: &mut TextInterner) -> Self {
        let identity = &citizen.identity;
        let needs_record = !row::fits_columns(citizen);
        let simple_identity = row::has_simple_identity(identity);
        let [first, middle, last] =
            name_parts(identity.full_name.as_str()).map(|part| part.map(|part| texts.id(part)));
        let code = |place: &Option<Place>| place.as_ref().map(place_code::encode);
        let mut detail = |place: &Option<Place>| {
            place
                .as_ref()
                .and_then(place_code::detail)
                .map(|detail| texts.id(detail))
        };
        let cmnd = citizen.cmnd.first();
        let integers = [
            Some(identity.id.0),
            identity.number.map(integer_of),
            first,
            middle,
            last,
            Some(i64::from(identity.date_of_birth.packed())),
            Some(i64::from(blocking_key(&identity.full_name))),
            Some(Traits::of(citizen, !simple_identity).0),
            identity
                .status_periods
                .first()
                .filter(|_| simple_identity)
                .map(|period| i64::from(period.from.packed())),
            citizen.card.map(|card| i64::from(card.issued_on.packed())),
            citizen
                .electronic_identity
                .map(|account| i64::from(account.granted_on.packed())),
            code(&citizen.place_of_birth),
            code(&citizen.place_of_birth_registration),
            code(&citizen.hometown),
            code(&citizen.permanent_residence),
            detail(&citizen.permanent_residence),
            code(&citizen.temporary_residence),
            detail(&citizen.temporary_residence),
            cmnd.map(|cmnd| i64::from(cmnd.number.value())),
            cmnd.and_then(|cmnd| cmnd.issued_by)
                .map(|province| i64::from(province.0)),
            cmnd.and_then(|cmnd| cmnd.issued_on)
                .map(|day| i64::from(day.packed())),
            citizen.household.map(|place| i64::from(place.household)),
            citizen
                .mobile
                .as_deref()
                .and_then(row::mobile_digits)
                .map(i64::from),
            citizen
                .residence_file
                .as_deref()
                .and_then(row::residence_file_digits),
            match &citizen.occupation {
                Occupation::Recorded(occupation) => Some(texts.id(occupation)),
                Occupation::NotRecorded | Occupation::Withheld => None,
            },
            citizen.absent_since.map(|day| i64::from(day.packed())),
        ];
        Self {
            integers,
            email: citizen.email.clone(),
            record: needs_record.then(|| row::record_json(citizen)),
        }
    }

    fn insert(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut statement = connection.prepare_cached(INSERT_PERSON)?;
        for (index, value) in self.integers.iter().enumerate() {
            statement.raw_bind_parameter(index + 1, value)?;
        }
        statement.raw_bind_parameter(self.integers.len() + 1, self.email.as_deref())?;
        statement.raw_bind_parameter(self.integers.len() + 2, &self.record)?;
        statement.raw_execute().map(|_one| ())
    }

    /// The same on every machine: fixed-width little-endian integers, `i64::MIN` for NULL, then the
    /// texts, each closed by a zero.
    fn digest(&self, hash: &mut Sha256) {
        let mut bytes = [0_u8; 26 * 8];
        for (slot, value) in bytes.chunks_exact_mut(8).zip(self.integers) {
            slot.copy_from_slice(&value.unwrap_or(i64::MIN).to_le_bytes());
        }
        hash.update(bytes);
        for text in [self.email.as_deref(), self.record.as_deref()] {
            hash.update(text.unwrap_or_default());
            hash.update([0]);
        }
    }
}

/// First word, the words between, last word.
fn name_parts(name: &str) -> [Option<&str>; 3] {
    match (name.find(' '), name.rfind(' ')) {
        (Some(first), Some(last)) => {
            let middle = (first < last).then(|| &name[first + 1..last]);
            [Some(&name[..first]), middle, Some(&name[last + 1..])]
        }
        (Some(_) | None, _) => [None, None, Some(name)],
    }
}
