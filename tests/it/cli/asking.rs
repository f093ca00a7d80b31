//! `dancu match`, `lookup`, `search`, `personas` and `check-number`: questions without a server.

use serde_json::{Value, json};

use crate::support::{Output, dancu, population_folder, program};

fn ask(arguments: &[&str]) -> Output {
    let data = population_folder().to_str().unwrap();
    let day = ["--data", data, "--as-of", "2025-07-01"];
    dancu(&[arguments, &day].concat())
}

const THANH: [&str; 3] = ["042085000488", "Nguyễn Văn Thành", "1985-05-12"];

#[test]
fn a_match_is_told_in_words_and_as_the_api_tells_it() {
    let told = ask(&[&["match"], &THANH[..]].concat()).succeeded();
    assert!(
        told.out
            .starts_with("match  (grade certain, rule all_agree"),
        "{}",
        told.out
    );
    for field in ["number", "full_name", "date_of_birth"] {
        assert!(told.out.contains(field), "{}", told.out);
    }
    let answer = ask(&[&["match", "--json"], &THANH[..]].concat())
        .succeeded()
        .json();
    assert_eq!(answer["outcome"], "match");
    assert_eq!(answer["record_status"], "active");
    assert_eq!(answer["fields"][1]["verdict"], "identical");
}

#[test]
fn a_question_may_be_put_by_flags() {
    let flags = [
        "match",
        "--number",
        "183000048",
        "--full-name",
        "nguyen van thanh",
        "--date-of-birth",
        "1985",
        "--policy",
        "fold",
        "--gender",
        "nam",
        "--json",
    ];
    assert_eq!(ask(&flags).succeeded().json()["outcome"], "match");
    let both = ask(&["match", "042085000488", "--number", "042085000488"]);
    assert_eq!(both.code, Some(2));
}

#[test]
fn the_exit_code_tells_the_verdict_when_asked_to() {
    for (name, code) in [
        ("Nguyễn Văn Thành", 0),
        ("Nguyen Van Thanh", 10),
        ("Lê Thị Hoa", 11),
    ] {
        let question = ["match", THANH[0], name, THANH[2]];
        assert_eq!(ask(&question).code, Some(0), "{name}");
        let coded = ask(&[&question[..], &["--exit-code"]].concat());
        assert_eq!(coded.code, Some(code), "{name}");
    }
}

#[test]
fn a_question_that_cannot_be_read_is_explained_on_every_count() {
    let refused = ask(&["match", "42085000488", "123", "31/04/1985"]);
    assert_eq!(refused.code, Some(1));
    for field in ["number: ", "full_name: ", "date_of_birth: "] {
        assert!(refused.err.contains(field), "{}", refused.err);
    }
    assert_eq!(refused.out, "");
    let missing = ask(&["match", "042085000488"]);
    assert!(missing.err.contains("full_name: "), "{}", missing.err);
}

#[test]
fn messages_are_vietnamese_where_the_environment_is() {
    let output = program()
        .args(["check-number", "42085000488"])
        .env("LANG", "vi_VN.UTF-8")
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("lỗi: number: "), "{told}");
}

#[test]
fn a_lookup_shows_the_record_when_everything_matches() {
    let record = ask(&[&["lookup", "--json"], &THANH[..]].concat())
        .succeeded()
        .json();
    assert_eq!(record["full_name"], "Nguyễn Văn Thành");
    let words = ask(&[&["lookup"], &THANH[..]].concat()).succeeded();
    assert!(words.out.contains("citizen_card_chip"), "{}", words.out);
    let nobody = ask(&["lookup", THANH[0], "Lê Thị Hoa", THANH[2]]).failed_in_one_line(1);
    assert!(nobody.err.contains("no such citizen"));
    assert_eq!(nobody.out, "");
}

#[test]
fn a_lookup_by_number_tells_why_there_is_no_record() {
    let by_number = |number: &str| ask(&["lookup", "--by-number", number, "--json"]);
    assert_eq!(
        by_number("183000048").succeeded().json()["number"],
        THANH[0]
    );
    let shared = by_number("271450027").failed_in_one_line(1);
    assert!(shared.err.contains("more than one person"));
    let cancelled = by_number("042193000182").failed_in_one_line(1);
    assert!(cancelled.err.contains("042093000189"), "{}", cancelled.err);
    by_number("042085999995").failed_in_one_line(1);
    by_number("12").failed_in_one_line(1);
}

