//! The national wire's form of a name: unaccented capitals without spaces and signs.

use super::glyph::{is_apostrophe, is_barred_d, is_mark, take_apart};

/// Folds a name as public clients of the national service do before they send it: Đ to D, diacritics removed,
/// everything but letters and digits removed, capitals (`NGUYENVANAN`).
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            folded.push(character.to_ascii_uppercase());
        } else if !character.is_ascii() {
            take_apart(character, |part| push_folded(part, &mut folded));
        }
    }
    folded
}

/// Adds what one part of a character leaves behind.
fn push_folded(part: char, folded: &mut String) {
    if is_barred_d(part) {
        folded.push('D');
    } else if part.is_alphanumeric() && !is_mark(part) {
        folded.extend(
            part.to_uppercase().filter(|upper| {
                !is_apostrophe(*upper) && upper.is_alphanumeric() && !is_mark(*upper)
            }),
        );
    }
}
