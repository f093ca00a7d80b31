//! Names of which one side lacks a part: middle syllables, or the end that a column cut off.

use super::compare::in_order;
use super::glyph::{Glyph, Shape, Tone};
use super::known::compound_surnames;
use super::level::NameLevel;
use super::likeness::liken;
use super::order::begins_with;
use super::text::{Token, Words};

/// Widths of columns that old systems cut names to, in characters or bytes.
const FIELD_WIDTHS: [usize; 10] = [20, 25, 30, 35, 40, 50, 60, 64, 80, 100];

/// Fewest whole syllables that look like a cut name; fewer are more likely another, shorter name.
const FEWEST_CUT_SYLLABLES: usize = 4;

/// Middle syllables missing on one side; surname and given name must stand on both.
pub(super) fn middle_missing(recorded: Words<'_>, asked: Words<'_>) -> NameLevel {
    let asked_is_short = asked.len() < recorded.len();
    let (long, short) = if asked_is_short {
        (recorded, asked)
    } else {
        (asked, recorded)
    };
    if short.len() < 2 || has_prefix(long) || shortens_compound(long, short) {
        return NameLevel::Different;
    }
    let Some(kept) = kept_syllables(long, short) else {
        return NameLevel::Different;
    };
    let level = if asked_is_short {
        in_order(long.with(&kept), short, |index| index)
    } else {
        in_order(short, long.with(&kept), |index| index)
    };
    if level <= NameLevel::WithoutDiacritics {
        NameLevel::MiddleNameMissing
    } else {
        NameLevel::Different
    }
}

/// The syllables of the long name that the short one has: the first, the last, and the others in order.
fn kept_syllables(long: Words<'_>, short: Words<'_>) -> Option<Vec<Token>> {
    let last = long.len() - 1;
    let mut kept = Vec::with_capacity(short.len());
    let mut next = 0;
    for index in 0..short.len() {
        let found = if index + 1 == short.len() {
            last
        } else {
            let found =
                (next..last).find(|&at| liken(long.letters(at), short.letters(index)).is_some())?;
            if index == 0 && found != 0 {
                return None;
            }
            found
        };
        kept.push(long.tokens[found]);
        next = found + 1;
    }
    Some(kept)
}

/// Whether the name begins with a prefix of the Central Highlands (Y, A, Ka, H'…, K'…): what follows is the given
/// name then, not a middle one.
fn has_prefix(name: Words<'_>) -> bool {
    match name.letters(0) {
        [_] => true,
        [k, a] => k.base == 'k' && a.base == 'a',
        [first, second, ..] => {
            matches!(first.base, 'h' | 'k') && !second.is_vowel() && second.base != 'h'
        }
        [] => false,
    }
}

/// Whether the long name has a surname of several syllables that the short one has not.
fn shortens_compound(long: Words<'_>, short: Words<'_>) -> bool {
    compound_surnames()
        .iter()
        .any(|surname| begins_with(long, surname.words()) && !begins_with(short, surname.words()))
}

/// Middle names given as initials with a dot: Nguyễn V. An.
pub(super) fn with_initials(recorded: Words<'_>, asked: Words<'_>) -> NameLevel {
    let last = recorded.len() - 1;
    let mut shortened = false;
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for index in 0..=last {
        let (one, other) = (recorded.letters(index), asked.letters(index));
        let initial = [(recorded, one), (asked, other)]
            .iter()
            .any(|(name, letters)| name.tokens[index].dotted && letters.len() == 1);
        if initial
            && index > 0
            && index < last
            && one.len() != other.len()
            && one[0].base == other[0].base
        {
            shortened = true;
        } else {
            ones.push(recorded.tokens[index]);
            others.push(asked.tokens[index]);
        }
    }
    let level = in_order(recorded.with(&ones), asked.with(&others), |index| index);
    if shortened && level <= NameLevel::WithoutDiacritics {
        NameLevel::MiddleNameMissing
    } else {
        NameLevel::Different
    }
}

/// One name is the other cut to the width of a column, between syllables or inside one.
pub(super) fn cut_short(recorded: Words<'_>, asked: Words<'_>) -> NameLevel {
    let length = |name: Words<'_>| {
        (
            name.len(),
            name.tokens
                .iter()
                .map(|token| token.end - token.start)
                .sum::<usize>(),
        )
    };
    let asked_is_short = length(asked) < length(recorded);
    let (long, short) = if asked_is_short {
        (recorded, asked)
    } else {
        (asked, recorded)
    };
    let count = short.len();
    if !is_cut(long, short) {
        return NameLevel::Different;
    }
    let mut tokens = long.tokens[..count].to_vec();
    if let (Some(last), Some(cut)) = (tokens.last_mut(), short.tokens.last()) {
        last.end = last.start + (cut.end - cut.start);
    }
    let level = if asked_is_short {
        in_order(long.with(&tokens), short, |index| index)
    } else {
        in_order(short, long.with(&tokens), |index| index)
    };
    if level <= NameLevel::WithoutDiacritics {
        NameLevel::CutShort
    } else {
        NameLevel::Different
    }
}

/// Whether the lengths fit a column: the short name fills it, or the next whole syllable would not have fitted.
fn is_cut(long: Words<'_>, short: Words<'_>) -> bool {
    let count = short.len();
    if count == 0 {
        return false;
    }
    let whole = long.letters(count - 1).len();
    let left = short.letters(count - 1).len();
    let (characters, bytes) = sizes(short, count);
    if left < whole {
        // a cut inside a letter of several bytes loses up to two more
        return FIELD_WIDTHS.contains(&characters)
            || FIELD_WIDTHS
                .iter()
                .any(|width| (bytes..bytes + 3).contains(width));
    }
    if left > whole || count < FEWEST_CUT_SYLLABLES || count == long.len() {
        return false;
    }
    let (with_next, bytes_with_next) = sizes(long, count + 1);
    FIELD_WIDTHS.iter().any(|width| {
        (characters..with_next).contains(width) || (bytes..bytes_with_next).contains(width)
    })
}

/// Length of the first syllables with a space between each, in characters and in bytes of UTF-8.
fn sizes(name: Words<'_>, count: usize) -> (usize, usize) {
    let letters = name.tokens[..count]
        .iter()
        .flat_map(|token| name.text.letters(*token));
    let (characters, bytes) = letters.fold((0, 0), |(characters, bytes), glyph| {
        (characters + 1, bytes + bytes_of(*glyph))
    });
    (characters + count - 1, bytes + count - 1)
}

fn bytes_of(glyph: Glyph) -> usize {
    match (glyph.shape, glyph.tone) {
        (Shape::Plain, Tone::Level) => glyph.base.len_utf8(),
        (_, Tone::Level) => 2,
        (Shape::Plain, Tone::Grave | Tone::Acute | Tone::Tilde) if !matches!(glyph.base, 'y') => 2,
        (_, _) => 3,
    }
}
