//! Records as rows of a table: how CSV files carry nested keys.
//!
//! A nested object becomes one column for each key (`card.issued_on`); a list becomes one column of
//! JSON text. Empty cells are absent keys. Columns of relatives and provinces are for readers: they say again
//! what stands in others, and are passed over when a file is read.

use serde_json::{Map, Value};

/// The columns, in order. A test holds them to the keys of a record.
pub const COLUMNS: &[&str] = &[
    "number",
    "full_name",
    "date_of_birth",
    "gender",
    "record_status",
    "other_name",
    "former_names",
    "former_numbers",
    "place_of_birth.detail",
    "place_of_birth.ward",
    "place_of_birth.ward_before",
    "place_of_birth.province_before",
    "place_of_birth.country",
    "place_of_birth_registration.detail",
    "place_of_birth_registration.ward",
    "place_of_birth_registration.ward_before",
    "place_of_birth_registration.province_before",
    "place_of_birth_registration.country",
    "hometown.detail",
    "hometown.ward",
    "hometown.ward_before",
    "hometown.province_before",
    "hometown.country",
    "ethnic_group",
    "religion",
    "nationality",
    "blood_group",
    "cmnd",
    "card.kind",
    "card.issued_on",
    "card.expires_on",
    "card.custody",
    "relatives",
    "father",
    "mother",
    "spouse",
    "children",
    "permanent_residence.detail",
    "permanent_residence.ward",
    "permanent_residence.ward_before",
    "permanent_residence.province_before",
    "permanent_residence.province",
    "permanent_residence.country",
    "temporary_residence.detail",
    "temporary_residence.ward",
    "temporary_residence.ward_before",
    "temporary_residence.province_before",
    "temporary_residence.province",
    "temporary_residence.country",
    "current_residence.detail",
    "current_residence.ward",
    "current_residence.ward_before",
    "current_residence.province_before",
    "current_residence.province",
    "current_residence.country",
    "absent_since",
    "residence_file",
    "marital_status",
    "household.id",
    "household.relation_to_head",
    "mobile",
    "email",
    "occupation",
    "occupation_withheld",
    "electronic_identity.level",
    "electronic_identity.granted_on",
    "electronic_identity.activated",
    "electronic_identity.locked",
    "status_periods",
    "restricted",
    "undetermined_nationality",
];

/// Columns that tell the numbers of relatives, and the relation they stand for.
const RELATIVES: [(&str, &str); 4] = [
    ("father", "father"),
    ("mother", "mother"),
    ("spouse", "spouse"),
    ("children", "child"),
];

/// The cells of a record.
pub fn cells_of(record: &Value) -> Vec<String> {
    COLUMNS
        .iter()
        .map(|column| {
            if let Some(relation) = relation_of(column) {
                return numbers_of(record, relation);
            }
            let value = column
                .split('.')
                .try_fold(record, |value, key| value.get(key));
            match value {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            }
        })
        .collect()
}

/// The relation that a column of relatives stands for.
fn relation_of(column: &str) -> Option<&'static str> {
    let known = RELATIVES.iter().find(|(name, _)| *name == column);
    known.map(|(_, relation)| *relation)
}

/// The numbers of the relatives who are that, with a space between: 12 digits, or 9 where there are no more.
fn numbers_of(record: &Value, relation: &str) -> String {
    let relatives = record.get("relatives").and_then(Value::as_array);
    let of_relation = relatives
        .into_iter()
        .flatten()
        .filter(|relative| relative.get("relation").and_then(Value::as_str) == Some(relation));
    let numbers = of_relation.filter_map(|relative| {
        let number = relative.get("number").or_else(|| relative.get("cmnd"));
        number.and_then(Value::as_str)
    });
    numbers.collect::<Vec<_>>().join(" ")
}

/// The record of a row, or the column whose cell cannot be read.
pub fn record_of_cells<'a>(
    cells: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Value, String> {
    let mut record = Map::new();
    for (column, cell) in cells {
        if cell.trim().is_empty() || relation_of(column).is_some() {
            continue;
        }
        let value = value_of(column, cell).ok_or_else(|| column.to_owned())?;
        match column.split_once('.') {
            None => {
                record.insert(column.to_owned(), value);
            }
            Some((object, key)) => {
                let object = record
                    .entry(object)
                    .or_insert_with(|| Value::Object(Map::new()));
                if let Some(object) = object.as_object_mut() {
                    object.insert(key.to_owned(), value);
                }
            }
        }
    }
    Ok(Value::Object(record))
}

/// Lists, numbers and flags are JSON; everything else is text as it stands.
fn value_of(column: &str, cell: &str) -> Option<Value> {
    let cell = cell.trim();
    match column {
        "former_names" | "former_numbers" | "nationality" | "cmnd" | "relatives"
        | "status_periods" => serde_json::from_str(cell).ok().filter(Value::is_array),
        "household.id" | "electronic_identity.level" => {
            serde_json::from_str(cell).ok().filter(Value::is_u64)
        }
        "occupation_withheld"
        | "restricted"
        | "undetermined_nationality"
        | "electronic_identity.activated" => serde_json::from_str(&cell.to_lowercase())
            .ok()
            .filter(Value::is_boolean),
        _ => Some(Value::String(cell.to_owned())),
    }
}
