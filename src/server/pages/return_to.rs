//! Where to go after a login: only inside the site.

/// The address, if it is a path on this server under one of `within`; the browser would read anything else
/// (`//host`, `/\host`, control characters, dots that climb) as another place.
pub fn return_to<'a>(address: &'a str, within: &[&str]) -> Option<&'a str> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let is_below = |start: &&str| {
        path.strip_prefix(*start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_plain = address.len() <= 2000
        && address
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !path.contains("//")
        && !path.contains('%')
        && !path.split('/').any(|part| matches!(part, "." | ".."));
    (is_plain && within.iter().any(is_below)).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_the_site_are_gone_to() {
        for good in [
            "/portal",
            "/portal/",
            "/portal/services/cu-tru?step=2",
            "/portal/sso?interaction=abc-_1",
            "/portal#top",
        ] {
            assert_eq!(return_to(good, &["/portal"]), Some(good));
        }
        for evil in [
            "",
            "portal",
            "/",
            "//evil.example",
            "//evil.example/portal",
            "///portal",
            "/\\evil.example",
            "/portal\\..\\..",
            "/portal//evil.example",
            "/portal/../vneid",
            "/portal/./x",
            "/portal/%2e%2e/vneid",
            "/portalx",
            "/portal.evil.example",
            "/vneid/logout",
            "https://evil.example/portal",
            "https:/portal",
            "javascript:alert(1)",
            "/portal/\r\nSet-Cookie: a=b",
            "/portal/\t/evil.example",
            "/portal/é",
            " /portal",
            "@evil.example/portal",
        ] {
            assert_eq!(return_to(evil, &["/portal"]), None, "{evil:?}");
        }
        assert_eq!(
            return_to(&format!("/portal/{}", "a".repeat(2000)), &["/portal"]),
            None
        );
    }
}
