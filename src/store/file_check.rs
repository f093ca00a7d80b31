//! Is this file whole and ours? Asked before anything is read from it.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::error::{StoreError, named_io};

/// Marks our files in the SQLite header (`PRAGMA application_id`): "dcu" and a kind.
pub const POPULATION_APPLICATION_ID: i32 = 0x6463_7501;
/// The same for the state file, which SQLite itself opens first.
pub const STATE_APPLICATION_ID: i32 = 0x6463_7502;

/// Files up to this size are hashed whole at the start (some 100 ms at the most); of larger ones the
/// header and the length are checked, and damage inside shows when a query meets it.
const HASHED_UP_TO: u64 = 64 << 20;

/// Checks header, kind, format and length of a SQLite file of ours.
pub fn check_header(path: &Path, application_id: i32, format: i64) -> Result<(), StoreError> {
    let mut header = [0_u8; 100];
    let mut file = File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => StoreError::Missing { path: path.into() },
        _ => named_io(path)(error),
    })?;
    let length = file.metadata().map_err(named_io(path))?.len();
    if length == 0 {
        return Err(damaged(path, "it is empty"));
    }
    file.read_exact(&mut header)
        .map_err(|_short| StoreError::Foreign { path: path.into() })?;
    let big_endian = |at: usize| {
        i64::from(u32::from_be_bytes([
            header[at],
            header[at + 1],
            header[at + 2],
            header[at + 3],
        ]))
    };
    if !header.starts_with(b"SQLite format 3\0") || big_endian(68) != i64::from(application_id) {
        return Err(StoreError::Foreign { path: path.into() });
    }
    let found = big_endian(60);
    if found > format {
        return Err(StoreError::Newer {
            path: path.into(),
            found,
            known: format,
        });
    }
    if found < format {
        return Err(StoreError::Older {
            path: path.into(),
            found,
            known: format,
        });
    }
    let page_size = match u64::from(u16::from_be_bytes([header[16], header[17]])) {
        1 => 65_536, // the header's way of writing it
        size => size,
    };
    let expected = page_size
        * u64::from(u32::from_be_bytes([
            header[28], header[29], header[30], header[31],
        ]));
    if length < expected {
        return Err(damaged(
            path,
            format!("{length} bytes of {expected} are there"),
        ));
    }
    Ok(())
}

/// Where the checksum of a population file stands, in the form of `sha256sum`.
pub fn checksum_path(path: &Path) -> PathBuf {
    path.with_extension("db.sha256")
}

/// The line `sha256sum` would print for the file under that name; `None` for a file so large that nobody
/// will compare it.
pub fn checksum_line(path: &Path, name: &str) -> Result<Option<String>, StoreError> {
    let mut file = File::open(path).map_err(named_io(path))?;
    if file.metadata().map_err(named_io(path))?.len() > HASHED_UP_TO {
        return Ok(None);
    }
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).map_err(named_io(path))? {
            0 => break,
            length => hash.update(&buffer[..length]),
        }
    }
    Ok(Some(format!("{}  {name}\n", hexadecimal(&hash.finalize()))))
}

/// Compares a file of moderate size with the checksum beside it; without one there is nothing to say.
pub fn check_content(path: &Path) -> Result<(), StoreError> {
    let Ok(expected) = std::fs::read_to_string(checksum_path(path)) else {
        return Ok(());
    };
    // A line that a crash cut short says nothing about the file.
    let hash = expected.split(' ').next().unwrap_or_default();
    if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if checksum_line(path, &name)?.is_some_and(|found| found != expected) {
        return Err(damaged(
            path,
            "its content does not fit the checksum beside it",
        ));
    }
    Ok(())
}

/// Lower-case hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
            // Writing to a String cannot fail.
            let _written = write!(text, "{byte:02x}");
            text
        })
}

fn damaged(path: &Path, what: impl Into<String>) -> StoreError {
    StoreError::Damaged {
        path: path.into(),
        what: what.into(),
    }
}
