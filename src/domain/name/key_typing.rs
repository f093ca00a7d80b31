//! Reading back names typed without their keyboard program: Telex, VNI keys and VIQR.

use super::glyph::Shape;

/// A convention of typing marks as other keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// `Nguyeenx Vawn An`.
    Telex,
    /// `Nguye64n Va8n An`.
    Vni,
    /// `Nguye^~n Va(n An` (RFC 1456).
    Viqr,
}

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Tone(char),
    Shape(Shape),
    /// The same vowel again, for a circumflex.
    Double,
    /// Telex w: horn on o and u, breve on a.
    HornOrBreve,
}

/// A letter on its way to be marked.
#[derive(Debug, Clone, Copy)]
struct Typed {
    letter: char,
    base: char,
    shape: Shape,
    tone: Option<char>,
}

/// The text as the keyboard program would have written it; nothing if no key asks for a mark.
pub(super) fn typed(text: &str, keys: Keys) -> Option<String> {
    let mut read = String::with_capacity(text.len() * 2);
    let mut word: Vec<Typed> = Vec::with_capacity(8);
    let mut changed = false;
    for character in text.chars() {
        if character.is_whitespace() {
            write_word(&mut word, &mut read);
            read.push(character);
            continue;
        }
        let base = character.to_ascii_lowercase();
        let done = action_of(base, keys).is_some_and(|action| apply(action, base, &mut word, keys));
        changed |= done;
        if !done {
            word.push(Typed {
                letter: character,
                base,
                shape: Shape::Plain,
                tone: None,
            });
        }
    }
    write_word(&mut word, &mut read);
    changed.then_some(read)
}

fn action_of(key: char, keys: Keys) -> Option<Action> {
    let action = match (keys, key) {
        (Keys::Telex, 's') | (Keys::Vni, '1') | (Keys::Viqr, '\'') => Action::Tone('\u{301}'),
        (Keys::Telex, 'f') | (Keys::Vni, '2') | (Keys::Viqr, '`') => Action::Tone('\u{300}'),
        (Keys::Telex, 'r') | (Keys::Vni, '3') | (Keys::Viqr, '?') => Action::Tone('\u{309}'),
        (Keys::Telex, 'x') | (Keys::Vni, '4') | (Keys::Viqr, '~') => Action::Tone('\u{303}'),
        (Keys::Telex, 'j') | (Keys::Vni, '5') | (Keys::Viqr, '.') => Action::Tone('\u{323}'),
        (Keys::Telex, 'a' | 'e' | 'o') => Action::Double,
        (Keys::Telex, 'w') => Action::HornOrBreve,
        (Keys::Telex | Keys::Viqr, 'd') | (Keys::Vni, '9') | (Keys::Viqr, '-') => {
            Action::Shape(Shape::Stroke)
        }
        (Keys::Vni, '6') | (Keys::Viqr, '^') => Action::Shape(Shape::Circumflex),
        (Keys::Vni, '7') | (Keys::Viqr, '+' | '*') => Action::Shape(Shape::Horn),
        (Keys::Vni, '8') | (Keys::Viqr, '(') => Action::Shape(Shape::Breve),
        _ => return None,
    };
    Some(action)
}

/// Does what the key asks for; false if there is no letter it could mark, so it is a letter itself.
fn apply(action: Action, key: char, word: &mut Vec<Typed>, keys: Keys) -> bool {
    match action {
        Action::Tone(tone) => set_tone(tone, word, keys),
        Action::Double => set_shape(word, Shape::Circumflex, |base| base == key, keys),
        Action::HornOrBreve => {
            set_shape(word, Shape::Breve, |base| base == 'a', keys)
                || set_shape(word, Shape::Horn, is_o_or_u, keys)
                || {
                    word.push(Typed {
                        letter: 'u',
                        base: 'u',
                        shape: Shape::Horn,
                        tone: None,
                    });
                    true
                }
        }
        Action::Shape(Shape::Horn) => set_shape(word, Shape::Horn, is_o_or_u, keys),
        Action::Shape(Shape::Stroke) => match word.first_mut() {
            Some(first) if first.base == 'd' && first.shape == Shape::Plain => {
                first.shape = Shape::Stroke;
                true
            }
            _ => false,
        },
        Action::Shape(Shape::Breve) => set_shape(word, Shape::Breve, |base| base == 'a', keys),
        Action::Shape(shape) => {
            set_shape(word, shape, |base| matches!(base, 'a' | 'e' | 'o'), keys)
        }
    }
}

/// VIQR marks the letter just before; the others mark a vowel anywhere before in the syllable.
fn set_tone(tone: char, word: &mut [Typed], keys: Keys) -> bool {
    let is_vowel = |typed: &Typed| matches!(typed.base, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let vowel = if keys == Keys::Viqr {
        word.last_mut().filter(|typed| is_vowel(typed))
    } else {
        word.iter_mut().rev().find(|typed| is_vowel(typed))
    };
    match vowel {
        Some(vowel) if vowel.tone.is_none() => {
            vowel.tone = Some(tone);
            true
        }
        _ => false,
    }
}

fn set_shape(word: &mut [Typed], shape: Shape, wanted: impl Fn(char) -> bool, keys: Keys) -> bool {
    let reach = if keys == Keys::Viqr { 1 } else { word.len() };
    let found = word
        .iter_mut()
        .rev()
        .take(reach)
        .find(|typed| wanted(typed.base));
    match found {
        Some(vowel) if vowel.shape == Shape::Plain => {
            vowel.shape = shape;
            true
        }
        _ => false,
    }
}

fn is_o_or_u(base: char) -> bool {
    matches!(base, 'o' | 'u')
}

/// Writes the word with its marks. A horn on o takes the u before it along where letters follow: one key is enough
/// for both in `Huowng` and `Huo7ng`, and no syllable has uơ before another letter.
fn write_word(word: &mut Vec<Typed>, read: &mut String) {
    for at in 1..word.len().saturating_sub(1) {
        let after_q = at >= 2 && word[at - 2].base == 'q';
        if word[at].base == 'o'
            && word[at].shape == Shape::Horn
            && word[at - 1].base == 'u'
            && !after_q
        {
            word[at - 1].shape = Shape::Horn;
        }
    }
    for typed in word.drain(..) {
        match typed.shape {
            Shape::Stroke => read.push(if typed.letter.is_uppercase() {
                'Đ'
            } else {
                'đ'
            }),
            Shape::Plain => read.push(typed.letter),
            Shape::Circumflex => read.extend([typed.letter, '\u{302}']),
            Shape::Breve => read.extend([typed.letter, '\u{306}']),
            Shape::Horn => read.extend([typed.letter, '\u{31B}']),
        }
        read.extend(typed.tone);
    }
}
