//! The age pyramid: men to the left, women to the right, the published one as an outline.

use std::fmt::Write as _;

use super::drawing::{Drawing, Px, step, tick};
use crate::domain::language::Language;
use crate::registry::statistics::{Row, Table};

/// Height of an age group.
const ROW: f64 = 24.0;
/// Upper edge of the oldest group.
const TOP: f64 = 122.0;
/// The middle of the picture.
const MIDDLE: f64 = 480.0;
/// Half the gap for the ages.
const GAP: f64 = 34.0;
/// Length of the longest bar that fits.
const LENGTH: f64 = 400.0;

/// Draws all men and then all women, youngest first.
pub fn draw(mut drawing: Drawing, table: &Table, language: Language) -> Drawing {
    let groups = table.rows.len() / 2;
    let (men, women) = table.rows.split_at(groups);
    let shares = table.rows.iter();
    let largest = shares.fold(0.0, |most: f64, row| {
        most.max(row.share).max(row.published.unwrap_or(0.0))
    });
    let step = step(largest);
    let scale = LENGTH / largest.max(step);
    let height = ROW * count(groups);
    axis(&mut drawing, step, scale, largest, height, language);
    for (side, class, rows) in [(-1.0, "one", men), (1.0, "two", women)] {
        for (index, row) in rows.iter().rev().enumerate() {
            let (y, length) = (TOP + ROW * count(index), row.share * scale);
            let start = MIDDLE + side * GAP;
            drawing.bar(
                class,
                start.min(start + side * length),
                y + 2.0,
                length,
                ROW - 4.0,
            );
        }
        drawing.outlines.push(outline(rows, side, scale));
    }
    for (index, row) in women.iter().rev().enumerate() {
        let age = row.key.split(' ').next_back().unwrap_or_default();
        drawing.text(
            "soft",
            MIDDLE,
            TOP + ROW * count(index) + 16.5,
            "middle",
            age,
        );
    }
    let names = [(-1.0, "end", "Nam", "Male"), (1.0, "start", "Nữ", "Female")];
    for (side, anchor, vietnamese, english) in names {
        drawing.text(
            "",
            MIDDLE + side * GAP,
            TOP - 26.0,
            anchor,
            language.pick(vietnamese, english),
        );
    }
    drawing.bar("mark", 760.0, 36.0, 22.0, 2.0);
    drawing.text(
        "soft",
        790.0,
        41.0,
        "start",
        language.pick("đã công bố", "published"),
    );
    drawing.height = 200 + 24 * i32::try_from(groups).unwrap_or(0);
    drawing
}

/// Upright lines at round shares, with their figures below.
fn axis(
    drawing: &mut Drawing,
    step: f64,
    scale: f64,
    largest: f64,
    height: f64,
    language: Language,
) {
    for nth in 0..=4_u8 {
        let share = step * f64::from(nth);
        if share > largest * 1.02 {
            break;
        }
        for side in [-1.0, 1.0] {
            let x = MIDDLE + side * (GAP + share * scale);
            drawing
                .lines
                .push((Px(x), Px(TOP - 4.0), Px(TOP + height + 4.0)));
            drawing.text(
                "soft",
                x,
                TOP + height + 22.0,
                "middle",
                tick(share, step, language),
            );
        }
    }
}

/// The published shares as steps, oldest first.
fn outline(rows: &[Row], side: f64, scale: f64) -> String {
    let start = MIDDLE + side * GAP;
    let mut path = format!("M{} {}", Px(start), Px(TOP));
    for (index, row) in rows.iter().rev().enumerate() {
        let x = start + side * row.published.unwrap_or(0.0) * scale;
        // Writing to a String does not fail.
        let _written = write!(path, "H{}V{}", Px(x), Px(TOP + ROW * count(index + 1)));
    }
    let _written = write!(path, "H{}", Px(start));
    path
}

/// A small count as a factor.
fn count(rows: usize) -> f64 {
    u32::try_from(rows).map_or(0.0, f64::from)
}
