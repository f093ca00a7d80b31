//! A request's body as the journal keeps it.

/// The largest body that is kept, 8 KiB: a signed envelope of the national wire has three or four. Cutting a
/// larger one would leave nothing that could be sent again.
pub const MOST_BODY: usize = 8 << 10;

/// A body, or why there is none.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum KeptBody {
    /// There was none, or it was never read.
    #[default]
    None,
    /// The whole body.
    Whole(Box<[u8]>),
    /// It was larger than [`MOST_BODY`]: so many bytes.
    TooLarge(usize),
}

impl KeptBody {
    /// The body as it is kept.
    pub fn of(bytes: &[u8]) -> Self {
        match bytes.len() {
            0 => Self::None,
            1..=MOST_BODY => Self::Whole(bytes.into()),
            large => Self::TooLarge(large),
        }
    }

    /// The bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::None | Self::TooLarge(_) => 0,
            Self::Whole(bytes) => bytes.len(),
        }
    }

    /// What came, where it was kept.
    pub fn whole(&self) -> Option<&[u8]> {
        match self {
            Self::Whole(bytes) => Some(bytes),
            Self::None | Self::TooLarge(_) => None,
        }
    }

    /// How many bytes came.
    pub fn length(&self) -> usize {
        match self {
            Self::None => 0,
            Self::Whole(bytes) => bytes.len(),
            Self::TooLarge(length) => *length,
        }
    }
}

impl std::fmt::Debug for KeptBody {
    /// Its length alone: a body may be about anybody.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "KeptBody({})", self.length())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_kept_whole_or_not_at_all() {
        assert_eq!(KeptBody::of(b""), KeptBody::None);
        let most = vec![b'x'; MOST_BODY];
        assert_eq!(KeptBody::of(&most).whole(), Some(&most[..]));
        let large = vec![b'x'; MOST_BODY + 1];
        assert_eq!(KeptBody::of(&large), KeptBody::TooLarge(MOST_BODY + 1));
        assert_eq!(KeptBody::of(&large).bytes(), 0);
    }
}
