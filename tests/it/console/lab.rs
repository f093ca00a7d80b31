//! The match lab: two sides, the registry, and labelled files.

use super::operator;
use crate::support::{Page, TestApp, Visitor};

/// The rows of the table with this caption: the texts of its cells.
fn cells(page: &Page, class: &str) -> Vec<String> {
    page.markup().of_class(class)
}

#[test]
fn two_names_and_dates_are_judged_under_every_policy_with_the_rule_that_decides() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = visitor
        .open(
            "/console/match?recorded_name=Nguy%E1%BB%85n+Th%E1%BB%8B+H%E1%BA%A1nh&recorded_date=02/11/1987\
             &typed_name=NGUYEN+THI+HANH&typed_date=02/11/1987",
        )
        .expect(200);
    let verdicts: Vec<String> = cells(&page, "chip").into_iter().take(4).collect();
    assert_eq!(verdicts, ["không khớp", "cần xem xét", "khớp", "khớp"]);
    let text = &page.answer.text;
    assert!(text.contains("without_diacritics"), "{text}");
    assert!(text.contains("khớp nếu đủ ngày sinh trùng nhau"), "{text}");
    assert_eq!(cells(&page, "decides").len(), 4, "one rule for each policy");
    assert!(text.contains("NGUYENTHIHANH"), "{text}");
}

#[test]
fn a_number_asks_the_registry_as_the_api_would_be_asked() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = visitor
        .open("/console/match?typed_name=NGUYEN+THI+HANH&typed_date=1987-11-02&number=042187000137")
        .expect(200);
    let verdicts = cells(&page, "chip");
    for (policy, verdict) in [("strict", 0), ("standard", 1), ("lenient", 2), ("fold", 3)]
        .map(|(policy, at)| (policy, &verdicts[at]))
    {
        let asked = app.dev().post(
            "/v1/match",
            &serde_json::json!({"number": "042187000137", "full_name": "NGUYEN THI HANH", "date_of_birth": "1987-11-02", "policy": policy}),
        );
        let word = match asked.expect(200).json()["outcome"].as_str().unwrap() {
            "match" => "khớp",
            "review" => "cần xem xét",
            _ => "không khớp",
        };
        assert_eq!(verdict, word, "{policy}");
    }
    assert!(page.markup().link("Nguyễn Thị Hạnh").is_some());
    let unknown = visitor
        .open("/console/match?typed_name=A&typed_date=1987&number=042187000138")
        .expect(200);
    assert!(unknown.answer.text.contains("Không ai mang số này."));
}

#[test]
fn what_cannot_be_read_is_explained_and_nothing_is_judged() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = visitor
        .open("/console/match?recorded_name=%3Cb%3E1&recorded_date=x&typed_name=A&typed_date=31/02/1990&number=12")
        .expect(200);
    let said = page.message();
    for part in ["31/02/1990", "date_of_birth", "number"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(cells(&page, "chip").is_empty());
}

#[test]
fn the_built_in_pairs_are_counted_by_kind_of_error() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = visitor.open("/console/match/file").expect(200);
    let text = &page.answer.text;
    // Two people of one folded name are the false matches that the policy of the national wire makes.
    assert!(text.contains("26 cặp là một người"), "{text}");
    let rows = page.markup().rows();
    let row = |start: &str| {
        let found = rows.iter().find(|row| row[0] == start);
        found
            .unwrap_or_else(|| panic!("no {start}: {rows:?}"))
            .join(" ")
    };
    assert_eq!(row("strict"), "strict 0 14 0 19 9");
    assert_eq!(row("standard"), "standard 0 0 19 23 0");
    assert_eq!(row("fold"), "fold 4 9 0 20 9");
    assert_eq!(row("different"), "different 7 – – – 4 / 0 / 0");
    assert_eq!(row("tone_placement"), "tone_placement 3 0 / 3 / 0 – – –");
}

/// Sends a form with a file, as a browser would.
fn upload(visitor: &Visitor, csrf: &str, file: &str, pasted: &str) -> Page {
    let mut body = String::new();
    for (disposition, value) in [
        ("name=\"csrf\"", csrf),
        ("name=\"file\"; filename=\"pairs.csv\"", file),
        ("name=\"pasted\"", pasted),
    ] {
        body.push_str("--grenze\r\nContent-Disposition: form-data; ");
        body.push_str(disposition);
        body.push_str("\r\n\r\n");
        body.push_str(value);
        body.push_str("\r\n");
    }
    body.push_str("--grenze--\r\n");
    let path = "/console/match/file";
    let request = visitor
        .posting(path)
        .header("content-type", "multipart/form-data; boundary=grenze")
        .body(body);
    visitor.send(path, request)
}

#[test]
fn a_file_of_one_s_own_is_run_whether_it_is_sent_or_pasted() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let csrf = visitor.open("/console/match/file").csrf();
    let csv = "a,b,same_person,kind\nLê An,LE AN,no,hoa\nLê An,Lê An,yes,đúng";
    for (file, pasted) in [(csv, ""), ("", csv)] {
        let page = upload(&visitor, &csrf, file, pasted).expect(200);
        let rows = page.markup().rows();
        let has = |row: [&str; 6]| rows.iter().any(|one| *one == row);
        assert!(has(["lenient", "1", "0", "0", "1", "0"]), "{rows:?}");
        let of_kind = ["hoa", "1", "–", "0 / 0 / 1", "1 / 0 / 0", "1 / 0 / 0"];
        assert!(has(of_kind), "{rows:?}");
    }
    let broken = upload(&visitor, &csrf, "a,b\nLê An,Lê An", "").expect(200);
    assert!(
        broken.message().contains("same_person"),
        "{}",
        broken.message()
    );
    upload(&visitor, "another token", csv, "").expect(403);
    let unreadable = visitor.posting("/console/match/file").body("csrf=x");
    visitor.send("/console/match/file", unreadable).expect(400);
}
