//! Nobody is named in what the journal tells, unless the administrator asks for it.

use reqwest::Method;
use serde_json::json;

use super::{LAN, THANH, ask, body, detail, entries};
use crate::support::{Answer, Caller, TestApp, Visitor};
use dancu::population::{NumberMode, personas};

/// Calls with personal data in every place a call has: body, path, query, envelope, form.
fn called() -> TestApp {
    let app = TestApp::spawn();
    ask(&app.portal(), THANH);
    ask(&app.portal(), (LAN.0, "Nguyễn Văn Thành", THANH.2));
    let dev = app.dev();
    dev.get("/v1/citizens/042085000488").expect(200);
    dev.get("/v1/citizens/042085000488/nothing");
    dev.get("/v2/Nguy%E1%BB%85n%20V%C4%83n%20Th%C3%A0nh?x=042085000488&y=Tr%E1%BA%A7n%20Lan");
    dev.get("/v1/find?q=Nguy%E1%BB%85n");
    dev.post(
        "/v1/search",
        &json!({"full_name": "Nguyễn Văn Thành", "date_of_birth": "1985"}),
    );
    dev.post(
        "/v1/match/batch",
        &json!([body(THANH), body(LAN), {"nested": {"deep": ["042085000488"]}}]),
    );
    dev.post_as(
        "/v1/match/batch",
        "application/x-ndjson",
        body(THANH).to_string(),
    );
    dev.post_text("/v1/match", "Nguyễn Văn Thành 042085000488");
    let record = json!({"full_name": "Nguyễn Văn Thành", "date_of_birth": "1985-05-12", "gender": "male",
        "relatives": [{"relation": "mother", "full_name": "Trần Lan"}]});
    dev.post("/v1/citizens", &record);
    super::ask_by_soap(&app, "demo-secret", THANH).expect(200);
    let visitor = Visitor::new(&app);
    visitor.open("/portal/login/account");
    dev.post_as(
        "/portal/link",
        "application/x-www-form-urlencoded",
        "number=042085000488&name=Th%C3%A0nh",
    );
    dev.get("/vneid/authorize?client_id=example-web&login_hint=042085000488");
    app
}

/// Fails if a text has the whole number of a persona, or a name. Words that are part of the mock are none.
#[track_caller]
fn assert_masked(what: &str, text: &str) {
    let digits: Vec<&str> = text
        .split(|letter: char| !letter.is_ascii_digit())
        .collect();
    for persona in personas(NumberMode::Provinces).unwrap() {
        assert!(
            !text.contains(&persona.full_name),
            "{what} names {}: {text}",
            persona.full_name
        );
        let numbers = persona.person.iter().flat_map(|person| {
            let cmnd = person.cmnd.iter().map(|cmnd| cmnd.number.to_string());
            person
                .identity
                .numbers()
                .map(|number| number.to_string())
                .chain(cmnd)
        });
        for number in numbers {
            assert!(
                !digits.contains(&number.as_str()),
                "{what} tells {number}: {text}"
            );
        }
    }
    for word in [
        "Thành",
        "Thanh",
        "NGUYENVANTHANH",
        "Lan\"",
        "1985-05-12",
        "19850512",
        "%C3%A0nh",
    ] {
        assert!(!text.contains(word), "{what} tells {word}: {text}");
    }
}

#[test]
fn no_outward_form_tells_a_number_or_a_name() {
    let app = called();
    let all = entries(&app, "");
    assert!(all.len() >= 14, "{}", all.len());
    assert_masked("the list", &json!(all).to_string());
    let archive = app.dev().get("/admin/journal.har").expect(200);
    assert_masked("the archive", &archive.text);
    for entry in &all {
        let told = detail(&app, entry, "").to_string();
        assert_masked("one call", &told);
    }
    let expectations = json!([
        {"call": {"number": LAN.0, "full_name": THANH.1, "outcome": "match", "text": "thành"}},
        {"call": {"route": "/v1/citizens/042085000488", "status": 404}},
        {"call": {"number": THANH.0}, "times": 0},
    ]);
    for format in ["json", "text", "junit"] {
        let answer = app
            .dev()
            .post(&format!("/admin/verify?format={format}"), &expectations);
        assert_eq!(answer.status, 417);
        assert_masked(format, &answer.text);
    }
}

#[test]
fn the_administrator_may_ask_for_all_of_it() {
    let app = called();
    let all = entries(&app, "unmask=true&number=042085000488&operation=match");
    let entry = all.last().unwrap();
    assert_eq!(entry["number"], THANH.0);
    assert_eq!(entry["full_name"], THANH.1);
    assert_eq!(entry["date_of_birth"], THANH.2);
    let told = detail(&app, entry, "unmask=true");
    assert_eq!(told["request"]["body"], body(THANH).to_string());
    let archive = app.dev().get("/admin/journal.har?unmask=true").expect(200);
    assert!(archive.text.contains(THANH.0) && archive.text.contains(THANH.1));
}

#[test]
fn the_key_of_a_sandbox_opens_no_personal_data() {
    let app = TestApp::spawn();
    let made = app
        .dev()
        .post("/admin/sandboxes", &json!({"id": "one"}))
        .expect(201)
        .json();
    let owner = Caller::new(&app.base_url, made["key"].as_str());
    ask(&owner, THANH);
    owner.get("/admin/journal").expect(200);
    owner.get("/admin/journal/1").expect(200);
    for path in [
        "/admin/journal",
        "/admin/journal/1",
        "/admin/journal.har",
        "/admin/journal/stream",
    ] {
        let asked = format!("{path}?unmask=true");
        owner.get(&asked).problem(403, "scope_missing");
    }
    let opened = app
        .dev()
        .get("/admin/sandboxes/one/journal?unmask=true")
        .expect(200)
        .json();
    assert_eq!(opened["entries"][0]["number"], THANH.0);
}

#[test]
fn what_lets_somebody_in_is_kept_nowhere() {
    let app = TestApp::spawn();
    let secrets = [
        "portal-key",
        "geheim-1",
        "geheim-2",
        "geheim-3",
        "geheim-4",
        "geheim-5",
    ];
    ask(&app.portal(), THANH);
    let request = app
        .nobody()
        .request(Method::GET, "/vneid/userinfo?access_token=geheim-1")
        .header("authorization", "Bearer geheim-2")
        .header("cookie", "dancu_portal=geheim-3");
    Answer::of(request);
    let form = "grant_type=authorization_code&code=geheim-4&client_id=x&client_secret=geheim-5";
    app.nobody()
        .post_as("/vneid/token", "application/x-www-form-urlencoded", form);
    app.nobody().post_as(
        "/portal/login/account",
        "application/x-www-form-urlencoded",
        "username=a&password=geheim-1",
    );
    for entry in entries(&app, "unmask=true") {
        let told = detail(&app, &entry, "unmask=true").to_string();
        for secret in secrets {
            assert!(!told.contains(secret), "{secret}: {told}");
        }
    }
    let archive = app
        .dev()
        .get("/admin/journal.har?unmask=true")
        .expect(200)
        .text;
    for secret in secrets {
        assert!(!archive.contains(secret), "{secret}");
    }
}
