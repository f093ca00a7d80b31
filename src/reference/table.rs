//! The reader of the embedded tables: comma-separated text, `#` lines passed over, cells left where they are.

use std::fmt::Display;
use std::str::FromStr;

/// A table that is part of the program. A malformed one is a mistake of ours and never of a caller,
/// so reading stops the program with the file and the line; the unit tests read every table.
pub(super) struct Table {
    /// File name under `fixtures/`.
    pub(super) file: &'static str,
    /// The whole text.
    pub(super) text: &'static str,
}

/// Embeds `fixtures/<name>`.
macro_rules! table {
    ($file:literal) => {
        $crate::reference::table::Table {
            file: $file,
            text: include_str!(concat!("../../fixtures/", $file)),
        }
    };
}
pub(super) use table;

/// One row: as many cells as the table has columns, sliced out of the embedded text.
pub(super) struct Row<const N: usize> {
    file: &'static str,
    line: usize,
    /// The cells, in the order of the columns.
    pub(super) cells: [&'static str; N],
}

impl Table {
    /// The rows below the header, which must name exactly these columns.
    pub(super) fn rows<const N: usize>(&self, columns: [&str; N]) -> impl Iterator<Item = Row<N>> {
        let (file, text) = (self.file, self.text);
        let mut lines = text
            .lines()
            .enumerate()
            .filter(|(_, text)| !text.is_empty() && !text.starts_with('#'))
            .map(move |(index, text)| Row {
                file,
                line: index + 1,
                cells: cells(file, index + 1, text),
            });
        match lines.next() {
            Some(header) if header.cells == columns => lines,
            Some(header) => header.malformed(format_args!("expected the columns {columns:?}")),
            None => panic!("fixtures/{file}: no header"),
        }
    }
}

impl<const N: usize> Row<N> {
    /// The cell as a number; leading zeros are fine.
    pub(super) fn number<T: FromStr>(&self, column: usize) -> T {
        let cell = self.cells[column];
        cell.parse()
            .unwrap_or_else(|_| self.malformed(format_args!("'{cell}' is not a number in range")))
    }

    /// The cell as a number, or `None` where it is empty.
    pub(super) fn optional_number<T: FromStr>(&self, column: usize) -> Option<T> {
        (!self.cells[column].is_empty()).then(|| self.number(column))
    }

    /// The parts of a cell that holds a list.
    pub(super) fn list(&self, column: usize, separator: char) -> Vec<&'static str> {
        self.cells[column]
            .split(separator)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect()
    }

    /// Stops, naming the file and the line.
    pub(super) fn malformed(&self, what: impl Display) -> ! {
        panic!("fixtures/{}:{}: {what}", self.file, self.line)
    }
}

/// Cuts a line at its commas; a cell in double quotes may hold commas, none may hold a double quote.
fn cells<const N: usize>(file: &'static str, line: usize, text: &'static str) -> [&'static str; N] {
    let mut row = Row {
        file,
        line,
        cells: [""; N],
    };
    let mut rest = Some(text);
    for column in 0..N {
        let Some(text) = rest else {
            row.malformed(format_args!("{column} cells, expected {N}"))
        };
        let (cell, after) = match text.strip_prefix('"') {
            Some(quoted) => {
                let end = quoted
                    .find('"')
                    .unwrap_or_else(|| row.malformed("a quoted cell does not end"));
                (&quoted[..end], quoted[end + 1..].strip_prefix(','))
            }
            None => text
                .split_once(',')
                .map_or((text, None), |(cell, after)| (cell, Some(after))),
        };
        row.cells[column] = cell;
        rest = after;
    }
    match rest {
        None => row.cells,
        Some(_) => row.malformed(format_args!("more than {N} cells")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &'static str) -> Vec<[&'static str; 2]> {
        Table {
            file: "x.csv",
            text,
        }
        .rows(["code", "name"])
        .map(|row| row.cells)
        .collect()
    }

    #[test]
    fn comments_and_empty_lines_are_passed_over_and_quotes_protect_commas() {
        let rows = read("# source: a, b\ncode,name\n01,Hà Nội\n\n# note: c\n02,\"a, b\"\n03,\n");
        assert_eq!(rows, [["01", "Hà Nội"], ["02", "a, b"], ["03", ""]]);
    }

    #[test]
    #[should_panic(expected = "fixtures/x.csv:3: 1 cells, expected 2")]
    fn a_short_row_is_named_by_file_and_line() {
        read("# source: a\ncode,name\n01\n");
    }

    #[test]
    #[should_panic(expected = "fixtures/x.csv:2: more than 2 cells")]
    fn a_long_row_is_named_by_file_and_line() {
        read("code,name\n01,a,b\n");
    }

    #[test]
    #[should_panic(expected = "fixtures/x.csv:1: expected the columns")]
    fn other_columns_are_refused() {
        read("code,title\n01,a\n");
    }

    #[test]
    #[should_panic(expected = "fixtures/x.csv:2: '300' is not a number in range")]
    fn a_number_out_of_range_is_named_by_file_and_line() {
        let table = Table {
            file: "x.csv",
            text: "code\n300\n",
        };
        let _: Vec<u8> = table.rows(["code"]).map(|row| row.number(0)).collect();
    }
}
