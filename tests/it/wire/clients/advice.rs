//! What the developer of a refused client finds in the journal: which candidate would have fitted, and a call
//! that is let in, run by the real `curl`.

use std::process::Command;

use serde_json::Value;

use super::court::Court;
use super::http::{Reply, send};
use super::people::THANH;
use super::signing::Signer;
use super::view::View;
use crate::support::{Answer, TestApp, finish, scratch_folder};

/// Milliseconds, and the same in seconds.
const MILLISECONDS: &str = "1763877600123";
const SECONDS: &str = "1763877600";

/// A call whose hash was made with one timestamp and whose header carries another.
fn call(app: &TestApp, signer: &Signer, hashed: &str, sent: &str) -> Reply {
    let authorization = signer.authorization(hashed);
    let headers = [
        ("Content-Type", "application/xml"),
        ("Timestamp", sent),
        ("Authorization", &authorization),
    ];
    let url = format!("{}/court?x=1&y=2", app.url_of("ndxp"));
    send("POST", &url, &headers, &super::court::envelope(THANH))
}

/// The newest entry of the journal.
fn newest(app: &TestApp, language: &str) -> Value {
    let journal: Answer = app
        .dev()
        .in_language(language)
        .get("/admin/journal?limit=1");
    journal.expect(200).json()["entries"][0].clone()
}

/// Runs the call of the journal as its reader would, in a folder with the request in it.
fn run_curl(curl: &str) -> String {
    let folder = scratch_folder();
    let request = folder.path().join("request.xml");
    std::fs::write(request, super::court::envelope(THANH)).unwrap();
    let mut shell = Command::new("sh");
    // The status goes to a line of its own.
    let command = format!("{curl} --noproxy '*' -w '\\n%{{http_code}}'");
    shell.args(["-c", &command]).current_dir(folder.path());
    let run = finish(&mut shell, "").succeeded();
    let (body, status) = run.out.rsplit_once('\n').unwrap();
    assert_eq!(status, "200", "{curl}: {body}");
    body.to_owned()
}

#[test]
fn the_journal_says_which_candidate_fits_and_its_curl_is_let_in() {
    let app = TestApp::spawn();
    let right = Signer::demo();
    let slashed = Signer {
        sv_url: format!("{}/", right.sv_url),
        ..right.clone()
    };
    let plain_http = Signer {
        sv_url: right.sv_url.replace("https:", "http:"),
        ..right.clone()
    };
    let wrong = Signer::with_wrong_secret();
    let elsewhere = Signer {
        sv_url: "https://elsewhere.example/".to_owned(),
        ..right.clone()
    };
    for (reason, signer, hashed, sent) in [
        ("timestamp_unit", &right, SECONDS, MILLISECONDS),
        ("timestamp_unit", &right, "1763877600000", SECONDS),
        ("other_sv_url", &slashed, MILLISECONDS, MILLISECONDS),
        ("other_sv_url", &plain_http, SECONDS, SECONDS),
        ("timestamp_unit_and_sv_url", &slashed, SECONDS, MILLISECONDS),
        (
            "secret_or_unknown_sv_url",
            &wrong,
            MILLISECONDS,
            MILLISECONDS,
        ),
        ("secret_or_unknown_sv_url", &elsewhere, SECONDS, SECONDS),
    ] {
        let reply = call(&app, signer, hashed, sent);
        assert_eq!(reply.status, 401, "{reason}");
        assert!(
            !reply.body.contains(reason),
            "the journal is the owner's: {}",
            reply.body
        );
        let entry = newest(&app, "en");
        let advice = &entry["advice"];
        assert_eq!(advice["reason"], reason, "{entry}");
        assert_eq!(entry["client"], "demo");
        let curl = advice["curl"].as_str().unwrap();
        assert!(curl.contains("--data-binary @request.xml"), "{curl}");
        let shown = super::court::read(&run_curl(curl));
        assert!(matches!(shown, View::Found(person) if person.number == THANH.number));
    }
}

#[test]
fn the_advice_is_told_in_both_languages() {
    let app = TestApp::spawn();
    call(&app, &Signer::with_wrong_secret(), SECONDS, SECONDS);
    let [vietnamese, english] = ["vi", "en"].map(|language| {
        let detail = newest(&app, language)["advice"]["detail"].clone();
        detail.as_str().unwrap().to_owned()
    });
    assert!(english.contains("secret or unknown sv_url"), "{english}");
    assert!(vietnamese.contains("Sai khóa bí mật"), "{vietnamese}");
}

#[test]
fn who_cannot_be_known_at_all_is_told_why_without_a_call() {
    let app = TestApp::spawn();
    let url = app.url_of("ndxp");
    let stranger = Signer::new("https://ndxp.example/csdldc/tracuu", "stranger", "x");
    let unsigned = Signer::demo().authorization(SECONDS);
    for (reason, headers) in [
        ("authorization_missing", vec![("Timestamp", SECONDS)]),
        (
            "authorization_missing",
            vec![("Authorization", "Basic ###"), ("Timestamp", SECONDS)],
        ),
        (
            "timestamp_missing",
            vec![("Authorization", unsigned.as_str())],
        ),
        (
            "user_unknown",
            vec![
                ("Authorization", &*stranger.authorization(SECONDS).leak()),
                ("Timestamp", SECONDS),
            ],
        ),
    ] {
        let reply = send("POST", &url, &headers, &super::court::envelope(THANH));
        assert_eq!(reply.status, 401, "{reason}");
        let advice = newest(&app, "en")["advice"].clone();
        assert_eq!(advice["reason"], reason);
        assert_eq!(advice.get("curl"), None, "{advice}");
    }
}

/// The secret is never told, and the entry says nothing of a person.
#[test]
fn the_journal_keeps_neither_the_secret_nor_the_person() {
    let app = TestApp::spawn();
    let court = Court::now(&app.url_of("ndxp"), &Signer::with_wrong_secret());
    court.send(THANH);
    let entry = newest(&app, "en").to_string();
    for word in ["demo-secret", THANH.number, "NGUYENVANTHANH"] {
        assert!(!entry.contains(word), "{entry}");
    }
}
