//! What each claim is called on the page of consent.

use serde_json::{Map, Value};

use super::chrome::MarkedField;
use crate::domain::birth_date::BirthDate;
use crate::domain::language::Language;

/// Claims with their labels, in the order of the page. Those about the claim itself (`email_verified`) and
/// constants (`locale`) are told without being listed: they say nothing of the person.
const LABELS: [(&str, &str, &str); 10] = [
    ("personal_number", "Số định danh cá nhân", "Personal number"),
    ("name", "Họ, chữ đệm và tên", "Full name"),
    ("birthdate", "Ngày, tháng, năm sinh", "Date of birth"),
    ("date_of_birth", "Ngày, tháng, năm sinh", "Date of birth"),
    ("gender", "Giới tính", "Gender"),
    ("nationality", "Quốc tịch", "Nationality"),
    ("identity_level", "Mức độ tài khoản", "Level of the account"),
    ("email", "Thư điện tử", "E-mail"),
    ("phone_number", "Số điện thoại", "Mobile"),
    ("address", "Nơi cư trú", "Residence"),
];

/// The claims about a person, each with its label; a label is shown once.
pub fn fields(claims: &Map<String, Value>, language: Language) -> Vec<MarkedField> {
    let mut fields: Vec<MarkedField> = Vec::new();
    for (name, vietnamese, english) in LABELS {
        let label = language.pick(vietnamese, english);
        let Some(value) = claims.get(name) else {
            continue;
        };
        if fields.iter().all(|field| field.label != label) {
            fields.push(MarkedField {
                label,
                value: in_words(name, value, language),
                confirmed: false,
            });
        }
    }
    fields
}

fn in_words(name: &str, value: &Value, language: Language) -> String {
    match (name, value) {
        ("gender", Value::String(word)) if word == "male" => {
            language.pick("Nam", "Male").to_owned()
        }
        ("gender", Value::String(word)) if word == "female" => {
            language.pick("Nữ", "Female").to_owned()
        }
        ("birthdate" | "date_of_birth", Value::String(date)) => {
            BirthDate::parse(date).map_or_else(|_as_it_is| date.clone(), BirthDate::vietnamese)
        }
        ("address", Value::Object(parts)) => parts
            .get("formatted")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        (_, Value::Array(items)) => {
            let words = items.iter().filter_map(Value::as_str);
            words.collect::<Vec<_>>().join(", ")
        }
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_shown_in_words_and_once() {
        let claims = serde_json::json!({
            "name": "Đặng Thị Nhàn", "birthdate": "1942", "date_of_birth": "1942", "gender": "female",
            "nationality": ["VN"], "identity_level": 2, "email_verified": false,
        });
        let Value::Object(claims) = claims else {
            unreachable!("an object")
        };
        let shown: Vec<(&str, String)> = fields(&claims, Language::English)
            .into_iter()
            .map(|field| (field.label, field.value))
            .collect();
        assert_eq!(
            shown,
            [
                ("Full name", "Đặng Thị Nhàn".to_owned()),
                ("Date of birth", "1942".to_owned()),
                ("Gender", "Female".to_owned()),
                ("Nationality", "VN".to_owned()),
                ("Level of the account", "2".to_owned()),
            ]
        );
    }
}
