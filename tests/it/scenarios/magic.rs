//! Magic people: the same on every surface that asks the registry for them.

use std::time::Duration;

use serde_json::Value;

use super::{last_scenario, matched};
use crate::portal::{message_of, try_number, update};
use crate::support::relying_party::{RelyingParty, spawn_provider};
use crate::support::{Answer, TestApp, pause, question};
use crate::wire::{call, envelope, lgsp_token};

/// Key, number, name and date of birth.
type Magic = [&'static str; 4];
const TIMEOUT: Magic = [
    "magic_timeout",
    "042188000681",
    "Hoàng Thị Chờ",
    "1988-03-14",
];
const TWICE: Magic = [
    "magic_unavailable_twice",
    "042079000692",
    "Lê Văn Bận",
    "1979-09-02",
];
const LATER: Magic = [
    "magic_found_after_a_minute",
    "042193000705",
    "Phạm Thị Muộn",
    "1993-11-25",
];
const WRONG: Magic = [
    "magic_wrong_body",
    "042090000716",
    "Vũ Văn Lạc",
    "1990-07-07",
];
const LIMITED: Magic = [
    "magic_rate_limit",
    "042301000720",
    "Đặng Thị Vội",
    "2001-01-30",
];

fn asked(app: &TestApp, [_, number, name, date]: Magic) -> Answer {
    app.portal().match_person(number, name, date)
}

/// The same question in SOAP.
fn in_soap([_, number, name, date]: Magic) -> String {
    let date = date.replace('-', "");
    let inner = format!("<dan:NgayThangNam>{date}</dan:NgayThangNam>");
    let whole = envelope(
        "TraCuuThongTinCongDan",
        &[("SoDinhDanh", number), ("HoVaTen", name)],
    );
    let birth = format!("<dan:NgayThangNamSinh>{inner}</dan:NgayThangNamSinh></dan:TraCuu");
    whole.replace("</dan:TraCuu", &birth)
}

fn in_lgsp(app: &TestApp, magic: Magic) -> Answer {
    let token = lgsp_token(app);
    let request = app.nobody().request(reqwest::Method::POST, "/lgsp/tracuu");
    let request = request
        .header("content-type", "application/xml")
        .bearer_auth(token);
    Answer::of(request.body(in_soap(magic)))
}

#[test]
fn the_list_of_personas_tells_who_is_magic() {
    let app = TestApp::spawn();
    let personas = app.nobody().get("/v1/personas").expect(200).json();
    let magic: Vec<(String, String, String)> = personas
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|persona| {
            let word = |key: &str| persona[key].as_str().map(str::to_owned);
            Some((word("key")?, word("number")?, word("scenario")?))
        })
        .collect();
    let expected = [
        (TIMEOUT, "timeout"),
        (TWICE, "unavailable; unavailable; then pass"),
        (LATER, "not_found for 1m"),
        (WRONG, "wrong_body"),
        (LIMITED, "rate_limit"),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(magic, scenario)| {
            (
                magic[0].to_owned(),
                magic[1].to_owned(),
                (*scenario).to_owned(),
            )
        })
        .collect();
    assert_eq!(magic, expected);
}

#[test]
fn one_answers_twice_that_it_is_out_of_order_and_then_works() {
    let app = TestApp::spawn();
    for _time in 0..2 {
        asked(&app, TWICE).problem(503, "unavailable");
        assert_eq!(last_scenario(&app), "unavailable");
    }
    for _time in 0..2 {
        assert_eq!(asked(&app, TWICE).expect(200).json()["outcome"], "match");
        assert_eq!(last_scenario(&app), Value::Null);
    }
    app.dev().post_text("/admin/reset", "").expect(204);
    asked(&app, TWICE).problem(503, "unavailable");
}

