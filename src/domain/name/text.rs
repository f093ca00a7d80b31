//! A text read into letters and syllables, with what stood between them.

use super::glyph::{
    Glyph, Shape, is_apostrophe, is_barred_d, is_blank, is_false_barred_d, is_invisible, is_mark,
    take_apart,
};
use super::syllable::is_well_formed;

/// What stands before a syllable; of several signs the greatest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    Space,
    Hyphen,
    Comma,
    /// A sign that opens a second name: slash, bracket, quote, dash between spaces.
    Aside,
    /// The bracket or quote that ends it.
    AsideEnd,
}

/// One syllable, or whatever stands between two gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub gap: Gap,
    /// A dot follows, as after an initial.
    pub dotted: bool,
}

/// A name read into letters; what is no letter is remembered in the fields below.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent findings, each read by name in one place"
)]
pub(super) struct NameText {
    pub glyphs: Vec<Glyph>,
    pub tokens: Vec<Token>,
    /// Blanks other than one plain space between words.
    pub odd_spaces: bool,
    pub invisible: bool,
    pub false_barred_d: bool,
    /// A number for the apostrophes, quotes and stray dots, in their order.
    pub punctuation: u32,
    /// No letter carries a mark.
    pub bare: bool,
}

impl NameText {
    /// Reads a text.
    pub fn read(text: &str) -> Self {
        let mut reader = Reader::new(text.len());
        for character in text.chars() {
            reader.take(character);
        }
        reader.finish()
    }

    /// Whether a word is no Vietnamese syllable, or something invisible stood in it. Damage to letters always leaves
    /// such a word; a text without one says what it means.
    pub fn has_odd_word(&self) -> bool {
        self.invisible
            || self
                .tokens
                .iter()
                .any(|token| !is_well_formed(self.letters(*token)))
    }

    /// All its syllables.
    pub fn words(&self) -> Words<'_> {
        Words {
            text: self,
            tokens: &self.tokens,
        }
    }

    /// The letters of one syllable.
    pub fn letters(&self, token: Token) -> &[Glyph] {
        &self.glyphs[token.start..token.end]
    }
}

/// Some syllables of a text, not necessarily all of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub text: &'a NameText,
    pub tokens: &'a [Token],
}

impl<'a> Words<'a> {
    /// How many syllables there are.
    pub fn len(self) -> usize {
        self.tokens.len()
    }

    /// The letters of one syllable.
    pub fn letters(self, index: usize) -> &'a [Glyph] {
        self.text.letters(self.tokens[index])
    }

    /// The same text with other syllables.
    pub fn with<'b>(self, tokens: &'b [Token]) -> Words<'b>
    where
        'a: 'b,
    {
        Words {
            text: self.text,
            tokens,
        }
    }
}

/// The state of reading.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what stood just before, in four independent respects"
)]
struct Reader {
    name: NameText,
    gap: Gap,
    /// A token is open: the next letter continues it.
    open: bool,
    /// An apostrophe stood last, so a space does not end the token (K’ Brếp).
    after_apostrophe: bool,
    after_space: bool,
    /// A hyphen after a space: with a space behind it, it opens a second name.
    loose_hyphen: bool,
}

impl Reader {
    fn new(bytes: usize) -> Self {
        let name = NameText {
            glyphs: Vec::with_capacity(bytes),
            tokens: Vec::with_capacity(bytes / 4 + 1),
            bare: true,
            ..NameText::default()
        };
        Self {
            name,
            gap: Gap::Space,
            open: false,
            after_apostrophe: false,
            after_space: true,
            loose_hyphen: false,
        }
    }

    fn take(&mut self, character: char) {
        if character.is_ascii_alphanumeric() {
            let upper = character.is_ascii_uppercase();
            self.push(Glyph::plain(character.to_ascii_lowercase(), upper));
        } else if is_blank(character) {
            self.take_blank(character);
        } else if is_apostrophe(character) {
            self.punctuate('\'');
            self.after_apostrophe = self.open;
        } else if is_invisible(character) || character.is_control() {
            self.name.invisible = true;
        } else if !self.take_sign(character) {
            take_apart(character, |part| self.take_part(part));
        }
    }

