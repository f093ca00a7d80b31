//! The parameters of a request, as a query or a form writes them (application/x-www-form-urlencoded).

use std::collections::HashSet;
use std::fmt;

/// Name and value, in the order they came.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads `name=value&…`; what is no UTF-8 is replaced and then fits nothing.
    pub fn read(text: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(text).into_owned().collect())
    }

    /// The value; an empty one counts as none (RFC 6749 3.1).
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The words of a value that is a list.
    pub fn words(&self, name: &str) -> impl Iterator<Item = &str> {
        self.get(name).unwrap_or_default().split_ascii_whitespace()
    }

    /// Whether the parameter stands there more than once (RFC 6749 3.1 forbids it).
    pub fn repeats(&self, name: &str) -> bool {
        self.0.iter().filter(|(known, _)| known == name).count() > 1
    }

    /// Whether any parameter stands there more than once.
    pub fn repeats_any(&self) -> bool {
        let mut seen = HashSet::with_capacity(self.0.len());
        self.0.iter().any(|(name, _)| !seen.insert(name.as_str()))
    }

    /// How many bytes of names and values there are.
    pub fn len(&self) -> usize {
        let lengths = self.0.iter().map(|(name, value)| name.len() + value.len());
        lengths.sum()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Parameters {
    /// The names alone: values are secrets and numbers of people.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().map(|(name, _)| name);
        formatter.debug_list().entries(names).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_values_count_as_none_and_repeated_names_are_noticed() {
        let parameters = Parameters::read(b"a=1&b=&c=%2B+x&a=2&d&secret=s3cret");
        assert_eq!(parameters.get("a"), Some("1"));
        assert_eq!(parameters.get("b"), None);
        assert_eq!(parameters.get("c"), Some("+ x"));
        assert_eq!(parameters.get("d"), None);
        assert!(parameters.repeats("a") && parameters.repeats_any());
        assert!(!parameters.repeats("b"));
        assert!(!format!("{parameters:?}").contains("s3cret"));
    }
}
