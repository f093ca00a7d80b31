//! What a call asked, in one word: the same on every wire.

use crate::server::rest;
use crate::worlds::journal::Noted;

/// Calls of the REST API that lead to a use case, and its word: so a call that was refused before it came to it
/// stands under the same word. The other calls have the name of their operation in the contract.
const OF_ROUTES: &[(&str, &str, &str)] = &[
    ("POST", "/v1/match", "match"),
    ("POST", "/v1/match/batch", "match_batch"),
    ("POST", "/v1/lookup", "lookup"),
    ("GET", "/v1/citizens/{number}", "get_citizen"),
    ("GET", "/v1/citizens/{number}/family", "get_family"),
    ("GET", "/v1/citizens/{number}/card", "get_card"),
    ("GET", "/v1/citizens/{number}/card.svg", "get_card"),
    ("GET", "/v1/households/{id}", "get_household"),
    ("POST", "/v1/search", "search"),
    ("GET", "/v1/find", "find"),
    ("POST", "/v1/citizens", "create_citizen"),
    ("PATCH", "/v1/citizens/{number}", "patch_citizen"),
    ("DELETE", "/v1/citizens/{number}", "delete_citizen"),
    ("POST", "/v1/events", "life_event"),
    ("GET", "/v1/changes", "change_feed"),
];

/// The endpoints of the OpenID providers, by the last part of their address.
const OPENID: [(&str, &str); 8] = [
    ("/.well-known/openid-configuration", "discovery"),
    ("/jwks", "jwks"),
    ("/authorize", "authorize"),
    ("/token", "token"),
    ("/userinfo", "userinfo"),
    ("/introspect", "introspect"),
    ("/revoke", "revoke"),
    ("/logout", "logout"),
];

/// The word for a call.
pub fn of(method: &str, route: &str, noted: &Noted) -> &'static str {
    let mut known = OF_ROUTES.iter();
    let known = known.find(|(known, pattern, _)| *known == method && *pattern == route);
    if let Some((_, _, word)) = known {
        return word;
    }
    if let Some(finding) = noted.findings.first() {
        return finding.operation;
    }
    if noted.advice.is_some() {
        return "national_wire";
    }
    for provider in ["/vneid", "/dvcqg"] {
        let endpoint = route.strip_prefix(provider);
        let endpoint = endpoint.and_then(|rest| OPENID.iter().find(|(path, _)| *path == rest));
        if let Some((_, word)) = endpoint {
            return word;
        }
    }
    if let Some(named) = rest::operation_of(method, route) {
        return named;
    }
    let is_page = ["/portal", "/vneid", "/hatinh"]
        .iter()
        .any(|site| route.starts_with(site));
    if is_page {
        "page"
    } else if route == "-" || route.starts_with("/v1/") {
        "unknown"
    } else {
        "national_wire"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worlds::Finding;

    #[test]
    fn the_word_is_the_use_case_s_or_that_of_the_address() {
        let nothing = Noted::default();
        for (method, route, word) in [
            ("POST", "/v1/match", "match"),
            ("GET", "/v1/match", "unknown"),
            ("GET", "/v1/codes", "list_codes"),
            ("GET", "/v1/numbers/{number}", "decode_number"),
            ("POST", "/vneid/token", "token"),
            (
                "GET",
                "/dvcqg/.well-known/openid-configuration",
                "discovery",
            ),
            ("GET", "/portal/link", "page"),
            ("POST", "/ndxp", "national_wire"),
            ("GET", "-", "unknown"),
        ] {
            assert_eq!(of(method, route, &nothing), word, "{method} {route}");
        }
        for (method, route, _) in OF_ROUTES {
            let named = rest::operation_of(method, route);
            assert!(named.is_some(), "{method} {route} is in the contract");
        }
        let mut asked = Noted::default();
        asked.findings.push(Finding::of("lookup", "found"));
        assert_eq!(of("POST", "/ndxp", &asked), "lookup");
        asked.findings.push(Finding::of("match", "match"));
        assert_eq!(of("POST", "/v1/match/batch", &asked), "match_batch");
    }
}
