//! A name as the population database records it.

use std::fmt;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::glyph::{is_apostrophe, is_blank, is_invisible, is_mark};
use crate::domain::language::Language;

/// Longest name we take. The law sets no limit; the national wire declares the field as a string of 100, and 200
/// leaves room for the longest names known in the country with every mark written apart.
pub const MAX_CHARACTERS: usize = 200;

/// A full name as recorded: composed (NFC), single spaces, trimmed, invisible marks removed, case kept.
///
/// It is one field: the first word of a name is not always a surname (Ê Đê and Gia Rai put the clan last or in two
/// words, Ba Na names may be a single word), so nothing here splits it into surname, middle and given name.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FullName(Box<str>);

impl FullName {
    /// Reads a name as somebody typed it.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let composed = tidy(text)?;
        let characters = composed.chars().count();
        if characters == 0 {
            return Err(NameError::Empty);
        }
        if characters > MAX_CHARACTERS {
            return Err(NameError::TooLong { characters });
        }
        if !composed.chars().any(is_letter) {
            return Err(NameError::NoLetter);
        }
        Ok(Self(composed.into_boxed_str()))
    }

    /// Takes back a text that went through [`FullName::parse`] before it was stored.
    pub fn from_stored(text: String) -> Self {
        Self(text.into_boxed_str())
    }

    /// The name as recorded.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Prints the whole name.
impl fmt::Display for FullName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Prints initials only (`N. V. A.`), because debug output ends in logs.
impl fmt::Debug for FullName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.0.split(' ').enumerate() {
            let separator = if index == 0 { "" } else { " " };
            let initial = word.chars().next().unwrap_or('?');
            write!(out, "{separator}{initial}.")?;
        }
        Ok(())
    }
}

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameError {
    /// Nothing is left after spaces and invisible marks are removed.
    Empty,
    /// More than [`MAX_CHARACTERS`] characters.
    TooLong {
        /// How many characters the tidied text has.
        characters: usize,
    },
    /// Digits and signs only.
    NoLetter,
    /// A control character that is no space, tab or line break.
    ControlCharacter,
}

impl NameError {
    /// The stable code of this error.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "name_empty",
            Self::TooLong { .. } => "name_too_long",
            Self::NoLetter => "name_no_letter",
            Self::ControlCharacter => "name_control_character",
        }
    }

    /// What is wrong and what to do about it.
    pub fn message(self, language: Language) -> String {
        match self {
            Self::Empty => language
                .pick(
                    "Chưa có họ tên. Hãy nhập họ, chữ đệm và tên như trên giấy tờ.",
                    "The name is empty. Send the full name as it stands on the papers.",
                )
                .to_owned(),
            Self::TooLong { characters } => match language {
                Language::Vietnamese => format!(
                    "Họ tên có {characters} ký tự, tối đa {MAX_CHARACTERS}. Hãy chỉ nhập họ tên, không kèm thông tin khác."
                ),
                Language::English => format!(
                    "The name has {characters} characters, the limit is {MAX_CHARACTERS}. Send the name only."
                ),
            },
            Self::NoLetter => language
                .pick(
                    "Họ tên không có chữ cái nào. Hãy kiểm tra xem có nhập nhầm ô không.",
                    "The name has no letter. Check that it is in the right field.",
                )
                .to_owned(),
            Self::ControlCharacter => language
                .pick(
                    "Họ tên có ký tự điều khiển. Hãy gõ lại thay vì dán từ nơi khác.",
                    "The name has a control character. Type it again, or remove control characters before sending.",
                )
                .to_owned(),
        }
    }
}

/// Whether the character is a letter by itself; some vowel signs and one apostrophe count as alphabetic too.
fn is_letter(character: char) -> bool {
    character.is_alphabetic() && !is_mark(character) && !is_apostrophe(character)
}

/// Removes invisible marks, makes every run of blanks one space, trims and composes.
fn tidy(text: &str) -> Result<String, NameError> {
    let mut kept = String::with_capacity(text.len());
    for character in text.chars() {
        if is_blank(character) {
            if !kept.is_empty() && !kept.ends_with(' ') {
                kept.push(' ');
            }
        } else if is_invisible(character) {
            // dropped: a byte order mark or a zero-width space is no part of a name
        } else if character.is_control() {
            return Err(NameError::ControlCharacter);
        } else {
            kept.push(character);
        }
    }
    kept.truncate(kept.trim_end_matches(' ').len());
    Ok(if is_nfc(&kept) {
        kept
    } else {
        kept.nfc().collect()
    })
}
