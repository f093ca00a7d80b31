//! Chance for the shapes of families, which are drawn once for all populations: question after question.

use crate::population::mixer::{Draws, Field};

/// The seed of the shapes: a constant, so that every population has the same ones.
const SHAPES: u64 = 0x0064_616E_6375; // "dancu"

/// One question after another about one shape.
#[derive(Clone, Copy, Debug)]
pub struct Chance {
    draws: Draws,
    asked: u16,
}

impl Chance {
    /// The chance of shape `index`.
    pub fn of_shape(index: u64) -> Self {
        Self {
            draws: Draws::new(SHAPES, index),
            asked: 0,
        }
    }

    /// A number from 0 to `end` - 1.
    pub fn below(&mut self, end: u32) -> u32 {
        self.asked = self.asked.wrapping_add(1);
        self.draws.below(Field::Shape, self.asked, end)
    }

    /// A number from `first` to `last`.
    pub fn between(&mut self, first: i32, last: i32) -> i32 {
        let count = (last - first + 1).max(1).unsigned_abs();
        first + self.below(count).cast_signed()
    }

    /// Whether something happens that does in `share` of 10,000 cases.
    pub fn happens(&mut self, share: u32) -> bool {
        self.below(10_000) < share
    }
}
