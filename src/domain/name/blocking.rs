//! Keys of the search index: a small number that two likely spellings of one name share.

use super::glyph::{Glyph, is_vowel, plain_letter};
use super::known::folded_surnames;
use super::repair::for_each_reading;
use super::structure::{alias_word, without_honorific};
use super::text::{Gap, NameText, Token};
use super::{FullName, fold};

/// Most keys [`blocking_keys`] answers with: each is one look-up in the index.
const MOST_KEYS: usize = 24;

/// The hash FNV-1a, 64 bit, over 32-bit units; our own so that stored keys never change with a library.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    pub fn add(&mut self, unit: u32) {
        for byte in unit.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// A letter without marks, y as i.
    fn add_letter(&mut self, base: char) {
        self.add(u32::from(if base == 'y' { 'i' } else { base }));
    }

    pub fn finish(self) -> u64 {
        self.0
    }

    /// Both halves laid over each other.
    fn finish32(self) -> u32 {
        let folded = self.0 ^ self.0.rotate_left(32);
        u32::try_from(folded & 0xFFFF_FFFF).unwrap_or_default()
    }
}

/// The key under which a recorded name stands in the search index: a hash of its first and last syllable, folded,
/// with y as i. The pair has no order, so a name written backwards has the same key.
pub fn blocking_key(recorded: &FullName) -> i16 {
    plain_key(recorded.as_str()).unwrap_or_else(|| key_as_read(recorded))
}

/// The same for any name: read as a text that somebody typed.
fn key_as_read(recorded: &FullName) -> i16 {
    let text = NameText::read(recorded.as_str());
    match (text.tokens.first(), text.tokens.last()) {
        (Some(first), Some(last)) => pair_key(text.letters(*first), text.letters(*last)),
        _ => pair_key(&[], &[]),
    }
}

/// The same at a glance, for a name of plain words; `None` where there is more to read: signs, letters without a
/// [`plain_letter`], a consonant by itself, which belongs to the next word.
fn plain_key(name: &str) -> Option<i16> {
    let mut first = None;
    let mut word = PlainWord::default();
    for character in name.chars() {
        if character == ' ' {
            first = first.or(Some(word.finish()?));
            word = PlainWord::default();
        } else {
            word.add(plain_letter(character)?);
        }
    }
    let last = word.finish()?;
    Some(key_of_pair(first.unwrap_or(last), last))
}

/// A word while it is read, for [`syllable_hash`].
#[derive(Debug, Default)]
struct PlainWord {
    hash: Fnv,
    letters: u32,
    vowel: bool,
}

impl PlainWord {
    fn add(&mut self, letter: char) {
        self.vowel |= is_vowel(letter);
        self.letters += 1;
        self.hash.add_letter(letter);
    }

    /// `None` for no letter and for a consonant by itself.
    fn finish(&self) -> Option<u32> {
        (self.letters > 1 || self.letters == 1 && self.vowel).then(|| self.hash.finish32())
    }
}

/// Every key under which a recorded name may stand that [`compare`](super::compare()) would take for the one asked:
/// all levels up to [`Hyphenated`](super::NameLevel::Hyphenated), a second name in brackets, and repaired encodings.
///
/// A name whose spaces are all lost is found if capitals show the joints or if it begins with a known surname.
/// The first keys are the likeliest.
pub fn blocking_keys(asked: &str) -> Vec<i16> {
    let mut keys = Keys(Vec::with_capacity(8));
    let text = NameText::read(asked);
    keys.add_text(&text);
    for_each_reading(asked, |reading, _| {
        let repaired = NameText::read(reading);
        keys.add_ends(&repaired, &repaired.tokens);
        false
    });
    keys.add_joined(&text);
    keys.0
}

struct Keys(Vec<i16>);

impl Keys {
    fn add(&mut self, key: i16) {
        if self.0.len() < MOST_KEYS && !self.0.contains(&key) {
            self.0.push(key);
        }
    }

    /// First and last, the rest of an honorific, and each neighbouring pair, which are the ends of a rotation.
    fn add_text(&mut self, text: &NameText) {
        let tokens = &text.tokens[..];
        self.add_ends(text, tokens);
        if let Some(rest) = without_honorific(text) {
            self.add_ends(text, rest);
        }
        if let Some(alias) = alias_word(text.words()) {
            self.add_ends(text, &tokens[..alias]);
        }
        for pair in tokens.windows(2).take(11) {
            self.add(pair_key(text.letters(pair[0]), text.letters(pair[1])));
        }
        for gap in 1..tokens.len().min(8) {
            if tokens[gap].gap != Gap::Space {
                self.add_ends(text, &tokens[..gap]);
                self.add_ends(text, &tokens[gap..]);
            }
        }
        if let [first, second, .., third, last] = *tokens {
            // two syllables of surname or given name changed places with the other end
            for (left, right) in [(second, last), (first, third), (second, third)] {
                self.add(pair_key(text.letters(left), text.letters(right)));
            }
        }
    }

