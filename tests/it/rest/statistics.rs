//! `GET /v1/statistics` and its charts.

use serde_json::{Value, json};

use crate::support::{TestApp, dancu};

fn statistics(app: &TestApp) -> Value {
    app.nobody().get("/v1/statistics").expect(200).json()
}

#[test]
fn the_api_counts_as_the_command_line_does() {
    let app = TestApp::spawn();
    let data = app.folder().to_str().unwrap();
    let told = dancu(&["stats", "--json", "--data", data, "--as-of", "2025-07-01"]);
    assert_eq!(statistics(&app), told.succeeded().json());
}

#[test]
fn an_edit_is_counted() {
    let app = TestApp::spawn();
    let before = statistics(&app);
    assert_eq!(before, statistics(&app));
    let person =
        json!({"full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03", "gender": "female"});
    app.dev().post("/v1/citizens", &person).expect(201);
    let after = statistics(&app);
    assert_eq!(after["up_to_date"], true);
    let one_more = |pointer: &str| {
        let count = |answer: &Value| answer.pointer(pointer).unwrap().as_u64().unwrap();
        assert_eq!(count(&after), count(&before) + 1, "{pointer}");
    };
    one_more("/people");
    one_more("/by_status/active");
    app.dev().post("/admin/reset", &json!({})).expect(204);
    assert_eq!(statistics(&app), before);
}

#[test]
fn every_chart_can_be_read_and_heard() {
    let app = TestApp::spawn();
    for chart in [
        "ages",
        "provinces",
        "surnames",
        "households",
        "ethnic_groups",
    ] {
        let answer = app
            .nobody()
            .get(&format!("/v1/statistics/{chart}.svg?lang=en"));
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.headers["content-type"], "image/svg+xml");
        let picture = roxmltree::Document::parse(&answer.text).unwrap();
        let root = picture.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        for part in ["title", "desc"] {
            let told = root
                .children()
                .find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", part)));
            let told = told.and_then(|node| node.text()).unwrap();
            assert!(!told.is_empty(), "{chart} has no {part}");
        }
        assert!(answer.text.contains("total variation distance"), "{chart}");
        assert!(
            answer.text.contains("prefers-color-scheme: dark"),
            "{chart}"
        );
        assert!(
            !answer.text.contains("NaN") && !answer.text.contains("inf"),
            "{chart}"
        );
    }
}

#[test]
fn a_chart_speaks_the_language_of_the_address_or_else_of_the_header() {
    let app = TestApp::spawn();
    let chart = "/v1/statistics/ages.svg";
    let title = |request: reqwest::blocking::RequestBuilder| {
        let text = request.send().unwrap().text().unwrap();
        let (_, rest) = text.split_once("<title id=\"title\">").unwrap();
        rest.split('<').next().unwrap().to_owned()
    };
    let get = |address: &str| app.nobody().request(reqwest::Method::GET, address);
    assert_eq!(title(get(chart)), "Tuổi và giới tính");
    assert_eq!(
        title(get(chart).header("accept-language", "en")),
        "Age by sex"
    );
    let english = format!("{chart}?lang=en");
    assert_eq!(
        title(get(&english).header("accept-language", "vi")),
        "Age by sex"
    );
    app.nobody()
        .get(&format!("{chart}?lang=fr"))
        .wrong_field(400, "lang", "field_type");
    app.nobody()
        .get("/v1/statistics/planets.svg")
        .problem(404, "chart_not_found");
}
