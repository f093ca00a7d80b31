//! The two languages people read our messages in.

/// A language of messages: Vietnamese for citizens and officers, English for everyone else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Vietnamese (`vi`).
    #[default]
    Vietnamese,
    /// English (`en`).
    English,
}

impl Language {
    /// Picks the text of this language out of a Vietnamese and an English one.
    pub fn pick<T>(self, vietnamese: T, english: T) -> T {
        match self {
            Self::Vietnamese => vietnamese,
            Self::English => english,
        }
    }
}
