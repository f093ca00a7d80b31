//! Writes a population file: into a temporary file beside it, whole or not at all.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use super::POPULATION_FILE;
use super::batch::Batch;
use super::error::{StoreError, named, named_io};
use super::file_check::{POPULATION_APPLICATION_ID, checksum_line, checksum_path, hexadecimal};
use super::packing::Field;
use super::person_row::{
    AWAY_DETAIL, DETAIL, FIRST_PART, INSERT_PERSON, LAST_PART, MIDDLE_PART, OCCUPATION, PersonRow,
};
use super::population::FORMAT;
use super::texts::{TextInterner, TextKind};
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

/// How far a file is; tells in return whether to go on.
pub type Watch = Arc<dyn Fn(Step) -> bool + Send + Sync>;

/// Where the writing of a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// So many people are written.
    People(u64),
    /// This index of so many is being built; so many thousandths of it are.
    Index {
        /// From 0.
        number: u64,
        /// All of them.
        of: u64,
        /// 0 to 1000; an estimate.
        thousandths: u64,
    },
}

/// A population file in the making. Dropped before [`finish`](Self::finish), it leaves nothing.
pub struct PopulationWriter {
    connection: Option<Connection>,
    temporary: PathBuf,
    target: PathBuf,
    texts: TextInterner,
    hash: Sha256,
    people: u64,
    watch: Watch,
    unfinished: bool,
}

/// Larger pages waste less at their ends, smaller ones read less for one person.
const PAGE_SIZE: u32 = 4096;
/// Sorters that work beside the reading of the table.
const SORTER_THREADS: u32 = 2;
/// Memory of the page cache while rows are appended, in KiB: little, as no page is read again.
const CACHE_WHILE_WRITING: i64 = 16 << 10;
/// And while indexes are built, where it is also what a sorter gathers before one of its threads sorts it: so
/// little that lists stay near the caches of a core and are sorted while the table is still read. With six times
/// as much two million people took 1.5 times as long, the nation 1.3 times.
const CACHE_WHILE_SORTING: i64 = 8 << 10;
/// Steps of SQLite's machine between two looks at the watch: some milliseconds.
const STEPS_BETWEEN_LOOKS: u64 = 100_000;
/// Such steps for a row of an index, about: reading it, and writing it in order.
const STEPS_OF_ROW: u64 = 11;

