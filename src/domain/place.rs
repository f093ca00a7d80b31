//! Where something happened or somebody lives, kept so that every age of the map can be told.

/// One row of `fixtures/ward_links.csv`: a ward of before 01/07/2025 and the ward it (or this part of
/// it) belongs to since. An address keeps the row, so it can be told in both forms; the codes that
/// are valid on a given day are computed when the address is read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct WardLink(pub u16);

/// A province by its two-digit code of the 63-province table (01-96, Tổng cục Thống kê); the first
/// three digits of a personal number are this code with a zero before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ProvinceCode(pub u8);

/// ISO 3166-1 alpha-2, upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// Viet Nam.
    pub const VIET_NAM: Self = Self(*b"VN");

    /// Reads two letters in any case.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 2] = text.trim().as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| Self(bytes.map(|byte| byte.to_ascii_uppercase())))
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("VN") // letters only, by construction
    }
}

/// A place as the record knows it, from the most to the least precise.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Place {
    /// A ward (xã, phường, đặc khu), with the house or hamlet where known.
    Ward {
        /// The ward, before and after the merger.
        link: WardLink,
        /// House number, street or hamlet.
        detail: Option<Box<str>>,
    },
    /// A province, no more.
    Province(ProvinceCode),
    /// A country other than Viet Nam.
    Abroad {
        /// The country.
        country: CountryCode,
        /// Town or anything else that is known.
        detail: Option<Box<str>>,
    },
}
