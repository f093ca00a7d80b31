//! Why a JSON text is not what was expected, by field, in two languages, without repeating values.

use serde::Deserialize;

use super::FieldError;

/// Reads a JSON object, or says what is wrong with it and where.
pub fn read_json<'text, T: Deserialize<'text>>(text: &'text [u8]) -> Result<T, FieldError> {
    // serde would take an array as the fields in their order.
    if text.trim_ascii_start().first() == Some(&b'[') {
        return Err(FieldError::told(
            "",
            "json_broken",
            "Cần một đối tượng JSON { }.",
            "A JSON object { } is expected.",
        ));
    }
    serde_json::from_slice(text).map_err(|_first_look| explain::<T>(text))
}

/// Reads the text a second time, slowly, to name what stopped the first.
fn explain<'text, T: Deserialize<'text>>(text: &'text [u8]) -> FieldError {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let Err(error) = serde_path_to_error::deserialize::<_, T>(&mut reader) else {
        return FieldError::told(
            "",
            "json_broken",
            "Có ký tự thừa sau giá trị JSON.",
            "There is something after the JSON value.",
        );
    };
    let path = error.path().to_string();
    let inner = error.into_inner();
    if inner.is_data() {
        return field_error(&path, &inner.to_string());
    }
    let (line, column) = (inner.line(), inner.column());
    FieldError::told(
        "",
        "json_broken",
        format!("JSON sai cú pháp ở dòng {line}, cột {column}."),
        format!("The JSON is broken at line {line}, column {column}."),
    )
}

/// Turns serde's sentence about the value at `path` into a field, a code, and sentences of our own.
pub fn field_error(path: &str, sentence: &str) -> FieldError {
    let path = if path == "." { "" } else { path };
    let name = sentence.split('`').nth(1).unwrap_or_default();
    let parent = match path.rsplit_once('.') {
        Some((parent, last)) if last == name => parent,
        None if path == name => "",
        Some(_) | None => path,
    };
    let below = || {
        if parent.is_empty() {
            name.to_owned()
        } else {
            format!("{parent}.{name}")
        }
    };
    if sentence.starts_with("unknown field") {
        let known = known_fields(sentence);
        return FieldError::told(
            below(),
            "field_unknown",
            format!("Không có trường này; các trường được nhận: {known}."),
            format!("There is no such field; known are: {known}."),
        );
    }
    if sentence.starts_with("duplicate field") {
        return FieldError::told(
            below(),
            "field_duplicate",
            "Trường này xuất hiện hai lần.",
            "This field stands here twice.",
        );
    }
    if sentence.starts_with("missing field") {
        return FieldError::missing(below());
    }
    let (vietnamese, english) = expected(path, sentence);
    FieldError::told(
        path,
        "field_type",
        format!("Sai kiểu dữ liệu: cần {vietnamese}."),
        format!("Wrong type: expected {english}."),
    )
}

/// The names that serde lists after `expected`, without its quotes.
fn known_fields(sentence: &str) -> String {
    let listed = sentence
        .split_once(", expected ")
        .map_or("", |(_, listed)| listed);
    let listed = listed.split(" at line ").next().unwrap_or_default();
    let names = listed.split('`').skip(1).step_by(2);
    names.collect::<Vec<_>>().join(", ")
}

/// What serde expected, in words of both languages.
fn expected(path: &str, sentence: &str) -> (&'static str, &'static str) {
    let wanted = sentence
        .rsplit_once("expected ")
        .map_or("", |(_, wanted)| wanted);
    let is_number_of_a_person = matches!(path.rsplit(['.', ']']).next(), Some("number" | "cmnd"));
    match wanted.split(" at line ").next().unwrap_or_default() {
        "a string" | "a borrowed string" | "string" if is_number_of_a_person => (
            "chuỗi trong dấu ngoặc kép (số JSON làm mất chữ số 0 đầu)",
            "a string in quotes (a JSON number loses the leading zero)",
        ),
        "a string" | "a borrowed string" | "string" => {
            ("chuỗi trong dấu ngoặc kép", "a string in quotes")
        }
        "a boolean" => ("true hoặc false", "true or false"),
        "a sequence" => ("một danh sách [ ]", "a list [ ]"),
        "u8" | "u32" | "usize" => ("số nguyên không âm", "a whole number, not negative"),
        other if other.starts_with("struct ") || other == "a map" => {
            ("một đối tượng { }", "an object { }")
        }
        _ => ("kiểu khác", "another type"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::CitizenRecord;

    #[test]
    fn each_mistake_names_its_field_and_repeats_no_value() {
        for (text, field, code) in [
            (r#"{"nmae": "x"}"#, "nmae", "field_unknown"),
            (
                r#"{"gender": "male", "gender": "male"}"#,
                "gender",
                "field_duplicate",
            ),
            (r#"{"number": 42085001237}"#, "number", "field_type"),
            (
                r#"{"card": {"kind": "x", "issued_on": "y", "knd": 1}}"#,
                "card.knd",
                "field_unknown",
            ),
            (
                r#"{"card": {"kind": "x"}}"#,
                "card.issued_on",
                "field_missing",
            ),
            (
                r#"{"household": {"id": "Nguyễn Văn A", "relation_to_head": "CH01"}}"#,
                "household.id",
                "field_type",
            ),
            (
                r#"{"cmnd": [{"number": 1}]}"#,
                "cmnd[0].number",
                "field_type",
            ),
            (r#"{"restricted": "yes"}"#, "restricted", "field_type"),
            (r#"{"gender": "male""#, "", "json_broken"),
            (r"{} {}", "", "json_broken"),
            (r"[]", "", "json_broken"),
        ] {
            let error = read_json::<CitizenRecord>(text.as_bytes()).expect_err(text);
            assert_eq!(
                (error.field.as_str(), error.code),
                (field, code),
                "{text}: {error:?}"
            );
            assert!(!format!("{error:?}").contains("Nguyễn"), "{error:?}");
            assert!(!error.vietnamese.contains("kiểu khác"), "{error:?}");
        }
    }
}