impl PopulationWriter {
    /// Begins a file in `folder`. Leftovers of killed seeds are swept away first.
    pub fn begin(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(named_io(folder))?;
        sweep(folder)?;
        let temporary = folder.join(format!("{POPULATION_FILE}.{}.part", std::process::id()));
        let connection = Connection::open(&temporary).map_err(named(&temporary))?;
        // No journal and no sync until the end: a file that was not finished is thrown away. Runs of the
        // sorter lie in the same folder, since /tmp may be small or memory.
        connection
            .execute_batch(&format!(
                "PRAGMA page_size = {PAGE_SIZE}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; \
                 PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -{CACHE_WHILE_WRITING}; \
                 PRAGMA threads = {SORTER_THREADS}; PRAGMA temp_store_directory = '{}';",
                folder.to_string_lossy().replace('\'', "''")
            ))
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
            watch: Arc::new(|_| true),
            unfinished: true,
        })
    }

    /// Tells that one how far it is.
    #[must_use]
    pub fn watched(mut self, watch: Watch) -> Self {
        self.watch = watch;
        self
    }

    /// Adds people; ids must rise.
    pub fn write(&mut self, batch: &Batch, digest: [u8; 32]) -> Result<(), StoreError> {
        let Some(connection) = &self.connection else {
            return Ok(());
        };
        let numbers = TextNumbers::of(batch, &mut self.texts).ok_or(StoreError::TooManyTexts)?;
        write_people(connection, batch, &numbers)
            .and_then(|()| write_rare(connection, batch, &numbers))
            .map_err(|error| self.name(error))?;
        self.hash.update(digest);
        self.people += batch.len() as u64;
        self.look(Step::People(self.people))
    }

    /// How many people were added.
    pub fn people(&self) -> u64 {
        self.people
    }

    /// Builds the indexes, syncs the file and puts it in place; returns the digest of its content.
    pub fn finish(mut self, facts: &WriterFacts) -> Result<String, StoreError> {
        let digest = hexadecimal(&self.hash.clone().finalize())[..32].to_owned();
        let Some(mut connection) = self.connection.take() else {
            return Ok(digest);
        };
        self.complete(&connection, facts, &digest)
            .map_err(|error| self.name(error))?;
        self.build_indexes(&mut connection)?;
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
        self.texts.write(connection)?;
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
        connection.flush_prepared_statement_cache();
        connection.execute_batch("COMMIT")?;
        connection.pragma_update(None, "cache_size", -CACHE_WHILE_SORTING)
    }

    fn build_indexes(&self, connection: &mut Connection) -> Result<(), StoreError> {
        let indexes: Vec<&str> = include_str!("population_indexes.sql")
            .lines()
            .filter(|line| line.starts_with("CREATE"))
            .collect();
        let of = indexes.len() as u64;
        let steps_of_index = (self.people * STEPS_OF_ROW).max(1);
        for (number, sql) in (0..).zip(&indexes) {
            let step = move |thousandths: u64| Step::Index {
                number,
                of,
                thousandths: thousandths.min(1000),
            };
            self.look(step(0))?;
            let watch = Arc::clone(&self.watch);
            let mut steps = 0;
            let look = move || {
                steps += STEPS_BETWEEN_LOOKS;
                !watch(step(steps * 1000 / steps_of_index))
            };
            let between = i32::try_from(STEPS_BETWEEN_LOOKS).unwrap_or(i32::MAX);
            connection
                .progress_handler(between, Some(look))
                .and_then(|()| connection.execute_batch(sql))
                .map_err(|error| self.name(error))?;
        }
        Ok(())
    }

    fn look(&self, step: Step) -> Result<(), StoreError> {
        if (self.watch)(step) {
            Ok(())
        } else {
            Err(StoreError::Stopped)
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
        let checksum = checksum_line(&self.temporary, POPULATION_FILE)?;
        match std::fs::remove_file(checksum_path(&self.target)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(name(error)),
            Ok(()) | Err(_) => {}
        }
        std::fs::rename(&self.temporary, &self.target).map_err(&name)?;
        if let Some(checksum) = checksum {
            write_synced(&checksum_path(&self.target), &checksum).map_err(&name)?;
        }
        std::fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(&name)
    }

    fn name(&self, error: rusqlite::Error) -> StoreError {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => StoreError::NumberTaken,
            Some(rusqlite::ErrorCode::OperationInterrupted) => StoreError::Stopped,
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

/// The numbers in the file of the texts of a batch.
struct TextNumbers([Vec<i64>; 5]);

impl TextNumbers {
    /// Numbers the texts; `None` where a number has no room in its field.
    fn of(batch: &Batch, texts: &mut TextInterner) -> Option<Self> {
        let mut all: [Vec<i64>; 5] = Default::default();
        for (numbers, kind) in all.iter_mut().zip(TextKind::ALL) {
            let field = match kind {
                TextKind::First => FIRST_PART,
                TextKind::Middle => MIDDLE_PART,
                TextKind::Last => LAST_PART,
                TextKind::Detail => DETAIL,
                TextKind::Occupation => OCCUPATION,
            };
            numbers.push(0);
            for text in batch.texts.in_order(kind) {
                let number = i64::from(texts.number(kind, text));
                numbers.push(Some(number).filter(|number| field.holds(*number))?);
            }
        }
        Some(Self(all))
    }

    /// The field of a batch's value as the file has it.
    fn renumbered(&self, field: Field, kind: TextKind, packed: i64) -> i64 {
        let in_batch = usize::try_from(field.of(packed)).unwrap_or_default();
        let number = self.0[kind as usize].get(in_batch).copied().unwrap_or(0);
        packed & !field.mask() | field.place(number)
    }

    fn name(&self, packed: i64) -> i64 {
        let first = self.renumbered(FIRST_PART, TextKind::First, packed);
        let middle = self.renumbered(MIDDLE_PART, TextKind::Middle, first);
        self.renumbered(LAST_PART, TextKind::Last, middle)
    }
}

fn write_people(
    connection: &Connection,
    batch: &Batch,
    numbers: &TextNumbers,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(INSERT_PERSON)?;
    for person in &batch.people {
        let detailed = numbers.renumbered(DETAIL, TextKind::Detail, person.residence);
        let row = PersonRow {
            name: numbers.name(person.name),
            residence: numbers.renumbered(OCCUPATION, TextKind::Occupation, detailed),
            away: person
                .away
                .map(|away| numbers.renumbered(AWAY_DETAIL, TextKind::Detail, away)),
            ..*person
        };
        row.insert(&mut statement)?;
    }
    Ok(())
}

fn write_rare(
    connection: &Connection,
    batch: &Batch,
    numbers: &TextNumbers,
) -> rusqlite::Result<()> {
    let mut further = connection.prepare_cached("INSERT INTO further VALUES (?1, ?2, ?3)")?;
    for row in &batch.further {
        further.execute(params![row.id, row.email, row.record])?;
    }
    let mut cmnd = connection.prepare_cached("INSERT INTO further_cmnd VALUES (?1, ?2, ?3)")?;
    for row in &batch.further_cmnd {
        cmnd.execute(*row)?;
    }
    let mut former = connection.prepare_cached("INSERT INTO former_number VALUES (?1, ?2, ?3)")?;
    for row in &batch.former_numbers {
        former.execute(*row)?;
    }
    let mut names = connection.prepare_cached("INSERT INTO former_name VALUES (?1, ?2, ?3)")?;
    for [key, name, until] in &batch.former_names {
        names.execute([*key, numbers.name(*name), *until])?;
    }
    let mut households =
        connection.prepare_cached("INSERT INTO household_by_record VALUES (?1, ?2)")?;
    for row in &batch.households {
        households.execute(*row)?;
    }
    Ok(())
}
