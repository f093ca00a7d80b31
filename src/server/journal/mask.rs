//! Personal data made unreadable: what is not known to be harmless is masked.

use std::borrow::Cow;

use serde_json::Value;

use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::CitizenNumber;

/// Fields that are about the call and not about a person, on every wire, in small letters.
const HARMLESS: [&str; 33] = [
    "policy",
    "limit",
    "seed",
    "count",
    "page",
    "pagesize",
    "format",
    "response_type",
    "response_mode",
    "client_id",
    "redirect_uri",
    "post_logout_redirect_uri",
    "scope",
    "grant_type",
    "prompt",
    "acr_values",
    "max_age",
    "ui_locales",
    "code_challenge_method",
    "action",
    "return_to",
    "language",
    "panel",
    "allow_unmarked",
    "mayeucau",
    "madvc",
    "matichhop",
    "madichvu",
    "macanbo",
    "dichvucong",
    "type",
    "wsdl",
    "xsd",
];

fn is_harmless(field: &str) -> bool {
    HARMLESS
        .iter()
        .any(|harmless| harmless.eq_ignore_ascii_case(field))
}

/// A value of unknown meaning: a number keeps three digits in front and two behind, a date its year, words their
/// first letters, everything else becomes stars.
pub fn text(value: &str) -> String {
    let value = value.trim();
    if let Ok(number) = CitizenNumber::parse(value) {
        return number.masked();
    }
    if let Ok(date) = BirthDate::parse(value) {
        return date.year().to_string();
    }
    let letters = initials(value);
    if !letters.is_empty() && !value.contains(|letter: char| letter.is_ascii_digit()) {
        return letters;
    }
    "*".repeat(value.chars().count().min(12))
}

/// `N. V. A.`
pub fn initials(name: &str) -> String {
    let letters = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|letter| letter.is_alphabetic()));
    letters
        .map(|letter| format!("{letter}."))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Path and query: the parts that the route names by itself stay, the others are masked.
pub fn target(route: &str, target: &str) -> String {
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let mut known = route.split('/');
    let parts = path.split('/').map(|part| {
        let known = known.next();
        // Beyond the route, and where it takes any operation, stands what somebody thought an address is.
        let is_free = known.is_none_or(|known| {
            known == "-" || known.starts_with("{path") || known == "{operation}"
        });
        if known == Some(part) || part.is_empty() || (is_free && is_plain(part)) {
            Cow::Borrowed(part)
        } else {
            Cow::Owned(text(&unescaped(part)).replace(' ', ""))
        }
    });
    let mut masked = parts.collect::<Vec<_>>().join("/");
    if let Some(query) = query {
        masked.push('?');
        masked.push_str(&form(query));
    }
    masked
}

/// Small letters and few digits: `citizens`, `v2`, `card.svg`, and nobody's number.
fn is_plain(part: &str) -> bool {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    digits < 5
        && part.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte)
        })
}

fn unescaped(part: &str) -> String {
    // A path is escaped like a form, but for the plus sign, which no value of ours has.
    let mut pairs = url::form_urlencoded::parse(part.as_bytes());
    pairs
        .next()
        .map_or_else(String::new, |(name, _)| name.into_owned())
}

/// The pairs of a form or a query.
pub fn form(pairs: &str) -> String {
    let mut masked = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(pairs.as_bytes()) {
        if is_harmless(&name) {
            masked.append_pair(&name, &value);
        } else {
            masked.append_pair(&name, &text(&value));
        }
    }
    masked.finish()
}

/// A JSON value; keys stay.
pub fn json(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                if !is_harmless(name) || value.is_object() || value.is_array() {
                    json(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(json),
        Value::String(value) => *value = text(value),
        Value::Number(_) => *value = Value::String("***".to_owned()),
        Value::Null | Value::Bool(_) => {}
    }
}

/// A body of this media type; what cannot be read is not told at all.
pub fn body(media_type: &str, bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    if media_type.ends_with("json") {
        let mut value: Value = serde_json::from_str(text).ok()?;
        json(&mut value);
        return Some(value.to_string());
    }
    if media_type.ends_with("ndjson") || media_type.ends_with("jsonl") {
        let lines = text.lines().map(|line| {
            let mut value: Value = serde_json::from_str(line).ok()?;
            json(&mut value);
            Some(value.to_string())
        });
        return Some(lines.collect::<Option<Vec<_>>>()?.join("\n"));
    }
    if media_type == "application/x-www-form-urlencoded" {
        return Some(form(text));
    }
    crate::wire::masked(text, |element, value| {
        if is_harmless(element) {
            value.to_owned()
        } else {
            self::text(value)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_keeps_only_what_names_nobody() {
        for (value, masked) in [
            ("042085000488", "042*******88"),
            ("042 085 000 488", "042*******88"),
            ("1985-05-12", "1985"),
            ("19850512", "1985"),
            ("Nguyễn Văn Thành", "N. V. T."),
            ("NGUYENVANTHANH", "N."),
            ("0912345678", "**********"),
            ("a@b1.example", "************"),
            ("", ""),
        ] {
            assert_eq!(text(value), masked);
        }
    }

    #[test]
    fn an_address_keeps_the_parts_that_its_route_names() {
        for (route, path, masked) in [
            (
                "/v1/citizens/{number}",
                "/v1/citizens/042085000488",
                "/v1/citizens/042*******88",
            ),
            (
                "/v1/citizens/{number}/card.svg",
                "/v1/citizens/1/card.svg?side=back&limit=2",
                "/v1/citizens/*/card.svg?side=b.&limit=2",
            ),
            (
                "-",
                "/v2/citizens/Nguy%E1%BB%85n%20V%C4%83n",
                "/v2/citizens/N.V.",
            ),
        ] {
            assert_eq!(target(route, path), masked);
        }
    }

    #[test]
    fn bodies_keep_their_shape() {
        let json = br#"{"number":"042085000488","policy":"fold","nested":[{"full_name":"A B"}],"n":12345,"t":true}"#;
        assert_eq!(
            body("application/json", json).expect("JSON"),
            r#"{"number":"042*******88","policy":"fold","nested":[{"full_name":"A. B."}],"n":"***","t":true}"#
        );
        assert_eq!(
            body(
                "application/x-www-form-urlencoded",
                b"number=042085000488&action=submit"
            )
            .expect("a form"),
            "number=042*******88&action=submit"
        );
        assert_eq!(body("application/json", b"Thanh 042085000488"), None);
        assert_eq!(body("application/json", b"\xff"), None);
        assert_eq!(body("text/xml", b"042085000488"), None);
    }
}
