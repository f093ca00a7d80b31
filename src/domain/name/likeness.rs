//! How two syllables relate, and what a lost mark says about them.

use super::glyph::{Glyph, Shape, Tone};
use super::known::{is_own_name, is_surname};
use super::syllable::{is_well_formed, leaves_i_or_y};

/// Which side of a pair lacks marks that the other has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    Nowhere,
    InRecorded,
    InAsked,
}

/// Two syllables that may be one; what may not be is no likeness at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Likeness {
    /// The tone stands on another letter.
    pub moved_tone: bool,
    /// Lý and Lí.
    pub i_or_y: bool,
    pub lost: Lost,
}

/// Where in a name a syllable stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Surname,
    Middle,
    Given,
}

/// Compares two syllables letter by letter. A mark that is *replaced* makes another syllable; marks may only be
/// missing, and on one side only.
pub(super) fn liken(recorded: &[Glyph], asked: &[Glyph]) -> Option<Likeness> {
    if recorded.len() != asked.len() {
        return None;
    }
    let mut found = Likeness {
        moved_tone: false,
        i_or_y: false,
        lost: Lost::Nowhere,
    };
    let mut tones_in_place = true;
    for (at, (one, other)) in recorded.iter().zip(asked).enumerate() {
        if one.base != other.base {
            let pair = matches!((one.base, other.base), ('i', 'y') | ('y', 'i'));
            if !pair || !leaves_i_or_y(recorded, at) {
                return None;
            }
            found.i_or_y = true;
        }
        found.lose(
            one.shape != other.shape,
            one.shape == Shape::Plain,
            other.shape == Shape::Plain,
        )?;
        found.lose(
            one.foreign != other.foreign,
            one.foreign == 0,
            other.foreign == 0,
        )?;
        tones_in_place &= one.tone == other.tone;
    }
    if !tones_in_place {
        found.compare_tones(recorded, asked)?;
    }
    Some(found)
}

impl Likeness {
    /// Notes a mark that differs; nothing if it is replaced, or lost on the side that has other marks more.
    fn lose(&mut self, differs: bool, recorded_lacks: bool, asked_lacks: bool) -> Option<()> {
        let lost = match (differs, recorded_lacks, asked_lacks) {
            (false, _, _) => return Some(()),
            (true, true, false) => Lost::InRecorded,
            (true, false, true) => Lost::InAsked,
            (true, _, _) => return None,
        };
        if self.lost != Lost::Nowhere && self.lost != lost {
            return None;
        }
        self.lost = lost;
        Some(())
    }

    /// One tone may stand anywhere in its syllable; several (words written together) must keep their letters.
    fn compare_tones(&mut self, recorded: &[Glyph], asked: &[Glyph]) -> Option<()> {
        match (single_tone(recorded), single_tone(asked)) {
            (Some(one), Some(other)) if one == other => self.moved_tone = true,
            (Some(one), Some(other)) => {
                self.lose(true, one == Tone::Level, other == Tone::Level)?;
            }
            _ => {
                for (one, other) in recorded.iter().zip(asked) {
                    let (lacks, other_lacks) = (one.tone == Tone::Level, other.tone == Tone::Level);
                    self.lose(one.tone != other.tone, lacks, other_lacks)?;
                }
            }
        }
        Some(())
    }
}

/// The tone of a word that has at most one.
pub(super) fn single_tone(word: &[Glyph]) -> Option<Tone> {
    let mut tones = word
        .iter()
        .map(|glyph| glyph.tone)
        .filter(|tone| *tone != Tone::Level);
    let first = tones.next().unwrap_or(Tone::Level);
    tones.next().is_none().then_some(first)
}

/// Whether a syllable that lacks marks was surely typed without them, rather than being another name.
///
/// * A word of one letter is a word (`Y` the prefix, `Ý` the name).
/// * What is no possible syllable without its marks is a stripped one (`Nguyen`, `Dat`, `Đat`).
/// * As a surname: what is no surname is a stripped one (`Tran`, `Vu`); Mai, Cao and Ma are surnames of their own.
/// * `Thi` in the middle is Thị, which half the women of the country bear.
/// * A common given name is a name (`Anh` is not Ánh, `Diệp` is not Điệp).
/// * Any other syllable in plain letters is a stripped one (`Pao`, `Mo`), and so is one that keeps its tone but
///   lost a shape (`Dình` for Đình). One that keeps a shape and lost its tone is a fully spelled other syllable
///   (`Mên` is not Mến), because nobody's keyboard drops tones alone.
pub(super) fn is_surely_stripped(left: &[Glyph], full: &[Glyph], place: Place) -> bool {
    if left.len() == 1 {
        return false;
    }
    if !is_well_formed(left) {
        return true;
    }
    match place {
        Place::Surname => !is_surname(left),
        Place::Middle if is_thi(full) => true,
        Place::Middle | Place::Given => {
            let bare = left.iter().all(|glyph| !glyph.is_marked());
            !is_own_name(left) && (bare || single_tone(left) == single_tone(full))
        }
    }
}

/// Whether two spellings of a surname differ by hỏi and ngã only, which southern speech does not tell apart, and
/// exactly one of them is a surname (Nguyễn, not Nguyển). In given names both often exist (Hải, Hãi).
pub(super) fn is_tone_slip(recorded: &[Glyph], asked: &[Glyph]) -> bool {
    let letters = recorded.len() == asked.len()
        && recorded.iter().zip(asked).all(|(one, other)| {
            one.base == other.base && one.shape == other.shape && one.foreign == other.foreign
        });
    let tones = (single_tone(recorded), single_tone(asked));
    let swapped = matches!(
        tones,
        (Some(Tone::Hook), Some(Tone::Tilde)) | (Some(Tone::Tilde), Some(Tone::Hook))
    );
    letters && swapped && is_surname(recorded) != is_surname(asked)
}

fn is_thi(syllable: &[Glyph]) -> bool {
    matches!(syllable, [t, h, i] if t.base == 't' && h.base == 'h' && i.base == 'i' && i.tone == Tone::Dot)
}
