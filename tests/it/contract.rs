//! The contract: the committed file is what the program prints, and what it says is so.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Caller, TestApp, dancu};

/// Codes that no test can bring about in one call, and why.
const UNREACHED: [(&str, &str); 11] = [
    (
        "timed_out",
        "takes a minute, or the end of a server: scenarios::header",
    ),
    ("internal", "a failure of ours, by definition unexpected"),
    ("disk_full", "needs a full disk: robustness::disk"),
    (
        "statistics_pending",
        "needs over 200,000 people: server::statistics",
    ),
    ("body_too_slow", "takes 15 seconds: rest::slowness"),
    (
        "key_loopback_only",
        "needs a server off loopback: rest::keys",
    ),
    (
        "numbers_exhausted",
        "needs a hundred thousand people of one place, sex and year",
    ),
    ("sandboxes_too_many", "needs ten thousand sandboxes"),
    ("followers_too_many", "needs 32 connections: journal::live"),
    ("json_broken", "only lines of an import: cli::import"),
    ("row_broken", "only rows of an import: cli::import"),
];

/// The id of a sandbox that is made first.
const TAKEN: &str = "taken";

/// A persona without a card.
const CHILD: &str = "042317000407";

fn contract() -> Value {
    dancu(&["openapi"]).succeeded().json()
}

/// Every operation: method, path, description.
fn operations(contract: &Value) -> Vec<(Method, String, Value)> {
    let mut operations = Vec::new();
    for (path, methods) in contract["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            operations.push((method, path.clone(), operation.clone()));
        }
    }
    operations
}

#[test]
fn the_committed_contract_is_the_one_the_program_serves() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    let printed = dancu(&["openapi"]).succeeded().out;
    assert!(
        committed == printed,
        "openapi/openapi.json is stale: run `make bless`"
    );
    let app = TestApp::spawn();
    let served = app.nobody().get("/openapi.json").expect(200).json();
    assert_eq!(served, contract());
}

#[test]
fn it_is_openapi_3_1_with_a_name_for_every_operation() {
    let contract = contract();
    assert!(contract["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut names = BTreeSet::new();
    for (method, path, operation) in operations(&contract) {
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name.to_owned()), "{name} stands there twice");
        assert!(name.contains('_'), "{name} is no verb and noun");
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(!summary.is_empty(), "{method} {path} says nothing");
    }
}

#[test]
fn every_reference_in_it_leads_somewhere() {
    let contract = contract();
    let mut references = Vec::new();
    gather(&contract, "$ref", &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let pointer = reference.as_str().unwrap().strip_prefix('#').unwrap();
        assert!(contract.pointer(pointer).is_some(), "{pointer}");
    }
}

#[test]
fn every_call_is_documented_and_answers() {
    let app = TestApp::spawn();
    let mut documented = BTreeSet::new();
    for (method, path, _) in operations(&contract()) {
        let concrete = path
            .replace("{number}", "042085000488")
            .replace("{list}", "problems")
            .replace("{name}", "twins")
            .replace("{id}", "48")
            .replace("{chart}", "ages")
            .replace("{sandbox}", "none")
            .replace("{sequence}", "0");
        if path == "/admin/journal/stream" {
            // An answer without end: its head says enough.
            let head = app.dev().request(method.clone(), &concrete).send().unwrap();
            assert_eq!(head.status(), 200, "{method} {path}");
            documented.insert(format!("{method} {path}"));
            continue;
        }
        let answer = Answer::of(app.dev().request(method.clone(), &concrete));
        // What is not there is a good answer; that there is no such address is none.
        let is_answered = match answer.status {
            404 => answer.json()["code"] != "route_not_found",
            status => !matches!(status, 401..=405 | 500..),
        };
        assert!(is_answered, "{method} {path}: {}", answer.text);
        documented.insert(format!("{method} {path}"));
    }
    for call in [
        "POST /v1/match",
        "POST /v1/match/batch",
        "POST /v1/lookup",
        "POST /v1/events",
        "GET /v1/changes",
        "GET /v1/citizens/{number}",
        "GET /v1/citizens/{number}/card",
        "GET /v1/citizens/{number}/card.svg",
        "POST /v1/search",
        "POST /v1/citizens",
        "PATCH /v1/citizens/{number}",
        "DELETE /v1/citizens/{number}",
        "GET /v1/numbers/{number}",
        "GET /v1/codes",
        "GET /v1/codes/{list}",
        "GET /v1/personas",
        "GET /v1/recipes",
        "POST /v1/recipes/{name}",
        "GET /v1/statistics",
        "GET /v1/statistics/{chart}.svg",
        "GET /admin/journal",
        "GET /admin/journal/count",
        "GET /admin/journal/stream",
        "GET /admin/journal.har",
        "GET /admin/journal/{sequence}",
        "DELETE /admin/journal",
        "GET /admin/verify",
        "POST /admin/verify",
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
        "GET /version",
    ] {
        assert!(documented.contains(call), "{call}");
    }
}

