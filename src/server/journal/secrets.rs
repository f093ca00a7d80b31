//! What must not stand in any journal: the values of fields that let somebody in.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
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

fn is_secret(name: &str) -> bool {
    FIELDS.iter().any(|field| field.eq_ignore_ascii_case(name))
}

/// A form or a query without secrets; as it is where it has none.
pub fn form_without_secrets(text: &str) -> Cow<'_, str> {
    let has_secret = |pair: &str| {
        let name = pair.split_once('=').map_or(pair, |(name, _)| name);
        // An escaped name is looked at as it is meant.
        if name.contains(['%', '+']) {
            url::form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| is_secret(&name))
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

/// JSON without secrets; `None` where it has none, or is no JSON. Nothing is copied to find that out: most bodies have
/// none, and every call has one.
pub fn json_without_secrets(bytes: &[u8]) -> Option<String> {
    let SecretInside(true) = serde_json::from_slice(bytes).ok()? else {
        return None;
    };
    let mut value: Value = serde_json::from_slice(bytes).ok()?;
    hide(&mut value).then(|| value.to_string())
}

/// Whether some field of a value, at any depth, has the name of a secret.
struct SecretInside(bool);

impl<'de> Deserialize<'de> for SecretInside {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SecretVisitor)
    }
}

/// The name of a field, looked at where it stands.
struct SecretName(bool);

impl<'de> Deserialize<'de> for SecretName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl Visitor<'_> for NameVisitor {
            type Value = SecretName;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("the name of a field")
            }

            fn visit_str<E>(self, name: &str) -> Result<SecretName, E> {
                Ok(SecretName(is_secret(name)))
            }
        }

        deserializer.deserialize_str(NameVisitor)
    }
}

struct SecretVisitor;

impl<'de> Visitor<'de> for SecretVisitor {
    type Value = SecretInside;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SecretInside, A::Error> {
        let mut found = false;
        while let Some(SecretName(secret)) = map.next_key()? {
            if found || secret {
                found = true;
                map.next_value::<IgnoredAny>()?;
            } else {
                SecretInside(found) = map.next_value()?;
            }
        }
        Ok(SecretInside(found))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<SecretInside, A::Error> {
        let mut found = false;
        while let Some(SecretInside(inside)) = items.next_element()? {
            found |= inside;
        }
        Ok(SecretInside(found))
    }

    fn visit_unit<E>(self) -> Result<SecretInside, E> {
        Ok(SecretInside(false))
    }

    fn visit_bool<E>(self, _: bool) -> Result<SecretInside, E> {
        Ok(SecretInside(false))
    }

    fn visit_i64<E>(self, _: i64) -> Result<SecretInside, E> {
        Ok(SecretInside(false))
    }

    fn visit_u64<E>(self, _: u64) -> Result<SecretInside, E> {
        Ok(SecretInside(false))
    }

    fn visit_f64<E>(self, _: f64) -> Result<SecretInside, E> {
        Ok(SecretInside(false))
    }

    fn visit_str<E>(self, _: &str) -> Result<SecretInside, E> {
        Ok(SecretInside(false))
    }
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