    fn take_blank(&mut self, character: char) {
        self.name.odd_spaces |= character != ' ' || self.after_space;
        self.after_space = true;
        if self.loose_hyphen {
            self.gap = self.gap.max(Gap::Aside);
            self.loose_hyphen = false;
        }
        if !self.after_apostrophe {
            self.open = false;
        }
    }

    /// Takes a sign that separates words; false if the character is none.
    fn take_sign(&mut self, character: char) -> bool {
        let gap = match character {
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0D}' => {
                self.loose_hyphen = self.after_space;
                Gap::Hyphen
            }
            ',' | ';' | '\u{37E}' | '，' | '、' => Gap::Comma,
            '/' | '(' | '[' | '{' | '<' | '（' | '［' => Gap::Aside,
            ')' | ']' | '}' | '>' | '）' | '］' => Gap::AsideEnd,
            '"' | '“' | '”' | '„' | '«' | '»' | '″' | '＂' => {
                self.punctuate('"');
                Gap::Aside
            }
            '.' | '．' | ':' | '_' | '·' | '\u{387}' => {
                self.punctuate('.');
                if let (Some(last), true) = (self.name.tokens.last_mut(), self.open) {
                    last.dotted = character == '.';
                }
                Gap::Space
            }
            _ => return false,
        };
        if gap != Gap::Space {
            self.punctuate(',');
        }
        self.open = false;
        self.after_apostrophe = false;
        self.after_space = false;
        self.gap = self.gap.max(gap);
        true
    }

    fn take_mark(&mut self, mark: char) {
        if let (Some(last), true) = (self.name.glyphs.last_mut(), self.open) {
            self.name.false_barred_d |= last.add_mark(mark);
            self.name.bare = false;
        } else {
            self.name.invisible = true;
        }
    }

    fn take_part(&mut self, part: char) {
        if is_barred_d(part) {
            self.name.false_barred_d |= is_false_barred_d(part);
            let mut glyph = Glyph::plain('d', part.is_uppercase());
            glyph.shape = Shape::Stroke;
            self.push(glyph);
        } else if is_mark(part) {
            self.take_mark(part);
        } else {
            let lower = part.to_lowercase().next().unwrap_or(part);
            self.push(Glyph::plain(lower, part.is_uppercase()));
        }
    }

    fn push(&mut self, glyph: Glyph) {
        let position = self.name.glyphs.len();
        if !self.open && !self.continues_prefix() {
            self.name.tokens.push(Token {
                start: position,
                end: position,
                gap: self.gap,
                dotted: false,
            });
            self.gap = Gap::Space;
        }
        self.name.bare &= !glyph.is_marked();
        self.name.glyphs.push(glyph);
        if let Some(last) = self.name.tokens.last_mut() {
            last.end = position + 1;
        }
        self.open = true;
        self.after_apostrophe = false;
        self.after_space = false;
        self.loose_hyphen = false;
    }

    /// Whether the token before is one consonant and belongs to what follows: H Bia is H'Bia. One vowel (Y, A) is a
    /// word of its own.
    fn continues_prefix(&mut self) -> bool {
        let Some(last) = self.name.tokens.last().copied() else {
            return false;
        };
        let alone = last.end - last.start == 1 && !last.dotted && self.gap == Gap::Space;
        let letter = self.name.glyphs[last.start];
        let glued = alone && letter.base.is_ascii_alphabetic() && !letter.is_vowel();
        if glued && !self.after_apostrophe {
            self.punctuate(' ');
        }
        glued
    }

    fn punctuate(&mut self, sign: char) {
        self.name.punctuation = (self.name.punctuation ^ u32::from(sign)).wrapping_mul(0x0100_0193);
    }

    fn finish(mut self) -> NameText {
        self.name.odd_spaces |= self.after_space;
        self.name
    }
}
