//! Data folders: the shared population is made once and linked into a folder for each test.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use super::{SIZE, dancu};

/// Where tests may write; on the file system of the target folder, so that files can be linked.
const ROOT: &str = env!("CARGO_TARGET_TMPDIR");

/// An empty folder that goes away with the test.
pub fn scratch_folder() -> TempDir {
    tempfile::Builder::new()
        .prefix("dancu-")
        .tempdir_in(ROOT)
        .unwrap()
}

/// A folder with the shared population in it. Nothing ever writes to a population file, so a link is
/// as good as a copy.
pub fn data_folder() -> TempDir {
    let folder = scratch_folder();
    for file in ["population.db", "population.db.sha256"] {
        std::fs::hard_link(population_folder().join(file), folder.path().join(file)).unwrap();
    }
    folder
}

/// The folder of the shared population, which is made by the first test that asks; to be read only.
pub fn population_folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        sweep();
        let folder = Path::new(ROOT).join(format!("population-{}", std::process::id()));
        let data = folder.to_str().unwrap();
        dancu(&["seed", "--data", data, "--size", SIZE, "--force"]).succeeded();
        folder
    })
}

/// Removes the populations of test runs that are over.
fn sweep() {
    for entry in std::fs::read_dir(ROOT).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name.strip_prefix("population-");
        if process.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            // Another run may be sweeping too.
            let _removed = std::fs::remove_dir_all(entry.path());
        }
    }
}