#[test]
fn the_example_of_every_body_is_accepted() {
    let app = TestApp::spawn();
    let contract = contract();
    let mut tried = 0;
    for (method, path, operation) in operations(&contract) {
        let Some(kinds) = operation["requestBody"]["content"].as_object() else {
            continue;
        };
        for (kind, example) in kinds.iter().flat_map(|(kind, content)| {
            let examples = examples_of(&contract, content).into_iter();
            examples.map(move |example| (kind, example))
        }) {
            let example = if path.ends_with("/batch") {
                json!([example])
            } else {
                example
            };
            let concrete = path
                .replace("{number}", "042085000488")
                .replace("{name}", "twins")
                .replace("{id}", "an-id");
            // The clock's own example sets it back to before the days of others.
            let day = json!({"as_of": "2025-07-01"});
            app.dev().put("/admin/clock", &day).expect(200);
            let request = app
                .dev()
                .request(method.clone(), &concrete)
                .header("content-type", kind)
                .header("if-match", "*")
                .body(example.to_string());
            let answer = Answer::of(request);
            // Nobody has the number of the example of a lookup: 404 is as good an answer.
            assert!(
                matches!(answer.status, 200 | 201 | 404),
                "{method} {path}: {}",
                answer.text
            );
            tried += 1;
            // What the examples break would break the next.
            app.dev().delete("/admin/faults", "*").expect(204);
            app.dev().delete("/admin/rules", "*").expect(204);
        }
    }
    assert!(tried >= 5, "only {tried} bodies have an example");
}

#[test]
fn answers_have_no_key_that_the_contract_does_not_know() {
    let app = TestApp::spawn();
    let contract = contract();
    let keys = |schema: &str| -> BTreeSet<String> {
        let properties = &contract["components"]["schemas"][schema]["properties"];
        properties.as_object().unwrap().keys().cloned().collect()
    };
    let dev = app.dev();
    let asked = crate::support::question("042085000488", "Nguyễn Văn Thành", "1985-05-12");
    let search = json!({"full_name": "Nguyễn Thị Hương", "date_of_birth": "1985"});
    for (answer, schema) in [
        (dev.post("/v1/match", &asked), "MatchAnswer"),
        (dev.post("/v1/lookup", &asked), "CitizenRecord"),
        (dev.get("/v1/citizens/042093000189"), "CitizenRecord"),
        (dev.post("/v1/search", &search), "SearchResult"),
        (dev.get("/version"), "VersionAnswer"),
        (dev.get("/nothing"), "ProblemBody"),
        (dev.get("/v1/citizens/042193000182"), "ProblemBody"),
        (dev.get("/v1/citizens/1"), "ProblemBody"),
    ] {
        let known = keys(schema);
        for key in answer.json().as_object().unwrap().keys() {
            assert!(known.contains(key), "{schema} does not know {key}");
        }
    }
}

