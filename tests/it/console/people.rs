//! People at the console: found, and shown with everything there is.

use serde_json::json;

use super::{THANH, operator};
use crate::support::{TestApp, Visitor};

/// The person with this number.
fn person(visitor: &Visitor, number: &str) -> crate::support::Page {
    let page = visitor.open(&format!("/console/people?who={number}"));
    assert!(
        page.path().starts_with("/console/people/"),
        "{}",
        page.path()
    );
    page.expect(200)
}

#[test]
fn a_number_opens_its_person_with_everything_there_is() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = person(&visitor, THANH);
    assert_eq!(page.heading(), "Nguyễn Văn Thành");
    for (label, value) in [
        ("3 Số định danh cá nhân", THANH),
        ("4 Ngày, tháng, năm sinh", "12/05/1985"),
        ("9 Dân tộc", "Kinh"),
        ("21 Tình trạng hôn nhân", "Có vợ, chồng"),
    ] {
        assert!(page.fact(label).starts_with(value), "{label}");
    }
    // What is shown is what the API tells.
    let record = app.dev().get(&format!("/v1/citizens/{THANH}")).expect(200);
    let record = record.json();
    let shown = page.markup().of_id("json").unwrap();
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&shown).unwrap(),
        record
    );
    let card = app
        .dev()
        .get(&format!("/v1/citizens/{THANH}/card"))
        .expect(200);
    let card = card.json();
    assert_eq!(
        page.markup().of_id("qr-text").unwrap(),
        card["qr_text"].as_str().unwrap()
    );
    let zone = page.markup().of_id("zone").unwrap();
    let lines: Vec<&str> = card["mrz"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap())
        .collect();
    assert_eq!(zone.lines().collect::<Vec<_>>(), lines);
    let picture = visitor
        .open(&format!("{}/card.svg", page.path()))
        .expect(200);
    let drawn = app
        .dev()
        .get(&format!("/v1/citizens/{THANH}/card.svg"))
        .expect(200);
    assert_eq!(picture.answer.text, drawn.text);
}

#[test]
fn family_and_household_lead_from_one_to_the_next() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = person(&visitor, THANH);
    let child = visitor.click(&page, "Nguyễn Gia Hân").expect(200);
    assert_eq!(child.heading(), "Nguyễn Gia Hân");
    let father = visitor.click(&child, "Nguyễn Văn Thành").expect(200);
    assert_eq!(father.path(), page.path());
}

#[test]
fn who_has_no_number_or_a_cancelled_one_is_shown_too() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    // A number that was cancelled when another was set.
    let page = person(&visitor, "042193000182");
    assert!(page.answer.text.contains("Số cũ"), "{}", page.answer.text);
    let found = visitor
        .open("/console/people?q=no+number&count=1")
        .expect(200);
    let link = found.markup().tags().find_map(|tag| {
        let href = tag.attribute("href")?;
        let id = href.strip_prefix("/console/people/")?;
        id.parse::<u64>().ok().map(|_| href.to_owned())
    });
    let page = visitor.open(&link.unwrap()).expect(200);
    assert!(page.answer.text.contains("không có số định danh"));
}

#[test]
fn traits_find_whom_the_api_finds() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = visitor
        .open("/console/people?q=twin&gender=female&count=5&seed=3")
        .expect(200);
    let found = app
        .dev()
        .get("/v1/find?q=twin&gender=female&count=5&seed=3")
        .expect(200)
        .json();
    let numbers: Vec<&str> = found["citizens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["number"].as_str().unwrap())
        .collect();
    assert!(!numbers.is_empty());
    let shown = page.markup().of_id("numbers").unwrap();
    assert_eq!(shown.lines().collect::<Vec<_>>(), numbers);
    let curl = page.markup().of_id("curl").unwrap();
    let expression = found["q"].as_str().unwrap();
    assert!(
        curl.contains(&format!("'q={expression}' -d count=5 -d seed=3")),
        "{curl}"
    );
}

#[test]
fn a_name_with_a_date_finds_people_and_what_cannot_be_read_is_explained() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let found = visitor
        .open("/console/people?who=Nguy%E1%BB%85n+V%C4%83n+Th%C3%A0nh+1985")
        .expect(200);
    assert!(found.answer.text.contains(THANH));
    for (query, said) in [
        ("who=12", "Số"),
        ("who=042085000489", "Không ai mang số này."),
        ("q=purple", "purple"),
    ] {
        let page = visitor
            .open(&format!("/console/people?{query}"))
            .expect(200);
        assert!(
            page.answer.text.contains(said),
            "{query}: {}",
            page.message()
        );
    }
    visitor.open("/console/people/999999999").expect(404);
    visitor.open("/console/people/abc").expect(404);
}

#[test]
fn the_overview_tells_the_figures_of_the_api() {
    let app = TestApp::spawn();
    let visitor = operator(&app);
    let page = visitor.open("/console").expect(200);
    let told = app.nobody().get("/v1/statistics").expect(200).json();
    assert_eq!(
        page.markup().of_id("digest").unwrap(),
        told["digest"].as_str().unwrap()
    );
    let grouped = |value: &serde_json::Value| {
        let count = value.as_u64().unwrap();
        if count < 1000 {
            count.to_string()
        } else {
            format!("{}.{:03}", count / 1000, count % 1000)
        }
    };
    assert_eq!(page.fact("Bản ghi"), grouped(&told["people"]));
    assert_eq!(
        page.fact("Hộ gia đình"),
        grouped(&told["households"]["count"])
    );
    for chart in [
        "ages",
        "provinces",
        "surnames",
        "households",
        "ethnic_groups",
    ] {
        let source = format!("/console/charts/{chart}.svg");
        let images = page.markup().tags().filter(|tag| tag.name == "img");
        assert!(
            images
                .into_iter()
                .any(|tag| tag.attribute("src") == Some(&source))
        );
        let drawn = visitor.open(&source).expect(200);
        let told = app.nobody();
        let told = told.get(&format!("/v1/statistics/{chart}.svg?lang=vi"));
        assert_eq!(drawn.answer.text, told.expect(200).text);
    }
}

#[test]
fn an_edit_in_a_sandbox_shows_there_and_nowhere_else() {
    let app = TestApp::spawn();
    app.dev()
        .post("/admin/sandboxes", &json!({"id": "edit"}))
        .expect(201);
    let visitor = operator(&app);
    let page = visitor.open("/console");
    visitor.press(&page, "edit", &[]);
    let sandbox = app.dev().get("/admin/sandboxes/edit").expect(200).json();
    let owner = crate::support::Caller::new(&app.base_url, sandbox["key"].as_str());
    let (_, version) = owner.record(THANH);
    let renamed = json!({"full_name": "Nguyễn Văn Khác"});
    owner
        .patch(&format!("/v1/citizens/{THANH}"), &version, &renamed)
        .expect(200);
    let within = visitor.open(&format!("/s/edit/console/people?who={THANH}"));
    assert_eq!(within.expect(200).heading(), "Nguyễn Văn Khác");
    assert_eq!(person(&visitor, THANH).heading(), "Nguyễn Văn Thành");
}
