//! SOAP answers in the JSON that provinces and portals have wrapped around them.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use serde_json::{Map, Value, json};

/// The wrapper of a portal used in Thanh Hóa: `error_code` must be a string, because the client's reader
/// throws on a number. That "0" means success is a guess; the client compares it with nothing.
pub fn wrapper(error_code: &str, message: &str) -> String {
    json!({"error_code": error_code, "message": message}).to_string()
}

/// The front of a portal on `SharePoint`: a JSON string with its newlines written out as `u000a`.
pub fn json_string(envelope: &str) -> String {
    Value::String(envelope.replace('\n', "u000a")).to_string()
}

/// An envelope as Jackson's `XmlMapper` turns it into JSON: root, prefixes and attributes dropped (the
/// live dialect has none), an element without
/// children its text, a repeated one a list (as from version 2.9 on).
pub fn json_view(envelope: &str) -> Option<Value> {
    let mut reader = Reader::from_str(envelope);
    let mut open: Vec<(String, Map<String, Value>, String)> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                open.push((name, Map::new(), String::new()));
            }
            Event::Empty(start) => {
                let name = start.local_name().as_ref().to_owned();
                add(&mut open.last_mut()?.1, name, Value::String(String::new()));
            }
            Event::Text(text) => {
                if let Some((_, _, content)) = open.last_mut() {
                    content.push_str(&text.xml10_content());
                }
            }
            Event::GeneralRef(reference) => {
                let content = &mut open.last_mut()?.2;
                match reference.resolve_char_ref().ok()? {
                    Some(character) => content.push(character),
                    None => {
                        content.push_str(resolve_predefined_entity(&reference.xml10_content())?);
                    }
                }
            }
            Event::End(_) => {
                let (name, children, text) = open.pop()?;
                let value = if children.is_empty() {
                    Value::String(text)
                } else {
                    Value::Object(children)
                };
                match open.last_mut() {
                    Some((_, parent, _)) => add(parent, name, value),
                    None => return Some(value),
                }
            }
            Event::Eof => return None,
            Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
    }
}

fn add(parent: &mut Map<String, Value>, name: String, value: Value) {
    match parent.get_mut(&name) {
        None => {
            parent.insert(name, value);
        }
        Some(Value::Array(list)) => list.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}
