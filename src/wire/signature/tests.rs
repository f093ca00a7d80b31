//! The vectors of the published formula, and what becomes of wrong hashes.

use super::*;
use crate::wire::settings::AnswerShape;

fn account(sv_url: &str) -> Account {
    Account {
        user: "test_user".to_owned(),
        secret: Some("test_secret".to_owned()),
        sv_url: Some(sv_url.to_owned()),
        x_road_client: None,
        api_key: None,
        max_clock_skew_seconds: None,
        loopback_only: false,
        answer: AnswerShape::default(),
    }
}

const SV_URL: &str = "https://ndxp.example/csdldc/tracuu";
const URL: &str = "http://127.0.0.1:8080/ndxp/XacThucC06";

fn signed<'a>(hash: &'a str, timestamp: &'a str) -> Signed<'a> {
    Signed {
        hash,
        timestamp,
        url: URL,
        path: "/ndxp/XacThucC06",
    }
}

#[test]
fn the_published_vectors_come_out() {
    let hash = hash_of(SV_URL, "test_user", "1763877600123", "test_secret");
    assert_eq!(
        hash,
        "e367f562e36792a5177996de0681b35ec5f82cc598ab4527b129ed8799737a92"
    );
    assert_eq!(
        header_of("test_user", &hash),
        "Basic dGVzdF91c2VyOmUzNjdmNTYyZTM2NzkyYTUxNzc5OTZkZTA2ODFiMzVlYzVmODJjYzU5OGFiNDUyN2IxMjllZDg3OTk3MzdhOTI="
    );
    let hash = hash_of("/XacThucC06", "test_user", "1763877600", "test_secret");
    assert_eq!(
        hash,
        "1de9060beb18cf9c43b5a5db0dd9543a8bacfaaf146ae306e9a3287926235c3c"
    );
}

#[test]
fn a_header_is_read_as_it_was_written() {
    let header = header_of("user", "a:b");
    assert_eq!(
        read_header(&header),
        Some(("user".to_owned(), "a:b".to_owned()))
    );
    assert_eq!(read_header("Bearer abc"), None);
    assert_eq!(read_header("Basic ***"), None);
    assert_eq!(read_header("Basic"), None);
}

#[test]
fn the_address_of_the_account_the_url_and_its_path_fit() {
    let account = account(SV_URL);
    for sv_url in [SV_URL, URL, "/ndxp/XacThucC06"] {
        let hash = hash_of(sv_url, "test_user", "17", "test_secret");
        assert!(
            fits(&account, "test_secret", &signed(&hash, "17")),
            "{sv_url}"
        );
        assert!(
            !fits(&account, "test_secret", &signed(&hash, "18")),
            "{sv_url}"
        );
    }
}

/// What the journal says of a request whose hash was made so.
fn explained(sv_url: &str, timestamp: &str, secret: &str) -> Misfit {
    let account = account(SV_URL);
    let hash = hash_of(sv_url, "test_user", timestamp, secret);
    let signed = signed(&hash, "1763877600123");
    assert!(!fits(&account, "test_secret", &signed));
    let others = [account.clone(), self::account("https://other.example/x")];
    explain(&account, "test_secret", &signed, &others)
}

#[test]
fn the_journal_names_what_would_have_fitted() {
    let sent = "1763877600123";
    for (sv_url, timestamp, secret, misfit) in [
        (SV_URL, "1763877600", "test_secret", Misfit::TimestampUnit),
        (
            "https://ndxp.example/csdldc/tracuu/",
            sent,
            "test_secret",
            Misfit::OtherSvUrl,
        ),
        (
            "http://ndxp.example/csdldc/tracuu",
            sent,
            "test_secret",
            Misfit::OtherSvUrl,
        ),
        ("/csdldc/tracuu", sent, "test_secret", Misfit::OtherSvUrl),
        (
            "https://other.example/x",
            sent,
            "test_secret",
            Misfit::OtherSvUrl,
        ),
        (
            "/csdldc/tracuu",
            "1763877600",
            "test_secret",
            Misfit::TimestampUnitAndSvUrl,
        ),
        (SV_URL, sent, "wrong", Misfit::SecretOrUnknownSvUrl),
        (
            "https://nobody.example",
            sent,
            "test_secret",
            Misfit::SecretOrUnknownSvUrl,
        ),
    ] {
        assert_eq!(
            explained(sv_url, timestamp, secret),
            misfit,
            "{sv_url} {timestamp}"
        );
    }
}

#[test]
fn milliseconds_that_were_hashed_and_dropped_are_found() {
    let account = account(SV_URL);
    let hash = hash_of(SV_URL, "test_user", "1763877600987", "test_secret");
    let misfit = explain(&account, "test_secret", &signed(&hash, "1763877600"), &[]);
    assert_eq!(misfit, Misfit::TimestampUnit);
}

#[test]
fn capitals_and_another_order_are_told_too() {
    let account = account(SV_URL);
    let capitals = hash_of(SV_URL, "test_user", "17", "test_secret").to_uppercase();
    let misfit = explain(&account, "test_secret", &signed(&capitals, "17"), &[]);
    assert_eq!(misfit, Misfit::UpperCase);
    let order = hash_of("test_user", SV_URL, "17", "test_secret");
    let misfit = explain(&account, "test_secret", &signed(&order, "17"), &[]);
    assert_eq!(misfit, Misfit::Order);
}
