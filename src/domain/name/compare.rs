//! The comparison itself: a cascade from cheap to costly, which stops at the first explanation.

use super::glyph::Glyph;
use super::level::NameLevel;
use super::likeness::{Likeness, Lost, Place, is_surely_stripped, is_tone_slip, liken};
use super::text::{Gap, NameText, Words};
use super::{FullName, fold, lookalike, repair, structure, unspaced};

/// Longest text we read, in bytes: a name of 200 letters, each escaped as an entity of eight characters.
const MAX_ASKED_BYTES: usize = 2000;

/// How the name somebody typed (`asked`, raw) relates to the recorded one.
///
/// At most one change of structure (order, middle name, cut, second name) or one repair is taken together with
/// differences of spelling; more than that is another name.
pub fn compare(recorded: &FullName, asked: &str) -> NameLevel {
    if recorded.as_str() == asked {
        return NameLevel::Identical;
    }
    if asked.len() > MAX_ASKED_BYTES {
        return NameLevel::Different;
    }
    let (one, other) = (NameText::read(recorded.as_str()), NameText::read(asked));
    let level = read_alike(&one, &other);
    if level != NameLevel::Different {
        return level;
    }
    if !one.has_odd_word() && !other.has_odd_word() {
        return NameLevel::Different;
    }
    if repair::is_repaired(recorded.as_str(), asked, &one, &other) {
        return NameLevel::RepairedEncoding;
    }
    lookalike::damaged(one.words(), other.words())
}

/// Whether both names have one folded form, the way public clients of the national service compare them.
pub fn fold_equal(recorded: &FullName, asked: &str) -> bool {
    recorded.as_str() == asked || fold(recorded.as_str()) == fold(asked)
}

/// Compares two texts as they stand: spelling first, then structure.
pub(super) fn read_alike(recorded: &NameText, asked: &NameText) -> NameLevel {
    if recorded.tokens.is_empty() || asked.tokens.is_empty() {
        return NameLevel::Different;
    }
    let (recorded, asked) = (recorded.words(), asked.words());
    let level = spelled_alike(recorded, asked);
    if level == NameLevel::Different {
        return structure::restructured(recorded, asked);
    }
    level
}

/// Compares two names syllable by syllable in the order they stand, or with spaces lost on one side.
pub(super) fn spelled_alike(recorded: Words<'_>, asked: Words<'_>) -> NameLevel {
    if recorded.len() == asked.len() {
        in_order(recorded, asked, |index| index)
    } else {
        unspaced::spelled_alike(recorded, asked)
    }
}

/// Compares the syllables of two names, those of the asked one taken in another order.
pub(super) fn in_order(
    recorded: Words<'_>,
    asked: Words<'_>,
    order: impl Fn(usize) -> usize,
) -> NameLevel {
    let count = recorded.len();
    if count == 0 || count != asked.len() {
        return NameLevel::Different;
    }
    let mut tally = Tally {
        bare: (recorded.text.bare, asked.text.bare),
        ..Tally::default()
    };
    for index in 0..count {
        let from = order(index);
        let place = place_of(index, from, count);
        let (one, other) = (recorded.letters(index), asked.letters(from));
        if let Some(likeness) = liken(one, other) {
            tally.note(likeness, one, other, place);
        } else if index == 0 && from == 0 && count > 1 && is_tone_slip(one, other) {
            tally.worsen(NameLevel::ToneSlipInSurname);
        } else {
            return NameLevel::Different;
        }
        tally.case |= one
            .iter()
            .zip(other)
            .any(|(one, other)| one.upper != other.upper);
        if index == from
            && index > 0
            && !tally.note_gaps(recorded.tokens[index].gap, asked.tokens[index].gap)
        {
            return NameLevel::Different;
        }
    }
    if !tally.losses_explained() {
        return NameLevel::Different;
    }
    tally
        .level()
        .max(same_text(recorded.text, asked.text, tally.case))
}

/// Where a syllable stands; out of its order it is held to the rule of given names, which is the stricter one.
fn place_of(index: usize, from: usize, count: usize) -> Place {
    if index + 1 == count || index != from {
        Place::Given
    } else if index == 0 {
        Place::Surname
    } else {
        Place::Middle
    }
}

/// The level of two texts whose letters are the same, by what stands between the letters.
fn same_text(one: &NameText, other: &NameText, case: bool) -> NameLevel {
    if one.punctuation != other.punctuation {
        NameLevel::Punctuation
    } else if one.false_barred_d || other.false_barred_d {
        NameLevel::LetterLookAlike
    } else if one.invisible || other.invisible {
        NameLevel::InvisibleMarks
    } else if case || one.odd_spaces || other.odd_spaces {
        NameLevel::CaseOrSpacing
    } else {
        NameLevel::UnicodeForm
    }
}

/// What was found along the syllables of a name.
#[derive(Debug, Default)]
struct Tally {
    worst: Option<NameLevel>,
    case: bool,
    /// Whether the recorded and the asked text have no mark at all.
    bare: (bool, bool),
    in_recorded: Losses,
    in_asked: Losses,
}

/// The syllables of one side that lack marks.
#[derive(Debug, Default)]
struct Losses {
    count: usize,
    /// One of them is a word of a single letter: Y and Ý.
    single_letter: bool,
    /// One of them was surely typed without marks, so the others may have been too; not asked of a text without any
    /// mark, where the answer would not matter.
    surely: bool,
}

impl Losses {
    fn add(&mut self, left: &[Glyph], full: &[Glyph], place: Place, bare: bool) {
        self.count += 1;
        self.single_letter |= left.len() == 1;
        self.surely = self.surely || !bare && is_surely_stripped(left, full, place);
    }

    /// A side without any mark was typed so, unless all it lacks is the mark of a one-letter word, which is a name
    /// of its own.
    fn explained(&self, bare: bool) -> bool {
        self.count == 0 || self.surely || bare && !(self.count == 1 && self.single_letter)
    }
}

impl Tally {
    fn worsen(&mut self, level: NameLevel) {
        self.worst = self.worst.max(Some(level));
    }

    fn note(&mut self, likeness: Likeness, one: &[Glyph], other: &[Glyph], place: Place) {
        if likeness.moved_tone {
            self.worsen(NameLevel::TonePlacement);
        }
        if likeness.i_or_y {
            self.worsen(NameLevel::IYVariant);
        }
        match likeness.lost {
            Lost::Nowhere => {}
            Lost::InRecorded => self.in_recorded.add(one, other, place, self.bare.0),
            Lost::InAsked => self.in_asked.add(other, one, place, self.bare.1),
        }
    }

    /// Compares what stands before a syllable on both sides; false if it starts a second name on one side only.
    fn note_gaps(&mut self, one: Gap, other: Gap) -> bool {
        match one.max(other) {
            _ if one == other => true,
            Gap::Space => true,
            Gap::Hyphen => {
                self.worsen(NameLevel::Hyphenated);
                true
            }
            Gap::Comma => {
                self.worsen(NameLevel::Reordered);
                true
            }
            Gap::Aside | Gap::AsideEnd => false,
        }
    }

    fn losses_explained(&self) -> bool {
        self.in_recorded.explained(self.bare.0) && self.in_asked.explained(self.bare.1)
    }

    fn level(&self) -> NameLevel {
        let lost = self.in_recorded.count + self.in_asked.count > 0;
        let lost = lost.then_some(NameLevel::WithoutDiacritics);
        self.worst.max(lost).unwrap_or(NameLevel::UnicodeForm)
    }
}
