//! Health, readiness, metrics, version, the page and the start-up file.

use crate::support::{AppOptions, TestApp, dancu, population_folder};

#[test]
fn a_running_server_is_alive_and_ready() {
    let app = TestApp::spawn();
    assert_eq!(app.nobody().get("/healthz").expect(200).text, "ok\n");
    assert_eq!(app.nobody().get("/readyz").expect(200).text, "ready\n");
}

#[test]
fn metrics_count_requests_and_verdicts_and_know_nobody() {
    let app = TestApp::spawn();
    app.portal()
        .match_person("042085000488", "Nguyễn Văn Thành", "1985-05-12")
        .expect(200);
    app.officer().get("/v1/citizens/042085000488").expect(200);
    app.officer().get("/no/such/place/042085000488").expect(404);
    let metrics = app.nobody().get("/metrics").expect(200);
    assert!(
        metrics
            .header("content-type")
            .starts_with("text/plain; version=0.0.4")
    );
    for line in [
        "dancu_requests_total{method=\"POST\",route=\"/v1/match\",status=\"200\"} 1",
        "dancu_requests_total{method=\"GET\",route=\"/v1/citizens/{number}\",status=\"200\"} 1",
        "dancu_matches_total{outcome=\"match\",policy=\"standard\"} 1",
        "dancu_request_seconds_count{route=\"/v1/match\"} 1",
    ] {
        assert!(metrics.text.contains(line), "{line}\n{}", metrics.text);
    }
    assert!(!metrics.text.contains("042085000488"));
    assert!(!metrics.text.contains("Thành"));
}

#[test]
fn the_version_names_build_dataset_and_day() {
    let app = TestApp::spawn();
    let version = app.nobody().get("/version").expect(200).json();
    let folder = population_folder().to_str().unwrap();
    let stats = dancu(&["stats", "--data", folder, "--json"])
        .succeeded()
        .json();
    assert_eq!(version["name"], "dancu");
    assert_eq!(version["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(version["business_date"], "2025-07-01");
    assert_eq!(version["population"]["digest"], stats["digest"]);
    assert_eq!(version["population"]["size"], 2000);
}

#[test]
fn the_ready_file_says_where_everything_is() {
    let app = TestApp::spawn();
    assert_eq!(app.ready["dev_key"], "dev-key");
    assert!(
        app.ready["base_url"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:")
    );
    for (name, url) in app.ready["urls"].as_object().unwrap() {
        let path = url.as_str().unwrap().strip_prefix(&app.base_url).unwrap();
        // An issuer is a name; behind it stands what it says of itself.
        let behind = if name.ends_with("_issuer") {
            "/.well-known/openid-configuration"
        } else {
            ""
        };
        app.nobody().get(&format!("{path}{behind}")).expect(200);
        assert!(!name.is_empty());
    }
}

#[test]
fn the_page_and_all_it_loads_come_from_this_machine() {
    let app = TestApp::spawn();
    for path in ["/", "/docs"] {
        assert_eq!(
            app.nobody().get(path).expect(302).header("location"),
            "/docs/"
        );
    }
    let page = app.nobody().get("/docs/").expect(200);
    let mut loaded = 0;
    for attribute in ["src=\"", "href=\""] {
        for rest in page.text.split(attribute).skip(1) {
            let address = rest.split('"').next().unwrap();
            assert!(!address.contains("//"), "{address}");
            let path = address.trim_start_matches("./").trim_start_matches('/');
            app.nobody().get(&format!("/docs/{path}")).expect(200);
            loaded += 1;
        }
    }
    assert!(loaded >= 3);
}

#[test]
fn the_greeting_names_five_personas_and_a_call_that_matches() {
    let app = TestApp::spawn();
    let greeting = app.greeting();
    assert!(greeting.contains(&app.base_url) && greeting.contains("dev-key"));
    let personas = greeting
        .lines()
        .filter(|line| line.trim_start().starts_with("042"))
        .count();
    assert_eq!(personas, 5);
    let body = greeting
        .split("-d '")
        .nth(1)
        .unwrap()
        .split('\'')
        .next()
        .unwrap();
    let answer = app
        .dev()
        .post_text("/v1/match", body.to_owned())
        .expect(200);
    assert_eq!(answer.json()["outcome"], "match");
}

#[test]
fn a_log_line_has_pattern_status_and_client_and_not_the_path() {
    let app = TestApp::spawn();
    app.officer().get("/v1/citizens/042085000488").expect(200);
    let line = crate::support::eventually("the line in the log", || {
        let log = app.log();
        log.lines()
            .find(|line| line.contains("officer"))
            .map(str::to_owned)
    });
    assert!(line.contains(" GET /v1/citizens/{number} 200 "), "{line}");
    assert!(line.contains("us officer "), "{line}");
}

#[test]
fn json_lines_in_the_log_are_json_whatever_the_request_id() {
    let app = TestApp::spawn_with(AppOptions {
        arguments: &["--log", "json"],
        ..AppOptions::default()
    });
    let request = app
        .nobody()
        .request(reqwest::Method::GET, "/healthz")
        .header("x-request-id", "a\"b\\c{}");
    crate::support::Answer::of(request).expect(200);
    let line = crate::support::eventually("the line in the log", || {
        app.log().lines().next().map(str::to_owned)
    });
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["request_id"], "a\"b\\c{}");
    assert_eq!(line["route"], "/healthz");
}
