//! All readings of a damaged text, and whether one of them is the other name.

use super::compare::{read_alike, spelled_alike};
use super::escapes::unescape;
use super::key_typing::{Keys, typed};
use super::legacy::{
    CONSOLE_PAGE_COUNT, from_console_utf8, from_misread_utf8, from_tcvn3, from_viscii, from_vni,
    from_windows_1258,
};
use super::level::NameLevel;
use super::lookalike::is_lossy_copy;
use super::text::NameText;

/// How a reading came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Escapes or UTF-8 read by a wrong code page: never a name by chance, so the reading is a text like any other.
    Certain,
    /// A legacy code page or typing keys: a name can look like one by chance, so it must agree in every mark.
    Guessed,
}

/// Most times that UTF-8 was taken for something else in a row.
const MOST_ROUNDS: usize = 3;

/// Whether one of the texts is the other one damaged on its way: asked as typed, or recorded long ago.
pub(super) fn is_repaired(recorded: &str, asked: &str, one: &NameText, other: &NameText) -> bool {
    for_each_reading(asked, |reading, source| {
        agrees(&NameText::read(reading), source, |repaired, compare| {
            compare(one, repaired)
        })
    }) || one.has_odd_word()
        && for_each_reading(recorded, |reading, source| {
            agrees(&NameText::read(reading), source, |repaired, compare| {
                compare(repaired, other)
            })
        })
}

/// Calls `visit` with every reading of a damaged text until it answers true; says whether it did.
pub(super) fn for_each_reading(text: &str, mut visit: impl FnMut(&str, Source) -> bool) -> bool {
    let mut current = text.to_owned();
    for _ in 0..MOST_ROUNDS {
        match unescape(&current) {
            Some(read) => current = read,
            None => break,
        }
        if visit(&current, Source::Certain) {
            return true;
        }
    }
    if current.is_ascii() {
        return [Keys::Viqr, Keys::Vni, Keys::Telex]
            .into_iter()
            .filter_map(|keys| typed(&current, keys))
            .any(|read| visit(&read, Source::Guessed));
    }
    misread_utf8(&current, &mut visit) || code_pages(&current, &mut visit)
}

fn misread_utf8(text: &str, visit: &mut impl FnMut(&str, Source) -> bool) -> bool {
    let mut current = text.to_owned();
    for _ in 0..MOST_ROUNDS {
        match from_misread_utf8(&current) {
            Some(read) => current = read,
            None => break,
        }
        if visit(&current, Source::Certain) {
            return true;
        }
    }
    (0..CONSOLE_PAGE_COUNT)
        .filter_map(|page| from_console_utf8(text, page))
        .any(|read| visit(&read, Source::Certain))
}

fn code_pages(text: &str, visit: &mut impl FnMut(&str, Source) -> bool) -> bool {
    [from_tcvn3, from_vni, from_windows_1258, from_viscii]
        .iter()
        .map(|decode| decode(text))
        .any(|read| read != text && visit(&read, Source::Guessed))
}

/// Whether the reading is the other name. `with` calls the comparison with the sides in their order.
fn agrees(
    repaired: &NameText,
    source: Source,
    with: impl Fn(&NameText, &dyn Fn(&NameText, &NameText) -> NameLevel) -> NameLevel,
) -> bool {
    match source {
        Source::Certain => {
            with(repaired, &read_alike) <= NameLevel::MiddleNameMissing
                || with(repaired, &|one, other| {
                    if is_lossy_copy(one.words(), other.words()) {
                        NameLevel::RepairedEncoding
                    } else {
                        NameLevel::Different
                    }
                }) == NameLevel::RepairedEncoding
        }
        Source::Guessed => {
            with(repaired, &|one, other| {
                spelled_alike(one.words(), other.words())
            }) <= NameLevel::IYVariant
        }
    }
}
