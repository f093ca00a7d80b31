//! `dancu scan`: finds numbers that may be real people's.

use crate::support::{dancu, dancu_with_input, scratch_folder};

#[test]
fn lines_with_unmarked_numbers_are_listed_and_masked() {
    let folder = scratch_folder();
    let file = folder.path().join("test.sql");
    std::fs::write(
        &file,
        "ok 042085000488\nINSERT ('042085000489', 'x');\n\u{a0}042 085 000 489\n",
    )
    .unwrap();
    let path = file.to_str().unwrap();
    let found = dancu(&["scan", path]);
    assert_eq!(found.code, Some(1));
    let lines: Vec<&str> = found.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", found.out);
    assert!(
        lines[0].starts_with(&format!("{path}:2:10: 042*******89 Hà Tĩnh")),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].starts_with(&format!("{path}:3:2: ")),
        "{}",
        lines[1]
    );
    assert!(lines[2].starts_with("2 of 3 "), "{}", lines[2]);
    assert!(!found.out.contains("042085000489"));
}

#[test]
fn standard_input_is_read_and_told_as_json() {
    let found = dancu_with_input(&["scan", "-", "--json"], "a,042085000489,b\n");
    assert_eq!(found.code, Some(1));
    let told = found.json();
    assert_eq!(told["numbers_checked"], 1);
    let finding = &told["findings"][0];
    assert_eq!(finding["line"], 1);
    assert_eq!(finding["column"], 3);
    assert_eq!(finding["province"], "Hà Tĩnh");
}

#[test]
fn clean_text_ends_with_0() {
    let clean = dancu_with_input(&["scan", "-"], "042085000488\nno numbers 12345\n").succeeded();
    assert!(clean.out.starts_with("0 of 1 "), "{}", clean.out);
}

#[test]
fn a_file_that_cannot_be_read_ends_with_2() {
    let failed = dancu(&["scan", "/no/such/file"]).failed_in_one_line(2);
    assert!(failed.err.contains("/no/such/file"));
    let folder = scratch_folder();
    dancu(&["scan", folder.path().to_str().unwrap()]).failed_in_one_line(2);
}

#[test]
fn any_bytes_are_read_and_long_lines_too() {
    let mut bytes = vec![0xff; 1 << 20];
    bytes.extend(b"\n042085000489\n\x00");
    assert_eq!(dancu_with_input(&["scan", "-"], bytes).code, Some(1));
}

#[test]
fn the_data_under_fixtures_has_no_number_of_a_real_person() {
    let root = env!("CARGO_MANIFEST_DIR");
    let personas = format!("{root}/fixtures/personas.toml");
    dancu(&["scan", &personas]).succeeded();
}
