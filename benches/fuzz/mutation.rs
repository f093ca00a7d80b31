//! Mutations of messages, all of them drawn from one seed.

use super::corpus::TOKENS;

/// Longer inputs are cut.
pub const LONGEST: usize = 64 << 10;

/// Numbers that look random and are the same for the same seed: `SplitMix64` by Steele, Lea and Flood (2014).
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 when that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or_default()
    }
}

/// One of the messages, changed in one to four ways; mostly in one, since two mistakes hide each other.
pub fn mutated(messages: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut message = messages[dice.below(messages.len())].clone();
    let times = [1, 1, 1, 2, 2, 3, 4][dice.below(7)];
    for _ in 0..times {
        let other = &messages[dice.below(messages.len())];
        change(&mut message, other, dice);
    }
    message.truncate(LONGEST);
    message
}

fn change(message: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = dice.below(message.len() + 1);
    match dice.below(10) {
        0 => {
            if let Some(byte) = message.get_mut(at) {
                *byte ^= 1 << dice.below(8);
            }
        }
        1 => message.truncate(at),
        2 => {
            let (start, end) = range(message.len(), dice);
            message.drain(start..end);
        }
        3 => {
            let (start, end) = range(message.len(), dice);
            let piece = message[start..end].repeat(1 + dice.below(3));
            message.splice(at..at, piece);
        }
        4 => {
            let (start, end) = range(other.len(), dice);
            message.splice(at..at, other[start..end].iter().copied());
        }
        5 => {
            let piece = element(other, dice).to_vec();
            let at = next(message, at, b'<');
            message.splice(at..at, piece);
        }
        6 => {
            // Where tags and texts begin and end, markup counts.
            let sign = [b'<', b'>', b'"', b' '][dice.below(4)];
            let at = (next(message, at, sign) + dice.below(2)).min(message.len());
            message.splice(at..at, token(dice));
        }
        7 => {
            let (start, end) = range(message.len(), dice);
            message.splice(start..end, token(dice));
        }
        8 => {
            if let Some(byte) = message.get_mut(at) {
                *byte = b"<>/&;:=\"' !?-[]x1\0\x80\r"[dice.below(20)];
            }
        }
        _ => {
            message.splice(at..at, token(dice));
        }
    }
}

fn token(dice: &mut Dice) -> impl Iterator<Item = u8> + use<> {
    TOKENS[dice.below(TOKENS.len())].bytes()
}

/// A piece, mostly a short one.
fn range(length: usize, dice: &mut Dice) -> (usize, usize) {
    let start = dice.below(length + 1);
    let most = [4, 16, 64, 4096][dice.below(4)];
    (start, (start + dice.below(most)).min(length))
}

/// From one tag to the next but some.
fn element<'a>(other: &'a [u8], dice: &mut Dice) -> &'a [u8] {
    let start = next(other, dice.below(other.len() + 1), b'<');
    let mut end = start;
    for _ in 0..=dice.below(4) {
        end = next(other, (end + 1).min(other.len()), b'>');
    }
    &other[start..(end + 1).min(other.len()).max(start)]
}

fn next(message: &[u8], from: usize, sign: u8) -> usize {
    let found = message[from..].iter().position(|byte| *byte == sign);
    found.map_or(message.len(), |found| from + found)
}