#[test]
fn a_search_lists_everybody_who_may_be_meant() {
    let search = ["search", "Nguyễn Thị Hương", "1985-05-12"];
    let answer = ask(&[&search[..], &["--json"]].concat()).succeeded().json();
    assert_eq!(answer["ambiguous"], true);
    assert!(answer["total"].as_u64().unwrap() >= 2);
    let table = ask(&search).succeeded().out;
    assert!(table.contains("042185000166") && table.contains("040185000162"));
    let narrow = ask(&[&search[..], &["--province", "40", "--json"]].concat());
    let narrow = narrow.succeeded().json();
    assert!(narrow["candidates"].to_string().contains("040185000162"));
    assert!(!narrow["candidates"].to_string().contains("042185000166"));
    let nobody = ask(&["search", "Không Có Ai", "1985-05-12"]).succeeded();
    assert_eq!(nobody.out, "nobody\n");
}

#[test]
fn searches_that_the_api_refuses_are_refused() {
    let search = ["search", "Nguyễn Thị Hương", "1985-05-12"];
    for more in [["--limit", "0"], ["--limit", "101"], ["--province", "99"]] {
        let refused = ask(&[&search[..], &more].concat());
        assert_ne!(refused.code, Some(0), "{more:?}: {}", refused.out);
    }
}

#[test]
fn personas_are_listed_with_what_they_show() {
    let list = dancu(&["personas", "--json"]).succeeded().json();
    let first = &list[0];
    assert_eq!(first["number"], "042085000488");
    assert!(first["shows"]["vi"].is_string() && first["shows"]["en"].is_string());
    let table = dancu(&["personas"]).succeeded().out;
    assert_eq!(table.lines().count(), list.as_array().unwrap().len() + 1);
    let reserved = dancu(&["personas", "--json", "--numbers", "reserved"])
        .succeeded()
        .json();
    assert!(reserved[0]["number"].as_str().unwrap().starts_with("09"));
}

#[test]
fn check_number_says_what_the_digits_say() {
    let decoded = dancu(&["check-number", "--json", "030 078 000498"])
        .succeeded()
        .json();
    assert_eq!(decoded["number"], "030078000498");
    assert_eq!(decoded["place"]["province"], "Hải Dương");
    assert_eq!(decoded["year_of_birth"], 1978);
    let words = dancu(&["check-number", "030078000498"]).succeeded().out;
    for word in ["030078000498", "Hải Dương", "Hải Phòng", "male", "1978"] {
        assert!(words.contains(word), "{words}");
    }
    assert_eq!(
        dancu(&["check-number", "--json", "183000048"])
            .succeeded()
            .json()["kind"],
        json!("cmnd")
    );
}

#[test]
fn check_number_explains_what_is_wrong_with_a_number() {
    for (number, reason) in [
        ("42085000488", "zero"),
        ("0420850004881", "13"),
        ("04208500048x", "x"),
        ("042085000488|Nguyễn", "QR"),
        ("", "number: "),
    ] {
        let refused = dancu(&["check-number", number]).failed_in_one_line(1);
        assert!(refused.err.contains(reason), "{number}: {}", refused.err);
    }
}

#[test]
fn a_folder_without_population_says_how_to_make_one() {
    let folder = crate::support::scratch_folder();
    let data = folder.path().to_str().unwrap();
    for command in [
        &["match", THANH[0], THANH[1], THANH[2]][..],
        &["lookup", "--by-number", THANH[0]],
        &["search", "Nguyễn Thị Hương", "1985"],
        &["stats"],
        &["export"],
    ] {
        let failed = dancu(&[command, &["--data", data]].concat()).failed_in_one_line(1);
        assert!(failed.err.contains("dancu seed"), "{}", failed.err);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn reading_commands_work_beside_a_running_server() {
    let app = crate::support::TestApp::spawn();
    let person =
        json!({"full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03", "gender": "female"});
    let made: Value = app.dev().post("/v1/citizens", &person).expect(201).json();
    let data = app.folder().to_str().unwrap();
    let number = made["number"].as_str().unwrap();
    let seen = dancu(&["lookup", "--data", data, "--by-number", number, "--json"]);
    assert_eq!(seen.succeeded().json()["full_name"], "Trần Thị Thử");
    dancu(&["stats", "--data", data, "--json"]).succeeded();
    dancu(&["export", "--data", data]).succeeded();
}
