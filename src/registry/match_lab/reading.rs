//! Files of labelled pairs: JSON in the form of `fixtures/name_match_pairs.json`, or CSV with the same names.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use super::tally::{Label, LabelledPair};
use crate::domain::birth_date::BirthDate;
use crate::domain::language::Language;
use crate::domain::name::FullName;

/// The pairs that come with the program.
pub const BUILT_IN_PAIRS: &str = include_str!("../../../fixtures/name_match_pairs.json");
/// The most pairs of one file.
pub const MAX_PAIRS: usize = 20_000;

/// Why a file cannot be run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabelError {
    /// In Vietnamese.
    pub vietnamese: String,
    /// In English.
    pub english: String,
}

impl LabelError {
    fn new(vietnamese: impl Into<String>, english: impl Into<String>) -> Self {
        Self {
            vietnamese: vietnamese.into(),
            english: english.into(),
        }
    }

    fn in_pair(id: &str, why: &Self) -> Self {
        Self::new(
            format!("Cặp {id}: {}", why.vietnamese),
            format!("Pair {id}: {}", why.english),
        )
    }
}

/// `{"pairs": […]}`, or the list alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum PairsFile {
    Wrapped { pairs: Vec<HashMap<String, Value>> },
    Bare(Vec<HashMap<String, Value>>),
}

/// Reads labelled pairs. Each has `a` (recorded), `b` (typed) and `same_person` (`yes`, `no`, `maybe`); `date_a`,
/// `date_b`, `kind`, `why` and `id` may be there, anything else is passed over.
pub fn read_pairs(text: &str) -> Result<Vec<LabelledPair>, LabelError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let rows = if text.starts_with(['{', '[']) {
        from_json(text)?
    } else {
        from_csv(text)?
    };
    if rows.is_empty() {
        return Err(LabelError::new(
            "Không có cặp nào.",
            "There is no pair in it.",
        ));
    }
    if rows.len() > MAX_PAIRS {
        return Err(LabelError::new(
            format!("Nhiều hơn {MAX_PAIRS} cặp."),
            format!("There are more than {MAX_PAIRS} pairs."),
        ));
    }
    let numbered = rows.into_iter().enumerate();
    let read = numbered.map(|(index, row)| {
        let id = row.get("id").filter(|id| !id.is_empty());
        let id = id.cloned().unwrap_or_else(|| (index + 1).to_string());
        pair(&id, &row).map_err(|why| LabelError::in_pair(&id, &why))
    });
    read.collect()
}

type Row = HashMap<String, String>;

fn from_json(text: &str) -> Result<Vec<Row>, LabelError> {
    let read: PairsFile = serde_json::from_str(text).map_err(|_neither_form| {
        LabelError::new(
            "JSON phải có dạng {\"pairs\": [{\"a\": …, \"b\": …, \"same_person\": \"yes\"}]}.",
            "The JSON must have the form {\"pairs\": [{\"a\": …, \"b\": …, \"same_person\": \"yes\"}]}.",
        )
    })?;
    let (PairsFile::Wrapped { pairs } | PairsFile::Bare(pairs)) = read;
    let plain = |(key, value): (String, Value)| {
        let text = match value {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        };
        (key, text)
    };
    let rows = pairs.into_iter();
    Ok(rows
        .map(|row| row.into_iter().map(plain).collect())
        .collect())
}

fn from_csv(text: &str) -> Result<Vec<Row>, LabelError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let broken = |error: csv::Error| {
        LabelError::new(
            format!("CSV không đọc được: {error}"),
            format!("The CSV cannot be read: {error}"),
        )
    };
    let header = reader.headers().map_err(broken)?.clone();
    let rows = reader.records().map(|record| {
        let record = record.map_err(broken)?;
        let cells = header.iter().zip(record.iter());
        let cells = cells.map(|(name, cell)| (name.trim().to_owned(), cell.to_owned()));
        Ok(cells.collect())
    });
    rows.collect()
}

/// What stands between the names in the first line: spreadsheets write commas, semicolons or tabs.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let known = [b',', b';', b'\t'];
    let mut known = known.into_iter();
    known
        .find(|delimiter| header.contains(char::from(*delimiter)))
        .unwrap_or(b',')
}

