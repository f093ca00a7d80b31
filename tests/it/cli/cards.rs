//! `dancu card`.

use crate::support::{Output, dancu, population_folder, scratch_folder};

fn card(arguments: &[&str]) -> Output {
    let data = population_folder().to_str().unwrap();
    let day = ["--data", data, "--as-of", "2025-07-01"];
    dancu(&[&["card"], arguments, &day].concat())
}

#[test]
fn a_card_is_told_as_text_as_json_and_as_a_picture() {
    let text = card(&["042085000488"]).succeeded().out;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[0].starts_with("042085000488|183000048|Nguyễn Văn Thành|12051985|Nam|"));
    assert!(lines[1..].iter().all(|line| line.len() == 30), "{text}");
    let json = card(&["042085000488", "--format", "json"])
        .succeeded()
        .json();
    assert_eq!(json["qr_text"], lines[0]);
    assert_eq!(json["mrz"][2], lines[3]);
    let folder = scratch_folder();
    let file = folder.path().join("card.svg");
    let written = card(&[
        "042085000488",
        "--format",
        "svg",
        "--output",
        file.to_str().unwrap(),
    ]);
    assert_eq!(written.succeeded().out, "");
    let picture = std::fs::read_to_string(file).unwrap();
    roxmltree::Document::parse(&picture).unwrap();
    assert_eq!(
        card(&["042085000488", "--format", "svg"]).succeeded().out,
        picture
    );
}

#[test]
fn who_has_no_card_is_told_in_one_line() {
    let data = population_folder().to_str().unwrap();
    let early = [
        "card",
        "042085000488",
        "--data",
        data,
        "--as-of",
        "2023-05-14",
    ];
    let told = dancu(&early).failed_in_one_line(1);
    assert!(told.err.contains("no card with 12 digits"), "{}", told.err);
    card(&["042085999995"]).failed_in_one_line(1);
    card(&["12"]).failed_in_one_line(1);
}
