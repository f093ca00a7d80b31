//! XML as three libraries turn it into JSON, each in its own way: `simplexml` of PHP, `XmlMapper` of Jackson,
//! `XmlNodeConverter` of Newtonsoft. Re-written from what was observed of them.

use roxmltree::{Document, Node};
use serde_json::{Map, Value, json};

/// `json_decode(json_encode(simplexml_load_string($text)), true)`: only elements and attributes without a
/// namespace are seen; an empty element becomes an empty list. `null` where the text is no XML.
pub fn simple_xml(text: &str) -> Value {
    let document = Document::parse(text.trim_start());
    document.map_or(Value::Null, |document| simple(document.root_element()))
}

fn simple(node: Node<'_, '_>) -> Value {
    let mut object = Map::new();
    let attributes = node.attributes().filter(|one| one.namespace().is_none());
    let attributes: Map<String, Value> = attributes
        .map(|one| (one.name().to_owned(), json!(one.value())))
        .collect();
    if !attributes.is_empty() {
        object.insert("@attributes".to_owned(), Value::Object(attributes));
    }
    let mut has_children = false;
    for child in node.children().filter(Node::is_element) {
        let name = child.tag_name();
        if name.namespace().is_none() {
            has_children = true;
            append(&mut object, name.name(), simple(child));
        }
    }
    let text = text_of(node);
    if has_children || (text.is_empty() && !object.is_empty()) {
        return Value::Object(object);
    }
    if text.trim().is_empty() {
        // Blanks between elements that it does not see count as nothing.
        return json!([]);
    }
    Value::String(text)
}

/// `XmlMapper.readTree` of Jackson 2.8, the root and all prefixes dropped: attributes are keys, a repeated
/// element keeps the last, an empty one is an empty text, and blanks alone are a text.
pub fn jackson(text: &str) -> Result<Value, String> {
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    Ok(mapped(document.root_element()))
}

fn mapped(node: Node<'_, '_>) -> Value {
    let mut object = Map::new();
    for attribute in node.attributes() {
        object.insert(attribute.name().to_owned(), json!(attribute.value()));
    }
    for child in node.children().filter(Node::is_element) {
        object.insert(child.tag_name().name().to_owned(), mapped(child));
    }
    let text = text_of(node);
    if object.is_empty() {
        return Value::String(text);
    }
    if !text.trim().is_empty() {
        object.insert(String::new(), Value::String(text));
    }
    Value::Object(object)
}

/// `JsonConvert.SerializeXmlNode` over an `XmlDocument` that keeps no blanks: names with their prefixes,
/// attributes and declarations of namespaces behind an `@`, an empty element `null`, repeated ones a list.
pub fn newtonsoft(text: &str) -> Result<Value, String> {
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    let root = document.root_element();
    let mut whole = Map::new();
    if text.starts_with("<?xml") {
        let declared = json!({"@version": "1.0", "@encoding": "UTF-8"});
        whole.insert("?xml".to_owned(), declared);
    }
    whole.insert(written_name(root).to_owned(), serialized(root));
    Ok(Value::Object(whole))
}

fn serialized(node: Node<'_, '_>) -> Value {
    let mut object = Map::new();
    for (name, value) in written_attributes(node) {
        object.insert(format!("@{name}"), Value::String(value));
    }
    for child in node.children().filter(Node::is_element) {
        append(&mut object, written_name(child), serialized(child));
    }
    let text = text_of(node);
    let has_text = !text.trim().is_empty();
    if object.is_empty() {
        return if has_text {
            Value::String(text)
        } else {
            Value::Null
        };
    }
    if has_text {
        object.insert("#text".to_owned(), Value::String(text));
    }
    Value::Object(object)
}

/// A second value of a key makes a list.
fn append(object: &mut Map<String, Value>, name: &str, value: Value) {
    match object.get_mut(name) {
        None => {
            object.insert(name.to_owned(), value);
        }
        Some(Value::Array(list)) => list.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

/// The text that stands directly in an element.
fn text_of(node: Node<'_, '_>) -> String {
    let texts = node.children().filter(Node::is_text);
    texts.filter_map(|text| text.text()).collect()
}

/// The start tag as it is written, without its brackets.
fn start_tag<'input>(node: Node<'_, 'input>) -> &'input str {
    let text = node.document().input_text();
    let text = &text[node.range()];
    let end = text.find('>').unwrap();
    text[1..end].trim_end_matches('/')
}

/// An element's name with its prefix, as readers see it that know no namespaces.
pub fn written_name<'input>(node: Node<'_, 'input>) -> &'input str {
    start_tag(node).split_whitespace().next().unwrap()
}

/// Attributes and declarations as they are written. No value here has blanks or escapes in it.
fn written_attributes(node: Node<'_, '_>) -> Vec<(String, String)> {
    let words = start_tag(node).split_whitespace().skip(1);
    let pairs = words.map(|word| {
        let (name, value) = word.split_once('=').unwrap();
        (name.to_owned(), value.trim_matches('"').to_owned())
    });
    pairs.collect()
}

#[test]
fn each_library_has_its_way_with_the_same_document() {
    let text = r#"<a xmlns:p="urn:p"><b k="1"/><c/><d>x</d><d>y</d><p:e>z</p:e><f> </f></a>"#;
    assert_eq!(
        simple_xml(text),
        json!({"b": {"@attributes": {"k": "1"}}, "c": [], "d": ["x", "y"], "f": []})
    );
    assert_eq!(
        jackson(text).unwrap(),
        json!({"b": {"k": "1"}, "c": "", "d": "y", "e": "z", "f": " "})
    );
    assert_eq!(
        newtonsoft(text).unwrap(),
        json!({"a": {
            "@xmlns:p": "urn:p", "b": {"@k": "1"}, "c": null, "d": ["x", "y"], "p:e": "z", "f": null,
        }})
    );
}
