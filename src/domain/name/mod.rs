//! Vietnamese personal names: how one is recorded, and how a typed one relates to it.
//!
//! [`compare()`] answers with a [`NameLevel`], best explanation first, built from rules and not from a list of pairs:
//! the text is read into syllables (`text`), each pair of syllables is judged (`likeness`), then the order and
//! number of syllables (`structure`, `order`, `shortened`), then damage done by machines and eyes (`repair`,
//! `lookalike`). Each step is tried only when the cheaper ones before it found nothing.

mod blocking;
mod compare;
mod escapes;
mod fold;
mod full_name;
mod glyph;
mod key_typing;
mod known;
mod legacy;
mod level;
mod likeness;
mod lookalike;
mod order;
mod repair;
mod shortened;
mod structure;
mod syllable;
mod text;
mod unspaced;

pub use blocking::{blocking_key, blocking_keys};
pub use compare::{compare, fold_equal};
pub use fold::fold;
pub use full_name::{FullName, MAX_CHARACTERS, NameError};
pub use level::{NameClass, NameLevel};
