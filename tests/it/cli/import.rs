//! `dancu import`: people of one's own, all of them or none.

use std::path::Path;

use crate::support::{Output, dancu, dancu_with_input, scratch_folder};

const MAN: &str = r#"{"full_name":"Lê Văn Một","date_of_birth":"1990-02-03","gender":"male"}"#;
const WOMAN: &str = r#"{"full_name":"Lê Thị Hai","date_of_birth":"1991","gender":"nữ"}"#;

/// A small population and a way to import into it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = scratch_folder();
        let data = folder.path().to_str().unwrap();
        dancu(&["seed", "--data", data, "--size", "0"]).succeeded();
        Self { folder }
    }

    fn data(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    fn import(&self, form: &str, content: impl AsRef<[u8]>, more: &[&str]) -> Output {
        let arguments = ["import", "--data", self.data(), "-", "--format", form];
        dancu_with_input(&[&arguments[..], more].concat(), content)
    }

    fn people(&self) -> usize {
        let export = ["export", "--data", self.data()];
        dancu(&export).succeeded().out.lines().count()
    }
}

#[test]
fn each_form_is_read() {
    let desk = Desk::new();
    let before = desk.people();
    let csv = "full_name,date_of_birth,gender,card.kind,card.issued_on,nationality\r\n\
               Lê Văn Ba,03/02/1990,nam,cmnd_12,2014-05-06,\"[\"\"VN\"\"]\"\r\n";
    desk.import("csv", csv, &[]).succeeded();
    desk.import("json", format!("[\n{MAN},\n{WOMAN}\n]"), &[])
        .succeeded();
    let added = desk
        .import("ndjson", format!("{MAN}\n\n{WOMAN}"), &["--json"])
        .succeeded();
    assert_eq!(added.json()["imported"], 2);
    assert_eq!(desk.people(), before + 5);
    for number in added.json()["numbers"].as_array().unwrap() {
        let number = number.as_str().unwrap();
        let decoded = dancu(&["check-number", "--json", number])
            .succeeded()
            .json();
        assert_eq!(decoded["check_digit_fits"], true);
    }
}

#[test]
fn the_form_is_told_by_the_ending_of_the_file() {
    let desk = Desk::new();
    for (name, content) in [
        (
            "own.csv",
            "full_name,date_of_birth,gender\nLê Văn Ba,1990,male\n".to_owned(),
        ),
        ("own.json", format!("[{MAN}]")),
        ("own.ndjson", MAN.to_owned()),
        ("OWN.JSONL", MAN.to_owned()),
    ] {
        let file = desk.folder.path().join(name);
        std::fs::write(&file, content).unwrap();
        dancu(&["import", "--data", desk.data(), file.to_str().unwrap()]).succeeded();
    }
    let file = desk.folder.path().join("own.txt");
    std::fs::write(&file, MAN).unwrap();
    let refused = dancu(&["import", "--data", desk.data(), file.to_str().unwrap()]);
    assert!(refused.failed_in_one_line(1).err.contains("--format"));
}

