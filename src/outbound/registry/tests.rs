//! Every way a registry can answer, played by a canned server.

use serde_json::json;

use super::*;
use crate::outbound::canned::{Canned, Reply, deaf_url, impatient_outbound, outbound};

const QUESTION: MatchQuestion<'_> = MatchQuestion {
    number: "042085000488",
    full_name: "Nguyễn Văn Thành",
    date_of_birth: "1985-05-12",
};

async fn ask(base_url: &str) -> (RegistryAnswer, WireCall) {
    ask_through(&outbound(), base_url).await
}

async fn ask_through(outbound: &Outbound, base_url: &str) -> (RegistryAnswer, WireCall) {
    let client = RegistryClient::new(base_url, Secret::documented("dev-key"));
    client
        .match_person(
            outbound,
            &QUESTION,
            Language::Vietnamese,
            "req-7",
            Timestamp(0),
        )
        .await
}

async fn answer_to(reply: Reply) -> RegistryAnswer {
    let server = Canned::always(reply);
    ask(&server.url()).await.0
}

fn unavailable(why: Why) -> RegistryAnswer {
    RegistryAnswer::Unavailable(why)
}

#[tokio::test]
async fn the_question_is_sent_as_the_contract_says() {
    let server = Canned::always(Reply::json(
        200,
        &json!({"outcome": "match", "record_status": "active", "grade": "certain"}),
    ));
    let (answer, wire_call) = ask(&format!("{}/s/x/", server.url())).await;
    assert_eq!(
        answer,
        RegistryAnswer::Match {
            record_status: RecordStatusWord::Active
        }
    );
    let heard = &server.heard()[0];
    assert_eq!(
        (heard.method.as_str(), heard.path.as_str()),
        ("POST", "/s/x/v1/match")
    );
    assert_eq!(heard.header("authorization"), Some("Bearer dev-key"));
    assert_eq!(heard.header("accept-language"), Some("vi"));
    assert_eq!(heard.header("x-request-id"), Some("req-7"));
    assert_eq!(heard.header("content-type"), Some("application/json"));
    assert_eq!(
        heard.body,
        r#"{"number":"042085000488","full_name":"Nguyễn Văn Thành","date_of_birth":"1985-05-12"}"#
    );
    let shown = wire_call.answer.as_ref().expect("answered");
    assert_eq!(shown.status, 200);
    assert_eq!(
        shown.headers,
        [
            ("content-type", "application/json".to_owned()),
            ("x-request-id", "canned-1".to_owned())
        ]
    );
    assert_eq!(wire_call.body.as_deref(), Some(heard.body.as_str()));
}

#[tokio::test]
async fn outcomes_and_states_are_read() {
    for (word, status) in [
        ("active", RecordStatusWord::Active),
        ("deceased", RecordStatusWord::Deceased),
        ("missing", RecordStatusWord::Missing),
        ("inactive", RecordStatusWord::Inactive),
        ("cancelled", RecordStatusWord::Cancelled),
        ("asleep", RecordStatusWord::Unknown("asleep".to_owned())),
    ] {
        let body = json!({"outcome": "match", "record_status": word});
        let expected = RegistryAnswer::Match {
            record_status: status,
        };
        assert_eq!(answer_to(Reply::json(200, &body)).await, expected);
    }
    for (body, expected) in [
        (json!({"outcome": "review"}), RegistryAnswer::Review),
        (json!({"outcome": "no_match"}), RegistryAnswer::NoMatch),
        (
            json!({"outcome": "maybe"}),
            unavailable(Why::UnknownOutcome),
        ),
        (
            json!({"outcome": "match"}),
            RegistryAnswer::Match {
                record_status: RecordStatusWord::Unknown(String::new()),
            },
        ),
    ] {
        assert_eq!(answer_to(Reply::json(200, &body)).await, expected);
    }
}

#[tokio::test]
async fn a_refused_value_names_its_field() {
    for status in [400, 422] {
        let body = json!({"detail": "general", "errors": [
            {"field": "number", "code": "number_length", "detail": "Số phải có 12 chữ số."}
        ]});
        let expected = RegistryAnswer::Refused {
            field: Some("number".to_owned()),
            detail: "Số phải có 12 chữ số.".to_owned(),
        };
        assert_eq!(answer_to(Reply::json(status, &body)).await, expected);
    }
    let expected = RegistryAnswer::Refused {
        field: None,
        detail: "unreadable".to_owned(),
    };
    let body = json!({"title": "title", "detail": "unreadable"});
    assert_eq!(answer_to(Reply::json(400, &body)).await, expected);
    let html = Reply::Text(400, "text/html", "<h1>Bad request</h1>".to_owned());
    assert_eq!(answer_to(html).await, unavailable(Why::Unreadable));
}