    fn add_ends(&mut self, text: &NameText, tokens: &[Token]) {
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            self.add(pair_key(text.letters(*first), text.letters(*last)));
        }
    }

    /// Keys for syllables written together.
    fn add_joined(&mut self, text: &NameText) {
        let Some(whole) = text.tokens.first() else {
            return;
        };
        let glyphs = &text.glyphs[..];
        let joints: Vec<usize> = (1..glyphs.len())
            .filter(|&at| glyphs[at].upper && !glyphs[at - 1].upper)
            .collect();
        if let (Some(&first), Some(&last)) = (joints.first(), joints.last()) {
            self.add(pair_key(&glyphs[..first], &glyphs[last..]));
        }
        self.add(pair_key(&glyphs[..whole.end], &glyphs[whole.end..]));
        if let [_, second, .., before, _] | [before, second, _] | [before, second] = *text.tokens {
            let last = text.tokens[text.tokens.len() - 1];
            self.add(pair_key(&glyphs[..second.end], text.letters(last)));
            self.add(pair_key(
                text.letters(*whole),
                &glyphs[before.start.max(whole.end)..],
            ));
        }
        self.add(pair_key(glyphs, glyphs));
        if text.tokens.len() == 1 && glyphs.len() > 6 {
            self.add_guessed(glyphs);
        }
    }

    /// A known surname at the beginning, and every length a last syllable has.
    fn add_guessed(&mut self, glyphs: &[Glyph]) {
        let folded: String = glyphs.iter().map(|glyph| glyph.base).collect();
        let folded = fold(&folded);
        let mut lengths: Vec<usize> = folded_surnames()
            .filter(|surname| folded.starts_with(surname.as_str()))
            .map(|surname| surname.len())
            .collect();
        lengths.sort_unstable();
        lengths.dedup();
        for length in lengths.into_iter().rev() {
            for last in [3, 4, 2, 5, 6, 1] {
                self.add(pair_key(&glyphs[..length], &glyphs[glyphs.len() - last..]));
            }
        }
    }
}

/// The key of a first and a last syllable.
fn pair_key(first: &[Glyph], last: &[Glyph]) -> i16 {
    key_of_pair(syllable_hash(first), syllable_hash(last))
}

/// The key of two syllables by their hashes, in any order.
fn key_of_pair(first: u32, last: u32) -> i16 {
    let mut pair = Fnv::default();
    for half in [first.min(last), first.max(last)] {
        pair.add(half);
    }
    let [low, high, other_low, other_high] = pair.finish32().to_le_bytes();
    i16::from_le_bytes([low ^ other_low, high ^ other_high])
}

/// A number for the bare letters of a syllable, y as i.
fn syllable_hash(syllable: &[Glyph]) -> u32 {
    let mut hash = Fnv::default();
    for glyph in syllable {
        hash.add_letter(glyph.base);
    }
    hash.finish32()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_glance_and_a_reading_give_one_key() {
        for (name, at_a_glance) in [
            ("Đỗ Thị Ánh", true),
            ("NGUYỄN Văn ỷ", true),
            ("Y Blô", true),
            ("Lò Thị", true),
            ("A", true),
            ("H Bia Niê", false),
            ("H’Bia Niê", false),
            ("K’ Brếp", false),
            ("K’", false),
            ("Tôn-Nữ Hoa", false),
            ("Nguyễn  An", false),
            ("Ðinh An", false),
            ("Nguye\u{302}\u{303}n An", false),
            ("Trần An 2", false),
        ] {
            let recorded = FullName::from_stored(name.to_owned());
            let key = plain_key(name);
            assert_eq!(key.is_some(), at_a_glance, "{name}");
            assert_eq!(
                key.unwrap_or_else(|| key_as_read(&recorded)),
                key_as_read(&recorded),
                "{name}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_at_a_glance_is_what_is_read(name in "[a-eĐđÐA-CÀ-ỹ’'. hHyY-]{1,12}( [A-Yàđêìơừỳ]{1,7}){0,4}") {
            let key = plain_key(&name);
            let read = key_as_read(&FullName::from_stored(name));
            prop_assert_eq!(key.unwrap_or(read), read);
        }
    }
}
