//! The yardstick: the rows of a finished file put into the same tables by a loop over one prepared statement for each,
//! and the same indexes by plain `CREATE INDEX`. Nothing is generated.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Statement};

use super::Outcome;

/// Rows read, untimed, before they are written, timed.
const CHUNK: usize = 50_000;

/// What the writing took.
pub struct Bare {
    /// Rows of `person`.
    pub rows: u64,
    /// Time in the loops.
    pub inserting: Duration,
    /// Time in `CREATE INDEX` and in handing the file to the disk.
    pub indexing: Duration,
}

impl Bare {
    /// Everything.
    pub fn total(&self) -> Duration {
        self.inserting + self.indexing
    }
}

/// Writes a file like `source`.
pub fn write(source: &Path, target: &Path) -> Outcome<Bare> {
    let from = Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let to = Connection::open(target)?;
    let page_size: i64 = from.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    // As the seed does it, but for threads that sort.
    to.execute_batch(&format!(
        "PRAGMA page_size = {page_size}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; \
         PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536;"
    ))?;
    let schema = |kind: &str| -> rusqlite::Result<Vec<(String, String)>> {
        let sql = "SELECT name, sql FROM sqlite_schema WHERE type = ?1 AND sql IS NOT NULL ORDER BY rowid";
        let mut statement = from.prepare(sql)?;
        let found = statement.query_map([kind], |row| Ok((row.get(0)?, row.get(1)?)))?;
        found.collect()
    };
    let (mut rows, mut inserting) = (0, Duration::ZERO);
    for (name, sql) in schema("table")? {
        to.execute_batch(&sql)?;
        to.execute_batch("BEGIN")?;
        let written = copy(&from, &to, &name, &mut inserting)?;
        let started = Instant::now();
        to.execute_batch("COMMIT")?;
        inserting += started.elapsed();
        rows = if name == "person" { written } else { rows };
    }
    let started = Instant::now();
    for (_, sql) in schema("index")? {
        to.execute_batch(&sql)?;
    }
    drop(to);
    File::open(target)?.sync_all()?;
    Ok(Bare {
        rows,
        inserting,
        indexing: started.elapsed(),
    })
}

fn copy(from: &Connection, to: &Connection, table: &str, inserting: &mut Duration) -> Outcome<u64> {
    let mut select = from.prepare(&format!("SELECT * FROM {table}"))?;
    let columns = select.column_count();
    let places = vec!["?"; columns].join(", ");
    let mut insert = to.prepare(&format!("INSERT INTO {table} VALUES ({places})"))?;
    let mut rows = select.query([])?;
    let mut chunk: Vec<Value> = Vec::with_capacity(CHUNK * columns);
    let mut written = 0;
    loop {
        let row = rows.next()?;
        if chunk.len() == CHUNK * columns || row.is_none() {
            let started = Instant::now();
            written += insert_all(&mut insert, &chunk, columns)?;
            *inserting += started.elapsed();
            chunk.clear();
        }
        let Some(row) = row else { return Ok(written) };
        for column in 0..columns {
            chunk.push(row.get(column)?);
        }
    }
}

fn insert_all(insert: &mut Statement<'_>, values: &[Value], columns: usize) -> Outcome<u64> {
    let mut written = 0;
    for row in values.chunks_exact(columns) {
        for (index, value) in (1..).zip(row) {
            insert.raw_bind_parameter(index, value)?;
        }
        insert.raw_execute()?;
        written += 1;
    }
    Ok(written)
}