#[tokio::test]
async fn a_status_tells_whose_fault_it_is() {
    for (status, why) in [
        (401, Why::KeyRefused(401)),
        (403, Why::KeyRefused(403)),
        (429, Why::TooManyCalls(Some(7))),
        (500, Why::Failed(500)),
        (503, Why::Failed(503)),
        (404, Why::UnexpectedStatus(404)),
        (302, Why::UnexpectedStatus(302)),
        (204, Why::UnexpectedStatus(204)),
    ] {
        // A redirect would lead to an answer that must not be asked for.
        let raw = format!(
            "HTTP/1.1 {status} Canned\r\nLocation: /elsewhere\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"
        );
        let server = Canned::always(Reply::Raw(raw.into_bytes()));
        assert_eq!(ask(&server.url()).await.0, unavailable(why));
        assert_eq!(server.heard().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_answer_is_never_a_miss() {
    let html = "<html>outcome no_match</html>".to_owned();
    for body in [
        html,
        r#"{"outcome": "no_ma"#.to_owned(),
        String::new(),
        "null".to_owned(),
        r#"{"outcome": 7}"#.to_owned(),
        "[".repeat(100_000),
    ] {
        let reply = Reply::Text(200, "text/html", body);
        assert_eq!(answer_to(reply).await, unavailable(Why::Unreadable));
    }
}

#[tokio::test]
async fn a_call_that_fails_says_how() {
    let failed = |failure| unavailable(Why::Call(failure));
    assert_eq!(ask(&deaf_url()).await.0, failed(CallFailure::NoConnection));
    let silent = Canned::always(Reply::Silence);
    let (answer, _) = ask_through(&impatient_outbound(), &silent.url()).await;
    assert_eq!(answer, failed(CallFailure::TimedOut));
    let huge = Reply::Text(200, "application/json", " ".repeat(256 * 1024 + 1));
    assert_eq!(answer_to(huge).await, failed(CallFailure::TooLong));
    let endless = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned()
        + format!("10000\r\n{}\r\n", " ".repeat(0x10000))
            .repeat(5)
            .as_str();
    let endless = Reply::Raw(endless.into_bytes());
    assert_eq!(answer_to(endless).await, failed(CallFailure::TooLong));
    for raw in [
        "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"outcome\": \"match\"}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"out",
        "SSH-2.0-OpenSSH_10.0\r\n",
        "",
    ] {
        let reply = Reply::Raw(raw.as_bytes().to_vec());
        assert_eq!(
            answer_to(reply).await,
            failed(CallFailure::BrokenOff),
            "{raw}"
        );
    }
    for url in ["file:///etc/passwd", "ftp://127.0.0.1", "nowhere", ""] {
        assert_eq!(ask(url).await.0, failed(CallFailure::Unsendable), "{url}");
    }
}

#[tokio::test]
async fn a_key_that_no_header_can_carry_is_told() {
    let server = Canned::always(Reply::Silence);
    let client = RegistryClient::new(&server.url(), Secret::hidden("a\nb", "PORTAL_KEY"));
    let (answer, _) = client
        .match_person(&outbound(), &QUESTION, Language::English, "r", Timestamp(0))
        .await;
    assert_eq!(answer, unavailable(Why::Call(CallFailure::Unsendable)));
    assert!(server.heard().is_empty());
}

#[tokio::test]
async fn nothing_of_the_person_or_the_key_is_in_debug() {
    let body = json!({"errors": [{"field": "number", "detail": "042085000488 ?"}]});
    let server = Canned::always(Reply::json(400, &body));
    let client = RegistryClient::new(&server.url(), Secret::hidden("s3cr3t", "PORTAL_KEY"));
    let (answer, wire_call) = client
        .match_person(&outbound(), &QUESTION, Language::English, "r", Timestamp(0))
        .await;
    let told = format!("{client:?}{answer:?}{wire_call:?}{QUESTION:?}");
    assert!(
        told.contains("v1/match") && told.contains("Refused"),
        "{told}"
    );
    for word in ["042085000488", "Thành", "1985", "s3cr3t"] {
        assert!(!told.contains(word), "{word} in {told}");
    }
    assert!(!wire_call.curl().contains("s3cr3t"));
}
