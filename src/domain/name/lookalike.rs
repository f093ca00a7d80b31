//! Letters that were lost, mistaken by the eye, or spelled by another ear.

use super::glyph::{CARON, Glyph, Shape, Tone};
use super::level::NameLevel;
use super::likeness::{Lost, liken};
use super::syllable::{has_two_vowel_groups, is_well_formed};
use super::text::Words;

/// Signs that a conversion leaves where it cannot write a letter.
const LOSS_SIGNS: [char; 6] = ['?', '\u{FFFD}', '□', '▯', '¿', '*'];

/// Longest word that is searched for lost letters.
const LONGEST_LOSSY: usize = 24;

/// Letters of other scripts and digits that look like a Latin letter.
const TWINS: [(&str, char); 22] = [
    ("аαά4@", 'a'),
    ("вβ", 'b'),
    ("сϲ", 'c'),
    ("ԁ", 'd'),
    ("еεє", 'e'),
    ("ɡ9q", 'g'),
    ("һнη", 'h'),
    ("іιıi1|!", 'l'),
    ("јϳ", 'j'),
    ("кκ", 'k'),
    ("мμ", 'm'),
    ("пո", 'n'),
    ("оοσ0", 'o'),
    ("рρ", 'p'),
    ("ѕ5$", 's'),
    ("тτ7", 't'),
    ("υս", 'u'),
    ("ѵν", 'v'),
    ("хχ", 'x'),
    ("уγ", 'y'),
    ("ζᴢ2", 'z'),
    ("8", 'b'),
];

/// Compares two names that differ in letters themselves: lost, look-alike, respelled.
pub(super) fn damaged(recorded: Words<'_>, asked: Words<'_>) -> NameLevel {
    if is_lossy_copy(recorded, asked) {
        NameLevel::RepairedEncoding
    } else if is_look_alike(recorded, asked) {
        NameLevel::LookAlikeLetters
    } else if is_respelled(recorded, asked) {
        NameLevel::Respelled
    } else {
        NameLevel::Different
    }
}

/// Whether one name is the other with signs of loss in place of marked letters.
///
/// A sign stands for one letter, or for one of its bytes, so up to three stand together for one; in a text of
/// separate marks it stands for a mark only. At least as many letters must be left as are lost.
pub(super) fn is_lossy_copy(recorded: Words<'_>, asked: Words<'_>) -> bool {
    let lossy = |name: Words<'_>| {
        let signs = name
            .text
            .glyphs
            .iter()
            .filter(|glyph| is_loss(**glyph))
            .count();
        signs > 0 && 2 * signs <= name.text.glyphs.len() + signs / 2
    };
    match (lossy(recorded), lossy(asked)) {
        (false, true) => every_word(asked, recorded, fits_lossy),
        (true, false) => every_word(recorded, asked, fits_lossy),
        (false, false) => {
            lacks_marked_letters(asked, recorded) || lacks_marked_letters(recorded, asked)
        }
        (true, true) => false,
    }
}

/// Whether a text is the other one without all its marked letters, which a careless conversion to ASCII drops
/// (`Nguyn Vn An`).
fn lacks_marked_letters(lossy: Words<'_>, whole: Words<'_>) -> bool {
    let kept = |word: &[Glyph], whole: &[Glyph]| {
        let left = whole.iter().filter(|glyph| !glyph.is_marked());
        left.map(|glyph| glyph.base)
            .eq(word.iter().map(|glyph| glyph.base))
    };
    lossy.text.bare
        && lossy.text.glyphs.len() < whole.text.glyphs.len()
        && every_word(lossy, whole, kept)
}

fn every_word(
    one: Words<'_>,
    other: Words<'_>,
    mut alike: impl FnMut(&[Glyph], &[Glyph]) -> bool,
) -> bool {
    one.len() > 0
        && one.len() == other.len()
        && (0..one.len()).all(|at| alike(one.letters(at), other.letters(at)))
}

fn is_loss(glyph: Glyph) -> bool {
    LOSS_SIGNS.contains(&glyph.base)
}

/// Whether a word with signs of loss can be the whole word; marks on its other letters may be lost as well.
fn fits_lossy(lossy: &[Glyph], whole: &[Glyph]) -> bool {
    if lossy.len().max(whole.len()) > LONGEST_LOSSY {
        return false;
    }
    let signs = lossy.iter().take_while(|glyph| is_loss(**glyph)).count();
    if signs > 0 {
        // n signs stand for n letters at most, and for a third of n at least
        return (signs.div_ceil(3)..=signs.min(whole.len())).any(|letters| {
            whole[..letters].iter().all(|glyph| glyph.is_marked())
                && fits_lossy(&lossy[signs..], &whole[letters..])
        });
    }
    let ([first, lossy @ ..], [letter, whole @ ..]) = (lossy, whole) else {
        return lossy.is_empty() && whole.is_empty();
    };
    let same = first.base == letter.base
        && (first.shape == letter.shape || first.shape == Shape::Plain)
        && liken(&[*letter], &[*first]).is_some_and(|found| found.lost != Lost::InRecorded);
    let marks = lossy.iter().take_while(|glyph| is_loss(**glyph)).count();
    same && (fits_lossy(lossy, whole)
        || letter.is_marked() && (1..=2).contains(&marks) && fits_lossy(&lossy[marks..], whole))
}

