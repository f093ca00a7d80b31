//! The same syllables in another order.

use super::compare::in_order;
use super::known::{compound_surnames, is_surname};
use super::level::NameLevel;
use super::likeness::{Lost, liken};
use super::text::Words;

/// Names of more syllables are not searched for another order.
const MOST_REORDERED: usize = 12;

/// Western and library order, and the clan first or last: all rotations, the whole name backwards, and surname and
/// given name in each other's place. Syllables swapped inside a name are another name: Ngọc Anh, Anh Ngọc.
pub(super) fn reordered(recorded: Words<'_>, asked: Words<'_>) -> NameLevel {
    let count = recorded.len();
    if !(2..=MOST_REORDERED).contains(&count) {
        return NameLevel::Different;
    }
    let spelled = |level: NameLevel| level <= NameLevel::WithoutDiacritics;
    let found = (1..count)
        .any(|by| spelled(in_order(recorded, asked, |index| (index + by) % count)))
        || spelled(in_order(recorded, asked, |index| count - 1 - index))
        || exchanges(recorded, asked).any(|(front, back)| {
            spelled(in_order(recorded, asked, |index| {
                exchanged(index, front, back, count)
            }))
        });
    if found {
        NameLevel::Reordered
    } else {
        NameLevel::Different
    }
}

/// How many syllables at the front and at the back of the recorded name may have changed places. A given name has
/// one or two, a surname one, or as many as a known surname of several.
///
/// A side is in natural order if it begins with a known surname; if neither does, the record is taken to be.
fn exchanges(recorded: Words<'_>, asked: Words<'_>) -> impl Iterator<Item = (usize, usize)> {
    let asked_is_natural = is_surname(asked.letters(0));
    let recorded_is_natural = is_surname(recorded.letters(0)) || !asked_is_natural;
    let from_recorded = lengths(recorded).filter(move |_| recorded_is_natural);
    let from_asked = lengths(asked).filter(move |_| asked_is_natural);
    from_recorded.chain(from_asked.map(|(surname, given)| (given, surname)))
}

/// The lengths that the surname and the given name of a name in natural order may have.
fn lengths(name: Words<'_>) -> impl Iterator<Item = (usize, usize)> {
    let compound = compound_surnames()
        .iter()
        .filter(|surname| begins_with(name, surname.words()))
        .map(|surname| surname.tokens.len())
        .max();
    let count = name.len();
    [Some(1), compound]
        .into_iter()
        .flatten()
        .flat_map(|surname| [(surname, 1), (surname, 2)])
        .filter(move |(surname, given)| surname + given <= count)
}

/// The place in the other name of a syllable, when `front` and `back` syllables changed places.
fn exchanged(index: usize, front: usize, back: usize, count: usize) -> usize {
    if index < front {
        count - front + index
    } else if index >= count - back {
        index + back - count
    } else {
        index - front + back
    }
}

/// Whether the name begins with the surname, which may lack marks there, and goes on.
pub(super) fn begins_with(name: Words<'_>, surname: Words<'_>) -> bool {
    name.len() > surname.len()
        && (0..surname.len()).all(|at| {
            liken(surname.letters(at), name.letters(at))
                .is_some_and(|found| found.lost != Lost::InRecorded)
        })
}
