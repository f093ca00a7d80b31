//! Files that are damaged, foreign, newer, or another population's.

use std::fs::{self, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::support::{Output, TestApp, dancu, population_folder, scratch_folder};

/// A folder with a copy of the shared population, for tests that damage it.
fn copy() -> (tempfile::TempDir, PathBuf) {
    let folder = scratch_folder();
    for file in ["population.db", "population.db.sha256"] {
        fs::copy(population_folder().join(file), folder.path().join(file)).unwrap();
    }
    let path = folder.path().join("population.db");
    (folder, path)
}

/// Starts a server that is expected to refuse.
fn serve(folder: &Path) -> Output {
    dancu(&["serve", "--port", "0", "--data", folder.to_str().unwrap()])
}

fn overwrite(path: &Path, at: u64, bytes: &[u8]) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

#[test]
fn a_population_that_was_cut_short_is_refused_and_the_remedy_named() {
    for keep in [1, 50, 4096, 100_000] {
        let (folder, path) = copy();
        let file = OpenOptions::new().write(true).open(&path).unwrap();
        file.set_len(keep).unwrap();
        let failed = serve(folder.path()).failed_in_one_line(3);
        assert!(failed.err.contains("population.db"), "{}", failed.err);
        let whole_header = keep >= 4096;
        assert!(
            !whole_header || failed.err.contains("dancu seed --force"),
            "{}",
            failed.err
        );
    }
}

#[test]
fn flipped_bytes_in_the_middle_are_noticed_before_anything_is_read() {
    let length = fs::metadata(population_folder().join("population.db"))
        .unwrap()
        .len();
    for at in [5000, length / 3, length / 2, length - 10] {
        let (folder, path) = copy();
        overwrite(&path, at, b"\xde\xad\xbe\xef");
        let failed = serve(folder.path()).failed_in_one_line(3);
        assert!(failed.err.contains("damaged"), "{}", failed.err);
        let number = ["lookup", "--by-number", "042085000488", "--data"];
        let data = folder.path().to_str().unwrap();
        dancu(&[&number[..], &[data]].concat()).failed_in_one_line(3);
    }
}

#[test]
fn without_its_checksum_damage_shows_when_it_is_met_and_nothing_panics() {
    let length = fs::metadata(population_folder().join("population.db"))
        .unwrap()
        .len();
    let (folder, path) = copy();
    fs::remove_file(folder.path().join("population.db.sha256")).unwrap();
    for page in (1..length / 4096).step_by(7) {
        overwrite(&path, page * 4096, &[0x5a; 512]);
    }
    let data = folder.path().to_str().unwrap();
    for command in [
        &["lookup", "--by-number", "042085000488"][..],
        &["search", "Nguyễn Thị Hương", "1985-05-12"],
        &["stats"],
        &["export"],
    ] {
        let output = dancu(&[command, &["--data", data]].concat());
        assert!(!output.err.contains("panicked"), "{}", output.err);
        if output.code != Some(0) {
            output.failed_in_one_line(3);
        }
    }
}

#[test]
fn an_empty_file_and_a_file_of_zeros_are_refused() {
    for content in [Vec::new(), vec![0; 8192]] {
        let (folder, path) = copy();
        fs::write(&path, content).unwrap();
        serve(folder.path()).failed_in_one_line(3);
    }
}

#[test]
fn a_file_that_is_no_database_or_not_ours_is_left_alone() {
    let (folder, path) = copy();
    fs::write(
        &path,
        "my shopping list, which is longer than a header: ".repeat(10),
    )
    .unwrap();
    let failed = serve(folder.path()).failed_in_one_line(3);
    assert!(failed.err.contains("not a dancu file"), "{}", failed.err);
    assert!(
        fs::read_to_string(&path)
            .unwrap()
            .starts_with("my shopping list")
    );
    let (folder, path) = copy();
    overwrite(&path, 68, &[0; 4]);
    let failed = serve(folder.path()).failed_in_one_line(3);
    assert!(failed.err.contains("not a dancu file"), "{}", failed.err);
}

#[test]
fn a_newer_or_older_file_names_the_version_and_the_way_out() {
    for (version, word) in [(u32::MAX / 4, "newer"), (0, "older")] {
        let (folder, path) = copy();
        overwrite(&path, 60, &version.to_be_bytes());
        let failed = serve(folder.path()).failed_in_one_line(1);
        assert!(failed.err.contains(word), "{}", failed.err);
        assert!(failed.err.contains("dancu seed --force"), "{}", failed.err);
    }
}

#[test]
fn a_damaged_population_is_made_again_by_the_command_that_is_named() {
    let (folder, path) = copy();
    overwrite(&path, 5000, b"\xde\xad\xbe\xef");
    serve(folder.path()).failed_in_one_line(3);
    let data = folder.path().to_str().unwrap();
    dancu(&["seed", "--force", "--data", data, "--size", "10"]).succeeded();
    drop(TestApp::spawn_over(folder.path()));
}

/// A folder whose state file has an edit in it.
fn edited() -> (tempfile::TempDir, PathBuf) {
    let (folder, _) = copy();
    let app = TestApp::spawn_over(folder.path());
    app.dev()
        .delete("/v1/citizens/042142000012", "*")
        .expect(204);
    drop(app);
    let state = folder.path().join("state.db");
    (folder, state)
}

#[test]
fn a_damaged_state_file_is_refused_and_deleting_it_is_the_way_out() {
    for (at, bytes) in [
        (0, &[0x5a; 16][..]),
        (4096, &[0x5a; 4096]),
        (100, &[0xff; 200]),
    ] {
        let (folder, state) = edited();
        overwrite(&state, at, bytes);
        let failed = serve(folder.path()).failed_in_one_line(3);
        assert!(failed.err.contains("state.db"), "{}", failed.err);
        fs::remove_file(&state).unwrap();
        let app = TestApp::spawn_over(folder.path());
        app.dev().get("/v1/citizens/042142000012").expect(200);
    }
}

#[test]
fn an_empty_state_file_is_what_a_killed_start_leaves() {
    let (folder, _) = copy();
    fs::write(folder.path().join("state.db"), "").unwrap();
    drop(TestApp::spawn_over(folder.path()));
}

#[test]
fn edits_of_another_population_are_refused() {
    let (folder, state) = edited();
    let other = scratch_folder();
    let data = other.path().to_str().unwrap();
    dancu(&["seed", "--data", data, "--size", "10"]).succeeded();
    fs::copy(&state, other.path().join("state.db")).unwrap();
    let failed = serve(other.path()).failed_in_one_line(1);
    assert!(failed.err.contains("another population"), "{}", failed.err);
    dancu(&["stats", "--data", data]).failed_in_one_line(1);
    drop(folder);
}

#[test]
fn a_state_file_of_a_newer_version_is_refused() {
    let (folder, state) = edited();
    overwrite(&state, 60, &1000_u32.to_be_bytes());
    let failed = serve(folder.path()).failed_in_one_line(1);
    assert!(failed.err.contains("newer"), "{}", failed.err);
}