/// Whether two names are one to the eye, and differ to it in at least one word.
///
/// Where two words differ, one of them must be no Vietnamese syllable: where both are, a letter that differs makes
/// another name. Marks may be missing only in a text that has none at all.
fn is_look_alike(recorded: Words<'_>, asked: Words<'_>) -> bool {
    let alike = |one: &[Glyph], other: &[Glyph]| {
        liken(one, other).is_some_and(|found| match found.lost {
            Lost::Nowhere => true,
            Lost::InRecorded => recorded.text.bare,
            Lost::InAsked => asked.text.bare,
        })
    };
    let mut seen_apart = false;
    let every = every_word(recorded, asked, |one, other| {
        alike(one, other) || {
            seen_apart = true;
            one.len().abs_diff(other.len()) <= 2
                && !(is_well_formed(one) && is_well_formed(other))
                && alike(&to_the_eye(one), &to_the_eye(other))
        }
    });
    every && seen_apart
}

/// The word with look-alike letters as one of them: rn as m, vv as w, cl as d, Cyrillic and Greek letters and digits
/// as the Latin letter, a caron as the breve.
fn to_the_eye(word: &[Glyph]) -> Vec<Glyph> {
    let mut seen: Vec<Glyph> = Vec::with_capacity(word.len());
    for glyph in word {
        let mut glyph = *glyph;
        if let Some((_, twin)) = TWINS
            .iter()
            .find(|(letters, _)| letters.contains(glyph.base))
        {
            glyph.base = *twin;
        }
        if glyph.foreign == CARON && glyph.shape == Shape::Plain {
            glyph.foreign = 0;
            glyph.shape = Shape::Breve;
        }
        let joined = seen.last().and_then(|last| match (last.base, glyph.base) {
            ('r', 'n') => Some('m'),
            ('v', 'v') => Some('w'),
            ('c', 'l') => Some('d'),
            _ => None,
        });
        match (joined, seen.last_mut()) {
            (Some(letter), Some(last)) => last.base = letter,
            _ => seen.push(glyph),
        }
    }
    seen
}

/// Whether the names agree but for words of other languages that two clerks heard differently (Mohamad, Mohamách).
/// Such a word has two groups of vowels and is no Vietnamese syllable; Vietnamese syllables must agree.
fn is_respelled(recorded: Words<'_>, asked: Words<'_>) -> bool {
    let same = |one: &[Glyph], other: &[Glyph]| {
        liken(one, other).is_some_and(|found| found.lost == Lost::Nowhere)
    };
    let foreign = |word: &[Glyph]| has_two_vowel_groups(word) && !is_well_formed(word);
    every_word(recorded, asked, |one, other| {
        same(one, other) || foreign(one) && foreign(other) && by_ear(one) == by_ear(other)
    }) || has_minor_syllable_shortened(recorded, asked)
}

/// A word as it is heard: no marks, no doubled letters, ph as f, c and q as k, y as i, o as u, e as a, no h but at
/// the beginning, and one sign for a final d, t, c, ch, k, s, z.
fn by_ear(word: &[Glyph]) -> String {
    let mut heard = String::with_capacity(word.len());
    let mut letters = word.iter().map(|glyph| glyph.base).peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let sound = match (letter, next) {
            ('p', Some('h')) => 'f',
            ('e', Some('e')) | ('y', _) => 'i',
            ('c' | 'q', _) => 'k',
            ('o', _) => 'u',
            ('e', _) => 'a',
            ('h', _) if !heard.is_empty() => continue,
            _ => letter,
        };
        let doubled = matches!((letter, next), ('e', Some('e')) | ('o', Some('o')));
        if doubled {
            letters.next();
        }
        if !heard.ends_with(sound) {
            heard.push(sound);
        }
    }
    let stem = heard.trim_end_matches(['d', 't', 'k', 's', 'z']).len();
    if stem < heard.len() {
        heard.truncate(stem);
        heard.push('t');
    }
    heard
}

/// Whether one name writes out a minor syllable (Rơ, Hờ, Kơ before a word) that the other writes as a consonant and
/// an apostrophe: Rơ Châm and R'Châm, Hờ Bia and H'Bia.
fn has_minor_syllable_shortened(one: Words<'_>, other: Words<'_>) -> bool {
    let ((count, letters), (other_count, other_letters)) =
        (without_minor_vowels(one), without_minor_vowels(other));
    count != other_count && letters == other_letters
}

/// How many minor syllables a name writes out, and its letters without their vowels.
fn without_minor_vowels(name: Words<'_>) -> (usize, Vec<(char, Shape, Tone)>) {
    let mut letters = Vec::with_capacity(name.text.glyphs.len());
    let mut count = 0;
    for index in 0..name.len() {
        let word = name.letters(index);
        let minor = index + 1 < name.len()
            && matches!(word, [onset, vowel] if !onset.is_vowel() && vowel.base == 'o' && vowel.shape == Shape::Horn);
        count += usize::from(minor);
        let kept = if minor { &word[..1] } else { word };
        letters.extend(
            kept.iter()
                .map(|glyph| (glyph.base, glyph.shape, glyph.tone)),
        );
    }
    (count, letters)
}
