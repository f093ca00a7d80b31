//! One writer to a data folder at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use super::error::{StoreError, named_io};

/// Held while a process may write to the data folder; the system lets go of it when the process ends,
/// however it ends.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Makes the folder if need be and takes the lock, or says who has it.
    pub fn take(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(named_io(folder))?;
        let path = folder.join("dancu.lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(named_io(folder))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let read = file.read_to_string(&mut holder);
                let holder = if read.is_ok() && !holder.is_empty() {
                    holder
                } else {
                    "?".to_owned()
                };
                return Err(StoreError::InUse {
                    path: folder.into(),
                    holder,
                });
            }
            Err(TryLockError::Error(error)) => return Err(named_io(&path)(error)),
        }
        // The number is a courtesy to whoever is refused; the lock holds without it.
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| write!(file, "{}", std::process::id()));
        written.map_err(named_io(&path))?;
        Ok(Self { _file: file })
    }
}
