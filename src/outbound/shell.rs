//! Words of a POSIX shell.

/// A text as one word of a POSIX shell: in single quotes, where nothing but the quote itself has a meaning
/// (POSIX.1-2024, 2.2.2).
pub fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
