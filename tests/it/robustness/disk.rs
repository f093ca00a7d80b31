//! A disk that is full. A file may not grow beyond a limit here, which is the same to the program:
//! a write that the system refuses. Where the machine lets us mount a small file system, that too.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::support::{Output, TestApp, dancu, data_folder, scratch_folder};

/// A small file system in memory, for as long as the test runs.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// `None` where this user may not mount.
    fn mount(kibibytes: u32) -> Option<Self> {
        let folder = scratch_folder();
        let size = format!("size={kibibytes}k");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder.path())
            .output();
        mounted.ok()?.status.success().then_some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(self.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()));
    }
}

/// Runs a command whose files may not grow beyond that many kibibytes.
fn limited(kibibytes: u32, arguments: &[&str]) -> Output {
    let script = format!("trap '' XFSZ; ulimit -f {kibibytes}; exec \"$0\" \"$@\"");
    let output = Command::new("bash")
        .args(["-c", &script, env!("CARGO_BIN_EXE_dancu")])
        .args(arguments)
        .env("LANG", "C.UTF-8")
        .output()
        .unwrap();
    Output {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_seed_that_cannot_be_written_leaves_nothing() {
    let folder = scratch_folder();
    let data = folder.path().to_str().unwrap();
    let failed = limited(600, &["seed", "--data", data, "--size", "2000"]).failed_in_one_line(1);
    assert!(failed.err.contains("population.db"), "{}", failed.err);
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .flatten()
        .collect();
    assert!(
        left.iter().all(|entry| entry.file_name() == "dancu.lock"),
        "{left:?}"
    );
}

#[test]
fn a_seed_without_room_says_how_much_it_needs_and_touches_nothing() {
    let Some(disk) = SmallDisk::mount(1000) else {
        return;
    };
    let data = disk.path().to_str().unwrap();
    let failed = dancu(&["seed", "--data", data, "--size", "2000"]).failed_in_one_line(1);
    for word in ["too full", "MiB are needed", "MiB are free", "--size"] {
        assert!(failed.err.contains(word), "{}", failed.err);
    }
    let left: Vec<_> = std::fs::read_dir(disk.path()).unwrap().flatten().collect();
    assert!(
        left.iter().all(|entry| entry.file_name() == "dancu.lock"),
        "{left:?}"
    );
}

#[test]
fn on_a_full_disk_edits_are_refused_and_reads_go_on() {
    let Some(disk) = SmallDisk::mount(4096) else {
        return;
    };
    let shared = data_folder();
    for file in ["population.db", "population.db.sha256"] {
        std::fs::copy(shared.path().join(file), disk.path().join(file)).unwrap();
    }
    let app = TestApp::spawn_over(disk.path());
    let dev = app.dev();
    let person =
        json!({"full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03", "gender": "female"});
    let made = dev.post("/v1/citizens", &person).expect(201);
    // Fill what is left.
    let filled = std::fs::write(disk.path().join("filler"), vec![0; 8 << 20]);
    assert!(filled.is_err());
    let mut refused = None;
    for _ in 0..200 {
        let answer = dev.post("/v1/citizens", &person);
        if answer.status != 201 {
            refused = Some(answer);
            break;
        }
    }
    refused.unwrap().problem(507, "disk_full");
    dev.get(made.header("location")).expect(200);
    dev.match_person("042085000488", "Nguyễn Văn Thành", "1985-05-12")
        .expect(200);
    std::fs::remove_file(disk.path().join("filler")).unwrap();
    dev.post("/v1/citizens", &person).expect(201);
    drop(app);
    drop(TestApp::spawn_over(disk.path()));
}
