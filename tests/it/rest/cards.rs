//! `GET /v1/citizens/{number}/card` and `card.svg`.

use dancu::domain::card_print::check_digit;
use dancu::population::{NumberMode, personas};

use crate::support::TestApp;

const THANH: &str = "042085000488";

/// The number of a named person.
fn number_of(key: &str) -> String {
    let people = personas(NumberMode::Provinces).unwrap();
    let persona = people.iter().find(|persona| persona.key == key).unwrap();
    let number = persona.person.as_ref().unwrap().identity.number;
    number.unwrap().to_string()
}

#[test]
fn a_card_tells_what_scanners_read_off_it() {
    let app = TestApp::spawn();
    let answer = app.officer().get(&format!("/v1/citizens/{THANH}/card"));
    assert_eq!(answer.headers["cache-control"], "no-store");
    let card = answer.expect(200).json();
    assert_eq!(card["kind"], "citizen_card_chip");
    assert_eq!(card["state"], "valid");
    assert_eq!(
        card["qr_text"],
        "042085000488|183000048|Nguyễn Văn Thành|12051985|Nam|Số 12, ngõ 45, đường Nguyễn Công Trứ, Phường Tân Giang, \
         Thành phố Hà Tĩnh, Tỉnh Hà Tĩnh|15052023"
    );
    let lines: Vec<&str> = card["mrz"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap())
        .collect();
    assert_eq!(lines[2], "NGUYEN<<VAN<THANH<<<<<<<<<<<<<");
    assert_eq!(lines[0][15..27], *THANH);
    assert_eq!(lines[0][29..], check_digit(THANH).to_string());
    // The CMND finds the same card.
    let by_cmnd = app.officer().get("/v1/citizens/183000048/card");
    assert_eq!(by_cmnd.expect(200).json(), card);
}

#[test]
fn what_is_scanned_matches() {
    let app = TestApp::spawn();
    let mut scanned = 0;
    for persona in personas(NumberMode::Provinces).unwrap() {
        if persona.script.is_some() {
            // Asking for magic people is what scenarios::magic does.
            continue;
        }
        let known = persona.person.filter(|person| !person.identity.restricted);
        let Some(number) = known.and_then(|person| person.identity.number) else {
            continue;
        };
        let answer = app.dev().get(&format!("/v1/citizens/{number}/card"));
        let Some(text) = (answer.status == 200).then(|| answer.json()["qr_text"].clone()) else {
            assert!(matches!(answer.status, 404 | 410), "{}", answer.text);
            continue;
        };
        let Some(text) = text.as_str() else { continue };
        let fields: Vec<&str> = text.split('|').collect();
        let born = match fields[3] {
            day if day.len() == 8 => format!("{}/{}/{}", &day[..2], &day[2..4], &day[4..]),
            month if month.len() == 6 => format!("{}/{}", &month[..2], &month[2..]),
            year => year.to_owned(),
        };
        let verdict = app.dev().match_person(fields[0], fields[2], &born);
        assert_eq!(verdict.json()["outcome"], "match", "{}", persona.key);
        scanned += 1;
    }
    assert!(scanned > 30, "{scanned}");
}

#[test]
fn the_newer_card_codes_cancelled_numbers_for_administrators_alone() {
    let app = TestApp::spawn();
    let path = format!(
        "/v1/citizens/{}/card",
        number_of("reissued_after_sex_correction")
    );
    let field = |text: &serde_json::Value| {
        let text = text.as_str().unwrap().to_owned();
        text.split('|').nth(7).unwrap().to_owned()
    };
    let told = app.dev().get(&path).expect(200).json();
    assert_eq!(field(&told["qr_text"]), "042193000182");
    let told = app.officer().get(&path).expect(200).json();
    assert_eq!(field(&told["qr_text"]), "");
}

#[test]
fn somebody_without_a_card_has_a_problem_of_their_own() {
    let app = TestApp::spawn();
    let child = number_of("child_without_card");
    for ending in ["", ".svg"] {
        let path = format!("/v1/citizens/{child}/card{ending}");
        app.officer().get(&path).problem(404, "card_not_found");
    }
    // Before the day of issue there was no card either.
    let earlier = TestApp::spawn_on("2023-05-14");
    earlier
        .officer()
        .get(&format!("/v1/citizens/{THANH}/card"))
        .problem(404, "card_not_found");
}

#[test]
fn a_card_is_as_hidden_as_its_record() {
    let app = TestApp::spawn();
    let restricted = format!("/v1/citizens/{}/card.svg", number_of("restricted"));
    app.officer()
        .get(&restricted)
        .problem(404, "citizen_not_found");
    app.dev().get(&restricted).expect(200);
    let card = format!("/v1/citizens/{THANH}/card");
    app.portal().get(&card).problem(403, "scope_missing");
    app.nobody().get(&card).problem(401, "key_missing");
    app.officer()
        .get("/v1/citizens/042193000182/card")
        .problem(410, "number_cancelled");
    app.officer()
        .get("/v1/citizens/271450027/card")
        .problem(409, "number_ambiguous");
    app.officer()
        .get("/v1/citizens/1/card.svg")
        .wrong_field(400, "number", "number_wrong_length");
}

#[test]
fn the_picture_is_a_specimen_and_says_so() {
    let app = TestApp::spawn();
    let answer = app.officer().get(&format!("/v1/citizens/{THANH}/card.svg"));
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.headers["content-type"], "image/svg+xml");
    let picture = roxmltree::Document::parse(&answer.text).unwrap();
    let texts: Vec<&str> = picture
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")))
        .filter_map(|node| node.text())
        .collect();
    assert!(texts.contains(&"MẪU - KHÔNG CÓ GIÁ TRỊ / SPECIMEN - NOT VALID"));
    assert!(texts.iter().filter(|text| **text == "MẪU").count() > 10);
    assert!(texts.contains(&"NGUYỄN VĂN THÀNH"), "{texts:?}");
    assert!(!answer.text.contains("CỘNG HÒA") && !answer.text.contains("<image"));
}
