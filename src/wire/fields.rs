//! The elements of a request by their names, in any order.

use super::envelope_error::EnvelopeError;

/// Elements that are understood. Others are read over, and may stand any number of times.
const KNOWN: [&str; 12] = [
    "MaTichHop",
    "MaDichVu",
    "SoDinhDanh",
    "SoCMND",
    "HoVaTen",
    NGAY_THANG_NAM_SINH,
    NGAY_THANG_NAM,
    NAM,
    "TuNgay",
    "DenNgay",
    "Trang",
    "SoBanGhi",
];

/// The date of birth: a container of one of the next two, or a bare text.
pub const NGAY_THANG_NAM_SINH: &str = "NgayThangNamSinh";
/// A full date.
pub const NGAY_THANG_NAM: &str = "NgayThangNam";
/// A year alone.
pub const NAM: &str = "Nam";

/// What the elements hold; empty ones are absent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fields {
    values: Vec<(&'static str, Box<str>)>,
}

impl Fields {
    /// Adds an element below `parent`, or directly below the operation.
    pub(super) fn add(
        &mut self,
        parent: Option<&str>,
        name: &str,
        text: &str,
    ) -> Result<(), EnvelopeError> {
        // Within the date's container stand only the two forms of a date, and these nowhere else.
        let is_date_part = name == NGAY_THANG_NAM || name == NAM;
        let belongs = match parent {
            None => !is_date_part,
            Some(NGAY_THANG_NAM_SINH) => is_date_part,
            Some(_) => false,
        };
        let Some(known) = KNOWN.iter().find(|known| belongs && **known == name) else {
            return Ok(());
        };
        self.set(known, text)
    }

    /// Sets a value, unless it is empty. A second one would leave open which is meant.
    fn set(&mut self, name: &'static str, text: &str) -> Result<(), EnvelopeError> {
        if text.is_empty() {
            return Ok(());
        }
        if self.get(name).is_some() {
            return Err(EnvelopeError::RepeatedElement { name });
        }
        self.values.push((name, text.into()));
        Ok(())
    }

    /// Adds a value that came by another way than an element.
    pub fn with(mut self, name: &str, text: &str) -> Result<Self, EnvelopeError> {
        let known = KNOWN.iter().find(|known| **known == name);
        if let Some(known) = known {
            self.set(known, text.trim())?;
        }
        Ok(self)
    }

    /// The value of an element; none where it is absent or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.values.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| &**value)
    }

    /// All elements that hold something, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.values.iter().map(|(name, value)| (*name, &**value))
    }

    /// The date of birth as it was sent, in whichever of its forms.
    pub fn date_of_birth(&self) -> Option<&str> {
        [NGAY_THANG_NAM, NAM, NGAY_THANG_NAM_SINH]
            .iter()
            .find_map(|name| self.get(name))
    }
}