#[test]
fn one_faulty_line_stops_the_whole_import_and_is_named() {
    let desk = Desk::new();
    let before = desk.people();
    let impossible = MAN.replace("1990-02-03", "1990-02-30");
    let misspelt = MAN.replace("full_name", "ful_name");
    let unmarked = MAN.replace('{', r#"{"number":"001090123456","#);
    let taken = MAN.replace('{', r#"{"number":"042085000488","#);
    let content = [
        MAN,
        &impossible,
        "{broken",
        &misspelt,
        &unmarked,
        &taken,
        WOMAN,
    ]
    .join("\n");
    let refused = desk.import("ndjson", &content, &[]);
    assert_eq!(refused.code, Some(1));
    assert!(!refused.err.contains("panicked"));
    assert!(refused.err.contains("nobody was added"), "{}", refused.err);
    for line in ["line 3:", "line 4:"] {
        assert!(refused.err.contains(line), "{line}\n{}", refused.err);
    }
    assert!(!refused.err.contains("line 1:") && !refused.err.contains("line 7:"));
    assert_eq!(desk.people(), before);
}

#[test]
fn what_the_registry_refuses_is_told_by_line_too() {
    let desk = Desk::new();
    for (line, reason) in [
        (MAN.replace("1990-02-03", "1990-02-30"), "date_of_birth: "),
        (MAN.replace("male", "x"), "gender: "),
        (
            MAN.replace('{', r#"{"number":"001090123456","#),
            "--allow-unmarked",
        ),
        (MAN.replace('{', r#"{"number":"042085000488","#), "number: "),
        (MAN.replace('{', r#"{"religion":"77","#), "religion: "),
        (r#"{"full_name":"A B"}"#.to_owned(), "date_of_birth: "),
    ] {
        let before = desk.people();
        let refused = desk.import("ndjson", format!("{WOMAN}\n\n{line}"), &[]);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        let told = refused.err.lines().find(|told| told.contains("line 3: "));
        assert!(
            told.is_some_and(|told| told.contains(reason)),
            "{reason}\n{}",
            refused.err
        );
        assert_eq!(desk.people(), before);
    }
}

#[test]
fn two_lines_with_one_number_are_refused() {
    let desk = Desk::new();
    let line = MAN.replace('{', r#"{"number":"042190000018","#);
    let number = dancu(&["check-number", "--json", "042190000018"]).json();
    let marked = number["check_digit_fits"] == true;
    let more: &[&str] = if marked { &[] } else { &["--allow-unmarked"] };
    let refused = desk.import("ndjson", format!("{line}\n{line}"), more);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("line 2: number: "), "{}", refused.err);
}

#[test]
fn unmarked_numbers_are_taken_when_insisted_on() {
    let desk = Desk::new();
    let line = MAN.replace('{', r#"{"number":"001090123456","#);
    let refused = desk.import("ndjson", &line, &[]);
    assert_eq!(refused.code, Some(1));
    assert!(!refused.err.contains("001090123456"), "{}", refused.err);
    desk.import("ndjson", &line, &["--allow-unmarked"])
        .succeeded();
    let by_number = [
        "lookup",
        "--data",
        desk.data(),
        "--by-number",
        "001090123456",
    ];
    dancu(&by_number).succeeded();
}

#[test]
fn spreadsheets_begin_with_a_mark_and_that_is_fine() {
    let desk = Desk::new();
    let csv = "\u{feff}full_name,date_of_birth,gender\nLê Văn Ba,1990,male\n";
    desk.import("csv", csv, &[]).succeeded();
    desk.import("ndjson", format!("\u{feff}{MAN}\r\n"), &[])
        .succeeded();
}

#[test]
fn text_that_is_not_utf8_is_refused_with_the_line() {
    let desk = Desk::new();
    let windows = b"full_name,date_of_birth,gender\nA B,1990,male\nNguy\xec\xean,1990,male\n";
    let refused = desk.import("csv", windows, &[]).failed_in_one_line(1);
    assert!(refused.err.contains("line 3: not UTF-8"), "{}", refused.err);
}

#[test]
fn tables_that_are_crooked_are_refused_with_the_line() {
    let desk = Desk::new();
    for (csv, told) in [
        ("full_name,date_of_birth,gender\nA B,1990\n", "line 2: "),
        (
            "full_name,date_of_birth,gender\n\nA B,1990,male,x\n",
            "line 3: ",
        ),
        ("ful_name,date_of_birth,gender\nA B,1990,male\n", "ful_name"),
        (
            "full_name,date_of_birth,gender,restricted\nA B,1990,male,perhaps\n",
            "restricted",
        ),
        (
            "full_name,date_of_birth,gender,cmnd\nA B,1990,male,183000099\n",
            "cmnd",
        ),
    ] {
        let refused = desk.import("csv", csv, &[]);
        assert_eq!(refused.code, Some(1), "{csv}");
        assert!(refused.err.contains(told), "{csv}\n{}", refused.err);
    }
}

#[test]
fn nothing_at_all_adds_nobody() {
    let desk = Desk::new();
    for (form, content) in [
        ("ndjson", ""),
        ("json", "[]"),
        ("csv", "full_name,date_of_birth,gender\n"),
    ] {
        let added = desk.import(form, content, &["--json"]).succeeded();
        assert_eq!(added.json()["imported"], 0);
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let desk = Desk::new();
    let refused = dancu(&["import", "--data", desk.data(), "/no/such/file.csv"]);
    assert!(
        refused
            .failed_in_one_line(1)
            .err
            .contains("/no/such/file.csv")
    );
}

#[test]
fn what_an_export_writes_an_import_reads() {
    let source = scratch_folder();
    let data = source.path().to_str().unwrap();
    let seed = [
        "seed",
        "--data",
        data,
        "--size",
        "150",
        "--seed",
        "99",
        "--numbers",
        "reserved",
    ];
    dancu(&seed).succeeded();
    for form in ["csv", "json", "ndjson"] {
        let export = [
            "export",
            "--data",
            data,
            "--format",
            form,
            "--as-of",
            "2025-07-01",
        ];
        let exported = dancu(&export).succeeded().out;
        let desk = Desk::new();
        let before = desk.people();
        let file = desk.folder.path().join(format!("people.{form}"));
        std::fs::write(&file, &exported).unwrap();
        dancu(&["import", "--data", desk.data(), file.to_str().unwrap()]).succeeded();
        assert_eq!(
            added_people(desk.folder.path(), before),
            ndjson(data),
            "{form}"
        );
    }
}

fn ndjson(data: &str) -> Vec<String> {
    let export = ["export", "--data", data, "--as-of", "2025-07-01"];
    let text = dancu(&export).succeeded().out;
    text.lines().map(str::to_owned).collect()
}

/// The people behind those who were there before.
fn added_people(folder: &Path, before: usize) -> Vec<String> {
    ndjson(folder.to_str().unwrap()).split_off(before)
}

#[test]
fn an_export_into_its_own_population_is_refused_since_the_numbers_are_taken() {
    let desk = Desk::new();
    let exported = dancu(&["export", "--data", desk.data()]).succeeded().out;
    let before = desk.people();
    let refused = desk.import("ndjson", exported, &[]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.err.contains("belongs to somebody"),
        "{}",
        refused.err
    );
    assert_eq!(desk.people(), before);
}
