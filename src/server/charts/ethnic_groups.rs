//! Ethnic groups on a scale of powers of ten, from Kinh to groups of some hundred people.

use super::drawing::{Drawing, Px, tick};
use crate::domain::language::Language;
use crate::registry::statistics::Table;

/// Upper edge of the first row.
const TOP: f64 = 118.0;
/// Height of a row.
const ROW: f64 = 20.0;
/// The least power of ten shown: one in a million is a hundred people of the nation.
const LEAST: f64 = -6.0;
/// Length of a power of ten.
const DECADE: f64 = 51.0;
/// Where each column begins.
const COLUMNS: [f64; 2] = [140.0, 604.0];

/// Draws the groups that the census has, largest first: a dot for what was made, a ring for what was published.
pub fn draw(mut drawing: Drawing, table: &Table, language: Language) -> Drawing {
    let rows: Vec<_> = table
        .rows
        .iter()
        .filter(|row| row.published > Some(0.0))
        .collect();
    let half = rows.len().div_ceil(2).max(1);
    let place = |left: f64, share: f64| left + (share.log10().max(LEAST) - LEAST) * DECADE;
    let bottom = TOP + ROW * u32::try_from(half).map_or(0.0, f64::from);
    for (left, column) in COLUMNS.into_iter().zip(rows.chunks(half)) {
        for power in 0..=6_i8 {
            let share = 10_f64.powi(i32::from(power) - 6);
            let x = place(left, share);
            drawing.lines.push((Px(x), Px(TOP - 4.0), Px(bottom + 4.0)));
            // Every other power has room for its figure.
            if power % 2 == 0 {
                let words = tick(share, share, language);
                drawing.text("soft", x, TOP - 12.0, "middle", words);
            }
        }
        for (index, row) in (0_u32..).zip(column) {
            let middle = TOP + (f64::from(index) + 0.5) * ROW;
            let name = language.pick(&row.vietnamese, &row.english);
            drawing.text("", left - 14.0, middle + 4.5, "end", name.clone());
            if row.count > 0 {
                drawing.dot("one", place(left, row.share), middle, 5.5);
            }
            drawing.dot(
                "outline",
                place(left, row.published.unwrap_or(0.0)),
                middle,
                5.5,
            );
        }
    }
    drawing.subtitle += language.pick(" · thang logarit", " · logarithmic scale");
    drawing.dot("one", 708.0, 36.0, 5.5);
    drawing.text(
        "soft",
        722.0,
        40.0,
        "start",
        language.pick("được tạo ra", "made"),
    );
    drawing.dot("outline", 836.0, 36.0, 5.5);
    drawing.text(
        "soft",
        850.0,
        40.0,
        "start",
        language.pick("đã công bố", "published"),
    );
    #[expect(clippy::cast_possible_truncation, reason = "a height of some hundreds")]
    let height = bottom as i32 + 60;
    drawing.height = height;
    drawing
}