#[test]
fn every_problem_that_can_be_reached_is_reached() {
    let app = TestApp::spawn();
    let list = app.nobody().get("/v1/codes/problems").expect(200).json();
    let entries = list["entries"].as_array().unwrap().clone();
    let mut open: BTreeSet<String> = entries
        .iter()
        .map(|entry| entry["code"].as_str().unwrap().to_owned())
        .collect();
    for (code, _) in UNREACHED {
        assert!(open.remove(code), "{code} is no problem any more");
    }
    let mut reached = BTreeSet::new();
    for answer in problems(&app).into_iter().chain(field_problems(&app)) {
        let body = answer.json();
        let code = body["code"].as_str().unwrap();
        let entry = entries
            .iter()
            .find(|entry| entry["code"] == code && entry["of"] == "answer");
        let entry = entry.unwrap_or_else(|| panic!("not in the list: {}", answer.text));
        assert_eq!(entry["status"], answer.status.to_string());
        reached.insert(code.to_owned());
        for error in body["errors"].as_array().into_iter().flatten() {
            let code = error["code"].as_str().unwrap();
            let known = entries
                .iter()
                .any(|entry| entry["code"] == code && entry["of"] == "field");
            assert!(known, "not in the list: {code}");
            reached.insert(code.to_owned());
        }
    }
    open.retain(|code| !reached.contains(code));
    assert!(open.is_empty(), "not reached: {open:?}");
}

