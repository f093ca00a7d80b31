//! Keys that a call carries, and how a page may show them.

/// A key or password of ours. Documented ones (`dev-key`) are shown as they are, so that a copied command
/// works at once; others are shown as a variable of the shell.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    value: String,
    variable: Option<String>,
}

impl Secret {
    /// A key that the documentation names.
    pub fn documented(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            variable: None,
        }
    }

    /// A key that pages show as `$VARIABLE`. Letters that no shell variable may have become `_`.
    pub fn hidden(value: impl Into<String>, variable: &str) -> Self {
        let letter = |letter: char| match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' => letter,
            _ => '_',
        };
        Self {
            value: value.into(),
            variable: Some(variable.chars().map(letter).collect()),
        }
    }

    /// What goes over the wire.
    pub(in crate::outbound) fn value(&self) -> &str {
        &self.value
    }

    /// The variable in its place, without the dollar sign.
    pub(in crate::outbound) fn variable(&self) -> Option<&str> {
        self.variable.as_deref()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_shown_and_its_variable_is_one() {
        let secret = Secret::hidden("s3cr3t", "PORTAL-KEY; ls");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(secret.variable(), Some("PORTAL_KEY__ls"));
        assert_eq!(Secret::documented("dev-key").variable(), None);
    }
}
