//! Differences of structure: forms of address and second names here, order and missing parts beside.

use super::compare::spelled_alike;
use super::glyph::{Glyph, Shape, Tone};
use super::known::{honorifics, is_surname};
use super::level::NameLevel;
use super::likeness::{Lost, liken};
use super::order::reordered;
use super::shortened::{cut_short, middle_missing, with_initials};
use super::text::{Gap, NameText, Token, Words};

/// Compares two names that are not spelled alike by one change of structure.
pub(super) fn restructured(recorded: Words<'_>, asked: Words<'_>) -> NameLevel {
    let level = addressed(recorded, asked);
    if level != NameLevel::Different {
        return level;
    }
    match (is_annotated(recorded), is_annotated(asked)) {
        (false, false) => rearranged(recorded, asked),
        (true, false) => annotated(recorded, |words| spelled_alike(words, asked)),
        (false, true) => annotated(asked, |words| spelled_alike(recorded, words)),
        (true, true) => NameLevel::Different,
    }
}

/// The syllables after a form of address, if at least two are left: `Anh Tuấn` alone is a name.
pub(super) fn without_honorific(text: &NameText) -> Option<&[Token]> {
    let mut length = 0;
    for token in &text.tokens {
        let joined = length == 0 || token.gap > Gap::Hyphen;
        if !joined || !is_honorific(text, *token) {
            break;
        }
        length += 1;
    }
    let rest = &text.tokens[length..];
    (length > 0 && rest.len() >= 2).then_some(rest)
}

/// A name behind a form of address.
///
/// On the recorded side it is taken off only before a whole name with a known surname, because Ông is a surname too.
fn addressed(recorded: Words<'_>, asked: Words<'_>) -> NameLevel {
    let compared = |one: Words<'_>, other: Words<'_>| {
        let level = spelled_alike(one, other);
        if level == NameLevel::Different && !is_annotated(one) && !is_annotated(other) {
            return rearranged(one, other);
        }
        level
    };
    let (level, bare) = if let Some(rest) = without_honorific(asked.text) {
        (compared(recorded, asked.with(rest)), asked.text.bare)
    } else if let Some(rest) = without_honorific(recorded.text) {
        let first = recorded.text.letters(rest[0]);
        if rest.len() < 3 || !is_surname(first) && !recorded.text.bare || !first_is_no_filler(first)
        {
            return NameLevel::Different;
        }
        (compared(recorded.with(rest), asked), recorded.text.bare)
    } else {
        return NameLevel::Different;
    };
    // `Ba` without its mark is read as Bà only because nothing else is marked either, and that needs a look
    let least = if bare {
        NameLevel::WithoutDiacritics
    } else {
        NameLevel::Honorific
    };
    level.max(least)
}

/// Whether the syllable is a surname and not the middle name Văn, which is a rare surname too.
fn first_is_no_filler(first: &[Glyph]) -> bool {
    !matches!(first, [v, a, n] if v.base == 'v' && a.base == 'a' && n.base == 'n')
}

fn is_honorific(text: &NameText, token: Token) -> bool {
    honorifics().iter().any(|word| {
        liken(&word.glyphs, text.letters(token)).is_some_and(|likeness| match likeness.lost {
            Lost::Nowhere => !likeness.i_or_y,
            Lost::InAsked => text.bare,
            Lost::InRecorded => false,
        })
    })
}

/// Order, middle name or cut.
fn rearranged(recorded: Words<'_>, asked: Words<'_>) -> NameLevel {
    if recorded.len() == asked.len() {
        let level = reordered(recorded, asked);
        if level != NameLevel::Different {
            return level;
        }
        let level = with_initials(recorded, asked);
        if level != NameLevel::Different {
            return level;
        }
        return cut_short(recorded, asked);
    }
    let level = middle_missing(recorded, asked);
    if level != NameLevel::Different {
        return level;
    }
    cut_short(recorded, asked)
}

/// Whether a second name stands beside the name.
fn is_annotated(name: Words<'_>) -> bool {
    name.tokens
        .iter()
        .skip(1)
        .any(|token| token.gap >= Gap::Aside)
        || alias_word(name).is_some()
}

/// Compares the parts of an annotated name: what stands outside the brackets, or inside.
fn annotated(name: Words<'_>, compare: impl Fn(Words<'_>) -> NameLevel) -> NameLevel {
    let (mut outside, mut inside) = (Vec::new(), Vec::new());
    let alias = alias_word(name);
    let mut aside = false;
    for (index, token) in name.tokens.iter().enumerate() {
        match token.gap {
            Gap::Aside if index > 0 => aside = true,
            Gap::AsideEnd => aside = false,
            Gap::Space | Gap::Hyphen | Gap::Comma | Gap::Aside => {}
        }
        if alias == Some(index) {
            aside = true;
        } else if aside {
            inside.push(*token);
        } else {
            outside.push(*token);
        }
    }
    let agrees = |tokens: &[Token]| {
        !tokens.is_empty() && compare(name.with(tokens)) <= NameLevel::WithoutDiacritics
    };
    if agrees(&outside) || agrees(&inside) {
        NameLevel::OtherNameInBrackets
    } else {
        NameLevel::Different
    }
}

/// Where a word stands that means "also called": tức, tự or hay in lower case; as capitals they may be names.
pub(super) fn alias_word(name: Words<'_>) -> Option<usize> {
    (2..name.len().saturating_sub(1)).find(|&index| {
        let word = name.letters(index);
        let is = |bases: &str, shape: Shape, tone: Tone| {
            word.iter().map(|glyph| glyph.base).eq(bases.chars())
                && word
                    .iter()
                    .any(|glyph| glyph.shape == shape && glyph.tone == tone)
        };
        let lower = word.iter().all(|glyph| !glyph.upper) && name.letters(0)[0].upper;
        lower
            && (is("tuc", Shape::Horn, Tone::Acute)
                || is("tu", Shape::Horn, Tone::Dot)
                || is("hay", Shape::Plain, Tone::Level))
    })
}
