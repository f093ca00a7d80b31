//! Which letters make a well-formed Vietnamese syllable.

use std::sync::LazyLock;

use super::glyph::{Glyph, Shape, Tone};

/// Onsets, longest first so that the first that fits is the right one.
const ONSETS: [&str; 27] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
];

/// Rimes as the spelling has them, without tones. `oong` and `ooc` occur in loans only and are left out.
const RIMES: &str = "\
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu \
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot \
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh \
    uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu";

/// Rimes with y that only `qu` has before it.
const RIMES_AFTER_QU: &str = "ych yn ynh yt";

static RIME_KEYS: LazyLock<Vec<u64>> = LazyLock::new(|| keys_of(RIMES));
static RIME_KEYS_AFTER_QU: LazyLock<Vec<u64>> = LazyLock::new(|| keys_of(RIMES_AFTER_QU));

/// Longest syllable of Vietnamese: nghiêng.
const LONGEST: usize = 7;

/// Whether the letters make a syllable that Vietnamese spelling allows, tone included: syllables that end in c, ch,
/// p or t bear the acute or the dot, so `Đat` is none. Foreign and minority words mostly fail.
pub(super) fn is_well_formed(syllable: &[Glyph]) -> bool {
    if syllable.is_empty() || syllable.len() > LONGEST {
        return false;
    }
    let mut tones = syllable.iter().filter(|glyph| glyph.tone != Tone::Level);
    let tone = tones.next().map_or(Tone::Level, |glyph| glyph.tone);
    if tones.next().is_some() || is_stopped(syllable) && !matches!(tone, Tone::Acute | Tone::Dot) {
        return false;
    }
    let onset = onset_length(syllable);
    let rime = &syllable[onset..];
    is_listed(rime, &RIME_KEYS)
        || onset == 2 && syllable[0].base == 'q' && is_listed(rime, &RIME_KEYS_AFTER_QU)
        || onset == 2 && syllable[0].base == 'g' && is_listed(&syllable[1..], &RIME_KEYS)
}

/// How many letters the onset has.
fn onset_length(syllable: &[Glyph]) -> usize {
    ONSETS
        .iter()
        .find(|onset| starts_with(syllable, onset))
        .map_or(0, |onset| onset.chars().count())
}

/// Whether position `at` is where spelling leaves i and y to taste: right after the onset (or `qu`), and last, or
/// before the coda of a `qu` syllable (Quỳnh, Quình). Never after a vowel: Thúy and Thúi, Mai and May are other
/// words. A lone Y is a word of its own too.
pub(super) fn leaves_i_or_y(syllable: &[Glyph], at: usize) -> bool {
    let onset = &syllable[..at];
    let after_qu = at == 2 && onset[0].base == 'q' && onset[1].base == 'u';
    let after_consonants = at > 0
        && onset
            .iter()
            .all(|glyph| glyph.base.is_ascii_alphabetic() && !glyph.is_vowel());
    after_qu || after_consonants && at + 1 == syllable.len()
}

/// Whether the word has at least two groups of vowels, as loan words do and Vietnamese syllables do not.
pub(super) fn has_two_vowel_groups(word: &[Glyph]) -> bool {
    let mut groups = 0;
    let mut inside = false;
    for glyph in word {
        let vowel = glyph.is_vowel();
        groups += usize::from(vowel && !inside);
        inside = vowel;
    }
    groups >= 2
}

fn is_stopped(syllable: &[Glyph]) -> bool {
    match syllable {
        [.., glyph] if matches!(glyph.base, 'c' | 'p' | 't') => true,
        [.., before, glyph] => glyph.base == 'h' && before.base == 'c' && syllable.len() > 2,
        _ => false,
    }
}

fn starts_with(syllable: &[Glyph], onset: &str) -> bool {
    let mut letters = syllable.iter();
    onset.chars().all(|wanted| {
        letters.next().is_some_and(|glyph| {
            let barred = wanted == 'đ';
            let base = if barred { 'd' } else { wanted };
            glyph.base == base && barred == (glyph.shape == Shape::Stroke)
        })
    })
}

/// Whether the rime is in a sorted table of keys.
fn is_listed(rime: &[Glyph], table: &[u64]) -> bool {
    let letters = rime.iter().map(|glyph| glyph.without_tone());
    rime_key(letters).is_some_and(|key| table.binary_search(&key).is_ok())
}

fn keys_of(rimes: &str) -> Vec<u64> {
    let mut keys: Vec<u64> = rimes
        .split_whitespace()
        .filter_map(|rime| rime_key(rime.chars()))
        .collect();
    keys.sort_unstable();
    keys
}

/// Up to four letters as one number; no rime is longer, and none has a letter beyond the first plane.
fn rime_key(letters: impl Iterator<Item = char>) -> Option<u64> {
    let mut key = 0_u64;
    for letter in letters {
        if key >> 48 != 0 {
            return None;
        }
        key = key << 16 | u64::from(u16::try_from(u32::from(letter)).ok()?);
    }
    (key != 0).then_some(key)
}
