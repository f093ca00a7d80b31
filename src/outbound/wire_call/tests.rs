//! What pages show, and commands that a real shell reads.

use std::process::Command;

use base64::Engine as _;

use super::*;

fn call(url: &str, headers: Vec<ShownHeader>, body: Option<&str>) -> WireCall {
    WireCall {
        at: Timestamp(0),
        purpose: Purpose::Match,
        method: Method::Post,
        url: url.to_owned(),
        called: None,
        headers,
        body: body.map(str::to_owned),
        answer: Err(CallFailure::TimedOut),
        took: Duration::from_micros(1200),
        trouble: None,
    }
}

/// The arguments curl would get, as a real shell reads the command.
fn arguments(command: &str) -> Vec<String> {
    let script =
        format!("curl() {{ for word in \"$@\"; do printf '%s\\0' \"$word\"; done; }}\n{command}\n");
    let output = Command::new("sh")
        .arg("-c")
        .arg(&script)
        .env("PORTAL_KEY", "k'e\"y $HOME")
        .output()
        .expect("a shell");
    assert!(output.status.success(), "{command}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let mut words: Vec<_> = text.split('\0').map(str::to_owned).collect();
    assert_eq!(words.pop().as_deref(), Some(""));
    words
}

#[test]
fn a_shell_reads_the_command_as_it_was_meant() {
    for body in [
        r#"{"full_name":"Nguyễn Văn Thành"}"#,
        "it's $HOME `id` $(id) \\ \"x\" !! *",
        "'",
        "''",
        "\\'",
        "",
        "two\nlines\n",
        "đ\u{0309}ặng",
        "@/etc/passwd",
        "a=b&c=%20+",
    ] {
        let headers = vec![ShownHeader::plain("x-test", body)];
        let url = "http://127.0.0.1:1/it's?a=$b&c='";
        let words = arguments(&call(url, headers, Some(body)).curl());
        let header = format!("x-test: {body}");
        assert_eq!(
            words,
            ["--include", url, "--header", &header, "--data-raw", body]
        );
    }
}

#[test]
fn hidden_keys_are_variables_and_documented_ones_are_not() {
    let hidden = Secret::hidden("s3cr3t", "PORTAL_KEY");
    let open = Secret::documented("dev-key");
    let headers = vec![
        ShownHeader::bearer(&hidden),
        ShownHeader::bearer(&open),
        ShownHeader::basic("it's", &hidden, "Basic of the real one"),
        ShownHeader::basic("portal", &open, "Basic cG9ydGFsOmRldi1rZXk="),
    ];
    assert_eq!(headers[0].value, "Bearer $PORTAL_KEY");
    assert_eq!(headers[2].value, "Basic base64(it's:$PORTAL_KEY)");
    let call = call("http://a/", headers, None);
    assert!(!call.curl().contains("s3cr3t"));
    let words = arguments(&call.curl());
    let pair = base64::engine::general_purpose::STANDARD.encode("it's:k'e\"y $HOME");
    assert_eq!(
        words,
        [
            "--include",
            "--request",
            "POST",
            "http://a/",
            "--header",
            "authorization: Bearer k'e\"y $HOME",
            "--header",
            "authorization: Bearer dev-key",
            "--header",
            &format!("authorization: Basic {pair}"),
            "--header",
            "authorization: Basic cG9ydGFsOmRldi1rZXk=",
        ]
    );
}

#[test]
fn brackets_in_a_url_are_no_list() {
    let words = arguments(&call("http://[::1]:1/", Vec::new(), Some("x")).curl());
    assert_eq!(words[1], "--globoff");
}

#[test]
fn json_is_set_out_and_long_answers_are_cut_between_letters() {
    let answer = ShownAnswer::new(200, Vec::new(), br#"{"a":"x","b":1}"#);
    assert_eq!(answer.body, "{\n  \"a\": \"x\",\n  \"b\": 1\n}");
    assert!(!answer.cut);
    let long = format!("x{}", "ế".repeat(3000));
    let answer = ShownAnswer::new(200, Vec::new(), long.as_bytes());
    assert!(answer.cut);
    assert_eq!(answer.body.len(), 1 + 3 * 1365);
    let answer = ShownAnswer::new(200, Vec::new(), b"\xff<html>");
    assert_eq!(answer.body, "\u{fffd}<html>");
}

#[test]
fn labels_and_failures_are_told_in_both_languages() {
    let call = call("http://a/", Vec::new(), None);
    assert_eq!(call.status(Language::English), "Timed out.");
    assert_eq!(call.status(Language::Vietnamese), "Quá thời gian chờ.");
    assert_eq!(call.milliseconds(), 2);
    for purpose in [
        Purpose::Match,
        Purpose::Discovery,
        Purpose::TokenExchange,
        Purpose::Keys,
        Purpose::Userinfo,
        Purpose::LogoutNotice,
    ] {
        assert_ne!(
            purpose.label(Language::Vietnamese),
            purpose.label(Language::English)
        );
    }
}
