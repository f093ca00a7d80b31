//! Which addresses are allowed, and how a notice is signed.

use super::*;
use crate::outbound::Limits;
use crate::outbound::canned::{Canned, Reply, deaf_url};

fn hosts(listed: &[&str]) -> AllowedHosts {
    let listed: Vec<String> = listed.iter().map(|host| (*host).to_owned()).collect();
    AllowedHosts::new(&listed)
}

fn caller(listed: &[&str]) -> WebhookCaller {
    WebhookCaller::new(hosts(listed), Limits::default()).expect("a client")
}

fn notice(url: &str) -> SignedNotice<'_> {
    SignedNotice {
        url,
        secret: "a secret",
        delivery: "1-1",
        event: "death",
        body: "{}",
    }
}

#[test]
fn this_machine_and_listed_hosts_are_allowed_and_nobody_else() {
    let hosts = hosts(&["App.Example", "10.0.0.7", "169.254.169.254", "[fd00::1]"]);
    for url in [
        "http://127.0.0.1:9/x?y=1",
        "http://127.9.9.9/",
        "http://[::1]:9/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
        "http://LOCALHOST./",
        "https://app.example:8443/hook",
        "http://10.0.0.7/",
        "http://[fd00::1]/",
        // How the same address is written does not matter.
        "http://0x7f000001/",
    ] {
        assert!(hosts.check(url).is_ok(), "{url}");
    }
    for url in [
        "http://10.0.0.8/",
        "http://0.0.0.0/",
        "http://[::]/",
        "http://other.example/",
        "http://sub.app.example/",
        "http://app.example.evil/",
        "http://localhost.evil/",
        // Listed, and still nobody's service.
        "http://169.254.169.254/latest",
    ] {
        assert_eq!(hosts.check(url), Err(UrlRefusal::NotListed), "{url}");
    }
    let long = format!("http://127.0.0.1/{}", "x".repeat(MAX_URL));
    for url in [
        "",
        "localhost",
        "ftp://localhost/",
        "http://",
        "http://user@localhost/",
        "http://user:word@localhost/",
        "http://localhost/#part",
        "javascript:x",
        &long,
    ] {
        assert_eq!(hosts.check(url), Err(UrlRefusal::Unreadable), "{url}");
    }
}

#[test]
fn what_a_name_leads_to_is_looked_at_as_a_whole() {
    let hosts = hosts(&["app.example"]);
    let reachable = |name: &str, addresses: &[&str]| {
        let addresses = addresses.iter().map(|address| {
            let ip: IpAddr = address.parse().expect("an address");
            SocketAddr::new(ip, 0)
        });
        hosts.reachable(name, addresses.collect()).is_some()
    };
    assert!(reachable("localhost", &["127.0.0.1", "::1"]));
    assert!(!reachable("localhost", &["127.0.0.1", "10.0.0.1"]));
    assert!(!reachable("localhost", &[]));
    assert!(reachable("app.example", &["172.18.0.3"]));
    assert!(!reachable(
        "app.example",
        &["172.18.0.3", "169.254.169.254"]
    ));
    assert!(!reachable("app.example", &["fe80::1"]));
    assert!(!reachable("app.example", &["::ffff:169.254.169.254"]));
    assert!(!reachable("other.example", &["172.18.0.3"]));
}

#[test]
fn a_notice_is_signed_with_the_time_it_is_sent_at() {
    // Computed with Python: hmac.new(b"a secret", b'1751302800.{"event":"death"}', hashlib.sha256).hexdigest()
    let signed = signature(
        "a secret",
        Timestamp(1_751_302_800_123),
        r#"{"event":"death"}"#,
    );
    let expected = "584336c95ea6172f34222730eeab63f7be8062840723efa7d5cff0021990ce93";
    assert_eq!(signed, format!("t=1751302800,v1={expected}"));
}

#[tokio::test]
async fn a_notice_arrives_with_its_headers_and_its_status_comes_back() {
    let server = Canned::always(Reply::json(202, &serde_json::json!({})));
    let url = server.url().replace("127.0.0.1", "localhost");
    let now = Timestamp(1_000);
    let answered = caller(&[]).post(notice(&url), now).await;
    assert_eq!(answered, Ok(202));
    let heard = &server.heard()[0];
    assert_eq!((heard.method.as_str(), heard.body.as_str()), ("POST", "{}"));
    assert_eq!(heard.header("content-type"), Some("application/json"));
    assert_eq!(heard.header("x-dancu-delivery"), Some("1-1"));
    assert_eq!(heard.header("x-dancu-event"), Some("death"));
    let signed = signature("a secret", now, "{}");
    assert_eq!(heard.header("x-dancu-signature"), Some(signed.as_str()));
}

#[tokio::test]
async fn redirects_are_not_followed_and_other_hosts_not_called() {
    let target = Canned::always(Reply::json(200, &serde_json::json!({})));
    let raw = format!(
        "HTTP/1.1 307 Elsewhere\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
        target.url()
    );
    let server = Canned::always(Reply::Raw(raw.into_bytes()));
    let now = Timestamp(1_000);
    assert_eq!(caller(&[]).post(notice(&server.url()), now).await, Ok(307));
    assert!(target.heard().is_empty());
    let elsewhere = caller(&[]).post(notice("http://other.example/"), now).await;
    assert_eq!(elsewhere, Err(CallFailure::Unsendable));
    let deaf = caller(&[]).post(notice(&deaf_url()), now).await;
    assert_eq!(deaf, Err(CallFailure::NoConnection));
}