#[test]
fn one_is_not_found_at_first_one_is_answered_wrongly_and_one_asked_too_often() {
    let app = TestApp::spawn();
    assert_eq!(asked(&app, LATER).expect(200).json()["outcome"], "no_match");
    app.dev()
        .get(&format!("/v1/citizens/{}", LATER[1]))
        .problem(404, "citizen_not_found");
    assert!(
        asked(&app, WRONG)
            .expect(200)
            .json()
            .get("outcome")
            .is_none()
    );
    let limited = asked(&app, LIMITED).problem(429, "rate_limited");
    assert_eq!(limited.header("retry-after"), "30");
    app.dev()
        .get(&format!("/v1/citizens/{}", LIMITED[1]))
        .problem(429, "rate_limited");
    matched(&app).expect(200);
}

#[test]
fn one_is_not_answered_at_all_until_the_server_stops() {
    let mut app = TestApp::spawn();
    let portal = app.portal();
    let held = std::thread::spawn(move || {
        let [_, number, name, date] = TIMEOUT;
        portal.match_person(number, name, date).status
    });
    for _call in 0..20 {
        matched(&app).expect(200);
        pause(Duration::from_millis(20));
    }
    assert!(!held.is_finished());
    app.signal("TERM");
    assert_eq!(held.join().unwrap(), 504);
    assert_eq!(app.exit_code(), Some(0));
}

#[test]
fn the_national_wire_tells_each_in_its_own_form() {
    let app = TestApp::spawn();
    for _time in 0..2 {
        let fault = call(&app, "/ndxp", in_soap(TWICE)).expect(503);
        assert_eq!(fault.header("content-type"), "text/xml; charset=utf-8");
        assert!(fault.text.contains("<soapenv:Fault>"), "{}", fault.text);
        assert!(fault.text.contains("soapenv:Server"), "{}", fault.text);
    }
    let found = call(&app, "/ndxp", in_soap(TWICE)).expect(200);
    assert!(found.text.contains("LÊ VĂN BẬN"), "{}", found.text);
    let missed = call(&app, "/ndxp", in_soap(LATER)).expect(200);
    assert!(!missed.text.contains("PHẠM THỊ MUỘN"), "{}", missed.text);
    let wrong = call(&app, "/ndxp", in_soap(WRONG)).expect(200);
    assert!(
        wrong.text.contains("Envelope") && !wrong.text.contains("CongDan"),
        "{}",
        wrong.text
    );
    let limited = call(&app, "/ndxp", in_soap(LIMITED)).expect(429);
    assert!(limited.text.contains("<soapenv:Fault>"), "{}", limited.text);
    app.dev().post_text("/admin/reset", "").expect(204);
    let by_lgsp: Vec<u16> = (0..3).map(|_nth| in_lgsp(&app, TWICE).status).collect();
    assert_eq!(by_lgsp, [503, 503, 200]);
}

#[test]
fn the_portal_says_that_the_registry_is_out_of_order_and_links_at_the_third_try() {
    let app = TestApp::spawn();
    let (visitor, page) = try_number(&app, "levanban");
    assert_eq!(page.message(), message_of(&app, "registry_unavailable"));
    let page = update(&app, &visitor, &page, "levanban");
    assert_eq!(page.message(), message_of(&app, "registry_unavailable"));
    let page = update(&app, &visitor, &page, "levanban");
    assert_eq!(page.message(), message_of(&app, "linked"));
}

#[test]
fn vneid_tells_of_a_magic_person_as_the_registry_does() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid").with_person(TWICE[1]);
    let tokens = party.log_in(&[]);
    let refused = party.userinfo(&tokens.access).expect(503);
    assert_eq!(refused.json()["error"], "temporarily_unavailable");
    party.userinfo(&tokens.access).expect(503);
    assert_eq!(
        party.userinfo(&tokens.access).expect(200).json()["sub"],
        TWICE[1]
    );
}

#[test]
fn another_caller_in_another_sandbox_begins_anew() {
    let app = TestApp::spawn();
    for id in ["a", "b"] {
        let body = serde_json::json!({"id": id});
        app.dev().post("/admin/sandboxes", &body).expect(201);
        let [_, number, name, date] = TWICE;
        let path = format!("/s/{id}/v1/match");
        let body = question(number, name, date);
        let statuses: Vec<u16> = (0..3)
            .map(|_nth| app.portal().post(&path, &body).status)
            .collect();
        assert_eq!(statuses, [503, 503, 200], "{id}");
    }
}
