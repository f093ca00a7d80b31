//! Answers go to registered addresses, letter by letter, and nowhere else.

use crate::support::relying_party::{RelyingParty, form, spawn_provider, spawn_provider_with};

/// Near misses of `http://localhost:3000/callback`, and worse.
const EVIL: [&str; 48] = [
    "http://localhost:3000/callback/",
    "http://localhost:3000/callback?x=1",
    "http://localhost:3000/callback?",
    "http://localhost:3000/callback#",
    "http://localhost:3000/callback#x",
    "http://localhost:3000/callbac",
    "http://localhost:3000/callbackx",
    "http://localhost:3000/callback/../evil",
    "http://localhost:3000/callback/..%2fevil",
    "http://localhost:3000/./callback",
    "http://localhost:3000//callback",
    "http://localhost:3000/Callback",
    "http://localhost:3000/callback;x",
    "http://localhost:3000/%63allback",
    "http://localhost:3000/callback%00",
    "http://localhost:3000/callback%20",
    " http://localhost:3000/callback",
    "http://localhost:3000/callback ",
    "http://localhost:3000",
    "http://localhost:3000/",
    "http://localhost:3001/callback",
    "http://localhost/callback",
    "http://localhost:03000/callback",
    "https://localhost:3000/callback",
    "HTTP://localhost:3000/callback",
    "http://LOCALHOST:3000/callback",
    "http://localhost.:3000/callback",
    "http://localhost.evil.example:3000/callback",
    "http://evil.example/http://localhost:3000/callback",
    "http://evil.example?http://localhost:3000/callback",
    "http://evil.example#http://localhost:3000/callback",
    "http://localhost:3000@evil.example/callback",
    "http://localhost:3000%40evil.example/callback",
    "http://user@localhost:3000/callback",
    "http://evil.example\\@localhost:3000/callback",
    "http:\\\\localhost:3000\\callback",
    "http:/localhost:3000/callback",
    "http:localhost:3000/callback",
    "//localhost:3000/callback",
    "///evil.example/callback",
    "/callback",
    "callback",
    "javascript:alert(1)//http://localhost:3000/callback",
    "data:text/html,<script>alert(1)</script>",
    "http://localhost:3000/callback\r\nSet-Cookie: x=y",
    "http://localhost:3000/callback\nLocation: http://evil.example",
    "http://ｌocalhost:3000/callback",
    "http://[::1]:3000/callback",
];

#[test]
fn an_address_that_is_not_registered_gets_a_page_and_no_redirect() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    for uri in EVIL {
        let answer = party.authorize(&[("redirect_uri", uri)]).expect(400);
        assert!(!answer.headers.contains_key("location"), "{uri}");
        assert!(!answer.headers.contains_key("set-cookie"), "{uri}");
        assert!(answer.header("content-type").starts_with("text/html"));
        let head = "<link rel=\"stylesheet\" href=\"/assets/site.css\">";
        assert!(answer.text.contains(head), "it looks like all pages");
        assert!(!answer.text.contains("<script"), "and runs nothing");
        assert!(!answer.text.contains("evil.example"), "{uri}");
        assert!(!answer.text.contains("<script"), "{uri}");
    }
}

#[test]
fn missing_and_repeated_addresses_and_clients_get_a_page() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    for (name, value) in [
        ("redirect_uri", ""),
        ("client_id", ""),
        ("client_id", "nobody"),
        ("client_id", "hatinh-web"), // of the other issuer
        ("client_id", "example-web\r\nx: y"),
    ] {
        let answer = party.authorize(&[(name, value)]).expect(400);
        assert!(!answer.headers.contains_key("location"), "{name}={value}");
    }
    for name in ["redirect_uri", "client_id"] {
        let mut twice = party.request(&[]);
        let value = twice.iter().find(|(known, _)| known == name).unwrap();
        twice.push((name.to_owned(), value.1.clone()));
        let answer = party
            .get(&format!("/authorize?{}", form(&twice)))
            .expect(400);
        assert!(!answer.headers.contains_key("location"), "{name}");
    }
    let long = "a".repeat(20_000);
    party.authorize(&[("nonce", &long)]).expect(400);
}

#[test]
fn the_page_loads_nothing_stands_in_no_frame_and_speaks_both_languages() {
    let app = spawn_provider();
    let path = "/vneid/authorize?client_id=nobody";
    let vietnamese = app.nobody().get(path).expect(400);
    assert!(vietnamese.text.contains("chưa đăng ký"));
    let policy = vietnamese.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"));
    assert!(policy.contains("frame-ancestors 'none'"));
    assert_eq!(vietnamese.header("cache-control"), "no-store");
    let english = app.nobody().in_language("en").get(path).expect(400);
    assert!(english.text.contains("not registered"));
    assert!(english.text.contains("lang=\"en\""));
}

#[test]
fn anybody_is_let_in_when_the_server_was_told_so_but_only_to_web_addresses() {
    let app = spawn_provider_with(&["--accept-any-client"]);
    let party = RelyingParty {
        id: "whoever".to_owned(),
        secret: Some("whatever".to_owned()),
        redirect_uri: "https://app.example/cb".to_owned(),
        ..RelyingParty::new(&app, "/vneid")
    };
    let claims = party.log_in(&[]).claims;
    assert_eq!(claims["aud"], "whoever");
    let silent = RelyingParty {
        secret: None,
        ..party.clone()
    };
    silent.log_in(&[]);
    silent.log_in_with_pkce();
    for uri in [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://app.example/cb#x",
        "https://user@app.example/cb",
        "/cb",
        "//app.example/cb",
    ] {
        party.authorize(&[("redirect_uri", uri)]).expect(400);
    }
    // Who is registered is held to it.
    let registered = RelyingParty::new(&app, "/vneid");
    registered
        .authorize(&[("redirect_uri", "https://app.example/cb")])
        .expect(400);
    let thief = RelyingParty {
        secret: Some("guessed".to_owned()),
        ..registered.clone()
    };
    let code = registered.code(&[]);
    thief.redeem(&code, &[]).expect(401);
}
