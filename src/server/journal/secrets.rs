//! What must not stand in any journal: the values of fields that let somebody in.

use std::borrow::Cow;

use serde_json::Value;

/// What stands in place of a secret.
pub const HIDDEN: &str = "[hidden]";

/// Fields whose value lets somebody in, in forms, queries and JSON, in small letters.
const FIELDS: [&str; 18] = [
    "password",
    "client_secret",
    "client_assertion",
    "code",
    "code_verifier",
    "refresh_token",
    "access_token",
    "id_token",
    "id_token_hint",
    "logout_token",
    "token",
    "assertion",
    "csrf",
    "secret",
    "secret_key",
    "secretkey",
    "api_key",
    "key",
];

/// The first letters of the fields, a bit each from `a` on: most names and values begin with another.
const FIRST_LETTERS: u32 = {
    let (mut letters, mut at) = (0, 0);
    while at < FIELDS.len() {
        letters |= letter_bit(FIELDS[at].as_bytes()[0]);
        at += 1;
    }
    letters
};

/// The bit of a letter, small or capital; 0 for what is none.
const fn letter_bit(byte: u8) -> u32 {
    let byte = byte.to_ascii_lowercase();
    if byte.is_ascii_lowercase() {
        1 << (byte - b'a')
    } else {
        0
    }
}

fn is_secret(name: impl AsRef<[u8]>) -> bool {
    let name = name.as_ref();
    let may_be = name
        .first()
        .is_some_and(|first| FIRST_LETTERS & letter_bit(*first) != 0);
    may_be
        && FIELDS
            .iter()
            .any(|field| field.as_bytes().eq_ignore_ascii_case(name))
}

/// A form or a query without secrets; as it is where it has none.
pub fn form_without_secrets(text: &str) -> Cow<'_, str> {
    let has_secret = |pair: &str| {
        let name = pair.split_once('=').map_or(pair, |(name, _)| name);
        // An escaped name is looked at as it is meant.
        if name.contains(['%', '+']) {
            url::form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| is_secret(&*name))
        } else {
            is_secret(name)
        }
    };
    if !text.split('&').any(has_secret) {
        return Cow::Borrowed(text);
    }
    let pairs = text.split('&').map(|pair| {
        if has_secret(pair) {
            let name = pair.split_once('=').map_or(pair, |(name, _)| name);
            Cow::Owned(format!("{name}={HIDDEN}"))
        } else {
            Cow::Borrowed(pair)
        }
    });
    Cow::Owned(pairs.collect::<Vec<_>>().join("&"))
}

/// JSON without secrets; `None` where it has none, or is no JSON.
pub fn json_without_secrets(bytes: &[u8]) -> Option<String> {
    if !may_name_a_secret(bytes) {
        return None;
    }
    let mut value: Value = serde_json::from_slice(bytes).ok()?;
    hide(&mut value).then(|| value.to_string())
}

/// Whether a string in some JSON is the name of a secret, or might be, since strings are written with escapes. Every call is
/// asked, and hardly any has one: reading all of it as JSON would cost more than to judge the question in it.
fn may_name_a_secret(json: &[u8]) -> bool {
    json.contains(&b'\\') || json.split(|byte| *byte == b'"').any(is_secret)
}

/// Hides the secrets in a value; tells whether there were any.
fn hide(value: &mut Value) -> bool {
    match value {
        Value::Object(fields) => fields.iter_mut().fold(false, |found, (name, value)| {
            if is_secret(name) && !value.is_null() {
                *value = HIDDEN.into();
                true
            } else {
                hide(value) || found
            }
        }),
        // Every item, also after one that had some.
        Value::Array(items) => items.iter_mut().map(hide).filter(|found| *found).count() > 0,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_of_forms_are_hidden_and_nothing_else_is_changed() {
        for (form, hidden) in [
            (
                "number=042085000488&password=abc",
                "number=042085000488&password=[hidden]",
            ),
            ("a=%20b&c+d", "a=%20b&c+d"),
            ("Code=1&state=2", "Code=[hidden]&state=2"),
            ("pass%77ord=abc", "pass%77ord=[hidden]"),
            ("token", "token=[hidden]"),
            ("", ""),
        ] {
            assert_eq!(form_without_secrets(form), hidden);
        }
    }

    #[test]
    fn secrets_of_json_are_hidden_at_any_depth() {
        let json = br#"{"a":[{"SecretKey":"x"}],"token":null,"b":1}"#;
        let hidden = json_without_secrets(json);
        assert_eq!(
            hidden.as_deref(),
            Some(r#"{"a":[{"SecretKey":"[hidden]"}],"token":null,"b":1}"#)
        );
        let escaped = br#"{"b":1.5,"pass\u0077ord":"x"}"#;
        let hidden = json_without_secrets(escaped);
        assert_eq!(
            hidden.as_deref(),
            Some(r#"{"b":1.5,"password":"[hidden]"}"#)
        );
        for without in [
            &br#"{"a":1,"b":-1,"c":[1.5,true,null,"token"]}"#[..],
            br#"{"a":{"b":"password"}}"#,
            br#"{"password":"x""#,
        ] {
            assert_eq!(json_without_secrets(without), None);
        }
        assert_eq!(json_without_secrets(b"<a/>"), None);
    }
}
