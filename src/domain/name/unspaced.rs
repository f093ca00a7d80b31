//! Names whose spaces are lost or added on one side.

use super::compare::in_order;
use super::known::is_own_name;
use super::level::NameLevel;
use super::syllable::is_well_formed;
use super::text::{Gap, Token, Words};

/// Compares two names with different numbers of syllables whose letters are the same in a row.
///
/// Spaces may be lost or added but not moved: the joints of one side must be among those of the other.
pub(super) fn spelled_alike(recorded: Words<'_>, asked: Words<'_>) -> NameLevel {
    let level = if recorded.len() > asked.len() {
        match cut_like(asked, recorded) {
            Some(tokens) => in_order(recorded, asked.with(&tokens), |index| index),
            None => NameLevel::Different,
        }
    } else {
        match cut_like(recorded, asked) {
            Some(tokens) => in_order(recorded.with(&tokens), asked, |index| index),
            None => NameLevel::Different,
        }
    };
    level.max(NameLevel::CaseOrSpacing)
}

/// The coarser text cut where the finer one is, if that is only a matter of spaces.
fn cut_like(coarse: Words<'_>, fine: Words<'_>) -> Option<Vec<Token>> {
    let mut pieces = Vec::with_capacity(fine.len());
    let mut next = 0;
    for token in coarse.tokens {
        let first = next;
        let mut at = token.start;
        while at < token.end {
            let length = fine.tokens.get(next).map(|piece| piece.end - piece.start)?;
            let gap = if next == first { token.gap } else { Gap::Space };
            pieces.push(Token {
                start: at,
                end: at + length,
                gap,
                dotted: false,
            });
            at += length;
            next += 1;
        }
        let agrees = at == token.end
            && same_bases(coarse, &pieces[first..], fine, &fine.tokens[first..next]);
        if !agrees || !is_one_word_or_none(coarse.text.letters(*token), fine, first, next) {
            return None;
        }
    }
    (next == fine.len()).then_some(pieces)
}

fn same_bases(one: Words<'_>, pieces: &[Token], other: Words<'_>, tokens: &[Token]) -> bool {
    pieces.iter().zip(tokens).all(|(piece, token)| {
        let (left, right) = (one.text.letters(*piece), other.text.letters(*token));
        left.iter()
            .zip(right)
            .all(|(a, b)| a.base == b.base || matches!((a.base, b.base), ('i', 'y') | ('y', 'i')))
    })
}

/// Whether a joined word and its parts cannot both be right. Thuý and Thu Ý can: those are two names. A part that
/// is no syllable (`V ăn`), or begins in lower case behind a capital and is no name (`Ngu yễn`), is a broken word.
fn is_one_word_or_none(
    joined: &[super::glyph::Glyph],
    fine: Words<'_>,
    first: usize,
    next: usize,
) -> bool {
    if next - first == 1 || !is_well_formed(joined) {
        return true;
    }
    let begins_upper = fine.letters(first)[0].upper;
    (first..next).any(|index| {
        let part = fine.letters(index);
        let tail = index > first && begins_upper && !part[0].upper;
        !is_well_formed(part) || tail && !is_own_name(part)
    })
}
