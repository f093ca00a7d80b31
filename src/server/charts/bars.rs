//! Bars that lie: the share made as a bar, the published one as a mark across it.

use super::drawing::{Drawing, Px, percent, step, tick};
use crate::domain::language::Language;
use crate::registry::statistics::{Row, Table};

/// Upper edge of the first bar.
const TOP: f64 = 118.0;
/// Room for the names.
const NAMES: f64 = 150.0;
/// Room for the figures.
const FIGURES: f64 = 62.0;
/// Left and right margin.
const MARGIN: f64 = 28.0;

/// Draws the rows in so many columns.
pub fn draw(mut drawing: Drawing, table: &Table, language: Language, columns: u8) -> Drawing {
    let row_height = if columns == 1 { 30.0 } else { 19.0 };
    let (width, whole) = (944.0 - MARGIN, f64::from(columns));
    let column_width = width / whole;
    let length = column_width - NAMES - FIGURES;
    let largest = table.rows.iter().fold(0.0, |most: f64, row| {
        most.max(row.share).max(row.published.unwrap_or(0.0))
    });
    let step = step(largest);
    let scale = length / (step * (largest / step).ceil()).max(step);
    let in_column = table.rows.len().div_ceil(usize::from(columns)).max(1);
    let mut lowest: f64 = TOP;
    for (column, rows) in (0_u32..).zip(table.rows.chunks(in_column)) {
        let left = MARGIN + f64::from(column) * column_width + NAMES;
        let height = row_height
            * (0..)
                .zip(rows)
                .last()
                .map_or(0.0, |(index, _)| f64::from(index + 1));
        lowest = lowest.max(TOP + height);
        axis(
            &mut drawing,
            left,
            step,
            scale,
            TOP + height,
            length,
            language,
        );
        for (index, row) in (0_u32..).zip(rows) {
            let top = TOP + f64::from(index) * row_height;
            one(&mut drawing, row, left, top, row_height, scale, language);
        }
    }
    legend(&mut drawing, language);
    #[expect(clippy::cast_possible_truncation, reason = "a height of some hundreds")]
    let height = lowest as i32 + 60;
    drawing.height = height;
    drawing
}

fn one(
    drawing: &mut Drawing,
    row: &Row,
    left: f64,
    top: f64,
    height: f64,
    scale: f64,
    language: Language,
) {
    let name = language.pick(&row.vietnamese, &row.english);
    let (middle, thick) = (top + height / 2.0, height * 0.66);
    drawing.text("", left - 10.0, middle + 4.5, "end", name.clone());
    drawing.bar("one", left, middle - thick / 2.0, row.share * scale, thick);
    let published = row.published.unwrap_or(0.0);
    drawing.bar(
        "mark",
        left + published * scale - 1.0,
        middle - thick / 2.0 - 2.0,
        2.0,
        thick + 4.0,
    );
    let end = left + row.share.max(published) * scale + 8.0;
    drawing.text(
        "soft",
        end,
        middle + 4.5,
        "start",
        percent(row.share, 2, language),
    );
}

fn axis(
    drawing: &mut Drawing,
    left: f64,
    step: f64,
    scale: f64,
    bottom: f64,
    length: f64,
    language: Language,
) {
    for nth in 0..=4_u8 {
        let share = step * f64::from(nth);
        if share * scale > length + 1.0 {
            break;
        }
        let x = left + share * scale;
        drawing.lines.push((Px(x), Px(TOP - 4.0), Px(bottom + 4.0)));
        drawing.text("soft", x, TOP - 12.0, "middle", tick(share, step, language));
    }
}

/// What bar and mark stand for.
pub fn legend(drawing: &mut Drawing, language: Language) {
    drawing.bar("one", 700.0, 29.0, 26.0, 12.0);
    drawing.text(
        "soft",
        734.0,
        40.0,
        "start",
        language.pick("được tạo ra", "made"),
    );
    drawing.bar("mark", 838.0, 27.0, 2.0, 16.0);
    drawing.text(
        "soft",
        848.0,
        40.0,
        "start",
        language.pick("đã công bố", "published"),
    );
}
