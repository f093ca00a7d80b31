//! What XML 1.0 and its namespaces ask of markup where the reader beneath does not look: it leaves names,
//! attributes and declarations as they are.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesRef;

use super::is_utf8_label;
use crate::wire::EnvelopeError;

/// Production 3.
pub const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// Production 2.
pub fn is_xml_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// The character of a reference, by the text between `&` and `;`: one of the five entities of XML, or a
/// number; no others, since none can be declared (productions 66 and 68).
pub fn referenced(reference: &str) -> Result<char, EnvelopeError> {
    let character = BytesRef::new(reference).resolve_char_ref();
    match character.map_err(|_error| EnvelopeError::ForbiddenCharacter)? {
        Some(character) if is_xml_character(character) => Ok(character),
        Some(_) => Err(EnvelopeError::ForbiddenCharacter),
        None => {
            let text = resolve_predefined_entity(reference);
            let character = text.and_then(|text| text.chars().next());
            character.ok_or(EnvelopeError::UnknownEntity)
        }
    }
}

/// Names and values of the attributes in a start tag or declaration, by the text between its brackets
/// (productions 40, 41 and 10).
pub fn attributes_of(tag: &str) -> Result<Vec<(&str, &str)>, EnvelopeError> {
    let (name, mut rest) = tag.split_at(tag.find(BLANKS).unwrap_or(tag.len()));
    if !is_qualified_name(name) {
        return Err(EnvelopeError::Malformed);
    }
    let mut attributes = Vec::new();
    loop {
        let text = rest.trim_start_matches(BLANKS);
        if text.is_empty() {
            return Ok(attributes);
        }
        let is_apart = text.len() < rest.len();
        let attribute = attribute_of(text).filter(|_| is_apart);
        let (name, value, after) = attribute.ok_or(EnvelopeError::Malformed)?;
        check_value(value)?;
        attributes.push((name, value));
        rest = after;
    }
}

/// The first attribute of a text, and what follows it.
fn attribute_of(text: &str) -> Option<(&str, &str, &str)> {
    let (name, after) = text.split_once('=')?;
    let name = name.trim_end_matches(BLANKS);
    let after = after.trim_start_matches(BLANKS);
    let quote = after.chars().next()?;
    if !matches!(quote, '"' | '\'') || !is_qualified_name(name) {
        return None;
    }
    let (value, after) = after[1..].split_once(quote)?;
    Some((name, value, after))
}

fn check_value(value: &str) -> Result<(), EnvelopeError> {
    if value.contains('<') {
        return Err(EnvelopeError::Malformed);
    }
    for after in value.split('&').skip(1) {
        let (reference, _) = after.split_once(';').ok_or(EnvelopeError::Malformed)?;
        referenced(reference)?;
    }
    Ok(())
}

/// The declaration at the begin of a document: version, encoding, standalone, in this order (production 23).
pub fn check_declaration(declaration: &str) -> Result<(), EnvelopeError> {
    let mut attributes = attributes_of(declaration)?.into_iter().peekable();
    let mut next = |name: &str| attributes.next_if(|(given, _)| *given == name);
    let is_version = |text: &str| {
        let minor = text.strip_prefix("1.");
        minor.is_some_and(|minor| {
            !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let has_version = next("version").is_some_and(|(_, version)| is_version(version));
    let encoding = next("encoding");
    let standalone = next("standalone");
    let is_answered = standalone.is_none_or(|(_, answer)| answer == "yes" || answer == "no");
    if !has_version || !is_answered || attributes.next().is_some() {
        return Err(EnvelopeError::Malformed);
    }
    match encoding {
        Some((_, label)) if !is_utf8_label(label) => Err(EnvelopeError::EncodingLabel),
        Some(_) | None => Ok(()),
    }
}

/// Whether a processing instruction has a name, which may not be that of the declaration (production 17).
pub fn is_instruction(content: &str) -> bool {
    let target = content.split(BLANKS).next().unwrap_or_default();
    is_unprefixed_name(target) && !target.eq_ignore_ascii_case("xml")
}

/// Namespaces in XML 1.0, production 7.
fn is_qualified_name(name: &str) -> bool {
    let mut parts = name.splitn(2, ':');
    parts.all(is_unprefixed_name)
}

/// Production 5 without the colon, as production 4 of Namespaces in XML 1.0 has it.
fn is_unprefixed_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(begins_name) && characters.all(continues_name)
}

/// Production 4 without the colon.
fn begins_name(character: char) -> bool {
    matches!(character,
        'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// Production 4a without the colon.
fn continues_name(character: char) -> bool {
    begins_name(character)
        || matches!(character, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}
