//! The likeness of 200,000 people to the country, in figures and in the pictures of docs/population.md.

use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::docs::check_file;
use crate::support::{program, scratch_folder};

/// The statistics of 200,000 people on the day of the picture, and a folder with the charts of them.
fn drawn() -> &'static (Value, TempDir) {
    static DRAWN: OnceLock<(Value, TempDir)> = OnceLock::new();
    DRAWN.get_or_init(|| {
        let (folder, charts) = (scratch_folder(), scratch_folder());
        let data = folder.path().to_str().unwrap();
        run(&["seed", "--data", data, "--size", "200000"]);
        let svg = charts.path().to_str().unwrap();
        let stats = ["stats", "--data", data, "--as-of", "2025-07-01", "--json"];
        let told = run(&[&stats[..], &["--svg", svg]].concat());
        (serde_json::from_slice(&told).unwrap(), charts)
    })
}

/// Runs the program for as long as it takes; so many people take longer than other commands are given.
fn run(arguments: &[&str]) -> Vec<u8> {
    let output = program().args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    output.stdout
}

#[test]
fn two_hundred_thousand_people_lie_close_to_the_published_figures() {
    let (statistics, _) = drawn();
    // Wider than what docs/population-report.md holds a million to, since whole families do not divide evenly.
    for (table, bound) in [
        ("ages", 0.01),
        ("provinces", 0.01),
        ("provinces_since", 0.01),
        ("ethnic_groups", 0.01),
        ("surnames", 0.015),
        ("marital_status", 0.03),
    ] {
        let distance = statistics["distances"][table].as_f64().unwrap();
        assert!(distance < bound, "{table}: {distance}");
    }
    for (figure, bound) in [("mean_difference", 0.05), ("one_person_difference", 0.02)] {
        let difference = statistics["households"][figure].as_f64().unwrap();
        assert!(difference.abs() < bound, "{figure}: {difference}");
    }
    let living = statistics["by_status"]["active"].as_u64().unwrap();
    assert!((200_000..200_200).contains(&living), "{living}");
}

/// The charts that docs/population.md shows, as `dancu stats --svg` draws them.
pub fn check_pictures() {
    let (_, charts) = drawn();
    for chart in std::fs::read_dir(charts.path()).unwrap().flatten() {
        let name = chart.file_name().to_string_lossy().into_owned();
        let drawn = std::fs::read_to_string(chart.path()).unwrap();
        check_file(&format!("docs/pictures/{name}"), &drawn);
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/population.md");
        let page = std::fs::read_to_string(page).unwrap();
        assert!(
            page.contains(&format!("(pictures/{name})")),
            "{name} is shown nowhere"
        );
    }
}
