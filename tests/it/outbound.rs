//! The portal's client of a registry, against a registry that really runs.

use dancu::clock::Timestamp;
use dancu::domain::language::Language;
use dancu::outbound::registry::{
    MatchQuestion, RecordStatusWord, RegistryAnswer, RegistryClient, Why,
};
use dancu::outbound::wire_call::WireCall;
use dancu::outbound::{CallFailure, Limits, Outbound, Secret};

use crate::support::TestApp;

const RIGHT: MatchQuestion<'_> = MatchQuestion {
    number: "042085000488",
    full_name: "Nguyễn Văn Thành",
    date_of_birth: "1985-05-12",
};

async fn ask(base_url: &str, key: &str, question: MatchQuestion<'_>) -> (RegistryAnswer, WireCall) {
    let outbound = Outbound::new(Limits::default()).unwrap();
    RegistryClient::new(base_url, Secret::documented(key))
        .match_person(
            &outbound,
            &question,
            Language::Vietnamese,
            "portal-call-1",
            Timestamp(0),
        )
        .await
}

#[actix_web::test]
async fn each_answer_of_our_registry_is_understood() {
    let app = TestApp::spawn();
    let (answer, wire_call) = ask(&app.base_url, "portal-key", RIGHT).await;
    let record_status = RecordStatusWord::Active;
    assert_eq!(answer, RegistryAnswer::Match { record_status });
    let shown = wire_call.answer.unwrap();
    let request_id = ("x-request-id", "portal-call-1".to_owned());
    assert!(shown.headers.contains(&request_id), "{:?}", shown.headers);
    assert!(shown.body.contains("\n  \"outcome\": \"match\""));

    let unaccented = MatchQuestion {
        full_name: "Nguyen Van Thanh",
        ..RIGHT
    };
    let wrong = MatchQuestion {
        full_name: "Trần Thị Hoa",
        ..RIGHT
    };
    for (question, expected) in [
        (unaccented, RegistryAnswer::Review),
        (wrong, RegistryAnswer::NoMatch),
    ] {
        assert_eq!(ask(&app.base_url, "portal-key", question).await.0, expected);
    }
    let short = MatchQuestion {
        number: "0420850004",
        ..RIGHT
    };
    let undated = MatchQuestion {
        date_of_birth: "1985-02-30",
        ..RIGHT
    };
    for (question, name) in [(short, "number"), (undated, "date_of_birth")] {
        let answer = ask(&app.base_url, "portal-key", question).await.0;
        let RegistryAnswer::Refused { field, detail } = &answer else {
            panic!("{answer:?}");
        };
        assert_eq!(field.as_deref(), Some(name));
        assert!(!detail.is_empty());
    }
}

#[actix_web::test]
async fn a_key_that_is_wrong_and_a_registry_that_is_down_are_no_misses() {
    let mut app = TestApp::spawn();
    let refused = RegistryAnswer::Unavailable(Why::KeyRefused(401));
    assert_eq!(ask(&app.base_url, "wrong", RIGHT).await.0, refused);
    app.signal("TERM");
    assert_eq!(app.exit_code(), Some(0));
    let down = RegistryAnswer::Unavailable(Why::Call(CallFailure::NoConnection));
    assert_eq!(ask(&app.base_url, "portal-key", RIGHT).await.0, down);
}
