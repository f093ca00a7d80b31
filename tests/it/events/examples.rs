//! What docs/events.md shows is so: every event is accepted, and the programs that verify a signature do.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::listener::Listener;
use super::send;
use crate::support::{TestApp, scratch_folder};
use dancu::domain::change::ChangeKind;

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/events.md");
    std::fs::read_to_string(path).unwrap()
}

/// The blocks of code in that language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let begin = format!("```{language}\n");
    let blocks = page.split(&begin).skip(1);
    blocks
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_event_of_the_page_is_accepted_and_every_kind_is_on_it() {
    let app = TestApp::spawn();
    let mut seen = Vec::new();
    for block in blocks(&page(), "json") {
        let event: Value =
            serde_json::from_str(&block).unwrap_or_else(|error| panic!("{error}: {block}"));
        if event.get("type").is_none() {
            continue;
        }
        let answer = send(&app, &event);
        assert_eq!(answer.status, 201, "{block}{}", answer.text);
        seen.push(event["type"].as_str().unwrap().to_owned());
    }
    for kind in ChangeKind::ALL {
        let is_of_life = !matches!(
            kind,
            ChangeKind::Created | ChangeKind::Edited | ChangeKind::Deleted | ChangeKind::Reset
        );
        assert!(
            !is_of_life || seen.iter().any(|seen| seen == kind.as_str()),
            "{kind:?}"
        );
        assert!(page().contains(&format!("`{}`", kind.as_str())), "{kind:?}");
    }
}

/// Runs a program of the page, which says whether a signature is good.
fn verdict(program: &str, file: &Path, input: &Value) -> String {
    let mut child = Command::new(program)
        .arg(file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = input.to_string();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The function of the page, with a few lines that feed it from standard input.
fn with_feed(language: &str, function: &str) -> String {
    match language {
        "python" => format!(
            "{function}\nimport json, sys\nasked = json.load(sys.stdin)\n\
             print(verify(asked['secret'], asked['header'], asked['body'].encode(), asked['now']))\n"
        ),
        _ => format!(
            "{function}\nconst asked = JSON.parse(require('fs').readFileSync(0));\n\
             console.log(verify(asked.secret, asked.header, Buffer.from(asked.body), asked.now) ? 'True' : 'False');\n"
        ),
    }
}

#[test]
fn the_programs_of_the_page_tell_a_good_signature_from_a_bad_one() {
    let app = TestApp::spawn();
    let listener = Listener::answering(&[]);
    let secret = "a secret of the test";
    let webhook = json!({"url": listener.url(), "secret": secret});
    app.dev().post("/admin/webhooks", &webhook).expect(201);
    app.dev()
        .post("/admin/webhooks/1/test", &json!({}))
        .expect(202);
    let heard = listener.wait_for(1).remove(0);
    let header = heard.header("x-dancu-signature").to_owned();
    let now: u64 = header
        .strip_prefix("t=")
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let good = json!({"secret": secret, "header": header, "body": heard.body, "now": now});
    let but = |key: &str, value: Value| {
        let mut other = good.clone();
        other[key] = value;
        other
    };
    let cases = [
        (good.clone(), "True"),
        (but("now", json!(now + 200)), "True"),
        (but("now", json!(now + 400)), "False"),
        (but("secret", json!("another secret")), "False"),
        (
            but("body", json!(heard.body.replace("test", "text"))),
            "False",
        ),
        (but("header", json!(header.replace("t=", "t=1"))), "False"),
        (but("header", json!(format!("t={now},v1=00"))), "False"),
    ];
    let folder = scratch_folder();
    for (language, program, ending) in [("python", "python3", "py"), ("js", "node", "js")] {
        let functions = blocks(&page(), language);
        assert_eq!(functions.len(), 1, "{language}");
        let file = folder.path().join(format!("verify.{ending}"));
        std::fs::write(&file, with_feed(language, &functions[0])).unwrap();
        for (asked, expected) in &cases {
            assert_eq!(
                verdict(program, &file, asked),
                *expected,
                "{language}: {asked}"
            );
        }
    }
}