/// One call for each problem.
fn problems(app: &TestApp) -> Vec<Answer> {
    let dev = app.dev();
    dev.post("/admin/sandboxes", &json!({"id": TAKEN}))
        .expect(201);
    let person = |more: &str| {
        format!(r#"{{"full_name":"A B","date_of_birth":"1990","gender":"male"{more}}}"#)
    };
    let post = |path: &str, body: String| dev.post_text(path, body);
    let thanh = "/v1/citizens/042085000488";
    let under = |scenario: &str| {
        let request = dev.request(Method::GET, thanh);
        Answer::of(request.header("x-dancu-scenario", scenario))
    };
    vec![
        twice_the_same_rule(&dev),
        post("/v1/match", "{".to_owned()),
        post("/v1/match", "{}".to_owned()),
        post("/v1/citizens", person(r#","religion":"77""#)),
        post("/v1/citizens", person(r#","number":"001090123456""#)),
        post("/v1/citizens", person(r#","number":"042085000488""#)),
        post("/v1/search", "{}".to_owned()),
        app.nobody().get(thanh),
        app.portal().get(thanh),
        dev.get(&format!("/v1/citizens/{CHILD}/card")),
        dev.get("/v1/citizens/042085999995"),
        dev.get("/v1/codes/planets"),
        dev.get("/admin/journal/0"),
        dev.get("/v1/households/4000000000"),
        dev.get("/v1/statistics/planets.svg"),
        dev.post("/v1/recipes/planets", &json!({})),
        dev.get("/nothing"),
        dev.get("/s/none/v1/personas"),
        Answer::of(
            dev.request(Method::GET, "/s/a/healthz")
                .header("x-dancu-sandbox", "b"),
        ),
        dev.post("/admin/sandboxes", &json!({"id": TAKEN})),
        bound(app).get("/admin/sandboxes"),
        dev.post("/admin/snapshots/none/restore", &json!({})),
        dev.delete("/admin/leases/none", "*"),
        dev.post("/admin/leases", &json!({"q": "born 1800"})),
        too_many_snapshots(&dev),
        dev.delete("/admin/webhooks/99", "*"),
        too_many_webhooks(&dev),
        too_many_rules(&dev),
        dev.get("/admin/rules/none"),
        under("no-such-scenario"),
        under("unavailable"),
        under("maintenance"),
        under("rate_limit"),
        under("status=500"),
        dev.get("/v1/match"),
        dev.get("/v1/citizens/271450027"),
        dev.get("/v1/citizens/042193000182"),
        dev.delete(thanh, "\"another\""),
        post("/v1/match", " ".repeat(1 << 17)),
        dev.post_as("/v1/match", "text/plain", "x"),
        Answer::of(dev.request(Method::DELETE, thanh)),
    ]
}

/// The client with the key of a sandbox.
fn bound(app: &TestApp) -> Caller {
    let made = app.dev().post("/admin/sandboxes", &json!({})).expect(201);
    Caller::new(&app.base_url, made.json()["key"].as_str())
}

/// One snapshot more than a world keeps.
fn too_many_snapshots(dev: &Caller) -> Answer {
    let take = |count| dev.post("/admin/snapshots", &json!({"name": format!("s{count}")}));
    (0..100).for_each(|count| drop(take(count).expect(201)));
    take(100)
}

/// One webhook more than a world has.
fn too_many_webhooks(dev: &Caller) -> Answer {
    let webhook = json!({"url": "http://127.0.0.1:9/"});
    let subscribe = || dev.post("/admin/webhooks", &webhook);
    (0..16).for_each(|_| drop(subscribe().expect(201)));
    subscribe()
}

/// Events that are refused, one for each reason.
fn refused_events() -> Vec<Value> {
    let death = |number: &str| json!({"type": "death", "number": number});
    let marriage =
        |one: &str, other: &str| json!({"type": "marriage", "number": one, "spouse": other});
    let thanh = "042085000488";
    vec![
        json!({"type": "death", "number": thanh, "on": "2025-07-02"}),
        json!({"type": "death", "number": thanh, "on": "1980-01-01"}),
        death("042085999995"),
        death("271450027"),
        death("042193000182"),
        death("042051000289"),
        marriage("042068000267", "042068000267"),
        marriage("042068000267", "042204000033"),
        marriage("042068000267", "042187000137"),
        marriage("042068000267", "042309000154"),
        // Her father by name, if not by her surname.
        marriage("001065000671", "001192000674"),
        json!({"type": "divorce", "number": "042204000033"}),
        json!({"type": "move", "number": thanh, "with": ["042187000137"], "place": {"ward": "00070"}}),
        json!({"type": "card_renewed", "number": "042198000450"}),
        json!({"type": "identity_unlocked", "number": "042142000012"}),
        json!({"type": "renaming", "number": thanh, "full_name": "Nguyễn Văn Thành"}),
    ]
}

/// One rule more than a world keeps.
fn too_many_rules(dev: &Caller) -> Answer {
    let rule = json!({"scenario": "pass", "enabled": false});
    let add = || dev.post("/admin/rules", &rule);
    (0..100).for_each(|_nth| drop(add()));
    let last = add();
    dev.delete("/admin/rules", "*").expect(204);
    last
}

fn twice_the_same_rule(dev: &Caller) -> Answer {
    let rule = json!({"id": "same", "scenario": "pass", "enabled": false});
    dev.post("/admin/rules", &rule).expect(201);
    let second = dev.post("/admin/rules", &rule);
    dev.delete("/admin/rules", "*").expect(204);
    second
}

/// One call for each problem of a field.
fn field_problems(app: &TestApp) -> Vec<Answer> {
    let questions = [
        json!({"number": "", "full_name": "", "date_of_birth": ""}),
        json!({"number": "4208500048x", "full_name": "1", "date_of_birth": "soon"}),
        json!({"number": "42085000488", "full_name": "a\u{0}b", "date_of_birth": "31/04/1985"}),
        json!({"number": "042085000488|x", "full_name": "a".repeat(300), "date_of_birth": "1700"}),
        json!({"number": "12", "policy": "x"}),
        json!({"number": 12}),
        json!({"nummer": "12"}),
    ];
    let people = [
        json!({"religion": "77"}),
        json!({"record_status": "gone"}),
        json!({"hometown": {"ward": "99999"}}),
        json!({"hometown": {"detail": "Số 1"}}),
        json!({"hometown": {"ward_before": "18079", "country": "DE"}}),
        json!({"card": {"kind": "cmnd_12", "issued_on": "1950-01-01"}}),
        json!({"card": {"kind": "cmnd_12", "issued_on": "2014"}}),
        json!({"card": {"kind": "plastic", "issued_on": "2014-01-01"}}),
        json!({"electronic_identity": {"level": 7, "granted_on": "2024-01-01"}}),
        json!({"status_periods": [{"status": "missing", "from": "2020-01-02", "until": "2019-01-01"}]}),
        json!({"occupation": "x\u{0}y"}),
        json!({"number": "042085000488"}),
        json!({"number": "001090123456"}),
    ];
    let dev = app.dev();
    let mut answers = vec![dev.post_text("/v1/match", r#"{"number":"1","number":"2"}"#)];
    let limitless = json!({"full_name": "A B", "date_of_birth": "1990", "limit": 0});
    answers.push(dev.post("/v1/search", &limitless));
    for married in ["001065000671", "001192000674"] {
        let free = json!({"marital_status": "divorced"});
        dev.patch(&format!("/v1/citizens/{married}"), "*", &free)
            .expect(200);
    }
    answers.extend(
        refused_events()
            .iter()
            .map(|event| dev.post("/v1/events", event)),
    );
    answers.push(dev.post(
        "/admin/webhooks",
        &json!({"url": "http://elsewhere.example/"}),
    ));
    let clock = json!({"clock": {"shift": "soon"}});
    answers.push(dev.post("/admin/sandboxes", &clock));
    let rule = json!({"condition": {"path": "v1"}, "scenario": "tiemout"});
    answers.push(dev.post("/admin/rules", &rule));
    let window = json!({"maintenance": {"from": "22:00", "to": "soon"}});
    let request = dev.request(Method::PUT, "/admin/faults");
    let request = request.header("content-type", "application/json");
    answers.push(Answer::of(request.body(window.to_string())));
    answers.extend(questions.iter().map(|body| dev.post("/v1/match", body)));
    answers.extend(people.iter().map(|more| {
        let mut person = json!({"full_name": "A B", "date_of_birth": "1990", "gender": "male"});
        let object = person.as_object_mut().unwrap();
        object.extend(more.as_object().unwrap().clone());
        dev.post("/v1/citizens", &person)
    }));
    let problems = answers.into_iter().filter(|answer| answer.status >= 400);
    problems.collect()
}

/// The examples of a body: those with a name, or the one beside the schema.
fn examples_of(contract: &Value, content: &Value) -> Vec<Value> {
    match content["examples"].as_object() {
        Some(named) => named
            .values()
            .map(|example| example["value"].clone())
            .collect(),
        None => example_of(contract, content).into_iter().collect(),
    }
}

/// The example of a body: beside the schema, in it, or in the one it refers to.
fn example_of(contract: &Value, content: &Value) -> Option<Value> {
    let schema = &content["schema"];
    let referred = schema["$ref"]
        .as_str()
        .or(schema["items"]["$ref"].as_str())
        .and_then(|reference| contract.pointer(reference.strip_prefix('#')?));
    [Some(content), Some(schema), referred]
        .into_iter()
        .flatten()
        .find_map(|place| {
            let one = place.get("example").cloned();
            one.or_else(|| place["examples"].get(0).cloned())
        })
}

/// Every value under this key, at any depth.
fn gather<'value>(value: &'value Value, key: &str, found: &mut Vec<&'value Value>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get(key));
            object.values().for_each(|value| gather(value, key, found));
        }
        Value::Array(items) => items.iter().for_each(|value| gather(value, key, found)),
        _ => {}
    }
}
