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

/// Whether the character is a composed letter of a Latin alphabet, which nothing has to be done about.
fn is_plain_letter(character: char) -> bool {
    character.is_ascii_alphabetic()
        || matches!(character, '\u{C0}'..='\u{24F}' if !matches!(character, '×' | '÷'))
        || matches!(character, '\u{1E00}'..='\u{1EFF}')
}

/// Whether the text is plain letters with one space between words, as nearly all names come.
fn is_tidy(text: &str) -> bool {
    let mut before = ' ';
    let every = text.chars().all(|character| {
        let fits = is_plain_letter(character) || character == ' ' && before != ' ';
        before = character;
        fits
    });
    every && before != ' '
}

/// Removes invisible marks, makes every run of blanks one space, trims and composes.
fn tidy(text: &str) -> Result<String, NameError> {
    if is_tidy(text) {
        return Ok(text.to_owned());
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_letters_are_letters_and_composed() {
        let plain: Vec<char> = ('\0'..=char::MAX).filter(|c| is_plain_letter(*c)).collect();
        assert_eq!(plain.len(), 26 * 2 + (0x250 - 0xC0 - 2) + 0x100);
        for letter in plain {
            assert!(is_letter(letter) && is_nfc(&letter.to_string()), "{letter}");
            assert!(!is_blank(letter) && !is_invisible(letter), "{letter}");
        }
    }

    #[test]
    fn only_what_is_to_stay_as_it_is_counts_as_tidy() {
        assert!(is_tidy("Nguyễn Văn Thành") && is_tidy("Y"));
        for text in [
            "",
            " ",
            "An ",
            " An",
            "Lê  An",
            "H'Nhi",
            "Le\u{302} An",
            "An\u{A0}B",
            "An1",
        ] {
            assert!(!is_tidy(text), "{text:?}");
        }
    }
}
