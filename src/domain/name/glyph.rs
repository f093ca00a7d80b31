//! One letter of a name, taken apart into base, shape and tone, and the classes of signs between letters.

use std::sync::LazyLock;

use unicode_normalization::char::{decompose_canonical, decompose_compatible, is_combining_mark};

/// Set in [`Glyph::foreign`] beside the low bits of the mark.
const FOREIGN: u8 = 0x80;

/// The caron (U+030C) as [`Glyph::foreign`], often typed where a breve belongs.
pub(super) const CARON: u8 = FOREIGN | 0x0C;

/// What makes ă, â, ê, ô, ơ, ư, đ out of a plain letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    Plain,
    Circumflex,
    Breve,
    Horn,
    Stroke,
}

/// The six tones; [`Tone::Level`] has no mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tone {
    Level,
    Grave,
    Acute,
    Hook,
    Tilde,
    Dot,
}

/// One letter; two spellings of one letter (composed, apart, full-width, capital) give the same base, shape and tone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    /// The letter in lower case and without marks.
    pub base: char,
    pub shape: Shape,
    pub tone: Tone,
    /// Marks that Vietnamese does not use, as the low byte of their code point; 0 for none.
    pub foreign: u8,
    pub upper: bool,
}

impl Glyph {
    /// A letter without marks.
    pub fn plain(base: char, upper: bool) -> Self {
        Self {
            base,
            shape: Shape::Plain,
            tone: Tone::Level,
            foreign: 0,
            upper,
        }
    }

    /// Whether it carries any mark.
    pub fn is_marked(self) -> bool {
        self.shape != Shape::Plain || self.tone != Tone::Level || self.foreign != 0
    }

    /// Whether it is a vowel letter of Vietnamese.
    pub fn is_vowel(self) -> bool {
        is_vowel(self.base)
    }

    /// The letter with its shape and without its tone, as the table of rimes writes it.
    pub fn without_tone(self) -> char {
        match (self.base, self.shape) {
            ('a', Shape::Circumflex) => 'â',
            ('a', Shape::Breve) => 'ă',
            ('e', Shape::Circumflex) => 'ê',
            ('o', Shape::Circumflex) => 'ô',
            ('o', Shape::Horn) => 'ơ',
            ('u', Shape::Horn) => 'ư',
            ('d', Shape::Stroke) => 'đ',
            (base, Shape::Plain) if self.foreign == 0 => base,
            _ => '\u{FFFD}',
        }
    }

    /// Adds a combining mark; says whether the mark was a stroke, which only look-alikes of Đ use.
    pub fn add_mark(&mut self, mark: char) -> bool {
        let tone = match mark {
            '\u{300}' => Tone::Grave,
            '\u{301}' => Tone::Acute,
            '\u{303}' => Tone::Tilde,
            '\u{309}' => Tone::Hook,
            '\u{323}' => Tone::Dot,
            _ => Tone::Level,
        };
        let shape = match mark {
            '\u{302}' => Shape::Circumflex,
            '\u{306}' => Shape::Breve,
            '\u{31B}' => Shape::Horn,
            '\u{335}'..='\u{338}' if self.base == 'd' => Shape::Stroke,
            _ => Shape::Plain,
        };
        // of two tones or shapes the one listed last stays, whatever their order: normal forms reorder marks
        let mut left_over = 0;
        if tone != Tone::Level {
            left_over = tone.min(self.tone) as u8;
            self.tone = tone.max(self.tone);
        } else if shape != Shape::Plain {
            left_over = shape.min(self.shape) as u8 * 8;
            self.shape = shape.max(self.shape);
        } else {
            left_over |= u8::try_from(u32::from(mark) & 0x7F).unwrap_or_default();
        }
        if left_over != 0 {
            self.foreign = self.foreign.wrapping_add(left_over) | FOREIGN;
        }
        shape == Shape::Stroke
    }
}

/// Takes one character apart: letters and marks come out one by one, full-width and mathematical letters and
/// ligatures as the letters they stand for.
pub(super) fn take_apart(character: char, mut each: impl FnMut(char)) {
    match character {
        '\0'..='\x7F' => each(character),
        '\u{FB00}'..='\u{FB06}' | '\u{FF00}'..='\u{FFEF}' | '\u{1D400}'..='\u{1D7FF}' => {
            decompose_compatible(character, each);
        }
        _ => decompose_canonical(character, each),
    }
}

/// Whether a letter without marks, in lower case, is a vowel letter of Vietnamese.
pub(super) fn is_vowel(base: char) -> bool {
    matches!(base, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// The letter without marks, in lower case, of an unmarked Latin letter or a composed one as names are recorded;
/// `None` for all others. From a table, which is made by [`take_apart`].
pub(super) fn plain_letter(character: char) -> Option<char> {
    static LETTERS: LazyLock<Vec<u8>> =
        LazyLock::new(|| (0..AFTER_LATIN).map(plain_letter_by_parts).collect());
    let letter = *LETTERS.get(u32::from(character) as usize)?;
    (letter != 0).then_some(char::from(letter))
}

/// First code point behind the blocks that have Vietnamese letters.
const AFTER_LATIN: u32 = 0x1F00;

fn plain_letter_by_parts(code: u32) -> u8 {
    let Some(character) = char::from_u32(code) else {
        return 0;
    };
    if matches!(character, 'Đ' | 'đ') {
        return b'd';
    }
    let mut parts = Vec::new();
    take_apart(character, |part| parts.push(part));
    match *parts {
        [base, ref marks @ ..]
            if base.is_ascii_alphabetic() && marks.iter().all(|mark| is_mark(*mark)) =>
        {
            base.to_ascii_lowercase() as u8
        }
        _ => 0,
    }
}

/// Whether the character is Đ or đ, in any of its encodings.
pub(super) fn is_barred_d(character: char) -> bool {
    matches!(character, 'Đ' | 'đ') || is_false_barred_d(character)
}

/// Whether the character only looks like Đ: the Icelandic eth (from VISCII or Latin-1) and the African d.
pub(super) fn is_false_barred_d(character: char) -> bool {
    matches!(character, '\u{D0}' | '\u{F0}' | '\u{189}' | '\u{256}')
}

/// Whether the character is blank: Unicode white space and the letters of other scripts that print nothing.
pub(super) fn is_blank(character: char) -> bool {
    character == ' ' || character.is_whitespace() || matches!(character, '\u{2800}' | '\u{3164}')
}

/// Whether the character prints nothing and takes no room.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E01EF}'
    )
}

/// Whether the character is used as an apostrophe in minority names such as H'Bia.
pub(super) fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '`'
            | '´'
            | 'ʹ'
            | '\u{374}'
            | 'ʻ'
            | 'ʼ'
            | 'ʽ'
            | 'ˈ'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '′'
            | '‵'
            | '\u{1FBF}'
            | '\u{1FEF}'
            | '\u{1FFD}'
            | 'ꞌ'
            | '\u{FF07}'
    )
}

/// Whether the character is a combining mark.
pub(super) fn is_mark(character: char) -> bool {
    character >= '\u{300}' && is_combining_mark(character)
}