fn pair(id: &str, row: &Row) -> Result<LabelledPair, LabelError> {
    let text = |name: &str| row.get(name).map(String::as_str).unwrap_or_default();
    let filled = |name: &str| Some(text(name).trim()).filter(|text| !text.is_empty());
    let needed = |name: &str| {
        let missing = || {
            LabelError::new(
                format!("thiếu \"{name}\"."),
                format!("\"{name}\" is missing."),
            )
        };
        filled(name).map(|_some| text(name)).ok_or_else(missing)
    };
    let recorded = FullName::parse(needed("a")?).map_err(|why| {
        LabelError::new(
            why.message(Language::Vietnamese),
            why.message(Language::English),
        )
    })?;
    let dates = match (filled("date_a"), filled("date_b")) {
        (None, None) => None,
        (recorded, typed) => {
            let recorded = date(recorded.or(typed).unwrap_or_default())?;
            Some((recorded, typed.map_or(Ok(recorded), date)?))
        }
    };
    Ok(LabelledPair {
        id: id.to_owned(),
        recorded,
        typed: needed("b")?.into(),
        dates,
        label: label(needed("same_person")?)?,
        kind: filled("kind").map(str::to_owned),
        remark: text("why").to_owned(),
    })
}

fn date(text: &str) -> Result<BirthDate, LabelError> {
    BirthDate::parse(text).map_err(|why| {
        LabelError::new(
            why.message(Language::Vietnamese),
            why.message(Language::English),
        )
    })
}

fn label(word: &str) -> Result<Label, LabelError> {
    match word.trim().to_lowercase().as_str() {
        "yes" | "true" | "same" | "1" | "có" => Ok(Label::Same),
        "no" | "false" | "different" | "0" | "không" => Ok(Label::Different),
        "maybe" | "unsure" | "?" | "không rõ" => Ok(Label::Unsure),
        _ => Err(LabelError::new(
            "\"same_person\" phải là yes, no hoặc maybe.",
            "\"same_person\" must be yes, no or maybe.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<(String, Label)> {
        let pairs = read_pairs(text).expect("pairs");
        pairs
            .into_iter()
            .map(|pair| (pair.id, pair.label))
            .collect()
    }

    #[test]
    fn the_built_in_pairs_are_read_whole() {
        let pairs = read_pairs(BUILT_IN_PAIRS).expect("pairs");
        assert!(pairs.len() > 40);
        // Spaces and signs around a name are what some pairs are about.
        assert!(pairs.iter().any(|pair| pair.typed.ends_with(' ')));
    }

    #[test]
    fn json_and_csv_say_the_same() {
        let expected = [
            ("1".to_owned(), Label::Same),
            ("x".to_owned(), Label::Different),
            ("3".to_owned(), Label::Unsure),
        ];
        for text in [
            r#"{"pairs": [{"a": "Lê An", "b": "LE AN", "same_person": "yes"}, {"id": "x", "a": "Lê An", "b": "Lê Ân", "same_person": false}, {"a": "Lê An", "b": "L An", "same_person": "maybe"}]}"#,
            r#"[{"a": "Lê An", "b": "LE AN", "same_person": true}, {"id": "x", "a": "Lê An", "b": "Lê Ân", "same_person": "no"}, {"a": "Lê An", "b": "L An", "same_person": "?"}]"#,
            "a,b,same_person,id\nLê An,LE AN,yes,\nLê An,Lê Ân,no,x\n\"Lê An\",L An,maybe,\n",
            "\u{feff}id;same_person;b;a\r\n;có;LE AN;Lê An\r\nx;không;Lê Ân;Lê An\r\n;không rõ;L An;Lê An\r\n",
        ] {
            assert_eq!(labels(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_pair() {
        for (text, said) in [
            ("", "There is no pair in it."),
            ("{\"pairs\": 3}", "The JSON must have the form"),
            ("a,b,same_person\nLê An,,yes", "Pair 1: \"b\" is missing."),
            (
                "a,b,same_person\nLê An,Lê An,perhaps",
                "Pair 1: \"same_person\" must be",
            ),
            (
                "a,b,same_person,date_a\nLê An,Lê An,yes,31/02/1990",
                "Pair 1: ",
            ),
            ("a,b,same_person\nLê An", "The CSV cannot be read"),
        ] {
            let error = read_pairs(text).expect_err(text);
            assert!(error.english.starts_with(said), "{}", error.english);
        }
    }

    #[test]
    fn a_date_on_one_side_stands_for_both() {
        let pairs = read_pairs(
            "a,b,same_person,date_a,date_b\nLê An,Lê An,yes,1942,\nLê An,Lê An,yes,1942,1943",
        );
        let dates: Vec<_> = pairs
            .expect("pairs")
            .iter()
            .map(|pair| pair.dates)
            .collect();
        let year = BirthDate::Year;
        assert_eq!(
            dates,
            [
                Some((year(1942), year(1942))),
                Some((year(1942), year(1943)))
            ]
        );
    }
}
