//! Populations of a test run: tests that want the same one at the same time share it.

use std::num::NonZeroUsize;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::StartError;
use crate::chance::Chance;
use crate::population::Settings;
use crate::seeding::{self, SeedError};
use crate::store::Population;

/// People in a file that nobody else has, removed with the last registry that answers from it.
#[derive(Debug)]
pub struct MadePeople {
    /// The file.
    pub population: Arc<Population>,
    _folder: Folder,
}

/// A folder that goes away.
#[derive(Debug)]
struct Folder(PathBuf);

/// What this process has made and still uses.
static MADE: Mutex<Vec<(Settings, Weak<MadePeople>)>> = Mutex::new(Vec::new());

impl MadePeople {
    /// The people of these settings. Whoever wants the same while they are made waits for them.
    pub fn of(settings: Settings) -> Result<Arc<Self>, StartError> {
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        made.retain(|(_, people)| people.strong_count() > 0);
        let mut same = made.iter().filter(|(others, _)| *others == settings);
        if let Some(people) = same.find_map(|(_, people)| people.upgrade()) {
            return Ok(people);
        }
        let people = Arc::new(Self::make(settings)?);
        made.push((settings, Arc::downgrade(&people)));
        Ok(people)
    }

    fn make(settings: Settings) -> Result<Self, StartError> {
        let folder = Folder::make()?;
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        seeding::seed(&folder.0, &settings, threads, Arc::new(|_step| true)).map_err(|error| {
            match error {
                SeedError::Store(error) => StartError::People(error.to_string()),
                SeedError::Population(error) => StartError::People(error.to_string()),
            }
        })?;
        let population =
            Population::open(&folder.0).map_err(|error| StartError::People(error.to_string()))?;
        Ok(Self {
            population: Arc::new(population),
            _folder: folder,
        })
    }
}

impl Folder {
    /// A new one, which nobody else may look into, among the temporary files.
    fn make() -> Result<Self, StartError> {
        let failed = |error: String| StartError::Folder(error);
        let name = Chance.secret().map_err(|error| failed(error.to_string()))?;
        let path = std::env::temp_dir().join(format!("dancu-{name}"));
        let mut builder = std::fs::DirBuilder::new();
        builder
            .mode(0o700)
            .create(&path)
            .map_err(|error| failed(format!("{}: {error}", path.display())))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Whoever clears temporary files has the rest.
        let _removed = std::fs::remove_dir_all(&self.0);
    }
}
